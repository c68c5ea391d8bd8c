"""Homes that are left for certain: who lives there was promised another one."""

from __future__ import annotations

from collections.abc import Sequence

from hecht.neighbourhood import Neighbourhood, ReturnWish
from hecht.neighbourhood.suits import suits
from hecht.planning.instance.past_columns import PastColumns
from hecht.planning.instance.positions import Positions
from hecht.planning.instance.promises import Promises
from hecht.planning.past import Past

Ready = tuple[int, int]
"""The block whose finish makes a home ready, and the month from which it is free; -1 for none."""


def given_up(
    neighbourhood: Neighbourhood,
    at: Positions,
    past: Past | None,
    promises: Promises,
    since: PastColumns,
    ready: Sequence[Ready],
) -> dict[int, Ready]:
    """Return by position when homes are left that stay as they are; `ready` (M) of all others.

    Left out are those of which the month is not known for certain, or not by the finish of one
    block alone.
    """
    n = neighbourhood
    gone = past.gone if past is not None else {}
    found: dict[int, Ready] = {}
    for h, one in enumerate(n.households):
        inside = one.wish is not ReturnWish.ELSEWHERE and one.id not in gone
        if not inside or n.is_affected(one) or not promises.place(one):
            continue
        own = at.home[one.home]
        if promises.meets(one, n.homes[own]):
            continue
        if past is not None and one.id in past.settled:
            found[own] = -1, since.done[h]
            continue
        goals = {
            when
            for home, when in zip(n.homes, ready, strict=True)
            if when != (-1, -1) and promises.meets(one, home) and suits(one, home, n.policy)
        }
        if len(goals) == 1:
            block, month = goals.pop()
            if block < 0:
                found[own] = -1, max(month, since.from_out[h])
            elif since.from_out[h] <= _soonest(n, past, block) or past is None:
                found[own] = block, -1
    return found


def _soonest(n: Neighbourhood, past: Past | None, block: int) -> int:
    """Return the month before which the works on a block cannot be done."""
    works = n.blocks[block]
    if past is None:
        return works.duration
    return past.starts.get(works.id, past.date) + works.duration
