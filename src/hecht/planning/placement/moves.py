"""Annealing steps of the placement search, compiled.

A move is a short list of (household, pair, slot). It is proposed without looking at its worth,
weighed exactly, then carried out or dropped. A slot is one home of a cell; its occupant is a
household or -1. The tables are packed by row so that what is read together lies together.

The kernel is one long function on purpose: handing arrays from function to function costs numba
two atomic counts per array and call, which measured three times the work of the moves themselves.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from hecht.planning.placement.arrays import Arrays
from hecht.planning.placement.problem import IntArray
from hecht.planning.placement.random_numbers import LOG_STEPS, advance, pick

LONGEST = 10
"""Most households in one move."""
CLUSTER = 3
"""Most tied households that go along with a household."""
NEAR_FRIEND, TOGETHER, CHAIN = 22, 2, 60
"""Of 64 moves: those below the first go near a tied household, below the second bring friends
along, from the third on displace a third household even where a swap is possible."""
TEMPERATURE_BITS = 20
"""Temperatures (1/1024 of a point) times logarithms (1/1024) as a shift."""

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
def _pair_of(household: Any, pair: Any, lookup: Any, cells: int, h: int, c: int) -> Any:
    """Return the pair of household h with cell c, or -1 when it is not eligible."""
    low = np.int64(-1)
    if len(lookup) > 0:
        low = lookup[h * cells + c]
    else:
        low, high = household[h, START], household[h, END]
        while low < high:
            middle = (low + high) >> 1
            if pair[middle, CELL] < c:
                low = middle + 1
            else:
                high = middle
        if low == household[h, END] or pair[low, CELL] != c:
            low = np.int64(-1)
    return low


@njit(cache=True, nogil=True)
def anneal(t: Tables, s: State, rng: Any, levels: Any, per_level: int, logs: Any) -> None:
    """Propose per_level moves at each temperature; accept by the Metropolis rule in integers.

    A household goes to a random eligible home, or to one near a household it is tied to.
    Whoever lives there takes its old home (swap); where that does not suit, a third household is
    displaced (3-ejection). Now and then tied households of the same place come along (cluster).

    Args:
        t, s: the problem and the state, which is changed.
        rng: (1,) uint64 random state, changed.
        levels: temperatures in 1/1024 of a point.
        per_level: proposals at each temperature.
        logs: the table of `log_table`.
    """
    household, cell, pair, reach, near = t.household, t.cell, t.pair, t.reach, t.near
    lookup, table, classes = t.lookup, t.table, t.classes
    at, occupant, move, best_pair = s.at, s.occupant, s.move, s.best_pair
    score, best = s.score[0], s.best_score[0]
    n, cells = len(household), len(cell)
    x = rng[0]
    for level in levels:
        for _ in range(per_level):
            # who goes, and to which pair k
            x = advance(x)
            h = pick(x, n)
            x = advance(x)
            kind = pick(x, 64)
            x = advance(x)
            first, degree = household[h, NEAR], household[h, NEAR_END] - household[h, NEAR]
            k, p, friends, turn = np.int64(-1), np.int64(-1), np.int64(0), np.int64(0)
            if kind < NEAR_FRIEND and degree > 0:
                turn = pick(x, degree)
                p = at[near[first + turn, OTHER], WHERE]
                if kind < TOGETHER:
                    if p == at[h, WHERE]:
                        continue
                    x = advance(x)
                    friends = 1 + pick(x, CLUSTER)
                for q in range(household[h, REACH], household[h, REACH_END]):
                    if reach[q, AT] == p:
                        x = advance(x)
                        k = reach[q, FIRST] + pick(x, reach[q, LAST] - reach[q, FIRST])
                if k < 0:
                    continue
            else:
                k = household[h, START] + pick(x, household[h, END] - household[h, START])

            # the move: member takes pair k, and so on for the friends that come along
            count, member, seen = 0, h, np.int64(0)
            while True:
                before, fits = count, False
                c, own = pair[k, CELL], pair[at[member, PAIR], CELL]
                if c != own and count + 3 <= LONGEST:
                    x = advance(x)
                    slot = cell[c, SLOT] + pick(x, cell[c, HOMES])
                    j = occupant[slot]
                    fits = True
                    for q in range(count):
                        if move[q, WHO] == member or move[q, WHO] == j or move[q, INTO] == slot:
                            fits = False
                    if fits:
                        move[count, WHO], move[count, TAKES], move[count, INTO] = member, k, slot
                        count += 1
                        if j >= 0:
                            back = _pair_of(household, pair, lookup, cells, j, own)
                            if back >= 0 and kind < CHAIN:
                                move[count, WHO], move[count, TAKES] = j, back
                                move[count, INTO] = at[member, HOME]
                                count += 1
                            else:
                                x = advance(x)
                                first_pair = household[j, START]
                                k = first_pair + pick(x, household[j, END] - first_pair)
                                c2 = pair[k, CELL]
                                x = advance(x)
                                slot = cell[c2, SLOT] + pick(x, cell[c2, HOMES])
                                third = occupant[slot]
                                fits = c2 != c and c2 != own
                                if fits and third >= 0:
                                    back = _pair_of(household, pair, lookup, cells, third, own)
                                    fits = back >= 0
                                for q in range(count):
                                    if move[q, WHO] == third or move[q, INTO] == slot:
                                        fits = False
                                if fits:
                                    move[count, WHO], move[count, TAKES] = j, k
                                    move[count, INTO] = slot
                                    count += 1
                                    if third >= 0:
                                        move[count, WHO], move[count, TAKES] = third, back
                                        move[count, INTO] = at[member, HOME]
                                        count += 1
                if not fits:
                    count = before
                    if count == 0:
                        break
                elif member != h:
                    friends -= 1
                # the next friend that lives where h lives and may live at p
                k = np.int64(-1)
                while friends > 0 and seen < degree and k < 0:
                    member = near[first + (turn + seen) % degree, OTHER]
                    seen += 1
                    if at[member, WHERE] == at[h, WHERE]:
                        for q in range(household[member, REACH], household[member, REACH_END]):
                            if reach[q, AT] == p:
                                x = advance(x)
                                k = reach[q, FIRST] + pick(x, reach[q, LAST] - reach[q, FIRST])
                if k < 0:
                    break
            if count == 0:
                continue

            # what it changes; places are set as we go, so that ties inside the move count right
            change = np.int64(0)
            for q in range(count):
                u, k = move[q, WHO], move[q, TAKES]
                old, new = at[u, WHERE], cell[pair[k, CELL], PLACE]
                move[q, WAS] = old
                change += pair[k, VALUE] - pair[at[u, PAIR], VALUE]
                if old != new:
                    shift = (new - old) * classes
                    old *= classes
                    for e in range(household[u, NEAR], household[u, NEAR_END]):
                        view = near[e, BASE] + old + at[near[e, OTHER], WHERE]
                        change += near[e, WEIGHT] * (table[view + shift] - table[view])
                    at[u, WHERE] = new

            if change < 0:
                x = advance(x)
                if -change > (level * logs[pick(x, LOG_STEPS)]) >> TEMPERATURE_BITS:
                    for q in range(count):
                        at[move[q, WHO], WHERE] = move[q, WAS]
                    continue
                # the best is copied only when it is left, not at each step of a climb
                if score > best:
                    best = score
                    best_pair[:] = at[:, PAIR]
            for q in range(count):
                occupant[at[move[q, WHO], HOME]] = -1
            for q in range(count):
                u = move[q, WHO]
                at[u, PAIR], at[u, HOME] = move[q, TAKES], move[q, INTO]
                occupant[move[q, INTO]] = u
            score += change
    if score > best:
        best = score
        best_pair[:] = at[:, PAIR]
    rng[0] = x
    s.score[0] = score
    s.best_score[0] = best
