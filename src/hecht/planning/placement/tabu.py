"""Robust tabu search on complete placements: every household a home of its own, all swaps known.

Minimise sum flow[u, v] * distance[p u, p v] + sum cost[u, p u] over permutations p. After a swap
the worth of every other swap is brought up to date by a rank-one formula (Taillard 1991); the
swaps of the two that moved come from the product of flow and distance, kept up to date in the
same way, so that one iteration is two passes over contiguous rows. The least change is kept by
column, which needs no sum across a machine word; only half of the changes is stored up to date,
those in the block of sixteen on the diagonal twice.

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

LANES = 16
"""Rows are padded to a multiple of this, so that blocks of a row fill whole machine words."""
FAR = 1e30
"""More than any change."""


class Dense(NamedTuple):
    """A complete placement problem in one floating-point type; diagonals are zero.

    When either matrix is symmetric the other is replaced by itself plus its transpose and
    `symmetric` is True; costs are then halved, and one product of the two suffices.
    Rows of `distance` and `cost` (and their transposes) are padded with zeros.
    """

    flow: Any
    flow_t: Any
    distance: Any
    distance_t: Any
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

    def padded(matrix: IntArray) -> Any:
        n = len(matrix)
        wide = np.zeros((n, -(-n // LANES) * LANES), kind)
        wide[:, :n] = matrix
        return wide

    return Dense(
        flow=padded(flow),
        flow_t=padded(flow.T),
        distance=padded(distance),
        distance_t=padded(distance.T),
        cost=padded(linear),
        symmetric=symmetric,
    )


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
    """The arrays of one tabu search, made once and used for every start.

    Attributes:
        item: (n,) where everyone is.
        product: what each household would add to the cost at each cell, by (household, cell).
        own: the same at its own cell.
        change: what each swap of two households would change; its diagonal and padding are far.
        until: the iteration until which a household may not return, by (household, cell).
        banned: the same for each swap of two households.
        vectors: (8, m) room for the outer products and the least of each column.
        best: (n,) the best permutation of the last search.
    """

    item: IntArray
    product: Any
    own: Any
    change: Any
    until: Any
    banned: Any
    vectors: Any
    best: IntArray


def new_walk(d: Dense) -> Walk:
    """Make the arrays of a tabu search on a problem."""
    n, m = d.distance.shape

    def empty(rows: int = n) -> Any:
        return np.zeros((rows, m), d.flow.dtype)

    return Walk(
        item=np.arange(n),
        product=empty(),
        own=empty(1)[0],
        change=empty(),
        until=empty(),
        banned=empty(),
        vectors=empty(8),
        best=np.arange(n),
    )


def tabu(d: Dense, w: Walk, begin: IntArray, iterations: int, rng: Any) -> int:
    """Search `iterations` swaps from a permutation; `w.best` is the best, return its cost.

    The cost is that of `permutation_cost`.
    """
    n = len(begin)
    w.item[:] = begin
    flow, distance = d.flow[:, :n].astype(np.float64), d.distance[:, :n].astype(np.float64)
    # whole numbers under 2^53: exact in any order of summation
    product = flow.T @ distance[begin]
    near = distance[np.ix_(begin, begin)]
    if not d.symmetric:
        product += flow @ distance.T[begin]
    product += d.cost[:, :n]
    w.product[:, :n] = product
    own = product[np.arange(n), begin]
    w.own[:n] = own
    there = product[:, begin]
    change = there + there.T - own[:, None] - own[None, :]
    corner = (flow + flow.T) * (near + near.T)
    change += corner if not d.symmetric else corner / 2
    np.fill_diagonal(change, FAR)
    w.change[:] = FAR
    w.change[:, :n] = change
    w.until[:] = 0
    w.banned[:] = 0
    w.best[:] = begin
    start = permutation_cost(d, begin)
    gained = _walk(d.flow, d.flow_t, d.distance, d.distance_t, d.symmetric, w, iterations, rng)
    return start + int(gained)


def permutation_cost(d: Dense, item: IntArray) -> int:
    """Return the cost of a permutation in the dense problem."""
    n = len(item)
    near = d.distance[np.ix_(item, item)].astype(np.int64)
    total = int((d.flow[:, :n].astype(np.int64) * near).sum())
    if d.symmetric:
        total //= 2
    return total + int(d.cost[np.arange(len(item)), item].astype(np.int64).sum())


@njit(cache=True, nogil=True, fastmath={"nnan", "nsz"}, error_model="numpy")
def _walk(
    flow: Any,
    flow_t: Any,
    distance: Any,
    distance_t: Any,
    symmetric: bool,
    w: Walk,
    iterations: int,
    rng: Any,
) -> Any:
    """Run the tabu search; return the best change from the start, leave the best in w.best."""
    item, product, own, change = w.item, w.product, w.own, w.change
    until, banned, best = w.until, w.banned, w.best
    n, m = change.shape
    x, y, x2, y2 = w.vectors[0], w.vectors[1], w.vectors[2], w.vectors[3]
    low, low_free, z, z2 = w.vectors[4], w.vectors[5], w.vectors[6], w.vectors[7]
    for v in range(m):
        x[v] = 0
        y[v] = 0
        x2[v] = 0
        y2[v] = 0
    number = np.zeros(3, change.dtype)
    number[1] = FAR
    far = number[1]
    now, lowest = 0.0, 0.0
    state = rng[0]
    for it in range(1, iterations + 1):
        number[0] = it
        clock = number[0]
        # bring the changes up to date and take the least of each column; the diagonal is far
        for v in range(m):
            low[v] = far
            low_free[v] = far
        if symmetric:
            for u in range(n):
                row, until_row, xu, yu = change[u], banned[u], x[u], y[u]
                for first in range(0, (u + 16) // 16 * 16, 16):
                    for v in range(first, first + 16):
                        c = row[v] + (xu - x[v]) * (y[v] - yu)
                        row[v] = c
                        low[v] = min(low[v], c)
                        low_free[v] = min(low_free[v], c if until_row[v] <= clock else far)
        else:
            for u in range(n):
                row, until_row, xu, yu, xu2, yu2 = change[u], banned[u], x[u], y[u], x2[u], y2[u]
                for first in range(0, (u + 16) // 16 * 16, 16):
                    for v in range(first, first + 16):
                        c = row[v] + (xu - x[v]) * (y[v] - yu) + (xu2 - x2[v]) * (y2[v] - yu2)
                        row[v] = c
                        low[v] = min(low[v], c)
                        low_free[v] = min(low_free[v], c if until_row[v] <= clock else far)
        least, least_free = far, far
        for v in range(m):
            least = min(least, low[v])
            least_free = min(least_free, low_free[v])
        anything = now + least < lowest
        state = advance(state)
        if not anything and least_free >= far:
            r = pick(state, n - 1)
            state = advance(state)
            s = r + 1 + pick(state, n - 1 - r)
        else:
            wanted = least if anything else least_free
            turn = pick(state, n)
            r, s = 0, 0
            for q in range(n):
                r = q + turn
                if r >= n:
                    r -= n
                if (low[r] if anything else low_free[r]) == wanted:
                    break
            state = advance(state)
            begin = r // 16 * 16
            span = n - begin
            turn = pick(state, span)
            for q in range(span):
                s = q + turn
                if s >= span:
                    s -= span
                s += begin
                if change[s, r] == wanted and (anything or banned[s, r] <= clock):
                    break
        now += change[max(r, s), min(r, s)]
        ir, js = item[r], item[s]
        # the swap changes everything by the outer product of these
        here, there, from_r, from_s = distance[ir], distance[js], flow[r], flow[s]
        for v in range(m):
            z[v] = here[v] - there[v]
            x[v] = from_s[v] - from_r[v]
        for v in range(n):
            y[v] = z[item[v]]
        if not symmetric:
            here, there, from_r, from_s = distance_t[ir], distance_t[js], flow_t[r], flow_t[s]
            for v in range(m):
                z2[v] = here[v] - there[v]
                x2[v] = from_s[v] - from_r[v]
            for v in range(n):
                y2[v] = z2[item[v]]
        if symmetric:
            for u in range(n):
                line, xu = product[u], x[u]
                for v in range(m):
                    line[v] += xu * z[v]
        else:
            for u in range(n):
                line, xu, xu2 = product[u], x[u], x2[u]
                for v in range(m):
                    line[v] += xu * z[v] + xu2 * z2[v]
        item[r], item[s] = js, ir
        if symmetric:
            for v in range(m):
                own[v] += x[v] * y[v]
        else:
            for v in range(m):
                own[v] += x[v] * y[v] + x2[v] * y2[v]
        own[r], own[s] = product[r, js], product[s, ir]
        # neither may go back for about n iterations (Taillard: 0.9 n to 1.1 n)
        state = advance(state)
        number[2] = it + 9 * n // 10 + pick(state, n // 5 + 2)
        until[r, ir] = number[2]
        state = advance(state)
        number[2] = it + 9 * n // 10 + pick(state, n // 5 + 2)
        until[s, js] = number[2]
        # the swaps of these two, less what the outer product will add to them
        for e in range(2):
            u = r if e == 0 else s
            iu = item[u]
            line, ties, ends, far_off = product[u], flow[u], until[u], distance[iu]
            xu, yu, xu2, yu2, ownu = x[u], y[u], x2[u], y2[u], own[u]
            for v in range(n):
                iv = item[v]
                total = line[iv] + product[v, iu] - ownu - own[v]
                total -= (xu - x[v]) * (y[v] - yu)
                if symmetric:
                    total += (ties[v] + ties[v]) * far_off[iv]
                else:
                    total += (ties[v] + flow_t[u, v]) * (far_off[iv] + distance_t[iu, iv])
                    total -= (xu2 - x2[v]) * (y2[v] - yu2)
                ban = min(ends[iv], until[v, iu])
                change[u, v] = total
                change[v, u] = total
                banned[u, v] = ban
                banned[v, u] = ban
            change[u, u] = far
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
