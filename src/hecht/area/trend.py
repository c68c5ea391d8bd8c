"""How an indicator of one area moved over the years: a straight line with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

LEAST_YEARS = 3


class Direction(StrEnum):
    """Which way a line goes."""

    SHORT = "too short"
    """Fewer than three years."""
    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"
    """The interval of the slope holds zero."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The slope, in units a year, with its interval at 95%; None where there are too few years."""

    direction: Direction
    first: int
    last: int
    years: int
    slope: float | None = None
    low: float | None = None
    high: float | None = None


def trend(points: Sequence[tuple[int, float]], decimals: int = 0) -> Trend | None:
    """Return the least-squares line through (year, value); None where there is no point.

    The interval is that of Student's t with n - 2 degrees of freedom. Values are published
    rounded to `decimals`, so the residual variance is never taken to be less than that of the
    rounding, 10 ** (-2 * decimals) / 12: three rounded values on one line prove nothing more.
    Years that were measured may lie any number of years apart.
    """
    if not points:
        return None
    ordered = sorted(points)
    first, last, n = ordered[0][0], ordered[-1][0], len(ordered)
    if n < LEAST_YEARS:
        return Trend(Direction.SHORT, first, last, n)
    from scipy.special import stdtrit

    x = np.array([year for year, _ in ordered], dtype=float)
    y = np.array([value for _, value in ordered])
    away = x - x.mean()
    spread = float(away @ away)
    slope = float(away @ (y - y.mean())) / spread
    left = y - y.mean() - slope * away
    variance = max(float(left @ left) / (n - 2), 10.0 ** (-2 * decimals) / 12)
    reach = float(stdtrit(n - 2, 0.975)) * (variance / spread) ** 0.5
    low, high = slope - reach, slope + reach
    direction = Direction.UP if low > 0 else Direction.DOWN if high < 0 else Direction.UNCLEAR
    return Trend(direction, first, last, n, slope, low, high)
