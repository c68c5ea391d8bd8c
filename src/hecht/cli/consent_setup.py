"""`hecht consent new | open | offer`: setting a measurement up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.consent_options import As, By, FolderOf, Json, now, receipt
from hecht.cli.options import day_of

if TYPE_CHECKING:
    from datetime import date

    from hecht.consent import Tenancy, UnitHome

CONDITION = (
    "Dit voorstel geldt alleen als de huurders van ten minste 70% van de woningen in uw complex "
    "ja zeggen."
)

KEYS = """# A consent measurement by article 7:220 BW. See docs/consent.md.
name = "{name}"
landlord = "{landlord}"

# Who rents on this day is counted: that is the whole of which seven of ten must agree.
reference_date = {day}
# Tenants answer and withdraw from the first up to and with the second day.
opens = {day}
closes = {closes}

# The text of the offer. Each answer is bound to its version and to the SHA-256 of the file.
offer_file = "offer.txt"
offer_version = "1"
# This sentence must stand in the text: the proposal binds nobody when the share is not reached.
condition = "{condition}"
# Only for a text that hecht cannot read, such as a PDF: who saw that the sentence is in it.
condition_seen_by = ""
"""

TEXT = """Beste huurder,

Hier komt uw voorstel: wat er met uw woning gebeurt, wanneer, en wat u ervoor krijgt.

{condition}

U antwoordt met ja of nee. Zegt u niets, dan telt dat niet als ja.
U kunt uw antwoord intrekken tot en met de laatste dag.
"""


def put(app: typer.Typer) -> None:
    """Add these verbs to `hecht consent`."""
    app.command("new")(new)
    app.command("open")(open_)
    app.command("offer")(offer)


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    reference_date: Annotated[
        str, typer.Option("--reference-date", help="The day on which tenancies are counted.")
    ],
    neighbourhood: Annotated[
        Path | None,
        typer.Option(
            "--neighbourhood",
            help="Take homes and tenancies from a neighbourhood folder: each block with works is "
            "a building unit.",
            exists=True,
        ),
    ] = None,
) -> None:
    """Write a folder to start from; fill it in, and then open it.

    Example:

        hecht consent new finches --reference-date 2026-02-01 --neighbourhood vogeltjesbuurt
    """
    from datetime import timedelta

    from hecht.exchange.consent_folder import write_setup

    day = day_of(reference_date, "--reference-date")
    name, landlord = folder.name, "?"
    homes: list[UnitHome] = []
    tenancies: list[Tenancy] = []
    if neighbourhood is not None:
        name, landlord, homes, tenancies = _from(neighbourhood, day)
    keys = KEYS.format(
        name=_quoted(name),
        landlord=_quoted(landlord),
        day=day,
        closes=day + timedelta(weeks=6),
        condition=CONDITION,
    )
    write_setup(folder, keys, homes, tenancies, TEXT.format(condition=CONDITION))
    if homes:
        typer.echo("Each block is now a unit. Where one building has several blocks, give their")
        typer.echo("homes the same unit in homes.csv: ten homes of one building make a unit.")
    typer.echo(f"Wrote {folder}. Fill in consent.toml, the two tables and offer.txt; then:")
    typer.echo(f'    hecht consent open {folder} --by "your name"')


def open_(folder: FolderOf, by: By, at: As = "") -> None:
    """Begin: from here on the roll, the days and the text are fixed in the record.

    Example:

        hecht consent open finches --by "A. Jansen"
    """
    from hecht.exchange.consent_folder import open_measurement

    book = open_measurement(folder, now(at), by)
    for unit in book.units:
        typer.echo(
            f"{unit.unit}: {len(unit.homes)} homes, {len(unit.tenancies)} tenancies on "
            f"{book.reference_date}"
        )
    typer.echo(f"Opened. Text {book.offer.version} has SHA-256 {book.offer.sha256}")


def offer(
    folder: FolderOf,
    why: Annotated[str, typer.Option("--why", help="What changed in the text.")],
    by: By,
    at: As = "",
    as_json: Json = False,
) -> None:
    """Offer a new version of the text: answers to earlier texts no longer count.

    Put the new text in a file of its own in the folder, and name file and version in consent.toml.

    Example:

        hecht consent offer finches --why "rent of the new homes corrected" --by "A. Jansen"
    """
    from hecht.consent import Draft, offer_facts
    from hecht.exchange.consent_folder import append, read_setup, require_condition

    found = read_setup(folder)
    require_condition(found)
    facts = {**offer_facts(found.setup.offer), "why": why}
    receipt(append(folder, lambda book: [Draft("offer", facts, now(at), by)]), as_json)


def _from(folder: Path, day: date) -> tuple[str, str, list[UnitHome], list[Tenancy]]:
    """Return name, landlord, homes and tenancies of a neighbourhood; names of people stay out."""
    from datetime import date as Date

    from hecht.consent import Tenancy, UnitHome
    from hecht.exchange import read
    from hecht.neighbourhood import Stage, Works

    n = read(folder)
    worked = {block.id for block in n.blocks if block.works not in (Works.KEEP, Works.BUILD)}
    homes = [
        UnitHome(home.id, home.block)
        for home in n.homes
        if home.stage is Stage.EXISTING and home.block in worked
    ]
    inside = {one.home for one in homes}
    tenancies = [
        Tenancy(
            one.id,
            one.home,
            None
            if one.tenancy_start is None
            else Date(one.tenancy_start.year, one.tenancy_start.number, 1),
        )
        for one in n.households
        if one.home in inside
    ]
    return n.project.name, n.project.organisation or "?", homes, tenancies


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
