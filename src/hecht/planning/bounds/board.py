"""Cells and places: homes that are alike for a bound, and who can end in which of them.

A place is a stretch in which homes lie close together, of one block where that can be afforded;
two places are near, and as close, as the best two of their homes. A cell is the homes of one place
that also agree in what households need, in block, street and type, and in when they are ready.
Both only ever widen what is possible, so a bound over cells is a bound over homes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hecht.neighbourhood import PromiseKind, Stage, WishKind
from hecht.neighbourhood.distance import decimetres
from hecht.planning.bounds.ground import Flags, Ground, Ints, Role
from hecht.planning.bounds.reach import Reach
from hecht.planning.bounds.windows import Windows


class Grain(NamedTuple):
    """Decimetres within which homes may share a place, and whether only those of one block."""

    size: int
    by_block: bool


GRAINS = (
    Grain(1, True),
    Grain(100, True),
    Grain(200, True),
    Grain(400, True),
    Grain(1 << 40, True),
    Grain(1000, False),
    Grain(2000, False),
    Grain(4000, False),
)
"""From fine to coarse; the finest that can be afforded is taken."""


@dataclass(frozen=True)
class Board:
    """Where the placed households can end; rows of `pair_*` are (household, cell) pairs.

    `placed` are the households (positions in the neighbourhood) in the order of the board.
    `cell_homes` lists the homes of each cell and `place` its place. The last two cells are no
    homes: `away` for affected households that wished to return, then for everybody else that may
    go. `near` and `close` are by place; the last place is away, near nothing.
    `pair_wait` is the least number of months in temporary homes, `pair_stays` marks a household
    that stays in its own home for good, `pair_early` is the first month in which it can arrive.
    """

    ground: Ground
    windows: Windows
    placed: Ints
    place_of_home: Ints
    cell_homes: tuple[Ints, ...]
    place: Ints
    near: Flags
    close: Ints
    pair_household: Ints
    pair_cell: Ints
    pair_wait: Ints
    pair_early: Ints
    pair_stays: Flags

    @property
    def away(self) -> tuple[int, int]:
        """The cells of those who go: of the wishing, and of the others."""
        return len(self.cell_homes), len(self.cell_homes) + 1

    @property
    def capacity(self) -> Ints:
        """The homes of each cell; those away are as many as there are households."""
        rest = max(1, len(self.placed))
        return np.array([*(len(h) for h in self.cell_homes), rest, rest], dtype=np.int64)


def lay_board(ground: Ground, windows: Windows, grain: Grain) -> Board:
    """Return the board with places of a grain."""
    placed = np.array(ground.placed, dtype=np.int64)
    place_of_home = _places(ground, grain)
    cells = _cells(ground, place_of_home)
    place = [int(place_of_home[homes[0]]) for homes in cells]
    away = int(place_of_home.max(initial=-1)) + 1
    near, close = _closeness(ground, place_of_home, away)
    rows: list[tuple[Ints, Ints, Ints, Ints, Flags]] = []
    example = np.array([homes[0] for homes in cells], dtype=np.int64)
    own = _own_cells(ground, cells)
    reach = Reach(ground, windows, example)
    for k, h in enumerate(placed.tolist()):
        found, wait, early = reach.of(h)
        stays = np.zeros(len(found), dtype=np.bool_)
        if h in own and reach.may_stay(h):
            kept = found != own[h]
            found = np.append(found[kept], own[h])
            wait, early = np.append(wait[kept], 0), np.append(early[kept], 0)
            stays = np.append(stays[kept], True)
        if ground.may_go[h]:
            out = len(cells) if ground.wishing[h] else len(cells) + 1
            found, wait, early = np.append(found, out), np.append(wait, 0), np.append(early, 0)
            stays = np.append(stays, False)
        order = np.argsort(found, kind="stable")
        row = np.full(len(found), k), found[order], wait[order], early[order], stays[order]
        rows.append(row)
    joined = [
        np.concatenate([row[i] for row in rows]) if rows else np.zeros(0, dtype=np.int64)
        for i in range(5)
    ]
    return Board(
        ground=ground,
        windows=windows,
        placed=placed,
        place_of_home=place_of_home,
        cell_homes=tuple(cells),
        place=np.array([*place, away, away], dtype=np.int64),
        near=near,
        close=close,
        pair_household=joined[0].astype(np.int64),
        pair_cell=joined[1].astype(np.int64),
        pair_wait=joined[2].astype(np.int64),
        pair_early=joined[3].astype(np.int64),
        pair_stays=joined[4].astype(np.bool_),
    )


def tie_work(ground: Ground, grain: Grain) -> int:
    """Return how many pairs of places all ties between placed households have together.

    Counted from needs alone, so a little more than there are once months are looked at.
    """
    place = _places(ground, grain)
    number = int(place.max(initial=-1)) + 1
    members = np.nonzero(ground.final)[0]
    breadth = np.zeros(len(ground.suit), dtype=np.int64)
    for need in range(len(breadth)):
        suited = members[ground.suit[need, ground.kind[members]]]
        breadth[need] = 1 + len(np.unique(place[suited])) if number else 1
    n = ground.neighbourhood
    index = {one.id: i for i, one in enumerate(n.households)}
    ties = np.array([(index[tie.a], index[tie.b]) for tie in n.ties], dtype=np.int64)
    ties = ties.reshape(-1, 2)
    both = (ground.role[ties] == Role.PLACED).all(axis=1)
    reach = breadth[ground.need]
    return int((reach[ties[both, 0]] * reach[ties[both, 1]]).sum())


def cells_of(ground: Ground, grain: Grain) -> int:
    """Return the number of cells that a board of this grain would have."""
    return len(_cells(ground, _places(ground, grain)))


def _own_cells(ground: Ground, cells: list[Ints]) -> dict[int, int]:
    """Return the cell of each placed household's own home, where that can be a final home."""
    of_home = {int(f): c for c, homes in enumerate(cells) for f in homes}
    own = {h: of_home.get(int(ground.own_home[h])) for h in ground.placed}
    return {h: c for h, c in own.items() if c is not None}


