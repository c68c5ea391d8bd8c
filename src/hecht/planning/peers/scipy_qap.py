"""scipy's quadratic_assignment with many starts: faq, then 2opt from where it ended.

It knows quadratic terms only. The points of homes are brought in exactly by anchors: a second
household per home that is held there by `partial_match`, tied to each household with the value of
that home. A pair that does not suit gets a large negative value; where faq still takes one, its
result is repaired with an assignment of least loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hecht.planning.peers.annealing_tables import BARRED, slots_of
from hecht.planning.peers.placement_score import placement_score
from hecht.planning.peers.run import Ints, NotApplicable, Run

if TYPE_CHECKING:
    from hecht.planning.peers.highs import Reals
    from hecht.planning.placement import PlacementProblem

_LARGEST = 3000


def many_starts(problem: PlacementProblem, run: Run) -> None:
    """Run faq and 2opt from the barycentre and then from random starts until time is over."""
    from scipy.optimize import quadratic_assignment

    if len(problem.closeness) > 1:
        raise NotApplicable("its ties all read one table of closeness; here there are several")
    slots = slots_of(problem)
    n, m = slots.worth.shape
    if m > _LARGEST:
        raise NotApplicable(f"its matrices of {2 * m} x {2 * m} do not fit")
    flow, distance, barred = _matrices(problem, slots.worth, slots.place_of)
    anchors = np.column_stack([m + np.arange(m), m + np.arange(m)])
    rng = np.random.default_rng(run.seed)
    best: int | None = None

    def offer(order: Ints) -> None:
        nonlocal best
        cells = slots.cell_of[order[:n]]
        score = placement_score(problem, cells)
        if score is not None and (best is None or score > best):
            best = score
            run.found(cells)

    begin: str = "barycenter"
    while run.left() > 0:
        options = {
            "maximize": True, "partial_match": anchors, "P0": begin, "rng": rng, "maxiter": 60,
        }  # fmt: skip
        result = quadratic_assignment(flow, distance, method="faq", options=options)
        order = _repaired(problem, slots.worth, slots.place_of, result.col_ind, barred)
        offer(order)
        if run.left() <= 0:
            break
        options = {
            "maximize": True, "partial_match": anchors, "rng": rng,
            "partial_guess": np.column_stack([np.arange(m), order]),
        }  # fmt: skip
        result = quadratic_assignment(flow, distance, method="2opt", options=options)
        offer(result.col_ind)
        begin = "randomized"


def _matrices(problem: PlacementProblem, worth: Ints, place_of: Ints) -> tuple[Reals, Reals, float]:
    """Return flow and distance (2m x 2m) and the value of a pair that does not suit."""
    n, m = worth.shape
    allowed = worth != BARRED
    at_stake = np.abs(problem.weight).sum() * np.abs(problem.closeness).max(initial=0)
    spread = worth[allowed].max() - worth[allowed].min()
    barred = float(worth[allowed].min()) - 2.0 * float(spread) - 4.0 * float(at_stake) / max(1, n)
    flow, distance = np.zeros((2 * m, 2 * m)), np.zeros((2 * m, 2 * m))
    np.add.at(flow, (problem.ties[:, 0], problem.ties[:, 1]), problem.weight)
    flow[:n, m:] = np.where(allowed, worth, barred)
    distance[:m, :m] = problem.closeness[0][np.ix_(place_of, place_of)]
    distance[np.arange(m), m + np.arange(m)] = 1.0
    return flow, distance, barred


def _repaired(
    problem: PlacementProblem, worth: Ints, place_of: Ints, order: Ints, barred: float
) -> Ints:
    """Return the order itself, or the best assignment to where its ties were when it is barred."""
    from scipy.optimize import linear_sum_assignment

    n, m = worth.shape
    order = np.asarray(order[:m], np.int64)
    if (worth[np.arange(n), order[:n]] != BARRED).all():
        return order
    points = np.where(worth != BARRED, worth, -1e12).astype(np.float64)
    closeness, at = problem.closeness[0], place_of[order[:n]]
    for (one, other), weight in zip(problem.ties.tolist(), problem.weight.tolist(), strict=True):
        points[one] += weight * closeness[place_of, at[other]]
        points[other] += weight * closeness[at[one], place_of]
    whole = np.zeros((m, m))
    whole[:n] = points
    return np.asarray(linear_sum_assignment(whole, maximize=True)[1], np.int64)
