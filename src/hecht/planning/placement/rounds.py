"""Rounds: how a search with several chains goes on, stops and goes on again.

A round is a fixed piece of work of every chain. Chains only learn of each other between rounds,
so that the result is a function of problem, seed and rounds alone; the clock and the number of
threads only decide how many rounds are run and how soon.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from hecht.planning.placement.problem import IntArray


@dataclass(frozen=True)
class Placement:
    """A placement found by search.

    Attributes:
        cells: (n,) the cell of each household.
        score: its score, recomputed from the definition.
        rounds: the rounds after which it was handed over; with the seed, and what the search was
            laid out for, they replay it.
    """

    cells: IntArray
    score: int
    rounds: int


class Chain(Protocol):
    """One of the searches that run side by side."""

    def advance(self) -> None:
        """Do one round of work, touching nothing that other chains change."""


class RoundSearch(ABC):
    """A search that goes on round by round and can stop between any two.

    `expected` is the rounds that it is laid out for, None if it is not.
    """

    workers: int
    rounds: int = 0
    expected: int | None = None
    chains: Sequence[Chain] = ()

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
        threads = min(self.workers, len(self.chains))
        pool = ThreadPoolExecutor(threads) if threads > 1 else None
        try:
            while self.chains:
                if last is not None and self.rounds >= last:
                    break
                if end is not None and time.monotonic() >= end:
                    break
                if pool is None:
                    for chain in self.chains:
                        chain.advance()
                else:
                    list(pool.map(lambda chain: chain.advance(), self.chains))
                self.rounds += 1
                self._merge()
                if progress is not None and progress(self.rounds, self.best_score) is False:
                    break
        finally:
            if pool is not None:
                pool.shutdown()
        return self.placement()

    @abstractmethod
    def placement(self) -> Placement:
        """Return the best placement so far, its score recomputed from the definition."""

    @property
    @abstractmethod
    def best_score(self) -> int:
        """The best score so far as the search counts it."""

    def _merge(self) -> None:  # noqa: B027 - chains that share nothing have nothing to merge
        """Let the chains learn of each other, in the order of their numbers."""
