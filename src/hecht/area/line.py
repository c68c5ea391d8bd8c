"""One line of a profile: an indicator of an area, and all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.area.indicator import Indicator, Source
from hecht.area.panel import Absent, Area
from hecht.area.regression import Regression
from hecht.area.trend import Trend


@dataclass(frozen=True, slots=True)
class Target:
    """A goal for an indicator: the value to be reached by a year (0: no year), and who set it."""

    indicator: str
    value: float
    year: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Among:
    """Where an area stands among all areas of its level that have the figure in the same year.

    `count` counts them, the area itself included. `percentile` is the share (0 to 1) of the
    others with a lower figure, equal ones counted half. `municipalities` counts those in which
    the areas lie, so that a reader knows how far the panel reaches (0: their codes do not tell).
    `peers` are the codes and percentiles of the comparable areas that have a figure, nearest
    first.
    """

    count: int
    percentile: float
    median: float
    municipalities: int
    peers: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class BesidePeers:
    """How a figure lies beside those of the comparable areas that have one in the same year."""

    known: int
    median: float
    lower: int
    """Comparable areas with a lower figure."""
    higher: int


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a profile.

    `of` is the area itself, or the area around it when only that has figures. `value` is None
    exactly when `absent` says why. `points` are the years with comparable figures, `left_out` the
    years of figures that come from another series. `later` names newer years in which the figure
    is absent, and why.
    """

    indicator: Indicator
    of: Area
    year: int
    value: float | None
    absent: Absent
    source: Source | None
    note: str = ""
    points: tuple[tuple[int, float], ...] = ()
    left_out: tuple[int, ...] = ()
    later: tuple[tuple[int, Absent], ...] = ()
    trend: Trend | None = None
    among: Among | None = None
    peers: BesidePeers | None = None
    regression: Regression | None = None
    target: Target | None = None

    @property
    def favour(self) -> float | None:
        """Return how favourably it stands among the areas, 0 to 1; None where neither is better."""
        if self.among is None or not self.indicator.better:
            return None
        share = self.among.percentile
        return share if self.indicator.better == "more" else 1 - share

    @property
    def gap(self) -> float | None:
        """Return how far the figure is above its target; None without figure or target."""
        if self.value is None or self.target is None:
            return None
        return self.value - self.target.value

    @property
    def met(self) -> bool | None:
        """Return whether the target is reached; None where nobody can say."""
        if self.gap is None or not self.indicator.better:
            return None
        return self.gap >= 0 if self.indicator.better == "more" else self.gap <= 0
