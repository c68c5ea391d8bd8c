"""`hecht intake`: forms, typing them in, merging, withdrawing, the response."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import NO

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood
    from hecht.outcomes.disclosure import Breakdown
    from hecht.residents.intake_merge import Merged
    from hecht.residents.intake_response import Response

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Ask residents what they need, on paper, and merge what they answer.\n\n"
    "Example: hecht intake forms my-neighbourhood --out forms",
)

Folder = Annotated[Path, typer.Argument(help="The neighbourhood folder.")]


class FormLanguage(StrEnum):
    """The languages of the forms."""

    NL = "nl"
    EN = "en"
    TR = "tr"
    AR = "ar"
    PL = "pl"


class Reader(StrEnum):
    """Who reads the response."""

    COMMITTEE = "committee"
    COUNSELLOR = "counsellor"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2027-05-31") from None


@app.command()
def forms(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="The folder to write the forms to.")],
    language: Annotated[
        list[FormLanguage] | None,
        typer.Option(
            help="A language; may be given more than once. Else: Dutch, or the one a "
            "household asked for."
        ),
    ] = None,
    large: Annotated[bool, typer.Option("--large", help="Print in large letters.")] = False,
    household: Annotated[
        list[str] | None, typer.Option(help="Only this household; may be given more than once.")
    ] = None,
) -> None:
    """Write a form to print for each household (HTML, A4), with its code and a QR square.

    The Dutch text counts; other languages say that they were translated by a machine until
    someone has reviewed them. Names are not printed.

    Example:

        hecht intake forms my-neighbourhood --out forms --language nl --language ar
    """  # fmt: skip
    from hecht.exchange.folder import write_files
    from hecht.exchange.intake_files import read_intake
    from hecht.residents.intake_form import form_page
    from hecht.residents.intake_log import current

    here, log = read_intake(folder)
    for name in household or ():
        if name not in here.household_of:
            raise typer.BadParameter(f"there is no household {name!r}", param_hint="--household")
    asked = current(log)
    pages = {}
    for one in here.households:
        if household and one.id not in household:
            continue
        wished = asked.get((one.id, "language"))
        known = wished is not None and wished.value in list(FormLanguage)
        fallback = FormLanguage(wished.value) if wished is not None and known else FormLanguage.NL
        for chosen in language or [fallback]:
            name = f"{one.id}-{chosen.value}{'-large' if large else ''}.html"
            pages[name] = form_page(here, one.id, chosen.value, large=large)
    write_files(pages, out)
    typer.echo(f"{len(pages)} form(s) in {out}. Print them from a browser, on A4.")


@app.command()
def workbook(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="The workbook to make (.xlsx).")],
) -> None:
    """Make a workbook to type forms in: a row for each form, with drop-downs.

    Type what stands on the form, also when it is odd: merging reports it. A workbook that exists
    is not overwritten.

    Example:

        hecht intake workbook my-neighbourhood --out forms.xlsx
    """
    from hecht.exchange.beside import write_beside
    from hecht.exchange.intake_files import read_intake, workbook_bytes
    from hecht.residents.intake_texts import column_help

    if out.suffix.lower() != ".xlsx":
        raise typer.BadParameter("the name must end in .xlsx", param_hint="--out")
    if out.exists():
        raise FileExistsError(17, "this is there already; choose another name", str(out))
    here, _ = read_intake(folder)
    write_beside(out, workbook_bytes(here, column_help("nl")))
    typer.echo(f"{out} is there. Fill it in, then: hecht intake merge {folder} {out}")


@app.command()
def merge(
    folder: Folder,
    typed: Annotated[list[Path], typer.Argument(help="Workbooks (.xlsx) or CSV files of forms.")],
    work_list: Annotated[
        Path | None,
        typer.Option(
            help="Write here what must be decided (CSV). It tells who named whom: only "
            "for the one who merges."
        ),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(help="A work list in which decisions were written.")
    ] = None,
    source: Annotated[str, typer.Option(help="The source of rows that name none.")] = "",
    day: Annotated[str, typer.Option("--date", help="The date of rows that have none.")] = "",
    entered_by: Annotated[str, typer.Option(help="Who typed in rows that do not say.")] = "",
    today: Annotated[
        str, typer.Option(help="The last day on which an answer can be given; else today.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report, and change nothing in the folder.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Merge typed-in forms into the neighbourhood folder, and report everything that is odd.

    What is certain goes into households, ties, wishes and groups, and into answers.csv with its
    source, date and who entered it. What is not certain is proposed in the work list and waits
    for a decision. The report never tells who named whom. Merging a workbook again, with or
    without decisions, adds only what is new.

    Example:

        hecht intake merge my-neighbourhood forms.xlsx --entered-by jb --work-list work.csv

        hecht intake merge my-neighbourhood forms.xlsx --entered-by jb --decisions work.csv
    """  # fmt: skip
    from hecht.exchange.intake_files import (
        count_withdrawn,
        read_decisions,
        read_forms,
        read_intake,
        write_intake,
        write_private,
    )
    from hecht.exchange.intake_files import (
        work_list as work_text,
    )
    from hecht.residents.intake_merge import merge as merge_rows

    here, log = read_intake(folder)
    defaults = {"source": source, "date": day, "entered_by": entered_by}
    defaults = {name: text for name, text in defaults.items() if text}
    rows = [row for path in typed for row in read_forms(path, defaults)]
    merged = merge_rows(
        here, log, rows,
        today=_day(today) if today else datetime.now().date(),
        decisions=read_decisions(decisions) if decisions else {},
    )  # fmt: skip
    wrong = [fault for fault in merged.faults if fault.severity == "error"]
    if not wrong and not dry_run:
        write_intake(merged.neighbourhood, merged.log, folder, count_withdrawn(folder))
    if work_list is not None:
        write_private(work_list, work_text(merged.proposals))
    if as_json:
        typer.echo(json.dumps(_facts(merged, written=not (wrong or dry_run)), indent=2))
    else:
        _print_merge(merged, folder, work_list, dry_run)
    if wrong:
        typer.echo(f"hecht: {wrong[0].text}; {wrong[0].fix}. Nothing is merged.", err=True)
        raise typer.Exit(NO)


