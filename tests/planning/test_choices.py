"""Which homes a household may get whose own home stays as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import (
    Home,
    Household,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    Stage,
    Wish,
    WishKind,
)
from hecht.planning import make_plan
from hecht.planning.arrays import CHOICE_FROM, CHOICE_UNTIL, EXPLICIT
from hecht.planning.check import check
from hecht.planning.instance import compile_instance
from hecht.planning.recount import recount
from hecht.planning.replan import replan
from hecht.planning.replan.events import WorksDelayed
from tests.planning.test_make import two_rows


def with_a_kept_home(short: bool, *promises: Promise) -> Neighbourhood:
    """Return two rows and a home without works, whose household wishes for the new row.

    `short`: one of the other households needs more rooms than any home has.
    """
    here = two_rows()
    others = tuple(
        replace(one, rooms_min=9) if short and one.id == "hw0" else one for one in here.households
    )
    return replace(
        here,
        homes=(*here.homes, Home("k", Stage.EXISTING, 133_500.0, 397_100.0, 3)),
        households=(*others, Household("hk", "k", 2)),
        wishes=(Wish("hk", 1, WishKind.BLOCK, "N"),),
        promises=promises,
    )


def with_a_large_kept_home(promise: Promise) -> Neighbourhood:
    """Return the same, where only the kept home has the rooms that the other household needs."""
    here = with_a_kept_home(True, promise)
    large = tuple(replace(home, rooms=9) if home.id == "k" else home for home in here.homes)
    return replace(here, homes=large)


def possible(here: Neighbourhood) -> set[str]:
    """Return the homes that the household in the kept home may get."""
    a = compile_instance(here).arrays
    row = a.people[-1]
    assert row[EXPLICIT]
    return {here.homes[f].id for f in a.choices[row[CHOICE_FROM] : row[CHOICE_UNTIL]]}


def accepted(kind: PromiseKind, value: str) -> Promise:
    """Return an accepted promise to the household in the kept home."""
    return Promise("hk", kind, PromiseStatus.ACCEPTED, value)


@pytest.mark.parametrize("promises", [(), (accepted(PromiseKind.BY, "2027-01"),)])
def test_who_wishes_for_another_home_may_have_it(promises: tuple[Promise, ...]) -> None:
    """It may also stay where it is."""
    assert possible(with_a_kept_home(False, *promises)) == {"k", "f0", "f1", "f2"}


@pytest.mark.parametrize(
    "promise", [accepted(PromiseKind.BY, "2027-01"), accepted(PromiseKind.RETURN, "")]
)
def test_nobody_moves_by_wish_while_another_has_no_home(promise: Promise) -> None:
    """A home that is left empty could have been for who must go; a promised month is no more."""
    assert possible(with_a_kept_home(True, promise)) == {"k"}


@pytest.mark.parametrize("short", [True, False])
def test_a_promised_home_is_the_only_one(short: bool) -> None:
    """Who was promised another home gets it, whoever lacks one."""
    assert possible(with_a_kept_home(short, accepted(PromiseKind.HOME, "f1"))) == {"f1"}


@pytest.mark.parametrize(
    "promise", [accepted(PromiseKind.HOME, "f1"), accepted(PromiseKind.BLOCK, "N")]
)
def test_a_home_that_is_given_up_for_a_promised_one_is_for_others(promise: Promise) -> None:
    """Who fits in no other home moves there when it is left, and the check finds nothing wrong."""
    here = with_a_large_kept_home(promise)
    plan = make_plan(here, iterations=4)
    assert check(here, plan.course) == []
    last = {stay.household: stay for stay in plan.course.stays if stay.end == plan.course.horizon}
    assert last["hw0"].home == "k"
    assert last["hw0"].start >= last["hk"].start
    assert recount(here, plan.course)["score"] == plan.score


@pytest.mark.parametrize("date", [2, 8])
def test_a_home_that_was_given_up_is_still_for_others_in_a_new_plan(date: int) -> None:
    """Before it is left and after, when works on another block take longer."""
    plan = make_plan(with_a_large_kept_home(accepted(PromiseKind.HOME, "f1")), iterations=4)
    late = max(plan.course.starts, key=lambda block: plan.course.starts[block])
    made = replan(plan, date, [WorksDelayed(late, 2)], iterations=2)
    assert check(made.plan.neighbourhood, made.plan.course, made.before) == []
    ends = {s.household: s.home for s in made.plan.course.stays if s.end == plan.course.horizon}
    assert (ends["hw0"], ends["hk"]) == ("k", "f1")
