"""What the parts of `hecht consent` share: options, moments, and the receipt of a row."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hecht.consent import Added

FolderOf = Annotated[
    Path, typer.Argument(help="The folder of the measurement.", exists=True, file_okay=False)
]
By = Annotated[str, typer.Option("--by", help="Who enters this.")]
As = Annotated[
    str,
    typer.Option(
        "--at", help="The moment of entering, as 2026-03-04T14:05+01:00.", show_default="now"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a machine to read.")]


def now(text: str) -> datetime:
    """Return the moment that was given, or this one, with its offset from UTC."""
    if not text:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(
            f"{text!r} is no moment; write it as 2026-03-04T14:05+01:00", param_hint="--at"
        )
    return moment


def receipt(added: Added, as_json: bool = False) -> None:
    """Tell which rows are kept now, with their seals: the proof that they were."""
    if as_json:
        record = {
            "kept": [{"row": one.number, "seal": one.seal} for one in added.entries],
            "known": [one.row for one in added.known],
        }
        typer.echo(json.dumps(record))
        return
    for one in added.entries[-1:]:
        count = len(added.entries)
        rows = f"row {one.number}" if count == 1 else f"{count} rows, the last is row {one.number}"
        typer.echo(f"Kept: {rows}, with seal {one.seal}")
    if added.known:
        rows = ", ".join(str(one.row) for one in added.known)
        typer.echo(f"In the record already, and not kept twice: row {rows}")
