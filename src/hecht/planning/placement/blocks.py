"""The placement problem seen block by block: who could live in a location class, and their ties.

A block is a location class with its cells, the households that reach it and the ties of which
both households do. Its subproblem is to choose who lives there: points for each household at each
home, a bonus for each tie of which both are in, every home used once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hecht.planning.placement.arrays import Arrays
from hecht.planning.placement.problem import IntArray


class Block(NamedTuple):
    """One location class. Households, cells and ties are numbered within the block.

    The last cell is "outside", with room for everybody; every household's last pair leads there.

    Attributes:
        reach: (h,) the reach of each household that could live here.
        household: (h,) its number in the problem.
        start: (h + 1,) household i owns the pairs start[i]:start[i + 1].
        cell: (p,) cell of each pair, increasing within a household.
        pair: (p,) the pair's number in the arrays, -1 for outside.
        owner: (p,) the household of each pair.
        inside: (q,) the pairs that do not lead outside.
        capacity: (c,) homes per cell.
        slot_start: (c + 1,) row starts of the homes.
        first, second: (b,) the households of each bonus.
        near_start, near_other, near_bonus: per household its bonuses and who shares them.
        bonus: where the block's bonuses begin in the list of all bonuses.
    """

    reach: IntArray
    household: IntArray
    start: IntArray
    cell: IntArray
    pair: IntArray
    owner: IntArray
    inside: IntArray
    capacity: IntArray
    slot_start: IntArray
    first: IntArray
    second: IntArray
    near_start: IntArray
    near_other: IntArray
    near_bonus: IntArray
    bonus: int


class Blocks(NamedTuple):
    """All blocks, and where the bonuses meet the ties' tables.

    Attributes:
        block: the blocks with at least one reach, by location class.
        bonuses: the number of bonuses.
        bonus_end: (b,) for each bonus the place in the messages of its tie's first end.
        twin: per message of a first end, the position at the second end with the same location
            class, or -1; -1 for messages of second ends.
        bonus_of: per message the bonus of that combination, or -1.
    """

    block: list[Block]
    bonuses: int
    bonus_end: IntArray
    twin: IntArray
    bonus_of: IntArray


def lay_out_blocks(a: Arrays, row: IntArray) -> Blocks:
    """Return the blocks of a problem; `row` holds the row starts of the messages."""
    message, second_at = _shared_classes(a, row)
    ends = a.end_household
    tie = (np.searchsorted(row, message, side="right") - 1) // 2
    reach_first = a.reach_start[ends[2 * tie]] + message - row[2 * tie]
    reach_second = a.reach_start[ends[2 * tie + 1]] + second_at
    order = np.lexsort((tie, a.reach_place[reach_first]))
    message, second_at = message[order], second_at[order]
    reach_first, reach_second = reach_first[order], reach_second[order]
    twin = np.full(int(row[-1]), -1, np.int64)
    bonus_of = np.full(int(row[-1]), -1, np.int64)
    twin[message], bonus_of[message] = second_at, np.arange(len(message))

    by_place = np.argsort(a.reach_place, kind="stable")
    classes = np.arange(a.classes + 1)
    reach_rows = np.searchsorted(a.reach_place[by_place], classes)
    cell_rows = np.searchsorted(a.place, classes)
    bonus_rows = np.searchsorted(a.reach_place[reach_first], classes)
    household = np.repeat(np.arange(len(a.start) - 1), np.diff(a.reach_start))
    local = np.zeros(len(a.reach_place), np.int64)
    blocks = []
    for c in range(a.classes):
        reach = by_place[reach_rows[c] : reach_rows[c + 1]]
        if len(reach) == 0:
            continue
        local[reach] = np.arange(len(reach))
        mine = slice(bonus_rows[c], bonus_rows[c + 1])
        first, second = local[reach_first[mine]], local[reach_second[mine]]
        cells = range(int(cell_rows[c]), int(cell_rows[c + 1]))
        blocks.append(_block(a, reach, household[reach], cells, first, second, int(bonus_rows[c])))
    return Blocks(blocks, len(message), message, twin, bonus_of)


def _shared_classes(a: Arrays, row: IntArray) -> tuple[IntArray, IntArray]:
    """Return each message of a first end whose class the second end shares, and where."""
    messages, seconds = [], []
    for e in range(len(a.tie_weight)):
        i, j = a.end_household[2 * e : 2 * e + 2]
        _, p, q = np.intersect1d(
            a.reach_place[a.reach_start[i] : a.reach_start[i + 1]],
            a.reach_place[a.reach_start[j] : a.reach_start[j + 1]],
            assume_unique=True,
            return_indices=True,
        )
        messages.append(row[2 * e] + p)
        seconds.append(q)
    none = np.zeros(0, np.int64)
    return (
        np.concatenate((none, *messages)).astype(np.int64),
        np.concatenate((none, *seconds)).astype(np.int64),
    )


def _block(
    a: Arrays,
    reach: IntArray,
    household: IntArray,
    cells: range,
    first: IntArray,
    second: IntArray,
    bonus: int,
) -> Block:
    """Lay one block out."""
    n = len(reach)
    rows, pairs, where = [0], [], []
    for q in reach:
        inside = np.arange(a.reach_pair[q], a.reach_pair[q + 1])
        pairs.append(np.append(inside, -1))
        where.append(np.append(a.cell[inside] - cells.start, len(cells)))
        rows.append(rows[-1] + len(inside) + 1)
    start = np.array(rows, np.int64)
    pair = np.concatenate(pairs).astype(np.int64)
    capacity = np.append(np.minimum(a.capacity[cells.start : cells.stop], n), n)
    own, other = np.concatenate((first, second)), np.concatenate((second, first))
    number = np.tile(np.arange(len(first)), 2)
    order = np.lexsort((number, own))
    return Block(
        reach=reach.astype(np.int64),
        household=household.astype(np.int64),
        start=start,
        cell=np.concatenate(where).astype(np.int64),
        pair=pair,
        owner=np.repeat(np.arange(n), np.diff(start)),
        inside=np.nonzero(pair >= 0)[0],
        capacity=capacity.astype(np.int64),
        slot_start=np.concatenate((np.zeros(1, np.int64), np.cumsum(capacity))),
        first=first,
        second=second,
        near_start=np.searchsorted(own[order], np.arange(n + 1)).astype(np.int64),
        near_other=other[order],
        near_bonus=number[order],
        bonus=bonus,
    )
