"""The two fits: synthetic difference-in-differences, and synthetic control."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from hecht.effects.simplex import nearest_mix
from hecht.effects.synthetic_cohorts import Cohort, Fit, Fitter

Floats = NDArray[np.float64]

STOP = 1e-5
"""The descent of the weights stops at steps smaller than this times the noise, as the authors'."""


def synthetic_did(cohort: Cohort, own: Floats, donors: Floats) -> Fit:
    """Fit one cohort by synthetic difference-in-differences (Arkhangelsky et al. 2021).

    Weights of areas and of times are those of diff-diff, which follow the authors' programme
    (with its rule to stop); the penalty on weights of areas grows with the number of treated
    cells and with the noise, the spread of the donors' changes before. Raises ValueError where
    diff-diff is not installed.
    """
    areas, times = _weighers()
    before = np.ascontiguousarray(donors[:, cohort.before].T)
    after = np.ascontiguousarray(donors[:, cohort.after].T)
    noise = float(np.diff(before, axis=0).std(ddof=1)) if before.size > before.shape[1] else 0.0
    cells = len(cohort.members) * int(cohort.after.sum())
    # Outcomes in units of their noise: the weights are the same, and no unit is too small.
    unit = noise or float(np.abs(before).max()) or 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mix = areas(
            before / unit, own[cohort.before] / unit, cells**0.25 * noise / unit, min_decrease=STOP
        )
        when = times(before / unit, after / unit, 1e-6 * noise / unit, min_decrease=STOP)
    mix, when = np.asarray(mix, dtype=np.float64), np.asarray(when, dtype=np.float64)
    gap = own - mix @ donors
    gap = gap - when @ gap[cohort.before]
    error = float(np.sqrt(((gap[cohort.before] - gap[cohort.before].mean()) ** 2).mean()))
    return Fit(gap, mix, when, error)


def _weighers() -> tuple[Callable[..., Floats], Callable[..., Floats]]:
    try:
        from diff_diff import utils
    except ImportError as error:
        raise ValueError(
            "synthetic difference-in-differences needs diff-diff; pip install 'hecht[effects]'"
        ) from error
    areas = cast(Callable[..., Floats], utils.compute_sdid_unit_weights)
    return areas, cast(Callable[..., Floats], utils.compute_time_weights)


def synthetic_control(cohort: Cohort, own: Floats, donors: Floats) -> Fit:
    """Fit one cohort by the mix of donors nearest to it in the outcomes before."""
    return _control(
        cohort, own, donors, nearest_mix(donors[:, cohort.before].T, own[cohort.before])
    )


def matched_control(predictors: Floats, importance: Floats, pool: NDArray[np.int64]) -> Fitter:
    """Return the fit by the mix of donors nearest in predictors (areas, predictors).

    `importance` (predictors,) weighs them; each counts in units of its spread over the areas of
    `pool` and the cohort's own.
    """

    def fit(cohort: Cohort, own: Floats, donors: Floats) -> Fit:
        target = predictors[cohort.members].mean(axis=0)
        mix = matched_weights(predictors[pool].T, target, importance)
        return _control(cohort, own, donors, mix)

    return fit


def matched_weights(columns: Floats, target: Floats, importance: Floats) -> Floats:
    """Return the mix of columns (predictors, donors) nearest to the target, weighed."""
    spread = np.column_stack((columns, target)).std(axis=1, ddof=1)
    scale = np.sqrt(importance) / np.where(spread > 0.0, spread, 1.0)
    return nearest_mix(columns * scale[:, None], target * scale)


def _control(cohort: Cohort, own: Floats, donors: Floats, mix: Floats) -> Fit:
    gap = own - mix @ donors
    error = float(np.sqrt((gap[cohort.before] ** 2).mean()))
    return Fit(gap, mix, np.zeros(0), error)
