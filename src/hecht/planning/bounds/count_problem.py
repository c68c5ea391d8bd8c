"""Returns, moves and months in temporary homes, as assignments of households to cells.

Without ties the placement problem is a transport problem, whose bound is exact and certified.
"""

from __future__ import annotations

import numpy as np

from hecht.planning.bounds.board import Board
from hecht.planning.bounds.ground import Ground, Ints, Role
from hecht.planning.bounds.tie_problem import pair_starts
from hecht.planning.placement import PlacementBound, PlacementProblem


def most_returns(board: Board) -> int:
    """Return how many affected households that wished to return can at most end inside."""
    inside = board.pair_cell < board.away[0]
    wishing = board.ground.wishing[board.placed][board.pair_household]
    return _best(board, (inside & wishing).astype(np.int64), board.capacity)


def fewest_moves(board: Board, returning: int, undecided: int) -> int:
    """Return how many moves are at least made when so many of the affected end inside.

    Whoever is affected moves once, and twice where its new home is ready only after its old one
    is gone. Temporary homes are taken to be ample.
    """
    ground = board.ground
    affected = ground.own_block[board.placed][board.pair_household] >= 0
    moves = np.where(affected, 1 + (board.pair_wait > 0), ~board.pair_stays).astype(np.int64)
    goes = int((ground.role == Role.GOES).sum())
    return goes - _best(board, -moves, limited(board, returning, undecided))


def fewest_months(board: Board, returning: int, undecided: int) -> int:
    """Return the months in temporary homes at least, when so many of the affected end inside."""
    return -_best(board, -board.pair_wait, limited(board, returning, undecided))


def limited(board: Board, returning: int, undecided: int) -> Ints:
    """Return the capacities that leave no more households away than that."""
    ground, capacity = board.ground, board.capacity
    wishing, unsure, others = away_counts(ground)
    capacity[board.away[0]] = max(0, wishing - returning)
    capacity[board.away[1]] = max(0, unsure - undecided) + others
    return capacity


def away_counts(ground: Ground) -> tuple[int, int, int]:
    """Return the affected that wish to return, the undecided, and the others that may go."""
    may_go = ground.may_go & ~ground.wishing & ~ground.undecided
    return int(ground.wishing.sum()), int(ground.undecided.sum()), int(may_go.sum())


def _best(board: Board, value: Ints, capacity: Ints) -> int:
    """Return the most that an assignment is worth, from a certificate in whole numbers.

    Raises NoPlacement when the capacities leave somebody without a cell.
    """
    if len(board.placed) == 0:
        return 0
    problem = PlacementProblem(
        capacity=capacity,
        place=np.zeros(len(board.place), dtype=np.int64),
        start=pair_starts(board),
        cell=board.pair_cell,
        value=value,
        closeness=np.zeros((1, 1, 1), dtype=np.int64),
        ties=np.zeros((0, 2), dtype=np.int64),
        weight=np.zeros(0, dtype=np.int64),
    )
    return PlacementBound(problem).bound().value
