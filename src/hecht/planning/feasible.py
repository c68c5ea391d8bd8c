"""Whether there is any plan: all hard rules in one model of CP-SAT, where that is small enough.

What a search looks for in vain, a solver finds or rules out where households and homes are few.
The model holds what the search holds (see `kernel`): the months of the moves follow from calendar
and homes, and temporary homes are counted by set and month. Everything it gives is settled by the
search's own arithmetic before it is believed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from hecht.neighbourhood import ReturnWish
from hecht.planning.arrays import (
    DATE,
    DEADLINE,
    FROM_OUT,
    HORIZON,
    KIND,
    LEAVES,
    LEAVES_BY_CHOICE,
    LONGEST,
    OLD,
    OWN_BLOCK,
    PROMISED,
    READY_BLOCK,
    READY_FIXED,
    SERVES,
    STAYS,
    TEMP_CLASS,
    VACANT_BLOCK,
)
from hecht.planning.calendar_bounds import makespan_bound, time_windows
from hecht.planning.calendar_model import CalendarModel
from hecht.planning.first_plan import calendar_problem
from hecht.planning.instance import Instance
from hecht.planning.kernel import may_have, settle
from hecht.planning.state import VIOLATION, State, empty_state

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_PAIRS = 8_000
"""Pairs of a household and a home that suits up to which the model is built."""

_SPARSE = 10
"""Homes of which one suits, at least: where there are more, pairs are not even counted."""

_LIMIT = 5.0
"""CP-SAT's deterministic seconds."""

Unit = tuple[int, int]
"""What makes homes ready: a block and -1, or -1 and a month."""


@dataclass(frozen=True)
class Answer:
    """A state that keeps to every rule; or none, and whether the model rules one out."""

    state: State | None
    ruled_out: bool = False


def feasible(instance: Instance, seed: int, most: int = MOST_PAIRS) -> Answer:
    """Return a state that breaks no rule and leaves out no more than must leave, if there is one.

    As many of the undecided are inside as can be. The same instance and seed give the same answer.
    Nothing is known of instances that have a past or more than `most` pairs.
    """
    a = instance.arrays
    large = len(a.active) * len(a.homes) > _SPARSE * most
    if large or a.fixed[DATE] > 0 or a.bonus.shape[0] > 0:
        return Answer(None)
    homes = {h: [f for f in range(len(a.homes)) if may_have(a, h, f)] for h in a.active.tolist()}
    if sum(map(len, homes.values())) > most:
        return Answer(None)
    problem = calendar_problem(instance)
    bound, windows = makespan_bound(problem), time_windows(problem)
    if bound is None or windows is None:
        return Answer(None, ruled_out=True)
    calendar = CalendarModel(problem, windows, bound, problem.horizon)
    return _Model(instance, calendar, homes).solve(seed)


