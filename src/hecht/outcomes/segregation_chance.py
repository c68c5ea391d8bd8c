"""What chance alone would give: seeded permutations, and segregation over growing distances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.outcomes.segregation import Counts, information_theory

DRAWS = 999
"""How often everybody is drawn anew over the places, unless told otherwise."""
DISTANCES = (25.0, 50.0, 100.0, 200.0, 300.0)
"""Radii of a multi-scale profile in metres, as the crow flies."""

Index = Callable[[Counts], float | None]


@dataclass(frozen=True, slots=True)
class Chance:
    """An index beside what it is when the same people are spread blindly over the same places.

    `mean`, `low` and `high` are of the draws (2.5% lie below `low`, 2.5% above `high`). `p` is
    the share of draws, the real spread counted as one, that is at least as segregated.
    """

    value: float
    mean: float
    low: float
    high: float
    p: float

    @property
    def beyond(self) -> bool:
        """Whether fewer than 5% of the draws are as segregated as the real spread."""
        return self.p < 0.05


def chance(index: Index, counts: Counts, *, draws: int = DRAWS, seed: int = 1) -> Chance | None:
    """Return an index with what chance gives; None when the index is not defined.

    In each draw everybody is put in a place at random; sizes of places and groups stay. The same
    seed gives the same figures. Raises ValueError when there are no draws.
    """
    if draws < 1:
        raise ValueError(f"{draws} draws tell nothing; ask for 1 or more")
    value = index(counts)
    if value is None:
        return None
    found = [index(drawn) for drawn in _drawn(np.asarray(counts, dtype=np.int64), draws, seed)]
    return _beside(value, np.array([one for one in found if one is not None]))


def profile(
    places: NDArray[np.float64],
    counts: Counts,
    distances: Sequence[float] = DISTANCES,
    *,
    draws: int = DRAWS,
    seed: int = 1,
) -> dict[float, Chance | None]:
    """Return H by distance: of each place with everything within so many metres of it.

    `places` holds x and y in metres of each row of `counts`. It falls to 0 as the surroundings
    grow to the whole; where it falls most is the scale at which groups live apart. Surroundings
    overlap and weigh by their size, as in PySAL's `segregation`, with equal weight up to the
    distance (Reardon and others, The geographic scale of metropolitan racial segregation,
    Demography 45, 2008). A value is None when all belong to one group.
    """
    result: dict[float, Chance | None] = {}
    for distance in distances:
        around = within(places, distance)

        def surroundings(table: Counts, around: NDArray[np.float64] = around) -> float | None:
            return information_theory(around @ table)

        result[distance] = chance(surroundings, counts, draws=draws, seed=seed)
    return result


def within(places: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """Return which places (columns) lie within a distance of each place (rows): 1.0 or 0.0."""
    apart = places[:, None, :] - places[None, :, :]
    near: NDArray[np.float64] = ((apart**2).sum(axis=2) <= distance**2).astype(np.float64)
    return near


def _drawn(counts: NDArray[np.int64], draws: int, seed: int) -> list[NDArray[np.int64]]:
    """Return tables of the same people over the same places, at random."""
    rows, groups = counts.shape
    place = np.repeat(np.arange(rows), counts.sum(axis=1))
    group = np.repeat(np.arange(groups), counts.sum(axis=0))
    random = np.random.Generator(np.random.PCG64(seed))
    result = []
    for _ in range(draws):
        cells = place * groups + random.permutation(group)
        result.append(np.bincount(cells, minlength=rows * groups).reshape(rows, groups))
    return result


def _beside(value: float, found: NDArray[np.float64]) -> Chance:
    # figures that are equal but for rounding count as equal
    as_much = int((found >= value - 1e-12).sum())
    low, high = np.quantile(found, (0.025, 0.975))
    return Chance(
        value,
        float(found.mean()),
        float(low),
        float(high),
        (as_much + 1) / (len(found) + 1),
    )