def _places(ground: Ground, grain: Grain) -> Ints:
    """Return the place of each home that can be final, -1 for the others."""
    number: dict[tuple[object, ...], int] = {}
    result = np.full(len(ground.neighbourhood.homes), -1, dtype=np.int64)
    for f, home in enumerate(ground.neighbourhood.homes):
        if ground.final[f]:
            spot = decimetres(home.x) // grain.size, decimetres(home.y) // grain.size
            block = home.block if grain.by_block else None
            result[f] = number.setdefault((block, *spot), len(number))
    return result


def _cells(ground: Ground, place: Ints) -> list[Ints]:
    """Return the homes of each cell; a home that somebody named, or lives in, is alone in its."""
    n = ground.neighbourhood
    named = {wish.value for wish in n.wishes if wish.kind is WishKind.HOME}
    named |= {promise.value for promise in n.promises if promise.kind is PromiseKind.HOME}
    named |= {n.households[h].home for h in ground.placed if ground.own_block[h] < 0}
    groups: dict[tuple[object, ...], list[int]] = {}
    for f, home in enumerate(n.homes):
        if ground.final[f]:
            key = (
                int(place[f]),
                int(ground.kind[f]),
                int(ground.ready_block[f]),
                int(ground.ready_fixed[f]),
                home.block,
                home.street,
                home.type,
                home.stage is Stage.NEW,
                home.id if home.id in named else "",
            )
            groups.setdefault(key, []).append(f)
    return [np.array(homes, dtype=np.int64) for homes in groups.values()]


def _closeness(ground: Ground, place: Ints, away: int) -> tuple[Flags, Ints]:
    """Return whether two places hold homes that are near, and the most of their closeness."""
    members = np.nonzero(ground.final)[0]
    near, close = home_closeness(ground, members, members)
    order = np.argsort(place[members], kind="stable")
    first = np.searchsorted(place[members][order], np.arange(away))
    size = away + 1
    near_places, close_places = np.zeros((size, size), np.bool_), np.zeros((size, size), np.int64)
    if away:
        near = np.logical_or.reduceat(near[order], first, axis=0)[:, order]
        near_places[:away, :away] = np.logical_or.reduceat(near, first, axis=1)
        close = np.maximum.reduceat(close[order], first, axis=0)[:, order]
        close_places[:away, :away] = np.maximum.reduceat(close, first, axis=1)
    return near_places, close_places


def home_closeness(ground: Ground, one: Ints, other: Ints) -> tuple[Flags, Ints]:
    """Return whether homes are near, and their closeness in thousandths; rows `one`.

    The same whole-number arithmetic as `neighbourhood.distance`.
    """
    n = ground.neighbourhood
    x = np.array([decimetres(home.x) for home in n.homes], dtype=np.int64)
    y = np.array([decimetres(home.y) for home in n.homes], dtype=np.int64)
    number: dict[str, int] = {}
    block = np.array(
        [-1 if h.block is None else number.setdefault(h.block, len(number)) for h in n.homes],
        dtype=np.int64,
    )
    square = (x[one][:, None] - x[other][None, :]) ** 2
    square += (y[one][:, None] - y[other][None, :]) ** 2
    near = square <= decimetres(n.policy.near_m) ** 2
    near |= (block[one][:, None] == block[other][None, :]) & (block[one] >= 0)[:, None]
    far = decimetres(n.policy.far_m)
    # far enough that the root's last bit cannot matter, and exact near whole numbers
    distance = np.sqrt(square.astype(np.float64)).astype(np.int64)
    distance -= distance * distance > square
    distance += (distance + 1) * (distance + 1) <= square
    return near, np.maximum(0, 1000 - distance * 1000 // far)