class _Model:
    """The rules beside a calendar; `inside[h, f]`: household h ends in home f."""

    def __init__(
        self, instance: Instance, calendar: CalendarModel, homes: dict[int, list[int]]
    ) -> None:
        self.instance, self.calendar = instance, calendar
        self.a, self.model = instance.arrays, calendar.model
        self.horizon = int(self.a.fixed[HORIZON])
        self.inside: dict[tuple[int, int], Any] = {}
        self.to: dict[tuple[int, Unit], Any] = {}
        self._direct: dict[tuple[int, Unit], Any] = {}
        self._begin: dict[int, Any] = {
            b: calendar.start[i] for i, b in enumerate(self.a.movable.tolist())
        }
        self._place(homes)
        for h, unit in self.to:
            self._in_time(h, unit)
        self._share()

    # -- homes and months ----------------------------------------------------------------

    def _place(self, homes: dict[int, list[int]]) -> None:
        a, model = self.a, self.model
        takers: dict[int, list[Any]] = defaultdict(list)
        leaves: dict[ReturnWish, list[Any]] = {wish: [] for wish in ReturnWish}
        for h, mine in homes.items():
            units: dict[Unit, list[Any]] = defaultdict(list)
            for f in mine:
                chosen = self.inside[h, f] = model.new_bool_var("")
                takers[f].append(chosen)
                if f != a.people[h, OLD] or a.people[h, OWN_BLOCK] >= 0:
                    units[self._unit(f)].append(chosen)
            some = [self.inside[h, f] for f in mine]
            if self._must(h):
                model.add_exactly_one(some)
            else:
                gone = model.new_bool_var("")
                model.add_exactly_one([*some, gone])
                leaves[self.instance.neighbourhood.households[h].wish].append(gone)
            for unit, those in units.items():
                self.to[h, unit] = model.new_bool_var("")
                model.add(sum(those) == self.to[h, unit])
        for some in takers.values():
            model.add_at_most_one(some)
        model.add(sum(leaves[ReturnWish.RETURN]) <= self.instance.unplaceable)
        model.minimize(sum(leaves[ReturnWish.UNDECIDED]))

    def _must(self, h: int) -> bool:
        """Return whether a household may not leave: its home stays, or it was promised one."""
        return bool(self.a.people[h, PROMISED]) or self.a.people[h, OWN_BLOCK] < 0

    def _unit(self, f: int) -> Unit:
        block = int(self.a.homes[f, READY_BLOCK])
        return (block, -1) if block >= 0 else (-1, int(self.a.homes[f, READY_FIXED]))

    def _ready(self, unit: Unit) -> Any:
        block, month = unit
        return month if block < 0 else self._finish(block)

    def _finish(self, block: int) -> Any:
        return self._begin[block] + self.instance.neighbourhood.blocks[block].duration

    def _goes_directly(self, own: int, unit: Unit) -> Any:
        """Return the literal that homes are ready when the works on a block begin."""
        if (own, unit) not in self._direct:
            ready, begin = self._ready(unit), self._begin[own]
            literal = self._direct[own, unit] = self.model.new_bool_var("")
            self.model.add(ready <= begin).only_enforce_if(literal)
            self.model.add(ready >= begin + 1).only_enforce_if(~literal)
        return self._direct[own, unit]

    def _in_time(self, h: int, unit: Unit) -> None:
        """Demand that a household that goes to such a home is there in time."""
        row, model, goes = self.a.people[h], self.model, self.to[h, unit]
        ready, latest = self._ready(unit), int(min(self.horizon - 1, row[DEADLINE]))
        model.add(ready <= latest).only_enforce_if(goes)
        own = int(row[OWN_BLOCK])
        if own < 0:
            if row[FROM_OUT] > latest:
                model.add(goes == 0)
            return
        directly = self._goes_directly(own, unit)
        if row[FROM_OUT] > latest:
            model.add_implication(goes, ~directly)
        model.add(ready - self._begin[own] <= int(row[LONGEST])).only_enforce_if([goes, ~directly])

    # -- temporary homes -----------------------------------------------------------------

    def _share(self) -> None:
        """Demand that in each month there are temporary homes for all who need one, by set.

        Every home that may serve counts as one, and is blocked in the months in which it does not.
        """
        a = self.a
        waits = self._waits()
        blocked = self._blocked()
        for q in range(a.temp_member.shape[1]):
            base = a.temp_supply[q, : self.horizon]
            most = int(base.max(initial=0))
            use = [one for h, one in waits if a.temp_below[a.people[h, TEMP_CLASS], q]]
            if not use:
                continue
            closed = _runs(most - base)
            shut = [each for u, _, some in blocked if a.temp_member[u, q] for each in some]
            count = sum(counts for u, counts, _ in blocked if a.temp_member[u, q])
            fixed = [
                self.model.new_fixed_size_interval_var(begin, end - begin, "")
                for begin, end, _ in closed
            ]
            demands = [1] * (len(use) + len(shut)) + [amount for *_, amount in closed]
            self.model.add_cumulative([*use, *shut, *fixed], demands, most + count)

    def _waits(self) -> list[tuple[int, Any]]:
        """Return the stays in temporary homes: the household, and an interval that may not be."""
        found = []
        for (h, unit), goes in self.to.items():
            own = int(self.a.people[h, OWN_BLOCK])
            if own < 0:
                continue
            waits = self.model.new_bool_var("")
            directly = self._goes_directly(own, unit)
            self.model.add_bool_or([~goes, directly, waits])
            self.model.add_implication(waits, goes)
            self.model.add_implication(waits, ~directly)
            found.append((h, self._interval(self._begin[own], self._ready(unit), waits)))
        return found

    def _blocked(self) -> list[tuple[int, int, list[Any]]]:
        """Return homes that serve for some of the time, whether each adds one, and when not.

        A home can be there twice: before the works and after.
        """
        a = self.a
        found: list[tuple[int, int, list[Any]]] = []
        takers: dict[int, list[Any]] = defaultdict(list)
        for (h, f), chosen in self.inside.items():
            if f != a.people[h, OLD] or a.people[h, OWN_BLOCK] >= 0:
                takers[f].append(chosen)
        for u in range(len(a.homes)):
            vacant = int(a.homes[u, VACANT_BLOCK])
            if vacant >= 0:
                found.append((u, 1, [self._interval(self._begin[vacant], self.horizon)]))
            if a.homes[u, SERVES]:
                found.append((u, *self._after(u, takers[u])))
        for h in range(len(a.people)):
            spell = self._before_works(h)
            if spell is not None:
                found.append((int(a.people[h, OLD]), 1, spell))
        return found

    def _after(self, u: int, takers: list[Any]) -> tuple[int, list[Any]]:
        """Return when a home does not serve that may be lived in for good later."""
        unit = self._unit(u)
        # who takes it comes when it is ready, or as soon as moves begin: nobody waits before that
        shut = [self._interval(self._ready(unit), self.horizon, chosen) for chosen in takers]
        if unit[0] < 0:
            return 0, shut
        return 1, [self._interval(0, self._ready(unit)), *shut]

    def _before_works(self, h: int) -> list[Any] | None:
        """Return when the home that a household leaves before the works does not serve."""
        row = self.a.people[h]
        own = int(row[OWN_BLOCK])
        if own < 0 or row[KIND] < LEAVES_BY_CHOICE:
            return None
        begin = self._begin[own]
        left = self.model.new_int_var(0, self.horizon, "")
        if row[KIND] == LEAVES_BY_CHOICE:
            if row[LEAVES] < 0:
                return None
            self.model.add_min_equality(left, [begin, int(row[LEAVES])])
        else:
            early = []
            for (one, unit), goes in self.to.items():
                if one == h:
                    both = self.model.new_bool_var("")
                    self.model.add_implication(both, goes)
                    self.model.add_implication(both, self._goes_directly(own, unit))
                    self.model.add(left >= self._ready(unit)).only_enforce_if(both)
                    early.append(both)
            self.model.add(left >= int(row[FROM_OUT]))
            self.model.add(left >= begin).only_enforce_if([~one for one in early])
        return [self._interval(0, left), self._interval(begin, self.horizon)]

    def _interval(self, begin: Any, end: Any, present: Any = None) -> Any:
        """Return the months [begin, end), which are none where both are the same."""
        size = self.model.new_int_var(0, self.horizon, "")
        if present is None:
            return self.model.new_interval_var(begin, size, end, "")
        return self.model.new_optional_interval_var(begin, size, end, present, "")

    # -- solving -------------------------------------------------------------------------

    def solve(self, seed: int) -> Answer:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        left = _LIMIT
        while left > 0:
            solver.parameters.max_deterministic_time = left
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE:
                return Answer(None, ruled_out=True)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return Answer(None)
            starts = {
                task.id: solver.value(self.calendar.start[i])
                for i, task in enumerate(self.calendar.tasks)
            }
            if not self.calendar.forbid_overspending(starts):
                return Answer(self._state(solver))
            left -= solver.response_proto.deterministic_time
        return Answer(None)

    def _state(self, solver: cp_model.CpSolver) -> State | None:
        a = self.a
        state = empty_state(a)
        for b, begin in self._begin.items():
            state.starts[b] = solver.value(begin)
        stays = a.people[:, KIND] == STAYS
        state.home[stays] = a.people[stays, OLD]
        for (h, f), chosen in self.inside.items():
            if solver.value(chosen):
                state.home[h] = f
        settle(a, state)
        return state if state.totals[VIOLATION] == 0 else None


def _runs(values: Any) -> list[tuple[int, int, int]]:
    """Return the stretches of equal values above 0: begin, end and value."""
    edges = np.flatnonzero(np.diff(values, prepend=-1, append=-1))
    return [
        (begin, end, int(values[begin]))
        for begin, end in pairwise(edges.tolist())
        if values[begin] > 0
    ]
