"""`hecht area names`: tables that go by names of areas, and police exports, into a panel."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.errors import NO
from hecht.cli.remarks import tell_problems

if TYPE_CHECKING:
    from hecht.area.names import Match
    from hecht.area.reading import Reading


class Table(StrEnum):
    """What kind of table it is."""

    NAMED = "named"
    POLICE = "police"


def run(
    file: Annotated[Path, typer.Argument(help="The table: CSV or workbook.", exists=True)],
    to: Annotated[Path, typer.Option("--to", help="The panel folder; made if need be.")],
    areas: Annotated[
        Path | None,
        typer.Option("--areas", help="A map or table with the codes and names of areas."),
    ] = None,
    inside: Annotated[
        str, typer.Option("--inside", help="Without --areas: the panel's buurten in this area.")
    ] = "",
    prefix: Annotated[
        str, typer.Option("--prefix", help="Put before each code in --areas, such as BU0758.")
    ] = "",
    kind: Annotated[Table, typer.Option("--kind", help="A municipal table, or one of the police.")]
    = Table.NAMED,
    year: Annotated[int | None, typer.Option("--year", help="The year of the figures.")] = None,
    indicator: Annotated[
        str, typer.Option("--indicator", help="What columns of years, or one value column, mean.")
    ] = "",
    factor: Annotated[
        float, typer.Option("--factor", help="Multiply by this to get the indicator's unit.")
    ] = 1.0,
    only: Annotated[
        str, typer.Option("--only", help="Rows of one kind: column=text.")
    ] = "",
    names: Annotated[
        Path | None, typer.Option("--names", help="Names with the codes that you chose (CSV).")
    ] = None,
    proposals: Annotated[
        Path | None,
        typer.Option("--proposals", help="Write the names without a code here, to fill in."),
    ] = None,
    publisher: Annotated[str, typer.Option("--publisher", help="Who made the table.")] = "",
    title: Annotated[str, typer.Option("--title", help="What the table is called.")] = "",
) -> None:  # fmt: skip
    """Put a table that goes by names of areas into a panel.

    A name becomes a code only when it is surely that of one area. The others are listed with
    what they may be: fill in --proposals and give it back as --names (a dash leaves a name out).
    Crimes get figures per 1,000 residents where the panel knows the residents of the same year.
    Exit code 1 when a cell could not be read.

    Example:

        hecht area names crime.csv --areas Buurten.geojson --prefix BU0758 --year 2022 --to panel
    """
    from hecht.exchange.area_choices import proposals_csv
    from hecht.exchange.area_store import add
    from hecht.exchange.beside import write_beside

    column, _, text = only.partition("=")
    if only and not text:
        raise typer.BadParameter("write it as column=text", param_hint="--only")
    reading, matches = _read(
        file, to, areas, inside, prefix, kind, names,
        (year, indicator, factor, (column, text) if only else None, publisher, title),
    )  # fmt: skip
    for line in [*(add(to, reading) if len(reading) else []), *reading.remarks]:
        typer.echo(line)
    tell_problems(reading.problems)
    if proposals is not None:
        typer.echo(f"Wrote {write_beside(proposals, proposals_csv(matches).encode('utf-8'))}")
    if not len(reading) or any(one.severity == "error" for one in reading.problems):
        typer.echo("there are figures that were not taken", err=True)
        raise typer.Exit(NO)


def _read(
    file: Path, to: Path, areas: Path | None, inside: str, prefix: str, kind: Table,
    names: Path | None,
    about: tuple[int | None, str, float, tuple[str, str] | None, str, str],
) -> tuple[Reading, list[Match]]:  # fmt: skip
    """Read the table with the areas of a file or of the panel, and the panel's residents."""
    from hecht.exchange.area_choices import panel_areas, panel_residents, read_areas, read_choices
    from hecht.exchange.area_files import LIST
    from hecht.exchange.area_named import About, Naming, read_named
    from hecht.exchange.area_police import read_police
    from hecht.exchange.area_store import open_panel

    panel = open_panel(to) if (to / LIST).is_file() else None
    residents = {} if panel is None else panel_residents(panel)
    known: list[tuple[str, str]] = []
    if areas is not None:
        known = read_areas(areas, prefix=prefix)
    elif panel is not None:
        known = panel_areas(panel, inside)
    naming = Naming(known, {} if names is None else read_choices(names)) if known else None
    if kind is Table.POLICE:
        return read_police(file, naming=naming, residents=residents)
    if naming is None:
        raise typer.BadParameter("give the areas that the names stand for", param_hint="--areas")
    year, indicator, factor, only, publisher, title = about
    return read_named(
        file, naming, About(year, indicator, factor, "", publisher, title, only),
        residents=residents,
    )  # fmt: skip
