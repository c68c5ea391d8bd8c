"""The map of a plan as a GeoPackage: plan.gpkg, which opens in QGIS.

Layers: `homes_now` and `homes_after` (points), `blocks` (polygons, with the months of their
works), `ties` (lines: kept, lost, gained) and `moves` (lines). Months are written "2027-05".
Households appear by id only. The same plan gives the same bytes.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hecht.neighbourhood import Course, Home, Neighbourhood, Polygon, Stage, Works
from hecht.outcomes.places import Places
from hecht.outcomes.ties import TieFate

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""What the file says of when it was written, so that the same plan gives the same bytes."""

OUTLINE_MARGIN_M = 6.0
"""How far the outline of a block without a shape is drawn around its front doors."""


def outline(neighbourhood: Neighbourhood, block: str) -> tuple[Polygon, ...]:
    """Return a block's shape, or a hull around its front doors when it has none (RD metres).

    Empty when the block has neither a shape nor a home.
    """
    given = neighbourhood.shapes.get(block)
    if given:
        return given
    doors = [(home.x, home.y) for home in neighbourhood.homes if home.block == block]
    if not doors:
        return ()
    import shapely

    hull = shapely.MultiPoint(doors).convex_hull.buffer(OUTLINE_MARGIN_M, quad_segs=2)
    return ((tuple((float(x), float(y)) for x, y in hull.exterior.coords),),)


def write_geopackage(
    neighbourhood: Neighbourhood,
    course: Course,
    where: Places,
    fates: Sequence[TieFate],
    path: Path,
) -> None:
    """Write the five layers to a new file at `path`; OSError when it cannot be written."""
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    layers: list[tuple[str, str, list[str], list[tuple[Any, ...]]]] = [
        _homes_now(neighbourhood),
        _homes_after(neighbourhood, course, where),
        _blocks(neighbourhood, course),
        _ties(neighbourhood, where, fates),
        _moves(neighbourhood, course),
    ]
    shapes = [[_shape(shapely, kind, row[0]) for row in rows] for _, kind, _, rows in layers]
    try:
        with _undated():
            for (name, kind, fields, rows), geometry in zip(layers, shapes, strict=True):
                _write_layer(path, neighbourhood.project.crs, name, kind, fields, geometry, rows)
    except (DataLayerError, DataSourceError, FeatureError) as error:
        raise OSError(
            errno.EIO, "the map could not be written; is the disk full?", path.name
        ) from error


@contextmanager
def _undated() -> Iterator[None]:
    """Fix the time stamp that GDAL writes, and put its setting back afterwards."""
    import pyogrio

    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _shape(shapely: Any, kind: str, places: Any) -> BaseGeometry:
    if kind == "Point":
        return shapely.Point(places)
    if kind == "LineString":
        return shapely.LineString(places)
    return shapely.MultiPolygon([(polygon[0], list(polygon[1:])) for polygon in places])


def _write_layer(
    path: Path,
    crs: str,
    name: str,
    kind: str,
    fields: list[str],
    geometry: list[BaseGeometry],
    rows: list[tuple[Any, ...]],
) -> None:
    import numpy as np
    import shapely
    from pyogrio import raw

    shapes = np.empty(len(geometry), dtype=object)
    shapes[:] = geometry
    columns, masks = [], []
    for at, field in enumerate(fields, start=1):
        values = [row[at] for row in rows]
        kind_of = _INTEGERS.get(field, object)
        empty = np.array([value is None for value in values], dtype=bool)
        if kind_of is object:
            column = np.array(values, dtype=object)
        else:
            column = np.array([0 if value is None else value for value in values], dtype=kind_of)
        columns.append(column)
        masks.append(empty if kind_of is not object else None)
    raw.write(
        str(path),
        geometry=shapely.to_wkb(shapes),
        field_data=columns,
        field_mask=masks,
        fields=fields,
        layer=name,
        driver="GPKG",
        geometry_type=kind,
        crs=crs,
    )


