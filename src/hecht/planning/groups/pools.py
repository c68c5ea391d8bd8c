"""Candidate sets of homes for a group, with one calendar: near each other, ready in one month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hecht.planning.arrays import BLOCK, KIND, NEAR2, TO_PLACE, Arrays, Flags, Ints, X, Y
from hecht.planning.groups.gathering import Nearness, bits, gather
from hecht.planning.groups.options import Options, moves_not
from hecht.planning.state import State

MOST_CENTRES = 300
"""Circles that are looked at, beside the blocks."""

_MONTHS = 1 << 20

_LOOKED_AT = 12

_TAKEN = 20_000
"""Thousandths of a point that a home is thought to cost more when somebody has to make room."""


@dataclass(frozen=True)
class Pool:
    """Homes that are pairwise near. `homes` per mover: those it may have in these months.

    `first` gives each mover a home of its own among them; `worth` estimates the gain.
    """

    homes: tuple[tuple[int, ...], ...]
    first: tuple[int, ...]
    worth: int


def regions(a: Arrays) -> Flags:
    """Return sets of destinations that are pairwise near (R x destinations).

    They are the blocks, and circles of half the distance around some of the homes.
    """
    homes = a.destinations
    blocks = a.homes[homes, BLOCK]
    rows = [blocks == b for b in np.unique(blocks) if b >= 0]
    step = max(1, len(homes) // MOST_CENTRES)
    rows += [_near(a, homes, int(f), part=2) for f in homes[::step]]
    some = np.array(rows, dtype=np.bool_).reshape(len(rows), len(homes))
    return np.unique(some, axis=0)


def reach(a: Arrays, s: State, o: Options, barred: Flags, near: Flags) -> int:
    """Return how many movers at most can have a home in one of `near` in the same months."""
    found: list[tuple[int, Flags]] = []
    for _, allowed in _by_months(a, s, o, _free(a, s, o, barred), everybody=False):
        served = ((allowed.astype(np.int32) @ near.T.astype(np.int32)) > 0).sum(axis=0)
        homes = near.astype(np.int32) @ allowed.any(axis=0).astype(np.int32)
        could = np.minimum(served, homes)
        found += [(int(could[r]), allowed & near[r]) for r in np.argsort(-could)[:_LOOKED_AT]]
    most = 0
    for could, allowed in sorted(found, key=lambda one: -one[0]):
        if could <= most:
            break
        most = max(most, _matched(allowed))
    return most


def _matched(allowed: Flags) -> int:
    """Return how many movers can have a home of their own at once."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    return int((maximum_bipartite_matching(csr_matrix(allowed), perm_type="column") >= 0).sum())


def pools(a: Arrays, s: State, o: Options, barred: Flags, near: Flags, most: int) -> list[Pool]:
    """Return up to `most` sets of homes for the movers, the most promising first.

    `barred` (homes): homes that may not be taken from who has them. `near`: see `regions`.
    Members that stay where they are must be near too.
    """
    if len(o.movers) == 0:
        return []
    found: list[Pool] = []
    free = _free(a, s, o, barred)
    for _, allowed in _by_months(a, s, o, free):
        enough = (near & allowed.any(axis=0)).sum(axis=1) >= len(o.movers)
        for region in near[np.nonzero(enough)[0]]:
            pool = _match(a, s, o, allowed & region[None, :])
            if pool is not None:
                found.append(pool)
        if not found:
            found.extend(_gathered(a, o, allowed))
    distinct: dict[tuple[tuple[int, ...], ...], Pool] = {pool.homes: pool for pool in found}
    return sorted(distinct.values(), key=lambda pool: -pool.worth)[:most]


def _free(a: Arrays, s: State, o: Options, barred: Flags) -> Flags:
    """Return the homes (places of the options) that can be had, and are near who stays."""
    homes = o.homes
    taker = s.taken[homes]
    movable = (taker < 0) | (a.people[np.maximum(taker, 0), KIND] == TO_PLACE)
    good = movable & ~barred[homes]
    for h in o.fixed.tolist():
        good &= _near(a, homes, int(s.home[h])) & (homes != s.home[h])
    return np.asarray(good, dtype=np.bool_)


def _near(a: Arrays, homes: Ints, f: int, part: int = 1) -> Flags:
    """Return which homes are near home f; with `part` 2 within half the distance, by air only."""
    dx, dy = a.homes[homes, X] - a.homes[f, X], a.homes[homes, Y] - a.homes[f, Y]
    near = part * part * (dx * dx + dy * dy) <= a.fixed[NEAR2]
    if part == 1 and a.homes[f, BLOCK] >= 0:
        near |= a.homes[homes, BLOCK] == a.homes[f, BLOCK]
    return np.asarray(near, dtype=np.bool_)


def _by_months(
    a: Arrays, s: State, o: Options, free: Flags, everybody: bool = True
) -> Iterator[tuple[int, Flags]]:
    """Yield each pair of months in which movers have a home, with those homes.

    With `everybody` only the months in which every mover has one.
    """
    good = o.good & free[None, :]
    months = o.table[:, :, 0] * _MONTHS + o.table[:, :, 1]
    own = [set(months[i][good[i]].tolist()) for i in range(len(o.movers))]
    known = set.intersection(*own) if everybody else set.union(*own)
    for h in o.fixed.tolist():
        if not moves_not(a, s, h):
            known &= {int(s.out[h]) * _MONTHS + int(s.arrive[h])}
    for key in sorted(known):
        yield key, good & (months == key)


def _match(a: Arrays, s: State, o: Options, allowed: Flags) -> Pool | None:
    """Return the pool of these homes if every mover can have one of its own."""
    from scipy.optimize import linear_sum_assignment

    columns = np.nonzero(allowed.any(axis=0))[0]
    if len(columns) < len(o.movers) or not allowed.any(axis=1).all():
        return None
    never = 1 << 40
    taken = s.taken[o.homes[columns]]
    strange = (taken >= 0) & ~np.isin(taken, o.movers)
    worth = o.table[:, columns, 2] - _TAKEN * strange[None, :]
    cost = np.where(allowed[:, columns], -worth, never)
    rows, chosen = linear_sum_assignment(cost.astype(np.float64))
    if len(rows) < len(o.movers) or (cost[rows, chosen] == never).any():
        return None
    homes = tuple(
        tuple(o.homes[columns[allowed[i, columns]]].tolist()) for i in range(len(o.movers))
    )
    first = tuple(int(o.homes[columns[c]]) for c in chosen)
    return Pool(homes, first, int(-cost[rows, chosen].sum()))


def _gathered(a: Arrays, o: Options, allowed: Flags) -> list[Pool]:
    """Return a choice of homes found by the exact search, when blocks and circles give none."""
    found = gather([bits(row) for row in allowed], Nearness(a, o.homes))
    if found.places is None:
        return []
    first = tuple(int(o.homes[p]) for p in found.places)
    worth = sum(int(o.table[i, p, 2]) for i, p in enumerate(found.places))
    return [Pool(tuple((f,) for f in first), first, worth)]
