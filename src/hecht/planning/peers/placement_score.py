"""The score of a placement, recomputed from the definition; shares no code with any solver.

Written with plain loops over the problem's arrays on purpose: slow, and easy to check by eye.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem


def placement_score(problem: PlacementProblem, cells: npt.ArrayLike) -> int | None:
    """Return the score of a placement (n cells), or None when it breaks a rule."""
    chosen = [int(cell) for cell in np.asarray(cells).ravel()]
    if len(chosen) != len(problem.start) - 1:
        return None
    total = 0
    taken: dict[int, int] = {}
    for household, cell in enumerate(chosen):
        worth = {
            int(problem.cell[p]): int(problem.value[p])
            for p in range(problem.start[household], problem.start[household + 1])
        }
        if cell not in worth:
            return None
        total += worth[cell]
        taken[cell] = taken.get(cell, 0) + 1
    if any(count > problem.capacity[cell] for cell, count in taken.items()):
        return None
    for number, (one, other) in enumerate(problem.ties.tolist()):
        table = problem.closeness[problem.tie_table[number]]
        here, there = problem.place[chosen[one]], problem.place[chosen[other]]
        total += int(problem.weight[number]) * int(table[here, there])
    return total
