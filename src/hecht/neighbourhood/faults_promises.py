"""Checks on promises: what they point at, whether they can be kept, whether they conflict."""

from __future__ import annotations

from collections.abc import Iterator

from hecht.neighbourhood.faults_time import earliest_finishes
from hecht.neighbourhood.home import Home
from hecht.neighbourhood.household import (
    Household,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
)
from hecht.neighbourhood.look import Look, nearest
from hecht.neighbourhood.months import Month
from hecht.neighbourhood.problem import Problem
from hecht.neighbourhood.suits import suits


def pointless_promises(look: Look) -> Iterator[Problem]:
    """A promise without the value it needs, or whose value is not there."""
    for position, promise in enumerate(look.neighbourhood.promises):
        if ("promises", position, "kind") in look.unread.cells:
            continue
        value = promise.value
        if promise.kind is PromiseKind.RETURN:
            continue
        if not value:
            yield _fault(
                promise, position, "promise-nowhere",
                f"a promise of kind {promise.kind.value} needs a value",
                "write the " + ("month" if promise.kind is PromiseKind.BY else promise.kind.value),
            )  # fmt: skip
        elif promise.kind is PromiseKind.HOME and not look.known("homes", value):
            yield _fault(promise, position, "promise-nowhere", f"there is no home {value}",
                         nearest(value, look.homes, "correct it"))  # fmt: skip
        elif promise.kind is PromiseKind.BLOCK and not look.known("blocks", value):
            yield _fault(promise, position, "promise-nowhere", f"there is no block {value}",
                         nearest(value, look.blocks, "correct it"))  # fmt: skip
        elif promise.kind is PromiseKind.BY:
            yield from _month(look, position, promise)


def _month(look: Look, position: int, promise: Promise) -> Iterator[Problem]:
    month = _parsed(promise.value)
    if month is None:
        yield _fault(promise, position, "not-a-month", "this is not a month",
                     "write year-month, for example 2027-05")  # fmt: skip
    elif "project" not in look.unread.tables:
        start = look.neighbourhood.project.start
        if not 0 <= month.since(start) < look.horizon:
            yield _fault(
                promise, position, "outside-horizon",
                f"this lies outside the months that are planned ({start} to "
                f"{start.plus(look.horizon - 1)})",
                "correct the month, or change start or horizon in project.toml",
            )  # fmt: skip


