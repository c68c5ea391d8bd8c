"""The calendar solver against trying every calendar, and its exact arithmetic."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest

from hecht.planning.calendar import (
    CalendarProblem,
    CalendarTask,
    diverse_calendars,
    makespan,
    solve_calendar,
    violations,
)
from tests.planning.calendar_cases import (
    best_value,
    every_calendar,
    neighbourhood_like,
    random_problem,
)


@pytest.mark.parametrize("seed", range(6))
def test_shortest_calendar_equals_enumeration(seed: int) -> None:
    """The shortest calendar found is as short as any, and "infeasible" means there is none."""
    rng = random.Random(seed)
    for _ in range(30):
        problem = random_problem(rng)
        result = solve_calendar(problem)
        best = best_value(problem)
        if best is None:
            assert result.status == "infeasible"
            assert result.starts is None
        else:
            assert result.status == "optimal"
            assert result.starts is not None
            assert violations(problem, result.starts) == []
            assert result.makespan == best == result.lower_bound == result.objective


@pytest.mark.parametrize("seed", range(4))
def test_weighted_starts_equal_enumeration(seed: int) -> None:
    """With weights on the starts (early or late is better) the least sum is found and proven."""
    rng = random.Random(100 + seed)
    for _ in range(20):
        problem = random_problem(rng)
        weights = {task.id: rng.randint(-3, 3) for task in problem.tasks}
        weight = rng.randint(0, 2)
        result = solve_calendar(problem, weights=weights, makespan_weight=weight)
        best = best_value(
            problem,
            lambda starts, p=problem, w=weights, m=weight: (
                m * makespan(p, starts) + sum(w[name] * starts[name] for name in w)
            ),
        )
        if best is None:
            assert result.status == "infeasible"
        else:
            assert (result.status, result.objective) == ("optimal", best)
            assert result.objective_bound == best


def test_calendars_to_avoid_are_avoided_until_none_is_left() -> None:
    """Asking again and again for another calendar yields every calendar once."""
    problem = CalendarProblem(
        (CalendarTask("a", 2, (1,), 0, 5), CalendarTask("b", 1, (1,), 0, 5)), (1,), 5
    )
    seen: list[dict[str, int]] = []
    while True:
        result = solve_calendar(problem, avoid=seen)
        if result.starts is None:
            break
        assert dict(result.starts) not in seen
        seen.append(dict(result.starts))
    assert result.status == "infeasible"
    assert len(seen) == len(list(every_calendar(problem)))


def test_differ_by_counts_start_months() -> None:
    """At least `differ_by` start months differ from a calendar to avoid."""
    problem = neighbourhood_like(10, 70, 3, seed=4)
    first = solve_calendar(problem, deterministic_limit=1.0).starts
    assert first is not None
    other = solve_calendar(problem, avoid=[first], differ_by=6, deterministic_limit=1.0).starts
    assert other is not None
    assert sum(first[name] != other[name] for name in first) >= 6


def test_same_input_same_calendar() -> None:
    """Two runs with the same seed and limit give the same calendar, proven or not."""
    problem = neighbourhood_like(14, 90, 3, seed=2)
    weights = {task.id: i % 5 for i, task in enumerate(problem.tasks)}
    one = solve_calendar(problem, weights=weights, deterministic_limit=0.5)
    two = solve_calendar(problem, weights=weights, deterministic_limit=0.5)
    assert one == two
    assert one.starts is not None


def test_a_calendar_comes_back_when_the_limit_is_nought() -> None:
    """Without time for the solver there still is the serial schedule, with a valid bound."""
    problem = neighbourhood_like(20, 120, 4, seed=7)
    result = solve_calendar(problem, deterministic_limit=0.0)
    assert result.starts is not None
    assert violations(problem, result.starts) == []
    assert result.makespan is not None
    assert result.lower_bound <= result.makespan


def test_hint_is_never_lost() -> None:
    """The result is at least as good as a calendar given as a hint."""
    problem = neighbourhood_like(14, 90, 3, seed=2)
    good = solve_calendar(problem, deterministic_limit=2.0)
    assert good.starts is not None
    again = solve_calendar(problem, hints=good.starts, deterministic_limit=0.0)
    assert again.makespan is not None
    assert good.makespan is not None
    assert again.makespan <= good.makespan


def test_budget_exactly_at_the_limit_is_allowed() -> None:
    """Thirds of euros that add up to the budget exactly are accepted; one euro less is not."""
    tasks = tuple(CalendarTask(f"b{i}", 3, (1,), 0, 3, spend=100) for i in range(3))
    years = (0, 0, 1)
    at_limit = CalendarProblem(tasks, (3,), 3, 200, years)
    assert solve_calendar(at_limit).status == "optimal"
    assert solve_calendar(replace(at_limit, budget_per_year=199)).status == "infeasible"


@pytest.mark.parametrize("room", [0, -1])
def test_budget_is_exact_where_sixty_four_bits_are_not(room: int) -> None:
    """Durations without a common divisor and large sums do not blur the limit by a euro."""
    lengths = (41, 43, 47, 53, 59, 61, 67)
    tasks = tuple(CalendarTask(f"b{d}", d, (1,), 0, 70, spend=900_000_001 + d) for d in lengths)
    years = tuple(month // 12 for month in range(70))
    # Ends are pushed against the horizon, so that only one calendar is left.
    fixed = tuple(replace(task, earliest=70 - task.duration) for task in tasks)
    spent: dict[int, Fraction] = {}
    for task in fixed:
        for month in range(task.earliest, 70):
            spent[years[month]] = spent.get(years[month], Fraction(0)) + Fraction(
                task.spend, task.duration
            )
    budget = ceil(max(spent.values())) + room
    problem = CalendarProblem(fixed, (7,), 70, budget, years)
    assert problem.spend_unit * budget > 2**63
    assert solve_calendar(problem).status == ("infeasible" if room else "optimal")
    # With a month of freedom the solver has to search, and must agree with exact fractions.
    loose = replace(problem, tasks=(replace(fixed[0], earliest=fixed[0].earliest - 1), *fixed[1:]))
    result = solve_calendar(loose, weights={"b41": -1})
    possible = [
        starts
        for shift in (0, 1)
        if not violations(
            loose,
            starts := {t.id: 70 - t.duration - (shift if t.id == "b41" else 0) for t in fixed},
        )
    ]
    assert (result.starts is not None) == bool(possible)
    if possible:
        assert dict(result.starts or {}) == max(possible, key=lambda starts: starts["b41"])


def test_ring_of_precedence_is_infeasible() -> None:
    """Blocks that wait for each other have no calendar."""
    problem = CalendarProblem(
        (CalendarTask("a", 1, (), 0, 9, ("b",)), CalendarTask("b", 1, (), 0, 9, ("a",))), (), 9
    )
    assert solve_calendar(problem).status == "infeasible"


def test_nothing_to_do_is_a_calendar_of_nought_months() -> None:
    """Without tasks the calendar is empty and takes no time."""
    result = solve_calendar(CalendarProblem((), (2,), 12))
    assert (result.status, result.makespan, dict(result.starts or {})) == ("optimal", 0, {})


def test_meaningless_data_is_refused() -> None:
    """Errors name the task and what to do."""
    with pytest.raises(ValueError, match="a take 0 months"):
        CalendarProblem((CalendarTask("a", 0, (), 0, 9),), (), 9)
    with pytest.raises(ValueError, match="waits for z"):
        CalendarProblem((CalendarTask("a", 1, (), 0, 9, ("z",)),), (), 9)
    with pytest.raises(ValueError, match="same id"):
        CalendarProblem((CalendarTask("a", 1, (), 0, 9),) * 2, (), 9)
    with pytest.raises(ValueError, match="states a demand for 2 resources"):
        CalendarProblem((CalendarTask("a", 1, (1, 1), 0, 9),), (1,), 9)
    with pytest.raises(ValueError, match="calendar year of all 9 months"):
        CalendarProblem((CalendarTask("a", 1, (), 0, 9, spend=5),), (), 9, 100, (0,))
    problem = CalendarProblem((CalendarTask("a", 1, (), 0, 9),), (), 9)
    with pytest.raises(ValueError, match="'q'"):
        solve_calendar(problem, weights={"q": 1})


def test_violations_names_every_kind() -> None:
    """The exact check sees early starts, late ends, precedence, crews and budget."""
    problem = CalendarProblem(
        (
            CalendarTask("a", 2, (1,), 1, 4, spend=100),
            CalendarTask("b", 2, (1,), 0, 3, ("a",), spend=100),
        ),
        (1,),
        6,
        150,
        (0,) * 6,
    )
    text = " | ".join(violations(problem, {"a": 0, "b": 1}))
    assert "a starts in month 0, before month 1" in text
    assert "b starts before a is finished" in text
    assert "month 1 needs 2 of resource 0 and there are 1" in text
    assert "year 0 costs 200.00 euros and the budget is 150" in text
    assert "b is finished in month 4, after month 3" in violations(problem, {"a": 1, "b": 2})[0]
    assert violations(problem, {"a": 1}) == ["b has no start month"]


def test_diverse_calendars_are_good_and_differ() -> None:
    """Each of the calendars is allowed, none is much longer than the first, all differ."""
    problem = neighbourhood_like(12, 84, 3, seed=12)
    calendars = diverse_calendars(problem, 6, seed=1)
    assert len(calendars) == 6
    assert calendars == diverse_calendars(problem, 6, seed=1)
    first = makespan(problem, calendars[0])
    for i, starts in enumerate(calendars):
        assert violations(problem, starts) == []
        assert makespan(problem, starts) <= first * 1.2
        assert all(starts != other for other in calendars[:i])


def test_diverse_calendars_come_from_the_solver_where_serial_schedules_fail() -> None:
    """Where only few calendars exist, they are all found, and no more are promised."""
    problem = CalendarProblem(
        (CalendarTask("a", 2, (1,), 0, 4), CalendarTask("b", 1, (1,), 0, 4)), (1,), 4
    )
    calendars = diverse_calendars(problem, 50, seed=1)
    everything = list(every_calendar(problem))
    assert len(calendars) == len(everything)
    assert all(starts in everything for starts in calendars)
