"""`hecht intake`: forms, typing them in, merging, withdrawing, the response."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.intake_merge import Folder, merge
from hecht.cli.options import Language, ReportLanguage

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood
    from hecht.outcomes.disclosure import Audience, Breakdown
    from hecht.residents.intake_response import Response

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Ask residents what they need, on paper, and merge what they answer.\n\n"
    "Example: hecht intake forms my-neighbourhood --out forms",
)


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
    together: Annotated[
        bool, typer.Option("--together", help="One file for each language, to print at once.")
    ] = False,
    large: Annotated[bool, typer.Option("--large", help="Print in large letters.")] = False,
    household: Annotated[
        list[str] | None, typer.Option(help="Only this household; may be given more than once.")
    ] = None,
) -> None:
    """Write a form to print for each household (HTML, A4), with its code and a QR square.

    The Dutch text counts; other languages say that they were translated by a machine until
    someone has reviewed them. Names are not printed.

    Example:

        hecht intake forms my-neighbourhood --out forms --together

        hecht intake forms my-neighbourhood --out forms --language nl --language ar
    """  # fmt: skip
    from hecht.exchange.folder import write_files
    from hecht.exchange.intake_files import read_intake
    from hecht.residents.intake_form import form_page, forms_page
    from hecht.residents.intake_log import current

    here, log = read_intake(folder)
    for name in household or ():
        if name not in here.household_of:
            raise typer.BadParameter(f"there is no household {name!r}", param_hint="--household")
    asked = current(log)
    whose: dict[str, list[str]] = {}
    for one in here.households:
        if household and one.id not in household:
            continue
        wished = asked.get((one.id, "language"))
        known = wished is not None and wished.value in list(FormLanguage)
        fallback = FormLanguage(wished.value) if wished is not None and known else FormLanguage.NL
        for chosen in language or [fallback]:
            whose.setdefault(chosen.value, []).append(one.id)
    end = f"{'-large' if large else ''}.html"
    pages = {}
    for spoken, some in whose.items():
        if together:
            pages[f"forms-{spoken}{end}"] = forms_page(here, some, spoken, large=large)
        else:
            pages |= {
                f"{one}-{spoken}{end}": form_page(here, one, spoken, large=large) for one in some
            }
    write_files(pages, out)
    number = sum(map(len, whose.values()))
    typer.echo(f"{number} form(s) in {out}. Print them from a browser, on A4.")


@app.command()
def workbook(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="The workbook to make (.xlsx).")],
    language: Annotated[
        Language, typer.Option(help="Language of the headings and drop-downs.")
    ] = Language.DUTCH,
) -> None:
    """Make a workbook to type forms in: a row for each form, with drop-downs.

    Type what stands on the form, also when it is odd: merging reports it. A workbook that exists
    is not overwritten.

    Example:

        hecht intake workbook my-neighbourhood --out forms.xlsx
    """
    from hecht.exchange.beside import write_beside
    from hecht.exchange.intake_files import read_intake, workbook_bytes

    if out.suffix.lower() != ".xlsx":
        raise typer.BadParameter("the name must end in .xlsx", param_hint="--out")
    if out.exists():
        raise FileExistsError(17, "this is there already; choose another name", str(out))
    here, _ = read_intake(folder)
    write_beside(out, workbook_bytes(here, language.value))
    typer.echo(f"{out} is there. Fill it in, then: hecht intake merge {folder} {out}")


app.command()(merge)


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
    page: Annotated[
        Path | None, typer.Option("--page", help="Also write this page, for the same audience.")
    ] = None,
    language: ReportLanguage = Language.DUTCH,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell how many households of each block answered, and how many were not reached yet.

    Example:

        hecht intake response my-neighbourhood --page response.html

        hecht intake response my-neighbourhood --audience counsellor
    """  # fmt: skip
    from hecht.exchange.beside import write_beside
    from hecht.exchange.intake_files import count_withdrawn, read_intake
    from hecht.outcomes.disclosure import Audience
    from hecht.report.intake_response import response_lines, response_page
    from hecht.report.words import Words
    from hecht.residents.intake_response import response as respond

    here, log = read_intake(folder)
    found = respond(here, log)
    level = Audience.INTERNAL if audience is Reader.COUNSELLOR else Audience.COMMITTEE
    if page is not None:
        write_beside(page, response_page(here, found, level, language.value).encode())
    if as_json:
        withdrawn = count_withdrawn(folder) if level is Audience.INTERNAL else None
        typer.echo(json.dumps(_facts(here, found, level, withdrawn), indent=2, ensure_ascii=False))
    else:
        words = Words(language.value, here.project.start)
        typer.echo("\n".join(response_lines(here, found, level, words)))


def _facts(
    here: Neighbourhood, found: Response, level: Audience, withdrawn: int | None
) -> dict[str, Any]:
    answered, reached = found.shown(level)
    inside = level.value == "internal"
    facts: dict[str, Any] = {
        "audience": "counsellor" if inside else "committee",
        "hidden_under": level.threshold,
        "answered": _cells(answered),
        "reached": _cells(reached),
        "withdrawn": withdrawn,
    }
    if inside:
        facts["not_reached"] = _waiting(here, found)
    return facts


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
