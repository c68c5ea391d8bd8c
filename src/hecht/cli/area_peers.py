"""`hecht area peers`: the areas that are most like one area, and why."""

from __future__ import annotations

import json
from typing import Annotated

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


def run(
    panel: PanelFolder,
    area: AreaName,
    peers: Count = 10,
    criteria: Criteria = None,
    alike: Alike = "",
    elsewhere: Elsewhere = False,
    size: Size = None,
    least: Least = 3,
    year: UntilYear = None,
    language: PageLanguage = Language.DUTCH,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List the areas nearest to an area on criteria that you can change, nearest first.

    Example:

        hecht area peers panel WK034403

        hecht area peers panel WK034403 --criteria criteria.csv --elsewhere --size 2 --json
    """
    from hecht.area.peers import peers as find
    from hecht.area.profile_record import peers_record
    from hecht.exchange.area_store import open_panel
    from hecht.neighbourhood import Month
    from hecht.report.area_peers import criterion_name, peer_notes
    from hecht.report.area_words import amount, unavailable_words
    from hecht.report.words import Words

    opened = open_panel(panel)
    found = find(opened, area, choice_of(peers, criteria, alike, elsewhere, size, least, year))
    if as_json:
        typer.echo(json.dumps(peers_record(found), ensure_ascii=False, indent=1))
        return
    words = Words(language.value, Month(2000, 1))
    typer.echo(f"{found.area.name} ({found.area.code})")
    for used in found.used:
        indicator = opened.indicators[used.criterion.indicator]
        years = "-".join(map(str, used.years))
        typer.echo(
            f"  {criterion_name(used.criterion, opened, words)}, {years}: "
            f"{amount(indicator, used.own, words)}"
        )
    for criterion, why in found.unavailable:
        name = criterion_name(criterion, opened, words)
        typer.echo(f"  ({name}: {unavailable_words(why, words)})")
    for note in peer_notes(found, words):
        typer.echo(note)
    for peer in found.found:
        shown = ", ".join(
            amount(opened.indicators[used.criterion.indicator], value, words)
            for used, value in zip(found.used, peer.figures, strict=True)
        )
        typer.echo(
            f"  {words.number(peer.distance, 2)}  {peer.area.code}  {peer.area.name}: {shown}"
        )
