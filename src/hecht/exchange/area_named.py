"""Tables of areas that go by name: a municipality's own, with a name where a code should be.

Three layouts are read: a column for each figure; a column for each year, of one figure; and rows
of name, kinds and value, in which the kinds together name the figure ("Childcare/Daycare
centres/Within 1 km"). What a column means is in tables/columns_named.csv and in rows of the
user's own. Names become codes only where that is sure; the rest is listed with proposals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import CodeError
from hecht.area.edition_columns import EditionColumns, Meaning, columns_of, key_of
from hecht.area.indicator import Source
from hecht.area.names import Found, Match, match
from hecht.area.per_resident import Residents, add_counts
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_cells import Cells
from hecht.exchange.area_sheet import AreaFileError, read_table, year_in

NAME_COLUMNS = (
    "buurt", "buurtnaam", "wijk", "wijknaam", "naam", "gebied", "regio", "wijken en buurten",
    "neighborhood", "neighbourhood", "district", "region", "zones", "area", "name",
    "districts and neighbourhoods",
)  # fmt: skip
YEAR_COLUMNS = ("jaar", "year", "perioden")
VALUE_COLUMNS = ("value", "waarde")
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Naming:
    """The areas that names may stand for (codes and names), and what a person chose."""

    areas: Sequence[tuple[str, str]]
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """What the file itself does not tell: its year, its one indicator, where it comes from.

    `only` is a column and what must stand there ("region_type", "Neighbourhood"), for files that
    hold areas of several kinds.
    """

    year: int | None = None
    indicator: str = ""
    factor: float = 1.0
    name_column: str = ""
    publisher: str = ""
    title: str = ""
    only: tuple[str, str] | None = None


@dataclass(frozen=True)
class _Place:
    """The rows whose name has a code: their places in the table, codes, and areas."""

    rows: NDArray[np.int64]
    codes: list[str]


def read_named(
    path: str | Path,
    naming: Naming,
    about: About,
    *,
    meanings: Sequence[Meaning] = (),
    residents: Residents | None = None,
) -> tuple[Reading, list[Match]]:
    """Read a table of areas by name; returns its figures, and how each name was matched.

    `about.indicator` names the figure of a table of years or of one value column. Figures per
    1,000 residents are added where `residents` knows those of the same year. Raises AreaFileError
    when the file, its column of names or its year is not there; columns that mean nothing known
    and names without a code are told in the reading.
    """
    cells = Cells(read_table(Path(path), "named"), "named", grouped=True)
    of_name = key_of(about.name_column) if about.name_column else cells.first(*NAME_COLUMNS)
    if not of_name or of_name not in cells:
        raise AreaFileError(
            f"{path}: no column with names of areas among {', '.join(cells.table.titles[:12])}; "
            f"name it"
        )
    maker = ReadingMaker("named", "")
    wanted = _wanted(cells, about.only)
    names = [name if yes else "" for name, yes in zip(cells.texts(of_name), wanted, strict=True)]
    matches = match((name for name in names if name), naming.areas, naming.given)
    tell(maker, cells, of_name, matches)
    code_of = {one.name: one.code for one in matches}
    kept = [at for at, name in enumerate(names) if code_of.get(name)]
    place = _Place(np.array(kept, np.int64), [code_of[names[at]] for at in kept])
    _Named(maker, cells, naming, about, place, columns_of("named", meanings),
           residents or {}).read(of_name)  # fmt: skip
    maker.add_problems(cells.problems)
    return maker.reading(), matches


def _wanted(cells: Cells, only: tuple[str, str] | None) -> list[bool]:
    if only is None:
        return [True] * len(cells)
    column = key_of(only[0])
    if column not in cells:
        raise AreaFileError(f"{cells.table.file}: there is no column {only[0]}")
    return [key_of(text) == key_of(only[1]) for text in cells.texts(column)]


def tell(maker: ReadingMaker, cells: Cells, column: str, matches: Iterable[Match]) -> None:
    """Report each name without a code, with the areas it may be; none is taken silently."""
    names = cells.texts(column)
    for one in matches:
        if one.code or one.found is Found.GIVEN:
            continue
        like = ", ".join(f"{name} ({code})" for code, name, _ in one.proposals)
        maker.problem(
            "unmatched-name", f"{one.name!r} is not for sure the name of one area; its figures "
            "were left out" + (f"; is it {like}?" if like else ""),
            "say which area it is in the file of names, or put a dash there",
            file=cells.table.file, row=cells.table.numbers[names.index(one.name)],
            column=cells.title(column), value=one.name, severity="remark",
        )  # fmt: skip


class _Named:
    """Reads the figures of a table whose names have been matched."""

    def __init__(
        self, maker: ReadingMaker, cells: Cells, naming: Naming, about: About, place: _Place,
        columns: EditionColumns, residents: Residents,
    ) -> None:  # fmt: skip
        self.maker, self.cells, self.about, self.place = maker, cells, about, place
        self.columns, self.residents = columns, residents
        self.names = dict(naming.areas)
        self._twice: set[str] = set()

    def read(self, of_name: str) -> None:
        """Read by the layout that the columns show."""
        other = [one for one in self.cells.names if one and one != of_name]
        years = [one for one in other if _YEAR.fullmatch(one)]
        value = self.cells.first(*VALUE_COLUMNS)
        if years and len(years) >= len(other) - 1:
            self._years(years)
        elif value:
            self._long([one for one in other if one != value], value)
        else:
            self._wide(other)

    def _years(self, years: Sequence[str]) -> None:
        """Read a column for each year, of the one indicator that was named."""
        indicator = self._indicator()
        self.maker.edition = f"{min(years)}-{max(years)}"
        for year in years:
            values = self.cells.numbers(year)[self.place.rows] * self.about.factor
            self._add(self.place.codes, int(year), indicator, values, self.cells.title(year))

    def _wide(self, columns: Sequence[str]) -> None:
        """Read a column for each figure."""
        of_year = self.cells.first(*YEAR_COLUMNS)
        whens = self._whens(of_year)
        unknown = []
        for column in columns:
            if column == of_year:
                continue
            found = False
            for year in sorted(set(whens.tolist())):
                for meaning in self._meanings(column, year):
                    chosen = whens == year
                    values = self.cells.numbers(column)[self.place.rows][chosen] * meaning.factor
                    codes = [code for code, yes in zip(self.place.codes, chosen, strict=True)
                             if yes]  # fmt: skip
                    self._add(codes, year, meaning.indicator, values, self.cells.title(column))
                    found = True
            if not found:
                unknown.append(self.cells.title(column))
        self._tell_unknown(unknown)

    def _long(self, kinds: Sequence[str], value: str) -> None:
        """Read rows of name, kinds and value."""
        of_year = self.cells.first(*YEAR_COLUMNS)
        whens = self._whens(of_year)
        values = self.cells.numbers(value)[self.place.rows]
        parts = [self.cells.texts(one) for one in kinds if one != of_year]
        said = ["/".join(part[at] for part in parts) for at in self.place.rows.tolist()]
        groups: dict[tuple[str, int], list[int]] = {}
        for at, (kind, year) in enumerate(zip(said, whens.tolist(), strict=True)):
            groups.setdefault((kind, year), []).append(at)
        unknown = []
        for (kind, year), rows in groups.items():
            means = [(one.indicator, one.factor) for one in self._meanings(kind, year)]
            if not kind and self.about.indicator:
                means = [(self.about.indicator, self.about.factor)]
            for indicator, factor in means:
                codes = [self.place.codes[at] for at in rows]
                title = f"{self.cells.title(value)} ({kind})" if kind else self.cells.title(value)
                self._add(codes, year, indicator, values[rows] * factor, title)
            if not means:
                unknown.append(kind or self.cells.title(value))
        self._tell_unknown(list(dict.fromkeys(unknown)))

    def _meanings(self, column: str, year: int) -> list[Meaning]:
        """Return what a column means; shares that must first be reckoned are not read here."""
        return [one for one in self.columns.meanings(column, year) or () if not one.per]

    def _whens(self, of_year: str) -> NDArray[np.int64]:
        """Return the year of each matched row: of its column, as given, or of the file's name."""
        if of_year:
            texts = self.cells.texts(of_year)
            found = []
            for at in self.place.rows.tolist():
                year = _YEAR.match(texts[at])
                if year is None:
                    raise AreaFileError(
                        f"{self.cells.table.file}, row {self.cells.table.numbers[at]}: "
                        f"{texts[at]!r} is not a year; write one such as 2022"
                    )
                found.append(int(year[0]))
            self.maker.edition = str(max(found, default=0))
            return np.array(found, np.int64)
        year_given = self.about.year or year_in(self.cells.table.file)
        if year_given is None:
            raise AreaFileError(
                f"{self.cells.table.file}: nothing tells of which year the figures are; give it"
            )
        self.maker.edition = str(year_given)
        return np.full(len(self.place.rows), year_given, np.int64)

    def _indicator(self) -> str:
        if not self.about.indicator:
            raise AreaFileError(
                f"{self.cells.table.file}: it has columns of years; name the indicator they are of"
            )
        return self.about.indicator

    def _add(
        self, codes: Sequence[str], year: int, indicator: str, values: NDArray[np.float64],
        column: str,
    ) -> None:  # fmt: skip
        """Add a column's figures; of an area with several rows none, as none is surely its own."""
        file = self.cells.table.file
        often = Counter(codes)
        once = [at for at, code in enumerate(codes) if often[code] == 1]
        self._tell_twice([code for code, count in often.items() if count > 1])
        codes, values = [codes[at] for at in once], values[once]
        source = Source(
            f"named/{file}/{column}", self.about.publisher, self.about.title or file, file, column,
            self.maker.edition,
        )  # fmt: skip
        try:
            places = [self.maker.area(code, year, self.names[code]) for code in codes]
        except CodeError as fault:
            raise AreaFileError(f"{file}: the areas that names stand for: {fault}") from fault
        add_counts(self.maker, places, codes, year, indicator, values, source, self.residents)

    def _tell_twice(self, codes: Sequence[str]) -> None:
        for code in codes:
            if code not in self._twice:
                self._twice.add(code)
                self.maker.problem(
                    "name-twice", f"the name {self.names[code]!r} stands on several rows of one "
                    "year, which cannot all be this area; none was taken", "tell which rows hold "
                    "areas of this kind by a column (--only)", file=self.cells.table.file,
                    value=self.names[code], key=code,
                )  # fmt: skip

    def _tell_unknown(self, unknown: Sequence[str]) -> None:
        if unknown:
            self.maker.remarks.append(
                f"{self.cells.table.file}: {len(unknown)} columns mean no indicator that hecht "
                f"knows and were left out: {', '.join(unknown[:20])}"
                + (" …" if len(unknown) > 20 else "")
            )
