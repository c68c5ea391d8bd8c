"""The neighbourhood: everything that is there at the start, and what may be done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from hecht.neighbourhood.block import Block
from hecht.neighbourhood.dated import DatedTable
from hecht.neighbourhood.delays import DelayRules
from hecht.neighbourhood.home import Home, Stage
from hecht.neighbourhood.household import Group, Household, Promise, Wish
from hecht.neighbourhood.mixing import MixTarget
from hecht.neighbourhood.months import Month
from hecht.neighbourhood.policy import Policy
from hecht.neighbourhood.tie import DeclaredBy, Tie

Ring = tuple[tuple[float, float], ...]
Polygon = tuple[Ring, ...]
"""A polygon in RD metres: the outer ring, then its holes."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What limits the works: crews at work in a month, euros a calendar year (None: no limit)."""

    crews: int = 1
    budget_per_year: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """The frame of a restructuring.

    `start` is month 0 and `horizon` the number of months planned. `announced` is the month in
    which households hear the plan, from which notice runs (None: the start). `synthetic` says
    what is made up, in words; it is shown wherever figures are shown. `price_year` is the year
    of all euros (C8).
    """

    name: str
    start: Month
    horizon: int
    crs: str = "EPSG:28992"
    announced: Month | None = None
    reference_date: date | None = None
    price_year: int | None = None
    organisation: str = ""
    contact: str = ""
    synthetic: str = ""


@dataclass(frozen=True)
class Neighbourhood:
    """The area that is restructured, with everything in it.

    Collections keep the order of their files; the order of `blocks` is the order in which the
    landlord listed them. `shapes` maps a block to the polygons of its outline. `mixing` is what
    the policy asks of who comes to live in homes that are left free; no plan depends on it. `norms`
    are amounts and norms of the user's own, which go before the dated tables of hecht.
    """

    project: Project
    capacity: Capacity
    policy: Policy
    blocks: tuple[Block, ...]
    homes: tuple[Home, ...]
    households: tuple[Household, ...]
    ties: tuple[Tie, ...] = ()
    wishes: tuple[Wish, ...] = ()
    groups: tuple[Group, ...] = ()
    promises: tuple[Promise, ...] = ()
    shapes: Mapping[str, tuple[Polygon, ...]] = field(default_factory=lambda: MappingProxyType({}))
    delays: DelayRules = field(default_factory=DelayRules)
    mixing: tuple[MixTarget, ...] = ()
    norms: DatedTable | None = None

    @cached_property
    def block_of(self) -> dict[str, Block]:
        """Blocks by id."""
        return {block.id: block for block in self.blocks}

    @cached_property
    def home_of(self) -> dict[str, Home]:
        """Homes by id."""
        return {home.id: home for home in self.homes}

    @cached_property
    def household_of(self) -> dict[str, Household]:
        """Households by id."""
        return {household.id: household for household in self.households}

    @property
    def first_move(self) -> int:
        """The first month in which anyone may be asked to move (rule 5)."""
        announced = self.project.announced or self.project.start
        return max(0, announced.since(self.project.start) + self.policy.notice_months)

    def is_affected(self, household: Household) -> bool:
        """Return whether the household loses its home or must empty it."""
        block = self.home_of[household.home].block
        return block is not None and self.block_of[block].works.empties

    def tie_weight(self, tie: Tie) -> float:
        """Return what a tie counts for: its weight, its kind, and whether both sides named it."""
        weight = tie.weight * self.policy.tie_factor(tie.kind)
        if tie.declared_by is not DeclaredBy.BOTH:
            weight *= self.policy.one_sided_tie
        return weight

    def ready(self, home: Home, starts: Mapping[str, int]) -> int | None:
        """Return the month from which a home can be lived in for good, with these block starts.

        A kept home is ready at once, a new or emptied one when its block is finished; an old
        home that is demolished, and a temporary home, never are (None).
        """
        if home.stage is Stage.TEMPORARY or home.block is None:
            return None if home.stage is Stage.TEMPORARY else 0
        block = self.block_of[home.block]
        if home.stage is Stage.EXISTING and block.works.value == "rebuild":
            return None
        if home.stage is Stage.EXISTING and not block.works.empties:
            return 0
        return starts[block.id] + block.duration
