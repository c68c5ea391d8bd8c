"""`hecht terms`: every day to keep of a plan, in one calendar file."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.options import Language, day_of

if TYPE_CHECKING:
    from hecht.exchange.ics import Term


class For(StrEnum):
    """Who is given the calendar."""

    COMMITTEE = "committee"
    INTERNAL = "internal"


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder.")],
    plan: Annotated[Path, typer.Argument(help="The plan folder.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write a calendar file (.ics) here.")
    ] = None,
    consent: Annotated[
        Path | None,
        typer.Option(
            help="The folder of a consent measurement, for its days and its eight weeks.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    asked: Annotated[
        str,
        typer.Option(
            "--advice-asked",
            help="The day on which the tenants' organisation was asked for advice.",
        ),
    ] = "",
    received: Annotated[
        str, typer.Option("--advice-received", help="The day on which the advice came in.")
    ] = "",
    audience: Annotated[
        For,
        typer.Option(
            help="internal lists who moves, by code, for staff only; committee sees no household "
            "and no small number."
        ),
    ] = For.COMMITTEE,
    language: Annotated[Language, typer.Option(help="Language of the terms.")] = Language.DUTCH,
    day: Annotated[
        str,
        typer.Option(
            "--date", help="The date of the calendar, as 2027-05-31.", show_default="today"
        ),
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the terms as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Tell all terms of a plan in the order of their days, and put them in a calendar file.

    Works per block with their latest days, moves per month, the last days to tell households
    that they move, promises with a month, temporary homes, and with --consent or --advice-asked
    the terms of consent and advice. A newer file moves the events of an older one.

    Example:

        hecht terms my-neighbourhood my-plan --audience internal --out terms.ics

        hecht terms my-neighbourhood my-plan --consent finches --out committee.ics
    """  # fmt: skip
    from hecht.exchange import read
    from hecht.exchange.beside import write_beside
    from hecht.exchange.consent_calendar import advice_terms
    from hecht.exchange.ics import calendar_text
    from hecht.exchange.plan_calendar import plan_terms
    from hecht.exchange.plan_changes import neighbourhood_of
    from hecht.exchange.plan_folder import read_plan
    from hecht.outcomes.disclosure import Audience

    made_on = day_of(day, "--date") if day else date.today()
    here = neighbourhood_of(plan, read(folder))
    course = read_plan(here, plan).course
    found = plan_terms(here, course, Audience(audience.value), language.value)
    found += advice_terms(
        day_of(asked, "--advice-asked") if asked else None,
        day_of(received, "--advice-received") if received else None,
        language=language.value,
    )
    if consent is not None:
        found += _consent_terms(consent, made_on, language.value, codes=audience is For.INTERNAL)
    found.sort(key=lambda term: (term.day, term.key))
    if as_json:
        days = [
            {"day": str(one.day), "days": one.days, "what": one.what, "note": one.note}
            for one in found
        ]
        record = {"on": str(made_on), "audience": audience.value, "terms": days}
        typer.echo(json.dumps(record, indent=2, ensure_ascii=False))
    else:
        for one in found:
            note = f" ({one.note})" if one.note else ""
            typer.echo(f"{one.day}  {one.what}{note}")
    if out is not None:
        text = calendar_text(here.project.name, found, made_on, "terms", language.value)
        write_beside(out, text.encode())


def _consent_terms(folder: Path, on: date, language: str, *, codes: bool) -> list[Term]:
    """Return the days of a measurement; each tells of which, since a project may have several."""
    from dataclasses import replace

    from hecht.consent import clocks
    from hecht.exchange.calendar_texts import CalendarTexts
    from hecht.exchange.consent_calendar import terms_of
    from hecht.exchange.consent_folder import read_book

    book = read_book(folder)
    note = CalendarTexts(language)("measured", name=book.name)
    return [
        replace(one, note=note, key=f"consent/{book.name}/{one.key}")
        for one in terms_of(book, clocks(book, on), language=language, codes=codes)
    ]
