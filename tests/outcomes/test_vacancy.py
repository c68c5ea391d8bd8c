"""The months in which homes stand empty for the plan."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import Block, StayKind, Works
from hecht.outcomes.vacancy import Empty, vacancy
from tests.outcomes.street import itinerary, moved_course, street


def test_spells_of_the_street() -> None:
    """a3 and a4 wait for the works, k2 waits for P5; k3, t1 and the new homes do not count."""
    found = vacancy(street(), moved_course())
    assert found.spells == (
        Empty("a3", 2, 4, before_works=True),
        Empty("a4", 3, 4, before_works=True),
        Empty("k2", 0, 3, before_works=False),
    )
    assert (found.before_works, found.before_arrival, found.months) == (3, 3, 6)
    assert found.by_home() == {"a3": 2, "a4": 1, "k2": 3}


def test_a_temporary_guest_fills_an_old_home_that_waits() -> None:
    """While someone lives there for a while, the home is not empty; before and after it is."""
    course = itinerary(
        moved_course(),
        "P5",
        ("a4", 0, 1, StayKind.START),
        ("a3", 2, 3, StayKind.TEMPORARY),
        ("k2", 3, 12, StayKind.FINAL),
    )
    assert vacancy(street(), course).by_home() == {"a3": 1, "a4": 3, "k2": 3}


def test_a_new_home_waits_from_when_it_is_ready() -> None:
    """A home ready in month 7 and taken in month 9 is empty for two months."""
    course = itinerary(
        moved_course(),
        "P1",
        ("a1", 0, 4, StayKind.START),
        ("t1", 4, 9, StayKind.TEMPORARY),
        ("n1", 9, 12, StayKind.FINAL),
    )
    assert vacancy(street(), course).by_home()["n1"] == 2


def test_a_kept_home_waits_from_when_its_last_guest_left() -> None:
    """k2 has a guest in months 1 and 2 and P5 arrives in month 5: months 3 and 4 are empty."""
    course = itinerary(moved_course(), "P2", ("k2", 1, 3, StayKind.TEMPORARY))
    course = itinerary(course, "P5", ("a4", 0, 4, StayKind.START), ("k2", 5, 12, StayKind.FINAL))
    spells = vacancy(street(), course).spells
    assert Empty("k2", 3, 5, before_works=False) in spells
    assert [spell.home for spell in spells].count("k2") == 1


def test_a_renovated_home_counts_before_and_after_but_not_during_the_works() -> None:
    """Emptied in month 4 for works in months 4 to 6 and taken again in month 8: one month."""
    neighbourhood = street()
    blocks = (*neighbourhood.blocks, Block("R", Works.RENOVATE_EMPTY, duration=3))
    homes = tuple(
        replace(home, block="R") if home.id == "k1" else home for home in neighbourhood.homes
    )
    course = itinerary(
        moved_course(),
        "P4",
        ("k1", 0, 3, StayKind.START),
        ("t1", 7, 8, StayKind.TEMPORARY),
        ("k1", 8, 12, StayKind.FINAL),
    )
    course = replace(course, starts={"A": 4, "R": 4})
    found = vacancy(replace(neighbourhood, blocks=blocks, homes=homes), course)
    assert [spell for spell in found.spells if spell.home == "k1"] == [
        Empty("k1", 3, 4, before_works=True),
        Empty("k1", 7, 8, before_works=False),
    ]


def test_works_without_a_start_are_named() -> None:
    """Without a start month of A its homes cannot be counted, and the block is named."""
    found = vacancy(street(), replace(moved_course(), starts={}))
    assert found.undated == ("A",)
    assert found.by_home() == {"k2": 3}
