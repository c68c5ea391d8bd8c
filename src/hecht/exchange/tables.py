"""Tables of text: CSV files in the dialects people really have.

Reading takes comma, semicolon or tab, UTF-8 with or without a byte order mark, and Windows-1252
with a remark.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hecht.neighbourhood.problem import Problem

_DELIMITERS = (",", ";", "\t")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheets begin: .xlsx and .ods, and .xls."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How CSV files are written: the delimiter, the decimal mark, a byte order mark or none.

    `Dialect(";", ",", True)` opens by double click in a spreadsheet with Dutch settings.
    """

    delimiter: str = ","
    decimal: str = "."
    bom: bool = False

    def __post_init__(self) -> None:
        """Refuse marks that cannot be read back."""
        if self.delimiter not in _DELIMITERS or self.decimal not in (".", ","):
            raise ValueError(
                f"a dialect has a delimiter of , ; or tab and a decimal . or ,; "
                f"not {self.delimiter!r} and {self.decimal!r}"
            )


@dataclass(frozen=True, slots=True)
class RawTable:
    """The cells of one table as they stand in the file.

    `header` holds the column names in lower case and `titles` as they stand in the file; `rows`
    each record's cells, as many as there are columns; `numbers` the line of each record in its
    file (the header is line 1). Cells are text, or what a workbook holds: numbers, booleans,
    dates. `torn` are the ids-to-be of rows that were left out because their cells do not match
    the header: their first cells.
    """

    name: str
    file: str
    header: list[str]
    rows: list[list[Any]]
    numbers: list[int]
    torn: list[list[Any]] = field(default_factory=list)
    delimiter: str = ""
    titles: tuple[str, ...] = ()


def read_csv(path: Path, table: str) -> tuple[RawTable | None, list[Problem]]:
    """Read one CSV file into cells; the table is None when nothing can be made of it."""
    found: list[Problem] = []
    text = _decode(path, table, found)
    if text is None:
        return None, found
    first = text.split("\n", 1)[0].rstrip("\r")
    skipped = 0
    if re.fullmatch(r"(?i)sep=.", first):
        delimiter, skipped = first[-1], 1
        text = text.split("\n", 1)[1] if "\n" in text else ""
    else:
        delimiter = _delimiter(text.split("\n", 1)[0])
    records, broken = _records(text, delimiter, skipped)
    if broken:
        found.append(
            Problem(
                table=table,
                rule="unreadable",
                text=f"the rows from here on cannot be told apart: {broken}",
                fix='close the double quotes (") that were opened in or before this row',
                row=records[-1][0] if records else 1,
                file=path.name,
            )
        )
        return None, found
    raw = shape(table, path.name, records, found)
    return None if raw is None else replace(raw, delimiter=delimiter), found


def _decode(path: Path, table: str, found: list[Problem]) -> str | None:
    data = path.read_bytes()
    if data.startswith(_NOT_TEXT) or (b"\0" in data[:1024] and data[:2] not in _UTF_16):
        found.append(
            Problem(
                table=table,
                rule="not-text",
                text="this is not a table of text, but a workbook or another kind of file",
                fix='save it from the spreadsheet as "CSV UTF-8"; changing its name is not enough',
                file=path.name,
            )
        )
        return None
    if data[:2] in _UTF_16:
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            text = None
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = None
    if text is None:
        found.append(
            Problem(
                table=table,
                rule="encoding",
                text="the file is not text that can be read (neither UTF-8 nor Windows-1252)",
                fix='save it as "CSV UTF-8"',
                file=path.name,
            )
        )
    else:
        found.append(
            Problem(
                table=table,
                rule="encoding",
                text="the file is not UTF-8; it was read in another encoding (Windows-1252 or "
                "UTF-16), so letters with accents may be wrong",
                fix='save it as "CSV UTF-8", or check the names',
                file=path.name,
                severity="remark",
            )
        )
    return text


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _records(text: str, delimiter: str, skipped: int) -> tuple[list[tuple[int, list[str]]], str]:
    """Return each record with its first line in the file, and what broke off the reading."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 0
    try:
        for cells in reader:
            records.append((line + 1 + skipped, cells))
            line = reader.line_num
    except csv.Error as error:
        records.append((line + 1 + skipped, []))
        return records, str(error)
    return records, ""


def shape(
    table: str, file: str, records: Sequence[tuple[int, Sequence[Any]]], found: list[Problem]
) -> RawTable | None:
    """Take the header off numbered records and fit each row to it; None when there is no header."""
    at = next((i for i, (_, cells) in enumerate(records) if not _blank(cells)), None)
    if at is None:
        found.append(
            Problem(
                table=table,
                rule="empty-file",
                text="there is nothing in it, not even the names of the columns",
                fix="write the names of the columns in row 1",
                row=1,
                file=file,
            )
        )
        return None
    header = [_name(cell) for cell in records[at][1]]
    while header and not header[-1]:
        header.pop()
    width = len(header)
    titles = tuple("" if cell is None else str(cell).strip() for cell in records[at][1][:width])
    raw = RawTable(table, file, header, [], [], titles=titles)
    for number, cells in records[at + 1 :]:
        if _blank(cells):
            continue
        if len(cells) == width:
            raw.rows.append(list(cells))
        elif _blank(cells[width:]):
            raw.rows.append(list(cells[:width]) + [""] * (width - len(cells)))
        else:
            found.append(_too_many(table, file, number, cells, width))
            raw.torn.append(list(cells[:width]))
            continue
        raw.numbers.append(number)
    return raw


def _too_many(table: str, file: str, number: int, cells: Sequence[Any], width: int) -> Problem:
    extra = next(cell for cell in cells[width:] if not _blank([cell]))
    return Problem(
        table=table,
        rule="too-many-cells",
        text=f"this row has {len(cells)} cells and the header {width}; none of it was read",
        fix='put text with a comma or semicolon in it between double quotes (")',
        value=str(extra),
        row=number,
        file=file,
    )


def _blank(cells: Iterable[Any]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _name(cell: Any) -> str:
    return "" if cell is None else re.sub(r"\s+", "_", str(cell).strip().lower())


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], dialect: Dialect) -> str:
    """Return a table as CSV text, lines ended by a line feed."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=dialect.delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return ("\ufeff" if dialect.bom else "") + stream.getvalue()
