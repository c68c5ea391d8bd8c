"""Tables of CBS, with everything that is wrong with them, and the real files."""

from __future__ import annotations

import csv

import pytest

from hecht.area.panel import Absent, Level
from hecht.exchange.area_cbs import KWB, NABIJHEID, SES_WOA, read_cbs
from hecht.exchange.area_import import read_area_file
from hecht.exchange.area_sheet import AreaFileError

MESS = (
    "\ufeffgwb_code_10;regio;recs;ind_wbi;a_inw;a_00_14;p_koopw;g_hhgro;nobody_knows;leeg\n"
    "NL00      ;Nederland;Land;.;17000000;2500000;57;2,1;1;.\n"
    "GM0344    ;Utrecht;Gemeente;1; 367947;59655;44;1.9;2;.\n"
    "WK034403  ;Wijk 03 Overvecht;Wijk;3;34910;6245;20;2,0;3;\n"
    "BU0363MB01;Ergens;Buurt;2;   .;-99999999;x;;4;.\n"
    "BU344;Kapot;Buurt;1;10;5;5;2;5;.\n"
    "BU03440111;Welgelegen;Buurt;1;1810;veel;21;1,6;6;.\n"
)


def figures(reading):
    """Return values by area and indicator."""
    return {(one.area, one.indicator): one for one in reading.figures()}


@pytest.fixture
def mess(tmp_path):
    """Return a file with everything wrong that files of CBS have wrong."""
    path = tmp_path / "kwb-2023.csv"
    path.write_text(MESS, encoding="utf-8")
    return path


def test_messy_cells_are_read_or_told(mess):
    """Padded codes, points, commas, blanks and -99999999 are read; nothing becomes a zero."""
    reading = read_cbs(mess, KWB)
    found = figures(reading)
    assert found["NL", "residents"].value == 17_000_000
    assert found["GM0344", "household_size"].value == 1.9
    assert found["WK034403", "household_size"].value == 2.0
    for name in ("residents", "share_0_14", "residents_0_14", "homes_owned", "household_size"):
        one = found["BU0363MB01", name]
        assert (one.value, one.absent) == (None, Absent.NOT_PUBLISHED), name
    told = {(one.rule, one.column, one.row, one.value) for one in reading.problems}
    assert told == {
        ("no-code", "gwb_code_10", 6, "BU344"),
        ("not-a-number", "a_00_14", 7, "veel"),
        ("unknown-column", "nobody_knows", None, ""),
    }


def test_every_figure_traces_to_file_column_and_edition(mess):
    """A figure's source names the file and the column as it is called there."""
    reading = read_cbs(mess, KWB, edition="2023 v2")
    sources = {one.key: one for one in reading.sources}
    one = sources[figures(reading)["GM0344", "residents"].source]
    assert (one.publisher, one.file, one.column, one.edition, one.licence) == (
        "CBS", "kwb-2023.csv", "a_inw", "2023 v2", "CC BY 4.0"
    )  # fmt: skip


def test_a_share_is_reckoned_from_a_number(mess):
    """Editions with numbers give the share too, and its source says from which columns."""
    reading = read_cbs(mess, KWB)
    one = figures(reading)["WK034403", "share_0_14"]
    assert one.value == pytest.approx(100 * 6245 / 34910)
    assert one.source.endswith("/a_00_14 / residents")


def test_what_is_said_of_borders_is_kept(mess):
    """1 is no change, 2 another code, 3 other borders; a point is nothing."""
    said = {one.area: (one.code_changed, one.borders_changed, one.said)
            for one in read_cbs(mess, KWB).borders}  # fmt: skip
    assert said == {
        "GM0344": (False, False, "1"),
        "WK034403": (None, True, "3"),
        "BU0363MB01": (True, False, "2"),
        "BU03440111": (False, False, "1"),
    }


def test_areas_lie_in_each_other(mess):
    """Level, name and the area around it come from the row."""
    areas = {one.code: one for one in read_cbs(mess, KWB).areas}
    assert areas["BU0363MB01"].inside == "WK0363MB"
    assert (areas["WK034403"].name, areas["WK034403"].level) == ("Wijk 03 Overvecht",
                                                                 Level.DISTRICT)  # fmt: skip


