"""The calendar as a scheduling problem: tasks, crews, budget, months. Pure data and exact checks.

A task is the works of one block. Month m is an interval; works that start in month s and take d
months occupy months s .. s+d-1 and are finished in month s+d. This module knows nothing of homes
and households, so the same model reads project-scheduling benchmarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm


@dataclass(frozen=True, slots=True)
class CalendarTask:
    """The works of one block.

    `duration` is in months (at least 1). `demand` gives, per renewable resource (crews), how much
    is in use in each month of the works. `earliest` is the first month in which the works may
    start; `latest_end` the month in which they must be finished (start + duration <= latest_end).
    `after` names tasks that must be finished before this one starts. `spend` is euros, spread
    evenly over the months of the works.
    """

    id: str
    duration: int
    demand: tuple[int, ...]
    earliest: int
    latest_end: int
    after: tuple[str, ...] = ()
    spend: int = 0


@dataclass(frozen=True)
class CalendarProblem:
    """Tasks that share crews and a budget within a horizon.

    `capacity` is the amount of each renewable resource. `horizon` is the month in which all works
    must be finished. `budget_per_year` is the most that may be spent in one calendar year (None:
    no limit); `year_of_month[m]` is the calendar year of month m and is needed for months below
    the horizon when there is a budget.

    Raises ValueError for data that has no meaning (unknown or doubled names, durations below 1,
    negative demand). Problems that merely have no solution are accepted.
    """

    tasks: tuple[CalendarTask, ...]
    capacity: tuple[int, ...]
    horizon: int
    budget_per_year: int | None = None
    year_of_month: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for data that has no meaning."""
        ids = {task.id for task in self.tasks}
        if len(ids) < len(self.tasks):
            raise ValueError("two tasks of the calendar have the same id; give each its own")
        for task in self.tasks:
            _examine(task, ids, len(self.capacity))
        if self.horizon < 0:
            raise ValueError(f"the horizon is {self.horizon} months; it must be 0 or more")
        if self.budget_per_year is not None and len(self.year_of_month) < self.horizon:
            raise ValueError(
                f"a yearly budget needs the calendar year of all {self.horizon} months, "
                f"and year_of_month has only {len(self.year_of_month)}"
            )

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of each task in `tasks`."""
        return {task.id: i for i, task in enumerate(self.tasks)}

    @cached_property
    def before(self) -> tuple[tuple[int, ...], ...]:
        """Per task, the positions of the tasks that must be finished first."""
        return tuple(tuple(self.index[name] for name in task.after) for task in self.tasks)

    @cached_property
    def topological(self) -> tuple[int, ...] | None:
        """Positions of the tasks, each behind the ones it waits for; None when they form a ring."""
        following: list[list[int]] = [[] for _ in self.tasks]
        waiting = [0] * len(self.tasks)
        for i, before in enumerate(self.before):
            for p in set(before):
                following[p].append(i)
                waiting[i] += 1
        order = [i for i, count in enumerate(waiting) if count == 0]
        for i in order:
            for j in following[i]:
                waiting[j] -= 1
                if waiting[j] == 0:
                    order.append(j)
        return tuple(order) if len(order) == len(self.tasks) else None

    @cached_property
    def spend_unit(self) -> int:
        """The number of units in a euro in which every monthly spend is a whole number."""
        unit = 1
        for task in self.tasks:
            unit = lcm(unit, task.duration // gcd(task.duration, task.spend))
        return unit

    @cached_property
    def monthly_spend(self) -> tuple[int, ...]:
        """Per task, the spend in one month of works, in units of 1 / `spend_unit` euro (exact)."""
        return tuple(task.spend * self.spend_unit // task.duration for task in self.tasks)

    @property
    def has_budget(self) -> bool:
        """Whether a yearly budget can bind at all."""
        return self.budget_per_year is not None and any(task.spend for task in self.tasks)

    def months_in_years(self, duration: int, start: int) -> dict[int, int]:
        """Return how many months of works that start in `start` fall in each calendar year."""
        result: dict[int, int] = {}
        for month in range(start, start + duration):
            year = self.year_of_month[month]
            result[year] = result.get(year, 0) + 1
        return result


def makespan(problem: CalendarProblem, starts: Mapping[str, int]) -> int:
    """Return the month in which the last works are finished (0 without works)."""
    return max((starts[task.id] + task.duration for task in problem.tasks), default=0)


def violations(problem: CalendarProblem, starts: Mapping[str, int]) -> list[str]:
    """Return in words every rule that a calendar breaks; exact (fractions), shares no solver code.

    `starts` maps each task to the month in which it starts. An empty list means the calendar is
    good.
    """
    missing = [task.id for task in problem.tasks if task.id not in starts]
    if missing:
        return [f"{name} has no start month" for name in missing]
    found = list(_broken_dates(problem, starts))
    if any(
        starts[task.id] < 0 or starts[task.id] + task.duration > problem.horizon
        for task in problem.tasks
    ):
        return found
    return found + list(_broken_crews(problem, starts)) + list(_broken_budget(problem, starts))


def _examine(task: CalendarTask, ids: set[str], resources: int) -> None:
    if task.duration < 1:
        raise ValueError(f"the works of {task.id} take {task.duration} months; give at least 1")
    if len(task.demand) != resources:
        raise ValueError(
            f"{task.id} states a demand for {len(task.demand)} resources and there are {resources}"
        )
    if any(amount < 0 for amount in task.demand) or task.spend < 0:
        raise ValueError(f"{task.id} has a negative demand or cost; make it 0 or more")
    unknown = [name for name in task.after if name not in ids]
    if unknown:
        raise ValueError(f"{task.id} waits for {unknown[0]}, which is not a task of this calendar")


def _broken_dates(problem: CalendarProblem, starts: Mapping[str, int]) -> Iterable[str]:
    for task in problem.tasks:
        start = starts[task.id]
        end = start + task.duration
        if start < max(0, task.earliest):
            yield f"{task.id} starts in month {start}, before month {max(0, task.earliest)}"
        if end > min(task.latest_end, problem.horizon):
            yield (
                f"{task.id} is finished in month {end}, "
                f"after month {min(task.latest_end, problem.horizon)}"
            )
        for name in task.after:
            first = problem.tasks[problem.index[name]]
            if starts[name] + first.duration > start:
                yield f"{task.id} starts before {name} is finished"


def _broken_crews(problem: CalendarProblem, starts: Mapping[str, int]) -> Iterable[str]:
    for resource, capacity in enumerate(problem.capacity):
        used: dict[int, int] = {}
        for task in problem.tasks:
            for month in range(starts[task.id], starts[task.id] + task.duration):
                used[month] = used.get(month, 0) + task.demand[resource]
        for month in sorted(used):
            if used[month] > capacity:
                yield (
                    f"month {month} needs {used[month]} of resource {resource} "
                    f"and there are {capacity}"
                )


def _broken_budget(problem: CalendarProblem, starts: Mapping[str, int]) -> Iterable[str]:
    if problem.budget_per_year is None:
        return
    spent: dict[int, Fraction] = {}
    for task in problem.tasks:
        for month in range(starts[task.id], starts[task.id] + task.duration):
            year = problem.year_of_month[month]
            spent[year] = spent.get(year, Fraction(0)) + Fraction(task.spend, task.duration)
    for year in sorted(spent):
        if spent[year] > problem.budget_per_year:
            yield (
                f"year {year} costs {float(spent[year]):.2f} euros "
                f"and the budget is {problem.budget_per_year}"
            )
