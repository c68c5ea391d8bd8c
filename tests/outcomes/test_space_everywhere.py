"""Public space, climate and mobility of any neighbourhood: no crash, no zero for the unknown."""

from __future__ import annotations

import time
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import (
    AgeClass,
    Block,
    Capacity,
    Course,
    Home,
    Household,
    Month,
    Neighbourhood,
    Option,
    Policy,
    Project,
    PublicSpace,
    SpaceKind,
    Stage,
    Stay,
    StayKind,
    Tenure,
    Works,
)
from hecht.outcomes import climate, mobility, public_space
from hecht.outcomes.scene import TODAY, Scene
from hecht.outcomes.walks import usable_homes
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.outcomes.court import LAND_A, court, rectangle, spaces

TOPICS = (public_space, climate, mobility)
NEVER_UNKNOWN = {f"{kind}_{what}" for kind in ("meeting_place", "playground")
                 for what in ("lost_months", "losers")}  # fmt: skip


def bare(here: Neighbourhood, course: Course) -> Scene:
    """Return a scene of which nothing is drawn or given."""
    options = {block.id: Option(block.id, "o", block.works) for block in here.blocks}
    return Scene(here, options, {}, (), course)


@settings(max_examples=25)
@given(neighbourhoods_with_courses(), st.integers(-1, 40))
def test_a_folder_without_options_and_public_space_knows_nothing(
    pair: tuple[Neighbourhood, Course], month: int
) -> None:
    """Every figure is there and says why it is not known; nothing is zero for want of data."""
    here, course = pair
    scene = bare(here, course)
    at = min(month, scene.end)
    for module in TOPICS:
        found = module.figures(scene, at)
        assert list(found) == [one.name for one in module.DEFINITIONS]
        for name, value in found.items():
            if name in NEVER_UNKNOWN and at == TODAY:
                continue  # nothing has been lost before anything has begun
            if name == "parking_need" and not here.blocks:
                continue
            if value.value is not None:
                assert name in ("parking_need", "water_storage_short", "homes_hot",
                                "households_75_hot", "homes_wet"), name  # fmt: skip
                assert value.value == 0  # no home, or no block, is left at that moment
            else:
                assert len(value.why) > 10


def moved(space: PublicSpace) -> PublicSpace:
    """Return a piece of public space where the random neighbourhoods lie."""
    east, north = 133_000.0, 397_000.0
    return replace(
        space,
        points=tuple((x + east, y + north) for x, y in space.points),
        lines=tuple(tuple((x + east, y + north) for x, y in line) for line in space.lines),
        areas=tuple(
            tuple(tuple((x + east, y + north) for x, y in ring) for ring in area)
            for area in space.areas
        ),
    )


@settings(max_examples=25)
@given(neighbourhoods_with_courses(), st.integers(-1, 40))
def test_shares_lie_between_zero_and_one(pair: tuple[Neighbourhood, Course], month: int) -> None:
    """With public space drawn and land given, every figure is a number or says why."""
    here, course = pair
    homes = tuple(replace(h, tenure=Tenure.SOCIAL) for h in here.homes)
    people = tuple(replace(h, age=AgeClass.FROM_75) for h in here.households)
    here = replace(here, homes=homes, households=people)
    second = PublicSpace("s2", SpaceKind.STREET, lines=(((0.0, 100.0), (400.0, 100.0)),))
    drawn = tuple(moved(s) for s in (*spaces(), second) if s.block is None)
    options = {b.id: Option(b.id, "o", b.works, land=LAND_A) for b in here.blocks}
    scene = Scene(here, options, {b.id: LAND_A for b in here.blocks}, drawn, course)
    for module in TOPICS:
        found = module.figures(scene, min(month, scene.end))
        for one in module.DEFINITIONS:
            value = found[one.name].value
            assert value is None or not one.share or -1e-9 <= value <= 1 + 1e-9, one.name
    if usable_homes(scene, min(month, scene.end)):
        assert found["stop_within_500"].value is not None
        assert found["doors_on_paths"].value is not None


@pytest.mark.parametrize("module", TOPICS, ids=lambda m: m.__name__.rsplit(".", 1)[1])
def test_everything_closed_for_a_time_is_measured(module: ModuleType) -> None:
    """Places that are drawn but not open in a month give a share of 0, or say why not."""
    scene = court()
    closed = tuple(
        replace(s, block="A") if s.kind not in (SpaceKind.STREET, SpaceKind.PATH) else s
        for s in scene.spaces
    )
    found = module.figures(replace(scene, spaces=closed), 3)
    assert list(found) == [one.name for one in module.DEFINITIONS]
    for name in ("three_trees", "green_straight_300", "stop_straight_500", "stop_within_500"):
        if name in found:
            assert found[name].value == 0


