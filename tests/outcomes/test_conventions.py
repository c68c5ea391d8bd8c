"""The numbered conventions of measurement (docs/conventions.md), each recomputed by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hecht.outcomes import Share, household_outcome, measure, protect, score, score_parts
from tests.outcomes.street import moved_course, street

DOC = Path(__file__).parents[2] / "docs" / "conventions.md"


def figures() -> dict[str, int | float | None]:
    """Return the figures of the worked example."""
    return measure(street(), moved_course()).as_dict()


def test_c1_return_is_given_over_three_denominators_next_to_turnover() -> None:
    """2 of 2 that wished to, 3 of 4 whose home was lost, 4 of all 5; turnover 5.2% in 7 months."""
    found = figures()
    assert (found["returned_of_wishing"], found["households_wishing"]) == (2, 2)
    assert (found["returned_of_affected"], found["households_affected"]) == (3, 4)
    assert (found["returned_of_all"], found["households_all"]) == (4, 5)
    assert found["return_of_wishing"] == 1.0
    assert found["return_of_affected"] == 0.75
    assert found["return_of_all"] == 0.8
    assert found["ordinary_turnover"] == pytest.approx(0.0517, abs=5e-5)


def test_c1_a_household_still_in_a_temporary_home_has_not_returned() -> None:
    """A temporary stay that lasts until the horizon is no return."""
    course = moved_course()
    stays = tuple(
        replace(stay, end=12) if (stay.household, stay.home) == ("P1", "t1") else stay
        for stay in course.stays
        if (stay.household, stay.home) != ("P1", "n1")
    )
    found = measure(street(), replace(course, stays=stays))
    assert found.as_dict()["returned_of_wishing"] == 1
    assert found.returning.not_returning == ("P1",)


def test_c2_ties_are_kept_lost_gained_or_never_near() -> None:
    """One tie kept of three near ones; by weight 1 of 3.5; of those that stay 1 of 2."""
    found = figures()
    assert found["ties_near_start"] == 3
    assert (found["ties_kept_count"], found["ties_lost_count"]) == (1, 2)
    assert found["ties_lost_by_leaving_count"] == 1
    assert (found["ties_gained_count"], found["ties_never_near_count"]) == (1, 1)
    assert found["ties_kept"] == pytest.approx(1 / 3)
    assert found["ties_kept_weighted"] == pytest.approx(1 / 3.5)
    assert found["ties_kept_staying"] == 0.5
    assert found["ties_kept_staying_weighted"] == pytest.approx(1 / 3)


def test_c3_separation_counts_the_months_a_near_tie_is_not_near() -> None:
    """3 months for P1-P2, 10 for P1-P3, 6 for P2-P5: 19; by weight 3 + 5 + 12 = 20."""
    found = measure(street(), moved_course())
    assert found.ties.separation_months == 19
    assert found.ties.separation_months_weighted == pytest.approx(20.0)
    apart = {
        one.other: one.months_apart
        for one in household_outcome(street(), moved_course(), "P1").company
    }
    assert apart == {"P2": 3, "P3": 10, "P4": 0}


def test_c4_alone_is_to_have_had_a_near_tie_and_to_have_none() -> None:
    """P5 has new company in P4; without that tie it is alone; P3, who left, is not counted."""
    assert measure(street(), moved_course()).ties.alone == ()
    lonelier = replace(street(), ties=street().ties[:-1])
    found = measure(lonelier, moved_course())
    assert found.ties.alone == ("P5",)
    assert found.as_dict()["alone"] == 1
    assert found.as_dict()["alone_of"] == 3


def test_c5_a_move_is_a_change_of_home() -> None:
    """Two moves for P1 and P2, one for P3 who leaves and for P5: six, of which two extra."""
    found = figures()
    assert found["moves"] == 6
    assert found["moves_to_temporary"] == 2
    assert found["moves_return"] == 2
    assert found["moves_direct"] == 1
    assert found["moves_leave"] == 1
    assert found["extra_moves"] == 2
    assert found["months_temporary"] == 6
    assert found["months_bought_in"] == 3


def test_c6_missing_is_missing_and_says_why() -> None:
    """Without the cost of A there is no total, the known part is still given, and the reason."""
    blocks = (replace(street().blocks[0], cost=None), street().blocks[1])
    found = measure(replace(street(), blocks=blocks), moved_course())
    assert found.as_dict()["cost_works"] is None
    assert found.as_dict()["cost_total"] is None
    assert found.as_dict()["cost_known"] == 28_624 + 2_700 + 5_000 + 3_150
    assert "the works on A" in found.not_known["cost_works"]


def test_c7_small_groups_are_hidden_with_the_cell_that_would_give_them_away() -> None:
    """North (4) is small; East (12) is hidden with it; South, West and the total are shown."""
    cells = {
        "North": Share(3, 4),
        "East": Share(9, 12),
        "South": Share(20, 25),
        "West": Share(30, 31),
    }
    shown = protect(cells, threshold=10)
    assert shown.hidden == ("North", "East")
    assert shown.cells["South"] == Share(20, 25)
    assert shown.cells["West"] == Share(30, 31)
    assert shown.total == Share(62, 72)


def test_c8_money_is_of_a_price_year_and_legal_amounts_have_a_source() -> None:
    """Works 300,000, allowances 4 x 7,156, temporary home 2,700, extra moves 5,000, rent 3,150."""
    found = figures()
    assert found["cost_works"] == 300_000
    assert found["cost_allowances"] == 28_624
    assert found["cost_temporary_homes"] == 2_700
    assert found["cost_extra_moves"] == 5_000
    assert found["cost_lost_rent"] == 3_150
    assert found["cost_total"] == 339_474
    assert found["price_year"] == 2024


def test_c8_an_unverified_allowance_is_never_reckoned_with() -> None:
    """The same street two years later has no verified allowance, so no cost of it and no total."""
    found = measure(street("2025-10"), moved_course())
    assert found.as_dict()["cost_allowances"] is None
    assert found.as_dict()["cost_total"] is None
    assert "no verified moving allowance for 4 household(s)" in found.not_known["cost_allowances"]


def test_score_adds_up_as_in_the_worked_example() -> None:
    """Every part of the score is the one worked out by hand; together 6,836,330 thousandths."""
    assert score_parts(street(), moved_course()) == {
        "return": 6_000_000,
        "undecided": 1_000_000,
        "tie_near": 40_000,
        "tie_closeness": 31_030,
        "separation_month": -5_000,
        "alone": 0,
        "extra_move": -80_000,
        "temporary_month": -18_000,
        "same_month": 3_000,
        "wish": 36_000,
        "group": 120_000,
        "vacant_month": -3_000,
        "duration_month": -280_000,
        "cost": -7_700,
    }
    assert score(street(), moved_course()) == 6_836_330


def test_the_tables_of_the_document_are_what_is_measured() -> None:
    """Each row `name | number` in docs/conventions.md is a figure or score part of the example."""
    measured = {
        **figures(),
        **{f"score: {n}": v for n, v in score_parts(street(), moved_course()).items()},
    }
    measured["score: total"] = score(street(), moved_course())
    rows = re.findall(r"^\| `([a-z_: ]+)` \| ([-0-9.,]+) \|", DOC.read_text("utf-8"), re.M)
    assert len(rows) > 35
    for name, written in rows:
        decimals = len(written.partition(".")[2])
        value = measured[name]
        assert value is not None
        assert f"{value:,.{decimals}f}" == written, name
