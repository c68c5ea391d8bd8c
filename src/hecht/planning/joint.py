"""The engine on a joint problem of plain arrays: a calendar of blocks and a placement in one.

The problem is laid out as a neighbourhood whose blocks are all rebuilt as themselves; the points
of each pair of household and home, and the closeness of blocks, then take the place of those that
the engine derives from wishes and distances. A quarter of the problem is a month of the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import (
    Block,
    Capacity,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Stage,
    Tie,
    Works,
)
from hecht.planning.arrays import (
    BLOCK,
    CHOICE_FROM,
    CHOICE_UNTIL,
    EXPLICIT,
    NOT_ALLOWED,
    PLACE,
    TIE_APART,
    TIE_CLOSE,
    TIE_NEAR,
    TIE_SAME,
    Ints,
)
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.state import OBJECTIVE, VIOLATION, State

POINT = 1000
"""Thousandths in a point."""

EXTRA_MOVE, QUARTER_AWAY, QUARTER_LONGER = 40, 2, 20
"""Points off for a household in a temporary home, for each quarter there, and of duration."""

_EVERYBODY = 100_000
"""Points for each household that has a home: more than all that is weighed besides."""

Table = npt.NDArray[np.int64]


class Joint(Protocol):
    """The arrays of a joint problem.

    `household`, `home`, `value` (p,): the pairs that suit. `block` (m,): of each new home.
    `old_block` (n,): of each household. `closeness` (b, b), `ties` (t, 2), `weight` (t,).
    `duration` and `horizon` in quarters; `sites` at once; `temporary` homes.
    """

    household: Table
    home: Table
    value: Table
    block: Table
    old_block: Table
    closeness: Table
    ties: Table
    weight: Table
    duration: int
    sites: int
    temporary: int
    horizon: int


class Limits(Protocol):
    """How long a search may last, and where it tells what it found."""

    seed: int
    workers: int

    def left(self) -> float:
        """Return the seconds left."""

    def found(self, solution: Ints, /) -> None:
        """Take a solution: a start per block, then a home per household."""


def joint_instance(problem: Joint) -> Instance:
    """Return the problem as an instance of the engine.

    Quarter q is month q + 1 there: nobody moves in month 0.
    """
    instance = compile_instance(_neighbourhood(problem))
    a = instance.arrays
    households, homes = len(problem.old_block), len(a.homes)
    new = len(problem.block)
    bonus = np.full((households, homes), NOT_ALLOWED, dtype=np.int64)
    bonus[problem.household, problem.home] = POINT * problem.value
    people = a.people.copy()
    people[:, EXPLICIT] = 1
    order = np.lexsort((problem.home, problem.household))
    bounds = np.searchsorted(problem.household[order], np.arange(households + 1))
    people[:, CHOICE_FROM], people[:, CHOICE_UNTIL] = bounds[:-1], bounds[1:]
    place = a.homes.copy()
    place[:, PLACE] = np.maximum(0, place[:, BLOCK])
    near_homes, ties = a.near_homes, a.ties.copy()
    weight = {(i, j): w for (i, j), w in zip(_pairs(problem), problem.weight.tolist(), strict=True)}
    for h in range(households):
        for k in range(*_rows_of_ties(people, h)):
            j = int(ties[k, 0])
            ties[k, TIE_CLOSE] = POINT * weight[min(h, j), max(h, j)]
    ties[:, [TIE_NEAR, TIE_APART, TIE_SAME]] = 0
    member = a.temp_member.copy()
    member[: new + households] = False  # still-standing homes are not for temporary use here
    arrays = a._replace(
        people=people,
        homes=place,
        ties=ties,
        choices=problem.home[order].astype(np.int64),
        near_homes=near_homes,
        temp_member=member,
        bonus=bonus,
        place_close=POINT * problem.closeness.astype(np.int64),
    )
    return replace(instance, arrays=arrays)


def _pairs(problem: Joint) -> list[tuple[int, int]]:
    return [(min(i, j), max(i, j)) for i, j in problem.ties.tolist()]


def _rows_of_ties(people: Ints, h: int) -> tuple[int, int]:
    from hecht.planning.arrays import TIE_FROM, TIE_UNTIL

    return int(people[h, TIE_FROM]), int(people[h, TIE_UNTIL])


def _neighbourhood(problem: Joint) -> Neighbourhood:
    blocks = len(problem.closeness)
    horizon = problem.horizon + 2
    new = [
        Home(id=f"n{f}", stage=Stage.NEW, x=300.0 * b, y=0.0, rooms=9, block=f"b{b}")
        for f, b in enumerate(problem.block.tolist())
    ]
    old = [
        Home(id=f"o{h}", stage=Stage.EXISTING, x=300.0 * b, y=0.0, rooms=9, block=f"b{b}")
        for h, b in enumerate(problem.old_block.tolist())
    ]
    temporary = [
        Home(id=f"t{u}", stage=Stage.TEMPORARY, x=0.0, y=0.0, rooms=9)
        for u in range(problem.temporary)
    ]
    policy = Policy(
        notice_months=0,
        temporary_months_max=120,
        extra_move_cost=0.0,
        temporary_month_cost=0.0,
        points_return=_EVERYBODY,
        points_extra_move=EXTRA_MOVE,
        points_temporary_month=QUARTER_AWAY,
        points_duration_month=QUARTER_LONGER,
        points_vacant_month=0.0,
        points_alone=0.0,
        points_cost=0.0,
    )
    return Neighbourhood(
        project=Project(name="joint", start=Month(2026, 1), horizon=horizon),
        capacity=Capacity(crews=problem.sites),
        policy=policy,
        blocks=tuple(
            Block(
                id=f"b{b}",
                works=Works.REBUILD,
                duration=problem.duration,
                crews=1,
                latest=problem.horizon + 1,
            )
            for b in range(blocks)
        ),
        homes=(*new, *old, *temporary),
        households=tuple(
            Household(id=f"h{h}", home=f"o{h}", size=2, rooms_min=1)
            for h in range(len(problem.old_block))
        ),
        ties=tuple(Tie(a=f"h{i}", b=f"h{j}") for i, j in _pairs(problem)),
    )


def solution_of(problem: Joint, state: State) -> Ints:
    """Return a state as a row: the start of each block (quarters), then each household's home."""
    return np.concatenate([state.starts - 1, state.home])


