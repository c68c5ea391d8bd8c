"""The score: each part by itself, and its roundings."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import Household, Policy, StayKind, Tie, Wish, WishKind
from hecht.outcomes import score_parts
from tests.outcomes.street import itinerary, moved_course, street


def test_returning_counts_whoever_wished_it_affected_or_not() -> None:
    """P1, P2 and the unaffected P4 count; a leaver who stays by chance does not."""
    course = itinerary(moved_course(), "P3", ("a3", 0, 12, StayKind.START))
    assert score_parts(street(), course)["return"] == 3 * 2_000_000


def test_every_division_is_rounded_down_for_each_tie() -> None:
    """A weight of 0.0015 is 2 thousandths: 20,000 x 2 / 1000 = 40; 20 x 967 / 1000 = 19."""
    ties = (Tie("P1", "P2", 0.0015),)
    parts = score_parts(replace(street(), ties=ties), moved_course())
    assert parts["tie_near"] == 40
    assert parts["tie_closeness"] == 19
    # 250 x 2 / 1000 is rounded down to 0 before it is multiplied by the months.
    assert parts["separation_month"] == 0


def test_dearest_met_wish_about_the_home_counts_once() -> None:
    """Of two met wishes about the home the one of rank 1 counts; the one of rank 3 is left out."""
    wishes = (Wish("P1", 3, WishKind.BLOCK, "A"), Wish("P1", 1, WishKind.HOME, "n1"))
    assert score_parts(replace(street(), wishes=wishes), moved_course())["wish"] == 24_000


def test_every_met_wish_to_be_near_a_household_counts() -> None:
    """P1 near P2 at rank 1 and again at rank 3 give 24,000 and 6,000, beside a home at rank 2."""
    wishes = (
        Wish("P1", 1, WishKind.HOUSEHOLD, "P2"),
        Wish("P1", 2, WishKind.HOME, "n1"),
        Wish("P2", 3, WishKind.HOUSEHOLD, "P1"),
    )
    parts = score_parts(replace(street(), wishes=wishes), moved_course())
    assert parts["wish"] == 24_000 + 12_000 + 6_000


def test_wishes_of_whoever_leaves_or_for_whoever_leaves_are_not_met() -> None:
    """P3 left: its wish for its own old block and P1's wish to be near it count for nothing."""
    wishes = (Wish("P3", 1, WishKind.BLOCK, "A"), Wish("P1", 1, WishKind.HOUSEHOLD, "P3"))
    assert score_parts(replace(street(), wishes=wishes), moved_course())["wish"] == 0


def test_same_month_asks_two_arrivals_and_a_tie_that_was_near() -> None:
    """P2 and P5, near at the start, count when both arrive in month 7; P1-P4 never do."""
    course = itinerary(
        moved_course(),
        "P5",
        ("a4", 0, 3, StayKind.START),
        ("k2", 3, 7, StayKind.TEMPORARY),
        ("k1", 7, 12, StayKind.FINAL),
    )
    course = itinerary(course, "P4", ("k1", 0, 7, StayKind.START), ("k2", 7, 12, StayKind.FINAL))
    # P1-P2 of weight 1 and P2-P5 of weight 2; P4-P5 and P1-P4 were not near at the start.
    assert score_parts(street(), course)["same_month"] == 3_000 + 6_000


def test_two_that_both_stay_do_not_arrive_together() -> None:
    """Households that never move have no month of arrival."""
    neighbours = (*street().households, Household("P6", "k3", 2))
    ties = (Tie("P4", "P6"),)
    course = itinerary(moved_course(), "P2", ("a2", 0, 4, StayKind.START))
    course = itinerary(course, "P6", ("k3", 0, 12, StayKind.START))
    parts = score_parts(replace(street(), households=neighbours, ties=ties), course)
    assert parts["same_month"] == 0
    assert parts["tie_near"] == 20_000


def test_cost_counts_only_bought_in_months_and_rounds_down() -> None:
    """Three months at 333.50 and two moves at 100.25: 1,201 euro, at 1.5 point: 1,801."""
    policy = Policy(
        notice_months=3, temporary_month_cost=333.5, extra_move_cost=100.25, points_cost=1.5
    )
    parts = score_parts(replace(street(), policy=policy), moved_course())
    assert parts["cost"] == -(1500 * 1201 // 1000) == -1801


def test_a_group_with_a_leaver_is_not_together() -> None:
    """All members must end inside."""
    groups = (replace(street().groups[0], households=("P1", "P2", "P3")),)
    assert score_parts(replace(street(), groups=groups), moved_course())["group"] == 0


def test_a_group_must_be_near_pairwise() -> None:
    """P1 and P2 are near, P5 is 200 metres off: not together; P4 and P5 are."""
    groups = tuple(
        replace(street().groups[0], id=key, households=members)
        for key, members in (("G", ("P1", "P2", "P5")), ("H", ("P4", "P5")))
    )
    assert score_parts(replace(street(), groups=groups), moved_course())["group"] == 120_000
