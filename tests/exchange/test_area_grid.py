"""Cells of 100 m brought to areas by geometry, against sums by hand."""

import json

import pytest

from hecht.exchange.area_grid import read_grid
from hecht.exchange.area_shapes import read_area_shapes
from hecht.exchange.area_sheet import read_table

RD = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


def _areas(tmp_path, boxes, crs=RD):
    features = [
        {
            "type": "Feature",
            "properties": {"BU_CODE": code, "BU_NAAM": f"Buurt {code}"},
            "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n],
                                                            [w, s]]]},
        }
        for code, (w, s, e, n) in boxes.items()
    ]  # fmt: skip
    path = tmp_path / "areas.geojson"
    document = {"type": "FeatureCollection", "features": features} | ({"crs": crs} if crs else {})
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _grid(tmp_path, text):
    path = tmp_path / "grid.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_weigh_by_their_part_in_the_area(tmp_path):
    """A cell half in an area weighs half; without cells an area has no figure."""
    areas, problems = read_area_shapes(
        _areas(
            tmp_path,
            {
                "BU00030000": (100000, 400000, 100150, 400100),
                "BU00030001": (200000, 400000, 200100, 400100),
            },
        )
    )
    assert not problems
    grid = _grid(tmp_path, "cbs_grid_code,score\nE1000N4000,1\nE1001N4000,4\nE1002N4000,100\n")
    reading = read_grid(
        read_table(grid, "grid"), areas, column="score", indicator="lbm3_grid_score", year=2020
    )
    found = {one.area: one for one in reading.figures()}
    assert found["BU00030000"].value == pytest.approx((1 * 1 + 4 * 0.5) / 1.5)
    assert "mean of 2 cells" in found["BU00030000"].note
    assert "not by homes" in found["BU00030000"].note
    assert found["BU00030001"].value is None


def test_own_weights_of_cells(tmp_path):
    """The cells' own weights count where the file has them; a cell of weight 0 does not."""
    areas, _ = read_area_shapes(_areas(tmp_path, {"X1": (100000, 400000, 100300, 400100)}))
    grid = _grid(
        tmp_path,
        "cbs_grid_code,score,homes\nE1000N4000,1,30\nE1001N4000,4,10\nE1002N4000,9,0\n",
    )
    reading = read_grid(
        read_table(grid, "grid"), areas, column="score", indicator="x", year=2020, weight="homes"
    )
    assert reading.value[0] == pytest.approx((1 * 30 + 4 * 10) / 40)


def test_faults_in_cells(tmp_path):
    """A code that is no cell is reported by row; a column that is missing is named."""
    areas, _ = read_area_shapes(_areas(tmp_path, {"X1": (100000, 400000, 100300, 400100)}))
    grid = _grid(tmp_path, "cbs_grid_code,score\nE1000N4000,1\nE1,4\n")
    reading = read_grid(read_table(grid, "grid"), areas, column="score", indicator="x", year=2020)
    assert [(one.rule, one.row) for one in reading.problems] == [("cell-code", 3)]
    reading = read_grid(read_table(grid, "grid"), areas, column="mark", indicator="x", year=2020)
    assert [one.rule for one in reading.problems] == ["missing-column"]


@pytest.mark.shared
def test_real_grid_of_breda(shared_data):
    """The 2,937 cells of Breda give every buurt with cells a mean near the file's own."""
    folder = shared_data / "breda"
    areas, problems = read_area_shapes(folder / "Buurten.geojson", prefix="BU0758")
    assert not problems
    assert len(areas) == 56
    reading = read_grid(
        read_table(folder / "livability_index.csv", "grid"),
        areas,
        column="livability_score",
        indicator="lbm3_grid_score",
        year=2020,
    )
    assert not reading.problems
    by_name = {one.code: one.name for one in areas}
    found = {by_name[one.area]: one.value for one in reading.figures()}
    # green_live_buurt_complete.csv: means over cells by the file's maker, another weighing
    assert found["Biesdonk"] == pytest.approx(1.8077, abs=0.05)
    assert found["Bavel"] == pytest.approx(2.3556, abs=0.08)
    known = [one for one in found.values() if one is not None]
    assert len(known) > 50
    assert 1.6 <= min(known) <= max(known) <= 2.77
