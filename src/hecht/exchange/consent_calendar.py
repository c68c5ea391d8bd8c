"""The days of a measurement for a calendar file (`hecht.exchange.ics`), for who keeps terms.

Tenancies stand in it by their id, never by a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hecht.consent import Book, Clock, ClockState, advice_ends, reasons_end
from hecht.exchange.ics import Term
from hecht.neighbourhood.dated import DatedTable


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
