"""Compiled search for short calendars: lists of tasks, serial schedules, crossover.

A list in which no task stands before one it waits for is decoded by the serial scheme, shifted to
the right and back to the left (justification), and read off again by start. A small population of
such lists is recombined and mutated, after the hybrid genetic algorithm of Valls, Ballestin and
Quintanilla (2008). Crews, precedence and windows of time hold; a yearly budget is not known here.
All arrays are int64; lists hold task positions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from hecht.planning.random_numbers import below

Ints = npt.NDArray[np.int64]
Generator = npt.NDArray[np.uint64]

NEVER = 1 << 60
"""The value of a list that gives no calendar."""


class Works(NamedTuple):
    """A calendar problem as flat arrays; n tasks, r resources.

    `duration`, `earliest`, `latest` (n); `demand` (n, r); `capacity` (r); tasks to wait for and
    tasks that wait, as (`before_at` (n + 1), `before`) and (`behind_at` (n + 1), `behind`).
    """

    duration: Ints
    earliest: Ints
    latest: Ints
    demand: Ints
    capacity: Ints
    before_at: Ints
    before: Ints
    behind_at: Ints
    behind: Ints
    horizon: int


@njit(cache=True, nogil=True)
def _fits_until(w: Works, used: Ints, j: int, t: int) -> int:
    """Return -1 if task j fits from month t, else the last month in its way."""
    for month in range(t + w.duration[j] - 1, t - 1, -1):
        for r in range(w.capacity.shape[0]):
            if used[month, r] + w.demand[j, r] > w.capacity[r]:
                return month
    return -1


@njit(cache=True, nogil=True)
def _book(w: Works, used: Ints, j: int, t: int) -> None:
    for month in range(t, t + w.duration[j]):
        for r in range(w.capacity.shape[0]):
            used[month, r] += w.demand[j, r]


@njit(cache=True, nogil=True)
def schedule_early(w: Works, order: Ints, used: Ints, start: Ints) -> int:
    """Fill `start` by the serial scheme in this order; return the makespan, or NEVER."""
    used[:] = 0
    end = 0
    for j in order:
        t = w.earliest[j]
        for k in range(w.before_at[j], w.before_at[j + 1]):
            p = w.before[k]
            t = max(t, start[p] + w.duration[p])
        while True:
            if t + w.duration[j] > w.latest[j]:
                return NEVER
            month = _fits_until(w, used, j, t)
            if month < 0:
                break
            t = month + 1
        _book(w, used, j, t)
        start[j] = t
        end = max(end, t + w.duration[j])
    return end


@njit(cache=True, nogil=True)
def schedule_late(w: Works, order: Ints, used: Ints, start: Ints, end: int) -> bool:
    """Fill `start` with every task as late as it fits before month `end`, last of `order` first."""
    used[:] = 0
    for k in range(order.shape[0] - 1, -1, -1):
        j = order[k]
        t = min(end, w.latest[j]) - w.duration[j]
        for i in range(w.behind_at[j], w.behind_at[j + 1]):
            t = min(t, start[w.behind[i]] - w.duration[j])
        while True:
            if t < w.earliest[j]:
                return False
            blocked = False
            for month in range(t, t + w.duration[j]):
                for r in range(w.capacity.shape[0]):
                    if used[month, r] + w.demand[j, r] > w.capacity[r]:
                        blocked = True
                if blocked:
                    t = month - w.duration[j]
                    break
            if not blocked:
                break
        _book(w, used, j, t)
        start[j] = t
    return True


@njit(cache=True, nogil=True)
def _sort_by(key: Ints, order: Ints) -> None:
    """Sort the list by key, keeping the order of equals (insertion: lists are nearly sorted)."""
    for i in range(1, order.shape[0]):
        j = order[i]
        k = i - 1
        while k >= 0 and key[order[k]] > key[j]:
            order[k + 1] = order[k]
            k -= 1
        order[k + 1] = j


@njit(cache=True, nogil=True)
def decode(w: Works, order: Ints, used: Ints, start: Ints, scratch: Ints) -> int:
    """Turn a list into a justified calendar and re-read the list; return its value.

    The value is makespan * 2**20 + the mean start, so that shorter counts first. `used` is
    (horizon, r), `start` and `scratch` are (n).
    """
    end = schedule_early(w, order, used, start)
    if end >= NEVER:
        return NEVER
    n = order.shape[0]
    while True:
        for j in range(n):
            scratch[j] = start[j] + w.duration[j]
        _sort_by(scratch, order)
        if not schedule_late(w, order, used, scratch, end):
            break
        _sort_by(scratch, order)
        shorter = schedule_early(w, order, used, scratch)
        if shorter > end:
            break
        start[:] = scratch
        if shorter == end:
            break
        end = shorter
    _sort_by(start, order)
    return int(end * (1 << 20) + start.sum() // max(1, n))


@njit(cache=True, nogil=True, inline="always")
def _under(rng: Generator, limit: int) -> int:
    """Return a random whole number from 0 up to `limit`, signed so that sums stay whole."""
    return np.int64(below(rng, limit))  # type: ignore[return-value]


@njit(cache=True, nogil=True)
def random_list(w: Works, key: Ints, noise: int, rng: Generator, order: Ints) -> None:
    """Fill `order` with a list: of the tasks that are ready, the one of least key plus noise."""
    n = order.shape[0]
    waiting = np.empty(n, np.int64)
    shaken = np.empty(n, np.int64)
    for j in range(n):
        waiting[j] = w.before_at[j + 1] - w.before_at[j]
        shaken[j] = key[j] + _under(rng, noise + 1)
    for k in range(n):
        best = -1
        for j in range(n):
            if waiting[j] == 0 and (best < 0 or shaken[j] < shaken[best]):
                best = j
        order[k] = best
        waiting[best] = -1
        for i in range(w.behind_at[best], w.behind_at[best + 1]):
            waiting[w.behind[i]] -= 1


@njit(cache=True, nogil=True)
def _cross(mother: Ints, father: Ints, rng: Generator, child: Ints, taken: Ints) -> None:
    """Fill `child`: a stretch of the mother's list in place, the rest in the father's order."""
    n = child.shape[0]
    first = _under(rng, n)
    length = 1 + _under(rng, n)
    last = min(n, first + length)
    taken[:] = 0
    k = 0
    # In front: the father's tasks that do not come in the mother's first `last` ones behind.
    for i in range(last):
        taken[mother[i]] = 1
    for i in range(n):
        if taken[father[i]] == 1 and k < first:
            child[k] = father[i]
            taken[father[i]] = 2
            k += 1
    for i in range(last):
        if taken[mother[i]] == 1:
            child[k] = mother[i]
            taken[mother[i]] = 2
            k += 1
    for i in range(n):
        if taken[father[i]] != 2:
            child[k] = father[i]
            k += 1


@njit(cache=True, nogil=True)
def _mutate(w: Works, order: Ints, rng: Generator, percent: int) -> None:
    """Shift tasks to random places within what precedence allows."""
    n = order.shape[0]
    place = np.empty(n, np.int64)
    for k in range(n):
        place[order[k]] = k
    for _ in range(n):
        if _under(rng, 100) >= percent:
            continue
        k = _under(rng, n)
        j = order[k]
        low, high = 0, n - 1
        for i in range(w.before_at[j], w.before_at[j + 1]):
            low = max(low, place[w.before[i]] + 1)
        for i in range(w.behind_at[j], w.behind_at[j + 1]):
            high = min(high, place[w.behind[i]] - 1)
        to = low + _under(rng, high - low + 1)
        step = 1 if to > k else -1
        while k != to:
            order[k] = order[k + step]
            place[order[k]] = k
            k += step
        order[to] = j
        place[j] = to


@njit(cache=True, nogil=True)
def evolve(
    w: Works, key: Ints, rng: Generator, size: int, tries: int, target: int, best_start: Ints
) -> int:
    """Search with a population of `size` lists for `tries` decodings or until `target` months.

    `key` (n) is the priority by which first lists are drawn. `best_start` (n) holds the best
    calendar known, or a first element of -1, and is filled with the best found. Returns the
    makespan, or NEVER.
    """
    n = key.shape[0]
    used = np.zeros((w.horizon + 1, w.capacity.shape[0]), np.int64)
    scratch = np.empty(n, np.int64)
    start = np.empty(n, np.int64)
    lists = np.empty((size, n), np.int64)
    values = np.full(size, NEVER, np.int64)
    child = np.empty(n, np.int64)
    best = NEVER
    done = 0
    stale = 0
    filled = 0
    if best_start[0] >= 0:
        random_list(w, best_start, 0, rng, child)
        best = decode(w, child, used, start, scratch)
        best_start[:] = start
        lists[0] = child
        values[0] = best
        filled = 1
    while done < tries and best >> 20 > target:
        done += 1
        slot = filled
        filling = filled < size
        if filling:
            random_list(w, key, _under(rng, 2 * w.horizon // 3 + 2), rng, child)
            filled += 1
        else:
            a = min(_under(rng, size), _under(rng, size))
            b = _under(rng, size)
            c = _under(rng, size)
            if values[c] < values[b]:
                b = c
            if a == b:
                a = (a + 1) % size
            _cross(lists[b], lists[a], rng, child, scratch)
            _mutate(w, child, rng, 1 + _under(rng, 5))
            # The child contends with the worse of two, so that the best is never lost.
            b, c = _under(rng, size), _under(rng, size)
            slot = b if values[b] >= values[c] else c
        value = decode(w, child, used, start, scratch)
        twin = False
        for k in range(filled):
            if k != slot and values[k] == value and (lists[k] == child).all():
                twin = True
        if filling or (not twin and value <= values[slot]):
            lists[slot] = child
            values[slot] = value
        stale += 1
        if value < best:
            if value >> 20 < best >> 20:
                stale = 0
            best = value
            best_start[:] = start
        if stale > 100 * size:
            # Nothing new for long: a fresh population, the best calendar is kept apart.
            filled = 0
            stale = 0
            values[:] = NEVER
    return best >> 20 if best < NEVER else NEVER
