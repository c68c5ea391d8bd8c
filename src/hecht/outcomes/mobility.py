"""Mobility: parking against a norm, bicycles, the way to public transport, doors without cars."""

from __future__ import annotations

from hecht.neighbourhood.public_space import SpaceKind
from hecht.outcomes.figure import Value
from hecht.outcomes.ground import land, on_blocks, together
from hecht.outcomes.measures import NO_HOMES, as_value, norm_of, per
from hecht.outcomes.mobility_definitions import DEFINITIONS
from hecht.outcomes.scene import Scene
from hecht.outcomes.walking import shape_of
from hecht.outcomes.walks import (
    FILE,
    NO_LINES,
    TOLERANCE,
    front_doors,
    place_of,
    usable_homes,
    walks,
)
from hecht.outcomes.words import some
from hecht.rules.norms import parking_norm

__all__ = ["DEFINITIONS", "figures", "parking_need"]

STOP_M = 500.0
"""How far a stop of bus or tram may be, in metres (Staat van het ov, CROW and PBL)."""


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of mobility in one month (TODAY, 0 up to the scene's end)."""
    homes = len(usable_homes(scene, month))
    cars = _places(scene, month, SpaceKind.PARKING, "parking", "parking places")
    bicycles = _places(scene, month, SpaceKind.BICYCLES, "bicycles", "bicycle places")
    need = parking_need(scene, month)
    return {
        "parking_places": cars,
        "parking_per_home": per(cars, homes),
        "parking_need": need,
        "parking_balance": _less(cars, need),
        "bicycle_places": bicycles,
        "bicycles_per_home": per(bicycles, homes),
        **_stops(scene, month),
        "car_free_doors": _car_free(scene, month),
        "doors_on_paths": _on_paths(scene, month),
    }


def parking_need(scene: Scene, month: int) -> Value:
    """Return the parking places needed by the norm of each home's tenure."""
    homes = usable_homes(scene, month)
    lacking = tuple(home.home.id for home in homes if home.home.tenure is None)
    if lacking:
        return Value.unknown(
            f"the tenure of home {some(lacking)} is not given; fill column tenure of homes.csv"
        )
    count: dict[str, int] = {}
    for home in homes:
        tenure = str(home.home.tenure)
        count[tenure] = count.get(tenure, 0) + 1
    norms = {tenure: norm_of(scene, month, tenure, parking_norm) for tenure in count}
    return together(
        Value(count[tenure] * norm) if not isinstance(norm, str) else norm
        for tenure, norm in norms.items()
    )


def _less(places: Value, need: Value) -> Value:
    both = together([places, need])
    if places.value is None or need.value is None:
        return both
    return Value(places.value - need.value)


def _places(scene: Scene, month: int, kind: SpaceKind, column: str, what: str) -> Value:
    """Add the places of the blocks and of public space up."""
    return together(
        [on_blocks(scene, month, column, f"number of {what}"), _public(scene, month, kind, what)]
    )


def _public(scene: Scene, month: int, kind: SpaceKind, what: str) -> Value:
    if not any(space.kind is kind for space in scene.spaces):
        return Value.unknown(
            f"no public {what} are drawn; draw them in {FILE}, kind {kind.value}, with how many "
            "in places (0 when there are none)"
        )
    open_ = [space for space in scene.spaces_at(month) if space.kind is kind]
    lacking = tuple(space.id for space in open_ if space.places is None)
    if lacking:
        return Value.unknown(
            f"how many {what} there are at {some(lacking)} is not given; fill places in {FILE}"
        )
    return Value(float(sum(space.places or 0 for space in open_)))


def _stops(scene: Scene, month: int) -> dict[str, Value]:
    import numpy as np

    kind = SpaceKind.STOP.value
    far = walks(scene, month)
    result = {"stop_within_500": as_value(far.share_within(kind, STOP_M))}
    if kind in far.why or not far.homes:
        result["stop_distance"] = Value.unknown(far.why.get(kind, NO_HOMES))
    else:
        middle = float(np.median(far.far[kind]))
        away = "from half of the homes no stop can be reached on foot"
        result["stop_distance"] = Value(middle) if np.isfinite(middle) else Value.unknown(away)
    result["stop_straight_500"] = _straight(scene, month)
    return result


def _straight(scene: Scene, month: int) -> Value:
    import shapely

    if not any(space.kind is SpaceKind.STOP for space in scene.spaces):
        return Value.unknown(f"no stop is drawn; draw them in {FILE}, kind stop")
    homes = usable_homes(scene, month)
    if not homes:
        return Value.unknown(NO_HOMES)
    place = place_of(scene.spaces_at(month), SpaceKind.STOP)
    areas = [shape_of(area) for area in place.areas]
    stops = shapely.union_all([*map(shapely.Point, place.points), *areas])
    doors, at = front_doors(home.home for home in homes)
    near = shapely.dwithin(shapely.points(doors), stops, STOP_M + TOLERANCE)
    return Value(float(near[at].mean()))


def _car_free(scene: Scene, month: int) -> Value:
    """Return the share of the blocks' front doors that open on ground without cars."""
    lying = land(scene, month)
    given = on_blocks(scene, month, "car_free_doors", "number of car-free front doors")
    if given.value is None:
        return given
    doors: dict[str, set[tuple[float, float]]] = {block: set() for block in lying}
    for standing in scene.homes_at(month):
        if standing.home.block in doors:
            doors[standing.home.block].add((standing.home.x, standing.home.y))
    over = tuple(b for b, one in lying.items() if (one.car_free_doors or 0) > len(doors[b]))
    if over:
        return Value.unknown(
            f"block {some(over)} has more car-free front doors than front doors; correct column "
            "car_free_doors of options.csv"
        )
    whole = sum(len(one) for one in doors.values())
    return Value(given.value / whole) if whole else Value.unknown("no home stands in a block")


def _on_paths(scene: Scene, month: int) -> Value:
    """Return the share of front doors whose nearest drawn line is a path."""
    import numpy as np
    import shapely

    lines = [
        (space.kind is SpaceKind.PATH, line)
        for space in scene.spaces_at(month)
        if space.kind in (SpaceKind.STREET, SpaceKind.PATH)
        for line in space.lines
    ]
    if not lines:
        return Value.unknown(NO_LINES)
    doors, _ = front_doors(home.home for home in usable_homes(scene, month))
    if not doors:
        return Value.unknown(NO_HOMES)
    drawn = shapely.STRtree([shapely.LineString(line) for _, line in lines])
    on_path = np.array([path for path, _ in lines])
    door, nearest = drawn.query_nearest(shapely.points(doors))
    # a door as near to a street as to a path is not free of cars
    free = np.ones(len(doors), dtype=bool)
    np.logical_and.at(free, door, on_path[nearest])
    return Value(float(free.mean()))
