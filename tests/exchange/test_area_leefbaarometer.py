"""The Leefbaarometer's layouts, its two versions apart, and the real files of 2.0."""

import csv
import json

import numpy as np
import pytest

from hecht.area.panel import Absent, Level
from hecht.exchange.area_leefbaarometer import read_leefbaarometer
from hecht.exchange.area_sheet import AreaFileError


def _figures(reading):
    return {(one.area, one.year, one.indicator): one.value for one in reading.figures()}


def _write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_scores_of_2_0(tmp_path):
    """Scores of 2.0 are read by area, year and dimension; an empty row is absent, not zero."""
    path = _write(
        tmp_path,
        "stand.csv",
        "GBD,JAAR,RLBRMTR,RLBWON,RLBBEV,RLBVRZ,RLBVEI,RLBFYS\n"
        "WK000300,2014,-0.5,-0.1,-0.1,-0.1,-0.1,-0.1\nWK000301,2014,,,,,,\n",
    )
    reading = read_leefbaarometer(path)
    found = _figures(reading)
    assert reading.dataset == "lbm2"
    assert found["WK000300", 2014, "lbm2_total"] == -0.5
    assert found["WK000301", 2014, "lbm2_total"] is None
    assert {one.absent for one in reading.figures() if one.area == "WK000301"} == {
        Absent.NOT_PUBLISHED
    }
    assert not reading.problems
    source = next(one for one in reading.sources if one.column == "RLBWON")
    assert (source.file, source.edition) == ("stand.csv", "2016")


def test_semicolons_and_decimal_commas(tmp_path):
    """The same file as Dutch Excel saves it gives the same figures."""
    path = _write(
        tmp_path, "stand.csv", "\ufeffGBD;JAAR;RLBRMTR\nGM0003;2014;-0,5\nGM0005;2014;0,125\n"
    )
    assert _figures(read_leefbaarometer(path))["GM0005", 2014, "lbm2_total"] == 0.125


def test_changes_keep_consecutive_measurements(tmp_path):
    """Of changes the consecutive ones are kept, at the year in which they end."""
    path = _write(
        tmp_path,
        "ontwikkeling.csv",
        "GBD,BEGIN,EINDE,DLBRMTR\nGM0003,2012,2014,0.1\nGM0003,2012,2016,0.3\n"
        "GM0003,2014,2016,0.2\n",
    )
    reading = read_leefbaarometer(path)
    assert _figures(reading) == {
        ("GM0003", 2014, "lbm2_change_total"): 0.1,
        ("GM0003", 2016, "lbm2_change_total"): 0.2,
    }
    assert any("2012 to 2016" in said for said in reading.remarks)


def test_classes(tmp_path):
    """Classes and classes of change from the measurement before are read from columns by year."""
    path = _write(
        tmp_path, "klassen.csv", "BU_CODE,KL14,KL16,VKL1416,VKL0816\nBU00030000,6,7,5,6\n"
    )
    assert _figures(read_leefbaarometer(path)) == {
        ("BU00030000", 2014, "lbm2_class"): 6,
        ("BU00030000", 2016, "lbm2_class"): 7,
        ("BU00030000", 2016, "lbm2_change_class"): 5,
    }


OPEN_DATA = (
    "versie,jaar,bu_code,bu_naam,lbm,afw,fys,onv,soc,vrz,won\n"
    "Leefbaarometer 3.0,2002,BU00140000,Noord,4.312,0.189053,0.1,-0.11,-0.03,0.31,-0.01\n"
    "Leefbaarometer 3.0,2024,BU00140000,Noord,4.4,0.2,,,,,\n"
)


def test_open_data_of_3_0(tmp_path):
    """The open data of 3.0 give the score, the distance and five dimensions, with their codes."""
    reading = read_leefbaarometer(_write(tmp_path, "buurten 2002-2024.csv", OPEN_DATA))
    found = _figures(reading)
    assert (reading.dataset, reading.edition) == ("lbm3", "2024")
    assert found["BU00140000", 2002, "lbm3_score"] == 4.312
    assert found["BU00140000", 2002, "lbm3_total"] == 0.189053
    assert found["BU00140000", 2002, "lbm3_nuisance"] == -0.11
    assert found["BU00140000", 2024, "lbm3_homes"] is None
    assert [(one.name, one.year, one.level) for one in reading.areas] == [
        ("Noord", 2024, Level.NEIGHBOURHOOD)
    ]


def test_versions_are_never_joined(tmp_path):
    """Rows of another version in a file of 3.0 are left out, and said to be."""
    text = OPEN_DATA.replace("Leefbaarometer 3.0,2002", "Leefbaarometer 2.0,2002")
    reading = read_leefbaarometer(_write(tmp_path, "mixed.csv", text))
    assert {one.year for one in reading.figures()} == {2024}
    assert [one.rule for one in reading.problems] == ["version"]
    assert not {one for one in reading.indicators if not one.startswith("lbm3_")}


def test_layer_of_the_wfs(tmp_path):
    """A layer of the WFS, saved as GeoJSON, gives classes and distances of one year."""
    feature = {
        "type": "Feature",
        "geometry": None,
        "properties": {"id": "BU0363AB10", "name": "Testbuurt", "gemeente": "Amsterdam",
                       "year": "2024", "kscore": 7, "afw": 0.05, "ksoc": 4, "soc": -0.02},
    }  # fmt: skip
    path = _write(
        tmp_path, "buurt.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]})
    )
    reading = read_leefbaarometer(path)
    assert _figures(reading) == {
        ("BU0363AB10", 2024, "lbm3_class"): 7,
        ("BU0363AB10", 2024, "lbm3_total"): 0.05,
        ("BU0363AB10", 2024, "lbm3_class_social"): 4,
        ("BU0363AB10", 2024, "lbm3_social"): -0.02,
    }
    assert reading.areas[0].name == "Testbuurt"


