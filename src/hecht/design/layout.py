"""Where new front doors come: along the longest line of a block's outline, or of its old homes."""

from __future__ import annotations

from hecht.neighbourhood import Neighbourhood, Stage

Point = tuple[float, float]


def places_for(here: Neighbourhood, block: str, count: int) -> list[Point]:
    """Return `count` front doors for a block, in RD metres, rounded to a decimetre.

    They stand at equal distances on the part of the long axis that lies within the block's
    outline; without an outline on the line through the block's homes. Raises ValueError when
    the block has neither.
    """
    line = _axis_of_outline(here, block) or _line_of_homes(here, block)
    if line is None:
        raise ValueError(
            f"block {block} has no outline and no homes, so that nobody knows where its new homes "
            "come; draw it in blocks.geojson"
        )
    (x0, y0), (x1, y1) = line
    result = []
    for number in range(count):
        share = (number + 0.5) / count
        result.append((round(x0 + (x1 - x0) * share, 1), round(y0 + (y1 - y0) * share, 1)))
    return result


def _axis_of_outline(here: Neighbourhood, block: str) -> tuple[Point, Point] | None:
    """Return the longest piece within the outline of the long midline of its bounding rectangle."""
    polygons = here.shapes.get(block)
    if not polygons:
        return None
    from shapely import MultiPolygon, Polygon
    from shapely.geometry import LineString

    outline = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons])
    corners = list(outline.minimum_rotated_rectangle.exterior.coords)[:4]
    sides = [(LineString([corners[i], corners[(i + 1) % 4]]).length, i) for i in range(4)]
    short = min(sides)[1]
    ends = [_middle(corners[i % 4], corners[(i + 1) % 4]) for i in (short, short + 2)]
    inside = outline.intersection(LineString(sorted(ends)))
    pieces = [piece for piece in getattr(inside, "geoms", [inside]) if piece.length > 0]
    if not pieces:
        point = outline.representative_point()
        return (point.x, point.y), (point.x, point.y)
    longest = max(pieces, key=lambda piece: piece.length)
    first, last = longest.coords[0], longest.coords[-1]
    return (first[0], first[1]), (last[0], last[1])


def _line_of_homes(here: Neighbourhood, block: str) -> tuple[Point, Point] | None:
    """Return the two homes of a block that are farthest apart."""
    homes = [h for h in here.homes if h.block == block and h.stage is not Stage.TEMPORARY]
    if not homes:
        return None
    points = sorted({(home.x, home.y) for home in homes})
    first = points[0]
    last = max(points, key=lambda p: (p[0] - first[0]) ** 2 + (p[1] - first[1]) ** 2)
    return first, last


def _middle(one: tuple[float, ...], other: tuple[float, ...]) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
