"""Temporary homes month by month: a way for everybody whenever each month has one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

Spell = tuple[int, int, int]
"""A unit, and the months [from, until) in it."""


def by_month(
    out: Ints, arrive: Ints, begin: Ints, end: Ints, fits: npt.NDArray[np.bool_]
) -> list[list[Spell]] | None:
    """Return for each household the units it waits in, one after the other; None if there is none.

    Household i needs one in months [`out[i]`, `arrive[i]`), unit u is free in [`begin[u]`,
    `end[u]`), and `fits` (households, units) tells which will do. In each stretch of months the
    best assignment is made: most stay where they are, and who must change goes where it can stay
    longest. Everybody is housed if that can be in each month by itself (Hall's theorem), and
    perhaps with more changes than there need be.
    """
    from scipy.optimize import linear_sum_assignment

    found: list[list[Spell]] = [[] for _ in out]
    at = np.full(len(out), -1, dtype=np.int64)
    edges = np.unique(np.concatenate([out, arrive, begin, end]))
    change = 1 + 2 * len(out) * (int(edges[-1]) - int(edges[0])) if len(edges) else 0
    never = change * (len(out) + 2)
    for month, until in pairwise(edges.tolist()):
        who = np.flatnonzero((out <= month) & (month < arrive))
        free = np.flatnonzero((begin <= month) & (month < end))
        if len(free) < len(who):
            return None
        left = np.minimum(arrive[who][:, None], end[free][None, :]) - month
        cost = np.where(at[who][:, None] == free[None, :], 0, change) - left
        cost[~fits[np.ix_(who, free)]] = never
        rows, columns = linear_sum_assignment(cost)
        if (cost[rows, columns] == never).any():
            return None
        for i, u in zip(who[rows].tolist(), free[columns].tolist(), strict=True):
            if at[i] == u:
                found[i][-1] = (u, found[i][-1][1], until)
            else:
                found[i].append((u, month, until))
            at[i] = u
    return found
