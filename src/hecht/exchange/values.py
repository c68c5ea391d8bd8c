"""From a cell to a value and back: numbers with point or comma, months, yes and no, choices."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from hecht.exchange.cells import plain, safe
from hecht.exchange.schema import Column
from hecht.neighbourhood import Month

_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}((\.\d{3})+(,\d+)?|(,\d{3})+(\.\d+)?)")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_MONTH_YEAR = re.compile(r"(?:\d{1,2}[-/])?(\d{1,2})[-](\d{4})")
_NAMED_MONTH = re.compile(r"([a-z]{3,9})\.?[- ](\d{2}|\d{4})")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_DAY_NUMBER = re.compile(r"[1-6]\d{4}")
_EURO = re.compile(r"(?:€|EUR)\s*(.+)|(.+?)\s*(?:€|EUR)", re.IGNORECASE)
SPREADSHEET_PIVOT = 30
"""From this year of two digits on, spreadsheets take the twentieth century."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maa maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}


class BadCell(ValueError):
    """A cell that cannot be read: a stable `rule`, what is wrong, and what to do (`fix`)."""

    def __init__(self, rule: str, text: str, fix: str) -> None:
        """Keep the rule and the fix beside the text."""
        super().__init__(text)
        self.rule = rule
        self.fix = fix


class NumberStyle:
    """Which mark separates decimals in one file, judged by the values that leave no doubt.

    "1.250" may be one and a quarter or 1250. When other numbers of the file settle it, they
    decide; otherwise the mark is taken to be the decimal mark, and `doubtful` tells whether that
    deserves a remark.
    """

    def __init__(self, cells: Iterable[Any], delimiter: str = "") -> None:
        """Judge the cells of all number columns of one file."""
        self._marks: set[str] = set()
        self._semicolon = delimiter == ";"
        for cell in cells:
            if isinstance(cell, str):
                self._note(without_euro(cell))

    def _note(self, text: str) -> None:
        if _EITHER.fullmatch(text):
            return
        if _PLAIN.fullmatch(text):
            self._marks.update(mark for mark in ".," if mark in text)
        elif _GROUPED.fullmatch(text):
            last = max(text.rfind("."), text.rfind(","))
            mark = text[last]
            if text.count(mark) == 1:
                self._marks.add(mark)
            else:
                self._marks.add("," if mark == "." else ".")

    def doubtful(self, text: str) -> bool:
        """Return whether `text` may be read in two ways and the file does not settle it."""
        text = without_euro(text)
        if not _EITHER.fullmatch(text):
            return False
        if len(self._marks) == 1:
            return False
        return "," in text or self._semicolon or len(self._marks) == 2

    def number(self, text: str) -> float:
        """Return the number that `text` stands for; BadCell when it is none."""
        if _EITHER.fullmatch(text) and len(self._marks) == 1 and not (self._marks & set(text)):
            return float(text.replace(".", "").replace(",", ""))
        if _PLAIN.fullmatch(text):
            value = float(text.replace(",", "."))
        elif _GROUPED.fullmatch(text):
            last = max(text.rfind("."), text.rfind(","))
            mark = text[last]
            if text.count(mark) > 1:
                value = float(text.replace(mark, ""))
            else:
                other = "," if mark == "." else "."
                value = float(text.replace(other, "").replace(mark, "."))
        else:
            raise BadCell("not-a-number", "this is not a number", "write digits, such as 612.35")
        if not math.isfinite(value):
            raise BadCell("not-a-number", "this number is too large", "write a number that can be")
        return value


def without_euro(text: str) -> str:
    """Return the text of an amount without the euro sign that a spreadsheet puts at its side."""
    text = text.strip()
    if text[:1].isdigit() and text[-1:].isdigit():
        return text
    match = _EURO.fullmatch(text)
    return text if match is None else match[1] or match[2]


