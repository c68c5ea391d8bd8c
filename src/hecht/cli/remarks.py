"""Remarks on rows of a file, so many at most that they fit on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from hecht.neighbourhood.problem import Problem

SHOWN = 20


def tell(lines: Sequence[str]) -> None:
    """Print remarks on the error stream; of more than fit, the first and how many are left."""
    for line in lines[:SHOWN]:
        typer.echo(line, err=True)
    if len(lines) > SHOWN:
        typer.echo(f"… and {len(lines) - SHOWN} more", err=True)


def tell_problems(problems: Iterable[Problem]) -> None:
    """Print problems, each with its file, row and column, and what to do."""
    lines = []
    for one in problems:
        row = f"row {one.row}" if one.row else ""
        place = ", ".join(part for part in (one.file, row, one.column) if part)
        lines.append(f"{one.severity}: {place}: {one.text}; {one.fix}")
    tell(lines)
