"""Whether a home suits a household (rule 3), written out anew for the validator."""

from __future__ import annotations

from hecht.neighbourhood import Home, Household, Policy


def rooms_least(household: Household) -> int:
    """Return the least rooms: as stated, or a living room and a bedroom for every two persons."""
    if household.rooms_min is not None:
        return household.rooms_min
    bedrooms = household.size // 2 + household.size % 2
    return bedrooms + 1


def _out_of_reach(household: Household, home: Home) -> list[str]:
    reasons = []
    if household.accessible and not home.accessible:
        reasons.append("it is not adapted")
    if household.step_free and home.floor != 0 and not (home.lift or home.accessible):
        reasons.append("its front door is reached by stairs")
    if household.floor_max is not None and home.floor > household.floor_max:
        reasons.append(f"floor {home.floor} is above floor {household.floor_max}")
    return reasons


def unfit_as_final(household: Household, home: Home) -> list[str]:
    """Return in words why a home does not suit for good; empty when it does.

    A rent or a limit that is not known excludes nothing (C6).
    """
    reasons = []
    least = rooms_least(household)
    if home.rooms < least:
        reasons.append(f"{home.rooms} rooms is fewer than {least}")
    if household.rooms_max is not None and home.rooms > household.rooms_max:
        reasons.append(f"{home.rooms} rooms is more than {household.rooms_max}")
    rent = home.rent_after if home.rent_after is not None else home.rent
    if rent is not None and household.rent_max is not None and rent > household.rent_max:
        reasons.append(f"a rent of {rent:.2f} euro is more than {household.rent_max:.2f}")
    return reasons + _out_of_reach(household, home)


def unfit_as_temporary(household: Household, home: Home, policy: Policy) -> list[str]:
    """Return in words why a home does not suit for a while; empty when it does."""
    reasons = []
    least = max(1, rooms_least(household) - policy.temporary_rooms_slack)
    if home.rooms < least:
        reasons.append(f"{home.rooms} rooms is fewer than {least}")
    return reasons + _out_of_reach(household, home)
