"""Search for the best placement: annealing runs, and children of what they found.

A run from hot to cold settles the large-scale arrangement once and for all, and single runs of 300
homes end up to 1% apart, all of them below what the relaxed problem leads to where communities
are tight (see `relaxed.py`). So the chains share a small population: first runs, by turns from a
relaxed placement and from scratch, then children that take each household's cell from one of two
parents and are annealed again, or placements from a relaxed one of their own. Which of these, and
how hot they begin, is learned: what helps one neighbourhood leaves nothing of a good arrangement
of the next. When newcomers no longer enter, or there were many, the next population gets runs four
times as long. A search that knows how many rounds it is laid out for also tries long runs from
nothing (see `long_runs.py`). The result is a function of problem, seed, rounds and the rounds it is
laid out for alone (see `rounds.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hecht.planning.placement.arrays import compile_arrays
from hecht.planning.placement.long_runs import COLDER, HOTTER, LongRuns, rounds_in
from hecht.planning.placement.moves import anneal, new_state, pack
from hecht.planning.placement.problem import IntArray, PlacementProblem
from hecht.planning.placement.random_numbers import draws, log_table, stream, temperatures
from hecht.planning.placement.relaxed import relaxed_placement
from hecht.planning.placement.rounds import Placement, RoundSearch
from hecht.planning.placement.transport import Transport

__all__ = ["Placement", "PlacementSearch"]

LEVELS = 64
"""Temperature levels in one round; a run of r rounds passes r * LEVELS levels."""
FINE = 1 << 10
"""Temperatures are in 1/FINE of a point."""
HOTTEST = 1 << 46
POPULATION = 8
STALE, MOST_NEW = 20, 60
"""Newcomers in a row that did not enter, and in all, after which a population is done.

Where they get better all the time, fewer and longer runs do even better.
"""
CHILD = 8
"""A child of long runs is annealed for one part of so many of such a run."""
HEATS = (12, 6, 3, 6)
"""Temperatures from which newcomers are annealed, in twentieths of that of a first run.

