"""The calendar as a CP-SAT model: crews as cumulative resources, budget by start month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hecht.planning.calendar_bounds import TimeWindows
from hecht.planning.calendar_problem import CalendarProblem, makespan

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_LARGEST = 1 << 60
"""Sums in a model stay below this, so that CP-SAT's 64-bit integers cannot overflow."""


class CalendarModel:
    """The CP-SAT model of a calendar; `start[i]` and `makespan` are its variables."""

    def __init__(
        self,
        problem: CalendarProblem,
        windows: TimeWindows,
        bound: int,
        horizon: int | None = None,
    ) -> None:
        """Build the model; `windows` and `bound` hold for the problem within `horizon`."""
        from ortools.sat.python import cp_model

        self.problem = problem
        self.tasks = problem.tasks
        self.windows = windows
        self.model = cp_model.CpModel()
        self.start: list[cp_model.IntVar] = []
        self.interval: list[cp_model.IntervalVar] = []
        for i, task in enumerate(self.tasks):
            last = windows.end[i] - task.duration
            start = self.model.new_int_var(windows.start[i], last, f"start {task.id}")
            self.start.append(start)
            self.interval.append(
                self.model.new_fixed_size_interval_var(start, task.duration, task.id)
            )
        last = problem.horizon if horizon is None else horizon
        self.makespan = self.model.new_int_var(bound, max(bound, last), "makespan")
        self._months: dict[int, dict[int, cp_model.IntVar]] = {}
        self._exact_money = True
        self._precede()
        for resource, capacity in enumerate(problem.capacity):
            self.share_crew(resource, capacity)
        if problem.has_budget:
            self.share_budget(problem.budget_per_year or 0)

    def minimise(self, makespan_weight: int, weights: Mapping[str, int]) -> None:
        """Minimise makespan_weight * makespan + sum of weight * start."""
        terms = [makespan_weight * self.makespan]
        for name, weight in sorted(weights.items()):
            if weight:
                terms.append(weight * self.start[self.problem.index[name]])
        if makespan_weight or len(terms) > 1:
            self.model.minimize(sum(terms))

    def hint(self, starts: Mapping[str, int]) -> None:
        """Let the search begin near these start months."""
        for name, month in starts.items():
            i = self.problem.index[name]
            self.model.add_hint(self.start[i], month)
            for at, literal in self._months.get(i, {}).items():
                self.model.add_hint(literal, int(at == month))
        if len(starts) == len(self.tasks):
            self.model.add_hint(self.makespan, makespan(self.problem, starts))

    def can_start(self, name: str, month: int) -> bool:
        """Return whether a month lies within a task's window."""
        i = self.problem.index[name]
        last = self.windows.end[i] - self.tasks[i].duration
        return self.windows.start[i] <= month <= last

    def differ_from(self, other: Mapping[str, int], count: int) -> None:
        """Demand that at least `count` start months differ from those of another calendar."""
        differs = []
        for name, month in sorted(other.items()):
            i = self.problem.index.get(name)
            if i is not None:
                literal = self.model.new_bool_var("")
                self.model.add(self.start[i] != month).only_enforce_if(literal)
                differs.append(literal)
        self.model.add(sum(differs) >= count)

    def forbid_overspending(self, starts: Mapping[str, int]) -> bool:
        """Cut off a calendar that goes over a budget in exact arithmetic; return whether it did."""
        if self._exact_money or self.problem.budget_per_year is None:
            return False
        over = _overspent_year(self.problem, starts)
        if over is None:
            return False
        year, months = over
        literals: list[list[cp_model.IntVar]] = []
        for i, here in months.items():
            duration = self.tasks[i].duration
            literals.append(
                [
                    literal
                    for at, literal in self._months[i].items()
                    if self.problem.months_in_years(duration, at).get(year, 0) >= here
                ]
            )
        self.model.add(sum(sum(each) for each in literals) <= len(literals) - 1)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        return True

    def _precede(self) -> None:
        for i, task in enumerate(self.tasks):
            for p in set(self.problem.before[i]):
                self.model.add(self.start[p] + self.tasks[p].duration <= self.start[i])
            self.model.add(self.start[i] + task.duration + self.windows.tail[i] <= self.makespan)

    def share_crew(self, resource: int, capacity: int, more: cp_model.IntVar | None = None) -> None:
        """Keep the use of a resource within a capacity (plus `more`, where that is given)."""
        users = [i for i, task in enumerate(self.tasks) if task.demand[resource]]
        demands = [self.tasks[i].demand[resource] for i in users]
        if sum(demands) <= capacity:
            return
        if more is not None:
            intervals = [self.interval[i] for i in users]
            self.model.add_cumulative(intervals, demands, capacity + more)
            return
        alone = [i for i, amount in zip(users, demands, strict=True) if 2 * amount > capacity]
        if len(alone) > 1:
            self.model.add_no_overlap([self.interval[i] for i in alone])
        if len(alone) < len(users):
            self.model.add_cumulative([self.interval[i] for i in users], demands, capacity)

    def share_budget(self, budget: int, more: cp_model.IntVar | None = None) -> None:
        """Bound the spend per year (plus `more` euros), exactly where 64 bits allow it.

        Elsewhere amounts are rounded down, and `forbid_overspending` cuts off what slips through.
        """
        problem = self.problem
        unit = problem.spend_unit
        whole = sum(task.spend for task in self.tasks)
        self._exact_money = unit * max(whole, budget) < _LARGEST
        scale = unit if self._exact_money else max(1, _LARGEST // (2 * max(whole, budget)))
        terms: dict[int, list[cp_model.LinearExprT]] = {}
        most: dict[int, int] = {}
        for i, task in enumerate(self.tasks):
            if not task.spend:
                continue
            highest: dict[int, int] = {}
            for month, literal in self._start_literals(i).items():
                for year, months in problem.months_in_years(task.duration, month).items():
                    amount = months * problem.monthly_spend[i] * scale // unit
                    terms.setdefault(year, []).append(amount * literal)
                    highest[year] = max(highest.get(year, 0), amount)
            for year, amount in highest.items():
                most[year] = most.get(year, 0) + amount
        for year in sorted(terms):
            if most[year] > budget * scale:
                limit = budget * scale if more is None else budget * scale + scale * more
                self.model.add(sum(terms[year]) <= limit)

    def _start_literals(self, i: int) -> dict[int, cp_model.IntVar]:
        """Return for each month in which task i may start the literal that it does."""
        if i not in self._months:
            last = self.windows.end[i] - self.tasks[i].duration
            months = range(self.windows.start[i], last + 1)
            literals = {month: self.model.new_bool_var("") for month in months}
            self.model.add_exactly_one(literals.values())
            self.model.add(sum(m * literal for m, literal in literals.items()) == self.start[i])
            self._months[i] = literals
        return self._months[i]


def _overspent_year(
    problem: CalendarProblem, starts: Mapping[str, int]
) -> tuple[int, dict[int, int]] | None:
    """Return the first year over budget, with the months in it of each task that spends there."""
    limit = (problem.budget_per_year or 0) * problem.spend_unit
    spent: dict[int, int] = {}
    months: dict[int, dict[int, int]] = {}
    for i, task in enumerate(problem.tasks):
        if task.spend:
            here = problem.months_in_years(task.duration, starts[task.id])
            for year, count in here.items():
                spent[year] = spent.get(year, 0) + count * problem.monthly_spend[i]
                months.setdefault(year, {})[i] = count
    for year in sorted(spent):
        if spent[year] > limit:
            return year, months[year]
    return None
