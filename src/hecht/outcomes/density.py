"""Densification: homes, built mass and open space, per block and over all blocks (Spacematrix)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from hecht.neighbourhood import Works
from hecht.neighbourhood.option import Land, Option
from hecht.neighbourhood.public_space import SpaceKind
from hecht.outcomes.figure import Topic, Value, definer, total
from hecht.outcomes.scene import TODAY, HomeAt, Phase, Scene
from hecht.outcomes.words import some

SPACEMATRIX = (
    "Berghauser Pont & Haupt, Spacematrix: Space, Density and Urban Form (2010); the land is that "
    "of the blocks (islands), without the streets between them"
)
OWN = "definition of hecht"
OUTDOOR = (SpaceKind.GREEN, SpaceKind.PAVED, SpaceKind.PLAYGROUND, SpaceKind.MEETING_PLACE)
"""Public space in which people can be; water, parking and roads for cars are not counted."""


_definition = definer(Topic.DENSITY, OWN)

DEFINITIONS = (
    _definition(
        "homes",
        "homes",
        ("Homes", "Woningen"),
        (
            "Permanent homes that stand, those being renovated included.",
            "Woningen die er staan, ook die gerenoveerd worden; wisselwoningen tellen niet mee.",
        ),
    ),
    _definition(
        "homes_added",
        "homes",
        ("Homes added", "Woningen erbij"),
        (
            "Permanent homes that stand, less those that stand today.",
            "Woningen die er staan, min die er vandaag staan.",
        ),
        better="more",
    ),
    _definition(
        "homes_per_hectare",
        "homes/ha",
        ("Homes per hectare", "Woningen per hectare"),
        (
            "Homes of the blocks over the land of the blocks, built and unbuilt; streets between "
            "them are not counted.",
            "Woningen van de blokken, gedeeld door de grond van de blokken, bebouwd en onbebouwd; "
            "straten ertussen tellen niet mee.",
        ),
    ),
    _definition(
        "fsi",
        "m2/m2",
        ("Floor space index (FSI)", "Bebouwingsintensiteit (FSI)"),
        (
            "Gross floor area over land. Where the floor area is not given: footprint times "
            "storeys.",
            "Bruto vloeroppervlak gedeeld door grond. Waar het vloeroppervlak ontbreekt: "
            "bebouwde grond maal bouwlagen.",
        ),
        SPACEMATRIX,
    ),
    _definition(
        "gsi",
        "m2/m2",
        ("Ground space index (GSI)", "Bebouwd deel van de grond (GSI)"),
        ("Footprint of buildings over land.", "Bebouwde grond gedeeld door grond."),
        SPACEMATRIX,
    ),
    _definition(
        "osr",
        "m2/m2",
        ("Open space ratio (OSR)", "Onbebouwde grond per vloeroppervlak (OSR)"),
        (
            "Unbuilt land over gross floor area: (1 - GSI) / FSI.",
            "Onbebouwde grond gedeeld door bruto vloeroppervlak: (1 - GSI) / FSI.",
        ),
        SPACEMATRIX,
    ),
    _definition(
        "layers",
        "storeys",
        ("Mean number of storeys", "Gemiddeld aantal bouwlagen"),
        ("FSI / GSI.", "FSI gedeeld door GSI."),
        SPACEMATRIX,
    ),
    _definition(
        "private_outdoor_per_home",
        "m2/home",
        ("Private outdoor space per home", "Eigen buitenruimte per woning"),
        (
            "Gardens and balconies over homes.",
            "Tuinen en balkons, gedeeld door het aantal woningen.",
        ),
        better="more",
    ),
    _definition(
        "public_outdoor_per_home",
        "m2/home",
        ("Public outdoor space per home", "Openbare buitenruimte per woning"),
        (
            "Public green, paved ground, playgrounds and meeting places that are open, each m2 "
            "counted once, over homes.",
            "Openbaar groen, plein, speel- en ontmoetingsplekken die open zijn, elke m2 één keer "
            "geteld, gedeeld door het aantal woningen.",
        ),
        better="more",
    ),
)


class _Lack(Enum):
    """What keeps a figure from being known, said of blocks."""

    LAND = (
        "the land of {} is not known; give footprint, green, paved and water in options.csv "
        "(today's stand with the option that keeps), or the footprint and an outline of all land"
    )
    FOOTPRINT = (
        "the footprint of {} is not given; add it to options.csv (what lies there today stands "
        "with the option that keeps)"
    )
    FLOOR_AREA = (
        "the floor area of {} is not given, nor its storeys; add one to options.csv (what stands "
        "there today stands with the option that keeps)"
    )
    WORKS = "works are going on at {} then"


_Part = float | _Lack


@dataclass(frozen=True)
class Density:
    """The densities of one block, or of all blocks together.

    `land`, `footprint` and `floor_area` are in m2.
    """

    homes: int
    land: Value
    footprint: Value
    floor_area: Value
    homes_per_hectare: Value
    fsi: Value
    gsi: Value
    osr: Value
    layers: Value
    private_outdoor_per_home: Value


def block_densities(scene: Scene, month: int) -> dict[str, Density]:
    """Return the densities of each block in a month, in the neighbourhood's order."""
    inside: dict[str, list[HomeAt]] = {block.id: [] for block in scene.neighbourhood.blocks}
    for at in scene.homes_at(month):
        if at.home.block is not None:
            inside[at.home.block].append(at)
    return {
        block: _density(homes, [_parts(scene, block, month)], [block])
        for block, homes in inside.items()
    }


