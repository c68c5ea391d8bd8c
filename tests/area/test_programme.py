"""Measures in place and time, their cost by year, and what is wrong with a programme."""

from __future__ import annotations

import pytest

from hecht.area.programme import Status, names_of
from hecht.area.programme_faults import programme_problems
from hecht.neighbourhood import Month
from tests.area.programmes import full, goal, measure, programme
from tests.report.pages import street_plan


def test_a_measure_runs_from_its_first_up_to_and_including_its_last_month() -> None:
    """Both months count; without an end it goes on; without a start it never runs."""
    one = measure("m", first=Month(2014, 3), last=Month(2014, 5))
    assert [one.runs(Month(2014, n)) for n in (2, 3, 5, 6)] == [False, True, True, False]
    assert measure("m", last=None).runs(Month(2030, 1))
    assert not measure("m", first=None).runs(Month(2014, 3))


@pytest.mark.parametrize("status", [Status.IDEA, Status.STOPPED])
def test_an_idea_and_a_stopped_measure_are_not_there(status: Status) -> None:
    """Nobody can reckon with them."""
    assert not measure("m", status=status).runs(Month(2014, 3))


def test_a_measure_is_where_its_blocks_and_streets_are() -> None:
    """Id and name of a block and a street count, in any case; no place is everywhere."""
    here = street_plan().neighbourhood
    names = names_of(here.home_of["r1"], here)
    for place in ("R", "kade OOST", "Kade"):
        assert measure("m", place=(place,)).covers(names)
    assert not measure("m", place=("K",)).covers(names)
    assert measure("m").covers(names)


def test_a_measure_for_an_area_covers_what_lies_in_it() -> None:
    """A larger area covers the smaller; another, or one nobody knows of, does not."""
    here = street_plan().neighbourhood
    names = names_of(here.home_of["r1"], here)
    wijk = measure("m", place=("WK085501",))
    assert wijk.covers(names, "BU08550101")
    assert not wijk.covers(names, "BU08550201")
    assert not wijk.covers(names)
    assert not measure("m", place=("BU08550101",)).covers(names, "WK085501")


def test_cost_is_spread_evenly_over_the_months() -> None:
    """Two months of six lie in the first year; the years add up to the whole."""
    one = measure("m", first=Month(2013, 11), last=Month(2014, 4), cost=600.0)
    assert one.cost_by_year() == {2013: pytest.approx(200), 2014: pytest.approx(400)}
    assert measure("m", cost=600.0, last=None).cost_by_year() is None
    assert measure("m").cost_by_year() is None


def test_a_good_programme_has_no_problems() -> None:
    """Nothing is reported of what is filled in well."""
    here = street_plan().neighbourhood
    assert list(programme_problems(programme(full(), goals=(goal(),)), here)) == []


@pytest.mark.parametrize(
    ("changes", "rule", "column", "severity"),
    [
        ({"goal": "gg"}, "unknown-goal", "goal", "error"),
        ({"first": Month(2014, 5), "last": Month(2014, 4)}, "ends-before-start", "last", "error"),
        ({"owner": ""}, "no-owner", "owner", "remark"),
        ({"price_year": None}, "no-price-year", "price_year", "remark"),
        ({"place": ("Kaade",)}, "unknown-place", "place", "error"),
        ({"place": ("WK085501",)}, "unknown-place", "place", "remark"),
        ({"first": Month(2015, 5), "last": None}, "outside-plan", "first", "remark"),
        ({"first": Month(2010, 5), "last": Month(2010, 6)}, "outside-plan", "last", "remark"),
    ],
)
def test_what_is_wrong_is_told(
    changes: dict[str, object], rule: str, column: str, severity: str
) -> None:
    """Each fault is reported once, with its column, and says what to do."""
    from dataclasses import replace

    bad = replace(full(), **changes)  # type: ignore[arg-type]
    here = street_plan().neighbourhood
    found = list(programme_problems(programme(bad, goals=(goal(),)), here))
    assert [(p.rule, p.column, p.severity, p.position) for p in found] == [
        (rule, column, severity, 0)
    ]
    assert found[0].fix


def test_two_measures_with_one_id_are_told() -> None:
    """The second is reported, with the place of the first."""
    found = list(programme_problems(programme(full(), full(), goals=(goal(),))))
    assert [(p.rule, p.position, p.other) for p in found] == [("duplicate-id", 1, 0)]
