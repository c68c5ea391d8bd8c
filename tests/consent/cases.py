"""Measurements to test with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from hecht.consent import (
    Answer,
    Book,
    Draft,
    Entry,
    Offer,
    Reading,
    Setup,
    Unit,
    add,
    opening,
    read_record,
    replay,
)

OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
FIRST = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATE = datetime(2026, 4, 1, 9, tzinfo=UTC)
OFFER = Offer("1", "offer.txt", "a" * 64)
CONDITION = "Dit voorstel bindt niemand als minder dan 70% ja zegt."


def units(*sizes: int, vacant: int = 0) -> tuple[Unit, ...]:
    """Return units A, B, … of so many let homes each, and so many vacant homes besides."""
    found = []
    for letter, size in zip("ABCDEFGH", sizes, strict=False):
        homes = tuple(f"{letter}w{i}" for i in range(size + vacant))
        let = tuple((f"{letter}{i}", f"{letter}w{i}") for i in range(size))
        found.append(Unit(letter, homes, let))
    return tuple(found)


@dataclass
class Measurement:
    """A record in memory to which a test adds rows."""

    units: Sequence[Unit]
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        setup = Setup("Meting", "Verhuurder", OPENS, OPENS, CLOSES, CONDITION, OFFER)
        self.entries = [opening(setup, self.units, FIRST, "A")]

    def put(self, kind: str, at: datetime = LATE, **facts: object) -> Measurement:
        """Add a row."""
        added = add(self.book, self.entries[-1], [Draft(kind, facts, at, "A")])
        self.entries += added.entries
        return self

    def say(
        self, tenancy: str, word: str, day: int = 2, source: str = "visit", version: str = ""
    ) -> Measurement:
        """Add what a tenancy says on a day of March."""
        said = Answer(tenancy, word, date(2026, 3, day), source, version)
        added = add(self.book, self.entries[-1], [said.row(self.book, LATE, "A")])
        self.entries += added.entries
        return self

    def close(self) -> Measurement:
        """Close it on the first of April."""
        return self.put("close")

    @property
    def book(self) -> Book:
        """What the record says."""
        return replay(self.entries)

    @property
    def data(self) -> bytes:
        """The bytes of the record."""
        return b"".join(entry.line() for entry in self.entries)

    @property
    def reading(self) -> Reading:
        """The record, read again."""
        return read_record(self.data)


def agreed(yes: int, total: int, vacant: int = 0) -> Measurement:
    """Return a closed measurement of one unit in which so many say yes and the rest is silent."""
    measurement = Measurement(units(total, vacant=vacant))
    for i in range(yes):
        measurement.say(f"A{i}", "yes")
    return measurement.close()
