"""Rent points of a scenario: of the right homes and units, and not known when one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hecht.neighbourhood import Home, Tenure, Works
from hecht.neighbourhood.option import Option
from hecht.outcomes import rent_system as module
from hecht.outcomes.figure import Value
from hecht.outcomes.rent_points import NoRentPoints, RentPoints
from hecht.outcomes.rent_system import DEFINITIONS, figures, unit_key
from hecht.outcomes.scene import TODAY, Scene
from tests.outcomes.street import moved_course, street

ASKED: list[tuple[list[str], date]] = []


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Value a unit by the points written in it, ten euros each, in place of the package."""

    def value(
        homes: Iterable[Home], units: Mapping[str, Mapping[str, Any]], day: date
    ) -> dict[str, RentPoints]:
        let = list(homes)
        ASKED.append(([home.id for home in let], day))
        found = {}
        for home in let:
            points = units[home.id].get("points")
            why = f"home {home.id} could not be valued: geen punten"
            known = Value.unknown(why) if points is None else Value(points)
            rent = Value.unknown(why) if points is None else Value(10.0 * points)
            found[home.id] = RentPoints(home.id, known, rent)
        return found

    monkeypatch.setattr(module, "rent_points", value)
    monkeypatch.setattr(module, "_KNOWN", {})
    ASKED.clear()


def _scene(units: Mapping[str, Mapping[str, Any]], **changes: Any) -> Scene:
    here = replace(street("2024-01"), **changes)
    options = {b.id: Option(b.id, "x", b.works, duration=b.duration) for b in here.blocks}
    return Scene(here, options, {}, course=moved_course(), units=units)


def _units(**points: float | None) -> dict[str, dict[str, Any]]:
    return {home: {"points": count} for home, count in points.items()}


ALL = _units(n1=50, n2=70, k1=50, k2=60, k3=55)


def test_the_names_are_those_of_the_definitions() -> None:
    """Today, during the works and afterwards, known or not."""
    for month in (TODAY, 4, 12):
        assert list(figures(_scene({}), month)) == [one.name for one in DEFINITIONS]


def test_means_and_rents_above_the_points() -> None:
    """New: 50 and 70, rents 600 beside 500 and 700. All: with 550 beside 500, 600 and 550."""
    found = {name: value.value for name, value in figures(_scene(ALL), 12).items()}
    assert found == {
        "rent_points_new": 60,
        "points_rent_new": 600,
        "over_points_new": 1,
        "rent_points": (50 + 70 + 50 + 60 + 55) / 5,
        "over_points": 2,
    }


def test_without_units_it_says_where_they_go() -> None:
    """Every figure names the homes and the file; new homes are not needed today."""
    after, today = figures(_scene({}), 12), figures(_scene({}), TODAY)
    assert after["rent_points_new"].why == "no unit of n1, n2 is given; add it to units.json"
    assert after["over_points"].why.startswith("no unit of n1, n2, k1, k2, k3 is given")
    assert today["rent_points_new"].why == "no such home is let in this month"
    assert not ASKED


def test_one_unit_that_lacks_something_hides_its_figures_only() -> None:
    """Points of the new homes stay known when a kept home has none, with what it lacks."""
    found = figures(_scene({**ALL, "k2": {}}), 12)
    assert found["rent_points_new"].value == 60
    assert found["rent_points"].why == "home k2 could not be valued: geen punten"
    assert "k2" in found["over_points"].why


def test_owned_homes_have_no_points() -> None:
    """A new home that is sold needs no unit and is not counted."""
    here = street("2024-01")
    homes = tuple(
        replace(home, tenure=Tenure.OWNED) if home.id == "n2" else home for home in here.homes
    )
    found = figures(_scene(_units(n1=50), homes=homes), 12)
    assert found["rent_points_new"].value == 50


def test_a_renovated_home_needs_a_unit_as_it_will_be() -> None:
    """Before the works it is the unit of the home, after them that of home and option."""
    here = street("2024-01")
    blocks = tuple(
        replace(block, works=Works.RENOVATE_OCCUPIED, duration=2) if block.id == "K" else block
        for block in here.blocks
    )
    scene = _scene(ALL, blocks=blocks)
    course = replace(moved_course(), starts={**moved_course().starts, "K": 6})
    scene = replace(scene, course=course)
    home = scene.neighbourhood.home_of["k1"]
    assert [unit_key(scene, home, month) for month in (TODAY, 7, 8)] == ["k1", "k1", "k1:x"]
    assert "k1:x, k2:x, k3:x" in figures(scene, 12)["rent_points"].why


def test_the_day_is_that_of_the_rents() -> None:
    """1 July of the price year; without one, of the year that is measured."""
    figures(_scene(ALL), 12)
    assert {day for _, day in ASKED} == {date(2024, 7, 1)}
    ASKED.clear()
    project = replace(street("2024-01").project, price_year=None)
    figures(_scene(ALL, project=project), 11)
    assert ASKED[-1][1] == date(2024, 7, 1)


def test_nothing_is_valued_twice() -> None:
    """A second measurement asks the package for no home that was valued."""
    figures(_scene(ALL), 12)
    ASKED.clear()
    figures(_scene(ALL), 12)
    assert [homes for homes, _ in ASKED if homes] == []


def test_only_so_many_values_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten, and the figures do not change."""
    whole = figures(_scene(ALL), 12)
    monkeypatch.setattr(module, "_KNOWN", {})
    monkeypatch.setattr(module, "MOST_KNOWN", 2)
    assert figures(_scene(ALL), 12) == whole
    assert len(module._KNOWN) == 2
    ASKED.clear()
    assert figures(_scene(ALL), 12) == whole
    assert ASKED


def test_without_the_package_the_figures_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The comparison goes on; the reason stands with the figures."""

    def refuse(*_: object) -> None:
        raise NoRentPoints("install it")

    monkeypatch.setattr(module, "rent_points", refuse)
    found = figures(_scene(ALL), 12)
    assert {value.why for value in found.values()} == {"install it"}
