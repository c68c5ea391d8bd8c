"""Where one household goes in a plan, and why: facts of the plan, not memories of the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hecht.neighbourhood import (
    Course,
    Home,
    Household,
    Move,
    MoveKind,
    Neighbourhood,
    Stage,
    Stay,
    StayKind,
    Wish,
)
from hecht.neighbourhood.suits import suits
from hecht.outcomes.places import Places, places
from hecht.outcomes.ties import TieFate, tie_fates
from hecht.outcomes.wishes import is_met

if TYPE_CHECKING:
    from hecht.planning.plan import Plan


@dataclass(frozen=True)
class Explanation:
    """What a plan has in store for one household.

    `stays` are in order of time. `ties` are the household's own ties with what becomes of them,
    `wishes` its wishes by rank, each with whether it is met. `suitable` counts the permanent
    homes that suit it, `suitable_in_time` those of them that were ready when it had to move.
    `why` holds sentences in English, in the order of the moves; months in them are calendar
    months.
    """

    household: Household
    stays: tuple[Stay, ...]
    moves: tuple[Move, ...]
    ends_inside: bool
    ties: tuple[TieFate, ...]
    wishes: tuple[tuple[Wish, bool], ...]
    suitable: int
    suitable_in_time: int
    why: tuple[str, ...]


def explain(plan: Plan, household: str) -> Explanation:
    """Explain what a plan does with the household of this id.

    Raises ValueError when the neighbourhood has no such household.
    """
    neighbourhood, course = plan.neighbourhood, plan.course
    if household not in neighbourhood.household_of:
        raise ValueError(
            f"there is no household {household!r} in {neighbourhood.project.name}; "
            "households.csv lists them by id"
        )
    where = places(neighbourhood, course)
    own = neighbourhood.household_of[household]
    ready = _ready_homes(neighbourhood, course, own)
    moves = where.moves.get(household, ())
    first = moves[0].month if moves else course.horizon
    ranked = sorted(
        (wish for wish in neighbourhood.wishes if wish.household == household),
        key=lambda wish: wish.rank,
    )
    told = Explanation(
        household=own,
        stays=where.stays.get(household, ()),
        moves=moves,
        ends_inside=where.ends_inside(household),
        ties=tuple(
            fate
            for fate in tie_fates(neighbourhood, where)
            if household in (fate.tie.a, fate.tie.b)
        ),
        wishes=tuple((wish, is_met(wish, where.final, neighbourhood)) for wish in ranked),
        suitable=len(ready),
        suitable_in_time=sum(month <= first for month in ready.values()),
        why=(),
    )
    told = _with_reasons(told, neighbourhood, course, where)
    return replace(told, why=(*told.why, *_of_groups(plan, household)))


def _of_groups(plan: Plan, household: str) -> list[str]:
    """Tell whether the groups it is in are placed as one, and why not."""
    mine = [group.id for group in plan.neighbourhood.groups if household in group.households]
    lines = []
    for name in mine:
        fate = plan.groups.get(name)
        if fate is None:
            continue  # this plan says nothing of groups
        reason = "" if fate.refusal is None else f" not placed as one: {fate.refusal.text()}"
        lines.append(f"Its group {name} is{reason or ' placed as one'}.")
    return lines


def _ready_homes(
    neighbourhood: Neighbourhood, course: Course, household: Household
) -> dict[str, int]:
    """Return the permanent homes that suit a household, with the month each can be lived in."""
    ready: dict[str, int] = {}
    for home in neighbourhood.homes:
        if suits(household, home, neighbourhood.policy):
            month = neighbourhood.ready(home, course.starts)
            if month is not None and month < course.horizon:
                ready[home.id] = month
    return ready


def _with_reasons(
    told: Explanation, neighbourhood: Neighbourhood, course: Course, where: Places
) -> Explanation:
    why = [_of_move(move, told, neighbourhood, course) for move in told.moves]
    if not told.moves:
        why.append(_of_staying(told, neighbourhood))
    reason = course.reasons.get(told.household.id)
    if reason:
        why.append(f"It does not return: {reason}.".replace("..", "."))
    if told.ends_inside:
        why.extend(_of_end(told, where.final, neighbourhood))
    return replace(told, why=tuple(why))


def _month(neighbourhood: Neighbourhood, month: int) -> str:
    return str(neighbourhood.project.start.plus(month))


def _of_staying(told: Explanation, neighbourhood: Neighbourhood) -> str:
    if neighbourhood.is_affected(told.household):
        return "It does not move, although its block is worked on."
    return "It does not move: nothing is done to its home that asks it to."


def _of_move(move: Move, told: Explanation, neighbourhood: Neighbourhood, course: Course) -> str:
    when = _month(neighbourhood, move.month)
    to = _named(neighbourhood.home_of[move.to]) if move.to is not None else ""
    cause = _cause(move, told, neighbourhood, course)
    match move.kind:
        case MoveKind.LEAVE:
            return f"In {when} it leaves the neighbourhood{cause}."
        case MoveKind.TO_TEMPORARY:
            in_time = (
                f" Permanent homes that suit it: {told.suitable}, of which ready by then: "
                f"{told.suitable_in_time}."
                if move is told.moves[0]
                else ""
            )
            return f"In {when} it moves to the temporary home {to}{cause}.{in_time}"
        case MoveKind.RETURN:
            since = _ready(move, neighbourhood, course)
            return f"In {when} it moves on to its permanent home {to}{since}."
        case _:
            return f"In {when} it moves straight to its permanent home {to}{cause}."


def _cause(move: Move, told: Explanation, neighbourhood: Neighbourhood, course: Course) -> str:
    """Return why the household leaves the home it is in, when the works there are the cause."""
    home = neighbourhood.home_of[move.origin]
    if home.stage is not Stage.EXISTING or home.block is None:
        return ""
    block = neighbourhood.block_of[home.block]
    start = course.starts.get(block.id)
    if not block.works.empties or start is None:
        return ", as it wished" if told.wishes or move.kind is MoveKind.LEAVE else ""
    gap = start - move.month
    works = f"the works on block {block.name or block.id} start"
    if gap == 0:
        return f", because {works} in that month"
    if gap > 0:
        return f", {gap} month{'s' if gap > 1 else ''} before {works}"
    return ""


def _ready(move: Move, neighbourhood: Neighbourhood, course: Course) -> str:
    home = neighbourhood.home_of[move.to] if move.to is not None else None
    month = neighbourhood.ready(home, course.starts) if home is not None else None
    if month is None or month > move.month:
        return ""
    if month == move.month:
        return ", which is finished in that month"
    return f", which is free since it was finished in {_month(neighbourhood, month)}"


def _of_end(
    told: Explanation, final: Mapping[str, Home], neighbourhood: Neighbourhood
) -> list[str]:
    lines = []
    near_before = [fate for fate in told.ties if fate.near_at_start]
    if near_before:
        kept = sum(fate.kept for fate in near_before)
        lines.append(f"Near ties now: {len(near_before)}, of which near at the end: {kept}.")
    gained = sum(fate.near_at_end and not fate.near_at_start for fate in told.ties)
    if gained:
        lines.append(f"Ties that are not near now and are near at the end: {gained}.")
    met = [wish for wish, good in told.wishes if good]
    if met:
        lines.append(f"Its wish of rank {met[0].rank} ({met[0].kind} {met[0].value}) is met.")
    elif told.wishes:
        lines.append("None of its wishes is met.")
    moved = told.stays[-1].kind is StayKind.FINAL
    if moved and not suits(told.household, final[told.household.id], neighbourhood.policy):
        lines.append("The home does not suit it by the rules; `hecht check` says why.")
    return lines


def _named(home: Home) -> str:
    return f"{home.id} ({home.address})" if home.address else home.id
