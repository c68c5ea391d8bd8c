"""The whole placement model in rows and columns, as CP-SAT and HiGHS both take it.

A column per pair of household and cell. For ties there is a column per household and place
(the sum of its pairs there), and per tie either flows between the places of the two (the local
polytope: rows say that flows add up to the choices) or products of two choices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hecht.planning.peers.run import Ints

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem


@dataclass(frozen=True)
class PlaceChoice:
    """Which places each household can be at: `place` in rows `start`, and the column of pairs.

    `of_pair` tells for each eligible pair the household-and-place it belongs to.
    """

    start: Ints
    place: Ints
    of_pair: Ints

    def of(self, household: int) -> range:
        """Return the numbers of the places of a household."""
        return range(int(self.start[household]), int(self.start[household + 1]))


def place_choice(problem: PlacementProblem) -> PlaceChoice:
    """Return the households and places that pairs fall into."""
    owner = np.repeat(np.arange(problem.households), np.diff(problem.start))
    key = owner * problem.closeness.shape[1] + problem.place[problem.cell]
    unique, of_pair = np.unique(key, return_inverse=True)
    start = np.searchsorted(unique, np.arange(problem.households + 1) * problem.closeness.shape[1])
    return PlaceChoice(
        start.astype(np.int64), unique % problem.closeness.shape[1], of_pair.astype(np.int64)
    )


@dataclass(frozen=True)
class TieCells:
    """One tie: the place numbers of both households, and the points of each combination."""

    one: range
    other: range
    points: Ints


def tie_cells(problem: PlacementProblem, choice: PlaceChoice) -> Iterator[TieCells]:
    """Return each tie with its table of points (places of the first x of the second)."""
    for number, (a, b) in enumerate(problem.ties.tolist()):
        one, other = choice.of(a), choice.of(b)
        table = problem.closeness[problem.tie_table[number]]
        here, there = choice.place[one.start : one.stop], choice.place[other.start : other.stop]
        yield TieCells(one, other, problem.weight[number] * table[np.ix_(here, there)])
