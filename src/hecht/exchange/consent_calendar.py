"""The days of a measurement for a calendar file (`hecht.exchange.ics`), for who keeps terms.

Tenancies stand in it by their id, never by a name, and only for staff.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hecht.consent import Book, Clock, ClockState, advice_ends, reasons_end
from hecht.exchange.calendar_texts import CalendarTexts
from hecht.exchange.ics import Term
from hecht.neighbourhood.dated import DatedTable


def terms_of(
    book: Book,
    clocks: Iterable[Clock],
    asked: date | None = None,
    received: date | None = None,
    own: DatedTable | None = None,
    language: str = "nl",
    *,
    codes: bool = True,
) -> list[Term]:
    """Return the days of a measurement in order.

    `asked` and `received` are the days on which the tenants' organisation was asked for advice
    and gave it (Overlegwet). Without `codes` no tenancy is told apart. Raises ValueError for an
    unknown language.
    """
    words = CalendarTexts(language)
    days = {"reference": book.reference_date, "opens": book.opens, "closes": book.closes}
    found = {Term(day, words(what), key=what) for what, day in days.items()}
    found.update(advice_terms(asked, received, own, language))
    for clock in clocks:
        last = clock.last_day
        if last is None or clock.state is ClockState.NEW_VOTE:
            continue
        if codes:
            what, key = words("objection", tenancy=clock.tenancy), f"objection {clock.tenancy}"
        else:
            what, key = words("objection_bare"), f"objection on {last}"
        found.add(Term(last, what, key=key))
    return sorted(found, key=lambda term: (term.day, term.what))


def advice_terms(
    asked: date | None = None,
    received: date | None = None,
    own: DatedTable | None = None,
    language: str = "nl",
) -> list[Term]:
    """Return the last days for the advice of the tenants' organisation and for the reasons."""
    words = CalendarTexts(language)
    found = []
    if asked is not None:
        found.append(Term(advice_ends(asked, own), words("advice"), key="advice"))
    if received is not None:
        found.append(Term(reasons_end(received, own), words("reasons"), key="reasons"))
    return found
