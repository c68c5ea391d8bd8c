"""Where each household lives in each month: read once from a course, used by every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.neighbourhood import Course, Home, Household, Move, Neighbourhood, Stay, StayKind


@dataclass(frozen=True)
class Places:
    """The itineraries of a course, looked up by household.

    `stays` holds each household's stays in order of time (no entry: the course says nothing
    about it). `final` maps each household that ends inside to its permanent home at the end of
    the horizon. `arrival` maps each household that has a final stay to the month in which it
    starts. `moves` holds each household's changes of home (C5). `unknown` lists the households
    of the neighbourhood that the course says nothing about.
    """

    horizon: int
    stays: Mapping[str, tuple[Stay, ...]]
    final: Mapping[str, Home]
    arrival: Mapping[str, int]
    moves: Mapping[str, tuple[Move, ...]]
    unknown: tuple[str, ...]

    def ends_inside(self, household: Household | str) -> bool:
        """Return whether the household lives in a permanent home inside at the end."""
        key = household if isinstance(household, str) else household.id
        return key in self.final

    def home_at(self, household: str, month: int) -> str | None:
        """Return the home in which a household lives in a month, or None if it lives in none."""
        for stay in self.stays.get(household, ()):
            if stay.start <= month < stay.end:
                return stay.home
        return None


def places(neighbourhood: Neighbourhood, course: Course) -> Places:
    """Read from a course where everyone lives.

    A household ends inside when its last stay reaches the horizon and is a START or FINAL stay;
    one that is then still in a temporary home has not returned. Raises ValueError when a stay
    is in a home that the neighbourhood does not have.
    """
    stays: dict[str, tuple[Stay, ...]] = {}
    final: dict[str, Home] = {}
    arrival: dict[str, int] = {}
    for household, own in course.itineraries().items():
        stays[household] = tuple(own)
        for stay in own:
            if stay.home not in neighbourhood.home_of:
                raise ValueError(
                    f"household {household} stays in home {stay.home!r} from month {stay.start}, "
                    "but the neighbourhood has no such home; correct the stay or add the home"
                )
            if stay.kind is StayKind.FINAL:
                arrival[household] = stay.start
        last = own[-1]
        if last.end >= course.horizon and last.kind is not StayKind.TEMPORARY:
            final[household] = neighbourhood.home_of[last.home]
    moves: dict[str, tuple[Move, ...]] = {}
    for move in course.moves():
        moves[move.household] = (*moves.get(move.household, ()), move)
    unknown = tuple(h.id for h in neighbourhood.households if h.id not in stays)
    return Places(course.horizon, stays, final, arrival, moves, unknown)
