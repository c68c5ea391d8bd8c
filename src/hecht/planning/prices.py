"""What each rule costs: change one, solve again with equal effort, and lay the figures beside.

The plan is first searched on, so that what was to be had anyway is not counted as the gain of a
rule. From the state that this gives, the neighbourhood as it is and each changed one are searched
for the same number of rounds from the same seeds. What is told is the median of the differences
seed by seed, with their range. A difference whose range holds nought, or that is no more than the
seeds differ among themselves, is within the noise of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from types import MappingProxyType

from hecht.neighbourhood import Course, Neighbourhood, StayKind
from hecht.outcomes import measure
from hecht.planning.calendar import solve_calendar
from hecht.planning.calendar_problem import CalendarProblem, violations
from hecht.planning.calendar_serial import serial_schedule
from hecht.planning.engine import left_out
from hecht.planning.first_plan import set_calendar
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.plan import Plan
from hecht.planning.replan.standing import Standing
from hecht.planning.resume import improve, repair, state_of
from hecht.planning.rule_changes import RuleChange, rule_changes
from hecht.planning.state import VIOLATION, State

FIGURES = (
    "returned_of_wishing",
    "ties_kept_count",
    "alone",
    "separation_months",
    "moves",
    "months_temporary",
    "duration_months",
    "vacant_home_months",
    "households_first_wish_met",
    "groups_together",
)
"""The figures that are laid beside each other, besides the score."""

SCORE = "score"


@dataclass(frozen=True)
class Difference:
    """How one figure changes: the median over the seeds, the least and the most.

    `noise` tells that it is within the noise of the search.
    """

    median: float
    least: float
    most: float
    noise: bool


@dataclass(frozen=True)
class Price:
    """What one change of a rule gives or takes; `differences` by figure, SCORE among them.

    None when no plan was found with it (which proves nothing).
    """

    change: RuleChange
    differences: Mapping[str, Difference] | None

    @property
    def points(self) -> float:
        """Return the median change of the score in thousandths of a point; 0 without a plan."""
        return 0.0 if self.differences is None else self.differences[SCORE].median

    @property
    def is_noise(self) -> bool:
        """Return whether nothing changes that the search does not change by itself.

        A looser rule can never make the best plan worse, nor a tighter one make it better; where
        it seems so, the search has not found the better plan.
        """
        found = self.differences
        if found is None:
            return False
        wrong_way = self.points <= 0 if self.change.loosens else self.points >= 0
        return wrong_way or (found[SCORE].noise and all(one.noise for one in found.values()))


@dataclass(frozen=True)
class Prices:
    """The prices of the rules of a plan's neighbourhood.

    `loosened` and `tightened` are ranked: what gives most first, what costs most first; those
    without a plan come first among the tightened, last among the loosened. `base` holds the
    figures of the plan after it was searched on, the median over the seeds; `spread` by how much
    the seeds differ. `untried` names changes that were left for want of time. `rounds` and
    `seeds` tell the effort for each.
    """

    base: Mapping[str, float]
    spread: Mapping[str, float]
    loosened: tuple[Price, ...]
    tightened: tuple[Price, ...]
    untried: tuple[str, ...]
    rounds: int
    seeds: tuple[int, ...]


def price_rules(
    plan: Plan,
    *,
    rounds: int = 8,
    seeds: Sequence[int] = (1, 2, 3),
    workers: int = 1,
    changes: Sequence[RuleChange] | None = None,
    stop: Callable[[], bool] = lambda: False,
    report: Callable[[int, int, str], None] = lambda done, of, name: None,
) -> Prices:
    """Return what each change of a rule gives or takes, by solving again.

    `changes` are those of `rule_changes` if not given. `stop` is asked before each; `report`
    hears how many are done, of how many, and what is next. The same plan, rounds and seeds give
    the same prices, whatever the number of workers. Raises ValueError when the plan breaks a
    rule, so that there is nothing to compare with.
    """
    standing = Standing(plan)
    instance = standing.compiled()
    start = state_of(instance, plan.course)
    leavers = max(instance.unplaceable, len(left_out(instance, start)) if plan.before else 0)
    if start.totals[VIOLATION] or len(left_out(instance, start)) > leavers:
        raise ValueError(
            "this plan breaks a rule, so that there is nothing to compare with; "
            "`hecht check` says which"
        )
    todo = list(changes_for(plan) if changes is None else changes)
    report(0, len(todo) + 1, "")
    start = improve(instance, start, rounds=2 * rounds, seed=seeds[0], workers=workers)
    search = _Search(standing, leavers, rounds, tuple(seeds), workers)
    base = search.run(instance, start)
    course = standing.finished(instance, start, seeds[0])
    if base is None or course is None:
        raise ValueError("no temporary homes were found for this plan; make the plan again")
    found: list[Price] = []
    for done, change in enumerate(todo):
        if found and stop():
            break
        report(done + 1, len(todo) + 1, change.name)
        found.append(_price(change, plan.neighbourhood, course, search, base))
    return Prices(
        base=MappingProxyType({name: median(values) for name, values in base.items()}),
        spread=MappingProxyType({name: max(v) - min(v) for name, v in base.items()}),
        loosened=_ranked(found, loosens=True),
        tightened=_ranked(found, loosens=False),
        untried=tuple(change.name for change in todo[len(found) :]),
        rounds=rounds,
        seeds=tuple(seeds),
    )


def changes_for(plan: Plan) -> Iterator[RuleChange]:
    """Yield the changes of rules that make sense for a plan; the past of one made anew stands."""
    date = 0 if plan.before is None else plan.before.date
    return rule_changes(plan.neighbourhood, plan.course, date)


def _ranked(found: Sequence[Price], *, loosens: bool) -> tuple[Price, ...]:
    some = [price for price in found if price.change.loosens is loosens]

    def key(price: Price) -> tuple[bool, float, str]:
        without = price.differences is None
        return (
            (without, -price.points, price.change.name)
            if loosens
            else (
                not without,
                price.points,
                price.change.name,
            )
        )

    return tuple(sorted(some, key=key))


Values = dict[str, list[float]]
"""Figures by name, one value for each seed."""


@dataclass(frozen=True)
class _Search:
    """The same effort for everything that is compared, from the same past.

    `leavers` wish to return but leave in the plan itself, because of what happened before.
    """

    standing: Standing
    leavers: int
    rounds: int
    seeds: tuple[int, ...]
    workers: int

    def run(self, instance: Instance, start: State) -> Values | None:
        """Return the figures that each seed reaches; None when one finds no plan."""
        values: Values = {}
        for seed in self.seeds:
            best = improve(instance, start, rounds=self.rounds, seed=seed, workers=self.workers)
            course = self.course(instance, best, seed)
            if course is None:
                return None
            for name, value in self.figures(instance.neighbourhood, course).items():
                values.setdefault(name, []).append(value)
        return values

    def course(self, instance: Instance, state: State, seed: int) -> Course | None:
        """Return the course of a state that is a plan; None when it is none."""
        if not self.is_plan(instance, state):
            return None
        return self.standing.finished(instance, state, seed)

    def is_plan(self, instance: Instance, state: State) -> bool:
        """Return whether a state keeps to the rules, and no more leave than must."""
        most = max(instance.unplaceable, self.leavers)
        return not state.totals[VIOLATION] and len(left_out(instance, state)) <= most

    def figures(self, neighbourhood: Neighbourhood, course: Course) -> dict[str, float]:
        """Return the figures of a course by name, the score among them."""
        figures = measure(neighbourhood, course).as_dict()
        known = {name: figures[name] for name in FIGURES}
        found = {name: float(value) for name, value in known.items() if value is not None}
        return {SCORE: float(self.standing.value(neighbourhood, course)), **found}


def _price(
    change: RuleChange, n: Neighbourhood, course: Course, search: _Search, base: Values
) -> Price:
    changed = change.apply(n)
    instance = search.standing.compiled(changed)
    start = _start(search, instance, _until(course, changed.project.horizon))
    values = None if start is None else search.run(instance, start)
    if values is None:
        return Price(change, None)
    offset = _longer(search, n, changed, course)
    differences = {
        name: _difference(values[name], before, offset.get(name, 0.0))
        for name, before in base.items()
        if name in values
    }
    return Price(change, MappingProxyType(differences))


def _difference(after: Sequence[float], before: Sequence[float], offset: float) -> Difference:
    each = sorted(new - old - offset for new, old in zip(after, before, strict=True))
    middle = median(each)
    spread = max(before) - min(before)
    noise = each[0] <= 0 <= each[-1] or abs(middle) <= spread
    return Difference(middle, each[0], each[-1], noise)


def _longer(
    search: _Search, n: Neighbourhood, changed: Neighbourhood, course: Course
) -> dict[str, float]:
    """Return what figures gain or lose merely because more months are looked at."""
    if changed.project.horizon == n.project.horizon:
        return {}
    before = search.figures(n, course)
    after = search.figures(changed, _until(course, changed.project.horizon))
    return {name: after[name] - before[name] for name in before if name in after}


def _until(course: Course, horizon: int) -> Course:
    """Return a course whose last month is another; who is in its last home stays there."""
    if horizon == course.horizon:
        return course
    stays = tuple(
        replace(stay, end=horizon)
        if stay.end == course.horizon and stay.kind is not StayKind.TEMPORARY
        else stay
        for stay in course.stays
    )
    return replace(course, horizon=horizon, stays=stays)


def _start(search: _Search, instance: Instance, course: Course) -> State | None:
    """Return the state of a course under changed rules, with a calendar that keeps to them."""
    state = state_of(instance, course)
    problem = search.standing.calendar(instance)
    starts = {name: course.starts[name] for name in problem.index}
    if violations(problem, starts):
        mended = _mended(problem, starts)
        if mended is None:
            return None
        set_calendar(instance, state, mended)
        settle(instance.arrays, state)
    # whoever leaves in the plan is only brought back where a changed rule asks for it
    return state if search.is_plan(instance, state) else repair(instance, state)


def _mended(problem: CalendarProblem, starts: Mapping[str, int]) -> dict[str, int] | None:
    """Return a calendar in the order of the old one, or any calendar, or None."""
    serial = serial_schedule(problem, sorted(starts, key=lambda name: (starts[name], name)))
    if serial is not None:
        return serial
    found = solve_calendar(problem, seed=1, deterministic_limit=1.0).starts
    return None if found is None else dict(found)
