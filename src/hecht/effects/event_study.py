"""Coefficients of an event study with their covariance: what the honest intervals start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SLACK = 1e-8
"""A covariance may have eigenvalues this far below zero, relative to its largest, by rounding."""


@dataclass(frozen=True, eq=False)
class EventStudy:
    """Effects by period, the one just before the measure being zero, and their covariance.

    `coefficients` (before + after) stand in order of time, one period apart, the period of
    reference (the last before the measure) left out; `covariance` is square of the same size.
    `target` (after) gives the weight of each period after in the effect asked for; None means
    the first. Raises ValueError when sizes disagree, when a figure is missing, when the
    covariance is no covariance, or when the target weighs nothing.
    """

    coefficients: Floats
    covariance: Floats
    before: int
    target: Floats | None = None

    def __post_init__(self) -> None:
        size = len(self.coefficients)
        if self.covariance.shape != (size, size):
            raise ValueError(
                f"{size} coefficients need a covariance of {size} by {size}, not "
                f"{' by '.join(str(side) for side in self.covariance.shape)}"
            )
        if not 1 <= self.before < size:
            raise ValueError(
                f"{self.before} of {size} periods before the measure: there must be at least one "
                "before (besides the period of reference) and one after"
            )
        if not (np.isfinite(self.coefficients).all() and np.isfinite(self.covariance).all()):
            raise ValueError("the coefficients or their covariance hold a figure that is missing")
        if not np.allclose(self.covariance, self.covariance.T, rtol=1e-6, atol=0.0):
            raise ValueError("the covariance of the coefficients is not symmetric")
        values = np.linalg.eigvalsh(self.covariance)
        if values[0] < -SLACK * max(values[-1], 0.0) or values[-1] <= 0.0:
            raise ValueError("the covariance of the coefficients has a negative variance")
        if self.target is not None:
            if self.target.shape != (self.after,):
                raise ValueError(
                    f"the target needs {self.after} weights, one a period after the measure, "
                    f"not {self.target.size}"
                )
            if not np.isfinite(self.target).all() or not self.target.any():
                raise ValueError("the target weighs no period after the measure")

    @property
    def after(self) -> int:
        """Return the number of periods since the measure."""
        return len(self.coefficients) - self.before

    @property
    def weights(self) -> Floats:
        """Return the weight of each period after (after,) in the effect asked for."""
        if self.target is not None:
            return np.asarray(self.target, dtype=np.float64)
        first = np.zeros(self.after)
        first[0] = 1.0
        return first

    @property
    def estimate(self) -> float:
        """Return the effect asked for, if areas would have moved alike."""
        return float(self.weights @ self.coefficients[self.before :])

    @property
    def se(self) -> float:
        """Return the standard error of `estimate`."""
        after = self.covariance[self.before :, self.before :]
        return float(np.sqrt(self.weights @ after @ self.weights))

    @property
    def steps(self) -> Floats:
        """Return the matrix (periods, periods) from coefficients to changes period on period.

        Row r is the change into period r + 1 of the whole series, the zero of the period of
        reference included; the first `before` rows end at that zero.
        """
        size = len(self.coefficients)
        with_zero = np.zeros((size, size + 1))
        rows = np.arange(size)
        with_zero[rows, rows] = -1.0
        with_zero[rows, rows + 1] = 1.0
        return np.delete(with_zero, self.before, axis=1)


def of_influence(
    effects: Mapping[int, float],
    influence: Mapping[int, Sequence[float] | Floats],
    reference: int = -1,
    target: Sequence[float] | None = None,
) -> EventStudy:
    """Return the study of effects by event time with their influence (areas,) by event time.

    The covariance is the mean product of the influences over the number of areas. Only the run
    of consecutive event times around `reference` is taken, since the bounds are on changes from
    one period to the next; the effects must be relative to `reference` throughout. Raises
    ValueError when there is no event time right before `reference` or right after it.
    """
    times = [time for time in sorted(effects) if time != reference]
    first = last = reference
    while first - 1 in effects:
        first -= 1
    while last + 1 in effects:
        last += 1
    run = [time for time in times if first <= time <= last]
    before = sum(time < reference for time in run)
    if before == 0 or before == len(run):
        raise ValueError(
            f"no effect is known at event time {reference - 1 if before == 0 else reference + 1}: "
            "a bound from before the measure needs one there"
        )
    rows = np.array([np.asarray(influence[time], dtype=np.float64) for time in run])
    covariance = rows @ rows.T / rows.shape[1] ** 2
    coefficients = np.array([effects[time] for time in run], dtype=np.float64)
    weights = None if target is None else np.asarray(target, dtype=np.float64)
    return EventStudy(coefficients, covariance, before, weights)
