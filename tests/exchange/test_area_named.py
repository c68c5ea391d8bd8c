"""Tables that go by names of areas: three layouts, sure names only, nothing silent."""

import pytest

from hecht.area.edition_columns import Meaning
from hecht.area.panel import Absent
from hecht.exchange.area_named import About, Naming, read_named
from hecht.exchange.area_shapes import read_area_shapes
from hecht.exchange.area_sheet import AreaFileError

AREAS = Naming([("BU07580001", "Chassé"), ("BU07580002", "Prinsenbeek"), ("BU07580003", "Heuvel")])


def _read(tmp_path, text, about=None, *, name="tabel.csv", naming=AREAS, **options):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_named(path, naming, about or About(2022), **options)


def _figures(reading):
    return {(one.area, one.year, one.indicator): one.value for one in reading.figures()}


def test_a_column_for_each_figure(tmp_path):
    """Columns that hecht knows are read, others are told, names without a code are left out."""
    reading, matches = _read(
        tmp_path, "Buurt,inhabitants,colour\nCHASSE,100,red\nPrisenbeek,200,blue\n"
    )
    assert _figures(reading) == {("BU07580001", 2022, "residents"): 100}
    assert [one.code for one in matches] == ["BU07580001", ""]
    problem = reading.problems[0]
    assert (problem.rule, problem.row, problem.column) == ("unmatched-name", 3, "Buurt")
    assert "Prinsenbeek (BU07580002)" in problem.text
    assert "colour" in reading.remarks[0]
    assert reading.sources[0].column == "inhabitants"


def test_what_a_person_chose_is_taken(tmp_path):
    """A name that a person gave a code is read with it; one left empty is left out silently."""
    naming = Naming(AREAS.areas, {"Prisenbeek": "BU07580002", "Hill": ""})
    reading, _ = _read(tmp_path, "Buurt,inhabitants\nPrisenbeek,200\nHill,1\n", naming=naming)
    assert _figures(reading) == {("BU07580002", 2022, "residents"): 200}
    assert not reading.problems


def test_a_column_for_each_year(tmp_path):
    """Years as columns are one indicator, which must be named; a factor brings it to its unit."""
    text = "neighborhood,2015,2016\nHeuvel,175000,\nChassé,218000,221000\n"
    reading, _ = _read(tmp_path, text, About(indicator="woz_value", factor=0.001))
    assert _figures(reading) == {
        ("BU07580003", 2015, "woz_value"): 175,
        ("BU07580003", 2016, "woz_value"): None,
        ("BU07580001", 2015, "woz_value"): 218,
        ("BU07580001", 2016, "woz_value"): 221,
    }
    with pytest.raises(AreaFileError, match="indicator"):
        _read(tmp_path, text, About())


def test_rows_of_kinds_and_values(tmp_path):
    """Rows of name, kinds and value are read where the kinds together are known."""
    reading, _ = _read(
        tmp_path,
        ",zones,category,place,within,Value\n1,Heuvel,Childcare,Daycare centres,Within 1 km,1.7\n"
        "2,Heuvel,Leisure and culture,Recreation,Within 10 km,4\n",
    )
    assert _figures(reading) == {("BU07580003", 2022, "near_day_care_1km"): 1.7}
    assert "Recreation" in reading.remarks[0]


def test_own_columns_go_first(tmp_path):
    """A row of the user's own dictionary gives a column a meaning, with a factor."""
    reading, _ = _read(
        tmp_path,
        "Buurt,tuintjes\nHeuvel,3\n",
        meanings=[Meaning("named", "Tuintjes", "green_x", 2)],
    )
    assert _figures(reading) == {("BU07580003", 2022, "green_x"): 6}


