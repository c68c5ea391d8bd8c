"""A first placement from the relaxed problem: everybody spread over homes, then gathered.

Households are spread evenly over the homes they can have. Step by step (Frank & Wolfe 1956) the
spread goes towards the placement that is best at the pull of the ties as they are spread now, as
far as the score rises: an assignment problem and an exact line search a step. From the evenly
spread beginning the large-scale arrangement (which community goes where) comes out before any
household is settled, which annealing single households cannot do. The same idea serves the
quadratic assignment problem as FAQ (Vogelstein et al. 2015); here ties are sparse.

Where pairs also use something that all share in some months (temporary homes), each place too many
has a price that rises with their number, so that the spread keeps to what there is while it is
still fluid.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from hecht.planning.placement.arrays import Arrays
from hecht.planning.placement.problem import SCORE_LIMIT, IntArray, NoPlacement
from hecht.planning.placement.transport import Transport, solve_transport

FINE = 1 << 8
"""Units of a point in which spread pulls are rounded for the assignment problem."""

STEPS = 120
"""Most steps."""

ENOUGH = 1e-5
"""The search ends when a step gains less than this share of the score."""

HALVINGS = 30
"""Halvings in a line search, where the score along the line is no parabola."""

Spread = npt.NDArray[np.float64]


class Shared(NamedTuple):
    """What pairs use of things that all share, by month.

    Attributes:
        row, begin, end, sign: (p, u) the uses of each pair: `sign` of what row `row` of `member`
            stands for, in the months [begin, end); begin == end where there is none.
        member: (rows, sets) 1 where a use counts in a set.
        room: (sets, months) how many there are; an even spread may exceed it.
        stiff: points by which the price of a month rises with each one too many.
    """

    row: IntArray
    begin: IntArray
    end: IntArray
    sign: IntArray
    member: IntArray
    room: IntArray
    stiff: float


def nothing_shared() -> Shared:
    """Return that nothing is shared."""
    none = np.zeros((0, 0), np.int64)
    return Shared(none, none, none, none, none, none, 0.0)


def relaxed_placement(
    a: Arrays,
    *,
    steps: int = STEPS,
    taste: IntArray | None = None,
    shared: Shared | None = None,
    price: Spread | None = None,
) -> IntArray:
    """Return a placement, as a pair per household, from the relaxed problem.

    Args:
        a: the problem's arrays; every household has a pair.
        steps: the most steps of the relaxed search.
        taste: (p,) points added to the pairs in all but the last step, to come out elsewhere.
        shared: what pairs use that all share; a price is put on it, no limit.
        price: (sets, months) the prices to begin with, changed to those at the end; default 0.

    Raises:
        NoPlacement: nobody can place everyone.
    """
    n, owner = len(a.start) - 1, np.repeat(np.arange(len(a.start) - 1), np.diff(a.start))
    worth = a.value if taste is None else a.value + taste
    transport = Transport(a.start, a.cell, a.capacity)
    share = 1.0 / np.diff(a.start)[owner]
    shared = shared or nothing_shared()
    if price is None:
        price = np.zeros(shared.room.shape)
    largest = int(np.abs(worth).max(initial=0)) * (n + 1) + 1
    fine = FINE
    while fine > 1 and largest * fine >= SCORE_LIMIT:
        fine //= 2
    stuck = gather(a, worth, shared, price, transport.tables(), share, steps, fine)
    if stuck >= 0:
        raise NoPlacement(f"household {stuck} and those it competes with need more homes")
    transport.forget()
    transport.solve(np.rint(share * FINE * FINE).astype(np.int64))
    return transport.pair.copy()


@njit(cache=True, nogil=True, error_model="numpy")
def gather(
    a: Arrays, worth: Any, shared: Shared, price: Any, t: Any, share: Any, steps: int, fine: int
) -> int:
    """Gather `share` (p,) in place; `price` becomes that of the end. `t`: transport tables.

    Returns -1, or a household that cannot be placed.
    """
    reaches = len(a.reach_place)
    pull, value = np.zeros(reaches), np.zeros(len(share), np.int64)
    way, toll, now = np.zeros(len(share)), np.zeros(len(share)), price.copy()
    spread, wide = np.zeros(reaches), np.zeros(reaches)
    left, change = shared.room.astype(np.float64), np.zeros(price.shape)
    limited = shared.room.size > 0
    if limited:
        add_use(shared, share, change)
        left -= change
    on_places(a, share, spread)
    for _ in range(steps):
        spread_pull(a, spread, pull)
        if limited:
            prices_now(price, shared.stiff, left, now)
            tolls(shared, now, toll)
        for k in range(len(share)):
            value[k] = fine * worth[k] + np.int64(np.rint(fine * (pull[a.pair_reach[k]] - toll[k])))
        stuck = solve_transport(t, value)
        if stuck >= 0:
            return stuck
        gain, score = 0.0, 0.0
        for k in range(len(share)):
            way[k] = -share[k]
        for h in range(len(t.pair)):
            way[t.pair[h]] += 1.0
        for k in range(len(share)):
            gain += (worth[k] + pull[a.pair_reach[k]]) * way[k]
            score += (worth[k] + pull[a.pair_reach[k]] / 2) * share[k]
        on_places(a, way, wide)
        bend = spread_ties(a, wide)
        if limited:
            add_use(shared, way, change)
        slope = gain - (now * change).sum()
        if slope <= 0:
            break
        length = 1.0 if 2 * bend >= -gain else -gain / (2 * bend)
        if limited:
            length = _length(gain, bend, price, shared.stiff, left, change)
        rise = length * (gain + length * bend)
        for k in range(len(share)):
            share[k] += length * way[k]
        for r in range(reaches):
            spread[r] += length * wide[r]
        if limited:
            before = _fine_for(now, shared.stiff)
            left -= length * change
            prices_now(price, shared.stiff, left, now)
            rise += before - _fine_for(now, shared.stiff)
        if rise <= ENOUGH * abs(score + rise):
            if not limited or left.min() > -0.5:
                break
            price[:] = now
    price[:] = now
    return -1


@njit(cache=True, nogil=True, error_model="numpy")
def on_places(a: Arrays, share: Spread, spread: Spread) -> None:
    """Fill `spread` with the sum of shares over each household's homes in each location class."""
    spread[:] = 0.0
    for k in range(len(share)):
        spread[a.pair_reach[k]] += share[k]