_INTEGERS: dict[str, type] = {
    "rooms": int,
    "months_apart": int,
    "weight": float,
}
"""The columns that are numbers; all others are text."""

_Layer = tuple[str, str, list[str], list[tuple[Any, ...]]]


def _works(neighbourhood: Neighbourhood, home: Home) -> Works:
    return Works.KEEP if home.block is None else neighbourhood.block_of[home.block].works


def _homes_now(neighbourhood: Neighbourhood) -> _Layer:
    lives = {household.home: household.id for household in neighbourhood.households}
    rows = [
        (
            (home.x, home.y),
            home.id,
            home.address,
            home.block,
            _works(neighbourhood, home).value,
            home.rooms,
            lives.get(home.id),
        )
        for home in neighbourhood.homes
        if home.stage is Stage.EXISTING
    ]
    return "homes_now", "Point", ["home", "address", "block", "works", "rooms", "household"], rows


def _homes_after(neighbourhood: Neighbourhood, course: Course, where: Places) -> _Layer:
    """Give the permanent homes at the end; those without a household are for newcomers."""
    start = neighbourhood.project.start
    lives = {home.id: household for household, home in where.final.items()}
    rows = []
    for home in neighbourhood.homes:
        works = _works(neighbourhood, home)
        gone = home.stage is Stage.EXISTING and works is Works.REBUILD
        if home.stage is Stage.TEMPORARY or gone:
            continue
        household = lives.get(home.id)
        arrival = None if household is None else where.arrival.get(household)
        rows.append(
            (
                (home.x, home.y),
                home.id,
                home.address,
                home.block,
                home.stage.value,
                home.rooms,
                household,
                None if household is None else neighbourhood.household_of[household].home,
                None if arrival is None else str(start.plus(arrival)),
            )
        )
    fields = ["home", "address", "block", "stage", "rooms", "household", "from_home", "arrival"]
    return "homes_after", "Point", fields, rows


def _blocks(neighbourhood: Neighbourhood, course: Course) -> _Layer:
    start = neighbourhood.project.start
    rows = []
    for block in neighbourhood.blocks:
        shape = outline(neighbourhood, block.id)
        if not shape:
            continue
        first = course.starts.get(block.id)
        rows.append(
            (
                shape,
                block.id,
                block.name,
                block.works.value,
                None if first is None else str(start.plus(first)),
                None if first is None else str(start.plus(first + block.duration)),
            )
        )
    return "blocks", "MultiPolygon", ["block", "name", "works", "start", "finish"], rows


def _ties(neighbourhood: Neighbourhood, where: Places, fates: Sequence[TieFate]) -> _Layer:
    """Give kept and gained ties between the homes at the end, lost ones between those at the start.

    A tie that is never near is left out.
    """
    home_of, household_of = neighbourhood.home_of, neighbourhood.household_of
    rows = []
    for fate in fates:
        if not (fate.near_at_start or fate.near_at_end):
            continue
        a, b = fate.tie.a, fate.tie.b
        if fate.near_at_end:
            state = "kept" if fate.near_at_start else "gained"
            one, other = where.final[a], where.final[b]
        else:
            state = "lost"
            one, other = home_of[household_of[a].home], home_of[household_of[b].home]
        line = ((one.x, one.y), (other.x, other.y))
        rows.append((line, a, b, state, fate.tie.kind.value, fate.weight, fate.months_apart))
    return "ties", "LineString", ["a", "b", "state", "kind", "weight", "months_apart"], rows


def _moves(neighbourhood: Neighbourhood, course: Course) -> _Layer:
    """Give every move inside the neighbourhood; one who leaves has no line to draw."""
    start, home_of = neighbourhood.project.start, neighbourhood.home_of
    rows = []
    for move in course.moves():
        if move.to is not None:
            one, other = home_of[move.origin], home_of[move.to]
            line = ((one.x, one.y), (other.x, other.y))
            month = str(start.plus(move.month))
            rows.append((line, move.household, month, move.kind.value, move.origin, move.to))
    return "moves", "LineString", ["household", "month", "kind", "from", "to"], rows
