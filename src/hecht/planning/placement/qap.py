"""Search for complete placements: a home of its own for everyone, nearly everyone tied.

This is the quadratic assignment problem. A small population per island: parents are crossed,
children improved by robust tabu search; an island that has gone stale keeps its best, shakes the
rest and searches longer. The result is a function of problem, seed, chains and rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from hecht.planning.placement.problem import IntArray, PlacementProblem
from hecht.planning.placement.random_numbers import stream
from hecht.planning.placement.search import Placement
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
STALE = 60
"""Generations without a new best after which an island begins anew."""
LONGEST_WALK = 1 << 20
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


class CompleteSearch:
    """A memetic tabu search that goes on round by round and can stop between any two.

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
        self._islands = [Island(dense, seed, number) for number in range(max(1, chains))]
        self.rounds = 0

    def run(
        self,
        *,
        rounds: int | None = None,
        seconds: float | None = None,
        progress: Callable[[int, int], bool] | None = None,
    ) -> Placement:
        """Run rounds (a generation on every island) until one of the limits; return the best.

        Args:
            rounds: how many rounds to add.
            seconds: wall-clock seconds after which no further round begins.
            progress: called after each round with (rounds, best score); False stops the search.
        """
        if rounds is None and seconds is None:
            raise ValueError("give rounds, seconds or both")
        end = None if seconds is None else time.monotonic() + seconds
        last = None if rounds is None else self.rounds + rounds
        pool = ThreadPoolExecutor(self.workers) if self.workers > 1 else None
        try:
            while (last is None or self.rounds < last) and (end is None or time.monotonic() < end):
                if pool is None:
                    for island in self._islands:
                        island.generation()
                else:
                    list(pool.map(Island.generation, self._islands))
                self.rounds += 1
                if progress is not None and progress(self.rounds, -self._best().cost) is False:
                    break
        finally:
            if pool is not None:
                pool.shutdown()
        return self.placement()

    def placement(self) -> Placement:
        """Return the best placement so far, its score recomputed from the definition."""
        cells = self._best().best.copy()
        return Placement(cells=cells, score=self.problem.score(cells), rounds=self.rounds)

    def _best(self) -> Island:
        return min(self._islands, key=lambda island: island.cost)


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
        self.length = 10 * self.size
        self.stale = 0

    def generation(self) -> None:
        """Fill the population, or breed one child."""
        if len(self.members) < POPULATION:
            self._take(self._random())
            return
        one, two = self._parent(), self._parent()
        child = cross(one, two, self.rng)
        if np.array_equal(child, one) or np.array_equal(child, two):
            shuffle(child, max(3, self.size // 4), self.rng)
        self._take(child)
        if self.stale >= STALE:
            self._begin_anew()

    def _take(self, begin: IntArray) -> None:
        """Improve a permutation and let it in when it is new and not the worst."""
        cost = tabu(self.dense, self.walk, begin, self.length, self.rng)
        item = self.walk.best.copy()
        self.stale += 1
        if cost < self.cost:
            self.cost, self.best, self.stale = cost, item, 0
        if any(cost == c and np.array_equal(item, other) for c, other in self.members):
            return
        if len(self.members) < POPULATION:
            self.members.append((cost, item))
            return
        worst = max(range(POPULATION), key=lambda q: self.members[q][0])
        if cost < self.members[worst][0]:
            self.members[worst] = (cost, item)

    def _begin_anew(self) -> None:
        """Keep the best, shake half of everyone else's homes, search twice as long."""
        self.length = min(LONGEST_WALK, 2 * self.length)
        self.stale = 0
        others = [item.copy() for _, item in self.members]
        self.members = [(self.cost, self.best.copy())]
        for item in others[1:]:
            shuffle(item, max(2, self.size // 2), self.rng)
            self._take(item)

    def _parent(self) -> IntArray:
        """Return the better of two random members."""
        first = self.members[_pick(self.rng, len(self.members))]
        second = self.members[_pick(self.rng, len(self.members))]
        return (first if first[0] <= second[0] else second)[1]

    def _random(self) -> IntArray:
        item = np.arange(self.size)
        shuffle(item, self.size, self.rng)
        return item


def _pick(rng: IntArray, limit: int) -> int:
    """Return a random integer 0..limit - 1 outside the kernels."""
    word = np.arange(limit)
    shuffle(word, 1, rng)
    return int(word[0])
