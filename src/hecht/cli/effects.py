"""`hecht effects`: what a measure did to areas, as far as the figures can tell."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.api_areas import PLACEBO
from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.effects.area_panel import Observations
    from hecht.effects.effect import Effect
    from hecht.effects.options import Options


class MethodName(StrEnum):
    """The methods, as in `hecht.effects.estimate`."""

    STAGGERED = "staggered"
    EVENT_STUDY = "event-study"
    SYNTHETIC_DID = "synthetic-did"
    SYNTHETIC_CONTROL = "synthetic-control"
    TWFE = "twfe"


def _method(text: str) -> MethodName:
    """Return the method of this name, or of a name under which it goes elsewhere."""
    from hecht.effects.estimate import method_named

    found = method_named(text)
    if found is None:
        raise typer.BadParameter(
            f"{text!r} is no method; choose one of {', '.join(MethodName)}", param_hint="--method"
        )
    return MethodName(found)


class ComparisonName(StrEnum):
    """With whom areas with the measure are compared."""

    NEVER = "never"
    NOT_YET = "not-yet"


class BaseName(StrEnum):
    """The zero of the years before the measure."""

    VARYING = "varying"
    UNIVERSAL = "universal"


class AdjustName(StrEnum):
    """How covariates are reckoned with."""

    REGRESSION = "reg"
    DOUBLY_ROBUST = "dr"


_DRIFT = (MethodName.STAGGERED, MethodName.EVENT_STUDY)


def run(
    panel: Annotated[
        Path | None,
        typer.Argument(help="CSV with a row for each area and time.", show_default=False),
    ] = None,
    unit: Annotated[str, typer.Option(help="The column that names the area.")] = "",
    time: Annotated[str, typer.Option(help="The column with the year.")] = "",
    outcome: Annotated[str, typer.Option(help="The column with the figure.")] = "",
    first_treated: Annotated[
        str,
        typer.Option(
            help="The column with the year in which the measure began; 0, empty, inf or never: "
            "it never did. Or with, for each year, 1 where an area has the measure and 0 where "
            "it has not."
        ),
    ] = "",
    panel_folder: Annotated[
        Path | None,
        typer.Option("--panel", help="Take figures from this panel folder of `hecht area`."),
    ] = None,
    indicator: Annotated[str, typer.Option(help="With --panel: which indicator.")] = "",
    level: Annotated[str, typer.Option(help="With --panel: which kind of areas.")] = "district",
    treated: Annotated[
        Path | None,
        typer.Option(help="With --panel: a CSV with the code of each treated area and its year."),
    ] = None,
    method: Annotated[
        MethodName,
        typer.Option(
            parser=_method,
            metavar="<" + "|".join(MethodName) + ">",
            help="How; also by names used elsewhere, such as callaway-santanna, sdid and sc.",
        ),
    ] = MethodName.STAGGERED,
    comparison: Annotated[
        ComparisonName, typer.Option(help="Compare with areas that never, or not yet, had it.")
    ] = ComparisonName.NEVER,
    base: Annotated[
        BaseName,
        typer.Option(help="Years before: against the year before, or the last one before."),
    ] = BaseName.VARYING,
    anticipation: Annotated[
        int, typer.Option(help="So many years earlier the measure may already work.", min=0)
    ] = 0,
    covariate: Annotated[
        list[str] | None,
        typer.Option(
            help="A column of before the measure to reckon with. May be given more often."
        ),
    ] = None,
    adjust: Annotated[AdjustName, typer.Option(help="How.")] = AdjustName.REGRESSION,
    cluster: Annotated[str, typer.Option(help="A column of areas that share shocks.")] = "",
    places: Annotated[
        str, typer.Option(help="The columns of x and y in metres, such as x,y.")
    ] = "",
    ring: Annotated[
        list[float] | None,
        typer.Option(help="A distance in metres around treated areas. May be given more often."),
    ] = None,
    neighbours: Annotated[
        Path | None, typer.Option(help="A CSV of areas and their neighbours, a pair a row.")
    ] = None,
    placebo: Annotated[
        int | None,
        typer.Option(
            help="Draw placebo areas so often; 0: not.",
            min=0,
            show_default="199; 0 for twfe",
        ),
    ] = None,
    honest: Annotated[
        bool, typer.Option("--honest", help="Bound it for areas that drift apart unseen.")
    ] = False,
    confidence: Annotated[
        float, typer.Option(help="The level of the intervals.", min=0.5, max=0.999)
    ] = 0.95,
    seed: Annotated[int, typer.Option(help="Start of the random numbers.", min=0)] = 1,
    out: Annotated[Path | None, typer.Option(help="Write a page (HTML) to this file.")] = None,
    add: Annotated[
        Path | None, typer.Option(help="Add the result to this file of own evidence (CSV).")
    ] = None,
    about: Annotated[
        Path | None, typer.Option(help="With --add: what was done to whom (TOML); see the docs.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Of the sentences.")] = Language.DUTCH,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Estimate what a measure did to areas, and say no more than the figures can bear.

    The first sentence is the finding; those after it tell how it ranks among areas that had no
    measure (--placebo), whether areas moved alike before, and what an unseen drift would change
    (--honest). With few treated areas, go by the placebo areas.

    Example:

        hecht effects panel.csv --unit code --time year --outcome score --first-treated began
            --placebo 999 --honest --out effect.html
    """
    from hecht.effects.estimate import estimate
    from hecht.effects.options import Adjust, Base, Comparison, Options

    if (panel is None) == (panel_folder is None):
        raise typer.BadParameter("give a CSV file, or a panel folder with --panel")
    if add is not None and about is None:
        from hecht.exchange.about_file import EXAMPLE

        raise typer.BadParameter(
            f"--add needs --about, a file that tells what was done to whom, such as\n{EXAMPLE}"
        )
    if honest and method not in _DRIFT:
        raise typer.BadParameter(
            f"--honest is for {' and '.join(_DRIFT)}, not for {method.value}", param_hint="--honest"
        )
    if panel_folder is not None:
        observations = _of_panel(panel_folder, indicator, level, treated)
    else:
        assert panel is not None
        columns = {"--unit": unit, "--time": time, "--outcome": outcome,
                   "--first-treated": first_treated}  # fmt: skip
        observations = _of_file(panel, columns, tuple(covariate or ()), cluster, places)
    options = Options(
        comparison=Comparison(comparison.value),
        base=Base(base.value),
        anticipation=anticipation,
        adjust=Adjust(adjust.value),
        level=confidence,
        placebo=placebo if placebo is not None else 0 if method is MethodName.TWFE else PLACEBO,
        seed=seed,
        honest=honest,
    )
    effect = estimate(observations, method.value, options)
    if honest:
        from hecht.effects.drift import with_drift

        effect = with_drift(effect, observations, options)
    if ring or neighbours:
        effect = _with_rings(effect, observations, options, ring or [], neighbours)
    if out is not None:
        from hecht.report.effects import write_effects_page

        write_effects_page(effect, out, language.value)
    if add is not None and about is not None:
        _add(effect, add, about)
    show(effect, language.value, as_json=as_json)
    if out is not None:
        typer.echo(f"Page: {out}", err=as_json)
    if add is not None:
        typer.echo(f"Added to {add}", err=as_json)


