"""The course of each household beside its answers, on the street that was worked out by hand."""

from __future__ import annotations

import pytest

from hecht.effects.household_rows import HouseholdRow, Scored, Unused, household_rows
from tests.outcomes.street import moved_course, street, without


def rows(*answers: Scored, settled: int = 6) -> dict[str, HouseholdRow]:
    """Return the rows of the street by household."""
    found = household_rows("Street", street(), moved_course(), answers, settled)
    return {row.household: row for row in found.rows}


def unused(*answers: Scored) -> dict[Unused, int]:
    """Return which answers are not used."""
    return dict(household_rows("Street", street(), moved_course(), answers).unused)


def test_the_course_of_each_household() -> None:
    """P1 came back by way of t1, kept one of two near ties, which were apart 3 and 10 months."""
    found = rows()
    one = found["P1"]
    assert (one.affected, one.returned, one.moves) == (True, True, 2)
    assert one.ties_kept == pytest.approx(0.5)
    assert one.separation == pytest.approx(6.5)
    assert (one.before, one.after, one.age, one.size) == (None, None, "", 2)
    three = found["P3"]
    assert (three.returned, three.moves, three.ties_kept, three.separation) == (False, 1, 0.0, 10.0)
    four = found["P4"]
    assert (four.affected, four.returned, four.moves) == (False, None, 0)
    assert four.ties_kept is None
    assert four.separation is None


def test_a_household_of_which_nothing_is_known_did_not_leave() -> None:
    """No stays: not known, which is not the same as not returned."""
    course = without(moved_course(), "P1")
    found = household_rows("Street", street(), course, ())
    assert next(row for row in found.rows if row.household == "P1").returned is None


@pytest.mark.parametrize(
    ("household", "month", "side"),
    [
        *(("P1", 3, "before"), ("P1", 4, None), ("P1", 12, None), ("P1", 13, "after")),
        *(("P3", 1, "before"), ("P3", 2, None), ("P3", 7, None), ("P3", 8, "after")),
        # P4 never moves: works begin in month 4 and the last move of all is in month 7
        *(("P4", 3, "before"), ("P4", 4, None), ("P4", 12, None), ("P4", 13, "after")),
    ],
)
def test_when_an_answer_counts_as_before_or_after(
    household: str, month: int, side: str | None
) -> None:
    """Before the own first move and any works; six months after the own last move."""
    row = rows(Scored(household, month, 7.5))[household]
    assert row.before == (7.5 if side == "before" else None)
    assert row.after == (7.5 if side == "after" else None)
    expected = {} if side else {Unused.DURING: 1}
    assert unused(Scored(household, month, 7.5)) == expected


def test_how_long_people_may_settle_can_be_chosen() -> None:
    """Without a wait, the month of arrival counts as after."""
    assert rows(Scored("P1", 7, 5.0), settled=0)["P1"].after == 5.0


def test_the_last_answer_of_a_side_counts_and_the_rest_is_counted() -> None:
    """In whatever order they come; unknown households and empty forms are named too."""
    answers = (
        *(Scored("P1", 30, 8.0), Scored("P1", 20, 6.0), Scored("P1", 0, 4.0)),
        *(Scored("P1", -5, 3.0), Scored("X", 20, 5.0), Scored("P2", 20, None)),
    )
    row = rows(*answers)["P1"]
    assert (row.before, row.after) == (4.0, 8.0)
    assert unused(*answers) == {Unused.EARLIER: 2, Unused.UNKNOWN: 1, Unused.UNSCORED: 1}
