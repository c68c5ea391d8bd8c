"""What is shown to whom, what becomes of the result, and figures of a division."""

from dataclasses import replace

import pytest

from hecht.cli.round_words import visible
from hecht.neighbourhood import (
    DeclaredBy,
    Home,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    Tie,
    problems,
)
from hecht.neighbourhood.suits import suits
from hecht.report.round_screen import screen
from hecht.rounds import Evening, Kind, RoundError, open_round
from hecht.rounds.company import Company, company, shown_near
from hecht.rounds.measure import by_stated_wishes, compare
from hecht.rounds.result import with_choices
from hecht.rounds.wishes import Stated
from tests.neighbourhoods import random_neighbourhood


def started(seed: int = 3) -> tuple:  # type: ignore[type-arg]
    """Return a neighbourhood with marked names, and an evening of it."""
    for number in range(seed, seed + 200):
        place = random_neighbourhood(number, promises=False)
        try:
            fixed = open_round(place, salt="zout")
        except RoundError:
            continue
        evening = by_stated_wishes(fixed, Stated(place))
        if len(evening.chosen) >= 3:
            people = tuple(replace(one, label=f"NAAM-{one.id}") for one in place.households)
            return replace(place, households=people), fixed, evening
    raise AssertionError("no neighbourhood has a round")


def test_only_who_permits_is_seen_and_only_ones_own_people_are_counted() -> None:
    """Without permission nobody is shown; a tie that the other side named is not counted."""
    place, _, evening = started()
    a, b = list(evening.chosen)[:2]
    home = evening.chosen[b]
    assert shown_near(place, evening, a, home) == []
    evening.add(evening.draft(Kind.SHOW, household=b))
    assert shown_near(place, evening, a, home) == [b]
    far = replace(place, homes=tuple(shifted(one, home) for one in place.homes))
    for declared, count in ((DeclaredBy.A, 1), (DeclaredBy.BOTH, 1), (DeclaredBy.B, 0)):
        tied = replace(place, ties=(Tie(a, b, declared_by=declared),))
        assert company(tied, evening, a, home) == Company(count, 0, 0)
        away = replace(far, ties=tied.ties)
        other = next(one.id for one in far.homes if one.id != home)
        assert company(away, evening, a, other) == Company(0, count, 0)
    evening.add(evening.draft(Kind.HIDE, household=b))
    assert company(replace(place, ties=(Tie(a, b),)), evening, a, home) == Company(0, 0, 1)
    assert shown_near(place, evening, a, home) == []


def shifted(one: Home, kept: str) -> Home:
    """Return a home a kilometre off and in no block, unless it is the one that keeps its place."""
    return one if one.id == kept else replace(one, x=one.x + 1000.0, block=None)


def test_who_stays_in_its_temporary_home_has_it_for_good() -> None:
    """The home becomes permanent, from the start or from when it comes, and is promised."""
    place, fixed, evening = started()
    name = next(iter(evening.chosen))
    one = replace(place.household_of[name], accessible=False)
    near = place.homes[0]
    for comes, until in ((None, None), (4, None), (0, 9)):
        extra = Home(
            "t9", Stage.TEMPORARY, near.x, near.y, 9, available_from=comes, available_until=until
        )
        here = replace(
            place,
            homes=(*place.homes, extra),
            households=tuple(one if h.id == name else h for h in place.households),
        )
        stays = open_round(here, salt="zout").stays[name]
        assert "t9" in stays
        again = Evening(replace(fixed, stays={name: stays}))
        again.add(again.draft(Kind.OPEN, home=again.round.digest))
        again.add(again.draft(Kind.STAY, household=name, home="t9", reason="gewend"))
        if until is not None:
            with pytest.raises(RoundError, match="empty available_until"):
                with_choices(here, again)
            continue
        after, notes = with_choices(here, again)
        assert Promise(name, PromiseKind.HOME, PromiseStatus.ACCEPTED, "t9") in after.promises
        home = after.home_of["t9"]
        assert "a permanent home now" in notes[0]
        assert home.stage is (Stage.NEW if comes else Stage.EXISTING)
        if comes:
            block = after.block_of[str(home.block)]
            assert (block.earliest, block.duration, block.latest, block.crews) == (0, 4, 4, 0)
        assert not [p for p in problems(after) if p.severity == "error" and "t9" in str(p)]
        gone = replace(here, homes=place.homes)
        with pytest.raises(RoundError, match="not in this neighbourhood"):
            with_choices(gone, again)


def test_the_big_screen_names_nobody() -> None:
    """Neither a name nor a household's id is on it; every home is, and the code of the turn."""
    place, fixed, done = started()
    evening = Evening(fixed)
    evening.add(evening.draft(Kind.OPEN, home=fixed.digest))
    for one in (evening, done):
        page = screen(one)
        assert "NAAM-" not in page
        for household in place.households:
            assert f">{household.id}<" not in page
            assert f" {household.id} " not in page
        assert all(f">{home}" in page for home in fixed.homes)
    assert fixed.turns[0].code in screen(evening)


def test_every_choice_becomes_an_accepted_promise() -> None:
    """The result is a neighbourhood in which whoever chose has that home promised."""
    place, _, evening = started()
    after, notes = with_choices(place, evening)
    homes = {p.household: p.value for p in after.promises if p.kind is PromiseKind.HOME}
    assert homes == evening.chosen
    assert all(p.status is PromiseStatus.ACCEPTED for p in after.promises)
    for name, home in evening.chosen.items():
        one = after.household_of[name]
        assert one.wish is ReturnWish.RETURN
        assert suits(one, after.home_of[home], after.policy)
    assert len(notes) == len(evening.away)
    with pytest.raises(RoundError, match="not in this neighbourhood"):
        with_choices(replace(place, households=()), evening)


def test_figures_add_up_and_the_safe_choice_lets_all_return_that_can() -> None:
    """On random neighbourhoods: the safe mechanisms return as many as can be, no other more."""
    tried = 0
    for seed in range(60):
        place = random_neighbourhood(seed, promises=False)
        try:
            fixed = open_round(place)
        except RoundError:
            continue
        tried += 1
        rows = {one.mechanism: one for one in compare(place, fixed)}
        best = rows["safe serial"].returning
        assert rows["evening"].returning == best
        assert all(one.returning <= best for one in rows.values())
        for one in rows.values():
            assert 0 <= one.ties_kept <= one.ties_near
            assert one.first_wish <= one.some_wish <= one.with_wish
        assert rows["serial"].passed_over == 0
    assert tried > 20


def test_the_public_does_not_see_figures_of_a_few() -> None:
    """Counts below ten, or ten short of the whole, are hidden; staff see them."""
    place, fixed, _ = started()
    few = compare(place, fixed)[0]
    assert visible(few, public=False)["returning"] == few.returning
    hidden = visible(few, public=True)
    assert all(hidden[key] is None for key in ("returning", "ties_kept", "alone", "rank_worst"))
    many = replace(few, wishing=100, returning=60, taking_part=100)
    assert visible(many, public=True)["returning"] == 60
    assert visible(replace(many, returning=95), public=True)["returning"] is None
