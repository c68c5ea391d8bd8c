"""Putting a reading into the figures of a year, cell by cell, and telling what met what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import level_of
from hecht.area.indicator import Source
from hecht.area.panel import Absent, Level
from hecht.area.reading import ABSENT, Reading

LEVELS = tuple(Level)
_NOT_PUBLISHED = ABSENT.index(Absent.NOT_PUBLISHED)
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """Why a figure is as it is: its source, the place of its absence in ABSENT, and its note."""

    source: str
    absent: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """A source with the dataset and edition that it was imported with."""

    source: Source
    dataset: str
    edition: str


class Origins:
    """Every origin by its number; number 0 stands for nothing at all."""

    def __init__(self, rows: list[Origin]) -> None:
        """Begin with those that a panel has."""
        self.rows = rows
        self._places = {row: at for at, row in enumerate(rows, start=1)}

    def number(self, origin: Origin) -> int:
        """Return the number of an origin, a new one if need be."""
        if origin not in self._places:
            self.rows.append(origin)
            self._places[origin] = len(self.rows)
        return self._places[origin]


@dataclass
class YearTable:
    """The figures of one year: areas by level and code, of each indicator values and origins.

    `values` are NaN where there is no figure, `origins` the numbers of Origins, 0 for none.
    """

    codes: NDArray[np.str_]
    levels: NDArray[np.uint8]
    values: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    origins: dict[str, NDArray[np.uint32]] = field(default_factory=dict)

    def levels_of(self) -> dict[str, list[str]]:
        """Return of each indicator the levels at which areas have a figure."""
        return {
            name: [LEVELS[at].value for at in np.unique(self.levels[~np.isnan(self.values[name])])]
            for name in sorted(self.values)
        }


@dataclass
class Tally:
    """What happened to the figures of a reading in one panel."""

    replaced_areas: set[str] = field(default_factory=set)
    replaced: int = 0
    replaced_other: int = 0
    conflicts: int = 0
    examples: list[str] = field(default_factory=list)


def edition_key(edition: str) -> tuple[int, ...]:
    """Return what editions are ordered by: the numbers in them, 2023 before 2023 v2."""
    return tuple(int(text) for text in re.findall(r"\d+", edition))


def merge(
    old: YearTable | None,
    reading: Reading,
    year: int,
    origins: Origins,
    sources: dict[str, Stored],
    tally: Tally,
) -> YearTable:
    """Return the figures of a year with those of a reading.

    Figures of the same dataset and edition are replaced; what the same file gave before and no
    longer gives is removed. Of two editions the newer stands (of equal ones the last that was
    imported); a value stands over a figure that another edition or dataset does not have, unless
    a newer edition of the same dataset leaves out what the older one published.
    """
    chosen = np.flatnonzero(reading.year == year)
    places = reading.area[chosen]
    codes_in = np.array([reading.areas[at].code for at in range(len(reading.areas))] or [""])
    present = np.unique(codes_in[places])
    table, old_rows = _union(old, present)
    row_of = {str(code): at for at, code in enumerate(table.codes)}
    area_rows = np.array([row_of.get(str(code), -1) for code in codes_in], np.int64)
    inside = np.zeros(len(table.codes), bool)
    inside[area_rows[np.unique(places)]] = True
    facts = _Facts(reading, origins, sources)
    new = _New(
        area_rows[places], reading.value[chosen], facts.numbers(chosen), reading.absent[chosen]
    )
    indicator = reading.indicator[chosen]
    order = np.argsort(indicator, kind="stable")
    starts = np.searchsorted(indicator[order], np.arange(len(reading.indicators) + 1))
    spans = {
        name: order[starts[at] : starts[at + 1]]
        for at, name in enumerate(reading.indicators)
        if starts[at] < starts[at + 1]
    }
    for name in sorted({*spans, *(old.values if old else ())}):
        value = np.full(len(table.codes), np.nan)
        origin = np.zeros(len(table.codes), np.uint32)
        if old is not None and name in old.values:
            value[old_rows], origin[old_rows] = old.values[name], old.origins[name]
        before = value.copy(), origin.copy()
        same_file = inside & facts.same_file[origin]
        value[same_file], origin[same_file] = np.nan, 0
        if name in spans:
            part = new.part(spans[name])
            _put(value, origin, before, part, facts)
            _note_meetings(table, name, year, value, origin, before, part, facts, tally)
        if (origin != 0).any():
            table.values[name], table.origins[name] = value, origin
    return table


def _union(old: YearTable | None, present: NDArray[np.str_]) -> tuple[YearTable, NDArray[np.int64]]:
    """Return an empty table of the areas of both, and the rows of the old areas in it."""
    codes = present if old is None else np.union1d(old.codes, present)
    levels = np.array([LEVELS.index(level_of(str(code))) for code in codes], np.uint8)
    order = np.lexsort((codes, levels))
    table = YearTable(codes[order], levels[order])
    if old is None:
        return table, np.empty(0, np.int64)
    row_of = {str(code): at for at, code in enumerate(table.codes)}
    return table, np.array([row_of[str(code)] for code in old.codes], np.int64)


@dataclass(frozen=True, slots=True)
class _New:
    """Figures of the reading: their rows in the table, values, origins and absence."""

    rows: NDArray[np.int64]
    values: NDArray[np.float64]
    numbers: NDArray[np.uint32]
    absent: NDArray[np.int8]

    def part(self, at: NDArray[np.int64]) -> _New:
        """Return some of the figures."""
        return _New(self.rows[at], self.values[at], self.numbers[at], self.absent[at])


class _Facts:
    """What each origin of a panel is to the reading: arrays by the number of an origin."""

    def __init__(self, reading: Reading, origins: Origins, sources: dict[str, Stored]) -> None:
        self.reading, self.origins, self.sources = reading, origins, sources
        files = {one.file for one in reading.sources}
        mine = edition_key(reading.edition)
        size = len(origins.rows) + 1
        self.same_edition = np.zeros(size, bool)
        self.same_dataset = np.zeros(size, bool)
        self.same_file = np.zeros(size, bool)
        self.older = np.zeros(size, bool)
        for at, origin in enumerate(origins.rows, start=1):
            stored = sources[origin.source]
            same = stored.dataset == reading.dataset
            self.same_dataset[at] = same
            self.same_edition[at] = same and stored.edition == reading.edition
            self.same_file[at] = self.same_edition[at] and stored.source.file in files
            self.older[at] = edition_key(stored.edition) <= mine

    def numbers(self, chosen: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Return the number of the origin of each of some figures of the reading."""
        reading = self.reading
        pairs = reading.source[chosen].astype(np.int64) * len(ABSENT) + reading.absent[chosen]
        kinds, places = np.unique(pairs, return_inverse=True)
        known = [
            self.origins.number(
                Origin(reading.sources[kind // len(ABSENT)].key, int(kind % len(ABSENT)))
            )
            for kind in kinds.tolist()
        ]
        found = np.array(known or [0], np.uint32)[places]
        noted = {int(at): index for index, at in enumerate(chosen) if int(at) in reading.notes}
        for at, index in noted.items():
            origin = self.origins.rows[found[index] - 1]
            found[index] = self.origins.number(replace(origin, note=reading.notes[at]))
        return found

    def told(self, number: int) -> str:
        """Return the dataset and edition of an origin, in words."""
        stored = self.sources[self.origins.rows[number - 1].source]
        return f"{stored.dataset} {stored.edition}"


def _put(
    value: NDArray[np.float64],
    origin: NDArray[np.uint32],
    before: tuple[NDArray[np.float64], NDArray[np.uint32]],
    new: _New,
    facts: _Facts,
) -> None:
    """Put figures of the reading where they stand over what was there."""
    was_value, was = before[0][new.rows], before[1][new.rows]
    was_known, known = ~np.isnan(was_value), ~np.isnan(new.values)
    withdrawn = facts.same_dataset[was] & (new.absent == _NOT_PUBLISHED)
    take = (
        (was == 0)
        | facts.same_edition[was]
        | (known & ~was_known)
        | (facts.older[was] & ((known == was_known) | withdrawn))
    )
    value[new.rows[take]], origin[new.rows[take]] = new.values[take], new.numbers[take]


def _note_meetings(
    table: YearTable,
    name: str,
    year: int,
    value: NDArray[np.float64],
    origin: NDArray[np.uint32],
    before: tuple[NDArray[np.float64], NDArray[np.uint32]],
    new: _New,
    facts: _Facts,
    tally: Tally,
) -> None:
    """Count what was replaced; where two editions differ, say so in the figure's note."""
    rows, values = new.rows, new.values
    was_value, was = before[0][rows], before[1][rows]
    same = facts.same_edition[was]
    tally.replaced_areas.update(table.codes[rows[same]].tolist())
    tally.replaced += int(same.sum())
    differ = ~((was_value == values) | (np.isnan(was_value) & np.isnan(values)))
    tally.replaced_other += int((same & differ).sum())
    for at in np.flatnonzero(~same & (was != 0) & ~np.isnan(was_value) & ~np.isnan(values)):
        if not differ[at]:
            continue
        row, other = rows[at], facts.told(int(was[at]))
        mine = f"{facts.reading.dataset} {facts.reading.edition}"
        stands = bool(value[row] == values[at])
        loser = f"{other} gives {was_value[at]:g}" if stands else f"{mine} gives {values[at]:g}"
        origin[row] = facts.origins.number(replace(facts.origins.rows[origin[row] - 1], note=loser))
        tally.conflicts += 1
        if len(tally.examples) < _SHOWN:
            winner = mine if stands else other
            tally.examples.append(
                f"{name} of {table.codes[row]} in {year} is {value[row]:g} by {winner}; {loser}"
            )
