"""Why no plan can be made anew, and the smallest changes with which one can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hecht.neighbourhood import Neighbourhood
from hecht.planning.calendar_conflict import explain_infeasible
from hecht.planning.extra_homes import with_extra_homes
from hecht.planning.no_plan import NoPlan
from hecht.planning.replan.search import troubles
from hecht.planning.state import SHORTAGE, State

if TYPE_CHECKING:
    from hecht.planning.calendar_problem import CalendarProblem
    from hecht.planning.replan.making import Making

_ROUNDS = 2
_MOST_SHOWN = 5


def no_calendar_left(problem: CalendarProblem, n: Neighbourhood) -> NoPlan:
    """Return why the works that are left have no calendar, with the ways out."""
    start = n.project.start
    conflict = explain_infeasible(problem, month_name=lambda month: str(start.plus(month)))
    return NoPlan(conflict.texts, [one.text for one in conflict.relaxations], proven=True)


def no_replan(making: Making, state: State) -> NoPlan:
    """Return what the best attempt breaks, and which single change would mend it."""
    conflicts = list(_broken(making, state))
    conflicts += [f"rule {one.rule}: {one.text}" for one in making.refused[:_MOST_SHOWN]]
    if not conflicts:
        conflicts = ["rules 1 and 2: there are too few temporary homes when they are needed"]
    return NoPlan(conflicts, list(_ways(making)))


def _broken(making: Making, s: State) -> Iterator[str]:
    start = making.after.project.start
    if s.totals[SHORTAGE]:
        lacking = -s.balance.min(axis=0)
        months = np.nonzero(lacking > 0)[0].tolist()
        if months:
            yield (
                f"rules 1 and 2: between {start.plus(months[0])} and {start.plus(months[-1])} up "
                f"to {int(lacking.max())} households have no temporary home"
            )
    late = [t.household for t in troubles(making.instance, s) if t.kind == "horizon"]
    if late:
        more = ", ..." if len(late) > _MOST_SHOWN else ""
        yield (
            f"rule 1: the homes of {len(late)} households are ready only after the last month of "
            f"the plan ({', '.join(late[:_MOST_SHOWN])}{more})"
        )


def _ways(making: Making) -> Iterator[str]:
    """Yield the smallest single change of each kind with which a plan is found."""
    n, date = making.after, making.past.date
    for count in (1, 2, 4, 8):
        if making.works_with(with_extra_homes(n, count, since=date), _ROUNDS):
            yield f"{count} more temporary home{'s' if count > 1 else ''}"
            break
    for months in (1, 2, 3, 4, 6, 9, 12):
        longer = replace(n, project=replace(n.project, horizon=n.project.horizon + months))
        if making.works_with(longer, _ROUNDS):
            yield f"{months} more month{'s' if months > 1 else ''} for the whole plan (horizon)"
            break
