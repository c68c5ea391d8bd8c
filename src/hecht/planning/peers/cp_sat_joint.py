"""CP-SAT on the whole joint problem.

Households that go from one block to another are alike in time, so that temporary homes and their
costs are counted per pair of blocks: one interval from the old block's start to the new block's
finish, with as many households as are placed that way.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hecht.planning.peers.cp_sat import solve
from hecht.planning.peers.joint import (
    EXTRA_MOVE,
    QUARTER_AWAY,
    QUARTER_LONGER,
    JointProblem,
)
from hecht.planning.peers.run import Ints, Run


def flows(problem: JointProblem, run: Run) -> None:
    """Solve with the ties as flows between blocks."""
    _solve(problem, run, tight=True)


def products(problem: JointProblem, run: Run) -> None:
    """Solve with the ties as products of two choices."""
    _solve(problem, run, tight=False)


def _solve(problem: JointProblem, run: Run, tight: bool) -> None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    starts = [
        model.new_int_var(0, problem.horizon - problem.duration, "") for _ in range(problem.blocks)
    ]
    works = [model.new_fixed_size_interval_var(s, problem.duration, "") for s in starts]
    model.add_cumulative(works, [1] * problem.blocks, problem.sites)
    last = model.new_int_var(problem.duration, problem.horizon, "")
    for start in starts:
        model.add(last >= start + problem.duration)
    pairs, at = _placement(model, problem)
    terms, points = list(pairs), problem.value.tolist()
    _add_ties(model, problem, at, terms, points, tight)
    _add_temporary(model, problem, starts, at, terms, points)
    terms.append(last)
    points.append(-QUARTER_LONGER)
    model.maximize(cp_model.LinearExpr.weighted_sum(terms, points))

    def decode(value: Any) -> Ints:
        homes = np.zeros(problem.households, np.int64)
        taken = np.array([value(pair) for pair in pairs], bool)
        homes[problem.household[taken]] = problem.home[taken]
        return np.concatenate([np.array([value(s) for s in starts], np.int64), homes])

    solve(model, run, decode)


def _placement(model: Any, problem: JointProblem) -> tuple[list[Any], list[dict[int, Any]]]:
    """Return a choice per pair, and per household the choice of each block it can go to."""
    from ortools.sat.python import cp_model

    pairs = [model.new_bool_var("") for _ in range(len(problem.household))]
    rows: dict[int, list[Any]] = {}
    columns: dict[int, list[Any]] = {}
    there: list[dict[int, list[Any]]] = [{} for _ in range(problem.households)]
    for h, f, pair in zip(problem.household.tolist(), problem.home.tolist(), pairs, strict=True):
        rows.setdefault(h, []).append(pair)
        columns.setdefault(f, []).append(pair)
        there[h].setdefault(int(problem.block[f]), []).append(pair)
    for row in rows.values():
        model.add_exactly_one(row)
    for column in columns.values():
        model.add_at_most_one(column)
    at: list[dict[int, Any]] = []
    for blocks in there:
        mine = {}
        for block, some in sorted(blocks.items()):
            mine[block] = model.new_bool_var("")
            model.add(cp_model.LinearExpr.sum(some) == mine[block])
        at.append(mine)
    return pairs, at


def _add_ties(
    model: Any,
    problem: JointProblem,
    at: list[dict[int, Any]],
    terms: list[Any],
    points: list[int],
    tight: bool,
) -> None:
    for (one, other), weight in zip(problem.ties.tolist(), problem.weight.tolist(), strict=True):
        if tight:
            flow = {(s, t): model.new_bool_var("") for s in at[one] for t in at[other]}
            for s, choice in at[one].items():
                model.add(sum(flow[s, t] for t in at[other]) == choice)
            for t, choice in at[other].items():
                model.add(sum(flow[s, t] for s in at[one]) == choice)
        else:
            flow = {}
            for s, here in at[one].items():
                for t, there in at[other].items():
                    if problem.closeness[s, t] > 0:
                        flow[s, t] = both = model.new_bool_var("")
                        model.add_implication(both, here)
                        model.add_implication(both, there)
        for (s, t), both in flow.items():
            if problem.closeness[s, t]:
                terms.append(both)
                points.append(weight * int(problem.closeness[s, t]))


def _add_temporary(
    model: Any,
    problem: JointProblem,
    starts: list[Any],
    at: list[dict[int, Any]],
    terms: list[Any],
    points: list[int],
) -> None:
    """Add temporary homes and what they cost, per pair of old and new block."""
    from ortools.sat.python import cp_model

    intervals, demands = [], []
    for old in range(problem.blocks):
        people = [h for h in range(problem.households) if problem.old_block[h] == old]
        for new in range(problem.blocks):
            going = [at[h][new] for h in people if new in at[h]]
            if not going:
                continue
            number = model.new_int_var(0, len(going), "")
            model.add(number == cp_model.LinearExpr.sum(going))
            length = model.new_int_var(0, problem.horizon, "")
            finish = starts[new] + problem.duration
            away = number
            if old == new:
                model.add(length == problem.duration)
            else:
                direct = model.new_bool_var("")
                model.add(finish <= starts[old]).only_enforce_if(direct)
                model.add(finish > starts[old]).only_enforce_if(~direct)
                model.add(length == finish - starts[old]).only_enforce_if(~direct)
                model.add(length == 0).only_enforce_if(direct)
                away = model.new_int_var(0, len(going), "")
                model.add(away == number).only_enforce_if(~direct)
                model.add(away == 0).only_enforce_if(direct)
            end = model.new_int_var(0, 2 * problem.horizon, "")
            intervals.append(model.new_interval_var(starts[old], length, end, ""))
            demands.append(away)
            quarters = model.new_int_var(0, len(going) * problem.horizon, "")
            model.add_multiplication_equality(quarters, [away, length])
            terms += [away, quarters]
            points += [-EXTRA_MOVE, -QUARTER_AWAY]
    model.add_cumulative(intervals, demands, problem.temporary)
