"""A neighbourhood from BAG: homes, blocks, estimates, new and temporary homes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hecht.exchange import examine, write
from hecht.exchange.bag import Assumptions, import_bag
from hecht.exchange.bag_area import area_by_code
from hecht.exchange.bag_blocks import blocks_of
from hecht.exchange.bag_estimates import (
    free_points,
    points_inside,
    resampled,
    rooms_from_area,
)
from hecht.exchange.bag_tables import BagError, Building
from hecht.neighbourhood import Neighbourhood, Stage, Works
from tests.exchange.bag_cases import AREA, building, unit, write_tables


def imported(folder: Path, **changes: object) -> Neighbourhood:
    buildings, units = write_tables(folder)
    assumptions = replace(Assumptions(), **changes)  # type: ignore[arg-type]
    return import_bag(
        buildings, units, area_by_code(AREA), years=(1950, 1969), assumptions=assumptions
    )[0]


def shape_of(neighbourhood: Neighbourhood, block: str) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(
        [(polygon[0], polygon[1:]) for polygon in neighbourhood.shapes[block]]
    )


def test_homes_have_addresses_or_their_register_number(tmp_path: Path) -> None:
    """Without streets the postcode stands in; without an address the BAG number does."""
    home_of = imported(tmp_path).home_of
    assert home_of["5000AA-1"].address == "5000AA 1"
    assert home_of["5000AA-1"].street == "5000AA"
    assert home_of["19"].address == "BAG 19"
    assert home_of["5000AA-16"].area is None


def test_what_is_estimated_is_said(tmp_path: Path) -> None:
    """The project and the report tell that rooms are estimated and rents unknown."""
    buildings, units = write_tables(tmp_path)
    neighbourhood, report = import_bag(buildings, units, area_by_code(AREA), years=(1950, 1969))
    assert "Rooms, floors and lifts are estimated" in neighbourhood.project.synthetic
    notes = " ".join(report.notes)
    for word in ("estimated", "Rents", "no street names", "without a source"):
        assert word in notes
    assert all(home.rent is None for home in neighbourhood.homes)


def test_a_block_with_a_demolition_permit_is_rebuilt(tmp_path: Path) -> None:
    """Whatever the works of the others."""
    neighbourhood = imported(tmp_path, works=Works.KEEP)
    condemned = neighbourhood.home_of["5000AA-11"].block
    rebuilt = [b.id for b in neighbourhood.blocks if b.works is Works.REBUILD]
    assert rebuilt == [condemned]
    kept = [b for b in neighbourhood.blocks if b.works is Works.KEEP]
    assert all(b.duration == 0 and b.cost is None for b in kept)


def test_adjoining_buildings_are_one_block(tmp_path: Path) -> None:
    """P1, P2 and P3 stand wall to wall, the others apart."""
    neighbourhood = imported(tmp_path)
    home_of = neighbourhood.home_of
    assert home_of["5000AA-1"].block == home_of["5000AA-2"].block == home_of["5000AA-20"].block
    assert len(neighbourhood.blocks) == 4
    apart = imported(tmp_path, most_homes=1)
    assert len(apart.blocks) == 6


def test_new_homes_stand_on_the_plot(tmp_path: Path) -> None:
    """As many as asked, each inside the outline of its block."""
    for factor in (0.5, 1.0, 1.6):
        neighbourhood = imported(tmp_path, new_factor=factor)
        for block in neighbourhood.blocks:
            homes = [home for home in neighbourhood.homes if home.block == block.id]
            old = sum(home.stage is Stage.EXISTING for home in homes)
            new = [home for home in homes if home.stage is Stage.NEW]
            assert len(new) == round(old * factor)
            outline = shape_of(neighbourhood, block.id).buffer(0.02)
            assert all(outline.covers(shapely.Point(home.x, home.y)) for home in new)


def test_the_rooms_of_new_homes_can_be_given(tmp_path: Path) -> None:
    """In the proportions asked."""
    rooms = Counter(
        home.rooms
        for home in imported(tmp_path, new_rooms=(2, 3), new_factor=2.0).homes
        if home.stage is Stage.NEW and home.block == "b01"
    )
    assert abs(rooms[2] - rooms[3]) <= 1
    assert set(rooms) == {2, 3}


def test_temporary_homes_stand_on_open_ground(tmp_path: Path) -> None:
    """At least 5 m from every building."""
    neighbourhood = imported(tmp_path, temporary=7)
    homes = [home for home in neighbourhood.homes if home.stage is Stage.TEMPORARY]
    assert len(homes) == 7
    for home in homes:
        for block in neighbourhood.blocks:
            assert shape_of(neighbourhood, block.id).distance(shapely.Point(home.x, home.y)) >= 5


def test_what_is_imported_is_a_good_folder(tmp_path: Path) -> None:
    """It has no problem but that nobody lives there yet, and reads back as it was."""
    neighbourhood = imported(tmp_path)
    write(neighbourhood, tmp_path / "folder")
    again, problems = examine(tmp_path / "folder")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert again == neighbourhood


def test_the_horizon_is_long_enough_for_all_works(tmp_path: Path) -> None:
    """Works one after another, with the crews there are, end before it."""
    neighbourhood = imported(tmp_path, crews=1)
    needed = sum(block.duration for block in neighbourhood.blocks)
    assert neighbourhood.project.horizon >= needed + neighbourhood.first_move


def test_nothing_left_is_an_error(tmp_path: Path) -> None:
    """It says which years and area were asked."""
    buildings, units = write_tables(tmp_path)
    with pytest.raises(BagError, match="no home is left in BU00000001 in buildings of 1800-1801"):
        import_bag(buildings, units, area_by_code(AREA), years=(1800, 1801))


@pytest.mark.parametrize(
    ("area", "rooms"), [(29, 1), (30, 2), (49, 2), (50, 3), (71.9, 3), (72, 4), (95, 5), (130, 6)]
)
def test_rooms_from_area(area: float, rooms: int) -> None:
    """The steps that are documented."""
    assert rooms_from_area(area) == rooms


def test_a_stack_of_homes_gets_floors_in_order_of_number(tmp_path: Path) -> None:
    """Six homes of 80 m2 on a footprint of 200 m2: two to a floor, three floors, no lift."""
    flat = building("flat", 0, geometry_wkt_epsg28992="POLYGON ((0 0, 20 0, 20 10, 0 10, 0 0))")
    units = [unit(str(n), "flat", 0) for n in (3, 1, 10, 2, 5, 4)]
    paths = write_tables(tmp_path, [flat], units)
    neighbourhood = import_bag(*paths, area_by_code(AREA), assumptions=Assumptions(temporary=0))[0]
    floors = {home.id: home.floor for home in neighbourhood.homes if home.stage is Stage.EXISTING}
    assert [floors[f"5000AA-{n}"] for n in (1, 2, 3, 4, 5, 10)] == [0, 0, 1, 1, 2, 2]
    assert not any(home.lift for home in neighbourhood.homes if home.stage is Stage.EXISTING)
    assert all(home.lift for home in neighbourhood.homes if home.stage is Stage.NEW)


def row_of(count: int) -> list[Building]:
    return [
        Building(f"p{n:03d}", 1955, "Pand in gebruik", shapely.box(6 * n, 0, 6 * n + 6, 9), "", n)
        for n in range(count)
    ]


@given(count=st.integers(1, 60), most=st.integers(1, 25), homes=st.integers(1, 4))
def test_a_long_row_is_cut_into_pieces_that_hang_together(
    count: int, most: int, homes: int
) -> None:
    """Every building is in one block; none is too large unless it is a single building."""
    buildings = row_of(count)
    blocks = blocks_of(buildings, {b.id: homes for b in buildings}, most)
    assert sorted(name for block in blocks for name in block) == [b.id for b in buildings]
    for block in blocks:
        numbers = sorted(int(name[1:]) for name in block)
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert len(block) * homes <= most or len(block) == 1


def test_buildings_apart_are_joined_within_the_distance() -> None:
    """Two rows four metres apart are two blocks, unless gaps of four metres count as touching."""
    buildings = [
        *row_of(2),
        Building("far", 1955, "", shapely.box(16, 0, 22, 9), "", 3),
    ]
    homes = {b.id: 1 for b in buildings}
    assert len(blocks_of(buildings, homes, 30)) == 2
    assert len(blocks_of(buildings, homes, 30, touching_m=4.0)) == 1


@given(count=st.integers(0, 120), wide=st.floats(0.5, 80), deep=st.floats(0.5, 30))
def test_points_lie_inside_and_apart(count: int, wide: float, deep: float) -> None:
    """As many as asked, inside the shape, all different."""
    shape = shapely.box(0, 0, wide, deep)
    points = points_inside(shape, count)
    assert len(points) == count
    assert all(shape.buffer(0.01).covers(shapely.Point(point)) for point in points)


def test_free_points_are_nearest_first() -> None:
    """They start next to the building in the middle and go outwards."""
    points = free_points((0, 0), [shapely.box(-3, -3, 3, 3)], 12)
    reach = [x * x + y * y for x, y in points]
    assert reach == sorted(reach)
    assert len(set(points)) == 12


@given(rooms=st.lists(st.integers(1, 6), min_size=1, max_size=30), count=st.integers(1, 60))
def test_resampling_keeps_the_proportions(rooms: list[int], count: int) -> None:
    """Each number of rooms comes as often as before, times the new number, within one."""
    before, after = Counter(rooms), Counter(resampled(rooms, count))
    assert after.total() == count
    for kind in set(before) | set(after):
        assert abs(after[kind] - before[kind] * count / len(rooms)) <= 1


@pytest.mark.shared
def test_kampen(shared_data: Path) -> None:
    """The flats of 1950-1969 in Kampen: 1,478 homes in their real buildings, a good folder."""
    bag = shared_data / "bag_denhaag"
    neighbourhood, report = import_bag(
        bag / "panden.csv.gz",
        bag / "verblijfsobjecten.csv.gz",
        area_by_code("BU05182567"),
        years=(1950, 1969),
    )
    existing = [home for home in neighbourhood.homes if home.stage is Stage.EXISTING]
    assert len(existing) == report.homes == 1_478
    assert all(83_700 < home.x < 84_400 for home in existing)
    assert any("4077" in text for texts in report.examples.values() for text in texts)
