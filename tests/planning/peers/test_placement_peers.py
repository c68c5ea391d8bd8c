"""Peers on placements: they solve the same problem, and are scored by code of its own."""

import numpy as np
import pytest

from hecht.planning.peers import NotApplicable, Run, peer
from hecht.planning.peers.placement_score import placement_score
from hecht.planning.peers.tiny import rehearse
from hecht.planning.placement import PlacementProblem, place
from tests.planning.peers.cases import best_placement, random_placement

PROVING = ("cp-sat", "cp-sat-products")
OTHERS = ("hecht", "hecht-proof", "annealing", "faq", "practice")


def solved(name: str, problem: PlacementProblem, seconds: float) -> tuple[int | None, int | None]:
    """Return the best score that a peer reached, recomputed, and its bound."""
    found: list[int] = []
    bounds: list[int] = []

    def hand_over(cells: np.ndarray) -> None:
        score = placement_score(problem, cells)
        assert score is not None
        found.append(score)

    peer(name, "placement")(problem, Run(seconds, found=hand_over, bound=bounds.append))
    return max(found, default=None), min(bounds, default=None)


def test_score_agrees_with_the_definition_of_the_problem() -> None:
    """Two evaluators that share no code come to the same score, and refuse the same."""
    for seed in range(20):
        problem = random_placement(seed)
        rng = np.random.default_rng(seed)
        for _ in range(20):
            cells = rng.permutation(problem.cells)[: problem.households]
            mine = placement_score(problem, cells)
            assert (mine is None) == bool(problem.violations(cells))
            if mine is not None:
                assert mine == problem.score(cells)


def test_score_refuses_two_households_in_one_home() -> None:
    """A home taken twice, or one household too few, is no placement."""
    problem = random_placement(1)
    good = place(problem, rounds=1).cells
    assert placement_score(problem, good[:-1]) is None
    twice = good.copy()
    for h in range(1, problem.households):
        row = problem.cell[problem.start[h] : problem.start[h + 1]]
        if good[0] in row:
            twice[h] = good[0]
            break
    assert placement_score(problem, twice) is None


@pytest.mark.parametrize("name", PROVING)
@pytest.mark.parametrize("seed", range(4))
def test_cp_sat_proves_the_optimum_and_hecht_equals_it(name: str, seed: int) -> None:
    """On tiny problems the model's optimum and bound are those of enumeration, and hecht's."""
    problem = random_placement(seed)
    best = best_placement(problem)
    assert solved(name, problem, 20.0) == (best, best)
    assert place(problem, rounds=3).score == best


@pytest.mark.parametrize("name", ["highs", "highs-products"])
@pytest.mark.parametrize("seed", range(3))
def test_highs_proves_the_optimum(name: str, seed: int) -> None:
    """The same for HiGHS, through whichever interface is installed."""
    problem = random_placement(seed)
    best = best_placement(problem)
    assert _in_a_process(name, seed) == (best, best)


def test_highs_through_scipy_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without highspy the model goes to scipy's HiGHS and has the same optimum."""
    import sys

    monkeypatch.setitem(sys.modules, "highspy", None)
    problem = random_placement(2)
    best = best_placement(problem)
    assert solved("highs", problem, 20.0) == (best, best)


def test_highs_without_ties_equals_hecht() -> None:
    """Where there are no ties every peer that proves its optimum comes to hecht's score."""
    problem = random_placement(5, n=6, m=8, ties=0)
    assert solved("cp-sat", problem, 20.0)[0] == place(problem, rounds=2).score


@pytest.mark.parametrize("name", OTHERS)
def test_heuristics_hand_over_placements(name: str) -> None:
    """Every other peer hands over placements that keep to the rules, none above the optimum."""
    rehearse(name, "placement", 2)
    for seed in range(3):
        problem = random_placement(seed)
        best = best_placement(problem)
        score, bound = solved(name, problem, 0.4)
        assert score is not None
        assert score <= best
        if name in ("hecht", "annealing"):
            assert score == best
        if bound is not None:
            assert bound >= best


def test_faq_says_where_it_cannot_be_used() -> None:
    """Ties with tables of their own do not fit in one quadratic assignment problem."""
    problem = random_placement(1)
    two = PlacementProblem(
        problem.capacity, problem.place, problem.start, problem.cell, problem.value,
        np.concatenate([problem.closeness, problem.closeness]), problem.ties, problem.weight,
    )  # fmt: skip
    with pytest.raises(NotApplicable, match="one table of closeness"):
        peer("faq", "placement")(two, Run(1.0))


def test_an_unknown_peer_is_refused() -> None:
    """The message names the peers there are."""
    with pytest.raises(ValueError, match="choose from hecht, "):
        peer("gurobi", "placement")
    with pytest.raises(ValueError, match="cannot be used for a joint"):
        peer("faq", "joint")


def _in_a_process(name: str, seed: int) -> tuple[int, int]:
    """Solve in a process of its own: HiGHS and CP-SAT must not share one."""
    import subprocess
    import sys

    words = (
        "from tests.planning.peers.test_placement_peers import solved\n"
        "from tests.planning.peers.cases import random_placement\n"
        f"print(*solved({name!r}, random_placement({seed}), 20.0))"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    score, bound = done.stdout.split()
    return int(score), int(bound)
