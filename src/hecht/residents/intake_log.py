"""The log of answers: every answer with its source, date and who entered it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hecht.neighbourhood import Household, ReturnWish

CONTACT = "contact"
"""The name under which an attempt is logged that brought no form: not_home, refused, later."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of one household to one question; rows are added and never changed.

    `value` is the answer as hecht keeps it; people are written "h040:family|h041:". `before` is
    what the neighbourhood held when this household first answered this question: withdrawing
    brings it back.
    """

    household: str
    question: str
    value: str
    source: str
    date: datetime.date
    entered_by: str
    before: str = ""

    @property
    def form(self) -> tuple[str, datetime.date, str]:
        """Return what tells one form of a household from another."""
        return self.source, self.date, self.entered_by


@dataclass(frozen=True, slots=True)
class Person:
    """A household that another one named, and what holds them together ("" when not told)."""

    household: str
    kind: str = ""


def current(log: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """Return the answer that counts for each household and question: the last that was added."""
    return {(one.household, one.question): one for one in log}


def people_text(people: Sequence[Person]) -> str:
    """Return named households as one value, in the order of the form."""
    return "|".join(f"{one.household}:{one.kind}" for one in people)


def people_of(value: str) -> tuple[Person, ...]:
    """Return the named households of a value."""
    parts = (part.rpartition(":") for part in value.split("|") if part)
    return tuple(Person(household, kind) for household, _, kind in parts)


def field_text(household: Household, field: str) -> str:
    """Return a field of a household as the log writes it; "" for not known."""
    value = getattr(household, field)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)


def field_value(field: str, text: str) -> object:
    """Return the value of a field of Household from the text in the log; None for ""."""
    if field in ("step_free", "accessible"):
        return text == "yes"
    if field == "wish":
        return ReturnWish(text)
    if not text:
        return None
    return float(text) if field == "rent_max" else int(text)
