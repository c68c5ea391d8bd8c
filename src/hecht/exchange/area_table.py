"""Tables of areas as they stand in a file, for readers that go through them by column name.

Reads what `area_sheet` reads, and the layers of a map as tables without their outlines.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hecht.exchange.area_sheet import MAPS, AreaFileError, numbers_of, read_table
from hecht.exchange.tables import RawTable, read_csv, shape
from hecht.exchange.values import as_text
from hecht.neighbourhood.problem import Problem


def read_tables(path: Path, table: str) -> tuple[list[RawTable], list[Problem]]:
    """Return the tables of a file (of a workbook each sheet), and what is wrong with them."""
    found: list[Problem] = []
    if not path.is_file():
        fix = "name a file that is there"
        return [], [Problem(table, "no-file", "there is no such file", fix, file=path.name)]
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _sheets(path, table, found), found
    if path.suffix.lower() in MAPS:
        try:
            sheet = read_table(path, table)
        except AreaFileError as fault:
            return [], [Problem(table, "unreadable", str(fault), "save it anew", file=path.name)]
        rows = [list(cells) for cells in zip(*sheet.columns, strict=True)]
        header = [title.lower() for title in sheet.titles]
        numbers = list(sheet.numbers)
        return [RawTable(table, path.name, header, rows, numbers, titles=sheet.titles)], found
    raw, found = read_csv(path, table)
    return ([] if raw is None else [raw]), found


def _sheets(path: Path, table: str, found: list[Problem]) -> list[RawTable]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        text = f"this is not a workbook that can be read ({error})"
        found.append(Problem(table, "workbook", text, "save it as .xlsx", file=path.name))
        return []
    tables = []
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = list(enumerate(sheet.iter_rows(values_only=True), start=1))
            faults: list[Problem] = []
            raw = shape(table, f"{path.name} [{sheet.title}]", rows, faults)
            if raw is not None and raw.rows:
                tables.append(raw)
                found.extend(faults)
    finally:
        book.close()
    return tables


def texts(raw: RawTable, column: str) -> list[str]:
    """Return the cells of a column as text, without the spaces around them."""
    at = raw.header.index(column)
    return [as_text(row[at]).strip() for row in raw.rows]


class Numbers:
    """Reads columns of a table as numbers; `problems` are the cells that are none."""

    def __init__(self, raw: RawTable, columns: Sequence[str]) -> None:
        """Read some columns, named as in the header."""
        self._raw = raw
        self.problems: list[Problem] = []
        self._values = {column: self._read(column) for column in columns}

    def _read(self, column: str) -> NDArray[np.float64]:
        at = self._raw.header.index(column)
        cells: list[Any] = [row[at] for row in self._raw.rows]
        values, bad, _ = numbers_of(cells)
        for row, text, why in bad:
            self.problems.append(
                Problem(
                    self._raw.name, "not-a-number", why, "mend the cell; it was left out",
                    column=self.title(column), value=text, row=self._raw.numbers[row],
                    file=self._raw.file,
                )
            )  # fmt: skip
        return values

    def column(self, name: str) -> NDArray[np.float64]:
        """Return the numbers of a column, NaN where there is none."""
        return self._values[name]

    def title(self, name: str) -> str:
        """Return the name of a column as it stands in the file."""
        return self._raw.titles[self._raw.header.index(name)]
