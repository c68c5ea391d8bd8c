"""Intervals that hold while the drift after is at most M times the worst step seen before.

Rambachan and Roth (2023), section 3.2, with the hybrid of the conditional and the least
favourable test of Andrews, Roth and Pakes (2023). For each step before that may have been the
worst, and either sign of it, an effect is kept unless the moments "each step after, less M times
that step, is at most zero" are rejected; the interval spans all that is kept.

The test takes the largest of the moments' combinations that do not depend on the effects of
other periods. These are the corners of a polytope, here few and known (`_corners`): all steps
after together, up or down, and each step after against itself, which asks that the worst step
have its sign. So no linear programme is solved; tests hold the corners against one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects.event_study import EventStudy, Floats
from hecht.effects.folded import truncated_quantile

Truths = NDArray[np.bool_]

FIRST_STAGE = 0.1
"""The share of the test's size that the least favourable stage spends, as in the paper."""

DRAWS = 20_000
"""Draws for the critical value of the least favourable stage."""

GRID = 801
"""Effects tried across the range before the ends are refined."""

SEED = 20_230_525
"""Of the draws, fixed so that one study has one interval."""

SAME = 1e-10
"""Variances and covariances this much apart, relative, are taken as equal."""


@dataclass(frozen=True, eq=False)
class _Corners:
    """Combinations of moments: value = weights @ coefficients - slope * effect.

    `weights` is (corners, periods), `slope` (corners,), `covariance` (corners, corners) and
    `critical` the critical value of the least favourable stage.
    """

    weights: Floats
    slope: Floats
    covariance: Floats
    critical: float


