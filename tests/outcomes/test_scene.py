"""A scenario in time: which homes stand, who lives there, what lies on the land."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Stage,
    Stay,
    StayKind,
    Works,
)
from hecht.neighbourhood.option import Land, Option
from hecht.neighbourhood.public_space import PublicSpace, SpaceKind
from hecht.outcomes.scene import TODAY, Phase, Scene

NEW, OLD = Stage.NEW, Stage.EXISTING


def _scene(course: bool = True) -> Scene:
    """Two homes rebuilt as three in months 3 to 5, one renovated while lived in in month 8."""
    here = Neighbourhood(
        project=Project("Hofje", Month(2027, 11), 12),
        capacity=Capacity(),
        policy=Policy(),
        blocks=(
            Block("a", Works.REBUILD, 3),
            Block("b", Works.RENOVATE_OCCUPIED, 1),
            Block("c", Works.KEEP),
        ),
        homes=(
            Home("a1", OLD, 0, 0, 3, "a", rent=500, label="F"),
            Home("a2", OLD, 5, 0, 3, "a", rent=500, label="F"),
            Home("n1", NEW, 0, 0, 3, "a", rent=600, label="A++"),
            Home("n2", NEW, 3, 0, 3, "a", rent=600, label="A++"),
            Home("n3", NEW, 6, 0, 3, "a", rent=600, label="A++"),
            Home("b1", OLD, 20, 0, 3, "b", rent=500, rent_after=530, label="E", gas=True),
            Home("c1", OLD, 40, 0, 3, "c", rent=480, label="D"),
            Home("t1", Stage.TEMPORARY, 60, 0, 3),
        ),
        households=(Household("h1", "a1", 2), Household("h2", "b1", 2)),
    )
    stays = (
        Stay("h1", "a1", 0, 3, StayKind.START),
        Stay("h1", "t1", 3, 7, StayKind.TEMPORARY),
        Stay("h1", "n2", 7, 12, StayKind.FINAL),
        Stay("h2", "b1", 0, 12, StayKind.START),
    )
    plan = Course(12, {"a": 3, "b": 8}, stays)
    options = {
        "a": Option("a", "new", Works.REBUILD, duration=3, land=Land(footprint=90.0)),
        "b": Option("b", "warm", Works.RENOVATE_OCCUPIED, label="B", gas=False),
        "c": Option("c", "keep", Works.KEEP),
    }
    spaces = (
        PublicSpace("square", SpaceKind.MEETING_PLACE, points=((2.0, 5.0),), block="a"),
        PublicSpace("shed", SpaceKind.MEETING_PLACE, points=((2.0, 9.0),), block="a", stays=False),
        PublicSpace("lawn", SpaceKind.GREEN, existing=False, block="a"),
        PublicSpace("bench", SpaceKind.BENCH, points=((9.0, 9.0),), existing=False, opens=2),
    )
    return Scene(here, options, {"a": Land(footprint=60.0)}, spaces, plan if course else None)


def _standing(scene: Scene, month: int) -> dict[str, tuple[str | None, bool]]:
    return {at.home.id: (at.household, at.newcomer) for at in scene.homes_at(month)}


def test_today_has_the_old_homes_and_their_households() -> None:
    """Today, everybody lives where they live at the start, and nothing new stands."""
    assert _standing(_scene(), TODAY) == {
        "a1": ("h1", False),
        "a2": (None, False),
        "b1": ("h2", False),
        "c1": (None, False),
    }


def test_during_rebuilding_neither_old_nor_new_homes_stand() -> None:
    """Homes of a block that is rebuilt are gone during its works."""
    scene = _scene()
    assert scene.phase("a", 2) is Phase.BEFORE
    assert scene.phase("a", 3) is scene.phase("a", 5) is Phase.DURING
    assert scene.phase("a", 6) is Phase.AFTER
    assert set(_standing(scene, 4)) == {"b1", "c1"}


def test_a_home_waits_for_who_takes_it_and_others_are_let() -> None:
    """A finished home is empty until its household comes; one that nobody takes is let at once."""
    scene = _scene()
    assert _standing(scene, 6)["n2"] == (None, False)
    assert _standing(scene, 6)["n1"] == (None, True)
    assert _standing(scene, 7)["n2"] == ("h1", False)
    assert _standing(scene, scene.end)["n2"] == ("h1", False)
    assert _standing(scene, scene.end)["c1"] == (None, True)


def test_a_renovated_home_has_its_new_rent_and_label_once_it_is_finished() -> None:
    """Rent, label and gas change with the works, not before."""
    at = {month: {h.home.id: h.home for h in _scene().homes_at(month)}["b1"] for month in (8, 9)}
    assert (at[8].rent, at[8].label, at[8].gas) == (500, "E", True)
    assert (at[9].rent, at[9].label, at[9].gas) == (530, "B", False)


def test_homes_in_works_that_empty_them_cannot_be_used() -> None:
    """A home that is renovated empty stands, and cannot be lived in during the works."""
    scene = _scene()
    here = scene.neighbourhood
    blocks = (here.blocks[0], replace(here.blocks[1], works=Works.RENOVATE_EMPTY), here.blocks[2])
    emptied = replace(scene, neighbourhood=replace(here, blocks=blocks))
    usable = {
        month: {h.home.id: h.usable for h in emptied.homes_at(month)}["b1"] for month in (7, 8, 9)
    }
    assert usable == {7: True, 8: False, 9: True}


def test_land_is_as_it_was_then_unknown_then_as_designed() -> None:
    """What lies on a building site is not known; before and after it is what was given."""
    scene = _scene()
    assert [scene.land_at("a", m).footprint for m in (TODAY, 4, 6)] == [60.0, None, 90.0]
    assert scene.land_at("c", 6) == Land()


def test_public_space_closes_with_the_works_of_its_block() -> None:
    """A space on a block in works is closed; it comes back unless it goes; new ones open after."""
    scene = _scene()
    names = {m: {space.id for space in scene.spaces_at(m)} for m in (TODAY, 2, 4, 6)}
    assert names[TODAY] == {"square", "shed"}
    assert names[2] == {"square", "shed", "bench"}
    assert names[4] == {"bench"}
    assert names[6] == {"square", "lawn", "bench"}


def test_years_end_in_december_or_with_the_project() -> None:
    """Each calendar year is measured in its last month within the horizon."""
    assert _scene().year_ends() == {2027: 1, 2028: 11}


def test_without_a_plan_only_today_can_be_measured() -> None:
    """A scene without a course refuses any other month and says what to give."""
    scene = _scene(course=False)
    assert len(scene.homes_at(TODAY)) == 4
    with pytest.raises(ValueError, match="give the scene a course"):
        scene.homes_at(0)
