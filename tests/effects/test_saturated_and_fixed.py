"""The saturated event study against diff-diff's regression, and one regression with its warning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hecht.effects.area_panel import ObservationsError
from hecht.effects.effect import Effect
from hecht.effects.estimate import ALSO_CALLED, METHODS, estimate, method_named
from hecht.effects.options import Options
from tests.effects.panels import frame_of, mpdta, random_panel


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_event_study_is_that_of_sun_and_abraham(seed: int) -> None:
    """Each coefficient equals the one of the saturated regression, to 1e-9."""
    peer = pytest.importorskip("diff_diff")
    panel = random_panel(seed)
    mine = estimate(panel, "event-study", Options())
    theirs = peer.SunAbraham().fit(frame_of(panel), "y", "unit", "time", "g")
    assert mine.by_event_time[-1].value == 0
    for at, one in theirs.event_study_effects.items():
        own = mine.by_event_time[int(at)]
        assert own.value == pytest.approx(one["effect"], abs=1e-9)
        # the regression's error has a factor for degrees of freedom: some percent with 60 units
        assert own.se == pytest.approx(one["se"], rel=0.05)


def test_the_last_to_begin_are_the_comparison_where_all_begin() -> None:
    """The panel ends before they do, and that is told."""
    panel = random_panel(4, starts=(3, 4, 6))
    effect = estimate(panel, "event-study", Options())
    assert effect.times == (1, 2, 3, 4, 5)
    assert set(effect.by_group) == {3, 4}
    assert any("began in 6 are the comparison" in en for _, en in effect.warnings)


def test_one_start_for_all_cannot_be_compared() -> None:
    """The reason is said."""
    with pytest.raises(ObservationsError, match="every unit gets the measure"):
        estimate(random_panel(5, starts=(4,)), "event-study", Options())


@pytest.mark.shared
def test_the_regression_of_mpdta(shared_data: Path) -> None:
    """-0.036549 with standard error 0.013255 (pyfixest, whose correction differs by 0.1%)."""
    effect = estimate(mpdta(shared_data), "twfe", Options())
    assert effect.att["simple"].value == pytest.approx(-0.036549, abs=1e-6)
    assert effect.att["simple"].se == pytest.approx(0.013255, rel=1e-3)


def regression(effect: Effect) -> float:
    """Return the one figure of the regression."""
    assert set(effect.att) == {"simple"}
    return effect.att["simple"].value


def test_the_regression_is_that_with_dummies() -> None:
    """The double demeaning equals least squares with a dummy for each unit and time."""
    panel = random_panel(6, units=20, times=5)
    units, times = panel.outcome.shape
    has = ((panel.times >= panel.first_treated[:, None]) & panel.treated[:, None]).ravel()
    dummies = np.column_stack(
        [has, np.kron(np.eye(units), np.ones((times, 1))), np.tile(np.eye(times), (units, 1))]
    )
    slope = np.linalg.lstsq(dummies.astype(float), panel.outcome.ravel(), rcond=None)[0][0]
    assert regression(estimate(panel, "twfe", Options())) == pytest.approx(slope)


def test_the_regression_always_warns_with_its_negative_weights() -> None:
    """Early starts whose effect grows come in with a negative weight; the warning counts them."""
    rng = np.random.default_rng(7)
    panel = random_panel(7, units=90, times=12, starts=(2, 11), effect=0.0)
    since = np.maximum(panel.times - panel.first_treated[:, None] + 1, 0)
    panel.outcome[:] = 0.01 * rng.normal(size=panel.outcome.shape) + since
    effect = estimate(panel, "twfe", Options())
    assert int(effect.options["negative_weights"]) > 0
    assert any("negative weight" in en for _, en in effect.warnings)
    # every effect is at least 1, and the regression says less than nothing
    assert regression(effect) < 0


def test_every_method_has_its_words() -> None:
    """The table of methods names modules of this room."""
    for name, method in METHODS.items():
        assert method.module.startswith("hecht.effects.")
        assert len(method.help) > 20, name


def test_methods_are_known_by_other_names_too() -> None:
    """Capitals, lines, spaces and apostrophes do not matter; an unknown name is none."""
    assert {method_named(name) for name in ALSO_CALLED} == set(METHODS)
    assert method_named("Callaway-Sant'Anna") == "staggered"
    assert method_named("event_study") == "event-study"
    assert method_named("Synthetic control") == "synthetic-control"
    assert method_named("magic") is None
