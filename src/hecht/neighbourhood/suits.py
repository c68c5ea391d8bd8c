"""Whether a home suits a household (rule 3): a temporary one may by a looser norm."""

from __future__ import annotations

from hecht.neighbourhood.home import Home
from hecht.neighbourhood.household import Household
from hecht.neighbourhood.policy import Policy


def rooms_needed(household: Household, policy: Policy) -> int:
    """Return the least number of rooms: what the household stated, or the norm for its size."""
    if household.rooms_min is not None:
        return household.rooms_min
    return policy.rooms_norm(household.size)


def _reachable(household: Household, home: Home) -> bool:
    if household.accessible and not home.accessible:
        return False
    if household.step_free and not home.step_free:
        return False
    return household.floor_max is None or home.floor <= household.floor_max


def lasting_rent(home: Home) -> float | None:
    """Return the rent in euros a month once the works are finished; None when it is not known."""
    return home.rent if home.rent_after is None else home.rent_after


def misfits(household: Household, home: Home, policy: Policy) -> list[str]:
    """Return why `home` does not suit `household` as a permanent home; empty when it does.

    The reasons are the words `rooms`, `rent`, `access`. A rent or a limit that is not known
    excludes nothing (C6); `hecht check` reports how often that happens.
    """
    reasons = []
    too_big = household.rooms_max is not None and home.rooms > household.rooms_max
    if home.rooms < rooms_needed(household, policy) or too_big:
        reasons.append("rooms")
    rent = lasting_rent(home)
    if household.rent_max is not None and rent is not None and rent > household.rent_max:
        reasons.append("rent")
    if not _reachable(household, home):
        reasons.append("access")
    return reasons


def suits(household: Household, home: Home, policy: Policy) -> bool:
    """Return whether `home` suits `household` as a permanent home (rule 3)."""
    return not misfits(household, home, policy)


def suits_temporarily(household: Household, home: Home, policy: Policy) -> bool:
    """Return whether `home` suits as a temporary home: fewer rooms allowed, rent not asked.

    The landlord charges no more than the old rent in a temporary home, so rent does not count.
    """
    needed = max(1, rooms_needed(household, policy) - policy.temporary_rooms_slack)
    return home.rooms >= needed and _reachable(household, home)
