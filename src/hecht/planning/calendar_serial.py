"""Serial schedule generation: one task after another, each as early as it fits.

The scheme of Kelley (1963); with justification to the right and back to the left (Valls,
Ballestin and Quintanilla 2005) a schedule can only get shorter. All arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hecht.planning.calendar_bounds import time_windows
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask, makespan


def serial_schedule(problem: CalendarProblem, order: Sequence[str]) -> dict[str, int] | None:
    """Start the tasks in the given order of priority, each in the first month in which it fits.

    `order` names every task once; a task that stands before one it waits for is put off until
    that one is placed. Returns the start month per task, or None when some task does not fit
    before its latest end or the horizon (another order may still succeed). Raises ValueError when
    `order` is not a permutation of the tasks.
    """
    if len(order) != len(problem.tasks) or set(order) != set(problem.index):
        raise ValueError("the order of a serial schedule must name every task exactly once")
    room = Room(problem)
    starts: dict[str, int] = {}
    for i in _respecting_precedence(problem, [problem.index[name] for name in order]):
        task = problem.tasks[i]
        ready = max(
            (starts[name] + problem.tasks[problem.index[name]].duration for name in task.after),
            default=0,
        )
        start = room.first_fit(i, max(0, task.earliest, ready))
        if start is None:
            return None
        room.take(i, start)
        starts[task.id] = start
    if len(starts) < len(problem.tasks):
        return None
    return {task.id: starts[task.id] for task in problem.tasks}


def justified(problem: CalendarProblem, starts: Mapping[str, int]) -> dict[str, int]:
    """Shift a good calendar to the right and back to the left while that makes it shorter.

    `starts` must be a calendar without violations; the result is one too and is never longer.
    """
    best = dict(starts)
    while True:
        late = _shifted_late(problem, best)
        if late is None:
            return best
        early = serial_schedule(problem, sorted(late, key=lambda name: (late[name], name)))
        if early is None or makespan(problem, early) >= makespan(problem, best):
            return best
        best = early


def first_calendars(problem: CalendarProblem) -> Iterable[dict[str, int]]:
    """Yield calendars from the usual orders of priority: by latest start, latest end, slack, size.

    Nothing is yielded for an order in which some task does not fit.
    """
    windows = time_windows(problem)
    if windows is None:
        return
    n = range(len(problem.tasks))
    size = [task.duration * sum(task.demand) for task in problem.tasks]
    early, late = windows.start, [windows.end[i] - problem.tasks[i].duration for i in n]
    keys: list[list[tuple[int, ...]]] = [
        [(late[i], early[i]) for i in n],
        [(windows.end[i], early[i]) for i in n],
        [(late[i] - early[i], late[i]) for i in n],
        [(-windows.tail[i] - problem.tasks[i].duration, -size[i]) for i in n],
        [(-size[i], late[i]) for i in n],
        [(early[i], late[i]) for i in n],
    ]
    for key in keys:
        order = sorted(n, key=lambda i: (key[i], i))
        starts = serial_schedule(problem, [problem.tasks[i].id for i in order])
        if starts is not None:
            yield starts


class Room:
    """What is still free of each resource in each month, and of the budget in each year."""

    def __init__(self, problem: CalendarProblem) -> None:
        """Begin with everything free."""
        self.problem = problem
        self.free = [[capacity] * problem.horizon for capacity in problem.capacity]
        self.money: dict[int, int] = {}
        if problem.has_budget:
            whole = (problem.budget_per_year or 0) * problem.spend_unit
            self.money = dict.fromkeys(problem.year_of_month, whole)

    def fits(self, i: int, start: int) -> bool:
        """Return whether task i fits from month `start` on, in time, crews and budget."""
        task = self.problem.tasks[i]
        if start + task.duration > min(task.latest_end, self.problem.horizon):
            return False
        return self.blocked_until(task, start) is None and self.affordable(i, start)

    def first_fit(self, i: int, start: int) -> int | None:
        """Return the first month from `start` on in which task i fits, or None."""
        task = self.problem.tasks[i]
        last = min(task.latest_end, self.problem.horizon) - task.duration
        while start <= last:
            step = self.blocked_until(task, start)
            if step is not None:
                start = step
            elif self.affordable(i, start):
                return start
            else:
                start += 1
        return None

    def take(self, i: int, start: int) -> None:
        """Book task i from month `start` on."""
        task = self.problem.tasks[i]
        for amount, free in zip(task.demand, self.free, strict=True):
            if amount:
                for month in range(start, start + task.duration):
                    free[month] -= amount
        if self.money and task.spend:
            rate = self.problem.monthly_spend[i]
            for year, months in self.problem.months_in_years(task.duration, start).items():
                self.money[year] -= rate * months

    def blocked_until(self, task: CalendarTask, start: int) -> int | None:
        """Return the month after the last one in the window that lacks room, or None."""
        after = start
        for amount, free in zip(task.demand, self.free, strict=True):
            if not amount:
                continue
            for month in range(start + task.duration - 1, after - 1, -1):
                if free[month] < amount:
                    after = month + 1
                    break
        return after if after > start else None

    def affordable(self, i: int, start: int) -> bool:
        """Return whether the budgets of the years allow task i from month `start` on."""
        task = self.problem.tasks[i]
        if not self.money or not task.spend:
            return True
        rate = self.problem.monthly_spend[i]
        years = self.problem.months_in_years(task.duration, start)
        return all(rate * months <= self.money[year] for year, months in years.items())


def _respecting_precedence(problem: CalendarProblem, order: list[int]) -> Iterable[int]:
    """Yield the order with each task put off until the ones it waits for have come."""
    placed: set[int] = set()
    waiting: list[int] = []
    for i in order:
        waiting.append(i)
        k = 0
        while k < len(waiting):
            if placed.issuperset(problem.before[waiting[k]]):
                placed.add(waiting[k])
                yield waiting.pop(k)
                k = 0
            else:
                k += 1


def _shifted_late(problem: CalendarProblem, starts: Mapping[str, int]) -> dict[str, int] | None:
    """Return the calendar with every task as late as its length allows, last ends first."""
    end = makespan(problem, starts)
    mirror = mirrored(problem, end)
    durations = {task.id: task.duration for task in problem.tasks}
    order = sorted(starts, key=lambda name: (-starts[name] - durations[name], name))
    late = serial_schedule(mirror, order)
    if late is None:
        return None
    return {name: end - durations[name] - start for name, start in late.items()}


def mirrored(problem: CalendarProblem, end: int) -> CalendarProblem:
    """Return the problem with time running backwards from month `end`, which is its horizon."""
    following: dict[str, list[str]] = {task.id: [] for task in problem.tasks}
    for task in problem.tasks:
        for name in task.after:
            following[name].append(task.id)
    return CalendarProblem(
        tasks=tuple(
            replace(
                task,
                earliest=max(0, end - task.latest_end),
                latest_end=min(end, end - task.earliest),
                after=tuple(following[task.id]),
            )
            for task in problem.tasks
        ),
        capacity=problem.capacity,
        horizon=end,
        budget_per_year=problem.budget_per_year,
        year_of_month=problem.year_of_month[:end][::-1],
    )
