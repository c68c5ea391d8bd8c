"""Cohorts beside areas that never had the measure, and the figures made of their fits."""

from __future__ import annotations

import numpy as np
import pytest

from hecht.effects.area_panel import Observations, ObservationsError
from hecht.effects.synthetic_cohorts import Fit, cohorts_of, figures_of, pooled, reckoned
from tests.effects.panels import by_hand


def test_times_of_anticipation_are_neither_before_nor_after() -> None:
    """A measure that may work a year early has that year on neither side."""
    (late,) = cohorts_of(by_hand(), 1, 2)
    assert (late.start, late.members.tolist()) == (4, [1])
    assert late.before.tolist() == [True, True, False, False]
    assert late.after.tolist() == [False, False, False, True]


def test_figures_weigh_cohorts_by_areas_and_times() -> None:
    """The one figure is the mean over treated cells; by event time over areas seen then."""
    cohorts = cohorts_of(by_hand(), 0, 2)
    early = Fit(np.array([0.0, 0.0, 2.0, 4.0]), np.ones(2) / 2, np.zeros(0), 0.0)
    late = Fit(np.array([1.0, -1.0, 3.0, 9.0]), np.ones(2) / 2, np.zeros(0), 0.0)
    assert figures_of(cohorts).events == (-3, -2, -1, 0, 1)
    expected = [(2.0 + 4.0 + 9.0) / 3, 3.0, 9.0, 1.0, -0.5, 1.5, 5.5, 4.0]
    assert reckoned(cohorts, [early, late]).tolist() == pytest.approx(expected)
    before, after = pooled(cohorts, [early, late])
    assert before == pytest.approx(np.sqrt((1 + 1 + 9) / 5))
    assert after == pytest.approx(np.sqrt((4 + 16 + 81) / 3))


def test_without_areas_that_never_had_it_there_is_no_mix() -> None:
    """Areas that begin later are no donors: they have the measure in the end."""
    whole = by_hand()
    with pytest.raises(ObservationsError, match="never get it"):
        cohorts_of(whole.of(whole.treated), 0, 1)


def test_too_few_times_before_are_told() -> None:
    """A mix cannot be fitted on nothing."""
    short = Observations(
        ("a", "b"), np.array([1, 2]), np.array([[1.0, 2.0], [1.0, 3.0]]), np.array([2, 0])
    )
    with pytest.raises(ObservationsError, match="2 times before"):
        cohorts_of(short, 0, 2)
