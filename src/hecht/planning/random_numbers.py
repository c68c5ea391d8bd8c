"""Random numbers of our own for the compiled search: the same on every machine."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from hecht.planning.compiled import inlined, inner

TABLE_SIZE = 4096
_MASK = (1 << 64) - 1


def new_generator(seed: int, stream: int) -> npt.NDArray[np.uint64]:
    """Return the state (1 element) of a generator; other streams of a seed are independent."""
    value = (seed * 0x9E3779B97F4A7C15 + (stream + 1) * 0xD1B54A32D192ED03) & _MASK
    # splitmix64 spreads neighbouring seeds over the whole range
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return np.array([(value ^ (value >> 31)) or 1], dtype=np.uint64)


@cache
def slack_table() -> npt.NDArray[np.int64]:
    """Return quantiles of the exponential distribution, times 1024 (TABLE_SIZE).

    A worsening of at most temperature x quantile is accepted, which is Metropolis' rule without
    computing an exponential in the search. The same array every time: it is not to be changed.
    """
    steps = (-math.log((i + 0.5) / TABLE_SIZE) * 1024 for i in range(TABLE_SIZE))
    return np.array([round(step) for step in steps], dtype=np.int64)


@inner
def draw(state: npt.NDArray[np.uint64]) -> np.uint64:
    """Return the next 64 random bits (Marsaglia's xorshift)."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return x  # type: ignore[no-any-return]


@inlined
def below(state: npt.NDArray[np.uint64], limit: int) -> int:
    """Return a random whole number from 0 up to, not including, `limit` (at most 2**31)."""
    high = draw(state) >> np.uint64(33)
    return int((high * np.uint64(limit)) >> np.uint64(31))
