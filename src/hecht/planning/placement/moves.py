"""The moves of the placement search, compiled: who moves where, what it is worth, doing it.

A move is a short list of (household, pair, slot). It is proposed without looking at its worth,
weighed exactly, then carried out or dropped. A slot is one home of a cell; its occupant is a
household or -1. The tables are packed by row, so that what is read together lies together and
few arrays cross a call: with many arrays numba spends more time on passing them than on moves.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from hecht.planning.placement.arrays import Arrays
from hecht.planning.placement.problem import IntArray
from hecht.planning.placement.random_numbers import below

LONGEST = 10
"""Most households in one move."""
CLUSTER = 3
"""Most tied households that go along with a household."""

# columns of Tables.household
START, END, REACH, REACH_END, NEAR, NEAR_END = range(6)
# columns of Tables.cell
PLACE, SLOT, HOMES = range(3)
# columns of Tables.pair
CELL, VALUE = range(2)
# columns of Tables.reach; FIRST and LAST bound its pairs, LAST not included
AT, FIRST, LAST = range(3)
# columns of Tables.near
OTHER, WEIGHT, BASE = range(3)
# columns of State.at and of State.move; WAS holds the place before the move
PAIR, WHERE, HOME = range(3)
WHO, TAKES, INTO, WAS = range(4)


class Tables(NamedTuple):
    """The problem, packed for the moves; see the column names above."""

    household: IntArray
    cell: IntArray
    pair: IntArray
    reach: IntArray
    near: IntArray
    lookup: IntArray
    table: IntArray
    classes: int


class State(NamedTuple):
    """Where everybody is.

    `at` holds pair, place and slot per household; `occupant` the household per slot or -1;
    `score` and `best_score` are (1,); `best_pair` is the best placement seen; `move` is the
    (LONGEST, 4) move being weighed.
    """

    at: IntArray
    occupant: IntArray
    score: IntArray
    best_pair: IntArray
    best_score: IntArray
    move: IntArray


def pack(a: Arrays) -> Tables:
    """Pack the arrays of a problem by row."""
    ends = (a.start, a.reach_start, a.near_start)
    return Tables(
        household=np.column_stack([side for e in ends for side in (e[:-1], e[1:])]),
        cell=np.column_stack((a.place, a.slot_start[:-1], a.capacity)),
        pair=np.column_stack((a.cell, a.value)),
        reach=np.column_stack((a.reach_place, a.reach_pair[:-1], a.reach_pair[1:])),
        near=np.column_stack((a.near_other, a.near_weight, a.near_base)),
        lookup=a.lookup,
        table=a.table,
        classes=a.classes,
    )


def new_state(a: Arrays, pair: IntArray) -> State:
    """Return the state of a placement given as a pair per household, its score computed anew."""
    n = len(a.start) - 1
    place = a.place[a.cell[pair]]
    slot = np.zeros(n, np.int64)
    occupant = np.full(int(a.slot_start[-1]), -1, np.int64)
    taken = np.zeros(len(a.place), np.int64)
    for h in range(n):
        c = a.cell[pair[h]]
        slot[h] = a.slot_start[c] + taken[c]
        occupant[slot[h]] = h
        taken[c] += 1
    owner = np.repeat(np.arange(n), np.diff(a.near_start))
    seen = a.table[a.near_base + place[owner] * a.classes + place[a.near_other]]
    score = int(a.value[pair].sum()) + int((a.near_weight * seen).sum()) // 2
    return State(
        at=np.column_stack((pair, place, slot)),
        occupant=occupant,
        score=np.array([score], np.int64),
        best_pair=pair.copy(),
        best_score=np.array([score], np.int64),
        move=np.zeros((LONGEST, 4), np.int64),
    )


@njit(inline="always")
def pair_of(household: Any, pair: Any, lookup: Any, cells: int, h: int, c: int) -> Any:
    """Return the pair of household h with cell c, or -1 when it is not eligible."""
    if len(lookup) > 0:
        return lookup[h * cells + c]
    low, high = household[h, START], household[h, END]
    while low < high:
        middle = (low + high) >> 1
        if pair[middle, CELL] < c:
            low = middle + 1
        else:
            high = middle
    if low < household[h, END] and pair[low, CELL] == c:
        return low
    return np.int64(-1)


@njit(inline="always")
def tie_change(
    near: Any, first: int, last: int, table: Any, at: Any, old_row: int, new_row: int
) -> Any:
    """Return the change in tie points when a household goes from one place to another.

    The household owns the tie ends first..last - 1; a row is a place times the classes.
    """
    total = np.int64(0)
    for e in range(first, last):
        other = near[e, BASE] + at[near[e, OTHER], WHERE]
        total += near[e, WEIGHT] * (table[other + new_row] - table[other + old_row])
    return total


@njit(inline="always")
def _in_the_way(move: Any, count: int, h: int, slot: int) -> bool:
    """Whether household h or the slot is part of the move already."""
    for q in range(count):  # noqa: SIM110 (compiled)
        if move[q, WHO] == h or move[q, INTO] == slot:
            return True
    return False


@njit(inline="always")
def _add(move: Any, count: int, h: int, k: int, slot: int) -> int:
    """Write one line of the move; return the new length."""
    move[count, WHO] = h
    move[count, TAKES] = k
    move[count, INTO] = slot
    return count + 1


@njit(inline="always")
def _random_pair_at(household: Any, reach: Any, rng: Any, h: int, p: int) -> Any:
    """Return a random pair of household h in place p, or -1 when it has none there."""
    for q in range(household[h, REACH], household[h, REACH_END]):
        if reach[q, AT] == p:
            return reach[q, FIRST] + below(rng, reach[q, LAST] - reach[q, FIRST])
    return np.int64(-1)


@njit(inline="always")
def _random_slot(cell: Any, rng: Any, c: int) -> Any:
    """Return a random home of cell c."""
    if cell[c, HOMES] == 1:
        return cell[c, SLOT]
    return cell[c, SLOT] + below(rng, cell[c, HOMES])


@njit(inline="always")
def _enter(
    household: Any, cell: Any, pair: Any, lookup: Any, at: Any, occupant: Any, move: Any,
    rng: Any, count: int, h: int, k: int, chain: bool,
) -> int:  # fmt: skip
    """Add "household h takes pair k" to the move, with those it displaces; 0 when it fails.

    Whoever lives in the chosen home takes h's home (swap); where that does not suit, or with
    `chain`, it displaces a third household that takes h's home (3-ejection).
    """
    c = pair[k, CELL]
    own = pair[at[h, PAIR], CELL]
    if c == own or count + 3 > LONGEST:
        return 0
    slot = _random_slot(cell, rng, c)
    j = occupant[slot]
    if count > 0 and (_in_the_way(move, count, h, slot) or _in_the_way(move, count, j, -2)):
        return 0
    count = _add(move, count, h, k, slot)
    if j < 0:
        return count
    back = pair_of(household, pair, lookup, len(cell), j, own)
    if back >= 0 and not chain:
        return _add(move, count, j, back, at[h, HOME])
    if not chain and count > 1:
        return 0
    k = household[j, START] + below(rng, household[j, END] - household[j, START])
    c2 = pair[k, CELL]
    if c2 in (c, own):
        return 0
    slot = _random_slot(cell, rng, c2)
    third = occupant[slot]
    if third >= 0:
        back = pair_of(household, pair, lookup, len(cell), third, own)
        if back < 0:
            return 0
    if _in_the_way(move, count, third, slot):
        return 0
    count = _add(move, count, j, k, slot)
    if third < 0:
        return count
    return _add(move, count, third, back, at[h, HOME])


@njit(inline="always")
def _bring_friends(
    household: Any, cell: Any, pair: Any, reach: Any, near: Any, lookup: Any,
    at: Any, occupant: Any, move: Any, rng: Any, count: int, h: int, p: int,
) -> int:  # fmt: skip
    """Let tied households of h's place come along to place p; return the longer move."""
    degree = household[h, NEAR_END] - household[h, NEAR]
    first = below(rng, degree)
    wanted = 1 + below(rng, CLUSTER)
    for step in range(degree):
        u = near[household[h, NEAR] + (first + step) % degree, OTHER]
        if at[u, WHERE] != at[h, WHERE] or _in_the_way(move, count, u, -2):
            continue
        k = _random_pair_at(household, reach, rng, u, p)
        if k < 0:
            continue
        longer = _enter(
            household, cell, pair, lookup, at, occupant, move, rng, count, u, k, False
        )
        if longer > 0:
            count = longer
            wanted -= 1
            if wanted == 0:
                break
    return count


