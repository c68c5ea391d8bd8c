"""Reading BAG tables: names, separators, other formats, and errors that say where."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from hecht.exchange.bag_area import area_by_box, area_by_code, area_by_polygon
from hecht.exchange.bag_tables import BagError, Columns, read_buildings, read_units
from tests.exchange.bag_cases import BUILDINGS, UNITS, X, Y, unit, write_tables


def test_semicolons_and_gzip_read_as_commas_do(tmp_path: Path) -> None:
    """The separator is found, and a .gz is opened."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = write_tables(tmp_path / "a")
    other = write_tables(tmp_path / "b", units=UNITS[:1], delimiter=";")
    packed = tmp_path / "units.csv.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain[1].read_bytes()))
    assert read_units(packed) == read_units(plain[1])
    assert read_units(other[1]) == read_units(plain[1])[:1]
    assert len(read_buildings(other[0])) == len(BUILDINGS)


def test_a_column_with_another_name_can_be_named(tmp_path: Path) -> None:
    """A table with its own names reads once the column is named, and before says what it lacks."""
    path = write_tables(tmp_path)[1]
    text = path.read_text().replace("oppervlakte_m2", "woonoppervlak", 1)
    path.write_text(text)
    with pytest.raises(BagError, match=r"unit_area.*--column"):
        read_units(path)
    units = read_units(path, Columns().renamed({"unit_area": "woonoppervlak"}))
    assert units[0].area == 80
    with pytest.raises(BagError, match="no BAG field 'area'"):
        Columns().renamed({"area": "woonoppervlak"})


def test_an_absent_optional_column_is_empty(tmp_path: Path) -> None:
    """Streets are missing in many extracts; then they are empty."""
    assert read_units(write_tables(tmp_path)[1])[0].street == ""


def test_a_number_that_is_none_is_told_with_row_and_column(tmp_path: Path) -> None:
    """The message has the file, the row of the file and the column."""
    path = write_tables(tmp_path, units=[UNITS[0], unit("2", "P1", 0, oppervlakte_m2="groot")])[1]
    with pytest.raises(BagError, match=r"verblijfsobjecten.csv, row 3, column oppervlakte_m2"):
        read_units(path)


def test_a_broken_polygon_text_is_told(tmp_path: Path) -> None:
    """WKT that cannot be read names its row."""
    wrong = [BUILDINGS[0], BUILDINGS[1] | {"geometry_wkt_epsg28992": "POLYGON (1 2"}]
    path = write_tables(tmp_path, buildings=wrong)[0]
    with pytest.raises(BagError, match="row 3, column geometry_wkt_epsg28992"):
        read_buildings(path)


def test_a_file_that_is_absent_is_told(tmp_path: Path) -> None:
    """It says which file, and what it should hold."""
    with pytest.raises(BagError, match="does not exist; give the file with the BAG units"):
        read_units(tmp_path / "none.csv")


def test_a_geopackage_reads_as_the_csv_does(tmp_path: Path) -> None:
    """Layers of buildings and units are found by name, and geometry replaces the columns."""
    import shapely
    from pyogrio.raw import write

    csv_buildings, csv_units = (
        read_buildings(write_tables(tmp_path)[0]),
        read_units(tmp_path / "verblijfsobjecten.csv"),
    )
    package = tmp_path / "bag.gpkg"
    write(
        package,
        shapely.to_wkb(np.array([b.shape for b in csv_buildings], dtype=object)),
        [
            np.array([b.id for b in csv_buildings], dtype=object),
            np.array([b.year or 0 for b in csv_buildings]),
            np.array([b.status for b in csv_buildings], dtype=object),
        ],
        ["identificatie", "bouwjaar", "status"],
        layer="pand",
        geometry_type="Polygon",
        crs="EPSG:28992",
    )
    text = {
        "identificatie": [u.id for u in csv_units],
        "pand_identificatie": [",".join(u.buildings) for u in csv_units],
        "gebruiksdoel": [",".join(u.uses) for u in csv_units],
        "status": [u.status for u in csv_units],
        "postcode": [u.postcode for u in csv_units],
        "toevoeging": [u.addition for u in csv_units],
        "openbare_ruimte_naam": ["Dorpsstraat" for _ in csv_units],
    }
    write(
        package,
        shapely.to_wkb(shapely.points([(u.x, u.y) for u in csv_units])),
        [np.array(column, dtype=object) for column in text.values()]
        + [
            np.array([u.area or np.nan for u in csv_units]),
            np.array([int(u.number) if u.number else -1 for u in csv_units]),
        ],
        [*text, "oppervlakte", "huisnummer"],
        layer="verblijfsobject",
        geometry_type="Point",
        crs="EPSG:28992",
        append=True,
    )
    buildings, units = read_buildings(package), read_units(package)
    assert [b.id for b in buildings] == [b.id for b in csv_buildings]
    assert buildings[0].shape.equals(csv_buildings[0].shape)
    assert [(u.id, u.buildings, u.uses, u.area) for u in units] == [
        (u.id, u.buildings, u.uses, u.area) for u in csv_units
    ]
    assert units[0].street == "Dorpsstraat"
    assert (units[0].x, units[0].y) == (csv_units[0].x, csv_units[0].y)


def test_only_what_touches_the_bounding_box_is_read(tmp_path: Path) -> None:
    """A bounding box leaves out what lies elsewhere, of both tables."""
    buildings, units = write_tables(tmp_path)
    box = (X - 1, Y - 1, X + 5, Y + 11)
    assert [b.id for b in read_buildings(buildings, bbox=box)] == ["P1"]
    assert {u.buildings[0] for u in read_units(units, bbox=box)} >= {"P1"}
    assert all(u.x <= X + 5 for u in read_units(units, bbox=box))


def test_an_area_by_polygon_in_degrees_or_metres(tmp_path: Path) -> None:
    """GeoJSON in WGS84 chooses the same units as the same polygon in RD metres."""
    from pyproj import Transformer

    units = read_units(write_tables(tmp_path)[1])
    ring = [(X - 1, Y - 1), (X + 13, Y - 1), (X + 13, Y + 11), (X - 1, Y + 11), (X - 1, Y - 1)]
    to_degrees = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    chosen = []
    for name, corners in (("m", ring), ("d", [to_degrees.transform(*c) for c in ring])):
        path = tmp_path / f"{name}.geojson"
        feature = {
            "type": "Feature",
            "properties": {"naam": "hier"},
            "geometry": {"type": "Polygon", "coordinates": [corners]},
        }
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        chosen.append([u.id for u in area_by_polygon(path, "hier").choose(units)])
    assert chosen[0] == chosen[1]
    assert 0 < len(chosen[0]) < len(units)
    with pytest.raises(BagError, match="no polygon with the value 'daar'"):
        area_by_polygon(tmp_path / "m.geojson", "daar")


def test_an_area_without_units_says_what_there_is(tmp_path: Path) -> None:
    """A wrong code names the codes of the table; an empty box says what to check."""
    units = read_units(write_tables(tmp_path)[1])
    with pytest.raises(BagError, match="the table has BU00000001, BU00000002"):
        area_by_code("BU9").choose(units)
    with pytest.raises(BagError, match="no BAG unit lies in"):
        area_by_box("0,0,1,1").choose(units)


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "5,5,1,9"])
def test_a_box_that_is_none_is_refused(text: str) -> None:
    """Four numbers, west and south first."""
    with pytest.raises(BagError, match="bounding box"):
        area_by_box(text)
