"""A plan in a moment: good enough to tell scenarios apart, always the same for the same one.

The calendar is that of the scheduling model with little effort; the homes begin with the relaxed
placement of that calendar (see `hecht.planning.relaxed_start`), which lies close to what a long
search finds, and a few rounds of search follow. What is chosen in the end is planned in full.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Course, Neighbourhood, problems
from hecht.planning.calendar import solve_calendar
from hecht.planning.engine import finished, is_plan
from hecht.planning.first_plan import calendar_problem, with_a_roof
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.relaxations import conflicts_of
from hecht.planning.search import Chain

ROUNDS = 6
"""Rounds of search for every scenario that is looked at."""

_MORE_ROUNDS = 10
"""Rounds, at most, that are added while no plan is found yet."""

_CALENDAR_EFFORT = 0.05
"""CP-SAT's deterministic seconds for the calendar."""


@dataclass(frozen=True)
class QuickPlan:
    """A course, or what stands in its way; `proven` when it is certain that there is none."""

    course: Course | None
    conflicts: tuple[str, ...] = ()
    proven: bool = False


def quick_plan(neighbourhood: Neighbourhood, *, seed: int = 1, rounds: int = ROUNDS) -> QuickPlan:
    """Return a plan after a few rounds; the same neighbourhood, seed and rounds give the same."""
    wrong = [p for p in problems(neighbourhood) if p.severity == "error"]
    if wrong:
        texts = tuple(f"{p.table} {p.key}: {p.text}" for p in wrong[:5])
        return QuickPlan(None, texts, proven=True)
    instance = compile_instance(neighbourhood)
    starts = _calendar(instance, seed)
    if isinstance(starts, QuickPlan):
        return starts
    chain = Chain(instance, seed, 0)
    chain.start(starts)
    for number in range(rounds + _MORE_ROUNDS):
        if number >= rounds:
            course = _course(instance, chain, seed)
            if course is not None:
                return QuickPlan(course)
        chain.run_round()
    course = _course(instance, chain, seed)
    if course is not None:
        return QuickPlan(course)
    return QuickPlan(None, tuple(conflicts_of(instance, chain.best)))


def _course(instance: Instance, chain: Chain, seed: int) -> Course | None:
    if chain.best_key is None or not is_plan(instance, chain.best):
        return None
    return finished(instance, chain.best, seed)


def _calendar(instance: Instance, seed: int) -> dict[str, int] | QuickPlan:
    """Return a calendar, or why there is none."""
    problem = calendar_problem(instance)
    if not problem.tasks:
        return {}
    found = solve_calendar(problem, seed=seed, deterministic_limit=_CALENDAR_EFFORT)
    if found.starts is not None:
        return with_a_roof(instance, dict(found.starts))
    if found.status == "infeasible":
        return QuickPlan(None, ("the works have no calendar within crews, budget and dates",), True)
    return QuickPlan(None, ("no calendar was found within crews, budget and dates",))
