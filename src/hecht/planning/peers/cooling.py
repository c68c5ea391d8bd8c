"""What the plain annealings share: a run on every core, and random numbers in compiled code."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from hecht.planning.compiled import inner
from hecht.planning.peers.run import Run

Bits = npt.NDArray[np.uint64]
"""The state of a generator: one number."""


def on_every_core(run: Run, work: Callable[[int], None]) -> None:
    """Do the work with a seed of its own on every core; raises what any of them raises."""
    seeds = [run.seed * 1000 + number for number in range(max(1, run.workers))]
    with ThreadPoolExecutor(len(seeds)) as pool:
        for done in [pool.submit(work, seed) for seed in seeds]:
            done.result()


def first_bits(seed: int) -> Bits:
    """Return a generator for a seed."""
    return np.array([seed * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF | 1], np.uint64)


@inner
def random_bits(rng: Bits) -> int:
    """Return 31 random bits (xorshift64)."""
    x = rng[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    rng[0] = x
    return np.int64(x >> np.uint64(33))  # type: ignore[return-value]
