"""The Dutch rules themselves, against published amounts and terms."""

from __future__ import annotations

from datetime import date

import pytest

from hecht.neighbourhood import Month
from hecht.rules import (
    Amount,
    NoAmount,
    capping_limit,
    consents_needed,
    enough_consent,
    landlord_notice_months,
    moving_allowance,
    parse,
    presumed_reasonable,
    social_rent_limit,
    term,
)
from hecht.rules.consent import LEAST_HOMES
from hecht.rules.moving_allowance import indexed


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2018, 2, 15), 5910),
        (date(2018, 2, 16), 5993),
        (date(2019, 3, 1), 6095),
        (date(2020, 3, 1), 6253),
        (date(2021, 3, 1), 6334),
        (date(2022, 3, 1), 6505),
        (date(2023, 3, 1), 7156),
        (date(2024, 2, 28), 7156),
        (date(2024, 2, 29), 7428),
        (date(2025, 2, 27), 7428),
    ],
)
def test_moving_allowance_by_day_of_the_move(day: date, amount: int) -> None:
    """The published least amounts, on and around the days on which they change."""
    found = moving_allowance(day)
    assert isinstance(found, Amount)
    assert found.amount == amount


def test_moving_allowance_without_a_source_is_not_given() -> None:
    """From 28 February 2025 no source was read: the background figure is shown as unverified."""
    found = moving_allowance(date(2025, 3, 1))
    assert isinstance(found, NoAmount)
    assert found.unverified is not None
    later = moving_allowance(date(2026, 3, 1))
    assert isinstance(later, NoAmount)
    assert later.unverified is None
    assert isinstance(moving_allowance(date(2031, 1, 1)), NoAmount)


def test_moving_allowance_from_a_user() -> None:
    """A user's own verified row fills the gap."""
    own = parse(
        "rule,start,end,amount,unit,source,verified,note\n"
        "moving_allowance,2025-02-28,2026-02-28,7600,euro,Staatscourant,yes,\n",
        "own",
    )
    found = moving_allowance(date(2025, 3, 1), own)
    assert isinstance(found, Amount)
    assert found.amount == 7600


def test_indexing_rule_gives_the_published_amount_of_2019() -> None:
    """5,993 with 1.7% inflation is 6,095 (Staatscourant 2019, 7562)."""
    assert indexed(5993, 0.017) == 6095


@pytest.mark.parametrize(
    ("start", "notice", "months"),
    [
        ("2026-01", "2026-01", 3),
        ("2025-02", "2026-01", 3),
        ("2025-01", "2026-01", 4),
        ("2023-02", "2026-01", 5),
        ("2023-01", "2026-01", 6),
        ("1980-01", "2026-01", 6),
    ],
)
def test_landlord_notice_grows_a_month_a_year_to_six(start: str, notice: str, months: int) -> None:
    """Three months and one for each full year of tenancy, six at most."""
    assert landlord_notice_months(Month.parse(start), Month.parse(notice)) == months


def test_landlord_notice_needs_the_start_of_the_tenancy() -> None:
    """Unknown gives no term; a tenancy that starts after the notice is an error."""
    assert landlord_notice_months(None, Month(2026, 1)) is None
    with pytest.raises(ValueError, match="after the notice"):
        landlord_notice_months(Month(2026, 2), Month(2026, 1))


@pytest.mark.parametrize(("yes", "total"), [(7, 10), (70, 100), (69, 98), (5, 7), (1, 1)])
def test_seventy_percent_is_enough(yes: int, total: int) -> None:
    """Exactly 70% is enough, one fewer is not, and that is the number needed."""
    assert enough_consent(yes, total)
    assert consents_needed(total) == yes
    assert not enough_consent(yes - 1, total)


def test_seventy_percent_agrees_with_the_table_of_terms() -> None:
    """The share and the least number of homes in the code are those of the sourced table."""
    day = date(2026, 1, 1)
    assert term("consent_share", day) == 70
    assert term("consent_least_homes", day) == LEAST_HOMES
    assert term("consent_objection", day) == 8


def test_presumption_asks_ten_homes() -> None:
    """Nine of nine is enough consent, but gives no presumption; seven of ten does."""
    assert not presumed_reasonable(9, 9)
    assert presumed_reasonable(7, 10)
    assert not presumed_reasonable(6, 10)


@pytest.mark.parametrize(("yes", "total"), [(1, 0), (-1, 10), (11, 10)])
def test_impossible_counts_are_refused(yes: int, total: int) -> None:
    """More consents than homes, or none to count, is an error."""
    with pytest.raises(ValueError, match="cannot be"):
        enough_consent(yes, total)


def test_capping_limits_by_persons_and_year() -> None:
    """Low for 1 or 2 persons, high from 3; 2026 was not readable and is not given."""
    day = date(2025, 7, 1)
    amounts = [capping_limit(persons, day) for persons in (1, 2, 3, 6)]
    assert [found.amount for found in amounts if isinstance(found, Amount)] == [
        682.96,
        682.96,
        731.93,
        731.93,
    ]
    assert isinstance(capping_limit(1, date(2026, 1, 1)), NoAmount)
    with pytest.raises(ValueError, match="0 persons"):
        capping_limit(0, day)


def test_social_rent_limit_by_year() -> None:
    """The limits of 2024, 2025 and 2026."""
    found = [social_rent_limit(date(year, 1, 1)) for year in (2024, 2025, 2026)]
    assert [one.amount for one in found if isinstance(one, Amount)] == [879.66, 900.07, 932.93]


def test_a_term_that_is_not_known_is_an_error() -> None:
    """Asking for a term that is in no table says so."""
    with pytest.raises(LookupError, match="has no row for no_such_term"):
        term("no_such_term", date(2026, 1, 1))
