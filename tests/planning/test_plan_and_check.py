"""Random neighbourhoods through the planner and the independent check.

The number of neighbourhoods follows HECHT_CASES (150 unless set), HECHT_FIRST is the first seed:
`HECHT_CASES=5000 HECHT_FIRST=1000 pytest tests/planning/test_plan_and_check.py`.
"""

from __future__ import annotations

import os

import pytest

from hecht.neighbourhood import Neighbourhood, problems
from hecht.outcomes import score
from hecht.planning import NoPlan, Plan, make_plan
from hecht.planning.check import check
from hecht.planning.recount import recount
from tests.neighbourhoods import random_neighbourhood, simple_course

CASES = int(os.environ.get("HECHT_CASES", "150"))
FIRST = int(os.environ.get("HECHT_FIRST", "0"))
BATCH = 10
METHODS = ("hecht", "practice")


def _plan(neighbourhood: Neighbourhood, seed: int, method: str) -> Plan:
    return make_plan(
        neighbourhood, seed=seed, iterations=1 + seed % 3, workers=1 + seed % 2, method=method
    )


def complaints(neighbourhood: Neighbourhood, seed: int, method: str) -> list[str]:
    """Return what is wrong with the plan of one neighbourhood, in words."""
    plan = _plan(neighbourhood, seed, method)
    found = [f"rule {one.rule}: {one.text}" for one in check(neighbourhood, plan.course)]
    if plan.method != method:
        found.append(f"the method is given as {plan.method}")
    for name, value in (
        ("score", score(neighbourhood, plan.course)),
        ("recounted score", recount(neighbourhood, plan.course)["score"]),
    ):
        if plan.score != value:
            found.append(f"the plan says it scores {plan.score}, its {name} is {value}")
    return found


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BATCH))
def test_a_plan_that_can_be_made_is_made_and_sound(first: int, method: str) -> None:
    """Where a sound plan exists one is made, it breaks no rule, and its score is true."""
    wrong = {}
    for seed in range(first, min(first + BATCH, FIRST + CASES)):
        neighbourhood = random_neighbourhood(seed)
        assert [one for one in problems(neighbourhood) if one.severity == "error"] == [], seed
        assert check(neighbourhood, simple_course(neighbourhood)) == [], seed
        try:
            found = complaints(neighbourhood, seed, method)
        except NoPlan as refusal:
            found = [f"no plan, though there is one: {refusal}"]
        if found:
            wrong[seed] = found
    assert not wrong


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BATCH))
def test_the_plan_or_why_there_is_none(first: int) -> None:
    """With dates and promises drawn blindly there is a sound plan, or named conflicts."""
    wrong = {}
    for seed in range(first, min(first + BATCH, FIRST + CASES)):
        neighbourhood = random_neighbourhood(seed, feasible=False)
        if any(one.severity == "error" for one in problems(neighbourhood)):
            continue
        try:
            found = complaints(neighbourhood, seed, "hecht")
        except NoPlan as refusal:
            named = list(refusal.conflicts)
            found = [] if named and all(str(one).strip() for one in named) else ["no conflict"]
            if check(neighbourhood, simple_course(neighbourhood)) == []:
                found.append(f"no plan, though the simple planner makes one: {refusal}")
        if found:
            wrong[seed] = found
    assert not wrong


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, 5 * BATCH))
def test_the_search_never_does_worse_than_practice(first: int) -> None:
    """The planner's plan scores at least as much as what is done today."""
    wrong = {}
    for seed in range(first, min(first + BATCH, FIRST + CASES)):
        neighbourhood = random_neighbourhood(seed)
        ours, today = (_plan(neighbourhood, seed, method).score for method in METHODS)
        if ours < today:
            wrong[seed] = (ours, today)
    assert not wrong


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES, 3 * BATCH))
def test_the_same_seed_gives_the_same_plan(seed: int) -> None:
    """Seed and rounds decide the plan; the number of workers does not."""
    neighbourhood = random_neighbourhood(seed)
    one, other = (
        make_plan(neighbourhood, seed=seed, iterations=2, workers=workers) for workers in (1, 2)
    )
    assert one.course == other.course
    assert one.score == other.score
