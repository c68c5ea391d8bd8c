"""A first placement for a calendar that knows about ties: everybody spread, then gathered.

The engine's problem with a given calendar, made coarse: what a home is worth to a household is
exact, but ties see only in which block the two homes lie (near and close as for two homes of those
blocks on average). `placement.relaxed` finds the large-scale arrangement of that; the engine's own
search takes it from there. Nothing here is a bound; the coarse points only guide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from hecht.planning.instance import Instance
from hecht.planning.placement import PlacementProblem
from hecht.planning.placement.arrays import Arrays as PlacementArrays
from hecht.planning.placement.arrays import compile_arrays, narrowed
from hecht.planning.placement.relaxed import Shared, relaxed_placement, tolls
from hecht.planning.placement.search import PlacementSearch
from hecht.planning.relaxed_values import fill_values, list_pairs

Prices = npt.NDArray[np.float64]

MOST_PAIRS = 1_500_000
"""Pairs of households and homes beyond which this takes too long."""

_STEPS = 30

_STIFF = 5_000.0
"""Thousandths of a point by which a month in a temporary home gets dearer for each one too few."""

_GRID = 1000
"""Decimetres: homes of no block are gathered in squares of this side."""

_SAMPLE = 24
"""Homes of each place that stand for all of them when places are compared."""


@dataclass(frozen=True)
class Known:
    """The coarse problem with a calendar: only the pairs that break no rule.

    `problem`: without the calendar's pairs and values, which are those of `arrays`. `homes`
    (pairs): the home of each, -1 for leaving. `shared`: the temporary homes they use.
    """

    problem: PlacementProblem
    arrays: PlacementArrays
    homes: Ints
    shared: Shared

    def gathered(self, price: Prices | None = None) -> Ints:
        """Return a home (or -1) per household.

        Temporary homes are looked at only if `price` (sets, H) is given: the prices of a month
        in one to begin with, which become those at which there are enough.

        Raises:
            NoPlacement: with this calendar not everybody can have a home.
        """
        shared = None if price is None else self.shared
        pair = relaxed_placement(self.arrays, steps=_STEPS, shared=shared, price=price)
        return np.asarray(self.homes[pair], dtype=np.int64)

    def search(self, price: Prices, homes: Ints, seed: int, stream: int) -> PlacementSearch:
        """Return a search for the best placement at prices, which knows that of `homes`."""
        toll = np.zeros(len(self.homes))
        tolls(self.shared, price, toll)
        a = self.arrays
        problem = replace(
            self.problem,
            start=a.start,
            cell=a.cell,
            value=a.value - np.rint(toll).astype(np.int64),
            closeness=a.table.reshape(self.problem.closeness.shape),
        )
        owner = np.repeat(np.arange(len(homes)), np.diff(problem.start))
        own = np.nonzero(self.homes == homes[owner])[0]
        begin = problem.cell[own] if len(own) == len(homes) else None
        return PlacementSearch(problem, seed=seed, chains=1, first_stream=stream, begin=begin)


@dataclass(frozen=True)
class Relaxed:
    """The coarse problem of an instance; only values and tables differ between calendars.

    `who`: the households that it places, those to place whose home is emptied.
    `problem`: with all pairs, without values. `homes` (cells): the home of each cell, -1 for
    leaving. `near` and `close` (places, places): shares of a tie's points. `member` and `rows`:
    see `placement.relaxed.Shared`, and the row of each home.
    """

    instance: Instance
    who: Ints
    problem: PlacementProblem
    base: PlacementArrays
    homes: Ints
    near: npt.NDArray[np.float64]
    close: npt.NDArray[np.float64]
    ready_block: Ints
    ready_fixed: Ints
    shares: tuple[float, float, float]
    member: Ints
    rows: Ints

    def known(self, starts: Ints, room: Ints, *, every: bool = False) -> Known:
        """Return the coarse problem with a calendar; `every`: with pairs that break rules too.

        `room` (sets, H): the temporary homes left in each month without what `who` do.
        """
        a, base = self.instance.arrays, self.base
        homes = self.homes[base.cell]
        value = np.zeros(len(homes), dtype=np.int64)
        row, begin, end, sign = np.zeros((4, len(homes), 3), dtype=np.int64)
        keep = np.ones(len(homes), dtype=np.bool_)
        fill_values(
            a, self.who, starts, base.start, homes, self.rows, value, row, begin, end, sign, keep
        )
        if every:
            keep[:] = True
        table = self._table(starts)
        arrays = narrowed(base._replace(value=value, table=table), keep)
        kept = np.nonzero(keep)[0]
        shared = Shared(row[kept], begin[kept], end[kept], sign[kept], self.member, room, _STIFF)
        return Known(self.problem, arrays, homes[kept], shared)

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
    # homes are numbered by place, as the arrays of a placement problem number them
    places, place_of = _places(a)
    order = np.argsort(place_of, kind="stable")
    place_of, homes = place_of[order], np.append(a.destinations[order], -1)
    near, close = _between(a, places)
    everyone = len(who)
    start, cell = _pairs(a, who, _may_leave(instance, who), homes[:-1])
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
    # homes that serve the same sets of temporary homes share a row
    patterns, rows = np.unique(a.temp_member, axis=0, return_inverse=True)
    return Relaxed(
        instance,
        who,
        problem,
        compile_arrays(problem),
        homes,
        _with_nowhere(near),
        _with_nowhere(close),
        block,
        fixed,
        (shares[0], shares[1], shares[2]),
        np.concatenate([a.temp_below, patterns]).astype(np.int64),
        rows.ravel().astype(np.int64),
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


def _may_leave(instance: Instance, who: Ints) -> Ints:
    """Return 1 for each of `who` that may be left out: not those who must return."""
    people = instance.neighbourhood.households
    if instance.unplaceable:
        return np.ones(len(who), dtype=np.int64)
    returns = [people[h].wish is ReturnWish.RETURN for h in who.tolist()]
    return np.array([not wish for wish in returns], dtype=np.int64)


def _pairs(a: Arrays, who: Ints, may_leave: Ints, homes: Ints) -> tuple[Ints, Ints]:
    nothing = np.zeros(0, dtype=np.int64)
    size = list_pairs(a, who, may_leave, homes, nothing, nothing, False)
    cells, starts = np.zeros(size, np.int64), np.zeros(len(who) + 1, np.int64)
    list_pairs(a, who, may_leave, homes, cells, starts, True)
    return starts, cells
