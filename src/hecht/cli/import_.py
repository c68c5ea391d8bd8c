"""`hecht import`: build a neighbourhood from public registers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.neighbourhood import Month, Works

if TYPE_CHECKING:
    from hecht.exchange.bag_area import Area

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build a neighbourhood from public registers.",
)

BAG_HELP = """Build a neighbourhood folder from BAG tables: real homes in real buildings.

The tables are CSV (plain or .gz) or GeoPackage: buildings (panden) with polygon and year, units
(verblijfsobjecten) with area, use, status, address and point. Give the area as a neighbourhood
code, a GeoJSON polygon or a bounding box. Every defect of the register that is met is handled and
reported. Rooms are estimated from areas; works, durations, costs, new and temporary homes are
assumptions that you set here or change in the folder afterwards. Households come with
`hecht synthesize` or from your own tables.

Example:

\b
    hecht import bag --buildings panden.csv.gz --units verblijfsobjecten.csv.gz \\
        --area BU05182567 --years 1950-1969 --out my-neighbourhood
"""


@app.callback()
def registers() -> None:
    """Build a neighbourhood from public registers."""


@app.command("bag", help=BAG_HELP)
def bag(
    buildings: Annotated[Path, typer.Option(help="The table of buildings (panden).")],
    units: Annotated[Path, typer.Option(help="The table of units (verblijfsobjecten).")],
    out: Annotated[Path, typer.Option("--out", help="The neighbourhood folder to write.")],
    area: Annotated[
        str,
        typer.Option(help="A CBS neighbourhood code; with --polygon, a value to look for there."),
    ] = "",
    polygon: Annotated[
        Path | None, typer.Option(help="GeoJSON with the outline of the area.")
    ] = None,
    bbox: Annotated[str, typer.Option(help="west,south,east,north in RD metres.")] = "",
    years: Annotated[str, typer.Option(help="Building years, such as 1950-1969 or 1962.")] = "",
    postcode: Annotated[
        list[str] | None,
        typer.Option(help="Only homes with this postcode; may be given again."),
    ] = None,
    name: Annotated[str, typer.Option(help="The name of the project.")] = "",
    works: Annotated[Works, typer.Option(help="What is done to every block.")] = Works.REBUILD,
    most_homes: Annotated[
        int, typer.Option(help="Adjoining buildings are one block up to this many homes.", min=1)
    ] = 30,
    new_factor: Annotated[
        float, typer.Option(help="New homes for each demolished one.", min=0, max=10)
    ] = 1.0,
    temporary: Annotated[int, typer.Option(help="Temporary homes to add.", min=0)] = 10,
    crews: Annotated[int, typer.Option(help="Crews at work at the same time.", min=1)] = 2,
    start: Annotated[str, typer.Option(help="The first month.")] = "2027-01",
    horizon: Annotated[
        int | None, typer.Option(help="Months to plan; half as long again as needed if not given.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="FIELD=NAME: the name of a column in your tables; may be given again."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Build a neighbourhood folder from BAG tables; see BAG_HELP."""
    from hecht.exchange import write
    from hecht.exchange.bag import Assumptions, import_bag
    from hecht.exchange.bag_tables import Columns

    neighbourhood, report = import_bag(
        buildings,
        units,
        _area(area, polygon, bbox),
        years=_years(years),
        postcodes=[code.replace(" ", "").upper() for code in postcode or []],
        columns=Columns().renamed(_renamed(column or [])),
        assumptions=Assumptions(
            works=works,
            most_homes=most_homes,
            new_factor=new_factor,
            temporary=temporary,
            crews=crews,
            start=Month.parse(start),
            horizon=horizon,
        ),
        name=name,
    )
    write(neighbourhood, out)
    if as_json:
        typer.echo(
            json.dumps({"folder": str(out), **report.as_dict()}, indent=2, ensure_ascii=False)
        )
        return
    for line in report.lines():
        typer.echo(line)
    typer.echo(f"\nNeighbourhood: {out}\nNext: hecht synthesize {out}")


def _area(code: str, polygon: Path | None, bbox: str) -> Area:
    from hecht.exchange import bag_area

    if polygon is not None and not bbox:
        return bag_area.area_by_polygon(polygon, code or None)
    if bool(code) == bool(bbox) or polygon is not None:
        raise typer.BadParameter("give one of --area, --polygon and --bbox", param_hint="--area")
    return bag_area.area_by_code(code) if code else bag_area.area_by_box(bbox)


def _years(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{3,4})(?:-(\d{3,4}))?", text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise typer.BadParameter(
            f"{text!r} is not a range of years; write 1950-1969", param_hint="--years"
        )
    return first, last


def _renamed(pairs: list[str]) -> dict[str, str]:
    result = {}
    for pair in pairs:
        field, sign, name = pair.partition("=")
        if not (field and sign and name):
            raise typer.BadParameter(
                f"{pair!r} names no column; write for example unit_area=oppervlak",
                param_hint="--column",
            )
        result[field.strip()] = name.strip()
    return result
