"""What the record says so far, and what may be added to it.

One set of rules serves both: a row is taken when it is added, and taken again when the record is
verified, so a record with a row that could never have been added is found out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hecht.consent.record import FORMAT, ConsentError, Entry
from hecht.consent.roll import Unit

SOURCES = ("letter", "visit", "web")
"""How an answer came in."""

WORDS = ("yes", "no")
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Offer:
    """A text of the proposal: its version, file, and the SHA-256 of the bytes of that file."""

    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that one tenancy said: yes, no or withdrawn, and how it came in.

    `version` is the version of the text that an answer is bound to ("" for a withdrawal).
    """

    row: int
    tenancy: str
    word: str
    given_on: date
    source: str
    version: str
    entered_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the plan after the offer: the homes it really touches."""

    row: int
    on: date
    what: str
    homes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Notice:
    """The landlord's written notice to one tenancy, from which eight weeks run."""

    row: int
    tenancy: str
    on: date


@dataclass
class Book:
    """A measurement as its record tells it. `struck` are the rows that do not count any more."""

    name: str
    landlord: str
    reference_date: date
    opens: date
    closes: date
    condition: str
    units: tuple[Unit, ...]
    offers: list[Offer]
    said: list[Said] = field(default_factory=list)
    struck: dict[int, str] = field(default_factory=dict)
    closed: int | None = None
    closed_on: date | None = None
    changes: list[Change] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    courts: dict[str, date] = field(default_factory=dict)
    home_of: dict[str, str] = field(default_factory=dict)
    unit_of_home: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the tenancies and homes."""
        self.home_of = {one: home for unit in self.units for one, home in unit.tenancies}
        self.unit_of_home = {home: unit.unit for unit in self.units for home in unit.homes}

    @property
    def offer(self) -> Offer:
        """The text that is measured: the last version."""
        return self.offers[-1]

    def counted(self) -> Iterable[Said]:
        """Return what was said, rows that were struck left out."""
        return (one for one in self.said if one.row not in self.struck)

    def twin(self, facts: Mapping[str, Any], word: str) -> Said | None:
        """Return what is already in the record and says exactly the same; None if nothing does."""
        version = "" if word == WITHDRAWN else str(facts["version"])
        key = (facts["tenancy"], word, facts["given_on"], facts["source"], version)
        for one in self.counted():
            if (one.tenancy, one.word, str(one.given_on), one.source, one.version) == key:
                return one
        return None

    def take(self, entry: Entry) -> None:
        """Add a row; raises ConsentError, and changes nothing, when the row cannot be added."""
        taker = _TAKERS.get(entry.kind)
        if taker is None:
            raise ConsentError(f"there is no kind of row {entry.kind!r}")
        try:
            taker(self, entry, entry.facts)
        except (KeyError, TypeError, AttributeError) as error:
            raise ConsentError(f"a row of kind {entry.kind} lacks or misstates {error}") from None


def opened(entry: Entry) -> Book:
    """Return the book of a first row. Raises ConsentError when it opens no measurement."""
    facts = entry.facts
    if entry.kind != "open" or facts.get("format") != FORMAT:
        raise ConsentError(f"the record does not begin with the opening of a {FORMAT} measurement")
    try:
        units = tuple(
            Unit(
                str(unit["unit"]),
                tuple(map(str, unit["homes"])),
                tuple((str(one["tenancy"]), str(one["home"])) for one in unit["tenancies"]),
            )
            for unit in facts["units"]
        )
        book = Book(
            name=str(facts["name"]),
            landlord=str(facts["landlord"]),
            reference_date=_day(facts, "reference_date"),
            opens=_day(facts, "opens"),
            closes=_day(facts, "closes"),
            condition=str(facts["condition"]),
            units=units,
            offers=[_offer(facts["offer"])],
        )
    except (KeyError, TypeError) as error:
        raise ConsentError(f"the opening lacks or misstates {error}") from None
    if book.closes < book.opens:
        raise ConsentError(f"the closing day {book.closes} lies before the opening {book.opens}")
    if not book.home_of:
        raise ConsentError(
            f"no tenancy runs on the reference date {book.reference_date}; there is nobody to ask"
        )
    _sound(book)
    return book


def replay(entries: Iterable[Entry]) -> Book:
    """Return the book of a whole record. Raises ConsentError naming a row that cannot be."""
    rows = iter(entries)
    first = next(rows, None)
    if first is None:
        raise ConsentError("the record is empty; open the measurement first (`hecht consent open`)")
    book = opened(first)
    for entry in rows:
        try:
            book.take(entry)
        except ConsentError as error:
            raise ConsentError(f"row {entry.number}: {error}") from None
    return book


def _sound(book: Book) -> None:
    """Refuse an opening in which a tenancy or a home is counted twice."""
    tenancies = [one for unit in book.units for one, _ in unit.tenancies]
    homes = [home for unit in book.units for home in unit.homes]
    let = [home for unit in book.units for _, home in unit.tenancies]
    for what, ids in (("tenancy", tenancies), ("home", homes), ("let home", let)):
        if len(set(ids)) != len(ids):
            raise ConsentError(f"the opening counts a {what} twice")
    for unit in book.units:
        if not {home for _, home in unit.tenancies} <= set(unit.homes):
            raise ConsentError(f"unit {unit.unit} has a tenancy of a home that is not in it")


def _take_answer(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    _still_open(book)
    word, version = facts["answer"], str(facts["version"])
    if word not in WORDS:
        raise ConsentError(f"the answer is {word!r}; it is yes or no, and silence is no row at all")
    offer = next((one for one in book.offers if one.version == version), None)
    if offer is None or offer.sha256 != facts["sha256"]:
        raise ConsentError(
            f"the answer is bound to version {version!r} with SHA-256 {facts['sha256']}, which was "
            "not offered; give the version of the text that the tenant had before them"
        )
    _say(book, entry, facts, word, version)


def _take_withdrawal(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    _still_open(book)
    if not any(one.tenancy == facts["tenancy"] for one in book.counted()):
        raise ConsentError(
            f"tenancy {facts['tenancy']} has given no answer, so there is nothing to withdraw"
        )
    _say(book, entry, facts, WITHDRAWN, "")


def _say(book: Book, entry: Entry, facts: Mapping[str, Any], word: str, version: str) -> None:
    tenancy, given_on, source = str(facts["tenancy"]), _day(facts, "given_on"), facts["source"]
    _known(book, tenancy)
    if source not in SOURCES:
        raise ConsentError(f"the source is {source!r}; it is one of {', '.join(SOURCES)}")
    if not book.opens <= given_on <= book.closes:
        raise ConsentError(
            f"{given_on} is not between {book.opens} and {book.closes}, the days in which tenants "
            "answer; correct the day on which it was given"
        )
    if given_on > entry.day:
        raise ConsentError(f"{given_on} lies after {entry.day}, the day on which it is entered")
    book.said.append(
        Said(
            entry.number,
            tenancy,
            word,
            given_on,
            source,
            version,
            entry.entered_by,
            str(facts.get("note", "")),
        )
    )


def _take_strike(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    _still_open(book)
    row, why = facts["row"], str(facts["why"]).strip()
    if row not in {one.row for one in book.said}:
        raise ConsentError(f"row {row} is no answer or withdrawal; only those can be struck")
    if row in book.struck:
        raise ConsentError(f"row {row} was struck already")
    if not why:
        raise ConsentError("a row is struck for a reason; give it (--why)")
    book.struck[row] = why


def _take_offer(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    _still_open(book)
    new = _offer(facts)
    if any(one.version == new.version for one in book.offers):
        raise ConsentError(f"version {new.version} was offered already; give the text a new one")
    if new.sha256 == book.offer.sha256:
        raise ConsentError("the text is the same as the one before; there is no new version")
    book.offers.append(new)


def _take_close(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    _still_open(book)
    if entry.day <= book.closes:
        raise ConsentError(
            f"tenants can answer and withdraw up to and with {book.closes}; close after that day"
        )
    book.closed, book.closed_on = entry.number, entry.day


def _take_change(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    if book.closed is None:
        raise ConsentError(
            "the measurement is still open; a plan that changes now needs a new version of the "
            "text (`hecht consent offer`), to which tenants answer anew"
        )
    homes = frozenset(map(str, facts["homes"]))
    for home in sorted(homes):
        if home not in book.unit_of_home:
            raise ConsentError(f"home {home} is not in the measurement; correct the list of homes")
    book.changes.append(Change(entry.number, _past(facts, entry), str(facts["what"]), homes))


def _take_notice(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    tenancy, on = str(facts["tenancy"]), _past(facts, entry)
    _after_closing(book, "a notice goes out")
    _known(book, tenancy)
    if book.closed_on is not None and on < book.closed_on:
        raise ConsentError(
            f"the notice is of {on}, before the closing on {book.closed_on}; a notice that sets "
            "the eight weeks going goes out after that: correct the day, or send it again"
        )
    book.notices.append(Notice(entry.number, tenancy, on))


def _take_court(book: Book, entry: Entry, facts: Mapping[str, Any]) -> None:
    tenancy = str(facts["tenancy"])
    _after_closing(book, "a tenant goes to court about the result")
    _known(book, tenancy)
    book.courts[tenancy] = _past(facts, entry)


_TAKERS = {
    "answer": _take_answer,
    "withdraw": _take_withdrawal,
    "strike": _take_strike,
    "offer": _take_offer,
    "close": _take_close,
    "change": _take_change,
    "notice": _take_notice,
    "court": _take_court,
}


def _still_open(book: Book) -> None:
    if book.closed is not None:
        raise ConsentError(
            f"the measurement was closed in row {book.closed}; what was counted stands, and a new "
            "measurement is a new folder"
        )


def _after_closing(book: Book, what: str) -> None:
    if book.closed is None:
        raise ConsentError(f"{what} after the closing; close first (`hecht consent close`)")


def _known(book: Book, tenancy: str) -> None:
    if tenancy not in book.home_of:
        raise ConsentError(
            f"tenancy {tenancy} is not one of those on the reference date {book.reference_date}; "
            "it is outside the count. Put the proposal in the contract of a tenant who came later"
        )


def _offer(facts: Mapping[str, Any]) -> Offer:
    offer = Offer(str(facts["version"]), str(facts["file"]), str(facts["sha256"]))
    if not offer.version or len(offer.sha256) != 64:
        raise ConsentError("an offer has a version and the SHA-256 of its text, 64 digits long")
    return offer


def _past(facts: Mapping[str, Any], entry: Entry) -> date:
    on = _day(facts, "on")
    if on > entry.day:
        raise ConsentError(f"{on} lies after {entry.day}, the day on which it is entered")
    return on


def _day(facts: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(facts[name])
    except ValueError:
        raise ConsentError(f"{name} is {facts[name]!r}; write a day as 2026-02-28") from None
