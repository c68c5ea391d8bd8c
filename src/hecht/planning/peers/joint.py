"""The joint problem: a calendar of like blocks and a placement in one, small enough to state.

Every block is demolished and rebuilt as itself in `duration` quarters, at most `sites` at once.
A household whose new home lies in another block that is finished when its own block starts moves
directly; every other one lives in one of `temporary` homes from its own block's start to its new
block's finish. The score is the values of the homes, plus weight times closeness of the blocks
over all ties, minus 40 and 2 a quarter for everyone in a temporary home, minus 20 times the last
finish. A solution is one row: a start a block, then a home a household.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hecht.planning.peers.run import Ints, NotApplicable

EXTRA_MOVE, QUARTER_AWAY, QUARTER_LONGER = 40, 2, 20
"""Points off for a household in a temporary home, for each quarter there, and of duration."""

_ATTEMPTS, _DEARER = 40, 2.0
"""How often waiting is made dearer, and by how much for each household too many."""

ARRAYS = ("household", "home", "value", "block", "old_block", "closeness", "ties", "weight")
NUMBERS = ("duration", "sites", "temporary", "horizon")


@dataclass
class JointProblem:
    """The arrays of the joint problem; see the module.

    Attributes:
        household, home, value: (p,) the pairs that suit, and the points of each.
        block: (m,) the block of each new home. old_block: (n,) of each household.
        closeness: (b, b) points per unit of weight. ties: (t, 2). weight: (t,).
        duration, sites, temporary, horizon: see the module; horizon in quarters.
    """

    household: Ints
    home: Ints
    value: Ints
    block: Ints
    old_block: Ints
    closeness: Ints
    ties: Ints
    weight: Ints
    duration: int
    sites: int
    temporary: int
    horizon: int

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.int64]]) -> JointProblem:
        """Return the problem that named arrays describe; KeyError when one is missing."""
        whole = {name: np.asarray(arrays[name], np.int64) for name in ARRAYS}
        numbers = {name: int(arrays[name]) for name in NUMBERS}
        return cls(**whole, **numbers)  # type: ignore[arg-type]

    @property
    def blocks(self) -> int:
        """The number of blocks."""
        return len(self.closeness)

    @property
    def households(self) -> int:
        """The number of households."""
        return len(self.old_block)

    def worth(self) -> Ints:
        """Return the value of each home (columns) for each household; -1 where it does not suit.

        Raises NotApplicable when a value is negative.
        """
        if self.value.min(initial=0) < 0:
            raise NotApplicable("a home has a negative value")
        table = np.full((self.households, len(self.block)), -1, np.int64)
        table[self.household, self.home] = self.value
        return table


def joint_score(problem: JointProblem, solution: npt.ArrayLike) -> int | None:
    """Return the score of a solution from the definition, or None when it breaks a rule."""
    return None if complaints(problem, solution) else _score(problem, *_parts(problem, solution))


def _parts(problem: JointProblem, solution: npt.ArrayLike) -> tuple[list[int], list[int]]:
    row = [int(number) for number in np.asarray(solution).ravel()]
    return row[: problem.blocks], row[problem.blocks :]


def complaints(problem: JointProblem, solution: npt.ArrayLike) -> list[str]:
    """Return which rules a solution breaks; empty when it is a plan."""
    starts, homes = _parts(problem, solution)
    if len(homes) != problem.households:
        return [f"{len(homes)} homes for {problem.households} households"]
    found = []
    pairs = set(zip(problem.household.tolist(), problem.home.tolist(), strict=True))
    for household, home in enumerate(homes):
        if (household, home) not in pairs:
            found.append(f"home {home} does not suit household {household}")
    if len(set(homes)) < len(homes):
        found.append("two households in one home")
    for block, start in enumerate(starts):
        if not 0 <= start <= problem.horizon - problem.duration:
            found.append(f"block {block} is not finished within the horizon")
    for quarter in range(problem.horizon):
        at_work = sum(start <= quarter < start + problem.duration for start in starts)
        if at_work > problem.sites:
            found.append(f"{at_work} sites in quarter {quarter}")
        away = 0
        for household, home in enumerate(homes):
            stay = _stay(problem, starts, household, home) if not found else None
            away += stay is not None and stay[0] <= quarter < stay[1]
        if away > problem.temporary:
            found.append(f"{away} households in temporary homes in quarter {quarter}")
    return found


def _stay(
    problem: JointProblem, starts: list[int], household: int, home: int
) -> tuple[int, int] | None:
    """Return the quarters between which a household is in a temporary home; None: never."""
    own, new = int(problem.old_block[household]), int(problem.block[home])
    out, ready = starts[own], starts[new] + problem.duration
    if own != new and ready <= out:
        return None
    return out, ready


def _score(problem: JointProblem, starts: list[int], homes: list[int]) -> int:
    worth = {
        (h, f): v
        for h, f, v in zip(
            problem.household.tolist(), problem.home.tolist(), problem.value.tolist(), strict=True
        )
    }
    total = 0
    for household, home in enumerate(homes):
        total += worth[household, home]
        stay = _stay(problem, starts, household, home)
        if stay is not None:
            total -= EXTRA_MOVE + QUARTER_AWAY * (stay[1] - stay[0])
    for (one, other), weight in zip(problem.ties.tolist(), problem.weight.tolist(), strict=True):
        here, there = problem.block[homes[one]], problem.block[homes[other]]
        total += weight * int(problem.closeness[here, there])
    return total - QUARTER_LONGER * (max(starts) + problem.duration)


def as_listed(problem: JointProblem) -> Ints:
    """Return a plan as practice makes it: blocks as listed, and the homes that go best with that.

    Blocks start together in groups or evenly apart; homes are assigned by value less what waiting
    costs, ties left out, and waiting in quarters in which temporary homes are too few is made
    dearer until they are enough. Raises NotApplicable when that leads to no plan.
    """
    best: tuple[int, Ints] | None = None
    for starts in _calendars(problem):
        price = np.full(problem.horizon, float(QUARTER_AWAY))
        for _ in range(_ATTEMPTS):
            plan = np.concatenate([starts, _assigned(problem, starts, price)])
            beyond = np.maximum(0, _away(problem, plan) - problem.temporary)
            if not beyond.any():
                score = joint_score(problem, plan)
                if score is not None and (best is None or score > best[0]):
                    best = score, plan
                break
            price += _DEARER * beyond
    if best is None:
        raise NotApplicable("the blocks as listed lead to no plan within the temporary homes")
    return best[1]


def _away(problem: JointProblem, plan: Ints) -> Ints:
    """Return how many households are in temporary homes in each quarter."""
    starts, homes = _parts(problem, plan)
    count = np.zeros(problem.horizon, np.int64)
    for household, home in enumerate(homes):
        stay = _stay(problem, starts, household, home)
        if stay is not None:
            count[stay[0] : stay[1]] += 1
    return count


def _calendars(problem: JointProblem) -> list[Ints]:
    """Return calendars in the order of listing: so many at a time together, or evenly apart."""
    number, length = np.arange(problem.blocks), problem.duration
    found = []
    for sites in range(problem.sites, 0, -1):
        found.append(number // sites * length)
        found.append(number * -(-length // sites))
    latest = problem.horizon - length
    return [starts.astype(np.int64) for starts in found if starts.max(initial=0) <= latest]


def _assigned(problem: JointProblem, starts: Ints, price: npt.NDArray[np.float64]) -> Ints:
    """Return the homes of highest value less what waiting costs at a price for each quarter."""
    from scipy.optimize import linear_sum_assignment

    out = starts[problem.old_block][:, None]
    ready = starts[problem.block][None, :] + problem.duration
    own = problem.old_block[:, None] == problem.block[None, :]
    until = np.concatenate([[0.0], np.cumsum(price)])
    waits = np.where(own | (ready > out), EXTRA_MOVE + until[ready] - until[out], 0.0)
    worth = problem.worth()
    points = np.where(worth >= 0, worth - waits, -1e9)
    return np.asarray(linear_sum_assignment(points, maximize=True)[1], np.int64)