def relative_interval(study: EventStudy, m: float, level: float = 0.95) -> tuple[float, float]:
    """Return the interval under a drift after of at most `m` times the worst step before.

    The ends are exact to a millionth of the standard error, given the draws. Raises ValueError
    when `m` is negative or not finite.
    """
    if not 0.0 <= m < np.inf:
        raise ValueError(f"the bound on the drift is {m} times that before; it must be 0 or more")
    cases = _cases(study, m, level)

    def kept(effects: Floats) -> Truths:
        inside = np.zeros(len(effects), dtype=bool)
        for case in cases:
            inside |= ~_rejected(study, case, effects, level)
        return inside

    scale = study.se + m * _largest_step(study)
    reach = 4.0
    while True:
        side = np.linspace(0.0, reach * scale, GRID // 2 + 1)
        low_kept = kept(study.estimate - side)
        high_kept = kept(study.estimate + side)
        if not (low_kept[-1] or high_kept[-1]):
            break
        reach *= 2.0
    return (
        study.estimate - _edge(lambda x: kept(study.estimate - x), side, low_kept, study.se),
        study.estimate + _edge(lambda x: kept(study.estimate + x), side, high_kept, study.se),
    )


def _edge(kept: Callable[[Floats], Truths], side: Floats, inside: Truths, se: float) -> float:
    """Return how far the outermost effect that is kept lies, by halving between two tried."""
    last = int(np.flatnonzero(inside)[-1]) if inside.any() else 0
    low, high = float(side[last]), float(side[last + 1])
    while high - low > 1e-6 * se:
        middle = np.linspace(low, high, 12)[1:-1]
        found = np.flatnonzero(kept(middle))
        ends = np.concatenate(([low], middle, [high]))
        step = int(found[-1]) + 1 if len(found) else 0
        low, high = float(ends[step]), float(ends[step + 1])
    return low


def _largest_step(study: EventStudy) -> float:
    """Return the weight of the target times a generous bound on the worst step before."""
    steps = study.steps[: study.before]
    sizes = np.abs(steps @ study.coefficients)
    errors = _errors(study, steps)
    return float(np.abs(_reach(study)).sum() * (sizes + 2.0 * errors).max())


def _reach(study: EventStudy) -> Floats:
    """Return by how much (after,) the drift's step into each period after moves the target."""
    return np.cumsum(study.weights[::-1])[::-1]


def _cases(study: EventStudy, m: float, level: float) -> list[_Corners]:
    """Return the corners for each step before that may have been the worst, and each sign."""
    draws = np.random.default_rng(SEED).standard_normal((DRAWS, len(study.coefficients)))
    values, vectors = np.linalg.eigh(study.covariance)
    errors = draws @ (vectors * np.sqrt(np.clip(values, 0.0, None))).T
    cases = []
    for worst in range(study.before):
        for sign in (1.0, -1.0):
            weights, slope = _corners(study, m, worst, sign)
            largest = (errors @ weights.T).max(axis=1)
            critical = float(np.quantile(largest, 1.0 - FIRST_STAGE * (1.0 - level)))
            covariance = weights @ study.covariance @ weights.T
            cases.append(_Corners(weights, slope, covariance, critical))
    return cases


def _corners(study: EventStudy, m: float, worst: int, sign: float) -> tuple[Floats, Floats]:
    """Return weights (corners, periods) and slopes (corners,) of the combinations to test.

    Each moment is weighed against its standard error, so that a corner is scaled by the sum of
    its moments' weights times their errors. With one period after, the moments on the steps
    before join in, as in the authors' programme: they are corners by themselves.
    """
    steps = study.steps
    step = sign * steps[worst]
    after = steps[study.before :]
    up, down = after - m * step, -after - m * step
    up_error, down_error = _errors(study, up), _errors(study, down)
    reach = _reach(study)
    rows: list[Floats] = []
    slopes: list[float] = []
    for way in (1.0, -1.0):
        rising, falling = np.clip(way * reach, 0, None), np.clip(-way * reach, 0, None)
        size = float(rising @ up_error + falling @ down_error)
        if size > 0.0:
            rows.append((rising @ up + falling @ down) / size)
            slopes.append(way / size)
    alone = np.count_nonzero(reach) == 1
    for period in range(study.after):
        size = float(up_error[period] + down_error[period])
        if size > 0.0 and not (alone and reach[period] != 0.0):
            rows.append((up[period] + down[period]) / size)
            slopes.append(0.0)
    if study.after == 1:
        before = steps[: study.before]
        single = np.vstack((before - step, -before - step))
        errors = _errors(study, single)
        # A moment of the worst step against itself says nothing and has no error.
        told = errors > SAME * errors.max()
        rows.extend(single[told] / errors[told, None])
        slopes.extend([0.0] * int(told.sum()))
    return np.array(rows), np.array(slopes)


def _errors(study: EventStudy, rows: Floats) -> Floats:
    """Return the standard error (rows,) of each row of weights on the coefficients."""
    variances: Floats = np.einsum("ij,jk,ik->i", rows, study.covariance, rows)
    return np.sqrt(np.clip(variances, 0.0, None))


def _rejected(study: EventStudy, corners: _Corners, effects: Floats, level: float) -> Truths:
    """Return whether each of the effects (effects,) is rejected under this worst step.

    The least favourable stage rejects what exceeds its critical value; the rest is compared
    with the quantile of the normal distribution of the largest corner, cut off to where that
    corner would still be the largest, and at the critical value of the first stage.
    """
    size = 1.0 - level
    first = FIRST_STAGE * size
    second = (size - first) / (1.0 - first)
    values = (corners.weights @ study.coefficients)[:, None] - corners.slope[:, None] * effects
    best = values.argmax(axis=0)
    top = values[best, np.arange(len(effects))]
    variance = corners.covariance[best, best]
    moving = variance > SAME * corners.covariance.diagonal().max()
    low = np.full(len(effects), -np.inf)
    high = np.full(len(effects), corners.critical)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = corners.covariance[:, best] / variance
        limit = (values - share * top) / (1.0 - share)
    below = moving & (share < 1.0 - SAME)
    above = moving & (share > 1.0 + SAME)
    low = np.maximum(low, np.where(below, limit, -np.inf).max(axis=0))
    high = np.minimum(high, np.where(above, limit, np.inf).min(axis=0))
    error = np.sqrt(np.where(moving, variance, 1.0))
    quantile = error * truncated_quantile(1.0 - second, low / error, high / error)
    cutoff = np.where(moving, np.maximum(quantile, 0.0), 0.0)
    return np.asarray((top > corners.critical) | (top > cutoff), dtype=np.bool_)
