"""Run HiGHS on a model until the time is over, handing over what it finds.

Through highspy where it is installed, which tells of each better solution on the way; else
through scipy, which has only the last one. It must not share a process with CP-SAT.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np
import numpy.typing as npt

from hecht.planning.peers.run import Ints, Run

Reals = npt.NDArray[np.float64]


@dataclass
class Rows:
    """Rows of a model while it is being built: column, coefficient, and limits of each row."""

    columns: list[npt.NDArray[np.int64]]
    coefficients: list[Reals]
    low: list[float]
    high: list[float]

    @classmethod
    def empty(cls) -> Rows:
        """Return no rows."""
        return cls([], [], [], [])

    def add(
        self, columns: npt.ArrayLike, coefficients: npt.ArrayLike, low: float, high: float
    ) -> None:
        """Add a row: low <= coefficients . columns <= high; one coefficient may stand for all."""
        where = np.asarray(columns, np.int64)
        self.columns.append(where)
        self.coefficients.append(np.broadcast_to(np.asarray(coefficients, np.float64), where.shape))
        self.low.append(low)
        self.high.append(high)

    def matrix(self, width: int) -> Any:
        """Return the rows as a sparse matrix of `width` columns."""
        from scipy.sparse import csr_matrix

        counts = [len(row) for row in self.columns]
        start = np.concatenate([[0], np.cumsum(counts)])
        columns = np.concatenate(self.columns) if counts else np.zeros(0, np.int64)
        values = np.concatenate(self.coefficients) if counts else np.zeros(0)
        return csr_matrix((values, columns, start), shape=(len(counts), width))


@dataclass(frozen=True)
class Model:
    """Maximise points . x within rows; x from `low` to `high`, whole where `whole`."""

    points: Reals
    rows: Rows
    low: Reals
    high: Reals
    whole: npt.NDArray[np.bool_]


def solve(
    model: Model,
    run: Run,
    decode: Callable[[Reals], Ints | None],
    *,
    bounds: bool = True,
    first: Mapping[int, float] | None = None,
) -> None:
    """Maximise; `decode` makes a solution of the values of all columns.

    With `bounds` the solver's bound is handed over: the objective must then be the score. `first`
    gives values of some columns to begin with (scipy cannot take them).
    """
    try:
        import highspy
    except ImportError:
        bound = _with_scipy(model, run, decode)
    else:
        bound = _with_highspy(highspy, model, run, decode, first)
    if bounds and bound is not None and np.isfinite(bound) and abs(bound) < 1e15:
        run.bound(floor(bound + 1e-6 * max(1.0, abs(bound))))


def _with_highspy(
    highspy: Any,
    model: Model,
    run: Run,
    decode: Callable[[Reals], Ints | None],
    first: Mapping[int, float] | None,
) -> float | None:
    matrix = model.rows.matrix(len(model.points))
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = len(model.points), matrix.shape[0]
    problem.col_cost_ = model.points
    problem.col_lower_, problem.col_upper_ = model.low, model.high
    problem.row_lower_ = np.array(model.rows.low)
    problem.row_upper_ = np.array(model.rows.high)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_ = matrix.indptr
    problem.a_matrix_.index_ = matrix.indices
    problem.a_matrix_.value_ = matrix.data
    kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
    problem.integrality_ = [kinds[bool(one)] for one in model.whole]
    problem.sense_ = highspy.ObjSense.kMaximize
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", run.workers)
    solver.setOptionValue("random_seed", run.seed)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.passModel(problem)
    if first:
        columns = np.array(list(first), np.int32)
        solver.setSolution(len(first), columns, np.array(list(first.values())))

    def hand_over(event: Any) -> None:
        solution = decode(np.array(event.data_out.mip_solution))
        if solution is not None:
            run.found(solution)

    solver.cbMipImprovingSolution += hand_over
    if run.left() <= 0:
        return None
    solver.setOptionValue("time_limit", run.left())
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status == 2:
        solution = decode(np.array(solver.getSolution().col_value))
        if solution is not None:
            run.found(solution)
    return float(info.mip_dual_bound)


def _with_scipy(model: Model, run: Run, decode: Callable[[Reals], Ints | None]) -> float | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    matrix = model.rows.matrix(len(model.points))
    if run.left() <= 0:
        return None
    result = milp(
        -model.points,
        constraints=LinearConstraint(matrix, np.array(model.rows.low), np.array(model.rows.high)),
        bounds=Bounds(model.low, model.high),
        integrality=model.whole.astype(int),
        options={"time_limit": run.left(), "mip_rel_gap": 0.0},
    )
    if result.x is not None:
        solution = decode(result.x)
        if solution is not None:
            run.found(solution)
    return None if result.mip_dual_bound is None else -float(result.mip_dual_bound)