def _facts(merged: Merged, *, written: bool) -> dict[str, Any]:
    return {
        "written": written,
        "answers_added": merged.added,
        "counts": dict(merged.counts),
        "messes": dict(Counter(one.mess.value for one in merged.findings)),
        "to_decide": len(merged.proposals),
        "findings": [
            {
                "mess": one.mess.value, "row": one.row, "household": one.household,
                "question": one.question, "text": one.text, "fix": one.fix,
            }
            for one in merged.findings
        ],
    }  # fmt: skip


def _print_merge(merged: Merged, folder: Path, work_list: Path | None, dry_run: bool) -> None:
    last = ""
    for one in merged.findings:
        if one.mess.value != last:
            last = one.mess.value
            number = sum(other.mess is one.mess for other in merged.findings)
            typer.echo(f"\n{last} ({number})")
        place = [f"row {one.row}" if one.row else "", one.household, one.question]
        where = ", ".join(part for part in place if part)
        typer.echo(f"  {where}{': ' if where else ''}{one.text}; {one.fix}")
    counts = merged.counts
    typer.echo(
        f"\n{counts.get('forms', 0)} form(s) of {counts.get('households', 0)} household(s): "
        f"{merged.added} answer(s) added, {counts.get('changed', 0)} changed, "
        f"{counts.get('known', 0)} known already."
    )
    typer.echo(
        f"Ties: {counts.get('ties_new', 0)} new, {counts.get('ties_confirmed', 0)} confirmed by "
        f"the other side; now {counts.get('ties_both_sides', 0)} named by both sides and "
        f"{counts.get('ties_one_sided', 0)} by one. Groups made: {counts.get('groups', 0)}."
    )
    if merged.proposals:
        where = f"in {work_list}" if work_list else "; --work-list FILE.csv writes them down"
        typer.echo(f"{len(merged.proposals)} thing(s) wait for a decision {where}.")
    typer.echo(
        f"{folder} is left as it was (--dry-run)." if dry_run else f"Next: hecht check {folder}"
    )


