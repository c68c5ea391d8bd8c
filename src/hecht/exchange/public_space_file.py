"""Public space: GeoJSON or GeoPackage in, GeoJSON in RD New out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hecht.exchange.cells import safe
from hecht.exchange.coordinates import (
    RD,
    Convert,
    collection_text,
    known_converter,
    read_collection,
)
from hecht.exchange.schema import SPACES, design_schemas
from hecht.exchange.tables import RawTable
from hecht.neighbourhood import Month, PublicSpace
from hecht.neighbourhood.problem import Problem

Point = tuple[float, float]
Shape = dict[str, Any]
"""The areas, lines and points of a feature, as PublicSpace has them."""


@dataclass(slots=True)
class RawSpaces:
    """What stands in a file of public space: the properties as a table, and a shape each.

    A shape is empty when it could not be read; `table` is None when nothing could be.
    """

    table: RawTable | None = None
    shapes: list[Shape] = field(default_factory=list)


@dataclass(slots=True)
class _Feature:
    properties: Mapping[str, Any]
    geometry: Any
    crs: str


def read_spaces(path: Path, found: list[Problem]) -> RawSpaces:
    """Read a file of public space; faults go to `found`.

    GeoJSON is in WGS84, as RFC 7946 says, unless its `crs` member names another system. All
    layers of a GeoPackage are read.
    """
    read = _geopackage if path.suffix.lower() == ".gpkg" else _geojson
    features = read(path, found)
    if features is None:
        return RawSpaces()
    columns = design_schemas()[SPACES].columns
    names = list(dict.fromkeys(str(n).strip().lower() for f in features for n in f.properties))
    if not features:
        names = [column.name for column in columns]
    table = RawTable(SPACES, path.name, names, [], [])
    spaces = RawSpaces(table)
    converters: dict[str, Convert | None] = {}
    for number, feature in enumerate(features, start=1):
        cells = {str(n).strip().lower(): _cell(v) for n, v in feature.properties.items()}
        table.rows.append([cells.get(name) for name in names])
        table.numbers.append(number)
        if feature.crs not in converters:
            converters[feature.crs] = known_converter(
                feature.crs, path, "public space", _problem, found
            )
        spaces.shapes.append(_shape(path, number, feature, converters[feature.crs], found))
    return spaces


def _geojson(path: Path, found: list[Problem]) -> list[_Feature] | None:
    read = read_collection(path, "public space", _problem, found)
    if read is None:
        return None
    features, crs = read
    return [_feature(feature, crs) for feature in features]


def _feature(feature: Any, crs: str) -> _Feature:
    """Return a feature; its own id counts where its properties have none."""
    if not isinstance(feature, dict):
        return _Feature({}, None, crs)
    properties = feature.get("properties")
    properties = dict(properties) if isinstance(properties, dict) else {}
    if not any(str(name).strip().lower() == "id" for name in properties) and "id" in feature:
        properties["id"] = feature["id"]
    return _Feature(properties, feature.get("geometry"), crs)


def _geopackage(path: Path, found: list[Problem]) -> list[_Feature] | None:
    from pyogrio import list_layers
    from pyogrio.errors import DataLayerError, DataSourceError

    features: list[_Feature] = []
    try:
        for name, kind in list_layers(path):
            if kind is not None:
                features += _layer(path, str(name))
    except (DataSourceError, DataLayerError) as error:
        found.append(
            _problem(path, "geopackage", f"this GeoPackage cannot be read: {error}",
                     "export the public space again, or leave the file out")
        )  # fmt: skip
        return None
    return features


def _layer(path: Path, layer: str) -> Iterator[_Feature]:
    import shapely
    from pyogrio.raw import read

    meta, _, geometry, values = read(path, layer=layer, force_2d=True)
    names = [str(name) for name in meta["fields"]]
    for number, wkb in enumerate(geometry):
        shape = None if wkb is None else json.loads(shapely.to_geojson(shapely.from_wkb(wkb)))
        properties = {name: column[number] for name, column in zip(names, values, strict=True)}
        yield _Feature(properties, shape, str(meta["crs"] or RD))


def _cell(value: Any) -> Any:
    """Return a property as the cell of a table: text, a number, yes or no, or nothing."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str) and value.startswith("'"):
        return safe(value)  # an apostrophe is part of the text here, as in a workbook
    if isinstance(value, (list, tuple)):
        return "|".join(str(one) for one in value)
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


