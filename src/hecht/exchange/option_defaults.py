"""A first set of options for every block, derived from its own homes and a table of defaults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from hecht.exchange.default_figures import Figures
from hecht.exchange.default_homes import denser, rebuilt
from hecht.exchange.default_land import land_after, land_of_homes, land_today
from hecht.neighbourhood import (
    AS_PLANNED,
    LABELS,
    Block,
    Home,
    HomeType,
    Land,
    Neighbourhood,
    Option,
    Stage,
    Works,
)
from hecht.rules.dated import Amount, DatedTable

NAMES = {
    AS_PLANNED: "Zoals gepland",
    "keep": "Laten zoals het is",
    "renovate": "Renoveren, bewoners blijven",
    "renovate_empty": "Grondig renoveren, bewoners eruit",
    "rebuild": "Vervangen door evenveel woningen",
    "dense": "Vervangen door meer woningen",
}
NOT_ASSUMED = ("water", "trees", "parking", "car_free_doors")
"""What nothing in a folder tells anything about, so that it stays empty."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """Options made by default, the figures they rest on, and what could not be made.

    `used` are the figures of the table that were used, each with its source or its being an
    assumption; `notes` tell in words for which block what was left out and why.
    """

    options: tuple[Option, ...]
    used: tuple[Amount, ...]
    notes: tuple[str, ...]


def default_options(here: Neighbourhood, own: DatedTable | None = None) -> Defaults:
    """Return the options planned, keep, renovate, renovate_empty, rebuild and dense of each block.

    Duration, cost, label, gas, land and the programme of new homes follow from the number, rooms
    and area of the homes that stand there now. `own` are rows that go before the
    neighbourhood's own norms, and these go before the table option_defaults. Raises MissingFigure
    when there is no figure for the price year.
    """
    year = here.project.price_year or here.project.start.year
    given = own if here.norms is None or own is None else here.norms.with_rows(own)
    figures = Figures(date(year, 7, 1), given or here.norms)
    options: list[Option] = []
    notes: list[str] = []
    for block in here.blocks:
        making = _Making(here, block, figures, notes)
        options += making.options()
    return Defaults(tuple(options), tuple(figures.used.values()), tuple(notes))


class _Making:
    """The options of one block."""

    def __init__(
        self, here: Neighbourhood, block: Block, figures: Figures, notes: list[str]
    ) -> None:
        self.here, self.block, self.figures, self.notes = here, block, figures, notes
        self.old = _homes(here, block, Stage.EXISTING)
        self.new = _homes(here, block, Stage.NEW)
        self.today = land_today(here, block.id, self.old, figures)

    def options(self) -> Iterator[Option]:
        """Yield the options; a block on which nothing stands has only two."""
        yield self._planned()
        yield Option(self.block.id, "keep", Works.KEEP, NAMES["keep"], land=self.today)
        if not self.old:
            self.notes.append(
                f"block {self.block.id}: nothing stands there, so only planned and keep were made"
            )
            return
        if any(home.area is None for home in self.old):
            self.notes.append(
                f"block {self.block.id}: the area of some homes is not known, so nothing is said "
                "of the land, nor of what rebuilding costs"
            )
        yield self._renovate("renovate", Works.RENOVATE_OCCUPIED)
        yield self._renovate("renovate_empty", Works.RENOVATE_EMPTY)
        yield self._rebuild()
        yield from self._dense()

    def _planned(self) -> Option:
        """Return what blocks.csv says, with the label and land that come of it."""
        block = self.block
        option = Option(
            block.id, AS_PLANNED, block.works, NAMES[AS_PLANNED], block.duration,
            block.crews, block.cost, block.earliest, block.latest, land=self.today,
        )  # fmt: skip
        if block.works is Works.KEEP:
            return option
        if block.works in (Works.REBUILD, Works.BUILD):
            storeys = max((home.floor + 1 for home in self.new), default=1)
            land = land_of_homes(self.new, storeys, self.today, self.figures)
            return self._as_built(replace(option, land=land)) if self.new else option
        prefix = "renovate" if block.works is Works.RENOVATE_OCCUPIED else "renovate_empty"
        return self._as_renovated(option, prefix)

    def _as_renovated(self, option: Option, prefix: str) -> Option:
        """Give the label and gas of a renovation; no home gets a worse label than it has."""
        label = self.figures.label(f"{prefix}_label")
        known = [LABELS.index(home.label) for home in self.old if home.label in LABELS]
        as_good = known and len(known) == len(self.old) and max(known) <= LABELS.index(label)
        gas = False if prefix == "renovate_empty" and not self._of(f"{prefix}_gas") else None
        return replace(option, label=None if as_good else label, gas=gas)

    def _as_built(self, option: Option) -> Option:
        return replace(
            option, label=self.figures.label("build_label"), gas=bool(self._of("build_gas"))
        )

    def _of(self, rule: str) -> float:
        return self.figures.of(rule)

    def _renovate(self, prefix: str, works: Works) -> Option:
        count = len(self.old)
        option = Option(
            self.block.id, prefix, works, NAMES[prefix],
            self._months(prefix, count), 1, self._of(f"{prefix}_cost") * count,
            rent_step=self._of(f"{prefix}_rent_step"), land=self.today,
        )  # fmt: skip
        return self._as_renovated(option, prefix)

    def _months(self, prefix: str, count: int) -> int:
        return self.figures.whole(f"{prefix}_base") + ceil(count / self._of(f"{prefix}_pace"))

    def _rebuild(self) -> Option:
        programme = rebuilt(self.here, self.old, self.figures)
        return self._built("rebuild", programme.kinds, programme.storeys)

    def _dense(self) -> Iterator[Option]:
        least = self.figures.whole("dense_least_homes")
        if len(self.old) < least:
            self.notes.append(
                f"block {self.block.id}: fewer than {least} homes, so no denser option was made"
            )
            return
        programme = denser(self.here, self.old, self.figures)
        yield self._built("dense", programme.kinds, programme.storeys)

    def _built(self, name: str, kinds: tuple[HomeType, ...], storeys: int) -> Option:
        count = sum(kind.count for kind in kinds)
        area = [kind.count * kind.area for kind in kinds if kind.area is not None]
        known = len(area) == len(kinds)
        cost = self._of("demolition_cost") * len(self.old) + self._of("build_cost") * sum(area)
        option = Option(
            self.block.id, name, Works.REBUILD, NAMES[name], self._months("build", count), 1,
            round(cost, -3) if known else None, self.block.earliest, programme=kinds,
            land=land_after(kinds, storeys, self.today, self.figures) if known else Land(),
        )  # fmt: skip
        return self._as_built(option)


def _homes(here: Neighbourhood, block: Block, stage: Stage) -> Sequence[Home]:
    return [home for home in here.homes if home.block == block.id and home.stage is stage]
