"""What no calendar can beat: longest paths, windows of time, and the windowed energy bound.

The energy bound: the works that can start no earlier than month a and are followed by at least t
months of other works need at least ceil(work / capacity) months between, so no calendar is shorter
than a + that + t. Budget is a resource in the same way, with a fixed supply per calendar year.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.planning.calendar_problem import CalendarProblem


@dataclass(frozen=True, slots=True)
class TimeWindows:
    """Per task its earliest `start`, latest `end`, and the months that must follow (`tail`)."""

    start: tuple[int, ...]
    end: tuple[int, ...]
    tail: tuple[int, ...]


def time_windows(problem: CalendarProblem, horizon: int | None = None) -> TimeWindows | None:
    """Return the windows of time that dates and precedence leave, or None when one is too small.

    `horizon` replaces the problem's own when it is smaller. Crews and budget are not looked at.
    """
    order = problem.topological
    if order is None:
        return None
    end_of_all = problem.horizon if horizon is None else min(horizon, problem.horizon)
    tasks, before = problem.tasks, problem.before
    start = [max(0, task.earliest) for task in tasks]
    for i in order:
        for p in before[i]:
            start[i] = max(start[i], start[p] + tasks[p].duration)
    end = [min(task.latest_end, end_of_all) for task in tasks]
    tail = [0] * len(tasks)
    for i in reversed(order):
        for p in before[i]:
            end[p] = min(end[p], end[i] - tasks[i].duration)
            tail[p] = max(tail[p], tail[i] + tasks[i].duration)
    if any(start[i] + task.duration > end[i] for i, task in enumerate(tasks)):
        return None
    return TimeWindows(tuple(start), tuple(end), tuple(tail))


def makespan_bound(problem: CalendarProblem) -> int | None:
    """Return a number of months than which no calendar is shorter; None: there is no calendar.

    Starts from paths and windowed energy, then raises the bound as long as energetic reasoning
    (every window of time, every resource, parts of works that cannot be outside it) refutes the
    number of months at hand.
    """
    windows = time_windows(problem)
    if windows is None or _too_big(problem):
        return None
    bound = max(_path_bound(problem, windows), _energy_bound(problem, windows))
    bound = max(bound, _money_bound(problem))
    while bound <= problem.horizon and _refuted(problem, bound):
        bound += 1
    return bound if bound <= problem.horizon else None


def _too_big(problem: CalendarProblem) -> bool:
    return any(
        amount > capacity
        for task in problem.tasks
        for amount, capacity in zip(task.demand, problem.capacity, strict=True)
    )


def _path_bound(problem: CalendarProblem, windows: TimeWindows) -> int:
    return max(
        (
            windows.start[i] + task.duration + windows.tail[i]
            for i, task in enumerate(problem.tasks)
        ),
        default=0,
    )


def _energy_bound(problem: CalendarProblem, windows: TimeWindows) -> int:
    best = 0
    n = range(len(problem.tasks))
    by_tail = sorted(n, key=lambda i: -windows.tail[i])
    for resource, capacity in enumerate(problem.capacity):
        work = [task.duration * task.demand[resource] for task in problem.tasks]
        if capacity == 0 or not any(work):
            continue
        for head in sorted({windows.start[i] for i in n if work[i]}):
            total = 0
            for i in by_tail:
                if windows.start[i] >= head and work[i]:
                    total += work[i]
                    best = max(best, head - (-total // capacity) + windows.tail[i])
    return best


def _money_bound(problem: CalendarProblem) -> int:
    """Return the month before which the budgets of the years cannot have paid for all works."""
    if not problem.has_budget:
        return 0
    total = sum(task.spend for task in problem.tasks)
    paid, month = 0, 0
    seen: set[int] = set()
    first = min(max(0, task.earliest) for task in problem.tasks if task.spend)
    for month in range(first, problem.horizon):
        year = problem.year_of_month[month]
        if year not in seen:
            seen.add(year)
            paid += problem.budget_per_year or 0
        if paid >= total:
            return month + 1
    return problem.horizon + 1


def _refuted(problem: CalendarProblem, months: int) -> bool:
    """Return whether energetic reasoning shows that no calendar ends within `months`."""
    import numpy as np

    windows = time_windows(problem, months)
    if windows is None:
        return True
    if not problem.tasks:
        return False
    start = np.array(windows.start)
    end = np.minimum(np.array(windows.end), months - np.array(windows.tail))
    length = np.array([task.duration for task in problem.tasks])
    if (start + length > end).any():
        return True
    demand = np.array([task.demand for task in problem.tasks]).reshape(len(length), -1)
    capacity = np.array(problem.capacity)
    lefts = np.unique(np.concatenate([start, end - length]))
    rights = np.unique(np.concatenate([end, start + length]))
    for left in lefts:
        # Months of each task that fall in [left, right) wherever the task is put in its window.
        of_right = rights[rights > left][:, None]
        inside = np.minimum(
            np.minimum(start + length - left, of_right - (end - length)),
            np.minimum(length, of_right - left),
        )
        needed = np.maximum(inside, 0) @ demand
        if (needed > capacity * (of_right - left)).any():
            return True
    return False
