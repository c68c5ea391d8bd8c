"""A first placement for a calendar that knows about ties: everybody spread, then gathered.

The engine's problem with a given calendar, made coarse: what a home is worth to a household is
exact, but ties see only in which block the two homes lie (near and close as for two homes of those
blocks on average). `placement.relaxed` finds the large-scale arrangement of that; the engine's own
search takes it from there. Nothing here is a bound; the coarse points only guide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import ReturnWish
from hecht.planning.arrays import (
    BLOCK,
    DURATION,
    HORIZON,
    NEAR2,
    OWN_BLOCK,
    PLACE,
    READY_BLOCK,
    READY_FIXED,
    TIE_APART,
    TIE_CLOSE,
    TIE_FROM,
    TIE_NEAR,
    TIE_START,
    TIE_TO,
    TIE_UNTIL,
    Arrays,
    Ints,
    X,
    Y,
)
from hecht.planning.compiled import compiled
from hecht.planning.instance import Instance
from hecht.planning.kernel import may_have, single
from hecht.planning.placement import PlacementProblem
from hecht.planning.placement.arrays import Arrays as PlacementArrays
from hecht.planning.placement.arrays import compile_arrays
from hecht.planning.placement.relaxed import relaxed_placement
from hecht.planning.tables import RULE_COST

MOST_PAIRS = 1_500_000
"""Pairs of households and homes beyond which this takes too long."""

_STEPS = 30

_TOO_BAD = 400_000
"""Thousandths of a point below its best home that any home counts for a household."""

_GRID = 1000
"""Decimetres: homes of no block are gathered in squares of this side."""

_SAMPLE = 24
"""Homes of each place that stand for all of them when places are compared."""


@dataclass(frozen=True)
class Relaxed:
    """The coarse problem of an instance; only values and tables differ between calendars.

    `who`: the households that it places, those to place whose home is emptied.
    `homes` (cells): the home of each cell, -1 for leaving. `near` and `close` (places, places):
    shares of a tie's points. `weights`: whether ties near at the start have points per month.
    """

    instance: Instance
    who: Ints
    base: PlacementArrays
    homes: Ints
    near: npt.NDArray[np.float64]
    close: npt.NDArray[np.float64]
    ready_block: Ints
    ready_fixed: Ints
    shares: tuple[float, float, float]

    def homes_for(self, starts: Ints, dearer: int = 0) -> Ints:
        """Return a home (or -1) per household of `who`, for a calendar.

        `dearer` thousandths of a point are taken off for each month in a temporary home.
        """
        cells = self.homes[self.base.original[self.base.cell]]
        value = self._values(starts, self.base.start, cells, dearer)
        known = self.base._replace(value=value, table=self._table(starts))
        pair = relaxed_placement(known, steps=_STEPS)
        return np.asarray(cells[pair], dtype=np.int64)

    def _values(self, starts: Ints, rows: Ints, homes: Ints, dearer: int) -> Ints:
        value = np.zeros(len(homes), dtype=np.int64)
        fill_values(self.instance.arrays, self.who, starts, rows, homes, dearer, value)
        return value

    def _table(self, starts: Ints) -> Ints:
        """Return for both kinds of tie the thousandths of a point per point of weight."""
        a = self.instance.arrays
        inside = self.ready_block >= 0
        block = np.where(inside, self.ready_block, 0)
        ready = np.where(inside, starts[block] + a.blocks[block, DURATION], self.ready_fixed)
        left = np.maximum(0, a.fixed[HORIZON] - np.maximum(ready[:, None], ready[None, :]))
        near, close, apart = self.shares
        plain = near * self.near + close * self.close
        lasting = plain + apart * self.near * left
        both = 1000 * np.concatenate([plain.ravel(), lasting.ravel()])
        return np.asarray(np.rint(both), dtype=np.int64)


def relaxed(instance: Instance) -> Relaxed | None:
    """Return the coarse problem, or None when there is nothing to gather or it is too large."""
    a = instance.arrays
    who = a.active[a.people[a.active, OWN_BLOCK] >= 0]
    if not 0 < len(who) * len(a.destinations) <= MOST_PAIRS:
        return None
    ties = _ties(a, who)
    if len(ties) == 0:
        return None
    places, place_of = _places(a)
    homes = np.append(a.destinations, -1)
    near, close = _between(a, places)
    everyone = len(who)
    start, cell = _pairs(a, who, _may_leave(instance, who))
    count = len(places)
    problem = PlacementProblem(
        capacity=np.append(np.ones(len(a.destinations), np.int64), everyone),
        place=np.append(place_of, count),
        start=start,
        cell=cell,
        value=np.zeros(len(cell), np.int64),
        # two different symmetric tables, so that the layout is that of any pair of tables
        closeness=np.zeros((2, count + 1, count + 1), np.int64),
        ties=ties[:, :2],
        weight=np.maximum(1, (ties[:, 2] + ties[:, 3]) // 1000),
        tie_table=ties[:, 5],
    )
    total = np.maximum(1, ties[:, 2] + ties[:, 3]).sum()
    shares = tuple(float(ties[:, k].sum() / total) for k in (2, 3, 4))
    first = np.array([members[0] for members in places] + [0], dtype=np.int64)
    fixed = a.homes[first, READY_FIXED]
    fixed[-1] = int(a.fixed[HORIZON])
    block = a.homes[first, READY_BLOCK]
    block[-1] = -1
    return Relaxed(
        instance,
        who,
        compile_arrays(problem),
        homes,
        _with_nowhere(near),
        _with_nowhere(close),
        block,
        fixed,
        (shares[0], shares[1], shares[2]),
    )


def _with_nowhere(table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.pad(table, ((0, 1), (0, 1)))


def _ties(a: Arrays, who: Ints) -> Ints:
    """Return (one, other, near, close, apart, 1 if near at the start) per link, one before other.

    Households are numbered by their place in `who`; links with anybody else are left out.
    """
    number = np.full(len(a.people), -1, dtype=np.int64)
    number[who] = np.arange(len(who))
    owner = np.repeat(np.arange(len(a.people)), a.people[:, TIE_UNTIL] - a.people[:, TIE_FROM])
    one, other = number[owner], number[a.ties[:, TIE_TO]]
    keep = (one >= 0) & (other > one)
    columns = (TIE_NEAR, TIE_CLOSE, TIE_APART, TIE_START)
    rows = np.column_stack([one, other, *(a.ties[:, c] for c in columns)])
    return np.asarray(rows[keep], dtype=np.int64)


def _places(a: Arrays) -> tuple[list[Ints], Ints]:
    """Return the homes of each place, and the place of each destination."""
    if a.place_close.shape[0]:
        keys = [(0, int(a.homes[f, PLACE]), int(a.homes[f, READY_BLOCK])) for f in a.destinations]
    else:
        keys = [_place(a, int(f)) for f in a.destinations]
    number: dict[tuple[int, int, int], int] = {}
    place_of = np.array([number.setdefault(key, len(number)) for key in keys], dtype=np.int64)
    return [a.destinations[place_of == p] for p in range(len(number))], place_of


def _place(a: Arrays, f: int) -> tuple[int, int, int]:
    if a.homes[f, BLOCK] >= 0:
        return 0, int(a.homes[f, BLOCK]), int(a.homes[f, READY_FIXED])
    return 1, int(a.homes[f, X]) // _GRID, int(a.homes[f, Y]) // _GRID


def _between(
    a: Arrays, places: list[Ints]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how near and how close homes of two places are on average (0 to 1)."""
    count = len(places)
    near, close = np.zeros((count, count)), np.zeros((count, count))
    some = [members[:: max(1, len(members) // _SAMPLE)] for members in places]
    for p in range(count):
        for q in range(p, count):
            one, other = a.homes[some[p]], a.homes[some[q]]
            if a.place_close.shape[0]:
                close[p, q] = a.place_close[one[0, PLACE], other[0, PLACE]] / 1000
            else:
                near[p, q], close[p, q] = _homes_between(a, one, other)
            near[q, p], close[q, p] = near[p, q], close[p, q]
    return near, close


def _homes_between(a: Arrays, one: Ints, other: Ints) -> tuple[float, float]:
    dx = one[:, X][:, None] - other[:, X][None, :]
    dy = one[:, Y][:, None] - other[:, Y][None, :]
    square = dx * dx + dy * dy
    same = (one[:, BLOCK][:, None] == other[:, BLOCK][None, :]) & (one[:, BLOCK][:, None] >= 0)
    far = len(a.closeness)
    distance = np.minimum(np.sqrt(square).astype(np.int64), far - 1)
    close = np.where(square < far * far, a.closeness[distance], 0)
    return float((same | (square <= a.fixed[NEAR2])).mean()), float(close.mean() / 1000)


@compiled
def list_pairs(
    a: Arrays, who: Ints, may_leave: Ints, cells: Ints, starts: Ints, write: bool
) -> int:
    """Count (or write into `cells` and `starts`) the cells each household may have."""
    count = 0
    for row in range(len(who)):
        h = who[row]
        first = count
        if write:
            starts[row] = count
        for column in range(len(a.destinations)):
            if may_have(a, h, a.destinations[column]):
                if write:
                    cells[count] = column
                count += 1
        if may_leave[row] or count == first:
            if write:
                cells[count] = len(a.destinations)
            count += 1
    if write:
        starts[len(who)] = count
    return count


def _may_leave(instance: Instance, who: Ints) -> Ints:
    """Return 1 for each of `who` that may be left out: not those who must return."""
    people = instance.neighbourhood.households
    if instance.unplaceable:
        return np.ones(len(who), dtype=np.int64)
    returns = [people[h].wish is ReturnWish.RETURN for h in who.tolist()]
    return np.array([not wish for wish in returns], dtype=np.int64)


def _pairs(a: Arrays, who: Ints, may_leave: Ints) -> tuple[Ints, Ints]:
    nothing = np.zeros(0, dtype=np.int64)
    size = list_pairs(a, who, may_leave, nothing, nothing, False)
    cells, starts = np.zeros(size, np.int64), np.zeros(len(who) + 1, np.int64)
    list_pairs(a, who, may_leave, cells, starts, True)
    return starts, cells


@compiled
def fill_values(
    a: Arrays, who: Ints, calendar: Ints, start: Ints, homes: Ints, dearer: int, value: Ints
) -> None:
    """Write what each home of each household is worth to it with a calendar."""
    for row in range(len(start) - 1):
        h = who[row]
        best = -(1 << 60)
        for k in range(start[row], start[row + 1]):
            out, arrive, points, broken = single(a, calendar, h, homes[k])
            if homes[k] < 0:
                broken += 1
            if arrive > out and homes[k] >= 0:
                points -= dearer * (arrive - out)
            value[k] = points - RULE_COST * broken
            best = max(best, value[k])
        for k in range(start[row], start[row + 1]):
            # what is far too bad is bad enough: the search is as hot as values lie apart
            value[k] = max(value[k] - best, -_TOO_BAD)
