"""HiGHS on the whole joint problem, with a yes or no per block and quarter of starting.

Households from one old to one new block are away in a quarter when the old block has started and
the new one is not finished: a row per pair of blocks and quarter makes that number at least those
placed that way, less as many as there could be when either does not hold.
"""

from __future__ import annotations

import numpy as np

from hecht.planning.peers.highs import Model, Reals, solve
from hecht.planning.peers.highs_columns import Columns
from hecht.planning.peers.joint import EXTRA_MOVE, QUARTER_AWAY, QUARTER_LONGER, JointProblem
from hecht.planning.peers.run import Ints, Run


def flows(problem: JointProblem, run: Run) -> None:
    """Solve with the ties as flows between blocks."""
    model = _JointModel(problem)
    solve(model.model(), run, model.decode)


class _JointModel:
    """The columns of the problem, and the rows while they are added."""

    def __init__(self, problem: JointProblem) -> None:
        self.problem, self.columns = problem, Columns()
        self.rows = self.columns.rows
        self.pairs = self.columns.add(problem.value, whole=True)
        self.starts = [
            self.columns.add(np.zeros(problem.horizon - problem.duration + 1), whole=True)
            for _ in range(problem.blocks)
        ]
        self.last = int(self.columns.add([-QUARTER_LONGER], high=float(problem.horizon))[0])
        self._placement()
        self._calendar()
        self._ties()
        self._temporary()

    def model(self) -> Model:
        """Return the whole model."""
        return self.columns.model()

    def decode(self, values: Reals) -> Ints:
        """Return the starts and homes in a solution."""
        problem = self.problem
        starts = [int(np.argmax(values[columns])) for columns in self.starts]
        homes = np.zeros(problem.households, np.int64)
        taken = values[self.pairs] > 0.5
        homes[problem.household[taken]] = problem.home[taken]
        return np.concatenate([np.array(starts, np.int64), homes])

    def _placement(self) -> None:
        """Everyone one home, every home one household; a column per household and block."""
        problem = self.problem
        for h in range(problem.households):
            self.rows.add(self.pairs[problem.household == h], 1.0, 1.0, 1.0)
        for f in range(len(problem.block)):
            self.rows.add(self.pairs[problem.home == f], 1.0, -np.inf, 1.0)
        self.at: list[dict[int, int]] = []
        there = problem.block[problem.home]
        for h in range(problem.households):
            mine = {}
            for block in np.unique(there[problem.household == h]).tolist():
                column = int(self.columns.add([0.0])[0])
                some = self.pairs[(problem.household == h) & (there == block)]
                self.columns.adds_up(some, column)
                mine[block] = column
            self.at.append(mine)

    def _calendar(self) -> None:
        """Every block starts once, no more sites than allowed, and the last finish counts."""
        problem = self.problem
        for columns in self.starts:
            self.rows.add(columns, 1.0, 1.0, 1.0)
            finish = np.arange(len(columns)) + problem.duration
            self.rows.add(np.append(columns, self.last), np.append(finish, -1.0), -np.inf, 0.0)
        for quarter in range(problem.horizon):
            first = max(0, quarter - problem.duration + 1)
            busy = np.concatenate([columns[first : quarter + 1] for columns in self.starts])
            if len(busy):
                self.rows.add(busy, 1.0, -np.inf, float(problem.sites))

    def _ties(self) -> None:
        problem = self.problem
        for (one, other), weight in zip(
            problem.ties.tolist(), problem.weight.tolist(), strict=True
        ):
            here, there = list(self.at[one]), list(self.at[other])
            points = weight * problem.closeness[np.ix_(here, there)]
            flow = self.columns.add(points).reshape(points.shape)
            for block, row in zip(here, flow, strict=True):
                self.columns.adds_up(row, self.at[one][block])
            for block, column in zip(there, flow.T, strict=True):
                self.columns.adds_up(column, self.at[other][block])

    def _temporary(self) -> None:
        problem = self.problem
        in_quarter: list[list[Ints]] = [[] for _ in range(problem.horizon)]
        for old in range(problem.blocks):
            people = np.nonzero(problem.old_block == old)[0].tolist()
            for new in range(problem.blocks):
                going = np.array([self.at[h][new] for h in people if new in self.at[h]], np.int64)
                if not len(going):
                    continue
                most = float(len(going))
                moves = self.columns.add([-EXTRA_MOVE], high=most)
                for quarter in range(problem.horizon):
                    away = self.columns.add([-QUARTER_AWAY], high=most)
                    in_quarter[quarter].append(away)
                    self._away(going, old, new, quarter, away)
                    self.rows.add(np.append(moves, away), [1.0, -1.0], 0.0, np.inf)
        for columns in in_quarter:
            if columns:
                self.rows.add(np.concatenate(columns), 1.0, -np.inf, float(problem.temporary))

    def _away(self, going: Ints, old: int, new: int, quarter: int, away: Ints) -> None:
        """Add: away >= going - most * (old not started) - most * (new finished)."""
        most = float(len(going))
        started = self.starts[old][: quarter + 1]
        finished = self.starts[new][: max(0, quarter - self.problem.duration + 1)]
        columns = np.concatenate([away, going, started, finished])
        coefficients = np.concatenate(
            [[1.0], -np.ones(len(going)), -most * np.ones(len(started)),
             most * np.ones(len(finished))]
        )  # fmt: skip
        if old == new:
            # the same columns stand on both sides where the block is finished again
            merged, where = np.unique(columns, return_inverse=True)
            coefficients = np.bincount(where, weights=coefficients)
            columns = merged
        self.rows.add(columns, coefficients, -most, np.inf)
