"""Exact steps of the search: households that do not know each other exchange homes at best.

For households without ties among them, while everybody else stays, what each home is worth to each
adds up; so the best exchange of their homes, of whatever length, is an assignment problem that is
solved exactly. What that leaves out (who is left alone elsewhere, groups, want of temporary homes)
is settled afterwards, and the exchange is kept only if the whole is better for it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hecht.planning.arrays import (
    HAD_NEAR,
    KIND,
    P_ALONE,
    TIE_FROM,
    TIE_REAL,
    TIE_TO,
    TIE_UNTIL,
    TO_PLACE,
    Arrays,
    Ints,
)
from hecht.planning.compiled import lean
from hecht.planning.kernel import may_have, pair, settle, single
from hecht.planning.random_numbers import below
from hecht.planning.state import OBJECTIVE, VIOLATION, State, assign_state
from hecht.planning.tables import RULE_COST

MOST = 120
"""Households, and empty homes besides theirs, in one exchange."""

_FORBIDDEN = -1e15

Generator = npt.NDArray[np.uint64]


@lean
def strangers(a: Arrays, s: State, first: int, marks: Ints, who: Ints) -> int:
    """List households that have a home and no ties among them; return how many.

    The households are gone through from number `first` of those to be placed. `marks` (N) must
    be zero and is zero again afterwards; `who` (MOST) takes the list.
    """
    count = 0
    size = len(a.active)
    for step in range(size):
        if count == len(who):
            break
        h = a.active[(first + step) % size]
        if marks[h] or s.home[h] < 0 or a.people[h, KIND] != TO_PLACE:
            continue
        who[count] = h
        count += 1
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            marks[a.ties[k, TIE_TO]] = 1
    for c in range(count):
        for k in range(a.people[who[c], TIE_FROM], a.people[who[c], TIE_UNTIL]):
            marks[a.ties[k, TIE_TO]] = 0
    return count


@lean
def fill_offers(
    a: Arrays, s: State, who: Ints, homes: Ints, table: npt.NDArray[np.float64]
) -> None:
    """Fill `table` with what each of `homes` (columns) is worth to each of `who` (rows)."""
    for row in range(len(who)):
        h = who[row]
        home, out, arrive = s.home[h], s.out[h], s.arrive[h]
        for column in range(len(homes)):
            f = homes[column]
            if f != home and not may_have(a, h, f):
                table[row, column] = _FORBIDDEN
                continue
            s.out[h], s.arrive[h], points, broken = single(a, s.starts, h, f)
            s.home[h] = f
            company = 0
            for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
                worth, ends_near = pair(a, s, k, h, a.ties[k, TIE_TO])
                points += worth
                if ends_near and a.ties[k, TIE_REAL]:
                    company += 1
            if company == 0 and a.people[h, HAD_NEAR]:
                points -= a.fixed[P_ALONE]
            table[row, column] = points - RULE_COST * broken
        s.home[h], s.out[h], s.arrive[h] = home, out, arrive


def reassign(a: Arrays, s: State, kept: State, rng: Generator, order: Ints, penalty: int) -> bool:
    """Exchange the homes of some strangers as well as can be; return whether that was better.

    `kept` is another state to work in, `order` the places (N) to mark in, all zero. The state
    is as it was when nothing was better.
    """
    from scipy.optimize import linear_sum_assignment

    if len(a.active) == 0:
        return False
    who = np.zeros(min(MOST, len(a.active)), dtype=np.int64)
    who = who[: strangers(a, s, int(below(rng, len(a.active))), order, who)]
    if len(who) < 2:
        return False
    empty = a.destinations[s.taken[a.destinations] < 0]
    if len(empty) > MOST:
        first = int(below(rng, len(empty)))
        empty = np.roll(empty, -first)[:MOST]
    homes = np.concatenate([s.home[who], empty])
    table = np.empty((len(who), len(homes)))
    fill_offers(a, s, who, homes, table)
    rows, columns = linear_sum_assignment(table, maximize=True)
    if (homes[columns] == s.home[who[rows]]).all() or table[rows, columns].min() <= _FORBIDDEN:
        return False
    assign_state(kept, s)
    s.home[who[rows]] = homes[columns]
    settle(a, s)
    if _worth(s, penalty) > _worth(kept, penalty):
        return True
    assign_state(s, kept)
    return False


def _worth(s: State, penalty: int) -> int:
    return int(s.totals[OBJECTIVE]) - penalty * int(s.totals[VIOLATION])
