"""How near two homes are, in whole decimetres, so that every part computes the same."""

from __future__ import annotations

from math import isqrt

from hecht.neighbourhood.home import Home
from hecht.neighbourhood.policy import Policy


def decimetres(metres: float) -> int:
    """Return a length or coordinate in whole decimetres."""
    return round(metres * 10)


def distance_dm(one: Home, other: Home) -> int:
    """Return the straight distance between two front doors in whole decimetres, rounded down."""
    dx = decimetres(one.x) - decimetres(other.x)
    dy = decimetres(one.y) - decimetres(other.y)
    return isqrt(dx * dx + dy * dy)


def closeness_permille(one: Home, other: Home, policy: Policy) -> int:
    """Return the closeness of two homes: 1000 at the same door, falling to 0 at `far_m`."""
    far = decimetres(policy.far_m)
    return max(0, 1000 - distance_dm(one, other) * 1000 // far)


def near(one: Home, other: Home, policy: Policy) -> bool:
    """Return whether two homes are near: in the same block, or within `near_m`."""
    if one.block is not None and one.block == other.block:
        return True
    dx = decimetres(one.x) - decimetres(other.x)
    dy = decimetres(one.y) - decimetres(other.y)
    return dx * dx + dy * dy <= decimetres(policy.near_m) ** 2
