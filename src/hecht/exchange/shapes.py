"""Outlines of blocks: GeoJSON or GeoPackage in, GeoJSON in RD New out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hecht.exchange.coordinates import (
    RD,
    collection_text,
    known_converter,
    read_collection,
)
from hecht.neighbourhood import Polygon, Ring
from hecht.neighbourhood.problem import Problem

Shapes = dict[str, tuple[Polygon, ...]]


def read_shapes(path: Path, found: list[Problem]) -> Shapes:
    """Read the outlines of blocks from a GeoJSON or GeoPackage file; faults go to `found`.

    Each feature has a property `block` and is a polygon or several. GeoJSON is in WGS84, as
    RFC 7946 says, unless its `crs` member names another system.
    """
    if path.suffix.lower() == ".gpkg":
        return _read_geopackage(path, found)
    read = read_collection(path, "outlines", _problem, found)
    return {} if read is None else _collect(path, _features(read[0]), read[1], found)


def _features(features: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for feature in features:
        if not isinstance(feature, dict):
            yield None, None
            continue
        properties = feature.get("properties") or {}
        block = properties.get("block", feature.get("id")) if isinstance(properties, dict) else None
        yield block, feature.get("geometry")


def _collect(
    path: Path, features: Iterable[tuple[Any, Any]], crs: str, found: list[Problem]
) -> Shapes:
    convert = known_converter(crs, path, "outlines", _problem, found)
    shapes: Shapes = {}
    for number, (block, geometry) in enumerate(features, start=1):
        if not isinstance(block, (str, int)) or not str(block).strip():
            found.append(
                _problem(path, "missing-value", f"outline {number} does not name its block",
                         'give it a property "block"', row=number)
            )  # fmt: skip
            continue
        key = str(block).strip()
        try:
            polygons = tuple(_polygon(rings, convert) for rings in _parts(geometry))
        except (KeyError, IndexError, TypeError, ValueError):
            found.append(
                _problem(path, "not-a-polygon", f"outline {number} is not a polygon whose rings "
                         "have three corners or more", "draw it as a polygon", row=number, key=key)
            )  # fmt: skip
            continue
        shapes[key] = shapes.get(key, ()) + polygons
    return shapes


def _parts(geometry: Any) -> list[Any]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["coordinates"])
    raise ValueError(geometry["type"])


def _polygon(rings: Any, convert: Any) -> Polygon:
    result = tuple(_ring(ring, convert) for ring in rings)
    if not result:
        raise ValueError("no ring")
    return result


def _ring(ring: Any, convert: Any) -> Ring:
    points = [(float(point[0]), float(point[1])) for point in ring]
    if points and points[0] != points[-1]:
        points.append(points[0])
    if len(points) < 4:
        raise ValueError("too few corners")
    return tuple(points) if convert is None else tuple(convert(points))


def _read_geopackage(path: Path, found: list[Problem]) -> Shapes:
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError
    from pyogrio.raw import read

    try:
        meta, _, geometry, values = read(path, force_2d=True)
    except (DataSourceError, DataLayerError) as error:
        found.append(
            _problem(path, "geopackage", f"this GeoPackage cannot be read: {error}",
                     "export the outlines again, or leave the file out")
        )  # fmt: skip
        return {}
    names = [str(name) for name in meta["fields"]]
    if "block" not in names or geometry is None:
        found.append(
            _problem(path, "missing-column", "the outlines have no column block",
                     "add a column block with the block's id", column="block")
        )  # fmt: skip
        return {}
    blocks = values[names.index("block")]
    shapes = [json.loads(shapely.to_geojson(shapely.from_wkb(wkb))) for wkb in geometry]
    crs = str(meta["crs"] or RD)
    pairs = ((str(b), g) for b, g in zip(blocks, shapes, strict=True))
    return _collect(path, pairs, crs, found)


def shapes_text(shapes: Mapping[str, tuple[Polygon, ...]]) -> str:
    """Return outlines as GeoJSON in RD New, a feature a block."""
    features = []
    for block, polygons in shapes.items():
        rings = [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]
        single = len(rings) == 1
        geometry = {
            "type": "Polygon" if single else "MultiPolygon",
            "coordinates": rings[0] if single else rings,
        }
        features.append({"type": "Feature", "properties": {"block": block}, "geometry": geometry})
    return collection_text(features)


def _problem(path: Path, rule: str, text: str, fix: str, **place: Any) -> Problem:
    return Problem("shapes", rule, text, fix, file=path.name, **place)
