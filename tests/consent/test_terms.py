"""The eight weeks of each household, and changes of the plan at 30%."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.consent import (
    ClockState,
    ConsentError,
    Impact,
    advice_ends,
    clocks,
    impact,
    impacts,
    objection_ends,
    reasons_end,
)
from tests.consent.cases import Measurement, agreed, units

LATER = datetime(2026, 9, 1, 9, tzinfo=UTC)


@given(st.integers(1, 500), st.data())
def test_under_three_tenths_only_those_homes(homes: int, data: st.DataObject) -> None:
    """Exactly 30% is a new vote; no home touched is nothing."""
    touched = data.draw(st.integers(0, homes))
    expected = Impact.NOTHING
    if touched:
        small = Fraction(touched, homes) < Fraction(3, 10)
        expected = Impact.OWN_TERM if small else Impact.NEW_VOTE
    assert impact(touched, homes) is expected


def test_the_case_of_28_of_176_flats() -> None:
    """The published case: 28 of 176 get a new notice, the others nothing."""
    assert impact(28, 176) is Impact.OWN_TERM


def test_terms_of_the_dated_table() -> None:
    """Eight weeks, six weeks and fourteen days, the last day included."""
    assert objection_ends(date(2026, 4, 20)) == date(2026, 6, 15)
    assert advice_ends(date(2026, 1, 1)) == date(2026, 2, 12)
    assert reasons_end(date(2026, 2, 12)) == date(2026, 2, 26)


def test_the_eight_weeks_of_each_household_that_did_not_agree() -> None:
    """No notice, running up to and with the last day, over the day after; court within it."""
    measurement = agreed(8, 10)
    assert {(c.tenancy, c.state) for c in clocks(measurement.book, date(2026, 4, 2))} == {
        ("A8", ClockState.NO_NOTICE),
        ("A9", ClockState.NO_NOTICE),
    }
    measurement.put("notice", at=LATER, tenancy="A8", on="2026-04-20")
    last = date(2026, 6, 15)
    states = [clocks(measurement.book, day)[0].state for day in (last, date(2026, 6, 16))]
    assert states == [ClockState.RUNS, ClockState.OVER]
    measurement.put("court", at=LATER, tenancy="A8", on="2026-06-15")
    assert clocks(measurement.book, date(2026, 6, 16))[0].state is ClockState.COURT


def test_court_after_the_term_is_too_late() -> None:
    """Going to court a day late leaves the term over."""
    measurement = agreed(8, 10).put("notice", at=LATER, tenancy="A8", on="2026-04-20")
    measurement.put("court", at=LATER, tenancy="A8", on="2026-06-16")
    assert clocks(measurement.book, date(2026, 7, 1))[0].state is ClockState.OVER


def test_no_term_runs_where_the_share_is_not_reached() -> None:
    """Below seven of ten, or under ten homes, there is nothing to object to."""
    assert clocks(agreed(6, 10).book, date(2026, 5, 1)) == ()
    assert clocks(agreed(9, 9).book, date(2026, 5, 1)) == ()


def test_a_small_change_gives_its_homes_a_new_notice_also_who_agreed() -> None:
    """The term of before is gone for them; the others keep theirs."""
    measurement = agreed(8, 10)
    for tenancy in ("A8", "A9"):
        measurement.put("notice", at=LATER, tenancy=tenancy, on="2026-04-20")
    measurement.put("change", at=LATER, what="floor plan", homes=["Aw0", "Aw8"], on="2026-05-01")
    found = {c.tenancy: c for c in clocks(measurement.book, date(2026, 5, 2))}
    assert found["A0"].state is found["A8"].state is ClockState.NO_NOTICE
    assert found["A0"].why == "change"
    assert found["A9"].state is ClockState.RUNS
    measurement.put("notice", at=LATER, tenancy="A0", on="2026-05-04")
    clock = clocks(measurement.book, date(2026, 5, 5))[0]
    assert (clock.state, clock.last_day) == (ClockState.RUNS, date(2026, 6, 29))


def test_small_changes_add_up_to_a_new_vote() -> None:
    """Two homes and one more are three of ten: 30%, so the unit votes anew."""
    measurement = agreed(8, 10)
    measurement.put("change", at=LATER, what="a", homes=["Aw0", "Aw1"], on="2026-05-01")
    assert impacts(measurement.book)[0].impact is Impact.OWN_TERM
    assert impacts(measurement.book, frozenset({"Aw1"}))[0].impact is Impact.OWN_TERM
    assert impacts(measurement.book, frozenset({"Aw2"}))[0].impact is Impact.NEW_VOTE
    measurement.put("change", at=LATER, what="b", homes=["Aw2"], on="2026-05-09")
    assert {c.state for c in clocks(measurement.book, date(2026, 5, 10))} == {ClockState.NEW_VOTE}


def test_a_change_in_one_unit_leaves_another_alone() -> None:
    """The share of homes is taken in each unit by itself."""
    measurement = Measurement(units(10, 10)).close()
    measurement.put("change", at=LATER, what="roof", homes=["Bw1", "Bw2", "Bw3"], on="2026-05-01")
    assert [one.impact for one in impacts(measurement.book)] == [Impact.NOTHING, Impact.NEW_VOTE]


def test_notices_and_changes_wait_for_the_closing() -> None:
    """Before it, a changed plan is a new text, and there is no result to write about."""
    measurement = Measurement(units(10))
    with pytest.raises(ConsentError, match="close first"):
        measurement.put("notice", tenancy="A0", on="2026-03-05")
    with pytest.raises(ConsentError, match="new version of the text"):
        measurement.put("change", what="x", homes=["Aw0"], on="2026-03-05")
    measurement.close()
    with pytest.raises(ConsentError, match="before the closing"):
        measurement.put("notice", tenancy="A0", on="2026-03-05")
    with pytest.raises(ConsentError, match="home Q is not in"):
        measurement.put("change", what="x", homes=["Q"], on="2026-04-01")
