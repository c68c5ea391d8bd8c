"""Plans made anew that can be followed by hand, in the street of `tests.planning.street`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import (
    Course,
    Home,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
)
from hecht.outcomes import score
from hecht.planning import NoPlan, Plan
from hecht.planning.check import check
from hecht.planning.replan import Change, EventError, Replan, past_of, replan
from hecht.planning.replan.events import (
    Dissolved,
    Event,
    HomeLost,
    HorizonChanged,
    MindChanged,
    NewTemporaryHome,
    PromiseMade,
    TemporaryMonthsChanged,
    WorksDelayed,
    WorksStartDelayed,
)
from tests.planning.street import street

STREET, COURSE = street()
HERE = replace(STREET, policy=replace(STREET.policy, points_broken_announcement=5000.0))
DATE = 6
"""Month 6: works on A have begun, household 1 is in T1, household 2 has left."""


def plan(neighbourhood: Neighbourhood = HERE, course: Course = COURSE) -> Plan:
    """Return the plan of the street."""
    return Plan(neighbourhood, course, "hand", 1, score(neighbourhood, course))


def anew(
    events: list[Event],
    date: int = DATE,
    neighbourhood: Neighbourhood = HERE,
    course: Course = COURSE,
) -> Replan:
    """Return the plan made anew, which breaks no rule and leaves the past alone."""
    made = replan(plan(neighbourhood, course), date, events, iterations=2, workers=1)
    assert check(made.plan.neighbourhood, made.plan.course, made.before) == []
    return made


def stays(made: Replan, household: str) -> list[tuple[str, int, int]]:
    """Return where a household lives, from when and until when."""
    own = made.plan.course.itineraries()[household]
    return [(stay.home, stay.start, stay.end) for stay in own]


def changes(made: Replan) -> dict[str, Change]:
    """Return what changes, for those for whom something does."""
    return {d.household: d.change for d in made.changed}


def test_the_past_of_the_street() -> None:
    """In month 6 one block has begun, one household is away, one is gone, one is still at home."""
    past = past_of(plan(), DATE, HERE)
    assert dict(past.starts) == {"A": 4}
    assert dict(past.gone) == {"2": 4}
    assert [stay.home for stay in past.away["1"]] == ["T1"]
    assert (past.told["1"].home, past.told["1"].out, past.told["1"].arrive) == ("An1", 4, 10)
    assert "4" not in past.told
    later = past_of(plan(), 11, HERE)
    assert dict(later.settled) == {"1": ("An1", 10)}


def test_what_starts_in_the_month_itself_has_not_happened() -> None:
    """In month 4 nobody has moved yet and no works have begun."""
    past = past_of(plan(), 4, HERE)
    assert not past.starts
    assert not past.gone
    assert not past.away
    assert past.told["2"].home is None


def test_nothing_happens_and_nothing_changes() -> None:
    """Without events the plan stays as it is, and nobody need be written to."""
    made = anew([])
    assert made.plan.course == COURSE
    assert made.changed == ()
    assert made.broken_announcements == 0


def test_a_delay_keeps_people_where_they_are_and_shifts_what_follows() -> None:
    """Block A takes 3 months longer: 1 stays in T1, B (the same crew) shifts, 3 moves later."""
    made = anew([WorksDelayed("A", 3)])
    assert dict(made.plan.course.starts) == {"A": 4, "B": 13}
    assert stays(made, "1") == [("A1", 0, 4), ("T1", 4, 13), ("An1", 13, 24)]
    assert stays(made, "3") == [("B1", 0, 13), ("T1", 13, 16), ("B1", 16, 24)]
    assert changes(made) == {"1": Change.MONTH, "3": Change.MONTH}
    one = next(d for d in made.differences if d.household == "1")
    assert one.months == 3
    assert one.cause is not None
    assert (one.cause.kind, one.cause.event, one.cause.block) == ("works", 0, "A")


def test_who_waits_longer_than_the_limit_is_named() -> None:
    """Household 1 stays 9 months in T1 where 6 is the limit: told, not kept silent."""
    made = anew([WorksDelayed("A", 3)])
    (way,) = made.ways_out
    assert (way.household, way.kind, way.said, way.instead, way.months) == (
        "1", "temporary_months", "6", "9", 3,
    )  # fmt: skip
    assert dict(made.longest) == {"1": 9}
    freed = anew([WorksDelayed("A", 3), TemporaryMonthsChanged(9)])
    assert freed.ways_out == ()


def test_the_check_wants_to_know_of_a_longer_stay() -> None:
    """Without the exception the same plan breaks rule 4."""
    made = anew([WorksDelayed("A", 3)])
    found = check(made.plan.neighbourhood, made.plan.course, replace(made.before, longest={}))
    assert [one.rule for one in found] == [4]


def test_a_promised_month_that_cannot_be_kept_is_named_with_the_soonest() -> None:
    """Promised to be back in month 11, household 1 can be there in month 12."""
    month = str(HERE.project.start.plus(11))
    promise = Promise("1", PromiseKind.BY, PromiseStatus.ACCEPTED, month)
    here = replace(HERE, promises=(promise,))
    made = anew([WorksDelayed("A", 2)], neighbourhood=here)
    ways = {way.kind: way for way in made.ways_out}
    assert ways["by"].instead == str(HERE.project.start.plus(12))
    assert ways["by"].months == 1
    assert next(d for d in made.differences if d.household == "1").lost_promise
    assert made.changed[0].household == "1", "broken promises come first"


def test_a_temporary_home_that_is_lost_is_left_at_once() -> None:
    """T1 burns down in month 7: household 1 goes to T3 without notice, K2 being lost too."""
    spare = Home("T3", Stage.TEMPORARY, 133_000.0, 397_000.0, 2)
    made = anew([NewTemporaryHome(spare), HomeLost("T1", 7), HomeLost("K2", 7)])
    assert stays(made, "1") == [("A1", 0, 4), ("T1", 4, 7), ("T3", 7, 10), ("An1", 10, 24)]
    assert changes(made)["1"] is Change.TEMPORARY


def test_without_another_temporary_home_the_need_is_named() -> None:
    """T1 is lost and nothing else suits: no plan, and one more temporary home would do."""
    with pytest.raises(NoPlan) as caught:
        anew([HomeLost("T1", 7), HomeLost("K2", 7)])
    assert caught.value.conflicts
    assert "1 more temporary home" in caught.value.relaxations


def test_a_home_that_is_lost_before_its_time_empties_at_once() -> None:
    """B1 is lost in month 8: household 3 leaves it then, for want of a home for good."""
    made = anew([HomeLost("B1", 8)])
    (out,) = [stay.end for stay in made.plan.course.itineraries()["3"] if stay.home == "B1"]
    assert out == 8
    assert changes(made)["3"] in (Change.HOME, Change.LEAVES)


def test_a_promised_home_that_is_lost_is_named_with_what_comes_instead() -> None:
    """An1 will not be built: household 1, promised it, gets B1 later; 3 was promised nothing."""
    promise = Promise("1", PromiseKind.HOME, PromiseStatus.ACCEPTED, "An1")
    here = replace(HERE, promises=(promise,))
    made = anew([HomeLost("An1")], neighbourhood=here)
    assert [(w.kind, w.said, w.instead) for w in made.ways_out if w.household == "1"] == [
        ("home", "An1", "B1"),
        ("temporary_months", "6", "11"),
    ]
    assert made.plan.neighbourhood.promises == (
        Promise("1", PromiseKind.RETURN, PromiseStatus.ACCEPTED),
    )
    assert changes(made) == {"1": Change.HOME, "3": Change.LEAVES}


def test_who_can_have_no_home_any_more_is_told_why() -> None:
    """An1 and B1 are both lost: household 1 leaves, and the plan says why."""
    promise = Promise("1", PromiseKind.HOME, PromiseStatus.ACCEPTED, "An1")
    here = replace(HERE, promises=(promise,))
    made = anew([HomeLost("An1"), HomeLost("B1", 12)], neighbourhood=here)
    assert [(w.kind, w.said, w.instead) for w in made.ways_out] == [("home", "An1", "")]
    assert changes(made)["1"] is Change.LEAVES
    assert made.plan.course.reasons["1"]


def test_a_vacant_place_goes_to_the_household_that_lost_its_home() -> None:
    """Household 4 dies out, so K1 comes free, and household 1 can have it when An1 is not built."""
    made = anew([HomeLost("An1"), Dissolved("4", 8)])
    assert stays(made, "1")[-1][0] == "K1"
    one = next(d for d in made.differences if d.household == "1")
    assert one.change is Change.HOME
    assert one.after.home == "K1"


def test_who_is_away_and_goes_elsewhere_leaves_its_temporary_home() -> None:
    """Household 1 changes its mind and leaves T1 in month 8."""
    made = anew([MindChanged("1", ReturnWish.ELSEWHERE, 8)])
    assert stays(made, "1") == [("A1", 0, 4), ("T1", 4, 8)]
    assert changes(made) == {"1": Change.LEAVES}
    assert made.changed[0].cause is not None
    assert made.changed[0].cause.kind == "event"


def test_who_has_settled_and_goes_leaves_its_home_to_others() -> None:
    """Household 1 is in An1 since month 10 and leaves in month 15; its stay ends there."""
    made = anew([MindChanged("1", ReturnWish.ELSEWHERE, 15)], date=12)
    assert stays(made, "1") == [("A1", 0, 4), ("T1", 4, 10), ("An1", 10, 15)]


def test_a_stayer_that_changes_its_mind_keeps_its_home() -> None:
    """Household 3, in doubt, wishes to return after all; the plan had a home for it already."""
    made = anew([MindChanged("3", ReturnWish.RETURN)])
    assert made.changed == ()
    assert made.plan.score > made.previous.score, "one more returns of those who wish to"


def test_works_that_cannot_start_yet_wait() -> None:
    """Block B cannot start before month 14."""
    made = anew([WorksStartDelayed("B", 14)])
    assert made.plan.course.starts["B"] == 14
    assert changes(made) == {"3": Change.MONTH}


def test_a_delay_past_the_end_needs_a_longer_plan() -> None:
    """14 months more on A leave no time for B; the plan must run longer."""
    with pytest.raises(NoPlan) as caught:
        anew([WorksDelayed("A", 13)])
    assert caught.value.conflicts
    made = anew([WorksDelayed("A", 13), HorizonChanged(12), TemporaryMonthsChanged(24)])
    assert made.plan.course.horizon == 36
    assert stays(made, "4") == [("K1", 0, 36)]


@pytest.mark.parametrize(
    ("event", "date", "words"),
    [
        (WorksDelayed("A", 2), 12, "were finished"),
        (WorksDelayed("A", -5), 6, "before 2026-07"),
        (WorksStartDelayed("A", 9), 6, "began in 2026-05"),
        (MindChanged("2", ReturnWish.RETURN), 6, "left before"),
        (MindChanged("1", ReturnWish.ELSEWHERE), 12, "give the month"),
        (HomeLost("An1"), 12, "for good"),
        (
            PromiseMade("1", Promise("1", PromiseKind.HOME, PromiseStatus.ACCEPTED, "K1")),
            12,
            "is in its last home",
        ),
    ],
)
def test_the_past_rules_events_out(event: Event, date: int, words: str) -> None:
    """What has happened cannot be undone, and the error says what to do instead."""
    with pytest.raises(EventError, match=words):
        anew([event], date)


def test_a_date_outside_the_plan_is_refused() -> None:
    """The date lies in the plan, and not before households heard it."""
    with pytest.raises(ValueError, match="outside the plan"):
        anew([], 24)
    later = replace(HERE, project=replace(HERE.project, announced=HERE.project.start.plus(1)))
    with pytest.raises(ValueError, match="nothing has been told yet"):
        anew([], 0, later)


def test_the_check_sees_a_changed_past() -> None:
    """Another start before the date, or another home, is told by rule 9; later ones are not."""
    made = anew([WorksDelayed("A", 2)])
    course = made.plan.course
    moved = replace(course, starts={**course.starts, "A": 3})
    assert 9 in {one.rule for one in check(made.plan.neighbourhood, moved, made.before)}
    other = tuple(replace(s, home="T2") if s.home == "T1" else s for s in course.stays)
    found = check(made.plan.neighbourhood, replace(course, stays=other), made.before)
    assert 9 in {one.rule for one in found}


def test_the_check_counts_notice_from_the_date() -> None:
    """Household 4 was told nothing: it may move from month 9 on, and not in month 8."""
    made = anew([])
    here = made.plan.neighbourhood
    roomy = replace(
        here, homes=tuple(replace(h, rooms=3, floor=0) if h.id == "K2" else h for h in here.homes)
    )
    for month, rules in ((8, [5]), (9, [])):
        rest = tuple(stay for stay in COURSE.stays if stay.household != "4")
        own = (
            Stay("4", "K1", 0, month, StayKind.START),
            Stay("4", "K2", month, 24, StayKind.FINAL),
        )
        course = replace(COURSE, stays=rest + own)
        assert [one.rule for one in check(roomy, course, made.before)] == rules
