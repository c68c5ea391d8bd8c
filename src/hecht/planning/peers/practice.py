"""Practice: in order of listing, without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hecht.planning.matching import SafeChoice
from hecht.planning.peers.course_rows import course_rows
from hecht.planning.peers.run import NotApplicable, Run

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood
    from hecht.planning.peers.joint import JointProblem
    from hecht.planning.placement import PlacementProblem


def choose(problem: PlacementProblem, run: Run) -> None:
    """Let each household in turn take the dearest home that is safe for those after it.

    Dear is what the home is worth to it; ties play no part when homes are chosen one by one.
    """
    from hecht.planning.peers.annealing_tables import BARRED, slots_of

    slots = slots_of(problem)
    allowed = {h: np.nonzero(row != BARRED)[0] for h, row in enumerate(slots.worth)}
    nothing_late = np.zeros(slots.worth.shape[1], bool)
    safe = SafeChoice(
        {h: _dearest(slots.worth[h], columns) for h, columns in allowed.items()},
        dict.fromkeys(allowed, nothing_late),
    )
    home = [safe.take(h) for h in allowed]
    if any(one is None for one in home):
        raise NotApplicable("in this order not everybody finds a home")
    run.found(slots.cells(np.array(home, np.int64)))


def _dearest(worth: np.ndarray, columns: np.ndarray) -> list[int]:
    return [int(c) for c in columns[np.argsort(-worth[columns], kind="stable")]]


def one_by_one(problem: JointProblem, run: Run) -> None:
    """Blocks in order of listing, homes by value and waiting; ties play no part."""
    from hecht.planning.peers.joint import as_listed

    run.found(as_listed(problem))


def plan(neighbourhood: Neighbourhood, run: Run) -> None:
    """Plan a neighbourhood by the practice method, and with everyone back to the own block."""
    from hecht.planning import NoPlan, make_plan
    from hecht.planning.instance import compile_instance
    from hecht.planning.peers.courses import everyone_back

    why = ""
    try:
        run.found(everyone_back(compile_instance(neighbourhood))[1])
    except NotApplicable as error:
        why = str(error)
    try:
        made = make_plan(neighbourhood, method="practice")
    except NoPlan as error:
        if why:
            raise NotApplicable(f"{error.conflicts[0]}; {why}") from None
    else:
        run.found(course_rows(neighbourhood, made.course))
