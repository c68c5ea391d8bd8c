"""Observations from a panel of figures: which areas, which years, and changed borders told."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from hecht.area.observed import observed
from hecht.area.panel import Level, Panel
from hecht.effects.area_panel import ObservationsError

FIGURES = {
    2012: {"WK01": 1.0, "WK02": 2.0},
    2014: {"WK01": 1.5, "WK02": 2.0, "WK03": 3.0},
}


def panel() -> Panel:
    """Return a panel of three districts, one of which is not there in 2012."""

    def years(indicator: str, level: Level) -> Sequence[int]:
        return sorted(FIGURES) if indicator == "score" and level is Level.DISTRICT else ()

    def across(
        indicator: str, year: int, level: Level
    ) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
        found = FIGURES[year]
        return np.array(sorted(found)), np.array([found[code] for code in sorted(found)])

    def changes(area: str) -> Sequence[str]:
        return ("Split in 2013.",) if area == "WK01" else ()

    return cast(Panel, SimpleNamespace(years=years, across=across, changes=changes))


def test_figures_land_by_area_and_year() -> None:
    """What is not there is missing, and who is not named never had the measure."""
    made = observed(panel(), "score", Level.DISTRICT, {"WK02": 2014})
    assert made.units == ("WK01", "WK02", "WK03")
    assert made.times.tolist() == [2012, 2014]
    assert np.isnan(made.outcome[2, 0])
    assert made.outcome[:2].tolist() == [[1.0, 1.5], [2.0, 2.0]]
    assert made.first_treated.tolist() == [0, 2014, 0]
    assert made.remarks == ()


def test_changed_borders_of_treated_areas_are_told() -> None:
    """A figure may move because the border did."""
    made = observed(panel(), "score", Level.DISTRICT, {"WK01": 2014})
    assert "WK01" in made.remarks[0][0]
    assert "borders" in made.remarks[0][1]


def test_what_the_panel_does_not_have_is_told() -> None:
    """An indicator without figures, and a treated area without figures."""
    with pytest.raises(ObservationsError, match="no figures of 'other'"):
        observed(panel(), "other", Level.DISTRICT, {})
    with pytest.raises(ObservationsError, match="WK99"):
        observed(panel(), "score", Level.DISTRICT, {"WK99": 2014})
