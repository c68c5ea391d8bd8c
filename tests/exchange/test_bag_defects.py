"""Every defect of the register: what is done about it, and that it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.exchange.bag_area import area_by_code
from hecht.exchange.bag_defects import DONE, Defect, DefectReport, Dwelling, Range, choose_homes
from hecht.exchange.bag_tables import read_buildings, read_units
from tests.exchange.bag_cases import AREA, write_tables

Found = tuple[dict[str, Dwelling], DefectReport]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    buildings, units = write_tables(tmp_path_factory.mktemp("bag"))
    homes, report = choose_homes(
        read_buildings(buildings), read_units(units), area_by_code(AREA), (1950, 1969)
    )
    return {home.unit.id.removeprefix("unit."): home for home in homes}, report


def test_the_homes_that_are_left(found: Found) -> None:
    """Homes stay; withdrawn, unused, non-residential, double and homeless units do not."""
    homes, report = found
    assert list(homes) == ["1", "2", "3", "7", "11", "14", "15", "16", "17", "18", "19", "20", "22"]
    assert report.homes == 13
    assert report.outside_years == 1
    assert report.units_in_area == 22


def test_every_kind_of_defect_is_counted_with_an_example(found: Found) -> None:
    """The report names each kind, how often, what was done and for instance where."""
    _, report = found
    two = {Defect.ABSURD_AREA, Defect.SEVERAL_BUILDINGS}
    assert report.counts == {kind: 2 if kind in two else 1 for kind in Defect}
    assert set(DONE) == set(Defect)
    text = "\n".join(report.lines())
    for kind in Defect:
        assert report.examples[kind]
        assert str(kind) in text
        assert DONE[kind] in text


def test_a_unit_in_several_buildings_is_in_the_one_that_holds_its_point(found: Found) -> None:
    """Else it is in the first, and the report says which way it was."""
    homes, report = found
    assert homes["2"].building.id == "P3"
    assert homes["3"].building.id == "P1"
    assert "holds its point" in report.examples[Defect.SEVERAL_BUILDINGS][0]
    assert "27.0 m away" in report.examples[Defect.POINT_OUTSIDE][0]


def test_absurd_and_missing_areas_are_not_known(found: Found) -> None:
    """An area of 1 or 99999 m2, or none, is None; others stay."""
    homes, _ = found
    assert [homes[name].unit.area for name in ("16", "17", "18", "1")] == [None, None, None, 80]


@pytest.mark.parametrize(
    ("area", "known"),
    [(1, False), (9, False), (9.9, False), (10, True), (999, False), (1000, True), (1001, False)],
)
def test_which_areas_are_believed(area: float, known: bool) -> None:
    """From 10 to 1,000 m2, but for values that stand for "not known"."""
    assert Range().believable(area) is known


def test_of_rows_with_the_same_number_the_last_counts(found: Found) -> None:
    """A unit and a building that come twice are what their last row says."""
    homes, _ = found
    assert homes["22"].unit.area == 60
    assert homes["14"].building.year == 1955


def test_a_demolition_permit_is_kept_and_marked(found: Found) -> None:
    """The home still stands, so it stays; it is known that it goes."""
    homes, _ = found
    assert [name for name, home in homes.items() if home.demolition_permit] == ["11"]


def test_a_polygon_that_crosses_itself_is_repaired(found: Found) -> None:
    """Both halves of a bow tie are kept."""
    homes, _ = found
    assert homes["15"].building.shape.is_valid
    assert homes["15"].building.shape.area == pytest.approx(30)


def test_without_years_a_building_without_a_year_is_no_defect(tmp_path: Path) -> None:
    """When no years are chosen, nothing is left out for its year."""
    buildings, units = write_tables(tmp_path)
    homes, report = choose_homes(
        read_buildings(buildings), read_units(units), area_by_code(AREA), None
    )
    assert Defect.YEAR_UNKNOWN not in report.counts
    assert {"unit.12", "unit.13"} <= {home.unit.id for home in homes}


def test_only_the_given_postcodes(tmp_path: Path) -> None:
    """With postcodes, units that have another or none do not count at all."""
    buildings, units = write_tables(tmp_path)
    homes, report = choose_homes(
        read_buildings(buildings), read_units(units), area_by_code(AREA), postcodes=["9999ZZ"]
    )
    assert homes == []
    assert report.units_in_area == 0
    assert report.counts == {}


def test_the_report_as_json(found: Found) -> None:
    """The same figures, under stable names."""
    record = found[1].as_dict()
    assert record["homes"] == 13
    kinds = {item["defect"]: item for item in record["defects"]}
    assert kinds["absurd_area"]["count"] == 2
    assert kinds["withdrawn"]["done"] == "left out"


@pytest.mark.shared
def test_the_real_register(shared_data: Path) -> None:
    """Of Den Haag Mariahoeve and Voorburg: each defect that its description names is met."""
    bag = shared_data / "bag_denhaag"
    buildings = read_buildings(bag / "panden.csv.gz")
    units = read_units(bag / "verblijfsobjecten.csv.gz")
    assert (len(buildings), len(units)) == (15_380, 31_293)
    homes, report = choose_homes(buildings, units, area_by_code("BU05182567"), (1950, 1969))
    assert len(homes) == 1_478
    assert report.counts[Defect.WITHDRAWN] == 49
    assert report.counts[Defect.ABSURD_AREA] == 1
    assert "4077 m2" in report.examples[Defect.ABSURD_AREA][0]
    from hecht.exchange.bag_area import area_by_box

    _, everything = choose_homes(buildings, units, area_by_box("0,0,300000,600000"))
    assert everything.counts[Defect.WITHDRAWN] == 1_057
    assert everything.counts[Defect.SEVERAL_BUILDINGS] > 0
    assert everything.homes + sum(
        everything.counts.get(kind, 0) for kind in Defect if DONE[kind].startswith("left out")
    ) == len(units)
