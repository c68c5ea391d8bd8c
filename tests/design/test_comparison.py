"""Scenarios side by side: what is a real difference."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from hecht.design.catalogue import catalogue
from hecht.design.comparison import (
    Compared,
    difference,
    differences,
    differing,
    plan_scenario,
)
from hecht.neighbourhood import Access, Design, HomeType, Land, Option, Scenario, Works
from hecht.outcomes.figure import Value
from hecht.outcomes.scene_figures import SceneOutcomes
from hecht.planning.check import check
from tests.neighbourhoods import random_neighbourhood

Spread = Mapping[str, tuple[float, float]]


@cache
def small_design() -> Design:
    """A random neighbourhood with one block that can be kept, or built denser."""
    for seed in range(80):
        here = random_neighbourhood(seed, blocks=(2, 3), homes=(3, 5), temporary=(3, 5))
        block = next((b for b in here.blocks if b.works is Works.REBUILD), None)
        if block is None or here.promises:
            continue
        flats = HomeType("flat", 14, 3, 70.0, 610.0, access=Access.LIFT, storeys=3, outdoor=6.0)
        options = (
            Option(block.id, "keep", Works.KEEP, label="E", land=Land(footprint=300.0)),
            Option(
                block.id, "dense", Works.REBUILD, duration=3, cost=9e5, label="A++", gas=False,
                land=Land(footprint=400.0), programme=(flats,),
            ),
        )  # fmt: skip
        scenarios = (
            Scenario("keep", "Houden", {block.id: "keep"}),
            Scenario("dense", "Dichter", {block.id: "dense"}),
        )
        return Design(here, options, (), scenarios)
    raise AssertionError("no seed gives a block that is rebuilt")


@cache
def small_comparison() -> tuple[Compared, ...]:
    """The two scenarios of the small design, planned with two seeds."""
    design = small_design()
    return tuple(
        plan_scenario(design, scenario, seeds=(1, 2), iterations=1, workers=1)
        for scenario in design.scenarios
    )


def made(name: str, values: Mapping[str, float | None], spread: Spread | None = None) -> Compared:
    """A scenario with these figures, around the plan of the small design."""
    after = {n: Value(v, "" if v is not None else "not given") for n, v in values.items()}
    ends = {n: (v, v) for n, v in values.items() if v is not None} | dict(spread or {})
    plan = small_comparison()[0].plan
    return Compared(Scenario(name), plan, SceneOutcomes({}, {}, after), ends, (1, 2))


def test_each_plan_passes_the_check_and_its_figures_lie_within_their_spread() -> None:
    """A scenario is planned with every seed; the best plan's figures are among those."""
    for one in small_comparison():
        assert check(one.plan.neighbourhood, one.plan.course) == []
        assert one.seeds == (1, 2)
        for name, (least, most) in one.spread.items():
            value = one.value(name).value
            assert value is not None
            assert least <= value <= most


def test_a_denser_scenario_has_more_homes() -> None:
    """What the options build is seen in the figures, whatever the seed."""
    keep, dense = small_comparison()
    found = difference(catalogue()["homes"], keep, dense)
    assert found is not None
    assert found.real
    assert found.amount > 0
    assert found.better == ""
    assert "homes" in differing([keep, dense])


def test_a_difference_within_the_spread_is_not_real() -> None:
    """When the seeds of the two overlap, nothing is claimed."""
    moves = catalogue()["moves"]
    one = made("a", {"moves": 10.0}, {"moves": (9.0, 12.0)})
    assert difference(moves, one, made("b", {"moves": 13.0}, {"moves": (12.0, 14.0)})) is not None
    overlapping = difference(moves, one, made("b", {"moves": 13.0}, {"moves": (12.0, 14.0)}))
    apart = difference(moves, one, made("b", {"moves": 13.0}, {"moves": (12.5, 14.0)}))
    assert overlapping is not None
    assert (overlapping.real, overlapping.better) == (False, "")
    assert apart is not None
    assert (apart.real, apart.amount, apart.better) == (True, 3.0, "first")


def test_less_and_more_are_better_as_the_figure_says() -> None:
    """Fewer moves are better, more kept ties are."""
    one = made("a", {"moves": 10.0, "ties_kept_staying_count": 5.0})
    two = made("b", {"moves": 8.0, "ties_kept_staying_count": 4.0})
    assert {d.figure: d.better for d in differences(one, two)} == {
        "moves": "other",
        "ties_kept_staying_count": "first",
    }


def test_a_figure_that_is_not_known_in_one_has_no_difference() -> None:
    """Nothing is made from a figure that is missing (C6)."""
    one, two = made("a", {"moves": 10.0}), made("b", {"moves": None})
    assert difference(catalogue()["moves"], one, two) is None
    assert differing([one, two], ["moves"]) == []


def test_no_seed_is_an_error() -> None:
    """A comparison needs at least one plan of each scenario."""
    design = small_design()
    with pytest.raises(ValueError, match="at least one seed"):
        plan_scenario(design, design.scenarios[0], seeds=())
