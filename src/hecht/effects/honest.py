"""How far areas might have drifted apart unseen before an effect no longer shows.

After Rambachan and Roth (2023), "A more credible approach to parallel trends", Review of
Economic Studies 90(5). Two bounds on the drift after the measure: "relative", at most M times
the worst step from one period to the next seen before (`honest_relative`), and "smoothness",
its slope changes by at most M a period, in units of the outcome (`honest_smoothness`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hecht.effects.effect import Sensitivity
from hecht.effects.event_study import EventStudy
from hecht.effects.honest_relative import relative_interval
from hecht.effects.honest_smoothness import fixed_length

RESTRICTIONS = ("relative", "smoothness")

RELATIVE_MS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""The bounds shown when none are asked for: from none to twice the worst step before."""

MOST = 1000.0
"""A breakdown value is sought up to this many times the standard error, or worst step."""


def sensitivity(
    study: EventStudy, restriction: str, ms: Sequence[float], level: float = 0.95
) -> tuple[Sensitivity, ...]:
    """Return the interval under each bound `ms` on the drift.

    Raises ValueError for an unknown restriction, a negative bound, or a level outside (0, 1).
    """
    interval = _interval(study, restriction, level)
    return tuple(Sensitivity(restriction, float(m), *interval(float(m))) for m in ms)


def breakdown(
    study: EventStudy, restriction: str, level: float = 0.95, precision: float = 1e-3
) -> float | None:
    """Return the largest bound on the drift at which zero is still excluded.

    None when zero is not excluded even without drift; infinity when no bound tried lets zero
    in. Right to `precision`, relative; the value returned itself excludes zero.
    """
    interval = _interval(study, restriction, level)

    def shows(m: float) -> bool:
        low, high = interval(m)
        return low > 0.0 or high < 0.0

    if not shows(0.0):
        return None
    unit = 1.0 if restriction == "relative" else study.se
    low, high = 0.0, unit
    while shows(high):
        low, high = high, 2.0 * high
        if high > MOST * unit:
            return float("inf")
    while high - low > precision * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if shows(middle) else (low, middle)
        if high < 1e-9 * unit:
            break
    return low


def smoothness_ms(study: EventStudy) -> tuple[float, ...]:
    """Return bounds on the bend to show: from none to the standard error of the effect."""
    return tuple(study.se * share for share in (0.0, 0.25, 0.5, 0.75, 1.0))


def _interval(
    study: EventStudy, restriction: str, level: float
) -> Callable[[float], tuple[float, float]]:
    """Return the interval as a function of the bound."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"the level is {level}; it must lie between 0 and 1")
    if restriction == "relative":
        return lambda m: relative_interval(study, m, level)
    if restriction == "smoothness":

        def of_bend(m: float) -> tuple[float, float]:
            found = fixed_length(study, m, level)
            return found.low, found.high

        return of_bend
    raise ValueError(
        f'the restriction "{restriction}" is not known; it is one of {", ".join(RESTRICTIONS)}'
    )
