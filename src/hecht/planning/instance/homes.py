"""The table of homes: where they stand, when they are ready, and which are near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Home, Household, Neighbourhood, ReturnWish, Stage, Works
from hecht.neighbourhood.distance import decimetres
from hecht.neighbourhood.suits import lasting_rent
from hecht.planning.arrays import Ints, table
from hecht.planning.instance.given_up import given_up
from hecht.planning.instance.past_columns import PastColumns
from hecht.planning.instance.positions import Positions, joined
from hecht.planning.instance.promises import Promises
from hecht.planning.past import Past

_NEAR_HOMES, _AT_LEAST = 64, 4
"""The most near homes that are listed for a home; so many are, however far: where to look."""


@dataclass(frozen=True)
class HomeTables:
    """`homes`, `destinations` and `near_homes` of the arrays, with what other tables need.

    `ready` (M): the block whose finish makes a home ready, and the month from which it is free,
    -1 for none. `example`: a home of each class of homes.
    """

    homes: Ints
    destinations: Ints
    near_homes: Ints
    ready: list[tuple[int, int]]
    example: dict[int, Home]


def home_tables(
    neighbourhood: Neighbourhood,
    at: Positions,
    past: Past | None,
    promises: Promises,
    since: PastColumns,
) -> HomeTables:
    """Return the tables of homes; nobody is placed where somebody settled in the `past`."""
    homes = neighbourhood.homes
    occupied = {household.home: household for household in neighbourhood.households}
    ready = [_ready(neighbourhood, home, at, occupied.get(home.id)) for home in homes]
    for f, when in given_up(neighbourhood, at, past, promises, since, ready).items():
        ready[f] = when
    vacant = [
        -1 if home.id in occupied else _vacant_block(neighbourhood, home, at) for home in homes
    ]
    settled = past.settled.values() if past else ()
    gone = {at.home[home] for home, _ in settled}
    destinations = np.array(
        [i for i, (b, m) in enumerate(ready) if (b >= 0 or m >= 0) and i not in gone],
        dtype=np.int64,
    )
    classes, example = _classes(homes)
    x = np.array([decimetres(home.x) for home in homes], dtype=np.int64)
    y = np.array([decimetres(home.y) for home in homes], dtype=np.int64)
    reach = decimetres(neighbourhood.policy.near_m)
    near_ptr, near_homes = _near_lists(np.column_stack([x, y]), destinations, reach)
    rows = table(
        x,
        y,
        [-1 if home.block is None else at.block[home.block] for home in homes],
        [at.street(home.street) for home in homes],
        [at.type(home.type) for home in homes],
        [block for block, _ in ready],
        [month for _, month in ready],
        vacant,
        classes,
        near_ptr[:-1],
        near_ptr[1:],
        np.zeros(len(homes), dtype=np.int64),
        [_serves(home, *when) for home, when in zip(homes, ready, strict=True)],
    )
    return HomeTables(rows, destinations, near_homes, ready, example)


def _ready(
    n: Neighbourhood, home: Home, at: Positions, occupant: Household | None
) -> tuple[int, int]:
    """Return (block whose finish makes it ready or -1, fixed month or -1 if no destination)."""
    if home.stage is Stage.TEMPORARY:
        return -1, -1
    if home.stage is Stage.NEW:
        return at.block[str(home.block)], -1
    block = None if home.block is None else n.block_of[home.block]
    if block is not None and block.works is Works.REBUILD:
        return -1, -1
    if block is not None and block.works is Works.RENOVATE_EMPTY:
        return at.block[block.id], -1
    if occupant is None:
        return -1, 0
    if occupant.wish is ReturnWish.ELSEWHERE and occupant.leaves is not None:
        return -1, min(max(occupant.leaves, 1), n.project.horizon)
    return -1, -1


def _vacant_block(n: Neighbourhood, home: Home, at: Positions) -> int:
    """Return the block whose works end the vacancy of a home that nobody lives in, else -1."""
    if home.stage is not Stage.EXISTING or home.block is None:
        return -1
    return at.block[home.block] if n.block_of[home.block].works.empties else -1


def _serves(home: Home, block: int, month: int) -> bool:
    """Return whether a home, ready with a block or in a month (-1: not), may be temporary then."""
    return (block >= 0 or month >= 0) and home.stage is not Stage.NEW


def _classes(homes: Sequence[Home]) -> tuple[list[int], dict[int, Home]]:
    """Return the class of each home, alike in all that makes it suit, and an example of each."""
    number: dict[tuple[object, ...], int] = {}
    example: dict[int, Home] = {}
    found = []
    for home in homes:
        key = (home.rooms, lasting_rent(home), home.floor, home.step_free, home.accessible)
        one = number.setdefault(key, len(number))
        example.setdefault(one, home)
        found.append(one)
    return found, example


def _near_lists(points: Ints, places: Ints, reach: int) -> tuple[Ints, Ints]:
    """Return for each point (M, 2) the places near it: where each list begins, and all lists."""
    from scipy.spatial import cKDTree

    rows: list[list[int]] = [[] for _ in points]
    if not len(places):
        return joined(rows)
    count = min(_NEAR_HOMES, len(places))
    distance, found = cKDTree(points[places]).query(points, k=count)
    distance, found = distance.reshape(len(rows), -1), found.reshape(len(rows), -1)
    for i in range(len(rows)):
        keep = distance[i] <= reach
        # at least a few, so that every tie can be drawn closer
        keep[:_AT_LEAST] = True
        rows[i] = sorted(int(places[k]) for k in found[i][keep])
    return joined(rows)
