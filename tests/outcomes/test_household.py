"""What a course means for one household."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import MoveKind
from hecht.outcomes import household_outcome
from hecht.outcomes.household import Company
from tests.outcomes.street import moved_course, street, without


def test_view_of_a_household_that_returns() -> None:
    """P1: two moves, three months in t1, back in n1 near P2, one wish met, its group together."""
    view = household_outcome(street(), moved_course(), "P1")
    assert (view.affected, view.ends_inside) == (True, True)
    assert (view.final_home, view.arrival) == ("n1", 7)
    assert [(m.month, m.kind, m.origin, m.to) for m in view.moves] == [
        (4, MoveKind.TO_TEMPORARY, "a1", "t1"),
        (7, MoveKind.RETURN, "t1", "n1"),
    ]
    assert view.months_temporary == 3
    assert view.near_at_start == {"P2": 1.0, "P3": 0.5}
    assert view.near_at_end == {"P2": 1.0}
    assert [wish.value for wish in view.wishes_met] == ["A"]
    assert [wish.value for wish in view.wishes_not_met] == ["n2"]
    assert view.groups == {"G": True}
    assert not view.alone


def test_ties_are_listed_heaviest_first() -> None:
    """The tie with P4 weighs 1.5, the one with P3 half."""
    view = household_outcome(street(), moved_course(), "P1")
    assert [one.other for one in view.company] == ["P4", "P2", "P3"]
    assert view.company[0] == Company("P4", 1.5, False, False, 0)


def test_view_of_a_household_that_leaves() -> None:
    """P3 has no final home, and the reason is the course's."""
    course = replace(moved_course(), reasons={"P3": "wished to go"})
    view = household_outcome(street(), course, "P3")
    assert view.ends_inside is False
    assert view.final_home is None
    assert view.arrival is None
    assert view.reason == "wished to go"
    assert not view.alone


def test_view_of_a_household_that_is_left_alone() -> None:
    """Without the tie to P4, P5 ends alone."""
    view = household_outcome(replace(street(), ties=street().ties[:-1]), moved_course(), "P5")
    assert view.alone


def test_view_of_a_household_nothing_is_known_of() -> None:
    """It is not known whether it ends inside, and it has no stays."""
    view = household_outcome(street(), without(moved_course(), "P1"), "P1")
    assert view.ends_inside is None
    assert view.stays == ()


def test_unknown_household_is_refused() -> None:
    """An id that does not exist is an error that names it."""
    with pytest.raises(ValueError, match="there is no household 'P9'"):
        household_outcome(street(), moved_course(), "P9")
