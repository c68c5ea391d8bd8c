"""HiGHS on a whole neighbourhood: calendar, homes, temporary homes and ties in one model.

What is in the model, and what only in the score, is told in `whole_terms`. The calendar has a yes
or no per block and month of having begun, which never goes back: the usual formulation for such
calendars (Pritsker, Watters and Wolfe 1969, in steps) and the one with the tightest relaxation.
Households between one old block and one cell wait in the months in which the old block has begun
and the cell is not finished.
"""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np

from hecht.neighbourhood import Neighbourhood
from hecht.planning.peers.courses import rows_of
from hecht.planning.peers.highs import Reals, solve
from hecht.planning.peers.highs_columns import Columns
from hecht.planning.peers.run import Ints, Run
from hecht.planning.peers.whole_terms import TieTerm, Waiting, WholeTerms


def flows(neighbourhood: Neighbourhood, run: Run) -> None:
    """Solve with the ties as flows between blocks."""
    model = _Model(neighbourhood)
    solve(model.columns.model(), run, model.decode, bounds=False, first=model.first())


class _Model:
    """The columns, and the rows while they are added."""

    def __init__(self, neighbourhood: Neighbourhood) -> None:
        self.parts, self.columns = WholeTerms(neighbourhood), Columns()
        self.rows, self.horizon = self.columns.rows, self.parts.horizon
        self.policy = neighbourhood.policy
        self.duration = {task.id: task.duration for task in self.parts.calendar.tasks}
        # whether each block has begun, for each month
        self.begun = {
            task.id: self.columns.add(np.zeros(self.horizon), whole=True)
            for task in self.parts.calendar.tasks
        }
        self._calendar()
        if self.parts.calendar.budget_per_year is not None:
            self._budget(float(self.parts.calendar.budget_per_year))
        self._homes()
        for tie in self.parts.ties():
            self._tie(tie)
        self._temporary()

    def decode(self, values: Reals) -> Ints | None:
        """Return the course of a solution, or None when temporary homes do not suffice."""
        starts = {
            name: int(self.horizon - round(float(values[months].sum())))
            for name, months in self.begun.items()
        }
        taken = np.nonzero(values[self.pairs] > 0.5)[0]
        homes = {self.parts.choices[i].h: self.parts.choices[i].f for i in taken.tolist()}
        return rows_of(self.parts.instance, starts, homes)

    def first(self) -> dict[int, float] | None:
        """Return values of columns with which to begin: what practice does."""
        first = self.parts.first()
        if first is None:
            return None
        starts, homes = first
        values = {
            int(self.pairs[i]): float(homes.get(one.h) == one.f)
            for i, one in enumerate(self.parts.choices)
        }
        for name, months in self.begun.items():
            values |= {int(column): float(m >= starts[name]) for m, column in enumerate(months)}
        return values

    # -- calendar ------------------------------------------------------------------------

    def _calendar(self) -> None:
        """A block that has begun stays so; dates, precedence, crews and the last finish."""
        problem, rows = self.parts.calendar, self.rows
        last = int(
            self.columns.add([-self.policy.points_duration_month], high=float(self.horizon))[0]
        )
        for task in problem.tasks:
            months = self.begun[task.id]
            latest = max(task.earliest, self.parts.latest(task))
            if task.earliest > 0:
                rows.add(months[: task.earliest], 1.0, 0.0, 0.0)
            rows.add(months[latest : latest + 1], 1.0, 1.0, 1.0)
            for before, after in pairwise(months):
                rows.add([before, after], [1.0, -1.0], -np.inf, 0.0)
            # it starts in the month: horizon less the months in which it has begun
            rows.add(np.append(months, last), 1.0, float(self.horizon + task.duration), np.inf)
            for name in task.after:
                for month in range(self.horizon):
                    first = self._finished(name, month)
                    if first is None:
                        rows.add([months[month]], 1.0, 0.0, 0.0)
                    else:
                        rows.add([months[month], first], [1.0, -1.0], -np.inf, 0.0)
        for month in range(self.horizon):
            where, crews = [], []
            for task in problem.tasks:
                where.append(self.begun[task.id][month])
                crews.append(float(task.demand[0]))
                done = self._finished(task.id, month)
                if done is not None:
                    where.append(done)
                    crews.append(-float(task.demand[0]))
            rows.add(where, crews, -np.inf, float(problem.capacity[0]))

    def _finished(self, name: str, month: int) -> int | None:
        """Return the column that tells whether a block is finished in a month; None: it is not."""
        begun = month - self.duration[name]
        return int(self.begun[name][begun]) if begun >= 0 else None

    def _budget(self, budget: float) -> None:
        """Add, per calendar year, what each block spends in it, by the month of its start."""
        for year in self.parts.years():
            where, euros = [], []
            for task in self.parts.calendar.tasks:
                spent = np.array(self.parts.euros(task, year), np.float64)
                if spent.any():
                    where.append(self.begun[task.id])
                    # a start in month m: has begun in m, and had not in the month before
                    euros.append(spent - np.append(spent[1:], 0.0))
            if where:
                self.rows.add(np.concatenate(where), np.concatenate(euros), -np.inf, budget)

    # -- homes and ties ------------------------------------------------------------------

    def _homes(self) -> None:
        """Everyone at most one home, who returns just one; a column per household and cell."""
        choices = self.parts.choices
        self.pairs = self.columns.add([one.points for one in choices], whole=True)
        self.at: dict[int, dict[str, int]] = {h: {} for h in self.parts.people}
        in_home: dict[int, list[int]] = {}
        for h, some in groupby(range(len(choices)), key=lambda i: choices[i].h):
            mine = list(some)
            least = 1.0 if self.parts.must_return(h) else 0.0
            self.rows.add(self.pairs[mine], 1.0, least, 1.0)
            there: dict[str, list[int]] = {}
            for i in mine:
                there.setdefault(choices[i].cell, []).append(int(self.pairs[i]))
                in_home.setdefault(choices[i].f, []).append(int(self.pairs[i]))
            for cell, pairs in sorted(there.items()):
                self.at[h][cell] = int(self.columns.add([0.0])[0])
                self.columns.adds_up(pairs, self.at[h][cell])
        for pairs in in_home.values():
            self.rows.add(pairs, 1.0, -np.inf, 1.0)
        for h, cell, month in self.parts.deadlines():
            done = self._finished(cell, month)
            if done is None:
                self.rows.add([self.at[h][cell]], 1.0, 0.0, 0.0)
            else:
                self.rows.add([self.at[h][cell], done], [1.0, -1.0], -np.inf, 0.0)

    def _tie(self, tie: TieTerm) -> None:
        """Add one tie as flows; where one side stays, the cell of the other is worth it."""
        if tie.a_stays and tie.b_stays:
            return
        if tie.a_stays or tie.b_stays:
            for (s, t), worth in tie.points.items():
                self.columns.also(self.at[tie.b][t] if tie.a_stays else self.at[tie.a][s], worth)
            return
        here, there = self.at[tie.a], self.at[tie.b]
        points = np.array([[tie.points[s, t] for t in there] for s in here])
        if not points.any():
            return
        flow = self.columns.add(points).reshape(points.shape)
        for row, choice in zip(flow, here.values(), strict=True):
            self._at_most(row, choice)
        for column, choice in zip(flow.T, there.values(), strict=True):
            self._at_most(column, choice)

    def _at_most(self, some: Ints, choice: int) -> None:
        columns = np.append(some, choice)
        self.rows.add(columns, np.append(np.ones(len(some)), -1.0), -np.inf, 0.0)

    # -- temporary homes -----------------------------------------------------------------

    def _temporary(self) -> None:
        """Add who waits in each month, by least size, within the temporary homes."""
        sizes = self.parts.sizes
        waits: dict[tuple[int, int], list[int]] = {}
        for group in self.parts.waiting():
            for size in sizes:
                self._stay(group, size, size == sizes[0], waits)
        for (size, _), columns in sorted(waits.items()):
            self.rows.add(columns, 1.0, -np.inf, float(self.parts.room(size)))

    def _stay(
        self, group: Waiting, size: int, costs: bool, waits: dict[tuple[int, int], list[int]]
    ) -> None:
        """Add those of a group who need so many rooms: how many go, and wait in each month."""
        going = [self.at[h][group.cell] for h in group.people if self.parts.size(h) >= size]
        if not going:
            return
        most = float(len(going))
        number = int(self.columns.add([0.0], high=most)[0])
        self.columns.adds_up(going, number)
        month_cost = -self.parts.month_cost if costs else 0.0
        waiting = self.columns.add(np.full(self.horizon, month_cost), high=most)
        for month, column in enumerate(waiting.tolist()):
            waits.setdefault((size, month), []).append(column)
            self._waits(column, number, most, group, month)
        if costs:
            moves = int(self.columns.add([-self.parts.move_cost], high=most)[0])
            for column in waiting.tolist():
                self.rows.add([moves, column], [1.0, -1.0], 0.0, np.inf)
            limit = float(self.policy.temporary_months_max)
            self.rows.add(np.append(waiting, number), np.append(np.ones(len(waiting)), -limit),
                          -np.inf, 0.0)  # fmt: skip

    def _waits(self, column: int, number: int, most: float, group: Waiting, month: int) -> None:
        """Add: waiting >= going - most * (old not begun) - most * (cell finished)."""
        where, factors = [column, number], [1.0, -1.0]
        where.append(int(self.begun[group.old][month]))
        factors.append(-most)
        done = self._finished(group.cell, month)
        if done is not None:
            where.append(done)
            factors.append(most)
        self.rows.add(where, factors, -most, np.inf)
