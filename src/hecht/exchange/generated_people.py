"""The people of a made-up neighbourhood: households that can return, their ties and wishes."""

from __future__ import annotations

from random import Random

import numpy as np

from hecht.exchange.generated_layout import Layout
from hecht.neighbourhood import (
    DeclaredBy,
    Group,
    Home,
    Household,
    Month,
    Policy,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    Tie,
    TieKind,
    Wish,
    WishKind,
)
from hecht.neighbourhood.suits import lasting_rent

_VACANT = 0.04
_SIZES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6)
_WISHES = ((ReturnWish.RETURN, 0.84), (ReturnWish.ELSEWHERE, 0.1), (ReturnWish.UNDECIDED, 0.06))
_RENT_LIMITS = (690.0, 740.0, 910.0)
_LIMITED = 0.7
_STAIRS, _CARE = 0.12, 0.08
_WISHING, _GROUPED, _PROMISED = 0.3, 0.05, 0.02
"""Shares of the homes that stand empty and of households, and limits: assumptions, no source."""

_FAR_TIES = 0.12
"""Share of the ties that cross the neighbourhood: family and friends who live further off."""

_NEAREST = 48
"""Among how many neighbours a tie close by is drawn."""

_KINDS_NEAR = (
    (TieKind.NEIGHBOURS, 0.6), (TieKind.FRIENDS, 0.22), (TieKind.FAMILY, 0.08),
    (TieKind.CARE, 0.1),
)  # fmt: skip
_KINDS_FAR = ((TieKind.FAMILY, 0.5), (TieKind.FRIENDS, 0.45), (TieKind.CARE, 0.05))
_WEIGHTS = (1.0, 1.0, 1.0, 2.0)


def move_in(layout: Layout, policy: Policy, rng: Random) -> tuple[Household, ...]:
    """Return households for most existing homes, each suited to its home now and afterwards."""
    households: list[Household] = []
    for home in layout.homes:
        if home.stage is not Stage.EXISTING or rng.random() < _VACANT:
            continue
        later = layout.after.get(home.id, home)
        households.append(_household(len(households) + 1, home, later, policy, rng))
    return tuple(households)


def _household(number: int, home: Home, later: Home, policy: Policy, rng: Random) -> Household:
    rooms = min(home.rooms, later.rooms)
    size = rng.choice([one for one in _SIZES if policy.rooms_norm(one) <= rooms])
    limits = [one for one in _RENT_LIMITS if one >= (lasting_rent(later) or 0.0)]
    kinds, shares = [one for one, _ in _WISHES], [share for _, share in _WISHES]
    stairs_hinder = later.step_free and home.step_free and rng.random() < _STAIRS
    children = rng.randint(0, size - 2) if size > 2 else 0
    return Household(
        id=f"H{number:05d}",
        home=home.id,
        size=size,
        wish=rng.choices(kinds, shares)[0],
        children=children,
        rent_max=rng.choice(limits) if limits and rng.random() < _LIMITED else None,
        step_free=stairs_hinder,
        accessible=stairs_hinder and later.accessible and rng.random() < 0.5,
        floor_max=later.floor if rng.random() < 0.04 else None,
        care=rng.random() < _CARE,
        tenancy_start=Month(2026 - min(55, int(rng.expovariate(0.087))), rng.randint(1, 9)),
    )


