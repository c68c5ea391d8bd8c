"""Intervals under bounds on unseen drift, and the bound at which an effect no longer shows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hecht.effects.event_study import EventStudy
from hecht.effects.honest import breakdown, sensitivity, smoothness_ms
from tests.effects.event_studies import medicaid


@pytest.mark.parametrize("restriction", ["relative", "smoothness"])
def test_each_bound_has_its_interval(restriction: str) -> None:
    """The intervals come in the order of the bounds, named by the restriction."""
    study = medicaid()
    found = sensitivity(study, restriction, (0.0, 0.01))
    assert [(row.restriction, row.m) for row in found] == [(restriction, 0.0), (restriction, 0.01)]
    assert found[1].low < found[0].low < study.estimate < found[0].high < found[1].high


@pytest.mark.parametrize(
    ("restriction", "expected", "within"), [("relative", 1.95, 0.03), ("smoothness", 0.0228, 2e-4)]
)
def test_the_breakdown_value_lies_where_zero_comes_in(
    restriction: str, expected: float, within: float
) -> None:
    """Just under the breakdown value zero is out, just over it zero is in.

    Published: relative, out at 1.5 and in by a hair at 2; smoothness, out at .02, in at .03.
    """
    value = breakdown(medicaid(), restriction)
    assert value == pytest.approx(expected, abs=within)
    under, over = sensitivity(medicaid(), restriction, (value, 1.01 * value))
    assert under.low > 0.0 >= over.low


def test_an_effect_that_never_showed_has_no_breakdown_value() -> None:
    """None says that zero was never out; infinity that it never came in."""
    weak = EventStudy(np.array([0.1, 0.1]), np.eye(2), 1)
    assert breakdown(weak, "relative") is None
    flat = EventStudy(np.array([0.0, 100.0]), np.diag([1e-12, 1.0]), 1)
    assert breakdown(flat, "relative") == math.inf


def test_the_bounds_shown_on_the_bend_go_up_to_the_standard_error() -> None:
    """Bounds in the unit of the outcome are scaled by how precise the effect is."""
    assert smoothness_ms(medicaid())[0] == 0.0
    assert smoothness_ms(medicaid())[-1] == pytest.approx(0.00915187, rel=1e-5)


@pytest.mark.parametrize(
    ("restriction", "level", "message"),
    [("monotone", 0.95, 'restriction "monotone" is not known'), ("relative", 95.0, "the level")],
)
def test_what_is_not_known_is_refused(restriction: str, level: float, message: str) -> None:
    """An unknown restriction or a level in percent is told."""
    with pytest.raises(ValueError, match=message):
        sensitivity(medicaid(), restriction, (1.0,), level)
