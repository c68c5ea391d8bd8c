"""Builds a neighbourhood from BAG tables: real homes in real buildings, without households.

BAG knows where homes are, how large and how old. It does not know rooms, rents, or what a
landlord means to do: those are estimated or assumed here by stated rules (see bag_estimates and
`Assumptions`) and marked as such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

from hecht.exchange.bag_area import Area
from hecht.exchange.bag_blocks import TOUCHING_M, blocks_of
from hecht.exchange.bag_defects import DefectReport, Dwelling, Range, choose_homes, polygons_of
from hecht.exchange.bag_estimates import (
    NEW_FLOORS_WITHOUT_LIFT,
    Estimate,
    estimate,
    free_points,
    points_inside,
    resampled,
)
from hecht.exchange.bag_tables import (
    BagError,
    BBox,
    Building,
    Columns,
    read_buildings,
    read_units,
)
from hecht.neighbourhood import (
    Block,
    Capacity,
    Home,
    Month,
    Neighbourhood,
    Polygon,
    Project,
    Stage,
    Works,
    preset,
)

MARGIN_M = 100.0
"""How far outside the area buildings are read: a unit may be inside and its building partly not."""

SYNTHETIC = (
    "Homes, buildings and areas are from BAG. Rooms, floors and lifts are estimated from areas; "
    "works, durations, costs, new homes and temporary homes are assumptions."
)

TEMPORARY_ROOMS = (3, 2, 4, 3, 4, 2, 5, 3)
"""Rooms of the temporary homes, over and over; every fourth is adapted."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a landlord would decide; every default is an assumption of hecht without a source.

    `months` gives for each kind of works the months that any block takes and the homes that are
    added in a month; `cost` euros for each home. `new_factor` is the number of new homes for
    each demolished one, `new_rooms` the rooms of new homes in the proportions in which they are
    listed (none: as many rooms as the old homes of the block). Every `accessible_every`th new
    home without stairs is adapted. `horizon` None takes half as long again as the works need.
    """

    works: Works = Works.REBUILD
    most_homes: int = 30
    touching_m: float = TOUCHING_M
    months: dict[Works, tuple[int, int]] = field(
        default_factory=lambda: {
            Works.REBUILD: (6, 5),
            Works.RENOVATE_EMPTY: (4, 8),
            Works.RENOVATE_OCCUPIED: (1, 10),
        }
    )
    cost: dict[Works, float] = field(
        default_factory=lambda: {
            Works.REBUILD: 240_000.0,
            Works.RENOVATE_EMPTY: 110_000.0,
            Works.RENOVATE_OCCUPIED: 70_000.0,
        }
    )
    new_factor: float = 1.0
    new_rooms: tuple[int, ...] = ()
    accessible_every: int = 5
    temporary: int = 10
    crews: int = 2
    start: Month = field(default_factory=lambda: Month(2027, 1))
    horizon: int | None = None
    temporary_months_max: int = 12

    def duration(self, works: Works, homes: int) -> int:
        """Return how many months the works on a block of `homes` homes take."""
        if works is Works.KEEP:
            return 0
        base, pace = self.months[works]
        return base + ceil(homes / pace)


def import_bag(
    buildings: str | Path,
    units: str | Path,
    area: Area,
    *,
    years: tuple[int, int] | None = None,
    columns: Columns | None = None,
    postcodes: Collection[str] = (),
    believable: Range | None = None,
    assumptions: Assumptions | None = None,
    name: str = "",
) -> tuple[Neighbourhood, DefectReport]:
    """Read two BAG tables and build the neighbourhood of an area and building years.

    `postcodes` keeps only the homes that have one of them, such as those of one landlord.
    Returns the neighbourhood, which has homes and blocks and no households, and the report of
    defects. Raises BagError when a table cannot be read or nothing is left.
    """
    box = _with_margin(area.bounds)
    all_buildings = read_buildings(buildings, columns, box)
    all_units = read_units(units, columns, box)
    dwellings, report = choose_homes(all_buildings, all_units, area, years, believable, postcodes)
    if not dwellings:
        raise BagError(
            f"no home is left in {area.name}"
            + (f" in buildings of {years[0]}-{years[1]}" if years else "")
            + (" with the postcodes that were given" if postcodes else "")
            + "; choose another area, other years or other postcodes"
        )
    neighbourhood = build(dwellings, assumptions or Assumptions(), name or area.name, all_buildings)
    return neighbourhood, report.with_notes(*_notes(neighbourhood, dwellings))


def build(
    dwellings: Sequence[Dwelling],
    assumptions: Assumptions,
    name: str,
    all_buildings: Sequence[Building] = (),
) -> Neighbourhood:
    """Build a neighbourhood of dwellings; `all_buildings` is where no temporary home can stand."""
    estimates = estimate(dwellings)
    buildings = {dwelling.building.id: dwelling.building for dwelling in dwellings}
    homes_in = Counter(dwelling.building.id for dwelling in dwellings)
    parts = blocks_of(
        list(buildings.values()), homes_in, assumptions.most_homes, assumptions.touching_m
    )
    digits = max(2, len(str(len(parts))))
    block_of = {
        building: f"b{nth:0{digits}d}" for nth, part in enumerate(parts, 1) for building in part
    }
    existing = _existing_homes(dwellings, estimates, block_of)
    outlines = {
        block_of[part[0]]: polygons_of(_union([buildings[b].shape for b in part])) for part in parts
    }
    permits = {block_of[d.building.id] for d in dwellings if d.demolition_permit}
    blocks = [_block(block, existing, block in permits, assumptions) for block in outlines]
    homes = list(existing)
    for block in blocks:
        if block.works is Works.REBUILD:
            old = [home for home in existing if home.block == block.id]
            homes += new_homes(block.id, old, outlines[block.id], assumptions)
    obstacles = [building.shape for building in all_buildings] or list(outlines.values())
    homes += temporary_homes(assumptions.temporary, existing, obstacles)
    return Neighbourhood(
        project=Project(
            name=name,
            start=assumptions.start,
            horizon=assumptions.horizon or _horizon(blocks, assumptions.crews),
            announced=assumptions.start,
            synthetic=SYNTHETIC,
        ),
        capacity=Capacity(crews=assumptions.crews),
        policy=preset("balanced", temporary_months_max=assumptions.temporary_months_max),
        blocks=tuple(blocks),
        homes=tuple(homes),
        households=(),
        shapes={block: _polygons(outline) for block, outline in outlines.items()},
    )


def _with_margin(bounds: BBox | None) -> BBox | None:
    if bounds is None:
        return None
    west, south, east, north = bounds
    return (west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M)


def _union(shapes: list[Any]) -> Any:
    import shapely

    return shapely.union_all(shapes)


def _existing_homes(
    dwellings: Sequence[Dwelling], estimates: Sequence[Estimate], block_of: dict[str, str]
) -> list[Home]:
    """Return the homes that stand there, in the order of the table of units."""
    homes_in = Counter(dwelling.building.id for dwelling in dwellings)
    homes = []
    for dwelling, guess in zip(dwellings, estimates, strict=True):
        unit = dwelling.unit
        addressed = bool(unit.postcode and unit.number)
        number = unit.id.rsplit(".", 1)[-1]
        street = unit.street or unit.postcode
        homes.append(
            Home(
                id=f"{unit.postcode}-{unit.house_number}" if addressed else number,
                stage=Stage.EXISTING,
                x=unit.x,
                y=unit.y,
                rooms=guess.rooms,
                block=block_of[dwelling.building.id],
                address=f"{street} {unit.house_number}" if addressed else f"BAG {number}",
                street=street,
                type="appartement" if homes_in[dwelling.building.id] > 1 else "eengezinswoning",
                area=unit.area,
                floor=guess.floor,
                lift=guess.lift,
            )
        )
    return homes


def _block(name: str, existing: Sequence[Home], permit: bool, assumptions: Assumptions) -> Block:
    homes = [home for home in existing if home.block == name]
    works = Works.REBUILD if permit else assumptions.works
    addresses = sorted((home.address for home in homes), key=_in_parts)
    first, last = addresses[0], addresses[-1]
    return Block(
        id=name,
        works=works,
        duration=assumptions.duration(works, len(homes)),
        name=first if first == last else f"{first} - {last}",
        cost=None if works is Works.KEEP else assumptions.cost[works] * len(homes),
    )


def _in_parts(address: str) -> list[tuple[int, str]]:
    """Return a key by which "9" comes before "10"."""
    parts = re.findall(r"\d+|\D+", address)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def new_homes(
    block: str, old: Sequence[Home], outline: Any, assumptions: Assumptions
) -> list[Home]:
    """Return the homes built in place of `old`: as many rooms, as many floors, on the same plot.

    Their points are spread over the outline; buildings of three floors and more get a lift.
    """
    count = round(len(old) * assumptions.new_factor)
    if count == 0:
        return []
    floors = 1 + max(home.floor for home in old)
    to_a_floor = ceil(count / floors)
    points = points_inside(outline, to_a_floor)
    rooms = resampled(assumptions.new_rooms or [home.rooms for home in old], count)
    # Deal the sizes out over the plot, so that large and small stand among each other.
    stride = next(step for step in range(count // 3 + 1, count + 2) if _coprime(step, count))
    street = Counter(home.street for home in old).most_common(1)[0][0]
    lift = floors > NEW_FLOORS_WITHOUT_LIFT
    homes = []
    for nth in range(count):
        floor = nth // to_a_floor
        x, y = points[nth % to_a_floor]
        step_free = lift or floor == 0
        homes.append(
            Home(
                id=f"{block}-n{nth + 1:02d}",
                stage=Stage.NEW,
                x=x,
                y=y,
                rooms=rooms[nth * stride % count],
                block=block,
                address=f"{street} nieuw {block}-{nth + 1}",
                street=street,
                type="appartement" if floors > 1 else "eengezinswoning",
                floor=floor,
                lift=lift,
                accessible=step_free and nth % assumptions.accessible_every == 0,
            )
        )
    return homes


def _coprime(one: int, other: int) -> bool:
    from math import gcd

    return gcd(one, other) == 1


def temporary_homes(count: int, existing: Sequence[Home], obstacles: Sequence[Any]) -> list[Home]:
    """Return `count` temporary homes on open ground near the middle of the existing ones."""
    middle_x = sum(home.x for home in existing) / len(existing)
    middle_y = sum(home.y for home in existing) / len(existing)
    middle = (round(middle_x), round(middle_y))
    return [
        Home(
            id=f"wissel{nth + 1:02d}",
            stage=Stage.TEMPORARY,
            x=x,
            y=y,
            rooms=TEMPORARY_ROOMS[nth % len(TEMPORARY_ROOMS)],
            address=f"Wisselwoning {nth + 1}",
            type="wisselwoning",
            accessible=nth % 4 == 0,
        )
        for nth, (x, y) in enumerate(free_points(middle, obstacles, count))
    ]


def _horizon(blocks: Sequence[Block], crews: int) -> int:
    """Return half as long again as the works need, with half a year before, in whole years."""
    needed = sum(block.duration * block.crews for block in blocks) / crews
    longest = max((block.duration for block in blocks), default=0)
    return 12 * ceil((6 + max(1.5 * needed, longest + 12)) / 12)


def _polygons(outline: Any) -> tuple[Polygon, ...]:
    import shapely

    return tuple(
        tuple(
            tuple((round(x, 3), round(y, 3)) for x, y in ring.coords)
            for ring in (part.exterior, *part.interiors)
        )
        for part in shapely.get_parts(outline)
    )


def _notes(neighbourhood: Neighbourhood, dwellings: Sequence[Dwelling]) -> list[str]:
    """Return the remarks on what was estimated or assumed."""
    new = sum(home.stage is Stage.NEW for home in neighbourhood.homes)
    notes = [
        f"{len(neighbourhood.blocks)} blocks; {new} new homes; works, months, costs and new homes "
        "are assumptions without a source: change them in blocks.csv and homes.csv.",
        "Rooms, floors and lifts are not in BAG and are estimated from areas (rule of thumb "
        "without a source).",
        "Rents are not in BAG and stay unknown.",
    ]
    if not any(dwelling.unit.street for dwelling in dwellings):
        notes.append("The table has no street names; postcode and number stand in for addresses.")
    return notes
