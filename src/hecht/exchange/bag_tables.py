"""Reads the two BAG tables, buildings (panden) and units (verblijfsobjecten), as they come.

CSV (plain or .gz, comma or semicolon) and whatever GDAL reads (GeoPackage, GeoJSON, shapefile)
are both understood. Extracts name their columns differently: each field has a list of known
names, and `Columns.renamed` adds one of your own. Nothing is judged here; see bag_defects.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

RD = "EPSG:28992"
BBox = tuple[float, float, float, float]
"""West, south, east, north in RD metres."""


class BagError(ValueError):
    """A BAG table cannot be read; the message says which file, row and column, and what to do."""


@dataclass(frozen=True, slots=True)
class Building:
    """A building (pand). `year` None: not known. `row` is the line in the file."""

    id: str
    year: int | None
    status: str
    shape: BaseGeometry
    area_code: str
    row: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (verblijfsobject), as registered; `area` is m2, `x` and `y` are RD metres."""

    id: str
    buildings: tuple[str, ...]
    area: float | None
    uses: tuple[str, ...]
    status: str
    postcode: str
    number: str
    letter: str
    addition: str
    street: str
    x: float
    y: float
    area_code: str
    row: int

    @property
    def house_number(self) -> str:
        """Return number, letter and addition as one text, for example "12A-2"."""
        return f"{self.number}{self.letter}" + (f"-{self.addition}" if self.addition else "")


_ID = ("identificatie", "id", "lokaal_id", "lokaalid")


@dataclass(frozen=True, slots=True)
class Columns:
    """The known names of each field; the first that a table has is used (case does not count)."""

    building_id: tuple[str, ...] = _ID
    building_year: tuple[str, ...] = ("oorspronkelijkbouwjaar", "bouwjaar", "construction_year")
    building_status: tuple[str, ...] = ("status", "pandstatus")
    building_shape: tuple[str, ...] = ("geometry_wkt_epsg28992", "geometrie", "geometry", "wkt")
    building_area_code: tuple[str, ...] = ("buurtcode", "bu_code")
    unit_id: tuple[str, ...] = _ID
    unit_building: tuple[str, ...] = ("pandref", "pand_identificatie", "pand_id", "maaktdeeluitvan")
    unit_area: tuple[str, ...] = ("oppervlakte_m2", "oppervlakte", "area")
    unit_use: tuple[str, ...] = ("gebruiksdoel", "gebruiksdoelen", "use")
    unit_status: tuple[str, ...] = ("status", "verblijfsobjectstatus")
    unit_postcode: tuple[str, ...] = ("postcode",)
    unit_number: tuple[str, ...] = ("huisnummer",)
    unit_letter: tuple[str, ...] = ("huisletter",)
    unit_addition: tuple[str, ...] = ("huisnummertoevoeging", "toevoeging")
    unit_street: tuple[str, ...] = ("openbare_ruimte_naam", "openbareruimtenaam", "straatnaam")
    unit_x: tuple[str, ...] = ("x_rd", "x")
    unit_y: tuple[str, ...] = ("y_rd", "y")
    unit_area_code: tuple[str, ...] = ("buurtcode", "bu_code")

    def renamed(self, names: Mapping[str, str]) -> Columns:
        """Return these columns with your own name first for some fields.

        Raises BagError when a field does not exist.
        """
        known = [field.name for field in fields(self)]
        for name in names:
            if name not in known:
                raise BagError(f"there is no BAG field {name!r}; the fields are {', '.join(known)}")
        return replace(self, **{name: (own, *getattr(self, name)) for name, own in names.items()})


OPTIONAL = {
    "building_status",
    "building_area_code",
    "unit_area_code",
    "unit_letter",
    "unit_addition",
    "unit_street",
    "unit_status",
}


def read_buildings(
    path: str | Path, columns: Columns | None = None, bbox: BBox | None = None
) -> list[Building]:
    """Read the buildings, in the order of the file; with `bbox` only those that touch it.

    Raises BagError for a missing column or an unreadable polygon.
    """
    import shapely

    table = _Table(Path(path), "building_", columns or Columns(), bbox)
    buildings = []
    for row, record, shape in table:
        if shape is None:
            try:
                shape = shapely.from_wkt(record("shape"))
            except shapely.errors.ShapelyError as error:
                raise table.fault(row, "shape", f"is not a WKT polygon ({error})") from error
        if shape is None or shape.is_empty:
            raise table.fault(row, "shape", "is empty; every building needs a polygon")
        if bbox is not None and not _touches(shape.bounds, bbox):
            continue
        year = _number(table, row, "year", record("year"))
        buildings.append(
            Building(
                id=record("id"),
                year=None if year is None else int(year),
                status=record("status"),
                shape=shape,
                area_code=record("area_code"),
                row=row,
            )
        )
    return buildings


def read_units(
    path: str | Path, columns: Columns | None = None, bbox: BBox | None = None
) -> list[Unit]:
    """Read the units, in the order of the file; with `bbox` only those inside it.

    Raises BagError for a missing column or a number that is none.
    """
    table = _Table(Path(path), "unit_", columns or Columns(), bbox)
    units = []
    for row, record, shape in table:
        if shape is not None:
            x, y = shape.centroid.x, shape.centroid.y
        else:
            place = [_number(table, row, name, record(name)) for name in ("x", "y")]
            if place[0] is None or place[1] is None:
                raise table.fault(row, "x", "is empty; every unit needs a point")
            x, y = place[0], place[1]
        if bbox is not None and not _touches((x, y, x, y), bbox):
            continue
        units.append(
            Unit(
                id=record("id"),
                buildings=_several(record("building")),
                area=_number(table, row, "area", record("area")),
                uses=_several(record("use")),
                status=record("status"),
                postcode=record("postcode").replace(" ", "").upper(),
                number=record("number").removesuffix(".0"),
                letter=record("letter"),
                addition=record("addition"),
                street=record("street"),
                x=x,
                y=y,
                area_code=record("area_code"),
                row=row,
            )
        )
    return units


