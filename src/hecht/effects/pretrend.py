"""Did areas move alike before the measure? A joint test of all that should be zero then."""

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
BY_PLACEBO = "by event time, among placebo areas"
"""The notes of a test; `words` knows them in Dutch."""

PER_VALUE, FEWEST = 10, 50
"""With fewer treated clusters for each value tested, or fewer altogether, the chi-squared law is
not to be trusted."""


def trusted(found: GroupTimes, strata: Strata) -> bool:
    """Return whether there are treated clusters enough for the Wald test of `by_wald`."""
    return strata.treated_clusters >= max(FEWEST, PER_VALUE * int(_before(found).sum()))


def by_wald(found: GroupTimes, strata: Strata) -> PreTrend:
    """Test that every ATT(g, t) before its start is zero, as R's `did` does.

    The Wald statistic has a chi-squared law with many treated clusters. With few it rejects far
    too often: at 20 treated areas and six years one time in five, at a nominal 5%.
    """
    from scipy.stats import chi2

    before = _before(found)
    degrees = int(before.sum())
    if degrees == 0:
        return PreTrend(None, 0, None, ONE_TIME)
    values = found.att[before]
    by_cluster = summed(found.influence[:, before], strata)
    spread = by_cluster.T @ by_cluster / len(found.influence) ** 2
    if np.linalg.cond(spread) > 1e12:
        return PreTrend(None, degrees, None, SAME)
    statistic = float(values @ np.linalg.solve(spread, values))
    return PreTrend(statistic, degrees, float(chi2.sf(statistic, degrees)))


def by_draws(values: Floats, draws: Floats | None) -> PreTrend:
    """Test the means by event time before the start by their rank among those of placebo areas.

    `values` (times,), `draws` (draws, times). The statistic is the distance from zero in units of
    how the draws and it vary together; its law is that of the draws, however few are treated.
    """
    degrees = len(values)
    if degrees == 0:
        return PreTrend(None, 0, None, ONE_TIME)
    if draws is None or len(draws) <= 3 * degrees:
        return PreTrend(None, degrees, None, TOO_FEW)
    # the estimate itself is one of the draws when there was nothing, so it counts in the spread
    spread = (draws.T @ draws + np.outer(values, values)) / (len(draws) + 1)
    if np.linalg.cond(spread) > 1e12:
        return PreTrend(None, degrees, None, SAME)
    inverse = np.linalg.inv(spread)
    statistic = float(values @ inverse @ values)
    others = np.einsum("dt,ts,ds->d", draws, inverse, draws)
    rank = 1 + int((others >= statistic * (1 - 1e-12)).sum())
    return PreTrend(statistic, degrees, rank / (len(draws) + 1), BY_PLACEBO)


def _before(found: GroupTimes) -> NDArray[np.bool_]:
    return np.asarray(~found.cells.after & ~found.cells.reference)
