"""The 20 focus areas of the national programme for liveability and safety (NPLV).

Sources give names and sometimes the districts by name, no codes of CBS. So the areas of a panel
that make a focus area up are proposals, found by name, until a user's own table settles them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from hecht.area.panel import Area, Level, Panel
from hecht.area.within import municipality

_COMMON = frozenset(
    [
        "noord",
        "oost",
        "zuid",
        "west",
        "noordwest",
        "noordoost",
        "zuidwest",
        "zuidoost",
        "nieuw",
        "stad",
        "ring",
        "centrale",
        "as",
    ]
)
"""Words that many areas have in their names: not enough to know one by."""


class Settled(StrEnum):
    """How sure it is which areas make a focus area up."""

    OWN = "own"
    """The user's own table says so."""
    PARTS = "parts"
    """A source names the parts; the areas with those names are proposed."""
    NAME = "name"
    """Only the name of the focus area is known; areas with that name are proposed."""
    NOTHING = "nothing"
    """No area of the panel has such a name."""


class NoFocusArea(ValueError):
    """There is no focus area of this name."""


@dataclass(frozen=True, slots=True)
class FocusArea:
    """A focus area: its names, where it lies, and what a source says it consists of.

    `municipality` is the name as CBS writes it and `code` its code. `parts` are the districts
    that `parts_source` names. Dates are as the source gives them, "" where it gives none.
    """

    key: str
    name: str
    municipality: str
    code: str
    variants: tuple[str, ...]
    parts: tuple[str, ...]
    parts_source: str
    parts_date: str
    source: str
    source_date: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A published figure of a focus area, or of all of them (`focus` is "*")."""

    focus: str
    what: str
    what_nl: str
    value: float
    unit: str
    year: int
    publisher: str
    date: str
    address: str


@dataclass(frozen=True, slots=True)
class Members:
    """The areas of a panel that make a focus area up, and how sure that is.

    `missing` are the parts, or the codes of the user's table, that the panel does not hold.
    """

    areas: tuple[Area, ...]
    settled: Settled
    missing: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def focus_areas() -> tuple[FocusArea, ...]:
    """Return the 20 focus areas, in the order of their names."""
    found = [
        FocusArea(
            key=row["key"],
            name=row["name"],
            municipality=row["municipality"],
            code=row["code"],
            variants=_listed(row["variants"]),
            parts=_listed(row["parts"]),
            parts_source=row["parts_source"],
            parts_date=row["parts_date"],
            source=row["source"],
            source_date=row["source_date"],
        )
        for row in _rows("focus_areas.csv")
    ]
    return tuple(sorted(found, key=lambda one: one.name))


@lru_cache(maxsize=1)
def facts() -> tuple[Fact, ...]:
    """Return the published figures of focus areas, in the order of their file."""
    return tuple(
        Fact(
            focus=row["focus"],
            what=row["what"],
            what_nl=row["what_nl"],
            value=float(row["value"]),
            unit=row["unit"],
            year=int(row["year"]),
            publisher=row["publisher"],
            date=row["date"],
            address=row["address"],
        )
        for row in _rows("focus_facts.csv")
    )


def find(name: str) -> FocusArea:
    """Return a focus area by its key or any spelling of its name.

    Raises NoFocusArea, which names those with a word in common.
    """
    wanted = plain(name)
    for one in focus_areas():
        if wanted in {plain(text) for text in (one.key, one.name, *one.variants)}:
            return one
    words = set(wanted.split())
    near = [one.name for one in focus_areas() if words & set(plain(one.name).split())]
    hint = ", ".join(near or [one.name for one in focus_areas()])
    raise NoFocusArea(f"{name!r} is no focus area; choose from: {hint}")


def members(
    panel: Panel, focus: FocusArea, own: Mapping[str, Sequence[str]] | None = None
) -> Members:
    """Return the areas of a panel that make a focus area up.

    `own` maps keys of focus areas to codes that the user knows to belong to it.
    """
    codes = (own or {}).get(focus.key)
    if codes is not None:
        by_code = {one.code: one for one in panel.areas()}
        return Members(
            tuple(by_code[code] for code in codes if code in by_code),
            Settled.OWN,
            tuple(code for code in codes if code not in by_code),
        )
    here = [
        one
        for level in (Level.DISTRICT, Level.NEIGHBOURHOOD)
        for one in panel.areas(level)
        if municipality(one) == focus.code
    ]
    names = focus.parts or tuple(_own_names(focus))
    found: list[Area] = []
    missing: list[str] = []
    for name in names:
        some = _named(name, here)
        found.extend(one for one in some if one not in found)
        if not some:
            missing.append(name)
    if not found:
        return Members((), Settled.NOTHING, tuple(missing) if focus.parts else ())
    settled = Settled.PARTS if focus.parts else Settled.NAME
    ordered = tuple(sorted(found, key=lambda one: one.code))
    return Members(ordered, settled, tuple(missing) if focus.parts else ())


def plain(text: str) -> str:
    """Return a name in small letters without accents and marks, "Wijk 03" left off."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    bare = re.sub(r"^wijk \d+\s*", "", re.sub(r"[^a-z0-9]+", " ", bare).strip())
    return " ".join(bare.split())


def _own_names(focus: FocusArea) -> list[str]:
    """Return the names by which an area of a panel may be known to be the focus area."""
    town = set(plain(focus.municipality).split()) | {"den", "haag", "zaandam"}
    found = []
    for text in (focus.name, *focus.variants):
        words = plain(text).split()
        rest = [word for word in words if word not in town]
        if rest and not _COMMON.issuperset(rest):
            found.append(" ".join(rest))
        found.append(" ".join(words))
    return [one for one in dict.fromkeys(found) if not _COMMON.issuperset(one.split())]


def _named(name: str, areas: Sequence[Area]) -> list[Area]:
    """Return the districts with a name in theirs, or else the neighbourhoods."""
    wanted = f" {plain(name)} "
    for level in (Level.DISTRICT, Level.NEIGHBOURHOOD):
        found = [one for one in areas if one.level is level and wanted in f" {plain(one.name)} "]
        if found:
            return found
    return []


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("hecht.area").joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
