"""Public space: what is not known, barriers, benches, eyes on the street, losses in the works."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import AgeClass, PublicSpace, SpaceKind
from hecht.outcomes.benches import benches, older_homes
from hecht.outcomes.figure import NotKnown
from hecht.outcomes.ground import public_ground
from hecht.outcomes.losses import Loss, losses
from hecht.outcomes.public_space import DEFINITIONS, figures, street_doors
from hecht.outcomes.scene import TODAY, Scene
from hecht.outcomes.walking import Place, metres
from hecht.outcomes.walks import large_green, network_of, walks
from hecht.rules import parse
from tests.outcomes.court import court, rectangle

WALKING = [
    d.name
    for d in DEFINITIONS
    if "_within" in d.name or d.name in ("bench_gap", "older_stretch", "doors_per_100m")
]


def without(scene: Scene, *kinds: SpaceKind) -> Scene:
    """Return a scene in which nothing of some kinds is drawn."""
    return replace(scene, spaces=tuple(s for s in scene.spaces if s.kind not in kinds))


def with_space(scene: Scene, *spaces: PublicSpace) -> Scene:
    """Return a scene in which more is drawn."""
    return replace(scene, spaces=(*scene.spaces, *spaces))


BARRIER = PublicSpace("x", SpaceKind.BARRIER, lines=(((120.0, -50.0), (120.0, 50.0)),))


def test_without_streets_and_paths_walking_is_not_known_and_the_rest_is() -> None:
    """Every walking figure says what to draw; figures as the crow flies stand."""
    found = figures(without(court(), SpaceKind.STREET, SpaceKind.PATH), TODAY)
    for name in WALKING:
        assert found[name].value is None, name
        assert "street or path" in found[name].why
    assert found["green_straight_300"].value == 1
    assert found["green_per_home"].value == 1226


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (SpaceKind.MEETING_PLACE, ["meeting_place_within_200", "older_stretch"]),
        (SpaceKind.PLAYGROUND, ["playground_within_100", "playground_within_300"]),
        (SpaceKind.BENCH, ["bench_gap", "older_bench_within", "older_stretch_within"]),
        (SpaceKind.TREE, ["three_trees"]),
        (SpaceKind.GREEN, ["green_within_300", "green_straight_300"]),
    ],
)
def test_what_is_not_drawn_leaves_its_own_figures_unknown(
    kind: SpaceKind, names: list[str]
) -> None:
    """A kind that is nowhere drawn is not taken for absent: the figure names the kind to draw."""
    found = figures(without(court(), kind), TODAY)
    for name in names:
        assert found[name].value is None, name
        assert kind.value in found[name].why
    assert found["doors_per_100m"].value is not None


def test_a_meeting_place_that_is_closed_is_not_near() -> None:
    """Drawn but closed in the works: the share is 0, not unknown."""
    assert figures(court(), 3)["meeting_place_within_300"].value == 0


def test_a_front_door_off_the_map_makes_walking_unknown_and_is_named() -> None:
    """A home with no line within 100 m is not skipped."""
    scene = court()
    here = scene.neighbourhood
    homes = tuple(replace(h, y=150.0) if h.id == "a2" else h for h in here.homes)
    moved = replace(scene, neighbourhood=replace(here, homes=homes))
    assert "front door of home a2" in figures(moved, TODAY)["playground_within_300"].why
    lost = losses(moved, SpaceKind.MEETING_PLACE)
    assert isinstance(lost, NotKnown)
    assert "front door of home a2" in lost.why
    assert lost.homes == ("a2",)


def test_a_place_off_the_map_is_named() -> None:
    """A bench that no line comes near is not silently out of reach."""
    loose = PublicSpace("b9", SpaceKind.BENCH, points=((900.0, 900.0),))
    assert "bench b9" in figures(with_space(court(), loose), TODAY)["older_bench_within"].why


def test_homes_behind_a_barrier_are_counted() -> None:
    """Across the street at 120 m: k1 and k2 lose the way to m1 at 95 m; k3 had none near."""
    found = figures(with_space(court(), BARRIER), TODAY)
    assert found["behind_barrier"].value == 2
    assert found["meeting_place_within_100"].value == pytest.approx(2 / 5)


def test_missing_land_of_a_block_is_named() -> None:
    """Green per home is not known without the green of one block; public green is."""
    scene = court()
    today = {**scene.today, "K": replace(scene.today["K"], green=None)}
    found = figures(replace(scene, today=today), TODAY)
    assert found["green_per_home"].why == (
        "the green of block K is not given; fill column green of options.csv"
    )
    assert found["public_green_per_home"].value == 1180
    assert found["paved_per_home"].value == 38


def test_without_areas_public_ground_is_not_known() -> None:
    """No area drawn is not the same as no green."""
    scene = without(court(), SpaceKind.GREEN, SpaceKind.WATER, SpaceKind.PAVED)
    assert "no area of public space is drawn" in figures(scene, TODAY)["green_per_home"].why


def test_overlapping_areas_count_once_and_outlines_are_left_out() -> None:
    """Water goes before paved before green; what lies in a block's outline is the block's."""
    kind = SpaceKind
    scene = replace(
        court(),
        spaces=(
            PublicSpace("g1", kind.GREEN, areas=(rectangle(0, 0, 10, 10),)),
            PublicSpace("g2", kind.GREEN, areas=(rectangle(5, 0, 15, 10),)),
            PublicSpace("v", kind.PAVED, areas=(rectangle(0, 0, 4, 10),)),
            PublicSpace("w", kind.WATER, areas=(rectangle(0, 0, 2, 10),)),
            PublicSpace("pk", kind.PARKING, areas=(rectangle(20, 0, 22, 10),)),
        ),
    )
    here = replace(scene.neighbourhood, shapes={"A": (rectangle(10, 0, 12, 10),)})
    found = public_ground(replace(scene, neighbourhood=here), TODAY)
    assert not isinstance(found, str)
    assert (found.water, found.paved, found.green) == pytest.approx((20, 20 + 20, 110 - 20))


def test_green_that_touches_is_one_and_small_green_does_not_count() -> None:
    """Two halves of 0.3 ha side by side are large enough, each alone is not."""
    left, right = rectangle(0, 0, 50, 60), rectangle(50, 0, 100, 60)
    assert large_green((left,)) == ()
    assert len(large_green((left, right))) == 1
    assert len(large_green((left, rectangle(51, 0, 101, 60)))) == 0


def test_the_norm_of_the_user_goes_first() -> None:
    """With benches every 160 m allowed, all older households can rest on the way."""
    own = parse(
        "rule,start,end,amount,unit,source,verified,note\n"
        "bench_stretch,,,160,m,our vision on ageing,yes,\n"
        "green_per_home,,,50,m2/home,our vision,yes,\n",
        "own",
    )
    found = figures(replace(court(), norms=own), TODAY)
    assert found["older_stretch_within"].value == 1
    assert found["green_above_norm"].value == 1196


def test_older_households_need_an_age() -> None:
    """One household of unknown age makes these figures unknown, and is named."""
    scene = court()
    here = scene.neighbourhood
    people = tuple(replace(h, age=None) if h.id == "h2" else h for h in here.households)
    scene = replace(scene, neighbourhood=replace(here, households=people))
    assert "household h2" in figures(scene, TODAY)["older_stretch"].why
    assert figures(scene, TODAY)["bench_gap"].value == 90


def test_nobody_of_55_or_over_is_said() -> None:
    """No older household is no share."""
    scene = court()
    here = scene.neighbourhood
    people = tuple(replace(h, age=AgeClass.UNDER_30) for h in here.households)
    scene = replace(scene, neighbourhood=replace(here, households=people))
    assert isinstance(older_homes(scene, TODAY), str)
    assert "no household of 55 or over" in figures(scene, TODAY)["older_bench_within"].why


def test_benches_of_each_household_are_given() -> None:
    """Per household the way to a bench and the longest stretch, by hand."""
    found = benches(court(), TODAY)
    assert found.households == ("h1", "h3", "h4")
    assert found.to_bench is not None
    assert found.stretch is not None
    assert found.to_bench.tolist() == pytest.approx([55, 45, 155])
    assert found.stretch.tolist() == pytest.approx([55, 50, 155])


def test_one_bench_has_no_gap() -> None:
    """From bench to bench needs two."""
    scene = court()
    one = replace(scene, spaces=tuple(s for s in scene.spaces if s.id != "b2"))
    assert "fewer than two benches" in figures(one, TODAY)["bench_gap"].why


def test_doors_of_each_street() -> None:
    """A door belongs to its nearest line; homes above each other share one."""
    found = street_doors(court(), TODAY)
    assert not isinstance(found, str)
    assert [(s.space, s.length, s.doors) for s in found] == [("s", 400.0, 3), ("p", 200.0, 1)]
    assert found[0].per_100m == 0.75


def test_who_loses_its_meeting_place_and_when() -> None:
    """h1 (in its temporary home) and h3 go without in months 2 to 4; h2 has left, h4 had none."""
    assert losses(court(), SpaceKind.MEETING_PLACE) == (
        Loss("h1", (2, 3, 4)),
        Loss("h3", (2, 3, 4)),
    )


def test_a_meeting_place_that_stays_open_is_not_lost_by_who_stays_near() -> None:
    """Without the closing only h1 loses it: its temporary home is 205 m away."""
    scene = court()
    spaces = tuple(
        replace(s, block=None) if s.id == "m1" else s for s in scene.spaces if s.id != "m2"
    )
    assert losses(replace(scene, spaces=spaces), SpaceKind.MEETING_PLACE) == (
        Loss("h1", (2, 3, 4)),
    )


def test_losses_need_a_plan() -> None:
    """Without a plan today can be measured, and what is lost cannot."""
    scene = replace(court(), course=None)
    assert figures(scene, TODAY)["meeting_place_within_100"].value == pytest.approx(4 / 5)
    assert "once there is a plan" in str(losses(scene, SpaceKind.MEETING_PLACE))


def test_months_lost_only_grow() -> None:
    """Up to and including a month: the figure never falls."""
    scene = court()
    lost = [figures(scene, m)["meeting_place_lost_months"].value for m in range(scene.end + 1)]
    assert lost[:6] == [0, 0, 2, 4, 6, 6]
    assert lost[-1] == 6


spots = st.tuples(st.integers(0, 400), st.integers(-40, 40)).map(
    lambda p: (float(p[0]), float(p[1]))
)


@settings(max_examples=40)
@given(spots)
def test_one_more_bench_never_lengthens_a_stretch(spot: tuple[float, float]) -> None:
    """Wherever a bench is added, no older household walks farther to one or between them."""
    before = benches(court(), TODAY)
    more = PublicSpace("b9", SpaceKind.BENCH, points=(spot,))
    after = benches(with_space(court(), more), TODAY)
    assert before.stretch is not None
    assert after.stretch is not None
    assert before.to_bench is not None
    assert after.to_bench is not None
    assert (after.stretch <= before.stretch + 1e-9).all()
    assert (after.to_bench <= before.to_bench + 1e-9).all()


@settings(max_examples=40)
@given(spots, st.sampled_from([SpaceKind.MEETING_PLACE, SpaceKind.PLAYGROUND]))
def test_one_more_place_never_lowers_a_share(spot: tuple[float, float], kind: SpaceKind) -> None:
    """A meeting place or playground more never brings fewer homes within walking distance."""
    more = with_space(court(), PublicSpace("z", kind, points=(spot,)))
    before, after = walks(court(), TODAY), walks(more, TODAY)
    assert (after.far[kind.value] <= before.far[kind.value] + 1e-9).all()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(1, 30)), max_size=6))
def test_ground_never_exceeds_what_is_drawn(squares: list[tuple[int, int, int]]) -> None:
    """The parts of public ground are together the union of the areas, each square metre once."""
    import shapely

    kinds = [SpaceKind.GREEN, SpaceKind.PAVED, SpaceKind.WATER]
    drawn = tuple(
        PublicSpace(f"q{i}", kinds[i % 3], areas=(rectangle(x, y, x + size, y + size),))
        for i, (x, y, size) in enumerate([*squares, (0, 0, 1)])
    )
    found = public_ground(replace(court(), spaces=drawn), TODAY)
    whole = shapely.union_all([shapely.Polygon(s.areas[0][0]) for s in drawn])
    assert not isinstance(found, str)
    assert found.area == pytest.approx(whole.area)


@settings(max_examples=30)
@given(st.lists(spots, max_size=3, unique=True))
def test_stretches_are_the_best_of_all_orders_of_benches(seats: list[tuple[float, float]]) -> None:
    """Every way from bench to bench is tried: the longest piece of the best one is the figure."""
    scene = without(court(), SpaceKind.BENCH)
    drawn = [PublicSpace(f"q{i}", SpaceKind.BENCH, points=(s,)) for i, s in enumerate(seats)]
    later = PublicSpace("later", SpaceKind.BENCH, points=((0.0, 0.0),), existing=False, opens=9)
    found = benches(with_space(scene, *drawn, later), TODAY)
    here = network_of(scene.spaces_at(TODAY))
    assert here is not None
    assert found.stretch is not None
    goal = Place(((100.0, 0.0),))
    doors = {"h1": (10.0, 5.0), "h3": (190.0, 5.0), "h4": (205.0, 100.0)}
    for household, stretch in zip(found.households, found.stretch, strict=True):
        tried = []
        for count in range(len(seats) + 1):
            for order in permutations(seats, count):
                way = [doors[household], *order]
                legs = [metres(here, [a], [Place((b,))])[0, 0] for a, b in pairwise(way)]
                tried.append(max([*legs, metres(here, [way[-1]], [goal])[0, 0]]))
        assert stretch == pytest.approx(min(tried), abs=1e-9)


@settings(max_examples=30)
@given(st.lists(st.tuples(spots, st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_losses_agree_with_looking_at_every_month(
    places: list[tuple[tuple[float, float], bool, bool]],
) -> None:
    """Month by month and household by household, from the stays and the open places alone."""
    scene = without(court(), SpaceKind.MEETING_PLACE)
    drawn = [
        PublicSpace(f"q{i}", SpaceKind.MEETING_PLACE, points=(spot,), block="A" if tied else None,
                    stays=stays)
        for i, (spot, tied, stays) in enumerate(places)
    ]  # fmt: skip
    scene = with_space(scene, *drawn)
    here = network_of(scene.spaces)
    assert here is not None
    assert scene.course is not None
    home_of = scene.neighbourhood.home_of

    def near(home: str, month: int) -> bool:
        open_ = tuple(s.points[0] for s in scene.spaces_at(month) if s in drawn)
        door = (home_of[home].x, home_of[home].y)
        return bool(metres(here, [door], [Place(open_)])[0, 0] <= 200.0 + 1e-6)

    wanted = []
    for household in scene.neighbourhood.households:
        if not near(household.home, TODAY):
            continue
        lived = [s for s in scene.course.stays if s.household == household.id]
        months = [m for s in lived for m in range(s.start, s.end) if not near(s.home, m)]
        if months:
            wanted.append(Loss(household.id, tuple(months)))
    assert losses(scene, SpaceKind.MEETING_PLACE) == tuple(wanted)
