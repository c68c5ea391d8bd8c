"""Through time: the counts under the pictures add up, and the calendar shows every block."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from hecht.neighbourhood import Course, Month, MoveKind, Neighbourhood
from hecht.outcomes import measure
from hecht.outcomes.places import places
from hecht.report.through_time import ThroughTime, through_time
from hecht.report.timeline import Axis, Layer, gantt, stacked, works_rows
from hecht.report.words import Words
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.report.pages import large_plan, random_plan, street_plan

WORDS = Words("en", Month(2013, 12))


def counted(neighbourhood: Neighbourhood, course: Course) -> ThroughTime:
    """Return the counts of a course."""
    return through_time(neighbourhood, course, places(neighbourhood, course))


def test_counts_of_a_plan_made_by_hand() -> None:
    """Each month of the plan in the Kade is as written there."""
    plan = street_plan()
    time = counted(plan.neighbourhood, plan.course)
    assert time.months == 5
    assert time.lives["start"] == (4, 4, 2, 2, 2)
    assert time.lives["temporary"] == (0, 0, 1, 1, 0)
    assert time.lives["final"] == (0, 0, 0, 0, 1)
    assert time.lives["left"] == (0, 0, 1, 1, 1)
    assert time.moves[MoveKind.TO_TEMPORARY] == (0, 0, 1, 0, 0)
    assert time.moves[MoveKind.RETURN] == (0, 0, 0, 0, 1)
    assert time.moves[MoveKind.LEAVE] == (0, 0, 1, 0, 0)
    assert time.bought_in == (0, 0, 1, 1, 0)
    assert time.available == (1, 1, 1, 1, 1)


@pytest.mark.parametrize("seed", range(6))
def test_every_household_lives_somewhere_in_every_month(seed: int) -> None:
    """In a plan the four kinds of living add up to all households, month by month."""
    plan = random_plan(seed)
    time = counted(plan.neighbourhood, plan.course)
    for month in range(time.months):
        living = sum(counts[month] for counts in time.lives.values())
        assert living == len(plan.neighbourhood.households)


@pytest.mark.parametrize("seed", range(6))
def test_no_more_temporary_homes_are_used_than_there_are(seed: int) -> None:
    """In a plan, what is in use never exceeds what is available."""
    plan = random_plan(seed)
    time = counted(plan.neighbourhood, plan.course)
    assert all(used <= there for used, there in zip(time.in_use, time.available, strict=True))


@settings(max_examples=30, deadline=None)
@given(pair=neighbourhoods_with_courses())
def test_counts_agree_with_the_outcomes(pair: tuple[Neighbourhood, Course]) -> None:
    """Moves and months in temporary homes, added up over time, are those of the outcomes."""
    time, outcomes = counted(*pair), measure(*pair)
    for kind in MoveKind:
        assert sum(time.moves[kind]) == outcomes.moves.of_kind[kind]
    gone = sum(time.lives["left"])
    assert gone >= 0
    until = time.months
    inside = sum(
        max(0, min(stay.end, until) - stay.start)
        for stay in pair[1].stays
        if stay.kind.value == "temporary"
    )
    assert sum(time.lives["temporary"]) == inside


def test_every_block_with_works_has_its_bar() -> None:
    """The calendar lists each block once, by month; few blocks get a row each."""
    plan = random_plan(8)
    rows = works_rows(plan.neighbourhood, plan.course.starts)
    works = [b for b in plan.neighbourhood.blocks if b.has_works]
    assert sorted(name for row in rows for name in row.blocks) == sorted(
        b.name or b.id for b in works
    )
    assert [row.start for row in rows] == sorted(row.start for row in rows)
    assert len(rows) == len(works)


def test_many_like_blocks_share_a_bar() -> None:
    """A hundred blocks, two of which start each month, take fifty rows."""
    plan = large_plan(100, 1, 0)
    rows = works_rows(plan.neighbourhood, plan.course.starts)
    assert len(rows) == 50
    assert sum(len(row.blocks) for row in rows) == 100
    picture = gantt(rows, Axis(60, WORDS))
    assert picture.count("<rect") > 50


def test_a_bar_lies_between_its_months() -> None:
    """A bar starts at its first month and ends where the month after its last begins."""
    plan = street_plan()
    axis = Axis(5, WORDS)
    picture = gantt(works_rows(plan.neighbourhood, plan.course.starts), axis)
    found = re.search(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*gantt-rebuild', picture)
    assert found is not None
    left, wide = float(found[1]), float(found[2])
    assert left == pytest.approx(axis.x(2), abs=0.06)
    assert left + wide == pytest.approx(axis.x(4), abs=0.11)
    assert "Kade oost: from February 2014, finished April 2014" in picture


def test_bars_are_as_high_as_their_counts() -> None:
    """Stacked counts have heights in proportion, one on top of the other."""
    axis = Axis(2, WORDS)
    layers = [Layer("a", "a", (2, 0), "#000"), Layer("b", "b", (1, 4), "#fff")]
    picture = stacked("s", "t", layers, axis, gap=0, unit="u", height=100)
    heights = [float(v) for v in re.findall(r"v([\d.]+)h", picture)]
    assert heights == [50.0, 25.0, 100.0]
    assert "January 2014, with 4" in picture
