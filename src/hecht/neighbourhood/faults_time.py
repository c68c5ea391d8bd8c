"""Checks on months and works: dates, precedence, crews, budget, and whether time is enough."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from hecht.neighbourhood.block import Block
from hecht.neighbourhood.home import Stage
from hecht.neighbourhood.look import Look, nearest, some
from hecht.neighbourhood.problem import Problem

_SLACK = 1 + 1e-9


def works_without_duration(look: Look) -> Iterator[Problem]:
    """A block with works that take no time."""
    for position, block in enumerate(look.neighbourhood.blocks):
        if block.has_works and block.duration == 0 and look.sound("blocks", block.id, "works"):
            yield _of_block(
                block, position, "no-duration", "duration",
                f"the works ({block.works.value}) take no time",
                "write how many months they take, or keep as the works",
            )  # fmt: skip


def months_outside(look: Look) -> Iterator[Problem]:
    """A month lies before the project's start, or after its horizon."""
    if "project" in look.unread.tables:
        return
    places = (
        ("blocks", "earliest", 0, look.horizon - 1, "error"),
        ("blocks", "latest", 1, look.horizon, "error"),
        ("homes", "available_from", 0, look.horizon - 1, "remark"),
        ("homes", "available_until", 1, look.horizon, "remark"),
        ("households", "leaves", 0, look.horizon - 1, "error"),
    )
    for table, column, low, high, late in places:
        for position, record in enumerate(getattr(look.neighbourhood, table)):
            index = getattr(record, column)
            if index is None or low <= index <= high:
                continue
            yield Problem(
                table,
                "outside-horizon",
                _outside(look, index),
                "correct the month, leave it empty, or change start or horizon in project.toml",
                key=record.id,
                column=column,
                value=_month(look, index),
                position=position,
                severity="error" if index < low else late,
            )


def _outside(look: Look, index: int) -> str:
    if index < 0:
        return f"this lies before the project's start ({_month(look, 0)})"
    if index == 0:
        return "this is the project's first month, so there is no time before it"
    return f"this lies after the last month that is planned ({_month(look, look.horizon - 1)})"


def _month(look: Look, index: int) -> str:
    try:
        return str(look.neighbourhood.project.start.plus(index))
    except ValueError:
        return str(index)


def empty_windows(look: Look) -> Iterator[Problem]:
    """A temporary home that is available for no month at all."""
    for position, home in enumerate(look.neighbourhood.homes):
        if home.stage is not Stage.TEMPORARY or home.available_until is None:
            continue
        if home.available_until <= (home.available_from or 0):
            yield Problem(
                "homes",
                "empty-window",
                f"home {home.id} is available for no month at all",
                "write an available_until after available_from, or leave it empty",
                key=home.id,
                column="available_until",
                value=_month(look, home.available_until),
                position=position,
            )


def unknown_predecessors(look: Look) -> Iterator[Problem]:
    """A block waits for a block that is not there."""
    for position, block in enumerate(look.neighbourhood.blocks):
        for before in block.after:
            if not look.known("blocks", before):
                yield _of_block(
                    block, position, "unknown-block", "after", f"there is no block {before}",
                    nearest(before, look.blocks, "correct it; ids are separated by a bar (|)"),
                    before,
                )  # fmt: skip


def circles(look: Look) -> Iterator[Problem]:
    """Blocks that wait for each other in a circle."""
    place = {block: position for position, block in enumerate(look.blocks)}
    for circle in sorted(_circles(look), key=lambda names: min(place[one] for one in names)):
        first = min(range(len(circle)), key=lambda i: place[circle[i]])
        turned = circle[first:] + circle[:first]
        block = look.blocks[turned[0]]
        if len(turned) == 1:
            text = f"block {block.id} waits for itself"
        else:
            pairs = zip(turned, turned[1:] + turned[:1], strict=True)
            text = "the blocks wait for each other in a circle: " + ", ".join(
                f"{one} after {other}" for one, other in pairs
            )
        position = next(i for i, one in enumerate(look.neighbourhood.blocks) if one.id == block.id)
        yield _of_block(
            block, position, "circle", "after", text, "take one of these out", "|".join(block.after)
        )


