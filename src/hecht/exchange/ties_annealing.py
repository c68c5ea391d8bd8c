"""The compiled part of placing a network: exchanges of two places, fewer bad ones as it cools."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from hecht.planning.random_numbers import below, new_generator, slack_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

START_M, END_M = 60.0, 0.5
"""At first exchanges that lengthen ties by about 60 m are taken, in the end hardly any."""

STEPS = 200


def anneal(
    at: NDArray[np.int64],
    points: NDArray[np.float64],
    first: NDArray[np.int64],
    friends: NDArray[np.int64],
    weights: NDArray[np.float64],
    far_m: float,
    tries: int,
    seed: int,
) -> None:
    """Improve `at` (n: the point of each member, a permutation) in place by `tries` exchanges."""
    state = new_generator(seed, 7)
    slack = slack_table().astype(np.float64) / 1024
    cooling = (END_M / START_M) ** (1 / (STEPS - 1))
    for step in range(STEPS):
        some = tries * (step + 1) // STEPS - tries * step // STEPS
        temperature = START_M * cooling**step
        _exchanges(at, points, first, friends, weights, far_m, temperature, some, slack, state)


@njit(cache=True)
def _cost(
    member: int,
    here: int,
    at: NDArray[np.int64],
    points: NDArray[np.float64],
    first: NDArray[np.int64],
    friends: NDArray[np.int64],
    weights: NDArray[np.float64],
    far_m: float,
    without: int,
) -> float:
    """Return the weighted length of a member's ties if it lived at `here`, but for one friend."""
    total = 0.0
    for n in range(first[member], first[member + 1]):
        if friends[n] == without:
            continue
        there = at[friends[n]]
        dx = points[here, 0] - points[there, 0]
        dy = points[here, 1] - points[there, 1]
        total += weights[n] * min(far_m, math.sqrt(dx * dx + dy * dy))
    return total


@njit(cache=True)
def _exchanges(
    at: NDArray[np.int64],
    points: NDArray[np.float64],
    first: NDArray[np.int64],
    friends: NDArray[np.int64],
    weights: NDArray[np.float64],
    far_m: float,
    temperature: float,
    tries: int,
    slack: NDArray[np.float64],
    state: NDArray[np.uint64],
) -> None:
    count = len(at)
    for _ in range(tries):
        a = below(state, count)
        b = below(state, count)
        luck = slack[below(state, len(slack))]
        if a == b:
            continue
        here, there = at[a], at[b]
        before = _cost(a, here, at, points, first, friends, weights, far_m, b)
        before += _cost(b, there, at, points, first, friends, weights, far_m, a)
        after = _cost(a, there, at, points, first, friends, weights, far_m, b)
        after += _cost(b, here, at, points, first, friends, weights, far_m, a)
        if after - before <= temperature * luck:
            at[a], at[b] = there, here
