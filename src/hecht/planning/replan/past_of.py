"""What of a plan has happened on a date, and what households were told: the frozen part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from hecht.neighbourhood import (
    Block,
    Course,
    Neighbourhood,
    PromiseKind,
    ReturnWish,
    Stay,
    StayKind,
    problems,
)
from hecht.planning.past import Past, Told
from hecht.planning.plan import Plan
from hecht.planning.replan.apply import LOST
from hecht.planning.replan.events import (
    Event,
    EventError,
    HomeLost,
    MindChanged,
    PromiseMade,
    WishMade,
    WorksDelayed,
    WorksDuration,
    WorksStartDelayed,
)


def past_of(plan: Plan, date: int, after: Neighbourhood) -> Past:
    """Return the past of a plan on month `date`, for the neighbourhood as it is `after` events."""
    return past_of_course(plan.course, date, after)


def past_of_course(course: Course, date: int, after: Neighbourhood) -> Past:
    """Return the past of a course on month `date`, for the neighbourhood as it is `after` events.

    What starts in month `date` itself has not happened yet. A household in its last home that
    goes elsewhere is listed as gone, in the month in which it will.
    """
    settled: dict[str, tuple[str, int]] = {}
    gone: dict[str, int] = {}
    away: dict[str, tuple[Stay, ...]] = {}
    told: dict[str, Told] = {}
    for name, stays in course.itineraries().items():
        begun = [stay for stay in stays if stay.start < date]
        between = tuple(stay for stay in begun if stay.kind is StayKind.TEMPORARY)
        if not begun or name not in after.household_of:
            continue
        if between:
            away[name] = between
        last = begun[-1]
        if last is stays[-1] and last.end < date:
            gone[name] = last.end
        elif last.kind is StayKind.FINAL:
            leaves = _leaves(after, name, date)
            if leaves is None:
                settled[name] = (last.home, last.start)
            else:
                gone[name] = leaves
        else:
            announced = told_by(stays, course.horizon)
            if announced is not None:
                told[name] = announced
    told.update(_forced(after, told))
    return Past(
        date=date,
        starts=MappingProxyType(
            {block: month for block, month in course.starts.items() if month < date}
        ),
        settled=MappingProxyType(settled),
        gone=MappingProxyType(gone),
        away=MappingProxyType(away),
        told=MappingProxyType(told),
        points_told=after.policy.points_broken_announcement,
    )


def _leaves(after: Neighbourhood, name: str, date: int) -> int | None:
    """Return when a household that is in its last home goes elsewhere; None: it stays."""
    household = after.household_of[name]
    if household.wish is not ReturnWish.ELSEWHERE:
        return None
    return None if household.leaves is None else max(date, household.leaves)


def told_by(stays: list[Stay], horizon: int) -> Told | None:
    """Return what an itinerary tells a household; None when it never moves."""
    last = stays[-1]
    if last.kind is StayKind.START and last.end >= horizon:
        return None
    out = stays[1].start if len(stays) > 1 else last.end
    if last.kind is StayKind.FINAL and last.end >= horizon:
        return Told(last.home, out, last.start)
    return Told(None, out, horizon)


def _forced(after: Neighbourhood, told: Mapping[str, Told]) -> dict[str, Told]:
    """Return what those who lose the home they live in are told: out in that month."""
    found = {}
    for household in after.households:
        block = after.home_of[household.home].block
        if block is None or not block.startswith(LOST):
            continue
        month = after.block_of[block].earliest or 0
        before = told.get(household.id)
        if before is None or before.out > month:
            found[household.id] = Told(before.home if before else None, month, month)
    return found


def refuse_impossible(plan: Plan, date: int, events: Iterable[Event]) -> None:
    """Raise EventError when the past of a plan rules an event out, with what to do instead."""
    for number, event in enumerate(events, 1):
        why = _impossible(plan, date, event)
        if why:
            raise EventError(f"event {number}: {why}", number)


def _impossible(plan: Plan, date: int, event: Event) -> str:
    course, month = plan.course, plan.neighbourhood.project.start.plus
    begun = course.starts.get(event.block) if event.block else None
    if begun is not None and begun < date and isinstance(event, WorksStartDelayed):
        return (
            f"the works on block {event.block} began in {month(begun)}; if they take longer, "
            "say by how many months (works_delayed)"
        )
    if begun is not None and isinstance(event, (WorksDelayed, WorksDuration)):
        planned = plan.neighbourhood.block_of[event.block].duration
        if begun + planned < date:
            return (
                f"the works on block {event.block} were finished in {month(begun + planned)}; "
                "their length cannot change any more"
            )
        now = event.months + (planned if isinstance(event, WorksDelayed) else 0)
        if begun < date and begun + now < date:
            return (
                f"the works on block {event.block} would have been finished in "
                f"{month(begun + now)}, before {month(date)}; correct the number of months"
            )
    if isinstance(event, HomeLost):
        return _of_lost_home(plan, date, event)
    if event.household and event.household in plan.neighbourhood.household_of:
        return _of_household(course, date, event, str(month(date)))
    return ""


def _of_lost_home(plan: Plan, date: int, event: HomeLost) -> str:
    for stay in plan.course.stays:
        if stay.home == event.home and stay.kind is StayKind.FINAL and stay.start < date:
            return (
                f"household {stay.household} has come to live in home {event.home} for good; "
                "hecht plans no further home after that. Find it one, and let it leave this plan "
                "(dissolved)"
            )
    return ""


def _of_household(course: Course, date: int, event: Event, when: str) -> str:
    stays = [stay for stay in course.stays if stay.household == event.household]
    if not stays:
        return ""
    last = max(stays, key=lambda stay: stay.start)
    if last.end < min(date, course.horizon):
        return (
            f"household {event.household} left before {when}, and a plan made anew does not "
            "bring it back; let it come as a newcomer"
        )
    settled = last.kind is StayKind.FINAL and last.start < date
    if settled and isinstance(event, PromiseMade) and _of_place(event) not in ("", last.home):
        return (
            f"household {event.household} is in its last home {last.home} since before {when}; "
            "it cannot be promised another"
        )
    if settled and isinstance(event, WishMade):
        return f"household {event.household} is in its last home since before {when}"
    goes = isinstance(event, MindChanged) and event.wish is ReturnWish.ELSEWHERE
    if settled and goes and event.leaves is None:  # type: ignore[attr-defined]
        return (
            f"household {event.household} is in its last home since before {when}; "
            "give the month in which it leaves"
        )
    return ""


def _of_place(event: PromiseMade) -> str:
    """Return the home that is promised, "" when it is something else."""
    return event.promise.value if event.promise.kind is PromiseKind.HOME else ""


def with_facts(after: Neighbourhood, past: Past) -> Neighbourhood:
    """Return the neighbourhood with what follows from events and the past together.

    Who is in a temporary home and goes elsewhere, without a month for it, goes now. Works that
    have begun are finished when they are, whatever their latest month was, and with the crews
    that there are.
    """
    people = tuple(
        replace(h, leaves=max(1, past.date))
        if h.wish is ReturnWish.ELSEWHERE
        and h.leaves is None
        and h.id in past.away
        and h.id not in past.settled
        and h.id not in past.gone
        else h
        for h in after.households
    )
    blocks = tuple(
        _as_begun(b, past.starts[b.id], after.capacity.crews) if b.id in past.starts else b
        for b in after.blocks
    )
    return _within_budget(replace(after, households=people, blocks=blocks), past)


def _within_budget(after: Neighbourhood, past: Past) -> Neighbourhood:
    """Return the neighbourhood in which a smaller budget is not held against what was spent.

    Where the budget is less than works that are done cost, or that have begun, their costs are
    left out: they cannot be saved any more.
    """
    for until in (past.date, after.project.horizon):
        if not any(p.rule == "budget-too-small" for p in problems(after)):
            break
        blocks = tuple(
            replace(b, cost=None)
            if b.id in past.starts and past.starts[b.id] + b.duration <= until
            else b
            for b in after.blocks
        )
        after = replace(after, blocks=blocks)
    return after


def _as_begun(block: Block, start: int, crews: int) -> Block:
    """Return a block whose works have begun, within limits that cannot stop them any more."""
    latest = None if block.latest is None else max(block.latest, start + block.duration)
    return replace(block, latest=latest, crews=min(block.crews, max(1, crews)))
