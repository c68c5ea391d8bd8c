"""Short calendars by compiled search: the way in and out of calendar_kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hecht.planning.calendar_bounds import makespan_bound, time_windows
from hecht.planning.calendar_problem import CalendarProblem

if TYPE_CHECKING:
    from hecht.planning.calendar_kernel import Works

POPULATION = 60
"""Lists that are recombined; more find shorter calendars where there is time for many schedules."""


def evolved_calendar(
    problem: CalendarProblem,
    *,
    tries: int,
    seed: int = 1,
    hint: Mapping[str, int] | None = None,
    target: int | None = None,
    population: int = POPULATION,
) -> dict[str, int] | None:
    """Return the shortest calendar that `tries` schedules find, or None when there is none.

    Stops at `target` months (default: the proven bound). A function of the problem, the hint, the
    seed, the size of the `population` and `tries`. Raises ValueError for a problem with a budget,
    which the kernel does not know.
    """
    import numpy as np

    from hecht.planning.calendar_kernel import NEVER, evolve
    from hecht.planning.random_numbers import new_generator

    if problem.has_budget:
        raise ValueError("the compiled calendar search knows no budget; use solve_calendar")
    windows = time_windows(problem)
    bound = makespan_bound(problem) if target is None else target
    if windows is None or bound is None:
        return None
    if not problem.tasks:
        return {}
    works = _arrays(problem)
    late = [windows.end[i] - task.duration for i, task in enumerate(problem.tasks)]
    start = np.full(len(problem.tasks), -1, dtype=np.int64)
    if hint is not None:
        start[:] = [hint[task.id] for task in problem.tasks]
    months = evolve(
        works,
        np.array(late, dtype=np.int64),
        new_generator(seed, 0),
        population,
        tries,
        bound,
        start,
    )
    if months >= NEVER:
        return None
    return {task.id: int(start[i]) for i, task in enumerate(problem.tasks)}


def _arrays(problem: CalendarProblem) -> Works:
    import numpy as np

    from hecht.planning.calendar_kernel import Works

    tasks = problem.tasks
    before = [sorted(set(some)) for some in problem.before]
    behind: list[list[int]] = [[] for _ in tasks]
    for i, some in enumerate(before):
        for p in some:
            behind[p].append(i)
    before_at, before_flat = _flat(before)
    behind_at, behind_flat = _flat(behind)
    shape = (len(tasks), len(problem.capacity))
    return Works(
        duration=np.array([task.duration for task in tasks], dtype=np.int64),
        earliest=np.array([max(0, task.earliest) for task in tasks], dtype=np.int64),
        latest=np.array([min(task.latest_end, problem.horizon) for task in tasks], dtype=np.int64),
        demand=np.array([task.demand for task in tasks], dtype=np.int64).reshape(shape),
        capacity=np.array(problem.capacity, dtype=np.int64),
        before_at=np.array(before_at, dtype=np.int64),
        before=np.array(before_flat, dtype=np.int64),
        behind_at=np.array(behind_at, dtype=np.int64),
        behind=np.array(behind_flat, dtype=np.int64),
        horizon=problem.horizon,
    )


def _flat(rows: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Return where each row begins (and the last ends), and the rows laid end to end."""
    at: list[int] = [0]
    flat: list[int] = []
    for row in rows:
        flat.extend(row)
        at.append(len(flat))
    return at, flat