def _circles(look: Look) -> list[list[str]]:
    """Return circles of precedence until none is left, each from a block to the one it awaits."""
    graph = {
        block.id: {before for before in block.after if before in look.blocks}
        for block in look.blocks.values()
    }
    found = []
    while True:
        try:
            TopologicalSorter({b: sorted(before) for b, before in graph.items()}).prepare()
        except CycleError as error:
            circle = list(error.args[1])[:-1][::-1]
            found.append(circle)
            for one in circle:
                graph[one] -= set(circle)
        else:
            return found


def earliest_finishes(look: Look) -> dict[str, tuple[int, list[str]]]:
    """Return the first month in which each block can be finished, and the blocks that lead to it.

    A necessary bound: earliest dates, durations, precedence, and notice to those who live there;
    crews, budget and temporary homes are left out, and notice where it is not known who must
    move. Blocks in a circle are left out too.
    """
    occupied: set[str | None] = set()
    if look.whole("blocks", "homes", "households", "policy"):
        occupied = {look.homes[one.home].block for one in look.stayers}
    result: dict[str, tuple[int, list[str]]] = {}
    circular = {block for circle in _circles(look) for block in circle}
    graph = {
        block.id: [before for before in block.after if before in look.blocks]
        for block in look.blocks.values()
        if block.id not in circular
    }
    for name in TopologicalSorter(graph).static_order():
        if name not in graph:
            continue
        block = look.blocks[name]
        start, chain = max(0, block.earliest or 0), [name]
        if name in occupied:
            start = max(start, look.neighbourhood.first_move)
        for before in block.after:
            if before in result and result[before][0] > start:
                start, chain = result[before][0], [*result[before][1], name]
        if block.has_works:
            result[name] = start + block.duration, chain
    return result


def too_late(look: Look) -> Iterator[Problem]:
    """Works that cannot be finished in time: by their own dates, by precedence, by the horizon."""
    if not look.whole("project"):
        return
    finishes = earliest_finishes(look)
    beyond: list[tuple[int, str]] = []
    for position, block in enumerate(look.neighbourhood.blocks):
        if block.id not in finishes or block.duration <= 0:
            continue
        finish, chain = finishes[block.id]
        if any((look.blocks[name].earliest or 0) >= look.horizon for name in chain):
            continue  # the month itself is reported, and no horizon should be made to fit it
        own = (block.earliest or 0) + block.duration
        if block.latest is not None and block.latest < finish:
            why = f"works of {block.duration} months"
            if block.latest >= own:
                why += _because(look, block, chain)
            yield _of_block(
                block, position, "latest-too-early", "latest",
                f"with {why} the block cannot be finished before {_month(look, finish)}",
                f"write {_month(look, finish)} or later, or start the works earlier",
                _month(look, block.latest),
            )  # fmt: skip
        elif finish > look.horizon:
            beyond.append((finish, block.id))
    if beyond:
        finish, name = max(beyond)
        chain = finishes[name][1]
        yield Problem(
            "project",
            "horizon-too-short",
            f"{len(beyond)} block{'' if len(beyond) == 1 else 's'} cannot be finished within "
            f"{look.horizon} months; block {name}"
            f"{_because(look, look.blocks[name], chain)} at the soonest in month {finish}",
            f"write a horizon of at least {finish}, and some months more for room to plan",
            key=name,
            column="horizon",
            value=str(look.horizon),
        )


def _because(look: Look, block: Block, chain: list[str]) -> str:
    after = f", after {some(chain[:-1])}," if len(chain) > 1 else ""
    notice = look.neighbourhood.first_move
    if any(look.homes[one.home].block == chain[0] for one in look.stayers) and notice > 0:
        after += f" with notice until {_month(look, notice)}"
    return after


