"""Proofs that a group cannot be placed as one in any plan of this neighbourhood."""

from __future__ import annotations

import numpy as np

from hecht.planning.arrays import (
    CHOICE_FROM,
    CHOICE_UNTIL,
    DATE,
    EXPLICIT,
    HOME_CLASS,
    KIND,
    NEED_CLASS,
    OLD,
    OWN_BLOCK,
    READY_BLOCK,
    READY_FIXED,
    TO_PLACE,
    Arrays,
    Ints,
)
from hecht.planning.groups.gathering import Gathered, Nearness, bits, gather, places_of
from hecht.planning.groups.windows import Months, Source, Way, Windows, source_of


def homes_impossible(a: Arrays, members: Ints) -> bool:
    """Return whether it is proven that no homes near each other can be had by all members."""
    homes = _homes(a, members)
    return gather(_options(a, members, homes), Nearness(a, homes)).proven


def months_impossible(a: Arrays, members: Ints) -> bool:
    """Return whether it is proven that under no calendar all members move in the same months.

    Nothing is proven for a plan that goes on from a past.
    """
    if a.fixed[DATE] > 0:
        return False
    windows = Windows(a)
    homes = _homes(a, members)
    options = _options(a, members, homes)
    near = Nearness(a, homes)
    return all(_Timed(a, windows, members, homes, way).search(options, near).proven for way in Way)


def _homes(a: Arrays, members: Ints) -> Ints:
    """Return every home that may count: the destinations, and where members live now."""
    return np.unique(np.concatenate([a.destinations, a.people[members, OLD]]))


def _options(a: Arrays, members: Ints, homes: Ints) -> list[int]:
    """Return per member the homes it may have in some plan, as bits over `homes`."""
    lasting = (a.homes[homes, READY_BLOCK] >= 0) | (a.homes[homes, READY_FIXED] >= 0)
    result = []
    for h in members.tolist():
        if a.people[h, KIND] != TO_PLACE:
            allowed = homes == a.people[h, OLD]
        elif a.people[h, EXPLICIT]:
            listed = a.choices[a.people[h, CHOICE_FROM] : a.people[h, CHOICE_UNTIL]]
            allowed = np.isin(homes, listed)
        else:
            allowed = lasting & a.suit[a.people[h, NEED_CLASS]][a.homes[homes, HOME_CLASS]]
        result.append(bits(allowed))
    return result


class _Timed:
    """The search for homes with what time allows, for one way of moving."""

    def __init__(self, a: Arrays, windows: Windows, members: Ints, homes: Ints, way: Way) -> None:
        self.a, self.windows, self.way = a, windows, way
        self.members, self.homes = members, homes
        self.sources: dict[Source, int] = {}
        self.source: list[Source] = [source_of(a, int(f)) for f in homes]
        for place, source in enumerate(self.source):
            self.sources[source] = self.sources.get(source, 0) | 1 << place
        self.known: dict[tuple[int, Source, int], int] = {}

    def search(self, options: list[int], near: Nearness) -> Gathered:
        return gather([self._in_time(i, some) for i, some in enumerate(options)], near, self._goes)

    def _stays(self, i: int, place: int) -> bool:
        h = self.members[i]
        return bool(self.a.people[h, OWN_BLOCK] < 0 and self.homes[place] == self.a.people[h, OLD])

    def _months(self, i: int, source: Source) -> Months | None:
        return self.windows.months(int(self.members[i]), source, self.way)

    def _in_time(self, i: int, some: int) -> int:
        """Leave of a member's homes those it could move to this way, and where it stays."""
        kept = 0
        for source, mask in self.sources.items():
            if some & mask and self._months(i, source) is not None:
                kept |= some & mask
        return kept | self._own(i, some)

    def _own(self, i: int, some: int) -> int:
        for place in places_of(some):
            if self._stays(i, place):
                return 1 << place
        return 0

    def _goes(self, i: int, place: int, j: int) -> int:
        """Return the places for member j that go in time with a place for member i."""
        everything = (1 << len(self.homes)) - 1
        if self._stays(i, place):
            return everything
        key = i, self.source[place], j
        if key not in self.known:
            mine = self._months(i, self.source[place])
            allowed = self._own(j, everything)
            for source, mask in self.sources.items():
                other = self._months(j, source)
                if mine is None or other is None:
                    continue
                if self.windows.agree(mine, other, self.way):
                    allowed |= mask
            self.known[key] = allowed
        return self.known[key]
