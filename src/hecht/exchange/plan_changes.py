"""What a plan was before: read from an old plan folder, or from a plan that was made anew.

A plan made anew keeps what it was made from: the old stays, the events, and what could not be
kept. So its own folder is enough to tell each household what changes and why.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from hecht.exchange.events_file import read_events
from hecht.exchange.folder import read
from hecht.exchange.plan_folder import read_plan
from hecht.exchange.plan_reader import PlanFolderError
from hecht.exchange.replan_folder import NEIGHBOURHOOD
from hecht.neighbourhood import Course, Month, Neighbourhood
from hecht.planning.plan import Plan
from hecht.planning.replan.differences import Cause, Difference, differences
from hecht.planning.replan.events import Event
from hecht.planning.replan.make import Replan
from hecht.planning.replan.promises import WayOut


@dataclass(frozen=True)
class Changed:
    """An old plan beside a new one.

    `neighbourhood` and `course` are those of the old plan; `differences` has a row a household;
    `events` is what happened in between and `ways_out` what cannot be kept (both are empty when
    the new plan was not made from the old one).
    """

    neighbourhood: Neighbourhood
    course: Course
    differences: tuple[Difference, ...]
    events: tuple[Event, ...] = ()
    ways_out: tuple[WayOut, ...] = ()


def changed_between(old: Plan, new: Plan) -> Changed:
    """Return what one plan changes of another, of which nothing else is known."""
    here = old.neighbourhood
    found = differences((here, old.course), (new.neighbourhood, new.course), 0, ())
    return Changed(here, old.course, found)


def changed_by(made: Replan) -> Changed:
    """Return what a plan made anew changes of the one it was made from."""
    old = made.previous
    return Changed(old.neighbourhood, old.course, made.differences, made.events, made.ways_out)


def neighbourhood_of(plan: str | Path, otherwise: Neighbourhood) -> Neighbourhood:
    """Return the neighbourhood that a plan folder holds, or the other one when it holds none."""
    inside = Path(plan) / NEIGHBOURHOOD
    return read(inside) if inside.is_dir() else otherwise


def read_changed(
    plan: Plan, folder: str | Path, before: str | Path, here: Neighbourhood
) -> Changed:
    """Return what the plan in `folder` changes of the one in `before`.

    `here` is the neighbourhood for which the old plan was made, used when `before` holds none.
    `before` may be `folder` itself when that plan was made anew. Raises PlanFolderError when it
    was not, or when a folder cannot be read.
    """
    new, old = Path(folder), Path(before)
    made = json.loads((new / "plan.json").read_text(encoding="utf-8-sig")).get("made_from")
    if new.resolve() == old.resolve():
        if plan.before is None:
            raise PlanFolderError(
                f"{new} was not made anew from another plan; name the plan that stood before it"
            )
        then, course = here, plan.before.course
    else:
        then = neighbourhood_of(old, here)
        course = read_plan(then, old).course
    date = 0
    events: tuple[Event, ...] = ()
    ways: tuple[WayOut, ...] = ()
    causes: dict[str, Cause] = {}
    if made is not None:
        date, ways, causes = _made_from(made, plan, new)
        table = new / "events.csv"
        events = tuple(read_events(table, then)) if table.is_file() else ()
    found = differences(
        (then, course),
        (plan.neighbourhood, plan.course),
        date,
        events,
        frozenset(way.household for way in ways),
    )
    # a plan made anew keeps why; from the two plans alone less of it can be seen
    kept = tuple(replace(d, cause=causes.get(d.household, d.cause)) for d in found)
    return Changed(then, course, kept, events, ways)


def _made_from(
    made: dict[str, object], plan: Plan, folder: Path
) -> tuple[int, tuple[WayOut, ...], dict[str, Cause]]:
    try:
        date = Month.parse(str(made["date"])).since(plan.neighbourhood.project.start)
        kept, told = made["not_kept"], made.get("causes", {})
        if not isinstance(kept, list) or not isinstance(told, dict):
            raise TypeError("not_kept is no list, or causes no table")
        causes = {str(name): Cause(**one) for name, one in told.items()}
        ways = tuple(
            WayOut(
                str(one["household"]),
                str(one["kind"]),
                str(one["said"]),
                str(one["instead"]),
                int(one["months"]),
            )
            for one in kept
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PlanFolderError(
            f"{folder}: plan.json does not say properly what the plan was made from ({error}); "
            "make the plan anew again"
        ) from error
    return date, ways, causes