def test_a_year_in_a_column_or_in_the_name(tmp_path):
    """The year comes from a column or the file's name where it is not given; else it is asked."""
    reading, _ = _read(tmp_path, "Buurt,Jaar,inwoners\nHeuvel,2019,5\nHeuvel,2020,6\n", About())
    assert set(_figures(reading).values()) == {5, 6}
    reading, _ = _read(tmp_path, "Buurt,inwoners\nHeuvel,5\n", About(), name="inwoners 2018.csv")
    assert [key[1] for key in _figures(reading)] == [2018]
    with pytest.raises(AreaFileError, match="which year"):
        _read(tmp_path, "Buurt,inwoners\nHeuvel,5\n", About())


def test_a_name_on_two_rows_is_nobodys(tmp_path):
    """A borough with the name of a buurt gives neither its figures, until the kind is told."""
    text = "region,region_type,inhabitants\nHeuvel,Borough,900\nHeuvel,Neighbourhood,500\n"
    reading, _ = _read(tmp_path, text)
    assert len(reading) == 0
    assert [one.rule for one in reading.problems] == ["name-twice"]
    reading, _ = _read(tmp_path, text, About(2022, only=("region_type", "Neighbourhood")))
    assert list(_figures(reading).values()) == [500]


def test_rates_need_the_residents_of_the_year(tmp_path):
    """Counts get a rate where residents are known, none where not, too few where too few."""
    reading, _ = _read(
        tmp_path,
        "Buurt,Total felonies\nHeuvel,30\nChassé,20\nPrinsenbeek,10\n",
        residents={("BU07580003", 2022): 1500.0, ("BU07580001", 2022): 99.0},
    )
    rates = {
        one.area: (one.value, one.absent)
        for one in reading.figures()
        if one.indicator == "police_total_per_1000"
    }
    assert rates == {
        "BU07580003": (20, Absent.NONE),
        "BU07580001": (None, Absent.SMALL),
    }


def test_no_names(tmp_path):
    """A table without a column of names is refused, with the columns that are there."""
    with pytest.raises(AreaFileError, match="foo, bar"):
        _read(tmp_path, "foo,bar\n1,2\n")


@pytest.mark.shared
def test_real_tables_of_breda(shared_data):
    """Breda's tables: sure names matched, the misspelt proposed, boroughs not taken for buurten."""
    folder = shared_data / "breda"
    shapes, _ = read_area_shapes(folder / "Buurten.geojson", prefix="BU0758")
    naming = Naming([(one.code, one.name) for one in shapes])

    values, names = read_named(
        folder / "Housing_Prices_2015-2022.csv", naming, About(indicator="woz_value", factor=0.001)
    )
    assert len(values) == 54 * 8
    left = {one.name: [code for _, code, _ in one.proposals] for one in names if not one.code}
    assert left == {
        "Centrum": [], "Niew Wolfslaar": ["Nieuw Wolfslaar"], "Prisenbeek": ["Prinsenbeek"]
    }  # fmt: skip

    crimes, names = read_named(folder / "crime_by_type.csv", naming, About(2022))
    assert sum(bool(one.code) for one in names) == 56
    assert {one.name.split()[0] for one in names if not one.code} == {"Breda"}
    assert "police_total" in crimes.indicators

    people, _ = read_named(folder / "population.csv", naming, About(2022))
    assert {one.value for one in people.problems if one.rule == "name-twice"} == {
        "Bavel", "Prinsenbeek", "Teteringen", "Ulvenhout"
    }  # fmt: skip
    people, _ = read_named(
        folder / "population.csv", naming, About(2022, only=("region_type", "Neighbourhood"))
    )
    by_name = {
        next(area.name for area in people.areas if area.code == one.area): one.value
        for one in people.figures()
        if one.indicator == "residents"
    }
    assert len(by_name) == 56
    assert by_name["Valkenberg"] == 2005

    _, names = read_named(folder / "nuisance.csv", naming, About(2022))
    translated = {one.name for one in names if not one.code}
    assert {"Bark mill", "Hill", "Witch wheel"} <= translated
    assert len(names) - len(translated) == 29

    near, names = read_named(folder / "proximity.csv", naming, About(2022))
    assert all(one.code for one in names)
    assert len(near) > 2000
