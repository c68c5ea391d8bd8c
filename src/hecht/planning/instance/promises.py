"""Accepted promises by household, and which homes keep them."""

from __future__ import annotations

from hecht.neighbourhood import (
    Home,
    Household,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
)
from hecht.neighbourhood.months import Month


class Promises:
    """The accepted promises of a neighbourhood."""

    def __init__(self, neighbourhood: Neighbourhood) -> None:
        """Sort them by household."""
        self._start = neighbourhood.project.start
        self._horizon = neighbourhood.project.horizon
        self._of: dict[str, list[Promise]] = {}
        for promise in neighbourhood.promises:
            if promise.status is PromiseStatus.ACCEPTED:
                self._of.setdefault(promise.household, []).append(promise)

    def has(self, household: Household) -> bool:
        """Return whether the household has accepted a promise."""
        return household.id in self._of

    def place(self, household: Household) -> bool:
        """Return whether it was promised a home or a block."""
        places = (PromiseKind.HOME, PromiseKind.BLOCK)
        return any(promise.kind in places for promise in self._of.get(household.id, []))

    def meets(self, household: Household, home: Home) -> bool:
        """Return whether a home keeps what was promised of a home or a block."""
        for promise in self._of.get(household.id, []):
            if promise.kind is PromiseKind.HOME and home.id != promise.value:
                return False
            if promise.kind is PromiseKind.BLOCK and home.block != promise.value:
                return False
        return True

    def deadline(self, household: Household) -> int:
        """Return the month by which it was promised to be back, the horizon if none was."""
        months = [
            Month.parse(promise.value).since(self._start)
            for promise in self._of.get(household.id, [])
            if promise.kind is PromiseKind.BY
        ]
        return min(months, default=self._horizon)
