"""A first placement from the relaxed problem: everybody spread over homes, then gathered.

Households are spread evenly over the homes they can have. Step by step (Frank & Wolfe 1956) the
spread goes towards the placement that is best at the pull of the ties as they are spread now, as
far as the score rises: an assignment problem and an exact line search a step. From the evenly
spread beginning the large-scale arrangement (which community goes where) comes out before any
household is settled, which annealing single households cannot do. The same idea serves the
quadratic assignment problem as FAQ (Vogelstein et al. 2015); here ties are sparse.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from hecht.planning.placement.arrays import Arrays
from hecht.planning.placement.problem import SCORE_LIMIT, IntArray
from hecht.planning.placement.transport import Transport

FINE = 1 << 8
"""Units of a point in which spread pulls are rounded for the assignment problem."""

STEPS = 120
"""Most steps."""

ENOUGH = 1e-5
"""The search ends when a step gains less than this share of the score."""

Spread = npt.NDArray[np.float64]


def relaxed_placement(a: Arrays, *, steps: int = STEPS, taste: IntArray | None = None) -> IntArray:
    """Return a placement, as a pair per household, from the relaxed problem.

    Args:
        a: the problem's arrays; every household has a pair.
        steps: the most steps of the relaxed search.
        taste: (p,) points added to the pairs in all but the last step, to come out elsewhere.

    Raises:
        NoPlacement: nobody can place everyone.
    """
    n, owner = len(a.start) - 1, np.repeat(np.arange(len(a.start) - 1), np.diff(a.start))
    worth = a.value if taste is None else a.value + taste
    transport = Transport(a.start, a.cell, a.capacity)
    share = 1.0 / np.diff(a.start)[owner]
    spread = _on_places(a, share)
    largest = int(np.abs(worth).max(initial=0)) * (n + 1) + 1
    fine = FINE
    while fine > 1 and largest * fine >= SCORE_LIMIT:
        fine //= 2
    pull = np.zeros(len(a.reach_place))
    for _ in range(steps):
        spread_pull(a, spread, pull)
        transport.solve(fine * worth + np.rint(fine * pull[a.pair_reach]).astype(np.int64))
        chosen = np.zeros(len(share))
        chosen[transport.pair] = 1.0
        way = chosen - share
        gain = float(((worth + pull[a.pair_reach]) * way).sum())
        if gain <= 0:
            break
        bend = spread_ties(a, _on_places(a, way))
        length = 1.0 if 2 * bend >= -gain else -gain / (2 * bend)
        before = float((worth * share).sum()) + spread_ties(a, spread)
        share += length * way
        spread = _on_places(a, share)
        now = float((worth * share).sum()) + spread_ties(a, spread)
        if now - before <= ENOUGH * abs(now):
            break
    transport.solve(np.rint(share * FINE * FINE).astype(np.int64))
    return transport.pair.copy()


def _on_places(a: Arrays, share: Spread) -> Spread:
    """Return the sum of shares of pairs over each household's homes in each location class."""
    summed = np.bincount(a.pair_reach, weights=share, minlength=len(a.reach_place))
    return np.asarray(summed, dtype=np.float64)


@njit(cache=True, nogil=True, error_model="numpy")
def spread_pull(a: Arrays, spread: Spread, pull: Spread) -> None:
    """Fill `pull` with the points of each reach's ties if its household lived there."""
    near_start, near_other, near_weight = a.near_start, a.near_other, a.near_weight
    near_base, reach_start, reach_place = a.near_base, a.reach_start, a.reach_place
    table, classes = a.table, a.classes
    for h in range(len(near_start) - 1):
        for r in range(reach_start[h], reach_start[h + 1]):
            total = 0.0
            for k in range(near_start[h], near_start[h + 1]):
                j = near_other[k]
                base = near_base[k] + reach_place[r] * classes
                points = 0.0
                for q in range(reach_start[j], reach_start[j + 1]):
                    points += spread[q] * table[base + reach_place[q]]
                total += near_weight[k] * points
            pull[r] = total


@njit(cache=True, nogil=True, error_model="numpy")
def spread_ties(a: Arrays, spread: Spread) -> float:
    """Return the points of all ties when households are spread like this."""
    near_start, near_other, near_weight = a.near_start, a.near_other, a.near_weight
    near_base, reach_start, reach_place = a.near_base, a.reach_start, a.reach_place
    table, classes = a.table, a.classes
    total = 0.0
    for h in range(len(near_start) - 1):
        for k in range(near_start[h], near_start[h + 1]):
            j = near_other[k]
            points = 0.0
            for r in range(reach_start[h], reach_start[h + 1]):
                base = near_base[k] + reach_place[r] * classes
                for q in range(reach_start[j], reach_start[j + 1]):
                    points += spread[r] * spread[q] * table[base + reach_place[q]]
            total += near_weight[k] * points
    return total / 2
