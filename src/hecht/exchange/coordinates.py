"""Coordinates in files of shapes: which system they are in, and how they become RD New."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from hecht.neighbourhood.problem import Problem

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


def read_collection(
    path: Path, what: str, problem: Callable[..., Problem], found: list[Problem]
) -> tuple[list[Any], str] | None:
    """Return the features of a GeoJSON file and their system, or None with a fault in `found`.

    GeoJSON is in WGS84, as RFC 7946 says, unless its `crs` member names another system, or it
    names none and the numbers cannot be degrees. `what` the file holds is told in the fault,
    which `problem` makes.
    """
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        features = document["features"]
        if document["type"] != "FeatureCollection" or not isinstance(features, list):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        found.append(
            problem(path, "geojson", "this is not a GeoJSON FeatureCollection",
                    f"export the {what} as GeoJSON, or leave the file out")
        )  # fmt: skip
        return None
    crs = crs_of(document)
    if crs is None and looks_like_rd(features):
        crs = RD
        found.append(
            problem(path, "missing-crs", "no crs is named, but the numbers are those of RD New; "
                    "they were read as such", f'name the crs "{RD_URN}"', severity="remark")
        )  # fmt: skip
    return features, crs or WGS84


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


def known_converter(
    crs: str, path: Path, what: str, problem: Callable[..., Problem], found: list[Problem]
) -> Convert | None:
    """Return `converter(crs)`; for a system that is not known None, with a fault in `found`."""
    try:
        return converter(crs)
    except UnknownSystem:
        found.append(
            problem(path, "unknown-crs", f"the coordinate system {crs} is not known",
                    f"export the {what} in RD New (EPSG:28992) or WGS84", value=crs)
        )  # fmt: skip
        return None


def collection_text(features: Iterable[Mapping[str, Any]]) -> str:
    """Return GeoJSON features as a collection in RD New, a line each."""
    head = {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": RD_URN}}}
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return json.dumps(head)[:-1] + ', "features": [\n' + lines + "\n]}\n"
