"""Options that the sub-verbs about profiles and comparable areas share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.area.peers import Choice

PanelFolder = Annotated[Path, typer.Argument(help="The panel folder.", exists=True)]
AreaName = Annotated[str, typer.Argument(help="The code of the area, or its whole name.")]
Count = Annotated[
    int, typer.Option("--peers", min=1, max=200, help="How many comparable areas, at most.")
]
Criteria = Annotated[
    Path | None,
    typer.Option(
        "--criteria",
        help="CSV of what makes areas comparable: indicator, weight, year, change.",
        exists=True,
    ),
]
Alike = Annotated[
    str,
    typer.Option("--alike-in", help="An outcome: also alike in its level and its past trend."),
]
Elsewhere = Annotated[
    bool, typer.Option("--elsewhere", help="No comparable areas of the same municipality.")
]
Size = Annotated[
    float | None,
    typer.Option("--size", help="Only areas of as many residents, within this factor."),
]
Least = Annotated[
    int, typer.Option("--least-criteria", min=1, help="Refuse with fewer criteria with figures.")
]
UntilYear = Annotated[
    int | None,
    typer.Option("--year", help="Only figures up to this year.", show_default="all"),
]
PageLanguage = Annotated[Language, typer.Option("--language", help="Language of the page.")]


def choice_of(
    count: int,
    criteria: Path | None,
    alike: str,
    elsewhere: bool,
    size: float | None,
    least: int,
    year: int | None,
) -> Choice:
    """Return the choice of comparable areas that the options ask for."""
    from hecht.area.peers import DEFAULT, Choice, alike_in
    from hecht.exchange.area_settings import read_criteria

    wanted = DEFAULT if criteria is None else read_criteria(criteria)
    if alike:
        wanted = (*wanted, *alike_in(alike, year))
    return Choice(wanted, count, least, elsewhere, size, year)
