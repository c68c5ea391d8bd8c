"""Blocks: homes that are emptied, worked on and finished together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Works(StrEnum):
    """What is done to a block."""

    KEEP = "keep"
    RENOVATE_OCCUPIED = "renovate_occupied"
    RENOVATE_EMPTY = "renovate_empty"
    REBUILD = "rebuild"
    BUILD = "build"

    @property
    def empties(self) -> bool:
        """Whether nobody can live in the block's old homes during the works."""
        return self in (Works.RENOVATE_EMPTY, Works.REBUILD)


@dataclass(frozen=True, slots=True)
class Block:
    """The unit of works; may be a single home ("one-piece flow").

    Months are counted from the project's start (0 = the first month). `earliest` is the first
    month in which the works may start, `latest` the month by which they must be finished (works
    that start in month s and take d months are finished in month s + d). `cost` is in euros of
    the project's price year and is spent evenly over the months of the works. `after` names
    blocks whose works must be finished before these start. Blocks of one `contractor` run late
    together; blocks that name none are taken to share one.
    """

    id: str
    works: Works
    duration: int = 0
    name: str = ""
    crews: int = 1
    cost: float | None = None
    earliest: int | None = None
    latest: int | None = None
    after: tuple[str, ...] = ()
    contractor: str = ""

    @property
    def has_works(self) -> bool:
        """Whether anything is done here, so that the block needs a place in the calendar."""
        return self.works is not Works.KEEP
