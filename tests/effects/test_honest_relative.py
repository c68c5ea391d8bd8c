"""Intervals under a bound on the drift of so many times the worst step before."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.stats import norm

from hecht.effects.event_study import EventStudy
from hecht.effects.honest_relative import _corners, _errors, relative_interval
from tests.effects.event_studies import (
    averaged,
    medicaid,
    medicaid_numbers,
    some_covariance,
    some_study,
)

PUBLISHED = 1e-3
"""The authors' grid has steps of 4e-4, and their first stage rests on 1,000 draws."""


@pytest.mark.parametrize("m", ["0.5", "1.0", "1.5", "2.0"])
def test_the_published_intervals_are_reached(m: str) -> None:
    """The intervals of the authors' own programme on the Medicaid example (HonestDiD, R)."""
    found = relative_interval(medicaid(), float(m))
    assert found == pytest.approx(medicaid_numbers()["relative"][m], abs=PUBLISHED)


def test_twice_the_worst_step_lets_zero_in() -> None:
    """What the published example says at M = 2, and a package that is too narrow does not."""
    assert relative_interval(medicaid(), 2.0)[0] < 0.0 < relative_interval(medicaid(), 1.5)[0]


def test_without_drift_the_interval_is_the_plain_one() -> None:
    """With M = 0 the two stages together spend exactly the size of the two-sided test."""
    study = EventStudy(np.array([0.1, 2.0, 1.0]), np.diag([0.04, 0.25, 1.0]), 1)
    half = norm.ppf(0.975) * 0.5
    # The first stage's critical value is drawn: 20,000 draws leave an error of a few percent of
    # the tenth that it spends.
    expected = pytest.approx((2.0 - half, 2.0 + half), abs=0.01)
    assert relative_interval(study, 0.0) == expected


def test_with_one_period_after_the_steps_before_join_in() -> None:
    """The moments before cost a little width and nothing else."""
    study = EventStudy(np.array([0.1, 2.0]), np.diag([0.04, 0.25]), 1)
    low, high = relative_interval(study, 0.0)
    half = norm.ppf(0.975) * 0.5
    assert half < 2.0 - low < 1.15 * half
    assert half < high - 2.0 < 1.15 * half


@pytest.mark.parametrize("target", [None, np.array([1.0, 1.0, 1.0]) / 3, np.array([0.0, 0.0, 1.0])])
def test_without_sampling_error_the_interval_is_what_the_drift_allows(
    target: np.ndarray | None,
) -> None:
    """With next to no error the ends lie M times the worst step, a step each period, away."""
    coefficients = np.array([0.3, 0.1, -0.4, 2.0, 2.5, 2.0])
    study = EventStudy(coefficients, 1e-12 * np.eye(6), 3, target)
    worst = 0.5
    reach = float(np.cumsum(study.weights[::-1]).sum())
    low, high = relative_interval(study, 1.5)
    assert low == pytest.approx(study.estimate - 1.5 * worst * reach, abs=1e-4)
    assert high == pytest.approx(study.estimate + 1.5 * worst * reach, abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("after", [2, 3, 4])
def test_the_corners_give_the_value_of_the_linear_programme(seed: int, after: int) -> None:
    """The largest corner is the least slack for which effects of other periods exist (HiGHS)."""
    rng = np.random.default_rng(seed)
    target = rng.normal(size=after) if seed % 2 else None
    study = some_study(seed, 3, after, target)
    for worst, sign, m, effect in [(0, 1.0, 0.5, 0.3), (2, -1.0, 1.5, -1.0), (1, 1.0, 2.0, 4.0)]:
        steps = study.steps
        step = sign * steps[worst]
        into = np.eye(after) - np.eye(after, k=-1)
        rows = np.vstack((steps[3:] - m * step, -steps[3:] - m * step))
        moves = np.vstack((into, -into))
        errors = _errors(study, rows)
        found = linprog(
            np.concatenate(([1.0], np.zeros(after))),
            A_ub=-np.column_stack((errors, moves)),
            b_ub=-(rows @ study.coefficients),
            A_eq=np.concatenate(([0.0], study.weights))[None, :],
            b_eq=[effect],
            bounds=(None, None),
            method="highs",
        )
        assert found.status == 0
        weights, slope = _corners(study, m, worst, sign)
        assert (weights @ study.coefficients - slope * effect).max() == pytest.approx(found.fun)


def test_wider_bounds_give_wider_intervals() -> None:
    """The interval grows with the bound, for the first period and for the average."""
    for study in (medicaid(), averaged(medicaid())):
        ends = [relative_interval(study, m) for m in (0.0, 0.5, 1.0, 2.0, 4.0)]
        assert [low for low, _ in ends] == sorted((low for low, _ in ends), reverse=True)
        assert [high for _, high in ends] == sorted(high for _, high in ends)


def test_the_interval_turns_with_the_sign_and_the_unit() -> None:
    """The opposite outcome in another unit has the opposite interval in that unit."""
    study = medicaid()
    turned = EventStudy(-100.0 * study.coefficients, 1e4 * study.covariance, study.before)
    low, high = relative_interval(study, 1.0)
    found = relative_interval(turned, 1.0)
    assert found == pytest.approx((-100.0 * high, -100.0 * low), abs=0.02)


@pytest.mark.parametrize("worst_is_clear", [True, False])
def test_the_interval_covers_an_effect_under_the_worst_drift(worst_is_clear: bool) -> None:
    """In 200 seeded draws under a drift as large as allowed, 95% are covered."""
    rng = np.random.default_rng(19)
    covariance = some_covariance(2, 4, 0.2)
    step = 1.0 if worst_is_clear else 0.05
    # Before: steps of `step`, then none; after: a step of M times the worst each period.
    drift = np.array([-step, 0.0, step, 2.0 * step])
    inside = 0
    for draw in rng.multivariate_normal(drift, covariance, size=200):
        low, high = relative_interval(EventStudy(draw, covariance, 2), 1.0)
        inside += low <= 0.0 <= high
    assert inside / 200 >= 0.93


@pytest.mark.parametrize("m", [-1.0, np.nan, np.inf])
def test_a_bound_that_is_none_is_refused(m: float) -> None:
    """A negative or endless bound is no bound."""
    with pytest.raises(ValueError, match="the bound on the drift"):
        relative_interval(medicaid(), m)
