"""What months in temporary homes cost a household at the very least."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np

from hecht.neighbourhood import Stage
from hecht.planning.bounds.ground import Ground, Ints
from hecht.planning.bounds.windows import Windows


class TemporaryCost:
    """The least cost of moving twice and of waiting, in thousandths of a point.

    A month in an old home that would stand empty before its works saves that empty month; that is
    taken off each month in a temporary home when such homes may stand. Costs in euros are rounded
    once for the whole plan: `rounding` is the most that can save.
    """

    def __init__(self, ground: Ground, windows: Windows) -> None:
        """Work out the price of a move and of a month."""
        self.ground, self.windows = ground, windows
        n = ground.neighbourhood
        policy = n.policy
        cost = round(policy.points_cost * 1000)
        self.move = round(policy.points_extra_move * 1000) + int(
            Fraction(policy.extra_move_cost) * cost // 1000
        )
        self.month = round(policy.points_temporary_month * 1000)
        self.bought_in = int(Fraction(policy.temporary_month_cost) * cost // 1000)
        self.saved = round(policy.points_vacant_month * 1000)
        self.only_bought_in = not _others_stand(ground)
        self.most = policy.temporary_months_max
        self.rounding = 1 + ceil(Fraction(cost, 2000))
        self.last_standing = max(
            (windows.last[b] for b, block in enumerate(n.blocks) if block.works.empties),
            default=0,
        )

    @property
    def late_month(self) -> int:
        """The least cost of arriving a month later than need be; may be below 0."""
        return self.month - self.saved

    def points(self, h: int, wait: Ints) -> Ints:
        """Return the points (at most 0, unless waiting pays) for at least `wait` months."""
        block = int(self.ground.own_block[h])
        stands = block >= 0 and self.last_standing > self.windows.first[block]
        each = self.month
        if stands:
            each -= self.saved
        elif self.only_bought_in:
            each += self.bought_in
        waits = -self.move - each * wait
        further = max(0, self.saved - self.month)
        waits = waits + further * (self.most - np.minimum(wait, self.most))
        straight = max(0, -self.move + further * self.most)
        return np.where(wait > 0, waits, straight).astype(np.int64)


def _others_stand(ground: Ground) -> bool:
    """Return whether some old home may be lived in for a while besides those that wait for works.

    Kept homes that somebody stays in are not; kept homes that fall empty, and old homes after
    their renovation, are.
    """
    return any(
        bool(ground.final[f]) and home.stage is Stage.EXISTING
        for f, home in enumerate(ground.neighbourhood.homes)
    )
