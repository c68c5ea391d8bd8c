"""What a plan made anew changes for one household, and why, fit for that household to read.

A reason never tells what happened to another household: only that something did. Works, money,
crews and homes are everybody's, and are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood import Neighbourhood
from hecht.planning.replan.differences import Cause, Change, Difference
from hecht.planning.replan.events import (
    BudgetChanged,
    CrewsChanged,
    Event,
    HomeLost,
    HorizonChanged,
    NewTemporaryHome,
    NewTie,
    TemporaryMonthsChanged,
    WorksDelayed,
)
from hecht.planning.replan.promises import WayOut
from hecht.residents.my_plan import MyPlan


class Root(StrEnum):
    """What a change began with, as a household may know it."""

    OWN = "own"
    LONGER = "longer"
    SHORTER = "shorter"
    OTHER_TIME = "other_time"
    HOME_LOST = "home_lost"
    NEW_TEMPORARY = "new_temporary"
    BUDGET = "budget"
    CREWS = "crews"
    RULES = "rules"
    OTHER = "other"
    BETTER = "better"


LINKS = ("home", "freed", "temporary", "tie")
"""The kinds of causes that lie with another household."""


@dataclass(frozen=True)
class PlanChange:
    """What changes for one household.

    `before` is its own plan as it was told. `root` is what it began with, `block` the name of the
    block that this is about (""), `link` how it came to this household through another one (one
    of LINKS, or ""). `months` is how many months later it comes to its last home, negative when
    sooner. `broken` are promises and limits that are not kept, with what comes instead.
    """

    change: Change
    before: MyPlan
    root: Root
    block: str = ""
    link: str = ""
    months: int = 0
    broken: tuple[WayOut, ...] = ()


def plan_changes(
    found: Iterable[Difference],
    before: dict[str, MyPlan],
    after: Neighbourhood,
    events: Sequence[Event],
    ways_out: Iterable[WayOut] = (),
) -> dict[str, PlanChange]:
    """Return the change of each household that both plans know, by id.

    `before` are the own plans in the old plan, `after` is the neighbourhood of the new one.
    """
    ways: dict[str, list[WayOut]] = {}
    for way in ways_out:
        ways.setdefault(way.household, []).append(way)
    result = {}
    for d in found:
        if d.household not in before:
            continue
        root, block = _root(d, events)
        named = after.block_of.get(block)
        result[d.household] = PlanChange(
            change=d.change,
            before=before[d.household],
            root=root,
            block="" if named is None else named.name or named.id,
            link=d.cause.kind if d.cause is not None and d.cause.kind in LINKS else "",
            months=d.months,
            broken=tuple(ways.get(d.household, ())),
        )
    return result


def _root(d: Difference, events: Sequence[Event]) -> tuple[Root, str]:
    cause = d.cause
    if cause is None:
        return Root.BETTER, ""
    if cause.event is None:
        return (Root.OTHER_TIME, cause.block) if cause.block else (Root.BETTER, "")
    return _of_event(events[cause.event], d.household, cause)


def _of_event(event: Event, household: str, cause: Cause) -> tuple[Root, str]:
    if event.household == household:
        return Root.OWN, ""
    if isinstance(event, NewTie) or event.household:
        return Root.OTHER, ""  # who named whom, and what happened to others, is theirs
    if isinstance(event, WorksDelayed):
        return (Root.LONGER if event.months >= 0 else Root.SHORTER), event.block
    for kind, root in (
        (HomeLost, Root.HOME_LOST),
        (NewTemporaryHome, Root.NEW_TEMPORARY),
        (BudgetChanged, Root.BUDGET),
        (CrewsChanged, Root.CREWS),
        (TemporaryMonthsChanged, Root.RULES),
        (HorizonChanged, Root.RULES),
    ):
        if isinstance(event, kind):
            return root, ""
    block = event.block or cause.block
    return (Root.OTHER_TIME, block) if block else (Root.OTHER, "")
