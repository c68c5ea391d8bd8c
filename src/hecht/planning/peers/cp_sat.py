"""Run CP-SAT on a model until the time is over, handing over what it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hecht.planning.peers.run import Ints, Run


def solve(
    model: Any, run: Run, decode: Callable[[Any], Ints | None], *, bounds: bool = True
) -> None:
    """Maximise; `decode` makes a solution of a function that gives each variable's value.

    With `bounds` the solver's bound is handed over: the objective must then be the score.
    """
    from ortools.sat.python import cp_model

    class Handover(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            solution = decode(self.value)
            if solution is not None:
                run.found(solution)

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = run.workers
    solver.parameters.random_seed = run.seed
    solver.parameters.max_time_in_seconds = run.left()

    def hand_bound_over(value: float) -> None:
        run.bound(_whole(value))

    if bounds:
        solver.best_bound_callback = hand_bound_over
    if run.left() <= 0:
        return
    status = solver.solve(model, Handover())
    if bounds and status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        run.bound(_whole(solver.best_objective_bound))


def _whole(bound: float) -> int:
    """Return a bound on a whole number as a whole number."""
    from math import floor

    return floor(bound + 1e-6)
