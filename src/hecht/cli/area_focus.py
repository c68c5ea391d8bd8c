"""`hecht area focus`: the 20 focus areas of the NPLV, as a list or as pages."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from hecht.cli.area_options import PageLanguage
from hecht.cli.options import Language
from hecht.outcomes.disclosure import Audience


def run(
    name: Annotated[
        str, typer.Argument(help="One focus area, in any spelling.", show_default="all")
    ] = "",
    panel: Annotated[
        Path | None, typer.Option("--panel", help="The panel folder.", exists=True)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write an index and 20 pages into this folder.")
    ] = None,
    own: Annotated[
        Path | None,
        typer.Option(
            "--areas", help="CSV of which areas belong to them: focus, code.", exists=True
        ),
    ] = None,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Who reads it: sets what is too small to show.")
    ] = Audience.PUBLIC,
    language: PageLanguage = Language.DUTCH,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """Show the 20 focus areas: what is published of them, and their areas in your panel.

    Example:

        hecht area focus Overvecht

        hecht area focus --panel panel --out focus-pages
    """  # fmt: skip
    from hecht.area.focus import facts, find, focus_areas, members

    if panel is None and name and Path(name).is_dir():
        raise typer.BadParameter(f"{name} is a folder; name a panel with --panel {name}")
    chosen = [find(name)] if name else list(focus_areas())
    if out is not None and panel is None:
        raise typer.BadParameter("name the panel with --panel", param_hint="--out")
    opened = None
    settled = {}
    if panel is not None:
        from hecht.exchange.area_store import open_panel

        opened = open_panel(panel)
    if own is not None:
        from hecht.exchange.area_settings import read_focus

        settled = read_focus(own)
    if out is not None and opened is not None:
        from hecht.report.focus_pages import write_focus_pages

        index = write_focus_pages(opened, out, language.value, audience=audience, own=settled)
        typer.echo(f"The index is in {index}", err=as_json)
        if not as_json:
            return
    records = []
    for one in chosen:
        record = asdict(one)
        record["facts"] = [asdict(fact) for fact in facts() if fact.focus == one.key]
        if opened is not None:
            found = members(opened, one, settled)
            record["areas"] = [area.code for area in found.areas]
            record["settled"] = found.settled.value
            record["missing"] = list(found.missing)
        records.append(record)
    if as_json:
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
        return
    dutch = language is Language.DUTCH
    for one, record in zip(chosen, records, strict=True):
        areas = f": {', '.join(record['areas']) or '-'}" if opened is not None else ""
        typer.echo(f"{one.name} ({one.municipality}, {one.code}){areas}")
        if name:
            for fact in (fact for fact in facts() if fact.focus == one.key):
                what = fact.what_nl if dutch else fact.what
                typer.echo(f"  {what}: {fact.value:g}{fact.unit} ({fact.year}) <- {fact.address}")
            if one.parts:
                typer.echo(f"  {', '.join(one.parts)} <- {one.parts_source}")
