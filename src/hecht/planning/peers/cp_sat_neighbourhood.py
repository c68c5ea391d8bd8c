"""CP-SAT on a whole neighbourhood: calendar, homes, temporary homes and ties in one model.

Kept to what a general solver can hold: ties see the block of a home, households between the same
two blocks share one interval in temporary homes, temporary homes are counted by size, and who
need not move stays. In the objective a tie apart costs what it does over half of the horizon;
empty homes, groups, loneliness and moving in the same month are left out of the objective, never
of the score. The model's bound is therefore no bound on the score and is not handed over.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from hecht.neighbourhood import Home, Household, Neighbourhood, ReturnWish, Stage, WishKind, Works
from hecht.neighbourhood.distance import closeness_permille, near
from hecht.neighbourhood.suits import lasting_rent, rooms_needed, suits
from hecht.planning.first_plan import calendar_problem
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.peers.courses import must_move, rows_of
from hecht.planning.peers.cp_sat import solve
from hecht.planning.peers.run import Ints, Run


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

        self.n, self.tight = neighbourhood, tight
        self.cp: Any = cp_model
        self.model = cp_model.CpModel()
        self.instance: Instance = compile_instance(neighbourhood)
        self.horizon = neighbourhood.project.horizon
        self.terms: list[Any] = []
        self.points: list[int] = []
        self.people = must_move(neighbourhood)
        self._calendar()
        self._homes()
        self._ties()
        self._temporary()

    def run(self, run: Run) -> None:
        """Solve, and hand over every solution for which temporary homes suffice."""
        self.model.maximize(self.cp.LinearExpr.weighted_sum(self.terms, self.points))

        def decode(value: Any) -> Ints | None:
            starts = {name: value(start) for name, start in self.starts.items()}
            homes = {h: f for (h, f), pair in self.pairs.items() if value(pair)}
            return rows_of(self.instance, starts, homes)

        solve(self.model, run, decode, bounds=False)

    def _add(self, term: Any, points: float) -> None:
        self.terms.append(term)
        self.points.append(round(1000 * points))

    def _calendar(self) -> None:
        """Add block starts within crews, budget, precedence and dates."""
        problem, model = calendar_problem(self.instance), self.model
        self.starts: dict[str, Any] = {}
        self.duration = {task.id: task.duration for task in problem.tasks}
        for task in problem.tasks:
            latest = min(task.latest_end, problem.horizon) - task.duration
            self.starts[task.id] = model.new_int_var(task.earliest, max(task.earliest, latest), "")
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
            self._budget(problem)

    def _budget(self, problem: Any) -> None:
        """Add, per calendar year, what each block spends in it, by its start."""
        years = problem.year_of_month
        for year in sorted(set(years[: problem.horizon])):
            spent = []
            for task in problem.tasks:
                months = [
                    sum(years[m] == year for m in range(s, min(s + task.duration, self.horizon)))
                    for s in range(self.horizon)
                ]
                # rounded up, so that no year is over its budget by rounding
                euros = [-(-task.spend * m // task.duration) for m in months]
                if any(euros):
                    part = self.model.new_int_var(0, max(euros), "")
                    self.model.add_element(self.starts[task.id], euros, part)
                    spent.append(part)
            self.model.add(self.cp.LinearExpr.sum(spent) <= problem.budget_per_year)

    def _homes(self) -> None:
        """Add a choice per household and home that suits, and per household and block."""
        n = self.n
        taken = {one.home for one in n.households if not n.is_affected(one)}
        open_homes = [f for f, home in enumerate(n.homes) if self._lasts(home, taken)]
        self.pairs: dict[tuple[int, int], Any] = {}
        columns: dict[int, list[Any]] = defaultdict(list)
        there: dict[int, dict[str, list[Any]]] = {h: defaultdict(list) for h in self.people}
        known: dict[tuple[Any, Any], bool] = {}
        wishes = self._wishes()
        for h in self.people:
            one = n.households[h]
            need = _need(one, n)
            row = []
            for f in open_homes:
                key = need, _offer(n.homes[f])
                if key not in known:
                    known[key] = suits(one, n.homes[f], n.policy)
                if known[key]:
                    pair = self.model.new_bool_var("")
                    self.pairs[h, f] = pair
                    row.append(pair)
                    columns[f].append(pair)
                    there[h][_cell(n.homes[f])].append(pair)
                    self._add(pair, self._inside(one) + wishes(one, n.homes[f]))
            if one.wish is ReturnWish.RETURN and row:
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

    def _lasts(self, home: Home, taken: set[str]) -> bool:
        if home.stage is Stage.TEMPORARY or home.id in taken:
            return False
        works = self.n.block_of[home.block].works if home.block else Works.KEEP
        return home.stage is Stage.NEW or works is not Works.REBUILD

    def _inside(self, one: Household) -> float:
        policy = self.n.policy
        return policy.points_return if one.wish is ReturnWish.RETURN else policy.points_undecided

    def _wishes(self) -> Any:
        """Return a function that tells what the dearest met wish about a home is worth."""
        asked: dict[str, list[Any]] = defaultdict(list)
        for wish in sorted(self.n.wishes, key=lambda wish: wish.rank):
            asked[wish.household].append(wish)

        def worth(one: Household, home: Home) -> float:
            facts = {
                WishKind.HOME: home.id, WishKind.BLOCK: home.block, WishKind.STREET: home.street,
                WishKind.TYPE: home.type,
            }  # fmt: skip
            for wish in asked.get(one.id, []):
                if facts.get(wish.kind) == wish.value:
                    return float(self.n.policy.points_wish / 2 ** (wish.rank - 1))
            return 0.0

        return worth

    def _ties(self) -> None:
        """Add what ties are worth, by the blocks of their two sides."""
        n, policy = self.n, self.n.policy
        number = {one.id: h for h, one in enumerate(n.households)}
        stays = {
            h: _cell(n.home_of[one.home])
            for h, one in enumerate(n.households)
            if not n.is_affected(one) and one.wish is not ReturnWish.ELSEWHERE
        }
        table = _CellTable(n)
        for tie in n.ties:
            a, b = number[tie.a], number[tie.b]
            sides = [self.at.get(h, {stays[h]: None} if h in stays else {}) for h in (a, b)]
            if not all(sides):
                continue
            weight = n.tie_weight(tie)
            homes = [n.home_of[n.households[h].home] for h in (a, b)]
            was_near = near(homes[0], homes[1], policy)
            apart = policy.points_separation_month * self.horizon / 2 if was_near else 0.0
            points = {}
            for s in sides[0]:
                for t in sides[1]:
                    is_near, close = table(s, t)
                    worth = policy.points_tie_closeness * close
                    points[s, t] = weight * (worth + is_near * (policy.points_tie_near + apart))
            self._tie(sides[0], sides[1], points)

    def _tie(self, one: Any, other: Any, points: dict[tuple[str, str], float]) -> None:
        """Add one tie; a side whose choice is None is fixed."""
        fixed_one = any(choice is None for choice in one.values())
        fixed_other = any(choice is None for choice in other.values())
        if fixed_one or fixed_other:
            for (s, t), worth in points.items():
                choice = other[t] if fixed_one else one[s]
                if choice is not None and worth:
                    self._add(choice, worth)
            return
        kept = {pair for pair, worth in points.items() if self.tight or worth >= 0.001}
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
            if points[pair]:
                self._add(both, points[pair])

    def _temporary(self) -> None:
        """Add stays in temporary homes, per pair of old and new block and size needed."""
        n, policy = self.n, self.n.policy
        bought = [home.rooms for home in n.homes if home.stage is Stage.TEMPORARY]
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for h in self.people:
            old = n.home_of[n.households[h].home].block or ""
            for cell in self.at[h]:
                groups[old, cell].append(h)
        sizes = sorted({self._size(h) for h in self.people})
        intervals: list[Any] = []
        demands: dict[int, list[Any]] = {size: [] for size in sizes}
        month = (
            policy.points_temporary_month + policy.points_cost * policy.temporary_month_cost / 1000
        )
        move = policy.points_extra_move + policy.points_cost * policy.extra_move_cost / 1000
        for (old, cell), people in sorted(groups.items()):
            if cell not in self.starts or not self._waits(cell):
                continue  # a home that is free now: everyone moves directly
            away, interval, length = self._stay(old, cell, people, sizes)
            intervals.append(interval)
            for size in sizes:
                demands[size].append(away[size])
            everyone = away[sizes[0]]
            months = self.model.new_int_var(0, len(people) * self.horizon, "")
            self.model.add_multiplication_equality(months, [everyone, length])
            self._add(everyone, -move)
            self._add(months, -month)
        for size in sizes:
            room = sum(rooms >= size for rooms in bought)
            self.model.add_cumulative(intervals, demands[size], room)

    def _stay(
        self, old: str, cell: str, people: list[int], sizes: list[int]
    ) -> tuple[dict[int, Any], Any, Any]:
        """Return who is away by least size, the interval, and its length (0: all go directly)."""
        model = self.model
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
            going = [self.at[h][cell] for h in people if self._size(h) >= size]
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

    def _waits(self, cell: str) -> bool:
        works = self.n.block_of[cell].works
        return works in (Works.REBUILD, Works.BUILD, Works.RENOVATE_EMPTY)

    def _size(self, h: int) -> int:
        n = self.n
        return max(1, rooms_needed(n.households[h], n.policy) - n.policy.temporary_rooms_slack)


class _CellTable:
    """How near and close two blocks are: the share of pairs of homes, sampled, and their mean."""

    def __init__(self, n: Neighbourhood) -> None:
        self.n = n
        self.homes: dict[str, list[Home]] = defaultdict(list)
        for home in n.homes:
            if home.stage is not Stage.TEMPORARY:
                self.homes[_cell(home)].append(home)
        self.known: dict[tuple[str, str], tuple[bool, float]] = {}

    def __call__(self, one: str, other: str) -> tuple[bool, float]:
        key = (one, other) if one <= other else (other, one)
        if key not in self.known:
            pairs = [(a, b) for a in self._some(key[0]) for b in self._some(key[1])]
            close = [closeness_permille(a, b, self.n.policy) / 1000 for a, b in pairs]
            together = [near(a, b, self.n.policy) for a, b in pairs]
            self.known[key] = one == other or float(np.mean(together)) >= 0.5, float(np.mean(close))
        return self.known[key]

    def _some(self, cell: str) -> list[Home]:
        homes = self.homes[cell]
        return homes[:: max(1, len(homes) // 6)]


def _cell(home: Home) -> str:
    """Return the block of a home; one without a block is a cell of its own."""
    return home.block if home.block is not None else f"home {home.id}"


def _need(one: Household, n: Neighbourhood) -> tuple[Any, ...]:
    return (
        rooms_needed(one, n.policy), one.rooms_max, one.rent_max, one.step_free, one.accessible,
        one.floor_max,
    )  # fmt: skip


def _offer(home: Home) -> tuple[Any, ...]:
    return home.rooms, lasting_rent(home), home.step_free, home.accessible, home.floor
