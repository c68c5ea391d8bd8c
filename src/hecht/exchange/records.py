"""From a table of cells to records: every cell judged by its schema, every fault kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from hecht.exchange.schema import Column, TableSchema
from hecht.exchange.tables import RawTable
from hecht.exchange.values import BadCell, NumberStyle, as_text, parse
from hecht.neighbourhood import Month
from hecht.neighbourhood.problem import Problem


@dataclass(slots=True)
class Records:
    """What was read of one table.

    `values` are the records, a dictionary each with the columns that were filled in; `rows`
    their lines in the file. `bad` are the cells that could not be read (position, column), for
    which `values` holds a stand-in when the column is required. `torn` are the ids of records that
    are in the file and not here; `complete` is False when some ids are not known.
    """

    values: list[dict[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    cells: list[list[Any]] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    bad: set[tuple[int, str]] = field(default_factory=set)
    torn: set[str] = field(default_factory=set)
    complete: bool = True

    def cell(self, position: int, column: str) -> str:
        """Return the text of a cell as it stands in the file; "" when there is no such cell."""
        if column not in self.header or not 0 <= position < len(self.cells):
            return ""
        return as_text(self.cells[position][self.header.index(column)])


def read_records(
    raw: RawTable, schema: TableSchema, start: Month | None, found: list[Problem]
) -> Records:
    """Read the cells of one table; faults are added to `found`.

    `start` is the project's first month, from which months are counted; None when it could not
    be read, and then such months are checked for their form and left out.
    """
    reading = _Reading(raw, schema, start, found)
    return reading.records()


class _Reading:
    """One pass over one table."""

    def __init__(
        self, raw: RawTable, schema: TableSchema, start: Month | None, found: list[Problem]
    ) -> None:
        self.raw, self.schema, self.start, self.found = raw, schema, start, found
        self.result = Records(
            values=[{} for _ in raw.rows], rows=raw.numbers, cells=raw.rows, header=raw.header
        )

    def records(self) -> Records:
        self._header()
        numeric = [
            self.raw.header.index(column.name)
            for column in self.schema.columns
            if column.kind in ("number", "integer") and column.name in self.raw.header
        ]
        style = NumberStyle((row[i] for row in self.raw.rows for i in numeric), self.raw.delimiter)
        for column in self.schema.columns:
            if column.name in self.raw.header:
                self._column(column, style)
        self._torn()
        return self.result

    def _header(self) -> None:
        names = [column.name for column in self.schema.columns]
        unknown = [name for name in self.raw.header if name not in names]
        missing = [
            column.name
            for column in self.schema.columns
            if column.required and column.name not in self.raw.header
        ]
        for name in missing:
            near = get_close_matches(name, unknown, n=1)
            self._report(
                "missing-column",
                f"the column {name} is missing",
                f"rename the column {near[0]!r} to {name}" if near else f"add a column {name}",
                column=name,
                row=1,
            )
            self.result.complete = self.result.complete and name != self.schema.id_column
            for position, record in enumerate(self.result.values):
                record[name] = _stand_in(self.schema.column(name), self.result.rows[position])
                self.result.bad.add((position, name))
        for name in sorted({n for n in self.raw.header if n and self.raw.header.count(n) > 1}):
            self._report(
                "duplicate-column",
                f"there are {self.raw.header.count(name)} columns {name}; the first is read",
                "keep one of them",
                column=name,
                row=1,
            )
        for name in dict.fromkeys(unknown):
            near = get_close_matches(name, names, n=1) if name else []
            self._report(
                "unknown-column",
                f"the column {name!r} is not part of the format; it is left unread",
                f"did you mean {near[0]}?" if near else "leave it out, or leave it as it is",
                column=name,
                row=1,
                severity="remark",
            )

    def _column(self, column: Column, style: NumberStyle) -> None:
        index = self.raw.header.index(column.name)
        known: dict[Any, Any] = {}
        values = self.result.values
        for position, row in enumerate(self.raw.rows):
            cell = row[index]
            if isinstance(cell, str):
                if not cell or cell.isspace():
                    cell = None
                elif cell in known:
                    values[position][column.name] = known[cell]
                    continue
            if cell is None:
                if column.required:
                    self._bad(position, column, "", _missing(column))
                continue
            try:
                value = parse(cell, column, style)
            except BadCell as fault:
                self._bad(position, column, as_text(cell), fault)
                continue
            if isinstance(cell, str) and column.kind in ("number", "integer"):
                self._doubt(position, column, cell.strip(), value, style)
            if isinstance(value, Month) and column.from_start:
                if self.start is None:
                    continue
                value = value.since(self.start)
            values[position][column.name] = value
            if isinstance(cell, str) and not style.doubtful(cell.strip()):
                known[cell] = value

    def _doubt(
        self, position: int, column: Column, text: str, value: float, style: NumberStyle
    ) -> None:
        if style.doubtful(text):
            self._report(
                "doubtful-number",
                f"this was read as {value:g}; it could also mean {re.sub('[.,]', '', text)}",
                "write it without a mark, or with one or two decimals",
                column=column.name,
                row=self.result.rows[position],
                value=text,
                key=self._key(position),
                severity="remark",
            )

    def _bad(self, position: int, column: Column, text: str, fault: BadCell) -> None:
        self._report(
            fault.rule,
            str(fault),
            fault.fix,
            column=column.name,
            row=self.result.rows[position],
            value=text,
            key=self._key(position),
        )
        self.result.bad.add((position, column.name))
        if column.required:
            self.result.values[position][column.name] = _stand_in(
                column, self.result.rows[position]
            )

    def _key(self, position: int) -> str:
        return self.result.cell(position, self.schema.id_column) if self.schema.id_column else ""

    def _report(self, rule: str, text: str, fix: str, **place: Any) -> None:
        self.found.append(Problem(self.schema.name, rule, text, fix, file=self.raw.file, **place))

    def _torn(self) -> None:
        """Note ids that stand in the file but not in the records, for references to them."""
        name = self.schema.id_column
        if not name or name not in self.raw.header:
            return
        index = self.raw.header.index(name)
        rows = [self.raw.rows[position] for position, column in self.result.bad if column == name]
        self.result.torn.update(as_text(cells[index]) for cells in (*rows, *self.raw.torn))


def _missing(column: Column) -> BadCell:
    example = f", for example {column.example}" if column.example else ""
    return BadCell("missing-value", "this may not be empty", f"fill in {column.name}{example}")


def _stand_in(column: Column, row: int) -> Any:
    """Return a harmless value for a required cell that could not be read."""
    if column.unique:
        return f"(row {row})"
    if column.kind == "boolean":
        return False
    if column.kind in ("number", "integer"):
        low = column.minimum or 0
        return int(low) if column.kind == "integer" else float(low)
    return column.enum[0] if column.enum else ""


def write_rows(
    records: Iterable[Mapping[str, Any]],
    schema: TableSchema,
    start: Month,
    render: Callable[[Any], Any],
) -> list[Sequence[Any]]:
    """Return the cells of records in the order of the schema's columns, months as year-month."""
    rows: list[Sequence[Any]] = []
    for record in records:
        cells = []
        for column in schema.columns:
            value = record[column.name]
            if column.from_start and value is not None:
                value = start.plus(value)
            cells.append(render(value))
        rows.append(cells)
    return rows
