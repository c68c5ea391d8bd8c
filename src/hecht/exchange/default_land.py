"""What stands and lies on a block's land by default: from its homes, and its outline if it has one.

Nothing here is measured. Buildings are reckoned from the usable floor area of the homes, unbuilt
ground from the outline where that is larger than the buildings, else from a default.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hecht.exchange.default_figures import Figures
from hecht.neighbourhood import Home, HomeType, Land, Neighbourhood

PLOT = 1.15
"""An outline this many times larger than the buildings is taken to be that of the land."""


def storeys_of(homes: Sequence[Home], figures: Figures) -> int:
    """Return the storeys of a building: those of its homes, or the default for rows of homes."""
    highest = max(home.floor for home in homes) + 1
    return highest if highest > 1 else figures.whole("row_storeys")


def land_today(here: Neighbourhood, block: str, homes: Sequence[Home], figures: Figures) -> Land:
    """Return what stands and lies there now; unknown when the area of a home is not known."""
    if not homes:
        return Land(footprint=0.0, floor_area=0.0)
    if any(home.area is None for home in homes):
        return Land()
    storeys = storeys_of(homes, figures)
    floor_area = sum(home.area or 0.0 for home in homes) * figures.of("gross_to_usable")
    footprint = floor_area / storeys
    outline = _outline_area(here, block)
    if outline > footprint * PLOT:
        unbuilt = outline - footprint
    else:
        unbuilt = footprint * figures.of("open_ground")
    return _land(footprint, floor_area, storeys, unbuilt, figures.share("green_share"))


def land_of_homes(homes: Sequence[Home], storeys: int, today: Land, figures: Figures) -> Land:
    """Return what lies there when these new homes stand; unknown when an area is not known."""
    if not homes or any(home.area is None for home in homes):
        return Land()
    if storeys == 1:
        storeys = figures.whole("row_storeys")
    usable = sum(home.area or 0.0 for home in homes)
    return _built(usable, len(homes), storeys, today, figures)


def land_after(kinds: Sequence[HomeType], storeys: int, today: Land, figures: Figures) -> Land:
    """Return what lies there when a programme has been built; all areas must be known."""
    usable = sum(kind.count * (kind.area or 0.0) for kind in kinds)
    return _built(usable, sum(kind.count for kind in kinds), storeys, today, figures)


def _built(usable: float, count: int, storeys: int, today: Land, figures: Figures) -> Land:
    """Return the land after building; it is as large as it was, where that is known."""
    floor_area = usable * figures.of("gross_to_usable")
    footprint = floor_area / storeys
    if today.footprint and today.green is not None and today.paved is not None:
        whole = today.footprint + today.green + today.paved
        unbuilt = max(0.0, whole - footprint)
    else:
        unbuilt = footprint * figures.of("open_ground")
    land = _land(footprint, floor_area, storeys, unbuilt, figures.share("build_green_share"))
    storage = footprint * figures.of("build_storage") / 1000
    return Land(
        land.footprint, land.floor_area, land.storeys, land.green, land.paved,
        storage=float(round(storage)), bicycles=round(count * figures.of("build_bicycles")),
    )  # fmt: skip


def _land(footprint: float, floor_area: float, storeys: int, unbuilt: float, green: float) -> Land:
    """Return land in whole square metres, so that nobody takes it for measured."""
    built, open_ground = round(footprint), round(unbuilt)
    plants = round(open_ground * green)
    return Land(
        float(built), float(round(floor_area)), float(storeys), float(plants),
        float(open_ground - plants),
    )  # fmt: skip


def _outline_area(here: Neighbourhood, block: str) -> float:
    """Return the area within a block's outline in m2, without holes; 0 when it has none."""
    return sum(
        abs(_ring_area(polygon[0])) - sum(abs(_ring_area(hole)) for hole in polygon[1:])
        for polygon in here.shapes.get(block, ())
    )


def _ring_area(ring: Sequence[tuple[float, float]]) -> float:
    """Return the signed area of a closed ring: the shoelace formula."""
    x0, y0 = ring[0]
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairwise(ring)) / 2
