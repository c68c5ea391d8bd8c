"""Options that several verbs have, with their help."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """The language of a report."""

    DUTCH = "nl"
    ENGLISH = "en"


ReportLanguage = Annotated[Language, typer.Option(help="Language of the report.")]
Iterations = Annotated[
    int | None,
    typer.Option(
        help="Stop after this many search rounds instead; the same seed then gives the same files.",
        min=0,
    ),
]
Seed = Annotated[int, typer.Option(help="Start of the random numbers.", min=0)]
Workers = Annotated[int, typer.Option(help="Processor cores to use.", min=1)]
Fairness = Annotated[
    bool,
    typer.Option(
        "--fairness/--no-fairness",
        help="Serve the households that are served least better, within the policy's margin.",
    ),
]
Bounds = Annotated[
    bool,
    typer.Option(
        "--bounds/--no-bounds",
        help="Prove what is possible at best, in a fifth of the time, or do not.",
    ),
]


def day_of(text: str, option: str) -> date:
    """Return the day that an option gives."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a day; write it as 2026-02-28", param_hint=option
        ) from None