The last is for those from a relaxed placement of their own, the others are for children.
"""
AGAIN = 1
"""The number of the temperature from which the best of long runs is annealed again."""
MOST_RELAXED = 8_000_000
"""Pairs times ties up to which, in thousands, runs begin from relaxed placements."""
FIRST_RUN, LONGER, LONGEST_RUN = 36, 4, 1 << 14
"""Rounds of a run in the first population, the factor to the next, and the most."""


class PlacementSearch(RoundSearch):
    """An annealing search that goes on round by round and can stop between any two.

    Args:
        problem: what to place.
        seed: the same seed and the same number of rounds give the same placement.
        chains: chains that run side by side; the result depends on it.
        workers: threads that run them; the result does not depend on it.
        moves_per_round: households tried per chain and round; default max(8,000, 16 n).
        begin: (n,) cells to begin from (a plan in force); default: a relaxed placement.
        first_stream: the stream of random numbers of the first chain.
        seconds, expected: what the search is laid out for: seconds, at a speed that does not
            depend on the machine, or rounds. Neither: it gets better as long as it goes on.

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
        first_stream: int = 0,
        seconds: float | None = None,
        expected: int | None = None,
    ) -> None:
        """Find a first placement and set the chains up."""
        self.problem, self.seed, self.workers = problem, seed, workers
        self.arrays = compile_arrays(problem)
        self.tables = pack(self.arrays)
        n = problem.households
        self.per_level = max(1, (moves_per_round or max(8_000, 16 * n)) // LEVELS)
        a = self.arrays
        transport = Transport(a.start, a.cell, a.capacity)
        transport.solve(a.value)
        self.untied = transport.pair.copy()
        self.relaxes = n > 0 and len(a.cell) * len(problem.ties) <= 1_000 * MOST_RELAXED
        self.first = self.untied if begin is None else self._pairs_of(begin)
        if begin is None and self.relaxes and len(problem.ties):
            self.first = relaxed_placement(a)
        self.kept = begin is not None
        self.best_pair = self.first
        self._best_score = int(new_state(a, self.first).score[0])
        tries = self.per_level * LEVELS
        if expected is None and seconds is not None:
            expected = rounds_in(seconds, tries)
        self.expected = expected
        self.long_runs = LongRuns(expected, tries / max(1, n))
        self.short = _Population(FIRST_RUN)
        self.grown = _Population(max(FIRST_RUN, self.long_runs.enough // CHILD))
        self.chains: list[_Chain] = []
        if n > 0:
            self.chains = [_Chain(self, first_stream + c) for c in range(max(1, chains))]

    @property
    def best_score(self) -> int:
        """The score of the best placement so far, as carried along by the moves."""
        return self._best_score

    def placement(self) -> Placement:
        """Return the best placement so far, its score recomputed from the definition."""
        cells = self.arrays.original[self.arrays.cell[self.best_pair]]
        return Placement(cells=cells, score=self.problem.score(cells), rounds=self.rounds)

    def _pairs_of(self, begin: IntArray) -> IntArray:
        self.problem.score(begin)
        a = self.arrays
        renumbered = np.empty(self.problem.cells, np.int64)
        renumbered[a.original] = np.arange(self.problem.cells)
        wanted = renumbered[np.asarray(begin, np.int64)]
        owner = np.repeat(np.arange(len(a.start) - 1), np.diff(a.start))
        return np.nonzero(a.cell == wanted[owner])[0]

    def _merge(self) -> None:
        """Take over the best of the chains, the lowest number where they are equal."""
        for chain in self.chains:
            if int(chain.state.best_score[0]) > self._best_score:
                self._best_score = int(chain.state.best_score[0])
                self.best_pair = chain.state.best_pair.copy()
        for chain in self.chains:
            chain.begin_next_run()


class _Population:
    """The best placements of the last runs, all different in score."""

    def __init__(self, rounds_per_run: int) -> None:
        self.members: list[tuple[int, IntArray]] = []
        self.stale = 0
        self.rounds_per_run = rounds_per_run
        self.number = 0
        self.newcomers = 0
        self.tried, self.gained = [0] * len(HEATS), [0] * len(HEATS)

    def full(self) -> bool:
        return len(self.members) >= POPULATION

    def done(self) -> bool:
        """Return whether longer runs are worth more than another newcomer."""
        return self.stale >= STALE or self.newcomers >= MOST_NEW

    def best(self) -> IntArray:
        """Return the best placement of those that there are."""
        return max(self.members, key=lambda member: member[0])[1]

    def enter(self, score: int, pair: IntArray, heat: int | None) -> None:
        """Let a placement in if there is room, or if it is new and better than the worst.

        `heat` is the number of the temperature that a newcomer began from, None for others.
        """
        if not self.full():
            self.members.append((score, pair.copy()))
            return
        self.stale += 1
        self.newcomers += 1
        scores = [other for other, _ in self.members]
        enters = score > min(scores) and score not in scores
        if heat is not None:
            self.tried[heat] += 1
            self.gained[heat] += enters + (score > max(scores))
        if enters:
            self.members[scores.index(min(scores))] = (score, pair.copy())
            self.stale = 0

    def next_heat(self) -> int:
        """Return the number of the temperature with the best record; all begin with a good one."""
        pairs = zip(self.tried, self.gained, strict=True)
        records = [(gained + 2) / (tried + 2) for tried, gained in pairs]
        return records.index(max(records))

    def begin_anew(self, score: int, pair: IntArray) -> None:
        """Begin the next population with longer runs; every second one keeps the best so far."""
        self.stale = self.newcomers = 0
        self.number += 1
        self.rounds_per_run = min(LONGEST_RUN, self.rounds_per_run * LONGER)
        self.members = [(score, pair.copy())] if self.number % 2 == 0 else []


@dataclass(frozen=True)
class _Newcomer:
    """What a run after others begins from: two that they found, and the number of its heat."""

    heat: int
    parents: tuple[IntArray, IntArray]


class _Chain:
    """Annealing run after run: from scratch until the population is full, then children."""

    def __init__(self, search: PlacementSearch, number: int) -> None:
        self.search = search
        self.rng = stream(search.seed, number)
        self.hot, self.cold = _temperature_range(search.problem)
        self.population, self.length = search.short, search.short.rounds_per_run
        self.newcomer: _Newcomer | None = None
        a = search.arrays
        self.transport = Transport(a.start, a.cell, a.capacity)
        spread = int(a.value.max() - a.value.min()) + 1
        self.taste = (a.value - a.value.min()) * 100 // spread
        self.whim = max(2, spread // 9)
        if search.kept:
            # a plan in force is first improved without heating it away
            self._set_out(search.first, 2 * self.cold)
        elif search.relaxes and number % 2 == 0:
            self._set_out(search.first, self.hot // 5 * 3)
        else:
            self._set_out(search.untied, self.hot)

    def advance(self) -> None:
        """Anneal through the temperatures of one round; begin the run they are of, if need be."""
        if self.at == len(self.levels):
            self._begin()
        levels = self.levels[self.at : self.at + LEVELS]
        anneal(self.search.tables, self.state, self.rng, levels, self.search.per_level, _logs())
        self.at += LEVELS

    def begin_next_run(self) -> None:
        """Once a run is done, let what it found enter and choose what the next begins from.

        The chain itself makes that, in its next round, so that chains do so beside each other.
        """
        if self.at < len(self.levels):
            return
        search, long_runs = self.search, self.search.long_runs
        score = int(self.state.best_score[0])
        heat = None if self.newcomer is None else self.newcomer.heat
        self.population.enter(score, self.state.best_pair, heat)
        long_runs.note(score, long=self.population is search.grown)
        long = long_runs.next(search.rounds)
        population = search.grown if long or long_runs.win() else search.short
        if population.done():
            population.begin_anew(search.best_score, search.best_pair)
        self.population, self.newcomer = population, None
        self.length = population.rounds_per_run
        if population.full():
            # another chain may begin the next population before the child is made
            self.newcomer = _Newcomer(population.next_heat(), self._two_members())
        elif long:
            self.length = long
        elif population is search.grown and population.members:
            # too late for another long run: the best of them is annealed again
            self.newcomer = _Newcomer(AGAIN, (population.best(), population.best()))

    def _begin(self) -> None:
        search = self.search
        if self.newcomer is not None:
            fresh = search.relaxes and self.newcomer.heat == len(HEATS) - 1
            begin = self._whimsical() if fresh else self._child(*self.newcomer.parents)
            self._set_out(begin, self.hot // 20 * HEATS[self.newcomer.heat])
        elif self.population is search.grown:
            self._set_out(search.untied, HOTTER * self.hot)
        elif search.relaxes and len(self.population.members) % 2 == 0:
            self._set_out(self._whimsical(), self.hot // 5 * 3)
        else:
            # not from the best: a run hands over the best it has seen, its beginning included
            self._set_out(search.untied, self.hot)

    def _set_out(self, begin: IntArray, hot: int) -> None:
        self.at = 0
        grown = self.population is self.search.grown
        cold = max(1, round(COLDER * self.cold)) if grown else self.cold
        self.levels = temperatures(max(cold, hot), cold, LEVELS * self.length)
        self.state = new_state(self.search.arrays, begin)

    def _whimsical(self) -> IntArray:
        """Return a relaxed placement with somewhat other values, to come out elsewhere."""
        a = self.search.arrays
        return relaxed_placement(a, taste=draws(self.rng, len(a.value), self.whim))

    def _two_members(self) -> tuple[IntArray, IntArray]:
        members = self.population.members
        first, second = (int(q) for q in draws(self.rng, 2, POPULATION))
        if first == second:
            second = (second + 1) % POPULATION
        return members[first][1], members[second][1]

    def _child(self, one: IntArray, two: IntArray) -> IntArray:
        """Return a placement with each household's pair from one of two parents, where it fits.

        An assignment with random rewards for the pairs of either parent; who cannot have one of
        them, because both were taken, gets what has the most value of the rest.
        """
        coin = draws(self.rng, len(one), 1_000)
        reward = self.taste.copy()
        reward[one] += 1_000 + coin
        reward[two] += 2_000 - coin
        self.transport.solve(reward)
        return self.transport.pair.copy()


@lru_cache(maxsize=1)
def _logs() -> IntArray:
    return log_table()


def _temperature_range(problem: PlacementProblem) -> tuple[int, int]:
    """Return the temperatures at which a run begins and ends.

    They follow from what is at stake for a household on average: the spread of its values, and
    per tie its weight times the spread of the closeness table. The factors are measured.
    """
    n = problem.households
    rows = problem.start[:-1][np.diff(problem.start) > 0]
    spread = np.maximum.reduceat(problem.value, rows) - np.minimum.reduceat(problem.value, rows)
    table = problem.closeness
    widest = table.max(axis=(1, 2), initial=0) - table.min(axis=(1, 2), initial=0)
    at_stake = int((np.abs(problem.weight) * widest[problem.tie_table]).sum())
    values = int(spread.sum())
    hot = (8 * values + 7 * at_stake) * FINE // (40 * n)
    cold = min(HOTTEST, max(FINE // 8, (values // 2 + at_stake) * FINE // (100 * n)))
    return min(HOTTEST, max(cold, hot)), cold
