"""Puts buildings together into blocks: those that stand against each other, up to a size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np

from hecht.exchange.bag_tables import Building

TOUCHING_M = 1.0


def blocks_of(
    buildings: Sequence[Building],
    homes_in: Mapping[str, int],
    most_homes: int,
    touching_m: float = TOUCHING_M,
) -> list[list[str]]:
    """Return the ids of the buildings of each block, from north to south.

    Buildings within `touching_m` of each other belong together; what is larger than `most_homes`
    is cut into about equal pieces along its length. A single building with more homes than that
    stays whole. `homes_in` counts the homes of each building. `most_homes` 1 keeps every
    building apart.
    """
    neighbours = _touching(buildings, touching_m)
    pieces: list[list[int]] = []
    for component in _components(neighbours):
        pieces += _cut(component, neighbours, buildings, homes_in, most_homes)
    pieces.sort(key=lambda piece: _place(buildings[piece[0]]))
    return [[buildings[index].id for index in piece] for piece in pieces]


def _place(building: Building) -> tuple[float, float, str]:
    centre = building.shape.centroid
    return (-round(centre.y, 1), round(centre.x, 1), building.id)


def _touching(buildings: Sequence[Building], touching_m: float) -> list[list[int]]:
    import shapely

    shapes = np.array([building.shape for building in buildings], dtype=object)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=touching_m)
    neighbours: list[list[int]] = [[] for _ in buildings]
    for a, b in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if a != b:
            neighbours[a].append(b)
    return neighbours


def _components(neighbours: list[list[int]]) -> list[list[int]]:
    seen: set[int] = set()
    everything = set(range(len(neighbours)))
    result = []
    for start in range(len(neighbours)):
        if start not in seen:
            component = _walk(start, neighbours, everything)
            seen |= set(component)
            result.append(component)
    return result


def _walk(start: int, neighbours: list[list[int]], allowed: set[int]) -> list[int]:
    """Return what can be reached from `start`, nearest first."""
    order, seen = [start], {start}
    for index in order:
        for other in neighbours[index]:
            if other in allowed and other not in seen:
                seen.add(other)
                order.append(other)
    return order


def _cut(
    component: list[int],
    neighbours: list[list[int]],
    buildings: Sequence[Building],
    homes_in: Mapping[str, int],
    most_homes: int,
) -> list[list[int]]:
    """Cut a component into pieces that hang together, of about equal numbers of homes."""
    total = sum(homes_in[buildings[index].id] for index in component)
    target = total / ceil(total / most_homes)
    left = set(component)
    pieces = []
    while left:
        # Begin at an end, so that no crumbs are left in the middle.
        first = _walk(min(left), neighbours, left)[-1]
        piece: list[int] = []
        count = 0
        for index in _walk(first, neighbours, left):
            more = homes_in[buildings[index].id]
            if piece and (count + more > most_homes or count + more / 2 > target):
                break
            piece.append(index)
            count += more
        pieces.append(piece)
        left -= set(piece)
    return pieces
