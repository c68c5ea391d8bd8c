"""Tables of one's own with a dictionary, crosswalks, and outlines of areas."""

from __future__ import annotations

import json

import pytest
import shapely

from hecht.area.crosswalk import CrosswalkError
from hecht.area.dictionary import DictionaryError
from hecht.area.indicator import Kind, Theme
from hecht.area.panel import Absent
from hecht.exchange.area_import import read_area_file, read_crosswalk
from hecht.exchange.area_outlines import TOLERANCE, add_shapes
from hecht.exchange.area_shapes import AreaShape, read_area_shapes
from hecht.exchange.area_sheet import AreaFileError
from hecht.exchange.area_store import PanelError, open_panel

TABLE = (
    "buurt;naam;jaar;Thuisgevoel (%);WOZ;Inwoners;Onbekend\n"
    "0601;Noord;2023;61,5;1.250;1200;a\n"
    "0602;Zuid;2023;.;2.500;900;b\n"
    "0601;Noord;2024;onbekend;1.300;1210;c\n"
    "0603;Oost;laatst;60;1.000;5;d\n"
    ";Leeg;2024;60;1.000;5;e\n"
)
TOML = """
title = "Wijkonderzoek Breda"
publisher = "Gemeente Breda"
licence = "CC0"
prefix = "BU0758"
[codes]
"0602" = "Zuidwest"
[[column]]
column = "buurt"
indicator = "@area"
[[column]]
column = "naam"
indicator = "@name"
[[column]]
column = "jaar"
indicator = "@year"
[[column]]
column = "thuisgevoel (%)"
indicator = "home_feeling"
theme = "loneliness_cohesion"
kind = "share"
unit = "%"
label = "Feels at home"
label_nl = "Voelt zich thuis"
weight = "residents"
better = "more"
[[column]]
column = "WOZ"
indicator = "woz_value"
factor = 0.1
[[column]]
column = "Inwoners"
indicator = "residents"
"""


@pytest.fixture
def own(tmp_path):
    """Return a table and its dictionary."""
    (tmp_path / "survey.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "survey.toml").write_text(TOML, encoding="utf-8")
    return tmp_path / "survey.csv", tmp_path / "survey.toml"


def test_a_table_with_a_dictionary_becomes_a_reading(own):
    """Codes are mapped as the dictionary says, numbers read, and new indicators defined."""
    table, dictionary = own
    reading = read_area_file(table, dictionary=dictionary)
    found = {(one.area, one.year, one.indicator): one for one in reading.figures()}
    assert found["BU07580601", 2023, "home_feeling"].value == 61.5
    assert found["BU07580601", 2023, "woz_value"].value == 125, "thousands are told by the others"
    assert found["Zuidwest", 2023, "home_feeling"].absent is Absent.NOT_PUBLISHED
    assert {one.name for one in reading.areas if one.code == "Zuidwest"} == {"Zuid"}
    (defined,) = reading.own
    assert (defined.code, defined.theme, defined.kind) == (
        "home_feeling", Theme.LONELINESS_COHESION, Kind.SHARE
    )  # fmt: skip
    source = {one.key: one for one in reading.sources}[found["Zuidwest", 2023, "residents"].source]
    assert (source.publisher, source.title, source.column, source.licence) == (
        "Gemeente Breda", "Wijkonderzoek Breda", "Inwoners", "CC0"
    )  # fmt: skip


def test_faults_of_an_own_table_have_row_and_column(own):
    """Each cell that cannot be read is told with its place; the rest is read."""
    table, dictionary = own
    told = {(one.rule, one.row, one.column, one.severity)
            for one in read_area_file(table, dictionary=dictionary).problems}  # fmt: skip
    assert told >= {
        ("not-a-number", 4, "Thuisgevoel (%)", "error"),
        ("no-year", 5, "jaar", "error"),
        ("no-code", 6, "buurt", "error"),
        ("unknown-column", None, "Onbekend", "remark"),
    }


def test_a_dictionary_may_be_csv(tmp_path):
    """The same in CSV: one row a column; the year may come from the command."""
    (tmp_path / "t.csv").write_text("code,cijfer,oud\nGM0344,5,1\n", encoding="utf-8")
    (tmp_path / "d.csv").write_text(
        "column,indicator,theme,kind,unit,label\ncode,@area,,,,\noud,@skip,,,,\n"
        "cijfer,space_mark,public_space,mean,mark,Mark for the space\n",
        encoding="utf-8",
    )
    reading = read_area_file(tmp_path / "t.csv", dictionary=tmp_path / "d.csv", year=2025)
    assert [(one.year, one.indicator, one.value) for one in reading.figures()] == [
        (2025, "space_mark", 5)
    ]
    assert reading.problems == ()
    with pytest.raises(AreaFileError, match="--year"):
        read_area_file(tmp_path / "t.csv", dictionary=tmp_path / "d.csv")
    with pytest.raises(AreaFileError, match="--dictionary"):
        read_area_file(tmp_path / "t.csv", kind="own")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("column,indicator\nx,residents\n", "@area"),
        ("column,indicator\nx,@place\n", "row 2, indicator: '@place'"),
        ("column,indicator\nx,unheard\n", "row 2, theme"),
        ("column,indicator\nx,@area\nx,@name\n", "comes twice"),
        ("column,indicator,theme\nc,@area,\nx,residents,homes\n", "an indicator of hecht"),
        ("column,meaning\nx,y\n", "indicator is missing"),
        ("dataset,column,first,last,indicator\nkwb,x,,,unheard\n", "unheard is not an indicator"),
    ],
)
def test_faults_of_a_dictionary_are_told(own, tmp_path, text, said):
    """A dictionary that cannot be used is refused with its place."""
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DictionaryError, match=said):
        read_area_file(own[0], dictionary=tmp_path / "d.csv")


