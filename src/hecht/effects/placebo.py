"""Randomisation inference: how the estimate ranks among those of areas that had no measure.

Each draw takes as many comparison areas as were treated, with the same starts, and estimates the
same figure among areas that never had the measure. Where the measure did nothing, and might as
well have come to other areas, the estimate is one more draw. No draw looks at the standard
error, which is too small where few areas were treated. Where areas without the measure are too
few for that, the starts are dealt out anew over all areas (Fisher's randomisation test of no
effect on any area).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from hecht.effects.area_panel import Observations
from hecht.effects.cells import Cells, cohort_of
from hecht.effects.effect import Placebo
from hecht.effects.moments import Moments, att_of, centred, design_of, moments_of

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

ROOM = 2
"""So many times as many areas without the measure as with it are enough to draw from."""

_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What placebo areas gave: the estimates of each draw, (draws, values).

    `sampled` is False when every way to choose the areas was tried; `among_all` tells that the
    treated areas could be drawn as well.
    """

    estimates: Floats
    sampled: bool
    among_all: bool


def drawn(
    observations: Observations, cells: Cells, weights: Floats, draws: int, seed: int
) -> Drawn | None:
    """Return the estimates of `draws` placebo draws; None where there is one way to draw.

    `weights` (cells, values) make figures of the ATT(g, t), as for the real estimate. Where there
    are no more ways than `draws` to choose the areas, every way is tried, and nothing is random.
    """
    cohort = cohort_of(observations)
    count = len(cells.cohorts)
    pool = np.flatnonzero(cohort == count)
    sizes = np.bincount(cohort, minlength=count + 1)[:count]
    among_all = len(pool) < ROOM * int(sizes.sum())
    if among_all:
        pool = np.arange(len(cohort))
    if draws == 0 or _ways(len(pool), sizes) < 2:
        return None
    chosen, sampled = choices(len(pool), sizes, draws, seed)
    if among_all and not sampled:
        # the way it really went is the estimate itself, and no draw
        real = np.concatenate([np.flatnonzero(cohort == at) for at in range(count)])
        chosen = (one for one in chosen if not np.array_equal(one, real))
    design, outcome = design_of(observations)[pool], centred(observations)[pool]
    whole = moments_of(design, outcome, np.zeros(len(pool), dtype=np.int64), 0)
    at_once = max(1, _CELLS_AT_ONCE // (len(cells.cohort) * outcome.shape[1]))
    found = [
        att_of(_moments(design, outcome, whole, places, sizes), cells) @ weights
        for places in _batches(chosen, at_once)
    ]
    return Drawn(np.concatenate(found), sampled, among_all)


def choices(pool: int, sizes: Places, draws: int, seed: int) -> tuple[Iterator[Places], bool]:
    """Give choices of areas for cohorts of these sizes from so many, and whether at random.

    Each is (areas,), those of the first cohort first. Every choice once, in order, where there
    are no more than `draws`.
    """
    if _ways(pool, sizes) <= draws:
        return _all(pool, sizes), False
    return _sampled(pool, sizes, draws, np.random.default_rng(seed)), True


def placebo_of(value: float, draws: Floats, seed: int, *, sampled: bool) -> Placebo:
    """Return the rank of an estimate among its draws, by distance from zero."""
    margin = 1e-12 * max(1.0, abs(value))
    rank = 1 + int((np.abs(draws) >= abs(value) - margin).sum())
    return Placebo(
        p=rank / (len(draws) + 1),
        rank=rank,
        draws=tuple(float(one) for one in draws),
        seed=seed,
        sampled=sampled,
    )


def _moments(
    design: Floats, outcome: Floats, whole: Moments, places: Places, sizes: Places
) -> Moments:
    """Return the sums by cohort of each draw; the rest of the pool is its comparison.

    `places` is (draws, treated): the areas drawn, those of the first cohort first.
    """
    p, times = design.shape[1], outcome.shape[1]
    squares = np.empty((len(places), len(sizes) + 1, p, p))
    products = np.empty((len(places), len(sizes) + 1, p, times))
    begun = 0
    for at, size in enumerate(sizes):
        here = places[:, begun : begun + size]
        begun += int(size)
        z = design[here]
        squares[:, at] = np.swapaxes(z, 1, 2) @ z
        products[:, at] = np.swapaxes(z, 1, 2) @ outcome[here]
    squares[:, -1] = whole.design[0] - squares[:, :-1].sum(axis=1)
    products[:, -1] = whole.outcome[0] - products[:, :-1].sum(axis=1)
    return Moments(squares, products)


def _ways(pool: int, sizes: Places) -> int:
    """Return in how many ways the cohorts can be chosen from the pool."""
    ways, left = 1, pool
    for size in sizes.tolist():
        ways *= comb(left, size)
        left -= size
    return ways


def _all(pool: int, sizes: Places) -> Iterator[Places]:
    """Give every choice of cohorts from the pool, in order."""

    def choose(left: tuple[int, ...], at: int) -> Iterator[tuple[int, ...]]:
        if at == len(sizes):
            yield ()
            return
        for own in combinations(left, int(sizes[at])):
            taken = set(own)
            rest = tuple(one for one in left if one not in taken)
            for further in choose(rest, at + 1):
                yield own + further

    for one in choose(tuple(range(pool)), 0):
        yield np.array(one, dtype=np.int64)


def _sampled(pool: int, sizes: Places, draws: int, rng: np.random.Generator) -> Iterator[Places]:
    total = int(sizes.sum())
    for _ in range(draws):
        yield rng.choice(pool, total, replace=False, shuffle=True).astype(np.int64)


def _batches(chosen: Iterator[Places], at_once: int) -> Iterator[Places]:
    batch: list[Places] = []
    for one in chosen:
        batch.append(one)
        if len(batch) == at_once:
            yield np.array(batch)
            batch = []
    if batch:
        yield np.array(batch)
