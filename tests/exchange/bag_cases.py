"""A small made-up BAG extract in which every defect occurs once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

BUILDING_COLUMNS = (
    "identificatie",
    "oorspronkelijkbouwjaar",
    "status",
    "buurtcode",
    "geometry_wkt_epsg28992",
)
UNIT_COLUMNS = (
    "identificatie",
    "gebruiksdoel",
    "oppervlakte_m2",
    "status",
    "pandref",
    "postcode",
    "huisnummer",
    "huisletter",
    "huisnummertoevoeging",
    "buurtcode",
    "x_rd",
    "y_rd",
)
IN_USE, UNIT_IN_USE = "Pand in gebruik", "Verblijfsobject in gebruik"
AREA = "BU00000001"
X, Y = 133_000.0, 399_000.0


def rectangle(west: float, south: float, wide: float, deep: float) -> str:
    """Return WKT of a rectangle at an offset from the corner of the extract."""
    west, south = X + west, Y + south
    corners = [
        (west, south),
        (west + wide, south),
        (west + wide, south + deep),
        (west, south + deep),
        (west, south),
    ]
    return "POLYGON ((" + ", ".join(f"{x} {y}" for x, y in corners) + "))"


def building(name: str, west: float, **changes: object) -> dict[str, object]:
    """Return the row of a building of 6 by 10 metres."""
    row: dict[str, object] = {
        "identificatie": name,
        "oorspronkelijkbouwjaar": 1955,
        "status": IN_USE,
        "buurtcode": AREA,
        "geometry_wkt_epsg28992": rectangle(west, 0, 6, 10),
    }
    return row | changes


def unit(name: str, house: str, west: float, **changes: object) -> dict[str, object]:
    """Return the row of a home in a building that starts at `west`."""
    row: dict[str, object] = {
        "identificatie": f"unit.{name}",
        "gebruiksdoel": "woonfunctie",
        "oppervlakte_m2": 80,
        "status": UNIT_IN_USE,
        "pandref": house,
        "postcode": "5000AA",
        "huisnummer": name,
        "buurtcode": AREA,
        "x_rd": X + west + 3,
        "y_rd": Y + 5,
    }
    return row | changes


BUILDINGS = [
    building("P1", 0),
    building("P2", 6),
    building("P3", 12),
    building("wrong", 40, status="Pand ten onrechte opgevoerd"),
    building("started", 50, status="Bouw gestart"),
    building("condemned", 60, status="Sloopvergunning verleend"),
    building("new", 70, oorspronkelijkbouwjaar=2015),
    building("yearless", 80, oorspronkelijkbouwjaar=""),
    building("twice", 90, oorspronkelijkbouwjaar=1900),
    building("twice", 90),
    building(
        "bowtie",
        100,
        geometry_wkt_epsg28992=f"POLYGON (({X + 100} {Y}, {X + 106} {Y + 10}, {X + 106} {Y}, "
        f"{X + 100} {Y + 10}, {X + 100} {Y}))",
    ),
]
UNITS = [
    unit("1", "P1", 0),
    unit("2", "P2;P3", 12),
    unit("3", "P1;P2", 30),
    unit("4", "P1", 0, status="Verblijfsobject ingetrokken", postcode="", huisnummer=""),
    unit("5", "P1", 0, status="Verblijfsobject gevormd"),
    unit("6", "P1", 0, gebruiksdoel="kantoorfunctie"),
    unit("7", "P1", 0, gebruiksdoel="woonfunctie;winkelfunctie"),
    unit("8", "gone", 0),
    unit("9", "wrong", 40),
    unit("10", "started", 50),
    unit("11", "condemned", 60),
    unit("12", "new", 70),
    unit("13", "yearless", 80),
    unit("14", "twice", 90),
    unit("15", "bowtie", 100, x_rd=X + 101),
    unit("16", "P1", 0, oppervlakte_m2=1),
    unit("17", "P1", 0, oppervlakte_m2=99999),
    unit("18", "P1", 0, oppervlakte_m2=""),
    unit("19", "P2", 6, postcode="", huisnummer=""),
    unit("20", "P2", 6),
    unit("21", "P2", 6, huisnummer="20"),
    unit("22", "P3", 12, oppervlakte_m2=55),
    unit("22", "P3", 12, oppervlakte_m2=60),
    unit("23", "P1", 0, buurtcode="BU00000002", x_rd=X + 5_000),
]


def write_tables(
    folder: Path,
    buildings: Iterable[Mapping[str, object]] = BUILDINGS,
    units: Iterable[Mapping[str, object]] = UNITS,
    delimiter: str = ",",
) -> tuple[Path, Path]:
    """Write both tables as CSV and return their paths."""
    paths = folder / "panden.csv", folder / "verblijfsobjecten.csv"
    for path, columns, rows in zip(
        paths, (BUILDING_COLUMNS, UNIT_COLUMNS), (buildings, units), strict=True
    ):
        with path.open("w", newline="", encoding="utf-8") as target:
            writer = csv.DictWriter(target, columns, delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
    return paths
