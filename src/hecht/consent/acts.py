"""What can be done to a measurement, as rows to be: open, answer, withdraw, strike, close, …

Nothing here writes. `add` seals the rows after the last one of a record, and leaves out an answer
that stands there already, so that what is entered again after a power cut is not doubled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hecht.consent.book import WITHDRAWN, Book, Offer, Said, opened
from hecht.consent.record import FORMAT, START, ConsentError, Draft, Entry, sealed
from hecht.consent.roll import Unit

_ANSWERS = {"answer", "withdraw"}


@dataclass(frozen=True, slots=True)
class Setup:
    """What a measurement is about, as its landlord sets it up.

    Tenants answer from `opens` up to and with `closes`. `condition` is the sentence of the offer
    that says that it binds nobody when the share is not reached.
    """

    name: str
    landlord: str
    reference_date: date
    opens: date
    closes: date
    condition: str
    offer: Offer


@dataclass(frozen=True)
class Added:
    """What `add` gives: the new rows, the rows that said the same already, and the book after."""

    entries: tuple[Entry, ...]
    known: tuple[Said, ...]
    book: Book


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tenancy says: `word` is yes, no or withdrawn.

    `version` is the text that the tenant had before them; "" means the one that is measured now.
    """

    tenancy: str
    word: str
    given_on: date
    source: str
    version: str = ""
    note: str = ""

    def row(self, book: Book, at: datetime, by: str) -> Draft:
        """Return the answer as a row to be, bound to version and hash of the text."""
        facts: dict[str, Any] = {
            "tenancy": self.tenancy,
            "given_on": str(self.given_on),
            "source": self.source,
            "note": self.note,
        }
        if self.word == WITHDRAWN:
            return Draft("withdraw", facts, at, by)
        version = self.version or book.offer.version
        hashes = {one.version: one.sha256 for one in book.offers}
        bound = {"answer": self.word, "version": version, "sha256": hashes.get(version, "")}
        return Draft("answer", {**facts, **bound}, at, by)


def opening(setup: Setup, units: Sequence[Unit], at: datetime, by: str) -> Entry:
    """Return the first row of a record. Raises ConsentError when it opens no sound measurement."""
    if not setup.condition.strip():
        raise ConsentError(
            "the condition is empty: the proposal must say that it binds nobody when fewer than "
            "70% agree; write that sentence in the text and in consent.toml"
        )
    facts = {
        "format": FORMAT,
        "name": setup.name,
        "landlord": setup.landlord,
        "reference_date": str(setup.reference_date),
        "opens": str(setup.opens),
        "closes": str(setup.closes),
        "condition": setup.condition,
        "offer": offer_facts(setup.offer),
        "units": [unit.as_dict() for unit in units],
    }
    entry = sealed(Draft("open", facts, at, by), 1, START)
    opened(entry)
    return entry


def offer_facts(offer: Offer) -> dict[str, str]:
    """Return a text of the proposal as it stands in the record."""
    return {"version": offer.version, "file": offer.file, "sha256": offer.sha256}


def says_condition(text: str, condition: str) -> bool:
    """Return whether a text has the sentence of the condition, line breaks and spaces aside."""
    return " ".join(condition.split()) in " ".join(text.split())


def add(book: Book, last: Entry, drafts: Iterable[Draft]) -> Added:
    """Seal rows after the last one, all or none; `book` is moved on with them.

    Raises ConsentError when one of them cannot be added; the book must then be read again.
    """
    entries: list[Entry] = []
    known: list[Said] = []
    for draft in drafts:
        if draft.kind in _ANSWERS:
            twin = book.twin(draft.facts, str(draft.facts.get("answer", WITHDRAWN)))
            if twin is not None:
                known.append(twin)
                continue
        entry = sealed(draft, last.number + 1, last.seal)
        book.take(entry)
        entries.append(entry)
        last = entry
    return Added(tuple(entries), tuple(known), book)
