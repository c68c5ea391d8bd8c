"""Rule 0: whether a plan is well formed, before any rule can be asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hecht.neighbourhood import Household, Stay, StayKind, Works
from hecht.planning.check.facts import Facts
from hecht.planning.check.violation import Violation


def malformed(facts: Facts) -> Iterator[Violation]:
    """Yield what makes a plan unreadable: wrong names, months, or order of stays."""
    if facts.course.horizon != facts.horizon:
        yield Violation(
            0,
            f"the plan describes {facts.course.horizon} months, the project has {facts.horizon}",
        )
    yield from _calendar(facts)
    yield from _names(facts)
    for stay in facts.course.stays:
        yield from _span(facts, stay)
    for household in facts.neighbourhood.households:
        yield from _itinerary(facts, household)


def _calendar(facts: Facts) -> Iterator[Violation]:
    for block in facts.neighbourhood.blocks:
        if block.works is not Works.KEEP and block.id not in facts.course.starts:
            text = f"block {block.id} has works, but the plan does not say when they start"
            yield Violation(0, text, block=block.id)
    for name, month in facts.course.starts.items():
        if name not in facts.blocks:
            text = f"the plan starts works on block {name}, which does not exist"
            yield Violation(0, text, block=name, month=month)
        elif facts.blocks[name].works is Works.KEEP:
            text = f"the plan starts works on block {name}, on which no works are done"
            yield Violation(0, text, block=name, month=month)


def _names(facts: Facts) -> Iterator[Violation]:
    for stay in facts.course.stays:
        if stay.household not in facts.households:
            text = f"household {stay.household} does not exist"
            yield Violation(0, text, stay.household, stay.home, month=stay.start)
        if stay.home not in facts.homes:
            text = f"home {stay.home}, where household {stay.household} would live, does not exist"
            yield Violation(0, text, stay.household, stay.home, month=stay.start)
    for name in facts.course.reasons:
        if name not in facts.households:
            text = f"the plan gives a reason for household {name}, which does not exist"
            yield Violation(0, text, name)


def _span(facts: Facts, stay: Stay) -> Iterator[Violation]:
    if stay.start >= stay.end:
        text = (
            f"the stay of household {stay.household} in home {stay.home} has no months: it starts "
            f"in {facts.when(stay.start)} and ends before {facts.when(stay.end)}"
        )
        yield Violation(0, text, stay.household, stay.home, month=stay.start)
    if stay.start < 0 or stay.end > facts.horizon:
        text = (
            f"the stay of household {stay.household} in home {stay.home}, months {stay.start} to "
            f"{stay.end}, lies outside the plan's months 0 to {facts.horizon}"
        )
        yield Violation(0, text, stay.household, stay.home, month=stay.start)


def _itinerary(facts: Facts, household: Household) -> Iterator[Violation]:
    stays = facts.stays[household.id]
    if not stays:
        return
    first = stays[0]
    if first.kind is not StayKind.START or first.home != household.home:
        text = (
            f"the itinerary of household {household.id} begins in home {first.home} as "
            f"{first.kind.value}, not in its own home {household.home} as start"
        )
        yield Violation(0, text, household.id, first.home, month=first.start)
    for before, after in pairwise(stays):
        yield from _step(facts, before, after)
    last = stays[-1]
    if last.kind is StayKind.TEMPORARY and last.end >= facts.horizon:
        text = (
            f"the itinerary of household {household.id} ends in temporary home {last.home}; it "
            "must end in a permanent home or with a leave"
        )
        yield Violation(0, text, household.id, last.home, month=last.start)


def _step(facts: Facts, before: Stay, after: Stay) -> Iterator[Violation]:
    name, month = after.household, after.start
    if after.kind is StayKind.START:
        text = f"household {name} has a second stay of kind start in {facts.when(month)}"
        yield Violation(0, text, name, after.home, month=month)
    if before.kind is StayKind.FINAL:
        text = f"household {name} moves on from final home {before.home} to home {after.home}"
        yield Violation(0, text, name, after.home, month=month)
    if before.home == after.home and before.end == after.start:
        text = f"household {name} moves from home {after.home} to that same home"
        yield Violation(0, text, name, after.home, month=month)
