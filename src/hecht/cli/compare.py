"""`hecht compare`: plans of one neighbourhood side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    plans: Annotated[list[Path], typer.Argument(help="Two or more plan folders.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Lay two or more plans of one neighbourhood side by side.

    Every figure is measured anew from the plan's tables. Differences are with the first plan.

    Example:

        hecht compare my-neighbourhood my-plan other-plan
    """
    from hecht.cli.figures import record, table
    from hecht.exchange import read
    from hecht.exchange.plan_folder import read_plan

    if len(plans) < 2:
        raise typer.BadParameter("give two or more plan folders", param_hint="PLANS")
    neighbourhood = read(folder)
    compared = [(str(place), read_plan(neighbourhood, place)) for place in plans]
    if as_json:
        facts = [{"plan": name, **record(plan)} for name, plan in compared]
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    if neighbourhood.project.synthetic:
        typer.echo(f"Synthetic data. {neighbourhood.project.synthetic}\n")
    typer.echo(table(compared, differences=True))
