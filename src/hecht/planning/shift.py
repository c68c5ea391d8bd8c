"""Compiled change of a calendar in a state: only what hangs on blocks that shift is valued anew.

`settle` values everybody; where a block or two shift, that is a small part of a neighbourhood. Who
ends near whom does not depend on months, so company and nearness stay as they are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hecht.planning.arrays import (
    GROUP,
    HORIZON,
    OWN_BLOCK,
    P_DURATION,
    P_VACANT,
    READY_BLOCK,
    SERVES,
    TIE_BACK,
    TIE_FROM,
    TIE_TO,
    TIE_UNTIL,
    VACANT_BLOCK,
    Arrays,
    Ints,
)
from hecht.planning.attempt import Scratch
from hecht.planning.compiled import inner, lean
from hecht.planning.kernel import finish, group_bonus, occupy, pair, ready_month, single, supply
from hecht.planning.state import OBJECTIVE, SHORTAGE, VIOLATION, State


class ByBlock(NamedTuple):
    """What hangs on each block: rows `ptr[b]` to `ptr[b + 1]` of a list.

    `people`: the households it empties. `homes`: those that its works make ready or end the
    vacancy of.
    """

    people_ptr: Ints
    people: Ints
    homes_ptr: Ints
    homes: Ints


def by_block(a: Arrays) -> ByBlock:
    """Return what hangs on the blocks of a neighbourhood."""
    ready, vacant = a.homes[:, READY_BLOCK], a.homes[:, VACANT_BLOCK]
    # a home that is renovated empty both ends to stand empty and comes back with one block
    return ByBlock(*_listed(a, a.people[:, OWN_BLOCK]), *_listed(a, np.maximum(ready, vacant)))


def _listed(a: Arrays, block: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(block, kind="stable")
    ptr = np.searchsorted(block[order], np.arange(len(a.blocks) + 1))
    return ptr.astype(np.int64), order.astype(np.int64)


@lean
def shift(a: Arrays, s: State, w: Scratch, on: ByBlock, starts: Ints) -> None:
    """Give the blocks with works other starts; what follows from them is as `settle` has it.

    `starts` (B): of blocks without works it is not read. Shifting back restores the state.
    """
    touched = _touched(a, s, w, on, starts)
    shortage = 0
    for t in range(touched):
        shortage += occupy(a, s, w.touched[t], -1)
    points, more = _empty_homes(a, s, on, starts)
    shortage += more
    points += a.fixed[P_DURATION] * (finish(a, s.starts) - finish(a, starts))
    for b in a.movable:
        s.starts[b] = starts[b]
    violation = 0
    for t in range(touched):
        h = w.touched[t]
        out, arrive, worth, broken = single(a, s.starts, h, s.home[h])
        s.out[h], s.arrive[h] = out, arrive
        points += worth - s.worth[h]
        violation += broken - s.broken[h]
        s.worth[h], s.broken[h] = worth, broken
    for t in range(touched):
        shortage += occupy(a, s, w.touched[t], 1)
    s.totals[OBJECTIVE] += points + _relink(a, s, w, touched)
    s.totals[VIOLATION] += violation + shortage
    s.totals[SHORTAGE] += shortage


@inner
def _touched(a: Arrays, s: State, w: Scratch, on: ByBlock, starts: Ints) -> int:
    """List who lives in, or comes to, a block that starts at another moment; return how many."""
    touched = 0
    for b in a.movable:
        if s.starts[b] == starts[b]:
            continue
        for p in range(on.people_ptr[b], on.people_ptr[b + 1]):
            w.touched[touched] = on.people[p]
            touched += 1
        for p in range(on.homes_ptr[b], on.homes_ptr[b + 1]):
            f = on.homes[p]
            h = s.taken[f]
            if h < 0 or a.homes[f, READY_BLOCK] != b:
                continue
            own = a.people[h, OWN_BLOCK]
            if own < 0 or s.starts[own] == starts[own]:
                w.touched[touched] = h
                touched += 1
    return touched


@inner
def _empty_homes(a: Arrays, s: State, on: ByBlock, starts: Ints) -> tuple[int, int]:
    """Count homes that serve before or after the works anew; return points and shortage."""
    points, shortage = 0, 0
    for b in a.movable:
        if s.starts[b] == starts[b]:
            continue
        for p in range(on.homes_ptr[b], on.homes_ptr[b + 1]):
            f = on.homes[p]
            if a.homes[f, VACANT_BLOCK] == b:
                shortage += supply(a, s, f, 0, s.starts[b], -1) + supply(a, s, f, 0, starts[b], 1)
                points -= a.fixed[P_VACANT] * (starts[b] - s.starts[b])
            if a.homes[f, READY_BLOCK] == b and a.homes[f, SERVES]:
                shortage += supply(a, s, f, ready_month(a, s.starts, f), a.fixed[HORIZON], -1)
                shortage += supply(a, s, f, ready_month(a, starts, f), a.fixed[HORIZON], 1)
    return points, shortage


@inner
def _relink(a: Arrays, s: State, w: Scratch, touched: int) -> int:
    """Value the links and groups of those touched anew; return the change in points."""
    points = 0
    for t in range(touched):
        h = w.touched[t]
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            worth, _ = pair(a, s, k, h, a.ties[k, TIE_TO])
            # a link of two who are both touched is found as it should be the second time
            points += worth - s.link_worth[k]
            s.link_worth[k] = s.link_worth[a.ties[k, TIE_BACK]] = worth
        g = a.people[h, GROUP]
        if g >= 0:
            bonus = group_bonus(a, s, g)
            points += bonus - s.group_near[g]
            s.group_near[g] = bonus
    return int(points)
