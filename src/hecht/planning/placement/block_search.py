"""Search for the best set of residents of a block: annealing in integers, with a pool.

It only guides the dual: what it finds is a lower estimate of the block's maximum, and nothing
proven rests on it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from hecht.planning.placement.random_numbers import LOG_STEPS, advance, pick

TRIES = 6
"""Free homes looked at for a household that has to make way."""


@njit(cache=True, nogil=True)
def residents_worth(b: Any, worth: Any, bonus: Any, at: Any) -> Any:
    """Return what the residents `at` (a pair per household) are worth, bonuses included."""
    total = np.int64(0)
    for h in range(len(at)):
        total += worth[at[h]]
    for e in range(len(b.first)):
        i, j = b.first[e], b.second[e]
        if at[i] < b.start[i + 1] - 1 and at[j] < b.start[j + 1] - 1:
            total += bonus[e]
    return total


@njit(cache=True, nogil=True)
def anneal_block(
    b: Any, worth: Any, bonus: Any, at: Any, best_at: Any, levels: Any, each: int, rng: Any,
    logs: Any,
) -> Any:  # fmt: skip
    """Anneal from `at`, `each` proposals per level; leave the best in `best_at`, return its worth.

    A proposal brings a household to a home, or out. Whoever lives there goes to the home that
    comes free, to another free one, or out.
    """
    start, cell, owner, inside, capacity = b.start, b.cell, b.owner, b.inside, b.capacity
    slot_start, near_start, near_other = b.slot_start, b.near_start, b.near_other
    near_bonus = b.near_bonus
    n = len(at)
    slot = np.full(n, -1, np.int64)
    taken = np.zeros(len(capacity), np.int64)
    occupant = np.full(slot_start[-1], -1, np.int64)
    for h in range(n):
        c = cell[at[h]]
        slot[h] = slot_start[c] + taken[c]
        occupant[slot[h]] = h
        taken[c] += 1
        best_at[h] = at[h]
    now = residents_worth(b, worth, bonus, at)
    best = now
    x = rng[0]
    for level in levels:
        for _ in range(each):
            x = advance(x)
            k = inside[pick(x, len(inside))]
            h, c = owner[k], cell[k]
            old = at[h]
            out = start[h + 1] - 1
            moved: Any = np.int64(-1)
            target: Any = np.int64(-1)
            if old == k:
                k = out
                c = cell[k]
            change = worth[k] - worth[old]
            if c < len(capacity) - 1 and taken[c] == capacity[c]:
                x = advance(x)
                moved = occupant[slot_start[c] + pick(x, capacity[c])]
                if old != out:
                    for q in range(start[moved], start[moved + 1] - 1):
                        if cell[q] == cell[old]:
                            target = q
                if target < 0:
                    width = start[moved + 1] - 1 - start[moved]
                    for _ in range(TRIES):
                        x = advance(x)
                        q = start[moved] + pick(x, width)
                        if taken[cell[q]] < capacity[cell[q]]:
                            target = q
                            break
                if target < 0:
                    target = start[moved + 1] - 1
                change += worth[target] - worth[at[moved]]
            leaves = moved >= 0 and target == start[moved + 1] - 1
            if (old == out) != (k == out):
                gained = np.int64(0)
                for q in range(near_start[h], near_start[h + 1]):
                    j = near_other[q]
                    if at[j] < start[j + 1] - 1 and not (j == moved and leaves):
                        gained += bonus[near_bonus[q]]
                change += gained if old == out else -gained
            if leaves:
                for q in range(near_start[moved], near_start[moved + 1]):
                    j = near_other[q]
                    if at[j] < start[j + 1] - 1 and (j != h or old != out):
                        change -= bonus[near_bonus[q]]
            if change < 0:
                x = advance(x)
                if -change > (level * logs[pick(x, LOG_STEPS)]) >> 10:
                    continue
            for turn in range(2):
                # First whoever makes way leaves the home, so that there is room for h.
                who = moved if turn == 0 else h
                if who < 0:
                    continue
                before = cell[at[who]]
                taken[before] -= 1
                last = occupant[slot_start[before] + taken[before]]
                occupant[slot[who]] = last
                slot[last] = slot[who]
                slot[who] = -1
            for turn in range(2):
                who, goal = (moved, target) if turn == 0 else (h, k)
                if who < 0:
                    continue
                into = cell[goal]
                slot[who] = slot_start[into] + taken[into]
                occupant[slot[who]] = who
                taken[into] += 1
                at[who] = goal
            now += change
            if now > best:
                best = now
                for q in range(n):
                    best_at[q] = at[q]
    rng[0] = x
    return best


@njit(cache=True, nogil=True)
def search_block(
    b: Any, worth: Any, bonus: Any, pool: Any, pooled: int, best_at: Any,
    cool: Any, warm: Any, hot: Any, each: int, rng: Any, logs: Any,
) -> Any:  # fmt: skip
    """Polish the best of the pool and search anew; return the best worth, leave it in `best_at`.

    `pool` is (size, households), of which `pooled` rows are filled. The best found takes the
    place of the row worth least.
    """
    n = len(best_at)
    score = np.empty(len(pool), np.int64)
    for q in range(pooled):
        score[q] = residents_worth(b, worth, bonus, pool[q])
    at = np.empty(n, np.int64)
    found = np.empty(n, np.int64)
    least = 0
    for q in range(pooled):
        if score[q] < score[least]:
            least = q
    best = np.int64(-(1 << 62))
    for turn in range(5):
        levels = cool
        if turn < 3:
            top = -1
            for q in range(pooled):
                if score[q] > -(1 << 61) and (top < 0 or score[q] > score[top]):
                    top = q
            if top < 0:
                continue
            for h in range(n):
                at[h] = pool[top, h]
            score[top] = -(1 << 62)
        elif turn == 3:
            levels = hot
            for h in range(n):
                at[h] = b.start[h + 1] - 1
        else:
            if pooled == 0:
                continue
            levels = warm
            rng[0] = advance(rng[0])
            chosen = pick(rng[0], pooled)
            for h in range(n):
                at[h] = pool[chosen, h]
        value = anneal_block(b, worth, bonus, at, found, levels, each, rng, logs)
        if value > best:
            best = value
            for h in range(n):
                best_at[h] = found[h]
    row = pooled if pooled < len(pool) else least
    for h in range(n):
        pool[row, h] = best_at[h]
    return best
