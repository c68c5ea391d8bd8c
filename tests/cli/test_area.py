"""`hecht area` on the command line: import, show and columns."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hecht.cli import app
from hecht.cli.area import SUB_VERBS
from hecht.exchange.area_store import open_panel

RUN = CliRunner()
KWB = (
    "gwb_code_10,regio,ind_wbi,a_inw,p_wcorpw,vreemd\n"
    "GM0344,Utrecht,1,367947,31,1\nWK034403,Wijk 03 Overvecht,3,34910,61,1\n"
    "BU03440311,Taagdreef,1,5000,.,1\nBU03440312,Wolgadreef,1,{wolga},50,1\n"
)


def run(*words: str | Path, code: int = 0) -> Result:
    """Run `hecht area …` and expect this exit code."""
    result = RUN.invoke(app, ["area", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def panel(tmp_path):
    """Return a panel with one edition."""
    path = tmp_path / "kwb-2023.csv"
    path.write_text(KWB.format(wolga=4000))
    run("import", path, "--to", tmp_path / "panel")
    return tmp_path / "panel"


def test_help_lists_the_sub_verbs_without_loading_them():
    """`hecht area --help` imports no sub-verb, and each of them has its own help."""
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom hecht.cli import app\n"
        "result = CliRunner().invoke(app, ['area', '--help'])\n"
        "assert result.exit_code == 0, result.output\n"
        "print([name for name in sys.modules if name.startswith('hecht.cli.area_')])\n"
        "print('polars' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "False"]
    shown = run("--help").output
    for name in SUB_VERBS:
        assert name in shown
        assert "Example" in run(name, "--help").output


def test_import_tells_what_happened_and_what_was_not_known(tmp_path):
    """Lines on what is in the panel; a column that nobody knows is told, not swallowed."""
    path = tmp_path / "kwb-2023.csv"
    path.write_text(KWB.format(wolga=4000))
    result = run("import", path, "--to", tmp_path / "panel")
    assert "kwb 2023: 8 figures of 4 areas for 2023, 7 with a value; 2 indicators" in result.output
    assert "remark: kwb-2023.csv, vreemd: the dictionary does not tell" in result.output
    again = run("import", path, "--to", tmp_path / "panel")
    assert "was in the panel already for 4 of these areas: none of the figures" in again.output


def test_one_unknown_file_does_not_hold_up_the_others(tmp_path):
    """What happened stands under each file's name; the unknown file is named, with exit code 2."""
    known, unknown, later = (tmp_path / name for name in ("kwb-2022.csv", "p.csv", "kwb-2023.csv"))
    known.write_text(KWB.format(wolga=3900))
    unknown.write_text("neighborhood,price\nCentrum,4231\n")
    later.write_text(KWB.format(wolga=4000))
    result = run("import", known, unknown, later, "--to", tmp_path / "panel", code=2)
    assert "kwb-2022.csv\n  kwb 2022: " in result.output
    assert "kwb-2023.csv\n  kwb 2023: " in result.output
    assert "not imported: p.csv: its columns (neighborhood, price) are those" in result.output
    assert "give --kind, or a dictionary" in result.output
    history = open_panel(tmp_path / "panel").history("BU03440312")
    assert [one.value for one in history if one.indicator == "residents"] == [3900, 4000]
    asked = ["import", known, unknown, "--to", tmp_path / "panel", "--json"]
    (refused,) = json.loads(run(*asked, code=2).output)["refused"]
    assert "p.csv" in refused


def test_a_cell_that_cannot_be_read_gives_exit_code_1(tmp_path):
    """The rest is imported, and --json gives each problem with file, row and column."""
    path = tmp_path / "kwb-2023.csv"
    path.write_text(KWB.format(wolga="veel"))
    result = run("import", path, "--to", tmp_path / "panel", "--json", code=1)
    record = json.loads(result.output)
    (error,) = [one for one in record["problems"] if one["severity"] == "error"]
    assert (error["file"], error["row"], error["column"], error["value"]) == (
        "kwb-2023.csv", 5, "a_inw", "veel"
    )  # fmt: skip
    assert "8 figures" in record["lines"][0]


def test_show_gives_each_figure_with_its_source(panel):
    """By code or by name; in words and as JSON, with file, column and edition."""
    shown = run("show", panel, "wijk 03 overvecht").output
    assert "Inwoners: 34.910 personen  <- kwb-2023.csv, a_inw" in shown
    assert "! In 2023 veranderden de grenzen" in shown
    record = json.loads(run("show", panel, "BU03440311", "--json").output)
    found = {one["indicator"]: one for one in record["figures"]}
    assert (found["homes_corporation"]["value"], found["homes_corporation"]["absent"]) == (
        None, "not published"
    )  # fmt: skip
    source = found["residents"]["source"]
    assert (source["file"], source["column"], source["edition"]) == (
        "kwb-2023.csv", "a_inw", "2023"
    )  # fmt: skip
    shown = run("show", panel, "BU03440311", "--language", "en").output
    assert "(not published: secret, unreliable or not applicable)  <- kwb-2023.csv" in shown