def draw_ties(
    layout: Layout, households: tuple[Household, ...], per_home: float, rng: Random
) -> tuple[Tie, ...]:
    """Return `per_home` ties a home: most between those who live close, some across.

    Some households know many others and some few: the propensities are lognormal.
    """
    place = {home.id: (home.x, home.y) for home in layout.homes}
    close = _closest(np.array([place[one.home] for one in households]))
    wanted = round(per_home * sum(home.stage is Stage.EXISTING for home in layout.homes))
    wanted = min(wanted, len(households) * (len(households) - 1) // 4)
    drawn = rng.choices(
        range(len(households)),
        [rng.lognormvariate(0, 0.6) for _ in households],
        k=30 * wanted,
    )
    pairs: dict[tuple[int, int], bool] = {}
    for one in drawn:
        if len(pairs) == wanted:
            break
        far = rng.random() < _FAR_TIES
        other = rng.randrange(len(households)) if far else _neighbour(close[one], rng)
        if one != other:
            pairs.setdefault((min(one, other), max(one, other)), far)
    return tuple(_tie(households, pair, far, rng) for pair, far in pairs.items())


def _neighbour(close: list[int], rng: Random) -> int:
    """Return one of the nearest, the nearer the likelier."""
    return close[min(int(rng.expovariate(4.0 / len(close))), len(close) - 1)]


def _closest(places: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> list[list[int]]:
    """Return for each place the nearest others, nearest first."""
    from scipy.spatial import cKDTree

    count = min(_NEAREST, len(places) - 1)
    distance, found = cKDTree(places).query(places, count + 1)
    # flats above each other lie at one place: the order among equals must not be the tree's
    order = np.lexsort((found, distance), axis=1)
    found = np.take_along_axis(found, order, axis=1)
    return [[i for i in row if i != own][:count] for own, row in enumerate(found.tolist())]


def _tie(households: tuple[Household, ...], pair: tuple[int, int], far: bool, rng: Random) -> Tie:
    kinds = _KINDS_FAR if far else _KINDS_NEAR
    return Tie(
        a=households[pair[0]].id,
        b=households[pair[1]].id,
        weight=rng.choice(_WEIGHTS),
        kind=rng.choices([one for one, _ in kinds], [share for _, share in kinds])[0],
        declared_by=rng.choice((DeclaredBy.BOTH, DeclaredBy.BOTH, DeclaredBy.A, DeclaredBy.B)),
    )


def draw_wishes(
    layout: Layout, households: tuple[Household, ...], ties: tuple[Tie, ...], rng: Random
) -> tuple[Wish, ...]:
    """Return up to three wishes of some of those who must move; half are about the own block."""
    friends: dict[str, list[str]] = {}
    for tie in ties:
        friends.setdefault(tie.a, []).append(tie.b)
        friends.setdefault(tie.b, []).append(tie.a)
    goals = list(layout.after.values())
    wishes = []
    for one in households:
        if one.home not in layout.after or one.wish is ReturnWish.ELSEWHERE:
            continue
        if rng.random() >= _WISHING:
            continue
        for rank in range(1, rng.randint(1, 3) + 1):
            own = layout.after[one.home]
            goal = own if rng.random() < 0.5 else rng.choice(goals)
            wishes.append(_wish(one, rank, goal, friends.get(one.id, []), rng))
    return tuple(wishes)


def _wish(one: Household, rank: int, goal: Home, friends: list[str], rng: Random) -> Wish:
    kind = rng.choice(list(WishKind))
    if kind is WishKind.HOUSEHOLD and friends:
        return Wish(one.id, rank, kind, rng.choice(friends))
    if kind is WishKind.STREET:
        return Wish(one.id, rank, kind, goal.street)
    if kind is WishKind.TYPE:
        return Wish(one.id, rank, kind, goal.type)
    if kind is WishKind.HOME and rank == 1:
        return Wish(one.id, rank, kind, goal.id)
    return Wish(one.id, rank, WishKind.BLOCK, goal.block or "")


def draw_groups(
    households: tuple[Household, ...], ties: tuple[Tie, ...], rng: Random
) -> tuple[Group, ...]:
    """Return groups of two to six households, each tied to the one that asked first."""
    staying = {one.id for one in households if one.wish is not ReturnWish.ELSEWHERE}
    friends: dict[str, list[str]] = {}
    for tie in ties:
        if tie.a in staying and tie.b in staying:
            friends.setdefault(tie.a, []).append(tie.b)
            friends.setdefault(tie.b, []).append(tie.a)
    wanted = round(_GROUPED * len(households))
    asking = rng.sample(sorted(friends), len(friends))
    groups: list[Group] = []
    grouped: set[str] = set()
    for first in asking:
        if len(grouped) >= wanted:
            break
        others = [one for one in friends[first] if one not in grouped]
        if first in grouped or not others:
            continue
        members = (first, *others[: rng.choice((1, 1, 2, 2, 3, 5))])
        groups.append(Group(f"G{len(groups) + 1:04d}", members))
        grouped.update(members)
    return tuple(groups)


def draw_promises(
    layout: Layout, households: tuple[Household, ...], rng: Random
) -> tuple[Promise, ...]:
    """Return promises to some who must move: to return, or to the block they come from."""
    promises = []
    for one in households:
        if one.home not in layout.after or one.wish is not ReturnWish.RETURN:
            continue
        if rng.random() >= _PROMISED:
            continue
        status = rng.choice(list(PromiseStatus))
        if rng.random() < 0.7:
            promises.append(Promise(one.id, PromiseKind.RETURN, status))
        else:
            block = layout.after[one.home].block or ""
            promises.append(Promise(one.id, PromiseKind.BLOCK, status, block))
    return tuple(promises)
