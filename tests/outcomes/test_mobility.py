"""Mobility: parking by tenure, places that are not given, stops, and doors without cars."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import PublicSpace, SpaceKind, Tenure
from hecht.outcomes.mobility import figures, parking_need
from hecht.outcomes.scene import TODAY, Scene
from hecht.rules import parse
from tests.outcomes.court import court


def with_tenure(home: str, tenure: Tenure | None) -> Scene:
    """Return the court in which one home has another tenure."""
    scene = court()
    here = scene.neighbourhood
    homes = tuple(replace(h, tenure=tenure) if h.id == home else h for h in here.homes)
    return replace(scene, neighbourhood=replace(here, homes=homes))


def with_public(kind: SpaceKind, *places: int | None) -> Scene:
    """Return the court with other public places of a kind."""
    scene = court()
    drawn = tuple(
        PublicSpace(f"q{i}", kind, points=((0.0, 0.0),), places=count)
        for i, count in enumerate(places)
    )
    return replace(scene, spaces=(*(s for s in scene.spaces if s.kind is not kind), *drawn))


def test_the_need_goes_by_tenure() -> None:
    """Four social homes at 1.1 and an owned one at 1.8."""
    assert parking_need(with_tenure("k3", Tenure.OWNED), TODAY).value == pytest.approx(6.2)


def test_a_tenure_without_a_norm_leaves_the_balance_unknown() -> None:
    """No public norm for mid-rent homes was read: what to provide is said, places stand."""
    found = figures(with_tenure("k3", Tenure.MID), TODAY)
    assert found["parking_balance"].value is None
    assert "parking_mid" in found["parking_balance"].why
    assert found["parking_places"].value == 9


def test_a_norm_of_the_user_fills_it() -> None:
    """The user's rows go before those of hecht."""
    own = parse(
        "rule,start,end,amount,unit,source,verified,note\n"
        "parking_mid,,,1,places/home,our note on parking,yes,\n"
        "parking_social,,,0.8,places/home,our note on parking,yes,\n",
        "own",
    )
    scene = replace(with_tenure("k3", Tenure.MID), norms=own)
    assert figures(scene, TODAY)["parking_balance"].value == pytest.approx(9 - 4 * 0.8 - 1)


def test_an_unknown_tenure_is_named() -> None:
    """The home and the column to fill."""
    found = figures(with_tenure("a1", None), TODAY)["parking_need"]
    assert found.why == "the tenure of home a1 is not given; fill column tenure of homes.csv"


def test_places_that_are_not_given_are_named() -> None:
    """A drawn parking without a number, and none drawn at all, are both not known."""
    found = figures(with_public(SpaceKind.PARKING, 5, None), TODAY)
    assert "at q1 is not given" in found["parking_places"].why
    none = figures(with_public(SpaceKind.PARKING), TODAY)
    assert "no public parking places are drawn" in none["parking_per_home"].why
    assert figures(with_public(SpaceKind.PARKING, 0), TODAY)["parking_places"].value == 5
    assert found["bicycle_places"].value == 15


def test_parking_of_a_block_without_a_number_is_named() -> None:
    """The column of options.csv to fill."""
    scene = court()
    today = {**scene.today, "A": replace(scene.today["A"], parking=None)}
    assert figures(replace(scene, today=today), TODAY)["parking_places"].why == (
        "the number of parking places of block A is not given; fill column parking of options.csv"
    )


def test_more_car_free_doors_than_doors_is_a_fault() -> None:
    """A share above 1 is never given."""
    scene = court()
    today = {**scene.today, "K": replace(scene.today["K"], car_free_doors=3)}
    found = figures(replace(scene, today=today), TODAY)["car_free_doors"]
    assert "block K has more car-free front doors than front doors" in found.why


def test_a_door_between_a_street_and_a_path_is_not_on_the_path() -> None:
    """As near to cars as to the path is not free of cars."""
    scene = court()
    here = scene.neighbourhood
    homes = tuple(replace(h, x=205.0, y=5.0) if h.id == "k3" else h for h in here.homes)
    scene = replace(scene, neighbourhood=replace(here, homes=homes))
    assert figures(scene, TODAY)["doors_on_paths"].value == 0


def test_stops_need_lines_for_walking_only() -> None:
    """Without streets the walk is not known, and the straight line is."""
    scene = court()
    bare = replace(
        scene,
        spaces=tuple(s for s in scene.spaces if s.kind not in (SpaceKind.STREET, SpaceKind.PATH)),
    )
    found = figures(bare, TODAY)
    assert found["stop_within_500"].value is None
    assert found["stop_distance"].value is None
    assert found["stop_straight_500"].value == 1
    no_stop = replace(scene, spaces=tuple(s for s in scene.spaces if s.id != "h"))
    assert "no stop is drawn" in figures(no_stop, TODAY)["stop_straight_500"].why
