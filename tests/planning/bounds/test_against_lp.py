"""Flows and duals against exact linear programs over single homes, written out anew."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from hecht.neighbourhood import Household, Neighbourhood, PromiseStatus, ReturnWish, Stage
from hecht.neighbourhood.suits import suits, suits_temporarily
from hecht.planning import NoPlan, make_plan
from hecht.planning.bounds.board import GRAINS, lay_board
from hecht.planning.bounds.count_flow import lay_flow
from hecht.planning.bounds.ground import Ground, Role, lay_ground
from hecht.planning.bounds.score_problem import score_problem
from hecht.planning.bounds.tie_problem import tie_problem
from hecht.planning.bounds.windows import of_any_calendar, of_calendar
from hecht.planning.placement import PlacementBound
from tests.neighbourhoods import random_neighbourhood
from tests.planning.placement.test_bound import lp_value

SEEDS = (1, 2, 4, 9, 12, 13, 17, 20)


def _rows(ground: Ground, starts: dict[str, int]) -> list[tuple[int, str, int, int, bool]]:
    """Return (household, home, moves, months, returns) of each way a household can end."""
    n = ground.neighbourhood
    found = []
    for h in np.nonzero(ground.role == Role.PLACED)[0].tolist():
        household = n.households[h]
        affected = n.is_affected(household)
        start = starts[str(n.home_of[household.home].block)] if affected else n.project.horizon
        back = affected and household.wish is ReturnWish.RETURN
        for f, home in enumerate(n.homes):
            own = home.id == household.home and not affected
            if not ground.final[f] or not (own or suits(household, home, n.policy)):
                continue
            ready = n.ready(home, starts) or 0
            ready = max(ready, _left(n, home.id))
            wait = 0 if own else max(0, ready - start)
            if wait > n.policy.temporary_months_max or (wait and not _some(n, household)):
                continue
            if not own and max(ready, n.first_move, 1) >= n.project.horizon:
                continue
            moves = 0 if own else 1 + (wait > 0)
            found.append((h, home.id, moves, wait, back))
        if affected:
            found.append((h, "", 1, 0, False))
    return found


def _left(n: Neighbourhood, home: str) -> int:
    """Return the month in which a household that goes leaves a home that is left alone."""
    for one in n.households:
        if one.home == home and one.wish is ReturnWish.ELSEWHERE and not n.is_affected(one):
            return max(1, one.leaves or 1)
    return 0


def _some(n: Neighbourhood, household: Household) -> bool:
    return any(
        home.stage is not Stage.NEW and suits_temporarily(household, home, n.policy)
        for home in n.homes
    )


def _optimum(rows: list[tuple[int, str, int, int, bool]], cost: list[int]) -> float:
    """Return the least cost of giving every household one way to end, each home once."""
    people = {h: k for k, h in enumerate(dict.fromkeys(row[0] for row in rows))}
    homes = {f: k for k, f in enumerate(dict.fromkeys(row[1] for row in rows if row[1]))}
    columns = np.arange(len(rows))
    each = csr_matrix(
        (np.ones(len(rows)), ([people[row[0]] for row in rows], columns)),
        shape=(len(people), len(rows)),
    )
    taken = [k for k, row in enumerate(rows) if row[1]]
    once = csr_matrix(
        (np.ones(len(taken)), ([homes[rows[k][1]] for k in taken], taken)),
        shape=(max(1, len(homes)), len(rows)),
    )
    answer = linprog(
        cost,
        A_ub=once,
        b_ub=np.ones(max(1, len(homes))),
        A_eq=each,
        b_eq=np.ones(len(people)),
        method="highs",
    )
    assert answer.status == 0
    return float(answer.fun)


@pytest.mark.parametrize("seed", SEEDS)
def test_flows_are_the_linear_programme_over_homes(seed: int) -> None:
    """Returns, moves and months by groups equal the optimum over every household and home."""
    neighbourhood = random_neighbourhood(seed, promises=False)
    assert not [p for p in neighbourhood.promises if p.status is PromiseStatus.ACCEPTED]
    try:
        plan = make_plan(neighbourhood, iterations=1, workers=1, bounds=False)
    except NoPlan:
        pytest.skip("no plan, so no calendar, with this seed")
    ground = lay_ground(neighbourhood)
    starts = dict(plan.course.starts)
    flow = lay_flow(ground, of_calendar(neighbourhood, starts))
    assert flow is not None
    rows = _rows(ground, starts)
    if not rows:
        assert flow.most_returns() == 0
        return
    goes = int((ground.role == Role.GOES).sum())
    # as if nobody has to return: everybody may go
    assert flow.most_returns() == round(-_optimum(rows, [-int(row[4]) for row in rows]))
    assert flow.fewest_moves(0, 0) == goes + round(_optimum(rows, [row[2] for row in rows]))
    wishing = int(ground.wishing.sum())
    if flow.most_returns() == wishing:
        forced = [row for row in rows if row[1] or not ground.wishing[row[0]]]
        months = round(_optimum(forced, [row[3] for row in forced]))
        assert flow.fewest_months(wishing, 0) == months


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_duals_come_near_the_exact_linear_programme(seed: int) -> None:
    """The bounds on ties and score are no further out than the exact optimum of their polytope."""
    neighbourhood = random_neighbourhood(seed, blocks=(2, 3), homes=(1, 3))
    windows = of_any_calendar(neighbourhood)
    assert windows is not None
    board = lay_board(lay_ground(neighbourhood), windows, GRAINS[0])
    if not len(board.placed):
        pytest.skip("nobody is to be placed with this seed")
    for problem in (tie_problem(board)[0], score_problem(board).problem):
        bound = PlacementBound(problem).run(rounds=60)
        exact = lp_value(problem)
        assert bound.value <= exact + max(2.0, 0.01 * abs(exact))
