"""The calendar of a plan that is made anew: what has begun stands, the rest moves if it must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from hecht.planning.arrays import (
    BUDGET,
    CAPACITY,
    CREWS,
    DURATION,
    EARLIEST,
    HORIZON,
    NO_LIMIT,
    SPEND,
    Ints,
)
from hecht.planning.calendar import solve_calendar
from hecht.planning.calendar_problem import CalendarProblem
from hecht.planning.calendar_serial import serial_schedule
from hecht.planning.first_plan import calendar_problem
from hecht.planning.instance import Instance
from hecht.planning.past import Past

_LIMIT = 1.0
"""Deterministic time for a calendar when shifting the old one does not do."""


def with_past_works(instance: Instance, past: Past) -> Instance:
    """Return the instance in which works that have begun cannot break a limit any more.

    Crews of works that are done count no more; where works that have begun need more crews or
    money than there now are, they get what there is, and nothing new begins until there is room.
    """
    a, n = instance.arrays, instance.neighbourhood
    blocks, year = a.blocks.copy(), a.year.copy()
    begun = {
        b: past.starts[n.blocks[b].id] for b in a.movable.tolist() if n.blocks[b].id in past.starts
    }
    room = np.full(int(a.fixed[HORIZON]) + 1, int(a.fixed[CAPACITY]), dtype=np.int64)
    for b, start in sorted(begun.items(), key=lambda pair: (pair[1], pair[0])):
        end = start + int(blocks[b, DURATION])
        if end <= past.date:
            blocks[b, CREWS] = 0
            continue
        left = int(room[start:end].min(initial=NO_LIMIT))
        blocks[b, CREWS] = min(int(blocks[b, CREWS]), max(0, left))
        room[start:end] -= blocks[b, CREWS]
    if a.fixed[BUDGET] < NO_LIMIT:
        free_from = _spent_years(instance, begun, past.date, year)
        for b in a.movable.tolist():
            if b not in begun and blocks[b, SPEND] > 0:
                blocks[b, EARLIEST] = max(int(blocks[b, EARLIEST]), free_from)
    return replace(instance, arrays=a._replace(blocks=blocks, year=year))


def _spent_years(instance: Instance, begun: Mapping[int, int], date: int, year: Ints) -> int:
    """Let each past month be a year of its own; return from which month on money can be spent.

    A year of which works that have begun take more than there is, is left to them.
    """
    a = instance.arrays
    horizon, budget = int(a.fixed[HORIZON]), int(a.fixed[BUDGET])
    now = int(a.year[min(date, horizon)])
    spent: dict[int, int] = {}
    for b, start in begun.items():
        months: dict[int, int] = {}
        for m in range(start, min(start + int(a.blocks[b, DURATION]), horizon)):
            months[int(a.year[m])] = months.get(int(a.year[m]), 0) + 1
        for y, count in months.items():
            cost = -((-int(a.blocks[b, SPEND]) * count) // int(a.blocks[b, DURATION]))
            spent[y] = spent.get(y, 0) + cost
    full = [y for y, cost in spent.items() if y >= now and cost > budget]
    last = max(full, default=now - 1)
    first = next((m for m in range(horizon + 1) if a.year[m] > last), horizon)
    for m in range(first):
        year[m] = int(a.year[first]) - (first - m)
    return first if full else 0


def problem_of(instance: Instance) -> CalendarProblem:
    """Return the scheduling problem with the crews of the arrays, which know what is past."""
    problem, a = calendar_problem(instance), instance.arrays
    tasks = tuple(
        replace(task, demand=(int(a.blocks[b, CREWS]),))
        for task, b in zip(problem.tasks, a.movable.tolist(), strict=True)
    )
    return replace(problem, tasks=tasks)


def shifted(instance: Instance, starts: Mapping[str, int], seed: int) -> dict[str, int] | None:
    """Return the calendar nearest to the old one that can still be; None when there is none.

    Each block keeps its month where it can; otherwise it comes later, in the old order. Only when
    that does not fit is another calendar looked for.
    """
    problem = problem_of(instance)
    if not problem.tasks:
        return {}
    tasks = tuple(
        replace(task, earliest=max(task.earliest, starts.get(task.id, 0))) for task in problem.tasks
    )
    order = sorted(
        (t.id for t in tasks), key=lambda name: (starts.get(name, 0), problem.index[name])
    )
    found = serial_schedule(replace(problem, tasks=tasks), order)
    if found is None:
        found = serial_schedule(problem, order)
    if found is None:
        result = solve_calendar(problem, seed=seed, deterministic_limit=_LIMIT)
        found = None if result.starts is None else dict(result.starts)
    return found
