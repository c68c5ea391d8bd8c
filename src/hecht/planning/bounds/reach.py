"""Which homes a household can end in, and after how many months at least."""

from __future__ import annotations

import numpy as np

from hecht.neighbourhood import Stage
from hecht.planning.bounds.ground import Flags, Ground, Ints
from hecht.planning.bounds.windows import Windows


class Reach:
    """What homes ask of a household; `example` holds one home for each group of them."""

    def __init__(self, ground: Ground, windows: Windows, example: Ints) -> None:
        """Lay the homes side by side."""
        self.ground, self.windows = ground, windows
        self.example = example
        self.kind = ground.kind[example]
        self.block = ground.ready_block[example]
        self.ready = np.array([ground.ready(int(f), windows) for f in example], dtype=np.int64)
        self.wait = np.array(windows.wait, dtype=np.int64).reshape(len(windows.first), -1)
        self.temporary = _temporary_kinds(ground)

    def of(self, h: int) -> tuple[Ints, Ints, Ints]:
        """Return the positions of the homes it can get, months to wait, first month to arrive.

        Months are the least over the windows. A household that must wait needs some temporary
        home that would do, and no more months than the policy allows.
        """
        ground, policy = self.ground, self.ground.neighbourhood.policy
        good = ground.suit[ground.need[h], self.kind].copy()
        bound = ground.promised.get(h)
        if bound is not None:
            good &= np.array([int(f) in bound for f in self.example], dtype=np.bool_)
        own = int(ground.own_block[h])
        wait = np.zeros(len(self.example), dtype=np.int64)
        if own >= 0 and len(wait):
            fixed = np.maximum(0, self.ready - self.windows.last[own])
            wait = np.where(self.block >= 0, self.wait[own][self.block], fixed)
            good &= wait <= policy.temporary_months_max
            if not (ground.suit_temporarily[ground.need[h]] & self.temporary).any():
                good &= wait == 0
        early = np.maximum(self.ready, ground.first_out[h])
        good &= early <= ground.by[h]
        found = np.nonzero(good)[0]
        return found, wait[found], early[found]

    def may_stay(self, h: int) -> bool:
        """Return whether a household can keep the home it has for good."""
        ground = self.ground
        if ground.own_block[h] >= 0 or not ground.final[ground.own_home[h]]:
            return False
        bound = ground.promised.get(h)
        return bound is None or int(ground.own_home[h]) in bound


def _temporary_kinds(ground: Ground) -> Flags:
    """Return the kinds of homes of which some can be lived in temporarily."""
    result = np.zeros(ground.suit_temporarily.shape[1], dtype=np.bool_)
    for f, home in enumerate(ground.neighbourhood.homes):
        if home.stage is not Stage.NEW:
            result[ground.kind[f]] = True
    return result