def points_of(problem: Joint, state: State) -> int:
    """Return the score of a state in the problem's own points."""
    everybody = POINT * _EVERYBODY * len(problem.old_block)
    # the engine's finish counts the month in which nobody moves
    shift = POINT * QUARTER_LONGER
    return int((state.totals[OBJECTIVE] - everybody + shift) // POINT)


def solve_joint(problem: Joint, limits: Limits) -> None:
    """Search until the time is over; tell of each better solution."""
    search_joint(
        problem,
        seed=limits.seed,
        workers=limits.workers,
        stop=lambda done: done > 0 and limits.left() <= 0,
        found=lambda state: limits.found(solution_of(problem, state)),
    )


def search_joint(
    problem: Joint,
    *,
    seed: int,
    workers: int,
    stop: Callable[[int], bool],
    found: Callable[[State], None],
) -> State:
    """Search in rounds until `stop(rounds done)`; return the best state and tell of each one."""
    from hecht.planning.engine import Engine
    from hecht.planning.search import Chain, leader, run

    engine = Engine(joint_instance(problem), seed, workers)
    best: list[int] = []

    def report(done: int, chain: Chain) -> None:
        state = chain.best
        if state.totals[VIOLATION] == 0 and (not best or state.totals[OBJECTIVE] > best[0]):
            best[:] = [int(state.totals[OBJECTIVE])]
            found(state)

    report(0, leader(engine.chains))
    run(engine.chains, workers, stop=stop, report=report)
    return engine.best()
