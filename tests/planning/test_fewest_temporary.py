"""The fewest temporary homes against trying every order and every calendar."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.planning.calendar_bounds import time_windows
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask, violations
from hecht.planning.fewest_temporary import (
    fewest_by_duration,
    fewest_nested,
    fewest_one_crew,
    fewest_per_class,
    fewest_temporary,
    johnson_order,
    needed_by_calendar,
    needed_in_order,
    short_in_the_end,
    thrifty_calendar,
)
from hecht.planning.fewest_temporary_bound import relaxation_bound
from tests.planning.calendar_cases import every_calendar, neighbourhood_like, random_problem

BLOCKS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6)


@settings(max_examples=400, deadline=None)
@given(blocks=BLOCKS, vacant=st.integers(0, 6))
def test_johnson_equals_every_order(blocks: list[tuple[int, int]], vacant: int) -> None:
    """For one crew, no order of the blocks needs fewer temporary homes than Johnson's."""
    lost, gained = [b[0] for b in blocks], [b[1] for b in blocks]
    best = min(
        needed_in_order(lost, gained, order, vacant)
        for order in itertools.permutations(range(len(blocks)))
    )
    assert fewest_one_crew(lost, gained, vacant) == best
    assert sorted(johnson_order(lost, gained)) == list(range(len(blocks)))


def test_johnson_on_thousands_of_cases() -> None:
    """The same on 3,000 drawn cases of up to six blocks."""
    rng = random.Random(1)
    for _ in range(3000):
        n = rng.randint(0, 6)
        lost = [rng.randint(0, 9) for _ in range(n)]
        gained = [rng.randint(0, 9) for _ in range(n)]
        vacant = rng.randint(0, 5)
        best = min(
            needed_in_order(lost, gained, order, vacant)
            for order in itertools.permutations(range(n))
        )
        assert fewest_one_crew(lost, gained, vacant) == best


def test_a_case_by_hand() -> None:
    """Ten homes for twelve, then twenty for twenty, then thirty for fifteen: ten do not suffice."""
    assert needed_in_order([10, 20, 30], [12, 20, 15], [0, 1, 2]) == 28
    assert needed_in_order([10, 20, 30], [12, 20, 15], [2, 1, 0]) == 35
    assert fewest_one_crew([10, 20, 30], [12, 20, 15]) == 28
    assert fewest_one_crew([10, 20, 30], [12, 20, 15], vacant=30) == 0
    assert short_in_the_end([10, 20, 30], [12, 20, 15], vacant=3) == 10


def _tables(
    rng: random.Random, blocks: int, kinds: int
) -> tuple[list[list[int]], list[list[int]], list[int]]:
    lost = [[rng.randint(0, 9) for _ in range(kinds)] for _ in range(blocks)]
    gained = [[rng.randint(0, 9) for _ in range(kinds)] for _ in range(blocks)]
    return lost, gained, [rng.randint(0, 5) for _ in range(kinds)]


@pytest.mark.parametrize("seed", range(5))
def test_fewest_equals_every_calendar_and_bounds_hold(seed: int) -> None:
    """With crews, dates, budget and kinds of home: the optimum is right, the bounds are valid."""
    rng = random.Random(seed)
    for _ in range(25):
        problem = random_problem(rng)
        if rng.random() < 0.6:
            problem = replace(problem, budget_per_year=None)
        lost, gained, vacant = _tables(rng, len(problem.tasks), rng.randint(1, 2))
        best = min(
            (
                sum(needed_by_calendar(problem, starts, lost, gained, vacant))
                for starts in every_calendar(problem)
            ),
            default=None,
        )
        result = fewest_temporary(problem, lost, gained, vacant)
        if best is None:
            assert result.status == "infeasible"
            continue
        assert (result.status, result.number, result.lower_bound) == ("optimal", best, best)
        assert result.starts is not None
        assert violations(problem, result.starts) == []
        counted = needed_by_calendar(problem, result.starts, lost, gained, vacant)
        assert counted == result.per_class
        assert sum(fewest_per_class(lost, gained, vacant)) <= best
        windows = time_windows(problem)
        assert windows is not None
        assert relaxation_bound(problem, windows, lost, gained, vacant) <= best


