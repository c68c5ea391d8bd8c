"""The maps: every home a mark, every tie a line in its own class, to scale, north up."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hecht.neighbourhood import Home, Month, Stage
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates
from hecht.planning.plan import Plan
from hecht.report import svg
from hecht.report.map import after_map, frame, now_map
from hecht.report.words import Words
from tests.report.pages import random_plan, street_plan


def maps(plan: Plan) -> tuple[str, str]:
    """Return the map now and the map after."""
    n = plan.neighbourhood
    where = places(n, plan.course)
    fates, words = tie_fates(n, where), Words("en", Month(2020, 1))
    at = frame(n)
    return now_map(n, fates, at, words), after_map(n, fates, where, at, words)


def drawn(picture: str, class_: str) -> int:
    """Return how many lines or marks of a class a picture has."""
    found = re.findall(rf'<path d="([^"]*)" class="{class_}"', picture)
    return sum(path.count("M") for path in found)


@pytest.mark.parametrize("seed", range(5))
def test_every_tie_is_drawn_as_what_it_is(seed: int) -> None:
    """The lines on the maps are as many as the ties of the outcomes, class by class."""
    plan = random_plan(seed)
    now, after = maps(plan)
    ties = plan.outcomes().ties
    assert drawn(now, "tie tie-kept") == drawn(after, "tie tie-kept") == ties.kept
    assert drawn(now, "tie tie-lost") == ties.lost - ties.lost_by_leaving
    assert drawn(now, "tie tie-gone") == ties.lost_by_leaving
    assert drawn(after, "tie tie-lost") == ties.lost - ties.lost_by_leaving
    assert drawn(after, "tie tie-gained") == ties.gained


@pytest.mark.parametrize("seed", range(5))
def test_every_home_is_drawn_once(seed: int) -> None:
    """Marks now are the existing and temporary homes; marks after are the permanent ones."""
    plan = random_plan(seed)
    n = plan.neighbourhood
    now, after = maps(plan)
    existing = [home for home in n.homes if home.stage is Stage.EXISTING]
    lived = len(n.households)
    assert drawn(now, "mark mark-lived") == lived
    assert drawn(now, "mark mark-empty") == len(existing) - lived
    assert drawn(now, "mark-unit") == sum(h.stage is Stage.TEMPORARY for h in n.homes)
    inside = plan.outcomes().returning.of_all.part
    stayed, came = drawn(after, "mark mark-stayed"), drawn(after, "mark mark-came")
    assert stayed + came == inside


def test_homes_behind_one_door_can_be_told_apart() -> None:
    """Flats at the same coordinates are drawn beside each other."""
    plan = street_plan()
    n = plan.neighbourhood
    door = n.home_of["k1"]
    stacked = tuple(
        replace(home, x=door.x, y=door.y) if home.id in ("r1", "r2", "k2") else home
        for home in n.homes
    )
    now, _ = maps(replace(plan, neighbourhood=replace(n, homes=stacked)))
    found = re.search(r'<path d="([^"]*)" class="mark mark-lived"', now)
    assert found is not None
    marks = re.findall(r"M[^h]*", found[1])
    assert len(marks) == 4
    assert len(set(marks)) == 4


def test_north_is_up_and_metres_are_equal_both_ways() -> None:
    """A place further north lies higher, and a metre is as long east as north."""
    at = frame(street_plan().neighbourhood)
    x, y = at.at(134_000.0, 395_000.0)
    east, north = at.at(134_010.0, 395_000.0), at.at(134_000.0, 395_010.0)
    assert east[0] - x == pytest.approx(10 * at.scale)
    assert y - north[1] == pytest.approx(10 * at.scale)
    assert (east[1], north[0]) == (y, x)


@pytest.mark.parametrize("seed", range(5))
def test_the_scale_bar_tells_the_truth(seed: int) -> None:
    """The bar is as long as the metres written beside it."""
    plan = random_plan(seed)
    at = frame(plan.neighbourhood)
    now, _ = maps(plan)
    bar = re.search(r'v6h([\d.]+)v-6" class="scale"', now)
    label = re.search(r'class="furniture">(\d+) m<', now)
    assert bar is not None
    assert label is not None
    assert float(bar[1]) == pytest.approx(int(label[1]) * at.scale, abs=0.06)


def test_everything_lies_within_the_picture() -> None:
    """No home falls off the map, even far away from the others."""
    plan = street_plan()
    far = Home("z", Stage.EXISTING, 136_500.0, 391_000.0, 3)
    n = replace(plan.neighbourhood, homes=(*plan.neighbourhood.homes, far))
    at = frame(n)
    for home in n.homes:
        x, y = at.at(home.x, home.y)
        assert 0 < x < at.width <= 1000.1
        assert 0 < y < at.height


@pytest.mark.parametrize(("most", "step"), [(1, 1), (9.9, 5), (10, 10), (49, 20), (1234, 1000)])
def test_a_scale_bar_has_a_round_length(most: float, step: int) -> None:
    """The largest of 1, 2, 5, 10, … that fits."""
    assert svg.nice_below(most) == step


@pytest.mark.parametrize(
    ("most", "steps", "step"), [(3, 4, 1), (5, 4, 2), (17, 4, 5), (200, 4, 50)]
)
def test_an_axis_has_round_steps(most: float, steps: int, step: int) -> None:
    """The smallest of 1, 2, 5, 10, … with which the axis is long enough."""
    assert svg.nice_step(most, steps) == step
