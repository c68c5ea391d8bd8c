"""The ground: what lies on the land of the blocks and in public space, each square metre once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from hecht.neighbourhood import Works
from hecht.neighbourhood.option import Land
from hecht.neighbourhood.public_space import PublicSpace, SpaceKind
from hecht.outcomes.figure import Value
from hecht.outcomes.scene import Phase, Scene
from hecht.outcomes.walking import shape_of
from hecht.outcomes.words import some

Ring = tuple[tuple[float, float], ...]
Area = tuple[Ring, ...]

SURFACES = {
    SpaceKind.WATER: "water",
    SpaceKind.PAVED: "paved",
    SpaceKind.PARKING: "paved",
    SpaceKind.BICYCLES: "paved",
    SpaceKind.STREET: "paved",
    SpaceKind.PATH: "paved",
    SpaceKind.GREEN: "green",
}
"""The surface of each kind that has one. Playgrounds and meeting places may be on either."""


@dataclass(frozen=True, slots=True)
class PublicGround:
    """Square metres of public space by surface, outside the outlines of the blocks."""

    water: float
    paved: float
    green: float

    @property
    def area(self) -> float:
        """Return all of it."""
        return self.water + self.paved + self.green


def is_site(scene: Scene, block: str, month: int) -> bool:
    """Tell whether a block is a building site: cleared for works that are not finished."""
    works = scene.neighbourhood.block_of[block].works
    return works in (Works.REBUILD, Works.BUILD) and scene.phase(block, month) is Phase.DURING


def land(scene: Scene, month: int) -> dict[str, Land]:
    """Return what lies on each block's land in a month, without those that are building sites."""
    blocks = [block.id for block in scene.neighbourhood.blocks]
    return {b: scene.land_at(b, month) for b in blocks if not is_site(scene, b, month)}


def on_blocks(scene: Scene, month: int, column: str, unit: str = "") -> Value:
    """Add a column of options.csv up over the blocks; a building site counts nothing.

    `column` is a field of Land; `unit` is a word for what is counted where that is not clear.
    """
    get: Callable[[Land], float | None] = lambda one: getattr(one, column)  # noqa: E731
    lying = {block: get(one) for block, one in land(scene, month).items()}
    lacking = tuple(block for block, value in lying.items() if value is None)
    if lacking:
        what = unit or column
        return Value.unknown(
            f"the {what} of block {some(lacking)} is not given; fill column {column} of options.csv"
        )
    return Value(float(sum(value for value in lying.values() if value is not None)))


def site_area(scene: Scene, month: int) -> Value:
    """Return the m2 of building sites, which are as large as the land of their blocks today."""
    sites = [b.id for b in scene.neighbourhood.blocks if is_site(scene, b.id, month)]
    sizes = {site: _size(scene.today.get(site, Land())) for site in sites}
    lacking = tuple(site for site, size in sizes.items() if size is None)
    if lacking:
        return Value.unknown(
            f"the land today of block {some(lacking)} is not given; fill footprint, green, paved "
            "and water of its option that keeps in options.csv"
        )
    return Value(float(sum(size for size in sizes.values() if size is not None)))


def _size(lying: Land) -> float | None:
    parts = (lying.footprint, lying.green, lying.paved, lying.water)
    return None if None in parts else sum(part for part in parts if part is not None)


def public_ground(scene: Scene, month: int) -> PublicGround | str:
    """Return the public ground that is open in a month, or why it is not known.

    What lies within a block's outline is part of that block's land and is not counted here.
    Where areas overlap, water goes before paved and paved before green.
    """
    if not any(space.areas for space in scene.spaces if space.kind in SURFACES):
        return (
            "no area of public space is drawn; draw the green, paved and water areas in "
            "public_space.gpkg (or .geojson)"
        )
    drawn = {
        surface: tuple(a for s in _on(scene.spaces_at(month), surface) for a in s.areas)
        for surface in ("water", "paved", "green")
    }
    outlines = tuple(area for areas in scene.neighbourhood.shapes.values() for area in areas)
    return _measured(drawn["water"], drawn["paved"], drawn["green"], outlines)


def together(parts: Iterable[Value | str]) -> Value:
    """Add figures up; not known, with every reason, when one of them is not."""
    known = 0.0
    why: list[str] = []
    for part in parts:
        if isinstance(part, str):
            why.append(part)
        elif part.value is None:
            why.append(part.why)
        else:
            known += part.value
    return Value.unknown("; ".join(dict.fromkeys(why))) if why else Value(known)


def _on(spaces: Iterable[PublicSpace], surface: str) -> list[PublicSpace]:
    return [space for space in spaces if SURFACES.get(space.kind) == surface]


@lru_cache(maxsize=64)
def _measured(
    water: tuple[Area, ...],
    paved: tuple[Area, ...],
    green: tuple[Area, ...],
    outlines: tuple[Area, ...],
) -> PublicGround:
    import shapely

    taken = _union(outlines)
    measured = []
    for areas in (water, paved, green):
        shape = shapely.difference(_union(areas), taken)
        measured.append(float(shapely.area(shape)))
        taken = shapely.union(taken, shape)
    return PublicGround(*measured)


@lru_cache(maxsize=64)
def _union(areas: tuple[Area, ...]) -> object:
    import shapely

    return shapely.union_all([shape_of(area) for area in areas])
