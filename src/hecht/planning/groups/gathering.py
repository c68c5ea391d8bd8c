"""Homes near each other for all members of a group: an exact search with sets as bits.

A set of homes is a whole number whose bit i stands for place i. The search gives each member a
home of its own such that every two homes go together; it ends with a choice, with the proof that
there is none, or after a number of steps without either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hecht.planning.arrays import BLOCK, NEAR2, Arrays, Flags, Ints, X, Y

MOST_STEPS = 20_000
"""Choices tried before the search gives up without a proof."""

Together = Callable[[int, int, int], int]
"""(member i, place p, member j) -> the places that go with it for j, in time, as bits."""


@dataclass(frozen=True)
class Gathered:
    """`places` per member, or None when no choice was found; `proven`: then there is none."""

    places: tuple[int, ...] | None
    proven: bool


class Nearness:
    """Which of some homes are near each other, as bits; computed when first asked for."""

    def __init__(self, a: Arrays, homes: Ints) -> None:
        """Keep the homes (positions, P) whose places 0..P-1 are meant."""
        self._x, self._y = a.homes[homes, X], a.homes[homes, Y]
        self._block = a.homes[homes, BLOCK]
        self._limit = int(a.fixed[NEAR2])
        self._rows: dict[int, int] = {}

    def row(self, place: int) -> int:
        """Return the other places that are near a place, as bits."""
        if place not in self._rows:
            dx, dy = self._x - self._x[place], self._y - self._y[place]
            near = dx * dx + dy * dy <= self._limit
            if self._block[place] >= 0:
                near |= self._block == self._block[place]
            near[place] = False
            self._rows[place] = bits(near)
        return self._rows[place]


def bits(flags: Flags) -> int:
    """Return flags (P) as a whole number with bit i for place i."""
    packed = np.packbits(np.asarray(flags, dtype=np.bool_), bitorder="little")
    return int.from_bytes(packed.tobytes(), "little")


def places_of(some: int) -> list[int]:
    """Return the places whose bits are set, in order."""
    result = []
    while some:
        lowest = some & -some
        result.append(lowest.bit_length() - 1)
        some ^= lowest
    return result


def gather(
    options: Sequence[int], nearness: Nearness, together: Together | None = None
) -> Gathered:
    """Choose for each member one of its places (bits), all near each other and different.

    `together` narrows what goes with a choice further; it must be symmetric.
    """
    return _Search(options, nearness, together).run()


class _Search:
    def __init__(
        self, options: Sequence[int], nearness: Nearness, together: Together | None
    ) -> None:
        self.options = list(options)
        self.nearness = nearness
        self.together = together
        self.steps = 0
        self.chosen: dict[int, int] = {}

    def run(self) -> Gathered:
        if not all(self.options):
            return Gathered(None, proven=True)
        found = self._place(dict(enumerate(self.options)))
        if found:
            return Gathered(tuple(self.chosen[i] for i in range(len(self.options))), proven=False)
        return Gathered(None, proven=found is not None)

    def _place(self, left: dict[int, int]) -> bool | None:
        """Place the members that are left; None when the steps ran out."""
        if not left:
            return True
        member = min(left, key=lambda i: (left[i].bit_count(), i))
        for place in places_of(left[member]):
            self.steps += 1
            if self.steps > MOST_STEPS:
                return None
            rest = self._narrowed(member, place, left)
            if rest is None:
                continue
            self.chosen[member] = place
            found = self._place(rest)
            if found is not False:
                return found
        return False

    def _narrowed(self, member: int, place: int, left: dict[int, int]) -> dict[int, int] | None:
        near = self.nearness.row(place)
        rest: dict[int, int] = {}
        union = 0
        for other, some in left.items():
            if other == member:
                continue
            some &= near
            if self.together is not None:
                some &= self.together(member, place, other)
            if not some:
                return None
            union |= some
            rest[other] = some
        return rest if union.bit_count() >= len(rest) else None
