"""The small whole-number problem behind inflow: newcomers of which kinds in which free homes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.neighbourhood import PeopleAttribute

Class = tuple[PeopleAttribute, str]
"""A class of an attribute of households."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Free homes that are alike: the types of household that have rooms enough, and if social."""

    homes: tuple[str, ...]
    fits: tuple[str, ...]
    social: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """Newcomers of the `named` classes; of other attributes any class without a target.

    `rooms_for` are the types of household it may be (empty: any), `low_income` tells whether it
    may have a low income.
    """

    named: tuple[Class, ...]
    rooms_for: tuple[str, ...]
    low_income: bool

    def fits(self, pool: Pool) -> bool:
        """Return whether there are rooms enough for one of the types it may be."""
        return not self.rooms_for or any(kind in pool.fits for kind in self.rooms_for)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many newcomers of a class there must be at least and may be at most."""

    category: Class
    least: int
    most: int


@dataclass(frozen=True)
class _Model:
    """Counts by pool and kind, with the rows that hold of every letting.

    `cells` lists (pool, kind) for each unknown; each pool's homes are all let (where anyone
    fits), and of the social ones at most `spare` go to kinds without a low income.
    """

    pools: Sequence[Pool]
    kinds: Sequence[Kind]
    cells: list[tuple[int, int]]
    spare: int

    def rows(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return the matrix of the rows and their lower and upper bounds."""
        matrix, low, high = [], [], []
        for number, pool in enumerate(self.pools):
            row = [float(p == number) for p, _ in self.cells]
            all_of_them = float(len(pool.homes)) if any(row) else 0.0
            matrix.append(row)
            low.append(all_of_them)
            high.append(all_of_them)
        matrix.append(
            [float(self.pools[p].social and not self.kinds[k].low_income) for p, k in self.cells]
        )
        low.append(0.0)
        high.append(float(self.spare))
        return np.array(matrix), np.array(low), np.array(high)

    def of(self, category: Class) -> NDArray[np.float64]:
        """Return 1 for each cell whose newcomers are of a class."""
        return np.array([float(category in self.kinds[k].named) for _, k in self.cells])


def extremes(
    pools: Sequence[Pool], kinds: Sequence[Kind], spare: int, category: Class
) -> tuple[int, int]:
    """Return the fewest and the most newcomers of a class when every free home is let.

    Every number between them can be had as well: one letting goes over into another home by
    home, those that use up `spare` last.
    """
    model = _model(pools, kinds, spare)
    if not model.cells:
        return 0, 0
    own = model.of(category)
    least = _solve(own, *model.rows())
    most = _solve(-own, *model.rows())
    return int(own @ least), int(own @ most)


def together(
    pools: Sequence[Pool], kinds: Sequence[Kind], spare: int, bounds: Sequence[Bounds]
) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Return lettings that miss the bounds by as little as can be, steering as few as can be.

    Lettings are (pool, kind, count), of kinds with a named class only; the second result is by
    how many newcomers each of the bounds is missed.
    """
    model = _model(pools, kinds, spare)
    cells, targets = len(model.cells), len(bounds)
    if not cells:
        return [], [_missed(0, one) for one in bounds]
    matrix, low, high = model.rows()
    matrix = np.hstack([matrix, np.zeros((len(matrix), 2 * targets))])
    for number, one in enumerate(bounds):
        own, nothing = model.of(one.category), np.zeros(2 * targets)
        few, many = nothing.copy(), nothing.copy()
        # a slack for too few and one for too many, apart: both count where no number is within
        few[2 * number], many[2 * number + 1] = 1.0, -1.0
        matrix = np.vstack([matrix, np.hstack([own, few]), np.hstack([own, many])])
        low = np.append(low, [float(one.least), -np.inf])
        high = np.append(high, [np.inf, float(one.most)])
    missed = np.append(np.zeros(cells), np.ones(2 * targets))
    found = _solve(missed, matrix, low, high)
    steered = np.append(
        [float(bool(kinds[k].named)) for _, k in model.cells], np.zeros(2 * targets)
    )
    least = float(missed @ found)
    found = _solve(
        steered,
        np.vstack([matrix, missed]),
        np.append(low, 0.0),
        np.append(high, least),
    )
    lettings = [
        (pool, kind, int(found[cell]))
        for cell, (pool, kind) in enumerate(model.cells)
        if found[cell] > 0 and kinds[kind].named
    ]
    return lettings, [_missed(int(model.of(b.category) @ found[:cells]), b) for b in bounds]


def _missed(count: int, bounds: Bounds) -> int:
    """Return how far a count is from its bounds; from both together when none fits."""
    return max(0, bounds.least - count) + max(0, count - bounds.most)


def _model(pools: Sequence[Pool], kinds: Sequence[Kind], spare: int) -> _Model:
    cells = [
        (p, k) for p, pool in enumerate(pools) for k, kind in enumerate(kinds) if kind.fits(pool)
    ]
    return _Model(pools, kinds, cells, spare)


def _solve(
    cost: NDArray[np.float64],
    matrix: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return whole numbers from 0 up of least cost whose rows lie within their bounds."""
    from scipy.optimize import LinearConstraint, milp

    found = milp(
        cost,
        constraints=LinearConstraint(matrix, low, high),
        integrality=np.ones(len(cost)),
        options={"mip_rel_gap": 0.0},
    )
    if not found.success:
        raise RuntimeError(f"the problem of inflow was not solved: {found.message}")
    whole: NDArray[np.int64] = np.rint(found.x).astype(np.int64)
    rows = matrix @ whole
    if (rows < low - 1e-6).any() or (rows > high + 1e-6).any():
        raise RuntimeError("the problem of inflow was solved with rows out of bounds")
    return whole
