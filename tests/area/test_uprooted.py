"""Who is uprooted: by hand, and against a recount that looks up every month on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings

from hecht.area.seasons import Quarter, season_of, seasons
from hecht.area.uprooted import Uprooted, uprooted
from hecht.neighbourhood import AgeClass, Course, Month, Neighbourhood, StayKind
from hecht.outcomes.figure import NotKnown
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.report.pages import street_plan


def by_hand() -> Uprooted:
    """Return who is uprooted in the Kade, where A lives in unit t1 in months 2 and 3."""
    plan = street_plan()
    return uprooted(plan.neighbourhood, plan.course, {"A": (2, 5)})


def test_the_kade_by_hand() -> None:
    """A is 20 metres from C in the unit, so near a tie; B leaves and C and D never move."""
    found = by_hand()
    assert [one.household for one in found.households] == ["A"]
    one = found.households[0]
    assert one.temporary == {2: "t1", 3: "t1"}
    assert one.without_tie == frozenset()
    assert one.settling == (2, 3, 4, 5)
    assert one.without_meeting == (2, 5)
    assert (one.older, one.children, one.single) == (None, None, False)
    assert found.household_months == 2
    assert {place: len(own) for place, own in found.by_place(2).items()} == {"Kade": 1}
    assert found.in_month(4) == ()


def test_without_any_tie_nothing_is_said_of_ties() -> None:
    """A household of which no tie is known is not called alone."""
    plan = street_plan()
    bare = replace(plan.neighbourhood, ties=())
    assert uprooted(bare, plan.course).households[0].without_tie is None


def test_meeting_places_that_are_not_known_are_not_nought() -> None:
    """Where nothing is known of meeting places, it says why."""
    plan = street_plan()
    found = uprooted(plan.neighbourhood, plan.course, NotKnown("no meeting place is drawn"))
    assert found.households[0].without_meeting is None
    assert found.no_meeting == "no meeting place is drawn"


def test_winter_is_december_to_february() -> None:
    """December, January and February are one winter, named after the year in which it begins."""
    found = seasons(Month(2013, 11), 6)
    assert [(one.quarter, one.year, one.months) for one in found] == [
        (Quarter.AUTUMN, 2013, (0,)),
        (Quarter.WINTER, 2013, (1, 2, 3)),
        (Quarter.SPRING, 2014, (4, 5)),
    ]
    assert season_of(Month(2014, 2)) == (Quarter.WINTER, 2013)
    assert season_of(Month(2014, 12)) == (Quarter.WINTER, 2014)


def lives(course: Course, household: str, month: int) -> tuple[str, StayKind] | None:
    """Return where a household lives in a month, looked up among all stays."""
    for stay in course.stays:
        if stay.household == household and stay.start <= month < stay.end:
            return stay.home, stay.kind
    return None


def are_near(here: Neighbourhood, one: str, other: str) -> bool:
    """Return whether two homes are near, in tenths of a metre and without the package's own."""
    a, b = here.home_of[one], here.home_of[other]
    if a.block is not None and a.block == b.block:
        return True
    dx, dy = round(a.x * 10) - round(b.x * 10), round(a.y * 10) - round(b.y * 10)
    return dx * dx + dy * dy <= round(here.policy.near_m * 10) ** 2


def recount(here: Neighbourhood, course: Course) -> Mapping[str, tuple[set[int], set[int] | None]]:
    """Return for each household its months in temporary homes, and those without a near tie."""
    result = {}
    for household in here.households:
        temporary, without = set(), set()
        friends = [t.b if t.a == household.id else t.a for t in here.ties
                   if household.id in (t.a, t.b)]  # fmt: skip
        for month in range(course.horizon):
            own = lives(course, household.id, month)
            if own is None or own[1] is not StayKind.TEMPORARY:
                continue
            temporary.add(month)
            there = [lives(course, friend, month) for friend in friends]
            if not any(t is not None and are_near(here, own[0], t[0]) for t in there):
                without.add(month)
        if temporary:
            result[household.id] = (temporary, without if friends else None)
    return result


@settings(max_examples=60, deadline=None)
@given(neighbourhoods_with_courses())
def test_it_is_what_a_recount_month_by_month_finds(
    both: tuple[Neighbourhood, Course],
) -> None:
    """On random neighbourhoods and courses, months and ties are those of the recount."""
    here, course = both
    found = uprooted(here, course)
    told = {
        one.household: (set(one.temporary), None if one.without_tie is None else
                        set(one.without_tie))
        for one in found.households
        if one.temporary
    }  # fmt: skip
    assert told == recount(here, course)
    assert found.household_months == sum(len(months) for months, _ in told.values())
    for season in found.seasons:
        there = {one.household for one in found.in_season(season)}
        assert there == {h for h, (months, _) in told.items() if months & set(season.months)}


@settings(max_examples=30, deadline=None)
@given(neighbourhoods_with_courses())
def test_who_has_just_moved_lives_inside_and_moved_under_three_months_ago(
    both: tuple[Neighbourhood, Course],
) -> None:
    """Each month of settling follows a move of at most two months earlier, and none is missed."""
    here, course = both
    for one in uprooted(here, course).households:
        for month in range(course.horizon):
            now = lives(course, one.household, month)
            moved = any(
                (before := lives(course, one.household, m - 1)) is not None
                and (after := lives(course, one.household, m)) is not None
                and before[0] != after[0]
                for m in range(max(1, month - 2), month + 1)
            )
            assert (month in one.settling) == (now is not None and moved)


def test_older_means_75_and_up() -> None:
    """The class of 55 to 74 is not called older; no class at all is not known."""
    plan = street_plan()
    for age, older in ((AgeClass.FROM_75, True), (AgeClass.FROM_55, False), (None, None)):
        people = tuple(replace(h, age=age) for h in plan.neighbourhood.households)
        here = replace(plan.neighbourhood, households=people)
        assert uprooted(here, plan.course).households[0].older is older
