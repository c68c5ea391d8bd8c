"""Intervals under a bound on how much the drift bends."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog, minimize_scalar

from hecht.effects.event_study import EventStudy, Floats
from hecht.effects.folded import folded_quantile
from hecht.effects.honest_smoothness import fixed_length
from tests.effects.event_studies import medicaid, medicaid_numbers, some_covariance, some_study

PRINTED = 1e-4
"""The published intervals have three or four digits."""


@pytest.mark.parametrize("m", ["0.0", "0.01", "0.02", "0.03", "0.04", "0.05"])
def test_the_published_intervals_are_reached(m: str) -> None:
    """The intervals of the authors' own programme on the Medicaid example (HonestDiD, R)."""
    found = fixed_length(medicaid(), float(m))
    low, high = medicaid_numbers()["smoothness"][m]
    assert found.low == pytest.approx(low, abs=PRINTED)
    assert found.high == pytest.approx(high, abs=3 * PRINTED)


def test_one_period_on_each_side_is_known_in_closed_form() -> None:
    """The estimate extends the slope; the bias is one bend; the length is a folded quantile."""
    covariance = np.array([[1.0, 0.3], [0.3, 2.0]])
    study = EventStudy(np.array([0.5, 3.0]), covariance, 1)
    found = fixed_length(study, 0.7)
    se = np.sqrt(1.0 + 2.0 + 2 * 0.3)
    assert found.estimate == pytest.approx(3.5)
    assert found.half == pytest.approx(se * folded_quantile(0.7 / se, 0.95))


def test_without_a_bend_the_slope_is_fitted_by_least_variance() -> None:
    """With M = 0 the interval is that of the best straight line through what was before."""
    study = some_study(11, 4, 2)
    found = fixed_length(study, 0.0)
    times = np.array([-4.0, -3.0, -2.0, -1.0, 1.0, 2.0])
    design = np.column_stack((times, np.eye(6)[:, 4], np.eye(6)[:, 5]))
    inverse = np.linalg.inv(study.covariance)
    spread = np.linalg.inv(design.T @ inverse @ design)
    fitted = spread @ design.T @ inverse @ study.coefficients
    assert found.estimate == pytest.approx(fitted[1])
    assert found.half == pytest.approx(1.959963985 * spread[1, 1] ** 0.5)


def _worst_bias(study: EventStudy, weights: Floats, m: float) -> float:
    """Return the largest bias of a linear programme over all drifts that bend by at most m."""
    size = len(study.coefficients)
    bends = np.diff(np.eye(size + 1), 2, axis=0)
    bends = np.delete(bends, study.before, axis=1)
    shift = weights.copy()
    found = linprog(
        -shift,
        A_ub=np.vstack((bends, -bends)),
        b_ub=np.full(2 * len(bends), m),
        bounds=(None, None),
        method="highs",
    )
    assert found.status == 0
    return float(-found.fun)


@pytest.mark.parametrize("seed", range(4))
def test_the_bias_is_the_worst_of_all_drifts(seed: int) -> None:
    """A linear programme over the drifts finds no more bias than is counted on, and no less."""
    study = some_study(seed, 3, 3, np.array([0.2, 0.5, 0.3]))
    found = fixed_length(study, 0.4)
    assert found.bias == pytest.approx(_worst_bias(study, found.weights, 0.4), rel=1e-7)


@pytest.mark.parametrize("m", [0.05, 0.3, 2.0])
@pytest.mark.parametrize("seed", range(5))
def test_no_other_weights_give_a_shorter_interval(seed: int, m: float) -> None:
    """With two periods before one weight is free: a search over it finds the same length."""
    study = some_study(seed, 2, 2)

    def half(free: float) -> float:
        weights = np.array([free, 1.0 - 2.0 * free, *study.weights])
        bias = _worst_bias(study, weights, m)
        se = float(np.sqrt(weights @ study.covariance @ weights))
        return se * folded_quantile(bias / se, 0.95)

    best = minimize_scalar(half, bounds=(-3.0, 3.0), method="bounded", options={"xatol": 1e-9})
    assert fixed_length(study, m).half == pytest.approx(best.fun, rel=1e-6)


@pytest.mark.parametrize("unit", [1e-4, 1e5])
def test_the_unit_of_the_outcome_does_not_matter(unit: float) -> None:
    """Shares and euros give the same interval in their own unit."""
    plain = fixed_length(medicaid(), 0.02)
    study = medicaid()
    scaled = EventStudy(unit * study.coefficients, unit**2 * study.covariance, study.before)
    found = fixed_length(scaled, unit * 0.02)
    assert found.low / unit == pytest.approx(plain.low, rel=1e-4)
    assert found.half / unit == pytest.approx(plain.half, rel=1e-6)


def test_the_interval_covers_an_effect_under_the_worst_bend() -> None:
    """In 400 seeded draws under a drift that bends as much as allowed, 95% are covered."""
    rng = np.random.default_rng(7)
    covariance = some_covariance(5, 5, 0.5)
    times = np.array([-3.0, -2.0, -1.0, 1.0, 2.0])
    drift = 0.5 * times + 0.25 * times**2 + 0.25 * np.abs(times)
    study = EventStudy(drift, covariance, 3)
    bend = np.diff(np.insert(drift, 3, 0.0), 2)
    m = float(np.abs(bend).max())
    weights = fixed_length(study, m)
    draws = rng.multivariate_normal(drift, covariance, size=400)
    inside = np.abs(draws @ weights.weights) <= weights.half
    assert inside.mean() >= 0.93


@pytest.mark.parametrize("m", [-0.1, np.nan, np.inf])
def test_a_bound_that_is_none_is_refused(m: float) -> None:
    """A negative or endless bound is no bound."""
    with pytest.raises(ValueError, match="the bound on the bend"):
        fixed_length(medicaid(), m)
