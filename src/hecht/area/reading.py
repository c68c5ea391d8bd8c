"""What an importer returns: areas and their figures as columns, with their sources and problems.

Figures are columns of equal length, since an edition of a national table has millions of them.
An importer fills a `ReadingMaker`, a whole column of its file or a figure at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import inside, level_of, tidy
from hecht.area.indicator import Indicator, Source
from hecht.area.panel import Absent, Area, Figure
from hecht.neighbourhood.problem import Problem

ABSENT: tuple[Absent, ...] = tuple(Absent)
"""Every reason of absence; the columns of a reading hold places in it. Place 0 is NONE."""

ENTIRE = 20
"""So many areas without one figure show that a whole column is still empty."""


@dataclass(frozen=True, slots=True)
class Border:
    """What a publisher says of the borders of an area in a year, against the year before.

    `code_changed` and `borders_changed` are None where the publisher does not tell. `source`
    names the source, `said` is what stands there (the 3 in column ind_wbi, say).
    """

    area: str
    year: int
    code_changed: bool | None
    borders_changed: bool | None
    source: str
    said: str = ""


@dataclass(frozen=True)
class Reading:
    """The figures of one edition of one set of figures.

    `dataset` names the set (kwb, lbm3) and `edition` the edition as published ("2023", "2023
    v2"); of one dataset, editions are ordered by the numbers in them. `areas` holds each area
    once a year. The columns `area`, `indicator`, `source` (places in `areas`, `indicators` and
    `sources`), `year`, `value` (NaN exactly where there is none) and `absent` (places in ABSENT)
    are of one length, a figure each; no (area, year, indicator) comes twice. `notes` maps the
    place of a figure to a note. `own` are indicators that the file itself defines. `problems`
    say what could not be read, with file, row and column; `remarks` what the user should know.
    """

    dataset: str
    edition: str
    areas: tuple[Area, ...]
    indicators: tuple[str, ...]
    sources: tuple[Source, ...]
    area: NDArray[np.int32]
    year: NDArray[np.int32]
    indicator: NDArray[np.int32]
    value: NDArray[np.float64]
    absent: NDArray[np.int8]
    source: NDArray[np.int32]
    notes: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    own: tuple[Indicator, ...] = ()
    borders: tuple[Border, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse columns that do not belong together."""
        columns = (self.area, self.year, self.indicator, self.value, self.absent, self.source)
        if len({len(column) for column in columns}) != 1:
            raise ValueError("the columns of a reading must be of one length")
        if bool(np.any(np.isnan(self.value) != (self.absent != 0))):
            raise ValueError("a figure must have a value, or a reason why it has none, not both")

    def __len__(self) -> int:
        """Return the number of figures, absent ones included."""
        return len(self.value)

    @property
    def known(self) -> int:
        """Return the number of figures that have a value."""
        return int(np.count_nonzero(self.absent == 0))

    def figures(self) -> Iterator[Figure]:
        """Give the figures one by one."""
        for at in range(len(self)):
            absent = ABSENT[self.absent[at]]
            yield Figure(
                self.areas[self.area[at]].code,
                int(self.year[at]),
                self.indicators[self.indicator[at]],
                None if absent else float(self.value[at]),
                absent,
                self.sources[self.source[at]].key,
                self.notes.get(at, ""),
            )


class ReadingMaker:
    """Gathers what an importer finds, and makes a `Reading` of it.

    Of two figures for the same area, year and indicator the first is kept; when the second says
    something else, that is reported.
    """

    def __init__(self, dataset: str, edition: str) -> None:
        """Begin with nothing."""
        self.dataset = dataset
        self.edition = edition
        self.problems: list[Problem] = []
        self.remarks: list[str] = []
        self.borders: list[Border] = []
        self.own: list[Indicator] = []
        self._areas: dict[tuple[str, int], int] = {}
        self._area_list: list[Area] = []
        self._indicators: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._source_list: list[Source] = []
        self._parts: list[_Part] = []
        self._notes: list[tuple[str, int, str, str]] = []
        self._singles: dict[tuple[int, int, int], tuple[list[int], list[float], list[int]]] = {}

    def area(self, code: str, year: int, name: str = "", within: str = "") -> int:
        """Add an area as it is in a year, once; returns its place. Raises CodeError."""
        code = tidy(code)
        key = (code, year)
        if key not in self._areas:
            self._areas[key] = len(self._area_list)
            self._area_list.append(
                Area(code, level_of(code), name.strip() or code, within or inside(code), year)
            )
        return self._areas[key]

    def source(self, source: Source) -> int:
        """Add a source, once by its key; returns its place."""
        if source.key not in self._sources:
            self._sources[source.key] = len(self._source_list)
            self._source_list.append(source)
        return self._sources[source.key]

    def column(
        self,
        areas: Sequence[int] | NDArray[np.int32],
        year: int,
        indicator: str,
        values: Sequence[float] | NDArray[np.float64],
        source: Source,
        *,
        absent: Sequence[int] | NDArray[np.int8] | None = None,
        notes: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        """Add the figures of one indicator in one year: places of areas and their values.

        NaN is no figure. `absent` gives for each value its place in ABSENT; without it, values
        that are NaN are not yet published where the column has not one figure for `ENTIRE` areas
        or more, and else not published. `notes` maps places in `values` to a note.
        """
        value = np.asarray(values, dtype=np.float64)
        place = np.asarray(areas, dtype=np.int32)
        if len(value) != len(place):
            raise ValueError("there must be as many values as areas")
        missing = np.isnan(value)
        if absent is None:
            entire = len(value) >= ENTIRE and bool(missing.all())
            reason = Absent.NOT_YET if entire else Absent.NOT_PUBLISHED
            why = np.where(missing, ABSENT.index(reason), 0).astype(np.int8)
        else:
            why = np.asarray(absent, dtype=np.int8)
        at = self._indicators.setdefault(indicator, len(self._indicators))
        self._parts.append((place, year, at, value, why, self.source(source)))
        for index, text in notes.items():
            self._notes.append((self._area_list[place[index]].code, year, indicator, text))

    def figure(
        self,
        area: int,
        year: int,
        indicator: str,
        value: float | None,
        source: Source,
        *,
        absent: Absent = Absent.NOT_PUBLISHED,
        note: str = "",
    ) -> None:
        """Add one figure of an area (its place); None is absent, for the reason given."""
        at = self._indicators.setdefault(indicator, len(self._indicators))
        places, values, reasons = self._singles.setdefault(
            (year, at, self.source(source)), ([], [], [])
        )
        places.append(area)
        values.append(np.nan if value is None else value)
        reasons.append(ABSENT.index(absent) if value is None else 0)
        if note:
            self._notes.append((self._area_list[area].code, year, indicator, note))

    def problem(
        self, rule: str, text: str, fix: str, *, file: str = "", row: int | None = None,
        column: str = "", value: str = "", key: str = "", severity: str = "error",
    ) -> None:  # fmt: skip
        """Report something that could not be read, with its place."""
        self.problems.append(
            Problem(self.dataset, rule, text, fix, key, column, value, row, file, severity)
        )

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Take over what another reader found."""
        self.problems.extend(problems)

    def reading(self) -> Reading:
        """Return the reading; figures are in the order of year, indicator and area's code."""
        parts: list[_Part] = [
            *self._parts,
            *(
                (np.array(p, np.int32), year, at, np.array(v), np.array(r, np.int8), source)
                for (year, at, source), (p, v, r) in self._singles.items()
            ),
        ]
        rows = _Rows.joined(parts)
        by_code = _ranks([one.code for one in self._area_list])
        by_name = _ranks(list(self._indicators))
        rows = rows.at(np.lexsort((by_code[rows.area], by_name[rows.indicator], rows.year)))
        again = np.zeros(len(rows.area), bool)
        again[1:] = (
            (by_code[rows.area[1:]] == by_code[rows.area[:-1]])
            & (rows.indicator[1:] == rows.indicator[:-1])
            & (rows.year[1:] == rows.year[:-1])
        )
        self._report_doubles(again, rows)
        rows = rows.at(np.flatnonzero(~again))
        notes = MappingProxyType(self._placed_notes(rows))
        return Reading(
            self.dataset, self.edition, tuple(self._area_list), tuple(self._indicators),
            tuple(self._source_list), rows.area, rows.year, rows.indicator, rows.value,
            rows.absent, rows.source, notes, tuple(self.own), tuple(self.borders),
            tuple(self.problems), tuple(self.remarks),
        )  # fmt: skip

    def _report_doubles(self, again: NDArray[np.bool_], rows: _Rows) -> None:
        """Report each figure that comes twice with another value; the first is kept."""
        names, value = list(self._indicators), rows.value
        for at in np.flatnonzero(again):
            first = at - 1
            while again[first]:
                first -= 1
            if value[at] == value[first] or bool(np.isnan(value[at]) and np.isnan(value[first])):
                continue
            code, name = self._area_list[rows.area[at]].code, names[rows.indicator[at]]
            self.problem(
                "twice", f"{code} has two figures of {name} for {rows.year[at]}: "
                f"{value[first]:g} and {value[at]:g}; the first was kept",
                "leave one of them out", key=code, column=name, severity="remark",
            )  # fmt: skip

    def _placed_notes(self, rows: _Rows) -> dict[int, str]:
        """Return the notes by the places of their figures."""
        if not self._notes:
            return {}
        wanted = {(code, when, self._indicators[name]): text
                  for code, when, name, text in reversed(self._notes)}  # fmt: skip
        noted = {code for code, _, _ in wanted}
        marked = np.array([one.code in noted for one in self._area_list])
        found: dict[int, str] = {}
        for at in np.flatnonzero(marked[rows.area]).tolist():
            code = self._area_list[rows.area[at]].code
            text = wanted.get((code, int(rows.year[at]), int(rows.indicator[at])))
            if text is not None:
                found[at] = text
        return found


_Part = tuple[NDArray[np.int32], int, int, NDArray[np.float64], NDArray[np.int8], int]
"""Figures of one column: areas, year, indicator, values, absence, source."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The columns of a reading while it is made."""

    area: NDArray[np.int32]
    year: NDArray[np.int32]
    indicator: NDArray[np.int32]
    value: NDArray[np.float64]
    absent: NDArray[np.int8]
    source: NDArray[np.int32]

    @staticmethod
    def joined(parts: Sequence[_Part]) -> _Rows:
        """Return the parts behind each other."""
        empty = (np.empty(0, np.int32), 0, 0, np.empty(0), np.empty(0, np.int8), 0)
        parts = [empty, *parts]
        sizes = [len(part[0]) for part in parts]
        year, indicator, source = (
            np.repeat(np.array([part[at] for part in parts], np.int32), sizes) for at in (1, 2, 5)
        )
        return _Rows(
            np.concatenate([part[0] for part in parts]),
            year,
            indicator,
            np.concatenate([part[3] for part in parts]),
            np.concatenate([part[4] for part in parts]),
            source,
        )

    def at(self, places: NDArray[np.int64]) -> _Rows:
        """Return some of the rows."""
        return _Rows(
            self.area[places], self.year[places], self.indicator[places], self.value[places],
            self.absent[places], self.source[places],
        )  # fmt: skip


def _ranks(names: Sequence[str]) -> NDArray[np.int32]:
    """Return of each name its place among the distinct names in alphabetical order."""
    if not names:
        return np.empty(0, np.int32)
    _, places = np.unique(np.array(names), return_inverse=True)
    return places.astype(np.int32)
