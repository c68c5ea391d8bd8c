"""Cells and places: homes that are alike for a bound, and who can end in which of them.

A place is a stretch of one block in which homes lie close together; two places are near, and as
close, as the best two of their homes. A cell is the homes of one place that also agree in what
households need, in street and type, and in when they are ready. Both only ever widen what is
possible, so a bound over cells is a bound over homes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import PromiseKind, Stage, WishKind
from hecht.neighbourhood.distance import decimetres
from hecht.planning.bounds.ground import Flags, Ground, Ints
from hecht.planning.bounds.windows import Windows

GRAINS = (0, 50, 100, 200, 400, 800, 1600, 3200, 1 << 40)
"""Decimetres within which homes of one block may share a place; the finest that can be afforded."""

NO_LIMIT = 1 << 60


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


def lay_board(ground: Ground, windows: Windows, grain: int) -> Board:
    """Return the board with places of `grain` decimetres."""
    placed = np.array(ground.placed, dtype=np.int64)
    place_of_home = _places(ground, grain)
    cells = _cells(ground, place_of_home)
    place = [int(place_of_home[homes[0]]) for homes in cells]
    away = int(place_of_home.max(initial=-1)) + 1
    near, close = _closeness(ground, place_of_home, away)
    rows: list[tuple[Ints, Ints, Ints, Ints, Flags]] = []
    example = np.array([homes[0] for homes in cells], dtype=np.int64)
    own = _own_cells(ground, cells)
    table = _Cells(ground, windows, example)
    for k, h in enumerate(placed.tolist()):
        found, wait, early = table.of(h)
        stays = np.zeros(len(found), dtype=np.bool_)
        if ground.own_block[h] < 0 and h in own and _may_stay(ground, h):
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


def tie_work(board: Board) -> int:
    """Return how many combinations of places all ties between placed households have together."""
    reach = np.zeros(len(board.placed), dtype=np.int64)
    pairs = np.unique(board.pair_household * (len(board.near) + 1) + board.place[board.pair_cell])
    np.add.at(reach, pairs // (len(board.near) + 1), 1)
    number = {int(h): k for k, h in enumerate(board.placed)}
    index = {one.id: i for i, one in enumerate(board.ground.neighbourhood.households)}
    total = 0
    for tie in board.ground.neighbourhood.ties:
        i, j = number.get(index[tie.a]), number.get(index[tie.b])
        if i is not None and j is not None:
            total += int(reach[i]) * int(reach[j])
    return total


class _Cells:
    """What each cell asks of a household; one home of each speaks for all."""

    def __init__(self, ground: Ground, windows: Windows, example: Ints) -> None:
        self.ground, self.windows = ground, windows
        self.example = example
        self.kind = ground.kind[example]
        self.block = ground.ready_block[example]
        self.ready = np.array([ground.ready(int(f), windows) for f in example], dtype=np.int64)
        self.wait = np.array(windows.wait, dtype=np.int64).reshape(len(windows.first), -1)
        self.temporary = _temporary_kinds(ground)

    def of(self, h: int) -> tuple[Ints, Ints, Ints]:
        """Return the cells a household can have as final home, months to wait, first arrival."""
        ground, policy = self.ground, self.ground.neighbourhood.policy
        good = ground.suit[ground.need[h], self.kind].copy()
        bound = ground.promised.get(h)
        if bound is not None:
            good &= np.array([int(f) in bound for f in self.example], dtype=np.bool_)
        own = int(ground.own_block[h])
        wait = np.zeros(len(self.example), dtype=np.int64)
        if own >= 0:
            fixed = np.maximum(0, self.ready - self.windows.last[own])
            wait = np.where(self.block >= 0, self.wait[own][self.block], fixed)
            good &= wait <= policy.temporary_months_max
            if not (ground.suit_temporarily[ground.need[h]] & self.temporary).any():
                good &= wait == 0
        early = np.maximum(self.ready, ground.first_out[h])
        good &= early <= ground.by[h]
        found = np.nonzero(good)[0]
        return found, wait[found], early[found]


def _temporary_kinds(ground: Ground) -> Flags:
    """Return the kinds of homes of which some can be lived in temporarily."""
    result = np.zeros(ground.suit_temporarily.shape[1], dtype=np.bool_)
    for f, home in enumerate(ground.neighbourhood.homes):
        if home.stage is not Stage.NEW:
            result[ground.kind[f]] = True
    return result


def _may_stay(ground: Ground, h: int) -> bool:
    bound = ground.promised.get(h)
    return bound is None or int(ground.own_home[h]) in bound


def _own_cells(ground: Ground, cells: list[Ints]) -> dict[int, int]:
    """Return the cell of each placed household's own home, where that can be a final home."""
    of_home = {int(f): c for c, homes in enumerate(cells) for f in homes}
    own = {h: of_home.get(int(ground.own_home[h])) for h in ground.placed}
    return {h: c for h, c in own.items() if c is not None}


def _places(ground: Ground, grain: int) -> Ints:
    """Return the place of each home that can be final, -1 for the others."""
    number: dict[tuple[object, ...], int] = {}
    result = np.full(len(ground.neighbourhood.homes), -1, dtype=np.int64)
    for f, home in enumerate(ground.neighbourhood.homes):
        if ground.final[f]:
            x, y = decimetres(home.x), decimetres(home.y)
            spot = (x, y) if grain == 0 else (x // grain, y // grain)
            result[f] = number.setdefault((home.block, *spot), len(number))
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
