"""The comparisons of staggered difference-in-differences: ATT(g, t), of whom with whom.

After Callaway and Sant'Anna (2021), "Difference-in-Differences with multiple time periods",
Journal of Econometrics 225(2). Which comparisons there are follows from the starts and the times
alone, so that placebo draws share them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects.area_panel import Observations, ObservationsError
from hecht.effects.options import Base, Comparison, Options


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Every ATT(g, t): its cohort, time and base as places in `cohorts` and `times`.

    `compared` is (cells, cohorts + 1): which cohorts serve as comparison; the last column stands
    for units that are never treated within the panel. A cell whose time is its base is zero by
    definition (a universal base).
    """

    cohorts: NDArray[np.int64]
    times: NDArray[np.int64]
    cohort: NDArray[np.int64]
    time: NDArray[np.int64]
    base: NDArray[np.int64]
    compared: NDArray[np.bool_]

    @property
    def event_time(self) -> NDArray[np.int64]:
        """Return the years since the start of each cell, negative before it."""
        return self.times[self.time] - self.cohorts[self.cohort]

    @property
    def after(self) -> NDArray[np.bool_]:
        """Return which cells lie at or after the start."""
        result: NDArray[np.bool_] = self.event_time >= 0
        return result

    @property
    def reference(self) -> NDArray[np.bool_]:
        """Return which cells are zero by definition."""
        result: NDArray[np.bool_] = self.time == self.base
        return result

    @property
    def rules(self) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Return the different rows of `compared`, and which of them each cell has."""
        rows, which = np.unique(self.compared, axis=0, return_inverse=True)
        return rows, which.reshape(-1).astype(np.int64)


def cohort_of(observations: Observations) -> NDArray[np.int64]:
    """Return for each unit the place of its cohort; never treated: the number of cohorts."""
    cohorts = np.array(observations.cohorts, dtype=np.int64)
    places = np.searchsorted(cohorts, observations.first_treated)
    return np.where(observations.treated, places, len(cohorts)).astype(np.int64)


def cells_of(observations: Observations, options: Options) -> Cells:
    """Return every comparison that the starts, the times and the options allow.

    `observations` are prepared. Raises ObservationsError when nobody serves as comparison.
    """
    cohorts = np.array(observations.cohorts, dtype=np.int64)
    times = observations.times
    has_never = bool((~observations.treated).any())
    if options.comparison is Comparison.NEVER and not has_never:
        raise ObservationsError(
            "every unit gets the measure at some time, so none of them never has it; compare with "
            "those that have not begun yet (--comparison not-yet)"
        )
    found: list[tuple[int, int, int]] = []
    rules: list[NDArray[np.bool_]] = []
    for at, start in enumerate(cohorts):
        before = np.flatnonzero(times + options.anticipation < start)
        if not len(before):
            continue
        last = int(before[-1])
        for time in range(len(times)):
            base = last
            if options.base is Base.VARYING and times[time] < start:
                base = time - 1
            if base < 0 or (options.base is Base.VARYING and base == time):
                continue
            rule = np.zeros(len(cohorts) + 1, dtype=bool)
            rule[-1] = has_never
            if options.comparison is Comparison.NOT_YET:
                latest = times[max(time, base)] + options.anticipation
                rule[:-1] = (cohorts > latest) & (cohorts != start)
            if rule.any():
                found.append((at, time, base))
                rules.append(rule)
    if not any(cohorts[at] <= times[time] for at, time, _ in found):
        raise ObservationsError(
            "at no time after a start is there a unit without the measure to compare with; add "
            "units that never get it, or figures of earlier starts"
        )
    table = np.array(found, dtype=np.int64)
    return Cells(cohorts, times, table[:, 0], table[:, 1], table[:, 2], np.array(rules))
