"""Peers on the joint problem: evaluator, whole model, practice and annealing."""

import numpy as np
import pytest

from hecht.planning.peers import NotApplicable, Run, peer
from hecht.planning.peers.joint import as_listed, complaints, joint_score
from hecht.planning.peers.tiny import rehearse
from tests.planning.peers.cases import best_joint, random_joint


def test_a_plan_by_hand() -> None:
    """Two blocks one after the other: values, ties, waiting and duration as stated."""
    problem = random_joint(1, temporary=6)
    problem.value[:] = 10
    plan = [0, 2, 4, 0, 1, 2, 3, 4, 5]
    ties = sum(
        int(w) * int(problem.closeness[i // 2, j // 2])
        for (i, j), w in zip(problem.ties.tolist(), problem.weight.tolist(), strict=True)
    )
    assert joint_score(problem, plan) == 6 * 10 + ties - 6 * (40 + 2 * 2) - 20 * 6


def test_a_direct_move_costs_nothing() -> None:
    """A household whose new block is finished when its own starts is in no temporary home."""
    problem = random_joint(1, temporary=6)
    problem.household, problem.home = (
        axis.astype(np.int64) for axis in np.nonzero(np.ones((6, 6)))
    )
    problem.value, problem.weight = np.zeros(36, np.int64), np.zeros(4, np.int64)
    # households 0, 1 go to block 2 later; 2, 3 go to block 0, which is ready when theirs starts
    plan = [0, 2, 4, 4, 5, 0, 1, 2, 3]
    assert joint_score(problem, plan) == -2 * (40 + 2 * 6) - 20 * 6


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({0: 6}, "not finished within the horizon"),
        ({1: 0, 2: 0}, "3 sites in quarter 0"),
        ({3: 1, 4: 1}, "two households in one home"),
    ],
)
def test_broken_rules_are_named(change: dict[int, int], words: str) -> None:
    """Each rule that a plan breaks is told, and such a plan has no score."""
    problem = random_joint(1, temporary=6)
    problem.household, problem.home = (
        axis.astype(np.int64) for axis in np.nonzero(np.ones((6, 6)))
    )
    problem.value = np.zeros(36, np.int64)
    plan = [0, 2, 4, 0, 1, 2, 3, 4, 5]
    assert complaints(problem, plan) == []
    for place, value in change.items():
        plan[place] = value
    assert any(words in one for one in complaints(problem, plan))
    assert joint_score(problem, plan) is None


def test_too_few_temporary_homes() -> None:
    """More households away than there are temporary homes is no plan."""
    problem = random_joint(1, temporary=1)
    assert "2 households in temporary homes in quarter 0" in complaints(
        problem, [0, 2, 4, 0, 1, 2, 3, 4, 5]
    )


@pytest.mark.parametrize("name", ["cp-sat", "cp-sat-products"])
@pytest.mark.parametrize("seed", [1, 2])
def test_cp_sat_proves_the_optimum(name: str, seed: int) -> None:
    """The whole model's optimum on tiny problems is that of enumeration."""
    problem = random_joint(seed)
    best = best_joint(problem)
    found: list[int | None] = []
    bounds: list[int] = []
    peer(name, "joint")(
        problem,
        Run(30.0, found=lambda plan: found.append(joint_score(problem, plan)), bound=bounds.append),
    )
    assert found[-1] == best == min(bounds)


@pytest.mark.parametrize("seed", [1, 2])
def test_highs_through_scipy_proves_the_optimum(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model by quarters has the same optimum; scipy's HiGHS may share a process with CP-SAT."""
    import sys

    monkeypatch.setitem(sys.modules, "highspy", None)
    problem = random_joint(seed)
    found: list[int | None] = []
    bounds: list[int] = []
    peer("highs", "joint")(
        problem,
        Run(60.0, found=lambda plan: found.append(joint_score(problem, plan)), bound=bounds.append),
    )
    assert found[-1] == best_joint(problem) == min(bounds)


@pytest.mark.parametrize("name", ["practice", "annealing"])
def test_others_hand_over_plans(name: str) -> None:
    """Practice and annealing hand over plans; annealing comes to the optimum of tiny problems."""
    problem = random_joint(2, temporary=4)
    found: list[int | None] = []
    rehearse(name, "joint", 2)
    try:
        peer(name, "joint")(
            problem, Run(1.0, found=lambda plan: found.append(joint_score(problem, plan)))
        )
    except NotApplicable as error:
        pytest.fail(str(error))
    assert None not in found
    if name == "annealing":
        assert found[-1] == best_joint(problem)


def test_practice_keeps_the_order_of_listing() -> None:
    """Blocks start in the order in which they are listed."""
    problem = random_joint(2, temporary=4)
    starts = as_listed(problem)[: problem.blocks].tolist()
    assert starts == sorted(starts)
