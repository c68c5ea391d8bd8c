"""A panel: figures of many areas over many years, each with its source or why it is absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hecht.area.indicator import Indicator, Source


class Level(StrEnum):
    """What kind of area a code stands for."""

    COUNTRY = "country"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    """Wijk."""
    NEIGHBOURHOOD = "neighbourhood"
    """Buurt."""
    OTHER = "other"
    """An area of the user's own: a survey area, a focus area, a grid cell."""


class Absent(StrEnum):
    """Why there is no figure where one could be expected (C6)."""

    NONE = ""
    """There is a figure."""
    NOT_PUBLISHED = "not published"
    """The publisher leaves it out: secret, unreliable, or not applicable."""
    NOT_YET = "not yet published"
    """The whole column of this edition is still empty."""
    SMALL = "too few"
    """Hidden here, since the group is below the threshold."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its code (always text), level, name, the code of the area it lies in, and year.

    `year` is the year of the division of areas by which it has this code and these borders.
    """

    code: str
    level: Level
    name: str
    inside: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` is None exactly when `absent` says why. `note` is shown with it."""

    area: str
    year: int
    indicator: str
    value: float | None
    absent: Absent
    source: str
    note: str = ""


class Panel(Protocol):
    """What profiles, peers and estimates of effects ask of a store of figures."""

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by its code, those of which this panel has no figure included."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every source by its key."""

    def areas(self, level: Level | None = None, *, inside: str = "") -> Sequence[Area]:
        """Return the areas as last seen, by code; of one level, or inside one area."""

    def years(self, indicator: str, level: Level) -> Sequence[int]:
        """Return the years, rising, in which areas of this level have a figure of it."""

    def across(
        self, indicator: str, year: int, level: Level
    ) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
        """Return the codes of the areas with a figure in a year, by code, and those figures."""

    def history(self, area: str) -> Sequence[Figure]:
        """Return every figure of an area, absent ones included, by indicator and year."""

    def changes(self, area: str, language: str = "en") -> Sequence[str]:
        """Return a sentence for each known change of the borders of an area over the years."""
