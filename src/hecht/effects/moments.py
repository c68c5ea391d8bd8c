"""ATT(g, t) from sums by cohort: all that placebo draws need, so that they cost next to nothing.

With the covariates z = (1, x) of a unit, its cohort needs only sum z z' and sum z y'. The
regression of the comparison units follows from them, and what it leaves of the change of a
cohort is its ATT(g, t). Without covariates that is the difference of two mean changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects.area_panel import Observations, ObservationsError
from hecht.effects.cells import Cells

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums by cohort, the never treated last; any number of draws in front.

    `design` is (…, cohorts + 1, p, p): sum z z'; its corner is the number of units. `outcome` is
    (…, cohorts + 1, p, times): sum z y'.
    """

    design: Floats
    outcome: Floats


def design_of(observations: Observations) -> Floats:
    """Return z = (1, x) of each unit, (units, p); covariates are centred and scaled.

    Neither changes an estimate; both keep the sums well-conditioned.
    """
    columns = [np.ones(len(observations.units))]
    for name, values in observations.covariates.items():
        spread = values.std()
        if spread == 0:
            raise ObservationsError(
                f"the covariate {name} is the same for every unit; leave it out"
            )
        columns.append((values - values.mean()) / spread)
    return np.column_stack(columns)


def centred(observations: Observations) -> Floats:
    """Return the outcome without each unit's own mean, which no change depends on."""
    return np.asarray(observations.outcome - observations.outcome.mean(axis=1, keepdims=True))


def moments_of(design: Floats, outcome: Floats, cohort: NDArray[np.int64], count: int) -> Moments:
    """Return the sums of `count` cohorts and, last, of the units whose cohort is `count`."""
    p, times = design.shape[1], outcome.shape[1]
    squares = np.zeros((count + 1, p, p))
    products = np.zeros((count + 1, p, times))
    for at in range(count + 1):
        inside = cohort == at
        z = design[inside]
        squares[at] = z.T @ z
        products[at] = z.T @ outcome[inside]
    return Moments(squares, products)


def att_of(moments: Moments, cells: Cells) -> Floats:
    """Return ATT(g, t) of every cell, (…, cells)."""
    coefficients = coefficients_of(moments, cells)
    rule = cells.rules[1]
    sizes = moments.design[..., cells.cohort, 0, 0]
    own = moments.outcome[..., cells.cohort, 0, :]
    at = np.arange(len(rule))
    changed = (own[..., at, cells.time] - own[..., at, cells.base]) / sizes
    mean = moments.design[..., cells.cohort, 0, :] / sizes[..., None]
    slope = coefficients[..., rule, :, cells.time] - coefficients[..., rule, :, cells.base]
    slope = np.moveaxis(slope, 0, -2) if slope.ndim > 2 else slope
    return np.asarray(changed - (mean * slope).sum(axis=-1))


def coefficients_of(moments: Moments, cells: Cells) -> Floats:
    """Return the regression of the comparison units on z, (…, rules, p, times).

    Raises ObservationsError when they are too few for the covariates, or these say the same.
    """
    rules = cells.rules[0].astype(float)
    square = np.einsum("rk,...kpq->...rpq", rules, moments.design)
    product = np.einsum("rk,...kpt->...rpt", rules, moments.outcome)
    if square.shape[-1] == 1:
        return np.asarray(product / square)
    if not np.all(np.linalg.cond(square) < 1e10):
        raise ObservationsError(
            "the covariates of the comparison units do not tell them apart (too few units, or "
            "covariates that say the same); give fewer covariates"
        )
    return np.linalg.solve(square, product)
