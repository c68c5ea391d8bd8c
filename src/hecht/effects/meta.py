"""Random-effects meta-analysis of figures with standard errors.

The true effects are taken to differ between studies, with variance tau2. Formulas: DerSimonian and
Laird (1986); Paule and Mandel (1982); restricted likelihood after Viechtbauer (2005), J. Educ.
Behav. Stat. 30(3); the interval of the mean after Knapp and Hartung (2003), Stat. Med. 22, with
the correction that it is never narrower than by the standard errors alone (Rover, Knapp and
Friede 2015, BMC Med. Res. Methodol. 15:99); the prediction interval after Higgins, Thompson and
Spiegelhalter (2009), J. R. Stat. Soc. A 172.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hecht.effects.effect import Estimate

LEAST = 3
"""The least number of figures that are pooled."""

_GRID = 60
"""Points at which the restricted likelihood is looked at before its top is sought."""


class Spread(StrEnum):
    """How tau2, the variance between true effects, is estimated."""

    REML = "reml"
    PAULE_MANDEL = "pm"
    DERSIMONIAN_LAIRD = "dl"


@dataclass(frozen=True, slots=True)
class Pooled:
    """What figures say together.

    `mean` is the mean of true effects, with its Knapp-Hartung interval. `prediction` bounds the
    effect that a further study like these would have. `tau2` is the variance between true
    effects, `i2` the share of the variance of figures that comes from it (0 to 1), `q` the
    statistic of Cochran with k - 1 degrees of freedom and its `p`. `weights` add up to 1.
    """

    spread: Spread
    count: int
    mean: Estimate
    prediction: tuple[float, float]
    tau2: float
    i2: float
    q: float
    p: float
    weights: tuple[float, ...]


def pool_figures(
    effects: Sequence[float],
    errors: Sequence[float],
    spread: Spread = Spread.REML,
    level: float = 0.95,
    *,
    never_narrower: bool = True,
) -> Pooled:
    """Pool effects with their standard errors.

    `never_narrower` is the correction of the interval named above; without it figures that agree
    by chance give an interval that is narrower than each figure's error allows. Raises ValueError
    when there are fewer than three, or an error is not above 0.
    """
    import numpy as np
    from scipy import stats

    y = np.asarray(effects, dtype=float)
    v = np.asarray(errors, dtype=float) ** 2
    if len(y) != len(v) or len(y) < LEAST:
        raise ValueError(f"there are {len(y)} figures; {LEAST} are the least that can be pooled")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise ValueError("every figure needs a standard error above 0")
    k = len(y)
    tau2 = _ESTIMATORS[spread](y, v)
    w = 1 / (v + tau2)
    mean = float(w @ y / w.sum())
    dispersion = float(w @ (y - mean) ** 2 / (k - 1))
    if never_narrower:
        dispersion = max(1.0, dispersion)
    se = math.sqrt(dispersion / float(w.sum()))
    reach = float(stats.t.ppf((1 + level) / 2, k - 1)) * se
    # tau2 is estimated as well, hence one degree of freedom less
    wide = float(stats.t.ppf((1 + level) / 2, k - 2)) * math.sqrt(tau2 + se**2)
    q = cochran_q(y, v)
    return Pooled(
        spread=spread,
        count=k,
        mean=Estimate(mean, se, mean - reach, mean + reach, level),
        prediction=(mean - wide, mean + wide),
        tau2=tau2,
        i2=tau2 / (tau2 + _typical_variance(v)),
        q=q,
        p=float(stats.chi2.sf(q, k - 1)),
        weights=tuple(float(one) for one in w / w.sum()),
    )


def cochran_q(y: Any, v: Any) -> float:
    """Return the weighted sum of squares around the mean of a common effect."""
    w = 1 / v
    return float(w @ (y - w @ y / w.sum()) ** 2)


def _typical_variance(v: Any) -> float:
    """Return the typical error variance by which I2 is reckoned (Higgins and Thompson 2002)."""
    w = 1 / v
    return float((len(v) - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum()))


def _dersimonian_laird(y: Any, v: Any) -> float:
    w = 1 / v
    scale = float(w.sum() - (w**2).sum() / w.sum())
    return max(0.0, (cochran_q(y, v) - (len(y) - 1)) / scale)


def _paule_mandel(y: Any, v: Any) -> float:
    """Return the tau2 at which Q, with it in the weights, is what is expected: k - 1."""
    from scipy.optimize import brentq

    def excess(tau2: float) -> float:
        return cochran_q(y, v + tau2) - (len(y) - 1)

    if excess(0.0) <= 0:
        return 0.0
    high = float(y.var(ddof=1)) or 1.0
    while excess(high) > 0:
        high *= 2
    return float(brentq(excess, 0.0, high, xtol=1e-14, rtol=1e-12))


def _reml(y: Any, v: Any) -> float:
    """Return the tau2 of the greatest restricted likelihood; it can have more tops than one."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    def loss(tau2: float) -> float:
        w = 1 / (v + tau2)
        mean = w @ y / w.sum()
        return float(0.5 * (-np.log(w).sum() + math.log(w.sum()) + w @ (y - mean) ** 2))

    # the greatest tau2 that can be likely: all that the figures differ, and then some
    most = 10 * float((y.max() - y.min()) ** 2 + v.max())
    grid = np.concatenate([[0.0], np.geomspace(1e-8 * most, most, _GRID)])
    best = int(np.argmin([loss(float(one)) for one in grid]))
    low, high = float(grid[max(0, best - 1)]), float(grid[min(_GRID, best + 1)])
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-12})
    return 0.0 if loss(0.0) <= float(found.fun) else float(found.x)


_ESTIMATORS: dict[Spread, Callable[[Any, Any], float]] = {
    Spread.REML: _reml,
    Spread.PAULE_MANDEL: _paule_mandel,
    Spread.DERSIMONIAN_LAIRD: _dersimonian_laird,
}
