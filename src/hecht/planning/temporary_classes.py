"""Which temporary homes would do for which households, by class, and how many there are each month.

Households with the same set of acceptable temporary homes form a class. By Hall's theorem all of
them can be housed in a month if, for every union of such sets, no more households need a home
from that union than there are homes in it; the unions are kept up to a number, which makes the
count a necessary and in practice a sufficient test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Home, Household, Neighbourhood, Policy, Stage
from hecht.neighbourhood.suits import rooms_needed

_MOST_SETS = 24


@dataclass(frozen=True)
class TemporaryClasses:
    """Sets of temporary homes that are counted together.

    `of_household` (N): the class of a household (0 where it never needs one). `own_set`
    (classes): the set of exactly those homes that would do for the class. `below` (classes,
    sets): whether all homes of the class lie in the set. `member` (M, sets): whether a home lies
    in it. `supply` (sets, H): homes in the set that are free whatever is decided: bought-in
    temporary homes in their window, and kept homes that stand empty.
    """

    of_household: npt.NDArray[np.int64]
    own_set: npt.NDArray[np.int64]
    below: npt.NDArray[np.bool_]
    member: npt.NDArray[np.bool_]
    supply: npt.NDArray[np.int64]


def window(home: Home, horizon: int) -> tuple[int, int]:
    """Return the months [from, until) in which a bought-in temporary home is there."""
    start = home.available_from or 0
    end = horizon if home.available_until is None else min(home.available_until, horizon)
    return max(0, start), max(0, end)


def temporary_classes(
    neighbourhood: Neighbourhood,
    kind: Sequence[int],
    ready: Sequence[tuple[int, int]],
    suits: Callable[[Household, Home, Policy], bool],
) -> TemporaryClasses:
    """Return the classes; `kind` (N) and `ready` (M) as in the instance's arrays."""
    homes, policy = neighbourhood.homes, neighbourhood.policy
    possible = [home.stage is not Stage.NEW for home in homes]
    keys: dict[tuple[object, ...], int] = {}
    accepted: list[frozenset[int]] = []
    of_household = np.zeros(len(neighbourhood.households), dtype=np.int64)
    for i, h in enumerate(neighbourhood.households):
        if kind[i] != 2:
            continue
        key = (rooms_needed(h, policy), h.step_free, h.accessible, h.floor_max)
        if key not in keys:
            keys[key] = len(accepted)
            fits = (u for u, home in enumerate(homes) if possible[u] and suits(h, home, policy))
            accepted.append(frozenset(fits))
        of_household[i] = keys[key]
    if not accepted:
        accepted.append(frozenset(u for u in range(len(homes)) if possible[u]))
    sets = _unions(accepted)
    below = np.array([[one <= whole for whole in sets] for one in accepted], dtype=np.bool_)
    member = np.zeros((len(homes), len(sets)), dtype=np.bool_)
    for number, whole in enumerate(sets):
        member[list(whole), number] = True
    supply = _supply(neighbourhood, ready, member)
    own_set = np.array([sets.index(one) for one in accepted], dtype=np.int64)
    return TemporaryClasses(of_household, own_set, below, member, supply)


def _unions(accepted: list[frozenset[int]]) -> list[frozenset[int]]:
    """Return the distinct sets and their unions, the smallest unions first."""
    sets = list(dict.fromkeys(accepted))
    frontier = list(sets)
    while frontier and len(sets) < _MOST_SETS:
        fresh: list[frozenset[int]] = []
        for one in frontier:
            for other in sets:
                union = one | other
                if union not in sets and union not in fresh:
                    fresh.append(union)
        fresh.sort(key=lambda s: (len(s), sorted(s)))
        sets.extend(fresh[: _MOST_SETS - len(sets)])
        frontier = fresh
    return sets


def _supply(
    neighbourhood: Neighbourhood,
    ready: Sequence[tuple[int, int]],
    member: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int64]:
    horizon = neighbourhood.project.horizon
    supply = np.zeros((member.shape[1], horizon), dtype=np.int64)
    for u, home in enumerate(neighbourhood.homes):
        if home.stage is Stage.TEMPORARY:
            start, end = window(home, horizon)
        elif ready[u][1] >= 0:
            start, end = ready[u][1], horizon
        else:
            continue
        supply[member[u], start:end] += 1
    return supply
