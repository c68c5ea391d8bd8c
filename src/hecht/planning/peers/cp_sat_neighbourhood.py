"""CP-SAT on a whole neighbourhood: calendar, homes, temporary homes and ties in one model.

What is in the model, and what only in the score, is told in `whole_terms`.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from hecht.neighbourhood import Neighbourhood
from hecht.planning.peers.courses import rows_of
from hecht.planning.peers.cp_sat import solve
from hecht.planning.peers.run import Ints, Run
from hecht.planning.peers.whole_terms import TieTerm, Waiting, WholeTerms


def flows(neighbourhood: Neighbourhood, run: Run) -> None:
    """Solve with the ties as flows between blocks."""
    _Model(neighbourhood, tight=True).run(run)


def products(neighbourhood: Neighbourhood, run: Run) -> None:
    """Solve with the ties as products of two choices."""
    _Model(neighbourhood, tight=False).run(run)


class _Model:
    """The model while it is being built; `terms` and `points` are its objective."""

    def __init__(self, neighbourhood: Neighbourhood, tight: bool) -> None:
        from ortools.sat.python import cp_model

        self.parts, self.tight = WholeTerms(neighbourhood), tight
        self.n = neighbourhood
        self.cp: Any = cp_model
        self.model = cp_model.CpModel()
        self.horizon = self.parts.horizon
        self.terms: list[Any] = []
        self.points: list[int] = []
        self._calendar()
        self._homes()
        for tie in self.parts.ties():
            self._tie(tie)
        self._temporary()
        self._hint()

    def run(self, run: Run) -> None:
        """Solve, and hand over every solution for which temporary homes suffice."""
        self.model.maximize(self.cp.LinearExpr.weighted_sum(self.terms, self.points))

        def decode(value: Any) -> Ints | None:
            starts = {name: value(start) for name, start in self.starts.items()}
            homes = {h: f for (h, f), pair in self.pairs.items() if value(pair)}
            return rows_of(self.parts.instance, starts, homes)

        solve(self.model, run, decode, bounds=False)

    def _add(self, term: Any, points: float) -> None:
        self.terms.append(term)
        self.points.append(round(1000 * points))

    def _calendar(self) -> None:
        """Add block starts within crews, budget, precedence and dates."""
        problem, model = self.parts.calendar, self.model
        self.starts: dict[str, Any] = {}
        self.duration = {task.id: task.duration for task in problem.tasks}
        for task in problem.tasks:
            latest = max(task.earliest, self.parts.latest(task))
            self.starts[task.id] = model.new_int_var(task.earliest, latest, "")
        works = [model.new_fixed_size_interval_var(self.starts[t.id], t.duration, "") for t in
                 problem.tasks]  # fmt: skip
        model.add_cumulative(works, [t.demand[0] for t in problem.tasks], problem.capacity[0])
        for task in problem.tasks:
            for name in task.after:
                model.add(self.starts[task.id] >= self.starts[name] + self.duration[name])
        last = model.new_int_var(0, self.horizon, "")
        for name, start in self.starts.items():
            model.add(last >= start + self.duration[name])
        self._add(last, -self.n.policy.points_duration_month)
        if problem.budget_per_year is not None:
            self._budget(problem.budget_per_year)

    def _budget(self, budget: int) -> None:
        """Add, per calendar year, what each block spends in it, by its start."""
        for year in self.parts.years():
            spent = []
            for task in self.parts.calendar.tasks:
                euros = self.parts.euros(task, year)
                if any(euros):
                    part = self.model.new_int_var(0, max(euros), "")
                    self.model.add_element(self.starts[task.id], euros, part)
                    spent.append(part)
            self.model.add(self.cp.LinearExpr.sum(spent) <= budget)

    def _homes(self) -> None:
        """Add a choice per household and home that suits, and per household and block."""
        self.pairs: dict[tuple[int, int], Any] = {}
        columns: dict[int, list[Any]] = {}
        there: dict[int, dict[str, list[Any]]] = {h: {} for h in self.parts.people}
        for h, mine in groupby(self.parts.choices, key=lambda one: one.h):
            row = []
            for one in mine:
                pair = self.pairs[h, one.f] = self.model.new_bool_var("")
                row.append(pair)
                columns.setdefault(one.f, []).append(pair)
                there[h].setdefault(one.cell, []).append(pair)
                self._add(pair, one.points)
            if self.parts.must_return(h):
                self.model.add_exactly_one(row)
            else:
                self.model.add_at_most_one(row)
        for column in columns.values():
            self.model.add_at_most_one(column)
        self.at: dict[int, dict[str, Any]] = {}
        for h, cells in there.items():
            self.at[h] = {cell: self.model.new_bool_var("") for cell in sorted(cells)}
            for cell, some in cells.items():
                self.model.add(self.cp.LinearExpr.sum(some) == self.at[h][cell])
        for h, cell, month in self.parts.deadlines():
            finish = self.starts[cell] + self.duration[cell]
            self.model.add(finish <= month).only_enforce_if(self.at[h][cell])

    def _tie(self, tie: TieTerm) -> None:
        """Add one tie, as flows or products where neither side stays."""
        if tie.a_stays or tie.b_stays:
            for (s, t), worth in tie.points.items():
                if worth and not (tie.a_stays and tie.b_stays):
                    self._add(self.at[tie.b][t] if tie.a_stays else self.at[tie.a][s], worth)
            return
        one, other = self.at[tie.a], self.at[tie.b]
        kept = {pair for pair, worth in tie.points.items() if self.tight or worth >= 0.001}
        flow = {pair: self.model.new_bool_var("") for pair in sorted(kept)}
        if self.tight:
            for s, choice in one.items():
                self.model.add(self.cp.LinearExpr.sum([flow[s, t] for t in other]) <= choice)
            for t, choice in other.items():
                self.model.add(self.cp.LinearExpr.sum([flow[s, t] for s in one]) <= choice)
        else:
            for (s, t), both in flow.items():
                self.model.add_implication(both, one[s])
                self.model.add_implication(both, other[t])
        for pair, both in flow.items():
            if tie.points[pair]:
                self._add(both, tie.points[pair])

    def _hint(self) -> None:
        """Let the solver begin with what practice does."""
        first = self.parts.first()
        if first is None:
            return
        starts, homes = first
        for name, start in self.starts.items():
            self.model.add_hint(start, starts[name])
        for (h, f), pair in self.pairs.items():
            self.model.add_hint(pair, homes.get(h) == f)

    def _temporary(self) -> None:
        """Add stays in temporary homes, per pair of old and new block and size needed."""
        sizes = self.parts.sizes
        intervals: list[Any] = []
        demands: dict[int, list[Any]] = {size: [] for size in sizes}
        for group in self.parts.waiting():
            away, interval, length = self._stay(group, sizes)
            intervals.append(interval)
            for size in sizes:
                demands[size].append(away[size])
            everyone = away[sizes[0]]
            months = self.model.new_int_var(0, len(group.people) * self.horizon, "")
            self.model.add_multiplication_equality(months, [everyone, length])
            self._add(everyone, -self.parts.move_cost)
            self._add(months, -self.parts.month_cost)
        for size in sizes:
            self.model.add_cumulative(intervals, demands[size], self.parts.room(size))

    def _stay(self, group: Waiting, sizes: list[int]) -> tuple[dict[int, Any], Any, Any]:
        """Return who is away by least size, the interval, and its length (0: all go directly)."""
        model, old, cell = self.model, group.old, group.cell
        start, finish = self.starts[old], self.starts[cell] + self.duration[cell]
        length = model.new_int_var(0, self.horizon, "")
        direct: Any = None
        if old == cell:
            model.add(length == self.duration[cell])
        else:
            direct = model.new_bool_var("")
            model.add(finish <= start).only_enforce_if(direct)
            model.add(finish > start).only_enforce_if(~direct)
            model.add(length == finish - start).only_enforce_if(~direct)
            model.add(length == 0).only_enforce_if(direct)
        too_long = model.new_bool_var("")
        most = self.n.policy.temporary_months_max
        model.add(length <= most).only_enforce_if(~too_long)
        away: dict[int, Any] = {}
        for size in sizes:
            going = [self.at[h][cell] for h in group.people if self.parts.size(h) >= size]
            number = self.cp.LinearExpr.sum(going) if going else 0
            away[size] = model.new_int_var(0, len(going), "")
            if direct is None:
                model.add(away[size] == number)
            else:
                model.add(away[size] == number).only_enforce_if(~direct)
                model.add(away[size] == 0).only_enforce_if(direct)
            model.add(away[size] == 0).only_enforce_if(too_long)
        end = model.new_int_var(0, 2 * self.horizon, "")
        return away, model.new_interval_var(start, length, end, ""), length
