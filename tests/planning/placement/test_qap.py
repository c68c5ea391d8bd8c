"""The complete search: exact numbers, optimum of small problems, the same every time."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from hecht.planning.placement import PlacementProblem, PlacementSearch, make_search, place
from hecht.planning.placement.qap import CompleteSearch
from hecht.planning.placement.random_numbers import stream
from hecht.planning.placement.tabu import (
    cross,
    make_dense,
    new_walk,
    permutation_cost,
    shuffle,
    tabu,
)


def matrices(rng: np.random.Generator, n: int, kind: int, top: int) -> tuple[np.ndarray, ...]:
    """Return flow, distance (symmetric by the bits of `kind`, any diagonal) and linear cost."""
    flow, distance = rng.integers(-2, top, (n, n)), rng.integers(0, top, (n, n))
    if kind & 1:
        flow = flow + flow.T
    if kind & 2:
        distance = distance + distance.T
    return flow, distance, rng.integers(-top, top, (n, n))


@pytest.mark.parametrize("kind", range(4))
@pytest.mark.parametrize("top", [9, 30_000])
def test_cost_carried_along_equals_the_cost_recomputed(kind: int, top: int) -> None:
    """After many swaps the running cost is exact, symmetric or not, in float32 and float64."""
    rng = np.random.default_rng(kind)
    for turn in range(25):
        n = int(rng.integers(3, 10))
        flow, distance, linear = matrices(rng, n, kind, top)
        dense = make_dense(flow, distance, linear)
        assert dense.flow.dtype == (np.float32 if top == 9 else np.float64)
        walk = new_walk(dense)
        begin = rng.permutation(n)

        def cost(p: np.ndarray, flow=flow, distance=distance, linear=linear, n=n) -> int:
            return int((flow * distance[np.ix_(p, p)]).sum() + linear[np.arange(n), p].sum())

        found = tabu(dense, walk, begin, int(rng.integers(1, 200)), stream(turn))
        assert found == cost(walk.best) <= cost(begin)
        assert permutation_cost(dense, begin) == cost(begin)
        assert sorted(walk.best.tolist()) == list(range(n))


def test_numbers_that_cannot_be_exact_are_refused() -> None:
    """Where a swap could leave 2^53 the dense form says so."""
    huge = np.full((3, 3), 1 << 40)
    with pytest.raises(ValueError, match=r"2\^53"):
        make_dense(huge, huge, np.zeros((3, 3), np.int64))


def test_finds_the_optimum_of_small_problems() -> None:
    """On 40 random problems of up to 6 the search equals trying every permutation."""
    rng = np.random.default_rng(8)
    for turn in range(40):
        n = int(rng.integers(2, 7))
        flow, distance, _ = matrices(rng, n, turn % 4, 20)
        problem = PlacementProblem.from_qap(flow, distance)
        best = max(problem.score(p) for p in itertools.permutations(range(n)))
        assert CompleteSearch(problem, seed=turn).run(rounds=15).score == best


def test_complete_problems_go_to_the_complete_kernel() -> None:
    """One entrance: a closeness per home takes the tabu kernel, one per block the annealing."""
    rng = np.random.default_rng(2)
    complete = PlacementProblem.from_qap(*matrices(rng, 8, 3, 9)[:2])
    blocks = replace(complete, place=np.arange(8) // 4, closeness=np.eye(2, dtype=int))
    assert isinstance(make_search(complete), CompleteSearch)
    assert isinstance(make_search(blocks), PlacementSearch)
    with pytest.raises(ValueError, match="not a complete problem"):
        CompleteSearch(blocks)


def test_both_kernels_agree_on_a_complete_problem() -> None:
    """The annealing kernel reaches the optimum of a small complete problem too."""
    rng = np.random.default_rng(6)
    problem = PlacementProblem.from_qap(*matrices(rng, 7, 3, 15)[:2])
    annealed = PlacementSearch(problem, chains=1, moves_per_round=5_000).run(rounds=15)
    assert annealed.score == place(problem, rounds=20).score


def test_same_seed_and_rounds_give_the_same_whatever_the_workers() -> None:
    """One or two threads give the same permutation; another seed may not."""
    rng = np.random.default_rng(4)
    problem = PlacementProblem.from_qap(*matrices(rng, 25, 3, 50)[:2])
    one = place(problem, rounds=40, seed=2, workers=1)
    two = place(problem, rounds=40, seed=2, workers=2)
    assert one.cells.tolist() == two.cells.tolist()
    assert one.score == problem.score(one.cells)


def test_children_are_permutations_that_keep_what_parents_share() -> None:
    """Crossover keeps agreed positions; shuffling changes at most the asked positions."""
    rng = np.random.default_rng(0)
    for turn in range(200):
        n = int(rng.integers(2, 20))
        one, two = rng.permutation(n), rng.permutation(n)
        child = cross(one, two, stream(turn))
        assert sorted(child.tolist()) == list(range(n))
        assert (child[one == two] == one[one == two]).all()
        shaken = child.copy()
        shuffle(shaken, n // 2, stream(turn))
        assert sorted(shaken.tolist()) == list(range(n))
        assert (shaken != child).sum() <= n // 2
