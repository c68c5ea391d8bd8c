"""The smaller areas inside an area, with the figures that stand out in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hecht.area.columns import Columns
from hecht.area.indicator import Indicator
from hecht.area.panel import Panel
from hecht.area.profile import Profile
from hecht.area.small import hidden
from hecht.report.area_words import amount, label, level_names
from hecht.report.words import Words

RESIDENTS = "residents"


@dataclass(frozen=True)
class Inside:
    """The areas inside: heads, and for each area its code, name and figures ("–" where none)."""

    levels: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def inside_table(
    panel: Panel, profile: Profile, indicators: Sequence[Indicator], words: Words
) -> Inside | None:
    """Return the areas that lie in an area; None where the panel holds none with a figure."""
    areas = panel.areas(inside=profile.area.code)
    if not areas:
        return None
    level = areas[0].level
    areas = [one for one in areas if one.level is level]
    columns = Columns(panel, level)
    people = panel.indicators.get(RESIDENTS)
    wanted = [*([people] if people is not None else []), *indicators]
    codes = np.array([one.code for one in areas], dtype=np.str_)
    heads, cells = [], []
    for indicator in dict.fromkeys(wanted):
        year = columns.last(indicator.code, profile.year)
        if year is None:
            continue
        values = columns.of(indicator.code, year, codes)
        secret = hidden(columns, indicator, year, codes, values, profile.audience)
        heads.append(f"{label(indicator, words)}, {year}")
        cells.append(
            [
                "–" if np.isnan(value) or small else amount(indicator, float(value), words)
                for value, small in zip(values, secret, strict=True)
            ]
        )
    if not heads:
        return None
    rows = tuple(
        (one.code, one.name, tuple(column[place] for column in cells))
        for place, one in enumerate(areas)
    )
    return Inside(level_names(words)[level][1], tuple(heads), rows)
