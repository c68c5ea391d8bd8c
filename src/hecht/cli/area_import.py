"""`hecht area import`: figures and outlines of areas into a panel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.errors import NO, WRONG_USE
from hecht.cli.remarks import tell_problems

if TYPE_CHECKING:
    from hecht.neighbourhood import Problem

_OUTLINES = (".geojson", ".json", ".gpkg", ".shp")


def run(
    files: Annotated[
        list[Path],
        typer.Argument(help="CSV, Excel, GeoPackage, shapefile, DBF or GeoJSON.", exists=True),
    ],
    to: Annotated[Path, typer.Option("--to", help="The panel folder; made if need be.")],
    kind: Annotated[
        str,
        typer.Option(
            "--kind", help="auto, kwb, nabijheid, ses_woa, leefbaarometer, police or own."
        ),
    ] = "auto",
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            help="The year of the figures.",
            show_default="as the file tells",
            min=1900,
            max=2100,
        ),
    ] = None,
    edition: Annotated[
        str,
        typer.Option("--edition", help='The edition, such as "2023 v2".', show_default="the year"),
    ] = "",
    dictionary: Annotated[
        Path | None,
        typer.Option("--dictionary", help="What the columns mean, of a table of your own."),
    ] = None,
    crosswalk: Annotated[
        Path | None,
        typer.Option("--crosswalk", help="CSV old, new, share: reckon for other borders too."),
    ] = None,
    outlines: Annotated[
        bool, typer.Option("--outlines/--no-outlines", help="Keep the outlines of a map too.")
    ] = True,
    figures: Annotated[
        bool, typer.Option("--figures/--no-figures", help="Keep the figures of a map too.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Put figures and outlines of areas into a panel; tells what could not be read.

    Exit code 1 when a cell could not be read, 2 when a file could not: the rest is in the panel.

    Example:

        hecht area import kwb-2023.csv kwb-2024.csv --to panel

        hecht area import survey.csv --dictionary survey.toml --year 2025 --to panel
    """
    from hecht.exchange.area_sheet import AreaFileError

    lines: list[str] = []
    problems: list[Problem] = []
    refused: list[str] = []
    for file in files:
        try:
            done, found = _file(
                file, to, kind, year, edition, dictionary, crosswalk,
                outlines=outlines, figures=figures,
            )  # fmt: skip
        except AreaFileError as error:
            if len(files) == 1:
                raise
            refused.append(str(error))
            continue
        lines, problems = [*lines, *done], [*problems, *found]
        if not as_json:
            _say(file, done, many=len(files) > 1)
    errors = [one for one in problems if one.severity == "error"]
    if as_json:
        record = {
            "lines": lines, "problems": [_record(one) for one in problems], "refused": refused
        }  # fmt: skip
        typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        tell_problems(problems, hint="--json gives all")
        for text in refused:
            typer.echo(f"not imported: {text}", err=True)
    if refused:
        raise typer.Exit(WRONG_USE)
    if errors:
        raise typer.Exit(NO)


def _file(
    file: Path,
    to: Path,
    kind: str,
    year: int | None,
    edition: str,
    dictionary: Path | None,
    crosswalk: Path | None,
    *,
    outlines: bool,
    figures: bool,
) -> tuple[list[str], list[Problem]]:
    """Put every layer of one file into the panel; return what happened and what was wrong."""
    from hecht.exchange.area_sheet import layers_of

    lines: list[str] = []
    problems: list[Problem] = []
    for layer in layers_of(file) or ("",):
        drawn: list[str] = []
        if outlines:
            drawn, found = _outlines(file, layer, to, year)
            lines, problems = [*lines, *drawn], [*problems, *found]
        if figures:
            alone = bool(drawn) and kind == "auto"
            done, found = _figures(
                file, layer, to, kind, year, edition, dictionary, crosswalk, alone=alone
            )
            lines, problems = [*lines, *done], [*problems, *found]
    return lines, problems


def _say(file: Path, lines: Sequence[str], *, many: bool) -> None:
    """Tell what happened to a file, under its name where there are more files."""
    if many:
        typer.echo(file.name)
    for line in lines:
        typer.echo(f"  {line}" if many else line)


def _figures(
    file: Path,
    layer: str,
    to: Path,
    kind: str,
    year: int | None,
    edition: str,
    dictionary: Path | None,
    crosswalk: Path | None,
    *,
    alone: bool,
) -> tuple[list[str], Sequence[Problem]]:
    """Put the figures of one file into the panel; with `alone`, its outlines may be all it has."""
    from hecht.exchange.area_import import read_area_file
    from hecht.exchange.area_sheet import AreaFileError
    from hecht.exchange.area_store import add

    try:
        reading = read_area_file(
            file, kind=kind, year=year, edition=edition, dictionary=dictionary,
            crosswalk=crosswalk, layer=layer,
        )  # fmt: skip
    except AreaFileError:
        if not alone:
            raise
        return [], []
    lines = add(to, reading) if len(reading) else [f"{file}: there is not one figure in it"]
    return [*lines, *reading.remarks], reading.problems


def _outlines(
    file: Path, layer: str, to: Path, year: int | None
) -> tuple[list[str], Sequence[Problem]]:
    """Put the outlines of a map into the panel, when their year is known."""
    from hecht.exchange.area_outlines import add_shapes, year_of_rows
    from hecht.exchange.area_shapes import read_area_shapes
    from hecht.exchange.area_sheet import AreaFileError, year_in

    if file.suffix.lower() not in _OUTLINES:
        return [], []
    when = year or year_in(file.name) or year_of_rows(file, layer)
    if when is None:
        raise AreaFileError(
            f"{file}: neither its name nor a column 'year' tells of which year the outlines are; "
            f"give it with --year"
        )
    shapes, found = read_area_shapes(file, layer=layer)
    return (add_shapes(to, shapes, when) if shapes else []), found


def _record(one: Problem) -> dict[str, object]:
    return {
        "severity": one.severity, "rule": one.rule, "file": one.file, "row": one.row,
        "column": one.column, "value": one.value, "text": one.text, "fix": one.fix,
    }  # fmt: skip
