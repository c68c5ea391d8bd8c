"""Homes that can be a spare temporary home when works run late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Home, Household, Neighbourhood, Stage
from hecht.neighbourhood.distance import decimetres
from hecht.neighbourhood.suits import rooms_needed, suits_temporarily

Ints = npt.NDArray[np.int64]

SPARE_ID = "spare-{}"


class Units(NamedTuple):
    """Spare temporary homes in arrays of length U.

    home: its place in the neighbourhood. begin, end: the months in which it may be used, by the
    plan. use_from: U + 1, into use_came and use_went: the events with which those whom the plan
    puts in it come and go (-1: from the start, to the end). kind: N, a household's needs;
    allowed: needs by unit. away: households by unit would be large, so home_x, home_y (U) and
    own_x, own_y (N) give the places, in decimetres.
    """

    home: Ints
    begin: Ints
    end: Ints
    use_from: Ints
    use_came: Ints
    use_went: Ints
    kind: Ints
    allowed: npt.NDArray[np.bool_]
    home_x: Ints
    home_y: Ints
    own_x: Ints
    own_y: Ints


NEVER = 1 << 30


def spare_units(
    neighbourhood: Neighbourhood,
    starts: Mapping[str, int],
    uses: Mapping[str, Sequence[tuple[int, int, int]]],
) -> Units:
    """Return the homes that a plan leaves free at times: bought-in and still-standing ones.

    `uses` gives for each home the events with which people come (-1: they live there at the start)
    and go (-1: they stay), and the month in which they are planned to go. A still-standing home
    may be used from when its people have left until the month in which its works are planned; one
    whose people leave when the works start is never free.
    """
    n = neighbourhood
    empties = {block.id for block in n.blocks if block.works.empties}
    rows: list[tuple[int, int, int]] = []
    for u, home in enumerate(n.homes):
        if home.stage is Stage.TEMPORARY:
            until = NEVER if home.available_until is None else home.available_until
            rows.append((u, home.available_from or 0, until))
        elif home.block in empties and home.stage is Stage.EXISTING:
            left = max((go for came, _, go in uses.get(home.id, ()) if came < 0), default=0)
            if left < starts[home.block]:
                rows.append((u, left, starts[home.block]))
    use_from, came, went = [0], [], []
    for u, _, _ in rows:
        for use in uses.get(n.homes[u].id, ()):
            came.append(use[0])
            went.append(use[1])
        use_from.append(len(came))
    homes = [n.homes[u] for u, _, _ in rows]
    kind, allowed = _allowed(n, homes)
    own = [n.home_of[household.home] for household in n.households]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Units(
        home=np.ascontiguousarray(table[:, 0]),
        begin=np.ascontiguousarray(table[:, 1]),
        end=np.ascontiguousarray(table[:, 2]),
        use_from=np.array(use_from, dtype=np.int64),
        use_came=np.array(came, dtype=np.int64),
        use_went=np.array(went, dtype=np.int64),
        kind=kind,
        allowed=allowed,
        home_x=_decimetres(home.x for home in homes),
        home_y=_decimetres(home.y for home in homes),
        own_x=_decimetres(home.x for home in own),
        own_y=_decimetres(home.y for home in own),
    )


def _decimetres(metres: object) -> Ints:
    return np.array([decimetres(m) for m in metres], dtype=np.int64)  # type: ignore[attr-defined]


def _allowed(n: Neighbourhood, homes: Sequence[Home]) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Return each household's kind of needs, and which homes suit each kind for a while."""
    kinds: dict[tuple[object, ...], int] = {}
    kind = np.zeros(len(n.households), dtype=np.int64)
    members: list[Household] = []
    for h, household in enumerate(n.households):
        needs = (
            rooms_needed(household, n.policy), household.accessible, household.step_free,
            household.floor_max,
        )  # fmt: skip
        if needs not in kinds:
            kinds[needs] = len(kinds)
            members.append(household)
        kind[h] = kinds[needs]
    allowed = np.array(
        [[suits_temporarily(member, home, n.policy) for home in homes] for member in members],
        dtype=np.bool_,
    ).reshape(len(members), len(homes))
    return kind, allowed


def with_spare(neighbourhood: Neighbourhood, count: int) -> Neighbourhood:
    """Return the neighbourhood with so many spare temporary homes that suit everybody.

    They stand in the middle of the homes that are emptied, from the first month to the last.
    """
    if count == 0:
        return neighbourhood
    n = neighbourhood
    old = [n.home_of[h.home] for h in n.households if n.is_affected(h)] or list(n.homes)
    rooms = max([rooms_needed(h, n.policy) for h in n.households], default=1)
    x, y = (round(sum(values) / len(old), 1) for values in
            ([home.x for home in old], [home.y for home in old]))  # fmt: skip
    known = set(n.home_of)
    added: list[Home] = []
    number = 0
    while len(added) < count:
        number += 1
        name = SPARE_ID.format(number)
        if name not in known:
            added.append(Home(name, Stage.TEMPORARY, x, y, rooms, lift=True, accessible=True))
    return replace(n, homes=(*n.homes, *added))
