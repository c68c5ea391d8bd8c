"""Compiled comparison of every placed household's home with every other's."""

from __future__ import annotations

import numpy as np

from hecht.planning.arrays import KIND, TIE_FROM, TIE_TO, TIE_UNTIL, TO_PLACE, Arrays, Ints
from hecht.planning.attempt import Scratch, attempt
from hecht.planning.compiled import compiled
from hecht.planning.kernel import may_have, pair, single
from hecht.planning.state import State

WANTED, SUITS, IN_TIME, COULD, BOTH, WHOSE, GAIN = range(7)
"""Columns of the result: numbers of homes; the household and gain of the best exchange."""

_NEVER = 1 << 40


@compiled
def _own(a: Arrays, s: State, h: int) -> int:
    """Return the points of household h by itself: its home, months, moves and own ties."""
    _, _, points, _ = single(a, s.starts, h, s.home[h])
    for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
        worth, _ = pair(a, s, k, h, a.ties[k, TIE_TO])
        points += worth
    return int(points)


@compiled
def _exchange(a: Arrays, s: State, h: int, j: int) -> int:
    """Let h and j exchange homes, their months with them; return the rules that h breaks."""
    s.home[h], s.home[j] = s.home[j], s.home[h]
    s.out[h], s.arrive[h], _, broken = single(a, s.starts, h, s.home[h])
    s.out[j], s.arrive[j], _, _ = single(a, s.starts, j, s.home[j])
    return int(broken)


@compiled
def _within_rules(a: Arrays, s: State, w: Scratch, h: int, j: int, who: Ints, where: Ints) -> bool:
    """Return whether h and j can exchange homes and no rule is broken, temporary homes included."""
    f, g = s.home[h], s.home[j]
    if not (may_have(a, h, g) and may_have(a, j, f)):
        return False
    who[0], who[1], where[0], where[1] = h, j, g, f
    if not attempt(a, s, w, 2, who, where, _NEVER, _NEVER >> 1):
        return False
    where[0], where[1] = f, g
    attempt(a, s, w, 2, who, where, 0, _NEVER)
    return True


@compiled
def compare_homes(a: Arrays, s: State, w: Scratch, table: Ints) -> None:
    """Fill `table` (households x 7) for everybody who was to be placed and has a home."""
    who, where = np.zeros(8, dtype=np.int64), np.zeros(8, dtype=np.int64)
    for h in a.active:
        table[h, WHOSE] = -1
        if s.home[h] < 0:
            continue
        mine = _own(a, s, h)
        for j in a.active:
            if j == h or s.home[j] < 0 or a.people[j, KIND] != TO_PLACE:
                continue
            theirs = _own(a, s, j)
            broken = _exchange(a, s, h, j)
            gain, other = _own(a, s, h) - mine, _own(a, s, j) - theirs
            _exchange(a, s, h, j)
            if gain <= 0:
                continue
            table[h, WANTED] += 1
            if not may_have(a, h, s.home[j]):
                continue
            table[h, SUITS] += 1
            if broken:
                continue
            table[h, IN_TIME] += 1
            if not _within_rules(a, s, w, h, j, who, where):
                continue
            table[h, COULD] += 1
            if other >= 0:
                table[h, BOTH] += 1
            if gain > table[h, GAIN]:
                table[h, GAIN], table[h, WHOSE] = gain, j
