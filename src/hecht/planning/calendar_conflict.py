"""Why there is no calendar, and the least that would have to give way, in words with numbers.

First the smallest set of blocks and rules that cannot go together (QuickXplain, Junker 2004).
Whatever single rule is relaxed must be one of that set, so for each of them the solver looks for
the smallest amount that makes a calendar possible. Where no single rule is enough, or where a bit
of several is easier, an elastic model in which every rule can give way finds the cheapest mixture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from hecht.planning.calendar import CalendarResult, solve_calendar
from hecht.planning.calendar_bounds import makespan_bound, time_windows
from hecht.planning.calendar_model import CalendarModel
from hecht.planning.calendar_problem import CalendarProblem, violations
from hecht.planning.calendar_rules import (
    Relaxation,
    Rule,
    RuleKind,
    Step,
    loosened,
    relaxed,
    rules_of,
    steps_needed,
)
from hecht.planning.calendar_serial import first_calendars, justified
from hecht.planning.calendar_words import Wording

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = ["Conflict", "Relaxation", "Rule", "RuleKind", "Step", "explain_infeasible"]

_MONTH, _HORIZON_MONTH, _CREW, _LINK, _PERCENT = 10, 20, 60, 60, 10
"""Burden of a month for one block, a month for all, a crew, a dropped link, 1% of budget."""

_DATES = (RuleKind.HORIZON, RuleKind.LATEST, RuleKind.EARLIEST)

_DOUBTS = 12
"""So many questions may stay undecided before a set of blocks or rules is left as it is."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why there is no calendar.

    `tasks` and `rules` are a smallest set that cannot go together (taking any one away makes a
    calendar for the rest possible, as far as the solver could prove within its limit). `texts`
    say so in words. `relaxations` are ways out, the least burdensome first. `starts` is a
    calendar when there is one after all; then everything else is empty.
    """

    texts: tuple[str, ...]
    relaxations: tuple[Relaxation, ...]
    tasks: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    starts: Mapping[str, int] | None = None


def explain_infeasible(
    problem: CalendarProblem,
    *,
    month_name: Callable[[int], str] = str,
    block_name: Callable[[str], str] = str,
    resource_names: Sequence[str] = (),
    language: str = "en",
    seed: int = 1,
    deterministic_limit: float = 1.0,
) -> Conflict:
    """Say which blocks and rules make a calendar impossible, and what would make it possible.

    `month_name` writes a month number (for example as "2027-05"), `block_name` a task id;
    `resource_names` name the resources in `problem.capacity` (default: crews). `language` is "en"
    or "nl". `deterministic_limit` holds for each question put to the solver. Raises ValueError for
    another language.
    """
    words = Wording(problem, month_name, block_name, tuple(resource_names), language)
    asker = _Asker(seed, deterministic_limit)
    first = _Asker(seed, 5 * deterministic_limit).ask(problem)
    if first.starts is not None:
        return Conflict((), (), starts=first.starts)
    tasks: tuple[str, ...] = ()
    rules = tuple(rules_of(problem))
    if first.status == "infeasible":
        tasks, rules = _smallest_conflict(problem, asker)
        texts = words.conflict(tasks, rules)
    else:
        texts = (words.undecided(),)
    ways = [way for rule in rules if (way := asker.least(problem, (rule,), words)) is not None]
    ways.sort(key=lambda way: way.burden)
    mixture = asker.mixture(problem, ways[0].burden if ways else None, words)
    if mixture is not None and (not ways or mixture.burden < ways[0].burden):
        ways = [mixture, *(way for way in ways if way.steps != mixture.steps)]
    return Conflict(texts, tuple(ways), tasks, rules)


def _smallest_conflict(
    problem: CalendarProblem, asker: _Asker
) -> tuple[tuple[str, ...], tuple[Rule, ...]]:
    """Return a smallest set of blocks, and of rules for those blocks, that has no calendar."""
    quick = _Asker(asker.seed, asker.limit / 4)
    names = [task.id for task in problem.tasks]
    kept = _quick_explain(names, lambda some: quick.ask(_only(problem, some)).status)
    part = _only(problem, kept)
    rules = rules_of(part)
    left = _quick_explain(
        rules,
        lambda some: quick.ask(loosened(part, [r for r in rules if r not in set(some)])).status,
    )
    needed = {rule.task for rule in left} | {rule.first for rule in left}
    shared = any(rule.kind in (RuleKind.CREWS, RuleKind.BUDGET, RuleKind.HORIZON) for rule in left)
    return tuple(name for name in kept if shared or name in needed), tuple(left)


def _only(problem: CalendarProblem, names: Sequence[str]) -> CalendarProblem:
    """Return the problem with only some of its tasks."""
    kept = set(names)
    return replace(
        problem,
        tasks=tuple(
            replace(task, after=tuple(name for name in task.after if name in kept))
            for task in problem.tasks
            if task.id in kept
        ),
    )


def _quick_explain(items: Sequence[Item], ask: Callable[[Sequence[Item]], str]) -> list[Item]:
    """Return a smallest part of `items`, in their order, that is still impossible.

    `ask` returns the solver's status for a part. When it stays undecided too often, what is left
    is returned whole.
    """
    doubts = 0

    def impossible(part: Sequence[Item]) -> bool:
        nonlocal doubts
        if doubts >= _DOUBTS:
            return False
        status = ask(part)
        doubts += status == "unknown"
        return status == "infeasible"

    def search(base: list[Item], added: bool, part: list[Item]) -> list[Item]:
        if added and impossible(base):
            return []
        if len(part) == 1:
            return part
        half = len(part) // 2
        first, second = part[:half], part[half:]
        from_second = search(base + first, True, second)
        from_first = search(base + from_second, bool(from_second), first)
        return from_first + from_second

    if not items:
        return []
    found = search([], False, list(items))
    return [item for item in items if item in found]


@dataclass(frozen=True, slots=True)
class _Asker:
    """Puts questions to the solver with a fixed seed and limit."""

    seed: int
    limit: float

    def ask(self, problem: CalendarProblem) -> CalendarResult:
        """Return any calendar, or that there is none."""
        return solve_calendar(
            problem, makespan_weight=0, seed=self.seed, deterministic_limit=self.limit
        )

    def least(
        self, problem: CalendarProblem, rules: Sequence[Rule], words: Wording
    ) -> Relaxation | None:
        """Return the least burdensome way in which these rules can give way, or None."""
        loose = loosened(problem, rules)
        guess = self._guess(problem, loose, rules)
        if guess is not None:
            loose = _narrowed(problem, loose, _burden_of(problem, guess, rules))
        return self._solved(problem, loose, rules, guess, words)

    def mixture(
        self, problem: CalendarProblem, most: int | None, words: Wording
    ) -> Relaxation | None:
        """Return the least burdensome way in which all rules can give way a bit, or None.

        `most` is a burden at which there is a way already: only a lighter one is looked for.
        """
        rules = rules_of(problem)
        guess = None
        if most is None:
            dates = [rule for rule in rules if rule.kind in _DATES]
            guess = self._guess(problem, loosened(problem, dates), dates)
            if guess is None:
                guess = self._guess(problem, loosened(problem, rules), rules)
            if guess is not None:
                most = _burden_of(problem, guess, rules)
        loose = loosened(problem, rules)
        if most is not None:
            loose = _narrowed(problem, loose, most)
        return self._solved(problem, loose, rules, guess, words)

    def _guess(
        self, problem: CalendarProblem, loose: CalendarProblem, rules: Sequence[Rule]
    ) -> dict[str, int] | None:
        """Return the lightest calendar that serial schedules find when these rules give way."""
        found = list(_tried(loose))
        if len(rules) == 1 and rules[0].kind in (RuleKind.CREWS, RuleKind.BUDGET) and found:
            most = max(_amount(problem, starts, rules[0]) for starts in found)
            for amount in _growing(most):
                nearly = list(_tried(relaxed(problem, [Step(rules[0], amount)])))
                if nearly:
                    found = nearly
                    break
        return min(found, key=lambda starts: _burden_of(problem, starts, rules), default=None)

    def _solved(
        self,
        problem: CalendarProblem,
        loose: CalendarProblem,
        rules: Sequence[Rule],
        guess: dict[str, int] | None,
        words: Wording,
    ) -> Relaxation | None:
        starts = guess
        bound, windows = makespan_bound(loose), time_windows(loose)
        if bound is not None and windows is not None:
            elastic = _ElasticModel(problem, CalendarModel(loose, windows, bound), rules)
            found = elastic.solve(guess, self.seed, self.limit)
            weights = [_burden_of(problem, s, rules) for s in (found, guess) if s is not None]
            starts = found if found is not None and weights[0] == min(weights) else guess
        if starts is None:
            return None
        steps = tuple(steps_needed(problem, starts, rules))
        assert not violations(relaxed(problem, steps), starts)
        burden = sum(_burden(problem, step) for step in steps)
        return Relaxation(steps, words.relaxation(steps), burden, starts)


def _tried(problem: CalendarProblem) -> Iterable[dict[str, int]]:
    for starts in first_calendars(problem):
        yield starts
        yield justified(problem, starts)


def _growing(most: int) -> Iterable[int]:
    """Yield 1, 2, 3 ... in steps that grow by a tenth, up to and including `most`."""
    amount = 1
    while amount < most:
        yield amount
        amount += max(1, amount // 10)
    yield most


def _amount(problem: CalendarProblem, starts: Mapping[str, int], rule: Rule) -> int:
    return max((step.amount for step in steps_needed(problem, starts, (rule,))), default=0)


def _burden_of(problem: CalendarProblem, starts: Mapping[str, int], rules: Sequence[Rule]) -> int:
    return sum(_burden(problem, step) for step in steps_needed(problem, starts, rules))


def _narrowed(problem: CalendarProblem, loose: CalendarProblem, most: int) -> CalendarProblem:
    """Return the loosened problem with only as much room as a burden of `most` can buy."""
    horizon = min(loose.horizon, problem.horizon + most // _HORIZON_MONTH)
    months = most // _MONTH
    return replace(
        loose,
        horizon=horizon,
        tasks=tuple(
            replace(
                task,
                earliest=max(task.earliest, old.earliest - months),
                latest_end=min(task.latest_end, max(horizon, old.latest_end + months)),
            )
            for task, old in zip(loose.tasks, problem.tasks, strict=True)
        ),
    )


class _ElasticModel:
    """A calendar model of the loosened problem that minimises the burden of giving way."""

    def __init__(
        self, problem: CalendarProblem, calendar: CalendarModel, rules: Sequence[Rule]
    ) -> None:
        self.problem = problem
        self.calendar = calendar
        self.burden = [self._give_way(rule) for rule in rules]
        self.calendar.model.minimize(sum(self.burden))

    def solve(
        self, guess: Mapping[str, int] | None, seed: int, limit: float
    ) -> dict[str, int] | None:
        """Return the start months of the least burdensome calendar found, beginning at a guess."""
        from ortools.sat.python import cp_model

        if guess is not None:
            self.calendar.hint(guess)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        spent = 0.0
        while True:
            solver.parameters.max_deterministic_time = max(0.0, limit - spent)
            status = solver.solve(self.calendar.model)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return None
            starts = {
                task.id: solver.value(self.calendar.start[i])
                for i, task in enumerate(self.calendar.tasks)
            }
            if not self.calendar.forbid_overspending(starts):
                return starts
            spent += solver.response_proto.deterministic_time

    def _give_way(self, rule: Rule) -> cp_model.LinearExprT:
        """Put the rule back with an amount by which it gives way; return what that weighs."""
        model, calendar, problem = self.calendar.model, self.calendar, self.problem
        i = problem.index.get(rule.task, -1)
        most = calendar.problem.horizon
        if rule.kind is RuleKind.CREWS:
            demand = sum(task.demand[rule.resource] for task in problem.tasks)
            more = model.new_int_var(0, demand, "more crews")
            calendar.share_crew(rule.resource, problem.capacity[rule.resource], more)
            return _CREW * more
        if rule.kind is RuleKind.BUDGET:
            return self._more_budget()
        if rule.kind is RuleKind.LINK:
            dropped = model.new_bool_var("dropped")
            p = problem.index[rule.first]
            done = calendar.start[p] + problem.tasks[p].duration <= calendar.start[i]
            model.add(done).only_enforce_if(~dropped)
            return _LINK * dropped
        months = model.new_int_var(0, most, "months")
        if rule.kind is RuleKind.HORIZON:
            model.add(calendar.makespan <= problem.horizon + months)
            return _HORIZON_MONTH * months
        if rule.kind is RuleKind.LATEST:
            task = problem.tasks[i]
            model.add(calendar.start[i] + task.duration <= task.latest_end + months)
        else:
            model.add(calendar.start[i] >= problem.tasks[i].earliest - months)
        return _MONTH * months

    def _more_budget(self) -> cp_model.LinearExprT:
        model, budget = self.calendar.model, self.problem.budget_per_year or 0
        whole = sum(task.spend for task in self.problem.tasks)
        more = model.new_int_var(0, whole, "more euros")
        self.calendar.share_budget(budget, more)
        base = _money_base(self.problem)
        burden = model.new_int_var(0, 100 * _PERCENT * whole // base + 1, "burden of euros")
        model.add(100 * _PERCENT * more <= base * burden)
        return burden


def _money_base(problem: CalendarProblem) -> int:
    """Return the yearly amount of which the burden of more budget is a percentage."""
    whole = sum(task.spend for task in problem.tasks)
    return max(1, problem.budget_per_year or 0, 12 * whole // max(12, problem.horizon))


def _burden(problem: CalendarProblem, step: Step) -> int:
    if step.rule.kind is RuleKind.BUDGET:
        return -(-100 * _PERCENT * step.amount // _money_base(problem))
    per = {
        RuleKind.CREWS: _CREW,
        RuleKind.HORIZON: _HORIZON_MONTH,
        RuleKind.LINK: _LINK,
    }
    return per.get(step.rule.kind, _MONTH) * step.amount
