"""Dated tables: amounts and terms that hold from one day up to another, each with its source (C8).

A new year is a new row. A row that rests on no public source is kept, marked unverified, and is
never used silently: looking it up gives a `NoAmount` that says what to provide.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

COLUMNS = ("rule", "start", "end", "amount", "unit", "source", "verified", "note")


class RuleTableError(ValueError):
    """A dated table is wrong; the message gives file, row, column and what to do."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that holds from `start` up to, not including, `end` (None: no bound is known)."""

    rule: str
    amount: float
    unit: str
    start: date | None
    end: date | None
    source: str
    verified: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoAmount:
    """No verified amount holds on a day: `why` there is none and what to `provide`.

    `unverified` is the amount that is in the table without a public source, if there is one; it
    may be shown as unverified, and is not to be reckoned with.
    """

    rule: str
    day: date
    why: str
    provide: str
    unverified: Amount | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a dated table; `amount` is None where it was not found."""

    rule: str
    start: date | None
    end: date | None
    amount: float | None
    unit: str
    source: str
    verified: bool
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether the row holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class DatedTable:
    """Rows of one table. Of two rows for the same rule and day, the first one counts."""

    name: str
    rows: tuple[Row, ...]

    def with_rows(self, own: DatedTable) -> DatedTable:
        """Return this table with a user's own rows, which go before its own."""
        return DatedTable(self.name, own.rows + self.rows)

    def rules(self) -> list[str]:
        """Return the rules the table has rows for, in the order of the table."""
        return list(dict.fromkeys(row.rule for row in self.rows))

    def on(self, rule: str, day: date) -> Amount | NoAmount:
        """Return the verified amount of a rule on a day, or what must be provided for it."""
        holding = [row for row in self.rows if row.rule == rule and row.holds_on(day)]
        for row in holding:
            if row.verified and row.amount is not None:
                return _amount(row, row.amount)
        return self._nothing(rule, day, holding)

    def _nothing(self, rule: str, day: date, holding: list[Row]) -> NoAmount:
        candidate = next((_amount(r, r.amount) for r in holding if r.amount is not None), None)
        provide = (
            f"look the amount up in an official publication and add a row to the table "
            f"{self.name}: rule {rule}, a period that holds {day}, the amount, its source, "
            "verified yes"
        )
        if candidate is not None:
            why = (
                f"the amount of {candidate.amount:g} {candidate.unit} for {rule} on {day} "
                f"is not verified ({candidate.note or 'no source'})"
            )
        elif holding:
            why = f"there is no amount for {rule} on {day} ({holding[0].note or 'not found'})"
        else:
            why = f"the table {self.name} has no row for {rule} on {day}"
        return NoAmount(rule, day, why, provide, candidate)


def _amount(row: Row, amount: float) -> Amount:
    return Amount(
        row.rule, amount, row.unit, row.start, row.end, row.source, row.verified, row.note
    )


@cache
def table(name: str) -> DatedTable:
    """Return a table that comes with hecht, by the name of its file: rent_limits, energy, …"""
    text = files("hecht.rules").joinpath("tables", f"{name}.csv").read_text(encoding="utf-8")
    return parse(text, name)


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
