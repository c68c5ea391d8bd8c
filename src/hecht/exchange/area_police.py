"""Registered crimes and nuisance: exports and rows of the police tables in StatLine's format.

The tables are those of the police at Statistics Netherlands' site for other publishers: 47018NED
(crimes a year) and 47022NED (a month) by wijk and buurt, 47024NED (nuisance a month). An area goes
by code in a column of codes, and in the usual export by name; names are matched only where that
is sure. Months are added to years only where a year has all twelve: a month that is not there is
not a zero.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import CodeError, tidy
from hecht.area.edition_columns import key_of
from hecht.area.indicator import Source
from hecht.area.names import Match, match
from hecht.area.per_resident import Residents, add_counts
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_cells import Cells
from hecht.exchange.area_named import Naming, tell
from hecht.exchange.area_sheet import AreaFileError, AreaTable, read_table

PUBLISHER = "Politie"
TITLE = "Geregistreerde misdrijven en overlast; wijken en buurten"
ADDRESS = "https://data.politie.nl"
LICENCE = "open data; CC0 by a user's account, not seen in the files"
_KINDS = ("soort misdrijf", "soortmisdrijf", "overlast", "soort overlast")
_PERIODS = ("perioden", "periode")
_CODES = ("wijken en buurten (code)", "regioaanduiding/codering (code)", "wijkenenbuurten",
          "regiocode", "codering")  # fmt: skip
_NAMES = ("wijken en buurten", "wijken en buurten (naam)", "regio's")
_VALUE = re.compile(r"(?:.*/)?geregistreerde ?(misdrijven|overlast)( \(aantal\)|_1)?")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
_PERIOD = re.compile(r"(\d{4})(?:(JJ)00|MM(\d\d)|\s+([a-z]+))?\*{0,2}", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d\.\d+\.\d+)\s*(.*)")


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure: its area's code, kind, year, month (0: the whole year) and value."""

    code: str
    indicator: str
    year: int
    month: int
    value: float


@lru_cache(maxsize=1)
def _types() -> Mapping[str, str]:
    """Return the indicators by the number and by the name of a kind of crime."""
    text = files("hecht.area").joinpath("tables", "police_types.csv").read_text("utf-8")
    found: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        found[key_of(row["name_nl"])] = row["indicator"]
        if row["number"]:
            found[row["number"]] = row["indicator"]
    return found


def indicator_of(kind: str) -> str:
    """Return the indicator of a kind of crime by its number or Dutch name; "" when none is."""
    last = key_of(kind.rsplit("/", 1)[-1] if _NUMBERED.match(kind) is None else kind)
    numbered = _NUMBERED.match(last)
    if numbered is not None:
        return _types().get(numbered[1], "")
    return _types().get(key_of(kind), "")


def period_of(text: str) -> tuple[int, int] | None:
    """Return the year and month of a period ("2022JJ00", "2022MM03", "2022 maart"); 0 for a year.

    None when it is no period.
    """
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        return None
    if found[3]:
        return (int(found[1]), int(found[3])) if 1 <= int(found[3]) <= 12 else None
    if found[4]:
        month = found[4].lower()
        return (int(found[1]), _MONTHS.index(month) + 1) if month in _MONTHS else None
    return int(found[1]), 0


def read_police_codes(path: str | Path, *, year: int | None = None) -> Reading:
    """Read an export with codes of areas, for `hecht area import`; the periods tell the years."""
    return read_police(path)[0]


def read_police(
    path: str | Path, *, naming: Naming | None = None, residents: Residents | None = None
) -> tuple[Reading, list[Match]]:
    """Read an export of a police table, with a row or a column for each kind of crime.

    `naming` holds the areas that names stand for, which an export without codes needs. Returns
    the figures, counts a year and rates per 1,000 residents where `residents` knows the residents
    of the same year, and how names were matched. Raises AreaFileError for a file that cannot be
    used.
    """
    return read_police_table(read_table(Path(path), "police"), naming=naming, residents=residents)


def read_police_table(
    table: AreaTable, *, naming: Naming | None = None, residents: Residents | None = None
) -> tuple[Reading, list[Match]]:
    """Read a table that is in memory already, as `read_police` does."""
    cells = Cells(table, "police", grouped=False)
    maker = ReadingMaker("police", "")
    codes, names, matches = _areas(maker, cells, naming)
    of_period = cells.first(*_PERIODS)
    if not of_period:
        raise AreaFileError(f"{table.file}: there is no column Perioden")
    whens = _whens(cells, of_period)
    rows, columns, unknown = _rows(cells, codes, whens)
    if unknown:
        maker.remarks.append(
            f"{table.file}: kinds that are no indicator of hecht were left out: "
            f"{', '.join(unknown[:30])}{' …' if len(unknown) > 30 else ''}"
        )
    maker.edition = str(max((row.year for row in rows), default=0))
    _add(maker, _years(maker, table.file, rows), names, table.file, columns, residents or {})
    maker.add_problems(cells.problems)
    return maker.reading(), matches


