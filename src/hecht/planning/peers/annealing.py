"""A plain simulated annealing for placements: relocate or swap, geometric cooling.

What a capable programmer writes in an afternoon: exact differences, compiled, one long cooling
tuned to the time there is, two independent runs on two cores.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hecht.planning.compiled import compiled, inner
from hecht.planning.peers.annealing_tables import Slots, slots_of
from hecht.planning.peers.run import Ints, Run

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem

HOT, COLD = 0.5, 0.01
"""First and last temperature, as shares of the mean size of a random change."""

Bits = npt.NDArray[np.uint64]

CHUNK = 100_000
"""Proposals between two looks at the clock."""


def placement(problem: PlacementProblem, run: Run) -> None:
    """Anneal until the time is over; each core its own run."""
    slots = slots_of(problem)
    seeds = [run.seed * 1000 + number for number in range(max(1, run.workers))]
    best: list[int] = []

    def offer(score: int, cells: Ints) -> None:
        if not best or score > best[0]:
            best[:] = [score]
            run.found(cells)

    with ThreadPoolExecutor(len(seeds)) as pool:
        for done in [pool.submit(_one_run, slots, seed, run, offer) for seed in seeds]:
            done.result()


def _one_run(slots: Slots, seed: int, run: Run, offer: Callable[[int, Ints], None]) -> None:
    rng = np.array([seed * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF | 1], np.uint64)
    home, holder = slots.home.copy(), slots.holder.copy()
    best, best_home = np.array([slots.score(home)], np.int64), home.copy()
    score = best.copy()
    scale = _mean_change(slots, home.copy(), holder.copy(), rng)
    hot, cold = HOT * scale, COLD * scale
    total = max(0.001, run.left())
    known = int(best[0])
    offer(known, slots.cells(best_home))
    while run.left() > 0:
        share = 1.0 - run.left() / total
        heat = hot * (cold / hot) ** share
        anneal(*slots.tables, home, holder, score, best, best_home, rng, heat, CHUNK)
        if best[0] > known:
            known = int(best[0])
            offer(known, slots.cells(best_home))


def _mean_change(slots: Slots, home: Ints, holder: Ints, rng: Bits) -> float:
    """Return the mean size of the changes that random proposals make."""
    score = np.zeros(1, np.int64)
    sizes = np.zeros(2, np.float64)
    wander(*slots.tables, home, holder, score, rng, 5000, sizes)
    return max(1.0, float(sizes[0] / max(1.0, sizes[1])))


@inner
def _random(rng: Bits) -> int:
    """Return 31 random bits (xorshift64)."""
    x = rng[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    rng[0] = x
    return np.int64(x >> np.uint64(33))  # type: ignore[return-value]


@inner
def _tie_points(
    h: int,
    place: int,
    other: int,
    tie_start: Ints,
    tie_to: Ints,
    tie_weight: Ints,
    tie_matrix: Ints,
    matrices: Ints,
    slot_place: Ints,
    home: Ints,
) -> int:
    """Return the points of the ties of h at a place, those with `other` left out."""
    total = 0
    for k in range(tie_start[h], tie_start[h + 1]):
        j = tie_to[k]
        if j != other:
            total += tie_weight[k] * matrices[tie_matrix[k], place, slot_place[home[j]]]
    return int(total)


@inner
def _change(
    h: int,
    slot: int,
    j: int,
    worth: Ints,
    tie_start: Ints,
    tie_to: Ints,
    tie_weight: Ints,
    tie_matrix: Ints,
    matrices: Ints,
    slot_place: Ints,
    home: Ints,
) -> int:
    """Return what it brings that h goes to `slot` and j (if any) to where h was."""
    old = home[h]
    here, there = slot_place[old], slot_place[slot]
    delta = worth[h, slot] - worth[h, old]
    if here != there:
        delta += _tie_points(
            h, there, j, tie_start, tie_to, tie_weight, tie_matrix, matrices, slot_place, home
        )
        delta -= _tie_points(
            h, here, j, tie_start, tie_to, tie_weight, tie_matrix, matrices, slot_place, home
        )
    if j >= 0:
        delta += worth[j, old] - worth[j, slot]
        if here != there:
            delta += _tie_points(
                j, here, h, tie_start, tie_to, tie_weight, tie_matrix, matrices, slot_place, home
            )
            delta -= _tie_points(
                j, there, h, tie_start, tie_to, tie_weight, tie_matrix, matrices, slot_place, home
            )
            for k in range(tie_start[h], tie_start[h + 1]):
                if tie_to[k] == j:
                    points = matrices[tie_matrix[k]]
                    delta += tie_weight[k] * (points[there, here] - points[here, there])
    return int(delta)


@compiled
def anneal(
    start: Ints,
    slot_of: Ints,
    worth: Ints,
    barred: int,
    slot_place: Ints,
    tie_start: Ints,
    tie_to: Ints,
    tie_weight: Ints,
    tie_matrix: Ints,
    matrices: Ints,
    home: Ints,
    holder: Ints,
    score: Ints,
    best: Ints,
    best_home: Ints,
    rng: Bits,
    heat: float,
    proposals: int,
) -> None:
    """Make proposals at one temperature; keep the best state."""
    n = len(home)
    unsaved = False
    for _ in range(proposals):
        h = _random(rng) % n
        width = start[h + 1] - start[h]
        slot = slot_of[start[h] + _random(rng) % width]
        j = holder[slot]
        if slot == home[h] or (j >= 0 and worth[j, home[h]] == barred):
            continue
        delta = _change(
            h,
            slot,
            j,
            worth,
            tie_start,
            tie_to,
            tie_weight,
            tie_matrix,
            matrices,
            slot_place,
            home,
        )
        if delta < 0 and np.exp(delta / heat) * 2147483648.0 < _random(rng):
            continue
        if unsaved and delta < 0:
            unsaved = False
            for i in range(n):
                best_home[i] = home[i]
        old = home[h]
        home[h] = slot
        holder[slot] = h
        holder[old] = j
        if j >= 0:
            home[j] = old
        score[0] += delta
        if score[0] > best[0]:
            best[0] = score[0]
            unsaved = True
    if unsaved:
        for i in range(n):
            best_home[i] = home[i]


@compiled
def wander(
    start: Ints,
    slot_of: Ints,
    worth: Ints,
    barred: int,
    slot_place: Ints,
    tie_start: Ints,
    tie_to: Ints,
    tie_weight: Ints,
    tie_matrix: Ints,
    matrices: Ints,
    home: Ints,
    holder: Ints,
    score: Ints,
    rng: Bits,
    proposals: int,
    sizes: npt.NDArray[np.float64],
) -> None:
    """Add up the sizes of random changes (first) and their number (second)."""
    n = len(home)
    for _ in range(proposals):
        h = _random(rng) % n
        width = start[h + 1] - start[h]
        slot = slot_of[start[h] + _random(rng) % width]
        j = holder[slot]
        if slot == home[h] or (j >= 0 and worth[j, home[h]] == barred):
            continue
        delta = _change(
            h,
            slot,
            j,
            worth,
            tie_start,
            tie_to,
            tie_weight,
            tie_matrix,
            matrices,
            slot_place,
            home,
        )
        sizes[0] += abs(delta)
        sizes[1] += 1
