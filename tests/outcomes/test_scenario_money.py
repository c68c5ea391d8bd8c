"""Money of a scenario: by hand, by year, discounted, and not known where a part is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.neighbourhood import Block, Works
from hecht.neighbourhood.option import Option
from hecht.outcomes import measure
from hecht.outcomes.scenario_money import (
    DEFINITIONS,
    PARTS,
    figures,
    net_present_value,
    scenario_costs,
)
from hecht.outcomes.scene import TODAY, Scene
from hecht.rules import parse
from tests.outcomes.street import moved_course, street
from tests.outcomes.worked_examples import run_examples

HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def _scene(start: str = "2023-10", **policy: float) -> Scene:
    here = street(start)
    here = replace(here, policy=replace(here.policy, **policy))
    options = {b.id: Option(b.id, "x", b.works, duration=b.duration) for b in here.blocks}
    return Scene(here, options, {}, course=moved_course())


def test_the_worked_examples_of_the_page() -> None:
    """Every number of docs/outcomes/money.md is what the software gives."""
    assert run_examples("money.md") >= 15


def test_every_figure_is_always_given() -> None:
    """The names are those of the definitions, today, during and after."""
    names = [definition.name for definition in DEFINITIONS]
    for month in (TODAY, 0, 5, 12):
        assert list(figures(_scene(), month)) == names
    assert list(figures(replace(_scene(), course=None), TODAY)) == names


def test_without_habituation_all_costs_are_those_of_the_plan() -> None:
    """The kinds of cost that the outcomes of a plan know are the same, to the euro."""
    scene = _scene()
    after = figures(scene, scene.end)
    plain = measure(scene.neighbourhood, moved_course()).money
    assert plain.total is not None
    assert after["total_costs"].value == plain.total
    for name, kind in PARTS.items():
        if kind != "habituation":
            assert after[name].value == plain.parts()[kind].total
    assert after["habituation_costs"].value == 0


def test_costs_come_with_the_calendar_year() -> None:
    """In 2023 nothing is built yet; works and the moves of 2024 come with 2024."""
    scene = _scene()
    years = {month: figures(scene, month) for month in (2, 3, 11)}
    assert years[2]["investment"].value == 0
    assert years[3]["investment"].value == 300_000
    assert years[3]["total_costs"].value == years[11]["total_costs"].value


def test_a_date_without_an_allowance_leaves_the_sums_unknown() -> None:
    """From 2025 on no verified amount is known; a user's own row fills it."""
    scene = _scene("2025-10")
    found = figures(scene, scene.end)
    assert "no verified moving allowance" in found["moving_allowances"].why
    assert "no verified moving allowance" in found["net_present_costs"].why
    parts = [found[name].value for name in PARTS if name != "moving_allowances"]
    assert found["costs_before_allowances"].value == sum(part or 0.0 for part in parts)
    own = parse(HEAD + "moving_allowance,2025-02-28,2027-02-28,8000,euro,letter,yes,\n", "own")
    filled = figures(replace(scene, norms=own), scene.end)
    assert filled["moving_allowances"].value == 4 * 8000
    assert filled["total_costs"].value is not None


def test_a_rent_that_is_not_given() -> None:
    """Habituation and income are not known without the new rent, the investment is."""
    scene = _scene(habituation_years=2)
    homes = tuple(replace(h, rent=None) if h.id == "n1" else h for h in scene.neighbourhood.homes)
    found = figures(
        replace(scene, neighbourhood=replace(scene.neighbourhood, homes=homes)), scene.end
    )
    assert "the old or new rent of P1 is not given" in found["habituation_costs"].why
    assert "the rent of n1 is not given" in found["rent_income"].why
    assert found["rent_income_change"].value is None
    assert found["investment"].value == 300_000


def test_rent_income_by_hand() -> None:
    """At the end P1, P2 pay 600, P4, P5 550, and a newcomer in k3 550; at the start 2,550."""
    scene = _scene()
    assert figures(scene, TODAY)["rent_income"].value == 12 * (4 * 500 + 550)
    assert figures(scene, scene.end)["rent_income"].value == 12 * (2 * 600 + 3 * 550)
    assert figures(scene, scene.end)["rent_income_change"].value == 12 * (2_850 - 2_550)


def test_a_block_that_has_no_start_is_not_left_out() -> None:
    """Works without a month in the plan make the investment unknown."""
    scene = _scene()
    blocks = (*scene.neighbourhood.blocks, Block("Z", Works.RENOVATE_OCCUPIED, 1, cost=5.0))
    course = replace(moved_course(), starts={"A": 4, "Z": 0})
    known = replace(scene, neighbourhood=replace(scene.neighbourhood, blocks=blocks), course=course)
    assert figures(known, 12)["investment"].value == 300_005
    undated = replace(known, course=moved_course())
    costs = scenario_costs(undated)
    assert "the works on Z have no start month" in costs.not_known


@given(
    flows=st.dictionaries(st.integers(2020, 2060), st.floats(0, 1e8), max_size=12),
    rate=st.floats(0, 0.2),
)
def test_discounting(flows: dict[int, float], rate: float) -> None:
    """At rate 0 it is the sum; a higher rate never gives more; one year's delay divides by 1+r."""
    value = net_present_value(flows, rate, 2020)
    assert net_present_value(flows, 0.0, 2020) == pytest.approx(sum(flows.values()))
    assert value <= sum(flows.values()) * (1 + 1e-12) + 1e-9
    later = {year + 1: amount for year, amount in flows.items()}
    assert net_present_value(later, rate, 2020) == pytest.approx(value / (1 + rate))


def test_a_rate_that_cannot_be() -> None:
    """A rate of -1 would divide by nought."""
    with pytest.raises(ValueError, match="give more than -1"):
        net_present_value({2024: 1.0}, -1.0, 2024)


@given(years=st.integers(0, 5), first=st.floats(0, 1), rate=st.floats(0, 0.1))
def test_yearly_costs_add_up(years: int, first: float, rate: float) -> None:
    """Figures grow from year to year to the whole, and the net present value is never more."""
    scene = _scene(habituation_years=years, habituation_share=first, discount_rate=rate)
    at = [figures(scene, month)["total_costs"].value for month in (TODAY, 2, 11, scene.end)]
    values = [value for value in at if value is not None]
    assert len(values) == 4
    assert values == sorted(values)
    whole = scenario_costs(scene).by_year()
    assert values[-1] == pytest.approx(sum(whole.values()))
    present = figures(scene, scene.end)["net_present_costs"].value
    assert present is not None
    assert present <= values[-1] + 1e-6
    # P1 and P2 step up by 100 euros, P5 by 50; each year a share of twelve months of it
    steps = sum(12 * 250 * first * (1 - k / years) for k in range(years))
    assert figures(scene, scene.end)["habituation_costs"].value == pytest.approx(steps)
