"""The homes that default options build: as many as there were, or more, after the old homes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from hecht.exchange.default_figures import Figures
from hecht.exchange.default_land import storeys_of
from hecht.neighbourhood import Access, Home, HomeType, Neighbourhood, Tenure
from hecht.rules import Amount, capping_limit

FLAT, ROW = "appartement", "eengezinswoning"


@dataclass(frozen=True, slots=True)
class Programme:
    """New homes, and the storeys of the building that they are in."""

    kinds: tuple[HomeType, ...]
    storeys: int


def rebuilt(here: Neighbourhood, old: Sequence[Home], figures: Figures) -> Programme:
    """Return a new home for each old one, of the same rooms and the same mean area."""
    storeys = storeys_of(old, figures)
    stacked = any(home.floor for home in old)
    access = Access.GROUND
    if stacked:
        tall = storeys >= figures.of("dense_lift_from") or any(home.lift for home in old)
        access = Access.LIFT if tall else Access.STAIRS
    kinds = tuple(_kinds(here, old, storeys, access, figures))
    return Programme(kinds, storeys)


def denser(here: Neighbourhood, old: Sequence[Home], figures: Figures) -> Programme:
    """Return a new home for each old one in a higher building, and mid-rent homes beside them."""
    storeys = storeys_of(old, figures) + figures.whole("dense_storeys_more")
    lift = storeys >= figures.of("dense_lift_from")
    access = Access.LIFT if lift else Access.STAIRS
    kinds = list(_kinds(here, old, storeys, access, figures))
    more = ceil(len(old) * figures.of("dense_factor")) - len(old)
    if more > 0:
        area = figures.of("dense_area")
        added = HomeType(
            FLAT, more, figures.whole("dense_rooms"), area, figures.of("dense_rent"), Tenure.MID,
            access, storeys, _share(area, storeys, figures), figures.of("dense_outdoor"),
        )  # fmt: skip
        kinds.append(added)
    return Programme(tuple(kinds), storeys)


def _kinds(
    here: Neighbourhood, old: Sequence[Home], storeys: int, access: Access,
    figures: Figures,
) -> Iterator[HomeType]:  # fmt: skip
    """Yield the types of new homes, one for each number of rooms, tenure and being adapted."""
    alike: dict[tuple[int, Tenure], list[Home]] = {}
    for home in old:
        alike.setdefault((home.rooms, home.tenure or Tenure.SOCIAL), []).append(home)
    adapted: Counter[int] = Counter()
    if access is not Access.STAIRS:
        adapted = _adapted(here, old, figures)
    for (rooms, tenure), homes in sorted(alike.items()):
        area = _mean([home.area for home in homes])
        kind = HomeType(
            ROW if access is Access.GROUND else FLAT,
            len(homes), rooms, None if area is None else float(round(area)),
            _rent(here, homes, rooms, tenure, figures), tenure, access, storeys,
            None if area is None else _share(area, storeys, figures),
            _outdoor(homes, access, figures),
        )  # fmt: skip
        special = min(adapted[rooms], kind.count) if tenure is Tenure.SOCIAL else 0
        adapted[rooms] -= special
        if special:
            yield replace(kind, count=special, accessible=True)
        if kind.count > special:
            yield replace(kind, count=kind.count - special)


def _adapted(here: Neighbourhood, old: Sequence[Home], figures: Figures) -> Counter[int]:
    """Return how many new homes of each number of rooms are adapted.

    They are the share of the table, the smallest homes first, and at least as many as the
    households need that live in the block and need one.
    """
    ids = {home.id for home in old}
    needed = sum(one.accessible for one in here.households if one.home in ids)
    count = min(len(old), max(needed, ceil(len(old) * figures.share("build_accessible_share"))))
    return Counter(sorted(home.rooms for home in old)[:count])


def _rent(
    here: Neighbourhood, homes: Sequence[Home], rooms: int, tenure: Tenure, figures: Figures
) -> float | None:
    """Return the rent of a new home; a social rent is no higher than the capping limit."""
    if tenure is Tenure.OWNED:
        return None
    old = _mean([home.rent for home in homes])
    if old is None:
        return None
    rent = old * figures.of("build_rent_factor")
    limit = capping_limit(1 if rooms <= 3 else 3, figures.day)
    if tenure is Tenure.SOCIAL and isinstance(limit, Amount):
        rent = min(rent, max(limit.amount, old))
    return round(rent, 2)


def _share(area: float, storeys: int, figures: Figures) -> float:
    """Return the ground under one home of a building of so many storeys."""
    return float(round(area * figures.of("gross_to_usable") / storeys))


def _outdoor(homes: Sequence[Home], access: Access, figures: Figures) -> float | None:
    """Return the private outdoor space: as it was on the ground, a balcony in a stack."""
    if access is not Access.GROUND:
        return figures.of("dense_outdoor")
    mean = _mean([home.outdoor for home in homes])
    return None if mean is None else float(round(mean))


def _mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of what is known; None when something is not."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None
