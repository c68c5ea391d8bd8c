"""The tables that the compiled search reads: whole numbers in rows and named columns.

Points are in thousandths, lengths in decimetres, months from the project's start. `homes` has a
row per home, `people` per household, `blocks` per block, `ties` per side of each link. A few wide
tables instead of many arrays keep compilation short.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# columns of `homes`; READY_BLOCK: the block whose finish makes the home ready, else READY_FIXED:
# the month from which it is free (-1 in both: nobody can be placed there). VACANT_BLOCK: the
# block whose works end the vacancy of a home nobody lives in. NEAR_FROM, NEAR_UNTIL: its part of
# `near_homes`. PLACE: its row in `place_close`, where closeness is given. SERVES: whether it can
# be a temporary home from when it is ready until somebody comes to stay.
X, Y, BLOCK, STREET, TYPE, READY_BLOCK, READY_FIXED, VACANT_BLOCK, HOME_CLASS = range(9)
NEAR_FROM, NEAR_UNTIL, PLACE, SERVES = 9, 10, 11, 12

# columns of `people`; KIND: stays, leaves by choice, is to be placed, or has moved (below).
# OWN_BLOCK: the block that empties the home, -1 if none. EXPLICIT: only the homes listed in
# `choices` are possible.
# KEEPS_TENANCY: the home is renovated, the tenancy goes on, so the own home comes first.
OLD, OWN_BLOCK, NEED_CLASS, KIND, INSIDE_POINTS, LEAVES, DEADLINE, PROMISED, EXPLICIT = range(9)
HAD_NEAR, GROUP, TEMP_CLASS = 9, 10, 11
CHOICE_FROM, CHOICE_UNTIL, WISH_FROM, WISH_UNTIL, TIE_FROM, TIE_UNTIL = range(12, 18)
KEEPS_TENANCY = 18
# FROM_OUT, FROM_IN: the earliest months in which it can leave its home for its last one, and come
# there from a temporary home. AWAY: the month in which it left for a temporary home, if it has
# (else -1). DONE: the month in which it came to its last home, if it is there (else -1). LONGEST:
# the most months in temporary homes. TOLD_HOME (NOTHING_TOLD: none), TOLD_OUT, TOLD_IN: what it
# was told before.
FROM_OUT, FROM_IN, AWAY, DONE, LONGEST, TOLD_HOME, TOLD_OUT, TOLD_IN = range(19, 27)

NOTHING_TOLD = -2

NOT_ALLOWED = -(1 << 50)
"""The `bonus` of a home that a household may not have."""

# columns of `ties`: points for near and close at the end, per month apart, for the same month;
# TIE_BACK: the row of the same link seen from the other side
TIE_TO, TIE_NEAR, TIE_CLOSE, TIE_APART, TIE_SAME, TIE_START, TIE_REAL, TIE_BACK = range(8)

WISH_KIND, WISH_VALUE, WISH_POINTS = range(3)

# columns of `blocks`; PEOPLE: households that must be housed, HOMES: homes that are ready after
DURATION, CREWS, EARLIEST, LATEST, SPEND, PRED_FROM, PRED_UNTIL, PEOPLE, HOMES = range(9)

# positions in `fixed`
HORIZON, FIRST, TEMPORARY_MAX, NEAR2, FAR, CAPACITY, BUDGET = range(7)
P_MONTH, P_MOVE, P_VACANT, P_DURATION, P_ALONE, P_GROUP = range(7, 13)
P_TOLD, DATE = 13, 14

OWN_HOME_FIRST = 300_000
"""Thousandths of a point that a search takes off when a household whose tenancy goes on gets
another home that it did not ask for."""

STAYS, LEAVES_BY_CHOICE, TO_PLACE, SETTLED = range(4)

NO_LIMIT = 1 << 40


class Arrays(NamedTuple):
    """A neighbourhood as tables; see the column names in this module.

    `suit` (classes of needs x classes of homes). `temp_below` (classes of households x sets),
    `temp_member` (homes x sets) and `temp_supply` (sets x months) describe temporary homes.
    `group_ptr` and `group_member` list the groups; `active` the households to place;
    `destinations` the homes they may get; `movable` the blocks with works; `year` the calendar
    year (index) of each month; `closeness` the closeness (thousandths) at each distance below far.
    `bonus` (N, M): further points of each household in each home; `place_close` (places, places):
    the closeness (thousandths) of places, instead of that by distance. Either may be empty.
    `room` (H + 1): places in each month besides those in finished blocks (see `room`).
    """

    fixed: Ints
    homes: Ints
    people: Ints
    ties: Ints
    wishes: Ints
    blocks: Ints
    destinations: Ints
    near_homes: Ints
    suit: Flags
    choices: Ints
    group_ptr: Ints
    group_member: Ints
    active: Ints
    temp_below: Flags
    temp_member: Flags
    temp_supply: Ints
    pred: Ints
    movable: Ints
    year: Ints
    closeness: Ints
    bonus: Ints
    place_close: Ints
    room: Ints


def table(*columns: object) -> Ints:
    """Return columns of equal length side by side."""
    return np.column_stack([np.asarray(column, dtype=np.int64) for column in columns])
