"""A table of one's own, with a dictionary that says of each column what it is.

The dictionary is CSV with a row for each column, or TOML with a [[column]] for each. `column` is
its name; `indicator` the code of an indicator, or @area, @name, @year, @inside or @skip. An
indicator that hecht knows needs no more; of another, theme, kind, unit and label must be given.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hecht.area.codes import CodeError
from hecht.area.dictionary import FIELDS, DictionaryError, indicator_of, indicators
from hecht.area.edition_columns import key_of
from hecht.area.indicator import Indicator, Source
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_sheet import AreaFileError, AreaTable, numbers_of, year_in
from hecht.exchange.values import NumberStyle, as_text

ROLES = ("@area", "@name", "@year", "@inside", "@skip")
COLUMNS = ("column", "indicator", *FIELDS[1:], "factor", "publisher", "licence", "address")
"""The columns of such a dictionary; `column`, `indicator` and one @area are needed."""


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """What one column is: a role, or an indicator with a factor to its unit, and who published."""

    column: str
    role: str
    indicator: Indicator | None = None
    factor: float = 1.0
    publisher: str = ""
    licence: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class OwnDictionary:
    """The columns of a table of one's own.

    `codes` maps codes in the table to codes of areas, `prefix` is put before each other code:
    only these turn numbers into codes of CBS.
    """

    name: str
    columns: Mapping[str, OwnColumn]
    title: str = ""
    year: int | None = None
    prefix: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


def read_own_dictionary(path: Path) -> OwnDictionary:
    """Read a dictionary of a table. Raises DictionaryError with row and column."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DictionaryError(f"{path.name}: this is not UTF-8; save it as UTF-8") from None
    if path.suffix.lower() == ".toml":
        return _from_toml(text, path.name)
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    missing = [one for one in COLUMNS[:2] if one not in (reader.fieldnames or ())]
    if missing:
        raise DictionaryError(
            f"{path.name}: column {', '.join(missing)} is missing; the columns are "
            f"{', '.join(COLUMNS)}"
        )
    rows = [(f"{path.name}, row {reader.line_num}", dict(record)) for record in reader]
    return OwnDictionary(path.name, _columns(rows, path.name))


def _from_toml(text: str, name: str) -> OwnDictionary:
    try:
        record = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DictionaryError(f"{name}: this is not TOML that can be read: {error}") from None
    rows = [
        (f"{name}, column {at}", {key: str(value) for key, value in one.items()})
        for at, one in enumerate(record.get("column", []), start=1)
    ]
    year = record.get("year")
    if year is not None and not isinstance(year, int):
        raise DictionaryError(f"{name}, year: {year!r} is not a year, such as 2023")
    shared = {key: str(record[key]) for key in ("publisher", "licence", "address") if key in record}
    rows = [(where, {**shared, **row}) for where, row in rows]
    return OwnDictionary(
        name,
        _columns(rows, name),
        str(record.get("title", "")),
        year,
        str(record.get("prefix", "")),
        {str(key): str(value) for key, value in record.get("codes", {}).items()},
    )


def _columns(rows: Sequence[tuple[str, Mapping[str, Any]]], name: str) -> dict[str, OwnColumn]:
    found: dict[str, OwnColumn] = {}
    for where, record in rows:
        row = {key: str(cell or "").strip() for key, cell in record.items() if key}
        if not row.get("column") or not row.get("indicator"):
            raise DictionaryError(f"{where}: a column and an indicator must be given")
        key = key_of(row["column"])
        if key in found:
            raise DictionaryError(f"{where}: the column {row['column']} comes twice")
        found[key] = _column(row, where)
    if sum(one.role == "@area" for one in found.values()) != 1:
        raise DictionaryError(f"{name}: one column must be @area, the codes of the areas")
    return found


def _column(row: Mapping[str, str], where: str) -> OwnColumn:
    role = row["indicator"]
    if role.startswith("@"):
        if role not in ROLES:
            raise DictionaryError(f"{where}, indicator: {role!r} is not one of {', '.join(ROLES)}")
        return OwnColumn(row["column"], role)
    known = indicators().get(role)
    if known is None:
        known = indicator_of({**row, "code": role}, where)
    elif row.get("theme") or row.get("kind") or row.get("definition"):
        raise DictionaryError(
            f"{where}, indicator: {role} is an indicator of hecht; leave its theme, kind and "
            f"definition out, or give yours another code"
        )
    try:
        factor = float(row.get("factor") or 1)
    except ValueError:
        raise DictionaryError(f"{where}, factor: {row['factor']!r} is not a number") from None
    facts = (row.get(one, "") for one in ("publisher", "licence", "address"))
    return OwnColumn(row["column"], "", known, factor, *facts)