def _shape(
    path: Path, number: int, feature: _Feature, convert: Convert | None, found: list[Problem]
) -> Shape:
    try:
        return _parts(feature.geometry, convert)
    except (KeyError, IndexError, TypeError, ValueError):
        found.append(
            _problem(path, "no-shape", f"feature {number} is not a point, a line of two points or "
                     "more, or a polygon whose rings have three corners or more",
                     "draw it as one of these", row=number)
        )  # fmt: skip
        return {}


def _parts(geometry: Any, convert: Convert | None) -> Shape:
    """Return what a GeoJSON geometry consists of; raises when it is none of these kinds."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    many = list(coordinates) if kind.startswith("Multi") else [coordinates]
    kind = kind.removeprefix("Multi")
    if not many:
        raise ValueError("nothing in it")
    if kind == "Polygon":
        areas = tuple(tuple(_line(ring, convert, 4, True) for ring in rings) for rings in many)
        if not all(areas):
            raise ValueError("no ring")
        return {"areas": areas}
    if kind == "LineString":
        return {"lines": tuple(_line(line, convert, 2) for line in many)}
    if kind == "Point":
        return {"points": _line(many, convert, 1)}
    raise ValueError(kind)


def _line(
    points: Iterable[Any], convert: Convert | None, least: int, closed: bool = False
) -> tuple[Point, ...]:
    line = [(float(point[0]), float(point[1])) for point in points]
    if not all(math.isfinite(number) for point in line for number in point):
        raise ValueError("a coordinate is not a number")
    if closed and line and line[0] != line[-1]:
        line.append(line[0])
    if len(line) < least:
        raise ValueError("too few points")
    return tuple(line) if convert is None else tuple(convert(line))


def spaces_text(spaces: Sequence[PublicSpace], start: Month) -> str:
    """Return public space as GeoJSON in RD New, a feature a piece; months as year-month."""
    return collection_text(
        {
            "type": "Feature",
            "properties": _properties(space, start),
            "geometry": _geometry(space),
        }
        for space in spaces
    )


def _properties(space: PublicSpace, start: Month) -> dict[str, Any]:
    """Return the properties of a piece that differ from what an empty one stands for."""
    values: dict[str, Any] = {"id": space.id, "kind": space.kind.value}
    for column in design_schemas()[SPACES].columns[2:]:
        value = getattr(space, column.name)
        if column.name == "opens" and value is not None:
            value = str(start.plus(value))
        values[column.name] = "|".join(value) or None if column.kind == "list" else value
    return {name: value for name, value in values.items() if value not in (None, "")}


def _geometry(space: PublicSpace) -> dict[str, Any]:
    """Return the geometry of a piece, which has parts of one kind.

    Raises ValueError for a piece without parts, or with parts of several kinds.
    """
    parts = {"Polygon": space.areas, "LineString": space.lines, "Point": space.points}
    present = [(kind, found) for kind, found in parts.items() if found]
    if len(present) != 1:
        raise ValueError(
            f"public space {space.id} must have areas, lines or points, and only one of these"
        )
    kind, found = present[0]
    many = [_lists(part) for part in found]
    if len(many) == 1:
        return {"type": kind, "coordinates": many[0]}
    return {"type": f"Multi{kind}", "coordinates": many}


def _lists(part: Any) -> Any:
    return [_lists(one) for one in part] if isinstance(part, tuple) else part


def _problem(path: Path, rule: str, text: str, fix: str, **place: Any) -> Problem:
    return Problem(SPACES, rule, text, fix, file=path.name, **place)
