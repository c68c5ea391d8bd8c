"""The tables of a plan folder: moves.csv, works.csv, stays.csv and households.csv.

Every table is CSV in UTF-8 with commas and one header line. Months are written "2027-05"; the
`end` of a stay is the month after its last.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from hecht.exchange.cells import safe
from hecht.neighbourhood import (
    Course,
    Household,
    Neighbourhood,
    Stage,
    StayKind,
    Wish,
    Works,
)
from hecht.outcomes.places import Places
from hecht.outcomes.ties import TieFate
from hecht.outcomes.wishes import is_met

MOVES = ("household", "month", "kind", "from", "from_address", "to", "to_address")
WORKS = ("block", "name", "works", "start", "finish", "homes_before", "homes_after")
STAYS = ("household", "home", "start", "end", "kind", "address")
HOUSEHOLDS = (
    "household",
    "affected",
    "wish",
    "returns",
    "home_now",
    "home_final",
    "arrival",
    "moves",
    "months_temporary",
    "near_ties_start",
    "near_ties_end",
    "wishes_met",
    "wishes",
    "reason",
)


def table(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    """Return a CSV file; None becomes an empty cell and no text can run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe(value) if isinstance(value, str) else str(value)


def moves_csv(neighbourhood: Neighbourhood, course: Course) -> bytes:
    """Return every change of home (C5), by month; `to` is empty when a household leaves."""
    start, home_of = neighbourhood.project.start, neighbourhood.home_of
    return table(
        MOVES,
        (
            (
                move.household,
                str(start.plus(move.month)),
                move.kind.value,
                move.origin,
                home_of[move.origin].address,
                move.to,
                None if move.to is None else home_of[move.to].address,
            )
            for move in course.moves()
        ),
    )


def works_csv(neighbourhood: Neighbourhood, course: Course) -> bytes:
    """Return the calendar: each block with works, in the landlord's order.

    `finish` is the first month in which the homes of the block can be lived in (again).
    """
    start = neighbourhood.project.start
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for home in neighbourhood.homes:
        if home.block is None or home.stage is Stage.TEMPORARY:
            continue
        works = neighbourhood.block_of[home.block].works
        if home.stage is Stage.EXISTING:
            before[home.block] = before.get(home.block, 0) + 1
        if home.stage is Stage.NEW or works is not Works.REBUILD:
            after[home.block] = after.get(home.block, 0) + 1
    return table(
        WORKS,
        (
            (
                block.id,
                block.name,
                block.works.value,
                str(start.plus(course.starts[block.id])),
                str(start.plus(course.starts[block.id] + block.duration)),
                before.get(block.id, 0),
                after.get(block.id, 0),
            )
            for block in neighbourhood.blocks
            if block.has_works and block.id in course.starts
        ),
    )


def stays_csv(neighbourhood: Neighbourhood, course: Course) -> bytes:
    """Return every stay, by household (in the neighbourhood's order) and month."""
    start, home_of = neighbourhood.project.start, neighbourhood.home_of
    itineraries = course.itineraries()
    order = [h.id for h in neighbourhood.households if h.id in itineraries]
    return table(
        STAYS,
        (
            (
                stay.household,
                stay.home,
                str(start.plus(stay.start)),
                str(start.plus(stay.end)),
                stay.kind.value,
                home_of[stay.home].address,
            )
            for household in order
            for stay in itineraries[household]
        ),
    )


def households_csv(
    neighbourhood: Neighbourhood, course: Course, where: Places, fates: Iterable[TieFate]
) -> bytes:
    """Return what the plan means for each household.

    `arrival` is the month in which it comes to its final home (empty: it never moves, or it
    leaves); near ties are counted at the start and at the end; `wishes_met` names the met
    wishes by rank and kind.
    """
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for fate in fates:
        for end in (fate.tie.a, fate.tie.b):
            before[end] = before.get(end, 0) + fate.near_at_start
            after[end] = after.get(end, 0) + fate.near_at_end
    wishes: dict[str, list[Wish]] = {}
    for wish in neighbourhood.wishes:
        wishes.setdefault(wish.household, []).append(wish)
    rows = []
    for household in neighbourhood.households:
        own = sorted(wishes.get(household.id, ()), key=lambda wish: wish.rank)
        rows.append(
            (
                household.id,
                neighbourhood.is_affected(household),
                household.wish.value,
                *_route(household, neighbourhood, where),
                before.get(household.id, 0),
                after.get(household.id, 0),
                _met(own, neighbourhood, where),
                len(own),
                course.reasons.get(household.id, ""),
            )
        )
    return table(HOUSEHOLDS, rows)


def _route(household: Household, neighbourhood: Neighbourhood, where: Places) -> tuple[object, ...]:
    """Return the cells from `returns` to `months_temporary`."""
    final = where.final.get(household.id)
    arrival = where.arrival.get(household.id)
    temporary = sum(
        min(stay.end, where.horizon) - stay.start
        for stay in where.stays.get(household.id, ())
        if stay.kind is StayKind.TEMPORARY
    )
    return (
        final is not None,
        household.home,
        None if final is None else final.id,
        None if arrival is None else str(neighbourhood.project.start.plus(arrival)),
        len(where.moves.get(household.id, ())),
        temporary,
    )


def _met(own: list[Wish], neighbourhood: Neighbourhood, where: Places) -> str:
    met = [wish for wish in own if is_met(wish, where.final, neighbourhood)]
    return "; ".join(f"{wish.rank} {wish.kind.value} {wish.value}" for wish in met)
