"""The model of all rules, against the search and against all plans of tiny neighbourhoods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import Neighbourhood, ReturnWish, StayKind
from hecht.planning import make_plan
from hecht.planning.check import check
from hecht.planning.engine import Engine, NoCalendar, finished, is_plan, left_out
from hecht.planning.feasible import feasible
from hecht.planning.insist import without_undecided
from hecht.planning.instance import compile_instance
from hecht.planning.state import VIOLATION
from tests.neighbourhoods import random_neighbourhood
from tests.planning.enumerate_plans import best_plan

SHAPES = (
    {},
    {"blocks": (1, 3), "homes": (1, 3), "temporary": (0, 3)},
    {"homes": (1, 4), "temporary": (2, 6)},
    {"blocks": (1, 2), "homes": (4, 12), "temporary": (2, 12)},
)


def some(seed: int) -> Neighbourhood:
    """Return a neighbourhood in which there is often hardly a plan."""
    return random_neighbourhood(seed, **SHAPES[seed % len(SHAPES)])  # type: ignore[arg-type]


@pytest.mark.parametrize("first", range(40_000, 40_120, 20))
def test_it_finds_a_plan_just_where_there_is_one(first: int) -> None:
    """What it gives passes the check; what it rules out the search does not find either."""
    for seed in range(first, first + 20):
        here = some(seed)
        instance = compile_instance(here)
        answer = feasible(instance, seed)
        assert answer.ruled_out == (answer.state is None), seed
        if answer.state is not None:
            assert is_plan(instance, answer.state), seed
            course = finished(instance, answer.state, seed)
            assert course is not None, seed
            assert check(here, course) == [], seed
            continue
        try:
            engine = Engine(instance, seed, 1)
        except NoCalendar:
            continue
        engine.search(lambda: 0.0, None, 3)
        assert engine.best().totals[VIOLATION] > 0 or len(left_out(instance, engine.best())), seed


@pytest.mark.parametrize("seed", [1, 3, 6, 13, 23, 24, 31, 38, 40])
def test_what_it_rules_out_no_plan_has(seed: int) -> None:
    """Of all plans of a tiny neighbourhood none lets everybody return where it says so."""
    here = random_neighbourhood(
        seed, blocks=(1, 2), homes=(1, 2), temporary=(0, 1), loose=(0, 1), duration=(1, 3)
    )
    assert len(here.households) <= 4
    # what returns are worth outweighs all else, so the best plan has as many as can be
    here = replace(here, policy=replace(here.policy, points_return=1e6, points_undecided=1e4))
    instance = compile_instance(here)
    best = best_plan(here)
    wish = {one.id: one.wish for one in here.households if here.is_affected(one)}
    stays = () if best is None else best.course.stays
    inside = {s.household for s in stays if s.end == here.project.horizon}
    inside -= {
        s.household for s in stays if s.end == here.project.horizon and s.kind is StayKind.TEMPORARY
    }
    gone = [one for one in wish if one not in inside and wish[one] is ReturnWish.RETURN]
    there_is_one = best is not None and len(gone) <= instance.unplaceable
    answer = feasible(instance, seed)
    assert (answer.state is not None) == there_is_one
    if answer.state is not None:
        undecided = [one for one in wish if wish[one] is ReturnWish.UNDECIDED]
        left = sum(
            answer.state.home[h] < 0 for h, one in enumerate(here.households) if one.id in undecided
        )
        assert left == sum(one not in inside for one in undecided)


def test_a_large_neighbourhood_is_not_tried() -> None:
    """Nothing is known of it: neither a plan nor that there is none."""
    answer = feasible(compile_instance(some(40_000)), 1, most=0)
    assert answer.state is None
    assert not answer.ruled_out


@pytest.mark.parametrize("seed", [50_039, 50_124, 50_610, 30_163])
def test_a_neighbourhood_with_a_plan_is_not_refused(seed: int) -> None:
    """Where the rounds asked find none, and cooling and many more rounds not always."""
    shapes = [*SHAPES[:3], {"blocks": (3, 8), "homes": (1, 4), "temporary": (1, 8)}, SHAPES[3]]
    here = random_neighbourhood(seed, **shapes[seed % len(shapes)])  # type: ignore[arg-type]
    plan = make_plan(here, iterations=1, seed=seed, workers=1, bounds=False, ways_out=False)
    assert check(here, plan.course) == []


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("seed", [30_110, 30_251])
def test_the_undecided_leave_before_a_neighbourhood_is_refused(
    seed: int, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody who wishes to return does, whether the model is asked or the search alone."""
    shapes = [*SHAPES[:3], {"blocks": (3, 8), "homes": (1, 4), "temporary": (1, 8)}, SHAPES[3]]
    here = random_neighbourhood(seed, **shapes[seed % len(shapes)])  # type: ignore[arg-type]
    instance = compile_instance(here)
    if not small:
        monkeypatch.setattr(
            "hecht.planning.insist.feasible", lambda one, seed: feasible(one, seed, most=0)
        )
    plan = make_plan(here, iterations=1, seed=seed, workers=1, bounds=False, ways_out=False)
    assert check(here, plan.course) == []
    inside = {s.household for s in plan.course.stays if s.end == plan.course.horizon}
    gone = {one.id: one.wish for one in here.households if one.id not in inside}
    assert ReturnWish.UNDECIDED in gone.values()
    assert sum(wish is ReturnWish.RETURN for wish in gone.values()) <= instance.unplaceable


def test_who_wishes_to_return_is_not_let_go() -> None:
    """Only those leave who are undecided, and who do not hold a promise."""
    here = some(30_110)
    instance = compile_instance(here)
    engine = Engine(instance, 1, 1)
    engine.search(lambda: 0.0, None, 1)
    after = without_undecided(instance, engine.best(), 2)
    gone = {one.wish for h, one in enumerate(here.households) if after.home[h] < 0}
    assert gone == {ReturnWish.UNDECIDED}
