"""Bounds on the length of any calendar: valid always, and strong where crews are scarce."""

from __future__ import annotations

import random

import pytest

from hecht.planning.calendar_bounds import makespan_bound, time_windows
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask
from tests.planning.calendar_cases import best_value, every_calendar, random_problem


@pytest.mark.parametrize("seed", range(5))
def test_bound_holds_for_every_calendar(seed: int) -> None:
    """No calendar is shorter than the bound, and "no calendar" is only said when it is so."""
    rng = random.Random(seed)
    tight = 0
    for _ in range(80):
        problem = random_problem(rng)
        bound, best = makespan_bound(problem), best_value(problem)
        if bound is None:
            assert best is None
        elif best is not None:
            assert bound <= best
            tight += bound == best
    assert tight > 20


def test_windows_hold_for_every_calendar() -> None:
    """Every calendar lies within the windows of time."""
    rng = random.Random(8)
    for _ in range(60):
        problem = random_problem(rng)
        windows = time_windows(problem)
        for starts in every_calendar(problem):
            assert windows is not None
            for i, task in enumerate(problem.tasks):
                assert windows.start[i] <= starts[task.id]
                assert starts[task.id] + task.duration <= windows.end[i]


def test_energy_bound_counts_work() -> None:
    """Six works of four months with two crews take twelve months, which no path shows."""
    tasks = tuple(CalendarTask(f"b{i}", 4, (1,), 0, 40) for i in range(6))
    assert makespan_bound(CalendarProblem(tasks, (2,), 40)) == 12


def test_energy_bound_adds_what_comes_before_and_after() -> None:
    """Head and tail of the works that share the crews are added to their work."""
    middle = tuple(CalendarTask(f"m{i}", 4, (1,), 0, 60, ("first",)) for i in range(4))
    names = tuple(task.id for task in middle)
    tasks = (
        CalendarTask("first", 3, (0,), 2, 60),
        *middle,
        CalendarTask("last", 5, (0,), 0, 60, names),
    )
    assert makespan_bound(CalendarProblem(tasks, (1,), 60)) == 2 + 3 + 16 + 5


def test_money_bound_counts_years() -> None:
    """A budget of 100 a year cannot pay for 250 before the third year begins."""
    tasks = tuple(CalendarTask(f"b{i}", 2, (1,), 0, 48, spend=50) for i in range(5))
    years = tuple(month // 12 for month in range(48))
    assert makespan_bound(CalendarProblem(tasks, (5,), 48, 100, years)) == 25


def test_overlap_of_windows_raises_the_bound() -> None:
    """Works that must be going on at the same time are seen to be too many for one crew."""
    tasks = (CalendarTask("a", 6, (1,), 0, 8), CalendarTask("b", 6, (1,), 0, 8))
    assert makespan_bound(CalendarProblem(tasks, (1,), 20)) is None
