"""`hecht area names` and `hecht area survey` on the command line, from file to panel."""

import json

import pytest
from typer.testing import CliRunner

from hecht.cli.area import app
from hecht.exchange.area_choices import read_choices
from hecht.exchange.area_store import open_panel

AREAS = "BU_CODE,BU_NAAM\nBU07580001,Chassé\nBU07580002,Prinsenbeek\n"


def _write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _run(*words):
    return CliRunner().invoke(app, list(words))


def _history(panel, code):
    return {(one.indicator, one.year): one.value for one in open_panel(panel).history(code)}


def _history_of(panel, code):
    found = _history(panel, code)
    assert found
    return found


def test_from_proposals_to_a_panel(tmp_path):
    """Names that are not sure are written to fill in; given back, they are read, with rates."""
    panel = tmp_path / "panel"
    areas = _write(tmp_path, "areas.csv", AREAS)
    people = _write(tmp_path, "people.csv", "Buurt,inwoners\nChasse,2000\nPrinsenbeek,1000\n")
    crime = _write(tmp_path, "crime.csv", "Buurt,Total felonies\nChasse,30\nPrisenbeek,20\nX,1\n")
    common = ["--areas", areas, "--year", "2022", "--to", str(panel)]
    assert _run("names", people, *common).exit_code == 0
    proposals = tmp_path / "names.csv"
    first = _run("names", crime, *common, "--proposals", str(proposals))
    assert first.exit_code == 0
    assert _history(panel, "BU07580001")["police_total_per_1000", 2022] == 15
    assert ("police_total", 2022) not in _history(panel, "BU07580002")
    filled = proposals.read_text("utf-8").replace("Prisenbeek;;", "Prisenbeek;BU07580002;")
    proposals.write_text(filled.replace("X;;", "X;-;"), encoding="utf-8")
    assert read_choices(proposals) == {"Prisenbeek": "BU07580002", "X": ""}
    second = _run("names", crime, *common, "--names", str(proposals))
    assert "not for sure" not in second.output
    assert _history(panel, "BU07580002")["police_total_per_1000", 2022] == 20


def test_areas_of_the_panel(tmp_path):
    """Without a file of areas the panel's own buurten are those that names stand for."""
    panel = str(tmp_path / "panel")
    areas = _write(tmp_path, "areas.csv", AREAS)
    people = _write(tmp_path, "people.csv", "Buurt,inwoners\nChasse,2000\nPrinsenbeek,1000\n")
    _run("names", people, "--areas", areas, "--year", "2022", "--to", panel)
    woz = _write(tmp_path, "woz.csv", "wijk,2015,2016\nChassé,200000,210000\n")
    done = _run("names", woz, "--inside", "GM0758", "--indicator", "woz_value", "--factor", "0.001",
                "--to", panel)  # fmt: skip
    assert done.exit_code == 0
    assert _history(panel, "BU07580001")["woz_value", 2016] == 210


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "kind"], "column=text"),
        ([], "give the areas"),
        (["--kind", "police"], "no column with areas"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, words, said):
    """A filter without a text, no areas, and a table that is none of the police are refused."""
    table = _write(tmp_path, "x.csv", "Buurt,inwoners\nChasse,2000\n")
    done = _run("names", table, "--to", str(tmp_path / "panel"), *words)
    assert said in f"{done.output} {done.exception}"
    assert done.exit_code != 0
    assert not (tmp_path / "panel").exists()


@pytest.mark.parametrize("text", ["GBD,BEGIN,EINDE,DLBRMTR\nGM0003,2014,2016,0.1\n",
                                  "GM_CODE,KL14,VKL1214\nGM0003,6,5\n",
                                  "jaar,gm_code,lbm,afw\n2024,GM0003,4.1,0.1\n"])  # fmt: skip
def test_files_of_the_leefbaarometer_are_known(tmp_path, text):
    """Each layout of the Leefbaarometer is known by its columns, without saying what it is."""
    done = _run("import", _write(tmp_path, "x.csv", text), "--to", str(tmp_path / "panel"))
    assert done.exit_code == 0, done.output + str(done.exception)
    assert all(code.startswith("lbm") for code, _ in _history_of(tmp_path / "panel", "GM0003"))


