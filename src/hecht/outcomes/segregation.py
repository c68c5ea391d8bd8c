"""Indices of segregation of counts by place and group, as pure functions of an array.

`counts` has a row for each place (a door, a street, a block) and a column for each group; a group
or a place that counts nobody is left out of account. Logarithms are natural. Sources: Reardon &
Firebaugh, Measures of multigroup segregation, Sociological Methodology 32 (2002), for diversity,
H and D (Sakoda 1981); Massey & Denton, The dimensions of residential segregation, Social Forces 67
(1988), for one group's D and isolation. They agree with PySAL's `segregation`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[Any]
"""Households or homes, by place (rows) and group (columns)."""


def _filled(counts: Counts) -> NDArray[np.float64]:
    table: NDArray[np.float64] = np.asarray(counts, dtype=np.float64)
    table = table[table.sum(axis=1) > 0]
    filled: NDArray[np.float64] = table[:, table.sum(axis=0) > 0]
    return filled


def entropy(shares: NDArray[np.float64]) -> float:
    """Return the entropy of shares that add up to 1: 0 when one has all."""
    some = shares[shares > 0]
    return float((some * np.log(1 / some)).sum())


def diversity(counts: Counts) -> float | None:
    """Return how evenly the groups are represented in all places together, from 0 to 1.

    Theil's entropy over its most, the logarithm of the number of groups (columns, those of which
    there is nobody included). None when there is nobody or only one group can be.
    """
    table = np.asarray(counts, dtype=np.float64)
    groups, everybody = table.shape[1], table.sum()
    if everybody == 0 or groups < 2:
        return None
    return entropy(table.sum(axis=0) / everybody) / float(np.log(groups))


def information_theory(counts: Counts) -> float | None:
    """Return H: 0 when every place has the same mix as all together, 1 when none is mixed.

    The mean over places, by size, of how much less diverse a place is than the whole, as a share
    of the diversity of the whole. None when all belong to one group.
    """
    table = _filled(counts)
    if table.shape[1] < 2:
        return None
    everybody, sizes = table.sum(), table.sum(axis=1)
    whole = table.sum(axis=0) / everybody
    shares = table / sizes[:, None]
    # a group that is not in a place adds nothing
    ratio = np.where(shares > 0, shares / whole, 1.0)
    apart = (sizes[:, None] * shares * np.log(ratio)).sum() / (everybody * entropy(whole))
    # rounding may bring it a hair below 0
    return max(0.0, float(apart))


def dissimilarity(counts: Counts) -> float | None:
    """Return D: the share that would have to move for every place to have the same mix.

    Over the share that would have to if no place were mixed; 0 to 1. With two groups it is the
    classical index of dissimilarity. None when all belong to one group.
    """
    table = _filled(counts)
    if table.shape[1] < 2:
        return None
    everybody, sizes = table.sum(), table.sum(axis=1)
    whole = table.sum(axis=0) / everybody
    apart = np.abs(table / sizes[:, None] - whole).sum(axis=1)
    return float((sizes * apart).sum() / (2 * everybody * (whole * (1 - whole)).sum()))


def isolation(counts: Counts) -> float | None:
    """Return the mean share of one's own group in one's place, over everybody (oneself counted).

    The mean of the groups' isolation, each by its size. None when there is nobody.
    """
    table = _filled(counts)
    if table.size == 0:
        return None
    return float((table**2 / table.sum(axis=1)[:, None]).sum() / table.sum())


def group_isolation(counts: Counts, group: int) -> float | None:
    """Return the mean share of a group in the places of its members; None when it has none."""
    table = np.asarray(counts, dtype=np.float64)
    own = table[:, group]
    there = own > 0
    if not there.any():
        return None
    own, sizes = own[there], table.sum(axis=1)[there]
    return float((own / own.sum() * (own / sizes)).sum())


def group_dissimilarity(counts: Counts, group: int) -> float | None:
    """Return D of a group and all others together; None when one of the two has nobody."""
    table = np.asarray(counts, dtype=np.float64)
    own = table[:, group]
    return dissimilarity(np.column_stack([own, table.sum(axis=1) - own]))
