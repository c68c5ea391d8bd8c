"""Count what a future does to people: the figures that change when works run late.

The rules are those of `hecht.outcomes`; the tests compare both on the courses of drawn futures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hecht.planning.compiled import compiled
from hecht.planning.delays.network import FINAL, LEFT, START, TEMPORARY, Events
from hecht.planning.delays.play import Months
from hecht.planning.delays.setting import Ints, Reals, Setting

FIGURES = (
    "months_temporary",
    "months_bought_in",
    "longest_temporary",
    "households_temporary",
    "moves_direct",
    "moves_to_temporary",
    "moves_return",
    "moves_leave",
    "households_moving",
    "extra_moves",
    "most_moves",
    "duration_months",
    "vacant_months_before_works",
    "vacant_months_before_arrival",
    "separation_months",
    "separation_points",
    "same_month_points",
    "groups_moving_as_one",
    "groups_as_one",
    "rent_not_known",
    "over_maximum",
    "over_lease_households",
    "over_lease_months",
    "blocks_after_latest",
    "spare_households",
    "spare_months",
)
"""The whole-number columns that `tally` fills."""

COLUMN = {name: number for number, name in enumerate(FIGURES)}
(
    C_TEMPORARY, C_BOUGHT, C_LONGEST, C_HOUSED, C_DIRECT, C_TO_TEMPORARY, C_RETURN, C_LEAVE,
    C_MOVING, C_EXTRA, C_MOST, C_DURATION, C_BEFORE_WORKS, C_BEFORE_ARRIVAL, C_SEPARATION,
    C_SEPARATION_POINTS, C_SAME_MONTH, C_MOVING_AS_ONE, C_AS_ONE, C_RENT, C_OVER_MAXIMUM,
    C_LEASE_HOUSEHOLDS, C_LEASE_MONTHS, C_LATEST, C_SPARE_HOUSEHOLDS, C_SPARE_MONTHS,
) = range(len(FIGURES))  # fmt: skip


class Space(NamedTuple):
    """Working space: the stays of one future, at most 2 x moves + 1 a household.

    stays: N, how many; home, since, until, kind: the stays of household h from `first[h]` on.
    by_home: the first stay of each home, then `next`.
    """

    first: Ints
    stays: Ints
    home: Ints
    since: Ints
    until: Ints
    kind: Ints
    by_home: Ints
    next: Ints


@dataclass(frozen=True)
class Tallies:
    """The figures of F futures: `whole` has a column for each of FIGURES.

    `lost_rent` in euros, `separation_weighted` in weighted tie-months. `first_move`: F by N, the
    month of a household's first move, -1: it does not move.
    """

    whole: Ints
    lost_rent: Reals
    separation_weighted: Reals
    first_move: Months


def new_space(events: Events, setting: Setting) -> Space:
    """Return working space for one future."""
    moves = np.diff(events.move_from)
    first = np.zeros(len(moves) + 1, dtype=np.int64)
    np.cumsum(2 * moves + 1, out=first[1:])
    total = int(first[-1])
    stays = [np.zeros(total, dtype=np.int64) for _ in range(5)]
    return Space(
        first=first,
        stays=np.zeros(len(moves), dtype=np.int64),
        home=stays[0],
        since=stays[1],
        until=stays[2],
        kind=stays[3],
        by_home=np.full(len(setting.home_x), -1, dtype=np.int64),
        next=stays[4],
    )


@compiled
def _is_near(s: Setting, one: int, other: int) -> bool:
    if s.home_block[one] >= 0 and s.home_block[one] == s.home_block[other]:
        return True
    dx, dy = s.home_x[one] - s.home_x[other], s.home_y[one] - s.home_y[other]
    return bool(dx * dx + dy * dy <= s.near2)


@compiled
def _stay(p: Space, h: int, home: int, since: int, until: int, kind: int) -> None:
    """Add a stay; one of no months is none, and one that goes on in the same way is the same."""
    if since >= until:
        return
    at = p.first[h] + p.stays[h]
    if p.stays[h] > 0 and p.home[at - 1] == home and p.kind[at - 1] == kind:
        p.until[at - 1] = until
        return
    p.home[at], p.since[at], p.until[at], p.kind[at] = home, since, until, kind
    p.stays[h] += 1


@compiled
def lay_out(
    e: Events, s: Setting, p: Space, horizon: int, month: Months, hop: Months, hop_month: Months,
    spare: bool,
) -> None:  # fmt: skip
    """Write down the stays of every household in one future."""
    for h in range(len(p.stays)):
        p.stays[h] = 0
        home, since, kind = s.own[h], 0, START
        for move in range(e.move_from[h], e.move_from[h + 1]):
            came = month[e.move_event[move]]
            left = came
            if spare and hop[move] >= 0:
                left = hop_month[move]
            _stay(p, h, home, since, left, kind)
            if left < came:
                _stay(p, h, s.unit_home[hop[move]], left, came, TEMPORARY)
            home, since, kind = e.move_target[move], came, e.move_kind[move]
        if kind != LEFT:
            _stay(p, h, home, since, horizon, kind)
    for u in range(len(p.by_home)):
        p.by_home[u] = -1
    for h in range(len(p.stays)):
        for at in range(p.first[h], p.first[h] + p.stays[h]):
            p.next[at] = p.by_home[p.home[at]]
            p.by_home[p.home[at]] = at


@compiled
def _count_moves(s: Setting, p: Space, horizon: int, row: Ints, first_move: Months) -> None:
    for h in range(len(p.stays)):
        begin, end = p.first[h], p.first[h] + p.stays[h]
        moves = months = lease = 0
        first_move[h] = -1
        for at in range(begin, end):
            if p.kind[at] == TEMPORARY:
                stay = p.until[at] - p.since[at]
                months += stay
                if s.temporary[p.home[at]]:
                    row[C_BOUGHT] += stay
                lease += max(0, p.until[at] - max(p.since[at], s.lease[p.home[at]]))
            if at == begin or p.home[at - 1] == p.home[at]:
                continue
            moves += 1
            if first_move[h] < 0:
                first_move[h] = p.since[at]
            if p.kind[at] == TEMPORARY:
                row[C_TO_TEMPORARY] += 1
            elif p.kind[at - 1] == TEMPORARY:
                row[C_RETURN] += 1
            else:
                row[C_DIRECT] += 1
        if p.until[end - 1] < horizon:
            row[C_LEAVE] += 1
            moves += 1
            if first_move[h] < 0:
                first_move[h] = p.until[end - 1]
        row[C_TEMPORARY] += months
        row[C_LONGEST] = max(row[C_LONGEST], months)
        row[C_HOUSED] += months > 0
        row[C_MOVING] += moves > 0
        row[C_EXTRA] += max(0, moves - 1)
        row[C_MOST] = max(row[C_MOST], moves)
        row[C_OVER_MAXIMUM] += months > s.temporary_max
        row[C_LEASE_HOUSEHOLDS] += lease > 0
        row[C_LEASE_MONTHS] += lease


@compiled
def _count_empty(
    s: Setting, p: Space, horizon: int, begin: Months, finish: Months, row: Ints
) -> float:
    """Count the empty home-months, and return the rent that they cost."""
    lost = 0.0
    for u in range(len(p.by_home)):
        b = s.emptied[u]
        if b >= 0:
            until = min(int(begin[b]), horizon)
            empty = until
            at = p.by_home[u]
            while at >= 0:
                empty -= max(0, min(p.until[at], until) - p.since[at])
                at = p.next[at]
            row[C_BEFORE_WORKS] += empty
            if empty > 0 and s.rent[u] < 0:
                row[C_RENT] = 1
            elif empty > 0:
                lost += empty * s.rent[u]
        if s.ready[u] == -2:
            continue
        ready = 0 if s.ready[u] < 0 else int(finish[s.ready[u]])
        at = p.by_home[u]
        while at >= 0:
            if p.kind[at] == FINAL:
                free = ready
                other = p.by_home[u]
                while other >= 0:
                    if p.since[other] < p.since[at]:
                        free = max(free, p.until[other])
                    other = p.next[other]
                empty = p.since[at] - free
                if empty > 0:
                    row[C_BEFORE_ARRIVAL] += empty
                    if s.rent_after[u] < 0:
                        row[C_RENT] = 1
                    else:
                        lost += empty * s.rent_after[u]
            at = p.next[at]
    return lost


@compiled
def _months_near(s: Setting, p: Space, a: int, b: int) -> int:
    total = 0
    i, j = p.first[a], p.first[b]
    last_i, last_j = i + p.stays[a], j + p.stays[b]
    while i < last_i and j < last_j:
        since, until = max(p.since[i], p.since[j]), min(p.until[i], p.until[j])
        if since < until and _is_near(s, p.home[i], p.home[j]):
            total += until - since
        if p.until[i] <= p.until[j]:
            i += 1
        else:
            j += 1
    return int(total)


@compiled
def _arrival(p: Space, h: int) -> int:
    """Return the month in which the final stay starts, -1 when there is none."""
    last = p.first[h] + p.stays[h] - 1
    return int(p.since[last]) if p.kind[last] == FINAL else -1


@compiled
def _count_ties(s: Setting, p: Space, horizon: int, row: Ints) -> float:
    """Count the months apart, and return them times the weights of the ties."""
    weighted = 0.0
    for k in range(len(s.tie_a)):
        a, b = s.tie_a[k], s.tie_b[k]
        apart = horizon - _months_near(s, p, a, b)
        row[C_SEPARATION] += apart
        row[C_SEPARATION_POINTS] += apart * s.tie_apart[k]
        weighted += apart * s.tie_weight[k]
        came = _arrival(p, a)
        if came >= 0 and came == _arrival(p, b):
            row[C_SAME_MONTH] += s.tie_same[k]
    return weighted


@compiled
def _waiting_near(s: Setting, p: Space, a: int, b: int) -> bool:
    for i in range(p.first[a], p.first[a] + p.stays[a]):
        for j in range(p.first[b], p.first[b] + p.stays[b]):
            if p.kind[i] == TEMPORARY and p.kind[j] == TEMPORARY:
                overlap = max(p.since[i], p.since[j]) < min(p.until[i], p.until[j])
                if overlap and not _is_near(s, p.home[i], p.home[j]):
                    return False
    return True


@compiled
def _count_groups(s: Setting, p: Space, row: Ints) -> None:
    for g in range(len(s.group_near)):
        if not s.group_near[g]:
            continue
        same, waiting = True, True
        left = came = -1
        for k in range(s.group_from[g], s.group_from[g + 1]):
            h = s.group_member[k]
            if p.stays[h] > 1:
                begin, last = p.first[h], p.first[h] + p.stays[h] - 1
                if left >= 0 and (left != p.until[begin] or came != p.since[last]):
                    same = False
                left, came = p.until[begin], p.since[last]
            for m in range(s.group_from[g], k):
                if not _waiting_near(s, p, h, s.group_member[m]):
                    waiting = False
        row[C_MOVING_AS_ONE] += same
        row[C_AS_ONE] += same and waiting


@compiled
def tally(
    e: Events, s: Setting, p: Space, horizon: int, spare: bool, month: Months, begin: Months,
    finish: Months, hop: Months, hop_month: Months, whole: Ints, lost_rent: Reals, weighted: Reals,
    first_move: Months,
) -> None:  # fmt: skip
    """Fill the figures of every future; the arrays are those of `play_all` and `Tallies`."""
    for k in range(len(month)):
        now = k if spare else 0
        lay_out(e, s, p, horizon, month[k], hop[now], hop_month[now], spare)
        row = whole[k]
        row[:] = 0
        _count_moves(s, p, horizon, row, first_move[k])
        lost_rent[k] = _count_empty(s, p, horizon, begin[k], finish[k], row)
        weighted[k] = _count_ties(s, p, horizon, row)
        _count_groups(s, p, row)
        for b in range(finish.shape[1]):
            row[C_DURATION] = max(row[C_DURATION], int(finish[k, b]))
            row[C_LATEST] += finish[k, b] > s.latest[b]
        if spare:
            for move in range(len(e.move_event)):
                if hop[k, move] >= 0:
                    row[C_SPARE_HOUSEHOLDS] += 1
                    row[C_SPARE_MONTHS] += month[k, e.move_event[move]] - hop_month[k, move]
