"""Rents beside limits, steps, habituation and return: by hand, honest of gaps, hidden for few."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.neighbourhood import IncomeClass, Month, ReturnWish, Stage, Tenure
from hecht.neighbourhood.option import Option
from hecht.outcomes.affordability import (
    DEFINITIONS,
    PERSONAL,
    could_not_return,
    figures,
    household_rents,
    shown_to,
)
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import Value
from hecht.outcomes.rents import habituation, rents_at
from hecht.outcomes.scene import TODAY, Scene
from hecht.rules import parse
from hecht.rules.habituation import habituation_shares
from tests.outcomes.street import moved_course, street, without
from tests.outcomes.worked_examples import run_examples

HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def _scene(**policy: float) -> Scene:
    here = street("2024-01")
    here = replace(here, policy=replace(here.policy, **policy))
    options = {b.id: Option(b.id, "x", b.works, duration=b.duration) for b in here.blocks}
    return Scene(here, options, {}, course=moved_course())


def _with(scene: Scene, **changes: object) -> Scene:
    return replace(scene, neighbourhood=replace(scene.neighbourhood, **changes))  # type: ignore[arg-type]


def test_the_worked_examples_of_the_page() -> None:
    """Every number of docs/outcomes/affordability.md is what the software gives."""
    assert run_examples("affordability.md") >= 15


def test_every_figure_is_always_given() -> None:
    """The names are those of the definitions, today, during and after."""
    names = [definition.name for definition in DEFINITIONS]
    for month in (TODAY, 0, 5, 12):
        assert list(figures(_scene(), month)) == names
    assert set(names) >= PERSONAL


def test_the_street_by_hand() -> None:
    """P1 and P2 go from 500 to 600, P5 from 500 to 550, P4 stays at 550, P3 has left."""
    found = figures(_scene(), 12)
    assert found["mean_rent"].value == (600 + 600 + 550 + 550) / 4
    assert found["rents_risen"].value == 3
    assert found["mean_rent_step"].value == pytest.approx(250 / 3)
    assert found["highest_rent_step"].value == 100
    assert found["over_capping_limit"].value == 0
    assert found["could_not_return_rent"].value == 0
    assert found["homes_under_low_limit"].value == 5


def test_in_a_temporary_home_the_old_rent_is_paid() -> None:
    """In month 5 P1 and P2 pay 500 and are not counted among who lives in a permanent home."""
    scene = _scene()
    paid = {one.household.id: one for one in rents_at(scene, 5)}
    assert paid["P1"].temporary
    assert paid["P1"].now == 500
    assert [one.rent.household.id for one in household_rents(scene, 5)] == ["P4", "P5"]
    assert figures(scene, 5)["mean_rent"].value == 550


def test_a_rent_that_is_not_given_makes_only_its_figures_unknown() -> None:
    """Without the rent of n1 the mean is not known, what P5 and P4 could pay is."""
    scene = _scene()
    homes = tuple(replace(h, rent=None) if h.id == "n1" else h for h in scene.neighbourhood.homes)
    people = tuple(
        replace(h, rent_max=540.0) if h.id == "P5" else h for h in scene.neighbourhood.households
    )
    found = figures(_with(scene, homes=homes, households=people), 12)
    assert found["mean_rent"].value is None
    assert "the rent of n1 is not given" in found["mean_rent"].why
    assert found["over_own_limit"].value == 1
    assert "the rent of n1" in found["homes_under_low_limit"].why
    assert found["over_capping_limit"].value is None


def test_without_limits_and_incomes_it_says_which_column() -> None:
    """What rests on rent_max or income names the column to fill."""
    found = figures(_scene(), 12)
    assert "column rent_max of households.csv" in found["over_own_limit"].why
    assert "column income of households.csv" in found["low_income_over_capping_limit"].why


def test_low_incomes_are_told_apart() -> None:
    """Only households with a low income count there, by the limit of their size."""
    scene = _scene()
    homes = tuple(
        replace(h, rent=680.0) if h.id in ("n1", "k2") else h for h in scene.neighbourhood.homes
    )
    sizes = {"P1": (2, IncomeClass.LOW), "P5": (3, IncomeClass.LOW)}
    people = tuple(
        replace(h, size=sizes[h.id][0], income=sizes[h.id][1])
        if h.id in sizes
        else replace(h, income=IncomeClass.HIGH)
        for h in scene.neighbourhood.households
    )
    found = figures(_with(scene, homes=homes, households=people), 12)
    # 680 is above 650.43 for P1's two, and within 697.07 for P5's three
    assert found["low_income_over_capping_limit"].value == 1
    assert found["over_capping_limit"].value == 1


def test_a_users_own_limit_fills_a_year_without_one() -> None:
    """For 2026 there is none; a user's own verified rows are used when given."""
    scene = _scene()
    project = replace(scene.neighbourhood.project, start=Month(2026, 1), price_year=None)
    later = _with(scene, project=project)
    assert "capping_limit_low" in figures(later, 12)["over_capping_limit"].why
    own = parse(
        HEAD + "capping_limit_low,2026-01-01,2027-01-01,590,euro/month,letter,yes,\n"
        "capping_limit_high,2026-01-01,2027-01-01,640,euro/month,letter,yes,\n",
        "own",
    )
    assert figures(replace(later, norms=own), 12)["over_capping_limit"].value == 2


