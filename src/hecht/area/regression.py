"""Regression to the mean: what an area in the tail does by itself (Galton 1886; Barnett 2005).

Areas are often chosen because they stand badly. Part of that stand is chance and what passes, so
that the next measurement of such areas is on average less extreme, whatever is done there. How
much less is seen in the other areas of the panel: the line of their last measurement on their
first. See Barnett, Van der Pols and Dobson 2005, https://doi.org/10.1093/ije/dyh299.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_AREAS = 30
TAIL = 0.10
"""How far out an area must be at the first measurement: the lowest or the highest tenth."""


@dataclass(frozen=True, slots=True)
class Regression:
    """What may be expected of an area in the tail by regression to the mean alone.

    `expected` is the part of its change, in units of the indicator, beside what all areas changed
    on average (`common`); `low` and `high` bound it at 95%. `change` is what the area did.
    `correlation` is that of the first and the last measurement over `areas` other areas.
    """

    first: int
    last: int
    below: bool
    correlation: float
    expected: float
    low: float
    high: float
    common: float
    change: float
    areas: int


def regression(
    codes: NDArray[np.str_],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    area: str,
    years: tuple[int, int],
) -> Regression | None:
    """Return what regression to the mean does to an area; None where it does not bite.

    `codes`, `before` and `after` are (n,) arrays of areas measured in both years. It bites when
    the area lay in the lowest or highest tenth at first, at least 30 other areas were measured
    twice, and the interval of the expected part does not hold zero. The area itself is left out
    of the estimate: with slope b of `after` on `before`, the expected part for an area at y is
    (b - 1) * (y - mean), of which the standard error is |y - mean| * se(b).
    """
    own = codes == area
    others = ~own
    n = int(others.sum())
    if int(own.sum()) != 1 or n < LEAST_AREAS:
        return None
    x, y = before[others], after[others]
    mine = float(before[own][0])
    share = float(((x < mine).sum() + 0.5 * (x == mine).sum()) / n)
    if TAIL < share < 1 - TAIL:
        return None
    away = x - x.mean()
    spread = float(away @ away)
    apart = float(((y - y.mean()) ** 2).sum())
    if spread <= 0 or apart <= 0:
        return None
    shared = float(away @ (y - y.mean()))
    slope = shared / spread
    left = y - y.mean() - slope * away
    se = (float(left @ left) / (n - 2) / spread) ** 0.5
    out = mine - float(x.mean())
    expected = (slope - 1) * out
    reach = 1.96 * se * abs(out)
    if expected * out >= 0 or abs(expected) <= reach:
        return None
    return Regression(
        first=years[0],
        last=years[1],
        below=out < 0,
        correlation=shared / (spread * apart) ** 0.5,
        expected=expected,
        low=expected - reach,
        high=expected + reach,
        common=float(y.mean() - x.mean()),
        change=float(after[own][0]) - mine,
        areas=n,
    )
