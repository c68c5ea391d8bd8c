""" "Next to my sister": sound plans that do it, or the changes with which there is one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from hecht.neighbourhood import ReturnWish
from hecht.neighbourhood.distance import near as is_near
from hecht.outcomes import score
from hecht.outcomes.places import places
from hecht.planning.check import check
from hecht.planning.explain.near import Near, near
from hecht.planning.make import make_plan
from hecht.planning.plan import Plan
from tests.neighbourhoods import random_neighbourhood

SEEDS = (3, 5, 7, 14)


@cache
def _plan(seed: int) -> Plan:
    drawn = random_neighbourhood(seed, temporary=(2, 4), promises=False)
    policy = replace(drawn.policy, near_m=15.0, far_m=45.0, temporary_months_max=12)
    return make_plan(replace(drawn, policy=policy), iterations=3, seed=1, workers=1)


@cache
def _asked(seed: int) -> tuple[Near, ...]:
    plan = _plan(seed)
    inside = [h for h in plan.neighbourhood.households if h.wish is not ReturnWish.ELSEWHERE]
    pairs = list(combinations([h.id for h in inside], 2))[:6]
    return tuple(near(plan, a, b, rounds=2, seed=1) for a, b in pairs)


def _close(plan: Plan, found: Near, course: object) -> bool:
    final = places(plan.neighbourhood, course).final  # type: ignore[arg-type]
    one, other = final.get(found.household), final.get(found.other)
    return one is not None and other is not None and is_near(one, other, plan.neighbourhood.policy)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_with_both_near_is_sound_and_costs_what_it_says(seed: int) -> None:
    """Whatever is found keeps to the rules, has both near each other, and is priced truly."""
    plan = _plan(seed)
    for found in _asked(seed):
        assert found.now == _close(plan, found, plan.course)
        if found.found is None:
            continue
        assert _close(plan, found, found.found.course)
        assert check(plan.neighbourhood, found.found.course) == []
        assert plan.score - score(plan.neighbourhood, found.found.course) == found.found.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_not_possible_says_why_and_what_would_help(seed: int) -> None:
    """Without a plan there is a rule in the way, and ways out are ranked and do what they say."""
    for found in _asked(seed):
        if found.now or found.found is not None:
            assert found.ways == ()
            continue
        assert found.rule
        costs = [way.found.cost for way in found.ways]
        assert costs == sorted(costs)
        for way in found.ways:
            assert way.household in ("", found.household, found.other)


def test_there_are_cases_of_each_kind() -> None:
    """The pairs that are asked about hold near ones, possible ones and impossible ones."""
    asked = [found for seed in SEEDS for found in _asked(seed)]
    assert any(found.now for found in asked)
    assert any(found.found is not None for found in asked)
    assert any(found.ways for found in asked)


def test_the_same_question_gives_the_same_answer() -> None:
    """The answer depends on the plan, the rounds and the seed alone."""
    first = _asked(3)[0]
    assert near(_plan(3), first.household, first.other, rounds=2, seed=1) == first


def test_a_household_is_not_near_itself() -> None:
    """Asking for one household twice is refused, as is one that does not exist."""
    plan = _plan(3)
    one = plan.neighbourhood.households[0].id
    with pytest.raises(ValueError, match="two different"):
        near(plan, one, one)
    with pytest.raises(ValueError, match=r"households\.csv"):
        near(plan, one, "nobody")
