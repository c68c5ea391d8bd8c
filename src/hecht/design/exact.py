"""What no choice can reach: the limits that add up over blocks, solved exactly with CP-SAT.

Where the requirements (see `hecht.design.requirements`) cannot all be kept, a smallest set of
limits that conflict is found by leaving out one after another, with the value to which each would
have to be loosened for the others of that set to hold. Coefficients are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from hecht.design.goals import Better, Goal, Goals, Limit, Sense, shown
from hecht.design.physical import FORMS, WORST_LABEL, Physical
from hecht.design.requirements import Cell, Ratio, Requirement, Requirements, Table
from hecht.design.space import Combination, Space
from hecht.neighbourhood import Neighbourhood

EFFORT = 5.0
"""CP-SAT's deterministic seconds for one question; what it leaves open is not proven."""

_REPAIR_EFFORT = 0.02
"""For the nearest combination: near enough is good enough, and many are asked for."""

ONE = Fraction(1)


@dataclass(frozen=True)
class Loosened:
    """A limit of a conflict, and the value at which the others of the conflict can hold.

    `reachable` is None where no value of it would do or where that was not found.
    """

    requirement: str
    limit: Limit | None
    reachable: float | None
    note: str = ""

    @property
    def text(self) -> str:
        """Return what to change, in words."""
        if self.note:
            return f"{self.requirement} ({self.note})"
        if self.reachable is None or self.limit is None:
            return self.requirement
        value = shown(self.limit.figure, self.reachable)
        return (
            f"{self.requirement}: with the others of these, {value} is the most that can be had"
            if self.limit.sense is Sense.AT_LEAST
            else f"{self.requirement}: with the others of these, it is {value} at least"
        )


@dataclass(frozen=True)
class Conflict:
    """Limits that cannot all be kept; without any one of them the others can.

    `proven` is False when the solver's effort ran out before all of it was certain.
    """

    parts: tuple[Loosened, ...]
    proven: bool = True