def area_density(scene: Scene, month: int) -> Density:
    """Return the densities of all blocks together; homes that belong to no block are left out."""
    blocks = [block.id for block in scene.neighbourhood.blocks]
    homes = [at for at in scene.homes_at(month) if at.home.block is not None]
    parts = [_parts(scene, block, month) for block in blocks]
    return _density(homes, parts, blocks)


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of densification in a month."""
    homes = scene.homes_at(month)
    area = area_density(scene, month)
    return {
        "homes": Value(float(len(homes))),
        "homes_added": Value(float(len(homes) - len(scene.homes_at(TODAY)))),
        "homes_per_hectare": area.homes_per_hectare,
        "fsi": area.fsi,
        "gsi": area.gsi,
        "osr": area.osr,
        "layers": area.layers,
        "private_outdoor_per_home": _private_outdoor(homes),
        "public_outdoor_per_home": _public_outdoor(scene, month, len(homes)),
    }


def _density(
    homes: Sequence[HomeAt],
    parts: Sequence[tuple[_Part, _Part, _Part]],
    blocks: Sequence[str],
) -> Density:
    """Return the densities from each block's land, footprint and floor area."""
    ground, built, floors = (_sum([part[i] for part in parts], blocks) for i in range(3))
    fsi, gsi = _over(floors, ground, "land"), _over(built, ground, "land")
    open_land = Value(None, gsi.why) if gsi.value is None else Value(1.0 - gsi.value)
    return Density(
        homes=len(homes),
        land=ground,
        footprint=built,
        floor_area=floors,
        homes_per_hectare=_over(Value(len(homes) * 10_000.0), ground, "land"),
        fsi=fsi,
        gsi=gsi,
        osr=_over(open_land, fsi, "building"),
        layers=_over(fsi, gsi, "building"),
        private_outdoor_per_home=_private_outdoor(homes),
    )


def _parts(scene: Scene, block: str, month: int) -> tuple[_Part, _Part, _Part]:
    """Return a block's land, footprint and gross floor area in m2, or what is lacking.

    While it is cleared and built, its land is as large as today.
    """
    phase = scene.phase(block, month)
    builds = scene.neighbourhood.block_of[block].works in (Works.REBUILD, Works.BUILD)
    if builds and phase is Phase.DURING:
        return _land(scene, block, scene.today.get(block, Land()), None), _Lack.WORKS, _Lack.WORKS
    lies = scene.land_at(block, month)
    option = scene.options[block] if builds and phase is Phase.AFTER else None
    return _land(scene, block, lies, option), _footprint(lies, option), _floor_area(lies, option)


