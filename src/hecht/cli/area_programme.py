"""`hecht area programme`: a broad programme beside a plan, the figures of its area and evidence."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.area.overview import Overview
    from hecht.area.profile import Profile
    from hecht.area.signals import Signal
    from hecht.area.uprooted_counts import SeasonCounts
    from hecht.effects.evidence import Entry
    from hecht.neighbourhood import Problem
    from hecht.outcomes.disclosure import Audience


class For(StrEnum):
    """Who is shown the page."""

    PUBLIC = "public"
    COMMITTEE = "committee"
    INTERNAL = "internal"


def run(
    folder: Annotated[Path, typer.Argument(help="The folder of the programme.")],
    new: Annotated[
        bool, typer.Option("--new", help="Write a small made-up programme to start from, and end.")
    ] = False,
    neighbourhood: Annotated[
        Path | None, typer.Option(help="The neighbourhood folder that is restructured.")
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help="The plan folder of that neighbourhood.")
    ] = None,
    panel: Annotated[Path | None, typer.Option(help="A panel of figures of areas.")] = None,
    area: Annotated[str, typer.Option(help="The code of the area in the panel.")] = "",
    evidence: Annotated[
        Path | None, typer.Option(help="A file (TOML) with evidence of your own, to go beside.")
    ] = None,
    audience: Annotated[
        For,
        typer.Option(
            help="internal lists households by code, for staff only; the others see no household "
            "and no small group."
        ),
    ] = For.COMMITTEE,
    out: Annotated[Path | None, typer.Option("--out", help="Write a page to this file.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the words.")] = Language.DUTCH,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all of it as JSON, as this audience may see it.")
    ] = False,
) -> None:
    """Lay a broad programme beside a plan, the figures of its area, and evidence.

    Tells who is in a temporary home and when, how many are without a near tie in each winter,
    where and when no social measure stands by, which themes and goals have no measure, what each
    measure lacks, what it costs a year, and what could be done, each with reason and source.

    Example:

        hecht area programme my-programme --new

        hecht area programme my-programme --neighbourhood my-neighbourhood --plan my-plan
            --panel panel --area BU08550101 --out programme.html
    """
    if new:
        _start(folder)
        return
    if (neighbourhood is None) != (plan is None):
        raise typer.BadParameter("give both or neither", param_hint="--neighbourhood, --plan")
    if panel is not None and not area:
        raise typer.BadParameter("which area of the panel? give its code", param_hint="--area")
    from hecht.area.overview import overview
    from hecht.exchange.programme_file import read_programme
    from hecht.outcomes.disclosure import Audience

    seen_by = Audience(audience.value)
    here, uprooted = None, None
    if neighbourhood is not None and plan is not None:
        from hecht.api_areas import uprooted_by

        here, uprooted = uprooted_by(neighbourhood, plan)
    profile = None if panel is None else _profile(panel, area, seen_by)
    code = area if profile is None else profile.area.code
    programme, remarks = read_programme(folder, here, code)
    found = overview(programme, _library(evidence), uprooted=uprooted, profile=profile)
    if out is not None:
        from hecht.report.programme import write_programme_page

        write_programme_page(found, out, language.value, seen_by)
        typer.echo(f"The page is in {out}.", err=True)
    if as_json:
        facts = record(found, remarks, seen_by)
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    from hecht.cli.area_programme_text import show

    show(found, remarks, seen_by, language.value)


def _start(folder: Path) -> None:
    from hecht.exchange.programme_start import write_start

    write_start(folder)
    typer.echo(f"{folder} is there; LEESMIJ.md in it explains every column.")
    typer.echo(f"Next: hecht area programme {folder} --out programme.html")


def _profile(panel: Path, area: str, audience: Audience) -> Profile:
    from hecht.area.profile import profile
    from hecht.exchange.area_store import open_panel

    return profile(open_panel(panel), area, audience=audience)


def _library(own: Path | None) -> tuple[Entry, ...]:
    from hecht.effects.library import combine, load, parse

    if own is None:
        return load()
    return combine(parse(own.read_text(encoding="utf-8-sig"), own.name))


def record(found: Overview, remarks: list[Problem], audience: Audience) -> dict[str, Any]:
    """Return all that is said of a programme, ready for JSON, as this audience may see it."""
    from hecht.outcomes.disclosure import Audience

    staff = audience is Audience.INTERNAL
    return {
        "programme": found.programme.name,
        "area": found.programme.area,
        "synthetic": found.programme.synthetic,
        "audience": audience.value,
        "remarks": [
            {"file": one.file, "row": one.row, "column": one.column, "text": one.text}
            for one in remarks
        ],
        "measures": [_measure(one, staff) for one in found.programme.measures],
        "goals": [asdict(one) for one in found.programme.goals],
        "coverage": {
            "themes": {theme.value: dict(own) for theme, own in found.coverage.matrix.items()},
            "without_measure": [theme.value for theme in found.coverage.bare],
            "pressing": sorted(theme.value for theme in found.coverage.pressing),
            "lacks": {key: list(lacks) for key, lacks in found.coverage.lacks.items()},
            "goals_without_measure": list(found.coverage.idle_goals),
            "goals_not_laid_down": list(found.coverage.vague_goals),
            "goals_not_measured": list(found.coverage.unmeasured_goals),
        },
        "costs": [
            {"money": payer, "price_year": price, "euros": {str(y): e for y, e in row.items()}}
            for (payer, price), row in found.costs.rows.items()
        ],
        "people": _people_record(found, audience),
        "suggestions": [
            {
                "rule": one.rule.key,
                "theme": one.rule.theme.value,
                "measure": one.rule.measure,
                "action": one.rule.action,
                "action_nl": one.rule.action_nl,
                "reasons": [_signal(signal, audience) for signal in one.reasons],
                "caution": one.caution.value,
                "evidence": [entry.key for entry in one.evidence],
                "failures": [entry.key for entry in one.failures],
                "contrasts": [entry.key for entry in one.contrasts],
            }
            for one in found.advice.suggestions
        ],
        "withheld": [
            {
                "why": one.why.value,
                "rule": None if one.rule is None else one.rule.key,
                "reasons": [_signal(signal, audience) for signal in one.reasons],
                "failures": [entry.key for entry in one.evidence],
                "measures": list(one.measures),
            }
            for one in found.advice.withheld
        ],
    }


def _measure(measure: Any, staff: bool) -> dict[str, Any]:
    facts = asdict(measure)
    for name in ("first", "last"):
        month = getattr(measure, name)
        facts[name] = None if month is None else str(month)
    hidden = () if staff else ("contact", "note")
    return {name: value for name, value in facts.items() if name not in hidden}


def _signal(signal: Signal, audience: Audience) -> dict[str, Any]:
    """Return a reason; of few households only that they are few."""
    from hecht.outcomes.disclosure import Audience

    facts = asdict(signal)
    few = signal.households is not None and 0 < signal.households < audience.threshold
    if few and audience is not Audience.INTERNAL:
        hidden = ("value", "bite", "whole", "households")
        facts |= dict.fromkeys(hidden) | {"fewer_than": audience.threshold}
    return facts


def _people_record(found: Overview, audience: Audience) -> dict[str, Any] | None:
    from hecht.area.uprooted_counts import month_counts, season_counts
    from hecht.outcomes.disclosure import Audience

    uprooted, support = found.uprooted, found.support
    if uprooted is None or support is None:
        return None
    counts = month_counts(uprooted, audience)
    start = uprooted.neighbourhood.project.start
    people: dict[str, Any] = {
        "months": [
            {"month": str(start.plus(month)), "temporary": there, "just_moved": moved}
            for month, (there, moved) in enumerate(
                zip(counts.temporary, counts.settling, strict=True)
            )
        ],
        "seasons": [_season(one) for one in season_counts(uprooted, support, audience)],
        "meeting_places": uprooted.no_meeting_public or "known",
    }
    if audience is Audience.INTERNAL:
        people["households"] = [
            {
                "household": one.household,
                "temporary": {str(start.plus(m)): home for m, home in one.temporary.items()},
                "without_tie": (
                    None
                    if one.without_tie is None
                    else [str(start.plus(m)) for m in sorted(one.without_tie)]
                ),
                "gaps": [str(start.plus(m)) for m in support.gaps(one.household)],
                "older": one.older,
                "children": one.children,
                "single": one.single,
            }
            for one in uprooted.households
            if one.temporary
        ]
    return people


def _season(one: SeasonCounts) -> dict[str, Any]:
    return {
        "season": one.season.quarter.value,
        "year": one.season.year,
        "households": one.total,
        "sides": {
            side.value: None if counts.total is None else dict(counts.cells)
            for side, counts in one.sides.items()
        },
    }
