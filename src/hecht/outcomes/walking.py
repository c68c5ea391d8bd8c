"""Walking: the network of streets and paths, and how far it is from front doors to places.

Lines are noded where they cross or touch; a barrier cuts them. Whoever walks goes from the front
door straight to the nearest point of the network, along it, and straight to the place. Without
lines nothing is known of walking: a straight distance is another figure with another name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Point = tuple[float, float]
Line = tuple[Point, ...]
Area = tuple[Line, ...]
"""An outer ring, then its holes."""

REACH = 100.0
"""A door or place farther than this from every line, in metres, is not on the network."""
ENTER = 25.0
"""The network may be left this close to an area, in metres, to walk straight into it."""
JOIN = 0.5
"""A line that ends this near to another, in metres, is taken to meet it."""
GRID = 0.01
"""Coordinates of the network are whole centimetres."""
GAP = 0.05
"""A barrier takes away this much of a line on either side, in metres."""
KEPT = 16
"""From so many points on, where they lie on the network is kept: front doors are asked again."""


@dataclass(frozen=True, eq=False)
class Network:
    """The noded lines in straight pieces, `edges`, with the node at each end and their length.

    Lengths and coordinates are metres; `barrier` is the shape of all barriers (None: no barrier).
    """

    edges: NDArray[np.object_]
    tree: Any
    starts: Ints
    ends: Ints
    lengths: Floats
    nodes: Floats
    barrier: Any

    def crosses(self, lines: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Tell of each straight line whether a barrier is in its way."""
        import numpy as np
        import shapely

        if self.barrier is None:
            return np.zeros(len(lines), dtype=bool)
        found: NDArray[np.bool_] = shapely.intersects(lines, self.barrier)
        return found


@dataclass(frozen=True)
class Place:
    """Where people walk to: points and areas that are alike; the nearest one counts."""

    points: tuple[Point, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, eq=False)
class _Cuts:
    """Points on the network: the edge (-1: not on it), metres along it, metres away from it."""

    edge: Ints
    along: Floats
    away: Floats


@lru_cache(maxsize=32)
def network(
    lines: tuple[Line, ...],
    barrier_lines: tuple[Line, ...] = (),
    barrier_areas: tuple[Area, ...] = (),
) -> Network | None:
    """Return the walking network of lines in RD metres; None when there are none.

    Lines that cross or touch are joined there, and so is an end that lies within JOIN of another
    line. Barriers cut what they cross; a line that only runs beside one stays whole.
    """
    import numpy as np
    import shapely

    usable = [line for line in lines if len(set(line)) > 1]
    if not usable:
        return None
    drawn = [shapely.LineString(line) for line in usable]
    whole = shapely.union_all([*drawn, *_joins(np.array(drawn, dtype=object))], grid_size=GRID)
    barrier = _barrier(barrier_lines, barrier_areas)
    if barrier is not None:
        whole = shapely.difference(whole, barrier.buffer(GAP))
    # straight pieces: a door that cannot reach the nearest one may reach the next
    corners, line = shapely.get_coordinates(shapely.get_parts(whole), return_index=True)
    corners = np.round(corners, 3)
    piece = (line[1:] == line[:-1]) & (corners[1:] != corners[:-1]).any(axis=1)
    if not piece.any():
        return None
    pairs = np.stack([corners[:-1][piece], corners[1:][piece]], axis=1)
    parts = shapely.linestrings(pairs)
    nodes, at = np.unique(pairs.transpose(1, 0, 2).reshape(-1, 2), axis=0, return_inverse=True)
    at = at.reshape(-1)
    if barrier is not None:
        shapely.prepare(barrier)
    return Network(
        edges=parts,
        tree=shapely.STRtree(parts),
        starts=at[: len(parts)].astype(np.int64),
        ends=at[len(parts) :].astype(np.int64),
        lengths=shapely.length(parts),
        nodes=nodes,
        barrier=barrier,
    )


def _joins(drawn: NDArray[np.object_]) -> list[Any]:
    """Return short lines from ends that miss another line by no more than JOIN."""
    import numpy as np
    import shapely

    ends = np.concatenate([shapely.get_point(drawn, 0), shapely.get_point(drawn, -1)])
    owner = np.concatenate([np.arange(len(drawn))] * 2)
    end, other = shapely.STRtree(drawn).query(ends, predicate="dwithin", distance=JOIN)
    apart = owner[end] != other
    links = shapely.shortest_line(ends[end[apart]], drawn[other[apart]])
    return list(links[shapely.length(links) > 0])


def _barrier(lines: tuple[Line, ...], areas: tuple[Area, ...]) -> Any:
    import shapely

    parts = [shapely.LineString(line) for line in lines if len(set(line)) > 1]
    parts += [shape_of(area) for area in areas]
    return shapely.union_all(parts) if parts else None


