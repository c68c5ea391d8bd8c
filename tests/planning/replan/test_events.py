"""Events change the neighbourhood as they say, and refuse what cannot be."""

from __future__ import annotations

import pytest

from hecht.neighbourhood import (
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    WishKind,
    Works,
    problems,
)
from hecht.planning.replan import EventError, apply, events
from hecht.planning.replan.events import (
    Birth,
    BudgetChanged,
    CompositionChanged,
    CrewsChanged,
    Died,
    Dissolved,
    Event,
    HomeLost,
    HorizonChanged,
    MindChanged,
    NewTemporaryHome,
    NewTie,
    PromiseMade,
    TemporaryMonthsChanged,
    WishMade,
    WorksDelayed,
    WorksDuration,
    WorksStartDelayed,
)
from tests.planning.street import street

HERE, _ = street()


def test_works_take_longer_or_start_later() -> None:
    """A delay adds months, a duration replaces them, a later start sets the earliest month."""
    after = apply(HERE, [WorksDelayed("A", 2), WorksDuration("B", 5), WorksStartDelayed("B", 14)])
    assert after.block_of["A"].duration == 8
    assert (after.block_of["B"].duration, after.block_of["B"].earliest) == (5, 14)


def test_a_household_that_goes_elsewhere_releases_its_promises() -> None:
    """Its wish and month change, and what it was promised is dropped."""
    promise = Promise("1", PromiseKind.RETURN, PromiseStatus.ACCEPTED)
    after = apply(HERE, [PromiseMade("1", promise), MindChanged("1", ReturnWish.ELSEWHERE, 3)], 5)
    assert after.household_of["1"].wish is ReturnWish.ELSEWHERE
    assert after.household_of["1"].leaves == 5, "it cannot have left before the date"
    assert after.promises == ()


def test_a_household_grows_and_shrinks() -> None:
    """Births and deaths change the size; of the last person the home is given up."""
    after = apply(HERE, [Birth("1", 2), Died("4"), Died("3", 3, 9)], 2)
    assert after.household_of["1"].size == 5
    assert after.household_of["4"].size == 2
    gone = after.household_of["3"]
    assert (gone.wish, gone.leaves) == (ReturnWish.ELSEWHERE, 9)


def test_needs_change_and_limits_fall_away() -> None:
    """Only what is given changes; a limit that is cleared holds no more."""
    first = apply(HERE, [CompositionChanged("1", rooms_max=4, rent_max=700.0, step_free=True)])
    assert first.household_of["1"].rent_max == 700.0
    second = apply(first, [CompositionChanged("1", clear=("rent_max",))])
    household = second.household_of["1"]
    assert (household.rent_max, household.rooms_max, household.step_free) == (None, 4, True)


def test_a_new_wish_comes_first() -> None:
    """The wishes a household had come after its new one, and the same wish is not kept twice."""
    events: list[Event] = [
        WishMade("1", WishKind.HOME, "An1"),
        WishMade("1", WishKind.BLOCK, "B"),
        WishMade("1", WishKind.HOME, "An1"),
    ]
    after = apply(HERE, events)
    assert [(w.rank, w.kind) for w in after.wishes] == [(1, WishKind.HOME), (2, WishKind.BLOCK)]


def test_a_new_tie_replaces_the_old_one() -> None:
    """A tie of the same two households, whichever is named first, is there once."""
    after = apply(HERE, [NewTie("1", "3"), NewTie("3", "1", weight=2.0)])
    assert [(t.a, t.b, t.weight) for t in after.ties] == [("3", "1", 2.0)]


def test_a_home_that_stands_is_lost_like_a_block_that_is_demolished() -> None:
    """It gets a block of its own that is demolished in that month and takes no crews."""
    after = apply(HERE, [HomeLost("K1", 7)])
    block = after.block_of[after.home_of["K1"].block or ""]
    assert (block.works, block.crews, block.earliest, block.latest) == (Works.REBUILD, 0, 7, 8)
    assert after.is_affected(after.household_of["4"])


