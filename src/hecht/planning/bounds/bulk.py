"""Bounds for neighbourhoods too large for cells: households and homes counted by kind."""

from __future__ import annotations

import numpy as np

from hecht.neighbourhood import ReturnWish
from hecht.planning.bounds.ground import LOCATION, Ground, Role
from hecht.planning.bounds.links import Links, links_of
from hecht.planning.bounds.temporary_cost import TemporaryCost
from hecht.planning.bounds.tie_problem import near_at_start
from hecht.planning.bounds.windows import Windows


def most_returns_by_kind(ground: Ground) -> int:
    """Return how many affected households that wished to return can at most end inside.

    A maximum flow from kinds of needs to kinds of homes; months and promises are left out.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_flow

    needs, kinds = ground.suit.shape
    asking = np.bincount(ground.need[ground.wishing], minlength=needs)
    homes = np.bincount(ground.kind[ground.final], minlength=kinds)
    edges: dict[tuple[int, int], int] = {}
    for i in np.nonzero(asking)[0].tolist():
        edges[0, 2 + i] = int(asking[i])
        for k in np.nonzero(ground.suit[i] & (homes > 0))[0].tolist():
            edges[2 + i, 2 + needs + k] = int(asking[i])
    for k in np.nonzero(homes)[0].tolist():
        edges[2 + needs + k, 1] = int(homes[k])
    if not edges:
        return 0
    rows, columns = zip(*edges, strict=True)
    size = 2 + needs + kinds
    graph = csr_matrix((np.array(list(edges.values()), np.int32), (rows, columns)), (size, size))
    return int(maximum_flow(graph, 0, 1).flow_value)


def affected_moves(ground: Ground) -> int:
    """Return the moves that every plan has: one for each household that is affected or goes."""
    return int(((ground.own_block >= 0) | (ground.role == Role.GOES)).sum())


def most_ties(ground: Ground) -> int:
    """Return the ties near at the start of which neither household goes."""
    index = {one.id: i for i, one in enumerate(ground.neighbourhood.households)}
    count = 0
    for tie in ground.neighbourhood.ties:
        i, j = index[tie.a], index[tie.b]
        goes = Role.GOES in (ground.role[i], ground.role[j])
        count += not goes and near_at_start(ground, i, j)
    return count


def best_score(ground: Ground, windows: Windows) -> int:
    """Return a score that no plan exceeds: every part at its best, whatever it costs the others."""
    n, policy = ground.neighbourhood, ground.neighbourhood.policy
    cost = TemporaryCost(ground, windows)
    straight = np.zeros(1, dtype=np.int64)
    wish = round(policy.points_wish * 1000)
    dearest: dict[str, int] = {}
    for one in n.wishes:
        if one.kind in LOCATION:
            dearest[one.household] = max(dearest.get(one.household, 0), wish >> (one.rank - 1))
    inside = {
        ReturnWish.RETURN: round(policy.points_return * 1000),
        ReturnWish.UNDECIDED: round(policy.points_undecided * 1000),
        ReturnWish.ELSEWHERE: 0,
    }
    total = cost.rounding + _links(links_of(ground), windows)
    for h, household in enumerate(n.households):
        if ground.role[h] != Role.GOES:
            total += inside[household.wish] + dearest.get(household.id, 0)
        if ground.role[h] == Role.PLACED:
            total += max(0, int(cost.points(h, straight)[0]))
    total += round(policy.points_group * 1000) * len(n.groups)
    return total - round(policy.points_duration_month * 1000) * windows.duration


def _links(links: Links, windows: Windows) -> int:
    ground, total = links.ground, 0
    horizon = ground.neighbourhood.project.horizon
    for link in links.all:
        going = [h for h in (link.one, link.other) if ground.role[h] == Role.GOES]
        if going:
            until = min(ground.leaves(h, windows)[1] for h in going)
            total -= link.apart * (horizon - until)
        else:
            total += link.near + link.close + link.same
    return total