def test_survey_to_a_panel(tmp_path):
    """Typed answers are told beside the country and go into the panel as figures only."""
    rows = "".join(f"{at};H{at};BU07580001;2027;5;1;1;1\n" for at in range(12))
    text = "form;household;area;date;know;pleasant;cosy;home\n" + rows
    file = _write(tmp_path, "antwoorden.csv", text)
    done = _run("survey", file, "--to", str(tmp_path / "panel"), "--publisher", "Wij")
    assert done.exit_code == 0, done.output
    assert "Sociale cohesie: 10,0 (n = 12" in done.output
    assert "een ruwe maat" in done.output
    told = _run("survey", file, "--language", "en").output
    assert "Social cohesion: 10.0 (n = 12" in told
    assert "a rough guide" in told
    assert "hardly know each other: 0.0% (n = 12; 0.0 to 24.2); country 2023: 26.1%, below" in told
    assert _history(tmp_path / "panel", "BU07580001")["vm_cohesion", 2027] == 10
    for stored in (tmp_path / "panel").rglob("*"):
        assert not stored.is_file() or b"H11" not in stored.read_bytes()
    found = json.loads(_run("survey", file, "--json").output)
    assert found["areas"][0]["figures"]["score"]["n"] == 12


def test_cells_into_a_panel(tmp_path):
    """Cells of 100 m become a figure of an area, with a note on how; heat is never liveability."""
    square = "[[[100000,400000],[100200,400000],[100200,400100],[100000,400100],[100000,400000]]]"
    areas = _write(
        tmp_path,
        "areas.geojson",
        '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:'
        'EPSG::28992"}},"features":[{"type":"Feature","properties":{"BUURTCODE":"0001","BUURT":'
        '"Heuvel"},"geometry":{"type":"Polygon","coordinates":' + square + "}}]}",
    )
    rows = "cbs_grid_code,livability_score,heat\nE1000N4000,1,30\nE1001N4000,2,40\n"
    cells = _write(tmp_path, "cells.csv", rows)
    common = ["--areas", areas, "--prefix", "BU0758", "--year", "2020", "--to",
              str(tmp_path / "panel")]  # fmt: skip
    for column, told in (("heat", "say it with --indicator"), ("heet", "it has cbs_grid_code")):
        refused = _run("cells", cells, "--column", column, *common)
        assert (refused.exit_code, told in " ".join(refused.output.split())) == (2, True)
    done = _run("cells", cells, "--column", "livability_score", *common)
    assert done.exit_code == 0, done.output + str(done.exception)
    (figure,) = open_panel(tmp_path / "panel").history("BU07580001")
    assert (figure.indicator, figure.value) == ("lbm3_grid_score", 1.5)
    assert "not by homes" in figure.note


def test_police_export_with_codes(tmp_path):
    """An export of the police with codes is known by its columns and imported as it is."""
    file = _write(
        tmp_path,
        "misdrijven.csv",
        "Soort misdrijf;Perioden;Wijken en buurten (code);Geregistreerde misdrijven (aantal)\n"
        "Totaal misdrijven;2022;BU07580001;12\n",
    )
    done = _run("import", file, "--to", str(tmp_path / "panel"))
    assert done.exit_code == 0, done.output + str(done.exception)
    assert _history(tmp_path / "panel", "BU07580001") == {("police_total", 2022): 12}


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "geen causaal model"), ("en", "not a causal")]
)
def test_show_tells_the_publishers_warning(tmp_path, language, said):
    """Where figures of the Leefbaarometer are listed its makers' warning stands once."""
    panel = tmp_path / "panel"
    file = _write(tmp_path, "x.csv", "GBD,JAAR,RLBRMTR,RLBWON\nGM0003,2016,0.1,0.2\n")
    _run("import", file, "--to", str(panel))
    done = _run("show", str(panel), "GM0003", "--language", language)
    assert done.exit_code == 0, done.output + str(done.exception)
    assert done.output.count(said) == 1
