"""`hecht letters`: to each household a letter with its own plan."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.options import Workers, day_of

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood
    from hecht.report.letters import Letters


def run(
    folder: Annotated[Path | None, typer.Argument(help="The neighbourhood folder.")] = None,
    plan: Annotated[Path | None, typer.Argument(help="The plan folder to write about.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The folder to write to.")] = None,
    head: Annotated[
        Path | None,
        typer.Option(
            "--head",
            help="The file that says who sends the letters; letters.toml in the neighbourhood "
            "folder if not given.",
        ),
    ] = None,
    day: Annotated[
        str, typer.Option("--date", help="The date of the letters, as 2027-05-31; today if not.")
    ] = "",
    language: Annotated[
        list[str] | None,
        typer.Option(
            help="nl, en, tr, ar or pl; may be given more than once. Else: the one that a "
            "household asked for. The Dutch letter, which is binding, always comes too."
        ),
    ] = None,
    large_print: Annotated[
        bool, typer.Option("--large-print", help="Print in letters of 18 point.")
    ] = False,
    household: Annotated[
        list[str] | None, typer.Option(help="Only this household; may be given more than once.")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(
            help="Write about what changed since this plan, to those for whom something changed. "
            "For a plan made anew its own folder will do."
        ),
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="With --before: a short letter to the others too.")
    ] = False,
    formats: Annotated[
        str, typer.Option("--format", help="Which files: some of pdf,html,ics.")
    ] = "pdf,html,ics",
    allowances: Annotated[
        Path | None,
        typer.Option(
            help="A table (household, allowance) with the housing allowance that you worked out, "
            "in euros a month. Without it the letter says that it is not known."
        ),
    ] = None,
    workers: Workers = 2,
    new: Annotated[
        Path | None, typer.Option("--new", help="Write a commented letters.toml to fill in.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Write to each household what a plan means to it: on paper, as a page, and as a calendar.

    The folder OUT gets a folder a household, by its code, and index.csv with a checksum of each
    file. It holds names and addresses: keep it to yourself. Of others a letter tells only how
    many live near.

    Example:

        hecht letters --new my-neighbourhood/letters.toml

        hecht letters my-neighbourhood my-plan --out letters --date 2027-01-15

        hecht letters my-neighbourhood new-plan --before my-plan --out changes
    """
    if new is not None:
        _start(new)
        return
    for value, name in ((folder, "FOLDER"), (plan, "PLAN"), (out, "--out")):
        if value is None:
            raise typer.BadParameter("this is needed to write letters", param_hint=name)
    assert folder is not None
    assert plan is not None
    assert out is not None
    if everyone and before is None:
        raise typer.BadParameter("it goes with --before", param_hint="--all")
    from hecht.exchange.letters_files import refuse_unless_letters, write_letters
    from hecht.report.letters import letter_files

    refuse_unless_letters(out, some_only=bool(household))
    written_on = day_of(day, "--date") if day else date.today()
    order = _order(
        folder, plan, head, written_on, language, household, _formats(formats), large_print,
        before, everyone, allowances,
    )  # fmt: skip
    from hecht.cli.steps import steps

    letters = order.written
    with steps() as tell:
        files = letter_files(order, workers, lambda done, of: tell("letters", done, of))
        write_letters(files, out)
    families = len({letter.household for letter in letters})
    used = sorted({letter.language for letter in letters})
    changed = order.changed is not None
    if as_json:
        facts = {
            "folder": str(out), "letters": len(letters), "households": families,
            "languages": used, "formats": list(order.formats), "changed": changed,
        }  # fmt: skip
        typer.echo(json.dumps(facts, indent=2))
        return
    if not letters:
        typer.echo("Nothing changes for anybody, so there are no letters.")
        return
    kind = "letter(s) about a changed plan" if changed else "letter(s)"
    typer.echo(f"{len(letters)} {kind} to {families} household(s) in {out}: {', '.join(used)}.")
    _remark(order)


def _start(path: Path) -> None:
    from hecht.exchange.beside import write_beside
    from hecht.exchange.letterhead_file import START

    if path.exists():
        raise FileExistsError(17, "this is there already; choose another name", str(path))
    write_beside(path, START.encode())
    typer.echo(f"{path} is there. Fill it in, then: hecht letters FOLDER PLAN --out LETTERS")


def _order(
    folder: Path,
    plan: Path,
    head: Path | None,
    day: date,
    language: list[str] | None,
    household: list[str] | None,
    formats: tuple[str, ...],
    large: bool,
    before: Path | None,
    everyone: bool,
    allowances: Path | None,
) -> Letters:
    """Read everything that letters are made from."""
    from hecht.exchange import read
    from hecht.exchange.letterhead_file import FILE, read_letterhead
    from hecht.exchange.letters_files import read_allowances
    from hecht.exchange.plan_changes import neighbourhood_of, read_changed
    from hecht.exchange.plan_folder import read_plan
    from hecht.report.letters import Letters

    sender = read_letterhead(head or folder / FILE)
    here = read(folder)
    now = neighbourhood_of(plan, here)
    made = read_plan(now, plan)
    return Letters(
        neighbourhood=now,
        course=made.course,
        head=sender,
        day=day,
        spoken=_spoken(folder, here),
        languages=tuple(language) if language else None,
        households=tuple(household) if household else None,
        formats=formats,
        large=large,
        allowances=({} if allowances is None else read_allowances(allowances, now.household_of)),
        changed=None if before is None else read_changed(made, plan, before, here),
        everyone=everyone,
    )


def _spoken(folder: Path, here: Neighbourhood) -> dict[str, str]:
    """Return the language that each household asked for on its form."""
    from hecht.exchange.intake_files import read_answers
    from hecht.residents.intake_log import current

    if not folder.is_dir():
        return {}  # a workbook holds no answers
    answers = current(read_answers(folder, here))
    return {name: one.value for (name, asked), one in answers.items() if asked == "language"}


def _remark(order: Letters) -> None:
    """Say for whom no letter is as asked for, which texts nobody reviewed, and what is late."""
    from hecht.residents.letter_texts import LANGUAGES, letter_texts

    past = _moved_before(order)
    if past:
        typer.echo(
            f"By this plan {past} of these household(s) moved before the month of {order.day}, the "
            "date of the letters. If that is not so, give the right --date."
        )
    used = {lang for name in order.neighbourhood.household_of for lang in order.spoken_by(name)}
    unread = sorted(lang for lang in used if letter_texts(lang).is_machine_made)
    if unread:
        typer.echo(
            f"The texts in {', '.join(unread)} were translated by a machine and not yet reviewed; "
            "the letters say so."
        )
    lacking = sum(one not in LANGUAGES for one in order.spoken.values())
    if lacking and order.languages is None:
        typer.echo(f"{lacking} household(s) asked for a language without letters; they get Dutch.")


def _moved_before(order: Letters) -> int:
    """Return how many of the households that get a letter have a move before its month."""
    from hecht.neighbourhood import Month

    now = Month(order.day.year, order.day.month).since(order.neighbourhood.project.start)
    written = {letter.household for letter in order.written}
    moved = {move.household for move in order.course.moves() if move.month < now}
    return len(written & moved)


def _formats(text: str) -> tuple[str, ...]:
    from hecht.report.letters import FORMATS

    asked = [one.strip().lower() for one in text.split(",") if one.strip()]
    unknown = [one for one in asked if one not in FORMATS]
    if unknown or not asked:
        raise typer.BadParameter(
            f"{text!r} is not some of {','.join(FORMATS)}", param_hint="--format"
        )
    return tuple(one for one in FORMATS if one in asked)
