"""`hecht intake merge`: typed-in forms into the folder, and a report of everything odd."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import NO
from hecht.cli.options import Language, day_of

if TYPE_CHECKING:
    from hecht.residents.intake_merge import Merged

Folder = Annotated[Path, typer.Argument(help="The neighbourhood folder.")]


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
    page: Annotated[
        Path | None, typer.Option("--page", help="Also write the report as this page, for staff.")
    ] = None,
    language: Annotated[
        Language, typer.Option(help="Language of the report and the work list.")
    ] = Language.DUTCH,
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
    from hecht.exchange.beside import write_beside
    from hecht.exchange.intake_files import (
        count_withdrawn,
        read_decisions,
        read_forms,
        read_intake,
        write_intake,
    )
    from hecht.exchange.intake_files import (
        work_list as work_text,
    )
    from hecht.report.intake_merge import merge_lines, merge_page
    from hecht.report.words import Words
    from hecht.residents.intake_merge import merge as merge_rows

    here, log = read_intake(folder)
    defaults = {"source": source, "date": day, "entered_by": entered_by}
    defaults = {name: text for name, text in defaults.items() if text}
    rows = [row for path in typed for row in read_forms(path, defaults)]
    merged = merge_rows(
        here, log, rows,
        today=day_of(today, "--today") if today else date.today(),
        decisions=read_decisions(decisions) if decisions else {},
    )  # fmt: skip
    wrong = [fault for fault in merged.faults if fault.severity == "error"]
    written = not (wrong or dry_run)
    if written:
        write_intake(merged.neighbourhood, merged.log, folder, count_withdrawn(folder))
    if work_list is not None:
        text = work_text(merged.proposals, language.value)
        write_beside(work_list, text.encode(), private=True)  # it tells who named whom
    if page is not None:
        write_beside(page, merge_page(merged, language.value, written=written).encode())
    if as_json:
        facts = _facts(merged, written, language.value)
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        words = Words(language.value, here.project.start)
        told = merge_lines(
            merged, words, folder=str(folder), work_list=str(work_list or ""), written=written
        )
        typer.echo("\n".join(told))
    if wrong:
        typer.echo(f"hecht: {wrong[0].text}; {wrong[0].fix}. Nothing is merged.", err=True)
        raise typer.Exit(NO)


def _facts(merged: Merged, written: bool, language: str) -> dict[str, Any]:
    """Return the report for a machine: only `text` and `fix` are in a language."""
    return {
        "written": written,
        "answers_added": merged.added,
        "counts": dict(merged.counts),
        "messes": dict(Counter(one.mess.value for one in merged.findings)),
        "to_decide": len(merged.proposals),
        "findings": [
            {
                "mess": one.mess.value, "finding": one.key, "row": one.row,
                "household": one.household, "question": one.question,
                "text": one.text(language), "fix": one.fix(language),
            }
            for one in merged.findings
        ],
    }  # fmt: skip
