"""The figures of all areas of one level, asked of a panel once each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hecht.area.panel import Level, Panel

Column = tuple[NDArray[np.str_], NDArray[np.float64]]
"""The codes of areas, rising, and their figures."""


class Columns:
    """Looks figures up in the columns of a panel, which it keeps."""

    def __init__(self, panel: Panel, level: Level) -> None:
        """Begin with nothing read."""
        self.panel = panel
        self.level = level
        self._read: dict[tuple[str, int], Column] = {}
        self._years: dict[str, tuple[int, ...]] = {}

    def at(self, indicator: str, year: int) -> Column:
        """Return the areas that have a figure of an indicator in a year, with those figures."""
        key = (indicator, year)
        if key not in self._read:
            self._read[key] = self.panel.across(indicator, year, self.level)
        return self._read[key]

    def years(self, indicator: str) -> tuple[int, ...]:
        """Return the years in which areas of this level have a figure of an indicator."""
        if indicator not in self._years:
            known = indicator in self.panel.indicators
            years = self.panel.years(indicator, self.level) if known else ()
            self._years[indicator] = tuple(int(year) for year in years)
        return self._years[indicator]

    def last(self, indicator: str, until: int | None = None) -> int | None:
        """Return the last year with figures, of those up to `until`."""
        years = [year for year in self.years(indicator) if until is None or year <= until]
        return years[-1] if years else None

    def value(self, indicator: str, year: int, code: str) -> float | None:
        """Return the figure of one area in a year; None where it has none."""
        codes, values = self.at(indicator, year)
        place = int(np.searchsorted(codes, code))
        if place < len(codes) and codes[place] == code:
            return float(values[place])
        return None

    def of(self, indicator: str, year: int, wanted: NDArray[np.str_]) -> NDArray[np.float64]:
        """Return the figures of some areas in a year, NaN where there is none."""
        codes, values = self.at(indicator, year)
        if len(codes) == 0:
            return np.full(len(wanted), np.nan)
        place = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        return np.where(codes[place] == wanted, values[place], np.nan)

    def both(
        self, indicator: str, first: int, last: int
    ) -> tuple[NDArray[np.str_], NDArray[np.float64], NDArray[np.float64]]:
        """Return the areas with a figure in both of two years, with the figures of each."""
        codes, before = self.at(indicator, first)
        after = self.of(indicator, last, codes)
        known = ~np.isnan(after)
        return codes[known], before[known], after[known]