def crews(look: Look) -> Iterator[Problem]:
    """Works that need more crews than there are, at once or in all."""
    capacity = look.neighbourhood.capacity.crews
    if "capacity" in look.unread.tables:
        return
    too_many = False
    for position, block in enumerate(look.neighbourhood.blocks):
        if block.has_works and block.crews > capacity:
            too_many = True
            yield _of_block(
                block, position, "too-many-crews", "crews",
                f"the works need {block.crews} crews and there are {capacity}",
                "lower this, or raise crews under [capacity] in project.toml", str(block.crews),
            )  # fmt: skip
    if too_many or not look.whole("project", "blocks"):
        return
    work = sum(block.crews * block.duration for block in look.blocks.values() if block.has_works)
    if capacity > 0 and work > capacity * look.horizon:
        yield Problem(
            "project",
            "too-few-crews",
            f"all works together take {work} crew-months, and {capacity} "
            f"crew{'' if capacity == 1 else 's'} in {look.horizon} months give "
            f"{capacity * look.horizon}",
            f"write a horizon of at least {-(-work // capacity)}, or more crews",
            column="horizon",
            value=str(look.horizon),
        )


def budget(look: Look) -> Iterator[Problem]:
    """Works that cost more than the yearly budget allows, whenever they start."""
    limit = look.neighbourhood.capacity.budget_per_year
    if limit is None or not look.whole("project", "capacity", "blocks"):
        return
    for position, block in enumerate(look.neighbourhood.blocks):
        if not block.has_works or not block.cost or block.duration <= 0:
            continue
        least = block.cost * _most_in_a_year(block.duration) / block.duration
        if least > limit * _SLACK:
            yield _of_block(
                block, position, "budget-too-small", "cost",
                f"the works cost at least {least:,.0f} euro in some calendar year, and the budget "
                f"is {limit:,.0f}",
                "lengthen the works, split the block, or raise budget_per_year in project.toml",
                f"{block.cost:.15g}",
            )  # fmt: skip
    start = look.neighbourhood.project.start
    years = start.plus(look.horizon - 1).year - start.year + 1
    total = sum(block.cost or 0.0 for block in look.blocks.values() if block.has_works)
    if total > limit * years * _SLACK:
        yield Problem(
            "project",
            "budget-too-small",
            f"all works together cost {total:,.0f} euro, and {years} years of budget give "
            f"{limit * years:,.0f}",
            "raise budget_per_year, or plan over more years",
            column="capacity.budget_per_year",
            value=f"{limit:.15g}",
        )


def _most_in_a_year(duration: int) -> int:
    """Return the fewest months that must fall in one calendar year, at the best start."""
    best = duration
    for first in range(1, 13):
        in_first = min(duration, first)
        best = min(best, max(in_first, min(12, duration - in_first)))
    return best


def project_limits(look: Look) -> Iterator[Problem]:
    """A horizon of no months, no crews, or a budget below nothing."""
    capacity, unread = look.neighbourhood.capacity, look.unread.tables
    faults = (
        (look.horizon < 1 and "project" not in unread, "horizon", look.horizon, "at least 1"),
        (capacity.crews < 1 and "capacity" not in unread, "capacity.crews", capacity.crews,
         "at least 1"),
        ((capacity.budget_per_year or 0) < 0, "capacity.budget_per_year",
         capacity.budget_per_year, "0 or more, or leave it out"),
    )  # fmt: skip
    for wrong, column, value, fix in faults:
        if wrong:
            yield Problem(
                "project", "out-of-range", f"{column} is {value}", f"write {fix}",
                column=column, value=str(value),
            )  # fmt: skip


def future_tenancies(look: Look) -> Iterator[Problem]:
    """A tenancy that begins after the project does, although the household lives there."""
    if "project" in look.unread.tables:
        return
    start = look.neighbourhood.project.start
    for position, one in enumerate(look.neighbourhood.households):
        if one.tenancy_start is not None and one.tenancy_start > start:
            yield Problem(
                "households",
                "tenancy-in-future",
                f"the tenancy begins after the project's start ({start})",
                "correct the month, or leave it empty",
                key=one.id,
                column="tenancy_start",
                value=str(one.tenancy_start),
                position=position,
            )


def _of_block(
    block: Block, position: int, rule: str, column: str, text: str, fix: str, value: str = ""
) -> Problem:
    return Problem(
        "blocks", rule, text, fix, key=block.id, column=column, value=value, position=position
    )


CHECKS = (
    project_limits,
    works_without_duration,
    months_outside,
    empty_windows,
    unknown_predecessors,
    circles,
    too_late,
    crews,
    budget,
    future_tenancies,
)
