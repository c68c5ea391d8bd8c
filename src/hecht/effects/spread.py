"""Standard errors, intervals and simultaneous bands from the influence of each unit.

`se` is the plain one (Callaway and Sant'Anna 2021). Intervals reckon with few treated units: each
stratum (the clusters of one cohort) has its variance divided by one less than its clusters, and
the degrees of freedom follow Welch (1947); so with 20 treated units an interval of 95%
is wider than 1.96 standard errors, and with hundreds it is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects.effect import Estimate
from hecht.effects.options import Multiplier, Options

Floats = NDArray[np.float64]

FEWEST_TREATED = 5
"""With fewer treated clusters there is no analytic interval: only placebo areas tell something."""

_CHUNK = 100


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """The clusters whose influences are independent, and the stratum of each.

    `cluster` is the cluster of each unit; `stratum` that of each cluster. `treated` tells of each
    stratum whether it is of treated units, `sizes` its number of clusters.
    """

    cluster: NDArray[np.int64]
    stratum: NDArray[np.int64]
    sizes: Floats
    treated: NDArray[np.bool_]

    @property
    def treated_clusters(self) -> int:
        """Return the number of clusters with treated units."""
        return int(self.sizes[self.treated].sum())


def strata_of(
    cohort: NDArray[np.int64], cohorts: int, clusters: NDArray[np.int64] | None
) -> Strata:
    """Return the strata: one for each cohort, or, where clusters cross cohorts, one of all."""
    if clusters is None:
        cluster = np.arange(len(cohort))
        stratum = cohort
    else:
        cluster = np.unique(clusters, return_inverse=True)[1].reshape(-1)
        low = np.full(cluster.max() + 1, cohorts)
        high = np.zeros(cluster.max() + 1, dtype=np.int64)
        np.minimum.at(low, cluster, cohort)
        np.maximum.at(high, cluster, cohort)
        if np.any(low != high):
            # the first stratum holds every cluster with a treated unit, the second the others
            mixed = (low == cohorts).astype(np.int64)
            sizes = np.bincount(mixed, minlength=2).astype(float)
            return Strata(cluster, mixed, sizes, np.array([True, False]))
        stratum = low
    sizes = np.bincount(stratum, minlength=cohorts + 1).astype(float)
    return Strata(cluster, stratum, sizes, np.arange(cohorts + 1) < cohorts)


def summed(influence: Floats, strata: Strata) -> Floats:
    """Return influences added up by cluster; of units that are their own cluster, as they are."""
    count = len(strata.stratum)
    if count == len(influence):
        return influence
    result = np.zeros((count, influence.shape[1]))
    np.add.at(result, strata.cluster, influence)
    return result


def estimates(
    values: Floats,
    influence: Floats,
    strata: Strata,
    rests: NDArray[np.bool_],
    level: float,
) -> list[Estimate]:
    """Return each value with its standard error and interval.

    `influence` is (units, values), `rests` (strata, values): on which strata a value rests.
    """
    plain = np.sqrt((summed(influence, strata) ** 2).sum(axis=0)) / len(influence)
    corrected, degrees = corrected_errors(influence, strata, rests)
    result = []
    for value, se, wide, freedom in zip(values, plain, corrected, degrees, strict=True):
        if not np.isfinite(wide) or wide == 0:
            result.append(Estimate(float(value), level=level))
            continue
        reach = _quantile(level, freedom) * wide
        result.append(
            Estimate(float(value), float(se), float(value - reach), float(value + reach), level)
        )
    return result


def corrected_errors(
    influence: Floats, strata: Strata, rests: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return the standard error corrected for few clusters, and its degrees of freedom.

    Not a number where a stratum that counts has a single cluster, or too few are treated.
    """
    by_cluster = summed(influence, strata)
    parts = np.zeros((len(strata.sizes), influence.shape[1]))
    np.add.at(parts, strata.stratum, by_cluster**2)
    parts /= len(influence) ** 2
    alone = (strata.sizes == 1)[:, None] & rests
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(strata.sizes > 1, strata.sizes / (strata.sizes - 1), 0.0)
        parts = parts * scale[:, None]
        total = parts.sum(axis=0)
        # as Welch (1947) has it: without the bias of squaring estimated variances
        degrees = total**2 / (parts**2 / (strata.sizes + 1)[:, None]).sum(axis=0) - 2
        least = np.where(rests, strata.sizes[:, None], np.inf).min(axis=0) - 1
        degrees = np.maximum(degrees, least)
    bad = alone.any(axis=0) | (strata.treated_clusters < FEWEST_TREATED)
    return np.where(bad, np.nan, np.sqrt(total)), degrees


def _quantile(level: float, degrees: float) -> float:
    from scipy.stats import t

    return float(t.ppf(0.5 + level / 2, degrees))


def band_factor(
    influence: Floats, strata: Strata, rests: NDArray[np.bool_], options: Options
) -> float:
    """Return how many standard errors wide a band is within which all values lie together.

    By the multiplier bootstrap over clusters, seeded; at least what one value alone has.
    """
    from scipy.stats import norm

    corrected, _ = corrected_errors(influence, strata, rests)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(strata.sizes > 1, np.sqrt(strata.sizes / (strata.sizes - 1)), 0.0)
    usable = np.isfinite(corrected) & (corrected > 0)
    by_cluster = summed(influence, strata)[:, usable] * scale[strata.stratum][:, None]
    by_cluster = by_cluster / (len(influence) * corrected[usable])
    rng = np.random.default_rng(options.seed)
    most = [
        np.abs(_multipliers(rng, size, len(by_cluster), options.multiplier) @ by_cluster).max(1)
        for size in _sizes(options.bootstrap)
    ]
    alone = float(norm.ppf(0.5 + options.level / 2))
    return max(alone, float(np.quantile(np.concatenate(most), options.level)))


def bands(
    values: Floats,
    influence: Floats,
    strata: Strata,
    rests: NDArray[np.bool_],
    options: Options,
) -> list[tuple[float, float] | None]:
    """Return the simultaneous band of each value; None where it has no interval."""
    from scipy.stats import norm

    corrected, degrees = corrected_errors(influence, strata, rests)
    usable = np.isfinite(corrected) & (corrected > 0)
    if not usable.any() or options.bootstrap == 0:
        return [None] * len(values)
    factor = band_factor(influence, strata, rests, options) / float(
        norm.ppf(0.5 + options.level / 2)
    )
    result: list[tuple[float, float] | None] = []
    for value, wide, freedom, good in zip(values, corrected, degrees, usable, strict=True):
        reach = factor * _quantile(options.level, freedom) * wide if good else 0.0
        result.append((float(value - reach), float(value + reach)) if good else None)
    return result


def _sizes(draws: int) -> list[int]:
    return [min(_CHUNK, draws - begun) for begun in range(0, draws, _CHUNK)]


def _multipliers(rng: np.random.Generator, rows: int, columns: int, kind: Multiplier) -> Floats:
    """Return random weights with mean 0 and variance 1."""
    if kind is Multiplier.WEBB:
        six = np.sqrt(np.array([0.5, 1.0, 1.5]))
        values: Floats = np.concatenate([-six, six])
        return values[rng.integers(0, 6, (rows, columns))]
    root = np.sqrt(5)
    low = rng.random((rows, columns)) < (root + 1) / (2 * root)
    return np.asarray(np.where(low, (1 - root) / 2, (1 + root) / 2))