def test_an_empty_edition_is_not_yet_published(tmp_path):
    """A column that is empty for all of many areas is still to come; another is left out."""
    path = tmp_path / "kwb-2024.csv"
    rows = [f"BU0344{at:04d};{at};.;{'.' if at else 3}" for at in range(30)]
    path.write_text("\n".join(["gwb_code_10;a_inw;p_koopw;p_huurw", *rows]), encoding="utf-8")
    found = figures(read_cbs(path, KWB))
    assert found["BU03440007", "homes_owned"].absent is Absent.NOT_YET
    assert found["BU03440007", "homes_rented"].absent is Absent.NOT_PUBLISHED


def test_old_editions_with_bare_codes(tmp_path):
    """Codes without letters get those of their kind of area, with the zeros that were lost."""
    path = tmp_path / "kwb-2008.csv"
    path.write_text(
        "gwb_code,recs,AANT_INW,P_00_14_JR\n363,G,750000,15\n36300,W,4000,5\n3630000,B,900,4\n",
        encoding="utf-8",
    )
    found = figures(read_cbs(path, KWB))
    assert [found[code, "share_0_14"].value for code in ("GM0363", "WK036300", "BU03630000")] == [
        15, 5, 4
    ]  # fmt: skip


def test_a_workbook_reads_like_csv(mess, tmp_path):
    """The same cells in Excel, with numbers as numbers and an explanation before them."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Toelichting"])
    sheet = book.create_sheet("KWB2023")
    sheet.append(["Kerncijfers", None])
    for row in csv.reader(MESS.removeprefix("\ufeff").splitlines(), delimiter=";"):
        cells = [int(cell) if cell.strip().isdigit() else cell for cell in row]
        sheet.append(cells)
    path = tmp_path / "kwb-2023.xlsx"
    book.save(path)
    one, other = read_cbs(path, KWB), read_cbs(mess, KWB)
    assert [(a.area, a.indicator, a.value) for a in one.figures()] == [
        (a.area, a.indicator, a.value) for a in other.figures()
    ]


def test_a_map_gives_figures_without_water(tmp_path):
    """A GeoPackage gives its attributes; water has no figures, and codes of CBS no values."""
    import geopandas
    from shapely import box

    frame = geopandas.GeoDataFrame(
        {
            "WK_CODE": ["WK034401", "WK034402", "WK034499"], "WK_NAAM": ["a", "b", "water"],
            "GM_CODE": ["GM0344"] * 3, "WATER": ["NEE", "NEE", "JA"],
            "AANT_INW": [100, -99999999, -99999999], "P_00_14_JR": [10, -99997, -99995],
        },
        geometry=[box(at, 0, at + 1, 1) for at in range(3)], crs="EPSG:28992",
    )  # fmt: skip
    path = tmp_path / "wijk_2016.gpkg"
    frame.to_file(path, layer="wijken")
    reading = read_area_file(path)
    assert {(one.area, one.indicator, one.value) for one in reading.figures()} == {
        ("WK034401", "residents", 100), ("WK034402", "residents", None),
        ("WK034401", "share_0_14", 10), ("WK034402", "share_0_14", None),
    }  # fmt: skip
    assert "1 rows of water" in reading.remarks[0]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("kwb.csv", "gwb_code_10,a_inw\nGM0344,1\n", "--year"),
        ("kwb-2023.csv", "naam,a_inw\nx,1\n", "no column with the codes"),
        ("kwb-2023.csv", "gwb_code_10,a_inw\nGM34,1\n", "not one row"),
        ("kwb-2023.csv", "", "nothing in it"),
        ("kwb-2023.xlsx", "gwb_code_10,a_inw\n", "workbook"),
        ("kwb-2023.xls", "x", "save it as"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, name, text, said):
    """The whole file is refused with what to do, never half read."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AreaFileError, match=said):
        read_cbs(path, KWB)


