"""First placements: everybody to the best home that can be had with a given calendar."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hecht.planning.arrays import (
    BUDGET,
    CAPACITY,
    CHOICE_FROM,
    CHOICE_UNTIL,
    EARLIEST,
    EXPLICIT,
    HOME_CLASS,
    HORIZON,
    KIND,
    LATEST,
    NEED_CLASS,
    NO_LIMIT,
    OLD,
    OWN_BLOCK,
    SPEND,
    STAYS,
    Arrays,
    Ints,
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


def place_everybody(instance: Instance, s: State) -> None:
    """Give every household a home: those who stay or leave theirs, the others the best there is.

    The best assignment without ties where that is quick to find, else one by one, those with
    the least choice first. Ends with everything in the state computed.
    """
    a = instance.arrays
    s.home[:] = np.where(a.people[:, KIND] == STAYS, a.people[:, OLD], -1)
    s.taken[:] = -1
    stays = a.active[a.people[a.active, OWN_BLOCK] < 0]
    s.home[stays] = a.people[stays, OLD]
    if len(a.active) * len(a.destinations) <= _LARGEST_EXACT:
        _best_assignment(a, s)
    else:
        _one_by_one(a, s)
    settle(a, s)


def _best_assignment(a: Arrays, s: State) -> None:
    from scipy.optimize import linear_sum_assignment

    if len(a.active) == 0 or len(a.destinations) == 0:
        return
    table = _table_compiled(a, s.starts)
    for h, f in _assign(a, table, linear_sum_assignment):
        s.home[h] = f


def _assign(a: Arrays, table: npt.NDArray[np.float64], solve: object) -> list[tuple[int, int]]:
    """Assign rows to columns; each row may also take the empty place of its own (worth 0)."""
    rows, columns = table.shape
    affected = a.people[a.active, OWN_BLOCK] >= 0
    away = np.full((rows, rows), float(_FORBIDDEN))
    np.fill_diagonal(away, np.where(affected, 0.0, 1.0))
    chosen = solve(np.hstack([table, away]), maximize=True)  # type: ignore[operator]
    result = []
    for row, column in zip(*chosen, strict=True):
        if column < columns and table[row, column] > _FORBIDDEN / 2:
            result.append((int(a.active[row]), int(a.destinations[column])))
    return result


def _table_compiled(a: Arrays, starts: Ints) -> npt.NDArray[np.float64]:
    from hecht.planning.tables import fill_worth

    table = np.full((len(a.active), len(a.destinations)), float(_FORBIDDEN))
    fill_worth(a, starts, table)
    return table


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
