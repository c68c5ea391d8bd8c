"""The log of an evening: entries that are only added, each sealed with the one before it.

An entry's seal is the SHA-256 of its content and of the seal before it, so that no entry can be
changed, left out or put in without breaking every seal after it. The last seal, read aloud or
photographed at the end, pins the whole evening.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hecht.rounds.round import RoundError


class Kind(StrEnum):
    """What an entry says."""

    OPEN = "open"
    CHOOSE = "choose"
    PASS = "pass"
    WITHDRAW = "withdraw"
    REJOIN = "rejoin"
    STAY = "stay"
    SHOW = "show"
    HIDE = "hide"
    UNDO = "undo"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    `household` is whom it is about, `home` what it chose or stays in, `by` who chose
    (`themselves`, `stated wishes`), `reason` why (undo, withdraw, stay), `of` the number of the
    entry that an undo takes back, `at` the time in words of the keyboard's clock (empty: not
    kept). The first entry's `home` holds the digest of the round.
    """

    number: int
    kind: Kind
    household: str = ""
    home: str = ""
    by: str = ""
    reason: str = ""
    of: int = -1
    at: str = ""
    before: str = ""
    seal: str = ""

    def content(self) -> dict[str, Any]:
        """Return everything but the seal."""
        return {
            "number": self.number,
            "kind": self.kind.value,
            "household": self.household,
            "home": self.home,
            "by": self.by,
            "reason": self.reason,
            "of": self.of,
            "at": self.at,
            "before": self.before,
        }

    def right_seal(self) -> str:
        """Return the seal that belongs to this content."""
        text = json.dumps(self.content(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(("hecht-log/1\n" + text).encode("ascii")).hexdigest()

    def line(self) -> bytes:
        """Return the entry as a line of the log's file, line end included."""
        text = json.dumps({**self.content(), "seal": self.seal}, ensure_ascii=True)
        return (text + "\n").encode("ascii")


def entry_after(last: Entry | None, kind: Kind, **said: Any) -> Entry:
    """Return a sealed entry that follows `last` (None: it is the first)."""
    number, before = (0, "") if last is None else (last.number + 1, last.seal)
    draft = Entry(number, kind, before=before, **said)
    return Entry(number, kind, before=before, seal=draft.right_seal(), **said)


def entries_from(content: bytes) -> tuple[list[Entry], int]:
    """Return the entries of a log's file, and how many of its bytes they take.

    What follows the last line end was being written when the machine stopped: it was never shown
    to anybody and does not count. Raises RoundError when any whole line is not as it was written.
    """
    whole = content.rfind(b"\n") + 1
    entries: list[Entry] = []
    for row, line in enumerate(content[:whole].split(b"\n")[:-1], start=1):
        entries.append(_entry(line, row))
    check_seals(entries)
    return entries, whole


def _entry(line: bytes, row: int) -> Entry:
    try:
        record = json.loads(line.decode("ascii"))
        record["kind"] = Kind(record["kind"])
        entry = Entry(**record)
    except (ValueError, TypeError, KeyError):
        raise RoundError(f"line {row} of the log is not an entry: the file was changed") from None
    if entry.line() != line + b"\n":
        raise RoundError(f"line {row} of the log is not as it was written: the file was changed")
    return entry


def check_seals(entries: Iterable[Entry]) -> None:
    """Raise RoundError at the first entry that is not the one that was written."""
    before = ""
    for number, entry in enumerate(entries):
        if entry.number != number or entry.before != before:
            raise RoundError(f"an entry before line {number + 1} of the log was left out or put in")
        if entry.seal != entry.right_seal():
            raise RoundError(f"line {number + 1} of the log was changed after it was written")
        before = entry.seal