def _areas(
    maker: ReadingMaker, cells: Cells, naming: Naming | None
) -> tuple[list[str], dict[str, str], list[Match]]:
    """Return the code of each row ("" without), the areas' names, and how names were matched."""
    of_code, of_name = cells.first(*_CODES), cells.first(*_NAMES)
    if of_code:
        names = cells.texts(of_name) if of_name else [""] * len(cells)
        return (*_coded(cells, of_code, names), [])
    if not of_name:
        raise AreaFileError(f"{cells.table.file}: there is no column with areas")
    texts = cells.texts(of_name)
    try:
        # an export may hold codes in the column of names
        codes = [tidy(text) for text in texts]
        if all(re.match(r"(NL|GM|WK|BU)\d?", code) for code in codes):
            return codes, {}, []
    except CodeError:
        pass
    if naming is None:
        raise AreaFileError(
            f"{cells.table.file}: areas go by name here; give the areas that the names stand for, "
            f"or export the table with codes"
        )
    matches = match((text for text in texts if text), naming.areas, naming.given)
    tell(maker, cells, of_name, matches)
    code_of = {one.name: one.code for one in matches}
    return [code_of.get(text, "") for text in texts], dict(naming.areas), matches


def _coded(cells: Cells, of_code: str, names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    codes = []
    named: dict[str, str] = {}
    for at, text in enumerate(cells.texts(of_code)):
        try:
            codes.append(tidy(text))
            named.setdefault(codes[-1], names[at])
        except CodeError as fault:
            codes.append("")
            cells.problem("area-code", str(fault), "correct it", at, of_code, text)
    return codes, named


def _whens(cells: Cells, of_period: str) -> list[tuple[int, int] | None]:
    found = []
    for at, text in enumerate(cells.texts(of_period)):
        found.append(period_of(text))
        if found[-1] is None:
            cells.problem("period", f"{text!r} is no year or month", "write it as 2022 or "
                          "2022 maart", at, of_period, text)  # fmt: skip
    return found


def _rows(
    cells: Cells, codes: Sequence[str], whens: Sequence[tuple[int, int] | None]
) -> tuple[list[_Row], dict[str, str], list[str]]:
    """Return the figures, the column that each indicator comes from, and unknown kinds."""
    of_kind = cells.first(*_KINDS)
    unknown: dict[str, None] = {}
    columns: dict[str, str] = {}
    rows: list[_Row] = []
    if of_kind:
        value = next((name for name in cells.names if _VALUE.fullmatch(name)), "")
        if not value:
            raise AreaFileError(
                f"{cells.table.file}: there is no column Geregistreerde misdrijven (aantal)"
            )
        kinds = cells.texts(of_kind)
        by_column = [(cells.title(value), kinds, cells.numbers(value))]
    else:
        wide = [name for name in cells.names if indicator_of(cells.title(name))]
        if not wide:
            raise AreaFileError(f"{cells.table.file}: there is no column Soort misdrijf")
        by_column = [
            (cells.title(name), [cells.title(name)] * len(cells), cells.numbers(name))
            for name in wide
        ]
    for title, kinds, values in by_column:
        meant = {kind: indicator_of(kind) for kind in dict.fromkeys(kinds)}
        unknown |= {kind: None for kind, indicator in meant.items() if not indicator}
        for at, kind in enumerate(kinds):
            when = whens[at]
            if codes[at] and when is not None and meant[kind]:
                rows.append(_Row(codes[at], meant[kind], *when, float(values[at])))
                columns.setdefault(meant[kind], f"{title}: {kind}" if of_kind else title)
    return rows, columns, list(unknown)


def _years(
    maker: ReadingMaker, file: str, rows: Sequence[_Row]
) -> dict[tuple[str, int], dict[str, float]]:
    """Return the figures a year, by indicator and year, then by area: given, or of 12 months."""
    found: dict[tuple[str, int], dict[str, float]] = {}
    months: dict[tuple[str, int], dict[str, dict[int, float]]] = {}
    for row in rows:
        key = (row.indicator, row.year)
        if row.month:
            months.setdefault(key, {}).setdefault(row.code, {})[row.month] = row.value
        else:
            found.setdefault(key, {})[row.code] = row.value
    short = 0
    for key, areas in months.items():
        for code, told in areas.items():
            if code in found.get(key, {}):
                continue
            entire = len(told) == 12
            short += not entire
            if entire:
                found.setdefault(key, {})[code] = float(sum(told.values()))
    if short:
        maker.remarks.append(
            f"{file}: {short} years of an area have fewer than twelve months and were left out"
        )
    return found


def _add(
    maker: ReadingMaker,
    found: Mapping[tuple[str, int], Mapping[str, float]],
    names: Mapping[str, str],
    file: str,
    columns: Mapping[str, str],
    residents: Residents,
) -> None:
    for (indicator, year), areas in sorted(found.items()):
        codes = sorted(areas)
        places = [maker.area(code, year, names.get(code, "")) for code in codes]
        values: NDArray[np.float64] = np.array([areas[code] for code in codes])
        column = columns[indicator]
        source = Source(f"police/{file}/{column}", PUBLISHER, TITLE, file, column,
                        maker.edition, LICENCE, ADDRESS)  # fmt: skip
        add_counts(maker, places, codes, year, indicator, values, source, residents)
