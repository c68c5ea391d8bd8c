"""Makes the lines of a profile from the figures of an area and those of all areas like it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import level_of
from hecht.area.columns import Columns
from hecht.area.indicator import Indicator, Kind, Source
from hecht.area.key import first_told
from hecht.area.line import Among, BesidePeers, Line, Target
from hecht.area.panel import Absent, Area, Figure, Level, Panel
from hecht.area.peers import Peers
from hecht.area.regression import Regression, regression
from hecht.area.small import hidden
from hecht.area.trend import trend
from hecht.outcomes.disclosure import Audience

LEAST_AREAS = 10
"""Among fewer areas no rank is given."""

LEAST_PEERS = 5
"""Beside fewer comparable areas with a figure nothing is said."""


class Reader:
    """Reads the lines of one profile; `circles` are the area itself and those around it."""

    def __init__(
        self,
        panel: Panel,
        circles: Sequence[Area],
        peers: Peers | None,
        audience: Audience,
        year: int | None,
        targets: Mapping[str, Target],
    ) -> None:
        """Read the figures of the area and of the areas around it."""
        self.panel = panel
        self.circles = circles
        self.peers = peers
        self.audience = audience
        self.targets = targets
        self.histories = [_by_indicator(panel.history(one.code), year) for one in circles]
        self._columns: dict[Level, Columns] = {}

    def lines(self) -> list[Line]:
        """Return a line for each indicator of which the area or one around it has a figure."""
        found = []
        for indicator in self.panel.indicators.values():
            line = self._line(indicator)
            if line is not None:
                found.append(line)
        return found

    def columns(self, level: Level) -> Columns:
        """Return the columns of a level, read once."""
        if level not in self._columns:
            self._columns[level] = Columns(self.panel, level)
        return self._columns[level]

    def _line(self, indicator: Indicator) -> Line | None:
        """Return the line of the area itself, else of the smallest area around it with a figure."""
        own = self.histories[0].get(indicator.code, ())
        for area, history in zip(self.circles, self.histories, strict=True):
            figures = history.get(indicator.code, ())
            if any(figure.value is not None for figure in figures):
                return self._known(indicator, area, figures)
        return _unknown(indicator, self.circles[0], own, self.panel) if own else None

    def _known(self, indicator: Indicator, area: Area, figures: Sequence[Figure]) -> Line:
        at = max(place for place, figure in enumerate(figures) if figure.value is not None)
        figure = figures[at]
        source = self.panel.sources.get(figure.source)
        later = tuple((one.year, one.absent) for one in figures[at + 1 :])
        columns = self.columns(area.level)
        series, left_out = self._series(indicator, area, figures, source, columns)
        if figure.year not in {year for year, _ in series}:
            return Line(
                indicator, area, figure.year, None, Absent.SMALL, source, later=later,
                target=self.targets.get(indicator.code),
            )  # fmt: skip
        value = series[-1][1]
        ranked = indicator.kind is not Kind.COUNT
        among = self._among(indicator, area, figure.year, columns) if ranked else None
        return Line(
            indicator=indicator,
            of=area,
            year=figure.year,
            value=value,
            absent=Absent.NONE,
            source=source,
            note=figure.note,
            points=series,
            left_out=left_out,
            later=later,
            trend=trend(series, indicator.decimals),
            among=among,
            peers=self._beside(indicator, area, figure.year, value, columns) if ranked else None,
            regression=self._regression(indicator, area, series, columns) if ranked else None,
            target=self.targets.get(indicator.code),
        )

    def _series(
        self,
        indicator: Indicator,
        area: Area,
        figures: Sequence[Figure],
        source: Source | None,
        columns: Columns,
    ) -> tuple[tuple[tuple[int, float], ...], tuple[int, ...]]:
        """Return the years that belong together and may be shown, and those of another series."""
        code = np.array([area.code], dtype=np.str_)
        kept, left_out = [], []
        for figure in figures:
            if figure.value is None:
                continue
            value = np.array([figure.value])
            if hidden(columns, indicator, figure.year, code, value, self.audience)[0]:
                continue
            if _same_series(self.panel.sources.get(figure.source), source):
                kept.append((figure.year, figure.value))
            else:
                left_out.append(figure.year)
        return tuple(kept), tuple(left_out)

    def _among(self, indicator: Indicator, area: Area, year: int, columns: Columns) -> Among | None:
        codes, values = columns.at(indicator.code, year)
        mine = columns.value(indicator.code, year, area.code)
        if mine is None or len(codes) < LEAST_AREAS:
            return None
        ordered = np.sort(values)
        return Among(
            count=len(codes),
            percentile=float(_percentiles(ordered, np.array([mine]))[0]),
            median=float(np.median(values)),
            municipalities=_municipalities(codes),
            peers=self._peer_percentiles(indicator, area, year, columns, ordered),
        )

    def _peer_percentiles(
        self,
        indicator: Indicator,
        area: Area,
        year: int,
        columns: Columns,
        ordered: NDArray[np.float64],
    ) -> tuple[tuple[str, float], ...]:
        codes, values = self._peer_figures(indicator, area, year, columns)
        shares = _percentiles(ordered, values)
        return tuple((str(code), float(share)) for code, share in zip(codes, shares, strict=True))

    def _peer_figures(
        self, indicator: Indicator, area: Area, year: int, columns: Columns
    ) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
        """Return the comparable areas with a figure that may be shown; none for areas around."""
        if self.peers is None or area.code != self.circles[0].code:
            return np.empty(0, dtype=np.str_), np.empty(0)
        codes = np.array([one.area.code for one in self.peers.found], dtype=np.str_)
        values = columns.of(indicator.code, year, codes)
        known = ~np.isnan(values)
        known &= ~hidden(columns, indicator, year, codes, values, self.audience)
        return codes[known], values[known]

    def _beside(
        self, indicator: Indicator, area: Area, year: int, value: float, columns: Columns
    ) -> BesidePeers | None:
        _, values = self._peer_figures(indicator, area, year, columns)
        if len(values) < LEAST_PEERS:
            return None
        return BesidePeers(
            len(values),
            float(np.median(values)),
            int((values < value).sum()),
            int((values > value).sum()),
        )

    def _regression(
        self,
        indicator: Indicator,
        area: Area,
        series: Sequence[tuple[int, float]],
        columns: Columns,
    ) -> Regression | None:
        # of the figures that are told first only: of a national panel each takes two columns more
        if len(series) < 2 or not first_told(indicator.code):
            return None
        first, last = series[0][0], series[-1][0]
        codes, before, after = columns.both(indicator.code, first, last)
        found = regression(codes, before, after, area.code, (first, last))
        small = 0.5 * 10.0**-indicator.decimals
        return found if found is not None and abs(found.expected) >= small else None


def _municipalities(codes: NDArray[np.str_]) -> int:
    """Return in how many municipalities areas lie by their codes; 0 where those do not tell."""
    if any(level_of(str(code)) is Level.OTHER for code in codes[:: max(1, len(codes) // 20)]):
        return 0
    return len(np.unique(codes.astype("U6")))


def _by_indicator(figures: Sequence[Figure], year: int | None) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of an area up to a year, by indicator, each by year."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if year is None or figure.year <= year:
            found.setdefault(figure.indicator, []).append(figure)
    return {name: tuple(sorted(some, key=lambda one: one.year)) for name, some in found.items()}


def _unknown(indicator: Indicator, area: Area, figures: Sequence[Figure], panel: Panel) -> Line:
    """Return the line of an indicator of which the area has no figure in any year."""
    last = figures[-1]
    source = panel.sources.get(last.source)
    return Line(indicator, area, last.year, None, last.absent, source, note=last.note)


def _same_series(one: Source | None, other: Source | None) -> bool:
    """Return whether figures of two sources are of one series: publisher and title but for years.

    Different versions of a score, or a survey after a register, are other series.
    """
    if one is None or other is None:
        return one is other
    return (one.publisher, _without_years(one.title)) == (
        other.publisher,
        _without_years(other.title),
    )


def _without_years(title: str) -> str:
    return re.sub(r"\b(19|20)\d\d\b", "", title).strip()


def _percentiles(ordered: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of the others with a lower figure, ties half; `values` are among them."""
    if len(ordered) < 2:
        return np.full(len(values), 0.5)
    below = np.searchsorted(ordered, values, side="left")
    equal = np.searchsorted(ordered, values, side="right") - below - 1
    return (below + 0.5 * equal) / (len(ordered) - 1)
