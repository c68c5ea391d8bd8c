"""The figures behind default options, from the dated table option_defaults, and which were used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hecht.neighbourhood import LABELS
from hecht.rules.dated import Amount, DatedTable, table

NAME = "option_defaults"


AT_LEAST_1 = ("dense_factor", "dense_rooms", "gross_to_usable", "open_ground", "row_storeys")
ABOVE_0 = ("renovate_pace", "renovate_empty_pace", "build_pace", "build_rent_factor", "dense_area")
"""Figures with which nothing can be reckoned when they are lower."""


def fault_of(rule: str, unit: str, amount: float) -> tuple[str, str] | None:
    """Return what is wrong with the amount of a figure of options, and what to do, or None."""
    if unit.startswith("place in the list of labels"):
        if amount not in range(1, len(LABELS) + 1):
            last = f"{LABELS[0]} is 1, {LABELS[-1]} is {len(LABELS)}"
            return "there is no such place in the list of labels", f"give a whole number: {last}"
    elif unit.startswith("1 is yes"):
        if amount not in (0, 1):
            return "this is neither yes nor no", "give 1 for yes or 0 for no"
    elif unit == "percent" and amount > 100:
        return "this is more than the whole", "give a percentage from 0 to 100"
    elif rule in AT_LEAST_1 and amount < 1:
        return "this is less than 1", "give 1 or more"
    elif rule in ABOVE_0 and amount <= 0:
        return "with nothing no option can be made", "give more than 0"
    return None


class MissingFigure(ValueError):
    """The table has no amount at all for a rule on a day."""


@dataclass
class Figures:
    """Looks figures up for one day, and remembers which were used.

    A figure without a public source is used too, as an assumption: `used` tells which they are.
    `own` rows go before those that come with hecht.
    """

    day: date
    own: DatedTable | None = None

    def __post_init__(self) -> None:
        """Begin with nothing used."""
        self.used: dict[str, Amount] = {}

    def of(self, rule: str) -> float:
        """Return a figure; raises MissingFigure, naming the day, when there is none."""
        own = None if self.own is None else _known(self.own, rule, self.day)
        amount = own or _known(table(NAME), rule, self.day)
        if amount is None:
            raise MissingFigure(
                f"the table {NAME} has no {rule} for {self.day}; give one in a table of your own"
            )
        self.used[rule] = amount
        return amount.amount

    def whole(self, rule: str) -> int:
        """Return a figure that is counted."""
        return round(self.of(rule))

    def share(self, rule: str) -> float:
        """Return a figure in percent as a share."""
        return self.of(rule) / 100

    def label(self, rule: str) -> str:
        """Return the energy label that a figure stands for."""
        return LABELS[self.whole(rule) - 1]


def _known(known: DatedTable, rule: str, day: date) -> Amount | None:
    """Return the amount of a table, verified or not."""
    found = known.on(rule, day)
    return found if isinstance(found, Amount) else found.unverified
