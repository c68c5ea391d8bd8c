"""`hecht area load`: tables of StatLine and layers of PDOK from the network into a panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.errors import NO
from hecht.cli.remarks import tell_problems

if TYPE_CHECKING:
    from hecht.area.reading import Reading
    from hecht.exchange.area_online import Fetched


def run(
    table: Annotated[
        str,
        typer.Argument(
            help="A table of StatLine (85618NED), or a layer "
            "(pdok:wijken-en-buurten-2024/buurten, or its address)."
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="The panel folder; made if need be.")],
    years: Annotated[
        str, typer.Option("--years", help="Only these years of a table: 2021,2022 or 2015-2022.")
    ] = "",
    inside: Annotated[
        str, typer.Option("--inside", help="Only this municipality, such as GM0344.")
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", help="The year of figures that do not tell it.")
    ] = None,
    catalog: Annotated[
        str, typer.Option("--catalog", help="The server of the table.", show_default="by number")
    ] = "",
    cache: Annotated[
        Path | None,
        typer.Option("--cache", help="Keep what is fetched here.", show_default="PANEL/fetched"),
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Fetch again what is in the cache.")
    ] = False,
) -> None:
    """Fetch a table or a layer and put it into a panel; what was fetched is kept.

    Each request is made once and kept with what was asked, when, and a hash. Without the network
    the message says which file to download by hand; `hecht area import` reads it.

    Example:

        hecht area load 85618NED --inside GM0344 --to panel

        hecht area load 47018NED --years 2019-2023 --inside GM0758 --to panel

        hecht area load pdok:wijken-en-buurten-2024/buurten --inside GM0758 --to panel
    """
    from hecht.exchange.area_ogc import fetch_layer
    from hecht.exchange.area_statline import TABLE, fetch_statline
    from hecht.exchange.area_store import add

    folder = cache or to / "fetched"
    if TABLE.fullmatch(table):
        got = fetch_statline(
            table, folder, years=_years(years), area=inside, catalog=catalog, refresh=refresh
        )
    else:
        got = fetch_layer(table, folder, area=inside, refresh=refresh)
    typer.echo(_said(got))
    reading, shapes = _read(got, to, year, layer=not TABLE.fullmatch(table))
    for line in [*(add(to, reading) if len(reading) else []), *reading.remarks, *shapes]:
        typer.echo(line)
    tell_problems(reading.problems)
    if any(one.severity == "error" for one in reading.problems):
        raise typer.Exit(NO)


def _years(text: str) -> list[int]:
    """Return the years of "2021,2022" or "2015-2022"."""
    found: set[int] = set()
    for part in text.split(",") if text else ():
        first, _, last = part.strip().partition("-")
        if not (first.isdigit() and len(first) == 4 and (not last or last.isdigit())):
            raise typer.BadParameter(
                f"{part!r} is not a year, or a first and last year", param_hint="--years"
            )
        found.update(range(int(first), int(last or first) + 1))
    return sorted(found)


def _said(got: Fetched) -> str:
    how = "kept since" if got.before else "fetched at"
    facts = ", ".join(f"{name}: {text}" for name, text in got.facts.items() if text)
    return f"{got.path.name} ({how} {got.when}; {facts})"


def _read(got: Fetched, to: Path, year: int | None, *, layer: bool) -> tuple[Reading, list[str]]:
    """Read what was fetched as the same file by hand would be; a layer has outlines too."""
    from hecht.exchange.area_choices import panel_residents
    from hecht.exchange.area_files import LIST
    from hecht.exchange.area_import import read_area_file
    from hecht.exchange.area_outlines import add_shapes
    from hecht.exchange.area_police import read_police_table
    from hecht.exchange.area_shapes import read_area_shapes
    from hecht.exchange.area_sheet import read_table, year_in
    from hecht.exchange.area_store import open_panel

    told = got.asked.get("address", "") if layer else got.facts.get("title", "")
    when = year or year_in(told)
    if not layer:
        table = read_table(got.path, "statline")
        if {"SoortMisdrijf", "Overlast"} & set(table.titles):
            known = panel_residents(open_panel(to)) if (to / LIST).is_file() else {}
            return read_police_table(table, residents=known)[0], []
        own = None if table.find("perioden") is not None else when
        return read_area_file(got.path, year=own), []
    reading = read_area_file(got.path, year=when)
    shapes, _ = read_area_shapes(got.path)
    return reading, add_shapes(to, shapes, when) if shapes and when else []
