"""Where each household lives, read from a course."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import MoveKind, StayKind
from hecht.outcomes import places
from tests.outcomes.street import itinerary, moved_course, street, without


def test_final_homes_arrivals_and_moves_of_the_street() -> None:
    """Everyone's last permanent home, month of arrival and moves are those of the itineraries."""
    where = places(street(), moved_course())
    assert {key: home.id for key, home in where.final.items()} == {
        "P1": "n1",
        "P2": "n2",
        "P4": "k1",
        "P5": "k2",
    }
    assert where.arrival == {"P1": 7, "P2": 7, "P5": 3}
    assert [move.kind for move in where.moves["P3"]] == [MoveKind.LEAVE]
    assert not where.ends_inside("P3")
    assert where.ends_inside(street().household_of["P4"])
    assert where.unknown == ()


def test_home_at_a_month_follows_the_stays() -> None:
    """The end of a stay is not lived in any more; after leaving there is no home."""
    where = places(street(), moved_course())
    assert [where.home_at("P1", month) for month in (0, 3, 4, 6, 7, 11)] == [
        "a1",
        "a1",
        "t1",
        "t1",
        "n1",
        "n1",
    ]
    assert where.home_at("P3", 2) is None
    assert where.home_at("nobody", 0) is None


def test_household_without_stays_is_unknown() -> None:
    """A household the course says nothing about is named, not guessed."""
    where = places(street(), without(moved_course(), "P2", "P4"))
    assert where.unknown == ("P2", "P4")
    assert not where.ends_inside("P4")


def test_final_stay_that_ends_before_the_horizon_is_not_inside() -> None:
    """Whoever arrives in a final home and leaves again does not end inside."""
    course = itinerary(
        moved_course(), "P5", ("a4", 0, 3, StayKind.START), ("k2", 3, 9, StayKind.FINAL)
    )
    where = places(street(), course)
    assert "P5" not in where.final
    assert where.arrival["P5"] == 3
    assert [m.kind for m in where.moves["P5"]] == [MoveKind.DIRECT, MoveKind.LEAVE]


def test_staying_for_good_in_a_temporary_home_is_no_move() -> None:
    """A temporary stay followed at once by a final one in the same home counts one move (C5)."""
    course = itinerary(
        moved_course(),
        "P5",
        ("a4", 0, 3, StayKind.START),
        ("k2", 3, 5, StayKind.TEMPORARY),
        ("k2", 5, 12, StayKind.FINAL),
    )
    where = places(street(), course)
    assert len(where.moves["P5"]) == 1
    assert where.final["P5"].id == "k2"


def test_unknown_home_is_refused_with_household_and_month() -> None:
    """A stay in a home that does not exist is an error that says where it is."""
    course = moved_course()
    stays = (replace(course.stays[0], home="zz"), *course.stays[1:])
    with pytest.raises(ValueError, match=r"household P1 stays in home 'zz' from month 0"):
        places(street(), replace(course, stays=stays))
