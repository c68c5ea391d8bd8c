"""How much each unit moves each ATT(g, t): its influence, from which all standard errors follow.

Formulas of Sant'Anna and Zhao (2020), "Doubly robust difference-in-differences estimators",
Journal of Econometrics 219(1): outcome regression, and the doubly robust estimator with a
logistic propensity score by maximum likelihood. Influences have mean zero; the variance of an
estimate is the sum of their squares over the square of the number of units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects.area_panel import Observations, ObservationsError
from hecht.effects.cells import Cells, cohort_of
from hecht.effects.moments import (
    att_of,
    centred,
    coefficients_of,
    design_of,
    moments_of,
)
from hecht.effects.options import Adjust

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class GroupTimes:
    """ATT(g, t) of every cell, and the influence of every unit on it, (units, cells)."""

    cells: Cells
    cohort: NDArray[np.int64]
    att: Floats
    influence: Floats

    @property
    def sizes(self) -> Floats:
        """Return the number of units of each cohort, those never treated last."""
        return np.bincount(self.cohort, minlength=len(self.cells.cohorts) + 1).astype(float)


def group_times(observations: Observations, cells: Cells, adjust: Adjust) -> GroupTimes:
    """Return ATT(g, t) of prepared observations; without covariates `adjust` changes nothing."""
    cohort = cohort_of(observations)
    design, outcome = design_of(observations), centred(observations)
    if adjust is Adjust.DOUBLY_ROBUST and design.shape[1] > 1:
        return _doubly_robust(design, outcome, cohort, cells)
    return _regression(design, outcome, cohort, cells)


def _regression(
    design: Floats, outcome: Floats, cohort: NDArray[np.int64], cells: Cells
) -> GroupTimes:
    moments = moments_of(design, outcome, cohort, len(cells.cohorts))
    att = att_of(moments, cells)
    rules, which = cells.rules
    slopes = coefficients_of(moments, cells)
    influence = np.zeros((len(outcome), len(att)))
    for rule, compared in enumerate(rules):
        left = outcome - design @ slopes[rule]
        inside = compared[cohort]
        square = np.einsum("k,kpq->pq", compared.astype(float), moments.design)
        for cell in np.flatnonzero((which == rule) & ~cells.reference):
            change = left[:, cells.time[cell]] - left[:, cells.base[cell]]
            own = cohort == cells.cohort[cell]
            mean = design[own].mean(axis=0)
            influence[own, cell] = (change[own] - att[cell]) / own.sum()
            pull = design[inside] @ np.linalg.solve(square, mean)
            influence[inside, cell] = -change[inside] * pull
    return GroupTimes(cells, cohort, att, influence * len(outcome))


def _doubly_robust(
    design: Floats, outcome: Floats, cohort: NDArray[np.int64], cells: Cells
) -> GroupTimes:
    count = len(outcome)
    att = np.zeros(len(cells.cohort))
    influence = np.zeros((count, len(att)))
    for cell in np.flatnonzero(~cells.reference):
        own = cohort == cells.cohort[cell]
        inside = own | cells.compared[cell][cohort]
        change = outcome[inside, cells.time[cell]] - outcome[inside, cells.base[cell]]
        start = int(cells.cohorts[cells.cohort[cell]])
        att[cell], pulls = _robust_cell(design[inside], change, own[inside], start)
        influence[inside, cell] = pulls * count / inside.sum()
    return GroupTimes(cells, cohort, att, influence)


def _robust_cell(
    z: Floats, change: Floats, own: NDArray[np.bool_], start: int
) -> tuple[float, Floats]:
    """Return the doubly robust estimate of one cell, and the influence of its units."""
    count = len(change)
    treated = own.astype(float)
    other = 1 - treated
    chance, spread = _propensity(z, treated, start)
    square = (z * other[:, None]).T @ z / count
    left = change - z @ np.linalg.solve(square, z.T @ (other * change) / count)
    odds = other * chance / (1 - chance)
    share, weight = treated.mean(), odds.mean()
    own_mean, other_mean = (treated * left).mean() / share, (odds * left).mean() / weight
    by_slope = np.linalg.solve(square, ((other * left)[:, None] * z).T).T
    by_chance = (treated - chance)[:, None] * z @ (spread * count)
    first = treated * (left - own_mean) - by_slope @ (z * treated[:, None]).mean(axis=0)
    second = (
        odds * (left - other_mean)
        + by_chance @ (z * (odds * (left - other_mean))[:, None]).mean(axis=0)
        - by_slope @ (z * odds[:, None]).mean(axis=0)
    )
    return float(own_mean - other_mean), first / share - second / weight


def _propensity(z: Floats, treated: Floats, start: int) -> tuple[Floats, Floats]:
    """Return the chance of each unit to be treated, by Newton's method, and the slopes' spread."""
    slope = np.zeros(z.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(z @ slope, -30, 30)))
        curve = (z * (chance * (1 - chance))[:, None]).T @ z
        if np.linalg.cond(curve) > 1e12:
            break
        step = np.linalg.solve(curve, z.T @ (treated - chance))
        slope = slope + step
        if np.abs(step).max() < 1e-12:
            chance = 1 / (1 + np.exp(-(z @ slope)))
            curve = (z * (chance * (1 - chance))[:, None]).T @ z
            if chance[treated == 0].max() < 0.999:
                return chance, np.asarray(np.linalg.inv(curve), dtype=np.float64)
            break
    raise ObservationsError(
        f"the covariates tell the units treated from {start} almost apart from the comparison "
        f"units, so these cannot be weighed; use --adjust reg, or fewer covariates"
    )
