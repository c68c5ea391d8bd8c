"""Compiled search over placements: relocate, swap, chains of three, tied pairs together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hecht.planning.arrays import (
    CHOICE_FROM,
    CHOICE_UNTIL,
    EXPLICIT,
    HOME_CLASS,
    KIND,
    NEAR_FROM,
    NEAR_UNTIL,
    NEED_CLASS,
    OWN_BLOCK,
    TIE_FROM,
    TIE_TO,
    TIE_UNTIL,
    TO_PLACE,
    Arrays,
    Ints,
)
from hecht.planning.attempt import MOST, Scratch, attempt
from hecht.planning.compiled import inner, lean
from hecht.planning.kernel import may_have
from hecht.planning.random_numbers import TABLE_SIZE, below
from hecht.planning.state import State

Generator = npt.NDArray[np.uint64]


@inner
def _some_home(a: Arrays, h: int, rng: Generator) -> int:
    """Return a random home that household h might get, or -1."""
    if a.people[h, EXPLICIT]:
        size = a.people[h, CHOICE_UNTIL] - a.people[h, CHOICE_FROM]
        if size == 0:
            return -1
        return int(a.choices[a.people[h, CHOICE_FROM] + below(rng, size)])
    for _ in range(6):
        f = a.destinations[below(rng, len(a.destinations))]
        if a.suit[a.people[h, NEED_CLASS], a.homes[f, HOME_CLASS]]:
            return int(f)
    return -1


@inner
def _home_near(a: Arrays, place: int, rng: Generator) -> int:
    size = a.homes[place, NEAR_UNTIL] - a.homes[place, NEAR_FROM]
    if size == 0:
        return -1
    return int(a.near_homes[a.homes[place, NEAR_FROM] + below(rng, size)])


@inner
def _some_tie(a: Arrays, h: int, rng: Generator) -> int:
    size = a.people[h, TIE_UNTIL] - a.people[h, TIE_FROM]
    if size == 0:
        return -1
    return int(a.ties[a.people[h, TIE_FROM] + below(rng, size), TIE_TO])


@inner
def _take(
    a: Arrays, s: State, rng: Generator, h: int, f: int, count: int, who: Ints, where: Ints
) -> int:
    """Add to a chain: h goes to f, and whoever is there goes where it can.

    Returns the new length of the chain, or -1 when there is no way.
    """
    for c in range(count):
        if who[c] == h or where[c] == f:
            return -1
    g = s.taken[f]
    if g == h:
        return count
    who[count], where[count] = h, f
    count += 1
    if g < 0:
        return count
    for c in range(count - 1):
        if who[c] == g:
            # the one who is there goes elsewhere already
            return count
    if a.people[g, KIND] != TO_PLACE:
        return -1
    back = s.home[h]
    for c in range(count - 1):
        if where[c] == back:
            back = -1
    if back >= 0 and may_have(a, g, back):
        who[count], where[count] = g, back
        return count + 1
    for _ in range(4):
        other = _some_home(a, g, rng)
        if other < 0 or other == f:
            continue
        free = True
        for c in range(count):
            if where[c] == other:
                free = False
        if not free:
            continue
        third = s.taken[other]
        if third < 0:
            who[count], where[count] = g, other
            return count + 1
        if (
            back < 0
            or third == h
            or a.people[third, KIND] != TO_PLACE
            or not may_have(a, third, back)
        ):
            continue
        known = False
        for c in range(count):
            if who[c] == third:
                known = True
        if not known:
            who[count], where[count] = g, other
            who[count + 1], where[count + 1] = third, back
            return count + 2
    if s.home[h] < 0 and a.people[g, OWN_BLOCK] >= 0:
        who[count], where[count] = g, -1
        return count + 1
    return -1


@inner
def _propose(a: Arrays, s: State, rng: Generator, h: int, who: Ints, where: Ints) -> int:
    """Fill a chain of moves that begins with household h; return its length (0 or -1: none)."""
    dice = below(rng, 100)
    if dice < 45:
        # towards somebody it is tied to
        j = _some_tie(a, h, rng)
        if j >= 0 and s.home[j] >= 0:
            f = _home_near(a, s.home[j], rng)
            if f >= 0 and may_have(a, h, f):
                return int(_take(a, s, rng, h, f, 0, who, where))
        return 0
    if dice < 92:
        f = _some_home(a, h, rng)
        if f < 0:
            return 0
        return int(_take(a, s, rng, h, f, 0, who, where))
    # two tied households together to another place
    j = _some_tie(a, h, rng)
    if j < 0 or a.people[j, KIND] != TO_PLACE:
        return 0
    f = _some_home(a, h, rng)
    if f < 0 or s.taken[f] == h or s.taken[f] == j:
        return 0
    g = _home_near(a, f, rng)
    if g < 0 or g == f or not may_have(a, j, g):
        return 0
    count = _take(a, s, rng, h, f, 0, who, where)
    if count <= 0 or s.taken[g] == j:
        return int(count)
    if count > 3:
        return 0
    return int(_take(a, s, rng, j, g, count, who, where))


@lean
def anneal(
    a: Arrays,
    s: State,
    w: Scratch,
    rng: Generator,
    table: Ints,
    temperatures: Ints,
    per_temperature: int,
    penalty: int,
    focus: Ints,
    focused: int,
) -> int:
    """Try `per_temperature` changes at each temperature (thousandths of a point, T values).

    Half of the tries start with one of the first `focused` households in `focus`, if there are
    any. Returns how many changes were made.
    """
    who, where = w.who, w.where
    made = 0
    size = len(a.active)
    if size == 0 or len(a.destinations) == 0:
        return 0
    for t in range(len(temperatures)):
        heat = temperatures[t]
        for _ in range(per_temperature):
            if focused > 0 and below(rng, 2) == 0:
                h = focus[below(rng, focused)]
            else:
                h = a.active[below(rng, size)]
            count = _propose(a, s, rng, h, who, where)
            if count <= 0 or count > MOST:
                continue
            slack = (heat * table[below(rng, TABLE_SIZE)]) >> 10
            if attempt(a, s, w, count, who, where, penalty, slack):
                made += 1
    return made
