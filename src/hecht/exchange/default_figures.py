"""The figures behind default options, from the dated table option_defaults, and which were used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hecht.neighbourhood import LABELS
from hecht.rules.dated import Amount, DatedTable, table

NAME = "option_defaults"


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
