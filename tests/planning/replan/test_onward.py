"""What follows a plan made anew: care, proof, and questions that leave its past alone.

The number of cases follows HECHT_CASES (24 unless set), HECHT_FIRST is the first seed.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from hecht.exchange import read
from hecht.exchange.plan_folder import read_plan
from hecht.exchange.replan_folder import NEIGHBOURHOOD, write_replan
from hecht.neighbourhood import Course, ReturnWish
from hecht.planning.bounds import Holds
from hecht.planning.bounds.own_figures import own_figures
from hecht.planning.check import check
from hecht.planning.explain.alternatives import alternatives
from hecht.planning.explain.near import near
from hecht.planning.explain.resolve import Effort, Resolver
from hecht.planning.plan import Plan
from hecht.planning.prices import changes_for, price_rules
from hecht.planning.replan import Replan
from hecht.planning.replan.standing import Standing
from hecht.planning.resume import state_of
from hecht.planning.state import VIOLATION
from tests.planning.replan.cases import random_date, random_events
from tests.planning.replan.test_properties import anew, planned

CASES = int(os.environ.get("HECHT_CASES", "24"))
FIRST = int(os.environ.get("HECHT_FIRST", "0"))
BATCH = 8


@cache
def remade(seed: int, points: float | None = None) -> Replan | None:
    """Return a random plan made anew early in its works, None where there is none."""
    plan, rng = planned(seed, points), random.Random(seed)
    if plan is None:
        return None
    project = plan.neighbourhood.project
    told = (project.announced or project.start).since(project.start)
    date = max(told, random_date(rng, plan.neighbourhood) * 2 // 3)
    events = random_events(rng, plan.neighbourhood, date, rng.choice((0, 1, 1, 2)))
    return anew(plan, date, events, seed)


def some(count: int) -> list[Replan]:
    """Return the first plans made anew."""
    found = (remade(seed) for seed in range(4 * count))
    return [made for made in found if made is not None][:count]


def sound(plan: Plan, course: Course) -> bool:
    """Return whether a course keeps every rule from the past of the plan on."""
    return check(plan.neighbourhood, course, plan.before) == []


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BATCH))
def test_bounds_hold_for_every_plan_with_the_same_past(first: int) -> None:
    """What is proven of one plan made anew, no other with its past goes beyond."""
    wrong, told = [], 0
    for seed in range(first, first + BATCH):
        made = remade(seed)
        if made is None:
            continue
        others = [made.plan]
        for points in (0.0, 5000.0):
            policy = replace(made.plan.neighbourhood.policy, points_broken_announcement=points)
            old = replace(made.previous.neighbourhood, policy=policy)
            again = anew(
                replace(made.previous, neighbourhood=old), made.date, list(made.events), seed + 1
            )
            if again is not None and not (again.ways_out or made.ways_out):
                others.append(again.plan)
        for other in others:
            figures = own_figures(other)
            for bound in made.plan.bounds:
                same = dict(other.course.starts) == dict(made.plan.course.starts)
                asks = bound.returning is not None and other is not made.plan
                if asks or (bound.holds is Holds.THIS_CALENDAR and not same):
                    continue
                told += 1
                value = figures[bound.figure]
                if value is not None and not bound.allows(value):
                    wrong.append((seed, bound, value))
    assert wrong == []
    assert told


def test_care_and_proof_can_be_left_out() -> None:
    """A plan made anew has groups, fairness and bounds, unless they are not asked for."""
    plan = planned(7)
    assert plan is not None
    made = anew(plan, 3, [], 7)
    assert made is not None
    assert made.plan.fairness is not None
    assert {bound.figure for bound in made.plan.bounds} >= {"score", "ties_kept_count", "moves"}
    from hecht.planning.replan import replan

    bare = replan(plan, 3, [], iterations=2, seed=7, bounds=False, groups=False, fairness=False)
    assert bare.plan.fairness is None
    assert bare.plan.bounds == ()
    assert bare.plan.score >= made.plan.score


def test_the_plan_is_itself_when_it_is_solved_again() -> None:
    """A plan made anew is a sound state of the search from its past on, with the same course."""
    for made in some(10):
        standing = Standing(made.plan)
        instance = standing.compiled()
        state = state_of(instance, made.plan.course)
        assert state.totals[VIOLATION] == 0
        course = standing.finished(instance, state, 1)
        assert course is not None
        assert sound(made.plan, course)
        assert dict(course.starts) == dict(made.plan.course.starts)


def test_alternatives_leave_the_past_alone() -> None:
    """Each other home is a plan in which nothing that had happened is otherwise."""
    asked = 0
    for made in some(8):
        past = Standing(made.plan).past
        assert past is not None
        for household in made.plan.neighbourhood.households:
            if household.wish is ReturnWish.ELSEWHERE:
                continue
            if household.id in past.settled or household.id in past.gone:
                with pytest.raises(ValueError, match="made anew"):
                    alternatives(made.plan, household.id)
                continue
            for one in alternatives(made.plan, household.id, rounds=1, most=2):
                if one.found is not None:
                    asked += 1
                    assert sound(made.plan, one.found.course), (household.id, one.home)
            break
    assert asked


def test_living_near_leaves_the_past_alone() -> None:
    """The plan with two households near each other has the same past, and is sound."""
    found = 0
    for made in some(8):
        ties = made.plan.neighbourhood.ties
        for tie in ties[:2]:
            answer = near(made.plan, tie.a, tie.b, rounds=1)
            if answer.found is not None:
                found += 1
                assert sound(made.plan, answer.found.course)
    assert found


def test_prices_leave_the_past_alone() -> None:
    """Every changed rule is solved from the past on; homes that were lived in stay."""
    for made in some(3):
        prices = price_rules(made.plan, rounds=1, seeds=(1,))
        assert prices.loosened
        lived_in = {s.home for s in made.plan.course.stays if s.start < made.date}
        for change in changes_for(made.plan):
            changed = change.apply(made.plan.neighbourhood)
            assert lived_in <= set(changed.home_of)
            instance = Standing(made.plan).compiled(changed)
            starts = state_of(instance, made.plan.course).starts
            assert len(starts) == len(changed.blocks)


def test_the_folder_carries_the_past(tmp_path: Path) -> None:
    """Read back, a plan made anew answers from its past on, as before it was written."""
    made = next(one for one in some(8) if one.date > 0)
    write_replan(made, tmp_path / "new", "old", {})
    here = read(tmp_path / "new" / NEIGHBOURHOOD)
    again = read_plan(here, tmp_path / "new")
    assert again.before is not None
    assert (again.before.date, again.before.lost) == (made.before.date, made.before.lost)
    assert again.before.course.itineraries() == made.previous.course.itineraries()
    one, other = (Resolver(plan, Effort(1)) for plan in (made.plan, again))
    assert one.course.stays == other.course.stays
    assert one.score == other.score
