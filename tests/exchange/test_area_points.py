"""Figures at points brought to areas: the mean of those inside."""

import pytest
import shapely

from hecht.exchange.area_points import has_points, read_points
from hecht.exchange.area_shapes import AreaShape, read_area_shapes
from hecht.exchange.area_sheet import AreaFileError, read_table

AREAS = [
    AreaShape("BU07580001", "Heuvel", shapely.box(100000, 400000, 100100, 400100)),
    AreaShape("BU07580002", "Chassé", shapely.box(200000, 400000, 200100, 400100)),
]


def _write(tmp_path, text):
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, "points")


def test_the_mean_of_the_points_inside(tmp_path):
    """Points inside count alike, points without a figure or outside do not count."""
    table = _write(tmp_path, "X,Y,heat\n100010,400010,1\n100020,400020,2\n100030,400030,\n5,5,9\n")
    assert has_points(table)
    reading = read_points(table, AREAS, column="heat", indicator="heat_stress_score", year=2022)
    found = {one.area: one for one in reading.figures()}
    assert found["BU07580001"].value == 1.5
    assert found["BU07580001"].note == "mean of 2 points, each counted alike"
    assert found["BU07580002"].value is None
    assert "metres in RD New" in reading.remarks[0]


def test_no_points(tmp_path):
    """A table without places, or without the column, is refused."""
    table = _write(tmp_path, "X,heat\n1,2\n")
    assert not has_points(table)
    with pytest.raises(AreaFileError, match="places"):
        read_points(table, AREAS, column="heat", indicator="x", year=2022)


@pytest.mark.shared
def test_real_heat_of_breda(shared_data):
    """The points of heat of Breda, in degrees, fall inside its buurten."""
    folder = shared_data / "breda"
    areas, _ = read_area_shapes(folder / "Buurten.geojson", prefix="BU0758")
    reading = read_points(
        read_table(folder / "heat_stress_breda.csv", "points"),
        areas,
        column="heat_stress_score",
        indicator="heat_stress_score",
        year=2022,
    )
    known = [one.value for one in reading.figures() if one.value is not None]
    assert "degrees" in reading.remarks[0]
    assert len(known) > 40
    assert 0 < min(known) <= max(known) < 5
