"""When works can start and end: in one calendar, or in every calendar at once.

The bounds ask only three things of time: the first and last month in which a block can start, how
long a household must at least wait between losing its home in one block and getting one in
another, and the least duration. A single calendar answers them exactly, all calendars together
answer them from dates, notice and precedence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from hecht.neighbourhood import Neighbourhood, ReturnWish
from hecht.planning.calendar_bounds import makespan_bound, time_windows
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask

_CENTS = 100
_NEVER = 1 << 30


@dataclass(frozen=True)
class Windows:
    """What is known of the months of the works; rows follow `neighbourhood.blocks`.

    `first` and `last` are the months between which a block starts (blocks without works: 0 and
    0). `wait[b][c]`: the least number of months from the start of b to the finish of c, never
    below 0. `duration`: the least duration of all works. `exact` tells that it is one calendar.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    wait: tuple[tuple[int, ...], ...]
    duration: int
    exact: bool


def of_calendar(neighbourhood: Neighbourhood, starts: Mapping[str, int]) -> Windows:
    """Return the windows of one calendar (block id to start month)."""
    blocks = neighbourhood.blocks
    start = tuple(starts.get(block.id, 0) for block in blocks)
    ready = [s + block.duration for s, block in zip(start, blocks, strict=True)]
    return Windows(
        first=start,
        last=start,
        wait=tuple(tuple(max(0, done - s) for done in ready) for s in start),
        duration=max((r for r, b in zip(ready, blocks, strict=True) if b.has_works), default=0),
        exact=True,
    )


def of_any_calendar(neighbourhood: Neighbourhood) -> Windows | None:
    """Return the windows of all calendars together; None when there is no calendar at all."""
    problem = loosest_problem(neighbourhood)
    windows = time_windows(problem)
    duration = makespan_bound(problem)
    if windows is None or duration is None:
        return None
    blocks, place = neighbourhood.blocks, problem.index
    first, last = [0] * len(blocks), [0] * len(blocks)
    for b, block in enumerate(blocks):
        if block.has_works:
            task = place[block.id]
            first[b] = windows.start[task]
            last[b] = windows.end[task] - block.duration
    follows = _least_between(problem)
    wait = []
    for b, block in enumerate(blocks):
        row = []
        for c, other in enumerate(blocks):
            months = first[c] + other.duration - last[b]
            if block.has_works and other.has_works:
                months = max(months, follows[place[block.id]][place[other.id]] + other.duration)
            row.append(max(0, months))
        wait.append(tuple(row))
    return Windows(tuple(first), tuple(last), tuple(wait), duration, False)


def loosest_problem(neighbourhood: Neighbourhood) -> CalendarProblem:
    """Return the calendar problem that no plan's calendar breaks.

    Money is in whole cents, costs rounded down and the budget up, so that rounding forbids
    nothing. A block in which somebody lives cannot start in month 0, nor before the months of
    notice when that somebody does not wish to go elsewhere.
    """
    n = neighbourhood
    lived_in: dict[str, int] = {}
    for household in n.households:
        block = n.home_of[household.home].block
        if block is not None and n.block_of[block].works.empties:
            free = household.wish is ReturnWish.ELSEWHERE
            month = 1 if free else max(1, n.first_move)
            lived_in[block] = max(lived_in.get(block, 0), month)
    horizon = n.project.horizon
    tasks = [
        CalendarTask(
            id=block.id,
            duration=block.duration,
            demand=(block.crews,),
            earliest=max(0, block.earliest or 0, lived_in.get(block.id, 0)),
            latest_end=horizon if block.latest is None else min(block.latest, horizon),
            after=tuple(name for name in block.after if n.block_of[name].has_works),
            spend=0 if block.cost is None else max(0, floor(Fraction(block.cost) * _CENTS)),
        )
        for block in n.blocks
        if block.has_works
    ]
    budget = n.capacity.budget_per_year
    start = n.project.start
    return CalendarProblem(
        tasks=tuple(tasks),
        capacity=(n.capacity.crews,),
        horizon=horizon,
        budget_per_year=None if budget is None else ceil(Fraction(budget) * _CENTS),
        year_of_month=tuple(start.plus(m).year for m in range(horizon)),
    )


def _least_between(problem: CalendarProblem) -> list[list[int]]:
    """Return the least months from one start to another; -_NEVER where no precedence says so."""
    count = len(problem.tasks)
    between = [[-_NEVER] * count for _ in range(count)]
    for i in problem.topological or ():
        for p in problem.before[i]:
            for j in range(count):
                if between[j][p] >= 0:
                    months = between[j][p] + problem.tasks[p].duration
                    between[j][i] = max(between[j][i], months)
        between[i][i] = 0
    return between
