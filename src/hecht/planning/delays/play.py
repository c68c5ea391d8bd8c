"""Play a future: the real month of every event, block by block and move by move."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hecht.planning.compiled import compiled
from hecht.planning.delays.draws import MONTH
from hecht.planning.delays.network import Events
from hecht.planning.delays.units import Units

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Months = npt.NDArray[np.int32]

NEVER = 1 << 30
BUDGET_TRIES = 240
"""Works wait at most this many months for money."""
_CENT = 1e-9


class Real(NamedTuple):
    """One future as it really goes: working space that the kernels fill.

    month: V, of each event. begin, finish: B, of the works. hop: M, the spare temporary home
    (a unit) in which the household waits before this move, -1: none; hop_month: since when.
    spent: euros of each calendar year. booked_first: U, booked_next, booked_move: the stays in
    spare homes as linked lists. free_until: U, when each stops being free, and
    free, those that are, for one decision.
    """

    month: Ints
    begin: Ints
    finish: Ints
    hop: Ints
    hop_month: Ints
    spent: Reals
    booked_first: Ints
    booked_next: Ints
    free_until: Ints
    free: Ints


def new_real(events: Events, units: Units) -> Real:
    """Return working space for one future."""
    blocks, moves, homes = len(events.planned), len(events.move_event), len(units.home)
    return Real(
        month=np.zeros(len(events.base), dtype=np.int64),
        begin=np.zeros(blocks, dtype=np.int64),
        finish=np.zeros(blocks, dtype=np.int64),
        hop=np.full(moves, -1, dtype=np.int64),
        hop_month=np.zeros(moves, dtype=np.int64),
        spent=np.zeros(400, dtype=np.float64),
        booked_first=np.full(homes, -1, dtype=np.int64),
        booked_next=np.full(moves, -1, dtype=np.int64),
        free_until=np.zeros(homes, dtype=np.int64),
        free=np.zeros(homes, dtype=np.int64),
    )


@compiled
def finish_of(work: int, done: Ints, start: int) -> int:
    """Return the month from which works are finished, to the nearest whole month, at least one.

    `work` is in thousandths of a month of undisturbed work, `done` what would be done from month
    0 up to each month; after the last month that it gives, nothing disturbs the work.
    """
    need = work - MONTH // 2
    month = start + max(1, (need + MONTH - 1) // MONTH)
    last = len(done) - 1
    if start >= last:
        return int(month)
    while month <= last and done[month] - done[start] < need:
        month += 1
    if month > last:
        rest = need - (done[last] - done[start])
        month = max(last + (rest + MONTH - 1) // MONTH, start + 1)
    return int(month)


@compiled
def _end(e: Events, work: int, done: Ints, b: int, start: int, punctual: int) -> int:
    end = finish_of(work, done, start)
    if b == punctual and end > start + e.planned[b]:
        end = start + e.planned[b]
    return int(end)


@compiled
def _pay(e: Events, r: Real, b: int, start: int, end: int, book: bool) -> bool:
    """Tell whether the yearly budget bears these works; with `book`, spend the money."""
    a_month = e.cost[b] / (end - start)
    month = start
    while month < end:
        year = (e.first_month + month) // 12
        stop = min(end, (year + 1) * 12 - e.first_month)
        year = min(year, len(r.spent) - 1)
        amount = a_month * (stop - month)
        if book:
            r.spent[year] += amount
        elif r.spent[year] + amount > e.budget * (1 + _CENT):
            return False
        month = stop
    return True


@compiled
def _afford(e: Events, r: Real, work: int, done: Ints, b: int, start: int, punctual: int) -> int:
    """Return the first month from `start` on in which the budget bears the works."""
    if e.budget < 0 or e.cost[b] <= 0:
        return start
    for wait in range(BUDGET_TRIES):
        end = _end(e, work, done, b, start + wait, punctual)
        if _pay(e, r, b, start + wait, end, False):
            return start + wait
    return start


@compiled
def _free_until(e: Events, u: Units, r: Real, unit: int, month: int) -> int:
    """Return the month up to which a spare home stays free from `month` on; `month`: it is not.

    Whom the plan puts in it may come in any month from the planned one on, and once there stays
    until it is known to go.
    """
    if not u.begin[unit] <= month < u.end[unit]:
        return month
    until = u.end[unit]
    for k in range(u.use_from[unit], u.use_from[unit + 1]):
        came, went = 0, NEVER
        if u.use_came[k] >= 0:
            if e.base[u.use_came[k]] >= until:
                break  # uses are in the planned order, and nobody comes before the plan
            came = r.month[u.use_came[k]]
            if came < 0:
                came = e.base[u.use_came[k]]
        if u.use_went[k] >= 0 and r.month[u.use_went[k]] >= 0:
            went = r.month[u.use_went[k]]
        if came < went and month < went:
            until = min(until, max(came, month))
            if until == month:
                return month
    move = r.booked_first[unit]
    while move >= 0:
        if month < r.month[e.move_event[move]]:
            until = min(until, max(r.hop_month[move], month))
        move = r.booked_next[move]
    return int(max(until, month))


@compiled
def _book(e: Events, u: Units, r: Real, move: int, begin: int, end: int, count: int) -> bool:
    """Put a household in the nearest of the free homes that is free until its next home is."""
    h = e.move_household[move]
    best, best_far = -1, 1 << 60
    for i in range(count):
        unit = r.free[i]
        if end > r.free_until[unit] or not u.allowed[u.kind[h], unit]:
            continue
        dx, dy = u.home_x[unit] - u.own_x[h], u.home_y[unit] - u.own_y[h]
        far = dx * dx + dy * dy
        if far < best_far:
            best, best_far = unit, far
    if best < 0:
        return False
    r.hop[move] = best
    r.hop_month[move] = begin
    r.booked_next[move] = r.booked_first[best]
    r.booked_first[best] = move
    r.free_until[best] = begin
    return True


@compiled
def _unbook_all(e: Events, r: Real, b: int) -> None:
    """Take back the bookings for the households of block b, the latest first."""
    for k in range(e.gate_from[b + 1] - 1, e.gate_from[b] - 1, -1):
        move = e.gate_move[k]
        if r.hop[move] >= 0:
            r.booked_first[r.hop[move]] = r.booked_next[move]
            r.hop[move] = -1


@compiled
def _emptied(e: Events, u: Units, r: Real, b: int, start: int, units: int) -> int:
    """Return the month, from `start` on, in which everybody can have left block b.

    With spare homes, those who are late go to one: all of them, or nobody does.
    """
    while True:
        later, last, late = NEVER, start, 0
        for g in range(e.gate_from[b], e.gate_from[b + 1]):
            month = r.month[e.gate[g]]
            if month > start:
                later, last, late = min(later, month), max(last, month), late + 1
        if last == start:
            return start
        if units == 0:
            return int(last)
        count = 0
        for unit in range(units):
            r.free_until[unit] = _free_until(e, u, r, unit, start)
            if r.free_until[unit] > start:
                r.free[count] = unit
                count += 1
        fits = late <= count
        for g in range(e.gate_from[b], e.gate_from[b + 1]):
            month = r.month[e.gate[g]]
            if month > start and fits:
                fits = _book_gate(e, u, r, g, start, month, count)
        if fits:
            return start
        _unbook_all(e, r, b)
        start = later


@compiled
def _book_gate(e: Events, u: Units, r: Real, g: int, start: int, month: int, count: int) -> bool:
    """Book a spare home until a late household's next home is free, which is in `month`."""
    move = e.gate_move[g]
    # the move itself comes later in the order when it goes along with the works
    r.month[e.move_event[move]] = month
    return _book(e, u, r, move, start, month, count)


