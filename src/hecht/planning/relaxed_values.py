"""Compiled values of the coarse problem: which homes, what they are worth, and what they use."""

from __future__ import annotations

import numpy as np

from hecht.planning.arrays import (
    DURATION,
    HOMES,
    HORIZON,
    OLD,
    OWN_BLOCK,
    PEOPLE,
    SERVES,
    TEMP_CLASS,
    Arrays,
    Flags,
    Ints,
)
from hecht.planning.compiled import compiled, lean
from hecht.planning.kernel import may_have, occupy, single
from hecht.planning.state import State
from hecht.planning.tables import RULE_COST

_TOO_BAD = 400_000
"""Thousandths of a point below its best home that any home counts for a household."""


@compiled
def list_pairs(
    a: Arrays, who: Ints, may_leave: Ints, homes: Ints, cells: Ints, starts: Ints, write: bool
) -> int:
    """Count (or write into `cells` and `starts`) which of `homes` each household may have."""
    count = 0
    for row in range(len(who)):
        h = who[row]
        first = count
        if write:
            starts[row] = count
        for column in range(len(homes)):
            if may_have(a, h, homes[column]):
                if write:
                    cells[count] = column
                count += 1
        if may_leave[row] or count == first:
            if write:
                cells[count] = len(homes)
            count += 1
    if write:
        starts[len(who)] = count
    return count


@compiled
def fill_values(
    a: Arrays,
    who: Ints,
    calendar: Ints,
    start: Ints,
    homes: Ints,
    rows: Ints,
    value: Ints,
    row: Ints,
    begin: Ints,
    end: Ints,
    sign: Ints,
    keep: Flags,
) -> None:
    """Write what each home of each household is worth to it with a calendar, and what it uses.

    The uses of temporary homes are those of `kernel.occupy`, as `placement.relaxed.Shared`. `keep`
    tells which pairs break no rule; of a household without such a pair it tells that of all.
    """
    horizon, classes = a.fixed[HORIZON], len(a.temp_below)
    full = _full_months(a, calendar)
    for i in range(len(start) - 1):
        h = who[i]
        block, old = a.people[h, OWN_BLOCK], a.people[h, OLD]
        serves = False
        for q in range(a.temp_member.shape[1]):
            serves = serves or a.temp_member[old, q]
        best, some = -(1 << 60), False
        for k in range(start[i], start[i + 1]):
            f = homes[k]
            out, arrive, points, broken = single(a, calendar, h, f)
            keep[k] = broken == 0
            if f < 0:
                broken += 1
            elif not serves and arrive < calendar[block]:
                # a place taken early is a place too few where all are needed
                keep[k] = keep[k] and full[min(calendar[block], horizon)] == full[arrive]
            some = some or keep[k]
            value[k] = points - RULE_COST * broken
            best = max(best, value[k])
            sign[k, 0] = sign[k, 2] = 1
            sign[k, 1] = -1
            if f >= 0 and arrive > out:
                row[k, 0] = a.people[h, TEMP_CLASS]
                begin[k, 0], end[k, 0] = min(out, horizon), min(arrive, horizon)
            if out < calendar[block]:
                row[k, 1] = classes + rows[old]
                begin[k, 1], end[k, 1] = out, min(calendar[block], horizon)
            if f >= 0 and a.homes[f, SERVES] and arrive < horizon:
                row[k, 2] = classes + rows[f]
                begin[k, 2], end[k, 2] = arrive, horizon
        for k in range(start[i], start[i + 1]):
            # what is far too bad is bad enough: the search is as hot as values lie apart
            value[k] = max(value[k] - best, -_TOO_BAD)
            keep[k] = keep[k] or not some


@compiled
def _full_months(a: Arrays, calendar: Ints) -> Ints:
    """Return, for each month (H + 1), in how many months before it no place is to spare."""
    horizon = a.fixed[HORIZON]
    full = np.zeros(horizon + 1, np.int64)
    for m in range(horizon):
        spare = a.room[m]
        for b in a.movable:
            if calendar[b] <= m:
                spare -= a.blocks[b, PEOPLE]
                if calendar[b] + a.blocks[b, DURATION] <= m:
                    spare += a.blocks[b, HOMES]
        full[m + 1] = full[m] + (1 if spare <= 0 else 0)
    return full


@lean
def give_back(a: Arrays, s: State, who: Ints) -> None:
    """Take out of the balance of a state what `who` do to the temporary homes."""
    for h in who:
        occupy(a, s, h, -1)
