"""`hecht area show`: every figure of one area, with file, column and year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import WRONG_USE
from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.area.indicator import Theme
    from hecht.area.panel import Figure
    from hecht.exchange.area_store import AreaPanel
    from hecht.report.words import Words


def run(
    panel: Annotated[Path, typer.Argument(help="The panel folder.", exists=True)],
    area: Annotated[str, typer.Argument(help="The code of the area, or its name.")],
    year: Annotated[int | None, typer.Option("--year", help="Only this year.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the words.")] = Language.DUTCH,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """List the figures of one area by theme: year, value, and the file and column it is from.

    Example:

        hecht area show panel WK034403

        hecht area show panel "Wijk 03 Overvecht" --year 2023 --json
    """
    from hecht.exchange.area_store import open_panel

    opened = open_panel(panel)
    code = _code(opened, area)
    figures = [one for one in opened.history(code) if year is None or one.year == year]
    order = {name: at for at, name in enumerate(opened.indicators)}
    figures.sort(key=lambda one: (order.get(one.indicator, 0), one.year))
    name = next((one.name for one in opened.areas() if one.code == code), code)
    changes = list(opened.changes(code, language.value))
    if as_json:
        record = {
            "area": code, "name": name, "changes": changes,
            "figures": [_record(opened, one) for one in figures],
        }  # fmt: skip
        typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
        return
    from hecht.neighbourhood import Month
    from hecht.report.area_words import theme_names
    from hecht.report.words import Words

    words = Words(language.value, Month(2000, 1))
    typer.echo(f"{code}  {name}")
    for sentence in changes:
        typer.echo(f"! {sentence}")
    theme: Theme | None = None
    for one in figures:
        indicator = opened.indicators[one.indicator]
        if indicator.theme is not theme:
            theme = indicator.theme
            typer.echo(f"\n{theme_names(words)[theme]}")
        typer.echo(_line(opened, one, words))
    for warning in _warnings(opened, figures, words):
        typer.echo(f"\n! {warning}")


def _warnings(panel: AreaPanel, figures: Sequence[Figure], words: Words) -> list[str]:
    """Return each warning that goes with one of the figures, once, with what it is about."""
    from hecht.report.area_words import label

    about: dict[str, list[str]] = {}
    for one in figures:
        indicator = panel.indicators[one.indicator]
        text = indicator.warning_nl if words.language == "nl" else indicator.warning
        if text and label(indicator, words) not in about.setdefault(text, []):
            about[text].append(label(indicator, words))
    return [f"{names[0]}{' …' if len(names) > 1 else ''}: {text}" for text, names in about.items()]


def _line(panel: AreaPanel, one: Figure, words: Words) -> str:
    from hecht.report.area_words import absent_words, amount, label

    indicator, source = panel.indicators[one.indicator], panel.sources[one.source]
    value = (
        f"({absent_words(one.absent, words)})"
        if one.value is None
        else amount(indicator, one.value, words)
    )
    note = f"  [{one.note}]" if one.note else ""
    name = label(indicator, words)
    return f"  {one.year}  {name}: {value}  <- {source.file}, {source.column}{note}"


def _record(panel: AreaPanel, one: Figure) -> dict[str, Any]:
    indicator, source = panel.indicators[one.indicator], panel.sources[one.source]
    return {
        "indicator": one.indicator, "theme": indicator.theme.value, "label": indicator.label,
        "label_nl": indicator.label_nl, "unit": indicator.unit, "year": one.year,
        "warning": indicator.warning, "warning_nl": indicator.warning_nl,
        "value": one.value, "absent": one.absent.value, "note": one.note,
        "source": {
            "publisher": source.publisher, "title": source.title, "file": source.file,
            "column": source.column, "edition": source.edition, "licence": source.licence,
            "address": source.address,
        },
    }  # fmt: skip


def _code(panel: AreaPanel, area: str) -> str:
    """Return the code of an area that is named by its code or its name."""
    areas = panel.areas()
    known = {one.code for one in areas}
    for code in (area.strip(), area.strip().upper()):
        if code in known:
            return code
    named = [one for one in areas if one.name.lower() == area.strip().lower()]
    if len(named) == 1:
        return named[0].code
    if named:
        codes = ", ".join(f"{one.code} ({one.inside})" for one in named[:12])
        typer.echo(f"hecht: several areas are called {area!r}: {codes}; give a code", err=True)
        raise typer.Exit(WRONG_USE)
    near = [one for one in areas if area.strip().lower() in one.name.lower()][:5]
    hint = "; did you mean " + ", ".join(f"{one.code} {one.name}" for one in near) if near else ""
    typer.echo(f"hecht: there is no area {area!r} in this panel{hint}", err=True)
    raise typer.Exit(WRONG_USE)