@compiled
def play(e: Events, u: Units, work: Ints, done: Ints, punctual: int, units: int, r: Real) -> None:
    """Fill `r` with one future.

    `work` is of each block, `done` of each month (see `Draws`); the works of block `punctual` take
    no longer than planned (-1: all run as drawn). `units` is how many of the spare homes may be
    used: 0 for the policy "wait", in which works wait until everybody has left.
    """
    r.spent[:] = 0.0
    if units > 0:
        for v in range(len(r.month)):
            r.month[v] = -1
        for move in range(len(r.hop)):
            r.hop[move] = -1
        for unit in range(len(r.booked_first)):
            r.booked_first[unit] = -1
    for i in range(len(e.order)):
        v = e.order[i]
        month = e.base[v]
        for k in range(e.ahead_from[v], e.ahead_from[v + 1]):
            ahead = e.ahead[k]
            ready = r.month[ahead] if ahead >= 0 else r.finish[-1 - ahead]
            if ready > month:
                month = ready
        b = e.block[v]
        if b >= 0:
            month = _start(e, u, work, done, punctual, units, r, b, month)
        r.month[v] = month


@compiled
def _start(
    e: Events, u: Units, work: Ints, done: Ints, punctual: int, units: int, r: Real, b: int,
    month: int,
) -> int:  # fmt: skip
    """Start the works on block b as soon as they can, and return the month."""
    if units == 0:
        month = _emptied(e, u, r, b, month, 0)
        month = _afford(e, r, work[b], done, b, month, punctual)
    else:
        # nobody is sent to a spare home for works that have to wait for money
        while True:
            month = _afford(e, r, work[b], done, b, month, punctual)
            month = _emptied(e, u, r, b, month, units)
            paid = _afford(e, r, work[b], done, b, month, punctual)
            if paid == month:
                break
            _unbook_all(e, r, b)
            month = paid
    end = _end(e, work[b], done, b, month, punctual)
    if e.budget >= 0 and e.cost[b] > 0:
        _pay(e, r, b, month, end, True)
    r.begin[b], r.finish[b] = month, end
    return month


