"""Dated tables: amounts, terms and norms that hold from one day up to another (C8).

A row that rests on no source is kept, marked unverified, and is never used silently: looking it
up gives a `NoAmount` that says what to provide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

OWN = "norms.csv"
"""The file of a neighbourhood folder that holds a user's own rows."""


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
            f"look the amount up in an official publication and add a row to {OWN}: rule {rule}, "
            f"a period that holds {day}, the amount, its source, verified yes"
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
