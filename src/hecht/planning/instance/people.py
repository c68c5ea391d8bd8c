"""The table of households: who is placed, what suits them, and what they wish."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Home, Household, Neighbourhood, ReturnWish, Wish, WishKind
from hecht.neighbourhood.suits import rooms_needed, suits
from hecht.planning.arrays import STAYS, TO_PLACE, Flags, Ints
from hecht.planning.instance.choices import PLACES, Choices
from hecht.planning.instance.points import thousandths
from hecht.planning.instance.positions import Positions, joined, starts
from hecht.planning.instance.promises import Promises


@dataclass(frozen=True)
class PeopleTables:
    """`suit`, `choices`, `active` and `wishes` of the arrays, and parts of the table of people.

    `kind` (N): what each household is to the search. `first`: the columns OLD to INSIDE_POINTS;
    `promised`: DEADLINE to EXPLICIT; `keeps_tenancy`: that column. `choice_ptr` and `wish_ptr`
    (N + 1): where the rows of each begin.
    """

    kind: list[int]
    first: list[object]
    promised: list[object]
    keeps_tenancy: list[bool]
    suit: Flags
    choice_ptr: Ints
    choices: Ints
    wish_ptr: Ints
    wishes: Ints

    @property
    def active(self) -> Ints:
        """Return the households to be placed."""
        return np.array([i for i, k in enumerate(self.kind) if k == TO_PLACE], dtype=np.int64)


def people_tables(
    neighbourhood: Neighbourhood,
    at: Positions,
    promises: Promises,
    choices: Choices,
    example: dict[int, Home],
) -> PeopleTables:
    """Return the tables of households; `example`: a home of each class of homes."""
    n, people = neighbourhood, neighbourhood.households
    inside = {
        ReturnWish.RETURN: thousandths(n.policy.points_return),
        ReturnWish.UNDECIDED: thousandths(n.policy.points_undecided),
        ReturnWish.ELSEWHERE: 0,
    }
    kind = [choices.kind(one) for one in people]
    homes = [choices.homes(one) for one in people]
    own_block = [
        at.block[str(n.home_of[one.home].block)] if n.is_affected(one) else -1 for one in people
    ]
    need, suit = _suit(n, example)
    choice_ptr, choice = joined([one or [] for one in homes])
    wish_ptr, wishes = _wishes(n, at, choices)
    promised = [
        promises.has(one) and k in (STAYS, TO_PLACE) for one, k in zip(people, kind, strict=True)
    ]
    return PeopleTables(
        kind=kind,
        first=[
            [at.home[one.home] for one in people],
            own_block,
            need,
            kind,
            [inside[one.wish] for one in people],
        ],
        promised=[
            [promises.deadline(one) for one in people],
            promised,
            [one is not None for one in homes],
        ],
        keeps_tenancy=[choices.keeps_tenancy(one) for one in people],
        suit=suit,
        choice_ptr=choice_ptr,
        choices=choice,
        wish_ptr=wish_ptr,
        wishes=wishes,
    )


def _suit(n: Neighbourhood, example: dict[int, Home]) -> tuple[list[int], Flags]:
    """Return each household's class of needs, and which class suits which class of homes."""
    number: dict[tuple[object, ...], int] = {}
    needy: list[Household] = []
    found = []
    for one in n.households:
        key = (
            rooms_needed(one, n.policy),
            one.rooms_max,
            one.rent_max,
            one.step_free,
            one.accessible,
            one.floor_max,
        )
        if key not in number:
            number[key] = len(number)
            needy.append(one)
        found.append(number[key])
    suit = np.zeros((max(1, len(needy)), len(example)), dtype=np.bool_)
    for row, household in enumerate(needy):
        for column, home in example.items():
            suit[row, column] = suits(household, home, n.policy)
    return found, suit


def _wishes(n: Neighbourhood, at: Positions, choices: Choices) -> tuple[Ints, Ints]:
    """Return where the wishes of each household begin, and all with kind, value and points."""
    number = {kind: i for i, kind in enumerate(PLACES)}
    worth = thousandths(n.policy.points_wish)
    rows = [
        [
            (number[wish.kind], _value(wish, at), worth >> (wish.rank - 1))
            for wish in sorted(choices.wished_places(one), key=lambda wish: wish.rank)
        ]
        for one in n.households
    ]
    return starts(rows), np.array([w for row in rows for w in row], dtype=np.int64).reshape(-1, 3)


def _value(wish: Wish, at: Positions) -> int:
    if wish.kind is WishKind.HOME:
        return at.home.get(wish.value, -2)
    if wish.kind is WishKind.BLOCK:
        return at.block.get(wish.value, -2)
    return at.street(wish.value) if wish.kind is WishKind.STREET else at.type(wish.value)
