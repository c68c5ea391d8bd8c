"""The measuring room against the recount: two counts of the same course must agree."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest

from hecht.neighbourhood import Course, Household, Neighbourhood, Stay, StayKind, Tie
from hecht.outcomes import measure, score
from hecht.planning.recount import recount
from tests.neighbourhoods import random_course, random_neighbourhood, simple_course
from tests.planning.street import street

CASES = int(os.environ.get("HECHT_CASES", "150"))

FIGURES = (
    "return_of_wishing",
    "return_of_affected",
    "return_of_all",
    "returned_of_wishing",
    "returned_of_affected",
    "returned_of_all",
    "ties_kept_count",
    "ties_kept",
    "ties_kept_weighted",
    "ties_kept_staying",
    "separation_months",
    "alone",
    "moves",
    "months_temporary",
    "duration_months",
    "vacant_home_months",
)


def differences(neighbourhood: Neighbourhood, course: Course) -> dict[str, tuple[Any, Any]]:
    """Return the figures that the two count differently, with both values."""
    measured = {
        **measure(neighbourhood, course).as_dict(),
        "score": score(neighbourhood, course),
    }
    counted = recount(neighbourhood, course)
    assert set(counted) == {*FIGURES, "score"}
    result = {}
    for name, value in counted.items():
        other = measured[name]
        absent = value is None or other is None
        same = value is other if absent else abs(value - other) <= 1e-12
        if not same:
            result[name] = (other, value)
    return result


@pytest.mark.parametrize("seed", range(0, CASES, 10))
def test_measured_equals_recounted(seed: int) -> None:
    """Every outcome and the score agree on tidy and on wild courses."""
    for number in range(seed, seed + 10):
        neighbourhood = random_neighbourhood(number)
        for course in (simple_course(neighbourhood), random_course(neighbourhood, number)):
            assert differences(neighbourhood, course) == {}, number


def test_recount_by_hand() -> None:
    """On the street of the check every figure is as counted by hand."""
    neighbourhood, course = street()
    ties = (Tie("1", "2"), Tie("1", "3", 2.0), Tie("3", "4"))
    policy = replace(
        neighbourhood.policy,
        points_return=2000.0,
        points_undecided=1000.0,
        points_tie_near=20.0,
        points_tie_closeness=10.0,
        points_separation_month=0.25,
        points_extra_move=40.0,
        points_temporary_month=3.0,
        points_duration_month=10.0,
        points_cost=1.0,
        extra_move_cost=2500.0,
        temporary_month_cost=900.0,
        neighbours_tie=1.0,
    )
    neighbourhood = replace(_with(neighbourhood, ties), policy=policy)
    found = recount(neighbourhood, course)
    # All homes are at one place, so every tie is near whenever both live in the neighbourhood.
    assert found == {
        "returned_of_wishing": 1,
        "returned_of_affected": 2,
        "returned_of_all": 3,
        "ties_kept_count": 2,
        "return_of_wishing": 1.0,
        "return_of_affected": 2 / 3,
        "return_of_all": 3 / 4,
        "ties_kept": 2 / 3,
        "ties_kept_weighted": 3 / 4,
        "ties_kept_staying": 1.0,
        "separation_months": 20,
        "alone": 0,
        "moves": 5,
        "months_temporary": 9,
        "duration_months": 15,
        "vacant_home_months": 0,
        "score": _street_score(),
    }


def _with(neighbourhood: Neighbourhood, ties: tuple[Tie, ...]) -> Neighbourhood:
    return replace(neighbourhood, ties=ties)


def _street_score() -> int:
    returns = 2 * 2_000_000 + 1_000_000
    near = (20_000 + 10_000) * 3  # weights 2 and 1, at the same door
    apart = 250 * 20
    moves, months = 2 * 40_000, 9 * 3_000
    duration = 15 * 10_000
    cost = 2 * 2_500 + 9 * 900
    return returns + near - apart - moves - months - duration - cost


def test_alone_and_empty_homes_by_hand() -> None:
    """Who ends without a near tie is alone, and an arrival long after the works leaves a gap."""
    neighbourhood, course = street()
    neighbourhood = _with(neighbourhood, (Tie("1", "2"),))
    stays = tuple(
        Stay("1", "T1", 4, 12, StayKind.TEMPORARY)
        if stay.household == "1" and stay.kind is StayKind.TEMPORARY
        else Stay("1", "An1", 12, 24, StayKind.FINAL)
        if stay.household == "1" and stay.kind is StayKind.FINAL
        else Stay("2", "A2", 0, 1, StayKind.START)
        if stay.household == "2"
        else stay
        for stay in course.stays
        if stay.household != "3" or stay.kind is StayKind.START
    )
    found = recount(neighbourhood, Course(24, course.starts, stays))
    assert found["alone"] == 1
    assert found["vacant_home_months"] == 3 + 2  # A2 in months 1 to 3, An1 in 10 and 11
    assert found["separation_months"] == 23


def test_without_ties_nothing_is_known() -> None:
    """No figure is made from absent ties (C6)."""
    neighbourhood, course = street()
    found = recount(neighbourhood, course)
    assert found["ties_kept"] is None
    assert found["separation_months"] is None
    assert found["alone"] is None


def test_a_home_that_waits_twice_counts_only_the_last_wait() -> None:
    """A kept home used as temporary home in between is empty for the plan only after that."""
    neighbourhood, course = street()
    neighbourhood = replace(
        neighbourhood, households=(*neighbourhood.households[:3], Household("4", "K1", 1))
    )
    stays = [stay for stay in course.stays if stay.household not in ("3", "4")]
    stays += [
        Stay("3", "B1", 0, 12, StayKind.START),
        Stay("3", "K2", 12, 15, StayKind.TEMPORARY),
        Stay("3", "B1", 15, 24, StayKind.FINAL),
        Stay("4", "K1", 0, 20, StayKind.START),
        Stay("4", "K2", 20, 24, StayKind.FINAL),
    ]
    changed = Course(24, course.starts, tuple(stays))
    assert recount(neighbourhood, changed)["vacant_home_months"] == 5
