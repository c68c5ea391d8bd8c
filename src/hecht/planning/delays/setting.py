"""What the figures of a future need to know of a neighbourhood, packed for compiled code."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Neighbourhood, Stage, Works
from hecht.neighbourhood.distance import decimetres, near
from hecht.neighbourhood.suits import lasting_rent
from hecht.planning.delays.network import Network

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


class Setting(NamedTuple):
    """What the figures need to know of a neighbourhood; U homes, N households, T ties, B blocks.

    home_x, home_y: decimetres; home_block: place of the block, -1: none; near2: squared
    decimetres. ready: -1 at once, -2 never, else the block (with works) that must be finished.
    emptied: the block whose works empty an old home, -1: none. rent, rent_after: euros, -1: not
    known. temporary: bought in. lease: the month in which it is given back, 1 << 30: never.
    own: N, the home at the start. ends_inside: N. tie_*: of the ties that were near at the start
    and can come apart. group_*: pairs of each group; group_near: all end near each other.
    """

    home_x: Ints
    home_y: Ints
    home_block: Ints
    near2: int
    ready: Ints
    emptied: Ints
    rent: Reals
    rent_after: Reals
    temporary: npt.NDArray[np.bool_]
    lease: Ints
    own: Ints
    tie_a: Ints
    tie_b: Ints
    tie_weight: Reals
    tie_apart: Ints
    tie_same: Ints
    group_from: Ints
    group_member: Ints
    group_near: npt.NDArray[np.bool_]
    latest: Ints
    unit_home: Ints
    temporary_max: int


def setting(network: Network) -> Setting:
    """Pack what the figures need."""
    n, policy = network.neighbourhood, network.neighbourhood.policy
    place = {name: b for b, name in enumerate(network.blocks)}
    order = {block.id: b for b, block in enumerate(n.blocks)}
    index = {household.id: h for h, household in enumerate(n.households)}
    at = {home.id: u for u, home in enumerate(n.homes)}
    moving = np.diff(network.events.move_from) > 0
    ties = []
    for tie in n.ties:
        a, b = index[tie.a], index[tie.b]
        if not near(n.home_of[n.households[a].home], n.home_of[n.households[b].home], policy):
            continue
        if moving[a] or moving[b]:
            weight = n.tie_weight(tie)
            milli = round(weight * 1000)
            ties.append(
                (
                    a, b, weight, round(policy.points_separation_month * 1000) * milli // 1000,
                    round(policy.points_same_month * 1000) * milli // 1000,
                )
            )  # fmt: skip
    members, group_from = [], [0]
    for group in n.groups:
        members += [index[household] for household in group.households]
        group_from.append(len(members))
    return Setting(
        home_x=_ints(decimetres(home.x) for home in n.homes),
        home_y=_ints(decimetres(home.y) for home in n.homes),
        home_block=_ints(-1 if h.block is None else order[h.block] for h in n.homes),
        near2=decimetres(policy.near_m) ** 2,
        ready=_ints(_ready(n, u, place) for u in range(len(n.homes))),
        emptied=_ints(_emptied(n, u, place) for u in range(len(n.homes))),
        rent=_reals(-1.0 if home.rent is None else home.rent for home in n.homes),
        rent_after=_reals(
            -1.0 if (rent := lasting_rent(home)) is None else rent for home in n.homes
        ),
        temporary=np.array([home.stage is Stage.TEMPORARY for home in n.homes], dtype=np.bool_),
        lease=_ints(
            home.available_until
            if home.stage is Stage.TEMPORARY and home.available_until is not None
            else 1 << 30
            for home in n.homes
        ),
        own=_ints(at[household.home] for household in n.households),
        tie_a=_ints(tie[0] for tie in ties),
        tie_b=_ints(tie[1] for tie in ties),
        tie_weight=_reals(tie[2] for tie in ties),
        tie_apart=_ints(tie[3] for tie in ties),
        tie_same=_ints(tie[4] for tie in ties),
        group_from=_ints(group_from),
        group_member=_ints(members),
        group_near=np.array([_together(network, g.households) for g in n.groups], dtype=np.bool_),
        latest=_ints(
            1 << 30 if n.block_of[name].latest is None else n.block_of[name].latest
            for name in network.blocks
        ),
        unit_home=network.units.home,
        temporary_max=policy.temporary_months_max,
    )


def _ints(values: object) -> Ints:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]


def _reals(values: object) -> Reals:
    return np.array(list(values), dtype=np.float64)  # type: ignore[call-overload]


def _ready(n: Neighbourhood, u: int, place: dict[str, int]) -> int:
    home = n.homes[u]
    if home.stage is Stage.TEMPORARY:
        return -2
    if home.block is None:
        return -1
    works = n.block_of[home.block].works
    if home.stage is Stage.EXISTING and works is Works.REBUILD:
        return -2
    if home.stage is Stage.EXISTING and not works.empties:
        return -1
    return place[home.block]


def _emptied(n: Neighbourhood, u: int, place: dict[str, int]) -> int:
    home = n.homes[u]
    if home.stage is not Stage.EXISTING or home.block is None:
        return -1
    return place[home.block] if n.block_of[home.block].works.empties else -1


def _together(network: Network, households: tuple[str, ...]) -> bool:
    n, horizon = network.neighbourhood, network.course.horizon
    last = {stays[-1].household: stays[-1] for stays in network.course.itineraries().values()}
    ends = [last[household] for household in households]
    if any(stay.end < horizon or stay.kind.value == "temporary" for stay in ends):
        return False
    homes = [n.home_of[stay.home] for stay in ends]
    return all(near(a, b, n.policy) for a, b in combinations(homes, 2))
