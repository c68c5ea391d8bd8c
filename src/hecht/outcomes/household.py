"""What a course means for one household: its route, its neighbours, its wishes, its group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hecht.neighbourhood import Course, Household, Move, Neighbourhood, Stay, StayKind, Tie, Wish
from hecht.outcomes.groups import is_together
from hecht.outcomes.places import Places, places
from hecht.outcomes.ties import TieFate, tie_fates
from hecht.outcomes.wishes import is_met


@dataclass(frozen=True, slots=True)
class Company:
    """One tie, seen from one side: the `other` household and what becomes of being near it."""

    other: str
    weight: float
    near_at_start: bool
    near_at_end: bool
    months_apart: int


@dataclass(frozen=True)
class HouseholdOutcome:
    """The figures of one household.

    `ends_inside` is None when the course says nothing about it. `final_home` is its permanent
    home inside at the end and `arrival` the month in which it arrives there (None for one that
    never moves). `reason` says why one that wished to return does not. `alone`: it had a near
    tie, ends inside, and has none (C4). `company` holds its ties, the heaviest first. `groups`
    gives for each group it belongs to whether that ends together.
    """

    household: str
    affected: bool
    ends_inside: bool | None
    final_home: str | None
    arrival: int | None
    reason: str
    stays: tuple[Stay, ...]
    moves: tuple[Move, ...]
    months_temporary: int
    company: tuple[Company, ...]
    alone: bool
    wishes_met: tuple[Wish, ...]
    wishes_not_met: tuple[Wish, ...]
    groups: dict[str, bool]

    @property
    def near_at_start(self) -> dict[str, float]:
        """Return the effective weight of each household that was near at the start, by id."""
        return {one.other: one.weight for one in self.company if one.near_at_start}

    @property
    def near_at_end(self) -> dict[str, float]:
        """Return the effective weight of each household that is near at the end, by id."""
        return {one.other: one.weight for one in self.company if one.near_at_end}


def household_outcome(
    neighbourhood: Neighbourhood, course: Course, household_id: str
) -> HouseholdOutcome:
    """Return what a course means for one household.

    Raises ValueError when there is no such household. For many households at once,
    `household_outcomes` reads the course only once.
    """
    household = neighbourhood.household_of.get(household_id)
    if household is None:
        raise ValueError(
            f"there is no household {household_id!r}; the ids are in the column id of the "
            "households"
        )
    where = places(neighbourhood, course)
    ties = [tie for tie in neighbourhood.ties if household_id in (tie.a, tie.b)]
    fates = tie_fates(neighbourhood, where, ties)
    own = [wish for wish in neighbourhood.wishes if wish.household == household_id]
    return _outcome(neighbourhood, course, where, household, fates, own)


def household_outcomes(neighbourhood: Neighbourhood, course: Course) -> dict[str, HouseholdOutcome]:
    """Return what a course means for every household, by id, in the neighbourhood's order."""
    where = places(neighbourhood, course)
    own: dict[str, list[TieFate]] = {}
    for fate in tie_fates(neighbourhood, where):
        own.setdefault(fate.tie.a, []).append(fate)
        own.setdefault(fate.tie.b, []).append(fate)
    wished: dict[str, list[Wish]] = {}
    for wish in neighbourhood.wishes:
        wished.setdefault(wish.household, []).append(wish)
    return {
        household.id: _outcome(
            neighbourhood,
            course,
            where,
            household,
            own.get(household.id, []),
            wished.get(household.id, []),
        )
        for household in neighbourhood.households
    }


def _outcome(
    neighbourhood: Neighbourhood,
    course: Course,
    where: Places,
    household: Household,
    fates: Iterable[TieFate],
    wishes: Iterable[Wish],
) -> HouseholdOutcome:
    key = household.id
    stays = where.stays.get(key, ())
    final = where.final.get(key)
    company = tuple(sorted((_company(key, fate) for fate in fates), key=_heaviest_first))
    had_company = any(one.near_at_start for one in company)
    has_company = any(one.near_at_end for one in company)
    judged = [(wish, is_met(wish, where.final, neighbourhood)) for wish in wishes]
    return HouseholdOutcome(
        household=key,
        affected=neighbourhood.is_affected(household),
        ends_inside=key in where.final if stays else None,
        final_home=None if final is None else final.id,
        arrival=where.arrival.get(key) if final is not None else None,
        reason=course.reasons.get(key, ""),
        stays=stays,
        moves=where.moves.get(key, ()),
        months_temporary=sum(
            min(stay.end, where.horizon) - stay.start
            for stay in stays
            if stay.kind is StayKind.TEMPORARY
        ),
        company=company,
        alone=had_company and final is not None and not has_company,
        wishes_met=tuple(wish for wish, met in judged if met),
        wishes_not_met=tuple(wish for wish, met in judged if not met),
        groups={
            group.id: is_together(group, neighbourhood, where)
            for group in neighbourhood.groups
            if key in group.households
        },
    )


def _company(household: str, fate: TieFate) -> Company:
    return Company(
        other=_other(household, fate.tie),
        weight=fate.weight,
        near_at_start=fate.near_at_start,
        near_at_end=fate.near_at_end,
        months_apart=fate.months_apart,
    )


def _other(household: str, tie: Tie) -> str:
    return tie.b if tie.a == household else tie.a


def _heaviest_first(one: Company) -> tuple[float, str]:
    return (-one.weight, one.other)
