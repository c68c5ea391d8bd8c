"""Walking distances along streets and paths, against hand-computed cases and another library."""

from __future__ import annotations

import itertools
import math

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.outcomes.walking import REACH, Place, area_connected, connected, metres, network

INF = float("inf")
STREET = ((0.0, 0.0), (400.0, 0.0))
PATH = ((200.0, 0.0), (200.0, 200.0))


def _far(lines, doors, place, **barriers):  # type: ignore[no-untyped-def]
    here = network(tuple(lines), **barriers)
    return metres(here, doors, [place])[0].tolist()


def _square(west: float, south: float, size: float):  # type: ignore[no-untyped-def]
    east, north = west + size, south + size
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


def test_without_lines_there_is_no_network() -> None:
    """No lines, or lines without length, are no network: walking is not known."""
    assert network(()) is None
    assert network((((3.0, 4.0), (3.0, 4.0)),)) is None


def test_a_walk_goes_to_the_line_along_it_and_to_the_place() -> None:
    """The straight pieces at both ends count."""
    assert _far([STREET], [(10.0, 5.0)], Place(((110.0, -7.0),))) == pytest.approx([5 + 100 + 7])


def test_the_nearest_of_alike_places_counts() -> None:
    """Two meeting places: the nearer one by walking."""
    near, far = (300.0, 0.0), (200.0, 50.0)
    assert _far([STREET, PATH], [(210.0, 0.0)], Place((near, far))) == [60.0]


def test_a_door_and_a_place_on_the_same_spot_of_a_line() -> None:
    """Where nothing is walked along the line the distance is that of the ends alone."""
    assert _far([STREET], [(50.0, 4.0), (50.0, 0.0)], Place(((50.0, 0.0),))) == [4.0, 0.0]


def test_lines_are_joined_where_they_cross_without_a_shared_point() -> None:
    """A crossing in the middle of two lines is a crossroads."""
    across = ((100.0, -50.0), (100.0, 50.0))
    assert _far([STREET, across], [(0.0, 0.0)], Place(((100.0, 50.0),))) == [150.0]


def test_an_end_that_just_misses_a_line_is_joined_and_one_farther_is_not() -> None:
    """Drawings are not exact: 0.4 m is joined, 0.6 m is a gap."""
    for gap, reached in ((0.4, True), (0.6, False)):
        loose = ((100.0, gap), (100.0, 150.0))
        found = _far([STREET, loose], [(0.0, 0.0)], Place(((100.0, 150.0),)))[0]
        assert math.isfinite(found) is reached
        if reached:
            assert found == pytest.approx(250.0)


def test_two_lines_between_the_same_crossings_are_not_added_up() -> None:
    """The shorter of two ways between two crossings is taken."""
    around = ((0.0, 0.0), (0.0, 50.0), (400.0, 50.0), (400.0, 0.0))
    assert _far([around, STREET], [(0.0, 0.0)], Place(((400.0, 0.0),))) == [400.0]


def test_a_ring_is_walked_the_short_way() -> None:
    """Both ways round a ring are possible."""
    ring = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0))
    assert _far([ring], [(100.0, 100.0)], Place(((0.0, 90.0),))) == [110.0]


def test_a_line_drawn_twice_counts_once() -> None:
    """Length and distance do not change when a piece is drawn over another."""
    twice = network((STREET, ((100.0, 0.0), (200.0, 0.0))))
    assert twice is not None
    assert twice.lengths.sum() == pytest.approx(400.0)
    assert metres(twice, [(0.0, 0.0)], [Place(((400.0, 0.0),))])[0, 0] == pytest.approx(400.0)


def test_a_barrier_cuts_what_it_crosses_and_nothing_else() -> None:
    """A line across the street stops the walk; one beside it does not; a gap is a bridge."""
    place = Place(((300.0, 0.0),))
    across = ((100.0, -40.0), (100.0, 40.0))
    beside = ((50.0, 10.0), (350.0, 10.0))
    bridge = (((100.0, -40.0), (100.0, -2.0)), ((100.0, 2.0), (100.0, 40.0)))
    assert _far([STREET], [(0.0, 0.0)], place, barrier_lines=(across,)) == [INF]
    assert _far([STREET], [(0.0, 0.0)], place, barrier_lines=(beside,)) == [300.0]
    assert _far([STREET], [(0.0, 0.0)], place, barrier_lines=bridge) == [300.0]


def test_an_area_can_be_a_barrier() -> None:
    """A canal drawn as an area cuts the street like a line does."""
    place = Place(((300.0, 0.0),))
    canal = (_square(100.0, -20.0, 40.0),)
    assert _far([STREET], [(0.0, 0.0)], place, barrier_areas=canal) == [INF]


def test_a_front_door_behind_a_barrier_goes_to_another_line() -> None:
    """The nearest line lies over the water, so the next one is taken."""
    other = ((0.0, 60.0), (400.0, 60.0))
    side = ((400.0, 0.0), (400.0, 60.0))
    water = ((-10.0, 10.0), (390.0, 10.0))
    found = _far(
        [STREET, other, side], [(50.0, 20.0)], Place(((50.0, 0.0),)), barrier_lines=(water,)
    )
    assert found == [40 + 350 + 60 + 350]


def test_a_door_far_from_every_line_is_not_on_the_network() -> None:
    """It has no distance (nan), so that nobody takes it for a long one."""
    here = network((STREET,))
    assert here is not None
    doors = [(10.0, REACH - 1), (10.0, REACH + 1)]
    assert connected(here, doors).tolist() == [True, False]
    found = metres(here, doors, [Place(((10.0, 0.0),))])[0]
    assert found[0] == REACH - 1
    assert math.isnan(found[1])
    assert not area_connected(here, _square(0.0, 101.0, 10.0))


