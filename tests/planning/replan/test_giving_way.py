"""Promises that cannot be kept together, in the street of `tests.planning.street`, by hand."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import Home, Promise, PromiseKind, PromiseStatus
from hecht.planning.replan import Replan
from hecht.planning.replan.events import CompositionChanged, Dissolved, NewTie, PromiseMade
from tests.planning.replan.test_by_hand import HERE, anew, stays

RETURN, HOME, BY = PromiseKind.RETURN, PromiseKind.HOME, PromiseKind.BY


def promise(household: str, kind: PromiseKind, value: str = "") -> Promise:
    """Return an accepted promise."""
    return Promise(household, kind, PromiseStatus.ACCEPTED, value)


def grown(home: Home) -> Home:
    """Return the street's home, An1 having five rooms."""
    return replace(home, rooms=5) if home.id == "An1" else home


def ways(made: Replan) -> list[tuple[str, str, str, str]]:
    """Return what could not be kept: to whom, what, what was said, what comes instead."""
    return [(w.household, w.kind, w.said, w.instead) for w in made.ways_out]


def test_who_can_live_elsewhere_gives_way_to_who_cannot() -> None:
    """Only An1 has five rooms: household 3 now needs them, and 1, promised it, gets the vacant K1.

    Household 1 earns more points by returning, so that the search would rather leave 3 out.
    """
    here = replace(
        HERE,
        homes=tuple(grown(home) for home in HERE.homes),
        promises=(promise("1", HOME, "An1"), promise("3", RETURN)),
    )
    events = [CompositionChanged("3", rooms_min=5), Dissolved("4", 8)]
    made = anew(events, neighbourhood=here)
    assert stays(made, "3")[-1][0] == "An1"
    assert stays(made, "1")[-1][0] == "K1"
    assert ("1", "home", "An1", "K1") in ways(made)
    assert all(household == "1" for household, *_ in ways(made))
    kept = [p for p in made.plan.neighbourhood.promises if p.household == "3"]
    assert kept == [promise("3", RETURN)]


def test_of_two_promised_one_home_one_gives_way() -> None:
    """An1 is promised to 1 and to 3: one of them has it, and the other's promise is named."""
    here = replace(HERE, promises=(promise("1", HOME, "An1"),))
    made = anew([PromiseMade("3", promise("3", HOME, "An1"))], neighbourhood=here)
    given = [way for way in ways(made) if way[1] == "home"]
    assert len(given) == 1
    loser = given[0][0]
    winner = {"1": "3", "3": "1"}[loser]
    assert stays(made, winner)[-1][0] == "An1"
    assert promise(winner, HOME, "An1") in made.plan.neighbourhood.promises


def test_what_is_kept_after_all_stands_as_it_was() -> None:
    """Of a household whose home gives way, the promises that can be kept are kept."""
    month = str(HERE.project.start.plus(23))
    here = replace(
        HERE,
        promises=(promise("1", HOME, "An1"), promise("1", RETURN), promise("3", HOME, "An1"),
                  promise("3", RETURN), promise("3", BY, month), promise("1", BY, month)),
    )  # fmt: skip
    made = anew([NewTie("1", "3")], neighbourhood=here)
    assert len([way for way in ways(made) if way[1] == "home"]) == 1
    now = made.plan.neighbourhood.promises
    assert {promise("1", RETURN), promise("3", RETURN)} <= set(now)
    assert {promise("1", BY, month), promise("3", BY, month)} <= set(now)