@app.command()
def withdraw(
    folder: Folder,
    household: Annotated[str, typer.Argument(help="The household's id, or its form's code.")],
) -> None:
    """Take back everything that a household said; only a count remains.

    Its answers, wishes, its side of every tie and its places in groups leave the folder, and its
    needs are again what they were before it answered. Workbooks and work lists outside the
    folder are yours to destroy.

    Example:

        hecht intake withdraw my-neighbourhood h007
    """
    from hecht.exchange.intake_files import count_withdrawn, read_intake, write_intake
    from hecht.residents.intake_people import Register
    from hecht.residents.intake_withdraw import withdraw as take_out

    here, log = read_intake(folder)
    found = household if household in here.household_of else Register(here).exact(household)
    done = take_out(here, log, found or household)
    count = count_withdrawn(folder) + 1
    write_intake(done.neighbourhood, done.log, folder, count, answers_first=False)
    for name, number in done.counts.items():
        typer.echo(f"{name.replace('_', ' ')}: {number}")
    typer.echo(
        f"Withdrawn. Destroy the paper form, workbooks and work lists with these answers, and make "
        f"plans anew that used them. Next: hecht check {folder}"
    )


@app.command()
def response(
    folder: Folder,
    audience: Annotated[
        Reader,
        typer.Option(
            help="committee: counts, small blocks hidden (C7). counsellor: also which "
            "households were not reached, by id and address."
        ),
    ] = Reader.COMMITTEE,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell how many households of each block answered, and how many were not reached yet.

    Example:

        hecht intake response my-neighbourhood

        hecht intake response my-neighbourhood --audience counsellor
    """  # fmt: skip
    from hecht.exchange.intake_files import count_withdrawn, read_intake
    from hecht.outcomes.disclosure import Audience
    from hecht.residents.intake_response import response as respond

    here, log = read_intake(folder)
    found = respond(here, log)
    inside = audience is Reader.COUNSELLOR
    level = Audience.INTERNAL if inside else Audience.COMMITTEE
    answered, reached = found.shown(level)
    facts: dict[str, Any] = {
        "audience": audience.value,
        "hidden_under": level.threshold,
        "answered": _cells(answered),
        "reached": _cells(reached),
        "withdrawn": count_withdrawn(folder) if inside else None,
    }
    if inside:
        facts["not_reached"] = _waiting(here, found)
    if as_json:
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        _print_response(here, facts)


def _cells(shown: Breakdown) -> dict[str, Any]:
    cells = {
        name: None if share is None else [share.part, share.whole]
        for name, share in shown.cells.items()
    }
    total = None if shown.total is None else [shown.total.part, shown.total.whole]
    return {"total": total, "blocks": cells}


def _waiting(here: Neighbourhood, found: Response) -> list[dict[str, Any]]:
    return [
        {"household": one, "address": here.home_of[here.household_of[one].home].address,
         "tried": times}
        for one, times in found.waiting.items()
    ]  # fmt: skip


def _print_response(here: Neighbourhood, facts: dict[str, Any]) -> None:
    hidden = f"hidden (under {facts['hidden_under']})"

    def said(cell: Sequence[int] | None) -> str:
        return hidden if cell is None else f"{cell[0]} of {cell[1]}"

    answered, reached = facts["answered"], facts["reached"]
    rows = [("all", answered["total"], reached["total"])]
    for block, cell in answered["blocks"].items():
        name = here.block_of[block].name if block in here.block_of else "no block"
        rows.append((f"{block} {name}".strip(), cell, reached["blocks"][block]))
    width = max(len(row[0]) for row in rows)
    typer.echo(f"{'block':{width}}  {'answered':20}  reached")
    for name, first, second in rows:
        typer.echo(f"{name:{width}}  {said(first):20}  {said(second)}")
    for one in facts.get("not_reached", ()):
        typer.echo(
            f"not reached: {one['household']}, {one['address']} (tried {one['tried']} times)"
        )
