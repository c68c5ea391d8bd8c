"""Habituation to a higher rent (huurgewenning): what is taken off a step, year by year.

No law asks for it; a social plan says for how many years and how much. What is taken off falls in
equal steps to nothing.
"""

from __future__ import annotations

from math import ceil


def habituation_shares(years: float, first: float) -> tuple[float, ...]:
    """Return the share of a step in rent that is taken off in the first year, the second, and on.

    `years` is how long it lasts (0: there is none) and `first` the share in the first year; in
    year k, counted from 0, it is first * (1 - k / years). Raises ValueError for a negative number
    of years or a share outside 0 to 1.
    """
    if years < 0 or not 0 <= first <= 1:
        raise ValueError(
            f"habituation over {years:g} years from a share of {first:g} cannot be; give 0 years "
            "or more and a share from 0 to 1"
        )
    return tuple(first * (1 - k / years) for k in range(ceil(years)))
