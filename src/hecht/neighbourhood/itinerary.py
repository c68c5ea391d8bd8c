"""Itineraries: which household lives where in which months, as planned or as it really went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType


class StayKind(StrEnum):
    """What a stay is: the home at the start, a temporary home, or the final home."""

    START = "start"
    TEMPORARY = "temporary"
    FINAL = "final"


class MoveKind(StrEnum):
    """What a move is."""

    DIRECT = "direct"
    TO_TEMPORARY = "to_temporary"
    RETURN = "return"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Stay:
    """A household lives in `home` from month `start` up to, not including, month `end`.

    Months count from the project's start. A household that never moves has one stay of kind
    START; the last stay of one that leaves ends before the horizon.
    """

    household: str
    home: str
    start: int
    end: int
    kind: StayKind


@dataclass(frozen=True, slots=True)
class Move:
    """A change of home in `month`; `to` is None when the household leaves the neighbourhood."""

    household: str
    month: int
    kind: MoveKind
    origin: str
    to: str | None


@dataclass(frozen=True)
class Course:
    """A calendar and an itinerary for every household: the bare facts of a plan, or of reality.

    `starts` maps each block with works to the month in which they start. `stays` are ordered by
    household and month. `horizon` is the number of months that are described. `reasons` tells
    for each household that wished to return and does not, why (rule 7).
    """

    horizon: int
    starts: Mapping[str, int]
    stays: tuple[Stay, ...]
    reasons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def itineraries(self) -> dict[str, list[Stay]]:
        """Return the stays of each household, in order of time."""
        result: dict[str, list[Stay]] = {}
        for stay in self.stays:
            result.setdefault(stay.household, []).append(stay)
        for stays in result.values():
            stays.sort(key=lambda stay: stay.start)
        return result

    def moves(self) -> list[Move]:
        """Return every change of home (C5), ordered by month, then household."""
        result: list[Move] = []
        for household, stays in self.itineraries().items():
            result.extend(_moves_of(household, stays, self.horizon))
        return sorted(result, key=lambda move: (move.month, move.household))


def _moves_of(household: str, stays: list[Stay], horizon: int) -> Iterable[Move]:
    for before, after in pairwise(stays):
        if before.home == after.home and before.end == after.start:
            continue  # a temporary home that becomes the final one: nobody moves
        if after.kind is StayKind.TEMPORARY:
            kind = MoveKind.TO_TEMPORARY
        elif before.kind is StayKind.TEMPORARY:
            kind = MoveKind.RETURN
        else:
            kind = MoveKind.DIRECT
        yield Move(household, after.start, kind, before.home, after.home)
    if stays and stays[-1].end < horizon:
        yield Move(household, stays[-1].end, MoveKind.LEAVE, stays[-1].home, None)
