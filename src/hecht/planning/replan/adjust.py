"""What of a neighbourhood or its arrays is set right before or after a plan is made anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hecht.neighbourhood import (
    Course,
    Neighbourhood,
    PromiseKind,
    PromiseStatus,
    Stage,
    StayKind,
    problems,
)
from hecht.planning.past import Past
from hecht.planning.replan.apply import LOST

if TYPE_CHECKING:
    from hecht.planning.instance import Instance


def restored(original: Neighbourhood, after: Neighbourhood, course: Course) -> Neighbourhood:
    """Return the neighbourhood in which promises that are kept after all stand as they were."""
    ends = {
        stay.household: stay
        for stay in course.stays
        if stay.end >= course.horizon and stay.kind is not StayKind.TEMPORARY
    }
    promises = []
    for was, now in zip(original.promises, after.promises, strict=True):
        last = ends.get(was.household)
        kept = was.status is PromiseStatus.ACCEPTED and last is not None
        if was.kind is PromiseKind.HOME:
            kept = kept and last is not None and last.home == was.value
        elif was.kind is PromiseKind.BLOCK:
            kept = kept and last is not None and after.home_of[last.home].block == was.value
        elif was.kind is PromiseKind.BY:
            kept = was.value == now.value
        promises.append(was if kept else now)
    return replace(after, promises=tuple(promises))


def sound(after: Neighbourhood) -> Neighbourhood:
    """Return the neighbourhood without the latest months of homes lost before notice has run.

    They hold the search to the month of the loss, but nobody can keep them by the ordinary rules.
    """
    wrong = {p.key for p in problems(after) if p.rule == "latest-too-early"}
    blocks = tuple(
        replace(b, latest=None) if b.id in wrong and b.id.startswith(LOST) else b
        for b in after.blocks
    )
    return replace(after, blocks=blocks)


def with_vacated(instance: Instance, past: Past, course: Course, notice: int) -> Instance:
    """Return the instance in which homes can be had only once who lives there has gone.

    A last home that is given up can be had from then on; a kept home in which somebody lives for
    a while, when that household was told to go or can be told so in time.
    """
    from hecht.planning.arrays import READY_BLOCK, READY_FIXED, SERVES

    number = {home.id: f for f, home in enumerate(instance.neighbourhood.homes)}
    homes, member = instance.arrays.homes.copy(), instance.arrays.temp_member.copy()
    for stay in course.stays:
        f, goes = number.get(stay.home, -1), past.gone.get(stay.household, -1)
        if f < 0 or stay.start >= past.date:
            continue
        if stay.kind is StayKind.FINAL and goes >= past.date:
            homes[f, READY_BLOCK], homes[f, READY_FIXED] = -1, goes
            homes[f, SERVES] = instance.neighbourhood.homes[f].stage is not Stage.NEW
            member[f, :] = False
        here = stay.kind is StayKind.TEMPORARY and stay.end >= past.date
        if here and homes[f, READY_FIXED] >= 0 and stay is past.away[stay.household][-1]:
            free = min(stay.end, past.date + notice)
            homes[f, READY_FIXED] = max(int(homes[f, READY_FIXED]), free)
    return replace(instance, arrays=instance.arrays._replace(homes=homes, temp_member=member))