@compiled
def play_all(
    e: Events, u: Units, work: Ints, done: Ints, units: int, r: Real, month: Months, begin: Months,
    finish: Months, hop: Months, hop_month: Months,
) -> None:  # fmt: skip
    """Play every future and keep what happens: F by V, B, B, M and M."""
    for k in range(len(work)):
        play(e, u, work[k], done[k], -1, units, r)
        for v in range(len(r.month)):
            month[k, v] = r.month[v]
        for b in range(len(r.begin)):
            begin[k, b], finish[k, b] = r.begin[b], r.finish[b]
        if units > 0:
            for move in range(len(r.hop)):
                hop[k, move], hop_month[k, move] = r.hop[move], r.hop_month[move]


LATE, LATE_HOUSEHOLDS, TEMPORARY_MONTHS, LAST_FINISH, SPARE_MONTHS = 0, 1, 2, 3, 4
SUMS = 5


@compiled
def play_sums(
    e: Events, u: Units, work: Ints, done: Ints, chosen: Ints, punctual: int, units: int,
    first_extra: int, arrival: Ints, promised: Ints, since: Ints, until: Ints, r: Real, sums: Ints,
) -> None:  # fmt: skip
    """Play the chosen futures and keep only what a comparison needs, in the rows of `sums`.

    arrival, promised: the final move of each household that has one, and the month it was told.
    since, until: the events between which each planned temporary stay lies. LATE counts
    household-months, LATE_HOUSEHOLDS households; SPARE_MONTHS those in units from first_extra on.
    """
    for i in range(len(chosen)):
        k = chosen[i]
        play(e, u, work[k], done[k], punctual, units, r)
        late = households = months = last = spare = 0
        for j in range(len(arrival)):
            over = r.month[arrival[j]] - promised[j]
            if over > 0:
                late += over
                households += 1
        for j in range(len(since)):
            months += r.month[until[j]] - r.month[since[j]]
        for b in range(len(r.finish)):
            last = max(last, r.finish[b])
        if units > 0:
            for move in range(len(r.hop)):
                if r.hop[move] >= 0:
                    stay = r.month[e.move_event[move]] - r.hop_month[move]
                    if move == e.move_from[e.move_household[move]]:
                        months += stay  # else it is part of a planned temporary stay
                    if r.hop[move] >= first_extra:
                        spare += stay
        sums[i, LATE], sums[i, LATE_HOUSEHOLDS] = late, households
        sums[i, TEMPORARY_MONTHS], sums[i, LAST_FINISH] = months, last
        sums[i, SPARE_MONTHS] = spare
