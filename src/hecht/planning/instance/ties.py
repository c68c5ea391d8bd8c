"""The table of ties, what each pair is worth to the score, and the groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Neighbourhood, Tie, WishKind
from hecht.neighbourhood.distance import decimetres
from hecht.planning.arrays import BLOCK, Ints, X, Y
from hecht.planning.instance.points import thousandths
from hecht.planning.instance.positions import Positions, joined, starts

Link = list[int]
"""Points for near, close, per month apart and for the same month; near at the start; a real tie."""


@dataclass(frozen=True)
class TieTables:
    """`ties`, `group_ptr` and `group_member` of the arrays, and columns of the table of people.

    `tie_ptr` (N + 1): where the links of each household begin. `had_near` (N): whether it had a
    tie near at the start. `group` (N): its group, -1 for none.
    """

    ties: Ints
    tie_ptr: Ints
    had_near: list[bool]
    group: Ints
    group_ptr: Ints
    group_member: Ints


def tie_tables(neighbourhood: Neighbourhood, at: Positions, homes: Ints) -> TieTables:
    """Return the tables of ties and groups; `homes` as in the arrays."""
    rows: list[list[tuple[int, Link]]] = [[] for _ in neighbourhood.households]
    for (i, j), link in sorted(_links(neighbourhood, at, homes).items()):
        rows[i].append((j, link))
        rows[j].append((i, link))
    ends = [(i, j) for i, row in enumerate(rows) for j, _ in row]
    number = {pair: k for k, pair in enumerate(ends)}
    flat = [
        [j, *link, number[j, i]]
        for (i, j), link in zip(ends, (link for row in rows for _, link in row), strict=True)
    ]
    members = [[at.household[name] for name in one.households] for one in neighbourhood.groups]
    group = np.full(len(rows), -1, dtype=np.int64)
    for number_of, each in enumerate(members):
        group[each] = number_of
    group_ptr, group_member = joined(members)
    return TieTables(
        ties=np.array(flat, dtype=np.int64).reshape(-1, 8),
        tie_ptr=starts(rows),
        had_near=[any(link[4] and link[5] for _, link in row) for row in rows],
        group=group,
        group_ptr=group_ptr,
        group_member=group_member,
    )


def _links(n: Neighbourhood, at: Positions, homes: Ints) -> dict[tuple[int, int], Link]:
    """Return what each pair of households that has a tie or a wish is worth."""
    links: dict[tuple[int, int], Link] = {}
    reach = decimetres(n.policy.near_m)
    for tie in n.ties:
        i, j = at.household[tie.a], at.household[tie.b]
        one, other = (homes[at.home[n.households[end].home]] for end in (i, j))
        links[min(i, j), max(i, j)] = _worth(n, tie, _near(one, other, reach))
    for wish in n.wishes:
        if wish.kind is WishKind.HOUSEHOLD:
            i, j = at.household[wish.household], at.household[wish.value]
            link = links.setdefault((min(i, j), max(i, j)), [0, 0, 0, 0, 0, 0])
            link[0] += thousandths(n.policy.points_wish) >> (wish.rank - 1)
    return links


def _worth(n: Neighbourhood, tie: Tie, near: bool) -> Link:
    p, weight = n.policy, thousandths(n.tie_weight(tie))
    return [
        thousandths(p.points_tie_near) * weight // 1000,
        thousandths(p.points_tie_closeness) * weight // 1000,
        thousandths(p.points_separation_month) * weight // 1000 if near else 0,
        thousandths(p.points_same_month) * weight // 1000 if near else 0,
        int(near),
        1,
    ]


def _near(a: Ints, b: Ints, reach: int) -> bool:
    """Return whether two homes (rows of the table) are near: in one block or within reach."""
    if a[BLOCK] >= 0 and a[BLOCK] == b[BLOCK]:
        return True
    dx, dy = int(a[X] - b[X]), int(a[Y] - b[Y])
    return dx * dx + dy * dy <= reach * reach
