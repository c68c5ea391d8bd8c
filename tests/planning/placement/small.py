"""Small random placement problems, and the truth about them by trying everything."""

from __future__ import annotations

import itertools

import numpy as np

from hecht.planning.placement import PlacementProblem


def random_problem(seed: int, largest: int = 5, tables: bool = True) -> PlacementProblem:
    """Make a problem of 1 to `largest` households; it may have no placement at all."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, largest + 1)), int(rng.integers(1, 5))
    classes = int(rng.integers(1, 4))
    capacity = rng.integers(0 if rng.random() < 0.2 else 1, 4, m)
    suits = rng.random((n, m)) < 0.75
    suits[np.arange(n), rng.integers(0, m, n)] = True
    who, where = np.nonzero(suits)
    count = int(rng.integers(0, 2 * n))
    ties = np.array(
        [rng.choice(n, 2, replace=False) for _ in range(count)] if n > 1 else [], np.int64
    ).reshape(-1, 2)
    kinds = int(rng.integers(1, 3)) if tables else 1
    closeness = rng.integers(-4, 11, (kinds, classes, classes))
    if rng.random() < 0.5:
        closeness = closeness + closeness.transpose(0, 2, 1)
    return PlacementProblem.from_pairs(
        n,
        who,
        where,
        rng.integers(-10, 30, len(who)),
        capacity=capacity,
        place=rng.integers(0, classes, m),
        closeness=closeness,
        ties=ties,
        weight=rng.integers(-3, 8, len(ties)),
        tie_table=rng.integers(0, kinds, len(ties)),
    )


def best_by_trying_all(problem: PlacementProblem) -> int | None:
    """Return the best score of any placement, or None when there is none."""
    rows = [
        problem.cell[problem.start[h] : problem.start[h + 1]].tolist()
        for h in range(problem.households)
    ]
    best = None
    for cells in itertools.product(*rows):
        taken = np.bincount(cells, minlength=problem.cells)
        if (taken > problem.capacity).any():
            continue
        score = problem.score(np.array(cells))
        best = score if best is None else max(best, score)
    return best
