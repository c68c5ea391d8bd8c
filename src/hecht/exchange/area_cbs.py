"""Tables of Statistics Netherlands: key figures of areas, distances to services, SES-WOA.

All of them have an area in each row and a figure in each column; the dictionary of columns says
what a column means in an edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import CodeError, tidy
from hecht.area.edition_columns import EditionColumns, Meaning, columns_of, key_of
from hecht.area.indicator import Source
from hecht.area.reading import Border, Reading, ReadingMaker
from hecht.exchange.area_sheet import AreaFileError, AreaTable, numbers_of, read_table, year_in
from hecht.exchange.values import as_text

_CODES = (
    "gwb_code_10", "codering (code)", "codering", "regiocode (gemeente, wijk, buurt) (code)",
    "bu_code", "buurtcode", "wk_code", "wijkcode", "gm_code", "gemeentecode", "gwb_code",
    "wijkenenbuurten",
)  # fmt: skip
"""The columns that may hold the codes of areas: those of the smallest areas first."""
_NAMES = {
    "bu_code": "bu_naam", "buurtcode": "buurtnaam", "wk_code": "wk_naam", "wijkcode": "wijknaam",
    "gm_code": "gm_naam", "gemeentecode": "gemeentenaam",
}  # fmt: skip
_OTHER_NAMES = ("regio", "wijken en buurten", "naam")
_BORDERS = (
    "ind_wbi", "indelingswijziging wijken en buurten (code)",
    "indelingswijziging_wijken_en_buurten", "indelingswijzigingwijkenenbuurten",
)  # fmt: skip
_LETTERS = {"g": "GM", "w": "WK", "b": "BU"}
_WIDTH = {"GM": 4, "WK": 6, "BU": 8}
_MANY = 20
"""So many faults of one column are reported one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A series of tables, in which `dataset` names it in the dictionary of columns."""

    dataset: str
    publisher: str
    title: str
    licence: str
    address: str


KWB = Publication(
    "kwb", "CBS", "Kerncijfers wijken en buurten", "CC BY 4.0",
    "https://www.cbs.nl/nl-nl/reeksen/publicatie/kerncijfers-wijken-en-buurten",
)  # fmt: skip
NABIJHEID = Publication(
    "nabijheid", "CBS", "Nabijheid voorzieningen; afstand locatie, wijk- en buurtcijfers",
    "CC BY 4.0", "https://opendata.cbs.nl/statline/",
)  # fmt: skip
SES_WOA = Publication(
    "ses_woa", "CBS", "SES-WOA scores per wijk en buurt", "CC BY 4.0",
    "https://opendata.cbs.nl/statline/#/CBS/nl/dataset/85163NED",
)  # fmt: skip
PUBLICATIONS = {one.dataset: one for one in (KWB, NABIJHEID, SES_WOA)}


def read_cbs(
    path: Path,
    publication: Publication,
    *,
    year: int | None = None,
    edition: str = "",
    own: Sequence[Meaning] = (),
) -> Reading:
    """Read one edition of a table of CBS.

    `year` is that of the figures where neither a column nor the name of the file tells; `edition`
    the edition as published, the year when it is empty; `own` are rows of a dictionary of columns
    of the user's own. Raises AreaFileError for a file that cannot be used at all; cells that
    cannot be read, and columns that no row knows, are problems in the reading.
    """
    table = read_table(path, publication.dataset)
    return read_cbs_table(table, publication, year=year, edition=edition, own=own)


def read_cbs_table(
    table: AreaTable,
    publication: Publication,
    *,
    year: int | None = None,
    edition: str = "",
    own: Sequence[Meaning] = (),
) -> Reading:
    """Read a table that is in memory already, as `read_cbs` does."""
    years = _years(table, year)
    known = sorted(set(years.tolist()))
    maker = ReadingMaker(publication.dataset, edition or "-".join(str(one) for one in known))
    maker.add_problems(table.problems)
    rows, places = _areas(table, years, maker)
    if not len(rows):
        raise AreaFileError(f"{table.file}: not one row has the code of an area that can be read")
    columns = columns_of(publication.dataset, own)
    numbers = _Numbers(table, maker)
    unknown: list[str] = []
    for when in known:
        chosen = years[rows] == when
        part = _Part(table, publication, maker, numbers, rows[chosen], places[chosen], when)
        unknown += part.all_columns(columns)
    _tell_unknown(maker, table, list(dict.fromkeys(unknown)))
    return maker.reading()


def _years(table: AreaTable, year: int | None) -> NDArray[np.int32]:
    """Return the year of each row: as given, of its column, or of the file's name."""
    if year is None:
        cells = table.find("perioden", "jaar")
        if cells is not None:
            found = [as_text(cell).strip()[:4] for cell in cells]
            if found and all(text.isdigit() for text in found):
                return np.array([int(text) for text in found], np.int32)
        year = year_in(table.file)
    if year is None:
        raise AreaFileError(
            f"{table.file}: neither a column nor the name of the file tells of which year the "
            f"figures are; give it with --year"
        )
    return np.full(len(table), year, np.int32)


