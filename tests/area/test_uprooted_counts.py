"""Counts of the uprooted by season and month: by hand for staff, hidden where small for others."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from hecht.area.support import support
from hecht.area.uprooted import Uprooted, uprooted
from hecht.area.uprooted_counts import NO, UNKNOWN, YES, Side, month_counts, season_counts
from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import NotKnown
from tests.area.programmes import measure, programme
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.report.pages import street_plan


def kade() -> Uprooted:
    """Return who is uprooted in the Kade: A alone, in February and March 2014."""
    plan = street_plan()
    people = tuple(replace(h, children=1) for h in plan.neighbourhood.households)
    return uprooted(replace(plan.neighbourhood, households=people), plan.course, {"A": (3,)})


def test_staff_see_every_number() -> None:
    """One household with a near tie and children, of unknown age, in the winter and the spring."""
    found = kade()
    winter, spring = season_counts(found, support(found, programme()), Audience.INTERNAL)
    assert (winter.total, spring.total) == (1, 1)
    assert winter.sides[Side.TIES].cells == {YES: 0, NO: 1, UNKNOWN: 0}
    assert winter.sides[Side.AGE].cells == {YES: 0, NO: 0, UNKNOWN: 1}
    assert winter.sides[Side.CHILDREN].cells == {YES: 1, NO: 0, UNKNOWN: 0}
    assert winter.sides[Side.ALONE].cells == {YES: 0, NO: 1, UNKNOWN: 0}
    assert winter.sides[Side.SUPPORT].cells == {YES: 1, NO: 0, UNKNOWN: 0}
    assert winter.sides[Side.PLACE].cells == {"Kade": 1}
    assert winter.sides[Side.MEETING].cells == {YES: 0, NO: 1, UNKNOWN: 0}
    assert spring.sides[Side.MEETING].cells == {YES: 1, NO: 0, UNKNOWN: 0}


def test_months_for_staff() -> None:
    """A lives in the unit in months 2 and 3, and has just moved in months 2 to 5."""
    found = month_counts(kade(), Audience.INTERNAL)
    assert found.temporary == (0, 0, 1, 1, 0, 0)
    assert found.settling == (0, 0, 1, 1, 1, 1)


def test_a_committee_sees_nothing_of_one_household() -> None:
    """Neither the total nor any side is told; a month of none is told to be of none."""
    found = kade()
    for one in season_counts(found, support(found, programme()), Audience.COMMITTEE):
        assert one.total is None
        assert all(counts.total is None for counts in one.sides.values())
    assert month_counts(found, Audience.COMMITTEE).temporary == (0, 0, None, None, 0, 0)


def test_without_a_programme_and_places_these_sides_are_not_there() -> None:
    """What is not known is not a column of noughts."""
    plan = street_plan()
    found = uprooted(plan.neighbourhood, plan.course, NotKnown("not drawn"))
    for one in season_counts(found, None, Audience.INTERNAL):
        assert Side.SUPPORT not in one.sides
        assert Side.MEETING not in one.sides


@settings(max_examples=40, deadline=None)
@given(neighbourhoods_with_courses(homes=(4, 9)))
def test_no_audience_but_staff_sees_a_small_group(both: tuple[Neighbourhood, Course]) -> None:
    """Every number shown to a committee is 0 or at least ten, and is the one staff see."""
    here, course = both
    found = uprooted(here, course)
    stands = support(found, programme(measure("m", place=("Merelstraat",), last=None)))
    told = season_counts(found, stands, Audience.COMMITTEE)
    whole = season_counts(found, stands, Audience.INTERNAL)
    assert [one.season for one in told] == [one.season for one in whole]
    for shown, true in zip(told, whole, strict=True):
        numbers = [(shown.total, true.total)]
        for side, counts in shown.sides.items():
            assert sum(true.sides[side].cells.values()) == true.total
            numbers += [(n, true.sides[side].cells[cell]) for cell, n in counts.cells.items()]
            hidden = [n for n in counts.cells.values() if n is None]
            assert len(hidden) != 1 or counts.total is None
        for seen, real in numbers:
            assert seen is None or (seen == real and (seen == 0 or seen >= 10))
    for seen, real in zip(
        month_counts(found, Audience.COMMITTEE).temporary,
        month_counts(found, Audience.INTERNAL).temporary,
        strict=True,
    ):
        assert seen == (None if 0 < (real or 0) < 10 else real)
