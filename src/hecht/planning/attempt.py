"""Compiled changes of a placement: try households in other homes, keep what gains."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hecht.planning.arrays import (
    GROUP,
    HAD_NEAR,
    P_ALONE,
    SERVES,
    TIE_BACK,
    TIE_FROM,
    TIE_REAL,
    TIE_TO,
    TIE_UNTIL,
    Arrays,
    Ints,
)
from hecht.planning.compiled import inlined, inner
from hecht.planning.kernel import group_bonus, occupy, pair, single
from hecht.planning.state import OBJECTIVE, SHORTAGE, VIOLATION, State


class Scratch(NamedTuple):
    """Working memory of `attempt`: who and what is touched, and the values before or after.

    `who` and `where` are for whoever proposes the moves.
    """

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
    who: Ints
    where: Ints


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
        who=zeros(MOST + 2),
        where=zeros(MOST + 2),
    )


@inner
def _touch(w: Scratch, touched: int, j: int, change: int) -> int:
    w.change[j] += change
    if w.marked[j] == 0:
        w.marked[j] = 1
        w.touched[touched] = j
        return touched + 1
    return touched


@inner
def _swap_old(s: State, w: Scratch, count: int, who: Ints) -> None:
    """Exchange the present homes and months of the movers with those in the scratch."""
    for c in range(count):
        h = who[c]
        s.home[h], w.old_home[c] = w.old_home[c], s.home[h]
        s.out[h], w.old_out[c] = w.old_out[c], s.out[h]
        s.arrive[h], w.old_arrive[c] = w.old_arrive[c], s.arrive[h]


@inner
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


@inner
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
            or (before >= 0 and a.homes[before, SERVES])
            or (f >= 0 and a.homes[f, SERVES])
        ):
            shifted = True
    return points, violation, shifted


@inner
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


@inner
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


@inlined
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
        _swap_old(s, w, count, who)
        if accepted and shifted:
            _reoccupy(a, s, w, count, who)
        accepted = False
    for t in range(touched):
        j = w.touched[t]
        if accepted:
            s.company[j] += w.change[j]
        w.change[j] = 0
        w.marked[j] = 0
    return accepted


@inner
def _first_of_group(a: Arrays, who: Ints, c: int, g: int) -> bool:
    for earlier in range(c):
        if a.people[who[earlier], GROUP] == g:
            return False
    return True


@inner
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
