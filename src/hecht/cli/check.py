"""`hecht check`: what is wrong with a neighbourhood, or with a plan for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import NO, WRONG_USE

if TYPE_CHECKING:
    from hecht.exchange.plan_claims import FalseClaim
    from hecht.neighbourhood import Neighbourhood, Problem
    from hecht.planning.check import Violation

WIDTH = 150
"""Columns of the table when the output is not a screen."""


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    plan: Annotated[
        Path | None, typer.Argument(help="A plan folder, to check the plan as well.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Check a neighbourhood, or a plan for it.

    Without a plan, every problem in all files is listed in one go, those of options, scenarios
    and public space included: where it is, what is wrong, and what to do. With a plan, every hard
    rule and every figure is recomputed from the files of the plan, by code that the planner does
    not use. The exit code is 1 when something is wrong; remarks alone leave it 0.

    Example:

        hecht check my-neighbourhood

        hecht check my-neighbourhood my-plan
    """
    from hecht.exchange import examine_all

    neighbourhood, _, found = examine_all(folder)
    if found and found[0].rule in ("missing-folder", "workbook"):
        typer.echo(f"hecht: {found[0].text}; {found[0].fix}", err=True)
        raise typer.Exit(WRONG_USE)
    facts = _facts(folder, found)
    if plan is None or neighbourhood is None:
        if as_json:
            typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        else:
            _print_problems(folder, neighbourhood, found)
        raise typer.Exit(0 if facts["ok"] else NO)
    facts = _check_plan(neighbourhood, plan, facts)
    if as_json:
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        _print_plan(plan, facts, found)
    raise typer.Exit(0 if facts["ok"] else NO)


def _facts(folder: Path, found: Sequence[Problem]) -> dict[str, Any]:
    counts = {
        severity: sum(problem.severity == severity for problem in found)
        for severity in ("error", "shortage", "remark")
    }
    hidden = ("position", "other")
    return {
        "folder": str(folder),
        "ok": counts["error"] + counts["shortage"] == 0,
        "errors": counts["error"],
        "shortages": counts["shortage"],
        "remarks": counts["remark"],
        "problems": [
            {key: value for key, value in asdict(problem).items() if key not in hidden}
            for problem in found
        ],
    }


def _check_plan(neighbourhood: Neighbourhood, plan: Path, facts: dict[str, Any]) -> dict[str, Any]:
    from hecht.exchange.plan_claims import false_claims
    from hecht.exchange.plan_folder import PlanFolderError, read_plan
    from hecht.planning.check import check

    unreadable = ""
    violations: list[dict[str, Any]] = []
    claims: list[FalseClaim] = []
    try:
        read = read_plan(neighbourhood, plan)
    except PlanFolderError as error:
        if not (plan / "plan.json").is_file():
            raise
        unreadable = str(error)
    else:
        broken = check(neighbourhood, read.course, read.before)
        violations = [_violation(neighbourhood, one) for one in broken]
        if not any(one.rule == 0 for one in broken):
            claims = false_claims(neighbourhood, read, plan)
    return {
        **facts,
        "plan": str(plan),
        "ok": not (unreadable or violations or claims),
        "unreadable": unreadable,
        "violations": violations,
        "false_claims": [asdict(claim) for claim in claims],
    }


def _violation(neighbourhood: Neighbourhood, one: Violation) -> dict[str, Any]:
    start = neighbourhood.project.start
    month = "" if one.month is None else str(start.plus(one.month))
    return {**asdict(one), "month": month}


def _print_problems(
    folder: Path, neighbourhood: Neighbourhood | None, found: Sequence[Problem]
) -> None:
    if found:
        _table(
            ("", "file", "row", "column", "value", "what is wrong", "what to do"),
            [
                (
                    one.severity,
                    one.file,
                    "" if one.row is None else str(one.row),
                    one.column,
                    one.value,
                    one.text,
                    one.fix,
                )
                for one in found
            ],
        )
    typer.echo(f"{folder}: {_count(found)}.")
    if neighbourhood is not None:
        here = neighbourhood
        counts = (
            (here.blocks, "block"),
            (here.homes, "home"),
            (here.households, "household"),
            (here.ties, "tie"),
        )
        typer.echo(", ".join(_plural(len(some), word) for some, word in counts) + ".")


def _print_plan(plan: Path, facts: dict[str, Any], found: Sequence[Problem]) -> None:
    typer.echo(f"{facts['folder']}: {_count(found)}.")
    if facts["unreadable"]:
        typer.echo(f"{plan}: the plan cannot be read.\n{facts['unreadable']}")
        return
    if facts["violations"]:
        _table(
            ("rule", "month", "household", "home", "block", "what is wrong"),
            [
                tuple(
                    str(one[key]) for key in ("rule", "month", "household", "home", "block", "text")
                )
                for one in facts["violations"]
            ],
        )
    if facts["false_claims"]:
        _table(
            ("file", "figure", "it says", "counted"),
            [
                (one["file"], one["name"], one["said"], one["counted"])
                for one in facts["false_claims"]
            ],
        )
    if facts["ok"]:
        typer.echo(f"{plan}: no hard rule is broken, and every figure is borne out by a recount.")
    else:
        typer.echo(
            f"{plan}: {_plural(len(facts['violations']), 'violation')} of hard rules, "
            f"{_plural(len(facts['false_claims']), 'figure')} that a recount does not bear out."
        )


def _count(found: Sequence[Problem]) -> str:
    if not found:
        return "no problems"
    words = ("error", "shortage", "remark")
    counts = {word: sum(one.severity == word for one in found) for word in words}
    return ", ".join(_plural(count, word) for word, count in counts.items() if count)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as a table that folds to the width of the screen."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    wide = ("what is wrong", "what to do")
    for head in heads:
        table.add_column(head, overflow="fold", ratio=2 if head in wide else None)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
