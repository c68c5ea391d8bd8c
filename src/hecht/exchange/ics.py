"""Days as a calendar file (iCalendar, RFC 5545) that any calendar can take in.

The same days give the same bytes: an event is known by what it is about, not by when the file was
made, so that a newer file replaces the events of an older one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Term:
    """A day to keep: the last day of a term, or a day on which something happens.

    It lasts `days` days from `day`. `note` tells more. `key` is what the event is known by; ""
    for its day and its text.
    """

    day: date
    what: str
    note: str = ""
    days: int = 1
    key: str = ""


def calendar_text(
    name: str, terms: Sequence[Term], made_on: date, about: str = "consent", language: str = "en"
) -> str:
    """Return the terms as an iCalendar file of whole days. The same input gives the same bytes.

    `name` stands before each term. `about` tells what part of hecht made it.
    """
    made_by = f"PRODID:-//hecht//{about}//{language.upper()}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", made_by, "CALSCALE:GREGORIAN"]
    for term in terms:
        seed = "\n".join((name, term.key or f"{term.day}\n{term.what}")).encode()
        end = term.day + timedelta(days=term.days)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{hashlib.sha256(seed).hexdigest()[:32]}@hecht",
            f"DTSTAMP:{made_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{term.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{end:%Y%m%d}",
            f"SUMMARY:{_escaped(f'{name}: {term.what}')}",
            *([f"DESCRIPTION:{_escaped(term.note)}"] if term.note else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Fold a line at 75 bytes, as the form asks, never inside a letter."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > 74:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
