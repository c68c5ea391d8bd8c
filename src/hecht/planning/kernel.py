"""Compiled evaluation: what a placement is worth, and what changing it would change.

Everything is integers, so that results repeat on any machine. A state holds a calendar, a home
for every household, and what follows from them. The months of the moves follow from the homes:
a home that is ready when the works begin is moved into directly, as soon as it is ready; otherwise
the household lives in a temporary home from the start of the works until its home is ready. Which
temporary home that is, is settled afterwards; until then the months in it count as away from
every tie, so that the worth found here is never more than the true one.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np

from hecht.planning.arrays import (
    BLOCK,
    CHOICE_FROM,
    CHOICE_UNTIL,
    DEADLINE,
    DURATION,
    EXPLICIT,
    FAR,
    FIRST,
    GROUP,
    HAD_NEAR,
    HOME_CLASS,
    HORIZON,
    INSIDE_POINTS,
    KEEPS_TENANCY,
    KIND,
    LEAVES,
    NEAR2,
    NEED_CLASS,
    OLD,
    OWN_BLOCK,
    OWN_HOME_FIRST,
    P_ALONE,
    P_DURATION,
    P_GROUP,
    P_MONTH,
    P_MOVE,
    P_VACANT,
    PROMISED,
    READY_BLOCK,
    READY_FIXED,
    STREET,
    TEMP_CLASS,
    TEMPORARY_MAX,
    TIE_APART,
    TIE_BACK,
    TIE_CLOSE,
    TIE_FROM,
    TIE_NEAR,
    TIE_REAL,
    TIE_SAME,
    TIE_START,
    TIE_TO,
    TIE_UNTIL,
    TYPE,
    VACANT_BLOCK,
    WISH_FROM,
    WISH_KIND,
    WISH_POINTS,
    WISH_UNTIL,
    WISH_VALUE,
    Arrays,
    Ints,
    X,
    Y,
)
from hecht.planning.compiled import compiled, inlined

OBJECTIVE, VIOLATION, SHORTAGE = 0, 1, 2
"""Positions in `totals`: points, by how much rules are broken, and by want of temporary homes."""

BROKEN_PROMISE = 100
"""How much an accepted promise that is broken counts among broken rules."""


class State(NamedTuple):
    """A calendar (`starts`, B), a home per household (`home`, N; -1: leaves) and what follows.

    `out` and `arrive` (N): the months of leaving the old home and arriving in the last one.
    `company` (N): ties that are near at the end. `taken` (M): who ends in a home, -1 if nobody.
    `balance` (sets, H): free temporary homes minus households that need one. `worth` (N) and
    `broken` (N): points and broken rules of each household on its own; `link_worth` and
    `link_near` (rows of `ties`): the points of each link, and whether it ends near. `totals`:
    points, violation. `group_near`: the points each group earns now.
    """

    starts: Ints
    home: Ints
    out: Ints
    arrive: Ints
    company: Ints
    taken: Ints
    balance: Ints
    group_near: Ints
    worth: Ints
    broken: Ints
    link_worth: Ints
    link_near: Ints
    totals: Ints


def empty_state(a: Arrays) -> State:
    """Return a state in which nothing has been decided."""
    people, homes = len(a.people), len(a.homes)
    return State(
        starts=np.zeros(len(a.blocks), dtype=np.int64),
        home=np.full(people, -1, dtype=np.int64),
        out=np.zeros(people, dtype=np.int64),
        arrive=np.zeros(people, dtype=np.int64),
        company=np.zeros(people, dtype=np.int64),
        taken=np.full(homes, -1, dtype=np.int64),
        balance=np.zeros(a.temp_supply.shape, dtype=np.int64),
        group_near=np.zeros(max(1, len(a.group_ptr) - 1), dtype=np.int64),
        worth=np.zeros(people, dtype=np.int64),
        broken=np.zeros(people, dtype=np.int64),
        link_worth=np.zeros(len(a.ties), dtype=np.int64),
        link_near=np.zeros(len(a.ties), dtype=np.int64),
        totals=np.zeros(3, dtype=np.int64),
    )


def copy_state(state: State) -> State:
    """Return a copy that shares nothing with the original."""
    return State(*(part.copy() for part in state))


@compiled
def assign_state(target: State, source: State) -> None:
    """Overwrite one state with another of the same neighbourhood."""
    target.starts[:] = source.starts
    target.home[:] = source.home
    target.out[:] = source.out
    target.arrive[:] = source.arrive
    target.company[:] = source.company
    target.taken[:] = source.taken
    target.balance[:] = source.balance
    target.group_near[:] = source.group_near
    target.worth[:] = source.worth
    target.broken[:] = source.broken
    target.link_worth[:] = source.link_worth
    target.link_near[:] = source.link_near
    target.totals[:] = source.totals


@inlined
def is_near(a: Arrays, p: int, q: int) -> bool:
    """Return whether homes p and q are near."""
    if a.homes[p, BLOCK] >= 0 and a.homes[p, BLOCK] == a.homes[q, BLOCK]:
        return True
    dx = a.homes[p, X] - a.homes[q, X]
    dy = a.homes[p, Y] - a.homes[q, Y]
    return bool(dx * dx + dy * dy <= a.fixed[NEAR2])


@inlined
def closeness(a: Arrays, p: int, q: int) -> int:
    """Return the closeness of homes p and q in thousandths."""
    dx = a.homes[p, X] - a.homes[q, X]
    dy = a.homes[p, Y] - a.homes[q, Y]
    square = dx * dx + dy * dy
    if square >= a.fixed[FAR] * a.fixed[FAR]:
        return 0
    return int(a.closeness[int(sqrt(float(square)))])


@inlined
def ready_month(a: Arrays, starts: Ints, f: int) -> int:
    """Return the month in which home f can be moved into."""
    b = a.homes[f, READY_BLOCK]
    return int(starts[b] + a.blocks[b, DURATION]) if b >= 0 else int(a.homes[f, READY_FIXED])


@inlined
def may_have(a: Arrays, h: int, f: int) -> bool:
    """Return whether household h may end in home f, months aside."""
    if a.people[h, EXPLICIT]:
        for k in range(a.people[h, CHOICE_FROM], a.people[h, CHOICE_UNTIL]):
            if a.choices[k] == f:
                return True
        return False
    if a.homes[f, READY_BLOCK] < 0 and a.homes[f, READY_FIXED] < 0:
        return False
    return bool(a.suit[a.people[h, NEED_CLASS], a.homes[f, HOME_CLASS]])


@inlined
def wish_points(a: Arrays, h: int, f: int) -> int:
    """Return the points of the dearest wish about a place that home f meets."""
    for k in range(a.people[h, WISH_FROM], a.people[h, WISH_UNTIL]):
        kind, value = a.wishes[k, WISH_KIND], a.wishes[k, WISH_VALUE]
        if (
            (kind == 0 and value == f)
            or (kind == 1 and value == a.homes[f, BLOCK])
            or (kind == 2 and value == a.homes[f, STREET])
            or (kind == 3 and value == a.homes[f, TYPE])
        ):
            return int(a.wishes[k, WISH_POINTS])
    return 0


@inlined
def single(a: Arrays, starts: Ints, h: int, f: int) -> tuple[int, int, int, int]:
    """Return (out, arrive, points, violation) of household h ending in home f (-1: leaves)."""
    b = a.people[h, OWN_BLOCK]
    if f < 0:
        out = starts[b] if b >= 0 else a.fixed[HORIZON]
        if a.people[h, KIND] == 1 and a.people[h, LEAVES] >= 0:
            out = min(out, a.people[h, LEAVES])
        idle = starts[b] - out if b >= 0 else 0
        broken = BROKEN_PROMISE if a.people[h, PROMISED] else 0
        return (
            int(min(out, a.fixed[HORIZON])),
            a.fixed[HORIZON],
            int(-a.fixed[P_VACANT] * idle),
            broken,
        )
    wished = wish_points(a, h, f)
    points = a.people[h, INSIDE_POINTS] + wished
    if a.people[h, KEEPS_TENANCY] and wished == 0 and f != a.people[h, OLD]:
        points -= OWN_HOME_FIRST
    if b < 0 and f == a.people[h, OLD]:
        return 0, 0, int(points), 0
    ready = ready_month(a, starts, f)
    violation = max(0, ready - (a.fixed[HORIZON] - 1))
    if b < 0 or ready <= starts[b]:
        month = max(ready, a.fixed[FIRST])
        idle = month - ready
        if b >= 0:
            idle += starts[b] - month
        violation += max(0, month - a.people[h, DEADLINE])
        return month, month, int(points - a.fixed[P_VACANT] * idle), violation
    begin = starts[b]
    months = ready - begin
    violation += max(0, months - a.fixed[TEMPORARY_MAX]) + max(0, ready - a.people[h, DEADLINE])
    return int(begin), ready, int(points - a.fixed[P_MONTH] * months - a.fixed[P_MOVE]), violation


@inlined
def pair(a: Arrays, s: State, k: int, h: int, j: int) -> tuple[int, bool]:
    """Return the points of link k between h and j, and whether they end near each other."""
    fh, fj = s.home[h], s.home[j]
    both = fh >= 0 and fj >= 0
    ends_near = both and is_near(a, fh, fj)
    points = 0
    if both:
        if ends_near:
            points += a.ties[k, TIE_NEAR]
        if a.ties[k, TIE_CLOSE] > 0:
            points += a.ties[k, TIE_CLOSE] * closeness(a, fh, fj) // 1000
    if a.ties[k, TIE_START]:
        out_h, out_j = s.out[h], s.out[j]
        in_h, in_j = s.arrive[h], s.arrive[j]
        together = min(out_h, out_j)
        if ends_near:
            together += a.fixed[HORIZON] - max(in_h, in_j)
        if fj >= 0 and in_j < out_h and is_near(a, a.people[h, OLD], fj):
            together += out_h - in_j
        if fh >= 0 and in_h < out_j and is_near(a, fh, a.people[j, OLD]):
            together += out_j - in_h
        points -= a.ties[k, TIE_APART] * (a.fixed[HORIZON] - together)
        if (
            both
            and in_h == in_j
            and not (fh == a.people[h, OLD] and a.people[h, OWN_BLOCK] < 0)
            and not (fj == a.people[j, OLD] and a.people[j, OWN_BLOCK] < 0)
        ):
            points += a.ties[k, TIE_SAME]
    return points, ends_near


@compiled
def group_bonus(a: Arrays, s: State, g: int) -> int:
    """Return the points of group g: all or nothing."""
    for p in range(a.group_ptr[g], a.group_ptr[g + 1]):
        f = s.home[a.group_member[p]]
        if f < 0:
            return 0
        for q in range(a.group_ptr[g], p):
            if not is_near(a, f, s.home[a.group_member[q]]):
                return 0
    return int(a.fixed[P_GROUP])


@compiled
def occupy(a: Arrays, s: State, h: int, sign: int) -> int:
    """Add (sign 1) or take away (-1) what household h does to the temporary homes.

    Returns the change in the number of households that find none, over sets and months.
    """
    change = 0
    f, out, arrive, b = s.home[h], s.out[h], s.arrive[h], a.people[h, OWN_BLOCK]
    sets = s.balance.shape[0]
    if f >= 0 and b >= 0 and arrive > out:
        for q in range(sets):
            if a.temp_below[a.people[h, TEMP_CLASS], q]:
                for m in range(out, min(arrive, a.fixed[HORIZON])):
                    before = min(s.balance[q, m], 0)
                    s.balance[q, m] -= sign
                    change += before - min(s.balance[q, m], 0)
    if b >= 0 and out < s.starts[b]:
        change += _supply(a, s, a.people[h, OLD], out, s.starts[b], sign)
    if (
        f >= 0
        and a.homes[f, READY_BLOCK] < 0
        and not (b < 0 and f == a.people[h, OLD])
        and a.people[h, KIND] == 2
    ):
        # the home was counted as free for temporary use until somebody takes it for good
        change += _supply(a, s, f, arrive, a.fixed[HORIZON], -sign)
    return change


@inlined
def _supply(a: Arrays, s: State, u: int, begin: int, end: int, sign: int) -> int:
    change = 0
    for q in range(s.balance.shape[0]):
        if a.temp_member[u, q]:
            for m in range(begin, min(end, a.fixed[HORIZON])):
                before = min(s.balance[q, m], 0)
                s.balance[q, m] += sign
                change += before - min(s.balance[q, m], 0)
    return change


@compiled
def settle(a: Arrays, s: State) -> None:
    """Compute everything that follows from `starts` and `home`, from scratch."""
    people = len(a.people)
    points, violation = 0, 0
    s.taken[:] = -1
    s.company[:] = 0
    finish = 0
    for b in a.movable:
        finish = max(finish, s.starts[b] + a.blocks[b, DURATION])
    points -= a.fixed[P_DURATION] * finish
    s.balance[:, :] = a.temp_supply
    for f in range(len(a.homes)):
        # a home that stood empty from the start serves until the works on its block begin
        if a.homes[f, VACANT_BLOCK] >= 0:
            _supply(a, s, f, 0, s.starts[a.homes[f, VACANT_BLOCK]], 1)
            points -= a.fixed[P_VACANT] * s.starts[a.homes[f, VACANT_BLOCK]]
    for h in range(people):
        f = s.home[h]
        out, arrive, worth, broken = single(a, s.starts, h, f)
        s.out[h], s.arrive[h] = out, arrive
        s.worth[h], s.broken[h] = worth, broken
        points += worth
        violation += broken
        if f >= 0:
            s.taken[f] = h
    shortage = 0
    for q in range(s.balance.shape[0]):
        for m in range(s.balance.shape[1]):
            shortage -= min(s.balance[q, m], 0)
    for h in range(people):
        shortage += occupy(a, s, h, 1)
    for h in range(people):
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            j = a.ties[k, TIE_TO]
            if j < h:
                continue
            worth, ends_near = pair(a, s, k, h, j)
            points += worth
            back = a.ties[k, TIE_BACK]
            s.link_worth[k] = s.link_worth[back] = worth
            s.link_near[k] = s.link_near[back] = ends_near
            if ends_near and a.ties[k, TIE_REAL]:
                s.company[h] += 1
                s.company[j] += 1
    for h in range(people):
        if a.people[h, HAD_NEAR] and s.home[h] >= 0 and s.company[h] == 0:
            points -= a.fixed[P_ALONE]
    for g in range(len(a.group_ptr) - 1):
        s.group_near[g] = group_bonus(a, s, g)
        points += s.group_near[g]
    s.totals[OBJECTIVE] = points
    s.totals[VIOLATION] = violation + shortage
    s.totals[SHORTAGE] = shortage


class Scratch(NamedTuple):
    """Working memory of `attempt`: who and what is touched, and the values before or after."""

    touched: Ints
    change: Ints
    marked: Ints
    old_home: Ints
    old_out: Ints
    old_arrive: Ints
    new_worth: Ints
    new_broken: Ints
    link: Ints
    new_link_worth: Ints
    new_link_near: Ints


MOST = 6
"""The most households that `attempt` moves at once."""


def new_scratch(a: Arrays) -> Scratch:
    """Return working memory for one search."""
    people = len(a.people)
    degrees = a.people[:, TIE_UNTIL] - a.people[:, TIE_FROM]
    links = MOST * int(degrees.max(initial=0)) + 1

    def zeros(size: int) -> Ints:
        return np.zeros(size, dtype=np.int64)

    return Scratch(
        touched=zeros(people + 1),
        change=zeros(people),
        marked=zeros(people),
        old_home=zeros(MOST),
        old_out=zeros(MOST),
        old_arrive=zeros(MOST),
        new_worth=zeros(MOST),
        new_broken=zeros(MOST),
        link=zeros(links),
        new_link_worth=zeros(links),
        new_link_near=zeros(links),
    )


@inlined
def _touch(w: Scratch, touched: int, j: int, change: int) -> int:
    w.change[j] += change
    if w.marked[j] == 0:
        w.marked[j] = 1
        w.touched[touched] = j
        return touched + 1
    return touched


@compiled
def _swap_old(s: State, w: Scratch, count: int, who: Ints) -> None:
    """Exchange the present homes and months of the movers with those in the scratch."""
    for c in range(count):
        h = who[c]
        s.home[h], w.old_home[c] = w.old_home[c], s.home[h]
        s.out[h], w.old_out[c] = w.old_out[c], s.out[h]
        s.arrive[h], w.old_arrive[c] = w.old_arrive[c], s.arrive[h]


@compiled
def _reoccupy(a: Arrays, s: State, w: Scratch, count: int, who: Ints) -> int:
    """Replace the movers' old use of temporary homes by the new; return the change in shortage."""
    change = 0
    _swap_old(s, w, count, who)
    for c in range(count):
        change += occupy(a, s, who[c], -1)
    _swap_old(s, w, count, who)
    for c in range(count):
        change += occupy(a, s, who[c], 1)
    return change


