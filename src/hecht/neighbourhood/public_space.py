"""Public space: typed areas, lines and points outside the homes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]
"""x and y in metres, RD New."""


class SpaceKind(StrEnum):
    """What a piece of public space is.

    Areas: green, paved, water. Places: playground, meeting_place, bench, tree, stop (of public
    transport), parking, bicycles. Lines: street (with cars), path (without), barrier (cannot be
    crossed on foot).
    """

    GREEN = "green"
    PAVED = "paved"
    WATER = "water"
    PLAYGROUND = "playground"
    MEETING_PLACE = "meeting_place"
    BENCH = "bench"
    TREE = "tree"
    STOP = "stop"
    PARKING = "parking"
    BICYCLES = "bicycles"
    STREET = "street"
    PATH = "path"
    BARRIER = "barrier"


@dataclass(frozen=True, slots=True)
class PublicSpace:
    """One piece of public space.

    It has `areas` (each an outer ring, then its holes), `lines` or `points`, in RD metres.
    `existing`: it is there today; otherwise it is made by the works of `block`, or by month
    `opens` (counted from the project's start; None with no block: from the first month). An
    existing one that names a `block` is closed during the works of that block, and is gone after
    them unless `stays`. `options` names those of the block that make it, or after which an existing
    one comes back (empty: all, or as `stays` says). `scenarios` names the scenarios it belongs to
    (empty: all). `places` is how many cars or bicycles can stand there.
    """

    id: str
    kind: SpaceKind
    areas: tuple[tuple[tuple[Point, ...], ...], ...] = ()
    lines: tuple[tuple[Point, ...], ...] = ()
    points: tuple[Point, ...] = ()
    name: str = ""
    existing: bool = True
    block: str | None = None
    opens: int | None = None
    stays: bool = True
    scenarios: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    places: int | None = None
