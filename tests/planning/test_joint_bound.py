"""Bounds on joint problems against all calendars and all placements of tiny ones."""

from __future__ import annotations

from functools import cache
from itertools import permutations, product

import numpy as np
import pytest

from hecht.planning.bounds.calendar_tree import FAR, CalendarTree
from hecht.planning.joint_bound import JointRelaxation, joint_bound
from hecht.planning.peers.joint import JointProblem, joint_score

HORIZON = 10


@cache
def tiny(seed: int, lived_in: tuple[int, ...] = (2, 2, 2)) -> JointProblem:
    """Return three blocks of two homes; `lived_in` says how many households each has."""
    rng = np.random.default_rng(seed)
    n = 6
    pairs = sorted({tuple(sorted(rng.choice(n, 2, replace=False).tolist())) for _ in range(2 * n)})
    near = rng.integers(0, 6, (3, 3))
    return JointProblem(
        household=np.repeat(np.arange(n), n),
        home=np.tile(np.arange(n), n),
        value=rng.integers(0, 60, n * n),
        block=np.repeat(np.arange(3), 2),
        old_block=np.repeat(np.arange(3), lived_in),
        closeness=np.maximum(near, near.T) + 5 * np.eye(3, dtype=np.int64),
        ties=np.array(pairs),
        weight=rng.integers(1, 9, len(pairs)),
        duration=3,
        sites=int(rng.integers(1, 4)),
        temporary=int(rng.integers(2, 7)),
        horizon=HORIZON,
    )


def best(problem: JointProblem) -> int | None:
    """Return the best score of all plans, counted anew from the definition; None: no plan."""
    homes = np.array(list(permutations(range(6))))
    worth = problem.value.reshape(6, 6)[np.arange(6), homes].sum(axis=1)
    new = problem.block[homes]
    for (one, other), weight in zip(problem.ties, problem.weight, strict=True):
        worth = worth + weight * problem.closeness[new[:, one], new[:, other]]
    found, plan = None, None
    for starts in product(range(problem.horizon - problem.duration + 1), repeat=3):
        start = np.array(starts)
        work = [
            ((start <= q) & (q < start + problem.duration)).sum() for q in range(problem.horizon)
        ]
        if max(work) > problem.sites:
            continue
        out, ready = start[problem.old_block], start[new] + problem.duration
        away = (new == problem.old_block) | (ready > out)
        quarter = np.arange(problem.horizon)
        there = away[..., None] & (out[None, :, None] <= quarter) & (quarter < ready[..., None])
        score = worth - (away * (40 + 2 * (ready - out))).sum(axis=1)
        score = score - 20 * (max(starts) + problem.duration)
        score = np.where((there.sum(axis=1) <= problem.temporary).all(axis=1), score, -(10**9))
        top = int(np.argmax(score))
        if score[top] > -(10**9) and (found is None or score[top] > found):
            found, plan = int(score[top]), np.concatenate([start, homes[top]])
    if plan is not None:
        assert joint_score(problem, plan) == found
    return found


CASES = [(seed, shape) for seed in range(5) for shape in ((2, 2, 2), (3, 2, 1))]


@pytest.mark.parametrize(("seed", "lived_in"), CASES)
def test_no_plan_exceeds_the_bound_however_far_it_branches(
    seed: int, lived_in: tuple[int, ...]
) -> None:
    """All calendars and placements are tried; branching draws the bound in, never too far."""
    problem = tiny(seed, lived_in)
    relaxation = JointRelaxation(problem, rounds=5)
    tree = CalendarTree(relaxation, relaxation.whole())
    values = [tree.value, *(tree.run(spans=spans).value for spans in (6, 30, 120))]
    assert values == sorted(values, reverse=True)
    most = best(problem)
    if most is not None:
        assert most <= values[-1]


def test_branching_comes_near_the_best_plan() -> None:
    """Over some tiny problems most of the gap that calendars leave is closed."""
    before = after = 0
    for seed in range(5):
        problem = tiny(seed)
        found, most = joint_bound(problem, rounds=20, spans=200), best(problem)
        if most is not None:
            before += found.root - most
            after += found.value - most
    assert 0 <= after < before / 2


@pytest.mark.parametrize("seed", range(5))
def test_the_bound_of_each_calendar_holds_for_it(seed: int) -> None:
    """The relaxation of one calendar alone is a bound as well, and no higher than the whole's."""
    problem = tiny(seed)
    relaxation = JointRelaxation(problem, rounds=20)
    span = relaxation.whole()
    if span is None:
        pytest.skip("no calendar with so few sites and temporary homes")
    whole = relaxation.solve(span, None)
    for b, start in enumerate((0, 3, 6)):
        span = span and span.narrowed(b + 1, 0, -start)
        span = span and span.narrowed(0, b + 1, start)
    assert span is not None
    assert whole is not None
    one = relaxation.solve(span, whole)
    assert one is not None
    assert span.first.tolist() == [0, 3, 6]
    homes = np.array(list(permutations(range(6))))
    scores = [joint_score(problem, np.concatenate([[0, 3, 6], row])) for row in homes]
    assert max(score for score in scores if score is not None) <= min(one.bound, whole.bound)


def test_temporary_homes_hold_the_works_up() -> None:
    """With two temporary homes blocks of two are done one by one, and two must move twice."""
    problem = JointProblem(**{**tiny(0).__dict__, "temporary": 2, "sites": 3})
    relaxation = JointRelaxation(problem, rounds=1)
    assert relaxation.shortest == 9
    assert relaxation.fewest_away == 2
    ample = JointProblem(**{**tiny(0).__dict__, "temporary": 6, "sites": 3, "horizon": 5})
    relaxation = JointRelaxation(ample, rounds=1)
    assert relaxation.shortest == 3
    assert relaxation.fewest_away == 6


def test_the_same_spans_give_the_same_bound() -> None:
    """The result follows from the problem and the numbers alone."""
    problem = tiny(2)
    assert joint_bound(problem, rounds=5, spans=20) == joint_bound(problem, rounds=5, spans=20)


def test_without_a_calendar_nothing_is_claimed() -> None:
    """Blocks that do not fit the horizon have no plan, and no bound."""
    problem = JointProblem(**{**tiny(0).__dict__, "temporary": 2, "horizon": 8})
    assert best(problem) is None
    assert joint_bound(problem, rounds=1).value == FAR
