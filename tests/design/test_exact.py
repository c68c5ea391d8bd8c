"""What no choice can reach: checked against all combinations of small designs, one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from hecht.design.apply import neighbourhood_of, scene_of
from hecht.design.catalogue import topic_of
from hecht.design.exact import Exact
from hecht.design.goals import Better, Choices, Goal, Goals, Limit, Sense, label_rank
from hecht.design.physical import physical_of
from hecht.design.space import space_of
from hecht.neighbourhood import Design, Scenario
from hecht.outcomes.scene_figures import figures_at
from hecht.planning import make_plan
from tests.design.choices import random_design, three_rows


def exact_of(design: Design, *limits: Limit, choices: Choices | None = None) -> Exact:
    """Return the exact part for limits."""
    physical = physical_of(design)
    goals = Goals((Goal("homes_added", Better.MORE),), limits, choices or Choices())
    space = space_of(design, goals.choices, physical.refused)
    here = design.neighbourhood
    return Exact(space, physical, goals, here, here.project.horizon)


def every(exact: Exact) -> list[tuple[int, ...]]:
    """Return all combinations."""
    return list(product(*(range(len(group.options)) for group in exact.space.groups)))


def least(figure: str, value: float) -> Limit:
    """Return a limit from below."""
    return Limit(figure, Sense.AT_LEAST, value)


def most(figure: str, value: float) -> Limit:
    """Return a limit from above."""
    return Limit(figure, Sense.AT_MOST, value)


def test_figures_add_up_by_hand() -> None:
    """One row rebuilt denser, one renovated, one kept: every figure is what a hand count gives."""
    design = three_rows()
    physical = physical_of(design)
    found = {
        name: value.value
        for name, value in physical.figures({"b1": "dense", "b2": "renovate", "b3": "keep"}).items()
    }
    assert found["homes"] == 14
    assert found["homes_added"] == 2
    assert found["homes_built"] == 6
    assert found["homes_demolished"] == 4
    assert found["investment"] == 800_000
    assert found["parking_places"] == 13
    assert found["parking_per_home"] == 13 / 14
    assert found["green_on_blocks"] == 260
    assert found["label_a_or_better"] == 6 / 14
    assert found["worst_label"] == label_rank("D")
    assert found["off_gas"] == 6 / 14
    assert found["social_share"] == 1.0


def test_what_is_not_known_says_whose_it_is() -> None:
    """An option without land has no parking, and the figure names its block."""
    physical = physical_of(three_rows())
    value = physical.figures({"b1": "planned", "b2": "keep", "b3": "keep"})["investment"]
    assert value.value == 0
    bare = physical_of(random_design(1))
    found = bare.figures({b: next(iter(o)) for b, o in bare.options.items()})
    assert found["label_a_or_better"].value is None
    assert "the energy label of every home of" in found["label_a_or_better"].why


def test_limits_that_can_be_kept_have_no_conflict() -> None:
    """Where some combination keeps to all, nothing is said to conflict, and repair finds one."""
    exact = exact_of(three_rows(), least("homes_added", 4), most("investment", 1_500_000))
    assert exact.conflicts() == ()
    for one in every(exact):
        found = exact.repaired(one)
        assert found is not None
        assert exact.keeps(found)


def test_a_conflict_is_smallest_and_says_how_far_to_give_way() -> None:
    """More homes for less money than they cost: both are named, with what the other allows."""
    exact = exact_of(
        three_rows(),
        least("homes_added", 4),
        most("investment", 1_000_000),
        least("parking_places", 8),
    )
    (conflict,) = exact.conflicts()
    assert conflict.proven
    assert {part.limit.figure: part.reachable for part in conflict.parts if part.limit} == {
        "homes_added": 2.0,
        "investment": 1_400_000.0,
    }


def test_two_conflicts_of_different_limits_are_both_found() -> None:
    """Limits of which none is in the first conflict are looked at too."""
    exact = exact_of(
        three_rows(),
        least("homes_added", 7),
        most("green_on_blocks", 100),
    )
    found = exact.conflicts()
    figures = [[part.limit.figure for part in one.parts if part.limit] for one in found]
    assert figures == [["homes_added"], ["green_on_blocks"]] or figures == [
        ["green_on_blocks"],
        ["homes_added"],
    ]
    reachable = {p.limit.figure: p.reachable for one in found for p in one.parts if p.limit}
    assert reachable == {"homes_added": 6.0, "green_on_blocks": 180.0}


def test_labels_give_way_to_the_best_that_money_allows() -> None:
    """Label A everywhere costs three rebuilt rows; with less money B is the most."""
    exact = exact_of(
        three_rows(), least("worst_label", label_rank("A")), most("investment", 500_000)
    )
    (conflict,) = exact.conflicts()
    reachable = {part.limit.figure: part.reachable for part in conflict.parts if part.limit}
    assert reachable == {"worst_label": float(label_rank("B")), "investment": 1_200_000.0}


def test_a_ratio_is_as_good_as_the_best_of_all_combinations() -> None:
    """The most parking per home that a number of homes allows is what trying all gives."""
    homes, parking = least("homes_added", 3), least("parking_per_home", 1.1)
    exact = exact_of(three_rows(), homes, parking)
    (conflict,) = exact.conflicts()
    reached = next(p.reachable for p in conflict.parts if p.limit == parking)
    figures = [exact.physical.figures(exact.space.choice(one)) for one in every(exact)]
    best = max(
        f["parking_per_home"].value or 0.0 for f in figures if (f["homes_added"].value or 0) >= 3
    )
    assert reached == pytest.approx(best, abs=1e-12)


def test_the_projects_own_rules_are_part_of_a_conflict() -> None:
    """With too few months for the works that a limit asks for, the months are named."""
    design = three_rows(horizon=9)
    (conflict,) = exact_of(design, least("homes_added", 2)).conflicts()
    words = [part.requirement for part in conflict.parts]
    assert "all works are finished within 9 months" in words


def test_a_limit_on_what_is_not_known_is_told_as_such() -> None:
    """A limit on labels that nobody gave cannot be kept, and that is why."""
    design = three_rows()
    here = design.neighbourhood
    homes = tuple(replace(home, label=None) for home in here.homes)
    bare = replace(
        design,
        neighbourhood=replace(here, homes=homes),
        options=tuple(replace(option, label=None) for option in design.options),
    )
    (conflict,) = exact_of(
        bare, least("label_a_or_better", 0.5), least("homes_added", 2)
    ).conflicts()
    assert "not known: the energy label of every home" in conflict.parts[0].text


@pytest.mark.parametrize("seed", range(12))
def test_conflicts_are_right_about_all_combinations(seed: int) -> None:
    """It says that limits conflict exactly where no combination keeps to them, and repairs others.

    The project's crews and budget are loose here, so that the limits alone decide.
    """
    design = random_design(seed)
    physical = physical_of(design)
    space = space_of(design, Choices(), physical.refused)
    figures = [
        physical.figures(space.choice(one))
        for one in product(*(range(len(group.options)) for group in space.groups))
    ]
    homes = sorted(f["homes_added"].value or 0.0 for f in figures)
    green = sorted(f["green_on_blocks"].value for f in figures if f["green_on_blocks"].value)
    if not green:
        pytest.skip("no combination has green that is known")
    limits = (
        least("homes_added", homes[len(homes) // 2]),
        least("green_on_blocks", green[(7 * seed) % len(green)] + seed % 3),
    )
    exact = exact_of(design, *limits)
    possible = [one for one in every(exact) if exact.keeps(one)]
    assert bool(possible) == (not exact.conflicts())
    for one in every(exact)[:20]:
        found = exact.repaired(one)
        assert (found is None) == (not possible)
        if found is not None:
            assert exact.keeps(found)
            far = sum(a != b for a, b in zip(found, one, strict=True))
            nearest = min(sum(a != b for a, b in zip(p, one, strict=True)) for p in possible)
            assert far == nearest
    for conflict in exact.conflicts():
        named = [part.limit for part in conflict.parts]
        for left in named:
            rest = [one for one in limits if one in named and one is not left]
            assert exact_of(design, *rest).conflicts() == () or left is None


def test_sums_agree_with_the_topics_that_measure_the_same() -> None:
    """Every figure that a topic has under the same name comes to the same value from a scene."""
    design = three_rows()
    physical = physical_of(design)
    choice = {"b1": "dense", "b2": "renovate", "b3": "keep"}
    scenario = Scenario("x", choice=choice)
    here = neighbourhood_of(design, scenario)
    plan = make_plan(here, iterations=1, workers=1, bounds=False)
    scene = scene_of(design, scenario, plan.course)
    sums = physical.figures(choice)
    shared = {name: topic for name, topic in topic_of().items() if name in sums}
    assert {"homes", "homes_added", "label_a_or_better", "off_gas", "parking_places"} <= set(shared)
    measured = figures_at(scene, scene.end, sorted(set(shared.values())))
    for name in shared:
        assert measured[name].value == pytest.approx(sums[name].value, abs=1e-9), name
