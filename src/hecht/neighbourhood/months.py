"""Months: the unit of time. Files write "2026-03"; inside, months count from the start."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PATTERN = re.compile(r"^(\d{4})-(\d{2})(?:-\d{2})?$")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month.

    `year` is four digits, `number` runs from 1 (January) to 12 (December).
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"month {self.number} does not exist; use 1 to 12")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2026-03" (or a date, "2026-03-15", whose day is dropped).

        Raises ValueError with the form that is expected.
        """
        match = _PATTERN.match(text.strip())
        if match is None:
            raise ValueError(
                f"{text!r} is not a month; write it as year-month, for example 2026-03"
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> Month:
        """Return the month that lies `months` later (or earlier, if negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def since(self, start: Month) -> int:
        """Return the number of months from `start` to this month (negative if before it)."""
        return (self.year - start.year) * 12 + self.number - start.number
