"""The random numbers of the placement kernels: xorshift64*, one stream per (seed, task).

Own numbers instead of a library's, so that the same seed gives the same plan on every machine and
with every version of every library. The generator is Marsaglia's xorshift with Vigna's
multiplier; streams are set apart with the SplitMix64 finaliser.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
from numba import njit

from hecht.planning.placement.problem import IntArray

MASK = (1 << 64) - 1
LOG_STEPS = 4096
LOG_ONE = 1 << 10


def stream(seed: int, *task: int) -> Any:
    """Return the (1,) uint64 state of the stream of a seed and a task, never zero."""
    state = seed & MASK
    for word in (*task, 0x5EED):
        state = (state + 0x9E3779B97F4A7C15 + word) & MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & MASK
        state ^= state >> 31
    return np.array([state or 1], np.uint64)


def log_table() -> IntArray:
    """Return -ln((k + 1/2) / LOG_STEPS) * LOG_ONE for each k, as integers.

    A worsening move of size d is accepted at temperature t when d <= t * -ln(u): the Metropolis
    rule without an exponential. Decimal arithmetic makes the table the same everywhere.
    """
    with localcontext() as context:
        context.prec = 30
        return np.array(
            [
                int((-((Decimal(2 * k + 1) / (2 * LOG_STEPS)).ln()) * LOG_ONE).to_integral_value())
                for k in range(LOG_STEPS)
            ],
            np.int64,
        )


def temperatures(first: int, last: int, steps: int) -> IntArray:
    """Return `steps` integers falling geometrically from `first` to `last` (both >= 1)."""
    if steps == 1:
        return np.array([first], np.int64)
    with localcontext() as context:
        context.prec = 30
        ratio = (Decimal(last) / Decimal(first)) ** (Decimal(1) / (steps - 1))
        level, levels = Decimal(first), []
        for _ in range(steps):
            levels.append(max(1, int(level.to_integral_value())))
            level *= ratio
    return np.array(levels, np.int64)


@njit(inline="always")
def advance(x: Any) -> Any:
    """Return the generator's next state."""
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    return x ^ (x >> np.uint64(27))


@njit(inline="always")
def pick(x: Any, limit: Any) -> Any:
    """Return an integer 0..limit - 1 from the state; limit at most 2^31."""
    bits = (x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(32)
    return np.int64((bits * np.uint64(limit)) >> np.uint64(32))


@njit(cache=True, nogil=True)
def draws(rng: Any, count: int, limit: int) -> Any:
    """Return (count,) random integers 0..limit - 1; the state is changed."""
    found = np.empty(count, np.int64)
    state = rng[0]
    for q in range(count):
        state = advance(state)
        found[q] = pick(state, limit)
    rng[0] = state
    return found
