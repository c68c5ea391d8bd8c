"""Compiled plain moves: a household to any home that suits, changing homes with who is there.

Nothing is aimed at, so a move takes the least time there is; that pays where very many are made
at slowly falling temperature. `anneal` aims: towards ties, and at chains of moves.
"""

from __future__ import annotations

from hecht.planning.arrays import (
    CHOICE_FROM,
    CHOICE_UNTIL,
    EXPLICIT,
    KIND,
    OWN_BLOCK,
    TO_PLACE,
    Arrays,
    Ints,
)
from hecht.planning.attempt import Scratch, attempt
from hecht.planning.calendar_moves import Generator
from hecht.planning.compiled import inner, lean
from hecht.planning.kernel import may_have
from hecht.planning.random_numbers import TABLE_SIZE, below
from hecht.planning.state import State


@inner
def _any_home(a: Arrays, h: int, rng: Generator) -> int:
    """Return a random home that household h may have, or -1."""
    if a.people[h, EXPLICIT]:
        size = a.people[h, CHOICE_UNTIL] - a.people[h, CHOICE_FROM]
        return int(a.choices[a.people[h, CHOICE_FROM] + below(rng, size)]) if size > 0 else -1
    f = a.destinations[below(rng, len(a.destinations))]
    return int(f) if may_have(a, h, f) else -1


@lean
def relocate(
    a: Arrays,
    s: State,
    w: Scratch,
    rng: Generator,
    table: Ints,
    heat: int,
    tries: int,
    penalty: int,
) -> int:
    """Try so many moves at one temperature (thousandths of a point); return how many were made."""
    made = 0
    if len(a.active) == 0 or len(a.destinations) == 0:
        return 0
    for _ in range(tries):
        h = a.active[below(rng, len(a.active))]
        f = _any_home(a, h, rng)
        if f < 0 or f == s.home[h]:
            continue
        w.who[0], w.where[0] = h, f
        count, other = 1, s.taken[f]
        if other >= 0:
            back = s.home[h]
            if a.people[other, KIND] != TO_PLACE:
                continue
            if back >= 0 and not may_have(a, other, back):
                continue
            if back < 0 and a.people[other, OWN_BLOCK] < 0:
                continue
            w.who[1], w.where[1] = other, back
            count = 2
        slack = (heat * table[below(rng, TABLE_SIZE)]) >> 10
        if attempt(a, s, w, count, w.who, w.where, penalty, slack):
            made += 1
    return made
