"""Spans of calendars against all calendars of small problems, tried one by one."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.planning.bounds.calendar_span import Span, whole_span
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask, violations


@st.composite
def problems(draw: st.DrawFn) -> CalendarProblem:
    """Draw up to four tasks with dates, precedence and two kinds of crews."""
    count = draw(st.integers(1, 4))
    horizon = draw(st.integers(3, 7))
    names = [f"b{i}" for i in range(count)]
    tasks = tuple(
        CalendarTask(
            id=names[i],
            duration=draw(st.integers(1, 3)),
            demand=(draw(st.integers(0, 2)), draw(st.integers(0, 3))),
            earliest=draw(st.integers(0, 3)),
            latest_end=draw(st.integers(max(3, horizon - 3), horizon)),
            after=tuple(draw(st.sets(st.sampled_from(names[:i]), max_size=1)) if i else ()),
        )
        for i in range(count)
    )
    return CalendarProblem(tasks, (draw(st.integers(1, 3)), draw(st.integers(1, 4))), horizon)


def calendars(problem: CalendarProblem) -> list[tuple[int, ...]]:
    """Return the starts of every calendar of a problem."""
    names = [task.id for task in problem.tasks]
    return [
        starts
        for starts in product(range(problem.horizon), repeat=len(names))
        if not violations(problem, dict(zip(names, starts, strict=True)))
    ]


def holds(span: Span | None, starts: tuple[int, ...]) -> bool:
    """Return whether a calendar keeps all distances of a span."""
    if span is None:
        return False
    at = np.array([0, *starts])
    return bool((at[None, :] - at[:, None] >= span.gap).all())


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_calendar_is_left_out_of_the_whole(problem: CalendarProblem) -> None:
    """What is worked out of dates, paths and crews holds in every calendar."""
    span = whole_span(problem)
    assert all(holds(span, starts) for starts in calendars(problem))


@settings(max_examples=50, deadline=None)
@given(problems(), st.data())
def test_each_calendar_is_in_one_of_three_parts(
    problem: CalendarProblem, data: st.DataObject
) -> None:
    """Of two blocks one is finished when the other starts, or they are at work together."""
    span = whole_span(problem)
    if span is None or len(problem.tasks) < 2:
        return
    i, j = data.draw(st.sampled_from(list(permutations(range(len(problem.tasks)), 2))))
    parts = span.comes_after(i, j), span.comes_after(j, i), span.overlapping(i, j)
    for starts in calendars(problem):
        assert sum(holds(part, starts) for part in parts) == 1


@settings(max_examples=50, deadline=None)
@given(problems(), st.data())
def test_a_narrower_span_keeps_what_fits(problem: CalendarProblem, data: st.DataObject) -> None:
    """After halving a window every calendar is on its own side of the middle, and kept there."""
    span = whole_span(problem)
    if span is None:
        return
    i = data.draw(st.integers(0, len(problem.tasks) - 1))
    middle = data.draw(st.integers(int(span.first[i]), int(span.last[i])))
    early, late = span.narrowed(i + 1, 0, -middle), span.narrowed(0, i + 1, middle + 1)
    for starts in calendars(problem):
        assert holds(early, starts) == (starts[i] <= middle)
        assert holds(late, starts) == (starts[i] > middle)


def like(count: int, horizon: int) -> CalendarProblem:
    """Return tasks of six months each of which at most two are at work at once."""
    tasks = [CalendarTask(f"b{i}", 6, (25,), 0, horizon) for i in range(count)]
    return CalendarProblem(tuple(tasks), (50,), horizon)


@pytest.mark.parametrize(("count", "horizon", "some"), [(3, 12, True), (3, 11, False)])
def test_lanes_are_counted(count: int, horizon: int, some: bool) -> None:
    """Three works of six months, two at a time, need twelve months, though nine have the room."""
    assert (whole_span(like(count, horizon)) is not None) is some


def test_others_wait_while_the_crews_are_taken() -> None:
    """When two of four start at once the others start when those are finished."""
    span = whole_span(like(4, 12))
    for b in (0, 1):
        span = span and span.narrowed(b + 1, 0, 0)
    assert span is not None
    assert span.first.tolist() == [0, 0, 6, 6]
    assert span.last.tolist() == [0, 0, 6, 6]
