"""First placements: everybody to the best home that can be had with a given calendar."""

from __future__ import annotations

import numpy as np

from hecht.planning.arrays import (
    BUDGET,
    CAPACITY,
    CHOICE_FROM,
    CHOICE_UNTIL,
    EARLIEST,
    EXPLICIT,
    HOME_CLASS,
    HOMES,
    HORIZON,
    KIND,
    LATEST,
    NEED_CLASS,
    NO_LIMIT,
    OLD,
    OWN_BLOCK,
    PEOPLE,
    SETTLED,
    SPEND,
    STAYS,
    Arrays,
)
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.state import State

_LARGEST_EXACT = 1_500_000
"""Pairs of households and homes up to which the first placement is the best assignment."""

_FORBIDDEN = -(10**12)


def calendar_problem(instance: Instance) -> CalendarProblem:
    """Return the calendar part of a neighbourhood: blocks with works, crews, budget, dates."""
    a, n = instance.arrays, instance.neighbourhood
    tasks = []
    for b in a.movable.tolist():
        block = n.blocks[b]
        after = tuple(name for name in block.after if n.block_of[name].has_works)
        tasks.append(
            CalendarTask(
                id=block.id,
                duration=block.duration,
                demand=(block.crews,),
                earliest=int(a.blocks[b, EARLIEST]),
                latest_end=int(a.blocks[b, LATEST]),
                after=after,
                spend=int(a.blocks[b, SPEND]),
            )
        )
    budget = int(a.fixed[BUDGET])
    return CalendarProblem(
        tasks=tuple(tasks),
        capacity=(int(a.fixed[CAPACITY]),),
        horizon=int(a.fixed[HORIZON]),
        budget_per_year=None if budget >= NO_LIMIT else budget,
        year_of_month=tuple(int(y) for y in a.year[:-1]),
    )


def set_calendar(instance: Instance, s: State, starts: dict[str, int]) -> None:
    """Write block starts (by name) into a state."""
    for b in instance.arrays.movable.tolist():
        s.starts[b] = starts[instance.neighbourhood.blocks[b].id]


def with_a_roof(instance: Instance, starts: dict[str, int]) -> dict[str, int]:
    """Return a calendar that leaves everybody a roof in every month, if one is soon found.

    The given one if it does; else the blocks one by one, in its order or in that of the homes
    they add, each as soon as there are places; else the given one.
    """
    from hecht.planning.calendar_moves import by_room, lacking

    a, names = instance.arrays, [block.id for block in instance.neighbourhood.blocks]
    given = np.array([starts.get(name, 0) for name in names], dtype=np.int64)
    if lacking(a, given) == 0:
        return starts
    gain = a.blocks[:, HOMES] - a.blocks[:, PEOPLE]
    for key in (given, -gain, a.blocks[:, PEOPLE]):
        order = a.movable[np.lexsort((a.movable, given[a.movable], key[a.movable]))]
        found = given.copy()
        if by_room(a, order, found):
            return {names[b]: int(found[b]) for b in a.movable.tolist()}
    return starts


def place_everybody(instance: Instance, s: State) -> None:
    """Give every household a home: those who stay or leave theirs, the others the best there is.

    The best assignment without ties where that is quick to find, else one by one, those with
    the least choice first. Ends with everything in the state computed.
    """
    a = instance.arrays
    s.home[:] = np.where(a.people[:, KIND] == STAYS, a.people[:, OLD], -1)
    for h in np.nonzero(a.people[:, KIND] == SETTLED)[0]:
        s.home[h] = a.choices[a.people[h, CHOICE_FROM]]
    s.taken[:] = -1
    stays = a.active[a.people[a.active, OWN_BLOCK] < 0]
    s.home[stays] = a.people[stays, OLD]
    if len(a.active) * len(a.destinations) <= _LARGEST_EXACT:
        _best_assignment(a, s)
    else:
        _one_by_one(a, s)
    settle(a, s)


def _best_assignment(a: Arrays, s: State) -> None:
    """Assign homes at the highest worth; a household may also take an empty place of its own."""
    from scipy.optimize import linear_sum_assignment

    from hecht.planning.tables import fill_worth

    rows, columns = len(a.active), len(a.destinations)
    if rows == 0 or columns == 0:
        return
    table = np.full((rows, columns), float(_FORBIDDEN))
    fill_worth(a, s.starts, table)
    affected = a.people[a.active, OWN_BLOCK] >= 0
    away = np.full((rows, rows), float(_FORBIDDEN))
    np.fill_diagonal(away, np.where(affected, 0.0, 1.0))
    chosen = linear_sum_assignment(np.hstack([table, away]), maximize=True)
    for row, column in zip(*chosen, strict=True):
        if column < columns and table[row, column] > _FORBIDDEN / 2:
            s.home[a.active[row]] = a.destinations[column]


def _one_by_one(a: Arrays, s: State) -> None:
    from hecht.planning.tables import place_greedily

    breadth = a.suit[:, a.homes[a.destinations, HOME_CLASS]].sum(axis=1)
    choice = np.where(
        a.people[a.active, EXPLICIT] > 0,
        (a.people[:, CHOICE_UNTIL] - a.people[:, CHOICE_FROM])[a.active],
        breadth[a.people[a.active, NEED_CLASS]],
    )
    order = a.active[np.argsort(choice, kind="stable")]
    place_greedily(a, s, order)
