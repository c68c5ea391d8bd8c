"""Prices of one more: by hand where there is one way to buy it, and not known where none is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.design.efficient import efficient_curve, price_of_one_more
from hecht.design.marginal import DEFINITIONS, Cause, Goal, marginal_prices
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
    Tie,
    TieKind,
    Works,
)
from hecht.outcomes import score
from hecht.planning.plan import Plan
from tests.outcomes.worked_examples import run_examples
from tests.planning.replan.test_properties import anew, planned

POINTS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 10_000)), min_size=1, max_size=12
).map(lambda drawn: [(float(count), float(cost)) for count, cost in drawn])


def test_the_worked_examples_of_the_page() -> None:
    """Every number of docs/outcomes/marginal.md is what the software gives."""
    assert run_examples("marginal.md") >= 6


def test_an_efficient_curve_by_hand() -> None:
    """Of five points two are beaten and one lies above the line between its neighbours."""
    points = [(0.0, 0.0), (5.0, 1.0), (7.0, 9.0), (10.0, 10.0), (4.0, 6.0), (10.0, 12.0)]
    assert efficient_curve(points) == [(0.0, 0.0), (5.0, 1.0), (10.0, 10.0)]
    assert price_of_one_more(points, 0) == pytest.approx(0.2)
    assert price_of_one_more(points, 5) == pytest.approx(1.8)
    assert price_of_one_more(points, 7) == pytest.approx(1.8)
    assert price_of_one_more(points, 10) is None
    assert price_of_one_more(points, -3) == 0.0
    assert price_of_one_more([], 0) is None


@given(POINTS)
def test_the_next_one_never_costs_less_than_the_one_before(
    points: list[tuple[float, float]],
) -> None:
    """Counts, costs and prices rise along the curve, and no point lies below it."""
    curve = efficient_curve(points)
    assert set(curve) <= set(points)
    for one, other in pairwise(curve):
        assert one[0] < other[0]
        assert one[1] < other[1]
    prices = [price_of_one_more(points, count) for count, _ in curve[:-1]]
    assert all(price is not None and price > 0 for price in prices)
    assert all(a <= b + 1e-9 for a, b in pairwise([price or 0.0 for price in prices]))
    most, dearest = curve[-1]
    assert most == max(count for count, _ in points)
    assert dearest == min(cost for count, cost in points if count == most)
    assert curve[0][1] == min(cost for _, cost in points)


@given(POINTS, st.integers(0, 50), st.integers(1, 9), st.integers(-500, 500))
def test_a_price_is_a_slope(
    points: list[tuple[float, float]], count: int, times: int, more: int
) -> None:
    """Costs that all rise by the same change no price; costs that are doubled double it."""
    price = price_of_one_more(points, count)
    shifted = price_of_one_more([(n, cost + more) for n, cost in points], count)
    scaled = price_of_one_more([(n, cost * times) for n, cost in points], count)
    if price is None:
        assert shifted is None
        assert scaled is None
    else:
        assert shifted == pytest.approx(price)
        assert scaled == pytest.approx(price * times)


def _here(kept_home: bool) -> Neighbourhood:
    """P's home is rebuilt in months 4 to 6, F next door stays; a kept home is far away.

    To come back beside F, P moves once more (2,500 euros) and lives three months in a bought-in
    home (3 x 900 euros), or for nothing in the kept home, as long as that stands empty. To stay
    in the kept home costs nothing, but F is not near it.
    """
    old, new = Stage.EXISTING, Stage.NEW
    homes = [
        Home("p", old, 0, 0, 3, "a", rent=0),
        Home("f", old, 20, 0, 3, "k", rent=0),
        Home("n", new, 0, 0, 3, "a", rent=0),
        Home("t", Stage.TEMPORARY, 500, 0, 3),
    ]
    if kept_home:
        homes.append(Home("far", old, 2000, 0, 3, "far", rent=0))
    return Neighbourhood(
        Project("Two", Month(2027, 1), 12),
        Capacity(),
        Policy(notice_months=1),
        blocks=(
            Block("a", Works.REBUILD, 3, earliest=4, latest=7),
            Block("k", Works.KEEP),
            Block("far", Works.KEEP),
        ),
        homes=tuple(homes),
        households=(Household("P", "p", 2), Household("F", "f", 2)),
        ties=(Tie("P", "F", 1.0, TieKind.FRIENDS),),
    )


def _plan(here: Neighbourhood, *stays: tuple[str, int, int, StayKind]) -> Plan:
    whole = (*(Stay("P", *stay) for stay in stays), Stay("F", "f", 0, 12, StayKind.START))
    course = Course(12, {"a": 4}, whole)
    return Plan(here, course, "hecht", 1, score(here, course))


START, TEMPORARY, FINAL = StayKind.START, StayKind.TEMPORARY, StayKind.FINAL
AWAY = (("p", 0, 4, START), ("far", 4, 12, FINAL))
BACK = (("p", 0, 4, START), ("t", 4, 7, TEMPORARY), ("n", 7, 12, FINAL))


def test_one_more_tie_costs_the_way_back() -> None:
    """From the plan that moves P away, the tie costs a second move, 2,500 euros, by every seed."""
    found = marginal_prices(_plan(_here(True), *AWAY), rounds=3, seeds=(1, 2))
    tie = found.prices[Goal.TIES]
    assert tie.count == 0
    assert (tie.least, tie.median, tie.most) == (2500.0, 2500.0, 2500.0)
    assert found.figures()["price_tie"].value == 2500.0
    assert found.left_out == ()


def test_what_no_solving_again_reaches_has_no_price() -> None:
    """With the tie kept there is no further tie, and with one move no plan has fewer."""
    back = marginal_prices(_plan(_here(True), *BACK), rounds=3, seeds=(1, 2), goals=[Goal.TIES])
    assert back.prices[Goal.TIES].median is None
    assert "reached more than the 1 ties" in back.prices[Goal.TIES].why
    assert back.prices[Goal.TIES].cause is Cause.NONE_BEYOND
    away = marginal_prices(_plan(_here(True), *AWAY), rounds=3, seeds=(1, 2), goals=[Goal.MOVES])
    assert away.prices[Goal.MOVES].median is None
    assert away.figures()["price_move"].why


def test_a_move_that_is_avoided_by_spending_less_costs_nothing() -> None:
    """From the way back, the cheapest plan has a move fewer: its price is 0."""
    found = marginal_prices(_plan(_here(True), *BACK), rounds=3, seeds=(1, 2), goals=[Goal.MOVES])
    assert found.prices[Goal.MOVES].count == 2
    assert found.prices[Goal.MOVES].median == 0.0


def test_the_last_returner_costs_the_way_back() -> None:
    """Without the kept home P can only come back by 3 x 900 + 2,500 euros."""
    found = marginal_prices(
        _plan(_here(False), *BACK), rounds=3, seeds=(1, 2), goals=[Goal.RETURNERS]
    )
    price = found.prices[Goal.RETURNERS]
    assert price.count == 1
    assert (price.least, price.median, price.most) == (5200.0, 5200.0, 5200.0)


def test_where_nothing_differs_nothing_is_priced() -> None:
    """Without any other way to keep the tie every solving again is the same."""
    here = replace(_here(False), ties=())
    found = marginal_prices(_plan(here, *BACK), rounds=2, seeds=(1,))
    assert "same number of ties" in found.prices[Goal.TIES].why
    assert "same number of moves" in found.prices[Goal.MOVES].why
    assert found.prices[Goal.MOVES].cause is Cause.NO_DIFFERENCE


def test_a_cost_that_is_not_known_is_left_out_and_named() -> None:
    """Without a rent the lost rent is not counted; what is counted is told."""
    here = _here(True)
    homes = tuple(replace(home, rent=None) for home in here.homes)
    found = marginal_prices(
        _plan(replace(here, homes=homes), *AWAY), rounds=2, seeds=(1,), goals=[Goal.TIES]
    )
    assert found.left_out == ("lost_rent",)
    assert found.prices[Goal.TIES].median == 2500.0


def test_the_same_question_gives_the_same_prices() -> None:
    """The prices depend on the plan, the rounds and the seeds alone, not on the workers."""
    plan = _plan(_here(True), *AWAY)
    one = marginal_prices(plan, rounds=2, seeds=(1, 2), workers=1)
    assert one == marginal_prices(plan, rounds=2, seeds=(1, 2), workers=2)


def test_a_plan_that_breaks_a_rule_has_no_prices() -> None:
    """There is nothing to price, and the error says where to look."""
    here = _here(True)
    broken = replace(here, policy=replace(here.policy, temporary_months_max=2))
    with pytest.raises(ValueError, match="hecht check"):
        marginal_prices(_plan(broken, *BACK), rounds=1)
    with pytest.raises(ValueError, match="one seed or more"):
        marginal_prices(_plan(here, *BACK), seeds=())


def test_of_a_plan_made_anew_the_past_stands() -> None:
    """Ties and moves are priced from its past on; the last returner has no price, and why."""
    plan = planned(7)
    assert plan is not None
    made = anew(plan, 3, [], 7)
    assert made is not None
    found = marginal_prices(made.plan, rounds=1, seeds=(1,))
    assert "the past of a plan made anew stands" in found.prices[Goal.RETURNERS].why
    assert found.prices[Goal.RETURNERS].cause is Cause.PAST
    assert found.solved
    for price in found.prices.values():
        assert (price.median is None) == bool(price.why) == (price.cause is not None)


def test_every_price_has_a_definition() -> None:
    """The figures are those of the definitions, in two languages."""
    found = marginal_prices(_plan(_here(True), *AWAY), rounds=1, seeds=(1,))
    assert set(found.figures()) == {definition.name for definition in DEFINITIONS}
    assert all(one.definition != one.definition_nl for one in DEFINITIONS)
