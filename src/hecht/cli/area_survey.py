"""`hecht area survey`: answers to the questionnaire become figures of areas."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import NO
from hecht.cli.options import Language
from hecht.cli.remarks import tell_problems
from hecht.outcomes.disclosure import Audience

if TYPE_CHECKING:
    from hecht.exchange.area_survey import Compared

MARKS = frozenset({"score", "mark_living", "mark_safety"})
"""Questions of which the figure is no percentage."""

_TEXTS: dict[str, tuple[str, str]] = {
    "hidden": ("niet getoond: te weinig antwoorden", "hidden: too few answers"),
    "none": ("geen antwoorden", "no answers"),
    "to": ("tot", "to"),
    "country": ("; landelijk {year}: {value}", "; country {year}: {value}"),
    "above": (", boven het landelijke cijfer", ", above the country"),
    "below": (", onder het landelijke cijfer", ", below the country"),
    "near": (", geen duidelijk verschil", ", no clear difference"),
    "rough": (", een ruwe maat: {note}", ", a rough guide: {note}"),
}


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
    language: Annotated[Language, typer.Option(help="Of the words.")] = Language.DUTCH,
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
                typer.echo("  " + _line(one, language.value))
        for line in lines:
            typer.echo(line)
        tell_problems(survey.problems)
    if survey.problems:
        raise typer.Exit(NO)


def _line(one: Compared, language: str) -> str:
    """Return one question with its figure, interval and the country's figure."""
    from hecht.area.dictionary import indicators
    from hecht.effects.words import figure
    from hecht.exchange.area_survey import INDICATORS

    at = 0 if language == "nl" else 1
    indicator = indicators()[INDICATORS[one.code]]
    name = (indicator.label_nl, indicator.label)[at]
    unit = "" if one.code in MARKS else "%"
    found, country = one.summary, one.benchmark
    if found.n is None or found.value is None:
        return f"{name}: {_TEXTS['hidden' if found.n is None else 'none'][at]}"
    text = f"{name}: {figure(found.value, language, 1)}{unit} (n = {found.n}"
    if found.low is not None and found.high is not None:
        low, high = (figure(end, language, 1) for end in (found.low, found.high))
        text += f"; {low} {_TEXTS['to'][at]} {high}"
    text += ")"
    if country is None:
        return text
    value = f"{figure(country.value, language, 1)}{unit}"
    text += _TEXTS["country"][at].format(year=country.year, value=value)
    if country.same:
        return text + (_TEXTS[one.standing][at] if one.standing else "")
    return text + _TEXTS["rough"][at].format(
        note=(country.note_nl or country.note, country.note)[at]
    )


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
