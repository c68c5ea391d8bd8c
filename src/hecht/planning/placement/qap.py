"""Search for complete placements: a home of its own for everyone, nearly everyone tied.

This is the quadratic assignment problem. A small population per island: parents are crossed,
children improved by robust tabu search; a population that has gone stale keeps its best and the
others are shaken, harder each time it does not help (a memetic search in the manner of Benlic and
Hao 2015). The result is a function of problem, seed, chains and rounds (see `rounds.py`).
"""

from __future__ import annotations

import numpy as np

from hecht.planning.placement.problem import IntArray, PlacementProblem
from hecht.planning.placement.random_numbers import draws, stream
from hecht.planning.placement.rounds import Placement, RoundSearch
from hecht.planning.placement.tabu import (
    Dense,
    cross,
    make_dense,
    new_walk,
    permutation_cost,
    shuffle,
    tabu,
)

POPULATION = 15
STALE = 15
"""Children in a row without a new best after which a population is shaken."""
COMPETITORS = 4
"""A parent is the best of so many random members."""
WALKS = (50, 20)
"""Iterations of tabu search per household and child, by island: long walks suit unstructured
problems, short ones problems with a structure that children can inherit."""
LARGEST = 1024
"""Above this many households the full table of swaps no longer pays."""


def is_complete(problem: PlacementProblem) -> bool:
    """Whether a problem is a quadratic assignment problem that the dense kernel can take.

    As many cells as households, one home each, everybody eligible everywhere, one closeness
    table over the cells themselves, and at most LARGEST of them.
    """
    n = problem.households
    return (
        n >= 2
        and problem.cells == n
        and bool((problem.capacity == 1).all())
        and len(problem.cell) == n * n
        and problem.closeness.shape == (1, n, n)
        and np.array_equal(problem.place, np.arange(n))
        and n <= LARGEST
    )


def dense_form(problem: PlacementProblem) -> Dense:
    """Return a complete problem as flow, distance and cost to be minimised."""
    n = problem.households
    flow = np.zeros((n, n), np.int64)
    np.add.at(flow, (problem.ties[:, 0], problem.ties[:, 1]), problem.weight)
    # the diagonal of closeness plays no part: nobody shares a home, no tie is with oneself
    distance = -problem.closeness[0]
    np.fill_diagonal(distance, 0)
    return make_dense(flow, distance, -problem.value.reshape(n, n))


class CompleteSearch(RoundSearch):
    """A memetic tabu search that goes on round by round and can stop between any two.

    A round is one tabu search on every island.

    Args:
        problem: a complete problem, see `is_complete`.
        seed: the same seed and the same number of rounds give the same placement.
        chains: islands that run side by side; the result depends on it.
        workers: threads that run them; the result does not depend on it.
    """

    def __init__(
        self, problem: PlacementProblem, *, seed: int = 1, chains: int = 2, workers: int = 1
    ) -> None:
        """Set the islands up; nothing is searched yet."""
        if not is_complete(problem):
            raise ValueError("not a complete problem: use PlacementSearch")
        self.problem, self.workers = problem, workers
        dense = dense_form(problem)
        self.chains: list[Island] = [Island(dense, seed, q) for q in range(max(1, chains))]

    @property
    def best_score(self) -> int:
        """Minus the cost of the best permutation so far."""
        return -self._best().cost

    def placement(self) -> Placement:
        """Return the best placement so far, its score recomputed from the definition."""
        cells = self._best().best.copy()
        return Placement(cells=cells, score=self.problem.score(cells), rounds=self.rounds)

    def _best(self) -> Island:
        return min(self.chains, key=lambda island: island.cost)


class Island:
    """A population that breeds by itself."""

    def __init__(self, dense: Dense, seed: int, number: int) -> None:
        """Begin with a random permutation and an empty population."""
        self.dense, self.size = dense, len(dense.flow)
        self.walk = new_walk(dense)
        self.rng = stream(seed, number)
        self.members: list[tuple[int, IntArray]] = []
        self.best = self._random()
        self.cost = permutation_cost(dense, self.best)
        self.length = WALKS[number % len(WALKS)] * self.size
        self.stale = 0
        self.shaken = self._mildest()
        self.to_shake: list[int] = []

    def advance(self) -> None:
        """Fill the population, shake one member of it, or breed one child."""
        if len(self.members) < POPULATION:
            self.members.append(self._improve(self._random()))
            self.stale = 0
            return
        if self.to_shake:
            member = self.to_shake.pop()
            item = self.members[member][1].copy()
            shuffle(item, self.shaken, self.rng)
            self.members[member] = self._improve(item)
            return
        one, two = self._parent(), self._parent()
        child = cross(one, two, self.rng)
        if np.array_equal(one, two):
            shuffle(child, self._mildest(), self.rng)
        self._enter(*self._improve(child))
        if self.stale >= STALE:
            self._shake()

    def _improve(self, begin: IntArray) -> tuple[int, IntArray]:
        """Return the cost and permutation of a tabu search; keep it when it is a new best."""
        cost = tabu(self.dense, self.walk, begin, self.length, self.rng)
        item = self.walk.best.copy()
        self.stale += 1
        if cost < self.cost:
            self.cost, self.best, self.stale = cost, item, 0
            self.shaken = self._mildest()
        return cost, item

    def _enter(self, cost: int, item: IntArray) -> None:
        """Let a child in when it is new and not the worst."""
        if any(cost == c and np.array_equal(item, other) for c, other in self.members):
            return
        worst = max(range(POPULATION), key=lambda q: self.members[q][0])
        if cost < self.members[worst][0]:
            self.members[worst] = (cost, item)

    def _shake(self) -> None:
        """Have everyone but the best shaken, harder than the last time."""
        best = min(range(POPULATION), key=lambda q: self.members[q][0])
        self.to_shake = [q for q in range(POPULATION) if q != best]
        self.shaken = min(self.size, self.shaken + max(1, self.size // 20))
        self.stale = -len(self.to_shake)

    def _mildest(self) -> int:
        return max(3, self.size // 4)

    def _parent(self) -> IntArray:
        """Return the best of a few random members."""
        drawn = draws(self.rng, COMPETITORS, POPULATION)
        return min((self.members[int(q)] for q in drawn), key=lambda member: member[0])[1]

    def _random(self) -> IntArray:
        item = np.arange(self.size)
        shuffle(item, self.size, self.rng)
        return item
