"""A bound on temporary homes from linear programming, certified in exact integers.

The variables say which blocks have started by which month; crews, dates and precedence hold in
full, whole blocks do not. HiGHS finds prices per month; the bound is then recomputed from the
prices in integers by weak duality, so that rounding errors in the solver cannot make it invalid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hecht.planning.calendar_bounds import TimeWindows
from hecht.planning.calendar_problem import CalendarProblem

_SCALE = 1 << 24
"""Prices are whole multiples of 1 / _SCALE."""

_Terms = dict[tuple[int, int], int]
"""Coefficient per (task, month) of "this task has started by this month"."""


def relaxation_bound(
    problem: CalendarProblem,
    windows: TimeWindows,
    lost: Sequence[Sequence[int]],
    gained: Sequence[Sequence[int]],
    vacant: Sequence[int],
) -> int:
    """Return a proven lower bound on the temporary homes of all kinds together.

    The arguments are as for `fewest_temporary`; `windows` are the problem's time windows.
    """
    rows = _Rows(problem, windows)
    for c, empty in enumerate(vacant):
        for month in range(problem.horizon):
            rows.add_need(c, empty, month, [row[c] for row in lost], [row[c] for row in gained])
    for resource, capacity in enumerate(problem.capacity):
        for month in range(problem.horizon):
            demand = [task.demand[resource] for task in problem.tasks]
            rows.add(rows.running(month, demand, demand), capacity, None)
    rows.add_precedence()
    prices = rows.prices(len(vacant))
    return 0 if prices is None else rows.certified(prices, len(vacant))


class _Rows:
    """Rows "sum of terms <= limit (+ temporary homes of a kind)" of the relaxation."""

    def __init__(self, problem: CalendarProblem, windows: TimeWindows) -> None:
        self.problem = problem
        self.first = windows.start
        self.last = [windows.end[i] - task.duration for i, task in enumerate(problem.tasks)]
        self.terms: list[_Terms] = []
        self.limits: list[int] = []
        self.kinds: list[int | None] = []

    def add(self, terms: Iterable[tuple[int, int, int]], limit: int, kind: int | None) -> None:
        """Add a row of (task, month, coefficient); months outside the window become constants."""
        row: _Terms = {}
        for i, month, amount in terms:
            if month >= self.last[i]:
                limit -= amount
            elif month >= self.first[i] and amount:
                row[i, month] = row.get((i, month), 0) + amount
        if row or (kind is not None and limit < 0):
            self.terms.append(row)
            self.limits.append(limit)
            self.kinds.append(kind)

    def running(
        self, month: int, taken: Sequence[int], given: Sequence[int]
    ) -> Iterable[tuple[int, int, int]]:
        """Yield the terms of what is taken at the start and given back at the end, by `month`."""
        for i, task in enumerate(self.problem.tasks):
            yield i, month, taken[i]
            yield i, month - task.duration, -given[i]

    def add_need(
        self, kind: int, vacant: int, month: int, lost: Sequence[int], gained: Sequence[int]
    ) -> None:
        """Add that the homes in use in a month are vacant or temporary ones."""
        self.add(self.running(month, lost, gained), vacant, kind)

    def add_precedence(self) -> None:
        """Add that a task has started only if those it waits for were finished by then."""
        for i, before in enumerate(self.problem.before):
            for p in before:
                wait = self.problem.tasks[p].duration
                for month in range(self.first[i], self.last[p] + wait):
                    self.add([(i, month, 1), (p, month - wait, -1)], 0, None)

    def prices(self, kinds: int) -> list[int] | None:
        """Return the price of each row in units of 1 / _SCALE, or None when HiGHS finds none."""
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import coo_array

        column: dict[tuple[int, int], int] = {}
        for i, first in enumerate(self.first):
            for month in range(first, self.last[i]):
                column[i, month] = kinds + len(column)
        at_row: list[int] = []
        at_column: list[int] = []
        value: list[int] = []
        limits = list(self.limits)
        for r, terms in enumerate(self.terms):
            for key, amount in terms.items():
                at_row.append(r)
                at_column.append(column[key])
                value.append(amount)
            kind = self.kinds[r]
            if kind is not None:
                at_row.append(r)
                at_column.append(kind)
                value.append(-1)
        for i, month in column:
            # Once started, always started.
            if (i, month + 1) in column:
                at_row += [len(limits)] * 2
                at_column += [column[i, month], column[i, month + 1]]
                value += [1, -1]
                limits.append(0)
        if not limits:
            return []
        size = kinds + len(column)
        result = linprog(
            np.array([1.0] * kinds + [0.0] * len(column)),
            A_ub=coo_array((value, (at_row, at_column)), shape=(len(limits), size)).tocsr(),
            b_ub=np.array(limits),
            bounds=[(0, None)] * kinds + [(0, 1)] * len(column),
            method="highs-ipm",
        )
        if result.status != 0:
            return None
        marginals = result.ineqlin.marginals[: len(self.terms)]
        return [max(0, int(-price * _SCALE)) for price in marginals]

    def certified(self, prices: Sequence[int], kinds: int) -> int:
        """Return the bound that these prices prove, in exact integers, rounded up to whole homes.

        With prices p on the rows, no choice is cheaper than the sum over tasks of the cheapest
        start, minus p times the limits; a kind's prices may sum to at most 1.
        """
        prices = self._within_one(prices, kinds)
        cost: dict[int, dict[int, int]] = {}
        total = 0
        for terms, limit, price in zip(self.terms, self.limits, prices, strict=True):
            total -= price * limit
            for (i, month), amount in terms.items() if price else ():
                of_task = cost.setdefault(i, {})
                of_task[month] = of_task.get(month, 0) + price * amount
        for i, of_task in cost.items():
            # Starting in month s pays for every month from s up to the last start.
            best = running = 0
            for month in range(self.last[i] - 1, self.first[i] - 1, -1):
                running += of_task.get(month, 0)
                best = min(best, running)
            total += best
        return max(0, -(-total // _SCALE))

    def _within_one(self, prices: Sequence[int], kinds: int) -> list[int]:
        result = list(prices)
        for kind in range(kinds):
            rows = [r for r, at in enumerate(self.kinds) if at == kind]
            excess = sum(result[r] for r in rows) - _SCALE
            for r in rows:
                cut = min(max(0, excess), result[r])
                result[r] -= cut
                excess -= cut
        return result
