"""Tiny problems, to have everything compiled and imported before a peer's clock starts."""

from __future__ import annotations

from typing import Any

import numpy as np

from hecht.planning.peers.joint import JointProblem
from hecht.planning.peers.run import NotApplicable, Run
from hecht.planning.peers.table import peer


def tiny_placement() -> Any:
    """Return a placement of four households in four homes of two blocks, with three ties."""
    from hecht.planning.placement import PlacementProblem

    household, home = np.nonzero(np.ones((4, 4)))
    return PlacementProblem.from_pairs(
        4, household, home, 3 * household % 5 + home,
        capacity=np.ones(4, np.int64), place=[0, 0, 1, 1], closeness=[[5, 1], [1, 5]],
        ties=[[0, 2], [1, 3], [0, 1]], weight=[2, 1, 3],
    )  # fmt: skip


def tiny_joint() -> JointProblem:
    """Return two blocks of two households each, one site and four temporary homes."""
    household, home = (axis.astype(np.int64) for axis in np.nonzero(np.ones((4, 4))))
    two = np.array([0, 0, 1, 1])
    return JointProblem(
        household, home, 3 * household % 5 + home, two, two, np.array([[5, 1], [1, 5]]),
        np.array([[0, 2], [1, 3]]), np.array([2, 1]), 2, 1, 4, 9,
    )  # fmt: skip


def rehearse(name: str, kind: str, workers: int) -> None:
    """Run a peer on a tiny problem; it hands nothing over."""
    if kind == "neighbourhood":
        from hecht.planning.warm import tiny_neighbourhood, warm_up

        warm_up()
        problem: Any = tiny_neighbourhood()
    else:
        problem = tiny_placement() if kind == "placement" else tiny_joint()
    seconds = 0.0 if name.startswith("hecht") and kind == "neighbourhood" else 0.5
    try:
        peer(name, kind)(problem, Run(seconds, workers=workers))
    except NotApplicable:
        return
