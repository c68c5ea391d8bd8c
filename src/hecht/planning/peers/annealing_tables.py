"""The tables that the plain annealing works on: one slot for every home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hecht.planning.peers.run import Ints, NotApplicable

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem

BARRED = -(1 << 40)
"""The worth of a slot that a household may not have."""

_LARGEST = 60_000_000


class Tables(NamedTuple):
    """What the kernels take of `Slots`, with `place` for the place of each slot."""

    start: Ints
    slot_of: Ints
    worth: Ints
    place: Ints
    tie_start: Ints
    tie_to: Ints
    tie_weight: Ints
    tie_matrix: Ints
    matrices: Ints


@dataclass(frozen=True)
class Slots:
    """A placement problem with a slot per home, and a first placement.

    `worth` (n, slots) holds BARRED where a household may not go; `start`, `slot_of` list the
    slots of each household; `cell_of` and `place_of` tell the cell and place of each slot.
    """

    start: Ints
    slot_of: Ints
    worth: Ints
    cell_of: Ints
    place_of: Ints
    tie_start: Ints
    tie_to: Ints
    tie_weight: Ints
    tie_matrix: Ints
    matrices: Ints
    home: Ints
    holder: Ints

    @property
    def tables(self) -> Tables:
        """The tables as the kernels take them."""
        return Tables(
            self.start, self.slot_of, self.worth, self.place_of, self.tie_start,
            self.tie_to, self.tie_weight, self.tie_matrix, self.matrices,
        )  # fmt: skip

    def cells(self, home: Ints) -> Ints:
        """Return the cell of each household."""
        return self.cell_of[home]

    def score(self, home: Ints) -> int:
        """Return the score of a placement in slots."""
        total = int(self.worth[np.arange(len(home)), home].sum())
        owner = np.repeat(np.arange(len(home)), np.diff(self.tie_start))
        points = self.matrices[
            self.tie_matrix, self.place_of[home[owner]], self.place_of[home[self.tie_to]]
        ]
        return total + int((self.tie_weight * points).sum()) // 2


def slots_of(problem: PlacementProblem) -> Slots:
    """Return the tables, with the best placement without ties to begin with.

    Raises NotApplicable when the tables would be too large or nobody can place everyone.
    """
    n = problem.households
    fits = np.bincount(problem.cell, minlength=problem.cells)
    room = np.minimum(problem.capacity, fits)
    first = np.concatenate([[0], np.cumsum(room)])
    slots = int(first[-1])
    if n * slots > _LARGEST:
        raise NotApplicable(f"a table of {n} x {slots} is too large for a plain annealing")
    worth = np.full((n, slots), BARRED, np.int64)
    for h in range(n):
        for p in range(problem.start[h], problem.start[h + 1]):
            c = problem.cell[p]
            worth[h, first[c] : first[c + 1]] = problem.value[p]
    rows, columns = np.nonzero(worth != BARRED)
    start = np.zeros(n + 1, np.int64)
    start[1:] = np.cumsum(np.bincount(rows, minlength=n))
    cell_of = np.repeat(np.arange(problem.cells), room)
    home = _without_ties(worth)
    holder = np.full(slots, -1, np.int64)
    holder[home] = np.arange(n)
    tie_start, tie_to, tie_weight, tie_matrix = _both_sides(problem)
    matrices = np.concatenate([problem.closeness, problem.closeness.transpose(0, 2, 1)])
    return Slots(
        start, columns.astype(np.int64), worth, cell_of, problem.place[cell_of],
        tie_start, tie_to, tie_weight, tie_matrix, np.ascontiguousarray(matrices), home, holder,
    )  # fmt: skip


def _without_ties(worth: Ints) -> Ints:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth.astype(np.float64), maximize=True)
    if len(rows) < len(worth) or (worth[rows, columns] == BARRED).any():
        raise NotApplicable("nobody can place every household")
    return np.asarray(columns, np.int64)


def _both_sides(problem: PlacementProblem) -> tuple[Ints, Ints, Ints, Ints]:
    """Return row starts, the other household, weight and matrix of each tie from both sides."""
    one, other = problem.ties[:, 0], problem.ties[:, 1]
    owner = np.concatenate([one, other])
    order = np.argsort(owner, kind="stable")
    start = np.zeros(problem.households + 1, np.int64)
    start[1:] = np.cumsum(np.bincount(owner, minlength=problem.households))
    matrix = np.concatenate([problem.tie_table, problem.tie_table + len(problem.closeness)])
    weight = np.concatenate([problem.weight, problem.weight])
    return start, np.concatenate([other, one])[order], weight[order], matrix[order]
