"""A plan made anew: what happened before its date stands, and people hear of a move in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from hecht.neighbourhood import Course, ReturnWish, Stage, Stay, StayKind
from hecht.planning.check.facts import Facts
from hecht.planning.check.violation import Violation


@dataclass(frozen=True)
class Before:
    """The plan that stood until month `date`, as its `course`.

    `longest` is the most months in temporary homes for households to whom it was told that they
    exceed the policy's limit. `lost` are homes that were lost, which people must leave at once.
    """

    date: int
    course: Course
    longest: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    lost: frozenset[str] = frozenset()


def since(facts: Facts, before: Before, found: list[Violation]) -> Iterator[Violation]:
    """Yield the violations of a plan made anew: those of `found` it can help, and its own.

    A rule that was broken by what happened before the date is not broken by this plan.
    """
    for one in found:
        if one.rule == 4 and _granted(facts, before, one.household):
            continue
        if one.rule == 0 and one.household and _stays_where_it_is(facts, one):
            continue
        if one.rule not in (0, 1, 2, 4, 8) and _past(facts, before, one):
            continue
        if one.rule == 5 and _out_of_lost_home(facts, before, one):
            continue
        if one.rule == 6 and not one.block and not _new_works(facts, before, one):
            continue
        yield one
    yield from changed_past(facts, before)
    yield from _short_notice(facts, before)


def _stays_where_it_is(facts: Facts, one: Violation) -> bool:
    """Return whether the temporary home a household lives in becomes its last one."""
    return any(
        (a.kind, b.kind) == (StayKind.TEMPORARY, StayKind.FINAL)
        and (a.home, a.end, b.start) == (b.home, b.start, one.month)
        for a, b in pairwise(facts.stays[one.household])
    )


def _granted(facts: Facts, before: Before, household: str) -> bool:
    stays = [stay for stay in facts.stays[household] if stay.kind is StayKind.TEMPORARY]
    if all(stay.end <= before.date for stay in stays):
        return True
    months = sum(stay.end - stay.start for stay in stays)
    return months <= before.longest.get(household, 0)


def _out_of_lost_home(facts: Facts, before: Before, one: Violation) -> bool:
    ended = (stay for stay in facts.stays[one.household] if stay.end == one.month)
    return any(stay.home in before.lost for stay in ended)


def _past(facts: Facts, before: Before, one: Violation) -> bool:
    """Return whether a violation is about what had been done before the date."""
    if one.rule == 6 and one.block:
        start = facts.starts.get(one.block)
        return start is not None and start < before.date
    return one.month is not None and one.month < before.date


def _new_works(facts: Facts, before: Before, one: Violation) -> bool:
    """Return whether works that begin after the date take part in a breach of crews or budget."""
    new = {b: s for b, s in facts.starts.items() if s >= before.date}
    month, first = one.month or 0, facts.neighbourhood.project.start.number - 1
    if "euro" in one.text:
        year = (first + month) // 12
        paid = ((b, s) for b, s in new.items() if facts.blocks[b].cost)
        return any(
            (first + m) // 12 == year
            for b, s in paid
            for m in range(s, s + facts.blocks[b].duration)
        )
    until = max((s + facts.blocks[b].duration for b, s in facts.starts.items()), default=month)
    for m in range(max(month, before.date), until):
        at_work = [b for b, s in facts.starts.items() if s <= m < s + facts.blocks[b].duration]
        over = sum(facts.blocks[b].crews for b in at_work) > facts.neighbourhood.capacity.crews
        if over and any(b in new and facts.blocks[b].crews > 0 for b in at_work):
            return True
    return False


def changed_past(facts: Facts, before: Before) -> Iterator[Violation]:
    """Yield where a plan differs from what had happened before the date."""
    date = before.date
    old, new = before.course.starts, facts.course.starts
    for block in sorted(old.keys() | new.keys()):
        was, now = old.get(block), new.get(block)
        if was != now and min(m for m in (was, now) if m is not None) < date:
            text = (
                f"works on block {block} begin in {_at(facts, now)}, but began in {_at(facts, was)}"
            )
            yield Violation(9, text, block=block, month=was if was is not None else now)
    then = before.course.itineraries()
    for household in facts.neighbourhood.households:
        was_there = _until(then.get(household.id, []), date)
        is_there = _until(facts.stays[household.id], date)
        if was_there != is_there:
            text = (
                f"household {household.id} did not live where the plan says "
                f"before {facts.when(date)}"
            )
            yield Violation(9, text, household.id, household.home, month=date)


def _at(facts: Facts, month: int | None) -> str:
    return "no month" if month is None else facts.when(month)


def _until(stays: list[Stay], date: int) -> list[Stay]:
    """Return the stays before a date, cut off there."""
    ordered = sorted(stays, key=lambda stay: stay.start)
    return [replace(stay, end=min(stay.end, date)) for stay in ordered if stay.start < date]


def _short_notice(facts: Facts, before: Before) -> Iterator[Violation]:
    """Rule 5 from the date on: a move keeps the month that was told, or comes with new notice.

    It may also come later than was told. Whoever must leave a lost home goes when that is lost.
    """
    heard = before.date + facts.policy.notice_months
    then = before.course.itineraries()
    for household in facts.neighbourhood.households:
        stays = facts.stays[household.id]
        if household.wish is ReturnWish.ELSEWHERE or not stays:
            continue
        old = sorted(then.get(household.id, []), key=lambda stay: stay.start)
        told = _told_months(old, before)
        for before_it, after_it in pairwise(stays):
            month = after_it.start
            if before.date <= month < heard and not _may(facts, before, before_it, after_it, told):
                yield _too_soon(facts, household.id, before_it.home, month, heard)
        last = stays[-1]
        gone = last.end < facts.horizon and before.date <= last.end < heard
        gone = gone and last.home not in before.lost
        if gone and told.get("leave", heard) > last.end and told.get("out", heard) > last.end:
            yield _too_soon(facts, household.id, last.home, last.end, heard)


def _told_months(old: list[Stay], before: Before) -> dict[str, int]:
    """Return the months of the moves that were to come: out of the home, in, between, or away."""
    told: dict[str, int] = {}
    for one, other in pairwise(old):
        if other.start < before.date:
            continue
        if one.kind is StayKind.START:
            told["out"] = other.start
        if other.kind is StayKind.FINAL:
            told["in"] = other.start
        elif one.kind is StayKind.TEMPORARY:
            told.setdefault("between", other.start)
    if old and old[-1].end < before.course.horizon:
        told["leave"] = old[-1].end
        if len(old) == 1:
            told["out"] = old[-1].end
    return told


def _may(facts: Facts, before: Before, one: Stay, other: Stay, told: dict[str, int]) -> bool:
    """Return whether a move may come before new notice has run."""
    if one.home in before.lost:
        return True
    months = []
    if one.kind is StayKind.START:
        months.append(told.get("out"))
    if other.kind is StayKind.FINAL:
        months.append(told.get("in"))
    if one.kind is StayKind.TEMPORARY and other.kind is StayKind.TEMPORARY:
        home = facts.homes[one.home]
        # a home that was brought in until some month was known to end there
        if home.stage is Stage.TEMPORARY and home.available_until == other.start:
            return True
        months += [told.get("between"), told.get("in")]
    return any(month is not None and month <= other.start for month in months)


def _too_soon(facts: Facts, household: str, home: str, month: int, heard: int) -> Violation:
    text = (
        f"household {household} moves in {facts.when(month)}, which it was not told before; "
        f"notice runs until {facts.when(heard)}"
    )
    return Violation(5, text, household, home, month=month)
