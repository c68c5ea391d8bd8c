"""Which groups are placed as one, counted month by month from the bare facts of a plan."""

from __future__ import annotations

from itertools import combinations

from hecht.neighbourhood import Course, Group, Home, Neighbourhood, Stay, StayKind
from hecht.planning.check.facts import Facts


def placed_as_one(neighbourhood: Neighbourhood, course: Course) -> dict[str, bool]:
    """Return for each group whether it is placed as one, by id.

    All members live in permanent homes in the last month, each near every other; those of them
    who move leave their first home in one month and come to their last one in one month; and in
    every month, those who are in temporary homes are near each other. Never raises on a wrong
    plan: a member whose stays are not known is not placed.
    """
    facts = Facts(neighbourhood, course)
    return {group.id: _as_one(facts, group) for group in neighbourhood.groups}


def _as_one(facts: Facts, group: Group) -> bool:
    everyone = [facts.stays.get(name, []) for name in group.households]
    if not all(facts.ends_inside(name) for name in group.households if name in facts.stays):
        return False
    if not all(everyone):
        return False
    ends = [facts.homes[stays[-1].home] for stays in everyone]
    if not _all_near(facts, ends):
        return False
    for month in range(facts.horizon):
        waiting = [home for stays in everyone if (home := _waits_in(facts, stays, month))]
        if not _all_near(facts, waiting):
            return False
    moving = [stays for stays in everyone if any(s.home != stays[0].home for s in stays)]
    left = {_first_away(stays) for stays in moving}
    return len(left) <= 1 and len({stays[-1].start for stays in moving}) <= 1


def _first_away(stays: list[Stay]) -> int:
    return next(stay.start for stay in stays if stay.home != stays[0].home)


def _waits_in(facts: Facts, stays: list[Stay], month: int) -> Home | None:
    for stay in stays:
        if stay.kind is StayKind.TEMPORARY and stay.start <= month < stay.end:
            return facts.homes[stay.home]
    return None


def _all_near(facts: Facts, homes: list[Home]) -> bool:
    return all(_near(facts, one, other) for one, other in combinations(homes, 2))


def _near(facts: Facts, one: Home, other: Home) -> bool:
    """Return whether two homes are in one block, or within the policy's distance."""
    if one.block is not None and one.block == other.block:
        return True
    east = round(one.x * 10) - round(other.x * 10)
    north = round(one.y * 10) - round(other.y * 10)
    return east * east + north * north <= round(facts.policy.near_m * 10) ** 2
