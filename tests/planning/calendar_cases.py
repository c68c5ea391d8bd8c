"""Small random calendar problems, and the answer to them by trying every calendar."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping

from hecht.planning.calendar_problem import CalendarProblem, CalendarTask, makespan, violations


def random_problem(
    rng: random.Random, tasks: int | None = None, resources: int | None = None
) -> CalendarProblem:
    """Return a problem of 1 to 4 tasks within 4 to 9 months, often one without a calendar."""
    count = rng.randint(1, 4) if tasks is None else tasks
    kinds = rng.randint(1, 2) if resources is None else resources
    horizon = rng.randint(4, 9)
    drawn = tuple(
        CalendarTask(
            id=f"b{i}",
            duration=rng.randint(1, 4),
            demand=tuple(rng.randint(0, 2) for _ in range(kinds)),
            earliest=rng.choice([0, 0, 0, 1, 2]),
            latest_end=rng.choice([horizon, horizon, horizon - 1, horizon + 3]),
            after=tuple(f"b{j}" for j in range(i) if rng.random() < 0.2),
            spend=rng.choice([0, 100, 101, 70]),
        )
        for i in range(count)
    )
    return CalendarProblem(
        tasks=drawn,
        capacity=tuple(rng.randint(1, 3) for _ in range(kinds)),
        horizon=horizon,
        budget_per_year=rng.choice([None, 80, 100, 101, 150]),
        year_of_month=tuple((month + 3) // 4 for month in range(horizon)),
    )


def every_calendar(problem: CalendarProblem) -> Iterator[dict[str, int]]:
    """Yield every calendar that breaks no rule."""
    for months in itertools.product(range(problem.horizon), repeat=len(problem.tasks)):
        starts = {task.id: month for task, month in zip(problem.tasks, months, strict=True)}
        if not violations(problem, starts):
            yield starts


def best_value(
    problem: CalendarProblem, value: Callable[[Mapping[str, int]], int] | None = None
) -> int | None:
    """Return the least value (default: the makespan) over every calendar, or None."""
    judge = value or (lambda starts: makespan(problem, starts))
    return min((judge(starts) for starts in every_calendar(problem)), default=None)


def neighbourhood_like(blocks: int, horizon: int, crews: int, seed: int) -> CalendarProblem:
    """Return a problem of the size and shape of a neighbourhood, with a budget that matters."""
    rng = random.Random(seed)
    drawn = tuple(
        CalendarTask(
            id=f"b{i}",
            duration=rng.randint(6, 16),
            demand=(1,),
            earliest=rng.choice([0, 0, 0, 6, 12]),
            latest_end=horizon,
            after=tuple(f"b{j}" for j in range(i) if rng.random() < 1 / blocks),
            spend=rng.randint(1_000_000, 6_000_000),
        )
        for i in range(blocks)
    )
    months = sum(task.duration for task in drawn) / crews
    return CalendarProblem(
        tasks=drawn,
        capacity=(crews,),
        horizon=horizon,
        budget_per_year=int(sum(task.spend for task in drawn) / months * 12 * 1.3),
        year_of_month=tuple(2026 + (month + 3) // 12 for month in range(horizon)),
    )
