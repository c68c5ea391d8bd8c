"""The table of blocks, and the months in which each can be worked on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Neighbourhood
from hecht.planning.arrays import Ints, table
from hecht.planning.instance.past_columns import PastColumns
from hecht.planning.instance.positions import Positions, joined
from hecht.planning.past import Past


@dataclass(frozen=True)
class BlockTables:
    """`blocks`, `pred`, `movable` and `year` of the arrays."""

    blocks: Ints
    pred: Ints
    movable: Ints
    year: Ints


def block_tables(
    neighbourhood: Neighbourhood, at: Positions, past: Past | None, since: PastColumns
) -> BlockTables:
    """Return the tables of blocks; `since`: what has happened to households."""
    n, blocks = neighbourhood, neighbourhood.blocks
    earliest, latest = _windows(n, past, since)
    pred_ptr, pred = joined([[at.block[before] for before in block.after] for block in blocks])
    begin = n.project.start
    year = [begin.plus(month).year - begin.year for month in range(n.project.horizon + 1)]
    return BlockTables(
        blocks=table(
            [block.duration if block.has_works else 0 for block in blocks],
            [block.crews if block.has_works else 0 for block in blocks],
            earliest,
            latest,
            [_whole_euros(block.cost) for block in blocks],
            pred_ptr[:-1],
            pred_ptr[1:],
        ),
        pred=pred,
        movable=np.array([i for i, b in enumerate(blocks) if b.has_works], dtype=np.int64),
        year=np.array(year, dtype=np.int64),
    )


def _windows(
    n: Neighbourhood, past: Past | None, since: PastColumns
) -> tuple[list[int], list[int]]:
    """Return the earliest start and the latest end of each block."""
    lived_in = _lived_in(n, since)
    earliest, latest = [], []
    for block in n.blocks:
        begun = past.starts.get(block.id) if past else None
        if begun is not None:
            earliest.append(begun)
            latest.append(begun + block.duration)
            continue
        start = max(block.earliest or 0, past.date if past else 0)
        if block.works.empties:
            start = max(start, lived_in.get(block.id, 0))
        earliest.append(start)
        end = n.project.horizon if block.latest is None else block.latest
        latest.append(min(end, n.project.horizon))
    return earliest, latest


def _lived_in(n: Neighbourhood, since: PastColumns) -> dict[str, int]:
    """Return by block the first month in which all who still live there can have left."""
    found: dict[str, int] = {}
    for one, month, away in zip(n.households, since.from_out, since.away, strict=True):
        block = n.home_of[one.home].block
        # who has left already does not hold up the works
        if block is not None and away < 0 and one.id not in since.moved:
            found[block] = max(month, found.get(block, 0))
    return found


def _whole_euros(cost: float | None) -> int:
    """Return a cost in whole euros, rounded up so that no budget is overspent by rounding."""
    return 0 if cost is None else -int(-cost // 1)