def test_a_crosswalk_is_read_and_checked(tmp_path):
    """old, new and share, with comma or point; an empty share is the whole area."""
    path = tmp_path / "walk.csv"
    path.write_text("old;new;share\nWK036327;WK0363MB;\nWK036328;WK0363MC;0,5\n")
    assert [(one.old, one.new, one.share) for one in read_crosswalk(path)] == [
        ("WK036327", "WK0363MB", 1.0), ("WK036328", "WK0363MC", 0.5)
    ]  # fmt: skip
    for text, said in (
        ("from,to\na,b\n", "old, new is missing"), ("old,new,share\nWK1,WK0363MB,1\n", "row 2"),
        ("old,new,share\nWK036327,WK0363MB,half\n", "row 2, share"),
    ):  # fmt: skip
        path.write_text(text)
        with pytest.raises(CrosswalkError, match=said):
            read_crosswalk(path)


def test_a_crosswalk_is_used_on_import(tmp_path):
    """Figures of the new codes come beside those of the old."""
    (tmp_path / "kwb-2022.csv").write_text("gwb_code_10,a_inw\nWK036327,100\nWK036328,50\n")
    (tmp_path / "walk.csv").write_text("old,new,share\nWK036327,WK0363MB,1\nWK036328,WK0363MB,1\n")
    reading = read_area_file(tmp_path / "kwb-2022.csv", crosswalk=tmp_path / "walk.csv")
    assert {one.area: one.value for one in reading.figures()} == {
        "WK036327": 100, "WK036328": 50, "WK0363MB": 150
    }  # fmt: skip


def _wavy(left, code):
    """Return a square of 1 km with many corners on its sides, that neighbours share."""
    steps = range(0, 1001, 10)
    bend = {at: (at // 10) % 2 for at in steps}
    west = [(left + bend[at], at) for at in steps]
    east = [(left + 1000 + bend[at], at) for at in reversed(steps)]
    return AreaShape(code, code, shapely.Polygon([*west, *east]))


def test_outlines_are_simplified_and_still_fit_together(tmp_path):
    """Neighbours have fewer corners, no gap between them, and stay where they were."""
    shapes = [_wavy(0, "BU03440001"), _wavy(1000, "BU03440002")]
    add_shapes(tmp_path, shapes, 2023)
    found = open_panel(tmp_path).shapes(["BU03440002", "BU03440001", "BU99999999"])
    assert list(found) == ["BU03440002", "BU03440001"]
    one, two = found["BU03440001"], found["BU03440002"]
    assert len(one.exterior.coords) < 20 < len(shapes[0].outline.exterior.coords)
    assert shapely.intersection(one, two).area == 0
    assert shapely.union(one, two).geom_type == "Polygon"
    assert shapely.hausdorff_distance(one, shapes[0].outline) <= 2 * TOLERANCE


def test_outlines_of_the_latest_division_count(tmp_path):
    """Of each area the last outline is given, or that of an earlier year when asked."""
    add_shapes(tmp_path, [_wavy(0, "BU03440001"), _wavy(1000, "BU03440002")], 2022)
    assert "1 of them in place" in add_shapes(tmp_path, [_wavy(0, "BU03440001")], 2022)[0]
    add_shapes(tmp_path, [_wavy(5000, "BU03440001")], 2023)
    panel = open_panel(tmp_path)
    codes = ["BU03440001", "BU03440002"]
    assert [round(panel.shapes(codes)[code].bounds[0], -2) for code in codes] == [5000, 1000]
    assert round(panel.shapes(codes, year=2022)["BU03440001"].bounds[0], -2) == 0
    with pytest.raises(PanelError, match="not one outline"):
        add_shapes(tmp_path, [], 2023)


@pytest.mark.shared
def test_the_buurten_of_den_haag_lie_in_rd(shared_data, tmp_path):
    """The real outlines are stored in RD, each of nearly the area that CBS gives."""
    path = shared_data / "bag_denhaag" / "buurten_2022.geojson"
    shapes, problems = read_area_shapes(path)
    assert problems == []
    add_shapes(tmp_path, shapes, 2022)
    found = open_panel(tmp_path).shapes([one.code for one in shapes])
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert len(found) == len(features) == 14
    for feature in features:
        facts = feature["properties"]
        outline = found[facts["buurtcode"]]
        assert outline.area / 1e4 == pytest.approx(facts["oppervlakte_totaal_in_ha"], rel=0.03,
                                                   abs=1)  # fmt: skip
        assert outline.is_valid
