"""The dated tables that come with hecht, and the one way to look something up in them (C8).

A new year is a new row. What a user gives in norms.csv goes before what comes with hecht.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from importlib.resources import files

from hecht.neighbourhood.dated import Amount, DatedTable, NoAmount, Row

__all__ = [
    "COLUMNS",
    "TABLES",
    "Amount",
    "DatedTable",
    "NoAmount",
    "Row",
    "RuleTableError",
    "known",
    "look_up",
    "parse",
    "table",
]

TABLES = (
    "moving_allowance",
    "terms",
    "rent_limits",
    "parking_norms",
    "green_norms",
    "climate_norms",
    "energy",
    "option_defaults",
)
"""The tables that come with hecht: the files of rules/tables, by subject."""

COLUMNS = ("rule", "start", "end", "amount", "unit", "source", "verified", "note")


class RuleTableError(ValueError):
    """A dated table is wrong; the message gives file, row, column and what to do."""


@cache
def table(name: str) -> DatedTable:
    """Return a table that comes with hecht, by the name of its file in rules/tables."""
    text = files("hecht.rules").joinpath("tables", f"{name}.csv").read_text(encoding="utf-8")
    return parse(text, name)


def known(name: str, own: DatedTable | None = None) -> DatedTable:
    """Return a table that comes with hecht, the user's `own` rows before its rows."""
    return table(name) if own is None else table(name).with_rows(own)


def look_up(name: str, rule: str, day: date, own: DatedTable | None = None) -> Amount | NoAmount:
    """Return the verified amount of a rule on a day, the user's own first, or what to provide."""
    return known(name, own).on(rule, day)


def parse(text: str, name: str) -> DatedTable:
    """Read a dated table from CSV text with the columns of `COLUMNS`.

    `start` and `end` are days as year-month-day, the end not included; empty means that no
    bound is known. `verified` is yes or no; a verified row needs an amount and a source.
    Raises RuleTableError naming row and column.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in COLUMNS[:-1] if column not in (reader.fieldnames or ())]
    if missing:
        raise RuleTableError(
            f"{name}: column {', '.join(missing)} is missing; the columns are {', '.join(COLUMNS)}"
        )
    rows: list[Row] = []
    for number, record in enumerate(reader, start=2):
        row = _row(record, f"{name}, row {number}")
        for earlier in rows:
            if _overlap(earlier, row):
                raise RuleTableError(
                    f"{name}, row {number}: {row.rule} has another row for the same days "
                    f"({earlier.start} to {earlier.end}); end one where the other starts"
                )
        rows.append(row)
    return DatedTable(name, tuple(rows))


def _row(record: dict[str, str], where: str) -> Row:
    value = {column: (record.get(column) or "").strip() for column in COLUMNS}
    if not value["rule"]:
        raise RuleTableError(f"{where}, column rule: is empty; name the rule")
    if value["verified"] not in ("yes", "no"):
        raise RuleTableError(
            f"{where}, column verified: {value['verified']!r}; write yes when the amount was read "
            "in the source, and no when it was not"
        )
    row = Row(
        rule=value["rule"],
        start=_day(value["start"], f"{where}, column start"),
        end=_day(value["end"], f"{where}, column end"),
        amount=_number(value["amount"], f"{where}, column amount"),
        unit=value["unit"],
        source=value["source"],
        verified=value["verified"] == "yes",
        note=value["note"],
    )
    if row.verified and (row.amount is None or not row.source):
        column = "amount" if row.amount is None else "source"
        raise RuleTableError(
            f"{where}, column {column}: is empty; a verified row needs an amount and a source"
        )
    if row.start is not None and row.end is not None and row.end <= row.start:
        raise RuleTableError(
            f"{where}, column end: {row.end} is not after the start, {row.start}; "
            "the end is the first day on which the row no longer holds"
        )
    return row


def _day(text: str, where: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleTableError(f"{where}: {text!r} is not a day; write it as 2026-02-28") from None


def _number(text: str, where: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise RuleTableError(
            f"{where}: {text!r} is not an amount; write it as 7428 or 682.96"
        ) from None
    if not 0 <= number < float("inf"):
        raise RuleTableError(f"{where}: {text} must be 0 or more and finite")
    return number


def _overlap(one: Row, other: Row) -> bool:
    if one.rule != other.rule:
        return False
    first, last = date.min, date.max
    return (one.start or first) < (other.end or last) and (other.start or first) < (one.end or last)
