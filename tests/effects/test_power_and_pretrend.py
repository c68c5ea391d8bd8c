"""What could be seen, and whether areas moved alike before."""

from __future__ import annotations

import numpy as np
import pytest

from hecht.effects.effect import Estimate, Power
from hecht.effects.options import Options
from hecht.effects.power import power, smallest
from hecht.effects.pretrend import BY_PLACEBO, ONE_TIME, TOO_FEW, by_draws
from hecht.effects.staggered import estimate_staggered
from tests.effects.panels import random_panel


def test_power_by_the_error_is_two_point_eight() -> None:
    """At 80% and 5% the smallest effect is 1.96 + 0.84 standard errors."""
    found = power(Estimate(0.3, 1.0, 0.3 - 1.959964, 0.3 + 1.959964))
    assert found.analytic == pytest.approx(2.801585, abs=1e-5)
    assert found.placebo is None


def test_power_by_draws_agrees_for_normal_draws() -> None:
    """Draws from a standard normal law give the same 2.8."""
    draws = np.random.default_rng(1).normal(size=200_000)
    found = power(Estimate(0.3), draws.tolist())
    assert found.analytic is None
    assert found.placebo == pytest.approx(2.80, abs=0.03)


def test_an_effect_of_that_size_is_seen_four_times_in_five() -> None:
    """Adding it to the draws makes 80% of them pass what 5% pass without it."""
    draws = np.random.default_rng(2).standard_t(4, 20_000)
    size = power(Estimate(0.0), draws.tolist()).placebo
    assert size is not None
    critical = np.quantile(np.abs(draws), 0.95)
    seen = min((np.abs(draws + size) >= critical).mean(), (np.abs(draws - size) >= critical).mean())
    assert seen == pytest.approx(0.8, abs=0.005)


def test_few_draws_tell_no_power_and_the_larger_is_promised() -> None:
    """With 20 draws 5% cannot be placed; of two figures the careful one is told."""
    assert power(Estimate(0.0), [0.1] * 20).placebo is None
    assert smallest(Power(1.0, 2.0)) == 2.0
    assert smallest(Power(1.0, None)) == 1.0
    assert smallest(Power()) is None


def test_one_time_before_cannot_be_tested() -> None:
    """It says so instead of a p."""
    panel = random_panel(1, units=50, starts=(0, 2), times=4)
    found = estimate_staggered(panel, Options()).pretrend
    assert found is not None
    assert (found.p, found.note) == (None, ONE_TIME)


def test_few_treated_are_tested_among_placebo_areas() -> None:
    """With some twenty treated areas the law is that of the draws."""
    panel = random_panel(2, units=200, starts=(0,) * 8 + (4, 6))
    found = estimate_staggered(panel, Options()).pretrend
    assert found is not None
    assert found.note == BY_PLACEBO
    assert found.p is not None
    assert 0 < found.p <= 1


def test_areas_that_rise_before_the_measure_fail() -> None:
    """A trend of its own before the start is found, with many treated and with few."""
    for starts in ((0, 5), (0,) * 9 + (5,)):
        panel = random_panel(3, units=200, starts=starts)
        panel.outcome[panel.treated] += 0.8 * panel.times
        found = estimate_staggered(panel, Options()).pretrend
        assert found is not None
        assert found.p is not None
        assert found.p <= 0.01


def test_the_test_among_draws_keeps_its_level() -> None:
    """Without a trend it rejects at 10% in about 10% of 200 panels with 12 treated areas."""
    rejected = 0
    for seed in range(200):
        rng = np.random.default_rng([seed, 3])
        draws = rng.normal(size=(60, 4)) @ rng.normal(size=(4, 4))
        found = by_draws(draws[0], draws[1:])
        assert found.p is not None
        rejected += found.p <= 0.1
    assert 8 <= rejected <= 34


def test_too_few_draws_are_no_test() -> None:
    """Where no areas can be drawn there is no p."""
    assert by_draws(np.ones(5), None).note == TOO_FEW
    assert by_draws(np.ones(5), np.ones((10, 5))).note == TOO_FEW