def as_text(cell: Any) -> str:
    """Return a cell as text: whole numbers without decimals, dates as year-month-day."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def parse(cell: Any, column: Column, style: NumberStyle) -> Any:
    """Return the value of a cell that is not empty; BadCell says why it has none."""
    text = as_text(cell)
    if column.kind == "number" or column.kind == "integer":
        return _number(cell, text, column, style)
    if column.kind == "boolean":
        return _boolean(text, column)
    if column.kind == "yearmonth":
        return parse_month(text, past=not (column.from_start or column.ahead))
    if column.kind == "date":
        return parse_day(text)
    if column.kind == "list":
        parts = [part.strip() for part in text.split(column.delimiter)]
        return tuple(part for part in parts if part)
    return _string(plain(text), column)


def _number(cell: Any, text: str, column: Column, style: NumberStyle) -> float | int:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        value = float(cell)
        if not math.isfinite(value):
            raise BadCell("not-a-number", "this is not a number", "write digits only")
    else:
        try:
            value = style.number(without_euro(text) if "euro" in column.unit else text)
        except BadCell as fault:
            fix = f"write digits only, for example {column.example or 3}"
            raise BadCell(fault.rule, str(fault), fix) from None
    if column.kind == "integer" and not value.is_integer():
        raise BadCell("not-a-whole-number", "this must be a whole number", "leave out the decimals")
    check_range(value, column)
    return int(value) if column.kind == "integer" else value


def check_range(value: float, column: Column) -> None:
    """Raise BadCell when a number lies outside its column's limits."""
    low, high, unit = column.minimum, column.maximum, f" {column.unit}" if column.unit else ""
    if low is not None and value < low:
        negative = low == 0
        raise BadCell(
            "negative" if negative else "out-of-range",
            "this is negative" if negative else f"this is less than {low:g}{unit}",
            _range_fix(column),
        )
    if high is not None and value > high:
        raise BadCell("out-of-range", f"this is more than {high:g}{unit}", _range_fix(column))


def _range_fix(column: Column) -> str:
    if column.hint:
        return column.hint
    unit = f" {column.unit}" if column.unit else ""
    empty = "" if column.required else ", or leave it empty"
    if column.minimum is not None and column.maximum is not None:
        return f"write a number from {column.minimum:g} to {column.maximum:g}{unit}{empty}"
    return f"write a number of {column.minimum:g}{unit} or more{empty}"


def _boolean(text: str, column: Column) -> bool:
    low = text.lower()
    if low in column.true_values:
        return True
    if low in column.false_values:
        return False
    raise BadCell("not-yes-or-no", "this is neither yes nor no", "write yes or no (ja or nee)")


def parse_month(text: str, *, past: bool = False) -> Month:
    """Return the month a cell stands for, in the forms spreadsheets make of it too.

    Read are 2027-05, 2027-05-01, 05-2027, 1-5-2027, mei-27 and May 2027. A year of two digits is
    one of this century; in a column of months that may be long `past`, 30 to 99 are 1930 to 1999,
    as in a spreadsheet.
    """
    try:
        match = _MONTH_YEAR.fullmatch(text)
        if match is not None:
            return Month(int(match[2]), int(match[1]))
        match = _NAMED_MONTH.fullmatch(text.lower())
        if match is not None and match[1] in _MONTHS:
            year = int(match[2])
            if len(match[2]) == 2:
                year += 1900 if past and year >= SPREADSHEET_PIVOT else 2000
            return Month(year, _MONTHS[match[1]])
        return Month.parse(text)
    except ValueError:
        fix = "write year-month, for example 2027-05"
        if _DAY_NUMBER.fullmatch(text):
            # the days since 1900 by which spreadsheets keep a date, shown when the cell is a number
            fix = f"this may be a date of which only the number is left; {fix}"
        raise BadCell("not-a-month", "this is not a month", fix) from None


def parse_day(text: str) -> date:
    """Return the day a cell stands for: 2027-02-28, or 28-2-2027 as it is written in Dutch."""
    match = _DAY_MONTH_YEAR.fullmatch(text)
    try:
        if match is not None:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        fix = "write year-month-day, for example 2027-02-28"
        raise BadCell("not-a-day", "this is not a day", fix) from None


def _string(text: str, column: Column) -> str:
    if column.enum:
        choices = {choice.lower(): choice for choice in column.enum}
        low = text.lower()
        if low in choices:
            return choices[low]
        near = [choices[one] for one in get_close_matches(low, choices, n=1)]
        meant = f"did you mean {near[0]}? " if near else ""
        raise BadCell(
            "not-a-choice",
            f"this is not one of the choices for {column.name}",
            f"{meant}choose {', '.join(column.enum)}",
        )
    if column.pattern and not re.fullmatch(column.pattern, text):
        raise BadCell(
            "bar-in-id",
            "an id may not contain a bar (|): lists of ids are separated by it",
            "use another mark",
        )
    return text


def render(value: Any, decimal: str = ".") -> str:
    """Return a value as the text of a cell; None is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return text.replace(".", decimal)
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, int):
        return str(value)
    return safe(str(value))
