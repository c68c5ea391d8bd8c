"""The honest intervals of a run of staggered difference-in-differences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hecht.effects.area_panel import Observations
from hecht.effects.drift import study_of, with_drift
from hecht.effects.options import Base, Options
from hecht.effects.staggered import estimate_staggered, staggered
from tests.effects.panels import mpdta, random_panel

UNIVERSAL = Options(base=Base.UNIVERSAL, bootstrap=0)


def _few() -> Observations:
    """Return 20 treated areas among many."""
    panel = random_panel(2, units=200, times=9, starts=(0,), effect=2.0)
    began = np.zeros(200, dtype=np.int64)
    began[:12], began[12:20] = 5, 6
    outcome = panel.outcome + 2.0 * ((panel.times >= began[:, None]) & (began[:, None] > 0))
    return replace(panel, first_treated=began, outcome=outcome)


def test_the_effect_is_the_mean_over_times_since_the_start() -> None:
    """The study asks for what the dynamic figure of the same run is."""
    run = staggered(_few(), UNIVERSAL)
    study = study_of(run)
    told = estimate_staggered(_few(), UNIVERSAL).att["dynamic"]
    assert (study.before, study.after) == (4, 5)
    assert study.estimate == pytest.approx(told.value)


def test_without_drift_the_interval_is_that_for_few_areas() -> None:
    """With no drift allowed, 20 treated areas have the interval that the estimate has."""
    panel = _few()
    effect = with_drift(estimate_staggered(panel, UNIVERSAL), panel, UNIVERSAL)
    told, plain = effect.att["dynamic"], effect.sensitivity[0]
    assert (plain.restriction, plain.m) == ("relative", 0.0)
    assert told.low is not None
    assert told.high is not None
    assert plain.low == pytest.approx(told.low, rel=0.02)
    assert plain.high == pytest.approx(told.high, rel=0.02)
    assert told.high - told.low > 2.0 * 1.99 * told.se  # type: ignore[operator]


def test_each_restriction_has_its_bounds() -> None:
    """Intervals grow with the bound, for both restrictions."""
    panel = _few()
    effect = with_drift(estimate_staggered(panel, UNIVERSAL), panel, UNIVERSAL)
    for name in ("relative", "smoothness"):
        found = [one for one in effect.sensitivity if one.restriction == name]
        widths = [one.high - one.low for one in found]
        assert len(found) == 5
        assert widths == sorted(widths)


def test_times_of_anticipation_count_for_nothing() -> None:
    """A measure that may work a year early has its effect asked for from the start on."""
    early = replace(UNIVERSAL, anticipation=1)
    study = study_of(staggered(_few(), early))
    assert (study.before, study.after) == (3, 6)
    assert study.weights.tolist() == pytest.approx([0.0] + [0.2] * 5)
    assert study.estimate == pytest.approx(estimate_staggered(_few(), early).att["dynamic"].value)


@pytest.mark.parametrize("times", [[1, 2, 3, 4, 5, 6, 7, 8, 10], [1, 3, 5, 7, 9, 11, 13, 15, 17]])
def test_times_are_counted_in_equal_steps_or_not_at_all(times: list[int]) -> None:
    """Every second year is a step; a gap is told instead of being taken for a step."""
    panel = _few()
    began = np.where(panel.first_treated > 0, times[5], 0)
    moved = replace(panel, times=np.array(times, dtype=np.int64), first_treated=began)
    effect = with_drift(estimate_staggered(moved, UNIVERSAL), moved, UNIVERSAL)
    if times[-1] == 10:
        assert not effect.sensitivity
        assert any("equal steps" in english for _, english in effect.warnings)
    else:
        assert len(effect.sensitivity) == 10


def test_too_few_treated_areas_have_no_bounds() -> None:
    """With four treated areas there is no covariance to start from, and that is told."""
    panel = _few()
    began = panel.first_treated.copy()
    began[4:20] = 0
    few = replace(panel, first_treated=began)
    effect = with_drift(estimate_staggered(few, UNIVERSAL), few, UNIVERSAL)
    assert not effect.sensitivity
    assert any("4 treated areas are too few" in english for _, english in effect.warnings)


@pytest.mark.shared
def test_counties_have_bounds(shared_data: Path) -> None:
    """On mpdta the effect on teen employment shows without drift and not with half the worst."""
    panel = mpdta(shared_data)
    effect = with_drift(estimate_staggered(panel, UNIVERSAL), panel, UNIVERSAL)
    by_m = {one.m: one for one in effect.sensitivity if one.restriction == "relative"}
    assert by_m[0.0].high < 0.0 < by_m[1.0].high
