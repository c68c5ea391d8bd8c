"""Trends: a slope with its interval, or the word that there are too few years."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.area.trend import Direction, trend


def test_two_years_are_too_short() -> None:
    """Two points always lie on a line; nothing is said of it."""
    found = trend([(2023, 10.0), (2024, 12.0)], 1)
    assert found is not None
    assert found.direction is Direction.SHORT
    assert found.slope is None
    assert trend([]) is None


def test_the_interval_is_that_of_least_squares() -> None:
    """Slope and interval equal the textbook ones (linregress, Student's t)."""
    from scipy.stats import linregress, t

    years = np.array([2015, 2016, 2018, 2019, 2023], dtype=float)
    values = np.array([10.31, 11.92, 12.14, 14.77, 18.05])
    found = trend([(int(y), float(v)) for y, v in zip(years, values, strict=True)], 2)
    known = linregress(years, values)
    reach = t.ppf(0.975, 3) * known.stderr
    assert found is not None
    assert found.slope == pytest.approx(known.slope)
    assert (found.low, found.high) == pytest.approx((known.slope - reach, known.slope + reach))
    assert found.direction is Direction.UP
    assert (found.first, found.last, found.years) == (2015, 2023, 5)


def test_three_rounded_values_on_a_line_do_not_prove_a_trend() -> None:
    """Published whole percents 10, 11, 12 leave room for no change: the rounding counts."""
    found = trend([(2012, 10.0), (2014, 11.0), (2016, 12.0)], 0)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high
    assert found.direction is Direction.UNCLEAR
    sharp = trend([(2012, 10.0), (2014, 11.0), (2016, 12.0)], 3)
    assert sharp is not None
    assert sharp.direction is Direction.UP


@given(
    st.lists(
        st.tuples(st.integers(2000, 2024), st.floats(-50, 50)),
        min_size=3, max_size=12, unique_by=lambda p: p[0],
    ),
    st.floats(-3, 3),
)  # fmt: skip
def test_a_steady_rise_added_adds_to_the_slope(
    points: list[tuple[int, float]], rise: float
) -> None:
    """Adding a line of known slope adds that slope and leaves the interval as wide."""
    found = trend(points, 1)
    lifted = trend([(year, value + rise * (year - 2000)) for year, value in points], 1)
    assert found is not None
    assert lifted is not None
    assert found.slope is not None
    assert lifted.slope is not None
    assert found.high is not None
    assert lifted.high is not None
    assert lifted.slope == pytest.approx(found.slope + rise, abs=1e-6)
    assert lifted.high - lifted.slope == pytest.approx(found.high - found.slope, abs=1e-5)


def test_a_truth_without_trend_is_called_one_in_a_twentieth() -> None:
    """Over many flat series with noise, the interval misses zero about 5% of the time."""
    random = np.random.default_rng(1)
    calls = 0
    for _ in range(800):
        found = trend([(2010 + k, float(v)) for k, v in enumerate(random.normal(0, 1, 6))], 6)
        assert found is not None
        calls += found.direction is not Direction.UNCLEAR
    assert 0.03 < calls / 800 < 0.075
