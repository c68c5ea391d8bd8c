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

from hecht.planning.arrays import (
    AWAY,
    BLOCK,
    CHOICE_FROM,
    CHOICE_UNTIL,
    DEADLINE,
    DONE,
    DURATION,
    EXPLICIT,
    FAR,
    FROM_IN,
    FROM_OUT,
    HAD_NEAR,
    HOME_CLASS,
    HORIZON,
    INSIDE_POINTS,
    KEEPS_TENANCY,
    KIND,
    LEAVES,
    LEAVES_BY_CHOICE,
    LONGEST,
    NEAR2,
    NEED_CLASS,
    NOT_ALLOWED,
    NOTHING_TOLD,
    OLD,
    OWN_BLOCK,
    OWN_HOME_FIRST,
    P_ALONE,
    P_DURATION,
    P_GROUP,
    P_MONTH,
    P_MOVE,
    P_TOLD,
    P_VACANT,
    PLACE,
    PROMISED,
    READY_BLOCK,
    READY_FIXED,
    SERVES,
    STREET,
    TEMP_CLASS,
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
    TO_PLACE,
    TOLD_HOME,
    TOLD_IN,
    TOLD_OUT,
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
from hecht.planning.compiled import inlined, inner, lean
from hecht.planning.state import OBJECTIVE, SHORTAGE, VIOLATION, State, copy_table

BROKEN_PROMISE = 100
"""How much an accepted promise that is broken counts among broken rules."""


@inlined
def is_near(a: Arrays, p: int, q: int) -> bool:
    """Return whether homes p and q are near."""
    if a.homes[p, BLOCK] >= 0 and a.homes[p, BLOCK] == a.homes[q, BLOCK]:
        return True
    dx = a.homes[p, X] - a.homes[q, X]
    dy = a.homes[p, Y] - a.homes[q, Y]
    return bool(dx * dx + dy * dy <= a.fixed[NEAR2])


@inner
def closeness(a: Arrays, p: int, q: int) -> int:
    """Return the closeness of homes p and q in thousandths."""
    if a.place_close.shape[0] > 0:
        return int(a.place_close[a.homes[p, PLACE], a.homes[q, PLACE]])
    dx = a.homes[p, X] - a.homes[q, X]
    dy = a.homes[p, Y] - a.homes[q, Y]
    square = dx * dx + dy * dy
    if square >= a.fixed[FAR] * a.fixed[FAR]:
        return 0
    return int(a.closeness[int(sqrt(float(square)))])


@inner
def ready_month(a: Arrays, starts: Ints, f: int) -> int:
    """Return the month in which home f can be moved into."""
    b = a.homes[f, READY_BLOCK]
    return int(starts[b] + a.blocks[b, DURATION]) if b >= 0 else int(a.homes[f, READY_FIXED])


@inlined
def may_have(a: Arrays, h: int, f: int) -> bool:
    """Return whether household h may end in home f, months aside."""
    if a.bonus.shape[0] > 0:
        return bool(a.bonus[h, f] > NOT_ALLOWED)
    if a.people[h, EXPLICIT]:
        for k in range(a.people[h, CHOICE_FROM], a.people[h, CHOICE_UNTIL]):
            if a.choices[k] == f:
                return True
        return False
    if a.homes[f, READY_BLOCK] < 0 and a.homes[f, READY_FIXED] < 0:
        return False
    return bool(a.suit[a.people[h, NEED_CLASS], a.homes[f, HOME_CLASS]])


@inner
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


@inner
def _leaving(a: Arrays, starts: Ints, h: int) -> tuple[int, int, int, int]:
    """Return what `single` does for a household that leaves."""
    b = a.people[h, OWN_BLOCK]
    out = starts[b] if b >= 0 else a.fixed[HORIZON]
    if a.people[h, KIND] == LEAVES_BY_CHOICE and a.people[h, LEAVES] >= 0:
        out = min(out, a.people[h, LEAVES])
    if a.people[h, AWAY] >= 0:
        out = a.people[h, AWAY]
    out = min(out, a.fixed[HORIZON])
    idle = starts[b] - out if b >= 0 and starts[b] > out else 0
    points = -a.fixed[P_VACANT] * idle - _told_otherwise(a, h, -1, out, a.fixed[HORIZON])
    return (
        int(out),
        a.fixed[HORIZON],
        int(points),
        BROKEN_PROMISE if a.people[h, PROMISED] else 0,
    )


@inner
def _told_otherwise(a: Arrays, h: int, f: int, out: int, arrive: int) -> int:
    """Return the points that another home, or other months, than was told cost."""
    if a.people[h, TOLD_HOME] == NOTHING_TOLD:
        return 0
    broken = 1 if f != a.people[h, TOLD_HOME] else 0
    if out != a.people[h, TOLD_OUT] or arrive != a.people[h, TOLD_IN]:
        broken += 1
    return int(a.fixed[P_TOLD] * broken)


@inner
def _months(a: Arrays, h: int, ready: int, start: int) -> tuple[int, int]:
    """Return when household h leaves its home and comes to one that is ready in a month.

    `start` is when the works on its own block begin, -1 if nothing is done to it.
    """
    away, done = a.people[h, AWAY], a.people[h, DONE]
    if done >= 0:
        return int(away if away >= 0 else done), int(done)
    if away >= 0:
        return int(away), int(max(ready, a.people[h, FROM_IN]))
    if start < 0 or ready <= start:
        month = max(ready, a.people[h, FROM_OUT])
        return int(month), int(month)
    return int(start), int(max(ready, a.people[h, FROM_IN]))


@inner
def single(a: Arrays, starts: Ints, h: int, f: int) -> tuple[int, int, int, int]:
    """Return (out, arrive, points, violation) of household h ending in home f (-1: leaves)."""
    b = a.people[h, OWN_BLOCK]
    if f < 0:
        return _leaving(a, starts, h)
    wished = wish_points(a, h, f)
    points = a.people[h, INSIDE_POINTS] + wished
    if a.bonus.shape[0] > 0:
        points += a.bonus[h, f]
    if a.people[h, KEEPS_TENANCY] and wished == 0 and f != a.people[h, OLD]:
        points -= OWN_HOME_FIRST
    if b < 0 and f == a.people[h, OLD]:
        return 0, 0, int(points - _told_otherwise(a, h, f, 0, 0)), 0
    ready = ready_month(a, starts, f)
    start = starts[b] if b >= 0 else -1
    out, arrive = _months(a, h, ready, start)
    idle = arrive - ready
    if start > out:
        idle += start - out
    points -= a.fixed[P_VACANT] * idle + _told_otherwise(a, h, f, out, arrive)
    violation = 0
    if arrive > out:
        points -= a.fixed[P_MONTH] * (arrive - out) + a.fixed[P_MOVE]
        violation += max(0, arrive - out - a.people[h, LONGEST])
    if a.people[h, DONE] < 0:
        violation += max(0, arrive - (a.fixed[HORIZON] - 1))
        violation += max(0, arrive - a.people[h, DEADLINE])
    else:
        violation = 0
    return out, arrive, int(points), violation


@inner
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


@inlined
def group_bonus(a: Arrays, s: State, g: int) -> int:
    """Return the points of group g: all near each other, arrived in one month, or none."""
    arrive = -1
    for p in range(a.group_ptr[g], a.group_ptr[g + 1]):
        h = a.group_member[p]
        f = s.home[h]
        if f < 0:
            return 0
        if not (f == a.people[h, OLD] and a.people[h, OWN_BLOCK] < 0):
            if arrive >= 0 and arrive != s.arrive[h]:
                return 0
            arrive = s.arrive[h]
        for q in range(a.group_ptr[g], p):
            if not is_near(a, f, s.home[a.group_member[q]]):
                return 0
    return int(a.fixed[P_GROUP])


@inlined
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
        change += supply(a, s, a.people[h, OLD], out, s.starts[b], sign)
    if (
        f >= 0
        and a.homes[f, SERVES]
        and not (b < 0 and f == a.people[h, OLD])
        and a.people[h, KIND] >= TO_PLACE
    ):
        # the home was counted as free for temporary use until somebody takes it for good
        change += supply(a, s, f, arrive, a.fixed[HORIZON], -sign)
    return change


@inner
def supply(a: Arrays, s: State, u: int, begin: int, end: int, sign: int) -> int:
    """Add (sign 1) or take away (-1) home u for temporary use in months [begin, end).

    Returns what `occupy` does.
    """
    change = 0
    for q in range(s.balance.shape[0]):
        if a.temp_member[u, q]:
            for m in range(begin, min(end, a.fixed[HORIZON])):
                before = min(s.balance[q, m], 0)
                s.balance[q, m] += sign
                change += before - min(s.balance[q, m], 0)
    return change


@inner
def finish(a: Arrays, starts: Ints) -> int:
    """Return the month in which the last works end."""
    last = 0
    for b in a.movable:
        last = max(last, starts[b] + a.blocks[b, DURATION])
    return int(last)


@lean
def settle(a: Arrays, s: State) -> None:
    """Compute everything that follows from `starts` and `home`, from scratch."""
    people = len(a.people)
    points, violation = 0, 0
    for f in range(len(s.taken)):
        s.taken[f] = -1
    for h in range(people):
        s.company[h] = 0
    points -= a.fixed[P_DURATION] * finish(a, s.starts)
    copy_table(s.balance, a.temp_supply)
    for f in range(len(a.homes)):
        # a home that stood empty from the start serves until the works on its block begin
        if a.homes[f, VACANT_BLOCK] >= 0:
            supply(a, s, f, 0, s.starts[a.homes[f, VACANT_BLOCK]], 1)
            points -= a.fixed[P_VACANT] * s.starts[a.homes[f, VACANT_BLOCK]]
        if a.homes[f, READY_BLOCK] >= 0 and a.homes[f, SERVES]:
            supply(a, s, f, ready_month(a, s.starts, f), a.fixed[HORIZON], 1)
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
