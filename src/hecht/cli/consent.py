"""`hecht consent`: the 70% of article 7:220 BW, from setting it up to the certificate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from hecht.cli import consent_after, consent_proof, consent_setup
from hecht.cli.consent_options import As, By, FolderOf, Json, now, receipt
from hecht.cli.errors import NO
from hecht.cli.options import day_of

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Measure consent by article 7:220 BW: seven of ten tenancies, in a sealed record.",
)


@app.callback()
def consent() -> None:
    """Measure consent by article 7:220 BW: seven of ten tenancies, in a sealed record."""


@app.command("check")
def check(
    yes: Annotated[int, typer.Option("--yes", min=0, help="Tenancies that said yes.")],
    tenancies: Annotated[
        int, typer.Option("--tenancies", min=1, help="Tenancies on the reference date.")
    ],
    homes: Annotated[
        int | None,
        typer.Option(
            "--homes", min=1, help="Homes of the building unit.", show_default="the tenancies"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell whether so many yes are enough for one building unit; exit code 1 when they are not.

    Example:

        hecht consent check --yes 17 --tenancies 23
    """
    from hecht.consent import Standing, Verdict, unit_count

    total = tenancies if homes is None else homes
    if yes > tenancies:
        raise typer.BadParameter(
            f"{yes} is more than the {tenancies} tenancies", param_hint="--yes"
        )
    if total < tenancies:
        raise typer.BadParameter(
            f"{total} homes cannot have {tenancies} tenancies", param_hint="--homes"
        )
    said = [Standing.YES] * yes + [Standing.SILENT] * (tenancies - yes)
    found = unit_count("", total, said)
    good = found.verdict is Verdict.PRESUMED
    if as_json:
        record = {
            "yes": yes,
            "tenancies": tenancies,
            "homes": total,
            "yes_needed": found.needed,
            "enough": found.enough,
            "verdict": found.verdict.value,
        }
        typer.echo(json.dumps(record))
    else:
        sign = ">=" if found.enough else "<"
        typer.echo(
            f"{yes} of {tenancies}: 10 x {yes} = {10 * yes} {sign} {7 * tenancies} = 7 x "
            f"{tenancies}; {found.needed} are needed."
        )
        typer.echo(consent_after.FOLLOWS[found.verdict])
    raise typer.Exit(0 if good else NO)


@app.command("record")
def record(
    folder: FolderOf,
    tenancy: Annotated[str, typer.Argument(help="The tenancy, as in tenancies.csv.")],
    answer: Annotated[str, typer.Argument(help="yes, no or withdrawn (ja, nee, ingetrokken).")],
    source: Annotated[str, typer.Option("--source", help="letter, visit or web.")],
    by: By,
    given_on: Annotated[
        str, typer.Option("--given-on", help="The day it was given.", show_default="today")
    ] = "",
    version: Annotated[
        str, typer.Option("--text", help="Version of the text answered.", show_default="the last")
    ] = "",
    note: Annotated[str, typer.Option("--note", help="A remark; no names.")] = "",
    at: As = "",
    as_json: Json = False,
) -> None:
    """Keep one answer or withdrawal; prints its row and seal when it is on disk.

    The same answer entered again is not kept twice.

    Example:

        hecht consent record finches T07 yes --source visit --by "A. Jansen" --given-on 2026-03-04
    """
    from hecht.consent import Answer
    from hecht.exchange.consent_answers import source_of, word_of
    from hecht.exchange.consent_folder import append

    moment = now(at)
    day = day_of(given_on, "--given-on") if given_on else moment.date()
    said = Answer(tenancy, word_of(answer), day, source_of(source), version, note)
    receipt(append(folder, lambda book: [said.row(book, moment, by)]), as_json)


@app.command("import")
def import_(
    folder: FolderOf,
    answers: Annotated[
        Path,
        typer.Argument(
            help="CSV: tenancy, answer, given_on, source; also version and note.", exists=True
        ),
    ],
    by: By,
    at: As = "",
    as_json: Json = False,
) -> None:
    """Keep a table of answers, all or none; those that are kept already are left out.

    Example:

        hecht consent import finches letters.csv --by "A. Jansen"
    """
    from hecht.exchange.consent_answers import read_answers
    from hecht.exchange.consent_folder import append

    moment = now(at)
    said = read_answers(answers)
    receipt(append(folder, lambda book: [one.row(book, moment, by) for one in said]), as_json)


@app.command("strike")
def strike(
    folder: FolderOf,
    row: Annotated[int, typer.Argument(help="The row that was entered by mistake.")],
    why: Annotated[str, typer.Option("--why", help="What was wrong with it.")],
    by: By,
    at: As = "",
    as_json: Json = False,
) -> None:
    """Take a row that was entered by mistake out of the count; it stays in the record.

    Example:

        hecht consent strike finches 12 --why "typed at the wrong number" --by "A. Jansen"
    """
    from hecht.consent import Draft
    from hecht.exchange.consent_folder import append

    facts = {"row": row, "why": why}
    receipt(append(folder, lambda book: [Draft("strike", facts, now(at), by)]), as_json)


@app.command("close")
def close(folder: FolderOf, by: By, at: As = "", as_json: Json = False) -> None:
    """Close a measurement after its last day; exit code 1 when a unit does not reach the share.

    Example:

        hecht consent close finches --by "A. Jansen"
    """
    from hecht.consent import Draft, count
    from hecht.exchange.consent_folder import append

    added = append(folder, lambda book: [Draft("close", {}, now(at), by)])
    receipt(added, as_json)
    raise typer.Exit(0 if count(added.book).good else NO)


consent_setup.put(app)
consent_after.put(app)
consent_proof.put(app)
