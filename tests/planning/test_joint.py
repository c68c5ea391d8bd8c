"""The engine on joint problems of plain arrays, against their definition written out apart."""

import numpy as np
import pytest

from hecht.planning.joint import joint_instance, points_of, search_joint, solution_of
from hecht.planning.joint_bound import joint_bound
from hecht.planning.peers.joint import JointProblem, complaints, joint_score
from hecht.planning.state import State


def joint(seed: int, blocks: int = 4, size: int = 3) -> JointProblem:
    """Return blocks of like size, every home open to everybody."""
    rng = np.random.default_rng(seed)
    n = blocks * size
    pairs = {tuple(sorted(rng.choice(n, 2, replace=False).tolist())) for _ in range(2 * n)}
    near = rng.integers(0, 6, (blocks, blocks))
    return JointProblem(
        household=np.repeat(np.arange(n), n),
        home=np.tile(np.arange(n), n),
        value=rng.integers(0, 40, n * n),
        block=np.repeat(np.arange(blocks), size),
        old_block=np.repeat(np.arange(blocks), size),
        closeness=np.maximum(near, near.T) + 5 * np.eye(blocks, dtype=np.int64),
        ties=np.array(sorted(pairs)),
        weight=rng.integers(1, 5, len(pairs)),
        duration=3,
        sites=2,
        temporary=size,
        horizon=20,
    )


@pytest.mark.parametrize("seed", range(6))
def test_every_plan_told_of_keeps_the_rules_and_has_the_score_told(seed: int) -> None:
    """What the engine counts is what the definition gives, and each plan is better."""
    problem = joint(seed)
    scores: list[int] = []

    def found(state: State) -> None:
        solution = solution_of(problem, state)
        assert complaints(problem, solution) == []
        score = joint_score(problem, solution)
        assert score == points_of(problem, state)
        scores.append(int(score or 0))

    search_joint(problem, seed=1, workers=1, stop=lambda done: done >= 8, found=found)
    assert scores
    assert scores == sorted(set(scores))


def test_the_workers_do_not_change_the_result() -> None:
    """One thread or two, the same rounds give the same plan."""
    problem = joint(1)
    ends = [
        search_joint(problem, seed=2, workers=w, stop=lambda done: done >= 40, found=lambda s: None)
        for w in (1, 2)
    ]
    assert (ends[0].home == ends[1].home).all()
    assert (ends[0].starts == ends[1].starts).all()


def test_homes_that_do_not_suit_are_not_given() -> None:
    """A household ends in one of its listed homes only."""
    problem = joint(4)
    keep = (problem.household + problem.home) % 3 != 0
    keep |= problem.household == problem.home
    narrow = JointProblem(
        **{
            **problem.__dict__,
            "household": problem.household[keep],
            "home": problem.home[keep],
            "value": problem.value[keep],
        }
    )
    end = search_joint(narrow, seed=1, workers=1, stop=lambda done: done >= 8, found=lambda s: None)
    allowed = set(zip(narrow.household.tolist(), narrow.home.tolist(), strict=True))
    assert {(h, int(f)) for h, f in enumerate(end.home)} <= allowed
    assert joint_instance(narrow).unplaceable == 0


def _eight(done: int) -> bool:
    return done >= 8


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_exceeds_the_bound(seed: int) -> None:
    """The bound holds for what the search finds, whatever the calendar."""
    problem = joint(seed)
    end = search_joint(
        problem, seed=1, workers=1, stop=lambda done: done >= 8, found=lambda s: None
    )
    assert points_of(problem, end) <= joint_bound(problem, rounds=5, spans=12).value