def _parsed(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None


def impossible_promises(look: Look) -> Iterator[Problem]:
    """A promise of a home that cannot be had, that does not suit, or that comes too late.

    An error when the promise was accepted and so binds the plan (rule 8), otherwise a remark.
    """
    if not look.whole("project", "policy", "blocks", "homes", "households", "promises"):
        return
    finishes = {block: finish for block, (finish, _) in earliest_finishes(look).items()}
    lasting = [home for home in look.homes.values() if look.lasts(home)]
    for position, promise in enumerate(look.neighbourhood.promises):
        household = look.households.get(promise.household)
        cells = {("promises", position, column) for column in ("kind", "status", "value")}
        if household is None or cells & look.unread.cells:
            continue
        why = _impossible(look, promise, household, lasting, finishes)
        if why:
            text, fix = why
            severity = "error" if promise.status is PromiseStatus.ACCEPTED else "remark"
            yield _fault(promise, position, "promise-impossible", text, fix, severity)


def _impossible(
    look: Look,
    promise: Promise,
    household: Household,
    lasting: list[Home],
    finishes: dict[str, int],
) -> tuple[str, str] | None:
    policy = look.neighbourhood.policy
    if promise.kind is PromiseKind.HOME and promise.value in look.homes:
        home = look.homes[promise.value]
        if not look.lasts(home):
            return f"home {home.id} is not there for good", "promise another home"
        if not suits(household, home, policy) and not _stays_put(look, household, home):
            return (
                f"home {home.id} does not suit household {household.id}",
                "promise another home, or correct the household's needs",
            )
    elif promise.kind is PromiseKind.BLOCK and promise.value in look.blocks:
        mine = [home for home in lasting if home.block == promise.value]
        if not any(suits(household, h, policy) or _stays_put(look, household, h) for h in mine):
            return (
                f"no home in block {promise.value} suits household {household.id}",
                "promise another block, or correct the household's needs",
            )
    elif promise.kind is PromiseKind.BY:
        month = _parsed(promise.value)
        if month is None or not look.is_affected(household):
            return None
        possible = look.neighbourhood.first_move
        ready = [
            _ready(look, home, finishes)
            for home in look.open_homes()
            if suits(household, home, policy)
        ]
        soonest = max(possible, min(ready, default=possible))
        if month.since(look.neighbourhood.project.start) < soonest:
            when = look.neighbourhood.project.start.plus(soonest)
            return (
                f"household {household.id} cannot be in its final home before {when}",
                f"promise {when} or later",
            )
    return None


def _stays_put(look: Look, household: Household, home: Home) -> bool:
    return household.home == home.id and not look.is_affected(household)


def _ready(look: Look, home: Home, finishes: dict[str, int]) -> int:
    """Return the soonest month in which a lasting home can be moved into."""
    block = look.block_of(home)
    if block is None or (home.stage.value == "existing" and not block.works.empties):
        return 0
    return finishes.get(block.id, 0)


def conflicting_promises(look: Look) -> Iterator[Problem]:
    """Accepted promises that cannot all be kept: to one household, or of one home to two."""
    homes: dict[str, tuple[str, int]] = {}
    first: dict[str, list[tuple[int, Promise]]] = {}
    for position, promise in enumerate(look.neighbourhood.promises):
        cells = {("promises", position, column) for column in ("kind", "status", "value")}
        if promise.status is not PromiseStatus.ACCEPTED or cells & look.unread.cells:
            continue
        household = look.households.get(promise.household)
        if household is None:
            continue
        if household.wish is ReturnWish.ELSEWHERE and look.sound(
            "households", household.id, "wish"
        ):
            yield _fault(
                promise, position, "promise-conflict",
                f"household {household.id} wishes to go elsewhere",
                "correct its wish, or delete this promise",
            )  # fmt: skip
        if promise.kind is PromiseKind.HOME:
            other, earlier = homes.setdefault(promise.value, (promise.household, position))
            if other != promise.household:
                yield _fault(
                    promise, position, "promise-conflict",
                    f"home {promise.value} is promised to household {other} too",
                    "promise one of them another home", other=earlier,
                )  # fmt: skip
        for earlier, before in first.setdefault(promise.household, []):
            if _clash(look, before, promise):
                yield _fault(
                    promise, position, "promise-conflict",
                    f"household {promise.household} was promised {before.kind.value} "
                    f"{before.value} too, and both cannot be kept",
                    "keep one of the two", other=earlier,
                )  # fmt: skip
        first[promise.household].append((position, promise))


def _clash(look: Look, one: Promise, other: Promise) -> bool:
    if one.kind is other.kind and one.kind in (PromiseKind.HOME, PromiseKind.BLOCK):
        return one.value != other.value
    if {one.kind, other.kind} == {PromiseKind.HOME, PromiseKind.BLOCK}:
        home, block = (one, other) if one.kind is PromiseKind.HOME else (other, one)
        if not look.sound("homes", home.value, "block"):
            return False
        return look.homes[home.value].block != block.value
    return False


def _fault(
    promise: Promise,
    position: int,
    rule: str,
    text: str,
    fix: str,
    severity: str = "error",
    other: int | None = None,
) -> Problem:
    return Problem(
        "promises", rule, text, fix, key=promise.household, column="value", value=promise.value,
        position=position, severity=severity, other=other,
    )  # fmt: skip


CHECKS = (pointless_promises, impossible_promises, conflicting_promises)