@compiled
def _put(
    a: Arrays, s: State, w: Scratch, count: int, who: Ints, where: Ints
) -> tuple[int, int, bool]:
    """Write the movers' new homes into the state; return points, violation, months changed."""
    points, violation, shifted = 0, 0, False
    for c in range(count):
        h, f = who[c], where[c]
        before = s.home[h]
        w.old_home[c], w.old_out[c], w.old_arrive[c] = before, s.out[h], s.arrive[h]
        out, arrive, worth, broken = single(a, s.starts, h, f)
        w.new_worth[c], w.new_broken[c] = worth, broken
        points += worth - s.worth[h]
        violation += broken - s.broken[h]
        s.home[h], s.out[h], s.arrive[h] = f, out, arrive
        if (
            out != w.old_out[c]
            or arrive != w.old_arrive[c]
            or (before < 0) != (f < 0)
            or (before >= 0 and a.homes[before, READY_BLOCK] < 0)
            or (f >= 0 and a.homes[f, READY_BLOCK] < 0)
        ):
            shifted = True
    return points, violation, shifted


@compiled
def _relink(a: Arrays, s: State, w: Scratch, count: int, who: Ints) -> tuple[int, int, int]:
    """Value every link of the movers anew; return points, links valued, households touched."""
    points, links, touched = 0, 0, 0
    for c in range(count):
        w.marked[who[c]] = 2 + c
        w.touched[touched] = who[c]
        touched += 1
    for c in range(count):
        h = who[c]
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            j = a.ties[k, TIE_TO]
            if 2 <= w.marked[j] < 2 + c:
                continue
            worth, ends_near = pair(a, s, k, h, j)
            points += worth - s.link_worth[k]
            w.link[links], w.new_link_worth[links], w.new_link_near[links] = k, worth, ends_near
            links += 1
            if ends_near != s.link_near[k] and a.ties[k, TIE_REAL]:
                change = 1 if ends_near else -1
                touched = _touch(w, touched, h, change)
                touched = _touch(w, touched, j, change)
    return points, links, touched


