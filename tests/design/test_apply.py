"""From a scenario to a neighbourhood that can be planned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.design import neighbourhood_of, scene_of
from hecht.design.apply import ScenarioError
from hecht.neighbourhood import (
    Access,
    Block,
    Course,
    Design,
    Home,
    HomeType,
    Land,
    Neighbourhood,
    Option,
    Promise,
    PromiseKind,
    PromiseStatus,
    PublicSpace,
    Scenario,
    SpaceKind,
    Stage,
    Tenure,
    Works,
)
from hecht.outcomes.scene import TODAY
from hecht.planning import make_plan
from hecht.planning.check import check
from tests.neighbourhoods import random_neighbourhood


@pytest.fixture
def here() -> Neighbourhood:
    """A random neighbourhood with a block that is rebuilt and has both old and new homes."""
    for seed in range(50):
        found = random_neighbourhood(seed, blocks=(2, 3), homes=(3, 5), temporary=(3, 5))
        if _rebuilt(found):
            return found
    raise AssertionError("no seed gives a block that is rebuilt")


def _rebuilt(here: Neighbourhood) -> str:
    for block in here.blocks:
        stages = {home.stage for home in here.homes if home.block == block.id}
        if block.works is Works.REBUILD and stages == {Stage.EXISTING, Stage.NEW}:
            return block.id
    return ""


def _dense(block: str, count: int = 7) -> Option:
    flats = HomeType(
        "flat", count, 3, 70.0, 610.0, Tenure.SOCIAL, Access.LIFT, storeys=3, outdoor=6.0
    )
    return Option(
        block, "dense", Works.REBUILD, duration=4, cost=9e5, label="A++", gas=False,
        land=Land(footprint=200.0), programme=(flats,),
    )  # fmt: skip


def test_a_scenario_that_chooses_nothing_is_the_neighbourhood_as_planned(
    here: Neighbourhood,
) -> None:
    """Without choices, nothing changes."""
    assert neighbourhood_of(Design(here), Scenario("as it is")) == here


def test_a_programme_replaces_the_new_homes_of_its_block(here: Neighbourhood) -> None:
    """The homes of a programme are built instead of those that the folder names."""
    block = _rebuilt(here)
    made = neighbourhood_of(
        Design(here, (_dense(block),)), Scenario("dense", choice={block: "dense"})
    )
    new = [home for home in made.homes if home.block == block and home.stage is Stage.NEW]
    assert [home.floor for home in new] == [0, 1, 2, 0, 1, 2, 0]
    assert len({(home.x, home.y) for home in new}) == 3
    assert {(h.label, h.gas, h.lift, h.rent) for h in new} == {("A++", False, True, 610)}
    assert (made.block_of[block].duration, made.block_of[block].cost) == (4, 9e5)
    others = [home for home in here.homes if home.block != block or home.stage is Stage.EXISTING]
    assert [home for home in made.homes if home not in new] == others


def test_a_kept_block_builds_nothing_and_its_rents_stay(here: Neighbourhood) -> None:
    """Keeping a block that was to be rebuilt leaves its old homes as they are."""
    block = _rebuilt(here)
    dear = tuple(replace(h, rent=500.0, rent_after=590.0) for h in here.homes)
    design = Design(replace(here, homes=dear), (Option(block, "keep", Works.KEEP),))
    made = neighbourhood_of(design, Scenario("keep", choice={block: "keep"}))
    kept = [home for home in made.homes if home.block == block]
    assert {home.stage for home in kept} == {Stage.EXISTING}
    assert {home.rent_after for home in kept} == {None}
    assert (made.block_of[block].works, made.block_of[block].duration) == (Works.KEEP, 0)


def test_a_rent_step_is_added_to_the_rent_of_homes_that_stay(here: Neighbourhood) -> None:
    """Renovation raises the rent by the option's step."""
    block = _rebuilt(here)
    cheap = tuple(replace(h, rent=500.0, rent_after=None) for h in here.homes)
    warm = Option(block, "warm", Works.RENOVATE_OCCUPIED, duration=2, rent_step=35.0)
    design = Design(replace(here, homes=cheap), (warm,))
    made = neighbourhood_of(design, Scenario("warm", choice={block: "warm"}))
    assert {h.rent_after for h in made.homes if h.block == block} == {535.0}


