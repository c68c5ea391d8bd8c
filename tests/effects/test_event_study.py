"""What an event study needs before bounds can be put on it."""

from __future__ import annotations

import numpy as np
import pytest

from hecht.effects.event_study import EventStudy, of_influence
from tests.effects.event_studies import averaged, medicaid, some_covariance


def test_the_effect_is_the_first_period_unless_asked_otherwise() -> None:
    """Without a target the first period counts; the average weighs all alike."""
    study = medicaid()
    assert study.estimate == study.coefficients[5]
    assert study.se == pytest.approx(study.covariance[5, 5] ** 0.5)
    both = averaged(study)
    assert both.estimate == pytest.approx(study.coefficients[5:].mean())
    assert both.se == pytest.approx((study.covariance[5:, 5:].sum() / 4) ** 0.5)


def test_steps_run_through_the_zero_of_the_period_of_reference() -> None:
    """Changes period on period count the period of reference as zero."""
    study = EventStudy(np.array([1.0, 3.0, 10.0, 14.0]), np.eye(4), 2)
    assert (study.steps @ study.coefficients).tolist() == [2.0, -3.0, 10.0, 4.0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"covariance": np.eye(3)}, "covariance of 4 by 4, not 3 by 3"),
        ({"before": 0}, "at least one before"),
        ({"before": 4}, "at least one before"),
        ({"coefficients": np.array([1.0, np.nan, 1.0, 1.0])}, "missing"),
        ({"covariance": np.triu(np.ones((4, 4)))}, "not symmetric"),
        ({"covariance": np.diag([1.0, 1.0, 1.0, -1.0])}, "negative variance"),
        ({"target": np.ones(3)}, "needs 2 weights"),
        ({"target": np.zeros(2)}, "weighs no period"),
    ],
)
def test_a_study_that_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    """What does not fit together is told, with the sizes."""
    fields: dict[str, object] = {"coefficients": np.ones(4), "covariance": np.eye(4), "before": 2}
    with pytest.raises(ValueError, match=message):
        EventStudy(**(fields | changes))  # type: ignore[arg-type]


def test_the_covariance_comes_from_the_influences() -> None:
    """The mean product of influences over the number of areas is the covariance."""
    rows = np.linalg.cholesky(some_covariance(3, 3)) @ np.random.default_rng(1).normal(size=(3, 50))
    influence = {-3: rows[0], -2: rows[1], 0: rows[2]}
    study = of_influence({-3: 0.1, -2: 0.2, 0: 1.0}, influence)
    assert study.before == 2
    assert study.coefficients.tolist() == [0.1, 0.2, 1.0]
    np.testing.assert_allclose(study.covariance, rows @ rows.T / 2500)


def test_only_the_run_around_the_reference_is_taken() -> None:
    """Event times beyond a gap are left out, since a step over a gap is no step."""
    times = (-6, -3, -2, 0, 1, 4)
    effects = {time: float(time) for time in times}
    influence = {time: np.eye(6)[place] for place, time in enumerate(times)}
    study = of_influence(effects, influence)
    assert study.coefficients.tolist() == [-3.0, -2.0, 0.0, 1.0]


@pytest.mark.parametrize(("times", "missing"), [((0, 1), "-2"), ((-3, -2), "0")])
def test_a_side_without_effects_is_told(times: tuple[int, ...], missing: str) -> None:
    """Without a period on either side there is nothing to bound from, or to bound."""
    effects = dict.fromkeys(times, 1.0)
    with pytest.raises(ValueError, match=f"event time {missing}:"):
        of_influence(effects, {time: [1.0, 2.0] for time in times})
