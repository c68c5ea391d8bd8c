"""A bound on every plan of a joint problem, whatever its calendar.

For a span of calendars the score is at most that of a placement in which every move costs what it
costs at least in that span. Three things hold in every calendar besides:

* When every block has as many homes as households, all homes are taken, and the quarters between
  leaving an old home and the finish of the new one add up to one duration of works a household:
  what one gains by going where it is early another loses. So the quarters in temporary homes are
  those, and each quarter by which somebody finds its new home finished already.
* Then, too, whoever is away in a quarter is at least as many as live in the blocks at work. So
  temporary homes hold the works up like a crew, and the largest number at once must move twice.
* No calendar is shorter than the works need, given sites and temporary homes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hecht.planning.bounds.calendar_span import Span, whole_span
from hecht.planning.bounds.calendar_tree import CalendarTree, Solved, TreeBound
from hecht.planning.calendar_bounds import makespan_bound
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask
from hecht.planning.joint import EXTRA_MOVE, QUARTER_AWAY, QUARTER_LONGER, Joint
from hecht.planning.placement import Certificate, NoPlacement, PlacementBound, PlacementProblem
from hecht.planning.placement.warm_start import carried_over

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

ROUNDS_BELOW = 3
"""Rounds of the dual for a part of a span, which begins where the span's own ended."""
AIM = 16
"""The first aim of the steps there is this part of the bound below it."""
SHARES = 8
"""In how many steps the cost of moving twice goes from each household to their least number."""


@dataclass(frozen=True)
class _Proven:
    """What is kept of a span: problem, certificate, where everybody lived, and the share."""

    problem: PlacementProblem
    certificate: Certificate
    cell: Ints
    share: int


class JointRelaxation:
    """Bounds the score of a joint problem for a span of its calendars.

    Args:
        problem: the joint problem.
        rounds: of the dual, for all calendars.
        rounds_below: of the dual, for each part of a span.
    """

    def __init__(self, problem: Joint, rounds: int, rounds_below: int = ROUNDS_BELOW) -> None:
        """Lay the placement out once; only its values change from span to span."""
        self.problem = problem
        self.rounds, self.rounds_below = rounds, rounds_below
        blocks = len(problem.closeness)
        self.lived_in = np.bincount(problem.old_block, minlength=blocks)
        self.even = bool((self.lived_in == np.bincount(problem.block, minlength=blocks)).all())
        self.calendars = self._calendars(problem.temporary)
        self.placement = PlacementProblem.from_pairs(
            len(problem.old_block),
            problem.household,
            problem.home,
            problem.value,
            capacity=np.ones(len(problem.block), np.int64),
            place=problem.block,
            closeness=problem.closeness,
            ties=problem.ties,
            weight=problem.weight,
        )
        who = np.repeat(np.arange(len(problem.old_block)), np.diff(self.placement.start))
        self.old = problem.old_block[who]
        self.new = problem.block[self.placement.cell]
        self.shortest = makespan_bound(self.calendars) or 0
        self.fewest_away = self._fewest_away()

    def whole(self) -> Span | None:
        """Return all calendars; None when there are none."""
        return whole_span(self.calendars)

    def solve(self, span: Span, above: Solved[_Proven] | None) -> Solved[_Proven] | None:
        """Return the bound of a span; None when somebody can have no home."""
        away = self._surely_away(span)
        share = SHARES if above is None else self._share(away, above.memory)
        value, constant = self._points(span, away, share)
        problem = replace(self.placement, value=value)
        try:
            if above is None:
                found = (dual := PlacementBound(problem)).run(rounds=self.rounds)
            else:
                before = above.memory
                begin = carried_over(before.problem, before.certificate, problem)
                dual = PlacementBound(problem, above.bound - above.bound // AIM - constant, begin)
                found = dual.run(rounds=self.rounds_below)
        except NoPlacement:
            return None
        cell = dual.arrays.original[dual.arrays.cell[dual.transport.pair]]
        gains = np.zeros(away.shape, np.int64)
        np.add.at(gains, (self.problem.old_block, self.problem.block[cell]), 1)
        proven = _Proven(problem, found.certificate, cell, share)
        return Solved(found.value + constant, np.where(away, 0, gains), proven)

    def _share(self, away: Flags, above: _Proven) -> int:
        """Return the share that suits a span in which those who lived so would be away.

        The share is a price for the least number that must move twice: it falls where more do
        than that of themselves, and rises where fewer do.
        """
        moved_twice = int(away[self.problem.old_block, self.problem.block[above.cell]].sum())
        change = int(np.sign(self.fewest_away - moved_twice))
        return min(SHARES, max(0, above.share + change))

    # -- what a span costs at least ------------------------------------------------------------

    def _surely_away(self, span: Span) -> Flags:
        """Return per old and new block whether nobody goes straight from the one to the other."""
        away: Flags = span.between + self.problem.duration > 0
        np.fill_diagonal(away, True)
        return away

    def _points(self, span: Span, away: Flags, share: int) -> tuple[Ints, int]:
        """Return the points of each pair in a span, and what is added to the placement's score.

        `share` of `SHARES` parts of the cost of moving twice is taken off once for the least
        number of households that must, the rest for each pair that asks for it.
        """
        p, quarters = self.problem, self.problem.duration
        each = EXTRA_MOVE * (SHARES - share) // SHARES
        at_once = EXTRA_MOVE - each
        cost = np.where(away, each, 0)
        constant = -at_once * self.fewest_away
        if self.even:
            early = np.maximum(0, span.between.T - quarters)
            cost += QUARTER_AWAY * np.where(away, 0, early)
            constant -= QUARTER_AWAY * quarters * len(p.old_block)
        else:
            cost += QUARTER_AWAY * np.where(away, np.maximum(0, span.between + quarters), 0)
        longest = max(self.shortest, int(span.first.max(initial=0)) + quarters)
        constant -= QUARTER_LONGER * longest
        return self.placement.value - cost[self.old, self.new], constant

    def _calendars(self, temporary: int) -> CalendarProblem:
        """Return the calendar problem, with the temporary homes as a resource where they are."""
        p = self.problem
        demand = [(1, int(n)) if self.even else (1,) for n in self.lived_in]
        tasks = tuple(
            CalendarTask(f"b{b}", p.duration, asked, 0, p.horizon) for b, asked in enumerate(demand)
        )
        capacity = (p.sites, temporary) if self.even else (p.sites,)
        return CalendarProblem(tasks, capacity, p.horizon)

    def _fewest_away(self) -> int:
        """Return how many households must be in temporary homes at once in every calendar."""
        if not self.even:
            return 0
        low, high = 0, self.problem.temporary
        while low < high:
            middle = (low + high) // 2
            if whole_span(self._calendars(middle)) is not None:
                high = middle
            else:
                low = middle + 1
        return low


def joint_bound(
    problem: Joint,
    *,
    rounds: int,
    spans: int | None = 0,
    seconds: float | None = None,
    score: int | None = None,
) -> TreeBound:
    """Return points that no plan exceeds, whatever its calendar.

    Args:
        problem: the joint problem.
        rounds: of the dual before any branching.
        spans: by how many spans of calendars to branch; None: until nothing is left.
        seconds: wall-clock seconds of branching, when the clock decides.
        score: the score of a plan that is known.
    """
    relaxation = JointRelaxation(problem, rounds)
    tree = CalendarTree(relaxation, relaxation.whole(), score)
    return tree.run(spans=spans, seconds=seconds)
