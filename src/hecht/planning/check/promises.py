"""Rule 8: accepted promises stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hecht.neighbourhood import Promise, PromiseKind, PromiseStatus, StayKind
from hecht.planning.check.facts import Facts
from hecht.planning.check.violation import Violation


def broken_promises(facts: Facts) -> Iterator[Violation]:
    """Yield each accepted promise that the plan does not keep."""
    for promise in facts.neighbourhood.promises:
        if promise.status is PromiseStatus.ACCEPTED and promise.household in facts.households:
            why = _broken(facts, promise)
            if why:
                name = promise.household
                text = f"household {name} was promised {_what(promise)}; {why}"
                yield Violation(8, text, name, _home(promise), _block(promise))


def _home(promise: Promise) -> str:
    return promise.value if promise.kind is PromiseKind.HOME else ""


def _block(promise: Promise) -> str:
    return promise.value if promise.kind is PromiseKind.BLOCK else ""


def _what(promise: Promise) -> str:
    return {
        PromiseKind.RETURN: "to return",
        PromiseKind.HOME: f"home {promise.value}",
        PromiseKind.BLOCK: f"a home in block {promise.value}",
        PromiseKind.BY: f"its final home by {promise.value}",
    }[promise.kind]


def _broken(facts: Facts, promise: Promise) -> str:
    """Return in words why a promise is not kept; empty when it is."""
    if not facts.ends_inside(promise.household):
        return "it does not end in a permanent home in the neighbourhood"
    last = facts.stays[promise.household][-1]
    if promise.kind is PromiseKind.HOME and last.home != promise.value:
        return f"it ends in home {last.home}"
    if promise.kind is PromiseKind.BLOCK and facts.homes[last.home].block != promise.value:
        return f"it ends in home {last.home}, which is not in that block"
    if promise.kind is PromiseKind.BY and last.kind is not StayKind.START:
        by = _month(facts, promise.value)
        if by is None:
            return "that is not a month"
        if last.start > by:
            return f"it arrives in {facts.when(last.start)}"
    return ""


def _month(facts: Facts, text: str) -> int | None:
    """Return a month written as "2027-05" as months from the project's start."""
    match = re.match(r"^\s*(\d{4})-(\d{2})(-\d{2})?\s*$", text)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    start = facts.neighbourhood.project.start
    return (int(match[1]) - start.year) * 12 + int(match[2]) - start.number
