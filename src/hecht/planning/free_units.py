"""Temporary homes that are free in a state, with the months in which they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Stage
from hecht.planning.arrays import (
    DURATION,
    HORIZON,
    OLD,
    OWN_BLOCK,
    P_VACANT,
    READY_BLOCK,
    READY_FIXED,
    SERVES,
    VACANT_BLOCK,
    Arrays,
    Ints,
)
from hecht.planning.instance import Instance
from hecht.planning.state import State
from hecht.planning.temporary_classes import window


@dataclass(frozen=True)
class Units:
    """Temporary homes with the months in which they are free: parallel arrays of length U.

    `saving`: thousandths of a point gained for each month the unit is used (a home that would
    stand empty, no rent for a bought-in one).
    """

    home: Ints
    begin: Ints
    end: Ints
    saving: Ints


def free_units(instance: Instance, s: State) -> Units:
    """Return the temporary homes that are free, with their months, in this state."""
    a, n = instance.arrays, instance.neighbourhood
    unrented = _bought_in_cost(instance)
    not_empty = int(unrented + a.fixed[P_VACANT])
    rows: list[tuple[int, int, int, int]] = []
    for u, home in enumerate(n.homes):
        if home.stage is Stage.TEMPORARY:
            rows.append((u, *window(home, a.fixed[HORIZON]), 0))
        vacant = int(a.homes[u, VACANT_BLOCK])
        if vacant >= 0:
            rows.append((u, 0, int(s.starts[vacant]), not_empty))
        if a.homes[u, SERVES]:
            taker = int(s.taken[u])
            end = int(s.arrive[taker] if taker >= 0 else a.fixed[HORIZON])
            rows.append((u, _ready(a, s, u), end, unrented))
    for h in range(len(a.people)):
        b = int(a.people[h, OWN_BLOCK])
        if b >= 0 and s.out[h] < s.starts[b]:
            rows.append((int(a.people[h, OLD]), int(s.out[h]), int(s.starts[b]), not_empty))
    rows = sorted(row for row in rows if row[1] < row[2])
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Units(*(np.ascontiguousarray(table[:, k]) for k in range(4)))


def _ready(a: Arrays, s: State, u: int) -> int:
    b = int(a.homes[u, READY_BLOCK])
    return int(a.homes[u, READY_FIXED] if b < 0 else s.starts[b] + a.blocks[b, DURATION])


def _bought_in_cost(instance: Instance) -> int:
    policy = instance.neighbourhood.policy
    return round(policy.points_cost * 1000) * round(policy.temporary_month_cost) // 1000
