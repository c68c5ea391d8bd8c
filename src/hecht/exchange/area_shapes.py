"""Outlines of areas from GeoJSON or GeoPackage, with their codes and names, in RD New."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hecht.area.codes import CodeError, level_of, tidy
from hecht.area.panel import Level
from hecht.exchange.coordinates import RD, UnknownSystem, converter, read_collection
from hecht.neighbourhood.problem import Problem

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CODE_COLUMNS = ("buurtcode", "bu_code", "wijkcode", "wk_code", "gemeentecode", "gm_code", "code")
NAME_COLUMNS = ("buurtnaam", "bu_naam", "buurt", "wijknaam", "wk_naam", "gemeentenaam", "gm_naam",
                "naam", "name")  # fmt: skip


@dataclass(frozen=True, slots=True)
class AreaShape:
    """The outline of one area, in metres of RD New."""

    code: str
    name: str
    outline: BaseGeometry


def read_area_shapes(
    path: str | Path, *, code: str = "", name: str = "", prefix: str = "", layer: str = ""
) -> tuple[list[AreaShape], list[Problem]]:
    """Read the outlines of areas; returns them by code, and what is wrong.

    `code` and `name` are the columns that hold them; without, they are looked for among those
    that CBS and municipalities use. `prefix` is put before each code: "BU0758" makes the buurt
    0601 of a municipality's own file BU07580601, when the user says that these are the same.
    `layer` is that of a GeoPackage with several.
    Parts of one area are joined.
    """
    path = Path(path)
    found: list[Problem] = []
    of_layers = path.suffix.lower() in (".gpkg", ".shp")
    rows = _geopackage(path, layer, found) if of_layers else _geojson(path, found)
    if not rows:
        return [], found or [_problem(path, "no-areas", "there is no outline in it", "export it")]
    columns = list(dict.fromkeys(key for properties, _ in rows for key in properties))
    of_code, of_name = _column(columns, code, CODE_COLUMNS), _column(columns, name, NAME_COLUMNS)
    if not of_code and not code:
        of_code = _column_of_codes(columns, rows)
    if not of_code:
        found.append(
            _problem(path, "missing-column", f"no column with codes of areas among "
                     f"{', '.join(columns[:12])}", "name the column that holds them",
                     column=code)
        )  # fmt: skip
        return [], found
    return _collect(path, rows, of_code, of_name, prefix, found), found


def _collect(
    path: Path,
    rows: Sequence[tuple[dict[str, Any], Any]],
    of_code: str,
    of_name: str,
    prefix: str,
    found: list[Problem],
) -> list[AreaShape]:
    import shapely

    parts: dict[str, list[Any]] = {}
    names: dict[str, str] = {}
    for number, (properties, outline) in enumerate(rows, start=1):
        try:
            key = tidy(prefix + str(properties.get(of_code) or "").strip())
        except CodeError as fault:
            found.append(_problem(path, "area-code", str(fault), "correct it", row=number))
            continue
        if outline is None or outline.is_empty or outline.geom_type not in _POLYGONS:
            found.append(
                _problem(path, "not-a-polygon", "the outline is not a polygon", "draw it as one",
                         row=number, key=key)
            )  # fmt: skip
            continue
        parts.setdefault(key, []).append(shapely.make_valid(outline))
        names.setdefault(key, str(properties.get(of_name) or "").strip() or key)
    return [AreaShape(key, names[key], shapely.union_all(parts[key])) for key in sorted(parts)]


_POLYGONS = ("Polygon", "MultiPolygon")


def _column(columns: Iterable[str], asked: str, usual: Sequence[str]) -> str:
    """Return the column that is asked for, or the first that is usual; "" when there is none."""
    by_low = {column.lower(): column for column in columns}
    wanted = (asked.lower(),) if asked else usual
    return next((by_low[one] for one in wanted if one in by_low), "")


def _column_of_codes(columns: Sequence[str], rows: Sequence[tuple[dict[str, Any], Any]]) -> str:
    """Return the column `id` where it holds codes of CBS, as in layers of the Leefbaarometer."""
    name = _column(columns, "", ("id",))
    codes = [str(properties.get(name) or "").strip() for properties, _ in rows] if name else []
    return name if codes and all(level_of(code) is not Level.OTHER for code in codes) else ""


def _geojson(path: Path, found: list[Problem]) -> list[tuple[dict[str, Any], Any]]:
    def problem(where: Path, rule: str, text: str, fix: str, **place: Any) -> Problem:
        return _problem(where, rule, text, fix, **place)

    read = read_collection(path, "outlines of areas", problem, found)
    if read is None:
        return []
    import shapely

    features, crs = read
    rows = []
    for number, feature in enumerate(features, start=1):
        try:
            outline = shapely.from_geojson(json.dumps(feature["geometry"]))
            rows.append((dict(feature["properties"] or {}), outline))
        except (KeyError, TypeError, ValueError, shapely.errors.GEOSException):
            found.append(
                _problem(path, "not-a-polygon", "this feature has no outline that can be read",
                         "draw it as a polygon", row=number)
            )  # fmt: skip
    return _in_rd(path, rows, crs, found)


def _geopackage(path: Path, layer: str, found: list[Problem]) -> list[tuple[dict[str, Any], Any]]:
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError
    from pyogrio.raw import read

    try:
        meta, _, geometry, values = read(path, layer=layer or None, force_2d=True)
    except (DataSourceError, DataLayerError) as error:
        found.append(
            _problem(path, "geopackage", f"this GeoPackage cannot be read: {error}", "export it")
        )
        return []
    if geometry is None:
        return []
    names = [str(one) for one in meta["fields"]]
    records = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    outlines = shapely.from_wkb(geometry)
    return _in_rd(path, list(zip(records, outlines, strict=True)), str(meta["crs"] or RD), found)


def _in_rd(
    path: Path, rows: list[tuple[dict[str, Any], Any]], crs: str, found: list[Problem]
) -> list[tuple[dict[str, Any], Any]]:
    import numpy as np
    import shapely

    try:
        convert = converter(crs)
    except UnknownSystem:
        found.append(
            _problem(path, "unknown-crs", f"the coordinate system {crs} is not known",
                     "export the outlines in RD New (EPSG:28992) or WGS84", value=crs)
        )  # fmt: skip
        return []
    if convert is None:
        return rows
    turn = convert

    def move(points: Any) -> Any:
        return np.array(turn([(float(x), float(y)) for x, y in points])).reshape(-1, 2)

    return [
        (properties, None if outline is None else shapely.transform(outline, move))
        for properties, outline in rows
    ]


def _problem(path: Path, rule: str, text: str, fix: str, **place: Any) -> Problem:
    return Problem("areas", rule, text, fix, file=path.name, **place)
