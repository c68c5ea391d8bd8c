"""Search for the best placement: annealing in rounds of fixed length, several chains.

The result is a function of problem, seed and rounds alone: chains are merged by their number and
the clock only decides how many rounds are run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hecht.planning.placement.arrays import compile_arrays
from hecht.planning.placement.moves import (
    anneal,
    new_state,
    pack,
)
from hecht.planning.placement.problem import IntArray, PlacementProblem
from hecht.planning.placement.random_numbers import (
    log_table,
    stream,
    temperatures,
)
from hecht.planning.placement.transport import Transport

LEVELS = 64
"""Temperature levels in one round; a run of r rounds passes r * LEVELS levels."""
FINE = 1 << 10
"""Temperatures are in 1/FINE of a point."""
HOTTEST = 1 << 46
LONG_RUN = 100_000
"""Proposals per household after which a run is long: then four runs of each length. Single runs
of 300 homes end up to 0.5% apart, so that several long ones beat one that is longer still."""


@dataclass(frozen=True)
class Placement:
    """A placement found by search.

    Attributes:
        cells: (n,) the cell of each household.
        score: its score, recomputed from the definition.
        rounds: the rounds after which it was handed over; with the seed they replay the search.
    """

    cells: IntArray
    score: int
    rounds: int


class PlacementSearch:
    """An annealing search that goes on round by round and can stop between any two.

    Args:
        problem: what to place.
        seed: the same seed and the same number of rounds give the same placement.
        chains: chains that run side by side; the result depends on it.
        workers: threads that run them; the result does not depend on it.
        moves_per_round: proposals per chain and round; default max(50,000, 100 n).
        begin: (n,) cells to begin from (a plan in force); default: most value, ties ignored.

    Raises:
        NoPlacement: nobody can place everyone.
    """

    def __init__(
        self,
        problem: PlacementProblem,
        *,
        seed: int = 1,
        chains: int = 2,
        workers: int = 1,
        moves_per_round: int | None = None,
        begin: IntArray | None = None,
    ) -> None:
        """Find a first placement and set the chains up."""
        self.problem, self.seed, self.workers = problem, seed, workers
        self.arrays = compile_arrays(problem)
        self.tables = pack(self.arrays)
        self.rounds = 0
        n = problem.households
        self.per_level = max(1, (moves_per_round or max(50_000, 100 * n)) // LEVELS)
        first = self._first_pairs(begin)
        self.best_pair = first
        self.best_score = int(new_state(self.arrays, first).score[0])
        self._chains = [
            _Chain(self, number, first, begin is not None) for number in range(max(1, chains))
        ]

    def run(
        self,
        *,
        rounds: int | None = None,
        seconds: float | None = None,
        progress: Callable[[int, int], bool] | None = None,
    ) -> Placement:
        """Run rounds until one of the limits; return the best placement so far.

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
            while self.problem.households > 0:
                if last is not None and self.rounds >= last:
                    break
                if end is not None and time.monotonic() >= end:
                    break
                if pool is None:
                    for chain in self._chains:
                        chain.advance()
                else:
                    list(pool.map(_Chain.advance, self._chains))
                self._merge()
                if progress is not None and progress(self.rounds, self.best_score) is False:
                    break
        finally:
            if pool is not None:
                pool.shutdown()
        return self.placement()

    def placement(self) -> Placement:
        """Return the best placement so far, its score recomputed from the definition."""
        cells = self.arrays.original[self.arrays.cell[self.best_pair]]
        return Placement(cells=cells, score=self.problem.score(cells), rounds=self.rounds)

    def _first_pairs(self, begin: IntArray | None) -> IntArray:
        a = self.arrays
        transport = Transport(a.start, a.cell, a.capacity)
        if begin is not None:
            self.problem.score(begin)
            renumbered = np.empty(self.problem.cells, np.int64)
            renumbered[a.original] = np.arange(self.problem.cells)
            wanted = renumbered[np.asarray(begin, np.int64)]
            owner = np.repeat(np.arange(len(a.start) - 1), np.diff(a.start))
            return np.nonzero(a.cell == wanted[owner])[0]
        transport.solve(a.value)
        return transport.pair.copy()

    def _merge(self) -> None:
        """Take over the best of the chains, the lowest number where they are equal."""
        self.rounds += 1
        for chain in self._chains:
            if int(chain.state.best_score[0]) > self.best_score:
                self.best_score = int(chain.state.best_score[0])
                self.best_pair = chain.state.best_pair.copy()
        for chain in self._chains:
            chain.begin_next_run()


class _Chain:
    """One chain: longer and longer runs, each cooled from hot to cold.

    Long runs from a high temperature measured better than reheating the best (six seeds at 300
    and 2,000 homes), so every run begins hot; odd chains a little less, for variety. Only a plan
    in force is first improved without heating it away.
    """

    def __init__(self, search: PlacementSearch, number: int, first: IntArray, kept: bool) -> None:
        self.search, self.number = search, number
        self.rng = stream(search.seed, number)
        self.state = new_state(search.arrays, first)
        typical = min(HOTTEST, _typical_change(search.problem) * FINE)
        self.cold = max(FINE // 8, typical // 25)
        self.hot = max(self.cold, typical if number % 2 == 0 else 3 * typical // 4)
        self.runs = 0
        self.at = 0
        self.levels = temperatures(2 * self.cold if kept else self.hot, self.cold, LEVELS)

    def advance(self) -> None:
        levels = self.levels[self.at : self.at + LEVELS]
        anneal(self.search.tables, self.state, self.rng, levels, self.search.per_level, _logs())
        self.at += LEVELS

    def begin_next_run(self) -> None:
        """Begin a longer run when this one is done."""
        if self.at < len(self.levels):
            return
        self.runs += 1
        self.at = 0
        self.levels = temperatures(self.hot, self.cold, LEVELS << self._doublings())
        self.state = new_state(self.search.arrays, self.search.best_pair)

    def _doublings(self) -> int:
        """Return the power of two of rounds in this run: every run longer, then every fourth."""
        per_round = self.search.per_level * LEVELS
        quick = (LONG_RUN * self.search.problem.households // per_round).bit_length()
        return self.runs if self.runs <= quick else quick + (self.runs - quick) // 4


@lru_cache(maxsize=1)
def _logs() -> IntArray:
    return log_table()


def _typical_change(problem: PlacementProblem) -> int:
    """Return the mean over households of the points at stake in its own move.

    Per household: half the spread of its values plus, per tie, its weight times the spread of
    the closeness table.
    """
    n = problem.households
    if n == 0:
        return 1
    rows = problem.start[:-1][np.diff(problem.start) > 0]
    spread = np.maximum.reduceat(problem.value, rows) - np.minimum.reduceat(problem.value, rows)
    table = problem.closeness
    widest = table.max(axis=(1, 2), initial=0) - table.min(axis=(1, 2), initial=0)
    at_stake = np.abs(problem.weight) * widest[problem.tie_table]
    return max(1, (int(spread.sum()) // 2 + int(at_stake.sum())) // (4 * n))