def test_the_kind_of_a_file_is_told_by_its_columns(mess, tmp_path):
    """`auto` knows the tables of CBS apart, and says when it knows none."""
    assert read_area_file(mess).dataset == "kwb"
    path = tmp_path / "ses-2019.csv"
    path.write_text(
        '"Perioden";"Wijken en buurten";"Regiocode (gemeente, wijk, buurt) (code)";'
        '"SES-WOA/Totaalscore/Gemiddelde score (Getal)"\n"2019";"A";"GM0363    ";"  -0.100"\n',
        encoding="utf-8",
    )
    reading = read_area_file(path)
    assert (reading.dataset, figures(reading)["GM0363", "ses_woa"].value) == ("ses_woa", -0.1)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(AreaFileError, match="no table that hecht knows"):
        read_area_file(path)


def _cells(path):
    with path.open(encoding="utf-8-sig") as file:
        return {row["gwb_code_10"]: row for row in csv.DictReader(file)}


@pytest.mark.shared
@pytest.mark.parametrize("year", [2023, 2024])
def test_overvecht_equals_the_file(shared_data, year):
    """The figures of Overvecht and its buurten are those in the file, cell by cell."""
    path = shared_data / "cbs" / f"utrecht_kwb_{year}.csv"
    reading = read_area_file(path)
    cells, found, seen = _cells(path), figures(reading), 0
    sources = {one.key: one for one in reading.sources}
    for (area, _), one in found.items():
        column = sources[one.source].column
        if not area.startswith(("WK034403", "BU034403")) or "/" in column:
            continue
        cell = cells[area][column].strip()
        assert (one.value is None) == (cell == "."), (area, column)
        if one.value is not None:
            assert one.value == float(cell), (area, column)
        seen += 1
    assert seen > 700
    assert [one for one in reading.problems if one.severity == "error"] == []


@pytest.mark.shared
def test_the_first_edition_of_2024_is_not_yet_there(shared_data):
    """In 2024 every column of homes and incomes is still empty: not yet published."""
    found = figures(read_area_file(shared_data / "cbs" / "utrecht_kwb_2024.csv"))
    for name in ("homes_corporation", "woz_value", "income_per_resident", "gas_use"):
        assert found["WK034403", name].absent is Absent.NOT_YET, name
    assert found["WK034403", "residents"].value == 35255


@pytest.mark.shared
@pytest.mark.parametrize("year", [2023, 2024])
def test_workbook_and_csv_of_utrecht_agree(shared_data, year):
    """The workbook of CBS and the CSV made of it give the same figures."""
    one = read_area_file(shared_data / "cbs" / f"CBS-Utrecht-kwb-{year}.xlsx")
    other = read_area_file(shared_data / "cbs" / f"utrecht_kwb_{year}.csv")
    assert [(a.area, a.indicator, a.value, a.absent) for a in one.figures()] == [
        (a.area, a.indicator, a.value, a.absent) for a in other.figures()
    ]


@pytest.mark.shared
def test_the_map_of_2016_has_no_minus_99999999(shared_data):
    """The 3,482 missing cells of the map are absent, none of them a number."""
    path = shared_data / "cbs" / "wijk_2016.csv"
    reading = read_area_file(path)
    with path.open(encoding="utf-8-sig") as file:
        missing = sum(cell.startswith("-99999999") for row in csv.reader(file) for cell in row)
    assert (len(reading.areas), len(reading) - reading.known) == (2981, missing)
    assert reading.value[reading.absent == 0].min() >= 0
    assert reading.problems == ()


@pytest.mark.shared
def test_statline_exports_are_known_wholly(shared_data):
    """Each column of the real exports of distances and SES-WOA is known, codes without padding."""
    near = read_cbs(
        shared_data / "cbs" / "CBS-Utrecht_Nabijheid_voorzieningen_buurt_2023.csv", NABIJHEID
    )
    assert (near.problems, len(near.indicators)) == ((), 110)
    ses = read_cbs(shared_data / "cbs" / "SES_WOA_scores_amsterdam_2019.csv", SES_WOA)
    assert (ses.problems, len(ses.areas), set(ses.year)) == ((), 579, {2019})
    assert figures(ses)["BU03639800", "ses_woa"].value == 0.131
    assert figures(ses)["BU03639801", "ses_woa"].absent is Absent.NOT_PUBLISHED