def test_layer_without_a_year(tmp_path):
    """A layer that does not tell its year is refused, until the year is given."""
    path = _write(tmp_path, "buurt.csv", "id,name,kscore,afw\nBU00140000,Noord,7,0.1\n")
    refused = read_leefbaarometer(path)
    assert (len(refused), [one.rule for one in refused.problems]) == (0, ["year"])
    assert read_leefbaarometer(path, year=2022).figures().__next__().year == 2022


def test_geopackage(tmp_path):
    """The attributes of a GeoPackage are read as those of the WFS."""
    import shapely
    from pyogrio.raw import write

    path = tmp_path / "buurt.gpkg"
    write(
        path,
        np.array([shapely.to_wkb(shapely.box(0, 0, 100, 100))], dtype=object),
        [np.array(["BU00140000"], object), np.array([2024]), np.array([8])],
        ["id", "year", "kscore"],
        layer="buurtscore24",
        geometry_type="Polygon",
        crs="EPSG:28992",
    )
    assert _figures(read_leefbaarometer(path)) == {("BU00140000", 2024, "lbm3_class"): 8}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a,b\n1,2\n", "unknown-layout"),
        ("GBD,JAAR,RLBRMTR\nWK3,2014,0.1\n", "area-code"),
        ("GBD,JAAR,RLBRMTR\nWK000300,14,0.1\n", "year"),
        ("GBD,JAAR,RLBRMTR\nWK000300,2014,much\n", "not-a-number"),
    ],
)
def test_faults_are_named(tmp_path, text, rule):
    """What cannot be read becomes a problem with its place, and never an exception."""
    reading = read_leefbaarometer(_write(tmp_path, "x.csv", text))
    assert [one.rule for one in reading.problems] == [rule]
    assert reading.problems[0].file == "x.csv"
    if rule in ("area-code", "year", "not-a-number"):
        assert reading.problems[0].row == 2


@pytest.mark.parametrize("text", [None, ""])
def test_unusable_files(tmp_path, text):
    """A file that is not there, or holds nothing, is refused by name."""
    path = tmp_path / "lbm.csv"
    if text is not None:
        path.write_text(text)
    with pytest.raises(AreaFileError, match=r"lbm\.csv"):
        read_leefbaarometer(path)


@pytest.mark.shared
def test_real_scores_of_2_0(shared_data):
    """2,962 wijken in three years: 403 empty rows absent, and the total the sum of the five."""
    reading = read_leefbaarometer(
        shared_data / "leefbaarometer" / "lbm2_wijk_dimensiescore_stand.csv"
    )
    found = _figures(reading)
    assert not reading.problems
    assert len(reading.areas) == 2962
    totals = {key[:2]: value for key, value in found.items() if key[2] == "lbm2_total"}
    assert len(totals) == 3 * 2962
    assert sum(value is None for value in totals.values()) == 403
    for (area, year), total in totals.items():
        parts = [found[area, year, f"lbm2_{name}"] for name in
                 ("homes", "residents", "services", "safety", "environment")]  # fmt: skip
        assert (total is None) == (None in parts)
        if total is not None:
            assert total == pytest.approx(sum(parts), abs=1e-12)
    assert [round(totals["WK085504", year], 3) for year in (2012, 2014, 2016)] == [
        -0.233, -0.276, -0.309
    ]  # fmt: skip


@pytest.mark.shared
def test_real_workbook_equals_the_csv(shared_data):
    """The original workbook gives the figures of the CSV file made of it."""
    folder = shared_data / "leefbaarometer"
    one = read_leefbaarometer(folder / "original" / "dimensiescore_wijk_stand.xlsx")
    other = read_leefbaarometer(folder / "lbm2_wijk_dimensiescore_stand.csv")
    assert not one.problems
    assert np.array_equal(one.value, other.value, equal_nan=True)
    book = read_leefbaarometer(folder / "original" / "wijk.xlsx")
    assert not book.problems
    assert len(book.areas) == 2981


@pytest.mark.shared
def test_real_change_is_not_the_difference_of_scores(shared_data):
    """The publisher's changes add up over time, and are not differences of two distances."""
    folder = shared_data / "leefbaarometer"
    changes = _figures(read_leefbaarometer(folder / "lbm2_wijk_dimensiescore_ontwikkeling.csv"))
    scores = _figures(read_leefbaarometer(folder / "lbm2_wijk_dimensiescore_stand.csv"))
    both = (
        changes["WK000300", 2014, "lbm2_change_total"],
        (scores["WK000300", 2014, "lbm2_total"] - scores["WK000300", 2012, "lbm2_total"]),
    )
    assert both == (pytest.approx(-0.005956, abs=1e-6), pytest.approx(-0.014604, abs=1e-6))
    raw = folder / "lbm2_wijk_dimensiescore_ontwikkeling.csv"
    with raw.open(newline="") as stream:
        told = {(one["GBD"], one["BEGIN"], one["EINDE"]): one["DLBRMTR"]
                for one in csv.DictReader(stream)}  # fmt: skip
    entire = {key[0]: float(value) for key, value in told.items()
              if key[1:] == ("2012", "2016") and value}  # fmt: skip
    parts = {code: [changes[code, year, "lbm2_change_total"] for year in (2014, 2016)]
             for code in entire}  # fmt: skip
    whole = {code: both for code, both in parts.items() if None not in both}
    assert (len(entire), len(entire) - len(whole)) == (2817, 14)
    for code, both in whole.items():
        assert sum(both) == pytest.approx(entire[code], abs=1e-9)
