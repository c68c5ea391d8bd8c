"""Safe homes: those whose choice leaves a suitable home for everyone after who wants to return.

A home is kept for each household by a matching of households to homes that suit them. A choice
is safe when the others can still all be matched (Hall's condition, by alternating paths; Berge
1957). With groups that only share a place in the queue this is exact as well: each member needs
one suitable home, wherever it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy

from hecht.rounds.round import RoundError

METHOD = "matching, exact"
"""Every safe home is shown, and only safe ones."""


def bits(mask: int) -> Iterator[int]:
    """Yield the places of the ones in a mask, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Safety:
    """The homes that are kept, as a matching that changes with every choice.

    `homes` are those on offer; `suits` maps each household to those that suit it; a home is kept
    for each household of `returning`, in that order as far as there are homes. A step takes time
    in proportion to the number of suitable pairs at most.
    """

    def __init__(
        self,
        homes: Sequence[str],
        suits: Mapping[str, Iterable[str]],
        returning: Sequence[str],
    ) -> None:
        self._homes = tuple(homes)
        self._place = {home: place for place, home in enumerate(homes)}
        self._names = tuple(suits)
        self._row = {name: row for row, name in enumerate(self._names)}
        self._suits = [self._mask(suits[name]) for name in self._names]
        self._who = self._columns()
        self._open = (1 << len(self._homes)) - 1
        self._kept: dict[int, int] = {}
        self._holder: dict[int, int] = {}
        self.without = [name for name in returning if not self.keep(name)]
        """The households that want to return and for which no home can be kept."""

    def _mask(self, homes: Iterable[str]) -> int:
        mask = 0
        for home in homes:
            mask |= 1 << self._place[home]
        return mask

    def _columns(self) -> list[int]:
        columns = [0] * len(self._homes)
        for row, mask in enumerate(self._suits):
            for place in bits(mask):
                columns[place] |= 1 << row
        return columns

    @property
    def method(self) -> str:
        """How menus are worked out."""
        return METHOD

    @property
    def apart(self) -> list[tuple[str, ...]]:
        """No group is promised to be near here."""
        return []

    def keeps(self, household: str) -> bool:
        """Return whether a home is kept for this household."""
        return self._row[household] in self._kept

    def kept(self) -> dict[str, str]:
        """Return one way in which everyone for whom a home is kept could still be housed."""
        return {self._names[row]: self._homes[place] for row, place in self._kept.items()}

    def keep(self, household: str) -> bool:
        """Keep a home for a household, others moving to other homes; False if that cannot be."""
        start = self._row[household]
        if start in self._kept:
            return True
        came: dict[int, int] = {}
        seen, rows = 0, [start]
        for row in rows:
            fresh = self._suits[row] & self._open & ~seen
            seen |= fresh
            for place in bits(fresh):
                came[place] = row
                if place not in self._holder:
                    self._shift(place, came, start)
                    return True
                rows.append(self._holder[place])
        return False

    def _shift(self, place: int, came: dict[int, int], start: int) -> None:
        while True:
            row = came[place]
            before = self._kept.get(row)
            self._kept[row] = place
            self._holder[place] = row
            if row == start or before is None:
                return
            place = before

    def menu(self, household: str) -> list[str]:
        """Return the homes that suit a household and are safe, in the order of the offer."""
        row = self._row[household]
        safe = self._safe_for(row)
        return [self._homes[place] for place in bits(self._suits[row] & safe)]

    def _safe_for(self, chooser: int) -> int:
        """Return the open homes without which all others that are kept for can be matched."""
        safe = self._open
        left = 0
        for place, row in self._holder.items():
            if row != chooser:
                safe &= ~(1 << place)
                left |= 1 << row
        todo = list(bits(safe))
        for place in todo:
            fresh = self._who[place] & left
            left &= ~fresh
            for row in bits(fresh):
                todo.append(self._kept[row])
                safe |= 1 << self._kept[row]
        return safe

    def take(self, household: str, home: str) -> None:
        """Give a home to a household. Raises RoundError when that is not safe."""
        if home not in self._place:
            raise RoundError(f"{home} is not a home of this round; choose one of the list")
        place, row = self._place[home], self._row[household]
        if not self._open >> place & 1:
            raise RoundError(f"home {home} has been chosen already; choose another")
        if not self._suits[row] >> place & 1:
            raise RoundError(f"home {home} does not suit household {household}; choose another")
        if not self._safe_for(row) >> place & 1:
            raise RoundError(
                f"with home {home} chosen, somebody after {household} who wants to return would "
                "have no suitable home left; choose a safe home"
            )
        self.forget(household)
        other = self._holder.pop(place, None)
        self._open &= ~(1 << place)
        if other is not None:
            del self._kept[other]
            if not self.keep(self._names[other]):
                raise AssertionError("a safe home left somebody without a home")

    def forget(self, household: str) -> None:
        """Keep no home any more for a household."""
        place = self._kept.pop(self._row[household], None)
        if place is not None:
            del self._holder[place]

    def give_back(self, home: str) -> None:
        """Put a chosen home on offer again."""
        self._open |= 1 << self._place[home]

    def safe(self) -> list[str]:
        """Return the open homes without which everyone who is kept for can still be matched."""
        return [self._homes[place] for place in bits(self._safe_for(-1))]

    def reserve(self, homes: Iterable[str]) -> bool:
        """Take open homes off the offer; False when somebody then has no home left.

        After False the matching is no longer whole: try it on a copy.
        """
        for home in homes:
            place = self._place[home]
            if not self._open >> place & 1:
                return False
            self._open &= ~(1 << place)
            row = self._holder.pop(place, None)
            if row is not None:
                del self._kept[row]
                if not self.keep(self._names[row]):
                    return False
        return True

    def copy(self) -> Safety:
        """Return one that can change by itself; what never changes is shared."""
        twin = copy(self)
        twin._kept, twin._holder = dict(self._kept), dict(self._holder)
        return twin
