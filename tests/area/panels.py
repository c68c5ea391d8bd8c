"""A panel in memory, for tests of what is built on the Panel protocol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import inside, level_of
from hecht.area.indicator import Indicator, Kind, Source, Theme
from hecht.area.panel import Absent, Area, Figure, Level

SOURCE = Source(
    key="kwb",
    publisher="CBS",
    title="Kerncijfers wijken en buurten 2024",
    file="kwb.csv",
    column="x",
    edition="2024",
    licence="CC BY 4.0",
    address="https://www.cbs.nl",
)


def indicator(
    code: str,
    theme: Theme = Theme.HOMES,
    kind: Kind = Kind.SHARE,
    *,
    better: str = "",
    weight: str = "",
    least: int = 0,
    decimals: int = 0,
    asked: bool = False,
    warning: str = "",
) -> Indicator:
    """Return an indicator with words made of its code."""
    return Indicator(
        code=code,
        theme=theme,
        kind=kind,
        unit="%" if kind is Kind.SHARE else "",
        label=f"Label {code}",
        label_nl=f"Naam {code}",
        definition=f"Definition of {code}",
        definition_nl=f"Omschrijving van {code}",
        better=better,
        weight=weight,
        least=least,
        decimals=decimals,
        warning=warning,
        warning_nl=warning,
        asked=asked,
    )


@dataclass
class MemoryPanel:
    """The Panel protocol over plain lists: small, slow and easy to see through."""

    known: Mapping[str, Indicator]
    figures: Sequence[Figure]
    names: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Source] = field(default_factory=lambda: {SOURCE.key: SOURCE})
    moved: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Return every indicator by its code."""
        return self.known

    @property
    def sources(self) -> Mapping[str, Source]:
        """Return every source by its key."""
        return self.origins

    def areas(self, level: Level | None = None, *, inside: str = "") -> Sequence[Area]:
        """Return the areas that have a name or a figure, by code."""
        codes = sorted({*self.names, *(one.area for one in self.figures)})
        found = [_area(code, self.names.get(code, code)) for code in codes]
        return [
            one
            for one in found
            if (level is None or one.level is level) and (not inside or one.inside == inside)
        ]

    def years(self, indicator: str, level: Level) -> Sequence[int]:
        """Return the years in which areas of a level have a figure of an indicator."""
        return sorted(
            {
                one.year
                for one in self.figures
                if one.indicator == indicator
                and one.value is not None
                and level_of(one.area) is level
            }
        )

    def across(
        self, indicator: str, year: int, level: Level
    ) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
        """Return the areas with a figure in a year, by code, and those figures."""
        found = sorted(
            (one.area, one.value)
            for one in self.figures
            if one.indicator == indicator
            and one.year == year
            and one.value is not None
            and level_of(one.area) is level
        )
        codes = np.array([code for code, _ in found], dtype=np.str_)
        return codes, np.array([value for _, value in found], dtype=np.float64)

    def history(self, area: str) -> Sequence[Figure]:
        """Return every figure of an area, by indicator and year."""
        return sorted(
            (one for one in self.figures if one.area == area),
            key=lambda one: (one.indicator, one.year),
        )

    def changes(self, area: str, language: str = "en") -> Sequence[str]:
        """Return what is known of changed borders."""
        return self.moved.get(area, ())


def _area(code: str, name: str) -> Area:
    return Area(code, level_of(code), name, inside(code), 2024)


def figures(
    indicator: str, year: int, values: Mapping[str, float | None], source: str = "kwb"
) -> list[Figure]:
    """Return figures of one indicator in one year; None is "not published"."""
    return [
        Figure(code, year, indicator, value, Absent.NOT_PUBLISHED if value is None else Absent.NONE,
               source)
        for code, value in values.items()
    ]  # fmt: skip


def panel(indicators: Iterable[Indicator], *parts: Iterable[Figure], **names: str) -> MemoryPanel:
    """Return a panel of indicators and figures; `names` gives areas a name."""
    return MemoryPanel(
        {one.code: one for one in indicators}, [one for part in parts for one in part], names
    )


def town(count: int = 40, municipality: str = "0344", district: str = "03") -> list[str]:
    """Return the codes of so many neighbourhoods of one district."""
    return [f"BU{municipality}{district}{number:02d}" for number in range(count)]
