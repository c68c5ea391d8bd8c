"""`hecht area questionnaire`: the form on living together, and the sheet to type answers in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hecht.cli.options import Language


def run(
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
    language: Annotated[Language, typer.Option(help="Language of the form.")] = Language.DUTCH,
) -> None:
    """Write the questionnaire on living together, safety and contact, and a sheet to type it in.

    Example:

        hecht area questionnaire --out survey
    """
    from hecht.area.cohesion import items, scale_known
    from hecht.exchange.area_survey import sheet_csv, sheet_workbook
    from hecht.exchange.beside import write_beside
    from hecht.report.questionnaire import questionnaire_page

    form, answers = (
        ("vragenlijst", "antwoorden")
        if language is Language.DUTCH
        else ("questionnaire", "answers")
    )
    for path, content in (
        (out / f"{form}.html", questionnaire_page(language.value).encode()),
        (out / f"{answers}.csv", sheet_csv().encode()),
        (out / f"{answers}.xlsx", sheet_workbook(language.value)),
    ):
        if path.exists() and path.stem == answers:
            typer.echo(f"{path} is there already and was left as it is")
            continue
        typer.echo(f"Wrote {write_beside(path, content)}")
    unverified = [one.code for one in items() if not one.verified]
    typer.echo(f"The words of {', '.join(unverified)} were not verified. {scale_known()}")
