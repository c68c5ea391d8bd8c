"""A neighbourhood as the checks see it: records by id, and what is not to be trusted of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from hecht.neighbourhood.block import Block, Works
from hecht.neighbourhood.home import Home, Stage
from hecht.neighbourhood.household import (
    Household,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    WishKind,
)
from hecht.neighbourhood.neighbourhood import Neighbourhood
from hecht.neighbourhood.problem import Unread


class Look:
    """One look at a neighbourhood whose references may point nowhere.

    Of records with the same id the first counts. `affected` are the households whose home is
    demolished or emptied, `stayers` those of them that do not want to go elsewhere.
    """

    def __init__(self, neighbourhood: Neighbourhood, unread: Unread) -> None:
        """Index the records of a neighbourhood."""
        self.neighbourhood = neighbourhood
        self.unread = unread
        self.blocks: dict[str, Block] = {}
        self.homes: dict[str, Home] = {}
        self.households: dict[str, Household] = {}
        for block in neighbourhood.blocks:
            self.blocks.setdefault(block.id, block)
        for home in neighbourhood.homes:
            self.homes.setdefault(home.id, home)
        for household in neighbourhood.households:
            self.households.setdefault(household.id, household)
        self._records: dict[str, Mapping[str, object]] = {
            "blocks": self.blocks,
            "homes": self.homes,
            "households": self.households,
        }
        self._wrong: dict[str, set[tuple[str, str]]] = {}
        for table, position, column in sorted(unread.cells):
            records = getattr(neighbourhood, table)
            name = records[position].id if table in self._records else ""
            self._wrong.setdefault(table, set()).add((name, column))
        for table in self._records:
            self._wrong.setdefault(table, set())
        self.affected = [one for one in self.households.values() if self.is_affected(one)]
        self.stayers = [one for one in self.affected if one.wish is not ReturnWish.ELSEWHERE]

    @property
    def horizon(self) -> int:
        """The number of months planned."""
        return self.neighbourhood.project.horizon

    def known(self, table: str, name: str) -> bool:
        """Return whether a reference is all right, or cannot be judged."""
        unread = self.unread
        return name in self._records[table] or table in unread.tables or name in unread.of(table)

    def sound(self, table: str, name: str, *columns: str) -> bool:
        """Return whether the record is there and these cells of it could be read."""
        if name not in self._records[table]:
            return False
        cells = self._wrong[table]
        return not any((name, column) in cells for column in columns)

    def whole(self, *names: str) -> bool:
        """Return whether all of these tables or parts were read without fault."""
        return not any(
            name in self.unread.tables or self.unread.of(name) or self._wrong.get(name)
            for name in names
        )

    def block_of(self, home: Home | None) -> Block | None:
        """Return the block of a home; None when it has none that is known."""
        return self.blocks.get(home.block) if home is not None and home.block else None

    def is_affected(self, household: Household) -> bool:
        """Return whether a household loses its home or must empty it."""
        block = self.block_of(self.homes.get(household.home))
        return block is not None and block.works.empties

    def lasts(self, home: Home) -> bool:
        """Return whether a home can be lived in for good: now, or after the works."""
        if home.stage is Stage.TEMPORARY:
            return False
        block = self.block_of(home)
        return home.stage is Stage.NEW or block is None or block.works is not Works.REBUILD

    def open_homes(self) -> list[Home]:
        """Return the permanent homes that an affected household could end in, in any calendar.

        Left out are homes whose household stays there for certain: not affected, not going
        elsewhere, and without a wish or promise for another home.
        """
        here = self.neighbourhood
        movable = {
            wish.household
            for wish in here.wishes
            if wish.kind is not WishKind.HOUSEHOLD
        } | {
            promise.household
            for promise in here.promises
            if promise.kind in (PromiseKind.HOME, PromiseKind.BLOCK)
            and promise.status is PromiseStatus.ACCEPTED
        }  # fmt: skip
        taken = {
            one.home
            for one in self.households.values()
            if one.wish is not ReturnWish.ELSEWHERE
            and one.id not in movable
            and not self.is_affected(one)
        }
        return [home for home in self.homes.values() if self.lasts(home) and home.id not in taken]


def nearest(name: str, names: Iterable[str], otherwise: str) -> str:
    """Return advice to someone who wrote a name that is not there."""
    known = list(names)
    near = [one for one in known if one.casefold() == name.casefold()]
    near = near or get_close_matches(name, known, n=1, cutoff=0.7)
    return f"did you mean {near[0]}? Otherwise {otherwise}" if near else otherwise


def some(names: Iterable[str], most: int = 8) -> str:
    """Return names as a list for people, cut off when it is long."""
    listed = list(names)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
