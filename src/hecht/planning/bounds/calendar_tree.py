"""Branch and bound over calendars: a bound for every plan, drawn in by telling calendars apart.

A bound for all calendars at once lets each household assume the calendar that suits it best. The
tree splits the calendars in spans: of two blocks the one is finished when the other starts, or the
other way round, or they are at work together. Each span has a bound of its own, begun where the
one above it ended; the largest of the spans that are left holds for every plan. The span with the
largest bound is split first, so the bound falls with each span, and it holds whenever one stops.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Generic, Protocol, TypeVar

import numpy as np

from hecht.planning.bounds.calendar_span import Ints, Span

Memory = TypeVar("Memory")

FAR = 1 << 60
LITTLE = 50
"""A single calendar's bound is settled when less than this part of its gap went at one time."""


@dataclass(frozen=True)
class Solved(Generic[Memory]):
    """What is proven of a span.

    `bound` is a score that no plan exceeds whose calendar is in the span. `straight[i, j]` says
    how much the relaxed solution gains from j being finished before i starts; it only guides the
    branching. `memory` is what the relaxation takes up again in a part of the span.
    """

    bound: int
    straight: Ints
    memory: Memory


class Relaxation(Protocol[Memory]):
    """What bounds the score of the plans of a span."""

    def solve(self, span: Span, above: Solved[Memory] | None) -> Solved[Memory] | None:
        """Return what is proven of a span, or None when it has no plan."""


@dataclass(frozen=True)
class TreeBound:
    """A bound for all calendars of a span.

    Attributes:
        value: no plan has a higher score.
        root: the bound before any branching.
        spans: the spans that were bounded, the first one included.
        left: those of which `value` is the largest bound.
        in_time: whether the tree ended of itself or after its number of spans, not by the clock.
    """

    value: int
    root: int
    spans: int
    left: int
    in_time: bool


class CalendarTree(Generic[Memory]):
    """A tree that grows span by span and can stop between any two.

    Args:
        relaxation: bounds one span.
        span: all calendars.
        score: the score of a plan that is known; spans that cannot beat it are closed.
    """

    def __init__(
        self, relaxation: Relaxation[Memory], span: Span | None, score: int | None = None
    ) -> None:
        """Bound the whole; where that cannot be, nothing is claimed."""
        self.relaxation, self.score = relaxation, score
        self.leaves: list[tuple[int, int, Span, Solved[Memory]]] = []
        self.settled: list[Span] = []
        self.spans, self._most_settled = 1, -FAR
        solved = None if span is None else relaxation.solve(span, None)
        self.root = FAR
        if span is not None and solved is not None:
            self.root = solved.bound
            heappush(self.leaves, (-solved.bound, 0, span, solved))
        else:
            self._most_settled = FAR

    @property
    def value(self) -> int:
        """The bound so far."""
        largest = max(self._most_settled, -self.leaves[0][0] if self.leaves else -FAR)
        return largest if self.score is None else max(largest, self.score)

    def run(self, *, spans: int | None = None, seconds: float | None = None) -> TreeBound:
        """Grow by so many spans, or for so many seconds; return the bound so far."""
        end = None if seconds is None else time.monotonic() + seconds
        last = None if spans is None else self.spans + spans
        in_time = True
        while self.leaves and -self.leaves[0][0] > self._floor():
            if last is not None and self.spans >= last:
                break
            if end is not None and time.monotonic() >= end:
                in_time = False
                break
            self._split()
        return TreeBound(
            self.value, self.root, self.spans, len(self.leaves) + len(self.settled), in_time
        )

    def _floor(self) -> int:
        """Return the bound below which it does not pay to split: what is known or final."""
        return max(self._most_settled, -FAR if self.score is None else self.score)

    def _split(self) -> None:
        """Split the span with the largest bound."""
        minus_bound, _, span, solved = heappop(self.leaves)
        parts = list(_parts(span, solved.straight))
        if not parts:
            self._sharpen(-minus_bound, span, solved)
            return
        for part in parts:
            below = None if part is None else self.relaxation.solve(part, solved)
            self.spans += part is not None
            if part is None or below is None:
                continue
            bound = min(-minus_bound, below.bound)
            if bound > self._floor():
                heappush(self.leaves, (-bound, self.spans, part, below))

    def _sharpen(self, bound: int, span: Span, solved: Solved[Memory]) -> None:
        """Go on with the bound of a single calendar; settle it when that brings little."""
        again = self.relaxation.solve(span, solved)
        self.spans += 1
        better = bound if again is None else min(bound, again.bound)
        if again is not None and bound - better > (bound - (self.score or 0)) // LITTLE:
            heappush(self.leaves, (-better, self.spans, span, again))
            return
        self._most_settled = max(self._most_settled, better)
        self.settled.append(span)


def _parts(span: Span, straight: Ints) -> Iterable[Span | None]:
    """Return spans that hold all calendars of a span between them; none when there is one only.

    Two blocks are told apart between which most is gained either way, for no calendar gives
    both; without such a pair the widest window of starts is halved.
    """
    pair = _pair(span, straight)
    if pair is not None:
        i, j = pair
        return (span.comes_after(i, j), span.comes_after(j, i), span.overlapping(i, j))
    width = span.last - span.first
    if len(width) == 0 or int(width.max()) == 0:
        return ()
    i = int(np.argmax(width))
    middle = int(span.first[i] + width[i] // 2)
    return (span.narrowed(i + 1, 0, -middle), span.narrowed(0, i + 1, middle + 1))


def _pair(span: Span, straight: Ints) -> tuple[int, int] | None:
    """Return the two blocks to tell apart, None when nothing depends on it."""
    undecided = _undecided(span)
    both = np.minimum(straight, straight.T)
    worth = np.where(undecided, 1000 * both + straight + straight.T, 0)
    if worth.max(initial=0) <= 0:
        return None
    i, j = np.unravel_index(int(np.argmax(worth)), worth.shape)
    return int(i), int(j)


def _undecided(span: Span) -> np.ndarray:
    """Return for which two blocks it is open whether the one is finished before the other."""
    duration = np.array([task.duration for task in span.problem.tasks], dtype=np.int64)
    between = span.between
    is_before = between >= duration[:, None]  # i is finished when j starts
    never = duration[:, None] > -between.T  # i cannot be finished when j starts
    open_order = ~is_before & ~never
    np.fill_diagonal(open_order, False)
    return np.asarray(open_order | open_order.T)