def test_a_temporary_home_is_lost_from_a_month_and_a_new_home_for_good() -> None:
    """The one can no longer be lived in, the other is taken from the homes with its wishes."""
    after = apply(HERE, [WishMade("1", WishKind.HOME, "An1"), HomeLost("T1", 9), HomeLost("An1")])
    assert after.home_of["T1"].available_until == 9
    assert "An1" not in after.home_of
    assert after.wishes == ()


def test_who_was_promised_a_lost_home_is_still_promised_to_return() -> None:
    """The promise of that home becomes one to return."""
    promise = Promise("1", PromiseKind.HOME, PromiseStatus.ACCEPTED, "An1")
    after = apply(HERE, [PromiseMade("1", promise), HomeLost("An1")])
    assert after.promises == (Promise("1", PromiseKind.RETURN, PromiseStatus.ACCEPTED),)


def test_means_and_rules_change() -> None:
    """Budget, crews, the limit on temporary months and the horizon are replaced or lengthened."""
    events: list[Event] = [
        BudgetChanged(500.0),
        CrewsChanged(2),
        TemporaryMonthsChanged(9),
        HorizonChanged(6),
    ]
    after = apply(HERE, events)
    assert (after.capacity.budget_per_year, after.capacity.crews) == (500.0, 2)
    assert after.policy.temporary_months_max == 9
    assert after.project.horizon == HERE.project.horizon + 6


def test_the_neighbourhood_stays_sound() -> None:
    """After events of many kinds there is no error in it."""
    extra = HERE.home_of["T1"]
    events: list[Event] = [
        WorksDelayed("A", 1),
        Dissolved("3", 6),
        HomeLost("K2", 6),
        NewTemporaryHome(type(extra)("T9", extra.stage, extra.x, extra.y, 3)),
        Birth("4"),
    ]
    after = apply(HERE, events, 5)
    assert [p for p in problems(after) if p.severity == "error"] == []
    assert after.home_of["T9"].available_from == 5


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (WorksDelayed("a", 1), "no block 'a'"),
        (WorksDelayed("K", 1), "nothing is done to block K"),
        (WorksDelayed("A", -6), "at least 1"),
        (WorksStartDelayed("A", 99), "outside the months"),
        (MindChanged("9", ReturnWish.RETURN), "no household '9'"),
        (WishMade("1", WishKind.HOME, "An9"), "did you mean An1"),
        (WishMade("1", WishKind.HOUSEHOLD, "1"), "near itself"),
        (CompositionChanged("1"), "nothing that changes"),
        (CompositionChanged("1", size=2, children=2), "at least one adult"),
        (Died("1", 5), "has 4 persons"),
        (NewTie("1", "1"), "with itself"),
        (HomeLost("X"), "no home 'X'"),
        (BudgetChanged(-1.0), "0 euro"),
        (CrewsChanged(0), "at least 1"),
        (HorizonChanged(-1), "shorter"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(event: Event, words: str) -> None:
    """The error says which event it is, what is wrong with it, and what was meant."""
    with pytest.raises(EventError, match=words) as caught:
        apply(HERE, [Birth("1"), event])
    assert caught.value.event == 2
    assert str(caught.value).startswith("event 2: ")


def test_every_event_says_what_it_is() -> None:
    """Each kind that can be applied has words of its own, with its own names in them."""
    kinds = [k for k in vars(events).values() if isinstance(k, type) and issubclass(k, Event)]
    silent = [
        kind.__name__
        for kind in kinds
        if not kind.__name__.startswith("_") and kind is not Event
        if not hasattr(kind, "phrase") and "words" not in vars(kind)
    ]
    assert silent == []
    assert Birth("H1").words == "household H1 has grown"
    assert HorizonChanged(2).words == "the plan runs 2 months longer"
    assert NewTemporaryHome(HERE.home_of["T1"]).words == "there is a new temporary home T1"
