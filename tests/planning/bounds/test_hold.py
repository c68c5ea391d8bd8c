"""Proven bounds against plans: those of the planner, simple ones, and all of tiny neighbourhoods.

The number of neighbourhoods follows HECHT_CASES (30 unless set), HECHT_FIRST is the first seed:
`HECHT_CASES=2000 pytest tests/planning/bounds/test_hold.py`.
"""

from __future__ import annotations

import os
from functools import cache

import pytest

from hecht.neighbourhood import Course, Neighbourhood
from hecht.planning import NoPlan, make_plan
from hecht.planning.bounds import FigureBound, Holds
from hecht.planning.bounds.own_figures import own_figures
from hecht.planning.bounds.prove import prove
from hecht.planning.check import check
from hecht.planning.check.claimed import false_bounds
from hecht.planning.instance import compile_instance
from hecht.planning.plan import Plan
from hecht.planning.recount import recount
from tests.neighbourhoods import random_neighbourhood, simple_course
from tests.planning.enumerate_figures import beyond
from tests.planning.enumerate_plans import beyond_score, calendars

CASES = int(os.environ.get("HECHT_CASES", "30"))
FIRST = int(os.environ.get("HECHT_FIRST", "0"))
BATCH = 10

# Tiny neighbourhoods of which all plans are tried in a second or so.
TINY = (6, 23, 24, 31, 38, 40)


def _courses(neighbourhood: Neighbourhood, seed: int) -> list[Course]:
    """Return the sound courses that are at hand: a simple one and the planner's."""
    found = []
    simple = simple_course(neighbourhood)
    if not check(neighbourhood, simple):
        found.append(simple)
    try:
        plan = make_plan(neighbourhood, seed=seed, iterations=1, workers=1, bounds=False)
        found.append(plan.course)
    except NoPlan:
        pass
    return found


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BATCH))
def test_no_plan_goes_beyond_what_is_proven(first: int) -> None:
    """A bound proven from one plan holds for every other, where it speaks of that one."""
    wrong = []
    for seed in range(first, min(first + BATCH, FIRST + CASES)):
        neighbourhood = random_neighbourhood(seed)
        instance = compile_instance(neighbourhood)
        courses = _courses(neighbourhood, seed)
        counted = [recount(neighbourhood, course) for course in courses]
        for maker in courses:
            bounds = prove(instance, maker, rounds=2)
            for course, figures in zip(courses, counted, strict=True):
                fitting = [bound for bound in bounds if _speaks_of(bound, maker, course)]
                wrong += [
                    (seed, fitting[one.place], one.text)
                    for one in false_bounds(neighbourhood, course, fitting, figures)
                    if course is maker or "are asked for" not in one.text
                ]
    assert wrong == []


def _speaks_of(bound: FigureBound, maker: Course, course: Course) -> bool:
    return bound.holds is Holds.ANY_PLAN or dict(maker.starts) == dict(course.starts)


@cache
def _tiny(seed: int) -> tuple[Neighbourhood, Course, tuple[FigureBound, ...]]:
    neighbourhood = random_neighbourhood(
        seed, blocks=(2, 3), homes=(1, 2), temporary=(0, 2), loose=(0, 1), duration=(1, 3)
    )
    course = make_plan(neighbourhood, seed=1, iterations=5, workers=1, bounds=False).course
    return neighbourhood, course, prove(compile_instance(neighbourhood), course, rounds=3)


@pytest.mark.parametrize("seed", TINY)
def test_among_all_plans_none_scores_beyond_the_bound(seed: int) -> None:
    """Every calendar and every combination of itineraries is tried, and none scores more."""
    neighbourhood, course, bounds = _tiny(seed)
    for bound in bounds:
        if bound.figure == "score":
            among = _among(bound, neighbourhood, course)
            assert beyond_score(neighbourhood, bound.value, among) is None


@pytest.mark.parametrize("seed", TINY[:3])
def test_among_all_plans_with_its_calendar_none_goes_beyond(seed: int) -> None:
    """With the plan's calendar all combinations of itineraries keep to every bound."""
    neighbourhood, course, bounds = _tiny(seed)
    for bound in bounds:
        if bound.figure != "score":
            assert beyond(neighbourhood, bound, [dict(course.starts)]) is None


def _among(
    bound: FigureBound, neighbourhood: Neighbourhood, course: Course
) -> list[dict[str, int]]:
    if bound.holds is Holds.THIS_CALENDAR:
        return [dict(course.starts)]
    return list(calendars(neighbourhood))


def test_the_hunt_finds_what_is_beyond_a_false_bound() -> None:
    """A bound drawn in too far is refuted by some plan: the hunt is no empty test."""
    neighbourhood, course, bounds = _tiny(TINY[0])
    figures = own_figures(Plan(neighbourhood, course, "hecht", 1, 0))
    moves = next(bound for bound in bounds if bound.figure == "moves")
    own = int(figures["moves"] or 0)
    false = FigureBound("moves", own + 1, moves.sense, moves.holds, "made up")
    assert beyond(neighbourhood, false, [dict(course.starts)]) is not None
    best = int(recount(neighbourhood, course)["score"] or 0)
    assert beyond_score(neighbourhood, best - 1, [dict(course.starts)]) is not None
