"""The pages that `hecht scenarios` and `hecht compare` make of scenarios, and what they tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.design.comparison import Compared
    from hecht.design.result import Scenarios
    from hecht.neighbourhood import Design

PAGE, MEETING = "compare.html", "meeting.html"


def write_pages(
    compared: Sequence[Compared],
    place: Path,
    language: Language,
    goals: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> tuple[Path, Path]:
    """Write the comparison page and the A4 into a folder and return where they are."""
    from hecht.report.comparison import write_comparison
    from hecht.report.meeting import write_meeting_page

    return (
        write_comparison(compared, place / PAGE, language.value, goals, remarks),
        write_meeting_page(compared, place / MEETING, language.value),
    )


def tell_pages(comparison: Path, meeting: Path) -> None:
    """Print where the pages are."""
    typer.echo(f"Comparison: {comparison}")
    typer.echo(f"For a residents' meeting, one A4: {meeting}")


def why_no_pages(count: int) -> str:
    """Return why so many scenarios cannot be laid side by side, "" when they can."""
    from hecht.report.scenario_pictures import LETTERS

    if count < 2:
        there = "one scenario is" if count else "no scenario is"
        return f"No comparison was written: {there} in the front, and it takes two."
    if count > len(LETTERS):
        return f"No comparison was written: it holds {len(LETTERS)} scenarios, not {count}."
    return ""


def of_found(
    found: Scenarios, design: Design | None, language: Language
) -> tuple[list[Compared], list[str], list[str]]:
    """Return the scenarios of an exploration, its goals, and what the page remarks on it."""
    from hecht.design.comparison import of_front
    from hecht.report.exploration import remarks
    from hecht.report.words import Words

    compared = of_front(found, design)
    words = Words(language.value, compared[0].plan.neighbourhood.project.start)
    return compared, [goal.figure for goal in found.goals.goals], remarks(found, words)
