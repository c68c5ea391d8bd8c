"""`hecht demo`: see what hecht does, with one command."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from hecht.cli.options import Language
from hecht.cli.plan import Method, make, practice_beside, show, write_page, write_pages


def run(
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.")] = Path(
        "hecht-demo"
    ),
    seconds: Annotated[float, typer.Option(help="Seconds of planning.", min=0.1)] = 20.0,
    seed: Annotated[int, typer.Option(help="Start of the random numbers.", min=0)] = 1,
    language: Annotated[Language, typer.Option(help="Language of the report.")] = Language.DUTCH,
) -> None:
    """Plan the example neighbourhood of 202 homes, and write its report.

    The neighbourhood is made up after the published figures of a real restructuring. OUT gets
    three folders: neighbourhood (a copy to play with; it is planned again as it then stands),
    plan with the report and a page for each household, and practice with the plan that is made
    today.

    Example:

        hecht demo --out hecht-demo --language en
    """
    from hecht.exchange import read
    from hecht.exchange.plan_folder import refuse_unless_replaceable, write_plan

    folder, target, beside = out / "neighbourhood", out / "plan", out / "practice"
    refuse_unless_replaceable(target)
    refuse_unless_replaceable(beside)
    copy_example(folder)
    plan = make(read(folder), Method.HECHT, seconds, None, seed, workers=2)
    write_plan(plan, target)
    practice = practice_beside(plan, seed)
    if practice is not None:
        write_plan(practice, beside)
    page = write_page(plan, target, practice, language)
    write_pages(plan, target, language)
    show(plan, practice, target, page)
    typer.echo(f"\nCheck the plan with:\n  hecht check {folder} {target}")


def copy_example(folder: Path) -> None:
    """Put the example there, unless a neighbourhood stands there already."""
    from hecht.api import demo_folder
    from hecht.exchange.beside import folder_beside

    if not (folder / "project.toml").exists():
        with folder_beside(folder) as part:
            shutil.copytree(demo_folder(), part, dirs_exist_ok=True)
