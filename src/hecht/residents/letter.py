"""A letter to one household as bare text, before it is laid out for paper or a browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: a short label, its value in words, and the name of a pictogram ("": none)."""

    label: str
    value: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something the household must do.

    `before` is the last day on which it can, None when there is none; `when` is that in words.
    """

    text: str
    before: date | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter under one heading; what is empty is not shown.

    `kind` tells what it is about, so that the layout can give each its place: "short", "changes",
    "broken", "same", "route", "home", "rent", "people", "promises", "money", "todo", "object" or
    "call".
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    actions: tuple[Action, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A home on the small map of a letter: RD metres, and the word beside it."""

    x: float
    y: float
    word: str
    kind: str
    """"now", "temporary", "final" or "near" (the home of somebody they asked to live near)."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day for the calendar file of a household; lasts `days` days from `day`."""

    key: str
    day: date
    text: str
    note: str = ""
    days: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is in a letter, in one language, in reading order.

    `first_line` is what matters most and stands first, larger than the rest. `machine_made` tells
    that this language's texts were not yet reviewed; `binding` is then the sentence that the
    Dutch text is the one that counts. `changed` tells that it is a letter about a changed plan.
    `note` says what else the reader should know of this letter. The last fields are the words
    that the layout needs: at the reference, the page numbers and the map.
    """

    household: str
    language: str
    direction: str
    """"ltr" or "rtl"."""
    addressee: tuple[str, ...]
    sender: tuple[str, ...]
    place_and_date: str
    subject: str
    greeting: str
    first_line: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    spots: tuple[Spot, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    machine_made: bool = False
    binding: str = ""
    changed: bool = False
    reference: str = ""
    note: str = ""
    reference_label: str = ""
    page_label: str = ""
    map_title: str = ""
    map_about: str = ""
