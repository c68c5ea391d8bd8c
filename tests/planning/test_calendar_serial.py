"""Serial schedules: allowed, as early as possible, and only shorter after justification."""

from __future__ import annotations

import itertools
import random

import pytest

from hecht.planning.calendar_problem import CalendarProblem, CalendarTask, makespan, violations
from hecht.planning.calendar_serial import first_calendars, justified, mirrored, serial_schedule
from tests.planning.calendar_cases import best_value, neighbourhood_like, random_problem


@pytest.mark.parametrize("seed", range(4))
def test_serial_schedules_break_no_rule_and_none_can_start_earlier(seed: int) -> None:
    """A task moved one month earlier, all else equal, always breaks a rule."""
    rng = random.Random(seed)
    found = 0
    for _ in range(150):
        problem = random_problem(rng)
        order = [task.id for task in problem.tasks]
        rng.shuffle(order)
        starts = serial_schedule(problem, order)
        if starts is None:
            continue
        found += 1
        assert violations(problem, starts) == []
        assert list(starts) == [task.id for task in problem.tasks]
        last = order[-1]
        waiting = {name for task in problem.tasks for name in task.after}
        if last not in waiting and starts[last] > 0:
            for month in range(starts[last]):
                assert violations(problem, {**starts, last: month})
    assert found > 20


def test_some_order_gives_the_shortest_calendar() -> None:
    """Without a budget the best of all orders is as short as any calendar."""
    rng = random.Random(9)
    for _ in range(100):
        drawn = random_problem(rng)
        problem = CalendarProblem(drawn.tasks, drawn.capacity, drawn.horizon)
        names = [task.id for task in problem.tasks]
        lengths = [
            makespan(problem, starts)
            for order in itertools.permutations(names)
            if (starts := serial_schedule(problem, order)) is not None
        ]
        assert min(lengths, default=None) == best_value(problem)


def test_justification_only_shortens() -> None:
    """Shifting right and back left keeps every rule and never takes longer."""
    rng = random.Random(3)
    shorter = 0
    for seed in range(60):
        problem = neighbourhood_like(14, 120, 3, seed)
        order = [task.id for task in problem.tasks]
        rng.shuffle(order)
        starts = serial_schedule(problem, order)
        if starts is None:
            continue
        better = justified(problem, starts)
        assert violations(problem, better) == []
        assert makespan(problem, better) <= makespan(problem, starts)
        shorter += makespan(problem, better) < makespan(problem, starts)
    assert shorter > 0


def test_first_calendars_break_no_rule() -> None:
    """The usual orders of priority give allowed calendars only."""
    rng = random.Random(4)
    for _ in range(100):
        problem = random_problem(rng)
        for starts in first_calendars(problem):
            assert violations(problem, starts) == []


def test_mirror_twice_is_the_problem_itself() -> None:
    """Time run backwards twice gives the same windows and precedence."""
    problem = CalendarProblem(
        (CalendarTask("a", 2, (1,), 1, 5, (), 7), CalendarTask("b", 1, (1,), 0, 6, ("a",), 3)),
        (1,),
        6,
        100,
        (0, 0, 1, 1, 1, 1),
    )
    assert mirrored(mirrored(problem, 6), 6) == problem


def test_order_must_name_every_task() -> None:
    """An order that misses a task is refused."""
    problem = CalendarProblem((CalendarTask("a", 1, (), 0, 9),), (), 9)
    with pytest.raises(ValueError, match="every task exactly once"):
        serial_schedule(problem, [])


def test_a_task_waits_for_its_predecessors_whatever_the_order() -> None:
    """A task that comes first in the order still starts after the one it waits for."""
    problem = CalendarProblem(
        (CalendarTask("a", 2, (1,), 0, 9), CalendarTask("b", 1, (1,), 0, 9, ("a",))), (1,), 9
    )
    assert serial_schedule(problem, ["b", "a"]) == {"a": 0, "b": 2}
