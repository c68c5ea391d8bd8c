"""Quantiles of the folded and of the truncated normal distribution."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ncx2, truncnorm

from hecht.effects.folded import folded_quantile, folded_slope, truncated_quantile


@pytest.mark.parametrize("shift", [0.0, 0.01, 0.5, 1.0, 2.5, 5.0])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_a_folded_quantile_is_the_root_of_a_chi_square(shift: float, level: float) -> None:
    """The square of a shifted normal is chi-square with that shift squared."""
    expected = np.sqrt(ncx2.ppf(level, 1, shift**2))
    assert folded_quantile(shift, level) == pytest.approx(expected, rel=1e-7)


def test_a_far_shift_leaves_one_tail() -> None:
    """Far from zero the quantile is the shift plus the one-sided quantile."""
    assert folded_quantile(60.0, 0.95) == pytest.approx(60.0 + 1.6448536269514722, abs=1e-9)


@pytest.mark.parametrize("shift", [0.1, 1.0, 3.0])
def test_the_slope_is_that_of_the_quantile(shift: float) -> None:
    """The slope agrees with a difference of quantiles."""
    step = 1e-5
    measured = (folded_quantile(shift + step, 0.95) - folded_quantile(shift - step, 0.95)) / (
        2 * step
    )
    assert folded_slope(shift, folded_quantile(shift, 0.95)) == pytest.approx(measured, rel=1e-5)


@pytest.mark.parametrize(("low", "high"), [(-1.0, 2.0), (0.5, 0.6), (-np.inf, 1.0), (2.0, np.inf)])
def test_a_truncated_quantile_is_that_of_the_reference(low: float, high: float) -> None:
    """The quantile agrees with an independent implementation."""
    found = truncated_quantile(0.95, np.array([low]), np.array([high]))[0]
    assert found == pytest.approx(truncnorm.ppf(0.95, low, high), rel=1e-7)


def test_a_truncated_quantile_holds_in_the_far_tail() -> None:
    """Forty standard errors out the normal is an exponential, and the quantile follows it."""
    found = truncated_quantile(0.95, np.array([40.0]), np.array([np.inf]))[0]
    assert found == pytest.approx(40.0 + np.log(20.0) / 40.0, abs=1e-3)
    assert truncated_quantile(0.95, np.array([3.0]), np.array([2.0]))[0] == 3.0
