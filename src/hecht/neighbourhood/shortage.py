"""Whether there are homes for all who wish to return: the marriage condition, and where it fails.

Each affected household that wishes to return needs a permanent home of its own that suits it
(rule 3). By Hall's theorem all can have one unless some of them have fewer homes among them than
they are. That is found by a maximum flow between kinds of households and kinds of homes, and its
minimum cut names the households and homes. Time is left out, so what is reported here holds for
every calendar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hecht.neighbourhood.home import Home, Stage
from hecht.neighbourhood.household import Household, ReturnWish
from hecht.neighbourhood.look import Look, some
from hecht.neighbourhood.policy import Policy
from hecht.neighbourhood.problem import Problem
from hecht.neighbourhood.suits import lasting_rent, rooms_needed

_ENDLESS = np.inf


def shortages(look: Look) -> Iterator[Problem]:
    """Tell which households that wish to return have too few homes among them."""
    if not look.whole("project", "policy", "blocks", "homes", "households"):
        return
    returners = [one for one in look.affected if one.wish is ReturnWish.RETURN]
    homes = look.open_homes()
    for households, candidates in short_groups(returners, homes, look.neighbourhood.policy):
        yield _shortage(look, households, candidates)


def short_groups(
    households: Sequence[Household], homes: Sequence[Home], policy: Policy
) -> list[tuple[list[Household], list[Home]]]:
    """Return groups of households with, for each, the homes that suit them: fewer than they are.

    Empty when all households can have a home of their own. Groups share no household and no home.
    """
    kinds, counts_h, of_household = _kinds(_needs(households, policy))
    rents = np.unique(kinds[:, 2])
    types, counts_o, of_home = _kinds(_offers(homes, rents))
    match = _suit(kinds, types)
    reach_h, reach_o = _cut(match, counts_h, counts_o)
    groups = []
    for mine, theirs in _components(match, reach_h, reach_o):
        people = [one for one, kind in zip(households, of_household, strict=True) if kind in mine]
        places = [home for home, kind in zip(homes, of_home, strict=True) if kind in theirs]
        if len(people) > len(places):
            groups.append((people, places))
    return groups


def _needs(households: Sequence[Household], policy: Policy) -> NDArray[np.float64]:
    """Return a row a household: rooms least, rooms most, rent most, no stairs, adapted, floor."""
    rows = [
        (
            rooms_needed(one, policy),
            _ENDLESS if one.rooms_max is None else one.rooms_max,
            _ENDLESS if one.rent_max is None else one.rent_max,
            one.step_free,
            one.accessible,
            _ENDLESS if one.floor_max is None else one.floor_max,
        )
        for one in households
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 6)


def _offers(homes: Sequence[Home], limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a row a home: rooms, rent rounded up to the next limit, no stairs, adapted, floor.

    Between two rent limits that households have, it does not matter how high a rent is.
    """
    rents = np.array([-_ENDLESS if (r := lasting_rent(h)) is None else r for h in homes])
    steps = np.append(limits[np.isfinite(limits)], _ENDLESS)
    rounded = steps[np.searchsorted(steps, rents)] if len(homes) else rents
    rows = [
        (home.rooms, rent, home.step_free, home.accessible, home.floor)
        for home, rent in zip(homes, np.where(np.isneginf(rents), rents, rounded), strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 5)


def _kinds(
    rows: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the different rows, how often each occurs, and which one each row is."""
    if not len(rows):
        return rows, np.zeros(0, np.int64), np.zeros(0, np.int64)
    kinds, index, counts = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    return kinds, counts.astype(np.int64), index.reshape(-1).astype(np.int64)


def _suit(needs: NDArray[np.float64], offers: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which kinds of homes suit which kinds of households: `suits`, for many at once."""
    n, o = needs[:, None, :], offers[None, :, :]
    rooms = (o[..., 0] >= n[..., 0]) & (o[..., 0] <= n[..., 1])
    rent = o[..., 1] <= n[..., 2]
    access = (o[..., 2] >= n[..., 3]) & (o[..., 3] >= n[..., 4]) & (o[..., 4] <= n[..., 5])
    return np.asarray(rooms & rent & access, dtype=np.bool_)


def _cut(
    match: NDArray[np.bool_], supply: NDArray[np.int64], demand: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the kinds of households and of homes on the source side of a minimum cut.

    The flow goes from a source through kinds of households to kinds of homes to a sink.
    """
    rows, columns = match.shape
    if supply.sum() == 0 or demand.sum() == 0:
        return supply > 0, np.zeros(columns, dtype=np.bool_)
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    source, sink = rows + columns, rows + columns + 1
    one, other = np.nonzero(match)
    start = np.concatenate([np.full(rows, source), one, rows + np.arange(columns)])
    end = np.concatenate([np.arange(rows), rows + other, np.full(columns, sink)])
    room = np.concatenate([supply, np.full(len(one), supply.sum()), demand]).astype(np.int32)
    size = rows + columns + 2
    capacity = csr_matrix((room, (start, end)), shape=(size, size))
    result = maximum_flow(capacity, source, sink)
    residual = (capacity - result.flow).tocsr()
    residual.eliminate_zeros()
    if result.flow_value == supply.sum():
        return np.zeros(rows, dtype=np.bool_), np.zeros(columns, dtype=np.bool_)
    reached = np.zeros(size, dtype=np.bool_)
    reached[breadth_first_order(residual, source, return_predecessors=False)] = True
    return reached[:rows], reached[rows : rows + columns]


def _components(
    match: NDArray[np.bool_], households: NDArray[np.bool_], homes: NDArray[np.bool_]
) -> list[tuple[set[int], set[int]]]:
    """Split the households and homes of a cut into parts that share no home."""
    left, right = np.nonzero(households)[0], np.nonzero(homes)[0]
    if not len(left):
        return []
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    one, other = np.nonzero(match[np.ix_(left, right)])
    size = len(left) + len(right)
    links = csr_matrix((np.ones(len(one), np.int8), (one, len(left) + other)), shape=(size, size))
    count, part = connected_components(links, directed=False)
    parts: list[tuple[set[int], set[int]]] = [(set(), set()) for _ in range(count)]
    for kind, number in zip(left, part[: len(left)], strict=True):
        parts[number][0].add(int(kind))
    for kind, number in zip(right, part[len(left) :], strict=True):
        parts[number][1].add(int(kind))
    return parts


def _shortage(look: Look, households: list[Household], homes: list[Home]) -> Problem:
    names = [one.id for one in households]
    positions = {one.id: i for i, one in reversed(list(enumerate(look.neighbourhood.households)))}
    several, there = len(households), len(homes)
    return Problem(
        "households",
        "too-few-homes",
        f"{several} household{'' if several == 1 else 's'} that wish{'es' if several == 1 else ''} "
        f"to return need{'s' if several == 1 else ''} {describe_needs(households, look)}; "
        f"{'no such home' if there == 0 else f'{there} such home' + 's' * (there > 1)} "
        f"can be theirs ({some(names)})",
        "build or keep more such homes, or look again at the needs and rent limits of these "
        "households",
        key=names[0],
        column="",
        value="",
        position=positions[names[0]],
        severity="shortage",
    )


def describe_needs(households: Sequence[Household], look: Look) -> str:
    """Return what these households need, as one phrase; "some" where not all need it."""
    policy = look.neighbourhood.policy
    rooms = [rooms_needed(one, policy) for one in households]
    parts = [f"at least {_span(rooms)} rooms"]
    most = [one.rooms_max for one in households if one.rooms_max is not None]
    if most:
        parts.append(_part(most, households, f"at most {_span(most)} rooms"))
    rent = [one.rent_max for one in households if one.rent_max is not None]
    if rent:
        parts.append(_part(rent, households, f"a rent of at most {_span(rent)} euro"))
    ground = [one for one in households if one.floor_max is not None and one.floor_max <= 0]
    if ground:
        parts.append(_part(ground, households, "on the ground floor"))
    higher = [
        one.floor_max for one in households if one.floor_max is not None and one.floor_max > 0
    ]
    if higher:
        parts.append(_part(higher, households, f"no higher than floor {_span(higher)}"))
    adapted = [one for one in households if one.accessible]
    if adapted:
        parts.append(_part(adapted, households, "adapted"))
    level = [one for one in households if one.step_free and not one.accessible]
    if level:
        parts.append(_part(level, households, "without stairs to the front door"))
    return ", ".join(parts)


def _span(numbers: Sequence[float]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low:.10g}" if low == high else f"{low:.10g} to {high:.10g}"


def _part(those: Sequence[Any], all_of_them: Sequence[Any], words: str) -> str:
    return words if len(those) == len(all_of_them) else f"{words} ({len(those)} of them)"


def unknown_rents(look: Look) -> Iterator[Problem]:
    """Rents that are not known while households have a limit (C6), which then excludes nothing."""
    if not look.whole("homes", "households", "blocks"):
        return
    limited = sum(one.rent_max is not None for one in look.affected)
    lasting = [home for home in look.homes.values() if look.lasts(home)]
    unknown: dict[Stage, list[str]] = defaultdict(list)
    for home in lasting:
        if lasting_rent(home) is None:
            unknown[home.stage].append(home.id)
    missing = sum(len(names) for names in unknown.values())
    if limited and missing:
        first = next(iter(unknown.values()))[0]
        yield Problem(
            "homes",
            "rent-unknown",
            f"{missing} of {len(lasting)} permanent homes have no rent, while {limited} "
            f"household{'s' if limited > 1 else ''} that must move ha{'ve' if limited > 1 else 's'}"
            " a rent limit; these homes are taken to be affordable to all "
            f"({some(name for names in unknown.values() for name in names)})",
            "fill in their rents",
            key=first,
            column="rent",
            position=next(i for i, h in enumerate(look.neighbourhood.homes) if h.id == first),
            severity="remark",
        )


CHECKS = (shortages, unknown_rents)
