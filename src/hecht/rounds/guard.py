"""Which method guards a round: matching alone, or also that groups end near each other."""

from __future__ import annotations

from typing import Protocol

from hecht.rounds.round import Round
from hecht.rounds.safety import Safety


class Guard(Protocol):
    """What keeps homes for those who come later."""

    without: list[str]
    """The households that want to return and for which no home could be kept at the start."""

    @property
    def method(self) -> str:
        """How the last menu was worked out, and whether it is exact."""

    @property
    def apart(self) -> list[tuple[str, ...]]:
        """The groups that asked to be near and of which only single homes are guarded."""

    def menu(self, household: str) -> list[str]:
        """Return the homes that suit a household and are safe."""

    def take(self, household: str, home: str) -> None:
        """Give a home to a household."""

    def keeps(self, household: str) -> bool:
        """Return whether a home is kept for a household."""

    def keep(self, household: str) -> bool:
        """Keep a home for a household, if that can be."""

    def forget(self, household: str) -> None:
        """Keep no home any more for a household."""

    def give_back(self, home: str) -> None:
        """Put a chosen home on offer again."""


def guard_of(fixed: Round) -> Guard:
    """Return what keeps homes for those who come later."""
    if fixed.together:
        from hecht.rounds.together import Together

        return Together(fixed)
    return Safety(fixed.homes, fixed.suits, fixed.returning)