def test_the_same_scene_gives_the_same_figures() -> None:
    """Twice measured, also with the kept parts, is the same to the last bit."""
    for module in TOPICS:
        assert module.figures(court(), 7) == module.figures(court(), 7)
        scene = court()
        assert module.figures(scene, 7) == module.figures(scene, 7)


def test_an_area_that_crosses_itself_is_mended() -> None:
    """A bow tie of two triangles of 25 m2 is 50 m2 of green."""
    bow = (((0.0, 50.0), (10.0, 60.0), (10.0, 50.0), (0.0, 60.0), (0.0, 50.0)),)
    more = PublicSpace("bow", SpaceKind.GREEN, areas=(bow,))
    scene = replace(court(), spaces=(*court().spaces, more))
    assert public_space.figures(scene, TODAY)["public_green_per_home"].value == pytest.approx(1190)


def large(blocks: int, homes: int) -> Scene:
    """Return a scene of blocks in rows, half of them rebuilt, with all kinds of public space."""
    side = 10
    works = [Works.REBUILD if i % 2 else Works.KEEP for i in range(blocks)]
    kept = [Block(f"B{i}", works[i], 6 if i % 2 else 0) for i in range(blocks)]
    starts = {f"B{i}": i // 2 for i in range(blocks) if i % 2}
    made: list[Home] = []
    people: list[Household] = []
    stays: list[Stay] = []
    end = blocks // 2 + 12
    for i in range(blocks):
        west, south = (i % side) * 100.0, (i // side) * 100.0
        for k in range(homes):
            x, y, block, who = west + 4 * k, south + 10, f"B{i}", f"h{i}-{k}"
            made.append(Home(f"o{i}-{k}", Stage.EXISTING, x, y, 3, block, tenure=Tenure.SOCIAL))
            people.append(Household(who, f"o{i}-{k}", 2, age=list(AgeClass)[k % 4]))
            if not i % 2:
                stays.append(Stay(who, f"o{i}-{k}", 0, end, StayKind.START))
                continue
            made.append(Home(f"n{i}-{k}", Stage.NEW, x, y + 9, 3, block, tenure=Tenure.SOCIAL))
            if starts[block]:
                stays.append(Stay(who, f"o{i}-{k}", 0, starts[block], StayKind.START))
    rows = range(blocks // side + 1)
    lines = [((0.0, 100.0 * r), (100.0 * side, 100.0 * r)) for r in rows]
    lines += [((100.0 * c, 0.0), (100.0 * c, 100.0 * (blocks // side))) for c in range(side + 1)]
    drawn = [PublicSpace(f"s{i}", SpaceKind.STREET, lines=(line,)) for i, line in enumerate(lines)]
    kinds = (SpaceKind.MEETING_PLACE, SpaceKind.PLAYGROUND, SpaceKind.BENCH, SpaceKind.STOP)
    for i in range(40):
        spot = ((i * 37) % 1000 + 0.0, (i * 53) % (10 * blocks) + 0.0)
        drawn.append(PublicSpace(f"q{i}", kinds[i % 4], points=(spot,), block=f"B{i % blocks}"))
        green = rectangle(spot[0], spot[1], spot[0] + 40 + i, spot[1] + 80)
        drawn.append(PublicSpace(f"g{i}", SpaceKind.GREEN, areas=(green,)))
    here = Neighbourhood(
        Project("Large", Month(2026, 1), end), Capacity(), Policy(), tuple(kept), tuple(made),
        tuple(people),
    )  # fmt: skip
    options = {b.id: Option(b.id, "o", b.works, land=LAND_A) for b in kept}
    course = Course(end, starts, tuple(stays))
    return Scene(here, options, dict.fromkeys(options, LAND_A), tuple(drawn), course)


def test_two_thousand_homes_are_measured_within_a_second() -> None:
    """One month of three topics, new map and losses included, takes well under 2 CPU seconds."""
    scene = large(100, 20)
    for module in TOPICS:
        module.figures(court(), TODAY)  # what is loaded once is not counted
    start = time.process_time()
    found = {}
    for module in TOPICS:
        found.update(module.figures(scene, scene.end))
    took = time.process_time() - start
    assert found["meeting_place_within_300"].value is not None
    assert found["meeting_place_lost_months"].value is not None
    assert took < 2.0
