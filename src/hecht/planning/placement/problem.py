"""The placement problem on plain arrays: who gets which home when the calendar is given.

It knows nothing of neighbourhoods: the engine translates a calendar and its households into it.
The problem is a generalised quadratic assignment problem with sparse ties; a complete one with
one home per household is the quadratic assignment problem of the literature (see `qap.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

SCORE_LIMIT = 1 << 50
"""Largest possible size of a score: sums of scores, prices and messages then fit in int64."""


class NoPlacement(ValueError):
    """No placement gives every household an eligible cell within the capacities."""


@dataclass(frozen=True)
class PlacementProblem:
    """Place n households in m cells; maximise values plus tie points. All numbers are integers.

    A cell stands for `capacity` homes that are alike; a home of its own is a cell of capacity 1.
    A household that may stay unplaced gets a pair with a cell of capacity n ("nowhere").

    Attributes:
        capacity: (m,) homes in each cell, >= 0.
        place: (m,) the location class of each cell, an index into `closeness`.
        start: (n + 1,) row starts of the eligible pairs; household h owns start[h]:start[h+1].
        cell: (p,) the cell of each eligible pair, increasing within a household.
        value: (p,) points of each pair.
        closeness: (k, c, c) points per unit of tie weight for a tie of table t whose first
            household is at location class a and whose second is at b: closeness[t, a, b].
        ties: (t, 2) pairs of households, first and second.
        weight: (t,) weight of each tie.
        tie_table: (t,) which closeness table a tie uses.

    Raises:
        ValueError: shapes or indices that do not agree, or numbers so large that a score could
            leave SCORE_LIMIT.
    """

    capacity: IntArray
    place: IntArray
    start: IntArray
    cell: IntArray
    value: IntArray
    closeness: IntArray
    ties: IntArray
    weight: IntArray
    tie_table: IntArray = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        """Bring every array to int64 and say what does not agree."""
        for name in ("capacity", "place", "start", "cell", "value", "weight", "tie_table"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), np.int64).ravel())
        closeness = np.asarray(self.closeness, np.int64)
        if closeness.ndim == 2:
            closeness = closeness[None, :, :]
        object.__setattr__(self, "closeness", np.ascontiguousarray(closeness))
        object.__setattr__(self, "ties", np.asarray(self.ties, np.int64).reshape(-1, 2))
        if len(self.tie_table) == 0:
            object.__setattr__(self, "tie_table", np.zeros(len(self.ties), np.int64))
        for complaint in self._complaints():
            raise ValueError(complaint)

    @property
    def households(self) -> int:
        """The number of households, n."""
        return len(self.start) - 1

    @property
    def cells(self) -> int:
        """The number of cells, m."""
        return len(self.capacity)

    @classmethod
    def from_pairs(
        cls,
        households: int,
        household: npt.ArrayLike,
        cell: npt.ArrayLike,
        value: npt.ArrayLike,
        *,
        capacity: npt.ArrayLike,
        place: npt.ArrayLike,
        closeness: npt.ArrayLike,
        ties: npt.ArrayLike,
        weight: npt.ArrayLike,
        tie_table: npt.ArrayLike = (),
    ) -> PlacementProblem:
        """Build a problem from loose (household, cell, value) rows in any order."""
        who = np.asarray(household, np.int64).ravel()
        where = np.asarray(cell, np.int64).ravel()
        if len(who) and not 0 <= who.min() <= who.max() < households:
            raise ValueError(f"household must be 0..{households - 1} in every eligible pair")
        order = np.lexsort((where, who))
        start = np.zeros(households + 1, np.int64)
        start[1:] = np.cumsum(np.bincount(who, minlength=households))
        return cls(
            capacity=np.asarray(capacity, np.int64),
            place=np.asarray(place, np.int64),
            start=start,
            cell=where[order],
            value=np.asarray(value, np.int64).ravel()[order],
            closeness=np.asarray(closeness, np.int64),
            ties=np.asarray(ties, np.int64),
            weight=np.asarray(weight, np.int64),
            tie_table=np.asarray(tie_table, np.int64),
        )

    @classmethod
    def from_qap(cls, flow: npt.ArrayLike, distance: npt.ArrayLike) -> PlacementProblem:
        """Build the quadratic assignment problem: minimise sum flow[i, j] * distance[p i, p j].

        The score of a placement is minus its cost. flow and distance are (n, n) integers.
        """
        flows = np.asarray(flow, np.int64)
        distances = np.asarray(distance, np.int64)
        n = len(flows)
        if flows.shape != (n, n) or distances.shape != (n, n):
            raise ValueError(
                f"flow {flows.shape} and distance {distances.shape} must be square and alike"
            )
        own = np.outer(np.diag(flows), np.diag(distances))
        first, second = np.nonzero(flows)
        apart = first != second
        pairs = np.column_stack((first[apart], second[apart]))
        return cls(
            capacity=np.ones(n, np.int64),
            place=np.arange(n),
            start=np.arange(n + 1) * n,
            cell=np.tile(np.arange(n), n),
            value=-own.ravel(),
            closeness=-distances,
            ties=pairs,
            weight=flows[pairs[:, 0], pairs[:, 1]],
        )

    def violations(self, cells: npt.ArrayLike) -> list[str]:
        """Say what is wrong with a placement (a cell per household); empty when it is one."""
        chosen = np.asarray(cells, np.int64)
        if chosen.shape != (self.households,):
            return [f"a placement has {self.households} cells, one per household"]
        found = []
        for h in range(self.households):
            if chosen[h] not in self.cell[self.start[h] : self.start[h + 1]]:
                found.append(f"household {h} is not eligible for cell {chosen[h]}")
        inside = chosen[(chosen >= 0) & (chosen < self.cells)]
        taken = np.bincount(inside, minlength=self.cells)
        for c in np.nonzero(taken > self.capacity)[0]:
            found.append(f"cell {c} has capacity {self.capacity[c]}, {taken[c]} are placed in it")
        return found

    def score(self, cells: npt.ArrayLike) -> int:
        """Recompute the score of a placement from the definition, sharing nothing with the search.

        Raises:
            ValueError: the placement breaks a rule.
        """
        chosen = np.asarray(cells, np.int64)
        wrong = self.violations(chosen)
        if wrong:
            raise ValueError("; ".join(wrong[:5]))
        total = 0
        for h in range(self.households):
            row = slice(self.start[h], self.start[h + 1])
            total += int(self.value[row][self.cell[row] == chosen[h]][0])
        where = self.place[chosen]
        near = self.closeness[self.tie_table, where[self.ties[:, 0]], where[self.ties[:, 1]]]
        return total + sum(map(int, (self.weight * near).tolist()))

    def _complaints(self) -> list[str]:
        n, m = self.households, self.cells
        tables, classes, other = self.closeness.shape
        found = []
        if len(self.place) != m:
            found.append(f"place has {len(self.place)} rows, capacity has {m}")
        if classes != other:
            found.append(f"closeness tables must be square, they are {classes} x {other}")
        if n < 0 or self.start[0] != 0 or self.start[-1] != len(self.cell):
            found.append("start must begin at 0 and end at the number of eligible pairs")
        if len(self.value) != len(self.cell):
            found.append("every eligible pair needs one value")
        if len(self.weight) != len(self.ties) or len(self.tie_table) != len(self.ties):
            found.append("every tie needs one weight and one table")
        if found:
            return found
        for name, numbers, limit in (
            ("place", self.place, classes),
            ("cell", self.cell, m),
            ("ties", self.ties, n),
            ("tie_table", self.tie_table, tables),
        ):
            if numbers.size and not 0 <= numbers.min() <= numbers.max() < limit:
                found.append(f"{name} must be 0..{limit - 1}")
        if (self.capacity < 0).any():
            found.append("a capacity may not be negative")
        if (self.ties[:, 0] == self.ties[:, 1]).any():
            found.append("a tie of a household with itself")
        step = np.diff(self.cell)
        first_of_row = np.zeros(len(self.cell) + 1, bool)
        first_of_row[self.start] = True
        if (step[~first_of_row[1 : len(self.cell)]] <= 0).any():
            found.append("cells must increase within a household, each once")
        if not found and self.largest_score >= SCORE_LIMIT:
            found.append(f"scores could reach {self.largest_score}; the limit is {SCORE_LIMIT}")
        return found

    @property
    def largest_score(self) -> int:
        """A bound on the size of any score, in Python integers."""
        rows = [
            int(np.abs(self.value[self.start[h] : self.start[h + 1]]).max(initial=0))
            for h in range(self.households)
        ]
        tops = np.abs(self.closeness).max(axis=(1, 2), initial=0).tolist()
        ties = zip(self.weight.tolist(), self.tie_table.tolist(), strict=True)
        return sum(rows) + sum(abs(int(w)) * int(tops[t]) for w, t in ties)
