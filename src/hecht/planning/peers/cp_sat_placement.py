"""CP-SAT on the whole placement problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hecht.planning.peers.cp_sat import solve
from hecht.planning.peers.flow_model import PlaceChoice, TieCells, place_choice, tie_cells
from hecht.planning.peers.run import Ints, Run

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem


def flows(problem: PlacementProblem, run: Run) -> None:
    """Solve with the ties as flows between places (the tight model)."""
    _solve(problem, run, _add_flows)


def products(problem: PlacementProblem, run: Run) -> None:
    """Solve with the ties as products of two choices (the plain model)."""
    _solve(problem, run, _add_products)


def _solve(problem: PlacementProblem, run: Run, add_tie: Any) -> None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    pairs = [model.new_bool_var("") for _ in range(len(problem.cell))]
    rows: list[list[Any]] = [
        pairs[problem.start[h] : problem.start[h + 1]] for h in range(problem.households)
    ]
    for row in rows:
        model.add_exactly_one(row)
    by_cell: dict[int, list[Any]] = {}
    for cell, pair in zip(problem.cell.tolist(), pairs, strict=True):
        by_cell.setdefault(cell, []).append(pair)
    for cell, some in by_cell.items():
        if problem.capacity[cell] == 1:
            model.add_at_most_one(some)
        elif problem.capacity[cell] < len(some):
            model.add(cp_model.LinearExpr.sum(some) <= int(problem.capacity[cell]))
    choice = place_choice(problem)
    at = at_places(model, choice, pairs)
    terms, points = list(pairs), problem.value.tolist()
    for tie in tie_cells(problem, choice):
        add_tie(model, at, tie, terms, points)
    model.maximize(cp_model.LinearExpr.weighted_sum(terms, points))

    def decode(value: Any) -> Ints:
        taken = np.array([value(pair) for pair in pairs], dtype=bool)
        return np.asarray(problem.cell[taken], np.int64)

    solve(model, run, decode)


def at_places(model: Any, choice: PlaceChoice, pairs: list[Any]) -> list[Any]:
    """Return a yes or no per household and place: the sum of its pairs there."""
    from ortools.sat.python import cp_model

    members: list[list[Any]] = [[] for _ in range(len(choice.place))]
    for number, pair in zip(choice.of_pair.tolist(), pairs, strict=True):
        members[number].append(pair)
    result = []
    for some in members:
        if len(some) == 1:
            result.append(some[0])
            continue
        at = model.new_bool_var("")
        model.add(cp_model.LinearExpr.sum(some) == at)
        result.append(at)
    return result


def _add_flows(
    model: Any, at: list[Any], tie: TieCells, terms: list[Any], points: list[int]
) -> None:
    """Add a flow per combination; per place of either side they add up to that choice."""
    if not tie.points.any():
        return
    flow = [[model.new_bool_var("") for _ in tie.other] for _ in tie.one]
    for place, row in zip(tie.one, flow, strict=True):
        model.add(sum(row) == at[place])
    for column, place in enumerate(tie.other):
        model.add(sum(row[column] for row in flow) == at[place])
    for i, row in enumerate(flow):
        for j, one in enumerate(row):
            if tie.points[i, j]:
                terms.append(one)
                points.append(int(tie.points[i, j]))


def _add_products(
    model: Any, at: list[Any], tie: TieCells, terms: list[Any], points: list[int]
) -> None:
    """Add a product per combination that has points: no more than either choice."""
    for i, here in enumerate(tie.one):
        for j, there in enumerate(tie.other):
            worth = int(tie.points[i, j])
            if worth == 0:
                continue
            both = model.new_bool_var("")
            if worth > 0:
                model.add_implication(both, at[here])
                model.add_implication(both, at[there])
            else:
                model.add_bool_or(both, ~at[here], ~at[there])
            terms.append(both)
            points.append(worth)
