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
from hecht.planning.arrays import CHOICE_FROM, CHOICE_UNTIL, EXPLICIT
from hecht.planning.instance import compile_instance
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
