"""`hecht evidence`: what others found, what one found oneself, and what it does not show."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli import evidence_households
from hecht.cli.errors import NO
from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.effects.evidence import Entry
    from hecht.effects.pooling import PooledEntries

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Look up what worked and what did not, pool it, and ask one's own households.",
)

Own = Annotated[
    list[Path] | None,
    typer.Option(
        "--own", help="A file of own evidence (CSV) to take along. May be given more often."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a machine to read.")]
Spoken = Annotated[Language, typer.Option(help="Of what is told.")]
Words = Annotated[
    str, typer.Option("--words", help="Words that must all occur, in either language.")
]
ThemeOption = Annotated[str, typer.Option(help="A theme of a profile, such as safety.")]
MeasureOption = Annotated[str, typer.Option(help="A kind of measure, such as guidance.")]
OutcomeOption = Annotated[str, typer.Option(help="What was measured, as the entries name it.")]


class Wanted(StrEnum):
    """Which of the two are wanted: what failed, or what did not."""

    ALL = "all"
    FAILURES = "failures"
    OTHERS = "others"


class SpreadName(StrEnum):
    """The ways to estimate how much true effects differ, as in `hecht.effects.meta`."""

    REML = "reml"
    PAULE_MANDEL = "pm"
    DERSIMONIAN_LAIRD = "dl"


@app.callback()
def evidence() -> None:
    """Look up what worked and what did not, pool it, and ask one's own households."""


