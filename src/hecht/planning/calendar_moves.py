"""Compiled changes of a calendar: shift, exchange, delay, reorder; and whom that touches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hecht.planning.arrays import (
    BUDGET,
    CAPACITY,
    CREWS,
    DATE,
    DURATION,
    EARLIEST,
    HOMES,
    HORIZON,
    LATEST,
    OWN_BLOCK,
    PEOPLE,
    PRED_FROM,
    PRED_UNTIL,
    READY_BLOCK,
    SPEND,
    Arrays,
    Ints,
)
from hecht.planning.compiled import compiled, inlined, inner
from hecht.planning.random_numbers import below
from hecht.planning.state import State

Generator = npt.NDArray[np.uint64]


@compiled
def _spent(a: Arrays, b: int, start: int, year: int) -> int:
    """Return what block b costs in a year (index), rounded up to whole euros."""
    months = 0
    for m in range(start, start + a.blocks[b, DURATION]):
        if a.year[m] == year:
            months += 1
    return int(-((-a.blocks[b, SPEND] * months) // a.blocks[b, DURATION]))


@compiled
def calendar_holds(a: Arrays, starts: Ints) -> bool:
    """Return whether a calendar keeps to crews, budget, precedence and dates (rule 6)."""
    for b in a.movable:
        if (
            starts[b] < a.blocks[b, EARLIEST]
            or starts[b] + a.blocks[b, DURATION] > a.blocks[b, LATEST]
        ):
            return False
        for k in range(a.blocks[b, PRED_FROM], a.blocks[b, PRED_UNTIL]):
            p = a.pred[k]
            if starts[p] + a.blocks[p, DURATION] > starts[b]:
                return False
    use = np.zeros(a.fixed[HORIZON], dtype=np.int64)
    for b in a.movable:
        for m in range(starts[b], starts[b] + a.blocks[b, DURATION]):
            use[m] += a.blocks[b, CREWS]
            if use[m] > a.fixed[CAPACITY] and m >= a.fixed[DATE]:
                return False
    if a.fixed[BUDGET] < (1 << 40):
        for year in range(a.year[a.fixed[DATE]], a.year[a.fixed[HORIZON]] + 1):
            total = 0
            for b in a.movable:
                total += _spent(a, b, starts[b], year)
            if total > a.fixed[BUDGET]:
                return False
    return True


@inlined
def lacking(a: Arrays, starts: Ints) -> int:
    """Return by how many households and months a calendar has too few places for everybody."""
    total = 0
    for m in range(a.fixed[HORIZON]):
        need = -a.room[m]
        for b in a.movable:
            if starts[b] <= m:
                need += a.blocks[b, PEOPLE]
                if starts[b] + a.blocks[b, DURATION] <= m:
                    need -= a.blocks[b, HOMES]
        total += max(0, need)
    return total


@compiled
def _decode(a: Arrays, order: Ints, starts: Ints) -> bool:
    """Start each block as early as crews, dates and places for its people allow, in order."""
    use = np.zeros(a.fixed[HORIZON], dtype=np.int64)
    left_over = a.room.copy()
    placed = np.zeros(len(a.blocks), dtype=np.bool_)
    is_movable = np.zeros(len(a.blocks), dtype=np.bool_)
    for b in a.movable:
        is_movable[b] = True
    left = len(order)
    while left > 0:
        progress = False
        for i in range(len(order)):
            b = order[i]
            if placed[b]:
                continue
            begin = a.blocks[b, EARLIEST]
            possible = True
            for k in range(a.blocks[b, PRED_FROM], a.blocks[b, PRED_UNTIL]):
                p = a.pred[k]
                if is_movable[p] and not placed[p]:
                    possible = False
                    break
                begin = max(begin, starts[p] + a.blocks[p, DURATION])
            if not possible:
                continue
            while begin + a.blocks[b, DURATION] <= a.blocks[b, LATEST]:
                clash = -1
                for m in range(begin, begin + a.blocks[b, DURATION]):
                    if use[m] + a.blocks[b, CREWS] > a.fixed[CAPACITY]:
                        clash = m
                if clash < 0 and _roofs(a, b, begin, left_over):
                    break
                begin = max(begin, clash) + 1
            if begin + a.blocks[b, DURATION] > a.blocks[b, LATEST]:
                return False
            starts[b] = begin
            for m in range(begin, begin + a.blocks[b, DURATION]):
                use[m] += a.blocks[b, CREWS]
            for m in range(begin, a.fixed[HORIZON]):
                left_over[m] -= a.blocks[b, PEOPLE]
                if m >= begin + a.blocks[b, DURATION]:
                    left_over[m] += a.blocks[b, HOMES]
            placed[b] = True
            progress = True
            left -= 1
            break
        if not progress:
            return False
    return True


@inner
def _roofs(a: Arrays, b: int, begin: int, left_over: Ints) -> bool:
    """Return whether there are places for the people of block b once it starts."""
    for m in range(begin, a.fixed[HORIZON]):
        more = a.blocks[b, HOMES] if m >= begin + a.blocks[b, DURATION] else 0
        if a.blocks[b, PEOPLE] > 0 and left_over[m] + more < a.blocks[b, PEOPLE]:
            return False
    return True


@compiled
def by_room(a: Arrays, order: Ints, starts: Ints) -> bool:
    """Start the blocks in an order, each as early as can be, if that leaves everybody a roof."""
    return bool(_decode(a, order, starts) and calendar_holds(a, starts))


@compiled
def vary(a: Arrays, starts: Ints, rng: Generator, tries: int) -> bool:
    """Change a calendar in place; return whether another calendar that may be used was found."""
    before = starts.copy()
    least = lacking(a, starts)
    for _ in range(tries):
        if _change(a, starts, rng) and differs(a, starts, before) and lacking(a, starts) <= least:
            return True
        for b in a.movable:
            starts[b] = before[b]
    return False


@compiled
def leap(a: Arrays, starts: Ints, rng: Generator) -> bool:
    """Change one start to any other, exchange two, or shift one a little; whether that may be used.

    Unlike `vary` it does not see whether there is room for everybody: that is for who judges the
    calendar with its people in their homes.
    """
    b, other = a.movable[below(rng, len(a.movable))], a.movable[below(rng, len(a.movable))]
    kind = below(rng, 3)
    if kind == 0 and b != other:
        starts[b], starts[other] = starts[other], starts[b]
    elif kind == 1:
        room = a.blocks[b, LATEST] - a.blocks[b, DURATION] - a.blocks[b, EARLIEST]
        starts[b] = a.blocks[b, EARLIEST] + below(rng, max(1, room + 1))
    else:
        starts[b] += below(rng, 5) - 2
    return bool(calendar_holds(a, starts))


@compiled
def differs(a: Arrays, starts: Ints, before: Ints) -> bool:
    """Return whether any block starts at another moment."""
    for b in a.movable:
        if starts[b] != before[b]:
            return True
    return False


@compiled
def by_start(a: Arrays, starts: Ints) -> Ints:
    """Return the blocks with works in order of their start; equals in their own order."""
    order = a.movable.copy()
    for i in range(1, len(order)):
        b, place = order[i], i
        while place > 0 and starts[order[place - 1]] > starts[b]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = b
    return order


@compiled
def _change(a: Arrays, starts: Ints, rng: Generator) -> bool:
    """Change a calendar in place in one of several ways; return whether it may be used."""
    size = len(a.movable)
    dice = below(rng, 100)
    b = a.movable[below(rng, size)]
    other = a.movable[below(rng, size)]
    if dice < 35:
        step = 1 + below(rng, 6)
        starts[b] += step if below(rng, 2) == 0 else -step
    elif dice < 55 and size > 1:
        if a.blocks[b, DURATION] == a.blocks[other, DURATION] or below(rng, 2) == 0:
            starts[b], starts[other] = starts[other], starts[b]
        else:
            first, second = (b, other) if starts[b] < starts[other] else (other, b)
            begin, end = starts[first], starts[second] + a.blocks[second, DURATION]
            starts[second] = begin
            starts[first] = end - a.blocks[first, DURATION]
    elif dice < 65:
        # everything from some month on comes earlier or later
        pivot = starts[b]
        step = 1 + below(rng, 3)
        if below(rng, 2) == 0:
            step = -step
        for c in a.movable:
            if starts[c] >= pivot:
                starts[c] += step
    elif dice < 75:
        # a start that another block's finish makes natural
        starts[b] = starts[other] + a.blocks[other, DURATION]
    else:
        order = by_start(a, starts)
        source, target = below(rng, size), below(rng, size)
        moved = order[source]
        if source < target:
            for i in range(source, target):
                order[i] = order[i + 1]
        else:
            for i in range(source, target, -1):
                order[i] = order[i - 1]
        order[target] = moved
        if not _decode(a, order, starts):
            return False
    return bool(calendar_holds(a, starts))


@compiled
def touched(a: Arrays, s: State, before: Ints, focus: Ints) -> int:
    """List the households whose old or last home lies in a block whose start changed."""
    found = 0
    for h in a.active:
        b = a.people[h, OWN_BLOCK]
        f = s.home[h]
        r = a.homes[f, READY_BLOCK] if f >= 0 else -1
        if f < 0 or (b >= 0 and s.starts[b] != before[b]) or (r >= 0 and s.starts[r] != before[r]):
            focus[found] = h
            found += 1
    return found