def test_rents_are_laid_beside_the_limits_of_their_price_year() -> None:
    """A plan for 2026 with rents of 2024 uses the limits of 2024, in every month."""
    scene = _scene()
    project = replace(scene.neighbourhood.project, start=Month(2026, 1), price_year=2024)
    later = figures(_with(scene, project=project), 12)
    assert later["over_capping_limit"].value == figures(scene, 12)["over_capping_limit"].value
    assert later["homes_under_low_limit"].value == 5
    project = replace(project, price_year=2026)
    assert figures(_with(scene, project=project), 12)["over_capping_limit"].value is None


def test_owned_homes_have_no_rent() -> None:
    """A household that owns its home is in none of the figures of rent."""
    scene = _scene()
    homes = tuple(
        replace(h, tenure=Tenure.OWNED, rent=None) if h.id == "k1" else h
        for h in scene.neighbourhood.homes
    )
    found = figures(_with(scene, homes=homes), 12)
    assert found["mean_rent"].value == pytest.approx((600 + 600 + 550) / 3)


def test_only_rent_in_the_way() -> None:
    """Who leaves counts when no home suits and one would without rent, not when none is left."""
    scene = _scene()
    course = moved_course()
    left = (*without(course, "P2").stays, replace(course.stays[3], end=4))
    gone = replace(scene, course=replace(course, stays=left))

    def limited(limit: float | None, **needs: object) -> tuple[str, ...]:
        people = tuple(
            replace(h, rent_max=limit, **needs) if h.id == "P2" else h  # type: ignore[arg-type]
            for h in gone.neighbourhood.households
        )
        return could_not_return(_with(gone, households=people))

    assert limited(540) == ("P2",)
    assert limited(560) == ()  # the kept homes of 550 would suit; they went to others
    assert limited(540, rooms_min=5) == ()  # no home has five rooms at any rent
    assert limited(None) == ()


def test_who_wished_to_go_or_returns_is_not_counted() -> None:
    """P3 wished to live elsewhere; nobody else leaves."""
    scene = _scene()
    people = tuple(replace(h, rent_max=100.0) for h in scene.neighbourhood.households)
    assert could_not_return(_with(scene, households=people)) == ()
    assert scene.neighbourhood.household_of["P3"].wish is ReturnWish.ELSEWHERE