@njit(cache=True, nogil=True, error_model="numpy")
def add_use(shared: Shared, share: Spread, use: Spread) -> None:
    """Fill `use` (sets, months) with what shares of pairs use of each set."""
    sets, months = use.shape
    rows = np.zeros((len(shared.member), months + 1))
    for k in range(len(share)):
        for u in range(shared.row.shape[1]):
            if shared.begin[k, u] < shared.end[k, u] and share[k] != 0.0:
                amount = shared.sign[k, u] * share[k]
                rows[shared.row[k, u], shared.begin[k, u]] += amount
                rows[shared.row[k, u], shared.end[k, u]] -= amount
    use[:] = 0.0
    for r in range(len(rows)):
        total = 0.0
        for m in range(months):
            total += rows[r, m]
            for q in range(sets):
                if shared.member[r, q]:
                    use[q, m] += total


@njit(cache=True, nogil=True, error_model="numpy")
def tolls(shared: Shared, price: Spread, toll: Spread) -> None:
    """Fill `toll` with what each pair pays at prices by set and month."""
    sets, months = price.shape
    upto = np.zeros((len(shared.member), months + 1))
    for r in range(len(upto)):
        for m in range(months):
            here = 0.0
            for q in range(sets):
                if shared.member[r, q]:
                    here += price[q, m]
            upto[r, m + 1] = upto[r, m] + here
    for k in range(len(toll)):
        toll[k] = 0.0
        for u in range(shared.row.shape[1]):
            if shared.begin[k, u] < shared.end[k, u]:
                r = shared.row[k, u]
                months_paid = upto[r, shared.end[k, u]] - upto[r, shared.begin[k, u]]
                toll[k] += shared.sign[k, u] * months_paid


@njit(cache=True, nogil=True, error_model="numpy")
def prices_now(price: Spread, stiff: float, left: Spread, now: Spread) -> None:
    """Fill `now` with the prices when so many are left: higher where there are too few."""
    for q in range(price.shape[0]):
        for m in range(price.shape[1]):
            now[q, m] = max(0.0, price[q, m] - stiff * left[q, m])


@njit(cache=True, nogil=True, error_model="numpy")
def _fine_for(now: Spread, stiff: float) -> float:
    """Return the points taken off for what is used too much, at the prices that follow from it."""
    return float((now * now).sum() / (2 * stiff))


@njit(cache=True, nogil=True, error_model="numpy")
def _length(
    gain: float, bend: float, price: Spread, stiff: float, left: Spread, change: Spread
) -> float:
    """Return how far along the way (0 to 1) the score, fines included, rises."""
    low, high = 0.0, 1.0
    for turn in range(HALVINGS):
        at = 1.0 if turn == 0 else (low + high) / 2
        slope = gain + 2 * bend * at
        for q in range(price.shape[0]):
            for m in range(price.shape[1]):
                if change[q, m] != 0.0:
                    there = left[q, m] - at * change[q, m]
                    slope -= max(0.0, price[q, m] - stiff * there) * change[q, m]
        if slope >= 0:
            if turn == 0:
                return 1.0
            low = at
        else:
            high = at
    return low


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