def _areas(
    table: AreaTable, years: NDArray[np.int32], maker: ReadingMaker
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the rows that are areas, and the place of each area in the reading."""
    name = next((one for one in _CODES if table.find(one) is not None), None)
    if name is None:
        raise AreaFileError(
            f"{table.file}: there is no column with the codes of areas (such as gwb_code_10, "
            f"Codering or BU_CODE); a table of your own needs a dictionary: see --dictionary"
        )
    codes = table.find(name) or ()
    names = table.find(*([_NAMES[name]] if name in _NAMES else []), *_OTHER_NAMES)
    kinds = table.find("recs", "soort regio (omschrijving)", "soortregio")
    water = table.find("water")
    borders = table.find(*_BORDERS)
    rows, places, wet = [], [], 0
    for at, cell in enumerate(codes):
        if water is not None and as_text(water[at]).strip().upper() in ("JA", "B"):
            wet += 1
            continue
        code = _whole_code(as_text(cell), "" if kinds is None else as_text(kinds[at]))
        when = int(years[at])
        try:
            places.append(maker.area(code, when, "" if names is None else as_text(names[at])))
        except CodeError as fault:
            maker.problem(
                "no-code", str(fault), "mend the code, or leave the row out", file=table.file,
                row=table.numbers[at], column=name, value=as_text(cell),
            )  # fmt: skip
            continue
        rows.append(at)
        if borders is not None:
            _border(maker, tidy(code), when, as_text(borders[at]).strip(), table.file)
    if wet:
        maker.remarks.append(
            f"{table.file}: {wet} rows of water or of Belgian ground were left out"
        )
    return np.array(rows, np.int64), np.array(places, np.int32)


def _whole_code(text: str, kind: str) -> str:
    """Return a code with its letters, which older editions leave to the kind of area."""
    text = text.strip()
    letters = _LETTERS.get(kind.strip().lower()[:1])
    if letters and text.isalnum() and text[:1].isdigit() and len(text) <= _WIDTH[letters]:
        return letters + text.zfill(_WIDTH[letters])
    return text


def _border(maker: ReadingMaker, code: str, year: int, said: str, file: str) -> None:
    """Keep what CBS says of borders: 1 nothing changed, 2 the code did, 3 the borders did."""
    said = said.removesuffix(".0")
    if said in ("1", "2", "3"):
        coded = None if said == "3" else said == "2"
        maker.borders.append(Border(code, year, coded, said == "3", file, said))


class _Numbers:
    """Reads the cells of columns as numbers, each column once, and reports what is none."""

    def __init__(self, table: AreaTable, maker: ReadingMaker) -> None:
        self.table = table
        self.maker = maker
        self._read: dict[int, NDArray[np.float64]] = {}

    def of(self, at: int) -> NDArray[np.float64]:
        """Return the numbers of the column at a place."""
        if at not in self._read:
            values, bad, _ = numbers_of(self.table.columns[at])
            self._read[at] = values
            for row, text, why in bad[:_MANY]:
                self.maker.problem(
                    "not-a-number", why, "mend the cell; it was left out", file=self.table.file,
                    row=self.table.numbers[row], column=self.table.titles[at], value=text,
                )  # fmt: skip
            if len(bad) > _MANY:
                self.maker.problem(
                    "not-a-number", f"{len(bad) - _MANY} more cells of this column are no number",
                    "look whether it is a column of figures", file=self.table.file,
                    column=self.table.titles[at],
                )  # fmt: skip
        return self._read[at]


class _Part:
    """The rows of one year of a table."""

    def __init__(
        self,
        table: AreaTable,
        publication: Publication,
        maker: ReadingMaker,
        numbers: _Numbers,
        rows: NDArray[np.int64],
        places: NDArray[np.int32],
        year: int,
    ) -> None:
        self.table, self.publication, self.maker, self.numbers = table, publication, maker, numbers
        self.rows, self.places, self.year = rows, places, year
        self._wholes: dict[str, NDArray[np.float64]] = {}
        self._done: set[str] = set()

    def all_columns(self, columns: EditionColumns) -> list[str]:
        """Add every column that is known; returns the names of those that are not."""
        unknown: list[str] = []
        late: list[tuple[Meaning, str, NDArray[np.float64]]] = []
        for at, title in enumerate(self.table.titles):
            meanings = columns.meanings(title, self.year) if title else ()
            if meanings is None:
                unknown.append(title)
                continue
            for one in meanings:
                values = self.numbers.of(at)[self.rows] * one.factor
                if one.per:
                    late.append((one, title, values))
                else:
                    self._add(one, title, values)
        late += self._sums(columns)
        for one, title, values in late:
            whole = self._wholes.get(one.per)
            if whole is not None:
                with np.errstate(invalid="ignore", divide="ignore"):
                    part = np.where(whole > 0, 100 * values / whole, np.nan)
                self._add(one, f"{title} / {one.per}", np.where(part > 100, np.nan, part))
        return unknown

    def _sums(self, columns: EditionColumns) -> list[tuple[Meaning, str, NDArray[np.float64]]]:
        at = {key_of(title): place for place, title in enumerate(self.table.titles)}
        found = []
        for one in columns.sums:
            parts = one.column.lower().split("+")
            if one.holds_in(self.year) and all(part in at for part in parts):
                total = sum(
                    (self.numbers.of(at[part])[self.rows] for part in parts),
                    start=np.zeros(len(self.rows)),
                )
                found.append((one, " + ".join(parts), total * one.factor))
        return found

    def _add(self, meaning: Meaning, title: str, values: NDArray[np.float64]) -> None:
        """Add the figures of one indicator, unless another column gave them already."""
        if meaning.indicator in self._done:
            return
        self._done.add(meaning.indicator)
        self._wholes[meaning.indicator] = values
        self.maker.column(self.places, self.year, meaning.indicator, values, self._source(title))

    def _source(self, column: str) -> Source:
        one, edition = self.publication, self.maker.edition
        return Source(
            f"{one.dataset}-{edition}/{self.table.file}/{column}", one.publisher,
            f"{one.title} {self.year}", self.table.file, column, edition, one.licence, one.address,
        )  # fmt: skip


def _tell_unknown(maker: ReadingMaker, table: AreaTable, unknown: list[str]) -> None:
    for title in unknown:
        if not _holds_numbers(table, title):
            continue
        maker.problem(
            "unknown-column", "the dictionary does not tell what this column means in this "
            "edition, so it was not kept", "add a row for it to a dictionary of columns of your "
            "own, and give that with --dictionary", file=table.file, column=title,
            severity="remark",
        )  # fmt: skip


def _holds_numbers(table: AreaTable, title: str) -> bool:
    """Return whether a column has anything that could be a figure."""
    cells: Sequence[Any] = table.columns[table.titles.index(title)]
    return any(as_text(cell).strip() not in ("", ".") for cell in cells)
