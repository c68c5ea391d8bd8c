"""Dated tables: reading, looking up, and what is said when nothing verified holds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.rules import Amount, NoAmount, RuleTableError, parse, table

HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def test_a_row_holds_from_its_start_up_to_its_end() -> None:
    """The first day counts, the last day belongs to the next row."""
    rows = HEAD + "x,2020-01-01,2021-01-01,5,euro,s,yes,\nx,2021-01-01,,6,euro,s,yes,\n"
    known = parse(rows, "t")
    for day, amount in ((date(2020, 1, 1), 5), (date(2020, 12, 31), 5), (date(2021, 1, 1), 6)):
        found = known.on("x", day)
        assert isinstance(found, Amount)
        assert found.amount == amount
    assert isinstance(known.on("x", date(2019, 12, 31)), NoAmount)


def test_an_unverified_amount_is_named_but_not_given() -> None:
    """Looking it up gives what to provide, with the unverified amount beside it."""
    found = parse(HEAD + "x,,,5,euro,,no,hearsay\n", "t").on("x", date(2024, 1, 1))
    assert isinstance(found, NoAmount)
    assert found.unverified is not None
    assert found.unverified.amount == 5
    assert "not verified (hearsay)" in found.why
    assert "verified yes" in found.provide


def test_own_rows_go_before_those_of_the_table() -> None:
    """A user's verified row counts; an unverified one of the user does not hide a verified one."""
    base = parse(HEAD + "x,,,5,euro,s,yes,\n", "t")
    own = parse(HEAD + "x,2024-01-01,2025-01-01,7,euro,letter,yes,\n", "own")
    mixed = base.with_rows(own)
    assert mixed.on("x", date(2024, 6, 1)).amount == 7  # type: ignore[union-attr]
    assert mixed.on("x", date(2025, 6, 1)).amount == 5  # type: ignore[union-attr]
    doubtful = parse(HEAD + "x,,,9,euro,,no,\n", "own")
    assert base.with_rows(doubtful).on("x", date(2024, 6, 1)).amount == 5  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("x,2020-13-01,,5,euro,s,yes,\n", r"row 2, column start: '2020-13-01' is not a day"),
        ("x,,,vijf,euro,s,yes,\n", r"row 2, column amount: 'vijf' is not an amount"),
        ("x,,,nan,euro,s,yes,\n", r"row 2, column amount: nan must be 0 or more"),
        ("x,,,5,euro,s,maybe,\n", r"row 2, column verified: 'maybe'"),
        ("x,,,5,euro,,yes,\n", r"row 2, column source: is empty"),
        ("x,,,,euro,s,yes,\n", r"row 2, column amount: is empty"),
        (",,,5,euro,s,yes,\n", r"row 2, column rule: is empty"),
        ("x,2021-01-01,2020-01-01,5,euro,s,yes,\n", r"row 2, column end: 2020-01-01 is not after"),
        ("x,,2021-01-01,5,e,s,yes,\nx,2020-01-01,,6,e,s,yes,\n", r"row 3: x has another row"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(rows: str, message: str) -> None:
    """Each kind of mistake names file, row and column."""
    with pytest.raises(RuleTableError, match=message):
        parse(HEAD + rows, "t")


def test_a_missing_column_is_named() -> None:
    """A table without a source column is refused."""
    with pytest.raises(RuleTableError, match="column source is missing"):
        parse("rule,start,end,amount,unit,verified\n", "t")


@pytest.mark.parametrize("name", ["moving_allowance", "rent_limits", "terms", "option_defaults"])
def test_the_tables_of_hecht_are_sound(name: str) -> None:
    """They can be read, have sources for what is verified, and the years follow on each other."""
    known = table(name)
    assert known.rows
    for rule in known.rules():
        rows = [row for row in known.rows if row.rule == rule]
        assert all(row.source.startswith("https://") for row in rows if row.verified)
        assert all(one.end == next_.start for one, next_ in pairwise(rows))


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)))
def test_an_amount_is_only_given_when_it_is_verified_and_holds(day: date) -> None:
    """Whatever the day, what is given is verified and its period holds the day."""
    for name in ("moving_allowance", "rent_limits", "terms"):
        for rule in table(name).rules():
            found = table(name).on(rule, day)
            if isinstance(found, Amount):
                assert found.verified
                assert found.source
                assert found.start is None or found.start <= day
                assert found.end is None or day <= found.end - timedelta(days=1)
            else:
                assert str(day) in found.why
