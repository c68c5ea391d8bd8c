"""The least moving allowance a landlord owes when works make a tenant move.

Articles 7:220 paragraphs 5 to 7 and 7:275 paragraph 4 BW, for self-contained homes. The amount
goes by the day of the move and is indexed each year before 1 March: times 1 + the consumer price
index of the year before, rounded to whole euros
(https://zoek.officielebekendmakingen.nl/stcrt-2019-7562.html).
"""

from __future__ import annotations

from datetime import date

from hecht.rules.dated import Amount, DatedTable, NoAmount, look_up

RULE = "moving_allowance"


def moving_allowance(day: date, own: DatedTable | None = None) -> Amount | NoAmount:
    """Return the least allowance in euros for a move on a day, or what must be provided.

    `own` holds rows of the user, which go before those that come with hecht.
    """
    return look_up(RULE, RULE, day, own)


def indexed(amount: int, inflation: float) -> int:
    """Return next year's allowance by the indexing rule; `inflation` is a share, 0.017 for 1.7%.

    For checking a published amount, never for replacing one.
    """
    return round(amount * (1 + inflation))
