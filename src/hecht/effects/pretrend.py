"""Did areas move alike before the measure? A joint Wald test of all that should be zero then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hecht.effects.effect import PreTrend
from hecht.effects.influence import GroupTimes
from hecht.effects.spread import Strata, summed

Floats = NDArray[np.float64]

ONE_TIME = "there is only one time before the measure"
TOO_FEW = "there are too few treated areas for the times before the measure"
SAME = "the times before the measure say the same"
BY_EVENT_TIME = "by event time, with the law for few areas"
"""The notes of a test; `words` knows them in Dutch."""

PER_VALUE = 10
"""With fewer treated clusters for each value tested, the chi-squared law is not to be trusted."""


def pretrend(found: GroupTimes, by_event_time: Floats, strata: Strata, events: Floats) -> PreTrend:
    """Test every ATT(g, t) before its start; with few treated areas, their means by event time.

    The first is the test of Callaway and Sant'Anna (2021) and of R's `did`. It needs many treated
    clusters for each value; with fewer, the means by event time (`by_event_time` their influence,
    `events` their values, the pre-times only) are tested by Hotelling's law instead, which knows
    that the covariance is estimated. Both at once would be choosing the nicer one.
    """
    before = ~found.cells.after & ~found.cells.reference
    treated = strata.treated_clusters
    if not before.any():
        return PreTrend(None, 0, None, ONE_TIME)
    if treated >= PER_VALUE * int(before.sum()):
        statistic = _wald(found.att[before], found.influence[:, before], strata)
        return _by_chi_squared(statistic, int(before.sum()))
    usable = np.abs(by_event_time).max(axis=0) > 0
    values = events[usable]
    degrees = len(values)
    if treated <= degrees + 1:
        return PreTrend(None, degrees, None, TOO_FEW)
    return _by_hotelling(_wald(values, by_event_time[:, usable], strata), degrees, treated)


def _wald(values: Floats, influence: Floats, strata: Strata) -> float | None:
    """Return the Wald statistic that the values are zero; None where they say the same."""
    by_cluster = summed(influence, strata)
    spread = by_cluster.T @ by_cluster / len(influence) ** 2
    if np.linalg.cond(spread) > 1e12:
        return None
    return float(values @ np.linalg.solve(spread, values))


def _by_chi_squared(statistic: float | None, degrees: int) -> PreTrend:
    from scipy.stats import chi2

    if statistic is None:
        return PreTrend(None, degrees, None, SAME)
    return PreTrend(statistic, degrees, float(chi2.sf(statistic, degrees)))


def _by_hotelling(statistic: float | None, degrees: int, treated: int) -> PreTrend:
    from scipy.stats import f

    if statistic is None:
        return PreTrend(None, degrees, None, SAME)
    scaled = statistic * (treated - degrees) / (degrees * (treated - 1))
    p = float(f.sf(scaled, degrees, treated - degrees))
    return PreTrend(statistic, degrees, p, BY_EVENT_TIME)