def test_counts_of_few_are_hidden_from_others() -> None:
    """Below the threshold a count is hidden, with the highest rise; nought and means are shown."""
    own = {
        "over_own_limit": Value(4.0),
        "over_capping_limit": Value(0.0),
        "could_not_return_rent": Value(12.0),
        "highest_rent_step": Value(90.0),
        "rents_risen": Value(7.0),
        "mean_rent": Value(600.0),
    }
    public = shown_to(own, Audience.PUBLIC)
    assert public["over_own_limit"].value is None
    assert "fewer than 10" in public["over_own_limit"].why
    assert public["highest_rent_step"].value is None
    assert public["over_capping_limit"].value == 0
    assert public["could_not_return_rent"].value == 12
    assert public["mean_rent"].value == 600
    assert shown_to(own, Audience.INTERNAL)["highest_rent_step"].value == 90
    assert shown_to(own, Audience.INTERNAL)["over_own_limit"].value is None


@given(years=st.floats(0, 10), first=st.floats(0, 1))
def test_habituation_falls_to_nothing(years: float, first: float) -> None:
    """What is taken off starts at the first share, never rises and ends before the years do."""
    shares = habituation_shares(years, first)
    assert len(shares) == -(-years // 1)
    assert all(0 <= later <= earlier for earlier, later in pairwise(shares))
    if shares:
        assert shares[0] == first


def test_habituation_that_cannot_be() -> None:
    """A negative number of years is an error that says what to give."""
    with pytest.raises(ValueError, match="give 0 years or more"):
        habituation_shares(-1, 0.5)


def test_habituation_runs_from_the_new_rent() -> None:
    """P1 arrives in month 7, P5 in month 3; who stays at the same rent has none."""
    scene = _scene(habituation_years=2, habituation_share=0.5)
    found = {one.household: one for one in habituation(scene)}
    assert set(found) == {"P1", "P2", "P5"}
    assert found["P1"].start == 7
    assert [found["P1"].at(m) for m in (6, 7, 18, 19, 30, 31)] == [0, 50, 50, 25, 25, 0]
    assert found["P5"].months == range(3, 27)
    assert habituation(_scene()) == ()


def test_a_lower_rent_is_not_habituated_to() -> None:
    """A household whose rent falls pays less at once."""
    scene = _scene(habituation_years=3)
    homes = tuple(
        replace(h, rent=450.0) if h.stage is Stage.NEW else h for h in scene.neighbourhood.homes
    )
    assert {one.household for one in habituation(_with(scene, homes=homes))} == {"P5"}


@given(
    rents=st.lists(st.integers(300, 900), min_size=9, max_size=9),
    limits=st.lists(st.none() | st.integers(300, 900), min_size=5, max_size=5),
    years=st.integers(0, 4),
)
def test_what_is_paid_lies_between_the_old_and_the_full_rent(
    rents: list[int], limits: list[int | None], years: int
) -> None:
    """Habituation takes off at most the step; counts are of households that are there."""
    scene = _scene(habituation_years=years)
    here = scene.neighbourhood
    homes = tuple(
        replace(home, rent=float(rent)) for home, rent in zip(here.homes[:9], rents, strict=True)
    )
    people = tuple(
        replace(one, rent_max=None if limit is None else float(limit))
        for one, limit in zip(here.households, limits, strict=True)
    )
    scene = _with(scene, homes=homes + here.homes[9:], households=people)
    for month in (TODAY, 3, 8, 12):
        for one in rents_at(scene, month):
            assert one.paid is not None
            assert one.now is not None
            assert one.today is not None
            assert min(one.now, one.today) <= one.paid + 1e-9
            assert one.paid <= max(one.now, one.today)
        found = figures(scene, month)
        risen, paid, full = (
            found[n].value for n in ("rents_risen", "mean_rent_step_paid", "mean_rent_step")
        )
        assert risen is not None
        assert 0 <= risen <= 5
        if risen:
            assert paid is not None
            assert full is not None
            assert paid <= full


def test_a_plan_that_says_nothing_of_someone_gives_no_figure() -> None:
    """Where somebody's stays are missing, no mean is made of the others."""
    scene = replace(_scene(), course=without(moved_course(), "P4"))
    found = figures(scene, 12)
    assert all(value.value is None for value in found.values())
    assert "nothing is known of where P4 lived" in found["mean_rent"].why
    assert figures(scene, TODAY)["mean_rent"].value is not None
