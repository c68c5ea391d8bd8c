"""The days of a measurement as one calendar file (iCalendar, RFC 5545), for those who keep terms.

Tenancies stand in it by their id, never by a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hecht.consent import Book, Clock, ClockState, advice_ends, reasons_end
from hecht.neighbourhood.dated import DatedTable


@dataclass(frozen=True, slots=True)
class Term:
    """A day to keep: the last day of a term, or a day on which something happens."""

    day: date
    what: str


def terms_of(
    book: Book,
    clocks: Iterable[Clock],
    asked: date | None = None,
    received: date | None = None,
    own: DatedTable | None = None,
) -> list[Term]:
    """Return the days of a measurement in order.

    `asked` and `received` are the days on which the tenants' organisation was asked for advice
    and gave it (Overlegwet).
    """
    found = [
        Term(book.reference_date, "Reference date of the tenancies that are counted"),
        Term(book.opens, "First day on which tenants can answer"),
        Term(book.closes, "Last day on which tenants can answer or withdraw"),
    ]
    if asked is not None:
        found.append(Term(advice_ends(asked, own), "Last day of the six weeks for advice"))
    if received is not None:
        text = "Last day for written reasons when the advice is not followed"
        found.append(Term(reasons_end(received, own), text))
    found += [
        Term(clock.last_day, f"Last day of the eight weeks of tenancy {clock.tenancy}")
        for clock in clocks
        if clock.last_day is not None and clock.state is not ClockState.NEW_VOTE
    ]
    return sorted(found, key=lambda term: (term.day, term.what))


def calendar_text(name: str, terms: Sequence[Term], made_on: date) -> str:
    """Return the terms as an iCalendar file of whole days. The same input gives the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hecht//consent//EN", "CALSCALE:GREGORIAN"]
    for term in terms:
        seed = f"{name}\n{term.day}\n{term.what}".encode()
        lines += [
            "BEGIN:VEVENT",
            f"UID:{hashlib.sha256(seed).hexdigest()[:32]}@hecht",
            f"DTSTAMP:{made_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{term.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{term.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{name}: {term.what}')}",
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
