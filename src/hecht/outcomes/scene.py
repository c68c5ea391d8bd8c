"""A scenario in time: which homes stand, who lives in them, and what lies on the land, by month."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from hecht.neighbourhood import Course, Home, Neighbourhood, Stage, Stay, StayKind, Works
from hecht.neighbourhood.option import Land, Option
from hecht.neighbourhood.public_space import PublicSpace
from hecht.rules import DatedTable

T = TypeVar("T")

TODAY = -1
"""The moment before anything has changed."""


class Phase(StrEnum):
    """Where a block stands in its works."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class HomeAt:
    """A permanent home as it is in one month.

    `home` carries the rent, label and gas of that month. `usable`: it can be lived in (a home in
    works that empty it cannot). `household` lives in it; `newcomer`: somebody from outside does,
    of whom nothing is known. Neither: it stands empty.
    """

    home: Home
    usable: bool
    household: str | None = None
    newcomer: bool = False


@dataclass(frozen=True)
class Scene:
    """A scenario with the course of its plan, to be measured at any month.

    `neighbourhood` has the scenario's works and new homes. `options` is the chosen option of
    each block, `today` what lies on each block's land today, `spaces` the public space that
    belongs to the scenario. Without a `course` only TODAY can be measured. Month `horizon` is
    the end, when everything is finished. `norms` holds rows of the user's own (parking, water,
    green, heat, rent limits, moving allowances), which go before those that come with hecht.
    `units` are homes in the form of VERA, of which rent points are computed (`rent_system`).
    """

    neighbourhood: Neighbourhood
    options: Mapping[str, Option]
    today: Mapping[str, Land]
    spaces: tuple[PublicSpace, ...] = ()
    course: Course | None = None
    norms: DatedTable | None = None
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def _found(self) -> dict[Hashable, object]:
        return {}

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return what `compute` gives for a key: it is called the first time only."""
        if key not in self._found:
            self._found[key] = compute()
        return self._found[key]  # type: ignore[return-value]

    @property
    def end(self) -> int:
        """The moment after everything."""
        return self.neighbourhood.project.horizon

    def year_ends(self) -> dict[int, int]:
        """Return for each calendar year before the end its last month within the horizon."""
        start = self.neighbourhood.project.start
        result = {}
        for month in range(self.end):
            result[start.plus(month).year] = month
        return result

    def phase(self, block: str, month: int) -> Phase:
        """Return where a block stands in a month; a block that is kept stays BEFORE."""
        works = self.neighbourhood.block_of[block]
        if month == TODAY or not works.has_works:
            return Phase.BEFORE
        start = self._course.starts[block]
        if month < start:
            return Phase.BEFORE
        return Phase.DURING if month < start + works.duration else Phase.AFTER

    def land_at(self, block: str, month: int) -> Land:
        """Return what lies on a block's land; during works that clear it, only unknowns.

        A renovation leaves the land as it was until it is finished.
        """
        phase = self.phase(block, month)
        works = self.neighbourhood.block_of[block].works
        if phase is Phase.AFTER:
            return self.options[block].land
        if phase is Phase.DURING and works in (Works.REBUILD, Works.BUILD):
            return Land()
        return self.today.get(block, Land())

    def spaces_at(self, month: int) -> tuple[PublicSpace, ...]:
        """Return the public space that is open in a month."""
        return tuple(space for space in self.spaces if self._open(space, month))

    def homes_at(self, month: int) -> tuple[HomeAt, ...]:
        """Return the permanent homes that stand in a month, in the neighbourhood's order.

        Temporary homes that are bought in are not among them. Looked up once for a month.
        """
        return self.once(("homes_at", month), lambda: self._homes_at(month))

    def _homes_at(self, month: int) -> tuple[HomeAt, ...]:
        found = []
        for home in self.neighbourhood.homes:
            phase = Phase.AFTER if home.block is None else self.phase(home.block, month)
            if home.stage is Stage.TEMPORARY or not self._stands(home, phase):
                continue
            usable = self._usable(home, phase)
            household = self._dweller(home.id, month)
            newcomer = usable and household is None and self._let_to_newcomer(home, month)
            found.append(HomeAt(self._as_it_is(home, phase), usable, household, newcomer))
        return tuple(found)

    @property
    def _course(self) -> Course:
        if self.course is None:
            raise ValueError("without a plan only today can be measured; give the scene a course")
        return self.course

    def _open(self, space: PublicSpace, month: int) -> bool:
        if space.block is None:
            return space.existing or (month != TODAY and month >= (space.opens or 0))
        phase = self.phase(space.block, month)
        if not space.existing:
            return phase is Phase.AFTER
        return phase is Phase.BEFORE or (phase is Phase.AFTER and space.stays)

    def _stands(self, home: Home, phase: Phase) -> bool:
        if home.stage is Stage.NEW:
            return phase is Phase.AFTER
        if home.block is None:
            return True
        works = self.neighbourhood.block_of[home.block].works
        return works is not Works.REBUILD or phase is Phase.BEFORE

    def _usable(self, home: Home, phase: Phase) -> bool:
        if home.block is None or phase is not Phase.DURING:
            return True
        return self.neighbourhood.block_of[home.block].works is not Works.RENOVATE_EMPTY

    def _as_it_is(self, home: Home, phase: Phase) -> Home:
        """Return a home with the rent, label and gas it has after the works, once they are done."""
        if home.block is None or home.stage is not Stage.EXISTING or phase is not Phase.AFTER:
            return home
        option = self.options[home.block]
        return replace(
            home,
            rent=home.rent if home.rent_after is None else home.rent_after,
            label=option.label or home.label,
            gas=home.gas if option.gas is None else option.gas,
        )

    @cached_property
    def _stays_in(self) -> dict[str, list[Stay]]:
        result: dict[str, list[Stay]] = {}
        for stay in self._course.stays:
            result.setdefault(stay.home, []).append(stay)
        return result

    @cached_property
    def _first_dweller(self) -> dict[str, str]:
        return {household.home: household.id for household in self.neighbourhood.households}

    def _dweller(self, home: str, month: int) -> str | None:
        if month == TODAY:
            return self._first_dweller.get(home)
        at = min(month, self.end - 1)
        stays = self._stays_in.get(home, ())
        return next((stay.household for stay in stays if stay.start <= at < stay.end), None)

    def _let_to_newcomer(self, home: Home, month: int) -> bool:
        """Tell whether a home that none of the households lives in is let to somebody else.

        A home is kept free for whoever takes it later, and so is one that is to be emptied.
        """
        if month == TODAY:
            return False
        ready = self.neighbourhood.ready(home, self._course.starts)
        at = min(month, self.end - 1)
        coming = any(
            stay.start > at and stay.kind is not StayKind.TEMPORARY
            for stay in self._stays_in.get(home.id, ())
        )
        return not coming and ready is not None and ready <= month
