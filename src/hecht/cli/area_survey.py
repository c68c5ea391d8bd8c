"""`hecht area survey`: answers to the questionnaire become figures of areas."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import NO
from hecht.outcomes.disclosure import Audience

if TYPE_CHECKING:
    from hecht.exchange.area_survey import Compared

_STANDING = {"above": "above the country", "below": "below the country",
             "near": "no clear difference", "": ""}  # fmt: skip


def run(
    file: Annotated[Path, typer.Argument(help="The typed answers: CSV or workbook.")],
    to: Annotated[
        Path | None, typer.Option("--to", help="Add the figures to this panel folder.")
    ] = None,
    area: Annotated[str, typer.Option("--area", help="The area of rows without one.")] = "",
    year: Annotated[
        int | None, typer.Option("--year", help="The year of rows without a date.", min=1900)
    ] = None,
    publisher: Annotated[str, typer.Option("--publisher", help="Who held the survey.")] = "",
    title: Annotated[str, typer.Option("--title", help="What the survey is called.")] = "",
    audience: Annotated[
        Audience, typer.Option("--for", help="Who is shown the figures; sets what is hidden.")
    ] = Audience.PUBLIC,
    total_published: Annotated[
        bool,
        typer.Option(
            "--total-published",
            help="The figures of all areas together are published too: hide a second area.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Tell what areas answered, beside the country; with --to, add it to a panel.

    Figures of fewer than ten respondents (five inside the organisation) are hidden. Exit code 1
    when some answers could not be read: the others count.

    Example:

        hecht area survey antwoorden.csv --year 2027 --to panel
    """
    from hecht.exchange.area_survey import compare, read_answers, summaries, survey_reading

    survey = read_answers(file, area=area, year=year)
    if not survey.respondents and not survey.problems:
        raise typer.BadParameter(f"{file} holds no answers yet")
    found = {
        (when, code): compare(told)
        for when, areas in summaries(survey, audience, total_told=total_published).items()
        for code, told in areas.items()
    }
    lines: list[str] = []
    if to is not None and survey.respondents:
        from hecht.exchange.area_store import add

        reading = survey_reading(
            survey, publisher=publisher, title=title, audience=audience,
            total_told=total_published,
        )  # fmt: skip
        lines = add(to, reading)
    if as_json:
        record = {
            "areas": [_record(when, code, told) for (when, code), told in found.items()],
            "problems": [asdict(one) for one in survey.problems],
        }
        typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        for (when, code), told in found.items():
            typer.echo(f"{code}, {when}")
            for one in told:
                typer.echo("  " + _line(one))
        for line in lines:
            typer.echo(line)
        for problem in survey.problems:
            typer.echo(
                f"{problem.file}, row {problem.row}, {problem.column}: {problem.text}; "
                f"{problem.fix}",
                err=True,
            )
    if survey.problems:
        raise typer.Exit(NO)


def _line(one: Compared) -> str:
    unit = "" if one.code in ("score", "mark_living", "mark_safety") else "%"
    if one.summary.n is None:
        return f"{one.code:<12} hidden: too few answers"
    if one.summary.value is None:
        return f"{one.code:<12} no answers"
    text = f"{one.code:<12} {one.summary.value:.1f}{unit} (n = {one.summary.n}"
    if one.summary.low is not None:
        text += f"; {one.summary.low:.1f} to {one.summary.high:.1f}"
    text += ")"
    if one.benchmark is not None:
        text += f"; country {one.benchmark.year}: {one.benchmark.value:g}{unit}"
        rough = f", a rough guide: {one.benchmark.note}"
        text += (
            f", {_STANDING[one.standing]}"
            if one.benchmark.same and one.standing
            else ("" if one.benchmark.same else rough)
        )
    return text


def _record(when: int, code: str, told: list[Compared]) -> dict[str, Any]:
    figures = {
        one.code: {
            **asdict(one.summary),
            "country": None if one.benchmark is None else asdict(one.benchmark),
            "standing": one.standing,
        }
        for one in told
    }
    return {"area": code, "year": when, "figures": figures}