def shape_of(area: Area) -> Any:
    """Return an area as a shape; one that crosses itself is mended."""
    import shapely

    shape = shapely.Polygon(area[0], area[1:])
    return shape if shape.is_valid else shapely.make_valid(shape)


def metres(
    here: Network, origins: Sequence[Point], places: Sequence[Place], limit: float = float("inf")
) -> Floats:
    """Return the walking distance in metres from each origin to the nearest point of each place.

    Shape (places, origins). It is infinite where a place cannot be reached, or only beyond
    `limit`, and not a number (nan) for an origin that is not on the network.
    """
    import numpy as np
    from scipy.sparse.csgraph import dijkstra

    cuts = [_on_network(here, origins)]
    cuts += [_on_network(here, place.points) for place in places]
    cuts += [_around(here, area) for place in places for area in place.areas]
    kept = [cut.edge >= 0 for cut in cuts]
    counts = np.array([int(keep.sum()) for keep in kept])
    first = len(here.nodes) + np.concatenate([[0], np.cumsum(counts)])
    edge = np.concatenate([cut.edge[keep] for cut, keep in zip(cuts, kept, strict=True)])
    along = np.concatenate([cut.along[keep] for cut, keep in zip(cuts, kept, strict=True)])
    tails, heads, weights = _links(here, edge, along)
    doors = np.full(len(origins), -1, dtype=np.int64)
    doors[kept[0]] = np.arange(first[0], first[1])
    spots = _Spots(here, edge, along)
    sources: list[tuple[Ints, Floats]] = []
    number = 1 + len(places)
    for which, place in enumerate(places, start=1):
        nodes = [np.arange(first[which], first[which + 1])]
        away = [cuts[which].away[kept[which]]]
        for area in place.areas:
            reached = spots.entries(area, first[number], first[number + 1], cuts[number])
            nodes.append(reached[0])
            away.append(reached[1])
            number += 1
        sources.append((np.concatenate(nodes), np.concatenate(away)))
    graph = _graph(int(first[-1]), tails, heads, weights, sources)
    roots = np.arange(int(first[-1]), int(first[-1]) + len(places))
    result = np.full((len(places), len(origins)), np.nan)
    if not len(places) or not kept[0].any():
        return result
    found = dijkstra(graph, indices=roots, limit=limit)[:, doors[kept[0]]]
    result[:, kept[0]] = found + cuts[0].away[kept[0]]
    result[result > limit] = np.inf
    return result


def connected(here: Network, points: Sequence[Point]) -> NDArray[np.bool_]:
    """Tell of each point whether it is on the network: a line within REACH, no barrier between."""
    found: NDArray[np.bool_] = _on_network(here, points).edge >= 0
    return found


def area_connected(here: Network, area: Area) -> bool:
    """Tell whether an area is on the network."""
    return bool((_around(here, area).edge >= 0).any())


def _on_network(here: Network, points: Sequence[Point]) -> _Cuts:
    """Return the nearest point of the network for each point that has one within REACH."""
    if len(points) < KEPT:
        return _find_on(here, tuple(points))
    return _kept_on(here, tuple(points))


@lru_cache(maxsize=128)
def _kept_on(here: Network, points: tuple[Point, ...]) -> _Cuts:
    return _find_on(here, points)


def _find_on(here: Network, points: tuple[Point, ...]) -> _Cuts:
    import numpy as np
    import shapely

    count = len(points)
    edge = np.full(count, -1, dtype=np.int64)
    if count == 0:
        return _Cuts(edge, np.zeros(0), np.zeros(0))
    spots = shapely.points(np.asarray(points, dtype=np.float64))
    which, near = here.tree.query_nearest(spots, max_distance=REACH, all_matches=False)
    edge[which] = near
    links = shapely.shortest_line(spots[which], here.edges[near])
    for blocked in which[here.crosses(links)]:
        edge[blocked] = _unblocked(here, spots[blocked])
    on = edge >= 0
    along, away = np.zeros(count), np.zeros(count)
    along[on] = shapely.line_locate_point(here.edges[edge[on]], spots[on])
    away[on] = shapely.distance(here.edges[edge[on]], spots[on])
    return _Cuts(edge, along, away)


def _unblocked(here: Network, spot: Any) -> int:
    """Return the nearest edge within REACH with no barrier between; -1 when there is none."""
    import numpy as np
    import shapely

    near = here.tree.query(spot, predicate="dwithin", distance=REACH)
    links = shapely.shortest_line(spot, here.edges[near])
    free = ~here.crosses(links)
    if not free.any():
        return -1
    lengths = shapely.length(links)[free]
    candidates = near[free]
    return int(candidates[np.lexsort((candidates, lengths))[0]])