@njit(inline="always")
def propose(
    household: Any, cell: Any, pair: Any, reach: Any, near: Any, lookup: Any,
    at: Any, occupant: Any, move: Any, rng: Any,
) -> int:  # fmt: skip
    """Write a random move; return how many households move, 0 for none."""
    h = below(rng, len(household))
    kind = below(rng, 64)
    degree = household[h, NEAR_END] - household[h, NEAR]
    together = False
    p = np.int64(-1)
    if kind < 22 and degree > 0:
        p = at[near[household[h, NEAR] + below(rng, degree), OTHER], WHERE]
        together = kind < 2
        if together and p == at[h, WHERE]:
            return 0
        k = _random_pair_at(household, reach, rng, h, p)
        if k < 0:
            return 0
    else:
        k = household[h, START] + below(rng, household[h, END] - household[h, START])
    chain = kind >= 60
    count = _enter(household, cell, pair, lookup, at, occupant, move, rng, 0, h, k, chain)
    if together and count > 0:
        count = _bring_friends(
            household, cell, pair, reach, near, lookup, at, occupant, move, rng, count, h, p
        )
    return count


@njit(inline="always")
def weigh(
    household: Any, cell: Any, pair: Any, near: Any, table: Any, classes: int,
    at: Any, move: Any, count: int,
) -> Any:  # fmt: skip
    """Return what the move changes in the score; places are left as after the move."""
    total = np.int64(0)
    for q in range(count):
        h, k = move[q, WHO], move[q, TAKES]
        old, new = at[h, WHERE], cell[pair[k, CELL], PLACE]
        move[q, WAS] = old
        total += pair[k, VALUE] - pair[at[h, PAIR], VALUE]
        if old != new:
            total += tie_change(
                near, household[h, NEAR], household[h, NEAR_END], table, at,
                old * classes, new * classes,
            )  # fmt: skip
            at[h, WHERE] = new
    return total


@njit(inline="always")
def drop(at: Any, move: Any, count: int) -> None:
    """Put the places back as they were before `weigh`."""
    for q in range(count):
        at[move[q, WHO], WHERE] = move[q, WAS]


@njit(inline="always")
def carry_out(at: Any, occupant: Any, move: Any, count: int) -> None:
    """Do the move that was weighed last."""
    for q in range(count):
        occupant[at[move[q, WHO], HOME]] = -1
    for q in range(count):
        h = move[q, WHO]
        at[h, PAIR] = move[q, TAKES]
        at[h, HOME] = move[q, INTO]
        occupant[move[q, INTO]] = h