def test_an_area_is_entered_where_a_line_is_near() -> None:
    """A street through a park enters it at 25 m before its edge, straight on; inside it is 0."""
    park = Place(areas=(_square(100.0, -50.0, 100.0),))
    assert _far([STREET], [(0.0, 0.0), (150.0, 3.0), (210.0, 0.0)], park) == [100.0, 3.0, 10.0]


def test_an_area_beside_a_line_is_entered_from_all_along_it() -> None:
    """A park 40 m from the street: at its corner for who comes along, straight for who is there."""
    park = Place(areas=(_square(100.0, 40.0, 100.0),))
    found = _far([STREET], [(0.0, 0.0), (150.0, 0.0), (400.0, 0.0)], park)
    assert found == pytest.approx([140.0, 40.0, 240.0], abs=1e-3)


def test_an_area_behind_a_barrier_is_not_entered_there() -> None:
    """A fence along the park leaves the side where there is none."""
    park = Place(areas=(_square(100.0, 10.0, 100.0),))
    fence = ((50.0, 5.0), (250.0, 5.0))
    path = ((300.0, 0.0), (300.0, 60.0), (210.0, 60.0))
    found = _far([STREET, path], [(150.0, 0.0)], park, barrier_lines=(fence,))
    assert found[0] == pytest.approx(150 + 60 + 90 + 10)


def test_beyond_the_limit_nothing_is_reached() -> None:
    """A limit makes what is farther infinite, exactly at the limit it is still reached."""
    here = network((STREET,))
    assert here is not None
    doors = [(0.0, 0.0), (100.0, 1.0), (200.0, 0.0)]
    assert metres(here, doors, [Place(((300.0, 0.0),))], 200.0)[0].tolist() == [INF, INF, 100.0]


coordinates = st.integers(0, 20).map(lambda n: 10.0 * n)
points = st.tuples(coordinates, coordinates)
segments = st.tuples(points, points).filter(lambda pair: pair[0] != pair[1])
grids = st.lists(segments, min_size=1, max_size=7).map(tuple)


@settings(max_examples=60)
@given(grids, st.lists(points, min_size=1, max_size=4), st.lists(points, min_size=1, max_size=3))
def test_distances_agree_with_networkx(lines, doors, goals) -> None:  # type: ignore[no-untyped-def]
    """The same network, built point by point and walked by another library."""
    import shapely

    here = network(lines)
    assert here is not None
    graph = networkx.Graph()
    spots = [*doors, *goals]
    near = [int(here.tree.nearest(shapely.Point(spot))) for spot in spots]
    for edge, line in enumerate(here.edges):
        on = [(shapely.line_locate_point(line, shapely.Point(spots[i])), f"spot{i}")
              for i in range(len(spots)) if near[i] == edge]  # fmt: skip
        ends = [(0.0, int(here.starts[edge])), (line.length, int(here.ends[edge]))]
        chain = [ends[0], *sorted(on), ends[1]]
        for (a, one), (b, other) in itertools.pairwise(chain):
            known = graph.get_edge_data(one, other, {"weight": INF})["weight"]
            graph.add_edge(one, other, weight=min(known, b - a))
    found = metres(here, doors, [Place((goal,)) for goal in goals])
    for i, door in enumerate(doors):
        away = here.edges[near[i]].distance(shapely.Point(door))
        for j, goal in enumerate(goals):
            k = len(doors) + j
            rest = here.edges[near[k]].distance(shapely.Point(goal))
            if away > REACH or rest > REACH:
                continue
            try:
                way = networkx.dijkstra_path_length(graph, f"spot{i}", f"spot{k}")
                tied = _tied(here, door) or _tied(here, goal)
                if not tied:
                    assert found[j, i] == pytest.approx(away + way + rest, abs=1e-6)
            except networkx.NetworkXNoPath:
                assert _tied(here, door) or _tied(here, goal) or np.isinf(found[j, i])


def _tied(here, spot) -> bool:  # type: ignore[no-untyped-def]
    """Tell whether two lines are equally near, so that either may be taken."""
    import shapely

    away = np.sort(shapely.distance(here.edges, shapely.Point(spot)))
    return len(away) > 1 and away[1] - away[0] < 1e-9


@settings(max_examples=60)
@given(grids, st.lists(points, min_size=1, max_size=4), st.lists(points, max_size=3), points)
def test_one_more_place_never_lengthens_a_walk(lines, doors, goals, extra) -> None:  # type: ignore[no-untyped-def]
    """With a place more, nobody walks farther to the nearest one."""
    here = network(lines)
    assert here is not None
    before, after = metres(here, doors, [Place(tuple(goals)), Place((*goals, extra))])
    known = ~np.isnan(before)
    assert (after[known] <= before[known] + 1e-9).all()


@settings(max_examples=60)
@given(grids, st.lists(points, min_size=1, max_size=4), points)
def test_walking_is_never_shorter_than_the_crow_flies(lines, doors, goal) -> None:  # type: ignore[no-untyped-def]
    """No walk beats the straight line."""
    here = network(lines)
    assert here is not None
    found = metres(here, doors, [Place((goal,))])[0]
    for door, far in zip(doors, found, strict=True):
        assert math.isnan(far) or far >= math.dist(door, goal) - 0.02


@settings(max_examples=40)
@given(grids, points, points)
def test_the_way_back_is_as_long(lines, one, other) -> None:  # type: ignore[no-untyped-def]
    """From door to place and from place to door is the same walk."""
    here = network(lines)
    assert here is not None
    there = metres(here, [one], [Place((other,))])[0, 0]
    back = metres(here, [other], [Place((one,))])[0, 0]
    if not (math.isnan(there) or math.isnan(back)):
        assert there == pytest.approx(back, abs=1e-9)
