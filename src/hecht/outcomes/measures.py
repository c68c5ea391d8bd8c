"""Small steps that several topics take: a norm of a month, a number per home, a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hecht.outcomes.calendar_days import day_of
from hecht.outcomes.figure import Value
from hecht.outcomes.scene import Scene
from hecht.rules import Amount, DatedTable, NoAmount

NO_HOMES = "no home can be lived in at that moment"


def norm_of(
    scene: Scene,
    month: int,
    rule: str,
    find: Callable[[str, date, DatedTable | None], Amount | NoAmount],
) -> float | str:
    """Return the norm of a rule in a month, the user's own first, or why there is none."""
    found = find(rule, day_of(scene, month), scene.norms)
    return f"{found.why}; {found.provide}" if isinstance(found, NoAmount) else found.amount


def per(value: Value, count: int, none: str = NO_HOMES) -> Value:
    """Divide a figure by a count (of homes); not known, because of `none`, when that is 0."""
    if value.value is None:
        return value
    return Value(value.value / count) if count else Value.unknown(none)


def as_value(found: float | str) -> Value:
    """Return a number as a figure, or the reason why there is none."""
    return Value.unknown(found) if isinstance(found, str) else Value(float(found))
