"""Rent limits by year: the capping limits for fitting allocation and the social rent limit."""

from __future__ import annotations

from datetime import date

from hecht.rules.dated import Amount, DatedTable, NoAmount, look_up


def capping_limit(persons: int, day: date, own: DatedTable | None = None) -> Amount | NoAmount:
    """Return the aftoppingsgrens in euros a month: low for 1 or 2 persons, high for 3 or more.

    Of a landlord's lettings to households with a low income, 95% must be at or below it
    (Woningwet and BTIV). Raises ValueError when there are no persons.
    """
    if persons < 1:
        raise ValueError(f"a household of {persons} persons cannot be; give 1 or more")
    return look_up(
        "rent_limits", "capping_limit_low" if persons <= 2 else "capping_limit_high", day, own
    )


def social_rent_limit(day: date, own: DatedTable | None = None) -> Amount | NoAmount:
    """Return the highest starting rent of a social home (DAEB) in euros a month."""
    return look_up("rent_limits", "social_rent_limit", day, own)
