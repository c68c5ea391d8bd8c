"""Random plans, dates and events: what always holds of a plan made anew.

The number of cases follows HECHT_CASES (24 unless set), HECHT_FIRST is the first seed.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from hecht.neighbourhood import PromiseStatus, Stay
from hecht.planning import NoPlan, Plan, make_plan
from hecht.planning.check import check
from hecht.planning.recount import recount
from hecht.planning.replan import Change, EventError, Replan, replan
from hecht.planning.replan.events import Event
from tests.neighbourhoods import random_neighbourhood
from tests.planning.replan.cases import random_date, random_events

CASES = int(os.environ.get("HECHT_CASES", "24"))
FIRST = int(os.environ.get("HECHT_FIRST", "0"))
BATCH = 8


def planned(seed: int, points: float | None = None) -> Plan | None:
    """Return a plan of a random neighbourhood, None when it has none."""
    here = random_neighbourhood(seed, homes=(1, 4), temporary=(2, 6))
    if points is not None:
        policy = replace(here.policy, points_broken_announcement=points)
        here = replace(here, policy=policy)
    try:
        return make_plan(here, iterations=1, seed=seed, workers=1)
    except NoPlan:
        return None


def anew(plan: Plan, date: int, events: list[Event], seed: int, rounds: int = 2) -> Replan | None:
    """Return the plan made anew, None where the events cannot be or leave no plan."""
    try:
        return replan(plan, date, events, iterations=rounds, seed=seed, workers=1 + seed % 2)
    except (EventError, NoPlan):
        return None


def past(stays: list[Stay], date: int) -> list[Stay]:
    """Return the stays up to a date."""
    return [replace(s, end=min(s.end, date)) for s in stays if s.start < date]


def promises_kept(made: Replan) -> bool:
    """Return whether every accepted promise stands as it was, or is named, or let go by a wish."""
    now = made.plan.neighbourhood
    named = {way.household for way in made.ways_out}
    told = {event.household for event in made.events}
    standing = {p for p in now.promises if p.status is PromiseStatus.ACCEPTED}
    accepted = [
        p for p in made.previous.neighbourhood.promises if p.status is PromiseStatus.ACCEPTED
    ]
    return all(p in standing or p.household in named | told for p in accepted)


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BATCH))
def test_plans_made_anew_are_sound(first: int) -> None:
    """The check finds nothing, the past is as it was, promises stand or are named."""
    complaints = []
    made_some = 0
    for seed in range(first, first + BATCH):
        plan, rng = planned(seed), random.Random(seed)
        if plan is None:
            continue
        date = random_date(rng, plan.neighbourhood)
        events = random_events(rng, plan.neighbourhood, date, rng.choice((0, 1, 1, 2, 3)))
        made = anew(plan, date, events, seed)
        if made is None:
            continue
        made_some += 1
        here, course = made.plan.neighbourhood, made.plan.course
        for one in check(here, course, made.before):
            complaints.append(f"{seed}: rule {one.rule}: {one.text}")
        if recount(here, course)["score"] != made.plan.score:
            complaints.append(f"{seed}: the score is not that of the recount")
        was, now = plan.course.itineraries(), course.itineraries()
        if any(past(was[name], date) != past(now[name], date) for name in was):
            complaints.append(f"{seed}: the past differs")
        if not promises_kept(made):
            complaints.append(f"{seed}: a promise is broken and not named")
        if {d.household for d in made.differences} != {h.id for h in here.households}:
            complaints.append(f"{seed}: not every household is accounted for")
        if any(d.cause is None for d in made.changed):
            complaints.append(f"{seed}: a change without a cause")
    assert complaints == []
    assert made_some


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5, 6])
def test_nothing_happens_and_a_plan_stays(seed: int) -> None:
    """Without events, and with weight on what was told, the plan is the same."""
    plan = planned(seed, points=100_000.0)
    assert plan is not None
    made = anew(plan, random_date(random.Random(seed), plan.neighbourhood), [], seed)
    assert made is not None
    assert made.plan.course == plan.course


def test_more_search_is_never_worse() -> None:
    """By the score less the points for what was told, rounds only add to the repaired plan."""
    for seed in range(12):
        plan, rng = planned(seed), random.Random(seed)
        if plan is None:
            continue
        date = random_date(rng, plan.neighbourhood)
        events = random_events(rng, plan.neighbourhood, date, 1)
        none, some = (anew(plan, date, events, seed, rounds) for rounds in (0, 4))
        if none is not None and some is not None and not (none.ways_out or some.ways_out):
            assert worth(some) >= worth(none), seed


def worth(made: Replan) -> int:
    """Return what plans made anew are compared by."""
    points = made.plan.neighbourhood.policy.points_broken_announcement
    return made.plan.score - round(1000 * points) * made.broken_announcements


def test_disruption_falls_as_its_weight_rises() -> None:
    """With a heavy weight fewer announcements break than with none, over all cases together."""
    broken = {0.0: 0, 5000.0: 0}
    for seed in range(16):
        for points in broken:
            plan, rng = planned(seed, points), random.Random(seed)
            if plan is None:
                continue
            date = random_date(rng, plan.neighbourhood) // 2
            told = (plan.neighbourhood.project.announced or plan.neighbourhood.project.start).since(
                plan.neighbourhood.project.start
            )
            events = random_events(rng, plan.neighbourhood, max(0, told, date), 1)
            made = anew(plan, max(0, told, date), events, seed, 4)
            if made is not None:
                broken[points] += made.broken_announcements
    assert broken[5000.0] < broken[0.0]


def test_the_same_seed_and_rounds_give_the_same_plan() -> None:
    """One worker or two, the plan made anew is the same."""
    for seed in range(8):
        plan, rng = planned(seed), random.Random(seed)
        if plan is None:
            continue
        date = random_date(rng, plan.neighbourhood)
        events = random_events(rng, plan.neighbourhood, date, 2)
        results = []
        for workers in (1, 2):
            try:
                made = replan(plan, date, events, iterations=5, seed=3, workers=workers)
                results.append((made.plan.course, made.differences, made.ways_out))
            except (EventError, NoPlan) as error:
                results.append(str(error))
        assert results[0] == results[1], seed


def test_only_those_for_whom_something_changes_are_written_to() -> None:
    """Who is told the same home, months and temporary homes is unchanged."""
    plan = planned(7)
    assert plan is not None
    made = anew(plan, 3, [], 7)
    assert made is not None
    for d in made.differences:
        same = (d.before.home, d.before.out, d.before.arrive, d.before.temporary) == (
            d.after.home,
            d.after.out,
            d.after.arrive,
            d.after.temporary,
        )
        assert same is (d.change is Change.NONE)
