"""Meta-analysis: the published results on the BCG trials, and what a mean may not hide."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.effects.meta import Spread, pool_figures

TRIALS = (
    *((4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619)),
    *((33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619)),
    *((505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600)),
    *((186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)),
)
"""Ill and well, vaccinated and not: 13 trials, Colditz and others (1994), JAMA 271, 698-702."""

ROUNDED = 6e-5
"""What is published has four decimals."""


def bcg() -> tuple[list[float], list[float]]:
    """Return the logs of the risk ratios and their standard errors."""
    effects = [math.log((a / (a + b)) / (c / (c + d))) for a, b, c, d in TRIALS]
    errors = [math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)) for a, b, c, d in TRIALS]
    return effects, errors


def test_restricted_likelihood_gives_what_metafor_publishes() -> None:
    """R package metafor, rma(method="REML") on dat.bcg, vignette of R package RoBMA (2026)."""
    found = pool_figures(*bcg())
    assert found.tau2 == pytest.approx(0.3132, abs=ROUNDED)
    assert found.i2 == pytest.approx(0.9222, abs=ROUNDED)
    assert found.q == pytest.approx(152.2330, abs=ROUNDED)
    assert found.mean.value == pytest.approx(-0.7145, abs=ROUNDED)
    errors = np.array(bcg()[1])
    assert math.sqrt(1 / np.sum(1 / (errors**2 + found.tau2))) == pytest.approx(0.1798, abs=ROUNDED)
    assert found.p < 1e-4


def test_dersimonian_laird_gives_what_stata_and_metafor_publish() -> None:
    """metafor's own test against Stata's metan: -0.7141 (-1.0644 to -0.3638), normal interval."""
    found = pool_figures(*bcg(), Spread.DERSIMONIAN_LAIRD)
    assert found.mean.value == pytest.approx(-0.7141, abs=ROUNDED)
    errors = np.array(bcg()[1])
    se = math.sqrt(1 / np.sum(1 / (errors**2 + found.tau2)))
    assert found.mean.value - 1.959964 * se == pytest.approx(-1.0644, abs=ROUNDED)
    assert found.mean.value + 1.959964 * se == pytest.approx(-0.3638, abs=ROUNDED)


@pytest.mark.parametrize(
    ("spread", "tau2", "mean", "se", "low", "high"),
    [
        (Spread.PAULE_MANDEL, 0.318068452, -0.714968153, 0.180892192, -1.10909838, -0.32083793),
        (
            *(Spread.DERSIMONIAN_LAIRD, 0.308760262, -0.714117222, 0.180696628),
            *(-1.10782135, -0.32041309),
        ),
    ],
)
def test_knapp_hartung_agrees_with_statsmodels(
    spread: Spread, tau2: float, mean: float, se: float, low: float, high: float
) -> None:
    """combine_effects(method_re="pm" or "dl", use_t=True) of statsmodels 0.15.0, to 1e-8."""
    found = pool_figures(*bcg(), spread, never_narrower=False)
    assert found.tau2 == pytest.approx(tau2, abs=2e-9)
    assert found.mean.value == pytest.approx(mean, abs=2e-9)
    assert found.mean.se == pytest.approx(se, abs=2e-9)
    assert found.mean.low == pytest.approx(low, abs=1e-8)
    assert found.mean.high == pytest.approx(high, abs=1e-8)


def test_equal_errors_by_hand() -> None:
    """Effects 1, 2, 6 with error 1: mean 3, variance 7, so tau2 is 6 by every way."""
    for spread in Spread:
        found = pool_figures([1, 2, 6], [1, 1, 1], spread)
        assert found.tau2 == pytest.approx(6, abs=1e-5)
        assert found.mean.value == pytest.approx(3)
        assert found.weights == pytest.approx((1 / 3,) * 3)
        assert found.mean.se == pytest.approx(math.sqrt(7 / 3), abs=1e-5)
        # t with 2 degrees of freedom: 4.302653; with 1 degree: 12.706205
        assert found.mean.high == pytest.approx(3 + 4.302653 * math.sqrt(7 / 3), abs=1e-4)
        wide = 12.706205 * math.sqrt(6 + 7 / 3)
        assert found.prediction == pytest.approx((3 - wide, 3 + wide), abs=1e-3)
        assert found.i2 == pytest.approx(6 / 7, abs=1e-6)


def test_figures_that_agree_by_chance_are_not_made_surer_than_they_are() -> None:
    """Three equal figures of error 1 give an error of 1/sqrt(3), and no spread."""
    for spread in Spread:
        found = pool_figures([2, 2, 2], [1, 1, 1], spread)
        assert found.tau2 == 0
        assert found.i2 == 0
        assert found.mean.se == pytest.approx(1 / math.sqrt(3))
    assert pool_figures([2, 2, 2], [1, 1, 1], never_narrower=False).mean.se == pytest.approx(0)


@pytest.mark.parametrize(
    ("effects", "errors", "said"),
    [
        ([1, 2], [1, 1], "there are 2 figures"),
        ([1, 2, 3], [1, 0, 1], "above 0"),
        ([1, 2, math.nan], [1, 1, 1], "above 0"),
        ([1, 2, 3], [1, 1], "3 figures"),
    ],
)
def test_what_cannot_be_pooled_is_refused(
    effects: list[float], errors: list[float], said: str
) -> None:
    """Too few, no error, no number."""
    with pytest.raises(ValueError, match=said):
        pool_figures(effects, errors)


def test_the_interval_covers_as_often_as_it_says() -> None:
    """1,000 draws of 6 studies with unequal errors: 93 to 97 in 100 hold the true mean."""
    rng = np.random.default_rng(20)
    covered = 0
    errors = np.array([0.1, 0.2, 0.2, 0.3, 0.4, 0.5])
    for _ in range(1000):
        effects = 0.5 + rng.normal(0, 0.4, 6) + rng.normal(0, 1, 6) * errors
        mean = pool_figures(effects, errors, Spread.DERSIMONIAN_LAIRD).mean
        assert mean.low is not None
        assert mean.high is not None
        covered += mean.low <= 0.5 <= mean.high
    assert 930 <= covered <= 970


@given(
    st.lists(
        st.tuples(st.floats(-5, 5), st.floats(0.05, 3)),
        min_size=3,
        max_size=9,
    ),
    st.floats(-10, 10),
    st.floats(0.1, 10),
    st.sampled_from(Spread),
)
def test_shifting_and_scaling_figures_shifts_and_scales_the_mean(
    figures: list[tuple[float, float]], shift: float, scale: float, spread: Spread
) -> None:
    """Another unit gives the same answer in that unit; the mean lies among the figures."""
    effects, errors = [f[0] for f in figures], [f[1] for f in figures]
    one = pool_figures(effects, errors, spread)
    two = pool_figures([scale * e + shift for e in effects], [scale * e for e in errors], spread)
    assert two.mean.value == pytest.approx(scale * one.mean.value + shift, abs=2e-3 * scale)
    assert min(effects) - 1e-9 <= one.mean.value <= max(effects) + 1e-9
    assert sum(one.weights) == pytest.approx(1)
    assert 0 <= one.i2 < 1
