"""What can no longer be kept, and the least that has to give way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hecht.neighbourhood import (
    Course,
    Month,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    StayKind,
)


@dataclass(frozen=True)
class Trouble:
    """A household with which a state breaks a rule: `kind` is promise, late, longer or horizon.

    `months` is by how many, for the last three.
    """

    household: str
    kind: str
    months: int = 0


@dataclass(frozen=True, slots=True)
class WayOut:
    """Something that was promised or is a rule and cannot be kept, and what comes instead.

    `kind` is that of the promise (return, home, block, by), or "temporary_months" for the limit
    on months in temporary homes. `said` is what was promised, `instead` what the new plan gives:
    a home, a block, a month written "2027-05", a number of months, or "" when the household
    leaves. `months` is by how much it is later or longer.
    """

    household: str
    kind: str
    said: str
    instead: str
    months: int = 0


def lost_promises(
    before: Neighbourhood, after: Neighbourhood, made: Sequence[Promise]
) -> list[Promise]:
    """Return the accepted promises of a home that an event took away."""
    then = (*before.promises, *made)
    homes = {
        (p.household, p.value)
        for p in after.promises
        if p.kind is PromiseKind.HOME and p.status is PromiseStatus.ACCEPTED
    }
    here = {p.household for p in after.promises}
    replaced = {(p.household, p.kind) for p in made}
    return [
        p
        for p in then
        if p.kind is PromiseKind.HOME
        and p.status is PromiseStatus.ACCEPTED
        and p.household in here
        and (p.household, p.value) not in homes
        and ((p.household, p.kind) not in replaced or p in made)
    ]


def weakened(
    n: Neighbourhood, troubles: Iterable[Trouble], longest: dict[str, int]
) -> tuple[Neighbourhood, list[WayOut]]:
    """Return the neighbourhood in which the promises in trouble give way one step, and which did.

    A promise of a home becomes one of its block, that of a block one to return, that to return
    none; a month becomes the one that can be had. `longest` is added to.
    """
    given: list[WayOut] = []
    promises = list(n.promises)
    start = n.project.start
    for trouble in troubles:
        own = [i for i, p in enumerate(promises) if _binds(p, trouble.household)]
        if trouble.kind == "longer":
            most = max(longest.get(trouble.household, 0), n.policy.temporary_months_max)
            now = most + trouble.months
            longest[trouble.household] = now
            given.append(
                WayOut(
                    trouble.household, "temporary_months", str(n.policy.temporary_months_max),
                    str(now), trouble.months,
                )
            )  # fmt: skip
        elif trouble.kind == "late":
            for i in own:
                promise = promises[i]
                if promise.kind is PromiseKind.BY:
                    month = _deadline(promises, own, start) + trouble.months
                    late = month - Month.parse(promise.value).since(start)
                    if late > 0:
                        promises[i] = replace(promise, value=str(start.plus(month)))
                        given.append(gave(promise, promises[i].value, late))
        elif trouble.kind == "promise":
            for i in own:
                less = weaker(n, promises[i])
                given.append(gave(promises[i], "" if less is None else less.value))
                promises[i] = less or replace(promises[i], status=PromiseStatus.OFFERED)
    return replace(n, promises=tuple(promises)), given


def _binds(promise: Promise, household: str) -> bool:
    return promise.household == household and promise.status is PromiseStatus.ACCEPTED


def _deadline(promises: Sequence[Promise], own: Sequence[int], start: Month) -> int:
    months = (promises[i].value for i in own if promises[i].kind is PromiseKind.BY)
    return min(Month.parse(text).since(start) for text in months)


def weaker(n: Neighbourhood, promise: Promise) -> Promise | None:
    """Return a promise of a place one step weaker, None when nothing is left of it."""
    if promise.kind is PromiseKind.HOME:
        home = n.home_of.get(promise.value)
        if home is not None and home.block is not None:
            return replace(promise, kind=PromiseKind.BLOCK, value=home.block)
        return replace(promise, kind=PromiseKind.RETURN, value="")
    if promise.kind is PromiseKind.BLOCK:
        return replace(promise, kind=PromiseKind.RETURN, value="")
    return None


def gave(promise: Promise, instead: str, months: int = 0) -> WayOut:
    """Return that a promise gave way, for what."""
    return WayOut(promise.household, promise.kind.value, promise.value, instead, months)


def gathered(
    lost: Sequence[Promise], steps: Sequence[WayOut], course: Course, n: Neighbourhood
) -> tuple[WayOut, ...]:
    """Return one way out for each promise that gave way, with what the plan gives instead."""
    ends = {
        stay.household: stay
        for stay in course.stays
        if stay.end >= course.horizon and stay.kind is not StayKind.TEMPORARY
    }
    first: dict[tuple[str, str], WayOut] = {}
    for promise in lost:
        first.setdefault((promise.household, "home"), gave(promise, ""))
    for step in steps:
        at_home = step.kind in ("home", "block", "return")
        key = (step.household, "home" if at_home else step.kind)
        earlier = first.get(key)
        if earlier is None:
            first[key] = step
        else:
            first[key] = replace(
                earlier, instead=step.instead, months=max(earlier.months, step.months)
            )
    found = []
    for (household, kind), way in first.items():
        last = ends.get(household)
        if kind == "home":
            instead = "" if last is None else last.home
            if way.kind == "home" and instead == way.said:
                continue
            if way.kind == "block" and last and n.home_of[last.home].block == way.said:
                continue
            if way.kind == "return" and last:
                continue
            way = replace(way, instead=instead)
        elif kind == "by" and last is not None:
            late = last.start - Month.parse(way.said).since(n.project.start)
            if late <= 0:
                continue
            way = replace(way, instead=str(n.project.start.plus(last.start)), months=late)
        elif kind == "temporary_months":
            months = sum(
                stay.end - stay.start
                for stay in course.stays
                if stay.household == household and stay.kind is StayKind.TEMPORARY
            )
            if months <= int(way.said):
                continue
            way = replace(way, instead=str(months), months=months - int(way.said))
        found.append(way)
    return tuple(found)