@compiled
def _loneliness(a: Arrays, s: State, w: Scratch, touched: int) -> int:
    """Return the change in points for households that are left alone or no longer are."""
    points = 0
    for t in range(touched):
        j = w.touched[t]
        if a.people[j, HAD_NEAR]:
            mover = w.marked[j] - 2
            before = w.old_home[mover] if mover >= 0 else s.home[j]
            if before >= 0 and s.company[j] == 0:
                points += a.fixed[P_ALONE]
            if s.home[j] >= 0 and s.company[j] + w.change[j] == 0:
                points -= a.fixed[P_ALONE]
    return points


@compiled
def attempt(
    a: Arrays, s: State, w: Scratch, count: int, who: Ints, where: Ints, penalty: int, slack: int
) -> bool:
    """Move `count` households to other homes at once if that loses no more than `slack` points.

    `who[:count]` are distinct households and `where[:count]` their new homes (-1: leave). The
    caller sees to it that no home is given twice. Returns whether the moves were made; if not,
    the state is as it was.
    """
    points, violation, shifted = _put(a, s, w, count, who, where)
    gained, links, touched = _relink(a, s, w, count, who)
    points += gained + _loneliness(a, s, w, touched)
    for c in range(count):
        g = a.people[who[c], GROUP]
        if g >= 0 and _first_of_group(a, who, c, g):
            points += group_bonus(a, s, g) - s.group_near[g]
    # no more households can find a temporary home than lack one now
    accepted = bool(points + slack - penalty * (violation - s.totals[SHORTAGE]) >= 0)
    shortage = 0
    if accepted and shifted:
        shortage = _reoccupy(a, s, w, count, who)
        violation += shortage
    if points + slack - penalty * violation >= 0:
        _commit(a, s, w, count, who, links, points, violation, shortage)
    else:
        if accepted and shifted:
            _swap_old(s, w, count, who)
            _reoccupy(a, s, w, count, who)
        else:
            _swap_old(s, w, count, who)
        accepted = False
    for t in range(touched):
        j = w.touched[t]
        if accepted:
            s.company[j] += w.change[j]
        w.change[j] = 0
        w.marked[j] = 0
    return accepted


@inlined
def _first_of_group(a: Arrays, who: Ints, c: int, g: int) -> bool:
    for earlier in range(c):
        if a.people[who[earlier], GROUP] == g:
            return False
    return True


@compiled
def _commit(
    a: Arrays,
    s: State,
    w: Scratch,
    count: int,
    who: Ints,
    links: int,
    points: int,
    violation: int,
    shortage: int,
) -> None:
    s.totals[OBJECTIVE] += points
    s.totals[VIOLATION] += violation
    s.totals[SHORTAGE] += shortage
    for c in range(count):
        f = w.old_home[c]
        if f >= 0 and s.taken[f] == who[c]:
            s.taken[f] = -1
    for c in range(count):
        h = who[c]
        s.worth[h], s.broken[h] = w.new_worth[c], w.new_broken[c]
        if s.home[h] >= 0:
            s.taken[s.home[h]] = h
        g = a.people[h, GROUP]
        if g >= 0:
            s.group_near[g] = group_bonus(a, s, g)
    for n in range(links):
        k = w.link[n]
        back = a.ties[k, TIE_BACK]
        s.link_worth[k] = s.link_worth[back] = w.new_link_worth[n]
        s.link_near[k] = s.link_near[back] = w.new_link_near[n]