def _several(text: str) -> tuple[str, ...]:
    """Split a cell that may hold several values, as "a;b" or "a,b"."""
    parts = text.replace(",", ";").split(";")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _touches(bounds: BBox, bbox: BBox) -> bool:
    west, south, east, north = bbox
    return bounds[0] <= east and bounds[2] >= west and bounds[1] <= north and bounds[3] >= south


def _number(table: _Table, row: int, field: str, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise table.fault(row, field, f"is {text!r}, not a number") from error


class _Record:
    """One record, asked by field name; an absent optional field is empty."""

    def __init__(self, positions: Mapping[str, int], cells: list[str]) -> None:
        self._positions, self._cells = positions, cells

    def __call__(self, field: str) -> str:
        at = self._positions.get(field)
        return "" if at is None or at >= len(self._cells) else self._cells[at].strip()


class _Table:
    """A table of either kind: gives (row, record, geometry or None)."""

    def __init__(self, path: Path, prefix: str, columns: Columns, bbox: BBox | None) -> None:
        if not path.exists():
            raise BagError(f"{path} does not exist; give the file with the BAG {prefix[:-1]}s")
        self.path, self.prefix, self.columns, self.bbox = path, prefix, columns, bbox
        self.names: dict[str, str] = {}

    def fault(self, row: int, field: str, text: str) -> BagError:
        column = self.names.get(field, field)
        return BagError(f"{self.path.name}, row {row}, column {column} {text}")

    def __iter__(self) -> Iterator[tuple[int, _Record, Any]]:
        plain = [suffix.lower() for suffix in self.path.suffixes]
        if ".csv" in plain or ".txt" in plain:
            return self._from_csv()
        return self._from_layer()

    def _from_csv(self) -> Iterator[tuple[int, _Record, Any]]:
        opener = gzip.open if self.path.suffix.lower() == ".gz" else open
        with opener(self.path, "rb") as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            header = text.readline()
            delimiter = ";" if header.count(";") > header.count(",") else ","
            names = next(csv.reader([header], delimiter=delimiter), [])
            positions = self._positions(names, with_geometry=False)
            csv.field_size_limit(2**27)
            reader = csv.reader(text, delimiter=delimiter)
            for cells in reader:
                if cells:
                    yield reader.line_num + 1, _Record(positions, cells), None

    def _from_layer(self) -> Iterator[tuple[int, _Record, Any]]:
        import shapely
        from pyogrio.errors import DataSourceError
        from pyogrio.raw import read

        try:
            meta, _, shapes, data = read(
                self.path, layer=self._layer(), bbox=self._box_in_own_crs(), force_2d=True
            )
        except DataSourceError as error:
            raise BagError(
                f"{self.path.name} cannot be read ({error}); give CSV, GeoPackage or GeoJSON"
            ) from error
        positions = self._positions(list(meta["fields"]), with_geometry=True)
        geometries = _to_rd(shapely.from_wkb(shapes), meta["crs"])
        for index, shape in enumerate(geometries):
            cells = [_cell(column[index]) for column in data]
            yield index + 1, _Record(positions, cells), shape

    def _layer(self) -> str | None:
        """Return the layer that is named after what is wanted, where a file has several."""
        from pyogrio import list_layers

        wanted = "pand" if self.prefix == "building_" else "verblijfsobject"
        names = [str(name) for name, _ in list_layers(self.path)]
        return next((name for name in names if wanted in name.lower()), None)

    def _box_in_own_crs(self) -> BBox | None:
        from pyogrio import read_info

        if self.bbox is None:
            return None
        crs = read_info(self.path, layer=self._layer())["crs"]
        if crs in (None, RD):
            return self.bbox
        from pyproj import Transformer

        box: BBox = Transformer.from_crs(RD, crs, always_xy=True).transform_bounds(*self.bbox)
        return box

    def _positions(self, names: list[str], *, with_geometry: bool) -> dict[str, int]:
        """Return the position of each field of this table; raise BagError where one is missing."""
        lower = {
            name.strip().strip('"').lower(): at for at, name in reversed(list(enumerate(names)))
        }
        positions, missing = {}, []
        for field in fields(self.columns):
            if not field.name.startswith(self.prefix):
                continue
            short = field.name.removeprefix(self.prefix)
            known: Iterable[str] = getattr(self.columns, field.name)
            found = next((name for name in known if name.lower() in lower), None)
            if found is not None:
                positions[short] = lower[found.lower()]
                self.names[short] = found
            elif field.name not in OPTIONAL and not (
                with_geometry and short in ("shape", "x", "y")
            ):
                missing.append(f"{field.name} (known names: {', '.join(known)})")
        if missing:
            raise BagError(
                f"{self.path.name} lacks {'; '.join(missing)}. It has {', '.join(names)}. "
                "Name the column yourself with --column FIELD=NAME"
            )
        return positions


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _to_rd(shapes: Any, crs: str | None) -> Any:
    """Bring geometries to RD; without a stated system they are taken to be RD already."""
    if crs in (None, RD):
        return shapes
    import numpy as np
    import shapely
    from pyproj import Transformer

    change = Transformer.from_crs(crs, RD, always_xy=True)

    def to_rd(points: Any) -> Any:
        return np.column_stack(change.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shapes, to_rd)