def show(effect: Effect, language: str, *, as_json: bool) -> None:
    """Print the sentences and the figures, or the record."""
    if as_json:
        from hecht.exchange.effect_record import effect_record

        typer.echo(json.dumps(effect_record(effect), indent=2, ensure_ascii=False))
        return
    from hecht.effects.words import texts

    for text in texts(effect, language):
        typer.echo(text)
    for pair in effect.warnings:
        typer.echo(f"! {pair[0 if language == 'nl' else 1]}")
    typer.echo("")
    typer.echo(_table(effect, language))


def _table(effect: Effect, language: str) -> str:
    from hecht.cli.figures import aligned
    from hecht.effects.words import decimals_of, figure

    dutch, places = language == "nl", decimals_of(effect)
    heads = ["", "schatting", "standaardfout", "interval"] if dutch else [
        "", "estimate", "standard error", "interval"
    ]  # fmt: skip
    rows = [heads]
    since = "jaar" if dutch else "year"
    parts = [*effect.att.items()]
    parts += [
        (f"{since} {at:+d}".replace("-", "−"), one)
        for at, one in sorted(effect.by_event_time.items())
    ]
    for name, one in parts:
        span = "–"
        if one.low is not None and one.high is not None:
            ends = [figure(end, language, places) for end in (one.low, one.high)]
            span = (" tot " if dutch else " to ").join(ends)
        se = "–" if one.se is None else figure(one.se, language, places)
        rows.append([name, figure(one.value, language, places), se, span])
    return aligned(rows)


def _of_file(
    path: Path, names: dict[str, str], covariates: tuple[str, ...], cluster: str, places: str
) -> Observations:
    from hecht.exchange.effects_file import Columns, read_effects_file

    missing = [option for option, name in names.items() if not name]
    if missing:
        raise typer.BadParameter(
            f"with a CSV file, {', '.join(missing)} must name a column", param_hint=missing[0]
        )
    pair = tuple(part.strip() for part in places.split(",") if part.strip())
    if len(pair) not in (0, 2):
        raise typer.BadParameter(
            "name two columns with a comma, such as x,y", param_hint="--places"
        )
    unit, time, outcome, began = names.values()
    columns = Columns(unit, time, outcome, began, covariates, cluster, pair)
    return read_effects_file(path, columns)


def _of_panel(folder: Path, indicator: str, level: str, treated: Path | None) -> Observations:
    from hecht.area.observed import observed
    from hecht.area.panel import Level
    from hecht.exchange.area_store import open_panel
    from hecht.exchange.effects_file import read_starts

    if not indicator or treated is None:
        raise typer.BadParameter("--panel needs --indicator and --treated")
    levels = [one.value for one in Level]
    if level not in levels:
        raise typer.BadParameter(f"choose one of {', '.join(levels)}", param_hint="--level")
    return observed(open_panel(folder), indicator, Level(level), read_starts(treated))


def _with_rings(
    effect: Effect,
    observations: Observations,
    options: Options,
    radii: list[float],
    neighbours: Path | None,
) -> Effect:
    from hecht.effects.rings import by_distance, by_table, with_rings
    from hecht.exchange.effects_file import read_neighbours

    if radii and neighbours is not None:
        raise typer.BadParameter("give --ring or --neighbours, not both")
    ready = replace(observations.prepared(options.anticipation), remarks=())
    around = (
        by_table(ready, read_neighbours(neighbours))
        if neighbours is not None
        else by_distance(ready, sorted(radii))
    )
    return with_rings(effect, ready, around, options)


def _add(effect: Effect, path: Path, about: Path) -> None:
    from hecht.effects.own_entry import entry_of
    from hecht.exchange.about_file import read_about
    from hecht.exchange.evidence_file import append_evidence

    append_evidence(path, [entry_of(effect, read_about(about))])
