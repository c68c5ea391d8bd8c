"""Placements from the relaxed problem: fit for use, repeatable, better than leaving ties out."""

import itertools

import numpy as np
import pytest

from hecht.planning.placement import PlacementProblem
from hecht.planning.placement.arrays import compile_arrays
from hecht.planning.placement.relaxed import (
    Shared,
    relaxed_placement,
    spread_pull,
    spread_ties,
)
from hecht.planning.placement.transport import Transport


def communities(seed: int, size: int = 6, count: int = 4) -> PlacementProblem:
    """Return communities that each fit in one block, with homes worth something at random."""
    rng = np.random.default_rng(seed)
    n = size * count
    ties = [
        (i, j)
        for c in range(count)
        for i, j in itertools.combinations(range(c * size, (c + 1) * size), 2)
    ]
    closeness = np.where(np.eye(count, dtype=bool), 10, 0)
    return PlacementProblem.from_pairs(
        n,
        np.repeat(np.arange(n), n),
        np.tile(np.arange(n), n),
        rng.integers(0, 30, n * n),
        capacity=np.ones(n, np.int64),
        place=np.repeat(np.arange(count), size),
        closeness=closeness,
        ties=np.array(ties),
        weight=np.ones(len(ties), np.int64),
    )


@pytest.mark.parametrize("seed", range(10))
def test_everybody_has_a_home_of_its_own(seed: int) -> None:
    """A relaxed placement is a placement, and the same every time."""
    problem = communities(seed)
    a = compile_arrays(problem)
    pair = relaxed_placement(a)
    cells = a.original[a.cell[pair]]
    assert len(set(cells.tolist())) == problem.households
    assert (pair == relaxed_placement(a)).all()


def test_communities_stay_together() -> None:
    """Where ties weigh most, more are kept than by the placement that leaves them out."""
    gained = 0
    for seed in range(10):
        problem = communities(seed)
        a = compile_arrays(problem)
        untied = Transport(a.start, a.cell, a.capacity)
        untied.solve(a.value)
        there = problem.score(a.original[a.cell[relaxed_placement(a)]])
        without = problem.score(a.original[a.cell[untied.pair]])
        gained += there > without
    assert gained == 10


def test_the_spread_score_of_a_placement_is_its_score() -> None:
    """With everybody in one home the relaxed points are the true ones."""
    problem = communities(3)
    a = compile_arrays(problem)
    pair = relaxed_placement(a)
    spread = np.zeros(len(a.reach_place))
    spread[a.pair_reach[pair]] = 1.0
    ties = spread_ties(a, spread)
    assert int(a.value[pair].sum()) + round(ties) == problem.score(a.original[a.cell[pair]])
    pull = np.zeros(len(a.reach_place))
    spread_pull(a, spread, pull)
    assert round(float(pull[a.pair_reach[pair]].sum())) == round(2 * ties)


def test_what_all_share_gets_a_price() -> None:
    """Of eight households that would all use it, few do: those to whom it is worth most."""
    n, room = 8, 3
    problem = PlacementProblem.from_pairs(
        n,
        np.repeat(np.arange(n), 2),
        np.tile([0, 1], n),
        np.array([[10 + 5 * h, 0] for h in range(n)]).ravel(),
        capacity=np.array([n, n]),
        place=np.array([0, 1]),
        closeness=np.zeros((2, 2), np.int64),
        ties=np.zeros((0, 2), np.int64),
        weight=np.zeros(0, np.int64),
    )
    a = compile_arrays(problem)
    uses = np.tile([1, 0], n)[:, None]
    zero = np.zeros((2 * n, 1), np.int64)
    limit = Shared(
        zero, zero, uses, zero + 1, np.ones((1, 1), np.int64), np.full((1, 1), room), 4.0
    )
    price = np.zeros((1, 1))
    pair = relaxed_placement(a, shared=limit, price=price)
    users = np.nonzero(a.cell[pair] == 0)[0]
    assert room <= len(users) <= room + 2
    assert (users >= n - len(users)).all()
    assert price[0, 0] > 0
    assert (a.cell[relaxed_placement(a)] == 0).all()
