"""A plain simulated annealing for placements: relocate or swap, geometric cooling.

What a capable programmer writes in an afternoon: exact differences, compiled, one long cooling
tuned to the time there is, two independent runs on two cores.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hecht.planning.compiled import compiled, inner
from hecht.planning.peers.annealing_tables import BARRED, Slots, Tables, slots_of
from hecht.planning.peers.cooling import Bits, first_bits, on_every_core, random_bits
from hecht.planning.peers.run import Ints, Run

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem

HOT, COLD = 0.5, 0.01
"""First and last temperature, as shares of the mean size of a random change."""

CHUNK = 100_000
"""Proposals between two looks at the clock."""


def placement(problem: PlacementProblem, run: Run) -> None:
    """Anneal until the time is over; each core its own run."""
    slots = slots_of(problem)
    best: list[int] = []

    def offer(score: int, cells: Ints) -> None:
        if not best or score > best[0]:
            best[:] = [score]
            run.found(cells)

    on_every_core(run, lambda seed: _one_run(slots, seed, run, offer))


def _one_run(slots: Slots, seed: int, run: Run, offer: Callable[[int, Ints], None]) -> None:
    rng = first_bits(seed)
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
        anneal(slots.tables, home, holder, score, best, best_home, rng, heat, CHUNK)
        if best[0] > known:
            known = int(best[0])
            offer(known, slots.cells(best_home))


def _mean_change(slots: Slots, home: Ints, holder: Ints, rng: Bits) -> float:
    """Return the mean size of the changes that random proposals make."""
    sizes = np.zeros(2, np.float64)
    wander(slots.tables, home, holder, rng, 5000, sizes)
    return max(1.0, float(sizes[0] / max(1.0, sizes[1])))


@inner
def _propose(t: Tables, home: Ints, holder: Ints, rng: Bits) -> tuple[int, int, int]:
    """Return a household, a slot for it and who is there (-1: nobody); the first -1 if barred."""
    h = random_bits(rng) % len(home)
    width = t.start[h + 1] - t.start[h]
    slot = t.slot_of[t.start[h] + random_bits(rng) % width]
    j = holder[slot]
    if slot == home[h] or (j >= 0 and t.worth[j, home[h]] == BARRED):
        return -1, -1, -1
    return h, slot, j


@inner
def _tie_points(t: Tables, h: int, place: int, other: int, home: Ints) -> int:
    """Return the points of the ties of h at a place, those with `other` left out."""
    total = 0
    for k in range(t.tie_start[h], t.tie_start[h + 1]):
        j = t.tie_to[k]
        if j != other:
            total += t.tie_weight[k] * t.matrices[t.tie_matrix[k], place, t.place[home[j]]]
    return int(total)


@inner
def _change(t: Tables, h: int, slot: int, j: int, home: Ints) -> int:
    """Return what it brings that h goes to `slot` and j (if any) to where h was."""
    old = home[h]
    here, there = t.place[old], t.place[slot]
    delta = t.worth[h, slot] - t.worth[h, old]
    if here != there:
        delta += _tie_points(t, h, there, j, home) - _tie_points(t, h, here, j, home)
    if j >= 0:
        delta += t.worth[j, old] - t.worth[j, slot]
        if here != there:
            delta += _tie_points(t, j, here, h, home) - _tie_points(t, j, there, h, home)
            for k in range(t.tie_start[h], t.tie_start[h + 1]):
                if t.tie_to[k] == j:
                    one, other = t.tie_matrix[k], t.tie_weight[k]
                    delta += other * (t.matrices[one, there, here] - t.matrices[one, here, there])
    return int(delta)


@compiled
def anneal(
    t: Tables,
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
        h, slot, j = _propose(t, home, holder, rng)
        if h < 0:
            continue
        delta = _change(t, h, slot, j, home)
        if delta < 0 and np.exp(delta / heat) * 2147483648.0 < random_bits(rng):
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
    t: Tables,
    home: Ints,
    holder: Ints,
    rng: Bits,
    proposals: int,
    sizes: npt.NDArray[np.float64],
) -> None:
    """Add up the sizes of random changes (first) and their number (second)."""
    for _ in range(proposals):
        h, slot, j = _propose(t, home, holder, rng)
        if h >= 0:
            sizes[0] += abs(_change(t, h, slot, j, home))
            sizes[1] += 1
