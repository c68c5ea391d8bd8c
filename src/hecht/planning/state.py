"""The state of a search: a calendar, a home for every household, and what follows from them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hecht.planning.arrays import Arrays, Ints
from hecht.planning.compiled import inlined, inner, lean

OBJECTIVE, VIOLATION, SHORTAGE = 0, 1, 2
"""Positions in `totals`: points, by how much rules are broken, and by want of temporary homes."""


class State(NamedTuple):
    """A calendar (`starts`, B), a home per household (`home`, N; -1: leaves) and what follows.

    `out` and `arrive` (N): the months of leaving the old home and arriving in the last one.
    `company` (N): ties that are near at the end. `taken` (M): who ends in a home, -1 if nobody.
    `balance` (sets, H): free temporary homes minus households that need one. `worth` (N) and
    `broken` (N): points and broken rules of each household on its own; `link_worth` and
    `link_near` (rows of `ties`): the points of each link, and whether it ends near. `totals`:
    points, violation. `group_near`: the points each group earns now.
    """

    starts: Ints
    home: Ints
    out: Ints
    arrive: Ints
    company: Ints
    taken: Ints
    balance: Ints
    group_near: Ints
    worth: Ints
    broken: Ints
    link_worth: Ints
    link_near: Ints
    totals: Ints


def empty_state(a: Arrays) -> State:
    """Return a state in which nothing has been decided."""
    people, homes = len(a.people), len(a.homes)
    return State(
        starts=np.zeros(len(a.blocks), dtype=np.int64),
        home=np.full(people, -1, dtype=np.int64),
        out=np.zeros(people, dtype=np.int64),
        arrive=np.zeros(people, dtype=np.int64),
        company=np.zeros(people, dtype=np.int64),
        taken=np.full(homes, -1, dtype=np.int64),
        balance=np.zeros(a.temp_supply.shape, dtype=np.int64),
        group_near=np.zeros(max(1, len(a.group_ptr) - 1), dtype=np.int64),
        worth=np.zeros(people, dtype=np.int64),
        broken=np.zeros(people, dtype=np.int64),
        link_worth=np.zeros(len(a.ties), dtype=np.int64),
        link_near=np.zeros(len(a.ties), dtype=np.int64),
        totals=np.zeros(3, dtype=np.int64),
    )


def copy_state(state: State) -> State:
    """Return a copy that shares nothing with the original."""
    return State(*(part.copy() for part in state))


@inner
def _copy(target: Ints, source: Ints) -> None:
    # a loop compiles far faster than a slice, which brings its error messages along
    for i in range(len(source)):
        target[i] = source[i]


@inlined
def copy_table(target: Ints, source: Ints) -> None:
    """Overwrite one table with another of the same shape."""
    for i in range(source.shape[0]):
        for j in range(source.shape[1]):
            target[i, j] = source[i, j]


@lean
def assign_state(target: State, source: State) -> None:
    """Overwrite one state with another of the same neighbourhood."""
    _copy(target.starts, source.starts)
    _copy(target.home, source.home)
    _copy(target.out, source.out)
    _copy(target.arrive, source.arrive)
    _copy(target.company, source.company)
    _copy(target.taken, source.taken)
    copy_table(target.balance, source.balance)
    _copy(target.group_near, source.group_near)
    _copy(target.worth, source.worth)
    _copy(target.broken, source.broken)
    _copy(target.link_worth, source.link_worth)
    _copy(target.link_near, source.link_near)
    _copy(target.totals, source.totals)