@app.command("search")
def search_entries(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words that must all occur.", show_default=False)
    ] = None,
    theme: ThemeOption = "",
    measure: MeasureOption = "",
    outcome: OutcomeOption = "",
    strength: Annotated[
        int, typer.Option(help="The least strength, 0 (stated) to 5 (randomised).", min=0, max=5)
    ] = 0,
    show: Annotated[Wanted, typer.Option(help="All, only failures, or only others.")] = Wanted.ALL,
    own: Own = None,
    out: Annotated[Path | None, typer.Option(help="Write a page (HTML) to this file.")] = None,
    language: Spoken = Language.DUTCH,
    as_json: Json = False,
) -> None:
    """Search the evidence, strongest design first.

    Exit code 1 when nothing fits.

    Example:

        hecht evidence search lottery --strength 1

        hecht evidence search --theme safety --out safety.html
    """
    found = _found(" ".join(words or []), theme, measure, outcome, strength, show, own)
    if out is not None:
        from hecht.report.evidence import write_evidence

        write_evidence(found, out, language.value, theme)
    if as_json:
        typer.echo(json.dumps([record(one) for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found:
            typer.echo(_line(one, language.value))
        typer.echo(_counted(len(found), language.value))
    if out is not None:
        typer.echo(f"Page: {out}", err=as_json)
    raise typer.Exit(0 if found else NO)


@app.command("show")
def show_entry(
    key: Annotated[str, typer.Argument(help="The key of an entry.")],
    own: Own = None,
    language: Spoken = Language.DUTCH,
    as_json: Json = False,
) -> None:
    """Show one entry whole.

    Example:

        hecht evidence show japan-2011-group
    """
    from hecht.effects.library import find

    entry = find(key, _library(own))
    if as_json:
        typer.echo(json.dumps(record(entry), indent=2, ensure_ascii=False))
    else:
        typer.echo(told(entry, language.value))


@app.command("pool")
def pool_entries(
    outcome: OutcomeOption = "",
    measure: MeasureOption = "",
    unit: Annotated[str, typer.Option(help="Only figures of this unit.")] = "",
    words: Words = "",
    theme: ThemeOption = "",
    strength: Annotated[int, typer.Option(help="The least strength.", min=0, max=5)] = 0,
    without: Annotated[
        list[str] | None,
        typer.Option(help="The key of an entry to leave out. May be given more often."),
    ] = None,
    method: Annotated[
        SpreadName, typer.Option(help="How the spread of true effects is estimated.")
    ] = SpreadName.REML,
    own: Own = None,
    out: Annotated[Path | None, typer.Option(help="Write a page (HTML) to this file.")] = None,
    language: Spoken = Language.DUTCH,
    as_json: Json = False,
) -> None:
    """Pool three or more figures of one thing.

    Random effects: the true effects may differ from place to place, and the mean has the interval
    of Knapp and Hartung. Exit code 1 when the figures may not be pooled.

    Example:

        hecht evidence pool --outcome score --own evidence.csv
    """
    from hecht.effects.library import find
    from hecht.effects.meta import Spread
    from hecht.effects.pooling import Refusal, pool

    found = _found(words, theme, measure, outcome, strength, Wanted.ALL, own)
    for key in without or []:
        find(key, found)
    left = [one for one in found if one.key not in (without or []) and unit in ("", one.unit)]
    result = pool(left, Spread(method.value))
    if isinstance(result, Refusal):
        if as_json:
            typer.echo(json.dumps({"pooled": None, "why": result.reason}, ensure_ascii=False))
        else:
            typer.echo(result.reason_nl if language is Language.DUTCH else result.reason)
        raise typer.Exit(NO)
    if as_json:
        typer.echo(json.dumps(_pooled_record(result), indent=2, ensure_ascii=False))
    else:
        typer.echo(_pooled_text(result, language.value))
    if out is not None:
        from hecht.report.answers import write_pooled

        write_pooled(result, out, language.value)
        typer.echo(f"Page: {out}", err=as_json)


def record(entry: Entry) -> dict[str, Any]:
    """Return an entry for a machine: all its fields, the strength as its word and number."""
    return {
        **asdict(entry),
        "themes": list(entry.themes),
        "strength": entry.strength.name.lower(),
        "strength_number": entry.strength.value,
    }


def told(entry: Entry, language: str) -> str:
    """Return an entry as lines of text, what it does not show right under the finding."""
    from hecht.effects.evidence_words import measure_label
    from hecht.report.evidence import card
    from hecht.report.evidence_texts import texts

    one, t = card(entry, language), texts(language)
    lines = [one.title, f"{one.dots} {t.strength} {one.strength} {t.out_of}: {one.strength_words}"]
    if one.failure:
        lines.append(f"✗ {t.failure}")
    pairs = [
        *((t.finding, one.finding), (t.not_shown, one.not_shown)),
        (t.measure, f"{measure_label(entry.measure, language)} ({entry.measure})"),
        *((t.what, one.what), (t.to_whom, one.to_whom), (t.where, one.where)),
        *((t.design, one.design), (t.figure, one.figure)),
        (t.source, f"{one.source} ({one.source_words})" if one.source_words else one.source),
    ]
    lines += ["", *(f"{name}: {value}" for name, value in pairs)]
    if one.address:
        lines.append(one.address)
    return "\n".join(lines)


def _library(own: list[Path] | None) -> tuple[Entry, ...]:
    from hecht.exchange.evidence_file import with_own

    return with_own(own or [])


def _found(
    words: str,
    theme: str,
    measure: str,
    outcome: str,
    strength: int,
    show: Wanted,
    own: list[Path] | None,
) -> tuple[Entry, ...]:
    """Search; a word that no entry has is an error that names those there are."""
    from hecht.effects.library import search
    from hecht.exchange.evidence_file import THEMES

    entries = _library(own)
    _require("--theme", theme, THEMES)
    _require("--measure", measure, {one.measure for one in entries})
    _require("--outcome", outcome, {one.outcome for one in entries})
    failure = {Wanted.ALL: None, Wanted.FAILURES: True, Wanted.OTHERS: False}[show]
    return search(
        entries,
        words,
        theme=theme,
        measure=measure,
        outcome=outcome,
        strength=strength,
        failure=failure,
    )


def _require(option: str, word: str, known: set[str] | frozenset[str]) -> None:
    if word and word not in known:
        separator = "; " if option == "--outcome" else ", "
        raise typer.BadParameter(
            f"{word!r} is not there; choose one of {separator.join(sorted(known))}",
            param_hint=option,
        )


def _line(entry: Entry, language: str) -> str:
    from hecht.report.evidence import dots

    mark = "✗" if entry.failure else " "
    return f"{dots(entry.strength)} {mark} {entry.key}: {entry.text('title', language)}"


def _counted(count: int, language: str) -> str:
    if language == "nl":
        return (
            f"{count} gevonden; ✗ werkte niet of werkte tegen mensen. `hecht evidence show SLEUTEL`"
        )
    return f"{count} found; ✗ did not work or worked against people. `hecht evidence show KEY`"


def _pooled_record(found: PooledEntries) -> dict[str, Any]:
    pooled = found.pooled
    return {
        "measure": found.measure,
        "outcome": found.outcome,
        "unit": found.unit,
        "pooled": {
            "mean": pooled.mean.value,
            "se": pooled.mean.se,
            "interval": [pooled.mean.low, pooled.mean.high],
            "level": pooled.mean.level,
            "prediction": list(pooled.prediction),
            "tau2": pooled.tau2,
            "i2": pooled.i2,
            "q": pooled.q,
            "p": pooled.p,
            "method": pooled.spread.value,
        },
        "figures": [
            {"key": one.key, "effect": one.effect, "se": error, "weight": weight}
            for one, error, weight in zip(found.entries, found.errors, pooled.weights, strict=True)
        ],
    }


def _pooled_text(found: PooledEntries, language: str) -> str:
    from hecht.cli.figures import aligned
    from hecht.effects.evidence_words import figure_text
    from hecht.effects.pooling_words import pooled_sentences

    dutch = language == "nl"
    rows = [["", "cijfer" if dutch else "figure", "gewicht" if dutch else "weight"]]
    rows += [
        [one.key, figure_text(one, language), f"{round(100 * weight)}%"]
        for one, weight in zip(found.entries, found.pooled.weights, strict=True)
    ]
    return "\n".join([*pooled_sentences(found, language), "", aligned(rows)])


app.command("households")(evidence_households.run)
