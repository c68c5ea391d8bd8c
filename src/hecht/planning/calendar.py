"""The calendar: the start month of each block's works, by constraint programming.

CP-SAT finds and proves; our own bounds (calendar_bounds) and serial schedules (calendar_serial)
are handed to it, because on two cores its own lower bound on crews is weak. One worker, a fixed
seed and a deterministic limit make the result a function of the input.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hecht.planning.calendar_bounds import TimeWindows, makespan_bound, time_windows
from hecht.planning.calendar_problem import (
    CalendarProblem,
    CalendarTask,
    makespan,
    violations,
)
from hecht.planning.calendar_serial import first_calendars, justified, serial_schedule

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = [
    "CalendarProblem",
    "CalendarResult",
    "CalendarTask",
    "diverse_calendars",
    "makespan",
    "makespan_bound",
    "serial_schedule",
    "solve_calendar",
    "violations",
]

Status = Literal["optimal", "feasible", "infeasible", "unknown"]

_LARGEST = 1 << 60
"""Sums in a model stay below this, so that CP-SAT's 64-bit integers cannot overflow."""


@dataclass(frozen=True, slots=True)
class CalendarResult:
    """What the solver found.

    `starts` maps each task to its start month (None: none found). `lower_bound` is a proven bound
    on `makespan` that holds for any calendar of the problem. `objective` and `objective_bound`
    are the weighted sum and what no calendar (that differs from those to avoid) can go below.
    """

    starts: Mapping[str, int] | None
    makespan: int | None
    lower_bound: int
    status: Status
    objective: int | None = None
    objective_bound: int | None = None


def solve_calendar(
    problem: CalendarProblem,
    *,
    weights: Mapping[str, int] | None = None,
    makespan_weight: int = 1,
    hints: Mapping[str, int] | None = None,
    seed: int = 1,
    deterministic_limit: float = 10.0,
    max_seconds: float | None = None,
    avoid: Sequence[Mapping[str, int]] = (),
    differ_by: int = 1,
    num_workers: int = 1,
) -> CalendarResult:
    """Find the calendar that minimises makespan_weight * makespan + sum of weight * start month.

    `weights` are integers per task id (negative: the later the better). `hints` is a calendar, or
    a part of one, to start from. `avoid` are calendars from which at least `differ_by` start
    months must differ. `deterministic_limit` is in CP-SAT's deterministic seconds; `max_seconds`
    caps the wall clock, and a result that it cuts off does not repeat, nor does one of more than
    one worker. Raises ValueError for weights or hints of unknown tasks.
    """
    _examine_names(problem, weights, hints)
    bound = makespan_bound(problem)
    if bound is None:
        return CalendarResult(None, None, problem.horizon + 1, "infeasible")
    aim = _Aim(problem, dict(weights or {}), makespan_weight, tuple(avoid), differ_by)
    start = _warm_start(aim, hints)
    if start is not None and aim.value(start) == aim.value_bound(bound):
        return _result(aim, start, bound, "optimal", aim.value(start))
    return _search(
        aim, bound, start, hints, seed, deterministic_limit, max_seconds, max(1, num_workers)
    )


@dataclass(frozen=True)
class _Aim:
    """A problem with what is wanted of its calendar."""

    problem: CalendarProblem
    weights: Mapping[str, int]
    makespan_weight: int
    avoid: tuple[Mapping[str, int], ...]
    differ_by: int

    @property
    def is_makespan_only(self) -> bool:
        return self.makespan_weight > 0 and not any(self.weights.values())

    def value(self, starts: Mapping[str, int]) -> int:
        """Return the weighted sum of a calendar."""
        weighted = sum(weight * starts[name] for name, weight in self.weights.items())
        return self.makespan_weight * makespan(self.problem, starts) + weighted

    def value_bound(self, bound: int) -> int:
        """Return what the weighted sum cannot go below, given a bound on the makespan."""
        if self.makespan_weight < 0:
            bound = self.problem.horizon
        windows = time_windows(self.problem)
        total = self.makespan_weight * bound
        for name, weight in self.weights.items():
            i = self.problem.index[name]
            if windows is not None:
                last = windows.end[i] - self.problem.tasks[i].duration
                total += min(weight * windows.start[i], weight * last)
        return total

    def allows(self, starts: Mapping[str, int]) -> bool:
        """Return whether a calendar breaks no rule and differs from those to avoid."""
        if violations(self.problem, starts):
            return False
        return all(
            sum(starts[name] != month for name, month in other.items() if name in starts)
            >= self.differ_by
            for other in self.avoid
        )


def _examine_names(
    problem: CalendarProblem, weights: Mapping[str, int] | None, hints: Mapping[str, int] | None
) -> None:
    for what, names in (("weight", weights or {}), ("hint", hints or {})):
        for name in names:
            if name not in problem.index:
                raise ValueError(f"there is a {what} for {name!r}, which is not in the calendar")


def _warm_start(aim: _Aim, hints: Mapping[str, int] | None) -> dict[str, int] | None:
    """Return the best calendar that the hint and the serial schedules give, or None."""
    found: list[dict[str, int]] = []
    if hints is not None and len(hints) == len(aim.problem.tasks) and aim.allows(hints):
        found.append(dict(hints))
    for starts in first_calendars(aim.problem):
        found.append(starts)
        found.append(justified(aim.problem, starts))
    allowed = [starts for starts in found if aim.allows(starts)]
    return min(allowed, key=aim.value, default=None)


def _result(
    aim: _Aim, starts: Mapping[str, int], bound: int, status: Status, objective_bound: int
) -> CalendarResult:
    ordered = {task.id: starts[task.id] for task in aim.problem.tasks}
    value = aim.value(ordered)
    return CalendarResult(
        ordered, makespan(aim.problem, ordered), bound, status, value, min(value, objective_bound)
    )


