"""From a calendar and a final home for each household to a course, for peers that stop there.

The months of moving follow from both; temporary homes are handed out by the same procedure as
the engine's, so that a peer is not judged by how it hands them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from hecht.neighbourhood import Neighbourhood, ReturnWish, Stage, Works
from hecht.neighbourhood.suits import suits
from hecht.planning.arrays import KIND, OLD, OWN_BLOCK, STAYS
from hecht.planning.calendar_serial import serial_schedule
from hecht.planning.engine import finished
from hecht.planning.first_plan import calendar_problem, set_calendar
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.peers.course_rows import course_rows
from hecht.planning.peers.run import Ints, NotApplicable
from hecht.planning.state import State, empty_state


def state_of(instance: Instance, starts: Mapping[str, int], homes: Mapping[int, int]) -> State:
    """Return the state with this calendar and these homes.

    `homes` gives the home (position) of households that must move; who is not in it leaves when
    its home is lost, and stays when it is not.
    """
    a = instance.arrays
    s = empty_state(a)
    set_calendar(instance, s, dict(starts))
    s.home[:] = np.where(a.people[:, KIND] == STAYS, a.people[:, OLD], -1)
    stays = a.active[a.people[a.active, OWN_BLOCK] < 0]
    s.home[stays] = a.people[stays, OLD]
    for household, home in homes.items():
        s.home[household] = home
    settle(a, s)
    return s


def rows_from(instance: Instance, state: State) -> Ints | None:
    """Return the row of the course of a state, or None when temporary homes do not suffice."""
    course = finished(instance, state, seed=0, by_ties=False)
    return None if course is None else course_rows(instance.neighbourhood, course)


def rows_of(instance: Instance, starts: Mapping[str, int], homes: Mapping[int, int]) -> Ints | None:
    """Return the row of a calendar and homes (see `state_of`), or None as `rows_from` does."""
    return rows_from(instance, state_of(instance, starts, homes))


def everyone_back(instance: Instance) -> tuple[State, Ints]:
    """Return the plan in which blocks go as listed and everyone returns to the own block.

    Each household waits in a temporary home while its block is done. Raises NotApplicable when
    not everyone has a home in its own block that suits, or dates or temporary homes do not allow.
    """
    homes = _own_block(instance.neighbourhood)
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        starts = _as_listed(instance, share)
        if starts is None:
            continue
        state = state_of(instance, starts, homes)
        rows = rows_from(instance, state)
        if rows is not None:
            return state, rows
    raise NotApplicable("blocks as listed, everyone back to the own block: no plan keeps the rules")


def must_move(n: Neighbourhood) -> list[int]:
    """Return the households (positions) that lose or empty their home and do not go elsewhere."""
    return [
        i
        for i, one in enumerate(n.households)
        if n.is_affected(one) and one.wish is not ReturnWish.ELSEWHERE
    ]


def _own_block(n: Neighbourhood) -> dict[int, int]:
    """Return a home in the own block for each household that must move.

    A renovated home of one's own first; raises NotApplicable where there are too few that suit.
    """
    from scipy.optimize import linear_sum_assignment

    people: dict[str, list[int]] = {}
    for i in must_move(n):
        people.setdefault(n.home_of[n.households[i].home].block or "", []).append(i)
    later: dict[str, list[int]] = {}
    for f, home in enumerate(n.homes):
        if home.block is not None and _lasts(n, f):
            later.setdefault(home.block, []).append(f)
    found = {}
    for block, some in people.items():
        mine = later.get(block, [])
        points = np.full((len(some), len(mine)), -1000.0)
        for row, i in enumerate(some):
            for column, f in enumerate(mine):
                if suits(n.households[i], n.homes[f], n.policy):
                    points[row, column] = 1.0 + (n.homes[f].id == n.households[i].home)
        rows, columns = linear_sum_assignment(points, maximize=True)
        if len(rows) < len(some) or (points[rows, columns] < 0).any():
            raise NotApplicable(f"not everyone of block {block} has a home there that suits")
        found.update({some[r]: mine[c] for r, c in zip(rows, columns, strict=True)})
    return found


def _lasts(n: Neighbourhood, f: int) -> bool:
    home = n.homes[f]
    works = n.block_of[home.block or ""].works
    return home.stage is Stage.NEW or (
        home.stage is Stage.EXISTING and works is Works.RENOVATE_EMPTY
    )


def _as_listed(instance: Instance, share: float) -> dict[str, int] | None:
    """Return the calendar in which blocks start as listed, within a share of temporary homes."""
    n, problem = instance.neighbourhood, calendar_problem(instance)
    out: dict[str, int] = {}
    for i in must_move(n):
        block = n.home_of[n.households[i].home].block or ""
        out[block] = out.get(block, 0) + 1
    bought = sum(home.stage is Stage.TEMPORARY for home in n.homes)
    room = max([int(share * bought), *out.values()])
    tasks = tuple(
        replace(task, demand=(*task.demand, out.get(task.id, 0))) for task in problem.tasks
    )
    limited = replace(problem, tasks=tasks, capacity=(*problem.capacity, room))
    return serial_schedule(limited, [task.id for task in tasks])
