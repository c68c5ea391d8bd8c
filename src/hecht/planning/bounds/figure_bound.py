"""A proven bound on one headline figure, with what it holds for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sense(StrEnum):
    """Which way a bound holds."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


class Holds(StrEnum):
    """What a bound holds for: every plan, or every plan whose works start in the same months."""

    ANY_PLAN = "any plan"
    THIS_CALENDAR = "this calendar"


@dataclass(frozen=True, slots=True)
class FigureBound:
    """No plan has more ("at most") or less ("at least") of a figure than `value`.

    `figure` names an outcome (`Outcomes.as_dict`), `score` (thousandths of a point), or
    `temporary_homes`: the most bought-in temporary homes lived in at once. A plan is one that
    keeps to the hard rules and to the conventions of `hecht.planning.bounds.ground`. `how` is the
    method in a few words.

    `returning` and `undecided`, where given, narrow the plans further: those in which at least
    so many affected households that wished to return, and that were undecided, end inside. A
    plan that sends people away needs fewer moves; that is not what a bound on moves is about.
    """

    figure: str
    value: int
    sense: Sense
    holds: Holds
    how: str
    returning: int | None = None
    undecided: int | None = None

    def allows(self, value: float) -> bool:
        """Return whether a figure does not go beyond the bound."""
        return value <= self.value if self.sense is Sense.AT_MOST else value >= self.value
