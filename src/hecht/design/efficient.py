"""Efficient curves: the least cost at which at least so many of something were reached.

Pure arithmetic on points (count, cost), lower cost and higher count being better.
"""

from __future__ import annotations

from collections.abc import Iterable

Point = tuple[float, float]
"""A count and its cost."""


def efficient_curve(points: Iterable[Point]) -> list[Point]:
    """Return the lower convex hull of the points that no other point beats, by rising count.

    A point beats another when it has no lower count and no higher cost, and one of the two is
    better. Along the result counts and costs rise, and so does the cost of one more.
    """
    kept: list[Point] = []
    for count, cost in sorted(points, key=lambda point: (-point[0], point[1])):
        if not kept or cost < kept[-1][1]:
            kept.append((count, cost))
    hull: list[Point] = []
    for point in reversed(kept):
        while len(hull) >= 2 and _slope(hull[-2], hull[-1]) >= _slope(hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def price_of_one_more(points: Iterable[Point], count: float) -> float | None:
    """Return what one more costs on the efficient curve, seen from a count; None when not known.

    It is 0 where the cheapest point already has more. It is not known where no point has more.
    """
    curve = efficient_curve(points)
    if not curve or count >= curve[-1][0]:
        return None
    if count < curve[0][0]:
        return 0.0
    last = next(k for k in range(len(curve)) if curve[k][0] > count)
    return _slope(curve[last - 1], curve[last])


def _slope(one: Point, other: Point) -> float:
    return (other[1] - one[1]) / (other[0] - one[0])
