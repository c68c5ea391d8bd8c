"""`hecht area cells`: figures of cells of 100 m, or of points, brought to areas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.errors import NO
from hecht.cli.remarks import tell_problems

if TYPE_CHECKING:
    from hecht.exchange.area_sheet import AreaTable

LIVEABILITY = frozenset({"livability_score", "leefbaarheidsscore"})
"""Columns of tables of cells that hold the score of the Leefbaarometer 3.0."""


def meant_by(column: str) -> str:
    """Return the indicator that a column means by its name; BadParameter where it tells nothing.

    A column of another thing must never become a score of liveability by default.
    """
    from hecht.area.dictionary import indicators

    name = column.lower()
    if name in LIVEABILITY:
        return "lbm3_grid_score"
    if name in indicators():
        return name
    raise typer.BadParameter(
        f"what column {column!r} means cannot be told from its name; say it with --indicator, "
        "such as lbm3_grid_score or heat_stress_score",
        param_hint="--indicator",
    )


def _must_have(table: AreaTable, column: str) -> None:
    titles = [title for title in table.titles if title]
    if column.lower() not in (title.lower() for title in titles):
        raise typer.BadParameter(
            f"{table.file} has no column {column!r}; it has {', '.join(titles)}",
            param_hint="--column",
        )


def run(
    file: Annotated[Path, typer.Argument(help="The table of cells or points.", exists=True)],
    to: Annotated[Path, typer.Option("--to", help="The panel folder; made if need be.")],
    areas: Annotated[Path, typer.Option("--areas", help="A map with the outlines of areas.")],
    column: Annotated[str, typer.Option("--column", help="The column with the figures.")],
    year: Annotated[int, typer.Option("--year", help="The year of the figures.")],
    indicator: Annotated[
        str,
        typer.Option(
            "--indicator",
            help="The indicator that the areas get; not needed where the column has its name.",
        ),
    ] = "",
    weight: Annotated[
        str, typer.Option("--weight", help="The column with the cells' own weights, if any.")
    ] = "",
    prefix: Annotated[
        str, typer.Option("--prefix", help="Put before each code in --areas, such as BU0758.")
    ] = "",
    publisher: Annotated[str, typer.Option("--publisher", help="Who made the table.")] = "",
) -> None:
    """Bring figures of cells of 100 m, or of points, to areas and put them into a panel.

    Each cell is as heavy as the part of it that lies in the area, times its own weight where
    --weight names a column. A table with places (X and Y, lon and lat) is one of points: each
    counts alike. Exit code 1 when a cell could not be read.

    Example:

        hecht area cells grid.csv --column livability_score --areas Buurten.geojson \\
            --prefix BU0758 --year 2020 --to panel
    """
    from hecht.exchange.area_grid import read_grid
    from hecht.exchange.area_points import has_points, read_points
    from hecht.exchange.area_shapes import read_area_shapes
    from hecht.exchange.area_sheet import AreaFileError, read_table
    from hecht.exchange.area_store import add

    table = read_table(file, "cells")
    _must_have(table, column)
    indicator = indicator or meant_by(column)
    shapes, problems = read_area_shapes(areas, prefix=prefix)
    if not shapes:
        raise AreaFileError(f"{areas}: {problems[0].text}; {problems[0].fix}")
    if has_points(table):
        reading = read_points(
            table, shapes, column=column, indicator=indicator, year=year, publisher=publisher
        )
    else:
        reading = read_grid(
            table, shapes, column=column, indicator=indicator, year=year, weight=weight,
            publisher=publisher,
        )  # fmt: skip
    found = [*problems, *reading.problems]
    for line in [*(add(to, reading) if len(reading) else []), *reading.remarks]:
        typer.echo(line)
    tell_problems(found)
    if any(one.severity == "error" for one in found):
        raise typer.Exit(NO)
