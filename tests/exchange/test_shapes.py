"""Outlines of blocks: GeoJSON in degrees or RD New, GeoPackage, and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hecht.exchange.shapes import read_shapes, shapes_text
from hecht.neighbourhood import Problem

RING = [[133400.0, 397200.0], [133450.0, 397200.0], [133450.0, 397225.0], [133400.0, 397200.0]]
HOLE = [[133410.0, 397205.0], [133415.0, 397205.0], [133415.0, 397207.0], [133410.0, 397205.0]]
RD = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


def collection(*features: Any, crs: Any = None) -> dict[str, Any]:
    whole: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    return whole if crs is None else {**whole, "crs": crs}


def feature(block: Any, coordinates: Any, kind: str = "Polygon") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"block": block}, "geometry": geometry}


def read(tmp_path: Path, document: Any) -> tuple[dict[str, Any], list[Problem]]:
    path = tmp_path / "blocks.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    found: list[Problem] = []
    return read_shapes(path, found), found


def points(ring: Any) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x, y in ring)


def test_rd_new_named_in_crs(tmp_path: Path) -> None:
    """Holes, several polygons and several features of one block are kept; numbers are ids too."""
    shapes, found = read(
        tmp_path,
        collection(
            feature("A", [RING, HOLE]), feature(7, [[RING], [HOLE]], "MultiPolygon"),
            feature("A", [HOLE]), crs=RD,
        ),
    )  # fmt: skip
    assert found == []
    assert shapes == {
        "A": ((points(RING), points(HOLE)), (points(HOLE),)),
        "7": ((points(RING),), (points(HOLE),)),
    }


def test_degrees_are_converted(tmp_path: Path) -> None:
    """Without crs the numbers are WGS84: the tower of Amersfoort lies at 155000, 463000."""
    x, y = 5.387206, 52.155174
    ring = [[x, y], [x + 0.001, y], [x, y + 0.001], [x, y]]
    shapes, found = read(tmp_path, collection(feature("A", [ring])))
    assert found == []
    assert shapes["A"][0][0][0] == pytest.approx((155000, 463000), abs=1)


def test_rd_numbers_without_crs_are_remarked_upon(tmp_path: Path) -> None:
    """Numbers that cannot be degrees are taken for RD New, and that is told."""
    shapes, found = read(tmp_path, collection(feature("A", [RING])))
    assert shapes["A"][0][0] == points(RING)
    assert [(one.rule, one.severity) for one in found] == [("missing-crs", "remark")]


def test_an_open_ring_is_closed_and_heights_are_dropped(tmp_path: Path) -> None:
    """Rings end where they begin, and only x and y are kept."""
    ring = [[*point, 3.0] for point in RING[:-1]]
    shapes, _ = read(tmp_path, collection(feature("A", [ring]), crs=RD))
    assert shapes["A"] == ((points(RING),),)


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ({"type": "Feature"}, "geojson"),
        ([], "geojson"),
        (collection(feature(None, [RING]), crs=RD), "missing-value"),
        (collection(feature("A", RING[0], "Point"), crs=RD), "not-a-polygon"),
        (collection(feature("A", [RING[:2]]), crs=RD), "not-a-polygon"),
        (collection(feature("A", [[["x", 1], [2, 3], [4, 5]]]), crs=RD), "not-a-polygon"),
        (collection({"type": "Feature", "properties": {"block": "A"}}, crs=RD), "not-a-polygon"),
        (collection(feature("A", [RING]), crs={"properties": {"name": "EPSG:1"}}), "unknown-crs"),
    ],
)
def test_a_wrong_outline_is_named(tmp_path: Path, document: Any, rule: str) -> None:
    """A file or feature that cannot be used is an error with what to do."""
    _, found = read(tmp_path, document)
    assert [one.rule for one in found] == [rule]
    assert found[0].fix
    assert found[0].file == "blocks.geojson"


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Outlines written as GeoJSON in RD New come back to the last decimal."""
    shapes = {"A": ((points(RING), points(HOLE)),), "B é": ((points(RING),), (points(HOLE),))}
    (tmp_path / "blocks.geojson").write_text(shapes_text(shapes), encoding="utf-8")
    found: list[Problem] = []
    assert read_shapes(tmp_path / "blocks.geojson", found) == shapes
    assert found == []


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326"])
def test_a_geopackage_is_read(tmp_path: Path, crs: str) -> None:
    """A GeoPackage names its own system; degrees come back in RD New within a centimetre."""
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import Polygon

    frame = geopandas.GeoDataFrame(
        {"block": ["A"]}, geometry=[Polygon(RING, [HOLE])], crs="EPSG:28992"
    )
    frame.to_crs(crs).to_file(tmp_path / "blocks.gpkg")
    found: list[Problem] = []
    shapes = read_shapes(tmp_path / "blocks.gpkg", found)
    assert found == []
    assert len(shapes["A"][0]) == 2
    ring = sorted(set(shapes["A"][0][0]))
    for real, expected in zip(ring, sorted(set(points(RING))), strict=True):
        assert real == pytest.approx(expected, abs=0.01)


def test_a_geopackage_without_blocks_is_named(tmp_path: Path) -> None:
    """A layer without a column block, or a file that is none, is an error."""
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import Polygon

    frame = geopandas.GeoDataFrame({"blok": ["A"]}, geometry=[Polygon(RING)], crs="EPSG:28992")
    frame.to_file(tmp_path / "blocks.gpkg")
    (tmp_path / "other.gpkg").write_bytes(b"nothing")
    found: list[Problem] = []
    assert read_shapes(tmp_path / "blocks.gpkg", found) == {}
    assert read_shapes(tmp_path / "other.gpkg", found) == {}
    assert [one.rule for one in found] == ["missing-column", "geopackage"]
