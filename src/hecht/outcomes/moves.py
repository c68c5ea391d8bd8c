"""Moves: how many, of which kind, and how long people live in temporary homes (C5)."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import MoveKind, Neighbourhood, Stage, StayKind
from hecht.outcomes.places import Places


@dataclass(frozen=True)
class Moves:
    """The moves of all households together.

    `of_kind` counts them by kind. `households` counts the households that move at all, `extra`
    the moves after each household's first, `most` the most moves of one household. Months in
    temporary homes: all together, those in bought-in units, and the most of one household.
    `households_temporary` counts the households that live in a temporary home at some time.
    """

    moves: int
    of_kind: dict[MoveKind, int]
    households: int
    extra: int
    most: int
    months_temporary: int
    months_bought_in: int
    longest_temporary: int
    households_temporary: int


def moves(neighbourhood: Neighbourhood, where: Places) -> Moves:
    """Count the moves and the months in temporary homes of the neighbourhood's households."""
    of_kind = dict.fromkeys(MoveKind, 0)
    total = movers = extra = most = 0
    temporary = bought_in = longest = housed = 0
    for household in neighbourhood.households:
        own = where.moves.get(household.id, ())
        for move in own:
            of_kind[move.kind] += 1
        total += len(own)
        movers += bool(own)
        extra += max(0, len(own) - 1)
        most = max(most, len(own))
        months = 0
        for stay in where.stays.get(household.id, ()):
            if stay.kind is StayKind.TEMPORARY:
                spent = min(stay.end, where.horizon) - stay.start
                months += spent
                if neighbourhood.home_of[stay.home].stage is Stage.TEMPORARY:
                    bought_in += spent
        temporary += months
        longest = max(longest, months)
        housed += months > 0
    return Moves(total, of_kind, movers, extra, most, temporary, bought_in, longest, housed)