def _whole(bound: float) -> int:
    """Return an objective bound of the solver as an integer; integer objectives allow rounding."""
    return math.ceil(bound - 1e-6) if math.isfinite(bound) else -_LARGEST


def _search(
    aim: _Aim,
    bound: int,
    start: Mapping[str, int] | None,
    hints: Mapping[str, int] | None,
    seed: int,
    deterministic_limit: float,
    max_seconds: float | None,
    num_workers: int,
) -> CalendarResult:
    """Solve, and solve again with a cut for as long as rounding let a year go over its budget."""
    from ortools.sat.python import cp_model

    horizon = aim.problem.horizon
    if start is not None and aim.is_makespan_only:
        # Only shorter calendars are of interest, and small windows of time prove most.
        horizon = makespan(aim.problem, start) - 1
    windows = time_windows(aim.problem, horizon)
    if windows is None:
        assert start is not None
        return _result(aim, start, horizon + 1, "optimal", aim.value(start))
    model = CalendarModel(aim.problem, windows, bound, horizon)
    model.minimise(aim.makespan_weight, aim.weights)
    for other in aim.avoid:
        model.differ_from(other, aim.differ_by)
    if horizon == aim.problem.horizon:
        model.hint(start if start is not None else (hints or {}))
    elif start is not None:
        model.hint({name: month for name, month in start.items() if model.can_start(name, month)})
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = num_workers
    solver.parameters.random_seed = seed
    if aim.is_makespan_only and not aim.problem.has_budget:
        # On crews and precedence alone, linear programming costs more than it proves.
        solver.parameters.linearization_level = 0
    spent = 0.0
    while True:
        solver.parameters.max_deterministic_time = max(0.0, deterministic_limit - spent)
        if max_seconds is not None:
            solver.parameters.max_time_in_seconds = max_seconds
        status = solver.solve(model.model)
        if status == cp_model.INFEASIBLE:
            if horizon == aim.problem.horizon or start is None:
                return CalendarResult(None, None, bound, "infeasible")
            proven = horizon + 1 if not aim.avoid else bound
            return _result(aim, start, proven, "optimal", aim.value(start))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            if start is None:
                return CalendarResult(None, None, bound, "unknown")
            proven = max(aim.value_bound(bound), _whole(solver.best_objective_bound))
            if aim.is_makespan_only and not aim.avoid:
                bound = max(bound, min(horizon + 1, -(-proven // aim.makespan_weight)))
            return _result(aim, start, bound, "feasible", proven)
        starts = {task.id: solver.value(model.start[i]) for i, task in enumerate(model.tasks)}
        if not model.forbid_overspending(starts):
            break
        spent += solver.response_proto.deterministic_time
    done = status == cp_model.OPTIMAL
    proven = max(aim.value_bound(bound), _whole(solver.best_objective_bound))
    if start is not None and aim.value(start) < aim.value(starts):
        starts = dict(start)
    if aim.is_makespan_only and not aim.avoid:
        bound = max(bound, -(-proven // aim.makespan_weight))
    return _result(aim, starts, bound, "optimal" if done else "feasible", proven)


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


def diverse_calendars(
    problem: CalendarProblem,
    k: int,
    seed: int = 1,
    *,
    stretch_percent: int = 20,
    deterministic_limit: float = 2.0,
) -> list[dict[str, int]]:
    """Return up to k good calendars that differ much from each other, the shortest first.

    Candidates are serial schedules in random order of priority, no longer than the shortest one
    plus `stretch_percent`; the one farthest from those chosen (sum of months between the starts)
    comes next. Where serial schedules fail, the solver makes the calendars. Fewer than k come
    back when there are no more, and none when no calendar is found.
    """
    first = solve_calendar(problem, seed=seed, deterministic_limit=deterministic_limit)
    if first.starts is None or k < 1:
        return []
    chosen = [dict(first.starts)]
    limit = makespan(problem, first.starts) * (100 + stretch_percent) // 100
    pool = _random_calendars(problem, limit, 40 * k, seed)
    while len(chosen) < k:
        fresh = [starts for starts in pool if all(starts != other for other in chosen)]
        if not fresh:
            break
        chosen.append(max(fresh, key=lambda starts: _apart(starts, chosen)))
    rng = random.Random(seed + 1)
    while len(chosen) < k:
        weights = {task.id: rng.randrange(-100, 101) for task in problem.tasks}
        other = None
        for differ_by in (2, 1):
            other = solve_calendar(
                problem,
                weights=weights,
                makespan_weight=10 * len(problem.tasks),
                seed=seed,
                avoid=chosen,
                differ_by=differ_by,
                deterministic_limit=deterministic_limit,
            ).starts
            if other is not None:
                break
        if other is None:
            break
        chosen.append(dict(other))
    return chosen


def _random_calendars(
    problem: CalendarProblem, limit: int, tries: int, seed: int
) -> list[dict[str, int]]:
    rng = random.Random(seed)
    names = [task.id for task in problem.tasks]
    found: list[dict[str, int]] = []
    for _ in range(tries):
        rng.shuffle(names)
        starts = serial_schedule(problem, names)
        if starts is not None and makespan(problem, starts) > limit:
            starts = justified(problem, starts)
        if starts is not None and makespan(problem, starts) <= limit:
            found.append(starts)
    return found


def _apart(starts: Mapping[str, int], chosen: Iterable[Mapping[str, int]]) -> int:
    """Return the number of months between a calendar and the nearest of the chosen ones."""
    return min(sum(abs(starts[name] - other[name]) for name in starts) for other in chosen)
