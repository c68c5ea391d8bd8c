"""The 70% of article 7:220 paragraph 3 BW, from which a renovation proposal is presumed reasonable.

Source: https://www.vbtm.nl/weblog/redelijk-voorstel-bij-renovatie. Whether households, contracts
or homes are counted was not found in a source; the caller says what it counts, and silence is
not consent.
"""

from __future__ import annotations

LEAST_HOMES = 10


def enough_consent(yes: int, total: int) -> bool:
    """Return whether `yes` of `total` is 70% or more, reckoned in whole numbers.

    Raises ValueError when `total` is not positive or `yes` lies outside 0..total.
    """
    if total <= 0 or not 0 <= yes <= total:
        raise ValueError(
            f"{yes} of {total} cannot be: the total must be above 0 and the consents within it"
        )
    return 10 * yes >= 7 * total


def presumed_reasonable(yes: int, total: int) -> bool:
    """Return whether the proposal is presumed reasonable: 70% or more, of at least 10 homes."""
    return enough_consent(yes, total) and total >= LEAST_HOMES


def consents_needed(total: int) -> int:
    """Return the least number of consents that makes 70% of `total`."""
    return -(-7 * total // 10)
