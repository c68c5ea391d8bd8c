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
from typing import Literal

from hecht.planning.calendar_bounds import makespan_bound, time_windows
from hecht.planning.calendar_model import CalendarModel
from hecht.planning.calendar_problem import (
    CalendarProblem,
    CalendarTask,
    makespan,
    violations,
)
from hecht.planning.calendar_serial import first_calendars, justified, serial_schedule

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
    return math.ceil(bound - 1e-6) if math.isfinite(bound) else -(1 << 60)


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
