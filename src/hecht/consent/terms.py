"""What follows the count: the eight weeks of each household, and what a changed plan opens again.

A tenant who did not agree has eight weeks after the landlord's written notice to go to court
(article 7:220 paragraph 3 BW). When the plan changes after that, a change that really touches
under 30% of the homes of a unit gives only those homes a new notice and a new term; a larger one
asks for a new vote (https://www.vbtm.nl/weblog/redelijk-voorstel-bij-renovatie). Changes add up:
many small ones cannot do what one large one may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hecht.consent.book import Book
from hecht.consent.measure import Standing, Verdict, count
from hecht.neighbourhood.dated import DatedTable
from hecht.rules.terms import term


class Impact(StrEnum):
    """What a change of the plan asks for in a unit."""

    NOTHING = "nothing"
    OWN_TERM = "own_term"
    NEW_VOTE = "new_vote"


class ClockState(StrEnum):
    """Where the eight weeks of a household stand."""

    NO_NOTICE = "no_notice"
    RUNS = "runs"
    COURT = "court"
    OVER = "over"
    NEW_VOTE = "new_vote"


@dataclass(frozen=True, slots=True)
class UnitImpact:
    """The homes of a unit that changes really touch, of all its homes, and what that asks for."""

    unit: str
    touched: int
    homes: int
    impact: Impact


@dataclass(frozen=True, slots=True)
class Clock:
    """The eight weeks of one tenancy. `last_day` belongs to the term.

    `why` is "did_not_agree" or "change" (its home is touched by a change of the plan).
    """

    tenancy: str
    home: str
    unit: str
    why: str
    notice: date | None
    last_day: date | None
    state: ClockState


def impact(touched: int, homes: int) -> Impact:
    """Return what a change asks for that touches so many of so many homes; 30% is a new vote."""
    if homes <= 0 or not 0 <= touched <= homes:
        raise ValueError(f"{touched} of {homes} homes cannot be touched; correct the numbers")
    if touched == 0:
        return Impact.NOTHING
    return Impact.OWN_TERM if 10 * touched < 3 * homes else Impact.NEW_VOTE


def impacts(book: Book, also: frozenset[str] = frozenset()) -> tuple[UnitImpact, ...]:
    """Return the impact per unit of all changes in the record, with the homes `also` put to them.

    Raises ValueError when one of these homes is not in the measurement.
    """
    for home in sorted(also):
        if home not in book.unit_of_home:
            raise ValueError(f"home {home} is not in the measurement; correct the list of homes")
    touched = also.union(*(change.homes for change in book.changes))
    found = []
    for unit in book.units:
        own = len(touched & set(unit.homes))
        found.append(UnitImpact(unit.unit, own, len(unit.homes), impact(own, len(unit.homes))))
    return tuple(found)


def objection_ends(notice: date, own: DatedTable | None = None) -> date:
    """Return the last day to go to court: eight weeks after the day of the written notice."""
    return notice + timedelta(weeks=term("consent_objection", notice, own))


def advice_ends(asked: date, own: DatedTable | None = None) -> date:
    """Return the last day of the least time that a tenants' organisation has to advise."""
    return asked + timedelta(weeks=term("advice_term", asked, own))


def reasons_end(received: date, own: DatedTable | None = None) -> date:
    """Return the last day for written reasons when advice is not followed.

    The source does not say from which day; this counts from the day the advice came in, which is
    the earliest it can be.
    """
    return received + timedelta(days=term("advice_reasons", received, own))


def clocks(book: Book, on: date, own: DatedTable | None = None) -> tuple[Clock, ...]:
    """Return the clocks of all households that have one, as they stand on a day.

    Those are the tenancies of a unit where the proposal is presumed reasonable that did not
    agree, and those whose home a change touches. In a unit that needs a new vote no term runs.
    """
    counted = count(book)
    presumed = {one.unit for one in counted.units if one.verdict is Verdict.PRESUMED}
    asks = {one.unit: one.impact for one in impacts(book)}
    found = []
    for unit in book.units:
        if unit.unit not in presumed:
            continue
        for tenancy, home in unit.tenancies:
            changed = [change.on for change in book.changes if home in change.homes]
            if not changed and counted.standings[tenancy] is Standing.YES:
                continue
            since = max(changed, default=book.closed_on)
            why = "change" if changed else "did_not_agree"
            notice = max(
                (n.on for n in book.notices if n.tenancy == tenancy and since and n.on >= since),
                default=None,
            )
            last = None if notice is None else objection_ends(notice, own)
            if asks[unit.unit] is Impact.NEW_VOTE:
                state = ClockState.NEW_VOTE
            else:
                state = _state(notice, last, book.courts.get(tenancy), on)
            found.append(Clock(tenancy, home, unit.unit, why, notice, last, state))
    return tuple(found)


def _state(notice: date | None, last: date | None, court: date | None, on: date) -> ClockState:
    if notice is None or last is None:
        return ClockState.NO_NOTICE
    if court is not None and notice <= court <= last:
        return ClockState.COURT
    return ClockState.RUNS if on <= last else ClockState.OVER
