"""Make a plan anew: what has happened stands, promises stand, and little is told otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from hecht.neighbourhood import Neighbourhood, problems
from hecht.planning.afterwards import summary
from hecht.planning.plan import Plan
from hecht.planning.progress import Progress
from hecht.planning.replan.apply import apply
from hecht.planning.replan.events import Event
from hecht.planning.replan.past_of import past_of, refuse_impossible, with_facts
from hecht.planning.replan.result import Replan

__all__ = ["DEFAULT_SECONDS", "Replan", "replan"]

DEFAULT_SECONDS = 20.0
_OF_THE_CALENDAR = (
    "latest-too-early",
    "horizon-too-short",
    "too-many-crews",
    "too-few-crews",
    "budget-too-small",
)
"""Errors that the past may excuse; where it does not, the calendar tells so with ways out."""


def replan(
    plan: Plan,
    date: int,
    events: Sequence[Event],
    *,
    seconds: float | None = DEFAULT_SECONDS,
    iterations: int | None = None,
    seed: int = 1,
    workers: int = 2,
    progress: Callable[[Progress], None] | None = None,
    bounds: bool = True,
    groups: bool = True,
    fairness: bool = True,
) -> Replan:
    """Return a plan from month `date` on, after what happened; everything before it stands.

    Searched is for `seconds`, or exactly `iterations` rounds, around what changed first. What
    households were told changes only where that gains more than the policy's
    `points_broken_announcement`, or where it must. What is found is never worse, by the score less
    those points, than the old plan repaired. Promises that cannot be kept give way as little as
    can be; `ways_out` names them.

    With `groups` and `fairness` what was found is then looked after as a fresh plan is (see
    `hecht.planning.care`), which costs points; with `bounds` it is worked out what is provably
    possible for a plan with this past. Both take a share of the seconds.

    Raises EventError for an event that cannot be, ValueError for a date outside the plan or a
    neighbourhood with errors, and NoPlan when there is no plan even so.
    """
    _examine(plan, date, seconds, iterations, workers)
    from hecht.planning.warm import warm_up

    if iterations is None:
        warm_up()
    begin = time.monotonic()
    refuse_impossible(plan, date, events)
    after = apply(plan.neighbourhood, events, date)
    past = past_of(plan, date, after)
    after = with_facts(after, past)
    _refuse_errors(after)
    from hecht.planning.replan.making import Making, Wanted

    making = Making(plan, after, past, tuple(events), seed, workers, progress)
    limit = None if iterations is not None else seconds
    wanted = Wanted(iterations, limit, bounds, groups, fairness)
    return making.run(wanted, lambda: time.monotonic() - begin)


def _examine(
    plan: Plan, date: int, seconds: float | None, iterations: int | None, workers: int
) -> None:
    project = plan.neighbourhood.project
    told = (project.announced or project.start).since(project.start)
    if not 0 <= date < project.horizon:
        raise ValueError(
            f"{project.start.plus(date)} lies outside the plan, which runs from {project.start} "
            f"to {project.start.plus(project.horizon - 1)}; choose a month in it"
        )
    if date < told:
        raise ValueError(
            f"{project.start.plus(date)} lies before {project.announced}, in which households "
            "hear the plan; nothing has been told yet, so make a plan, not a plan anew"
        )
    if iterations is None and (seconds is None or seconds < 0):
        raise ValueError(f"seconds is {seconds}; give a number of seconds, or iterations")
    if iterations is not None and iterations < 0:
        raise ValueError(f"iterations is {iterations}; give 0 or more")
    if workers < 1:
        raise ValueError(f"workers is {workers}; give at least 1")


def _refuse_errors(after: Neighbourhood) -> None:
    """Raise ValueError for errors; promises are judged later, with what has happened."""
    found = [p for p in problems(after) if p.severity == "error" and p.table != "promises"]
    found = [p for p in found if p.rule not in _OF_THE_CALENDAR]
    if found:
        raise ValueError(summary(found, "after these events the neighbourhood"))
