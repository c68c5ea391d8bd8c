"""What a course costs, by year, and what is said when a part is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hecht.outcomes import measure
from hecht.outcomes.money import Money
from hecht.rules import parse
from tests.outcomes.street import moved_course, street, without

OWN = """rule,start,end,amount,unit,source,verified,note
moving_allowance,2025-02-28,2027-02-28,8000,euro,our own letter,yes,
"""


def of(start: str = "2023-10", **changes: object) -> Money:
    """Return the money of the street with some of its project changed."""
    neighbourhood = street(start)
    project = replace(neighbourhood.project, **changes)  # type: ignore[arg-type]
    return measure(replace(neighbourhood, project=project), moved_course()).money


def test_costs_fall_in_the_calendar_year_of_their_months() -> None:
    """P3's allowance and two months of empty k2 and a3 fall in 2023, the rest in 2024."""
    found = of()
    assert found.allowances.by_year == {2023: 7_156, 2024: 21_468}
    # October to December are months 0 to 2: k2 stands empty all three, a3 only in month 2.
    assert found.lost_rent.by_year == {2023: 3 * 550 + 500, 2024: 500 + 500}
    assert found.by_year() == {
        2023: 7_156 + 2_150,
        2024: 300_000 + 21_468 + 2_700 + 5_000 + 1_000,
    }


def test_works_are_spread_evenly_over_their_months() -> None:
    """Works in December, January and February cost a third in the old year."""
    found = measure(street("2023-08"), moved_course()).money
    assert found.works.by_year == pytest.approx({2023: 100_000, 2024: 200_000})


def test_no_allowance_before_the_reference_date() -> None:
    """P3 left in December 2023; with a reference date in January it has no right to it."""
    assert of(reference_date=date(2024, 1, 15)).allowances.total == 3 * 7_156


def test_allowance_changes_at_its_date() -> None:
    """Moves in December 2023 and January, February 2024 are one amount; from March it is 7,428."""
    assert of("2023-12").allowances.by_year == {2024: 7_156 + 7_428 + 2 * 7_428}


def test_unaffected_movers_have_no_allowance() -> None:
    """A household whose home is kept and that moves by its own wish costs no allowance."""
    blocks = (replace(street().blocks[0]), street().blocks[1])
    kept = tuple(replace(h, block="K") if h.id == "a3" else h for h in street().homes)
    found = measure(replace(street(), blocks=blocks, homes=kept), moved_course()).money
    assert found.allowances.total == 3 * 7_156


def test_own_rows_make_an_unknown_allowance_known() -> None:
    """A user's own verified row is used where hecht has none."""
    found = measure(street("2025-10"), moved_course(), allowances=parse(OWN, "own.csv"))
    assert found.money.allowances.total == 32_000
    assert found.as_dict()["cost_total"] == 300_000 + 32_000 + 2_700 + 5_000 + 3_150


def test_unknown_rent_of_an_empty_home_is_named() -> None:
    """Lost rent is not known when the rent of a home that stands empty is not given."""
    homes = tuple(replace(h, rent=None) if h.id == "k2" else h for h in street().homes)
    found = measure(replace(street(), homes=homes), moved_course())
    assert found.money.lost_rent.total is None
    assert found.money.lost_rent.known == 1_500
    assert found.not_known["cost_lost_rent"] == "the rent of k2 is not given"
    assert found.money.by_year() == {2023: None, 2024: None}


def test_unknown_rent_of_a_home_that_is_never_empty_does_not_matter() -> None:
    """Only the rents that are needed can be missing."""
    homes = tuple(replace(h, rent=None) if h.id == "n1" else h for h in street().homes)
    found = measure(replace(street(), homes=homes), moved_course())
    assert found.money.lost_rent.total == 3_150


def test_rent_after_renovation_counts_once_the_works_are_done() -> None:
    """A home that waits for its final household loses its lasting rent."""
    homes = tuple(replace(h, rent_after=700.0) if h.id == "k2" else h for h in street().homes)
    found = measure(replace(street(), homes=homes), moved_course())
    assert found.money.lost_rent.total == 1_500 + 3 * 700


def test_missing_price_year_is_said() -> None:
    """Euros without a year are shown with that remark (C8)."""
    project = replace(street().project, price_year=None)
    found = measure(replace(street(), project=project), moved_course())
    assert found.as_dict()["price_year"] is None
    assert "which year" in found.not_known["price_year"]


def test_money_of_a_household_that_is_not_known_is_not_known() -> None:
    """Without P1's stays allowances, temporary homes and moves are not known; works are."""
    found = measure(street(), without(moved_course(), "P1"))
    figures = found.as_dict()
    assert figures["cost_works"] == 300_000
    for name in ("cost_allowances", "cost_temporary_homes", "cost_extra_moves", "cost_lost_rent"):
        assert figures[name] is None
        assert "P1" in found.not_known[name]
