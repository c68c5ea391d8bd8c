"""From a panel of figures to the observations from which an effect is estimated."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hecht.area.panel import Level, Panel
from hecht.effects.area_panel import Observations, ObservationsError, named


def observed(panel: Panel, indicator: str, level: Level, starts: Mapping[str, int]) -> Observations:
    """Return one indicator of all areas of a level, and when the measure began in each.

    Areas that are not in `starts` never had it. What is known of changed borders is told of the
    treated areas, since a new border moves a figure as a measure would. Raises ObservationsError
    for an indicator without figures, or a start of an area that has none.
    """
    years = list(panel.years(indicator, level))
    if not years:
        raise ObservationsError(
            f"the panel has no figures of {indicator!r} for areas of level {level.value}; "
            f"`hecht area` lists what it has"
        )
    across = {year: panel.across(indicator, year, level) for year in years}
    units = sorted({str(code) for codes, _ in across.values() for code in codes})
    place = {unit: at for at, unit in enumerate(units)}
    unknown = [unit for unit, start in starts.items() if start and unit not in place]
    if unknown:
        raise ObservationsError(
            f"no figure of {indicator} for {', '.join(unknown[:8])}; give the codes of areas of "
            f"level {level.value} as they stand in the panel"
        )
    outcome = np.full((len(units), len(years)), np.nan)
    for column, (codes, values) in enumerate(across.values()):
        outcome[[place[str(code)] for code in codes], column] = values
    began = np.array([starts.get(unit, 0) for unit in units], dtype=np.int64)
    changed = np.array([start > 0 and bool(panel.changes(unit)) for unit, start in
                        zip(units, began.tolist(), strict=True)])  # fmt: skip
    made = Observations(
        tuple(units), np.array(years, dtype=np.int64), outcome, began, name=indicator
    )
    if not changed.any():
        return made
    who = named(made.units, changed)
    return made.of(
        np.ones(len(units), dtype=bool),
        (
            f"De grenzen van {int(changed.sum())} gebieden met de maatregel veranderden in deze "
            f"jaren ({who}); een verschil kan daarvan komen.",
            f"The borders of {int(changed.sum())} areas with the measure changed in these years "
            f"({who}); a difference may come from that.",
        ),
    )
