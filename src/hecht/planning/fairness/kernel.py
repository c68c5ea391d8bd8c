"""Compiled search for the worst-off: changes that lift whoever is served least.

A change is kept when the dissatisfactions of those it touches, sorted with the greatest first,
are lower in the order of the dictionary than before. Whom it does not touch has the same in both,
so that this is the leximin order over everybody.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hecht.planning.anneal import _propose
from hecht.planning.arrays import (
    KEEPS_TENANCY,
    OLD,
    TIE_FROM,
    TIE_TO,
    TIE_UNTIL,
    Arrays,
    Flags,
    Ints,
)
from hecht.planning.attempt import MOST, Scratch, attempt
from hecht.planning.compiled import compiled, inner
from hecht.planning.kernel import is_near, single
from hecht.planning.random_numbers import below
from hecht.planning.state import OBJECTIVE, State

Generator = npt.NDArray[np.uint64]

P_TIES, P_MOVE, P_MONTH = range(3)

_NEVER = 1 << 40


class Fair(NamedTuple):
    """What fairness reckons with.

    `weight` (rows of `ties`): the weight of a tie that counts, else 0. `total` (N): all of a
    household's weights. `points`: of losing all ties, an extra move, a month away. `gone` (N):
    the dissatisfaction of one that does not end inside. `frozen` (N): may not be moved. `value`
    (N): the dissatisfaction now. `seen`, `list`, `before`, `after`: working memory.
    """

    weight: Ints
    total: Ints
    points: Ints
    gone: Ints
    frozen: Flags
    value: Ints
    seen: Ints
    list: Ints
    before: Ints
    after: Ints


@inner
def _value(a: Arrays, s: State, q: Fair, h: int) -> int:
    """Return the dissatisfaction of household h, from the homes and months in the state."""
    f = s.home[h]
    if f < 0:
        return int(q.gone[h])
    points = 0
    if q.total[h] > 0:
        lost = 0
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            if q.weight[k] > 0:
                g = s.home[a.ties[k, TIE_TO]]
                if g < 0 or not is_near(a, f, g):
                    lost += q.weight[k]
        points = q.points[P_TIES] * lost // q.total[h]
    if s.arrive[h] > s.out[h]:
        points += q.points[P_MOVE] + q.points[P_MONTH] * (s.arrive[h] - s.out[h])
    return int(points)


@compiled
def value_all(a: Arrays, s: State, q: Fair) -> None:
    """Reckon everybody's dissatisfaction anew."""
    for h in range(len(a.people)):
        q.value[h] = _value(a, s, q, h)


@compiled
def _note(q: Fair, h: int, size: int) -> int:
    if q.seen[h]:
        return size
    q.seen[h] = 1
    q.list[size] = h
    return size + 1


@compiled
def _touched(a: Arrays, q: Fair, count: int, who: Ints) -> int:
    """List the movers and those they have ties with; return how many."""
    size = 0
    for c in range(count):
        h = who[c]
        size = _note(q, h, size)
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            if q.weight[k] > 0:
                size = _note(q, a.ties[k, TIE_TO], size)
    for t in range(size):
        q.seen[q.list[t]] = 0
    return size


@compiled
def _sink(values: Ints, size: int) -> None:
    """Sort the first values, the greatest first."""
    for i in range(1, size):
        one, place = values[i], i
        while place > 0 and values[place - 1] < one:
            values[place] = values[place - 1]
            place -= 1
        values[place] = one


@compiled
def _judge(a: Arrays, s: State, q: Fair, count: int, who: Ints, where: Ints, size: int) -> int:
    """Return 1 if the change is better for the worst-off, 0 if it is all the same, -1 if worse.

    Leaves the new values of the touched in `after`, in the order of `list`.
    """
    homes = np.zeros(MOST, dtype=np.int64)
    outs = np.zeros(MOST, dtype=np.int64)
    arrivals = np.zeros(MOST, dtype=np.int64)
    allowed = True
    for c in range(count):
        h = who[c]
        homes[c], outs[c], arrivals[c] = s.home[h], s.out[h], s.arrive[h]
        out, arrive, _, broken = single(a, s.starts, h, where[c])
        if broken > s.broken[h]:
            allowed = False
        s.home[h], s.out[h], s.arrive[h] = where[c], out, arrive
    most_before, most_after = 0, 0
    for t in range(size):
        h = q.list[t]
        q.before[t] = q.value[h]
        q.after[t] = _value(a, s, q, h)
        most_before, most_after = max(most_before, q.before[t]), max(most_after, q.after[t])
    for c in range(count):
        h = who[c]
        s.home[h], s.out[h], s.arrive[h] = homes[c], outs[c], arrivals[c]
    if not allowed or most_after > most_before:
        return -1
    if most_after < most_before:
        return 1
    # from here on the order of the touched is lost
    _sink(q.before, size)
    _sink(q.after, size)
    for t in range(size):
        if q.after[t] != q.before[t]:
            return 1 if q.after[t] < q.before[t] else -1
    return 0


@inner
def _may_move(a: Arrays, s: State, q: Fair, count: int, who: Ints, where: Ints) -> bool:
    """Return whether a change leaves alone who must be: nobody is put out."""
    for c in range(count):
        h = who[c]
        if where[c] < 0 or q.frozen[h]:
            return False
        if a.people[h, KEEPS_TENANCY] and s.home[h] == a.people[h, OLD]:
            return False
    return True


@compiled
def lift(
    a: Arrays,
    s: State,
    w: Scratch,
    q: Fair,
    rng: Generator,
    floor: int,
    tries: int,
    focus: Ints,
    focused: int,
) -> int:
    """Try changes that start with the worst-off, keeping the points at `floor` or more.

    A change that is all the same to them is kept when it gains points, which may pay for another.
    Returns how many changes lifted somebody.
    """
    who = np.zeros(8, dtype=np.int64)
    where = np.zeros(8, dtype=np.int64)
    made = 0
    if len(a.active) == 0 or len(a.destinations) == 0:
        return 0
    for _ in range(tries):
        h = a.active[below(rng, len(a.active))]
        if focused > 0 and below(rng, 4) > 0:
            h = focus[below(rng, focused)]
        count = _propose(a, s, rng, h, who, where)
        if count <= 0 or count > MOST or not _may_move(a, s, q, count, who, where):
            continue
        size = _touched(a, q, count, who)
        verdict = _judge(a, s, q, count, who, where, size)
        if verdict < 0:
            continue
        slack = s.totals[OBJECTIVE] - floor if verdict > 0 else -1
        if attempt(a, s, w, count, who, where, _NEVER, slack):
            made += verdict
            for t in range(size):
                q.value[q.list[t]] = _value(a, s, q, q.list[t])
    return made


@compiled
def stroll(
    a: Arrays, s: State, w: Scratch, q: Fair, rng: Generator, floor: int, tries: int
) -> None:
    """Make changes at random that keep the points at `floor` or more."""
    who = np.zeros(8, dtype=np.int64)
    where = np.zeros(8, dtype=np.int64)
    if len(a.active) == 0 or len(a.destinations) == 0:
        return
    for _ in range(tries):
        h = a.active[below(rng, len(a.active))]
        count = _propose(a, s, rng, h, who, where)
        if count > 0 and count <= MOST and _may_move(a, s, q, count, who, where):
            attempt(a, s, w, count, who, where, _NEVER, s.totals[OBJECTIVE] - floor)
    value_all(a, s, q)
