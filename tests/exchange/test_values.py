"""Cells: what people write and spreadsheets make of it, and what is refused."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.exchange.schema import Column
from hecht.exchange.values import BadCell, NumberStyle, as_text, parse, parse_month, render
from hecht.neighbourhood import Month

NUMBER = Column("rent", "number", "", "", minimum=0)
WHOLE = Column("rooms", "integer", "", "", required=True, minimum=1, maximum=30)
FLAG = Column("lift", "boolean", "", "", true_values=("yes", "ja", "1"), false_values=("no", "0"))
CHOICE = Column("stage", "string", "", "", enum=("existing", "new", "temporary"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("612.35", 612.35),
        ("612,35", 612.35),
        ("1.250,50", 1250.5),
        ("1,250.50", 1250.5),
        ("1.234.567", 1234567),
        ("1.234.567,8", 1234567.8),
        ("0,125", 0.125),
        ("133412.125", 133412.125),
        ("1e3", 1000),
        (".5", 0.5),
        ("+7", 7),
    ],
)
def test_numbers_with_point_or_comma(text: str, value: float) -> None:
    """A number is read with a decimal point or comma, and with thousands marked by the other."""
    assert parse(text, NUMBER, NumberStyle([text])) == value


@pytest.mark.parametrize(
    "text", ["1.2.3", "12.34,56,7", "€ 5", "abc", "1 250", "nan", "inf", "1e999"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Nothing is guessed from text that is not plainly a number."""
    with pytest.raises(BadCell) as caught:
        parse(text, NUMBER, NumberStyle([text]))
    assert caught.value.rule == "not-a-number"


@pytest.mark.parametrize(
    ("others", "delimiter", "value", "doubtful"),
    [
        (["980,50"], ";", 1250, False),
        (["980.50"], ";", 1.25, False),
        (["980"], ";", 1.25, True),
        (["980"], ",", 1.25, False),
        (["980.50", "3,5"], ",", 1.25, True),
    ],
)
def test_other_numbers_decide_about_a_doubtful_one(
    others: list[str], delimiter: str, value: float, doubtful: bool
) -> None:
    """1.250 is 1250 beside 980,50 and 1.25 beside 980.50; with no evidence it is doubtful."""
    style = NumberStyle(["1.250", *others], delimiter)
    assert style.number("1.250") == value
    assert style.doubtful("1.250") == doubtful


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=0, max_value=1e11))
def test_a_number_that_is_written_is_read_back(value: float) -> None:
    """Writing and reading keep every digit, with either decimal mark."""
    for decimal in ".,":
        text = render(value, decimal)
        assert parse(text, NUMBER, NumberStyle([text])) == value


def test_a_whole_number_is_asked_for() -> None:
    """3.0 is a whole number, 3.5 is not; limits are told with what to do."""
    assert parse("3,0", WHOLE, NumberStyle([])) == 3
    with pytest.raises(BadCell, match="whole number"):
        parse("3.5", WHOLE, NumberStyle([]))
    with pytest.raises(BadCell, match="less than 1") as caught:
        parse("0", WHOLE, NumberStyle([]))
    assert caught.value.fix == "write a number from 1 to 30"
    with pytest.raises(BadCell, match="negative"):
        parse("-1", NUMBER, NumberStyle([]))


@pytest.mark.parametrize(
    "text",
    ["2027-05", "2027-05-17", "05-2027", "5-2027", "17-5-2027", "mei-27", "May 2027", "MEI-2027"],
)
def test_months_as_spreadsheets_leave_them(text: str) -> None:
    """A month is read in the forms that Dutch and English spreadsheets turn it into."""
    assert parse_month(text) == Month(2027, 5)


@pytest.mark.parametrize("text", ["2027", "2027-13", "00-2027", "5/2027", "1/5/2027", "foo-27", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    """A day-first or month-first date with slashes is not guessed at."""
    with pytest.raises(BadCell, match="not a month"):
        parse_month(text)


def test_yes_and_no() -> None:
    """Words for yes and no are read in any case; others are refused."""
    assert parse("JA", FLAG, NumberStyle([])) is True
    assert parse("0", FLAG, NumberStyle([])) is False
    with pytest.raises(BadCell, match="neither yes nor no"):
        parse("soms", FLAG, NumberStyle([]))


def test_a_choice_that_is_not_there_names_the_nearest() -> None:
    """A misspelt choice is met with the one that was probably meant."""
    assert parse("Existing", CHOICE, NumberStyle([])) == "existing"
    with pytest.raises(BadCell) as caught:
        parse("existng", CHOICE, NumberStyle([]))
    assert caught.value.fix == "did you mean existing? choose existing, new, temporary"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (3.5, "3.5"),
        (True, "yes"),
        (datetime.datetime(2027, 5, 1), "2027-05-01"),
        (datetime.date(2027, 5, 1), "2027-05-01"),
        (" a ", "a"),
    ],
)
def test_cells_of_a_workbook_as_text(cell: object, text: str) -> None:
    """What a workbook holds is read as if it had been typed."""
    assert as_text(cell) == text


@pytest.mark.parametrize("text", ["€ 545,50", "€545,50", "545,50 €", "EUR 545,50", "545,50"])
def test_an_amount_may_have_a_euro_sign(text: str) -> None:
    """The currency format of a spreadsheet is read in columns of euros."""
    rent = Column("rent", "number", "", "", minimum=0, unit="euro/month")
    assert parse(text, rent, NumberStyle([text])) == 545.5


@pytest.mark.parametrize(
    ("text", "month"),
    [("apr-86", Month(1986, 4)), ("jan-30", Month(1930, 1)), ("dec-29", Month(2029, 12))],
)
def test_a_short_year_in_the_past_is_that_of_a_spreadsheet(text: str, month: Month) -> None:
    """A tenancy of 1986-04 that a spreadsheet saved as apr-86 did not begin in 2086."""
    assert parse(text, Column("tenancy_start", "yearmonth", "", ""), NumberStyle([])) == month
    planned = Column("earliest", "yearmonth", "", "", from_start=True)
    assert parse("mei-31", planned, NumberStyle([])) == Month(2031, 5)


def test_the_number_of_a_date_is_recognized() -> None:
    """A date that lost its format gets told what it may be, and is not guessed at."""
    with pytest.raises(BadCell) as caught:
        parse_month("31503")
    assert "a date of which only the number is left" in caught.value.fix
