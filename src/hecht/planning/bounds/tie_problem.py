"""Ties kept, as a placement problem: who can end near whom.

Every tie that was near at the start counts 1 when its two households end in places that are
near. Ties with a household that stays for good are counted in the cells of the other.
"""

from __future__ import annotations

import numpy as np

from hecht.neighbourhood.distance import near
from hecht.planning.bounds.board import Board, home_closeness
from hecht.planning.bounds.ground import Ground, Ints, Role
from hecht.planning.placement import PlacementProblem


def tie_problem(board: Board) -> tuple[PlacementProblem, int]:
    """Return the problem whose score is the ties kept, and the ties kept whatever happens."""
    ground = board.ground
    n = ground.neighbourhood
    number = {int(h): k for k, h in enumerate(board.placed)}
    index = {one.id: i for i, one in enumerate(n.households)}
    between: list[tuple[int, int]] = []
    beside = NearFixed(board)
    always = 0
    value = np.zeros(len(board.pair_cell), dtype=np.int64)
    starts = pair_starts(board)
    for tie in n.ties:
        i, j = index[tie.a], index[tie.b]
        if not near_at_start(ground, i, j) or Role.GOES in (ground.role[i], ground.role[j]):
            continue
        one, other = number.get(i), number.get(j)
        if one is not None and other is not None:
            between.append((one, other))
        elif one is None and other is None:
            always += 1
        else:
            k = one if one is not None else other
            fixed = j if one is not None else i
            row = slice(starts[k], starts[int(k or 0) + 1])
            value[row] += beside.near(int(ground.own_home[fixed]))[board.pair_cell[row]]
    problem = PlacementProblem(
        capacity=board.capacity,
        place=board.place,
        start=starts,
        cell=board.pair_cell,
        value=value,
        closeness=board.near.astype(np.int64),
        ties=np.array(between, dtype=np.int64).reshape(-1, 2),
        weight=np.ones(len(between), dtype=np.int64),
    )
    return problem, always


def near_at_start(ground: Ground, i: int, j: int) -> bool:
    """Return whether two households are near at the start."""
    homes = ground.neighbourhood.homes
    policy = ground.neighbourhood.policy
    return near(homes[int(ground.own_home[i])], homes[int(ground.own_home[j])], policy)


def pair_starts(board: Board) -> Ints:
    """Return where the pairs of each placed household begin."""
    starts = np.zeros(len(board.placed) + 1, dtype=np.int64)
    starts[1:] = np.cumsum(np.bincount(board.pair_household, minlength=len(board.placed)))
    return starts


class NearFixed:
    """How near the cells are to a home in which somebody stays; kept by home."""

    def __init__(self, board: Board) -> None:
        """Lay the homes of all cells side by side."""
        self.board = board
        self.cells = len(board.cell_homes)
        homes = [*board.cell_homes, np.zeros(0, dtype=np.int64)]
        self.homes = np.concatenate(homes).astype(np.int64)
        self.first = np.cumsum([0, *(len(one) for one in board.cell_homes)])[:-1]
        self._known: dict[int, tuple[Ints, Ints]] = {}

    def near(self, home: int) -> Ints:
        """Return per cell 1 where some home of it is near, else 0; the cells away are not."""
        return self._of(home)[0]

    def close(self, home: int) -> Ints:
        """Return per cell the most closeness of its homes in thousandths."""
        return self._of(home)[1]

    def _of(self, home: int) -> tuple[Ints, Ints]:
        if home not in self._known:
            found = np.zeros((2, self.cells + 2), dtype=np.int64)
            if self.cells:
                one = np.array([home], dtype=np.int64)
                near, close = home_closeness(self.board.ground, one, self.homes)
                found[0, : self.cells] = np.logical_or.reduceat(near[0], self.first)
                found[1, : self.cells] = np.maximum.reduceat(close[0], self.first)
            self._known[home] = (found[0], found[1])
        return self._known[home]
