"""Sound plans of random neighbourhoods pass the check; damaged ones never do."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import Course, Neighbourhood, Stay, StayKind
from hecht.planning.check import check
from tests.neighbourhoods import neighbourhoods, random_neighbourhood, simple_course
from tests.planning.damage import DAMAGES, Hurt

CASES = int(os.environ.get("HECHT_CASES", "150"))


@cache
def _sound(seed: int) -> tuple[Neighbourhood, Course]:
    neighbourhood = random_neighbourhood(seed, promises=False)
    return neighbourhood, simple_course(neighbourhood)


@pytest.mark.parametrize("seed", range(0, CASES, 10))
def test_sound_plans_pass(seed: int) -> None:
    """The simple planner's plans break no rule, its accepted promises included."""
    for number in range(seed, seed + 10):
        neighbourhood = random_neighbourhood(number)
        assert check(neighbourhood, simple_course(neighbourhood)) == [], number


@pytest.mark.parametrize("name", DAMAGES)
def test_each_kind_of_damage_is_found(name: str) -> None:
    """Whatever plan is damaged, the rule is named, with the household, home or block."""
    rule, damage = DAMAGES[name]
    hits = 0
    for seed in range(CASES // 2):
        hurt = Hurt(*_sound(seed))
        where = damage(random.Random(f"{name} {seed}"), hurt)
        if where is None:
            continue
        hits += 1
        found = check(hurt.neighbourhood, hurt.course)
        assert any(
            violation.rule == rule
            and all(getattr(violation, key) == value for key, value in where.items())
            for violation in found
        ), (seed, where, found)
    assert hits >= CASES // 50, f"{name} could be tried {hits} times only"


@settings(max_examples=CASES, deadline=None)
@given(neighbourhoods(), st.integers(0, 2**32 - 1))
def test_any_course_gets_an_answer(neighbourhood: Neighbourhood, seed: int) -> None:
    """Even a scrambled course is answered with an ordered list, the same every time."""
    rng = random.Random(seed)
    homes = [home.id for home in neighbourhood.homes] + ["nowhere"]
    names = [one.id for one in neighbourhood.households] + ["nobody"]
    stays = tuple(
        Stay(
            rng.choice(names),
            rng.choice(homes),
            rng.randint(-3, 20),
            rng.randint(-3, 90),
            rng.choice(list(StayKind)),
        )
        for _ in range(rng.randint(0, 30))
    )
    starts = {
        block: rng.randint(-5, 100)
        for block in [*(one.id for one in neighbourhood.blocks), "nowhere"]
        if rng.random() < 0.8
    }
    course = Course(rng.choice((0, 12, neighbourhood.project.horizon)), starts, stays)
    found = check(neighbourhood, course)
    assert [one.rule for one in found] == sorted(one.rule for one in found)
    assert found == check(neighbourhood, course)
    assert all(one.text for one in found)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_stays_does_not_matter(seed: int) -> None:
    """A plan read with its stays in another order is the same plan."""
    neighbourhood, course = _sound(seed)
    rng = random.Random(seed)
    damaged = Hurt(neighbourhood, course)
    DAMAGES["two_households_in_a_home"][1](rng, damaged)
    mixed = replace(
        damaged.course, stays=tuple(rng.sample(damaged.course.stays, len(course.stays)))
    )
    assert check(neighbourhood, mixed) == check(neighbourhood, damaged.course)
