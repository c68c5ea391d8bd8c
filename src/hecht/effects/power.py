"""The smallest effect that these areas and years could show: seen 4 times of 5, at 5%."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hecht.effects.effect import Estimate, Power

SEEN = 0.8
"""How often an effect of that size is seen (power)."""

_FEWEST_DRAWS = 39
"""Fewer draws cannot place 5% in two tails."""


def power(estimate: Estimate, draws: Sequence[float] = ()) -> Power:
    """Return the smallest effect by the standard error and by placebo draws, where there are any.

    By the draws: with c the size that 5% of them pass, the effect that, added to what areas do
    without a measure, passes c in 80% of the draws; the larger of up and down.
    """
    return Power(_by_error(estimate), _by_draws(draws))


def _by_error(estimate: Estimate) -> float | None:
    from scipy.stats import norm

    if estimate.low is None or estimate.high is None:
        return None
    # half an interval holds the quantile for few areas; the power adds its own
    reach = (estimate.high - estimate.low) / 2
    usual = float(norm.ppf(0.5 + estimate.level / 2))
    return reach * (float(norm.ppf(0.975)) + float(norm.ppf(SEEN))) / usual


def _by_draws(draws: Sequence[float]) -> float | None:
    if len(draws) < _FEWEST_DRAWS:
        return None
    values = np.asarray(draws)
    passed = float(np.quantile(np.abs(values), 0.95))
    up = passed - float(np.quantile(values, 1 - SEEN))
    down = passed + float(np.quantile(values, SEEN))
    return max(up, down)


def smallest(found: Power) -> float | None:
    """Return the larger of the two: the one that promises less."""
    known = [one for one in (found.analytic, found.placebo) if one is not None]
    return max(known) if known else None
