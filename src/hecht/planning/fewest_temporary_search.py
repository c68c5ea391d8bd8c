"""Calendars that need few temporary homes, by list scheduling under a limit on homes.

In each month the blocks are tried in an order of priority; one starts when crews, budget, dates
and the homes that are free allow it. The limit on homes is lowered as long as some order succeeds.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from hecht.planning.calendar_bounds import TimeWindows, time_windows
from hecht.planning.calendar_problem import CalendarProblem
from hecht.planning.calendar_serial import Room, first_calendars

Table = Sequence[Sequence[int]]


def johnson_order(lost: Sequence[int], gained: Sequence[int]) -> list[int]:
    """Return the order of blocks, one at a time, that needs the fewest temporary homes.

    First the blocks that give at least as many homes as they take, the smallest first; then the
    others, those that give most first (Johnson 1954).
    """
    examine_lengths(len(lost), gained)
    growing = sorted((i for i in range(len(lost)) if lost[i] <= gained[i]), key=lambda i: lost[i])
    shrinking = sorted(
        (i for i in range(len(lost)) if lost[i] > gained[i]), key=lambda i: -gained[i]
    )
    return growing + shrinking


def needed_by_calendar(
    problem: CalendarProblem,
    starts: dict[str, int],
    lost: Table,
    gained: Table,
    vacant: Sequence[int],
) -> tuple[int, ...]:
    """Return the temporary homes of each kind that a given calendar needs; counted by month."""
    examine_classes(lost, gained, vacant, len(problem.tasks))
    result = []
    for c, empty in enumerate(vacant):
        change = [0] * (problem.horizon + 1)
        for i, task in enumerate(problem.tasks):
            change[starts[task.id]] += lost[i][c]
            change[starts[task.id] + task.duration] -= gained[i][c]
        used = most = 0
        for amount in change:
            used += amount
            most = max(most, used)
        result.append(max(0, most - empty))
    return tuple(result)


def thrifty_calendar(
    problem: CalendarProblem,
    lost: Table,
    gained: Table,
    vacant: Sequence[int],
    *,
    seed: int = 1,
    tries: int = 60,
) -> dict[str, int] | None:
    """Return a calendar that needs few temporary homes, or None when no order fits.

    Not always the fewest: `fewest_temporary` improves on it and says how far it can be off.
    """
    examine_classes(lost, gained, vacant, len(problem.tasks))
    windows = time_windows(problem)
    if windows is None:
        return None

    def need(starts: dict[str, int]) -> int:
        return sum(needed_by_calendar(problem, starts, lost, gained, vacant))

    best = min(first_calendars(problem), key=need, default=None)
    kinds = range(len(vacant))
    least = [fewest_of_kind(lost, gained, c) for c in kinds]
    most = [max(low, sum(row[c] for row in lost)) for c, low in zip(kinds, least, strict=True)]
    if best is not None:
        used = needed_by_calendar(problem, best, lost, gained, vacant)
        most = [max(least[c], used[c] + vacant[c]) for c in kinds]
    for order in _orders(problem, windows, lost, gained, seed, tries):
        low, high = 0, 64
        while low < high:
            share = (low + high) // 2
            limits = [least[c] + (most[c] - least[c]) * share // 64 for c in kinds]
            starts = _list_schedule(problem, order, lost, gained, limits)
            if starts is None:
                low = share + 1
                continue
            high = share
            if best is None or need(starts) < need(best):
                best = starts
        if best is not None:
            used = needed_by_calendar(problem, best, lost, gained, vacant)
            most = [max(least[c], used[c] + vacant[c]) for c in kinds]
    return best


def fewest_of_kind(lost: Table, gained: Table, kind: int) -> int:
    """Return the homes of one kind, vacant ones included, that no order can do without."""
    losses, gains = [row[kind] for row in lost], [row[kind] for row in gained]
    used = most = 0
    for i in johnson_order(losses, gains):
        most = max(most, used + losses[i])
        used += losses[i] - gains[i]
    return most


def _orders(
    problem: CalendarProblem,
    windows: TimeWindows,
    lost: Table,
    gained: Table,
    seed: int,
    tries: int,
) -> Iterable[list[int]]:
    """Yield orders of priority: Johnson's, by latest start, and mixtures of the two."""
    losses, gains = [sum(row) for row in lost], [sum(row) for row in gained]
    johnson = johnson_order(losses, gains)
    late = [windows.end[i] - task.duration for i, task in enumerate(problem.tasks)]
    urgent = sorted(range(len(late)), key=lambda i: (late[i], i))
    yield johnson
    yield urgent
    rank_johnson = {i: rank for rank, i in enumerate(johnson)}
    rank_urgent = {i: rank for rank, i in enumerate(urgent)}
    rng = random.Random(seed)
    n = len(johnson)
    for _ in range(tries):
        share = rng.randrange(0, 101)
        noise = rng.randrange(1, 2 + 100 * n // 2)
        key = [
            share * rank_johnson[i] + (100 - share) * rank_urgent[i] + rng.randrange(noise)
            for i in range(n)
        ]
        yield sorted(range(n), key=lambda i: (key[i], i))


def _list_schedule(
    problem: CalendarProblem,
    order: Sequence[int],
    lost: Table,
    gained: Table,
    limits: Sequence[int],
) -> dict[str, int] | None:
    """Return a calendar that uses no more homes than `limits` per kind, or None."""
    room = Room(problem)
    used = [0] * len(limits)
    end = [problem.horizon + 1] * len(problem.tasks)
    starts: dict[str, int] = {}
    waiting = list(order)
    for month in range(problem.horizon):
        for i, finished in enumerate(end):
            if finished == month:
                used = [u - g for u, g in zip(used, gained[i], strict=True)]
        for i in list(waiting):
            task = problem.tasks[i]
            if task.earliest > month or any(end[p] > month for p in problem.before[i]):
                continue
            after = [u + a for u, a in zip(used, lost[i], strict=True)]
            if all(u <= limit for u, limit in zip(after, limits, strict=True)) and room.fits(
                i, month
            ):
                room.take(i, month)
                used = after
                starts[task.id] = month
                end[i] = month + task.duration
                waiting.remove(i)
        if not waiting:
            return starts
    return None if waiting else starts


def examine_lengths(blocks: int, table: Sequence[object]) -> None:
    """Raise ValueError when a table does not have one row per block."""
    if len(table) != blocks:
        raise ValueError(f"there are {blocks} blocks and {len(table)} rows; give one row a block")


def examine_classes(
    lost: Sequence[Sequence[int]],
    gained: Sequence[Sequence[int]],
    vacant: Sequence[int],
    blocks: int | None = None,
) -> None:
    """Raise ValueError when the tables of homes do not fit each other."""
    for table in (lost, gained):
        examine_lengths(len(lost) if blocks is None else blocks, table)
        for row in table:
            if len(row) != len(vacant):
                raise ValueError(f"a row has {len(row)} kinds of home and vacant has {len(vacant)}")
            if any(count < 0 for count in row):
                raise ValueError("a number of homes is negative; make it 0 or more")