def read_own_table(
    table: AreaTable, dictionary: OwnDictionary, *, year: int | None = None, edition: str = ""
) -> Reading:
    """Read a table of one's own. Raises AreaFileError where it cannot be used at all.

    The year of a row is that of the column @year, else `year`, else that of the dictionary, else
    that in the name of the file. Cells that cannot be read are problems, with row and column.
    """
    dataset = Path(table.file).stem.lower()
    at = {key_of(title): place for place, title in enumerate(table.titles)}
    lacking = [one.column for key, one in dictionary.columns.items() if key not in at]
    if any(one.role == "@area" and key not in at for key, one in dictionary.columns.items()):
        raise AreaFileError(
            f"{table.file}: the column {lacking[0]} with the codes of the areas is not in it; it "
            f"has {', '.join(table.titles[:12])}"
        )
    roles = {one.role: at[key] for key, one in dictionary.columns.items()
             if one.role and key in at}  # fmt: skip
    default = year or dictionary.year or year_in(table.file)
    if "@year" not in roles and default is None:
        raise AreaFileError(
            f"{table.file}: nothing tells of which year the figures are; give --year, or a column "
            f"@year in {dictionary.name}"
        )
    maker = ReadingMaker(dataset, edition)
    maker.add_problems(table.problems)
    for column in lacking:
        maker.problem(
            "missing-column", f"this column of {dictionary.name} is not in the table",
            "mend its name, or leave its row out", file=table.file, column=column,
            severity="remark",
        )  # fmt: skip
    rows = _rows(table, dictionary, roles, default, maker)
    years = sorted({when for _, _, when in rows})
    maker.edition = edition or "-".join(str(one) for one in years)
    _add_columns(table, dictionary, rows, maker)
    return maker.reading()


def _rows(
    table: AreaTable,
    dictionary: OwnDictionary,
    roles: Mapping[str, int],
    default: int | None,
    maker: ReadingMaker,
) -> list[tuple[int, int, int]]:
    """Return of each row that can be used its number, the place of its area, and its year."""
    found = []
    for row, cell in enumerate(table.columns[roles["@area"]]):
        text = as_text(cell)
        when = _year(table, roles, row, default, maker)
        try:
            code = dictionary.codes.get(text, dictionary.prefix + text if text else "")
            extra = {
                name: as_text(table.columns[roles[role]][row])
                for role, name in (("@name", "name"), ("@inside", "within"))
                if role in roles
            }
            if when is not None:
                found.append((row, maker.area(code, when, **extra), when))
        except CodeError as fault:
            maker.problem(
                "no-code", str(fault), "mend the code, or leave the row out", file=table.file,
                row=table.numbers[row], column=table.titles[roles["@area"]], value=text,
            )  # fmt: skip
    return found


def _year(
    table: AreaTable, roles: Mapping[str, int], row: int, default: int | None, maker: ReadingMaker
) -> int | None:
    if "@year" not in roles:
        return default
    text = as_text(table.columns[roles["@year"]][row])[:4]
    if text.isdigit() and len(text) == 4:
        return int(text)
    maker.problem(
        "no-year", "this is not a year", "write a year such as 2023; the row was left out",
        file=table.file, row=table.numbers[row], column=table.titles[roles["@year"]], value=text,
    )  # fmt: skip
    return None


def _add_columns(
    table: AreaTable,
    dictionary: OwnDictionary,
    rows: Sequence[tuple[int, int, int]],
    maker: ReadingMaker,
) -> None:
    years = np.array([when for _, _, when in rows], np.int32)
    places = np.array([place for _, place, _ in rows], np.int32)
    lines = np.array([row for row, _, _ in rows], np.int64)
    figures = [at for at, title in enumerate(table.titles)
               if (known := dictionary.columns.get(key_of(title))) and known.indicator]  # fmt: skip
    style = NumberStyle(cell for at in figures for cell in table.columns[at])
    for at, title in enumerate(table.titles):
        one = dictionary.columns.get(key_of(title))
        if one is None:
            maker.problem(
                "unknown-column", f"{dictionary.name} does not tell what this column is, so it was "
                "not kept", "add a row for it (@skip to leave it out)", file=table.file,
                column=title, severity="remark",
            )  # fmt: skip
            continue
        if one.indicator is None:
            continue
        if one.indicator.code not in indicators() and one.indicator not in maker.own:
            maker.own.append(one.indicator)
        values, bad, doubtful = numbers_of(table.columns[at], grouped=True, style=style)
        for row, text, why in bad:
            maker.problem(
                "not-a-number", why, "mend the cell; it was left out", file=table.file,
                row=table.numbers[row], column=title, value=text,
            )  # fmt: skip
        if doubtful:
            maker.problem(
                "doubtful-number", f"{len(doubtful)} numbers of this column may have a decimal "
                "mark or a mark for thousands; it was taken for the decimal mark",
                "write numbers without marks for thousands", file=table.file, column=title,
                row=table.numbers[doubtful[0]], severity="remark",
            )  # fmt: skip
        for when in sorted(set(years.tolist())):
            chosen = years == when
            maker.column(
                places[chosen], when, one.indicator.code, values[lines[chosen]] * one.factor,
                _source(one, title, dictionary, table, maker),
            )  # fmt: skip


def _source(
    one: OwnColumn, title: str, dictionary: OwnDictionary, table: AreaTable, maker: ReadingMaker
) -> Source:
    return Source(
        f"{maker.dataset}-{maker.edition}/{table.file}/{title}", one.publisher,
        dictionary.title or table.file, table.file, title, maker.edition, one.licence, one.address,
    )  # fmt: skip
