"""Who can end where in any plan: the ground on which the bounds stand.

A bound holds for every course that the checker accepts and that keeps to these conventions,
whether the search of this package could find it or not:

A. Who wishes to go elsewhere, and loses its home or named a month, leaves from its own home: in
   that month, or when the works on its home start if that is sooner.
B. Whose home is left alone stays in it, unless it wished for another place (a home, block, street
   or type) or was promised one; and it is not sent out of the neighbourhood.
C. A final home is final: nobody moves out of it within the horizon.

Within them anything goes: several temporary homes, moving out early, arriving late, homes that
wait empty, households that go though they could return, and chains of moves through homes that
are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import (
    Home,
    Household,
    Neighbourhood,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    WishKind,
    Works,
)
from hecht.neighbourhood.months import Month
from hecht.neighbourhood.suits import lasting_rent, rooms_needed, suits, suits_temporarily
from hecht.planning.bounds.windows import Windows

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Thing = TypeVar("Thing", Home, Household)

LOCATION = (WishKind.HOME, WishKind.BLOCK, WishKind.STREET, WishKind.TYPE)


class Role(IntEnum):
    """What the conventions leave open for a household: nothing (stays), nothing (goes), a home."""

    STAYS = 0
    GOES = 1
    PLACED = 2


@dataclass(frozen=True)
class Ground:
    """The neighbourhood as the bounds see it; arrays follow its households, homes and blocks.

    `role` is a Role per household, `own_block` the block that empties its home (-1: none).
    `wishing` marks affected households that wish to return, `undecided` affected ones that have
    not made up their mind; `may_go` those that a plan may leave without a home inside.
    `first_out` is the first month in which a household may move.

    `final` marks homes that can be somebody's final home. Such a home is ready when the works on
    `ready_block` are finished, or in month `ready_fixed` where that is -1. `suit` and
    `suit_temporarily` are by `need` of the household and `kind` of the home; `promised` holds the
    homes to which an accepted promise binds a household, `by` the month by which it must arrive.
    `left` is the first and last month in which a household goes, where the past has settled it.
    """

    neighbourhood: Neighbourhood
    role: Ints
    own_home: Ints
    own_block: Ints
    wishing: Flags
    undecided: Flags
    may_go: Flags
    first_out: Ints
    by: Ints
    need: Ints
    kind: Ints
    suit: Flags
    suit_temporarily: Flags
    final: Flags
    ready_block: Ints
    ready_fixed: Ints
    promised: dict[int, frozenset[int]]
    left: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def placed(self) -> list[int]:
        """The households whose home at the end is open."""
        return [int(h) for h in np.nonzero(self.role == Role.PLACED)[0]]

    def ready(self, home: int, windows: Windows) -> int:
        """Return the earliest month from which a final home can be lived in."""
        block = int(self.ready_block[home])
        if block < 0:
            return int(self.ready_fixed[home])
        return windows.first[block] + self.neighbourhood.blocks[block].duration

    def leaves(self, household: int, windows: Windows) -> tuple[int, int]:
        """Return the first and the last month in which a household that goes can go."""
        if household in self.left:
            return self.left[household]
        horizon = self.neighbourhood.project.horizon
        named = self.neighbourhood.households[household].leaves
        month = horizon if named is None else min(horizon, max(1, named))
        block = int(self.own_block[household])
        if block < 0:
            return month, month
        return min(month, windows.first[block]), min(month, windows.last[block])


def lay_ground(neighbourhood: Neighbourhood) -> Ground:
    """Return the ground of a neighbourhood that has no errors."""
    return _Surveyor(neighbourhood).survey()


class _Surveyor:
    def __init__(self, neighbourhood: Neighbourhood) -> None:
        self.n = neighbourhood
        self.home_index = {home.id: i for i, home in enumerate(neighbourhood.homes)}
        self.block_index = {block.id: i for i, block in enumerate(neighbourhood.blocks)}
        self.index = {one.id: i for i, one in enumerate(neighbourhood.households)}
        self.accepted: dict[str, list[tuple[PromiseKind, str]]] = {}
        for promise in neighbourhood.promises:
            if promise.status is PromiseStatus.ACCEPTED:
                rows = self.accepted.setdefault(promise.household, [])
                rows.append((promise.kind, promise.value))
        self.wished = {w.household for w in neighbourhood.wishes if w.kind in LOCATION}

    def survey(self) -> Ground:
        n = self.n
        people = n.households
        affected = np.array([n.is_affected(h) for h in people], dtype=np.bool_)
        role = np.array([self._role(h) for h in people], dtype=np.int64)
        wish = [h.wish for h in people]
        elsewhere = np.array([w is ReturnWish.ELSEWHERE for w in wish], dtype=np.bool_)
        promised = np.array([h.id in self.accepted for h in people], dtype=np.bool_)
        need, kind, suit, loose = self._suit()
        final, ready_block, ready_fixed = self._final_homes(role)
        return Ground(
            neighbourhood=n,
            role=role,
            own_home=np.array([self.home_index[h.home] for h in people], dtype=np.int64),
            own_block=np.array([self._own_block(h) for h in people], dtype=np.int64),
            wishing=affected & np.array([w is ReturnWish.RETURN for w in wish], dtype=np.bool_),
            undecided=affected & np.array([w is ReturnWish.UNDECIDED for w in wish], np.bool_),
            may_go=(affected | elsewhere) & ~promised & (role == Role.PLACED),
            first_out=np.where(elsewhere, 1, max(1, n.first_move)).astype(np.int64),
            by=np.array([self._by(h) for h in people], dtype=np.int64),
            need=need,
            kind=kind,
            suit=suit,
            suit_temporarily=loose,
            final=final,
            ready_block=ready_block,
            ready_fixed=ready_fixed,
            promised=self._promised(),
        )

    def _role(self, household: Household) -> Role:
        if household.id in self.accepted:
            return Role.PLACED
        affected = self.n.is_affected(household)
        if household.wish is ReturnWish.ELSEWHERE:
            month = household.leaves
            if affected or (month is not None and month < self.n.project.horizon):
                return Role.GOES
        if affected or household.id in self.wished:
            return Role.PLACED
        return Role.STAYS

    def _own_block(self, household: Household) -> int:
        block = self.n.home_of[household.home].block
        return self.block_index[str(block)] if self.n.is_affected(household) else -1

    def _by(self, household: Household) -> int:
        months = [
            Month.parse(value).since(self.n.project.start)
            for kind, value in self.accepted.get(household.id, ())
            if kind is PromiseKind.BY
        ]
        return min([*months, self.n.project.horizon - 1])

    def _promised(self) -> dict[int, frozenset[int]]:
        result = {}
        for name, promises in self.accepted.items():
            named = [self.home_index[v] for kind, v in promises if kind is PromiseKind.HOME]
            homes = [
                i
                for i, home in ((i, self.n.homes[i]) for i in named or range(len(self.n.homes)))
                if all(
                    (kind is not PromiseKind.HOME or home.id == value)
                    and (kind is not PromiseKind.BLOCK or home.block == value)
                    for kind, value in promises
                )
            ]
            if len(homes) < len(self.n.homes):
                result[self.index[name]] = frozenset(homes)
        return result

    def _final_homes(self, role: Ints) -> tuple[Flags, Ints, Ints]:
        """Return which homes can be final, and the block or month that makes them ready."""
        homes = self.n.homes
        occupant = {h.home: i for i, h in enumerate(self.n.households)}
        final = np.zeros(len(homes), dtype=np.bool_)
        ready_block = np.full(len(homes), -1, dtype=np.int64)
        ready_fixed = np.zeros(len(homes), dtype=np.int64)
        for f, home in enumerate(homes):
            block = None if home.block is None else self.n.block_of[home.block]
            if home.stage is Stage.TEMPORARY:
                continue
            if home.stage is Stage.NEW or (block is not None and block.works.empties):
                if block is None or not block.has_works:
                    continue
                if home.stage is Stage.EXISTING and block.works is Works.REBUILD:
                    continue
                final[f] = True
                ready_block[f] = self.block_index[block.id]
                continue
            i = occupant.get(home.id)
            if i is None:
                final[f] = True
            elif role[i] == Role.GOES:
                final[f] = True
                ready_fixed[f] = max(1, self.n.households[i].leaves or 1)
            elif role[i] == Role.PLACED:
                final[f] = True
        return final, ready_block, ready_fixed

    def _suit(self) -> tuple[Ints, Ints, Flags, Flags]:
        policy = self.n.policy
        need, people = _classes(
            self.n.households,
            lambda h: (
                rooms_needed(h, policy),
                h.rooms_max,
                h.rent_max,
                h.step_free,
                h.accessible,
                h.floor_max,
            ),
        )
        kind, homes = _classes(
            self.n.homes,
            lambda h: (h.rooms, lasting_rent(h), h.floor, h.step_free, h.accessible),
        )
        shape = (len(people), len(homes))
        suit = np.array([[suits(p, h, policy) for h in homes] for p in people], dtype=np.bool_)
        loose = np.array(
            [[suits_temporarily(p, h, policy) for h in homes] for p in people], dtype=np.bool_
        )
        return need, kind, suit.reshape(shape), loose.reshape(shape)


def _classes(
    things: tuple[Thing, ...], key: Callable[[Thing], tuple[object, ...]]
) -> tuple[Ints, list[Thing]]:
    """Return the class of each thing and one example of each class."""
    number: dict[tuple[object, ...], int] = {}
    examples: list[Thing] = []
    result = np.zeros(len(things), dtype=np.int64)
    for i, thing in enumerate(things):
        one = key(thing)
        if one not in number:
            number[one] = len(examples)
            examples.append(thing)
        result[i] = number[one]
    return result, examples
