"""The compiled evaluation agrees with itself and never promises more than the true score."""

from __future__ import annotations

import numpy as np
import pytest

from hecht.neighbourhood import Course, Neighbourhood, StayKind
from hecht.outcomes import score
from hecht.planning.anneal import anneal
from hecht.planning.arrays import KIND, OWN_BLOCK, TO_PLACE
from hecht.planning.attempt import attempt, new_scratch
from hecht.planning.calendar_moves import calendar_holds, vary
from hecht.planning.calendar_problem import violations
from hecht.planning.calendar_serial import serial_schedule
from hecht.planning.engine import finished
from hecht.planning.first_plan import calendar_problem, place_everybody, set_calendar
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.kernel import may_have, settle
from hecht.planning.random_numbers import new_generator, slack_table
from hecht.planning.state import OBJECTIVE, VIOLATION, State, copy_state, empty_state
from tests.neighbourhoods import random_neighbourhood

SEEDS = range(0, 120)


def opened(neighbourhood: Neighbourhood) -> tuple[Instance, State] | None:
    """Return a placed state with a calendar in the given order, or None when there is none."""
    instance = compile_instance(neighbourhood)
    problem = calendar_problem(instance)
    starts = serial_schedule(problem, [task.id for task in problem.tasks])
    if starts is None:
        return None
    state = empty_state(instance.arrays)
    set_calendar(instance, state, starts)
    place_everybody(instance, state)
    return instance, state


def stirred(instance: Instance, state: State, seed: int, heat: int, tries: int = 300) -> None:
    """Run a little search on a state."""
    a = instance.arrays
    anneal(
        a,
        state,
        new_scratch(a),
        new_generator(seed, 0),
        slack_table(),
        np.array([heat], dtype=np.int64),
        tries,
        200_000,
        np.zeros(1, dtype=np.int64),
        0,
    )


def same(one: State, other: State) -> bool:
    """Return whether two states agree in every part."""
    return all(np.array_equal(p, q) for p, q in zip(one, other, strict=True))


def split(course: Course) -> bool:
    """Return whether somebody waits in more than one temporary home: a move nobody foresaw."""
    waiting = [stay.household for stay in course.stays if stay.kind is StayKind.TEMPORARY]
    return len(waiting) != len(set(waiting))


@pytest.mark.parametrize("heat", [0, 20_000, 2_000_000])
def test_incremental_evaluation_equals_evaluation_from_scratch(heat: int) -> None:
    """After hundreds of accepted and refused changes every part is as if computed afresh."""
    changed = 0
    for seed in SEEDS:
        case = opened(random_neighbourhood(seed))
        if case is None:
            continue
        instance, state = case
        before = copy_state(state)
        stirred(instance, state, seed, heat)
        fresh = copy_state(state)
        settle(instance.arrays, fresh)
        assert same(state, fresh), seed
        changed += not np.array_equal(before.home, state.home)
    assert changed > 5


def test_a_refused_change_leaves_no_trace() -> None:
    """With a slack that nothing can meet, a state is bit for bit what it was."""
    tried = 0
    for seed in SEEDS:
        case = opened(random_neighbourhood(seed))
        if case is None:
            continue
        instance, state = case
        a = instance.arrays
        scratch = new_scratch(a)
        before = copy_state(state)
        for h in a.active:
            for f in a.destinations:
                if state.taken[f] >= 0 or not may_have(a, h, f):
                    continue
                who, where = np.array([h]), np.array([f])
                assert not attempt(a, state, scratch, 1, who, where, 1, -(10**12))
                assert same(state, before), (seed, h, f)
                tried += 1
    assert tried > 100


def test_no_home_is_given_twice_and_only_suitable_ones() -> None:
    """Search keeps to one household a home, and to homes a household may have."""
    for seed in SEEDS:
        case = opened(random_neighbourhood(seed))
        if case is None:
            continue
        instance, state = case
        stirred(instance, state, seed, 50_000)
        a = instance.arrays
        used = [int(f) for f in state.home if f >= 0]
        assert len(used) == len(set(used)), seed
        for h in a.active:
            f = state.home[h]
            own = a.people[h, OWN_BLOCK] < 0
            assert f < 0 or may_have(a, h, f), (seed, h)
            assert not (own and f < 0), (seed, h)
        assert (state.home[a.people[:, KIND] == 0] >= 0).all()
        assert set(np.nonzero(a.people[:, KIND] == TO_PLACE)[0]) == set(a.active.tolist())


def test_the_search_never_promises_more_than_the_score() -> None:
    """The points found while searching are at most the score of the finished course."""
    compared = 0
    for seed in SEEDS:
        case = opened(random_neighbourhood(seed))
        if case is None:
            continue
        instance, state = case
        stirred(instance, state, seed, 10_000)
        if state.totals[VIOLATION]:
            continue
        course = finished(instance, state, seed)
        if course is None or split(course):
            continue
        true = score(instance.neighbourhood, course)
        # costs are rounded per household in the search and once in the score
        assert int(state.totals[OBJECTIVE]) <= true + len(instance.arrays.people), seed
        compared += 1
    assert compared > 15


def test_calendars_that_are_tried_keep_to_the_rules() -> None:
    """Every calendar that a variation offers satisfies crews, budget, precedence and dates."""
    offered = 0
    for seed in SEEDS:
        case = opened(random_neighbourhood(seed))
        if case is None:
            continue
        instance, state = case
        a, problem = instance.arrays, calendar_problem(instance)
        rng = new_generator(seed, 3)
        starts = state.starts.copy()
        for _ in range(20):
            if len(a.movable) and vary(a, starts, rng, 5):
                names = {
                    t.id: int(starts[b]) for t, b in zip(problem.tasks, a.movable, strict=True)
                }
                assert violations(problem, names) == [], seed
                offered += 1
        assert len(a.movable) == 0 or calendar_holds(a, starts)
    assert offered > 200