@lru_cache(maxsize=4096)
def _around(here: Network, area: Area) -> _Cuts:
    """Return where the network is left for an area.

    It is left where it comes within ENTER of the area; when it comes nowhere so near, where it is
    nearest (both ends of that piece, where a line runs alongside), if that is within REACH.
    """
    import numpy as np
    import shapely

    shape = shape_of(area)
    bound = _bound(here, shape)
    near = np.sort(here.tree.query(shape, predicate="dwithin", distance=bound))
    feet = shapely.get_point(shapely.shortest_line(here.edges[near], shape), 0)
    at, along = [near], [shapely.line_locate_point(here.edges[near], feet)]
    for corner in shapely.points(np.asarray(area[0], dtype=np.float64)):
        position = shapely.line_locate_point(here.edges[near], corner)
        spots = shapely.line_interpolate_point(here.edges[near], position)
        fits = shapely.distance(spots, shape) <= bound
        at.append(near[fits])
        along.append(position[fits])
    inside = shapely.intersection(here.edges[near], shape.buffer(bound))
    for edge, parts in zip(near, map(shapely.get_parts, inside), strict=True):
        ends = np.concatenate([shapely.get_point(parts, 0), shapely.get_point(parts, -1)])
        ends = ends[~shapely.is_missing(ends)]
        at.append(np.full(len(ends), edge))
        along.append(shapely.line_locate_point(here.edges[edge], ends))
    edges, places = np.concatenate(at).astype(np.int64), np.concatenate(along).astype(np.float64)
    links = shapely.shortest_line(shapely.line_interpolate_point(here.edges[edges], places), shape)
    return _Cuts(np.where(here.crosses(links), -1, edges), places, shapely.length(links))


def _bound(here: Network, shape: Any) -> float:
    """Return how near to an area the network is left for it, in metres; 0 when it is too far."""
    import shapely

    near = here.tree.query(shape, predicate="dwithin", distance=REACH)
    if not len(near):
        return 0.0
    return max(ENTER, float(shapely.distance(here.edges[near], shape).min()) + 1e-6)


class _Spots:
    """The points at which the network is cut, to find those from which an area is entered."""

    def __init__(self, here: Network, edge: Ints, along: Floats) -> None:
        import numpy as np
        import shapely

        self.here = here
        cut = shapely.get_coordinates(shapely.line_interpolate_point(here.edges[edge], along))
        self.places = np.concatenate([here.nodes, cut])

    def entries(self, area: Area, first: int, last: int, cuts: _Cuts) -> tuple[Ints, Floats]:
        """Return the nodes from which an area is entered, and the metres still to walk.

        They are its own cuts `first` up to `last`, and every other node that is near enough.
        """
        import numpy as np
        import shapely

        own = np.arange(first, last)
        own_away = cuts.away[cuts.edge >= 0]
        shape = shape_of(area)
        bound = _bound(self.here, shape)
        west, south, east, north = shape.buffer(bound).bounds
        x, y = self.places.T
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        links = shapely.shortest_line(shapely.points(self.places[near]), shape)
        away = shapely.length(links)
        usable = (away <= bound) & ~self.here.crosses(links)
        return np.concatenate([own, near[usable]]), np.concatenate([own_away, away[usable]])


def _links(here: Network, edge: Ints, along: Floats) -> tuple[Ints, Ints, Floats]:
    """Return the links of the graph in one direction: edges, cut where something lies on them."""
    import numpy as np

    order = np.lexsort((along, edge))
    on, at = edge[order], along[order]
    node = len(here.nodes) + order
    opens = np.ones(len(on), dtype=bool)
    opens[1:] = on[1:] != on[:-1]
    closes = np.ones(len(on), dtype=bool)
    closes[:-1] = opens[1:]
    before = np.where(opens, here.starts[on], np.roll(node, 1))
    since = np.where(opens, 0.0, np.roll(at, 1))
    whole = np.ones(len(here.edges), dtype=bool)
    whole[on] = False
    tails = np.concatenate([before, node[closes], here.starts[whole]])
    heads = np.concatenate([node, here.ends[on[closes]], here.ends[whole]])
    rest = here.lengths[on[closes]] - at[closes]
    weights = np.concatenate([at - since, rest, here.lengths[whole]])
    return tails, heads, np.maximum(weights, 0.0)


def _graph(
    nodes: int, tails: Ints, heads: Ints, weights: Floats, sources: list[tuple[Ints, Floats]]
) -> Any:
    """Return the graph with one more node for each place, from which its entrances are left.

    Of links between the same two nodes the shortest is kept: adding them up would be wrong.
    """
    import numpy as np
    from scipy.sparse import csr_array

    total = nodes + len(sources)
    roots = [np.full(len(at), nodes + number) for number, (at, _) in enumerate(sources)]
    rows = np.concatenate([tails, heads, *roots])
    columns = np.concatenate([heads, tails, *(at for at, _ in sources)])
    values = np.concatenate([weights, weights, *(away for _, away in sources)])
    order = np.lexsort((values, columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    keep = np.ones(len(rows), dtype=bool)
    keep[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    starts = np.searchsorted(rows[keep], np.arange(total + 1))
    return csr_array((values[keep], columns[keep], starts), shape=(total, total))
