"""How far it is to walk, in one month of a scene, from every front door to the places around."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hecht.neighbourhood import Home
from hecht.neighbourhood.public_space import PublicSpace, SpaceKind
from hecht.outcomes.measures import NO_HOMES
from hecht.outcomes.scene import HomeAt, Scene
from hecht.outcomes.walking import (
    Area,
    Network,
    Place,
    Point,
    area_connected,
    connected,
    metres,
    network,
    shape_of,
)
from hecht.outcomes.words import some

if TYPE_CHECKING:
    from hecht.outcomes.walking import Floats

FILE = "public_space.gpkg (or .geojson)"
LEAST_GREEN = 5000.0
"""The size from which green counts as a park, in m2: 0.5 hectare."""
GREEN = "green"
"""The name of green areas of at least LEAST_GREEN as a place to walk to."""
TOLERANCE = 1e-6

KINDS = (SpaceKind.MEETING_PLACE, SpaceKind.PLAYGROUND, SpaceKind.BENCH, SpaceKind.STOP)
NAMES = {
    SpaceKind.MEETING_PLACE: "meeting place",
    SpaceKind.PLAYGROUND: "playground",
    SpaceKind.BENCH: "bench",
    SpaceKind.STOP: "stop",
}


@dataclass(frozen=True, eq=False)
class Walks:
    """Walking distances of one month.

    `far` gives for each kind of place the metres from the front door of each usable home, in the
    order of `homes`; infinite where no such place can be reached. `why` gives for a kind why
    nothing is known of it.
    """

    homes: tuple[HomeAt, ...]
    far: dict[str, Floats]
    why: dict[str, str]

    def share_within(self, kind: str, distance: float) -> float | str:
        """Return the share of homes within a walking distance in metres, or why not known."""
        if kind in self.why:
            return self.why[kind]
        if not self.homes:
            return NO_HOMES
        return float((self.far[kind] <= distance + TOLERANCE).mean())


def usable_homes(scene: Scene, month: int) -> tuple[HomeAt, ...]:
    """Return the homes that can be lived in, in a month; computed once for a scene."""
    return scene.once(
        ("usable homes", month),
        lambda: tuple(home for home in scene.homes_at(month) if home.usable),
    )


def walks(scene: Scene, month: int) -> Walks:
    """Return the walking distances of a month to all kinds of places; computed once."""
    return scene.once(("walks", month), lambda: _walks(scene, month))


def _walks(scene: Scene, month: int) -> Walks:
    homes = usable_homes(scene, month)
    spaces = scene.spaces_at(month)
    names = [*KINDS, GREEN]
    here = network_of(spaces)
    if here is None:
        return Walks(homes, {}, dict.fromkeys(names, NO_LINES))
    doors, at = front_doors(home.home for home in homes)
    lost = [
        home.home.id for home, on in zip(homes, connected(here, doors)[at], strict=True) if not on
    ]
    if lost:
        return Walks(homes, {}, dict.fromkeys(names, off_network(lost)))
    why = {name: reason for name in names if (reason := not_known(scene, here, spaces, name))}
    known = [name for name in names if name not in why]
    found = metres(here, doors, [place_of(spaces, name) for name in known])
    return Walks(homes, {name: found[i][at] for i, name in enumerate(known)}, why)


NO_LINES = f"no street or path is drawn; draw them as lines of kind street or path in {FILE}"


def off_network(homes: list[str]) -> str:
    """Return in words that homes have no street or path near."""
    return (
        f"no street or path lies within 100 m of the front door of home {some(homes)} (with no "
        f"barrier between); draw it in {FILE}"
    )


def front_doors(homes: Iterable[Home]) -> tuple[list[Point], list[int]]:
    """Return the distinct front doors of homes, and the number of the door of each home.

    Homes above each other have one front door.
    """
    number: dict[Point, int] = {}
    at = [number.setdefault((home.x, home.y), len(number)) for home in homes]
    return list(number), at


def network_of(spaces: Iterable[PublicSpace], *, barriers: bool = True) -> Network | None:
    """Return the walking network of open public space; None when no line is drawn."""
    spaces = tuple(spaces)
    lines = [s for s in spaces if s.kind in (SpaceKind.STREET, SpaceKind.PATH)]
    closed = [s for s in spaces if s.kind is SpaceKind.BARRIER and barriers]
    return network(
        tuple(line for space in lines for line in space.lines),
        tuple(line for space in closed for line in space.lines),
        tuple(area for space in closed for area in space.areas),
    )


def not_known(scene: Scene, here: Network, spaces: Iterable[PublicSpace], name: str) -> str:
    """Return why nothing is known of walking to a kind of place; empty when it is known."""
    if name == GREEN:
        drawn = any(s.areas for s in scene.spaces if s.kind is SpaceKind.GREEN)
        return "" if drawn else f"no green area is drawn; draw them in {FILE}, kind green"
    kind = SpaceKind(name)
    if not any(space.kind is kind for space in scene.spaces):
        return f"no {NAMES[kind]} is drawn; draw them in {FILE}, kind {kind.value}"
    loose = [s.id for s in spaces if s.kind is kind and not _touched(here, s)]
    if loose:
        return (
            f"no street or path lies within 100 m of {NAMES[kind]} {some(loose)} (with no barrier "
            f"between); draw it in {FILE}"
        )
    return ""


def _touched(here: Network, space: PublicSpace) -> bool:
    by_point = bool(connected(here, space.points).any())
    return by_point or any(area_connected(here, area) for area in space.areas)


def place_of(spaces: Iterable[PublicSpace], name: str) -> Place:
    """Return the open places of a kind, or the green areas that are large enough."""
    if name == GREEN:
        areas = tuple(a for s in spaces if s.kind is SpaceKind.GREEN for a in s.areas)
        return Place(areas=large_green(areas))
    kind = SpaceKind(name)
    mine = [space for space in spaces if space.kind is kind]
    return Place(
        points=tuple(point for space in mine for point in space.points),
        areas=tuple(area for space in mine for area in space.areas),
    )


@lru_cache(maxsize=64)
def large_green(areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """Return the green areas of at least LEAST_GREEN; areas that touch are one."""
    import shapely

    whole = shapely.union_all([shape_of(area) for area in areas])
    parts = [part for part in shapely.get_parts(whole) if part.area >= LEAST_GREEN]
    return tuple(
        tuple(tuple(map(tuple, ring.coords)) for ring in (part.exterior, *part.interiors))
        for part in parts
    )