def test_ample_time_reaches_johnson() -> None:
    """With one crew, no dates and one kind of home the exact search finds Johnson's number."""
    rng = random.Random(5)
    for _ in range(20):
        n = rng.randint(1, 7)
        tasks = tuple(CalendarTask(f"b{i}", rng.randint(1, 3), (1,), 0, 40) for i in range(n))
        problem = CalendarProblem(tasks, (1,), 40)
        lost, gained, vacant = _tables(rng, n, 1)
        result = fewest_temporary(problem, lost, gained, vacant)
        johnson = fewest_one_crew([x for (x,) in lost], [x for (x,) in gained], vacant[0])
        assert (result.status, result.number) == ("optimal", johnson)


def test_haste_costs_homes() -> None:
    """Two blocks of ten homes one after the other need ten homes, at the same time twenty."""
    tasks = tuple(CalendarTask(f"b{i}", 6, (1,), 0, 24) for i in range(2))
    problem = CalendarProblem(tasks, (2,), 24)
    trade = fewest_by_duration(problem, [[10], [10]], [[10], [10]], [0], months=(5, 6, 11, 12, 24))
    assert {months: result.number for months, result in trade.items()} == {
        5: None,
        6: 20,
        11: 20,
        12: 10,
        24: 10,
    }
    assert trade[5].status == "infeasible"


def test_kinds_of_home_do_not_replace_each_other() -> None:
    """Small homes that come free do not house large households; nested kinds count from above."""
    lost, gained = [[0, 10], [10, 0]], [[10, 0], [0, 10]]
    tasks = tuple(CalendarTask(f"b{i}", 2, (1,), 0, 9) for i in range(2))
    # Either block should come last: that each kind alone could do without homes does not help.
    assert fewest_per_class(lost, gained, [0, 0]) == (0, 0)
    result = fewest_temporary(CalendarProblem(tasks, (2,), 9), lost, gained, [0, 0])
    assert (result.status, result.number, result.lower_bound) == ("optimal", 10, 10)
    # Large homes may house small households: from small to large, all homes count for all.
    assert fewest_nested([[10, 0], [10, 0]], [[0, 10], [0, 10]], [0, 0]) == 10
    # Small homes never house large households.
    assert fewest_nested([[0, 10], [0, 10]], [[10, 0], [10, 0]], [0, 0]) == 20


def test_relaxation_bound_sees_haste() -> None:
    """Where time forces blocks to overlap, the relaxation proves more than Johnson's rule."""
    problem = neighbourhood_like(8, 48, 2, seed=8)
    lost = [[10 + i] for i in range(8)]
    windows = time_windows(problem)
    assert windows is not None
    bound = relaxation_bound(problem, windows, lost, lost, [0])
    assert bound > fewest_one_crew([x for (x,) in lost], [x for (x,) in lost])
    result = fewest_temporary(problem, lost, lost, [0], deterministic_limit=2.0)
    assert result.number is not None
    assert bound <= result.lower_bound <= result.number


def test_thrifty_calendar_breaks_no_rule_and_repeats() -> None:
    """The list schedules are allowed calendars, and the same seed gives the same one."""
    problem = neighbourhood_like(30, 120, 4, seed=30)
    rng = random.Random(2)
    lost, gained, vacant = _tables(rng, 30, 2)
    starts = thrifty_calendar(problem, lost, gained, vacant)
    assert starts is not None
    assert violations(problem, starts) == []
    assert starts == thrifty_calendar(problem, lost, gained, vacant)


def test_tables_that_do_not_fit_are_refused() -> None:
    """A row too few, a column too many or a negative number is an error."""
    problem = CalendarProblem((CalendarTask("a", 1, (), 0, 9),), (), 9)
    with pytest.raises(ValueError, match="1 blocks and 0 rows"):
        fewest_temporary(problem, [], [], [0])
    with pytest.raises(ValueError, match="2 kinds of home"):
        fewest_temporary(problem, [[1, 1]], [[1, 1]], [0])
    with pytest.raises(ValueError, match="negative"):
        fewest_temporary(problem, [[-1]], [[1]], [0])
