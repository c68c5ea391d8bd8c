"""A plain simulated annealing for the joint problem: swap homes, now and then change a start."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hecht.planning.compiled import compiled, inner
from hecht.planning.peers.cooling import Bits, first_bits, on_every_core, random_bits
from hecht.planning.peers.joint import (
    EXTRA_MOVE,
    QUARTER_AWAY,
    QUARTER_LONGER,
    JointProblem,
    as_listed,
)
from hecht.planning.peers.run import Ints, Run

HOT, COLD = 60.0, 1.0
"""First and last temperature in points."""

CALENDAR = 500
"""One in so many proposals changes the calendar."""

TOO_MANY = 40
"""Points off for each household and quarter beyond the temporary homes, while searching."""

CHUNK = 100_000

Tables = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]


def joint(problem: JointProblem, run: Run) -> None:
    """Anneal until the time is over; each core its own run."""
    first = as_listed(problem)
    run.found(first)
    best: list[int] = []

    def offer(score: int, starts: Ints, homes: Ints) -> None:
        if not best or score > best[0]:
            best[:] = [score]
            run.found(np.concatenate([starts, homes]))

    tables = _tables(problem)
    on_every_core(run, lambda seed: _one_run(problem, tables, first, seed, run, offer))


def _tables(problem: JointProblem) -> Tables:
    one, other = problem.ties[:, 0], problem.ties[:, 1]
    owner = np.concatenate([one, other])
    order = np.argsort(owner, kind="stable")
    start = np.zeros(problem.households + 1, np.int64)
    start[1:] = np.cumsum(np.bincount(owner, minlength=problem.households))
    limits = np.array(
        [problem.duration, problem.sites, problem.temporary, problem.horizon], np.int64
    )
    return (
        problem.worth(), problem.block, problem.old_block, start,
        np.concatenate([other, one])[order], np.concatenate([problem.weight] * 2)[order],
        problem.closeness, limits,
    )  # fmt: skip


def _one_run(
    problem: JointProblem,
    tables: Tables,
    first: Ints,
    seed: int,
    run: Run,
    offer: Callable[[int, Ints, Ints], None],
) -> None:
    rng = first_bits(seed)
    starts, homes = first[: problem.blocks].copy(), first[problem.blocks :].copy()
    best_starts, best_homes = starts.copy(), homes.copy()
    best = np.array([-(1 << 40)], np.int64)
    total, known = max(0.001, run.left()), int(best[0])
    while run.left() > 0:
        share = 1.0 - run.left() / total
        heat = HOT * (COLD / HOT) ** share
        anneal(*tables, starts, homes, best, best_starts, best_homes, rng, heat, CHUNK)
        if best[0] > known:
            known = int(best[0])
            offer(known, best_starts.copy(), best_homes.copy())


@compiled
def _costs(starts: Ints, counts: Ints, limits: Ints, cost: Ints, away: Ints) -> int:
    """Fill the cost per household of each pair of blocks and who is away; return the total.

    The total is what all of it costs: temporary homes, duration, and households beyond them.
    """
    duration, horizon = limits[0], limits[3]
    for q in range(len(away)):
        away[q] = 0
    total, last = 0, 0
    for old in range(len(starts)):
        last = max(last, starts[old] + duration)
        for new in range(len(starts)):
            ready = starts[new] + duration
            cost[old, new] = 0
            if old == new or ready > starts[old]:
                cost[old, new] = EXTRA_MOVE + QUARTER_AWAY * (ready - starts[old])
                for q in range(starts[old], ready):
                    away[q] += counts[old, new]
            total += cost[old, new] * counts[old, new]
    for q in range(horizon):
        total += TOO_MANY * max(0, away[q] - limits[2])
    return total + QUARTER_LONGER * last


@inner
def _shift(starts: Ints, limits: Ints, away: Ints, old: int, new: int, number: int) -> int:
    """Count `number` households more from one block to another; return what that costs beyond."""
    ready = starts[new] + limits[0]
    if old != new and ready <= starts[old]:
        return 0
    beyond = 0
    for q in range(starts[old], ready):
        before = max(0, away[q] - limits[2])
        away[q] += number
        beyond += TOO_MANY * (max(0, away[q] - limits[2]) - before)
    return beyond


@inner
def _ties(
    h: int,
    place: int,
    other: int,
    tie_start: Ints,
    tie_to: Ints,
    weight: Ints,
    closeness: Ints,
    block: Ints,
    homes: Ints,
) -> int:
    """Return the points of the ties of h at a place, those with `other` left out."""
    total = 0
    for k in range(tie_start[h], tie_start[h + 1]):
        if tie_to[k] != other:
            total += weight[k] * closeness[place, block[homes[tie_to[k]]]]
    return total


@compiled
def anneal(
    worth: Ints,
    block: Ints,
    old_block: Ints,
    tie_start: Ints,
    tie_to: Ints,
    weight: Ints,
    closeness: Ints,
    limits: Ints,
    starts: Ints,
    homes: Ints,
    best: Ints,
    best_starts: Ints,
    best_homes: Ints,
    rng: Bits,
    heat: float,
    proposals: int,
) -> None:
    """Make proposals at one temperature; keep the best state within the temporary homes."""
    n, blocks = len(homes), len(starts)
    counts = np.zeros((blocks, blocks), np.int64)
    cost = np.zeros((blocks, blocks), np.int64)
    away = np.zeros(2 * limits[3] + 2, np.int64)
    points = 0
    for h in range(n):
        counts[old_block[h], block[homes[h]]] += 1
        points += worth[h, homes[h]]
        for k in range(tie_start[h], tie_start[h + 1]):
            if tie_to[k] > h:
                points += weight[k] * closeness[block[homes[h]], block[homes[tie_to[k]]]]
    score = points - _costs(starts, counts, limits, cost, away)
    for _ in range(proposals):
        if random_bits(rng) % CALENDAR == 0:
            b, c = random_bits(rng) % blocks, random_bits(rng) % blocks
            at, other = starts[b], starts[c]
            kind = random_bits(rng) % 4
            if kind == 0 and b != c:
                starts[b], starts[c] = other, at
            elif kind == 1:
                c = b
                starts[b] = random_bits(rng) % (limits[3] - limits[0] + 1)
            else:
                c = b
                later = at + random_bits(rng) % 5 - 2
                starts[b] = min(max(0, later), limits[3] - limits[0])
            crowded = False
            for one in range(blocks):
                busy = 0
                for two in range(blocks):
                    busy += starts[two] <= starts[one] < starts[two] + limits[0]
                crowded = crowded or busy > limits[1]
            new_score = score
            if not crowded:
                new_score = points - _costs(starts, counts, limits, cost, away)
            delta = new_score - score
            taken = not crowded and (
                delta >= 0 or np.exp(delta / heat) * 2147483648.0 >= random_bits(rng)
            )
            if taken:
                score = new_score
            else:
                starts[b] = at
                if c != b:
                    starts[c] = other
                if not crowded:
                    _costs(starts, counts, limits, cost, away)
        else:
            h, j = random_bits(rng) % n, random_bits(rng) % n
            here, there = homes[h], homes[j]
            if h == j or worth[h, there] < 0 or worth[j, here] < 0:
                continue
            p, q = block[here], block[there]
            a, b = old_block[h], old_block[j]
            gain = worth[h, there] + worth[j, here] - worth[h, here] - worth[j, there]
            beyond = 0
            if p != q:
                gain += _ties(h, q, j, tie_start, tie_to, weight, closeness, block, homes)
                gain -= _ties(h, p, j, tie_start, tie_to, weight, closeness, block, homes)
                gain += _ties(j, p, h, tie_start, tie_to, weight, closeness, block, homes)
                gain -= _ties(j, q, h, tie_start, tie_to, weight, closeness, block, homes)
                beyond = cost[a, q] - cost[a, p] + cost[b, p] - cost[b, q]
                beyond += _shift(starts, limits, away, a, p, -1)
                beyond += _shift(starts, limits, away, b, q, -1)
                beyond += _shift(starts, limits, away, a, q, 1)
                beyond += _shift(starts, limits, away, b, p, 1)
            delta = gain - beyond
            if delta >= 0 or np.exp(delta / heat) * 2147483648.0 >= random_bits(rng):
                homes[h], homes[j] = there, here
                if p != q:
                    counts[a, p] -= 1
                    counts[a, q] += 1
                    counts[b, q] -= 1
                    counts[b, p] += 1
                points += gain
                score += delta
            elif p != q:
                _shift(starts, limits, away, a, q, -1)
                _shift(starts, limits, away, b, p, -1)
                _shift(starts, limits, away, a, p, 1)
                _shift(starts, limits, away, b, q, 1)
        if score > best[0]:
            crowded = False
            for quarter in range(limits[3]):
                crowded = crowded or away[quarter] > limits[2]
            if not crowded:
                best[0] = score
                for i in range(blocks):
                    best_starts[i] = starts[i]
                for i in range(n):
                    best_homes[i] = homes[i]
