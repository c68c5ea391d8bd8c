"""The plan that is laid down with a neighbourhood: it fixes crews, dates, temporary homes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf
from random import Random

import numpy as np

from hecht.exchange.generated_layout import SOUTH, WEST, Layout
from hecht.neighbourhood import Block, Home, Household, Policy, ReturnWish, Stage
from hecht.neighbourhood.suits import rooms_needed

FIRST_MONTH = 3
"""The month in which the first works may start: notice of six months, given three before."""

_WAITS = 0.04
_NOT_BEFORE = 0.08
_DONE_BY = 0.05
"""Shares of the blocks that wait for another, may not start early, must be done by a month."""

_SPARE = 1.05
"""Temporary homes, as a multiple of what the plan that was laid down needs."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Blocks with their dates, the start of each, the crews, and the last finish."""

    blocks: tuple[Block, ...]
    starts: dict[str, int]
    crews: int
    finish: int


def lay_down(
    layout: Layout,
    households: tuple[Household, ...],
    temporary: float,
    months: int,
    policy: Policy,
    rng: Random,
) -> Calendar:
    """Return a calendar within crews and temporary homes, and dates that it keeps to.

    `temporary` is the share of the temporary homes that would be needed if only crews counted.
    """
    blocks = _with_precedence(layout.blocks, rng)
    # in the order of listing, street by street: the order that practice would take
    works = [block for block in blocks if block.has_works]
    out = _households_out(layout, households)
    load = sum(block.crews * block.duration for block in works)
    crews = max(ceil(load / (0.85 * months)), max(block.crews for block in works))
    free = _schedule(works, out, crews, inf)
    most = int(_in_temporary(works, out, free).max())
    held = max(ceil(temporary * most), max(out.values(), default=0))
    starts = _schedule(works, out, crews, held)
    finish = max(starts[block.id] + block.duration for block in works)
    return Calendar(tuple(_with_dates(blocks, starts, rng)), starts, crews, finish)


def temporary_homes(
    layout: Layout,
    households: tuple[Household, ...],
    calendar: Calendar,
    policy: Policy,
    rng: Random,
) -> tuple[Home, ...]:
    """Return bought-in homes, all adapted, as many of each size as the calendar needs and a few.

    They stand in rows of up to twenty through the neighbourhood.
    """
    needs: dict[str, list[int]] = {}
    block = {home.id: home.block for home in layout.homes}
    for one in households:
        if one.home in layout.after and one.wish is not ReturnWish.ELSEWHERE:
            rooms = max(1, rooms_needed(one, policy) - policy.temporary_rooms_slack)
            needs.setdefault(block[one.home] or "", []).append(rooms)
    works = [one for one in calendar.blocks if one.id in needs]
    sizes: list[int] = []
    for rooms in range(max((max(one) for one in needs.values()), default=1), 0, -1):
        out = {name: sum(need >= rooms for need in some) for name, some in needs.items()}
        peak = int(_in_temporary(works, out, calendar.starts).max(initial=0))
        sizes += [rooms] * max(0, ceil(peak * _SPARE) - len(sizes))
    return tuple(_stand(sizes, layout, rng))


def _stand(sizes: list[int], layout: Layout, rng: Random) -> list[Home]:
    xs, ys = [home.x for home in layout.homes], [home.y for home in layout.homes]
    rng.shuffle(sizes)
    homes = []
    for number, rooms in enumerate(sizes):
        if number % 20 == 0:
            x = rng.uniform(min(xs), max(max(xs) - 160, WEST + 1))
            y = rng.uniform(min(ys), max(max(ys), SOUTH + 1)) + 36
        homes.append(
            Home(
                id=f"T{number + 1:05d}",
                stage=Stage.TEMPORARY,
                x=round(x + 8.0 * (number % 20), 1),
                y=round(y, 1),
                rooms=rooms,
                type="wisselwoning",
                accessible=True,
            )
        )
    return homes


def _with_precedence(blocks: tuple[Block, ...], rng: Random) -> list[Block]:
    """Let some blocks wait for the one listed before them."""
    result: list[Block] = []
    for block in blocks:
        before = next((one for one in reversed(result) if one.has_works), None)
        if before is not None and block.has_works and rng.random() < _WAITS:
            block = replace(block, after=(before.id,))
        result.append(block)
    return result


def _households_out(layout: Layout, households: tuple[Household, ...]) -> dict[str, int]:
    """Return how many households of each emptied block need a home during the works."""
    block = {home.id: home.block for home in layout.homes}
    out: dict[str, int] = {}
    for one in households:
        if one.home in layout.after and one.wish is not ReturnWish.ELSEWHERE:
            name = block[one.home] or ""
            out[name] = out.get(name, 0) + 1
    return out


def _schedule(
    works: list[Block], out: dict[str, int], crews: int, temporary: float
) -> dict[str, int]:
    """Return the earliest start of each block in turn within the crews and temporary homes."""
    length = FIRST_MONTH + sum(block.duration for block in works) + 1
    at_work, away = np.zeros(length, np.int64), np.zeros(length, np.int64)
    starts: dict[str, int] = {}
    done: dict[str, int] = {}
    for block in works:
        full = (at_work + block.crews > crews) | (away + out.get(block.id, 0) > temporary)
        month = max([FIRST_MONTH, *(done[name] for name in block.after)])
        while full[month : month + block.duration].any():
            month += int(np.nonzero(full[month : month + block.duration])[0][-1]) + 1
        at_work[month : month + block.duration] += block.crews
        away[month : month + block.duration] += out.get(block.id, 0)
        starts[block.id], done[block.id] = month, month + block.duration
    return starts


def _in_temporary(
    works: list[Block], out: dict[str, int], starts: dict[str, int]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return how many households are out of their homes in each month."""
    count = np.zeros(max((starts[b.id] + b.duration for b in works), default=0) + 1, np.int64)
    for block in works:
        month = starts[block.id]
        count[month : month + block.duration] += out.get(block.id, 0)
    return count


def _with_dates(blocks: list[Block], starts: dict[str, int], rng: Random) -> list[Block]:
    """Give some blocks an earliest or a latest date that the calendar keeps to."""
    result = []
    for block in blocks:
        if block.id in starts:
            start, draw = starts[block.id], rng.random()
            if draw < _NOT_BEFORE:
                block = replace(block, earliest=rng.randint(0, start))
            elif draw < _NOT_BEFORE + _DONE_BY:
                block = replace(block, latest=start + block.duration + rng.randint(3, 12))
        result.append(block)
    return result
