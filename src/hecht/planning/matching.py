"""Safe choice: a household takes a home only if everyone after it can still be served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt


class SafeChoice:
    """Serial choice that never lowers the number of households that can still be housed.

    `lists` gives for each household the homes that would do, dearest first; `late` tells for
    each household which homes (by number) break a rule of time and are used only when there is
    no other way. A matching of all who have not chosen yet is kept and repaired along augmenting
    paths (Berge 1957), so each choice costs one search.
    """

    def __init__(
        self, lists: Mapping[int, Sequence[int]], late: Mapping[int, npt.NDArray[np.bool_]]
    ) -> None:
        """Match everybody who can be; homes that break no rule of time are matched first."""
        self._lists = {h: [int(f) for f in homes if not late[h][f]] for h, homes in lists.items()}
        self._home: dict[int, int] = {}
        self._holder: dict[int, int] = {}
        self._chosen: set[int] = set()
        for h in self._lists:
            self._augment(h, set())
        # those without a place may also use homes that break a rule of time
        for h, homes in lists.items():
            if h not in self._home:
                self._lists[h] = [int(f) for f in homes]
                self._augment(h, set())

    def take(self, household: int) -> int | None:
        """Return the dearest safe home for the household, now taken; None when there is none."""
        mine = self._home.get(household)
        for f in self._lists[household]:
            if f == mine or self._give(household, f):
                self._chosen.add(household)
                return f
        self._chosen.add(household)
        return None

    def _give(self, household: int, f: int) -> bool:
        """Let the household hold home f if its holder can be served otherwise."""
        holder = self._holder.get(f)
        mine = self._home.get(household)
        if holder in self._chosen:
            return False
        if holder is None:
            if mine is None:
                return False
            del self._holder[mine]
            self._set(household, f)
            return True
        if mine is None:
            return False
        # the household lets go of its own home, so that the holder may find a way to it
        del self._holder[mine]
        self._set(household, f)
        del self._home[holder]
        if self._augment(holder, {f}):
            return True
        self._set(holder, f)
        self._set(household, mine)
        return False

    def _set(self, household: int, f: int) -> None:
        self._home[household] = f
        self._holder[f] = household

    def _augment(self, start: int, barred: set[int]) -> bool:
        """Find a place for `start` by moving others who have not chosen; breadth first."""
        seen = set(barred)
        came: dict[int, tuple[int, int | None]] = {}
        queue = [start]
        through: dict[int, int | None] = {start: None}
        for household in queue:
            for f in self._lists[household]:
                if f in seen:
                    continue
                seen.add(f)
                came[f] = (household, through[household])
                holder = self._holder.get(f)
                if holder is None:
                    self._shift(f, came)
                    return True
                if holder not in self._chosen:
                    through[holder] = f
                    queue.append(holder)
        return False

    def _shift(self, f: int, came: dict[int, tuple[int, int | None]]) -> None:
        step: int | None = f
        while step is not None:
            household, previous = came[step]
            self._set(household, step)
            step = previous
