"""Who is uprooted in which month of a plan: in a temporary home, without near ties, just moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from hecht.area.seasons import Season, seasons
from hecht.neighbourhood import AgeClass, Course, Home, Household, Neighbourhood, Stay, StayKind
from hecht.neighbourhood.distance import near
from hecht.outcomes.figure import NotKnown

NOT_ASKED = "nothing was given on meeting places"
SOME_HOMES = "something is not known of some homes"
"""Why nothing is known of meeting places, where the reason itself names homes."""
_NOT_GIVEN = NotKnown(NOT_ASKED)

SETTLING = 3
"""A household has just moved in the month of a move and in the two after it. An assumption."""


@dataclass(frozen=True, slots=True)
class Uprooting:
    """What happens to one household that moves within the neighbourhood.

    Months count from the project's start, rising. `temporary` maps each month in a temporary home
    to that home. `without_tie` are those of them in which no household it has a tie with lives
    near, None when no tie of it is known. `settling` are the months in which it has just moved.
    `without_meeting` are those in which it lacks the meeting place it had, None when that is not
    known. `older`: its oldest person is 75 or more; `children`: there are any; None: not known.
    `single`: one person.
    """

    household: str
    temporary: Mapping[int, str]
    without_tie: frozenset[int] | None
    settling: tuple[int, ...]
    without_meeting: tuple[int, ...] | None
    older: bool | None
    children: bool | None
    single: bool


@dataclass(frozen=True)
class Uprooted:
    """Every household that moves within the neighbourhood, in the neighbourhood's order.

    `meeting_not_known` says why nothing is known of meeting places, None when it is known.
    """

    neighbourhood: Neighbourhood
    course: Course
    households: tuple[Uprooting, ...]
    meeting_not_known: NotKnown | None = None

    @cached_property
    def seasons(self) -> tuple[Season, ...]:
        """The seasons of the plan."""
        return seasons(self.neighbourhood.project.start, self.course.horizon)

    def in_month(self, month: int) -> tuple[Uprooting, ...]:
        """Return the households that live in a temporary home in a month."""
        return tuple(one for one in self.households if month in one.temporary)

    def in_season(self, season: Season) -> tuple[Uprooting, ...]:
        """Return the households that live in a temporary home in some month of a season."""
        return tuple(
            one for one in self.households if any(m in one.temporary for m in season.months)
        )

    def by_place(self, month: int) -> Mapping[str, tuple[Uprooting, ...]]:
        """Return who lives in a temporary home in a month, by the place where that home lies."""
        found: dict[str, list[Uprooting]] = {}
        for one in self.in_month(month):
            home = self.neighbourhood.home_of[one.temporary[month]]
            found.setdefault(place_of(home), []).append(one)
        return {place: tuple(own) for place, own in sorted(found.items())}

    @property
    def no_meeting(self) -> str:
        """Why nothing is known of meeting places, "" when it is known."""
        return "" if self.meeting_not_known is None else self.meeting_not_known.why

    @property
    def no_meeting_public(self) -> str:
        """Why nothing is known of meeting places, without the code of any home."""
        reason = self.meeting_not_known
        return SOME_HOMES if reason is not None and reason.homes else self.no_meeting

    @property
    def household_months(self) -> int:
        """The months that all households together live in temporary homes."""
        return sum(len(one.temporary) for one in self.households)


def place_of(home: Home) -> str:
    """Return the place by which a home is counted: its street, or its block, or "" for neither."""
    return home.street or home.block or ""


def uprooted(
    neighbourhood: Neighbourhood,
    course: Course,
    lost_meeting: Mapping[str, Sequence[int]] | NotKnown = _NOT_GIVEN,
) -> Uprooted:
    """Return who is uprooted in which months of a course.

    `lost_meeting` maps each household that loses its meeting place to the months without one (see
    `hecht.outcomes.losses`), or says why that is not known. Near is near as rule and policy have
    it; ties named by one side count as ties. Who leaves is counted up to the month of leaving.
    """
    itineraries = course.itineraries()
    ties = _tied(neighbourhood)
    lives = _Lives(neighbourhood, itineraries)
    found = []
    for household in neighbourhood.households:
        stays = itineraries.get(household.id, [])
        if len(stays) > 1:
            found.append(_uprooting(household, stays, ties.get(household.id), lives, lost_meeting))
    reason = lost_meeting if isinstance(lost_meeting, NotKnown) else None
    return Uprooted(neighbourhood, course, tuple(found), reason)


def _tied(neighbourhood: Neighbourhood) -> dict[str, list[str]]:
    """Return with whom each household has a tie."""
    found: dict[str, list[str]] = {}
    for tie in neighbourhood.ties:
        found.setdefault(tie.a, []).append(tie.b)
        found.setdefault(tie.b, []).append(tie.a)
    return found


class _Lives:
    """Who lives where in which month, and whether two homes are near, each looked up once."""

    def __init__(self, here: Neighbourhood, itineraries: Mapping[str, Sequence[Stay]]) -> None:
        self.here, self.itineraries = here, itineraries
        self._near: dict[tuple[str, str], bool] = {}

    def home(self, household: str, month: int) -> str | None:
        for stay in self.itineraries.get(household, ()):
            if stay.start <= month < stay.end:
                return stay.home
        return None

    def are_near(self, one: str, other: str) -> bool:
        pair = (one, other)
        if pair not in self._near:
            homes = self.here.home_of
            self._near[pair] = near(homes[one], homes[other], self.here.policy)
        return self._near[pair]

    def company(self, home: str, others: Sequence[str], month: int) -> bool:
        """Return whether one of the others lives near a home in a month."""
        for other in others:
            there = self.home(other, month)
            if there is not None and self.are_near(home, there):
                return True
        return False


def _uprooting(
    household: Household,
    stays: Sequence[Stay],
    tied: Sequence[str] | None,
    lives: _Lives,
    lost_meeting: Mapping[str, Sequence[int]] | NotKnown,
) -> Uprooting:
    temporary = {
        month: stay.home
        for stay in stays
        if stay.kind is StayKind.TEMPORARY
        for month in range(stay.start, stay.end)
    }
    return Uprooting(
        household=household.id,
        temporary=temporary,
        without_tie=(
            None
            if not tied
            else frozenset(m for m, home in temporary.items() if not lives.company(home, tied, m))
        ),
        settling=_settling(stays),
        without_meeting=(
            None
            if isinstance(lost_meeting, NotKnown)
            else tuple(lost_meeting.get(household.id, ()))
        ),
        older=None if household.age is None else household.age is AgeClass.FROM_75,
        children=None if household.children is None else household.children > 0,
        single=household.size == 1,
    )


def _settling(stays: Sequence[Stay]) -> tuple[int, ...]:
    """Return the months in which a household has just moved, and still lives inside."""
    end = stays[-1].end
    months = {
        month
        for before, after in pairwise(stays)
        if before.home != after.home
        for month in range(after.start, min(after.start + SETTLING, end))
    }
    return tuple(sorted(months))
