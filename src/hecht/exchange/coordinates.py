"""Coordinates in files of shapes: which system they are in, and how they become RD New."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

RD = "EPSG:28992"
RD_URN = "urn:ogc:def:crs:EPSG::28992"
WGS84 = "EPSG:4326"

Point = tuple[float, float]
Convert = Callable[[list[Point]], list[Point]]


class UnknownSystem(ValueError):
    """A coordinate system that is not known."""


def crs_of(document: Mapping[str, Any]) -> str | None:
    """Return the system that a GeoJSON document names; None when it names none."""
    crs = document.get("crs")
    if not isinstance(crs, dict):
        return None
    name = str((crs.get("properties") or {}).get("name", ""))
    if name.upper().endswith("CRS84") or not name:
        return WGS84
    return f"EPSG:{name.rsplit(':', 1)[-1]}"


def looks_like_rd(features: Iterable[Any]) -> bool:
    """Tell whether the first coordinates of some GeoJSON features cannot be degrees."""
    for feature in features:
        try:
            point = feature["geometry"]["coordinates"]
            while isinstance(point[0], list):
                point = point[0]
            return abs(float(point[0])) > 180 or abs(float(point[1])) > 90
        except (KeyError, IndexError, TypeError, ValueError):
            continue
    return False


def converter(crs: str) -> Convert | None:
    """Return a function that turns points into RD New, in millimetres; None when they already are.

    Raises UnknownSystem for a system that does not exist.
    """
    if crs == RD:
        return None
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    try:
        transformer = Transformer.from_crs(crs, RD, always_xy=True)
    except ProjError:
        raise UnknownSystem(crs) from None

    def convert(points: list[Point]) -> list[Point]:
        x, y = transformer.transform([east for east, _ in points], [north for _, north in points])
        return [(round(float(e), 3), round(float(n), 3)) for e, n in zip(x, y, strict=True)]

    return convert


def collection_text(features: Iterable[Mapping[str, Any]]) -> str:
    """Return GeoJSON features as a collection in RD New, a line each."""
    head = {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": RD_URN}}}
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return json.dumps(head)[:-1] + ', "features": [\n' + lines + "\n]}\n"