def test_show_of_an_unknown_area_helps(panel):
    """A name that is not there gives those that look like it, and exit code 2."""
    result = run("show", panel, "Overvecht", code=2)
    assert "did you mean WK034403 Wijk 03 Overvecht" in result.output


def test_an_own_table_and_outlines_go_in_together(tmp_path, panel):
    """A dictionary on the command line, and a map without figures for the outlines alone."""
    (tmp_path / "survey.csv").write_text("code,mark\nBU03440311,7.5\n")
    (tmp_path / "survey.toml").write_text(
        'year = 2025\n[[column]]\ncolumn="code"\nindicator="@area"\n[[column]]\ncolumn="mark"\n'
        'indicator="mark"\ntheme="overall"\nkind="mean"\nunit="mark"\nlabel="Mark"\n'
    )
    run("import", tmp_path / "survey.csv", "--to", panel, "--dictionary", tmp_path / "survey.toml")
    assert "Mark: 8 mark" in run("show", panel, "BU03440311", "--year", "2025").output
    square = [[[135000, 457000], [136000, 457000], [136000, 458000], [135000, 457000]]]
    feature = {
        "type": "Feature", "properties": {"code": "BU03440311"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }  # fmt: skip
    path = tmp_path / "buurten_2023.geojson"
    path.write_text(json.dumps({
        "type": "FeatureCollection", "features": [feature],
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
    }))  # fmt: skip
    assert "outlines of 1 areas" in run("import", path, "--to", panel).output
    path.rename(tmp_path / "buurten.geojson")
    result = run("import", tmp_path / "buurten.geojson", "--to", panel, code=2)
    assert "give it with --year" in result.output


def test_each_layer_of_a_map_is_imported(tmp_path):
    """A GeoPackage of buurten, wijken and municipalities gives figures and outlines of all."""
    import geopandas
    from shapely import box

    path = tmp_path / "wijkenbuurten_2022.gpkg"
    for layer, column, code in (
        ("gemeenten", "gemeentecode", "GM0344"),
        ("wijken", "wijkcode", "WK034403"),
        ("buurten", "buurtcode", "BU03440311"),
    ):
        frame = geopandas.GeoDataFrame(
            {column: [code], "aantal_inwoners": [len(code)]},
            geometry=[box(0, 0, 500, 500)], crs="EPSG:28992",
        )  # fmt: skip
        frame.to_file(path, layer=layer)
    run("import", path, "--to", tmp_path / "panel")
    panel = open_panel(tmp_path / "panel")
    codes = ["BU03440311", "GM0344", "WK034403"]
    assert [one.code for one in panel.areas()] == codes
    assert [panel.history(code)[0].value for code in codes] == [10, 6, 8]
    assert sorted(panel.shapes(codes)) == codes
    run("import", path, "--to", tmp_path / "outlines", "--no-figures")
    only = open_panel(tmp_path / "outlines")
    assert (sorted(only.shapes(codes)), only.areas()) == (codes, ())


def test_a_layer_of_the_leefbaarometer_brings_its_outlines_of_the_year_in_it(tmp_path):
    """Its codes stand in a column `id` and its year in a column, not in the name of the file."""
    import geopandas
    from shapely import box

    frame = geopandas.GeoDataFrame(
        {"id": ["BU03440321", "BU03440322"], "year": [2022, 2022], "kscore": [3, 5]},
        geometry=[box(0, 0, 500, 500), box(500, 0, 900, 500)], crs="EPSG:28992",
    )  # fmt: skip
    frame.to_file(tmp_path / "buurtscore.gpkg", layer="buurtscore22")
    told = run("import", tmp_path / "buurtscore.gpkg", "--to", tmp_path / "panel").output
    assert "outlines of 2 areas in the division of 2022" in told
    panel = open_panel(tmp_path / "panel")
    assert sorted(panel.shapes(["BU03440321", "BU03440322"])) == ["BU03440321", "BU03440322"]
    assert [(one.year, one.value) for one in panel.history("BU03440322")] == [(2022, 5)]


def test_wrong_use_is_told(tmp_path, panel):
    """A file nobody knows, a kind that is none, and a folder that is no panel."""
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    assert "--dictionary" in run("import", tmp_path / "x.csv", "--to", panel, code=2).output
    result = run("import", tmp_path / "x.csv", "--to", panel, "--kind", "cbs", code=2)
    assert "'cbs' is not one of auto, " in result.output
    assert "not a panel" in run("show", tmp_path, "NL", code=2).output


def test_columns_lists_an_edition():
    """What the dictionary knows of 2016 and of 2023 differs, as the editions do."""
    shown = run("columns", "kwb", "--year", "2016").output
    assert "p_00_14_jr: share_0_14, Aandeel 0 tot 15 jaar [%]" in shown
    records = json.loads(run("columns", "kwb", "--year", "2023", "--json").output)
    by_column = {(one["column"], one["indicator"]): one for one in records}
    assert by_column["a_00_14", "share_0_14"]["per"] == "residents"
    assert ("p_n_w_al", "share_non_western_to_2022") not in by_column
    assert "is not one of" in run("columns", "politie", code=2).output
