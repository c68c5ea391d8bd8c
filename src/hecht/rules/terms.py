"""Terms of law in whole months, weeks, days, homes or percent, from the table `terms`."""

from __future__ import annotations

from datetime import date

from hecht.rules.dated import DatedTable, NoAmount, look_up


def term(rule: str, day: date, own: DatedTable | None = None) -> int:
    """Return a term that holds on a day, in the unit of the table; `own` rows go first.

    Raises LookupError, saying what to provide, when no verified term holds on that day.
    """
    found = look_up("terms", rule, day, own)
    if isinstance(found, NoAmount):
        raise LookupError(f"{found.why}; {found.provide}")
    return int(found.amount)
