"""Which homes the members of a group may have, when, and what each is worth to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.planning.arrays import (
    KIND,
    LEAVES_BY_CHOICE,
    OLD,
    OWN_BLOCK,
    TIE_FROM,
    TIE_NEAR,
    TIE_TO,
    TIE_UNTIL,
    TO_PLACE,
    Arrays,
    Flags,
    Ints,
)
from hecht.planning.compiled import compiled
from hecht.planning.kernel import is_near, may_have, single
from hecht.planning.state import State


@compiled
def fill_options(a: Arrays, s: State, members: Ints, homes: Ints, table: Ints) -> None:
    """Fill `table` (members x homes x 4) with out, arrive, points and broken rules.

    Broken is -1 where a member may not have a home. Points hold what the home is worth by itself
    and the ties to everybody who is no member, where they are now.
    """
    for i in range(len(members)):
        h = members[i]
        for p in range(len(homes)):
            f = homes[p]
            table[i, p, 3] = -1
            if not may_have(a, h, f):
                continue
            out, arrive, points, broken = single(a, s.starts, h, f)
            for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
                j = a.ties[k, TIE_TO]
                known = False
                for m in members:
                    if m == j:
                        known = True
                if not known and s.home[j] >= 0 and is_near(a, f, s.home[j]):
                    points += a.ties[k, TIE_NEAR]
            table[i, p, 0], table[i, p, 1] = out, arrive
            table[i, p, 2], table[i, p, 3] = points, broken


@dataclass(frozen=True)
class Options:
    """What each member may have: `table` as of `fill_options`, over `homes` (positions).

    `movers` are the members to place, `fixed` those who stay where they are.
    """

    movers: Ints
    fixed: Ints
    homes: Ints
    table: Ints

    @property
    def may(self) -> Flags:
        """Whether each mover may have each home, months aside."""
        return np.asarray(self.table[:, :, 3] >= 0)

    @property
    def good(self) -> Flags:
        """Whether each mover may have each home and breaks no rule with this calendar."""
        return np.asarray(self.table[:, :, 3] == 0)


def options(a: Arrays, s: State, members: Ints, stay: bool) -> Options:
    """Return the options of a group's members with the calendar of a state.

    With `stay` those who need not move and live in their old home stay there.
    """
    fixed = [h for h in members.tolist() if _is_fixed(a, s, h, stay)]
    movers = np.array([h for h in members.tolist() if h not in fixed], dtype=np.int64)
    table = np.zeros((len(movers), len(a.destinations), 4), dtype=np.int64)
    if len(movers):
        fill_options(a, s, movers, a.destinations, table)
        if not stay:
            # their own home is where they stay; now they are to move
            own = a.people[movers, OWN_BLOCK] < 0
            stays = own[:, None] & (a.people[movers, OLD][:, None] == a.destinations[None, :])
            table[:, :, 3][stays] = -1
    return Options(movers, np.array(fixed, dtype=np.int64), a.destinations, table)


def _is_fixed(a: Arrays, s: State, h: int, stay: bool) -> bool:
    if a.people[h, KIND] != TO_PLACE:
        return True
    return bool(stay and a.people[h, OWN_BLOCK] < 0 and s.home[h] == a.people[h, OLD])


def leaver(a: Arrays, members: Ints) -> int:
    """Return the first member that goes elsewhere by its own wish, or -1."""
    for h in members.tolist():
        if a.people[h, KIND] == LEAVES_BY_CHOICE:
            return int(h)
    return -1


def moves_not(a: Arrays, s: State, h: int) -> bool:
    """Return whether household h stays in its old home for good."""
    return bool(s.home[h] == a.people[h, OLD] and a.people[h, OWN_BLOCK] < 0)
