"""A plan that is quick to make: blocks as they are listed, everyone back to the own block.

It looks at no tie and no wish. What it is for is that there is a plan at all, within a second even
for thousands of homes, from which a search can only go up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish, Stage, Works
from hecht.planning.arrays import (
    CHOICE_FROM,
    KIND,
    OLD,
    OWN_BLOCK,
    SETTLED,
    STAYS,
    TO_PLACE,
    Arrays,
    Flags,
)
from hecht.planning.calendar_serial import serial_schedule
from hecht.planning.first_plan import calendar_problem, set_calendar
from hecht.planning.instance import Instance
from hecht.planning.itineraries import course_of
from hecht.planning.kernel import settle
from hecht.planning.relaxed_values import list_pairs
from hecht.planning.state import VIOLATION, State, empty_state
from hecht.planning.temporary import temporary_homes

_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Parts of the temporary homes that are counted on, in turn, until they can be shared out."""


class NoWayBack(Exception):
    """There is no such plan; the message says why."""


def everyone_back(instance: Instance) -> tuple[State, Course]:
    """Return the plan in which blocks go as listed and everyone returns to the own block.

    Each household waits in a temporary home while its block is done. Raises NoWayBack when not
    everyone has a home in its own block that suits, or dates or temporary homes do not allow.
    """
    homes = _own_block(instance)
    for share in _SHARES:
        starts = _as_listed(instance, share)
        if starts is None:
            continue
        state = state_of(instance, starts, homes)
        if state.totals[VIOLATION]:
            continue
        temporary = temporary_homes(instance, state, seed=0, by_ties=False)
        if temporary is not None:
            return state, course_of(instance, state, temporary)
    raise NoWayBack("blocks as listed, everyone back to the own block: no plan keeps the rules")


def state_of(instance: Instance, starts: Mapping[str, int], homes: Mapping[int, int]) -> State:
    """Return the state with this calendar and these homes.

    `homes` gives the home (position) of households that must move; who is not in it leaves when
    its home is lost, and stays when it is not.
    """
    a = instance.arrays
    s = empty_state(a)
    set_calendar(instance, s, dict(starts))
    s.home[:] = np.where(a.people[:, KIND] == STAYS, a.people[:, OLD], -1)
    for h in np.nonzero(a.people[:, KIND] == SETTLED)[0]:
        s.home[h] = a.choices[a.people[h, CHOICE_FROM]]
    stays = a.active[a.people[a.active, OWN_BLOCK] < 0]
    s.home[stays] = a.people[stays, OLD]
    for household, home in homes.items():
        s.home[household] = home
    settle(a, s)
    return s


def must_move(n: Neighbourhood) -> list[int]:
    """Return the households (positions) that lose or empty their home and do not go elsewhere."""
    return [
        i
        for i, one in enumerate(n.households)
        if n.is_affected(one) and one.wish is not ReturnWish.ELSEWHERE
    ]


def _own_block(instance: Instance) -> dict[int, int]:
    """Return a home in the own block for each household that must move.

    A renovated home of one's own first; raises NoWayBack where there are too few that suit.
    """
    from scipy.optimize import linear_sum_assignment

    n, a = instance.neighbourhood, instance.arrays
    people: dict[str, list[int]] = {}
    for i in must_move(n):
        if a.people[i, KIND] == TO_PLACE:
            people.setdefault(n.home_of[n.households[i].home].block or "", []).append(i)
    settled = a.people[a.people[:, KIND] == SETTLED, CHOICE_FROM]
    given = set(a.choices[settled].tolist())
    later: dict[str, list[int]] = {}
    for f, home in enumerate(n.homes):
        if home.block is not None and f not in given and _lasts(n, f):
            later.setdefault(home.block, []).append(f)
    found = {}
    for block, some in people.items():
        mine = later.get(block, [])
        points = np.where(_may_have(a, some, mine), 1.0, -1000.0)
        points += a.people[some, OLD][:, None] == np.array(mine, dtype=np.int64)[None, :]
        rows, columns = linear_sum_assignment(points, maximize=True)
        if len(rows) < len(some) or (points[rows, columns] < 0).any():
            raise NoWayBack(f"not everyone of block {block} has a home there that suits")
        found.update({some[r]: mine[c] for r, c in zip(rows, columns, strict=True)})
    return found


def _may_have(a: Arrays, people: list[int], homes: list[int]) -> Flags:
    """Return for each of some people (rows) and homes whether it may end there, months aside."""
    who, where = np.array(people, dtype=np.int64), np.array(homes, dtype=np.int64)
    starts, none = np.zeros(len(who) + 1, dtype=np.int64), np.zeros(len(who), dtype=np.int64)
    cells = np.zeros(len(who) * (len(where) + 1), dtype=np.int64)
    list_pairs(a, who, none, where, cells, starts, True)
    # who may have none of them is given a column of its own
    table: Flags = np.zeros((len(who), len(where) + 1), dtype=np.bool_)
    table[np.repeat(np.arange(len(who)), np.diff(starts)), cells[: starts[-1]]] = True
    return table[:, :-1]


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
