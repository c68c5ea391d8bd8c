"""HiGHS on the whole placement problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from hecht.planning.peers.flow_model import TieCells, place_choice, tie_cells
from hecht.planning.peers.highs import Model, Reals, Rows, solve
from hecht.planning.peers.run import Ints, Run

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem


def flows(problem: PlacementProblem, run: Run) -> None:
    """Solve with the ties as flows between places (the tight model)."""
    _solve(problem, run, _flow_rows)


def products(problem: PlacementProblem, run: Run) -> None:
    """Solve with the ties as products of two choices (the plain model)."""
    _solve(problem, run, _product_rows)


def _solve(
    problem: PlacementProblem,
    run: Run,
    tie_rows: Callable[[Rows, TieCells, int, int], list[Reals]],
) -> None:
    rows, choice = Rows.empty(), place_choice(problem)
    pairs = len(problem.cell)
    for h in range(problem.households):
        rows.add(np.arange(problem.start[h], problem.start[h + 1]), 1.0, 1.0, 1.0)
    order = np.argsort(problem.cell, kind="stable")
    cells, first = np.unique(problem.cell[order], return_index=True)
    for cell, some in zip(cells, np.split(order, first[1:]), strict=True):
        rows.add(some, 1.0, -np.inf, float(problem.capacity[cell]))
    order = np.argsort(choice.of_pair, kind="stable")
    first = np.searchsorted(choice.of_pair[order], np.arange(len(choice.place)))
    for number, some in enumerate(np.split(order, first[1:])):
        rows.add(np.append(some, pairs + number), np.append(np.ones(len(some)), -1.0), 0.0, 0.0)
    width = pairs + len(choice.place)
    points: list[Reals] = [problem.value.astype(np.float64), np.zeros(len(choice.place))]
    for tie in tie_cells(problem, choice):
        added = tie_rows(rows, tie, pairs, width)
        points += added
        width += sum(map(len, added))
    whole = np.zeros(width, bool)
    whole[:pairs] = True

    def decode(values: Reals) -> Ints:
        cells = np.zeros(problem.households, np.int64)
        for h in range(problem.households):
            row = slice(problem.start[h], problem.start[h + 1])
            cells[h] = problem.cell[row][np.argmax(values[row])]
        return cells

    model = Model(np.concatenate(points), rows, np.zeros(width), np.ones(width), whole)
    solve(model, run, decode)


def _flow_rows(rows: Rows, tie: TieCells, pairs: int, width: int) -> list[Reals]:
    """Add the rows of a tie's flows, whose columns begin at `width`; return their points."""
    if not tie.points.any():
        return []
    columns = width + np.arange(tie.points.size).reshape(tie.points.shape)
    for place, row in zip(tie.one, columns, strict=True):
        rows.add(np.append(row, pairs + place), np.append(np.ones(len(row)), -1.0), 0.0, 0.0)
    for place, column in zip(tie.other, columns.T, strict=True):
        rows.add(np.append(column, pairs + place), np.append(np.ones(len(column)), -1.0), 0.0, 0.0)
    return [tie.points.ravel().astype(np.float64)]


def _product_rows(rows: Rows, tie: TieCells, pairs: int, width: int) -> list[Reals]:
    """Add the rows of a tie's products, whose columns begin at `width`; return their points."""
    points: list[float] = []
    for i, here in enumerate(tie.one):
        for j, there in enumerate(tie.other):
            worth = float(tie.points[i, j])
            if worth == 0:
                continue
            column = width + len(points)
            if worth > 0:
                rows.add([column, pairs + here], [1.0, -1.0], -np.inf, 0.0)
                rows.add([column, pairs + there], [1.0, -1.0], -np.inf, 0.0)
            else:
                rows.add([column, pairs + here, pairs + there], [1.0, -1.0, -1.0], -1.0, np.inf)
            points.append(worth)
    return [np.array(points)]
