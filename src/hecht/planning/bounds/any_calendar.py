"""The score of a neighbourhood for spans of calendars, for the tree that branches on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hecht.planning.bounds.board import Board, Grain, lay_board
from hecht.planning.bounds.calendar_span import Ints, Span, whole_span
from hecht.planning.bounds.calendar_tree import Solved
from hecht.planning.bounds.ground import Ground
from hecht.planning.bounds.score_problem import score_problem
from hecht.planning.bounds.windows import Windows, loosest_problem
from hecht.planning.calendar_bounds import makespan_bound
from hecht.planning.placement import Bound, Certificate, NoPlacement, PlacementBound
from hecht.planning.placement.problem import PlacementProblem
from hecht.planning.placement.warm_start import carried_over

ROUNDS_BELOW = 2
"""Rounds of the dual for a part of a span, which begins where the span's own ended."""
ROUNDS_SINGLE = 6
"""The same for a single calendar, of which there are no parts."""
NEAR = 12
"""Its dual's steps aim at this part of the gap, for what calendars leave open is gone already."""

Run = Callable[[PlacementBound], Bound]


@dataclass(frozen=True)
class Proven:
    """What is kept of a span: its problem, the certificate, and what is added to its score."""

    problem: PlacementProblem
    certificate: Certificate
    constant: int


class ScoreRelaxation:
    """Bounds the score of every plan of a neighbourhood for a span of its calendars.

    Args:
        ground: the neighbourhood as the bounds see it.
        grain: of the places, as fine as can be afforded.
        score: the score of a plan, which only guides the dual's steps.
        first: runs the dual for all calendars.
    """

    def __init__(self, ground: Ground, grain: Grain, score: int, first: Run) -> None:
        """Lay out the calendar problem that no plan's calendar breaks."""
        self.ground, self.grain, self.score, self.first = ground, grain, score, first
        n = ground.neighbourhood
        self.calendars = loosest_problem(n)
        self.shortest = makespan_bound(self.calendars)
        self.task = np.array([self.calendars.index.get(b.id, -1) for b in n.blocks], np.int64)

    def whole(self) -> Span | None:
        """Return all calendars; None when there are none."""
        return None if self.shortest is None else whole_span(self.calendars)

    def windows(self, span: Span) -> Windows:
        """Return a span as the bounds on figures take it, by block."""
        blocks = self.ground.neighbourhood.blocks
        works = self.task >= 0
        # a block without works has task -1, and so the 0 at the end
        first, last = (np.append(starts, 0)[self.task] for starts in (span.first, span.last))
        duration = np.array([block.duration for block in blocks], dtype=np.int64)
        wait = first[None, :] + duration - last[:, None]
        if works.any():
            between = span.between[np.ix_(self.task, self.task)] + duration
            wait = np.where(works[:, None] & works[None, :], np.maximum(wait, between), wait)
        least = int((first + duration)[works].max(initial=self.shortest or 0))
        rows = np.maximum(0, wait).tolist()
        return Windows(
            first=tuple(first.tolist()),
            last=tuple(last.tolist()),
            wait=tuple(tuple(row) for row in rows),
            duration=least,
            exact=False,
        )

    def solve(self, span: Span, above: Solved[Proven] | None) -> Solved[Proven] | None:
        """Return the bound of a span; None when the households cannot all be placed."""
        board = lay_board(self.ground, self.windows(span), self.grain)
        whole = score_problem(board)
        problem = whole.problem
        try:
            if above is None:
                dual = PlacementBound(problem, self.score - whole.constant)
                found = self.first(dual)
            else:
                begin = carried_over(above.memory.problem, above.memory.certificate, problem)
                single = np.array_equal(span.first, span.last)
                aim = above.bound - (above.bound - self.score) // (NEAR if single else 1)
                dual = PlacementBound(problem, aim - whole.constant, begin)
                found = dual.run(rounds=ROUNDS_SINGLE if single else ROUNDS_BELOW)
        except NoPlacement:
            return None
        cell = dual.arrays.original[dual.arrays.cell[dual.transport.pair]]
        proven = Proven(problem, found.certificate, whole.constant)
        return Solved(found.value + whole.constant, self._straight(board, cell), proven)

    def _straight(self, board: Board, cell: Ints) -> Ints:
        """Return how many households go straight from one block to another, by task."""
        count = len(self.calendars.tasks)
        result = np.zeros((count, count), dtype=np.int64)
        homes = board.cell_homes
        example = np.array([h[0] for h in homes], dtype=np.int64)
        rows = np.searchsorted(
            board.pair_household * (len(homes) + 2) + board.pair_cell,
            np.arange(len(cell)) * (len(homes) + 2) + cell,
        )
        inside = cell < len(homes)
        old = self.ground.own_block[board.placed]
        new = np.full(len(cell), -1, dtype=np.int64)
        new[inside] = self.ground.ready_block[example[cell[inside]]]
        moves = inside & (old >= 0) & (new >= 0) & (old != new) & (board.pair_wait[rows] == 0)
        np.add.at(result, (self.task[old[moves]], self.task[new[moves]]), 1)
        return result
