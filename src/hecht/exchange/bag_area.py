"""Which part of a BAG extract is wanted: a neighbourhood code, a polygon, or a bounding box."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hecht.exchange.bag_tables import RD, BagError, BBox, Unit

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Area:
    """The area that is wanted, by exactly one of `code`, `shape` and `box`; `name` is shown."""

    name: str
    code: str | None = None
    shape: BaseGeometry | None = None
    box: BBox | None = None

    @property
    def bounds(self) -> BBox | None:
        """The bounding box in RD metres; None when only a code is known."""
        if self.shape is not None:
            west, south, east, north = self.shape.bounds
            return (west, south, east, north)
        return self.box

    def choose(self, units: Sequence[Unit]) -> list[Unit]:
        """Return the units in the area, in their order.

        Raises BagError when there is none.
        """
        if self.code is not None:
            chosen = [unit for unit in units if unit.area_code == self.code]
            if not chosen:
                raise BagError(self._no_such_code(units))
            return chosen
        chosen = self._in_shape(units)
        if not chosen:
            raise BagError(
                f"no BAG unit lies in {self.name}; check that the area and the tables cover the "
                f"same place and that both are in RD metres ({RD}) or say which system they use"
            )
        return chosen

    def _in_shape(self, units: Sequence[Unit]) -> list[Unit]:
        if self.box is not None:
            west, south, east, north = self.box
            return [u for u in units if west <= u.x <= east and south <= u.y <= north]
        import shapely

        within = shapely.intersects_xy(
            self.shape, [unit.x for unit in units], [unit.y for unit in units]
        )
        return [unit for unit, inside in zip(units, within, strict=True) if inside]

    def _no_such_code(self, units: Sequence[Unit]) -> str:
        codes = sorted({unit.area_code for unit in units} - {""})
        if not codes:
            return (
                "the units carry no neighbourhood code; give the area as a polygon (--polygon) or "
                "a bounding box (--bbox), or name the column (--column unit_area_code=NAME)"
            )
        shown = ", ".join(codes[:20]) + (" …" if len(codes) > 20 else "")
        return f"no unit has neighbourhood code {self.code}; the table has {shown}"


def area_by_code(code: str) -> Area:
    """Return the area of a CBS neighbourhood code such as BU05182567."""
    return Area(name=code, code=code)


def area_by_box(text: str) -> Area:
    """Return the area "west,south,east,north" in RD metres. Raises BagError when it is not that."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BagError(
            f"{text!r} is not a bounding box; write west,south,east,north in RD metres, "
            "for example 84000,456500,85000,457500"
        ) from error
    if west >= east or south >= north:
        raise BagError(f"bounding box {text} is empty; west and south come first")
    return Area(name=f"bounding box {text}", box=(west, south, east, north))


def area_by_polygon(path: str | Path, code: str | None = None) -> Area:
    """Return the area of a GeoJSON file: all its polygons, or the one that has `code` as a value.

    Coordinates are WGS84 as GeoJSON prescribes, unless the file names RD in a `crs` member or
    they are too large to be degrees. Raises BagError when there is no polygon to use.
    """
    import shapely
    from shapely.geometry import shape

    file = Path(path)
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, json.JSONDecodeError) as error:
        raise BagError(f"{file} cannot be read as GeoJSON ({error})") from error
    features = document.get("features", [document]) if isinstance(document, dict) else []
    chosen = [f for f in features if code is None or code in (f.get("properties") or {}).values()]
    shapes = [shape(feature.get("geometry") or feature) for feature in chosen]
    if not shapes:
        which = "polygon" if code is None else f"polygon with the value {code!r}"
        raise BagError(f"{file.name} holds no {which}")
    union = shapely.union_all([part.buffer(0) for part in shapes])
    if union.is_empty or union.area == 0:
        raise BagError(f"{file.name} holds no area; it needs a polygon, not points or lines")
    return Area(name=code or file.stem, shape=_in_rd(union))


def _in_rd(union: Any) -> BaseGeometry:
    import numpy as np
    import shapely
    from pyproj import Transformer

    west, south, east, north = union.bounds
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        return union
    change = Transformer.from_crs("EPSG:4326", RD, always_xy=True)

    def to_rd(points: Any) -> Any:
        return np.column_stack(change.transform(points[:, 0], points[:, 1]))

    return shapely.transform(union, to_rd)