def _land(scene: Scene, block: str, lies: Land, built: Option | None) -> _Part:
    """Return the built and unbuilt ground that is given, else what the outline holds.

    Outlines may be those of the building (as in the BAG), so one that is hardly larger than the
    footprint, or of which there is no telling, is not taken for land.
    """
    footprint = _footprint(lies, built)
    if isinstance(footprint, _Lack):
        return _Lack.LAND
    if lies.green is not None and lies.paved is not None and lies.water is not None:
        return footprint + lies.green + lies.paved + lies.water
    outline = _outline(scene, block)
    return outline if outline > footprint * 1.02 else _Lack.LAND


def _outline(scene: Scene, block: str) -> float:
    """Return the m2 within a block's outline; 0 when it is not drawn."""

    def area() -> float:
        from shapely import Polygon

        polygons = scene.neighbourhood.shapes.get(block, ())
        return float(sum(Polygon(rings[0], rings[1:]).area for rings in polygons))

    return scene.once(("outline", block), area)


def _footprint(land: Land, built: Option | None) -> _Part:
    """Return what is given, else the ground under the homes of the programme that was built."""
    if land.footprint is not None:
        return float(land.footprint)
    kinds = built.programme if built is not None else ()
    under = [kind.count * kind.footprint for kind in kinds if kind.footprint is not None]
    return float(sum(under)) if kinds and len(under) == len(kinds) else _Lack.FOOTPRINT


def _floor_area(land: Land, built: Option | None) -> _Part:
    """Return what is given, else footprint times storeys, else that of the programme's homes."""
    if land.floor_area is not None:
        return land.floor_area
    if land.storeys is not None:
        footprint = _footprint(land, built)
        return footprint if isinstance(footprint, _Lack) else land.storeys * footprint
    kinds = built.programme if built is not None else ()
    floors = [k.count * k.footprint * k.storeys for k in kinds if k.footprint is not None]
    return sum(floors) if kinds and len(floors) == len(kinds) else _Lack.FLOOR_AREA


def _sum(parts: Sequence[_Part], blocks: Sequence[str]) -> Value:
    """Add up what is known of every block; otherwise tell what is lacking of which blocks."""
    lacking: dict[_Lack, list[str]] = {}
    for part, block in zip(parts, blocks, strict=True):
        if isinstance(part, _Lack):
            lacking.setdefault(part, []).append(block)
    if not lacking:
        return Value(float(sum(part for part in parts if not isinstance(part, _Lack))))
    return Value.unknown(
        "; ".join(
            lack.value.format(("block " if len(names) == 1 else "blocks ") + some(names))
            for lack, names in lacking.items()
        )
    )


def _over(part: Value, whole: Value, what: str) -> Value:
    """Divide; not known when a side is not, or when there is no `what` to divide by."""
    whys = dict.fromkeys(value.why for value in (part, whole) if value.value is None)
    if part.value is None or whole.value is None:
        return Value.unknown("; ".join(whys))
    if whole.value == 0:
        return Value.unknown(f"there is no {what}")
    return Value(part.value / whole.value)


def _private_outdoor(homes: Sequence[HomeAt]) -> Value:
    outdoor = total(
        [at.home.outdoor for at in homes],
        [at.home.id for at in homes],
        "the private outdoor space",
    )
    return _over(outdoor, Value(float(len(homes))), "home")


def _public_outdoor(scene: Scene, month: int, homes: int) -> Value:
    if not any(space.kind in OUTDOOR and space.areas for space in scene.spaces):
        return Value.unknown(
            "no public green, paved ground, playground or meeting place is drawn as an area; add "
            "them to public_space.geojson"
        )
    from shapely import Polygon, union_all

    polygons = [
        Polygon(rings[0], rings[1:])
        for space in scene.spaces_at(month)
        if space.kind in OUTDOOR
        for rings in space.areas
    ]
    return _over(Value(float(union_all(polygons).area)), Value(float(homes)), "home")
