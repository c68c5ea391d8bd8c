"""Tiny problems for the peers, and their optimum by enumeration."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

import numpy as np

from hecht.planning.peers.joint import JointProblem, joint_score
from hecht.planning.peers.placement_score import placement_score
from hecht.planning.placement import PlacementProblem


def random_placement(seed: int, n: int = 5, m: int = 6, ties: int = 7) -> PlacementProblem:
    """Return a placement of n households in m homes in three places; some pairs do not suit."""
    rng = np.random.default_rng(seed)
    suits = rng.random((n, m)) < 0.7
    suits[np.arange(n), np.arange(n)] = True
    household, home = np.nonzero(suits)
    everyone = [(i, j) for i in range(n) for j in range(i + 1, n)]
    pairs = [everyone[i] for i in rng.permutation(len(everyone))[:ties]]
    closeness = rng.integers(0, 9, (3, 3))
    return PlacementProblem.from_pairs(
        n, household, home, rng.integers(0, 20, len(home)),
        capacity=np.ones(m, np.int64), place=rng.integers(0, 3, m),
        closeness=closeness + closeness.T, ties=np.array(pairs, np.int64).reshape(-1, 2),
        weight=rng.integers(1, 5, len(pairs)),
    )  # fmt: skip


def best_placement(problem: PlacementProblem) -> int:
    """Return the highest score of any placement, all of them tried."""
    scores = (
        placement_score(problem, np.array(cells))
        for cells in permutations(range(problem.cells), problem.households)
    )
    return max(score for score in scores if score is not None)


def random_joint(seed: int, temporary: int = 3) -> JointProblem:
    """Return three blocks of two households each, with few temporary homes."""
    rng = np.random.default_rng(seed)
    block = np.array([0, 0, 1, 1, 2, 2])
    suits = rng.random((6, 6)) < 0.8
    suits[np.arange(6), np.arange(6)] = True
    household, home = (axis.astype(np.int64) for axis in np.nonzero(suits))
    closeness = rng.integers(0, 9, (3, 3))
    pairs = np.array([(0, 2), (1, 4), (3, 5), (0, 5)])
    return JointProblem(
        household, home, rng.integers(0, 60, len(home)), block, block.copy(),
        closeness + closeness.T, pairs, rng.integers(1, 5, len(pairs)),
        duration=2, sites=2, temporary=temporary, horizon=7,
    )  # fmt: skip


def best_joint(problem: JointProblem) -> int:
    """Return the highest score of any plan, all calendars and placements tried."""
    months = range(problem.horizon - problem.duration + 1)
    allowed = set(zip(problem.household.tolist(), problem.home.tolist(), strict=True))
    homes = [
        order
        for order in permutations(range(len(problem.block)), problem.households)
        if all((h, f) in allowed for h, f in enumerate(order))
    ]
    best = -(10**9)
    for starts in product(months, repeat=problem.blocks):
        table = _quick(problem, starts)
        for order in homes:
            score = table(order)
            if score is not None and score > best:
                best = score
                assert joint_score(problem, [*starts, *order]) == score
    return best


def _quick(problem: JointProblem, starts: tuple[int, ...]) -> Any:
    """Return a function from homes to score, fast enough to try them all."""
    d, finish = problem.duration, [s + problem.duration for s in starts]
    crowded = any(
        sum(s <= month < s + d for s in starts) > problem.sites for month in range(problem.horizon)
    )
    worth = dict(
        zip(
            zip(problem.household.tolist(), problem.home.tolist(), strict=True),
            problem.value.tolist(), strict=True,
        )
    )  # fmt: skip
    block, own = problem.block.tolist(), problem.old_block.tolist()
    ties = list(zip(problem.ties.tolist(), problem.weight.tolist(), strict=True))
    close = problem.closeness.tolist()

    def score(order: tuple[int, ...]) -> int | None:
        if crowded:
            return None
        total, away = -20 * max(finish), [0] * problem.horizon
        for h, f in enumerate(order):
            total += worth[h, f]
            old, new = own[h], block[f]
            if old == new or finish[new] > starts[old]:
                total -= 40 + 2 * (finish[new] - starts[old])
                for month in range(starts[old], finish[new]):
                    away[month] += 1
        if max(away) > problem.temporary:
            return None
        return total + sum(w * close[block[order[i]]][block[order[j]]] for (i, j), w in ties)

    return score
