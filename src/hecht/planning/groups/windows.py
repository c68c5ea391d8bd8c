"""In which months members of a group could go to which homes, under any calendar at all.

All that is said here is necessary for a calendar, never sufficient: the months are wider than any
one calendar allows. So when nothing fits even these, no calendar does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from hecht.planning.arrays import (
    CAPACITY,
    CREWS,
    DEADLINE,
    DURATION,
    EARLIEST,
    FIRST,
    HORIZON,
    LATEST,
    OWN_BLOCK,
    PRED_FROM,
    PRED_UNTIL,
    READY_BLOCK,
    READY_FIXED,
    TEMPORARY_MAX,
    Arrays,
)


class Way(StrEnum):
    """How a group moves: straight to the final homes, or by way of temporary homes."""

    DIRECT = "direct"
    WAITING = "waiting"


Source = tuple[int, int]
"""What makes a home ready: (block, -1), or (-1, month) for a home that is free by itself."""


@dataclass(frozen=True)
class Months:
    """The first and last months of going and of coming that are possible; `source`, `own` block."""

    go: tuple[int, int]
    come: tuple[int, int]
    source: Source
    own: int


def source_of(a: Arrays, f: int) -> Source:
    """Return what makes home f ready."""
    block = int(a.homes[f, READY_BLOCK])
    return (block, -1) if block >= 0 else (-1, int(a.homes[f, READY_FIXED]))


class Windows:
    """The months in which each block could start, and what follows for households."""

    def __init__(self, a: Arrays) -> None:
        """Narrow the months of the blocks by what must come first."""
        self.a = a
        count = len(a.blocks)
        self.duration = a.blocks[:, DURATION]
        self.first = a.blocks[:, EARLIEST].copy()
        self.last = a.blocks[:, LATEST] - self.duration
        self.before = np.zeros((count, count), dtype=np.bool_)
        for b in range(count):
            self.before[a.pred[a.blocks[b, PRED_FROM] : a.blocks[b, PRED_UNTIL]], b] = True
        for k in range(count):
            self.before |= np.outer(self.before[:, k], self.before[k])
        for _ in range(count):
            for p, b in np.argwhere(self.before):
                self.first[b] = max(self.first[b], self.first[p] + self.duration[p])
                self.last[p] = min(self.last[p], self.last[b] - self.duration[p])

    def months(self, h: int, source: Source, way: Way) -> Months | None:
        """Return when household h could go to and come into a home; None: under no calendar."""
        a, own, block = self.a, int(self.a.people[h, OWN_BLOCK]), source[0]
        begin, end = source[1], source[1]
        if block >= 0:
            begin = int(self.first[block] + self.duration[block])
            end = int(self.last[block] + self.duration[block])
        begin, end = (max(month, int(a.fixed[FIRST])) for month in (begin, end))
        end = min(end, int(a.fixed[HORIZON]) - 1, int(a.people[h, DEADLINE]))
        if way is Way.DIRECT:
            if own >= 0:
                if block == own or (block >= 0 and self.before[own, block]):
                    return None
                end = min(end, int(self.last[own]))
            return None if begin > end else Months((begin, end), (begin, end), source, own)
        if own < 0 or (block >= 0 and self.before[block, own]):
            return None
        go = int(self.first[own]), int(self.last[own])
        most = int(a.fixed[TEMPORARY_MAX])
        if block == own and self.duration[own] > most:
            return None
        begin, end = max(begin, go[0] + 1), min(end, go[1] + most)
        return None if begin > end else Months(go, (begin, end), source, own)

    def agree(self, one: Months, other: Months, way: Way) -> bool:
        """Return whether two members could go in one month and come in one month."""
        if not (_meet(one.go, other.go) and _meet(one.come, other.come)):
            return False
        if one.source != other.source and not self._finish_together(one.source, other.source):
            return False
        return way is Way.DIRECT or one.own == other.own or self._start_together(one.own, other.own)

    def _finish_together(self, one: Source, other: Source) -> bool:
        """Return whether no order of blocks keeps two homes from being ready in one month."""
        p, q = one[0], other[0]
        if p < 0 or q < 0:
            return True
        first = int(self.a.fixed[FIRST])
        early = min(self.first[p] + self.duration[p], self.first[q] + self.duration[q])
        if early < first:
            return True  # both may stand ready before anybody may move
        return not (self.before[p, q] or self.before[q, p])

    def _start_together(self, p: int, q: int) -> bool:
        if self.before[p, q] or self.before[q, p]:
            return False
        crews = int(self.a.blocks[p, CREWS] + self.a.blocks[q, CREWS])
        return crews <= int(self.a.fixed[CAPACITY])


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])
