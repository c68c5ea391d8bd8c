"""The prices of rules: against all plans of tiny neighbourhoods, ranked, and honest of noise."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from hecht.neighbourhood import Neighbourhood
from hecht.planning.explain.changes import sides
from hecht.planning.plan import Plan
from hecht.planning.prices import Price, Prices, price_rules
from hecht.planning.rule_changes import RuleChange, rule_changes, with_more
from tests.neighbourhoods import random_neighbourhood
from tests.planning.enumerate_plans import best_plan

# Seeds with at most four households and ten months, of which all plans are tried in seconds.
SEEDS = (23, 24, 38, 40)
HORIZON = "horizon"


@cache
def _best(seed: int) -> Plan:
    drawn = random_neighbourhood(
        seed, blocks=(2, 3), homes=(1, 2), temporary=(0, 2), loose=(0, 1), duration=(1, 3)
    )
    best = best_plan(drawn)
    assert best is not None
    return Plan(drawn, best.course, "hecht", 1, best.score)


@cache
def _prices(seed: int) -> Prices:
    return price_rules(_best(seed), rounds=2, seeds=(1, 2))


def _all(prices: Prices) -> tuple[Price, ...]:
    return prices.loosened + prices.tightened


@pytest.mark.parametrize("seed", SEEDS)
def test_the_price_of_a_rule_is_what_the_best_plans_differ(seed: int) -> None:
    """On tiny neighbourhoods each change gives what trying all plans gives.

    Without a plan there is none, or only one in which somebody has to leave who wished to stay.
    """
    plan = _best(seed)
    for price in _all(_prices(seed)):
        # more months cost the trying of all plans too much; they must merely not look like a loss
        if price.change.kind == HORIZON:
            assert price.points >= 0
            continue
        best = best_plan(price.change.apply(plan.neighbourhood))
        if price.differences is None:
            assert best is None or best.score - plan.score < -1_000_000, price.change.name
        else:
            assert best is not None
            assert price.points == best.score - plan.score, price.change.name


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_are_ranked_and_none_is_missing(seed: int) -> None:
    """What gives most comes first, what costs most comes first; every change is told."""
    plan, prices = _best(seed), _prices(seed)
    told = sorted(price.change.name for price in _all(prices))
    assert told == sorted(c.name for c in rule_changes(plan.neighbourhood, plan.course))
    assert prices.untried == ()
    found = [price.points for price in prices.loosened if price.differences is not None]
    assert found == sorted(found, reverse=True)
    costs = [price.points for price in prices.tightened if price.differences is not None]
    assert costs == sorted(costs)
    assert all(price.change.loosens for price in prices.loosened)
    assert not any(price.change.loosens for price in prices.tightened)


def test_nothing_that_changes_nothing_is_called_a_gain() -> None:
    """A change that leaves the neighbourhood as it is has a price of nought, within the noise."""
    same = RuleChange("same", lambda n: n, loosens=True)
    found = price_rules(_best(23), rounds=2, seeds=(1, 2), changes=[same])
    (price,) = found.loosened
    assert price.differences is not None
    assert price.points == 0
    assert price.is_noise


def test_the_same_question_gives_the_same_prices() -> None:
    """The prices depend on the plan, the rounds and the seeds alone, not on the workers."""
    changes = list(rule_changes(_best(38).neighbourhood, _best(38).course))[:3]
    one = price_rules(_best(38), rounds=2, seeds=(1, 2), workers=1, changes=changes)
    other = price_rules(_best(38), rounds=2, seeds=(1, 2), workers=2, changes=changes)
    assert one == other


def test_what_there_was_no_time_for_is_named() -> None:
    """When time is up, the changes that were not tried are listed."""
    found = price_rules(_best(38), rounds=1, seeds=(1,), stop=lambda: True)
    assert len(_all(found)) == 1
    assert len(found.untried) >= 5


def test_a_plan_that_breaks_a_rule_has_no_prices() -> None:
    """There is nothing to compare with, and the error says where to look."""
    plan = _best(40)
    policy = replace(plan.neighbourhood.policy, temporary_months_max=0)
    moved = any(side.months_temporary for side in sides(plan.neighbourhood, plan.course).values())
    assert moved
    broken = replace(plan, neighbourhood=replace(plan.neighbourhood, policy=policy))
    with pytest.raises(ValueError, match="hecht check"):
        price_rules(broken, rounds=1, seeds=(1,))


def test_more_temporary_homes_have_names_of_their_own() -> None:
    """Added homes never take the name of one that is there, also when added twice."""
    neighbourhood: Neighbourhood = _best(38).neighbourhood
    twice = with_more(with_more(neighbourhood, 2), 3)
    names = [home.id for home in twice.homes]
    assert len(names) == len(set(names)) == len(neighbourhood.homes) + 5


@pytest.mark.parametrize("seed", range(12))
def test_a_looser_rule_keeps_every_plan(seed: int) -> None:
    """The best plan of a tiny neighbourhood breaks no rule after a change that loosens one."""
    from hecht.planning.check import check
    from hecht.planning.prices import _until
    from tests.neighbourhoods import simple_course

    neighbourhood = random_neighbourhood(seed)
    course = simple_course(neighbourhood)
    assert check(neighbourhood, course) == []
    for change in rule_changes(neighbourhood, course):
        if change.loosens:
            looser = change.apply(neighbourhood)
            same = _until(course, looser.project.horizon)
            broken = [v for v in check(looser, same) if v.rule != 7]
            assert broken == [], change.name
