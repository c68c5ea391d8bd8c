"""Climate: rain, heat and homes at risk, by block and for the whole, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.neighbourhood import Block, Home, Land, Stage, Works
from hecht.outcomes.climate import block_climate, figures
from hecht.outcomes.ground import is_site, site_area
from hecht.outcomes.scene import TODAY, Scene
from hecht.rules import parse
from tests.outcomes.court import court

HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def with_land(scene: Scene, block: str, **columns: float | None) -> Scene:
    """Return a scene in which other things lie on a block's land today."""
    return replace(scene, today={**scene.today, block: replace(scene.today[block], **columns)})


def test_each_block_by_hand() -> None:
    """A is hot and holds 7 mm; K is cool and holds the norm exactly."""
    found = block_climate(court(), TODAY)
    a, k = found["A"], found["K"]
    assert a.green_share.value == pytest.approx(30 / 170)
    assert (a.heat.value, k.heat.value) == (3, 1)
    assert a.storage.value == pytest.approx(1000 / 140)
    assert (a.short.value, k.short.value) == pytest.approx((6, 0))


@pytest.mark.parametrize(
    ("green", "heat"), [(19.9, 3), (20.0, 2), (39.9, 2), (40.0, 1), (100.0, 1), (0.0, 3)]
)
def test_heat_class_bounds(green: float, heat: int) -> None:
    """From 20% warm, from 40% cool, the bounds included."""
    scene = with_land(court(), "A", footprint=100.0 - green, green=green, paved=0.0)
    assert block_climate(scene, TODAY)["A"].heat.value == heat


def test_one_block_to_spare_does_not_help_another() -> None:
    """The shortage is added up by block."""
    scene = with_land(court(), "K", storage=1000.0)
    assert figures(scene, TODAY)["water_storage_short"].value == pytest.approx(6)


@pytest.mark.parametrize("column", ["footprint", "green", "paved", "water"])
def test_a_missing_column_is_named(column: str) -> None:
    """Shares and heat are not known without it; the other figures stand."""
    found = figures(with_land(court(), "K", **{column: None}), TODAY)
    for name in ("paved_share", "heat_class", "homes_hot", "cooling_by_green"):
        assert found[name].value is None, name
        assert column in found[name].why
        assert "K" in found[name].why
    if column in ("green", "water"):
        assert found["water_storage_mm"].value is not None


def test_missing_storage_leaves_only_rain_unknown() -> None:
    """Rain needs the column storage, heat does not."""
    found = figures(with_land(court(), "A", storage=None), TODAY)
    for name in ("water_storage_mm", "water_storage_short", "homes_wet"):
        assert found[name].value is None
        assert "storage" in found[name].why
    assert found["homes_hot"].value == 2


def test_a_building_site_is_bare_ground_as_large_as_before() -> None:
    """Clearing green does not make the neighbourhood greener."""
    scene = court()
    assert is_site(scene, "A", 3)
    assert not is_site(scene, "K", 3)
    assert site_area(scene, 3).value == 170
    assert site_area(scene, TODAY).value == site_area(scene, scene.end).value == 0
    today, during = (figures(scene, month)["green_share"].value for month in (TODAY, 3))
    assert today is not None
    assert during is not None
    assert during < today


def test_a_home_without_a_block_is_named() -> None:
    """Nothing is known of the ground around it."""
    scene = court()
    here = scene.neighbourhood
    homes = (*here.homes, Home("z1", Stage.EXISTING, 0, 0, 3))
    found = figures(replace(scene, neighbourhood=replace(here, homes=homes)), TODAY)
    assert "home z1 lies in no block" in found["homes_hot"].why


def test_homes_in_a_block_that_is_built_on_are_not_guessed() -> None:
    """Old homes that stay while their block is a building site are not known to be safe."""
    scene = court()
    here = scene.neighbourhood
    blocks = (Block("A", Works.BUILD, 3), here.blocks[1])
    scene = replace(scene, neighbourhood=replace(here, blocks=blocks))
    assert "building site" in figures(scene, 3)["homes_hot"].why


def test_own_norms_replace_bounds() -> None:
    """A higher norm for rain, other bounds for heat: also that which is only an assumption."""
    own = parse(
        HEAD + "water_storage,,,60,mm,our ordinance,yes,\nheat_green_share,,,60,percent,x,yes,\n"
        "heat_green_share_low,,,10,percent,x,yes,\n",
        "own",
    )
    found = block_climate(replace(court(), norms=own), TODAY)
    assert (found["A"].short.value, found["K"].short.value) == pytest.approx((7.4, 2))
    assert (found["A"].heat.value, found["K"].heat.value) == (2, 2)


def test_upper_floors_stay_dry() -> None:
    """Only homes on the ground floor are at risk of rain."""
    found = figures(with_land(court(), "K", storage=0.0), TODAY)
    assert found["homes_wet"].value == 4  # a1, a2, k1, k3; k2 lies above k1


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0, 500), st.floats(0, 50))
def test_more_green_is_never_hotter_and_more_storage_never_wetter(
    green: float, more: float, paved: float, storage: float
) -> None:
    """Green added to a block never raises its heat class; storage never raises the shortage."""
    land = Land(footprint=100.0, green=green, paved=paved, water=0.0, storage=storage)
    scene = court()
    before = block_climate(replace(scene, today={**scene.today, "A": land}), TODAY)["A"]
    richer = replace(land, green=green + more, storage=storage + more)
    after = block_climate(replace(scene, today={**scene.today, "A": richer}), TODAY)["A"]
    assert after.heat.value is not None
    assert before.heat.value is not None
    assert after.heat.value <= before.heat.value
    assert after.short.value is not None
    assert before.short.value is not None
    assert 0 <= after.short.value <= before.short.value
