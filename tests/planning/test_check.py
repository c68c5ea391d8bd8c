"""The independent check, rule by rule, on the street of `tests.planning.street`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from hecht.neighbourhood import Month, ReturnWish, Stay
from hecht.planning.check import check
from tests.planning.street import (
    FINAL,
    START,
    TEMPORARY,
    Case,
    because,
    block,
    capacity,
    home,
    household,
    policy,
    project,
    promise,
    starts,
    stays,
    street,
)


def rules(*changes: Callable[[Case], Case]) -> set[int]:
    """Return the numbers of the rules that the changed street breaks."""
    case = street()
    for change in changes:
        case = change(case)
    return {violation.rule for violation in check(*case)}


LEFT_1 = stays(Stay("1", "A1", 0, 4, START), of="1")
LEFT_2 = stays(Stay("2", "A2", 0, 2, START), of="2")
VIA_T2 = stays(
    Stay("1", "A1", 0, 4, START),
    Stay("1", "T2", 4, 10, TEMPORARY),
    Stay("1", "An1", 10, 24, FINAL),
    of="1",
)


def test_a_sound_plan_breaks_nothing() -> None:
    """The plan of the street as it stands passes."""
    assert check(*street()) == []


BROKEN: dict[str, tuple[set[int], list[Callable[[Case], Case]]]] = {
    # 0: a plan that cannot be read
    "another horizon": ({0}, [lambda case: (case[0], replace(case[1], horizon=23))]),
    "an unknown block starts": ({0}, [starts(Z=3)]),
    "a kept block starts": ({0}, [starts(K=3)]),
    "a block has no start": ({0, 2}, [starts(B=None)]),
    "an unknown home": (
        {0, 1},
        [
            stays(
                Stay("1", "A1", 0, 4, START),
                Stay("1", "X9", 4, 10, TEMPORARY),
                Stay("1", "An1", 10, 24, FINAL),
                of="1",
            )
        ],
    ),
    "an unknown household": ({0}, [stays(Stay("9", "K2", 0, 24, START), of="9")]),
    "a reason for an unknown household": ({0}, [because(h9="gone")]),
    "a stay of no months": (
        {0},
        [stays(Stay("4", "K1", 0, 24, START), Stay("4", "K2", 24, 24, FINAL), of="4")],
    ),
    "a stay beyond the end": ({0}, [stays(Stay("4", "K1", 0, 25, START), of="4")]),
    "a stay before the start": ({0}, [stays(Stay("4", "K1", -1, 24, START), of="4")]),
    "it begins in another home": ({0}, [stays(Stay("4", "K2", 0, 24, START), of="4")]),
    "it begins as final": ({0}, [stays(Stay("4", "K1", 0, 24, FINAL), of="4")]),
    "a second start": (
        {0},
        [stays(Stay("4", "K1", 0, 9, START), Stay("4", "K2", 9, 24, START), of="4")],
    ),
    "a move from a home to itself": (
        {0},
        [stays(Stay("4", "K1", 0, 9, START), Stay("4", "K1", 9, 24, FINAL), of="4")],
    ),
    "a move on from the final home": (
        {0},
        [
            household("4", size=2),
            stays(
                Stay("4", "K1", 0, 9, START),
                Stay("4", "K2", 9, 12, FINAL),
                Stay("4", "K1", 12, 24, FINAL),
                of="4",
            ),
        ],
    ),
    "it ends in a temporary home": (
        {0},
        [
            stays(Stay("3", "B1", 0, 12, START), Stay("3", "T1", 12, 24, TEMPORARY), of="3"),
            policy(temporary_months_max=12),
        ],
    ),
    # 1: one home for each, one each in a home
    "no stay at all": ({1}, [stays(of="4")]),
    "a late first month": ({1}, [stays(Stay("4", "K1", 1, 24, START), of="4")]),
    "a month without a home": (
        {1},
        [
            stays(
                Stay("1", "A1", 0, 4, START),
                Stay("1", "T1", 4, 9, TEMPORARY),
                Stay("1", "An1", 10, 24, FINAL),
                of="1",
            )
        ],
    ),
    "two homes in a month": (
        {1},
        [
            stays(
                Stay("1", "A1", 0, 4, START),
                Stay("1", "T1", 3, 9, TEMPORARY),
                Stay("1", "T2", 9, 10, TEMPORARY),
                Stay("1", "An1", 10, 24, FINAL),
                of="1",
            ),
            policy(temporary_rooms_slack=2, temporary_months_max=9),
        ],
    ),
    "two households in a home": (
        {1},
        [
            stays(
                Stay("3", "B1", 0, 12, START),
                Stay("3", "An1", 12, 24, FINAL),
                of="3",
            )
        ],
    ),
    # 2: homes that exist and are usable
    "staying in a demolished home": ({2}, [stays(Stay("2", "A2", 0, 5, START), of="2")]),
    "staying during the works": ({2}, [stays(Stay("3", "B1", 0, 24, START), of="3")]),
    "a new home before it is finished": (
        {2},
        [
            stays(
                Stay("1", "A1", 0, 4, START),
                Stay("1", "T1", 4, 9, TEMPORARY),
                Stay("1", "An1", 9, 24, FINAL),
                of="1",
            )
        ],
    ),
    "back before the renovation is finished": (
        {2},
        [
            stays(
                Stay("3", "B1", 0, 12, START),
                Stay("3", "T1", 12, 14, TEMPORARY),
                Stay("3", "B1", 14, 24, FINAL),
                of="3",
            )
        ],
    ),
    "a new home as temporary home": (
        {2},
        [
            stays(
                Stay("1", "A1", 0, 4, START),
                Stay("1", "T1", 4, 10, TEMPORARY),
                of="1",
            ),
            household("1", wish=ReturnWish.UNDECIDED),
            stays(
                Stay("3", "B1", 0, 12, START),
                Stay("3", "An1", 12, 15, TEMPORARY),
                Stay("3", "B1", 15, 24, FINAL),
                of="3",
            ),
        ],
    ),
    "a temporary home as final home": (
        {2},
        [
            home("T2", rooms=3),
            stays(Stay("3", "B1", 0, 12, START), Stay("3", "T2", 12, 24, FINAL), of="3"),
        ],
    ),
    "an old home of a rebuilt block as final home": (
        {2},
        [
            stays(Stay("2", "A2", 0, 1, START), of="2"),
            policy(notice_months=1),
            stays(Stay("3", "B1", 0, 1, START), Stay("3", "A2", 1, 4, FINAL), of="3"),
        ],
    ),
    "a home to be renovated as final home before its works": (
        {2},
        [
            stays(Stay("3", "B1", 0, 5, START), of="3"),
            stays(Stay("4", "K1", 0, 5, START), Stay("4", "B1", 5, 12, FINAL), of="4"),
            household("4", wish=ReturnWish.UNDECIDED),
        ],
    ),
    "a home under renovation as temporary home": (
        {2},
        [
            stays(Stay("4", "K1", 0, 12, START), Stay("4", "B1", 12, 15, TEMPORARY), of="4"),
            household("4", wish=ReturnWish.UNDECIDED),
            stays(Stay("3", "B1", 0, 12, START), of="3"),
        ],
    ),
    "back in a renovated home for a while, a month too soon": (
        {2},
        [
            stays(
                Stay("4", "K1", 0, 14, START),
                Stay("4", "B1", 14, 16, TEMPORARY),
                Stay("4", "K1", 16, 24, FINAL),
                of="4",
            ),
            stays(Stay("3", "B1", 0, 12, START), of="3"),
        ],
    ),
    "a temporary home before it is there": ({2}, [home("T1", available_from=5)]),
    "a temporary home after it is gone": ({2}, [home("T1", available_until=14)]),
    # 3: homes that suit
    "too few rooms by the norm": ({3}, [household("1", size=5)]),
    "too few rooms by its own wish": ({3}, [household("1", rooms_min=4)]),
    "too many rooms": ({3}, [household("1", rooms_min=2, rooms_max=2)]),
    "too dear": ({3}, [household("1", rent_max=599.99)]),
    "too dear after the works": ({3}, [household("3", rent_max=649.0)]),
    "stairs": ({3}, [household("1", step_free=True), home("An1", floor=1)]),
    "not adapted": ({3}, [household("1", accessible=True), home("T1", accessible=True)]),
    "too high": ({3}, [household("1", floor_max=1), home("An1", floor=2, lift=True)]),
    "too few rooms even for a while": ({3}, [VIA_T2]),
    "stairs even for a while": ({3}, [household("1", step_free=True), home("T1", floor=1)]),
    # 4: temporary stays
    "too long in a temporary home": ({4}, [policy(temporary_months_max=5)]),
    "too long in two temporary homes": (
        {4},
        [
            policy(temporary_months_max=5, temporary_rooms_slack=2),
            stays(
                Stay("1", "A1", 0, 4, START),
                Stay("1", "T1", 4, 7, TEMPORARY),
                Stay("1", "T2", 7, 10, TEMPORARY),
                Stay("1", "An1", 10, 24, FINAL),
                of="1",
            ),
        ],
    ),
    # 5: notice
    "a move before notice": ({5}, [policy(notice_months=5)]),
    "announced later": ({5}, [project(announced=Month(2026, 3))]),
    "a leave of an undecided household before notice": (
        {5},
        [stays(Stay("3", "B1", 0, 2, START), of="3")],
    ),
    # 6: the works
    "too many crews": ({6}, [block("B", after=()), block("A", crews=2)]),
    "two blocks for one crew": (
        {6},
        [
            block("B", after=()),
            starts(B=9),
            stays(Stay("3", "B1", 0, 9, START), of="3"),
        ],
    ),
    "over the yearly budget": ({6}, [capacity(budget_per_year=599.99)]),
    "too early": ({6}, [block("A", earliest=5)]),
    "too late": ({6}, [block("B", latest=14)]),
    "before its predecessor": ({6}, [block("A", after=("B",)), block("B", after=())]),
    # 7: leaving
    "leaves without a reason though it could return": ({7}, [LEFT_1]),
    "leaves with a reason though it could return": ({7}, [LEFT_1, because(h1="full")]),
    "leaves with an empty reason": (
        {7},
        [LEFT_1, because(h1=" "), household("1", rooms_min=9, rooms_max=9)],
    ),
    "leaves a home that nothing happens to": (
        {7},
        [stays(Stay("4", "K1", 0, 10, START), of="4"), because(h4="wants to")],
    ),
    "leaves though a kept home stands empty": (
        {7},
        [LEFT_1, because(h1="full"), home("K2", rooms=3), policy(temporary_months_max=5)],
    ),
    # 8: promises
    "promised to return": ({8}, [promise("2", "return")]),
    "promised another home": ({8}, [promise("1", "home", "B1")]),
    "promised another block": ({8}, [promise("1", "block", "B")]),
    "promised to be home sooner": ({8}, [promise("1", "by", "2026-10")]),
    "promised a home and leaves": ({8}, [promise("2", "home", "An1")]),
    "promised a month that is none": ({8}, [promise("1", "by", "soon")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_breach_is_found_with_its_number(name: str) -> None:
    """One thing is wrong, and exactly the rules that it breaks are named."""
    expected, changes = BROKEN[name]
    assert rules(*changes) == expected


SOUND: dict[str, list[Callable[[Case], Case]]] = {
    "an own home kept in two moves": [],
    "a leaver before notice": [LEFT_2],
    "a leave from a temporary home": [
        stays(Stay("3", "B1", 0, 12, START), Stay("3", "T1", 12, 14, TEMPORARY), of="3")
    ],
    "a direct move": [
        household("3", rent_max=600.0),
        LEFT_1,
        household("1", wish=ReturnWish.UNDECIDED),
        stays(Stay("3", "B1", 0, 10, START), Stay("3", "An1", 10, 24, FINAL), of="3"),
    ],
    "a still-standing home as temporary home": [
        LEFT_2,
        stays(
            Stay("3", "B1", 0, 3, START),
            Stay("3", "A2", 3, 4, TEMPORARY),
            Stay("3", "T2", 4, 5, TEMPORARY),
            of="3",
        ),
        policy(temporary_rooms_slack=2),
    ],
    "a smaller temporary home within the slack": [VIA_T2, policy(temporary_rooms_slack=2)],
    "the rent of a temporary home is not asked": [household("1", rent_max=600.0)],
    "an unknown rent excludes nothing": [household("1", rent_max=1.0), home("An1", rent=None)],
    "a lift is as good as no stairs": [
        household("1", step_free=True),
        home("An1", floor=3, lift=True),
    ],
    "an adapted home is as good as no stairs": [
        household("1", step_free=True),
        home("An1", floor=1, accessible=True),
    ],
    "the largest floor allowed": [household("1", floor_max=1), home("An1", floor=1)],
    "the start home need not suit": [household("4", size=9, rent_max=1.0, floor_max=0)],
    "the longest stay allowed": [policy(temporary_months_max=6)],
    "a move in the first month after notice": [policy(notice_months=4)],
    "announced before the start": [project(announced=Month(2025, 9)), policy(notice_months=8)],
    "a temporary home just long enough": [home("T1", available_from=4, available_until=15)],
    "exactly the budget": [capacity(budget_per_year=600.0)],
    "a budget by calendar year": [
        starts(B=13),
        project(start=Month(2026, 3)),
        capacity(budget_per_year=600.0),
        stays(
            Stay("3", "B1", 0, 13, START),
            Stay("3", "T1", 13, 16, TEMPORARY),
            Stay("3", "B1", 16, 24, FINAL),
            of="3",
        ),
    ],
    "exactly the dates": [block("A", earliest=4, latest=10), block("B", earliest=12, latest=15)],
    "right after its predecessor": [
        starts(B=10),
        stays(
            Stay("3", "B1", 0, 10, START),
            Stay("3", "T1", 10, 13, TEMPORARY),
            Stay("3", "B1", 13, 24, FINAL),
            of="3",
        ),
    ],
    "an undecided household may leave": [stays(Stay("3", "B1", 0, 12, START), of="3")],
    "no home suits": [LEFT_1, because(h1="none is large enough"), household("1", rooms_min=4)],
    "the gap is too long": [LEFT_1, because(h1="gap"), policy(temporary_months_max=5)],
    "no temporary home is free for the whole gap": [
        LEFT_1,
        because(h1="gap"),
        home("T1", available_from=5),
        home("K2", rooms=1),
    ],
    "the only home is taken in the end": [
        LEFT_1,
        because(h1="taken"),
        stays(Stay("3", "B1", 0, 12, START), Stay("3", "An1", 12, 24, FINAL), of="3"),
        household("1", rent_max=640.0),
    ],
    "a promise that is only offered": [promise("2", "return", status="offered")],
    "a promised home": [promise("1", "home", "An1")],
    "a promised own home": [promise("4", "home", "K1")],
    "a promised block": [promise("1", "block", "A")],
    "a promised month, just kept": [promise("1", "by", "2026-11")],
    "a promised month for who never moves": [promise("4", "by", "2026-01")],
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_just_allowed_passes(name: str) -> None:
    """Cases on the right side of a limit are not reported."""
    case = street()
    for change in SOUND[name]:
        case = change(case)
    assert check(*case) == []
