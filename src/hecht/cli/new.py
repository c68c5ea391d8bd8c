"""`hecht new`: a small neighbourhood to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def run(
    folder: Annotated[Path | None, typer.Argument(help="The folder to make.")] = None,
    excel: Annotated[
        Path | None,
        typer.Option(help="Make an empty workbook (.xlsx) with drop-downs instead."),
    ] = None,
    semicolon: Annotated[
        bool,
        typer.Option(
            "--semicolon",
            help="Write semicolons and decimal commas, for a spreadsheet with Dutch settings.",
        ),
    ] = False,
) -> None:
    """Write a small commented neighbourhood folder to start from.

    It reads, checks and can be planned as it is; everything in it is made up. With --excel an
    empty workbook is written, with drop-downs and an explanation in Dutch and English. Nothing
    that exists is overwritten.

    Example:

        hecht new my-neighbourhood

        hecht new --excel my-neighbourhood.xlsx
    """
    from hecht.exchange.example import write_example
    from hecht.exchange.tables import Dialect

    if (folder is None) == (excel is None):
        raise typer.BadParameter("give either a folder or --excel FILE.xlsx")
    if folder is not None:
        write_example(folder, Dialect(";", ",", True) if semicolon else None)
        typer.echo(f"{folder} is there. Next: hecht check {folder}")
        return
    assert excel is not None
    if excel.suffix.lower() != ".xlsx":
        raise typer.BadParameter("the name of a workbook must end in .xlsx", param_hint="--excel")
    if excel.exists():
        raise FileExistsError(17, "this is there already; choose another name", str(excel))
    from hecht.exchange.workbook import write_empty_workbook

    write_empty_workbook(excel)
    typer.echo(f"{excel} is there. Fill it in, then: hecht check {excel}")
