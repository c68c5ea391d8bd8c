"""Annealing steps of the placement search, compiled.

A move is a short list of (household, pair, slot), weighed exactly, then carried out or dropped.
The pull of ties on each household towards each location class it can reach is kept up to date, so
that weighing a home costs a few look-ups; most tries change nothing. A slot is one home of a cell;
its occupant is a household or -1. The tables are packed by row so that what is read together lies
together.

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
TOGETHER, CHAIN = 8, 48
"""Of 64 tries: those below the first bring friends along, from the second on one is displaced
first. Of the others half look where a tied household lives."""
TEMPERATURE_BITS = 20
"""Temperatures (1/1024 of a point) times logarithms (1/1024) as a shift."""

# columns of Tables.household
START, END, REACH, REACH_END, NEAR, NEAR_END = range(6)
# columns of Tables.cell
PLACE, SLOT, HOMES = range(3)
# columns of Tables.pair
CELL, VALUE, PART = range(3)
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
    `pull` holds, per reach, the points of its household's ties if it lived there and nobody else
    moved; `mover` is 1 + the row of the move in which a household is, 0 outside a move;
    `score` and `best_score` are (1,); `best_pair` is the best placement seen; `move` is the
    (LONGEST, 4) move being weighed.
    """

    at: IntArray
    occupant: IntArray
    pull: IntArray
    mover: IntArray
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
        pair=np.column_stack((a.cell, a.value, a.pair_reach)),
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
    # every tie end with every reach of its household
    count = np.diff(a.reach_start)[owner]
    end = np.repeat(np.arange(len(owner)), count)
    part = np.arange(len(end)) - np.repeat(np.cumsum(count) - count, count)
    part += a.reach_start[owner[end]]
    view = a.near_base[end] + a.reach_place[part] * a.classes + place[a.near_other[end]]
    pull = np.zeros(len(a.reach_place), np.int64)
    np.add.at(pull, part, a.near_weight[end] * a.table[view])
    return State(
        pull=pull,
        mover=np.zeros(n, np.int64),
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
    """Try per_level moves at each temperature; accept by the Metropolis rule in integers.

    A household looks at all its eligible homes of one location class, that of a household it is
    tied to or a random one. Whoever lives there takes its old home; each such swap gets a bar of
    its own, and the one furthest above it is carried out. Now and then it displaces another first,
    who looks instead (3-ejection), or tied households of the same place come along (cluster).

    Args:
        t, s: the problem and the state, which is changed.
        rng: (1,) uint64 random state, changed.
        levels: temperatures in 1/1024 of a point.
        per_level: tries at each temperature.
        logs: the table of `log_table`.
    """
    household, cell, pair, reach, near = t.household, t.cell, t.pair, t.reach, t.near
    lookup, table, classes = t.lookup, t.table, t.classes
    at, occupant, move, best_pair = s.at, s.occupant, s.move, s.best_pair
    pull, mover = s.pull, s.mover
    score, best = s.score[0], s.best_score[0]
    n, cells = len(household), len(cell)
    x = rng[0]
    for level in levels:
        for _ in range(per_level):
            # who goes, and near whom
            x = advance(x)
            h = pick(x, n)
            x = advance(x)
            kind = pick(x, 64)
            own, hole = pair[at[h, PAIR], CELL], at[h, HOME]
            now = at[h, PAIR]
            change = -pair[now, VALUE] - pull[pair[now, PART]]
            count = 0
            if kind < TOGETHER:
                # friends that live together go together to where another friend lives
                first, degree = household[h, NEAR], household[h, NEAR_END] - household[h, NEAR]
                if degree == 0:
                    continue
                x = advance(x)
                turn = pick(x, degree)
                p, here = at[near[first + turn, OTHER], WHERE], at[h, WHERE]
                if p == here:
                    continue
                x = advance(x)
                friends, seen, member = 1 + pick(x, CLUSTER), 0, h
                change = 0
                while True:
                    k = -1
                    for q in range(household[member, REACH], household[member, REACH_END]):
                        if reach[q, AT] == p:
                            x = advance(x)
                            k = reach[q, FIRST] + pick(x, reach[q, LAST] - reach[q, FIRST])
                    if k >= 0:
                        c, home = pair[k, CELL], pair[at[member, PAIR], CELL]
                        x = advance(x)
                        slot = cell[c, SLOT] + pick(x, cell[c, HOMES])
                        j = occupant[slot]
                        back = -1
                        if j >= 0:
                            back = _pair_of(household, pair, lookup, cells, j, home)
                        fits = j < 0 or back >= 0
                        for q in range(count):
                            if move[q, WHO] == member or move[q, WHO] == j or move[q, INTO] == slot:
                                fits = False
                        if fits:
                            now = at[member, PAIR]
                            change += pair[k, VALUE] - pair[now, VALUE]
                            change += pull[pair[k, PART]] - pull[pair[now, PART]]
                            move[count, WHO], move[count, TAKES], move[count, INTO] = (
                                member,
                                k,
                                slot,
                            )
                            count += 1
                            if j >= 0:
                                now = at[j, PAIR]
                                change += pair[back, VALUE] - pair[now, VALUE]
                                change += pull[pair[back, PART]] - pull[pair[now, PART]]
                                move[count, WHO], move[count, TAKES] = j, back
                                move[count, INTO] = at[member, HOME]
                                count += 1
                            if member != h:
                                friends -= 1
                        elif member == h:
                            break
                    elif member == h:
                        break
                    if friends == 0 or count + 2 > LONGEST:
                        break
                    member = -1
                    while seen < degree and member < 0:
                        member = near[first + (turn + seen) % degree, OTHER]
                        if at[member, WHERE] != here:
                            member = -1
                        seen += 1
                    if member < 0:
                        break
                if count == 0:
                    continue
                x = advance(x)
                bar = -((level * logs[pick(x, LOG_STEPS)]) >> TEMPERATURE_BITS)
            else:
                g = h
                if kind >= CHAIN:
                    # h displaces g, who looks for a home and may displace a third
                    x = advance(x)
                    k = household[h, START] + pick(x, household[h, END] - household[h, START])
                    c = pair[k, CELL]
                    x = advance(x)
                    slot = cell[c, SLOT] + pick(x, cell[c, HOMES])
                    g = occupant[slot]
                    if c == own or g < 0:
                        continue
                    change += pair[k, VALUE] + pull[pair[k, PART]]
                    now = at[g, PAIR]
                    change -= pair[now, VALUE] + pull[pair[now, PART]]
                    move[0, WHO], move[0, TAKES], move[0, INTO] = h, k, slot
                    count = 1
                first, degree = household[g, NEAR], household[g, NEAR_END] - household[g, NEAR]
                x = advance(x)
                part = -1
                if kind & 1 == 1 and degree > 0:
                    p = at[near[first + pick(x, degree), OTHER], WHERE]
                    for q in range(household[g, REACH], household[g, REACH_END]):
                        if reach[q, AT] == p:
                            part = q
                    if part < 0:
                        continue
                else:
                    k = household[g, START] + pick(x, household[g, END] - household[g, START])
                    part = pair[k, PART]
                # all homes there; each has its own bar, and the one furthest above it is taken
                change += pull[part]
                leaves = at[g, HOME]
                margin, bar = -1, 0
                found, into, third, gets, gain = -1, -1, -1, -1, 0
                for k in range(reach[part, FIRST], reach[part, LAST]):
                    c = pair[k, CELL]
                    slot = cell[c, SLOT]
                    x = advance(x)
                    if cell[c, HOMES] > 1:
                        slot += pick(x, cell[c, HOMES])
                        x = advance(x)
                    if slot == leaves:
                        continue
                    j = occupant[slot]
                    back = -1
                    here_gain = change + pair[k, VALUE]
                    if j >= 0 and j != h:
                        back = _pair_of(household, pair, lookup, cells, j, own)
                        if back < 0:
                            continue
                        now = at[j, PAIR]
                        here_gain += pair[back, VALUE] - pair[now, VALUE]
                        here_gain += pull[pair[back, PART]] - pull[pair[now, PART]]
                    here_bar = -((level * logs[pick(x, LOG_STEPS)]) >> TEMPERATURE_BITS)
                    if here_gain - here_bar > margin:
                        margin, bar, gain = here_gain - here_bar, here_bar, here_gain
                        found, into, third, gets = k, slot, j, back
                if found < 0:
                    continue
                change = gain
                move[count, WHO], move[count, TAKES], move[count, INTO] = g, found, into
                count += 1
                if gets >= 0:
                    move[count, WHO], move[count, TAKES], move[count, INTO] = third, gets, hole
                    count += 1

            for q in range(count):
                u = move[q, WHO]
                mover[u] = q + 1
                move[q, WAS] = at[u, WHERE]
            for q in range(count):
                u = move[q, WHO]
                old, new = move[q, WAS], cell[pair[move[q, TAKES], CELL], PLACE]
                if old != new:
                    for e in range(household[u, NEAR], household[u, NEAR_END]):
                        other = mover[near[e, OTHER]] - 1
                        if 0 <= other < q:
                            was = move[other, WAS]
                            then = cell[pair[move[other, TAKES], CELL], PLACE]
                            base_old, base_new = (
                                near[e, BASE] + old * classes,
                                near[e, BASE] + new * classes,
                            )
                            change += near[e, WEIGHT] * (
                                table[base_new + then]
                                + table[base_old + was]
                                - table[base_new + was]
                                - table[base_old + then]
                            )
            for q in range(count):
                mover[move[q, WHO]] = 0
            if change < bar:
                continue
            # the best is copied only when it is left, not at each step of a climb
            if change < 0 and score > best:
                best = score
                best_pair[:] = at[:, PAIR]
            for q in range(count):
                occupant[at[move[q, WHO], HOME]] = -1
            for q in range(count):
                u, k = move[q, WHO], move[q, TAKES]
                old, new = move[q, WAS], cell[pair[k, CELL], PLACE]
                at[u, PAIR], at[u, WHERE], at[u, HOME] = k, new, move[q, INTO]
                occupant[move[q, INTO]] = u
                if old != new:
                    for e in range(household[u, NEAR], household[u, NEAR_END]):
                        j = near[e, OTHER]
                        w = near[e, WEIGHT]
                        base_old, base_new = (
                            near[e, BASE] + old * classes,
                            near[e, BASE] + new * classes,
                        )
                        for part in range(household[j, REACH], household[j, REACH_END]):
                            there = reach[part, AT]
                            pull[part] += w * (table[base_new + there] - table[base_old + there])
            score += change
    if score > best:
        best = score
        best_pair[:] = at[:, PAIR]
    rng[0] = x
    s.score[0] = score
    s.best_score[0] = best
