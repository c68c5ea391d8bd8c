"""Small tables of the user's own: criteria for comparable areas, goals, and focus areas."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hecht.area.codes import CodeError, tidy
from hecht.area.focus import NoFocusArea, find
from hecht.area.line import Target
from hecht.area.peers import Criterion
from hecht.exchange.tables import RawTable, read_csv
from hecht.exchange.values import BadCell, NumberStyle, as_text

_YES, _NO = ("yes", "ja", "true", "1"), ("", "no", "nee", "false", "0")


class SettingError(ValueError):
    """A table of settings is wrong; the message gives file, row, column and what to do."""


def read_criteria(path: str | Path) -> tuple[Criterion, ...]:
    """Read criteria for comparable areas: columns indicator, and weight, year, change if wanted.

    Raises SettingError.
    """
    table = _Table(Path(path), ("indicator",), ("weight", "year", "change"))
    found = []
    for row in range(len(table)):
        weight = table.number(row, "weight", 1.0)
        if weight <= 0:
            raise table.fault(row, "weight", "this is not above 0", "leave the row out instead")
        found.append(
            Criterion(
                table.text(row, "indicator"),
                weight,
                table.year(row, "year"),
                table.yes(row, "change"),
            )
        )
    return tuple(found)


def read_targets(path: str | Path) -> tuple[Target, ...]:
    """Read goals: columns indicator and value, and year and source if wanted.

    Raises SettingError.
    """
    table = _Table(Path(path), ("indicator", "value"), ("year", "source"))
    found: list[Target] = []
    for row in range(len(table)):
        name = table.text(row, "indicator")
        if name in {one.indicator for one in found}:
            raise table.fault(row, "indicator", f"{name} comes twice", "leave one of them out")
        value = table.number(row, "value", None)
        found.append(
            Target(name, value, table.year(row, "year") or 0, table.text(row, "source", ""))
        )
    return tuple(found)


def read_focus(path: str | Path) -> dict[str, tuple[str, ...]]:
    """Read which areas make focus areas up: columns focus (any spelling) and code.

    Returns the codes by the key of the focus area. Raises SettingError.
    """
    table = _Table(Path(path), ("focus", "code"), ())
    found: dict[str, list[str]] = {}
    for row in range(len(table)):
        try:
            key = find(table.text(row, "focus")).key
        except NoFocusArea as error:
            raise table.fault(row, "focus", str(error), "write one of those names") from None
        try:
            code = tidy(table.text(row, "code"))
        except CodeError as error:
            raise table.fault(row, "code", str(error), "write a code such as WK034403") from None
        codes = found.setdefault(key, [])
        if code not in codes:
            codes.append(code)
    return {key: tuple(codes) for key, codes in found.items()}


class _Table:
    """A small table with known columns; faults name file, row and column."""

    def __init__(self, path: Path, needed: Sequence[str], more: Sequence[str]) -> None:
        """Read the file, and refuse one that lacks a column or has one that is not known."""
        self.file = path.name
        raw, problems = read_csv(path, path.stem)
        errors = [one for one in problems if one.severity == "error"]
        if raw is None or errors:
            first = errors[0]
            raise SettingError(f"{self.file}: {first.text}: {first.fix}")
        self.raw: RawTable = raw
        missing = [name for name in needed if name not in raw.header]
        strange = [name for name in raw.header if name and name not in (*needed, *more)]
        columns = ", ".join((*needed, *more))
        if missing:
            raise SettingError(
                f"{self.file}: column {', '.join(missing)} is missing; the columns are {columns}"
            )
        if strange:
            raise SettingError(
                f"{self.file}: column {strange[0]} is not known; the columns are {columns}"
            )
        cells = [as_text(cell) for row in raw.rows for cell in row]
        self.style = NumberStyle(cells, raw.delimiter)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.raw.rows)

    def text(self, row: int, column: str, default: str | None = None) -> str:
        """Return a cell as text; an empty one is a fault without a default."""
        found = ""
        if column in self.raw.header:
            found = as_text(self.raw.rows[row][self.raw.header.index(column)])
        if found:
            return found
        if default is None:
            raise self.fault(row, column, "this is empty", "fill it in, or leave the row out")
        return default

    def number(self, row: int, column: str, default: float | None) -> float:
        """Return a cell as a number."""
        text = self.text(row, column, None if default is None else "")
        if not text and default is not None:
            return default
        try:
            return self.style.number(text)
        except BadCell as error:
            raise self.fault(row, column, str(error), error.fix) from None

    def year(self, row: int, column: str) -> int | None:
        """Return a cell as a year; None where it is empty."""
        text = self.text(row, column, "")
        if not text:
            return None
        if not (text.isdigit() and len(text) == 4):
            raise self.fault(row, column, f"{text!r} is no year", "write four digits, such as 2030")
        return int(text)

    def yes(self, row: int, column: str) -> bool:
        """Return a cell as yes or no; empty is no."""
        text = self.text(row, column, "").lower()
        if text not in (*_YES, *_NO):
            raise self.fault(row, column, f"{text!r} is neither yes nor no", "write yes or no")
        return text in _YES

    def fault(self, row: int, column: str, text: str, fix: str) -> SettingError:
        """Return what is wrong with a cell."""
        return SettingError(
            f"{self.file}, row {self.raw.numbers[row]}, column {column}: {text}; {fix}"
        )
