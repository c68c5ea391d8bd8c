"""Kernels of the dual bound: sweeps over the ties, the ties' maxima, and subgradient steps.

Messages are integers in 1/scale of a point; `certificate.py` says what they prove.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from hecht.planning.placement.arrays import Arrays

FAR = 1 << 62


@njit(cache=True, nogil=True)
def reach_worth(a: Arrays, scale: int, price: Any, worth: Any) -> None:
    """Write per reach the best value minus price among its pairs."""
    cell, value, reach_pair = a.cell, a.value, a.reach_pair
    for q in range(len(worth)):
        best = np.int64(-FAR)
        for k in range(reach_pair[q], reach_pair[q + 1]):
            best = max(best, scale * value[k] - price[cell[k]])
        worth[q] = best


@njit(cache=True, nogil=True)
def pair_worth(a: Arrays, scale: int, row: Any, message: Any, worth: Any) -> None:
    """Write per pair its value plus the messages its household receives at the pair's place."""
    value, pair_reach, reach_start, end_household = (
        a.value,
        a.pair_reach,
        a.reach_start,
        a.end_household,
    )
    received = np.zeros(len(a.reach_place), np.int64)
    for end in range(len(end_household)):
        first = reach_start[end_household[end]]
        for q in range(row[end + 1] - row[end]):
            received[first + q] += message[row[end] + q]
    for k in range(len(value)):
        worth[k] = scale * value[k] + received[pair_reach[k]]


@njit(cache=True, nogil=True)
def sweep(a: Arrays, scale: int, row: Any, message: Any, worth: Any, backward: bool) -> None:
    """Go past every household once and share what its places are worth among its ties evenly.

    Block coordinate descent on the bound at fixed prices (Globerson & Jaakkola 2007): the bound
    never rises. `worth` is per reach, from `reach_worth`.
    """
    n = len(a.start) - 1
    reach_start, reach_place = a.reach_start, a.reach_place
    near_start, near_other, near_weight = a.near_start, a.near_other, a.near_weight
    near_base, near_tie_end = a.near_base, a.near_tie_end
    table, classes = a.table, a.classes
    longest, widest = np.int64(0), np.int64(0)
    for h in range(n):
        longest = max(longest, near_start[h + 1] - near_start[h])
        widest = max(widest, reach_start[h + 1] - reach_start[h])
    best = np.empty((longest, widest), np.int64)
    total = np.empty(widest, np.int64)
    for turn in range(n):
        h = n - 1 - turn if backward else turn
        first, width = reach_start[h], reach_start[h + 1] - reach_start[h]
        begin, degree = near_start[h], near_start[h + 1] - near_start[h]
        if degree == 0:
            continue
        for q in range(width):
            total[q] = worth[first + q]
        for x in range(degree):
            other = near_other[begin + x]
            there = reach_start[other]
            theirs = row[near_tie_end[begin + x] ^ 1]
            weight = scale * near_weight[begin + x]
            for q in range(width):
                view = near_base[begin + x] + reach_place[first + q] * classes
                most = np.int64(-FAR)
                for r in range(reach_start[other + 1] - there):
                    points = weight * table[view + reach_place[there + r]]
                    most = max(most, points - message[theirs + r])
                best[x, q] = most
                total[q] += most
        for q in range(width):
            share = total[q] // (degree + 1)
            for x in range(degree):
                message[row[near_tie_end[begin + x]] + q] = best[x, q] - share


@njit(cache=True, nogil=True)
def tie_maxima(a: Arrays, scale: int, row: Any, message: Any, argument: Any) -> Any:
    """Return the sum of the ties' maxima; write per tie end the position that attains it."""
    reach_start, reach_place, end_household = a.reach_start, a.reach_place, a.end_household
    table, classes, tie_base, tie_weight = a.table, a.classes, a.tie_base, a.tie_weight
    total = np.int64(0)
    for e in range(len(tie_weight)):
        i, j = reach_start[end_household[2 * e]], reach_start[end_household[2 * e + 1]]
        mine, theirs, stop = row[2 * e], row[2 * e + 1], row[2 * e + 2]
        weight = scale * tie_weight[e]
        most = np.int64(-FAR)
        for q in range(theirs - mine):
            view = tie_base[e] + reach_place[i + q] * classes
            for r in range(stop - theirs):
                points = weight * table[view + reach_place[j + r]]
                points -= message[mine + q] + message[theirs + r]
                if points > most:
                    most = points
                    argument[2 * e] = q
                    argument[2 * e + 1] = r
        total += most
    return total


@njit(cache=True, nogil=True)
def deflect(
    row: Any, argument: Any, chosen: Any, end_household: Any, direction: Any, fresh: float
) -> Any:
    """Mix the newest subgradient into the direction; return the direction's squared length.

    `chosen` is per household the position of its place among its reaches in the transport
    optimum; the subgradient of a message is [chosen] - [in the tie's maximum].
    """
    for q in range(len(direction)):
        direction[q] *= 1.0 - fresh
    for end in range(len(argument)):
        direction[row[end] + chosen[end_household[end]]] += fresh
        direction[row[end] + argument[end]] -= fresh
    length = 0.0
    for q in range(len(direction)):
        length += direction[q] * direction[q]
    return length


@njit(cache=True, nogil=True)
def step(message: Any, direction: Any, size: float) -> None:
    """Go `size` along minus the direction, rounded to whole units."""
    for q in range(len(message)):
        message[q] -= np.int64(np.rint(size * direction[q]))
