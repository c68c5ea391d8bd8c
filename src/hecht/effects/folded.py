"""Quantiles of the folded and of the truncated normal distribution."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def folded_quantile(shift: float, level: float) -> float:
    """Return the `level` quantile of |X| for X normal with mean `shift` and variance one.

    It lies between shift + z(level) and shift + z((1 + level) / 2): the one tail that remains
    when the shift is large, and both tails when there is none.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr, ndtri

    shift = abs(shift)

    def short(value: float) -> float:
        return float(ndtr(value - shift) - ndtr(-value - shift)) - level

    low = shift + float(ndtri(level))
    high = shift + float(ndtri((1.0 + level) / 2.0))
    if short(low) >= 0.0:
        return low
    if short(high) <= 0.0:
        return high
    return float(brentq(short, low, high, xtol=1e-13, rtol=1e-14))


def folded_slope(shift: float, quantile: float) -> float:
    """Return how much `folded_quantile` grows with the shift, at its `quantile`."""
    near = math.exp(-0.5 * (quantile - shift) ** 2)
    far = math.exp(-0.5 * (quantile + shift) ** 2)
    return (near - far) / (near + far)


def truncated_quantile(level: float, low: Floats, high: Floats) -> Floats:
    """Return the `level` quantile of the standard normal cut off to [low, high], elementwise.

    By the logarithm of upper tails, so that it holds in the far upper tail as well; where the
    interval is empty it returns `low`.
    """
    from scipy.special import log_ndtr, ndtri_exp

    with np.errstate(invalid="ignore", over="ignore"):
        upper_low = log_ndtr(-low)
        upper_high = log_ndtr(-high)
        rest = (1.0 - level) + level * np.exp(np.minimum(upper_high - upper_low, 0.0))
        inside = -ndtri_exp(np.minimum(upper_low + np.log(rest), 0.0))
    clipped = np.minimum(np.maximum(inside, low), high)
    return np.asarray(np.where(high > low, clipped, low), dtype=np.float64)
