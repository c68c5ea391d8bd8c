"""What of each theme could be measured, and where the figures would come from."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from hecht.area.indicator import Theme


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that belongs to a theme; it is measured when one of `indicators` has a figure."""

    theme: Theme
    indicators: tuple[str, ...]
    what: str
    what_nl: str
    where: str
    where_nl: str
    address: str = ""


@lru_cache(maxsize=1)
def catalogue() -> tuple[Wanted, ...]:
    """Return the list that comes with hecht, in the order of its file."""
    text = files("hecht.area").joinpath("tables", "wanted.csv").read_text(encoding="utf-8")
    return tuple(
        Wanted(
            theme=Theme(row["theme"]),
            indicators=tuple(row["indicators"].split("|")),
            what=row["what"],
            what_nl=row["what_nl"],
            where=row["where"],
            where_nl=row["where_nl"],
            address=row["address"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def not_measured(theme: Theme, measured: Collection[str]) -> tuple[Wanted, ...]:
    """Return what of a theme none of the `measured` indicators tells about."""
    known = set(measured)
    return tuple(
        one for one in catalogue() if one.theme is theme and not known.intersection(one.indicators)
    )
