"""Figures of cells of 100 m brought to areas, by geometry and nothing else.

A cell E1068N3982 is the square whose south-west corner lies 106,800 m east and 398,200 m north in
RD New. An area's figure is the mean of the cells, each as heavy as the part of it that lies in
the area, times the cell's own weight where the file has one (homes or residents). Where it has
none, land without homes weighs as much as a street full of them; the figure says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hecht.area.indicator import Source
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_cells import Cells
from hecht.exchange.area_shapes import AreaShape
from hecht.exchange.area_sheet import AreaTable

SIDE = 100.0
CELL_COLUMNS = ("cbs_grid_code", "crs28992res100m", "grid_code", "cel", "cell")
_CELL = re.compile(r"E(\d{4})N(\d{4})")


def read_grid(
    table: AreaTable,
    areas: Sequence[AreaShape],
    *,
    column: str,
    indicator: str,
    year: int,
    weight: str = "",
    publisher: str = "",
) -> Reading:
    """Return the figures of areas from a table of cells of 100 m.

    `column` holds the cells' figures and `weight` their own weights, if any; `year` is the year
    they are of, which such files do not tell. Areas that no cell with a figure touches have none.
    Problems are in the reading.
    """
    maker = ReadingMaker("grid", str(year))
    cells = Cells(table, "grid", grouped=True)
    of_cell = cells.first(*CELL_COLUMNS)
    figure, heavy = column.lower(), weight.lower()
    if not of_cell or figure not in cells or (weight and heavy not in cells):
        needed = ", ".join(one for one in (column, weight) if one)
        cells.problem(
            "missing-column", f"cells need the columns {needed} and one of "
            f"{', '.join(CELL_COLUMNS)}", "name the columns that are there", None, column,
        )  # fmt: skip
        maker.add_problems(cells.problems)
        return maker.reading()
    values = cells.numbers(figure)
    own = cells.numbers(heavy) if weight else np.ones(len(values))
    corners = _corners(cells, of_cell)
    maker.add_problems(cells.problems)
    keep = ~np.isnan(values) & ~np.isnan(own) & (own > 0) & ~np.isnan(corners[:, 0])
    means, counts = _means(corners[keep], values[keep], own[keep], areas)
    how = (
        f"cells of 100 m weighed by {cells.title(heavy)} and the part in the area"
        if weight
        else "cells of 100 m weighed by the part of each in the area, not by homes or residents"
    )
    title = cells.title(figure)
    source = Source(
        f"grid/{year}/{cells.table.file}/{title}",
        publisher,
        f"{title}, {how}",
        cells.table.file,
        title,
        str(year),
    )
    places = [maker.area(area.code, year, area.name) for area in areas]
    notes = {at: f"mean of {count} {how}" for at, count in enumerate(counts) if count}
    maker.column(places, year, indicator, means, source, notes=notes)
    maker.remarks.append(f"{cells.table.file}: {int(keep.sum())} {how}")
    return maker.reading()


def _corners(cells: Cells, column: str) -> NDArray[np.float64]:
    """Return the south-west corner of each cell in metres; NaN where the code is none."""
    corners = np.full((len(cells), 2), np.nan)
    for at, code in enumerate(cells.texts(column)):
        match = _CELL.fullmatch(code.upper())
        if match is None:
            cells.problem(
                "cell-code", f"{code!r} is not the code of a cell of 100 m",
                "write it as E1068N3982", at, column, code,
            )  # fmt: skip
        else:
            corners[at] = (int(match[1]) * SIDE, int(match[2]) * SIDE)
    return corners


def _means(
    corners: NDArray[np.float64],
    values: NDArray[np.float64],
    own: NDArray[np.float64],
    areas: Sequence[AreaShape],
) -> tuple[NDArray[np.float64], list[int]]:
    """Return for each area the weighed mean of its cells, NaN without any, and their number."""
    import shapely

    means = np.full(len(areas), np.nan)
    counts = [0] * len(areas)
    if len(corners) == 0:
        return means, counts
    cells = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + SIDE, corners[:, 1] + SIDE)
    tree = shapely.STRtree(cells)
    for at, area in enumerate(areas):
        near = np.sort(tree.query(area.outline, predicate="intersects"))
        part = shapely.area(shapely.intersection(cells[near], area.outline)) * own[near]
        # a cell that only touches the border has no part in the area
        inside = part > 1e-6
        if inside.any():
            means[at] = float(np.average(values[near][inside], weights=part[inside]))
            counts[at] = int(inside.sum())
    return means, counts
