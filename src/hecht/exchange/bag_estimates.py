"""What BAG does not hold, estimated by stated rules: rooms, floors, lifts, new and temporary homes.

Every rule here is an assumption of hecht with no source behind it, made to get started. What it
gives is marked as estimated in the project and in the report, and can be put right in homes.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import median_low
from typing import TYPE_CHECKING

import numpy as np

from hecht.exchange.bag_defects import Dwelling

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ROOM_STEPS = (30.0, 50.0, 72.0, 95.0, 125.0)
"""Below 30 m2 a home is taken to have one room, below 50 two, below 72 three, and so on."""

GROSS_TO_NET = 0.8
"""The part of a building's footprint that is lived in; the rest is walls and stairs."""

FLOORS_WITHOUT_LIFT = 4
"""Old buildings with more floors of homes than this are taken to have a lift; new ones from 3."""

NEW_FLOORS_WITHOUT_LIFT = 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is estimated of one dwelling; `floor` 0 is the ground floor."""

    rooms: int
    floor: int
    lift: bool


def rooms_from_area(area: float) -> int:
    """Return the number of rooms taken for a home of `area` m2, see ROOM_STEPS."""
    return 1 + sum(area >= step for step in ROOM_STEPS)


def estimate(dwellings: Sequence[Dwelling]) -> list[Estimate]:
    """Estimate rooms, floor and lift of each dwelling, in their order.

    A home whose area is not known gets the median rooms of its building, else of all. In a
    building of several homes the floor follows from the order of house numbers: as many homes to
    a floor as the footprint holds.
    """
    known = [rooms_from_area(d.unit.area) for d in dwellings if d.unit.area is not None]
    usual = median_low(known) if known else 3
    together: dict[str, list[int]] = {}
    for index, dwelling in enumerate(dwellings):
        together.setdefault(dwelling.building.id, []).append(index)
    result: dict[int, Estimate] = {}
    for members in together.values():
        result.update(_of_building(members, dwellings, usual))
    return [result[index] for index in range(len(dwellings))]


def _of_building(
    members: list[int], dwellings: Sequence[Dwelling], usual: int
) -> dict[int, Estimate]:
    areas = {index: dwellings[index].unit.area for index in members}
    known = [area for area in areas.values() if area is not None]
    typical = median_low(known) if known else 65.0
    rooms = median_low([rooms_from_area(area) for area in known]) if known else usual
    footprint = dwellings[members[0]].building.shape.area
    to_a_floor = max(1, round(GROSS_TO_NET * footprint / typical))
    floors = ceil(len(members) / to_a_floor)
    members = sorted(members, key=lambda index: (_by_number(dwellings[index]), index))
    estimates = {}
    for place, index in enumerate(members):
        area = areas[index]
        estimates[index] = Estimate(
            rooms=rooms if area is None else rooms_from_area(area),
            floor=place // to_a_floor,
            lift=floors > FLOORS_WITHOUT_LIFT,
        )
    return estimates


def _by_number(dwelling: Dwelling) -> tuple[str, int, str, str]:
    unit = dwelling.unit
    number = int(unit.number) if unit.number.isdigit() else 0
    return (unit.postcode, number, unit.letter, unit.addition)


def points_inside(shape: BaseGeometry, count: int) -> list[Point]:
    """Return `count` points spread evenly over a shape, from west to east.

    A grid is made finer until enough of its points lie inside; the same shape and count give the
    same points. Raises ValueError for a shape without area.
    """
    import shapely

    if count == 0:
        return []
    if shape.area <= 0:
        raise ValueError("no points can be put inside a shape without area")
    west, south, east, north = shape.bounds
    step = sqrt(shape.area / count)
    inside = np.empty((0, 2))
    while len(inside) < count:
        xs = np.arange(west + step / 2, east, step)
        ys = np.arange(south + step / 2, north, step)
        grid = np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1).reshape(-1, 2)
        inside = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
        step *= 0.9
    chosen = inside[[place * len(inside) // count for place in range(count)]]
    return [(round(float(x), 2), round(float(y), 2)) for x, y in chosen]


def free_points(
    around: Point, buildings: Sequence[BaseGeometry], count: int, spacing: float = 12.0
) -> list[Point]:
    """Return `count` points near `around`, at least 5 m from every building, nearest first."""
    import shapely

    tree = shapely.STRtree(list(buildings))
    found: list[Point] = []
    ring = 0
    while len(found) < count:
        cells = [
            (i, j)
            for i in range(-ring, ring + 1)
            for j in range(-ring, ring + 1)
            if max(abs(i), abs(j)) == ring
        ]
        for i, j in cells:
            x, y = round(around[0] + i * spacing, 2), round(around[1] + j * spacing, 2)
            if len(tree.query(shapely.Point(x, y), predicate="dwithin", distance=5.0)) == 0:
                found.append((x, y))
        ring += 1
    found.sort(key=lambda point: ((point[0] - around[0]) ** 2 + (point[1] - around[1]) ** 2, point))
    return found[:count]


def resampled(rooms: Sequence[int], count: int) -> list[int]:
    """Return `count` numbers of rooms in the same proportions as `rooms`, smallest first."""
    ordered = sorted(rooms)
    return [
        ordered[min(len(ordered) - 1, (2 * i + 1) * len(ordered) // (2 * count))]
        for i in range(count)
    ]