def test_the_plan_of_a_scenario_passes_the_check_and_can_be_measured(here: Neighbourhood) -> None:
    """A scenario is planned and checked like any neighbourhood; its scene stands at the end."""
    block = _rebuilt(here)
    kept = Option(block, "keep", Works.KEEP, land=Land(green=9.0))
    design = Design(here, (_dense(block, 12), kept))
    scenario = Scenario("dense", choice={block: "dense"})
    plan = make_plan(neighbourhood_of(design, scenario), iterations=1, seed=1, workers=1)
    assert check(plan.neighbourhood, plan.course) == []
    scene = scene_of(design, scenario, plan.course)
    built = [at for at in scene.homes_at(scene.end) if at.home.block == block]
    assert len(built) == 12
    assert scene.land_at(block, TODAY).green == 9.0
    assert scene.land_at(block, scene.end).footprint == 200.0


def test_an_option_that_does_not_exist_is_named_with_those_that_do(here: Neighbourhood) -> None:
    """A wrong option id is an error that lists the options of the block."""
    block = _rebuilt(here)
    with pytest.raises(ScenarioError, match=f"'towers' for block {block}, which has planned"):
        neighbourhood_of(Design(here), Scenario("x", choice={block: "towers"}))
    with pytest.raises(ScenarioError, match="block nowhere, which does not exist"):
        neighbourhood_of(Design(here), Scenario("x", choice={"nowhere": "planned"}))


def test_public_space_comes_with_the_options_that_make_it(here: Neighbourhood) -> None:
    """What is new is there after those options alone; what exists comes back after those alone."""
    block = here.block_of[_rebuilt(here)]
    here = replace(here, blocks=(replace(block, after=()),), households=(), ties=(), wishes=())
    here = replace(
        here, groups=(), promises=(), homes=tuple(h for h in here.homes if h.block == block.id)
    )
    flat = HomeType("flat", 3, 3)
    made = ("keep", Works.KEEP), ("dense", Works.REBUILD), ("low", Works.REBUILD)
    options = tuple(
        Option(
            block.id, name, works, duration=2, programme=(flat,) if works is not Works.KEEP else ()
        )
        for name, works in made
    )
    spot = ((block_home(here, block.id).x, block_home(here, block.id).y),)
    spaces = (
        PublicSpace("square", SpaceKind.MEETING_PLACE, points=spot, existing=False,
                    block=block.id, options=("dense",)),
        PublicSpace("room", SpaceKind.MEETING_PLACE, points=spot, block=block.id,
                    options=("low",)),
        PublicSpace("always", SpaceKind.BENCH, points=spot),
    )  # fmt: skip
    design = Design(here, options, spaces)
    there = {}
    for name, works in made:
        course = Course(12, {} if works is Works.KEEP else {block.id: 1}, ())
        scene = scene_of(design, Scenario("s", "", {block.id: name}, 12), course)
        there[name] = [
            " ".join(sorted(space.id for space in scene.spaces_at(month)))
            for month in (TODAY, 2, scene.end)
        ]
    assert there == {
        "keep": ["always room"] * 3,
        "dense": ["always room", "always", "always square"],
        "low": ["always room", "always", "always room"],
    }


def block_home(here: Neighbourhood, block: str) -> Home:
    """Return a home of a block."""
    return next(home for home in here.homes if home.block == block)


def test_building_without_homes_is_an_error(here: Neighbourhood) -> None:
    """An option that builds must say what."""
    kept = next(b for b in here.blocks if not _new_homes(here, b))
    design = Design(here, (Option(kept.id, "build", Works.REBUILD, duration=3),))
    with pytest.raises(ScenarioError, match="builds, but names no homes"):
        neighbourhood_of(design, Scenario("x", choice={kept.id: "build"}))


def _new_homes(here: Neighbourhood, block: Block) -> bool:
    return any(home.stage is Stage.NEW and home.block == block.id for home in here.homes)


def test_an_accepted_promise_of_a_home_that_is_not_built_is_an_error(here: Neighbourhood) -> None:
    """A scenario cannot drop a home that somebody was promised."""
    block = _rebuilt(here)
    home = next(h for h in here.homes if h.block == block and h.stage is Stage.NEW)
    who = here.households[0].id
    for status, refused in ((PromiseStatus.ACCEPTED, True), (PromiseStatus.OFFERED, False)):
        told = replace(here, promises=(Promise(who, PromiseKind.HOME, status, home.id),))
        design = Design(told, (_dense(block),))
        scenario = Scenario("dense", choice={block: "dense"})
        if refused:
            with pytest.raises(ScenarioError, match=f"promised to household {who}"):
                neighbourhood_of(design, scenario)
        else:
            assert neighbourhood_of(design, scenario).promises == ()
