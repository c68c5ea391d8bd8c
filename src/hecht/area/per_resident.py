"""Figures per 1,000 residents beside the counts, where the residents are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from hecht.area.dictionary import indicators
from hecht.area.indicator import Source
from hecht.area.panel import Absent
from hecht.area.reading import ABSENT, ReadingMaker

Residents = Mapping[tuple[str, int], float]
"""The residents of an area in a year."""


def add_counts(
    maker: ReadingMaker,
    places: Sequence[int],
    codes: Sequence[str],
    year: int,
    indicator: str,
    values: NDArray[np.float64],
    source: Source,
    residents: Residents,
) -> None:
    """Add the counts of areas in a year, and their rates where hecht has an indicator for those.

    The rate of an area with fewer residents than the indicator asks is absent as too few; where
    the residents of that year are not known there is no rate at all, only the count.
    """
    maker.column(places, year, indicator, values, source)
    rate = indicators().get(f"{indicator}_per_1000")
    known = [at for at, code in enumerate(codes) if (code, year) in residents]
    if rate is None or not known:
        return
    people = np.array([residents[codes[at], year] for at in known], dtype=np.float64)
    counted = values[known]
    small = people < max(rate.least, 1)
    rates = np.where(small, np.nan, 1000 * counted / np.where(small, 1, people))
    why = np.where(
        small, ABSENT.index(Absent.SMALL),
        np.where(np.isnan(counted), ABSENT.index(Absent.NOT_PUBLISHED), 0),
    ).astype(np.int8)  # fmt: skip
    maker.column([places[at] for at in known], year, rate.code, rates, source, absent=why)
