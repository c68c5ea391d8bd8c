"""What every calendar needs: the relocation problem (Kaplan 1986) on a neighbourhood.

In each month the households that live here must have a home each. Homes go when works start and
come when they are finished; what is short in the worst month must be bought in. The same count
over permanent homes alone gives the households that must live in a temporary home at some time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Stage
from hecht.neighbourhood.suits import rooms_needed
from hecht.planning.bounds.ground import Flags, Ground, Role
from hecht.planning.bounds.windows import loosest_problem
from hecht.planning.calendar_bounds import time_windows
from hecht.planning.calendar_problem import CalendarProblem
from hecht.planning.fewest_temporary import fewest_one_crew, fewest_temporary
from hecht.planning.fewest_temporary_bound import relaxation_bound

MOST_KINDS = 12
"""Kinds of need that are looked at apart."""
MOST_EXACT = 60
"""Blocks up to which calendars are searched for fewer temporary homes."""
MOST_TIMES = 8_000
"""Blocks times months up to which a linear program is solved."""


@dataclass(frozen=True)
class Relocation:
    """What no calendar can do without.

    `homes`: bought-in temporary homes lived in at once; `reached` tells that some calendar gets
    by with them when every home suits everybody. `kind` names the needs that ask for them.
    `households`: households that live in a temporary home at some time; `months`: months in
    temporary homes.
    """

    homes: int
    reached: bool
    kind: str
    households: int
    months: int


def relocation(
    ground: Ground, returning: int, undecided: int, *, seed: int = 1, effort: float = 4.0
) -> Relocation:
    """Return what no calendar can do without when so many of the affected end inside.

    `effort` is deterministic time for the exact part. The result depends on the arguments alone.
    """
    problem = loosest_problem(ground.neighbourhood)
    count = _Count(ground, problem, returning, undecided)
    everybody = np.ones(len(ground.role), dtype=np.bool_)
    lost, gained, vacant = count.all_homes(everybody)
    homes, kind, reached = _least(problem, lost, gained, vacant), "", None
    if effort >= 1 and len(problem.tasks) <= MOST_EXACT:
        found = fewest_temporary(
            problem,
            [[n] for n in lost],
            [[n] for n in gained],
            [vacant],
            seed=seed,
            deterministic_limit=effort,
        )
        homes, reached = max(homes, found.lower_bound), found.number
    for name, group in _kinds(ground):
        least = _least(problem, *count.all_homes(group))
        if least > homes:
            homes, kind = least, name
    lost, gained, vacant = count.final_homes()
    households = _least(problem, lost, gained, vacant)
    months = max(households, count.first_block_months(lost, vacant))
    return Relocation(homes, reached == homes, kind, households, months)


def _least(problem: CalendarProblem, lost: list[int], gained: list[int], vacant: int) -> int:
    """Return what is short in the worst month of any calendar, at least."""
    windows = time_windows(problem)
    least = fewest_one_crew(lost, gained, vacant)
    if windows is None or not 0 < len(problem.tasks) * problem.horizon <= MOST_TIMES:
        return least
    table = [[n] for n in lost], [[n] for n in gained]
    return max(least, relaxation_bound(problem, windows, *table, [vacant]))


class _Count:
    """Homes and households per block with works, in the order of the calendar problem."""

    def __init__(
        self, ground: Ground, problem: CalendarProblem, returning: int, undecided: int
    ) -> None:
        self.ground, self.problem = ground, problem
        n = ground.neighbourhood
        self.task = {b: problem.index.get(block.id, -1) for b, block in enumerate(n.blocks)}
        self.block = {block.id: b for b, block in enumerate(n.blocks)}
        placed = ground.role == Role.PLACED
        self.sure: Flags = (ground.role == Role.STAYS) | (
            placed & ~ground.may_go & ~ground.wishing & ~ground.undecided
        )
        self.wishing: Flags = ground.wishing & placed
        self.undecided: Flags = ground.undecided & placed
        self.dropped = (
            max(0, int(self.wishing.sum()) - returning),
            max(0, int(self.undecided.sum()) - undecided),
        )

    def all_homes(self, group: Flags) -> tuple[list[int], list[int], int]:
        """Return homes lost and gained per block, and spare at the start, for a group's needs.

        A home counts when it would do for some household of the group, if only for a while.
        """
        ground, n = self.ground, self.ground.neighbourhood
        lost, gained = [0] * len(self.problem.tasks), [0] * len(self.problem.tasks)
        needs = np.unique(ground.need[group])
        lasting: Flags = np.logical_or.reduce(ground.suit[needs], axis=0)
        loosely: Flags = np.logical_or.reduce(ground.suit_temporarily[needs], axis=0) | lasting
        own = {int(f) for f in ground.own_home[group]}
        standing = 0
        for f, home in enumerate(n.homes):
            if home.stage is Stage.TEMPORARY:
                continue
            block = -1 if home.block is None else self.block[home.block]
            if home.stage is Stage.NEW:
                if self.task.get(block, -1) >= 0 and lasting[ground.kind[f]]:
                    gained[self.task[block]] += 1
                continue
            if f not in own and not loosely[ground.kind[f]]:
                continue
            standing += 1
            if block >= 0 and n.blocks[block].works.empties:
                lost[self.task[block]] += 1
                # an old home is there again after its renovation, and for good if it is final
                gained[self.task[block]] += bool(ground.final[f])
        people = int((self.sure & group).sum())
        people += max(0, int((self.wishing & group).sum()) - self.dropped[0])
        people += max(0, int((self.undecided & group).sum()) - self.dropped[1])
        return lost, gained, standing - people

    def final_homes(self) -> tuple[list[int], list[int], int]:
        """Return households that lose their home and final homes gained per block, and spare."""
        ground, n = self.ground, self.ground.neighbourhood
        lost, gained = [0] * len(self.problem.tasks), [0] * len(self.problem.tasks)
        open_to_all: Flags = (
            self.wishing | self.undecided | (self.sure & (ground.role == Role.PLACED))
        )
        spare = sum(self.dropped)
        for h in np.nonzero(open_to_all)[0]:
            block = int(ground.own_block[h])
            if block >= 0:
                lost[self.task[block]] += 1
            else:
                spare -= 1
        for f in np.nonzero(ground.final)[0]:
            block = int(ground.ready_block[f])
            if block < 0:
                spare += 1
            elif n.blocks[block].works.empties:
                gained[self.task[block]] += 1
            else:
                # nobody is emptied for these; they may come first of all
                spare += 1
        return lost, gained, spare

    def first_block_months(self, lost: list[int], spare: int) -> int:
        """Return the months that the households of the first emptied block must wait together.

        Until some emptied block is finished there are only the spare homes.
        """
        emptied = [
            (task.duration, lost[i])
            for i, task in enumerate(self.problem.tasks)
            if self.ground.neighbourhood.block_of[task.id].works.empties
        ]
        if not emptied:
            return 0
        shortest = min(duration for duration, _ in emptied)
        return shortest * max(0, min(number for _, number in emptied) - spare)


def _kinds(ground: Ground) -> Iterable[tuple[str, Flags]]:
    """Yield groups of households with a need that not every home meets, with its name."""
    n = ground.neighbourhood
    rooms = np.array([rooms_needed(h, n.policy) for h in n.households], dtype=np.int64)
    step_free = np.array([h.step_free for h in n.households], dtype=np.bool_)
    adapted = np.array([h.accessible for h in n.households], dtype=np.bool_)
    found = [(f"{k} rooms or more", rooms >= k) for k in np.unique(rooms)[1:][:MOST_KINDS]]
    found += [("without stairs", step_free | adapted), ("adapted", adapted)]
    return [(name, group) for name, group in found if group.any()]
