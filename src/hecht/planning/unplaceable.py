"""How many households cannot return in any plan: there are not enough homes that suit."""

from __future__ import annotations

import numpy as np

from hecht.neighbourhood import Neighbourhood, ReturnWish
from hecht.planning.arrays import (
    CHOICE_FROM,
    CHOICE_UNTIL,
    EXPLICIT,
    HOME_CLASS,
    NEED_CLASS,
    OWN_BLOCK,
    Arrays,
)


def unplaceable(a: Arrays, neighbourhood: Neighbourhood) -> int:
    """Return how many households that wish to return cannot get a suitable home in any plan.

    A maximum flow from households over classes of needs and of homes to homes; calendars and
    temporary homes are left out, so it is a lower bound on the households that must leave.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_flow

    wishing = [
        int(i)
        for i in a.active
        if neighbourhood.households[i].wish is ReturnWish.RETURN and a.people[i, OWN_BLOCK] >= 0
    ]
    if not wishing:
        return 0
    needs, classes = a.suit.shape
    base = 2 + len(wishing)
    class_node = base + needs
    home_node = class_node + classes
    edges: dict[tuple[int, int], int] = {}
    for k, i in enumerate(wishing):
        edges[0, 2 + k] = 1
        if a.people[i, EXPLICIT]:
            for f in a.choices[a.people[i, CHOICE_FROM] : a.people[i, CHOICE_UNTIL]]:
                edges[2 + k, home_node + int(f)] = 1
        else:
            edges[2 + k, base + int(a.people[i, NEED_CLASS])] = 1
    for row, column in zip(*np.nonzero(a.suit), strict=True):
        edges[base + int(row), class_node + int(column)] = len(wishing)
    for f in a.destinations:
        edges[class_node + int(a.homes[f, HOME_CLASS]), home_node + int(f)] = 1
        edges[home_node + int(f), 1] = 1
    size = home_node + len(a.homes)
    rows, columns = zip(*edges, strict=True)
    graph = csr_matrix((np.array(list(edges.values()), np.int32), (rows, columns)), (size, size))
    return len(wishing) - int(maximum_flow(graph, 0, 1).flow_value)
