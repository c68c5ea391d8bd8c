"""The flat arrays on which the placement kernels work, made once from a problem."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hecht.planning.placement.problem import IntArray, NoPlacement, PlacementProblem

BoolArray = npt.NDArray[np.bool_]

DENSE_LIMIT = 1 << 19
"""Up to this many (household, cell) combinations the pair is looked up in a full table."""


class Arrays(NamedTuple):
    """A problem as compiled kernels see it. Cells are renumbered so that a place is a range.

    Attributes:
        original: (m,) cell number in the problem of each renumbered cell.
        place: (m,) location class of each renumbered cell, increasing.
        capacity: (m,) homes per renumbered cell, at most the number of households.
        slot_start: (m + 1,) cell c owns the slots slot_start[c]:slot_start[c + 1].
        start: (n + 1,) household h owns the pairs start[h]:start[h + 1].
        cell: (p,) renumbered cell of each pair, increasing within a household.
        value: (p,) points of each pair.
        lookup: (n * m,) pair of (household, cell) or -1; empty when that would be too large.
        reach_start: (n + 1,) household h owns the reaches reach_start[h]:reach_start[h + 1].
            A reach is a location class in which a household has eligible cells.
        reach_place: (r,) the location class of each reach.
        reach_pair: (r + 1,) reach q covers the pairs reach_pair[q]:reach_pair[q + 1].
        pair_reach: (p,) the reach of each pair.
        near_start: (n + 1,) household h owns the tie ends near_start[h]:near_start[h + 1].
        near_other, near_weight: (2t,) the household at the other end, and the tie's weight.
        near_base: (2t,) offset in `table` of the closeness table seen from this end.
        near_tie_end: (2t,) the tie end: twice the tie, plus 1 at its second household.
        table: flat closeness tables; for own class a, other class b: table[base + a * c + b].
        classes: c, the number of location classes.
        tie_base: (t,) offset of the table seen from the first household.
        tie_weight: (t,) weight of each tie.
        end_household: (2t,) the household at each tie end.
    """

    original: IntArray
    place: IntArray
    capacity: IntArray
    slot_start: IntArray
    start: IntArray
    cell: IntArray
    value: IntArray
    lookup: IntArray
    reach_start: IntArray
    reach_place: IntArray
    reach_pair: IntArray
    pair_reach: IntArray
    near_start: IntArray
    near_other: IntArray
    near_weight: IntArray
    near_base: IntArray
    near_tie_end: IntArray
    table: IntArray
    classes: int
    tie_base: IntArray
    tie_weight: IntArray
    end_household: IntArray


def compile_arrays(problem: PlacementProblem) -> Arrays:
    """Lay a problem out for the kernels; pairs with a cell without homes are left out.

    Raises:
        NoPlacement: a household has no eligible cell with a home in it.
    """
    n, m = problem.households, problem.cells
    order = np.lexsort((np.arange(m), problem.place))
    renumbered = np.empty(m, np.int64)
    renumbered[order] = np.arange(m)
    who = np.repeat(np.arange(n), np.diff(problem.start))
    usable = np.nonzero(problem.capacity[problem.cell] > 0)[0]
    usable = usable[np.lexsort((renumbered[problem.cell[usable]], who[usable]))]
    who, cell, value = who[usable], renumbered[problem.cell[usable]], problem.value[usable]
    start = np.concatenate(([0], np.cumsum(np.bincount(who, minlength=n)))).astype(np.int64)
    for h in np.nonzero(np.diff(start) == 0)[0]:
        raise NoPlacement(f"household {h} has no eligible cell with a home in it")
    place = problem.place[order]
    capacity = np.minimum(problem.capacity[order], n)

    new_reach = np.ones(len(cell), bool)
    new_reach[1:] = (np.diff(who) != 0) | (np.diff(place[cell]) != 0)
    reach_first = np.nonzero(new_reach)[0]
    reach_start = np.searchsorted(reach_first, start)

    table, flipped = _tables(problem)
    near = _near(problem, flipped)
    size = len(problem.closeness[0]) ** 2
    lookup = np.zeros(0, np.int64)
    if n * m <= DENSE_LIMIT:
        lookup = np.full(n * m, -1, np.int64)
        lookup[who * m + cell] = np.arange(len(cell))
    return Arrays(
        original=order,
        place=place,
        capacity=capacity,
        slot_start=np.concatenate((np.zeros(1, np.int64), np.cumsum(capacity))),
        start=start,
        cell=cell,
        value=value,
        lookup=lookup,
        reach_start=reach_start.astype(np.int64),
        reach_place=place[cell[reach_first]],
        reach_pair=np.append(reach_first, len(cell)).astype(np.int64),
        pair_reach=np.cumsum(new_reach) - 1,
        near_start=near[0],
        near_other=near[1],
        near_weight=near[2],
        near_base=near[3],
        near_tie_end=near[4],
        table=table,
        classes=problem.closeness.shape[1],
        tie_base=problem.tie_table * size,
        tie_weight=problem.weight,
        end_household=problem.ties.ravel(),
    )


def narrowed(a: Arrays, keep: BoolArray) -> Arrays:
    """Return the arrays with only some pairs (p,) of each household; without `lookup`."""
    n = len(a.start) - 1
    owner = np.repeat(np.arange(n), np.diff(a.start))[keep]
    start = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=n)))).astype(np.int64)
    reach = a.pair_reach[keep]
    first = np.nonzero(np.diff(reach, prepend=-1))[0]
    return a._replace(
        start=start,
        cell=a.cell[keep],
        value=a.value[keep],
        lookup=np.zeros(0, np.int64),
        reach_start=np.searchsorted(first, start).astype(np.int64),
        reach_place=a.reach_place[reach[first]],
        reach_pair=np.append(first, len(reach)).astype(np.int64),
        pair_reach=np.cumsum(np.diff(reach, prepend=-1) != 0) - 1,
    )


def _tables(problem: PlacementProblem) -> tuple[IntArray, int]:
    """Return the flat tables, with their transposes behind them when one is not symmetric.

    The second figure is how many tables further the view from a tie's second end lies.
    """
    flipped = problem.closeness.transpose(0, 2, 1)
    if np.array_equal(flipped, problem.closeness):
        return problem.closeness.ravel().copy(), 0
    both = np.concatenate((problem.closeness.ravel(), flipped.ravel()))
    return both, len(problem.closeness)


def _near(problem: PlacementProblem, flipped: int) -> tuple[IntArray, ...]:
    """Return the ties as seen from each household: starts, other, weight, base, tie end."""
    count = len(problem.ties)
    size = problem.closeness.shape[1] ** 2
    own = np.concatenate((problem.ties[:, 0], problem.ties[:, 1]))
    other = np.concatenate((problem.ties[:, 1], problem.ties[:, 0]))
    weight = np.concatenate((problem.weight, problem.weight))
    base = np.concatenate((problem.tie_table, problem.tie_table + flipped)) * size
    end = np.concatenate((2 * np.arange(count), 2 * np.arange(count) + 1))
    by_own = np.lexsort((end, own))
    starts = np.zeros(problem.households + 1, np.int64)
    starts[1:] = np.cumsum(np.bincount(own, minlength=problem.households))
    return starts, other[by_own], weight[by_own], base[by_own], end[by_own]