class Exact:
    """Answers questions about the additive limits over all combinations of a space."""

    def __init__(
        self,
        space: Space,
        physical: Physical,
        goals: Goals,
        here: Neighbourhood,
        horizon: int,
    ) -> None:
        """Gather what has to be kept to: the limits that add up, and the project's own rules."""
        self.space = space
        self.physical = physical
        self.table = Table(space, physical)
        self.asked = Requirements(physical, self.table)
        limits = [found for limit in goals.limits if (found := self.asked.of_limit(limit))]
        self.requirements: tuple[Requirement, ...] = (
            *limits,
            *self.asked.of_project(here, horizon),
        )

    # -- questions -------------------------------------------------------------------------

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return smallest sets of limits that conflict, no limit in two; empty when none do."""
        left = list(self.requirements)
        found: list[Conflict] = []
        while left:
            if self._solve(left).possible is not False:
                return tuple(found)
            core, proven = self._smallest(left)
            parts = tuple(self._loosened(one, [r for r in core if r is not one]) for one in core)
            found.append(Conflict(parts, proven))
            left = [one for one in left if one not in core]
        return tuple(found)

    def keeps(self, combination: Sequence[int]) -> bool:
        """Return whether a combination keeps to every requirement."""
        cells = set(enumerate(combination))
        return all(
            not cells & one.barred
            and all(sum(row.weights.get(c, Fraction(0)) for c in cells) >= row.least
                    for row in one.rows)
            for one in self.requirements
        )  # fmt: skip

    def repaired(self, combination: Sequence[int]) -> Combination | None:
        """Return a combination that keeps to every requirement with few options changed.

        None when there is none, or none was soon found.
        """
        wish = tuple(int(place) for place in combination)
        if self.keeps(wish):
            return wish
        wanted = set(enumerate(wish))
        prices = {cell: int(cell not in wanted) for cell in self.table.cells}
        return self._solve(self.requirements, prices, _REPAIR_EFFORT, wanted).combination

    def best_for(self, goal: Goal) -> Combination | None:
        """Return the combination that is best for a goal, None when it does not add up.

        Costs of a plan are taken to be those of its works, and moves those that cannot be avoided.
        """
        of = {"cost_total": "known_cost", "cost_known": "known_cost", "cost_works": "known_cost",
              "moves": "emptied"}.get(goal.figure, "")  # fmt: skip
        more = goal.better is Better.MORE
        if goal.figure in FORMS:
            form = FORMS[goal.figure]
            top, constant, lacking = self.table.sums(form.of)
            under, under_constant, _ = self.table.sums(form.per) if form.per else ({}, ONE, None)
            ratio = Ratio(top, constant, under, under_constant)
        elif of:
            top, constant, lacking = self.table.sums(of)
            ratio = Ratio(top, constant)
        else:
            return None
        known = Requirement(goal.figure, (), lacking)
        return self._best(ratio, [*self.requirements, known], most=more)[1]

    # -- solving ---------------------------------------------------------------------------

    def _smallest(self, requirements: list[Requirement]) -> tuple[list[Requirement], bool]:
        """Return a set of which no member can be left out, by leaving out one after another.

        The project's own rules are tried first, so that a conflict names them only if it must.
        """
        core, proven = list(requirements), True
        for one in sorted(requirements, key=lambda r: r.limit is not None):
            rest = [other for other in core if other is not one]
            answer = self._solve(rest).possible
            if answer is False:
                core = rest
            proven = proven and answer is not None
        return core, proven

    def _loosened(self, one: Requirement, others: list[Requirement]) -> Loosened:
        if one.unknown:
            return Loosened(one.text, one.limit, None, one.unknown)
        if one.ratio is None or one.limit is None:
            return Loosened(one.text, one.limit, self._best_rank(one, others))
        # what is not known of an option is no value, so that it cannot be the best
        known = Requirement(one.text, (), one.barred)
        best, _ = self._best(one.ratio, [*others, known], most=_wants_more(one))
        return Loosened(one.text, one.limit, None if best is None else float(best))

    def _best_rank(self, one: Requirement, others: list[Requirement]) -> float | None:
        """Return the best worst label that can be had with the others, None if that is not it."""
        if one.limit is None or one.limit.figure != WORST_LABEL:
            return None
        for rank in range(round(one.limit.value) - 1, -1, -1):
            looser = self.asked.label(Limit(WORST_LABEL, Sense.AT_LEAST, float(rank)))
            if self._solve([*others, looser]).possible:
                return float(rank)
        return None

    def _best(
        self, ratio: Ratio, others: list[Requirement], *, most: bool
    ) -> tuple[Fraction | None, Combination | None]:
        """Return the highest (or lowest) value of a ratio that the others allow, and where.

        By Dinkelbach's method: the best of top - value * under, with ever better values.
        """
        sign = 1 if most else -1
        value: Fraction | None = None
        where: Combination | None = None
        for _ in range(40):
            aim = value if value is not None else Fraction(0)
            prices = {
                cell: sign * (aim * ratio.under.get(cell, Fraction(0))
                              - ratio.top.get(cell, Fraction(0)))
                for cell in self.table.cells
            }  # fmt: skip
            answer = self._solve(others, prices)
            if answer.combination is None or not answer.optimal:
                return None, where
            cells = list(enumerate(answer.combination))
            top = ratio.top_constant + sum(ratio.top.get(c, Fraction(0)) for c in cells)
            under = ratio.under_constant + sum(ratio.under.get(c, Fraction(0)) for c in cells)
            if under <= 0:
                return None, where
            if value is not None and sign * (top / under - value) <= 0:
                return value, where
            value, where = top / under, answer.combination
            if not ratio.under:
                return value, where
        return value, where

    def _solve(
        self,
        requirements: Iterable[Requirement],
        prices: Mapping[Cell, Fraction | int] | None = None,
        effort: float = EFFORT,
        hint: set[Cell] | None = None,
    ) -> _Answer:
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        x = {cell: model.new_bool_var(f"x{cell[0]}_{cell[1]}") for cell in self.table.cells}
        for g, group in enumerate(self.space.groups):
            model.add_exactly_one(x[g, o] for o in range(len(group.options)))
        for one in requirements:
            for cell in sorted(one.barred):
                model.add(x[cell] == 0)
            for row in one.rows:
                scale = lcm(row.least.denominator, *(w.denominator for w in row.weights.values()))
                model.add(
                    sum(int(w * scale) * x[cell] for cell, w in row.weights.items() if w)
                    >= int(row.least * scale)
                )
        for cell in self.table.cells if hint else ():
            model.add_hint(x[cell], cell in (hint or ()))
        if prices:
            scale = lcm(*(Fraction(p).denominator for p in prices.values()))
            model.minimize(sum(int(p * scale) * x[cell] for cell, p in prices.items() if p))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(model)
        return _answer(cp_model, solver, status, x, len(self.space.groups))


@dataclass(frozen=True)
class _Answer:
    """`possible` is None when the solver does not know."""

    possible: bool | None
    combination: Combination | None
    optimal: bool


def _answer(cp_model: Any, solver: Any, status: Any, x: Mapping[Cell, Any], groups: int) -> _Answer:
    if status == cp_model.INFEASIBLE:
        return _Answer(False, None, True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return _Answer(None, None, False)
    chosen = [cell for cell, variable in x.items() if solver.boolean_value(variable)]
    combination = tuple(option for _, option in sorted(chosen))
    assert len(combination) == groups
    return _Answer(True, combination, status == cp_model.OPTIMAL)


def _wants_more(one: Requirement) -> bool:
    """Return whether a limit is missed from below (its highest value is what counts)."""
    return one.limit is not None and one.limit.sense is not Sense.AT_MOST
