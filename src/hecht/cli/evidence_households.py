"""`hecht evidence households`: how households that fared differently answer later."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import NO
from hecht.cli.options import Language
from hecht.cli.remarks import tell

if TYPE_CHECKING:
    from hecht.effects.effect import Estimate
    from hecht.effects.household_rows import HouseholdRow, Unused
    from hecht.effects.households import HouseholdEffects


class AudienceName(StrEnum):
    """Who is shown the figures, as in `hecht.outcomes.disclosure`."""

    PUBLIC = "public"
    COMMITTEE = "committee"
    INTERNAL = "internal"


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    plan: Annotated[Path, typer.Argument(help="The plan folder: the course as it went, at best.")],
    survey: Annotated[
        Path,
        typer.Option(
            help="Answers (CSV): household, date, know, pleasant, cosy, home.", show_default=False
        ),
    ],
    also: Annotated[
        list[str] | None,
        typer.Option(
            help="A further neighbourhood: its folder, plan and answers, with commas between. May "
            "be given more often.",
        ),
    ] = None,
    settled: Annotated[
        int, typer.Option(help="Months after a household's last move before answers count.", min=0)
    ] = 6,
    audience: Annotated[
        AudienceName, typer.Option(help="Who sees it: groups of fewer than 10 (5) are hidden.")
    ] = AudienceName.PUBLIC,
    out: Annotated[Path | None, typer.Option(help="Write a page (HTML) to this file.")] = None,
    language: Annotated[Language, typer.Option(help="Of the sentences.")] = Language.DUTCH,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for a machine to read.")
    ] = False,
) -> None:
    """Lay what befell households beside what they answer later.

    The answers are on living together (docs/evidence.md). Return, ties kept, moves and months
    apart come from the plan folder. Differences have an interval and hold alike the score before,
    age and size where these are known; they are differences between people, not proven
    consequences. Rows that cannot be used are told and left out. Exit code 1 when nothing may be
    shown.

    Example:

        hecht evidence households my-neighbourhood my-plan --survey answers.csv
    """
    from hecht.effects.households import household_effects
    from hecht.outcomes.disclosure import Audience

    sets = [(folder, plan, survey), *(_triple(text) for text in also or [])]
    rows: list[HouseholdRow] = []
    unused: Counter[Unused] = Counter()
    problems: list[str] = []
    for place, course, answers in sets:
        name = place.name if len({one.name for one, _, _ in sets}) == len(sets) else str(place)
        found, left_out, told = _rows(name, place, course, answers, settled)
        rows += found
        unused.update(left_out)
        problems += told
    tell([f"! {problem}" for problem in problems])
    effects = household_effects(rows, Audience(audience.value))
    if as_json:
        typer.echo(
            json.dumps(_record(effects, unused, len(problems)), indent=2, ensure_ascii=False)
        )
    else:
        typer.echo("\n".join(_lines(effects, unused, len(problems), language.value)))
    if out is not None:
        from hecht.report.answers import write_households

        write_households(effects, out, language.value, unused)
        typer.echo(f"Page: {out}", err=as_json)
    shown = any(one.plain is not None for one in effects.differences)
    raise typer.Exit(0 if shown else NO)


def _triple(text: str) -> tuple[Path, Path, Path]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3 or not all(parts):
        raise typer.BadParameter(
            f"{text!r}: name a folder, a plan and a file of answers, with commas between",
            param_hint="--also",
        )
    return Path(parts[0]), Path(parts[1]), Path(parts[2])


def _rows(
    name: str, folder: Path, plan: Path, survey: Path, settled: int
) -> tuple[list[HouseholdRow], Mapping[Unused, int], list[str]]:
    from hecht.effects.household_rows import household_rows
    from hecht.exchange import read
    from hecht.exchange.cohesion_survey import read_survey
    from hecht.exchange.plan_folder import read_plan

    neighbourhood = read(folder)
    made = read_plan(neighbourhood, plan)
    answers = read_survey(survey, neighbourhood)
    found = household_rows(name, neighbourhood, made.course, answers.answers, settled)
    return list(found.rows), found.unused, list(answers.problems)


def _lines(
    effects: HouseholdEffects, unused: Mapping[Unused, int], problems: int, language: str
) -> list[str]:
    from hecht.effects.household_words import (
        caveats,
        difference_sentence,
        dose_sentences,
        response_sentences,
        unused_sentences,
    )

    lines = [difference_sentence(one, language) for one in effects.differences]
    lines += ["", *(f"  {line}" for line in dose_sentences(effects, language))]
    lines += ["", *(f"! {line}" for line in caveats(effects, language))]
    lines += ["", *(f"  {line}" for line in response_sentences(effects, language))]
    lines += [f"  {line}" for line in unused_sentences(unused, problems, language)]
    return lines


def _record(
    effects: HouseholdEffects, unused: Mapping[Unused, int], problems: int
) -> dict[str, Any]:
    return {
        "neighbourhoods": list(effects.neighbourhoods),
        "asked": effects.asked,
        "answered": effects.answered,
        "paired": effects.paired,
        "differences": {
            one.exposure.value: {
                "count": one.count,
                "plain": _estimate(one.plain),
                "adjusted": _estimate(one.adjusted),
                "adjusted_count": one.adjusted_count,
                "adjusted_for": list(one.adjusted_for),
                "why": one.why.value if one.why is not None else None,
            }
            for one in effects.differences
        },
        "by_moves": [
            {"moves": one.moves, "count": one.count, "mean": _estimate(one.mean)}
            for one in effects.doses
        ],
        "response": {
            name: None if share is None else [share.part, share.whole]
            for name, share in effects.response.items()
        },
        "unused": {why.value: count for why, count in unused.items()},
        "rows_left_out": problems,
    }


def _estimate(found: Estimate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "value": found.value,
        "se": found.se,
        "interval": [found.low, found.high],
        "level": found.level,
    }
