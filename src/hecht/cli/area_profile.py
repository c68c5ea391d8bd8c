"""`hecht area profile`: how one area stands, as a page, as text or for a machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.area_options import (
    Alike,
    AreaName,
    Count,
    Criteria,
    Elsewhere,
    Least,
    PageLanguage,
    PanelFolder,
    Size,
    UntilYear,
    choice_of,
)
from hecht.cli.options import Language
from hecht.outcomes.disclosure import Audience

if TYPE_CHECKING:
    from hecht.area.profile import Profile


def run(
    panel: PanelFolder,
    area: AreaName,
    out: Annotated[Path | None, typer.Option("--out", help="Write a page here (HTML).")] = None,
    map_of: Annotated[
        str, typer.Option("--map", help="The indicator of the map.", show_default="what stands out")
    ] = "",
    targets: Annotated[
        Path | None,
        typer.Option(
            "--targets", help="CSV of goals: indicator, value, year, source.", exists=True
        ),
    ] = None,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Who reads it: sets what is too small to show.")
    ] = Audience.PUBLIC,
    peers: Count = 10,
    criteria: Criteria = None,
    alike: Alike = "",
    elsewhere: Elsewhere = False,
    size: Size = None,
    least: Least = 3,
    year: UntilYear = None,
    language: PageLanguage = Language.DUTCH,
    as_json: Annotated[bool, typer.Option("--json", help="Print the profile as JSON.")] = False,
) -> None:
    """Tell how an area stands, theme by theme, beside comparable areas and its own past.

    Without --out the figures that are shown first are printed.

    Example:

        hecht area profile panel WK034403 --out overvecht.html

        hecht area profile panel WK034403 --alike-in lbm3_total --elsewhere --json
    """  # fmt: skip
    from hecht.area.profile import profile
    from hecht.exchange.area_settings import read_targets
    from hecht.exchange.area_store import open_panel

    opened = open_panel(panel)
    made = profile(
        opened,
        area,
        audience=audience,
        year=year,
        choice=choice_of(peers, criteria, alike, elsewhere, size, least, year),
        targets=() if targets is None else read_targets(targets),
    )
    if out is not None:
        from hecht.report.area_map import codes_around
        from hecht.report.area_profile import write_profile

        shapes = opened.shapes(codes_around(opened, made.area), year)
        written = write_profile(made, opened, out, language.value, shapes=shapes, map_of=map_of)
        typer.echo(f"The page is in {written}", err=as_json)
    if as_json:
        from hecht.area.profile_record import profile_record

        record = profile_record(made) | {
            "changes": list(opened.changes(made.area.code, language.value))
        }
        typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
    elif out is None:
        for line in text_lines(made, language.value):
            typer.echo(line)


def text_lines(made: Profile, language: str) -> list[str]:
    """Return a profile as lines of text: the figures that a page shows at once."""
    from hecht.area.key import shown_at_once
    from hecht.neighbourhood import Month
    from hecht.report.area_words import amount, beside_words, label, theme_names
    from hecht.report.words import Words

    words = Words(language, Month(2000, 1))
    lines = [f"{made.area.name} ({made.area.code})"]
    for part in made.themes:
        lines += ["", theme_names(words)[part.theme]]
        first, _ = shown_at_once(part.lines)
        for line in first:
            if line.value is None:
                continue
            whose = "" if line.of.code == made.area.code else f" [{line.of.name}]"
            beside = beside_words(line, words)[0]
            lines.append(
                f"  {label(line.indicator, words)}: {amount(line.indicator, line.value, words)}"
                f" ({line.year}){whose}{'; ' + beside if beside else ''}"
            )
        if not part.measured:
            lines.append(f"  {words.gettext('Not measured.')}")
    if made.no_peers:
        lines += ["", made.no_peers]
    return lines
