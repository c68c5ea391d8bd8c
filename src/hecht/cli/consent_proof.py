"""`hecht consent certificate | verify`: the result, and the proof that it is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from hecht.cli.consent_options import FolderOf, Json
from hecht.cli.errors import NO


def put(app: typer.Typer) -> None:
    """Add these verbs to `hecht consent`."""
    app.command("certificate")(certificate)
    app.command("verify")(verify)


def certificate(
    folder: FolderOf,
    out: Annotated[Path, typer.Option("--out", help="The folder to write.")],
) -> None:
    """Write the certificate of the result: JSON to count again from, and pages to read.

    Example:

        hecht consent certificate finches --out finches-certificate
    """
    from hecht.consent import certificate as certificate_of
    from hecht.exchange.consent_folder import read
    from hecht.exchange.consent_out import CERTIFICATE, write_certificate
    from hecht.report.consent import certificate_page

    reading = read(folder)
    found = certificate_of(reading)
    pages = {
        f"certificate.{language}.html": certificate_page(found, CERTIFICATE, language)
        for language in ("nl", "en")
    }
    write_certificate(folder, out, reading, pages)
    typer.echo(f"Wrote {out}: {len(reading.entries)} rows, the last with seal {reading.head}")


def verify(
    path: Annotated[
        Path, typer.Argument(help="A folder of a measurement, or a certificate.json.", exists=True)
    ],
    row: Annotated[int | None, typer.Option("--row", min=1, help="A row on a receipt.")] = None,
    seal: Annotated[
        str, typer.Option("--seal", help="The seal on that receipt, or of the last row.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check every row of a record, or a certificate by counting it again; exit code 1: damaged.

    With --seal (and --row) also whether a receipt given out before still fits, which shows rows
    cut off at the end and a record that was written anew.

    Example:

        hecht consent verify finches --row 12 --seal 5a1f…
    """
    from hecht.consent import Fault, faults, record_faults
    from hecht.consent.record import rows_of
    from hecht.exchange.consent_folder import RECORD, read
    from hecht.exchange.consent_out import read_certificate

    if path.is_dir() or path.name == RECORD:
        reading = read(path if path.is_dir() else path.parent)
        found = record_faults(reading)
    else:
        given = read_certificate(path)
        found = faults(given)
        reading = rows_of(given["record"] if not found else [])
    rows = {one.number: one.seal for one in reading.entries}
    if seal and not found:
        at = len(rows) if row is None else row
        if rows.get(at) != seal.strip().lower():
            text = "is not there" if at not in rows else "has another seal than the receipt"
            found = [Fault(at, f"{text}: rows were cut off, or the record was written anew")]
    if as_json:
        told = [{"row": one.row, "text": one.text} for one in found]
        typer.echo(json.dumps({"good": not found, "rows": len(rows), "faults": told}))
    elif found:
        for one in found:
            typer.echo(str(one))
    else:
        typer.echo(f"Good: {len(rows)} rows, the last with seal {reading.head}")
        if reading.unfinished:
            typer.echo("An unfinished line after it, left by a stop, was never kept.")
    raise typer.Exit(NO if found else 0)
