"""Intervals that hold while the drift between areas bends by at most M a period.

Rambachan and Roth (2023), "A more credible approach to parallel trends", section 4.1: the
shortest interval of fixed length around an affine estimator (Armstrong and Kolesár 2018). The
estimator corrects the effect after by weights on the coefficients before such that a straight
drift leaves no bias; what is left is at most M times the sum of the absolute weights of the
bends. The half-length is convex in the weights, so a local least is the least.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hecht.effects.event_study import EventStudy, Floats
from hecht.effects.folded import folded_quantile, folded_slope

TOLERANCE = 1e-12
"""Of the search for the weights, relative to the half-length without any drift."""


@dataclass(frozen=True, eq=False)
class FixedLength:
    """An affine estimate, its interval, and what it is made of.

    `weights` (before + after) multiply the coefficients; `bias` is the worst that any drift
    allowed can do to the estimate, `se` its standard error.
    """

    estimate: float
    half: float
    bias: float
    se: float
    weights: Floats

    @property
    def low(self) -> float:
        """Return the lower end."""
        return self.estimate - self.half

    @property
    def high(self) -> float:
        """Return the upper end."""
        return self.estimate + self.half


def fixed_length(study: EventStudy, m: float, level: float = 0.95) -> FixedLength:
    """Return the shortest interval of fixed length under a drift that bends by at most `m`.

    Raises ValueError when `m` is negative or not finite.
    """
    if not 0.0 <= m < np.inf:
        raise ValueError(f"the bound on the bend is {m}; it must be zero or more")
    problem = _Problem(study, m, level)
    weights = problem.solve()
    bias, se = problem.bias(weights), problem.se(weights)
    half = se * folded_quantile(bias / se, level) if se > 0.0 else bias
    return FixedLength(float(weights @ study.coefficients), half, bias, se, weights)


def bends(study: EventStudy) -> tuple[Floats, Floats]:
    """Return a straight drift (periods,) and what each bend adds to it (periods, bends).

    A drift that is zero in the period of reference is a slope times its time, plus, for each
    inner period, the bend there times the number of periods since (after) or until (before).
    """
    times = np.concatenate((np.arange(-study.before, 0), np.arange(1, study.after + 1)))
    inner = np.arange(-study.before + 1, study.after)
    since = np.clip(times[:, None] - inner[None, :], 0, None) * (inner[None, :] >= 1)
    until = np.clip(inner[None, :] - times[:, None], 0, None) * (inner[None, :] <= 0)
    return times.astype(np.float64), (since + until).astype(np.float64)


class _Problem:
    """The weights on the coefficients before, free but for the straight drift."""

    def __init__(self, study: EventStudy, m: float, level: float) -> None:
        self.study, self.m, self.level = study, m, level
        self.times, self.bend = bends(study)

    def whole(self, free: Floats) -> Floats:
        """Return weights (periods,) from those before."""
        return np.concatenate((free, self.study.weights))

    def bias(self, weights: Floats) -> float:
        return self.m * float(np.abs(weights @ self.bend).sum())

    def se(self, weights: Floats) -> float:
        return math.sqrt(max(float(weights @ self.study.covariance @ weights), 0.0))

    def least_variance(self) -> Floats:
        """Return the weights of least variance that a straight drift does not bias."""
        before = self.study.before
        inside = self.study.covariance[:before, :before]
        across = self.study.covariance[:before, before:] @ self.study.weights
        line = self.times[:before]
        needed = -float(self.times[before:] @ self.study.weights)
        system = np.zeros((before + 1, before + 1))
        system[:before, :before] = inside
        system[:before, before] = system[before, :before] = line
        right = np.concatenate((-across, [needed]))
        solved: Floats = np.linalg.lstsq(system, right, rcond=None)[0].astype(np.float64)
        return self.whole(solved[:before])

    def solve(self) -> Floats:
        """Return the weights of the shortest interval, by descent from that of least variance."""
        start = self.least_variance()
        if self.m == 0.0 or self.study.before == 1:
            return start
        from scipy.optimize import minimize

        before = self.study.before
        scale = self.se(start) or 1.0
        found = minimize(
            lambda x: self._lifted(x, scale),
            np.concatenate((start[:before], np.abs(start @ self.bend))),
            jac=True,
            method="SLSQP",
            constraints=self._limits(),
            options={"maxiter": 500, "ftol": TOLERANCE},
        )
        weights = self._straight(self.whole(np.asarray(found.x[:before])))
        return weights if self._half(weights) <= self._half(start) else start

    def _lifted(self, x: Floats, scale: float) -> tuple[float, Floats]:
        """Return the half-length and its gradient, over `scale`.

        `x` holds the weights before, then a bound on the size of the weight of each bend.
        """
        before, count = self.study.before, self.bend.shape[1]
        weights = self.whole(x[:before])
        se = max(self.se(weights), 1e-9 * scale)
        shift = self.m * float(x[before:].sum()) / se
        quantile = folded_quantile(shift, self.level)
        slope = folded_slope(shift, quantile)
        by_se = (self.study.covariance @ weights)[:before] / se
        gradient = np.concatenate(
            ((quantile - shift * slope) * by_se, np.full(count, slope * self.m))
        )
        return se * quantile / scale, gradient / scale

    def _limits(self) -> list[dict[str, object]]:
        """Return the constraints on `x`: no bias by a slope, and bounds that hold."""
        before, count = self.study.before, self.bend.shape[1]
        line = np.concatenate((self.times[:before], np.zeros(count)))
        needed = -float(self.times[before:] @ self.study.weights)
        inner = np.hstack((self.bend[:before].T, np.zeros((count, count))))
        outer = np.hstack((np.zeros((count, before)), np.eye(count)))
        given = self.study.weights @ self.bend[before:]
        sides = np.vstack((outer - inner, outer + inner))
        known = np.concatenate((-given, given))
        return [
            {"type": "eq", "fun": lambda x: line @ x - needed, "jac": lambda x: line},
            {"type": "ineq", "fun": lambda x: sides @ x + known, "jac": lambda x: sides},
        ]

    def _straight(self, weights: Floats) -> Floats:
        """Return the weights with the rounding of the search taken out: no bias by a slope."""
        before = self.study.before
        line = self.times[:before]
        weights = weights.copy()
        weights[:before] -= line * float(weights @ self.times) / float(line @ line)
        return weights

    def _half(self, weights: Floats) -> float:
        bias, se = self.bias(weights), self.se(weights)
        return se * folded_quantile(bias / se, self.level) if se > 0.0 else bias
