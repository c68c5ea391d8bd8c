"""The rules of a calendar one by one, and what it is to let them give way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil

from hecht.planning.calendar_problem import CalendarProblem, makespan


class RuleKind(StrEnum):
    """What a rule of a calendar is about."""

    CREWS = "crews"
    HORIZON = "horizon"
    LATEST = "latest"
    EARLIEST = "earliest"
    BUDGET = "budget"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: of a `resource`, of a `task`, or that `task` waits until `first` is finished."""

    kind: RuleKind
    task: str = ""
    first: str = ""
    resource: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A rule that gives way by `amount`: crews, months, or euros a year (1 for a dropped link)."""

    rule: Rule
    amount: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Steps that together make a calendar possible, and a calendar (`starts`) that proves it.

    `burden` ranks relaxations: 10 a month for one block, 20 a month for everything, 60 a crew,
    60 a dropped link, 10 per percent of the yearly budget.
    """

    steps: tuple[Step, ...]
    text: str
    burden: int
    starts: Mapping[str, int]

    def applied(self, problem: CalendarProblem) -> CalendarProblem:
        """Return the problem with these steps taken."""
        return relaxed(problem, self.steps)


def rules_of(problem: CalendarProblem) -> list[Rule]:
    """Return every rule that can bind, in a fixed order.

    A latest end at the horizon is the horizon's doing, not a rule of its own, and moves with it.
    """
    rules = [
        Rule(RuleKind.CREWS, resource=r)
        for r, capacity in enumerate(problem.capacity)
        if sum(task.demand[r] for task in problem.tasks) > capacity
    ]
    if problem.has_budget:
        rules.append(Rule(RuleKind.BUDGET))
    rules.append(Rule(RuleKind.HORIZON))
    for task in problem.tasks:
        if task.latest_end < problem.horizon:
            rules.append(Rule(RuleKind.LATEST, task.id))
        if task.earliest > 0:
            rules.append(Rule(RuleKind.EARLIEST, task.id))
        rules.extend(Rule(RuleKind.LINK, task.id, name) for name in dict.fromkeys(task.after))
    return rules


def loosened(problem: CalendarProblem, rules: Iterable[Rule]) -> CalendarProblem:
    """Return the problem without these rules.

    Without the horizon there is room to do all works one after another, in as many years as the
    budget asks for.
    """
    gone = set(rules)
    horizon = problem.horizon
    if Rule(RuleKind.HORIZON) in gone:
        horizon = _long_enough(problem)
    budget = None if Rule(RuleKind.BUDGET) in gone else problem.budget_per_year
    return CalendarProblem(
        tasks=tuple(
            replace(
                task,
                earliest=0 if Rule(RuleKind.EARLIEST, task.id) in gone else task.earliest,
                latest_end=(
                    horizon
                    if task.latest_end == problem.horizon or Rule(RuleKind.LATEST, task.id) in gone
                    else task.latest_end
                ),
                after=tuple(
                    name for name in task.after if Rule(RuleKind.LINK, task.id, name) not in gone
                ),
            )
            for task in problem.tasks
        ),
        capacity=tuple(
            max(capacity, sum(task.demand[r] for task in problem.tasks))
            if Rule(RuleKind.CREWS, resource=r) in gone
            else capacity
            for r, capacity in enumerate(problem.capacity)
        ),
        horizon=horizon,
        budget_per_year=budget,
        year_of_month=_years(problem, horizon),
    )


def relaxed(problem: CalendarProblem, steps: Iterable[Step]) -> CalendarProblem:
    """Return the problem in which each step's rule gives way by the step's amount."""
    by_rule = {step.rule: step.amount for step in steps}
    horizon = problem.horizon + by_rule.get(Rule(RuleKind.HORIZON), 0)
    budget = problem.budget_per_year
    if budget is not None:
        budget += by_rule.get(Rule(RuleKind.BUDGET), 0)
    return CalendarProblem(
        tasks=tuple(
            replace(
                task,
                earliest=task.earliest - by_rule.get(Rule(RuleKind.EARLIEST, task.id), 0),
                latest_end=(
                    horizon
                    if task.latest_end == problem.horizon
                    else task.latest_end + by_rule.get(Rule(RuleKind.LATEST, task.id), 0)
                ),
                after=tuple(
                    name for name in task.after if Rule(RuleKind.LINK, task.id, name) not in by_rule
                ),
            )
            for task in problem.tasks
        ),
        capacity=tuple(
            capacity + by_rule.get(Rule(RuleKind.CREWS, resource=r), 0)
            for r, capacity in enumerate(problem.capacity)
        ),
        horizon=horizon,
        budget_per_year=budget,
        year_of_month=_years(problem, horizon),
    )


def steps_needed(
    problem: CalendarProblem, starts: Mapping[str, int], rules: Iterable[Rule]
) -> Iterable[Step]:
    """Yield by how much each of these rules must give way for a calendar; exact."""
    for rule in rules:
        amount = _amount(problem, starts, rule)
        if amount > 0:
            yield Step(rule, amount)


def _amount(problem: CalendarProblem, starts: Mapping[str, int], rule: Rule) -> int:
    if rule.kind is RuleKind.HORIZON:
        return makespan(problem, starts) - problem.horizon
    if rule.kind is RuleKind.CREWS:
        used: dict[int, int] = {}
        for task in problem.tasks:
            for month in range(starts[task.id], starts[task.id] + task.duration):
                used[month] = used.get(month, 0) + task.demand[rule.resource]
        return max(used.values(), default=0) - problem.capacity[rule.resource]
    if rule.kind is RuleKind.BUDGET:
        years = _years(problem, max(problem.horizon, makespan(problem, starts)))
        spent: dict[int, Fraction] = {}
        for task in problem.tasks:
            for month in range(starts[task.id], starts[task.id] + task.duration):
                monthly = Fraction(task.spend, task.duration)
                spent[years[month]] = spent.get(years[month], Fraction(0)) + monthly
        return ceil(max(spent.values(), default=Fraction(0)) - (problem.budget_per_year or 0))
    task = problem.tasks[problem.index[rule.task]]
    start = starts[rule.task]
    if rule.kind is RuleKind.LATEST:
        return start + task.duration - task.latest_end
    if rule.kind is RuleKind.EARLIEST:
        return task.earliest - start
    first = problem.tasks[problem.index[rule.first]]
    return int(starts[rule.first] + first.duration > start)


def _long_enough(problem: CalendarProblem) -> int:
    months = sum(task.duration for task in problem.tasks)
    if problem.budget_per_year:
        years = sum(1 + task.spend // problem.budget_per_year for task in problem.tasks)
        months += 12 * years
    return max(problem.horizon, max((task.earliest for task in problem.tasks), default=0)) + months


def _years(problem: CalendarProblem, horizon: int) -> tuple[int, ...]:
    """Return the calendar year of each month up to `horizon`, carried on past what is known."""
    years = list(problem.year_of_month)
    if not years:
        return ()
    while len(years) < horizon:
        same = len(years) - years.index(years[-1])
        years.append(years[-1] + 1 if same >= 12 else years[-1])
    return tuple(years)
