"""Whether there can be a roof for everybody in every month of a calendar, whoever gets which home.

In any month, those whose homes have been emptied by then live in homes that are finished, in kept
homes that are free, or in temporary homes. A calendar in which they are more than those places is
no use to anyone: the relocation problem of Kaplan (1986), with all homes alike, so that what it
refuses no plan can do.
"""

from __future__ import annotations

import numpy as np

from hecht.neighbourhood import Neighbourhood, ReturnWish
from hecht.planning.arrays import (
    DATE,
    HORIZON,
    KIND,
    LEAVES,
    LEAVES_BY_CHOICE,
    OWN_BLOCK,
    READY_BLOCK,
    READY_FIXED,
    SETTLED,
    VACANT_BLOCK,
    Arrays,
    Ints,
)


def with_room(a: Arrays, neighbourhood: Neighbourhood, leavers: int, windows: Ints) -> Arrays:
    """Return the arrays with what it takes to see whether a calendar leaves everybody a roof.

    `leavers` households that wish to return cannot. `windows` (bought-in temporary homes, 2):
    the months [from, until) in which each is there.
    """
    horizon = int(a.fixed[HORIZON])
    wishes = np.array([h.wish is ReturnWish.RETURN for h in neighbourhood.households], bool)
    own = a.people[a.active, OWN_BLOCK]
    returning = own[(own >= 0) & wishes[a.active]]
    ready = a.homes[a.destinations, READY_BLOCK]
    count = len(a.blocks)
    people = np.bincount(returning, minlength=count)[:count]
    homes = np.bincount(ready[ready >= 0], minlength=count)[:count]
    month = np.arange(horizon + 1)
    room = np.full(horizon + 1, leavers, dtype=np.int64)
    for begin, end in windows.tolist():
        room += (month >= begin) & (month < end)
    for f in a.destinations.tolist():
        if a.homes[f, READY_BLOCK] < 0:
            room += month >= a.homes[f, READY_FIXED]
    # an empty home counts until the end: what is refused must be impossible
    room += int((a.homes[:, VACANT_BLOCK] >= 0).sum())
    left = (a.people[:, KIND] == SETTLED) | (
        (a.people[:, KIND] == LEAVES_BY_CHOICE) & (a.people[:, LEAVES] >= 0)
    )
    room += int((left & (a.people[:, OWN_BLOCK] >= 0)).sum())
    room[: int(a.fixed[DATE])] += len(a.people)
    return a._replace(blocks=np.column_stack([a.blocks, people, homes]), room=room)
