"""Treated cohorts beside the areas that never had the measure, and figures of all cohorts.

Methods of synthetic comparison fit one cohort at a time: the mean of its areas against a mix of
areas that never had the measure. Cohorts are put together by their areas (and, for the one
figure, by the times after as well), as in Clarke, Pailañir, Athey and Imbens (2023),
"Synthetic difference-in-differences estimation", for staggered starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects.area_panel import Observations, ObservationsError

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """The areas that began at `start`, and what they can be compared with.

    `members` are places of areas. `before` and `after` mark times (times,); times between the
    two are those in which the measure may have been anticipated.
    """

    start: int
    members: Places
    before: Truths
    after: Truths
    event_time: Places


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """One cohort against its mix: `gap` (times,), zero on average where nothing happened.

    `weights` (donors,) are those of the areas in the mix, `times` (times before,) those of the
    times before, or empty. `error` is the root mean square of the gap before.
    """

    gap: Floats
    weights: Floats
    times: Floats
    error: float


Fitter = Callable[[Cohort, Floats, Floats], Fit]
"""From a cohort, its mean outcome (times,) and that of the donors (donors, times) to its fit."""


def cohorts_of(observations: Observations, anticipation: int, fewest: int) -> list[Cohort]:
    """Return the cohorts that have at least `fewest` times before; `observations` are prepared.

    Raises ObservationsError where no area never has the measure, or no cohort has the times.
    """
    if observations.treated.all():
        raise ObservationsError(
            "every unit gets the measure at some time; a synthetic comparison is made of units "
            "that never get it"
        )
    times = observations.times
    found = []
    for start in observations.cohorts:
        before = times + anticipation < start
        if int(before.sum()) >= fewest:
            members = np.flatnonzero(observations.first_treated == start)
            found.append(Cohort(start, members, before, times >= start, times - start))
    if not found:
        raise ObservationsError(
            f"no unit has figures of {fewest} times before its start; a synthetic comparison is "
            "fitted on them"
        )
    return found


def fitted(
    outcome: Floats, cohorts: Sequence[Cohort], chosen: Sequence[Places], pool: Places, fit: Fitter
) -> list[Fit]:
    """Fit each cohort with the areas `chosen` as its members and those of `pool` as donors."""
    donors = outcome[pool]
    return [
        fit(cohort, outcome[members].mean(axis=0), donors)
        for cohort, members in zip(cohorts, chosen, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Figures:
    """Which figures are reckoned from fits: one, by cohort, and by event time."""

    cohorts: tuple[int, ...]
    events: tuple[int, ...]

    def names(self) -> int:
        """Return how many figures there are."""
        return 1 + len(self.cohorts) + len(self.events)


def figures_of(cohorts: Sequence[Cohort]) -> Figures:
    """Return the figures that these cohorts give."""
    events = {int(at) for one in cohorts for at in one.event_time}
    return Figures(tuple(one.start for one in cohorts), tuple(sorted(events)))


def reckoned(cohorts: Sequence[Cohort], fits: Sequence[Fit]) -> Floats:
    """Return the one figure, then those by cohort, then those by event time."""
    figures = figures_of(cohorts)
    sizes = np.array([len(one.members) for one in cohorts], dtype=np.float64)
    spans = np.array([one.after.sum() for one in cohorts], dtype=np.float64)
    groups = np.array([fit.gap[one.after].mean() for one, fit in zip(cohorts, fits, strict=True)])
    whole = float(groups @ (sizes * spans) / (sizes @ spans))
    total = np.zeros(len(figures.events))
    share = np.zeros(len(figures.events))
    for one, fit, size in zip(cohorts, fits, sizes, strict=True):
        places = np.searchsorted(figures.events, one.event_time)
        total[places] += size * fit.gap
        share[places] += size
    return np.concatenate(([whole], groups, total / share))


def pooled(cohorts: Sequence[Cohort], fits: Sequence[Fit]) -> tuple[float, float]:
    """Return the root mean square of the gap before and after, over all cohorts by their areas."""
    squares, counts = np.zeros(2), np.zeros(2)
    for one, fit in zip(cohorts, fits, strict=True):
        for place, times in enumerate((one.before, one.after)):
            squares[place] += len(one.members) * float((fit.gap[times] ** 2).sum())
            counts[place] += len(one.members) * int(times.sum())
    before, after = np.sqrt(squares / counts)
    return float(before), float(after)
