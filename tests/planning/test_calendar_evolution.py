"""The compiled calendar search: allowed calendars, never worse than the hint, repeatable."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from hecht.planning.calendar_evolution import evolved_calendar
from hecht.planning.calendar_problem import makespan, violations
from hecht.planning.calendar_serial import first_calendars
from tests.planning.calendar_cases import best_value, neighbourhood_like, random_problem


@pytest.mark.parametrize("seed", range(3))
def test_small_problems_are_solved_to_the_optimum(seed: int) -> None:
    """On small problems without a budget the shortest calendar is found, or none exists."""
    rng = random.Random(seed)
    for _ in range(60):
        problem = replace(random_problem(rng), budget_per_year=None)
        best = best_value(problem)
        starts = evolved_calendar(problem, tries=300)
        if best is None:
            assert starts is None
        elif starts is not None:
            assert violations(problem, starts) == []
            assert makespan(problem, starts) == best
        else:
            # A latest end before the horizon may refuse every serial schedule; else it may not.
            assert any(task.latest_end < problem.horizon for task in problem.tasks)


def test_a_hint_is_never_made_worse() -> None:
    """Beginning at a calendar, the result is as short or shorter, and breaks no rule."""
    for seed in range(10):
        problem = replace(neighbourhood_like(20, 130, 3, seed), budget_per_year=None)
        hint = next(iter(first_calendars(problem)))
        starts = evolved_calendar(problem, tries=50, hint=hint, seed=seed)
        assert starts is not None
        assert violations(problem, starts) == []
        assert makespan(problem, starts) <= makespan(problem, hint)


def test_more_tries_never_give_a_longer_calendar_and_runs_repeat() -> None:
    """The search only improves with its number of tries; the same seed gives the same calendar."""
    problem = replace(neighbourhood_like(40, 200, 4, 9), budget_per_year=None)
    few = evolved_calendar(problem, tries=20, target=0)
    many = evolved_calendar(problem, tries=2000, target=0)
    assert few is not None
    assert many is not None
    assert makespan(problem, many) <= makespan(problem, few)
    assert many == evolved_calendar(problem, tries=2000, target=0)


def test_a_budget_is_refused() -> None:
    """The kernel knows no budget and says so."""
    with pytest.raises(ValueError, match="knows no budget"):
        evolved_calendar(neighbourhood_like(4, 90, 2, 1), tries=1)
