"""Norms for climate, parking and green: dated tables with a source, the user's own rows first.

There is no national norm for any of these: a municipality sets its own. The rows that come with
hecht are public examples, named in each definition, so that a first scenario can be measured.
"""

from __future__ import annotations

from datetime import date

from hecht.rules.dated import Amount, DatedTable, NoAmount, look_up


def climate_norm(rule: str, day: date, own: DatedTable | None = None) -> Amount | NoAmount:
    """Return a norm for rain (mm), heat (percent) or cooling (degrees per percentage point)."""
    return look_up("climate_norms", rule, day, own)


def parking_norm(tenure: str, day: date, own: DatedTable | None = None) -> Amount | NoAmount:
    """Return the parking places needed for a home of a tenure: social, mid, market or owned."""
    return look_up("parking_norms", f"parking_{tenure}", day, own)


def green_norm(rule: str, day: date, own: DatedTable | None = None) -> Amount | NoAmount:
    """Return a norm for green (m2 a home), benches (m), trees (m) or doors (per 100 m)."""
    return look_up("green_norms", rule, day, own)
