"""Compiled tables of what each home is worth to each household, ties left out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hecht.planning.arrays import KIND, TO_PLACE, Arrays, Ints
from hecht.planning.compiled import compiled
from hecht.planning.kernel import may_have, single
from hecht.planning.state import State

RULE_COST = 100_000
"""Thousandths of a point taken off for each unit by which a rule is broken."""


@compiled
def fill_worth(a: Arrays, starts: Ints, table: npt.NDArray[np.float64]) -> None:
    """Fill `table` (active households x destinations) where a household may have a home."""
    for row in range(len(a.active)):
        h = a.active[row]
        for column in range(len(a.destinations)):
            f = a.destinations[column]
            if may_have(a, h, f):
                _, _, points, broken = single(a, starts, h, f)
                table[row, column] = points - RULE_COST * broken


@compiled
def place_greedily(a: Arrays, s: State, order: Ints) -> None:
    """Give each household of `order` the home that is worth most to it and still free."""
    for h in order:
        best, most = -1, -(1 << 60)
        for f in a.destinations:
            if s.taken[f] >= 0 or not may_have(a, h, f):
                continue
            _, _, points, broken = single(a, s.starts, h, f)
            if points - RULE_COST * broken > most:
                best, most = f, points - RULE_COST * broken
        if best >= 0:
            s.home[h] = best
            s.taken[best] = h


@compiled
def put_out(a: Arrays, s: State, who: Ints) -> int:
    """Take from every household to place the home it may not have; list those without one."""
    for f in range(len(a.homes)):
        s.taken[f] = -1
    for h in range(len(a.people)):
        f = s.home[h]
        if f >= 0 and a.people[h, KIND] == TO_PLACE and not may_have(a, h, f):
            s.home[h] = -1
        elif f >= 0:
            s.taken[f] = h
    count = 0
    for h in a.active:
        if s.home[h] < 0:
            who[count] = h
            count += 1
    return count
