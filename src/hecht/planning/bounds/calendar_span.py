"""Sets of calendars by least distances between starts, and what dates and crews make of them.

A span holds the calendars in which start j comes at least `gap[i, j]` months after start i, for
every pair of tasks; row and column 0 stand for month 0. Narrowing a span by one more distance and
working out what follows gives a smaller span, or shows that no calendar is left. Nothing that
follows leaves a calendar of the problem out: paths, crews that cannot work side by side, the work
that must be done before and after a task, and energetic reasoning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hecht.planning.calendar_problem import CalendarProblem

Ints = npt.NDArray[np.int64]

_NEVER = -(1 << 40)
MOST_TURNS = 20
"""Turns of reasoning about crews after which a span is left as it is."""


@dataclass(frozen=True)
class Span:
    """The calendars of a problem that keep distances; task i is row and column i + 1 of `gap`."""

    problem: CalendarProblem
    gap: Ints

    @property
    def first(self) -> Ints:
        """The earliest start of each task."""
        return self.gap[0, 1:]

    @property
    def last(self) -> Ints:
        """The latest start of each task."""
        return -self.gap[1:, 0]

    @property
    def between(self) -> Ints:
        """The least months from the start of one task (row) to that of another (column)."""
        return self.gap[1:, 1:]

    def comes_after(self, i: int, j: int) -> Span | None:
        """Return the calendars in which j starts when i is finished, or later."""
        return self.narrowed(i + 1, j + 1, self.problem.tasks[i].duration)

    def overlapping(self, i: int, j: int) -> Span | None:
        """Return the calendars in which each of two tasks starts before the other is finished."""
        tasks = self.problem.tasks
        half = self.narrowed(i + 1, j + 1, 1 - tasks[j].duration)
        return half and half.narrowed(j + 1, i + 1, 1 - tasks[i].duration)

    def narrowed(self, i: int, j: int, least: int) -> Span | None:
        """Return the calendars in which row j starts at least so many months after row i."""
        gap = self.gap.copy()
        gap[i, j] = max(gap[i, j], least)
        return _followed(self.problem, gap)


def whole_span(problem: CalendarProblem) -> Span | None:
    """Return the span of all calendars of a problem; None when there are none."""
    size = len(problem.tasks) + 1
    gap = np.full((size, size), _NEVER, dtype=np.int64)
    np.fill_diagonal(gap, 0)
    for i, task in enumerate(problem.tasks):
        gap[0, i + 1] = max(0, task.earliest)
        gap[i + 1, 0] = task.duration - min(task.latest_end, problem.horizon)
        for p in problem.before[i]:
            gap[p + 1, i + 1] = max(gap[p + 1, i + 1], problem.tasks[p].duration)
    return _followed(problem, gap)


def _followed(problem: CalendarProblem, gap: Ints) -> Span | None:
    """Return the span with all that follows; None when that leaves no calendar."""
    duration = np.array([task.duration for task in problem.tasks], dtype=np.int64)
    demand = np.array([task.demand for task in problem.tasks], dtype=np.int64)
    demand = demand.reshape(len(duration), -1)
    capacity = np.array(problem.capacity, dtype=np.int64)
    if (demand > capacity).any():
        return None
    for _ in range(MOST_TURNS):
        _close(gap)
        if (np.diag(gap) > 0).any():
            return None
        before = gap.copy()
        _one_by_one(gap, duration, demand, capacity)
        _work_around(gap, duration, demand, capacity)
        if not _beside_what_is_sure(gap, duration, demand, capacity):
            return None
        if np.array_equal(before, gap):
            break
    else:
        _close(gap)
        if (np.diag(gap) > 0).any():
            return None
    if _too_much(gap, duration, demand, capacity):
        return None
    return Span(problem, gap)


def _close(gap: Ints) -> None:
    """Make every distance the longest path (Floyd and Warshall)."""
    for k in range(len(gap)):
        np.maximum(gap, gap[:, k, None] + gap[None, k, :], out=gap)
    np.maximum(gap, _NEVER, out=gap)


def _one_by_one(gap: Ints, duration: Ints, demand: Ints, capacity: Ints) -> None:
    """Order tasks that cannot work side by side, where only one order is left."""
    both = demand[:, None, :] + demand[None, :, :]
    clash = np.asarray((both > capacity).any(axis=2))
    np.fill_diagonal(clash, False)
    # i cannot be finished when j starts: the most from i to j is less than i takes
    cannot = duration[:, None] > -gap[1:, 1:].T
    later = (clash & cannot).T  # later[j, i]: i comes after j
    inner = gap[1:, 1:]
    inner[later] = np.maximum(inner, duration[:, None])[later]


def _work_around(gap: Ints, duration: Ints, demand: Ints, capacity: Ints) -> None:
    """Leave time before a task for the work that comes before it, and after it likewise."""
    first, last = gap[0, 1:], -gap[1:, 0]
    ahead = gap[1:, 1:] >= duration[:, None]  # ahead[i, j]: i is finished when j starts
    np.fill_diagonal(ahead, False)
    most = int((last + duration).max(initial=0))
    for j in range(len(duration)):
        for group, early in ((ahead[:, j], True), (ahead[j], False)):
            members = np.nonzero(group)[0]
            if len(members) < 2:
                continue
            if early:
                begin = int(first[members].min())
                need = begin + _least_time(members, duration, demand, capacity)
                gap[0, j + 1] = max(gap[0, j + 1], need)
            else:
                end = min(most, int((last + duration)[members].max()))
                need = end - _least_time(members, duration, demand, capacity) - int(duration[j])
                gap[j + 1, 0] = max(gap[j + 1, 0], -need)


def _beside_what_is_sure(gap: Ints, duration: Ints, demand: Ints, capacity: Ints) -> bool:
    """Keep tasks off the months whose crews are surely taken; False when that cannot be.

    A task that starts at the earliest before month m and at the latest in it is surely at work
    between its latest start and its earliest finish.
    """
    first, last = gap[0, 1:].copy(), -gap[1:, 0]
    horizon = int((last + duration).max(initial=0))
    months = np.arange(horizon)
    sure = (last[:, None] <= months) & (months < (first + duration)[:, None])
    free = capacity - sure.T.astype(np.int64) @ demand
    if (free < 0).any():
        return False
    for i in range(len(duration)):
        # full[m]: task i cannot be at work in month m
        room = free + sure[i][:, None] * demand[i]
        full = np.concatenate(([0], np.cumsum((room < demand[i]).any(axis=1))))
        starts = np.arange(first[i], last[i] + 1)
        open_starts = starts[full[starts + duration[i]] == full[starts]]
        if len(open_starts) == 0:
            return False
        gap[0, i + 1] = max(gap[0, i + 1], int(open_starts[0]))
        gap[i + 1, 0] = max(gap[i + 1, 0], -int(open_starts[-1]))
    return True


def _least_time(members: Ints, duration: Ints, demand: Ints, capacity: Ints) -> int:
    """Return the least months in which the crews can do some tasks."""
    work = duration[members] @ demand[members]
    least = int(duration[members].max())
    for r, room in enumerate(capacity.tolist()):
        if room <= 0:
            continue
        least = max(least, -(-int(work[r]) // room))
        smallest = int(demand[members, r].min())
        if smallest > 0:
            # at most so many at once, and each takes the shortest at least
            rows = -(-len(members) // (room // smallest))
            least = max(least, rows * int(duration[members].min()))
    return least


def _too_much(gap: Ints, duration: Ints, demand: Ints, capacity: Ints) -> bool:
    """Return whether some months hold more work than crews, wherever the tasks are put."""
    if not len(duration):
        return False
    first, last = gap[0, 1:], -gap[1:, 0]
    end = last + duration
    lefts = np.unique(np.concatenate([first, last]))
    rights = np.unique(np.concatenate([end, first + duration]))
    for left in lefts.tolist():
        of_right = rights[rights > left][:, None]
        inside = np.minimum(
            np.minimum(first + duration - left, of_right - last),
            np.minimum(duration, of_right - left),
        )
        if (np.maximum(inside, 0) @ demand > capacity * (of_right - left)).any():
            return True
        wholly = (first >= left) & (end <= of_right)
        for right, members in zip(of_right[:, 0].tolist(), wholly, strict=True):
            group = np.nonzero(members)[0]
            if len(group) > 1 and _least_time(group, duration, demand, capacity) > right - left:
                return True
    return False
