"""A neighbourhood with more temporary homes than it has: what would they do?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hecht.neighbourhood import Home, Neighbourhood, Stage
from hecht.neighbourhood.suits import rooms_needed


def with_extra_homes(
    n: Neighbourhood,
    count: int,
    *,
    amid: Sequence[Home] = (),
    rooms: int | None = None,
    accessible: bool = True,
    since: int | None = None,
) -> Neighbourhood:
    """Return the neighbourhood with `count` temporary homes more, of names that are new.

    They stand amid the homes of `amid` (none: all homes), and are there from month `since` on.
    Without `rooms` they are big enough for anybody.
    """
    around = amid or n.homes
    x = sum(home.x for home in around) / len(around)
    y = sum(home.y for home in around) / len(around)
    if rooms is None:
        rooms = max((rooms_needed(h, n.policy) for h in n.households), default=1)
    taken = {home.id for home in n.homes}
    names = (name for name in (f"extra-{k}" for k in range(10**6)) if name not in taken)
    extra = tuple(
        Home(next(names), Stage.TEMPORARY, x, y, rooms, accessible=accessible, available_from=since)
        for _ in range(count)
    )
    return replace(n, homes=n.homes + extra)
