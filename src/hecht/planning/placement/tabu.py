"""Robust tabu search on complete placements: every household a home of its own, all swaps known.

Minimise sum flow[u, v] * distance[p u, p v] + sum cost[u, p u] over permutations p. After a swap
the worth of every other swap is brought up to date by a rank-one formula (Taillard 1991); the
swaps of the two that moved come from the product of flow and distance, kept up to date in the
same way, so that one iteration is a few passes over contiguous rows.

All numbers are whole numbers held in floating point, float32 while everything stays under 2^24
and float64 under 2^53: exact, and several in one machine instruction. The two flags on the kernel
only say that there is no NaN and that -0 is 0; they allow minima to be vectorised and change no
result.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from hecht.planning.placement.problem import IntArray
from hecht.planning.placement.random_numbers import advance, pick


class Dense(NamedTuple):
    """A complete placement problem in one floating-point type; diagonals are zero.

    When either matrix is symmetric the other is replaced by itself plus its transpose and
    `symmetric` is True; the flow product is then needed once, and `unit` stays 1.
    """

    flow: Any
    distance: Any
    cost: Any
    symmetric: bool


def make_dense(flow: IntArray, distance: IntArray, cost: IntArray) -> Dense:
    """Lay a problem out; diagonals move into the linear cost, which is by (household, cell).

    Raises:
        ValueError: numbers too large to be exact in float64.
    """
    linear = cost + np.outer(np.diag(flow), np.diag(distance))
    flow, distance = flow.copy(), distance.copy()
    np.fill_diagonal(flow, 0)
    np.fill_diagonal(distance, 0)
    symmetric = True
    if np.array_equal(flow, flow.T):
        distance = distance + distance.T
    elif np.array_equal(distance, distance.T):
        flow = flow + flow.T
    else:
        symmetric = False
    kind = _exact_type(flow, distance, linear, symmetric)
    return Dense(flow.astype(kind), distance.astype(kind), linear.astype(kind), symmetric)


def _exact_type(
    flow: IntArray, distance: IntArray, linear: IntArray, symmetric: bool
) -> npt.DTypeLike:
    """Return the narrowest type in which every sum the kernel forms is exact."""
    row = int(np.abs(flow).sum(axis=1).max(initial=0)) * int(np.abs(distance).max(initial=0))
    column = int(np.abs(flow).sum(axis=0).max(initial=0)) * int(np.abs(distance).max(initial=0))
    largest = 8 * (row if symmetric else row + column) + 8 * int(np.abs(linear).max(initial=0))
    if largest < 1 << 24:
        return np.float32
    if largest < 1 << 53:
        return np.float64
    raise ValueError(f"swaps could change the score by {largest}; the limit is 2^53")


class Walk(NamedTuple):
    """The arrays of one tabu search, made once and used for every start."""

    item: IntArray
    near: Any
    near_t: Any
    product: Any
    change: Any
    until: Any
    banned: Any
    best: IntArray


def new_walk(d: Dense) -> Walk:
    """Make the arrays of a tabu search on a problem."""
    n = len(d.flow)

    def empty() -> Any:
        return np.zeros((n, n), d.flow.dtype)

    return Walk(
        item=np.arange(n),
        near=empty(),
        near_t=empty(),
        product=empty(),
        change=empty(),
        until=empty(),
        banned=empty(),
        best=np.arange(n),
    )


def tabu(d: Dense, w: Walk, begin: IntArray, iterations: int, rng: Any) -> int:
    """Search `iterations` swaps from a permutation; `w.best` is the best, return its cost.

    The cost is that of `permutation_cost`.
    """
    w.item[:] = begin
    near = d.distance[np.ix_(begin, begin)]
    w.near[:] = near
    w.near_t[:] = near.T
    # whole numbers under 2^53: exact in any order of summation
    flow, wide = d.flow.astype(np.float64), near.astype(np.float64)
    product = flow.T @ wide
    if not d.symmetric:
        product += flow @ wide.T
    w.product[:] = product
    own = np.diag(product)
    change = product + product.T - own[:, None] - own[None, :]
    corner = (flow + flow.T) * (wide + wide.T)
    linear = d.cost.astype(np.float64)[:, begin]
    here = np.diag(linear)
    change += corner if not d.symmetric else corner / 2
    w.change[:] = change + linear + linear.T - here[:, None] - here[None, :]
    w.until[:] = 0
    w.banned[:] = 0
    w.best[:] = begin
    start = permutation_cost(d, begin)
    flow_t = np.ascontiguousarray(d.flow.T)
    gained = _walk(d.flow, flow_t, d.cost, d.symmetric, w, iterations, rng)
    return start + int(gained)


def permutation_cost(d: Dense, item: IntArray) -> int:
    """Return the cost of a permutation in the dense problem."""
    near = d.distance[np.ix_(item, item)].astype(np.int64)
    total = int((d.flow.astype(np.int64) * near).sum())
    if d.symmetric:
        total //= 2
    return total + int(d.cost[np.arange(len(item)), item].astype(np.int64).sum())


@njit(cache=True, nogil=True, fastmath={"nnan", "nsz"})
def _walk(
    flow: Any, flow_t: Any, cost: Any, symmetric: bool, w: Walk, iterations: int, rng: Any
) -> Any:
    """Run the tabu search; return the best change from the start, leave the best in w.best."""
    item, near, near_t, product, change = w.item, w.near, w.near_t, w.product, w.change
    until, banned, best = w.until, w.banned, w.best
    n = len(item)
    low_free = np.empty(n, change.dtype)
    low_any = np.empty(n, change.dtype)
    x, y = np.zeros(n, change.dtype), np.zeros(n, change.dtype)
    x2, y2 = np.zeros(n, change.dtype), np.zeros(n, change.dtype)
    cell = np.zeros(4, change.dtype)
    cell[1] = 1e30
    far = cell[1]
    now, lowest = 0.0, 0.0
    state = rng[0]
    r, s = 0, 0
    for it in range(1, iterations + 1):
        cell[0] = it
        clock = cell[0]
        # one pass per row: bring the changes up to date, find the row's best swap
        for u in range(n):
            row, until_row = change[u], banned[u]
            if it > 1:
                xu, yu = x[u], y[u]
                if symmetric:
                    for v in range(u + 1, n):
                        row[v] += (xu - x[v]) * (y[v] - yu)
                else:
                    xu2, yu2 = x2[u], y2[u]
                    for v in range(u + 1, n):
                        row[v] += (xu - x[v]) * (y[v] - yu) + (xu2 - x2[v]) * (y2[v] - yu2)
                line = product[u]
                for v in range(n):
                    line[v] += xu * y[v]
                if not symmetric:
                    for v in range(n):
                        line[v] += x2[u] * y2[v]
                line[r], line[s] = line[s], line[r]
        if it > 1:
            for e in range(2):
                u = r if e == 0 else s
                for v in range(n):
                    if v != u:
                        total = product[u, v] + product[v, u] - product[u, u] - product[v, v]
                        if symmetric:
                            total += flow[u, v] * near[u, v] + flow[u, v] * near[u, v]
                        else:
                            total += (flow[u, v] + flow[v, u]) * (near[u, v] + near[v, u])
                        total += cost[u, item[v]] + cost[v, item[u]]
                        total -= cost[u, item[u]] + cost[v, item[v]]
                        change[min(u, v), max(u, v)] = total
        for u in range(n):
            row, until_row = change[u], banned[u]
            least, least_free = far, far
            for v in range(u + 1, n):
                least = min(least, row[v])
                least_free = min(least_free, row[v] if until_row[v] <= clock else far)
            low_any[u], low_free[u] = least, least_free
        # the best swap that is allowed, or one that leads below the best
        least, least_free = far, far
        for u in range(n):
            least = min(least, low_any[u])
            least_free = min(least_free, low_free[u])
        anything = now + least < lowest
        state = advance(state)
        if not anything and least_free >= far:
            r = pick(state, n - 1)
            state = advance(state)
            s = r + 1 + pick(state, n - 1 - r)
        else:
            wanted = least if anything else least_free
            turn = pick(state, n)
            r, s = -1, -1
            for q in range(n):
                u = q + turn
                if u >= n:
                    u -= n
                if (low_any[u] if anything else low_free[u]) == wanted:
                    r = u
                    break
            state = advance(state)
            span = n - 1 - r
            turn = pick(state, span)
            for q in range(span):
                v = q + turn
                if v >= span:
                    v -= span
                v += r + 1
                if change[r, v] == wanted and (anything or banned[r, v] <= clock):
                    s = v
                    break
        now += change[r, s]
        # swap r and s everywhere
        for v in range(n):
            x[v] = flow[s, v] - flow[r, v]
            y[v] = near[r, v] - near[s, v]
            if not symmetric:
                x2[v] = flow_t[s, v] - flow_t[r, v]
                y2[v] = near_t[r, v] - near_t[s, v]
        item[r], item[s] = item[s], item[r]
        for v in range(n):
            near[r, v], near[s, v] = near[s, v], near[r, v]
        for v in range(n):
            near[v, r], near[v, s] = near[v, s], near[v, r]
        if not symmetric:
            for v in range(n):
                near_t[r, v], near_t[s, v] = near_t[s, v], near_t[r, v]
            for v in range(n):
                near_t[v, r], near_t[v, s] = near_t[v, s], near_t[v, r]
        # neither may go back for about n iterations (Taillard: 0.9 n to 1.1 n)
        for v in range(n):
            until[v, r], until[v, s] = until[v, s], until[v, r]
        state = advance(state)
        cell[2] = it + 9 * n // 10 + pick(state, n // 5 + 2)
        until[r, s] = cell[2]
        state = advance(state)
        cell[2] = it + 9 * n // 10 + pick(state, n // 5 + 2)
        until[s, r] = cell[2]
        for v in range(n):
            if v != r:
                banned[min(v, r), max(v, r)] = min(until[v, r], until[r, v])
            if v != s:
                banned[min(v, s), max(v, s)] = min(until[v, s], until[s, v])
        if now < lowest:
            lowest = now
            best[:] = item
    rng[0] = state
    return lowest


@njit(cache=True, nogil=True)
def cross(one: Any, two: Any, rng: Any) -> Any:
    """Return a child: where the parents agree it does too, elsewhere it takes from either.

    Uniform crossover; what neither parent can give without a repeat is filled at random.
    """
    n = len(one)
    child = np.full(n, -1, np.int64)
    used = np.zeros(n, np.bool_)
    state = rng[0]
    for u in range(n):
        if one[u] == two[u]:
            child[u] = one[u]
            used[one[u]] = True
    state = advance(state)
    turn = pick(state, n)
    for q in range(n):
        u = (q + turn) % n
        if child[u] >= 0:
            continue
        state = advance(state)
        first, second = one[u], two[u]
        if pick(state, 2) == 1:
            first, second = second, first
        if not used[first]:
            child[u] = first
            used[first] = True
        elif not used[second]:
            child[u] = second
            used[second] = True
    rest = np.nonzero(~used)[0]
    left = len(rest)
    for u in range(n):
        if child[u] < 0:
            state = advance(state)
            q = pick(state, left)
            child[u] = rest[q]
            left -= 1
            rest[q] = rest[left]
    rng[0] = state
    return child


@njit(cache=True, nogil=True)
def shuffle(item: Any, count: int, rng: Any) -> None:
    """Put `count` random positions of a permutation in a random order."""
    n = len(item)
    state = rng[0]
    chosen = np.arange(n)
    for q in range(min(count, n)):
        state = advance(state)
        other = q + pick(state, n - q)
        chosen[q], chosen[other] = chosen[other], chosen[q]
    for q in range(min(count, n) - 1, 0, -1):
        state = advance(state)
        other = pick(state, q + 1)
        a, b = chosen[q], chosen[other]
        item[a], item[b] = item[b], item[a]
    rng[0] = state
