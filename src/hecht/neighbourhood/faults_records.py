"""Checks on blocks, homes and households: ids, references, limits of numbers, places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hecht.neighbourhood.block import Works
from hecht.neighbourhood.home import Home, Stage
from hecht.neighbourhood.look import Look, nearest, some
from hecht.neighbourhood.problem import Problem
from hecht.neighbourhood.suits import rooms_needed

RANGES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "blocks": {"duration": (0, 240), "crews": (0, 1000), "cost": (0, 1e12)},
    "homes": {
        "rooms": (1, 30),
        "area": (0, 1e5),
        "rent": (0, 1e5),
        "rent_after": (0, 1e5),
        "floor": (-5, 100),
        "outdoor": (0, 1e5),
    },
    "households": {
        "size": (1, 30),
        "children": (0, 30),
        "rooms_min": (1, 30),
        "rooms_max": (1, 30),
        "rent_max": (0, 1e5),
        "floor_max": (-5, 100),
    },
    "ties": {"weight": (0, 100)},
    "wishes": {"rank": (1, 20)},
}
"""The least and most of each number, by table and column; the published schemas say the same."""

RD_X = (7_000.0, 300_000.0)
RD_Y = (289_000.0, 629_000.0)
"""The RD New coordinates between which the Netherlands lie, in metres (bounds of EPSG:28992)."""


def duplicate_ids(look: Look) -> Iterator[Problem]:
    """Two records of one table have the same id."""
    for table in ("blocks", "homes", "households", "groups"):
        first: dict[str, int] = {}
        column = table.removesuffix("s")
        for position, record in enumerate(getattr(look.neighbourhood, table)):
            earlier = first.setdefault(record.id, position)
            if earlier != position:
                yield Problem(
                    table,
                    "duplicate-id",
                    f"there is another {column} {record.id}",
                    "give each its own id, or delete one of the two",
                    key=record.id,
                    column=column,
                    value=record.id,
                    position=position if table != "groups" else None,
                    other=earlier,
                )


def unknown_blocks(look: Look) -> Iterator[Problem]:
    """A home names a block that is not there, or a new home names none."""
    for position, home in enumerate(look.neighbourhood.homes):
        if home.block is None:
            if home.stage is Stage.NEW and look.sound("homes", home.id, "stage"):
                yield Problem(
                    "homes",
                    "new-home-without-block",
                    "a new home needs the block whose works build it",
                    "name its block",
                    key=home.id,
                    column="block",
                    position=position,
                )
        elif not look.known("blocks", home.block):
            yield Problem(
                "homes",
                "unknown-block",
                f"there is no block {home.block}",
                nearest(home.block, look.blocks, "add it to the blocks, or leave this empty"),
                key=home.id,
                column="block",
                value=home.block,
                position=position,
            )


def unknown_homes(look: Look) -> Iterator[Problem]:
    """A household lives in a home that is not there, or not yet, or only for a while."""
    for position, household in enumerate(look.neighbourhood.households):
        home = look.homes.get(household.home)
        if home is None:
            if not look.known("homes", household.home):
                yield Problem(
                    "households",
                    "unknown-home",
                    f"there is no home {household.home}",
                    nearest(household.home, look.homes, "add it to the homes"),
                    key=household.id,
                    column="home",
                    value=household.home,
                    position=position,
                )
        elif home.stage is not Stage.EXISTING and look.sound("homes", home.id, "stage"):
            yield Problem(
                "households",
                "home-not-existing",
                f"home {home.id} is a {home.stage.value} home; nobody lives there at the start",
                "name the existing home in which this household lives",
                key=household.id,
                column="home",
                value=home.id,
                position=position,
            )


def shared_homes(look: Look) -> Iterator[Problem]:
    """Two households live in one home."""
    first: dict[str, int] = {}
    households = look.neighbourhood.households
    for position, household in enumerate(households):
        if household.home not in look.homes:
            continue
        earlier = first.setdefault(household.home, position)
        if earlier != position and households[earlier].id != household.id:
            yield Problem(
                "households",
                "home-taken",
                f"household {households[earlier].id} lives in home {household.home} too",
                "join the two households, or correct the home of one of them",
                key=household.id,
                column="home",
                value=household.home,
                position=position,
                other=earlier,
            )


def out_of_range(look: Look) -> Iterator[Problem]:
    """A number is negative, or larger than can be."""
    for table, columns in RANGES.items():
        for position, record in enumerate(getattr(look.neighbourhood, table)):
            for column, (low, high) in columns.items():
                value = getattr(record, column)
                if value is None or low <= value <= high:
                    continue
                yield _outside(table, record, position, column, low, high)


def _outside(
    table: str, record: Any, position: int, column: str, low: float, high: float
) -> Problem:
    value = getattr(record, column)
    negative = low == 0 and value < 0
    return Problem(
        table,
        "negative" if negative else "out-of-range",
        "this is negative" if negative else f"this must lie between {low:g} and {high:g}",
        f"write a number from {low:g} to {high:g}",
        key=getattr(record, "id", ""),
        column=column,
        value=f"{value:g}",
        position=position,
    )


def no_homes(look: Look) -> Iterator[Problem]:
    """There is not a single home, so there is nothing to plan."""
    if not look.neighbourhood.homes and look.whole("homes"):
        yield Problem(
            "homes",
            "no-homes",
            "there are no homes at all",
            "add the homes that are there, those that are built and the temporary ones",
        )


def misplaced_homes(look: Look) -> Iterator[Problem]:
    """A home lies outside the Netherlands; homes in degrees are told of together."""
    homes = look.neighbourhood.homes
    for fix, places in _in_degrees(homes).items():
        first, several = homes[places[0]], len(places) > 1
        yield Problem(
            "homes",
            "outside-netherlands",
            f"{len(places)} of {len(homes)} homes have their place in degrees, not in metres: "
            f"{some(homes[i].id for i in places)}"
            if several
            else "the place of this home is in degrees, not in metres",
            fix,
            key=first.id,
            column="x",
            value=f"{first.x:g}, {first.y:g}",
            position=places[0],
        )
    for position, home in enumerate(homes):
        if _degrees(home):
            continue
        for column, value, (low, high) in (("x", home.x, RD_X), ("y", home.y, RD_Y)):
            if not low <= value <= high:
                yield Problem(
                    "homes",
                    "outside-netherlands",
                    f"{column} lies outside the Netherlands in RD New "
                    f"({low:,.0f} to {high:,.0f} metres)",
                    _hint(home),
                    key=home.id,
                    column=column,
                    value=f"{value:g}",
                    position=position,
                )


def _in_degrees(homes: Sequence[Home]) -> dict[str, list[int]]:
    """Return the positions of homes whose place is in degrees, by what to do about it."""
    found: dict[str, list[int]] = {}
    for position, home in enumerate(homes):
        words = _degrees(home)
        if words:
            found.setdefault(words, []).append(position)
    return found


def _degrees(home: Home) -> str:
    """Return what to do about a place in degrees; empty when it is not."""
    longitude, latitude = (3, 8), (50, 54)
    if _between(home.x, longitude) and _between(home.y, latitude):
        return "these are degrees (WGS84); convert them to RD New (EPSG:28992)"
    if _between(home.y, longitude) and _between(home.x, latitude):
        return "these are degrees, latitude first; convert them to RD New (EPSG:28992)"
    return ""


def _hint(home: Home) -> str:
    if _between(home.x, RD_Y) and _between(home.y, RD_X):
        return "x and y seem to have changed places"
    return "write the place of the front door in metres, RD New (EPSG:28992)"


def _between(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def homes_against_works(look: Look) -> Iterator[Problem]:
    """Homes are new where nothing is built, or stand where the land is said to be empty."""
    for position, home in enumerate(look.neighbourhood.homes):
        block = look.block_of(home)
        if block is None or not (
            look.sound("blocks", block.id, "works")
            and look.sound("homes", home.id, "stage", "block")
        ):
            continue
        if home.stage is Stage.NEW and block.works is Works.KEEP:
            yield Problem(
                "homes",
                "new-home-in-kept-block",
                f"block {block.id} is kept as it is, so no home is built there",
                "correct the works of the block, or the stage of this home",
                key=home.id,
                column="stage",
                value=home.stage.value,
                position=position,
            )
        elif home.stage is Stage.EXISTING and block.works is Works.BUILD:
            yield Problem(
                "homes",
                "home-on-empty-land",
                f"block {block.id} is built on empty land, but this home stands there now; "
                "it is taken to stay",
                "write rebuild as the block's works if the home is demolished",
                key=home.id,
                column="stage",
                value=home.stage.value,
                position=position,
                severity="remark",
            )


def idle_windows(look: Look) -> Iterator[Problem]:
    """A column is filled in where it means nothing."""
    for position, home in enumerate(look.neighbourhood.homes):
        if home.stage is Stage.TEMPORARY or not look.sound("homes", home.id, "stage"):
            continue
        for column in ("available_from", "available_until"):
            if getattr(home, column) is not None:
                yield Problem(
                    "homes",
                    "unused",
                    "only temporary homes have months in which they are available",
                    "leave this empty, or correct the stage",
                    key=home.id,
                    column=column,
                    position=position,
                    severity="remark",
                )


def contradictory_needs(look: Look) -> Iterator[Problem]:
    """What a household needs cannot all be, or does not agree with what it wishes."""
    policy = look.neighbourhood.policy
    for position, one in enumerate(look.neighbourhood.households):
        needed = rooms_needed(one, policy)
        known = look.sound("households", one.id, "size", "rooms_min", "rooms_max")
        if one.rooms_max is not None and one.rooms_max < needed and known:
            yield Problem(
                "households",
                "rooms-impossible",
                f"it needs at least {needed} rooms, and may have {one.rooms_max} at most",
                "raise rooms_max, or set rooms_min lower",
                key=one.id,
                column="rooms_max",
                value=str(one.rooms_max),
                position=position,
            )
        sized = look.sound("households", one.id, "size")
        if one.children is not None and one.children >= one.size and sized:
            yield Problem(
                "households",
                "only-children",
                f"{one.children} of the {one.size} persons are children",
                "count the adults in size",
                key=one.id,
                column="children",
                value=str(one.children),
                position=position,
                severity="remark",
            )
        wished = look.sound("households", one.id, "wish")
        if one.leaves is not None and one.wish.value != "elsewhere" and wished:
            yield Problem(
                "households",
                "unused",
                f"its wish is {one.wish.value}, so the month in which it leaves is not used",
                "leave this empty, or write elsewhere as its wish",
                key=one.id,
                column="leaves",
                position=position,
                severity="remark",
            )


def unknown_shapes(look: Look) -> Iterator[Problem]:
    """An outline is that of a block that is not there."""
    lost = [block for block in look.neighbourhood.shapes if not look.known("blocks", block)]
    if lost:
        yield Problem(
            "shapes",
            "unknown-block",
            f"there are outlines of blocks that are not there: {some(lost)}",
            "correct the property block of these outlines, or delete them",
            key=lost[0],
            value=lost[0],
            severity="remark",
        )


CHECKS = (
    duplicate_ids,
    unknown_blocks,
    unknown_homes,
    shared_homes,
    out_of_range,
    no_homes,
    misplaced_homes,
    homes_against_works,
    idle_windows,
    contradictory_needs,
    unknown_shapes,
)
