"""The seasons of the years of a plan: winter is December, January and February."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood import Month


class Quarter(StrEnum):
    """A season, by the meteorologist's calendar."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"


_OF_MONTH = (Quarter.WINTER, Quarter.SPRING, Quarter.SUMMER, Quarter.AUTUMN)


@dataclass(frozen=True, slots=True)
class Season:
    """One season: the months of it, counted from the project's start, that the plan describes.

    `year` is the year in which it begins: the winter of 2027 runs to February 2028.
    """

    quarter: Quarter
    year: int
    months: tuple[int, ...]


def season_of(month: Month) -> tuple[Quarter, int]:
    """Return the season of a calendar month, and the year in which that season begins."""
    quarter = _OF_MONTH[month.number % 12 // 3]
    return quarter, month.year - (month.number < 3)


def seasons(start: Month, months: int) -> tuple[Season, ...]:
    """Return the seasons of the months from `start` on, in order of time."""
    found: dict[tuple[Quarter, int], list[int]] = {}
    for month in range(months):
        found.setdefault(season_of(start.plus(month)), []).append(month)
    return tuple(Season(quarter, year, tuple(own)) for (quarter, year), own in found.items())
