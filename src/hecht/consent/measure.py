"""The count: who said yes, per building unit, and what follows from it.

Only a yes to the text that is measured counts. Of each tenancy the latest day on which it said
something decides, however that came in. When it said different things on that day, it counts as
no yes until that is cleared up: silence, doubt and withdrawal are no consent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hecht.consent.book import WITHDRAWN, Book, Said
from hecht.rules.consent import LEAST_HOMES, consents_needed, enough_consent


class Standing(StrEnum):
    """Where a tenancy stands; only YES is consent."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"
    WITHDRAWN = "withdrawn"
    EARLIER_TEXT = "earlier_text"
    SILENT = "silent"


class Verdict(StrEnum):
    """What the count of a unit comes to. `OPEN`: tenants can still answer or withdraw."""

    OPEN = "open"
    PRESUMED = "presumed_reasonable"
    BELOW_SHARE = "below_share"
    TOO_SMALL = "too_small"
    NOBODY = "no_tenancies"


@dataclass(frozen=True, slots=True)
class UnitCount:
    """The count of a unit. `tenancies` is the denominator, `needed` the least number of yes.

    `counts` has a number for every standing; together they are the denominator.
    """

    unit: str
    homes: int
    tenancies: int
    needed: int
    counts: Mapping[Standing, int]
    enough: bool
    verdict: Verdict

    @property
    def yes(self) -> int:
        """The number of tenancies that consent."""
        return self.counts[Standing.YES]


@dataclass(frozen=True, slots=True)
class Count:
    """The count of a measurement: each unit, and the standing of each tenancy."""

    units: tuple[UnitCount, ...]
    standings: Mapping[str, Standing]
    closed: bool

    @property
    def good(self) -> bool:
        """Whether it is closed and presumed reasonable in every unit that has tenancies."""
        good = (Verdict.PRESUMED, Verdict.NOBODY)
        return self.closed and all(unit.verdict in good for unit in self.units)


def standing(said: Sequence[Said], version: str) -> Standing:
    """Return where a tenancy stands after all that it said (struck rows left out).

    `version` is the text that is measured; answers to other texts do not count.
    """
    heard = [one for one in said if one.word == WITHDRAWN or one.version == version]
    if not heard:
        return Standing.EARLIER_TEXT if said else Standing.SILENT
    last = max(one.given_on for one in heard)
    words = {one.word for one in heard if one.given_on == last}
    return Standing(words.pop()) if len(words) == 1 else Standing.UNCLEAR


def count(book: Book) -> Count:
    """Count a measurement as its record stands."""
    said: dict[str, list[Said]] = {tenancy: [] for tenancy in book.home_of}
    for one in book.counted():
        said[one.tenancy].append(one)
    standings = {tenancy: standing(own, book.offer.version) for tenancy, own in said.items()}
    closed = book.closed is not None
    units = []
    for unit in book.units:
        own = [standings[tenancy] for tenancy, _ in unit.tenancies]
        units.append(unit_count(unit.unit, len(unit.homes), own, closed=closed))
    return Count(tuple(units), standings, closed)


def unit_count(
    unit: str, homes: int, standings: Sequence[Standing], *, closed: bool = True
) -> UnitCount:
    """Count one unit: 10 times the yes at least 7 times the tenancies, in whole numbers."""
    counts = {kind: standings.count(kind) for kind in Standing}
    total = len(standings)
    enough = total > 0 and enough_consent(counts[Standing.YES], total)
    if not total:
        verdict = Verdict.NOBODY
    elif homes < LEAST_HOMES:
        verdict = Verdict.TOO_SMALL
    elif not closed:
        verdict = Verdict.OPEN
    else:
        verdict = Verdict.PRESUMED if enough else Verdict.BELOW_SHARE
    return UnitCount(unit, homes, total, consents_needed(total), counts, enough, verdict)


def contradictions(book: Book) -> dict[str, list[Said]]:
    """Return the tenancies that said different things on their last day, with those rows."""
    found = {}
    for tenancy, where in count(book).standings.items():
        if where is Standing.UNCLEAR:
            own = [one for one in book.counted() if one.tenancy == tenancy]
            heard = [o for o in own if o.word == WITHDRAWN or o.version == book.offer.version]
            last = max(one.given_on for one in heard)
            found[tenancy] = [one for one in heard if one.given_on == last]
    return found


def more_than_once(book: Book) -> dict[str, list[Said]]:
    """Return the tenancies that answered more than once, with all that they said."""
    found: dict[str, list[Said]] = {}
    for one in book.counted():
        found.setdefault(one.tenancy, []).append(one)
    return {tenancy: own for tenancy, own in found.items() if len(own) > 1}
