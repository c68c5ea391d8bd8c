"""Remarks on rows of a file, so many at most that they fit on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from hecht.neighbourhood.problem import Problem

SHOWN = 20


def tell(lines: Sequence[str], hint: str = "") -> None:
    """Print remarks on the error stream; of more than fit, the first and how many are left.

    `hint` says where those that are left can be seen.
    """
    for line in lines[:SHOWN]:
        typer.echo(line, err=True)
    if len(lines) > SHOWN:
        more = f"… and {len(lines) - SHOWN} more"
        typer.echo(f"{more}; {hint}" if hint else more, err=True)


def tell_problems(problems: Iterable[Problem], hint: str = "") -> None:
    """Print problems, each with its file, row and column, the value, and what to do."""
    tell([_line(one) for one in problems], hint)


def _line(one: Problem) -> str:
    row = f"row {one.row}" if one.row else ""
    place = ", ".join(part for part in (one.file, row, one.column) if part)
    # many texts quote the value themselves
    untold = one.value and repr(one.value) not in one.text
    value = f" ({one.value!r})" if untold else ""
    return f"{one.severity}: {place}: {one.text}{value}; {one.fix}"
