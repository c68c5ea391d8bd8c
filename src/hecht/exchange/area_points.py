"""Figures at points brought to areas: the mean of the points that lie in each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hecht.area.indicator import Source
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_cells import Cells
from hecht.exchange.area_shapes import AreaShape
from hecht.exchange.area_sheet import AreaFileError, AreaTable
from hecht.exchange.coordinates import WGS84, converter

PAIRS = (("x", "y"), ("lon", "lat"), ("longitude", "latitude"), ("lengtegraad", "breedtegraad"))
"""The columns that may hold the places of points: east first."""


def has_points(table: AreaTable) -> bool:
    """Return whether a table has the places of points."""
    return _pair(Cells(table, "points")) is not None


def _pair(cells: Cells) -> tuple[str, str] | None:
    return next((pair for pair in PAIRS if pair[0] in cells and pair[1] in cells), None)


def read_points(
    table: AreaTable,
    areas: Sequence[AreaShape],
    *,
    column: str,
    indicator: str,
    year: int,
    publisher: str = "",
) -> Reading:
    """Return the mean of a column over the points in each area.

    Places are degrees (WGS84) where all of them can be, and else metres in RD New; the remark says
    which. Every point counts alike, wherever they lie thick or thin. Areas without a point with a
    figure have none. Raises AreaFileError without the columns.
    """
    import shapely

    cells = Cells(table, "points")
    pair, figure = _pair(cells), column.lower()
    if pair is None or figure not in cells:
        named = " or ".join("/".join(one) for one in PAIRS)
        raise AreaFileError(
            f"{table.file}: points need a column {column} and their places: {named}"
        )
    east, north, values = (cells.numbers(name) for name in (*pair, figure))
    known = ~(np.isnan(east) | np.isnan(north) | np.isnan(values))
    east, north, values = east[known], north[known], values[known]
    degrees = bool(np.all((np.abs(east) <= 180) & (np.abs(north) <= 90)))
    turn = converter(WGS84) if degrees else None
    places = list(zip(east.tolist(), north.tolist(), strict=True))
    tree = shapely.STRtree(shapely.points(turn(places) if turn else places))
    means = np.full(len(areas), np.nan)
    notes = {}
    for at, area in enumerate(areas):
        inside = np.sort(tree.query(area.outline, predicate="intersects"))
        if len(inside):
            means[at] = float(np.mean(values[inside]))
            notes[at] = f"mean of {len(inside)} points, each counted alike"
    maker = ReadingMaker("points", str(year))
    file, title = cells.table.file, cells.title(figure)
    source = Source(
        f"points/{year}/{file}/{title}", publisher, f"{title}, mean of the points in an area",
        file, title, str(year),
    )  # fmt: skip
    codes = [maker.area(area.code, year, area.name) for area in areas]
    maker.column(codes, year, indicator, means, source, notes=notes)
    maker.add_problems(cells.problems)
    maker.remarks.append(
        f"{file}: {len(values)} points, their places read as "
        f"{'degrees (WGS84)' if degrees else 'metres in RD New'}"
    )
    return maker.reading()
