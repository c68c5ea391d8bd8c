"""The append-only record of a measurement: numbered rows, each sealed to the one before.

A row is one line of JSON in one fixed way of writing (keys sorted, no spaces, ASCII). Its seal is
the SHA-256 of that line without the seal itself; the line names the seal of the row before. Who
changes, adds, removes or swaps rows afterwards breaks the chain at a row that can be named. What
the chain alone cannot show is that rows at the very end were cut off, or that the whole record
was written anew: for that, compare with a seal that was given out before (a receipt, a
certificate).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

FORMAT = "hecht-consent/1"
START = "0" * 64
"""What the first row names as the seal of the row before."""

_FIELDS = ("entered_at", "entered_by", "facts", "kind", "number", "previous")


class ConsentError(ValueError):
    """Something that the record cannot take; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row to be: what happened, when it was entered (with the offset from UTC), and by whom."""

    kind: str
    facts: Mapping[str, Any]
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the record. `number` counts from 1; `seal` is 64 hexadecimal digits."""

    number: int
    kind: str
    facts: Mapping[str, Any]
    entered_at: str
    entered_by: str
    previous: str
    seal: str

    @property
    def day(self) -> date:
        """The day on which the row was entered, by the clock of who entered it."""
        return date.fromisoformat(self.entered_at[:10])

    def as_dict(self) -> dict[str, Any]:
        """Return the row as it stands in the file."""
        return {**_content(self), "seal": self.seal}

    def line(self) -> bytes:
        """Return the line of the file, line feed included."""
        return written(self.as_dict()) + b"\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row (its number; None: with the record as a whole)."""

    row: int | None
    text: str

    def __str__(self) -> str:
        return self.text if self.row is None else f"row {self.row}: {self.text}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as it was read: its rows, what is wrong, and an unfinished last line, if any.

    The unfinished line is what a power cut leaves. Nobody was told that it was kept.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    unfinished: bytes = b""

    @property
    def head(self) -> str:
        """The seal of the last row."""
        return self.entries[-1].seal if self.entries else START


def written(content: Mapping[str, Any]) -> bytes:
    """Return JSON in the one way that the record writes it."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def sealed(draft: Draft, number: int, previous: str) -> Entry:
    """Return a draft as row `number`, after a row with the seal `previous`."""
    if not draft.entered_by.strip():
        raise ConsentError("nobody is named as the one who enters this; give a name (--by)")
    entry = Entry(
        number,
        draft.kind,
        draft.facts,
        draft.entered_at.isoformat(timespec="seconds"),
        draft.entered_by.strip(),
        previous,
        "",
    )
    seal = hashlib.sha256(written(_content(entry))).hexdigest()
    return Entry(
        number, entry.kind, entry.facts, entry.entered_at, entry.entered_by, previous, seal
    )


def read_record(data: bytes) -> Reading:
    """Read the bytes of a record and check the whole chain; every fault names its row.

    A last line without its line feed that is a whole and right row is taken as one.
    """
    lines = data.split(b"\n")
    tail = lines.pop()
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, start=1):
        _take(line, number, entries, faults)
    if tail and not faults:
        more, found = list(entries), list(faults)
        _take(tail, len(lines) + 1, more, found)
        if not found:
            return Reading(tuple(more), ())
        if _goes_on(tail):
            faults.append(Fault(len(lines) + 1, "something was put after it"))
    return Reading(tuple(entries), tuple(faults), tail)


def rows_of(records: Sequence[Mapping[str, Any]]) -> Reading:
    """Check rows that stand in a certificate, in the way of `read_record`."""
    return read_record(b"".join(written(record) + b"\n" for record in records))


def _take(line: bytes, number: int, entries: list[Entry], faults: list[Fault]) -> None:
    """Read one line onto `entries`, and add what is wrong with it to `faults`."""
    entry = _parsed(line)
    if isinstance(entry, str):
        faults.append(Fault(number, entry))
        return
    if hashlib.sha256(written(_content(entry))).hexdigest() != entry.seal:
        faults.append(Fault(number, "its content was changed: it does not give its seal"))
    elif entry.number != number:
        text = f"it says that it is row {entry.number}: rows were removed, added or swapped here"
        faults.append(Fault(number, text))
    elif len(entries) == number - 1 and entry.previous != (entries[-1].seal if entries else START):
        text = (
            f"it was written after another row {number - 1} than the one that stands there"
            if entries
            else "it is not the first row that was written"
        )
        faults.append(Fault(number, text))
    entries.append(entry)


def _parsed(line: bytes) -> Entry | str:
    """Return the row of a line, or what is wrong with the line."""
    try:
        found = json.loads(line)
    except ValueError:
        return "it is not a row: it cannot be read"
    if not isinstance(found, dict) or set(found) != {*_FIELDS, "seal"}:
        return "it is not a row: it has other fields than a row has"
    try:
        if written(found) != line:
            return "it is written in another way than hecht writes it, so it was changed"
        entry = Entry(**found)
        datetime.fromisoformat(entry.entered_at)
    except (TypeError, ValueError):
        return "it is not a row: its fields cannot be read"
    if not isinstance(entry.facts, dict) or not isinstance(entry.number, int):
        return "it is not a row: its fields cannot be read"
    return entry


def _goes_on(tail: bytes) -> bool:
    """Return whether an unfinished line has a whole row in it, which no power cut can leave."""
    try:
        json.JSONDecoder().raw_decode(tail.decode("utf-8", "replace"))
    except ValueError:
        return False
    return True


def _content(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _FIELDS}
