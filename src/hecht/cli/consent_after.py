"""`hecht consent status | notice | court | change | terms | advice`: what follows answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.consent_options import As, By, FolderOf, Json, now, receipt
from hecht.cli.errors import NO
from hecht.cli.options import Language, day_of
from hecht.consent.measure import Verdict

if TYPE_CHECKING:
    from hecht.consent import Book, Count, Progress

FOLLOWS = {
    Verdict.OPEN: "Tenants can still answer and withdraw.",
    Verdict.PRESUMED: "Presumed reasonable: write to every tenant who did not agree; each of them "
    "has eight weeks after that notice to go to court.",
    Verdict.BELOW_SHARE: "Not presumed reasonable: the conditional proposal binds nobody. Make a "
    "better one and measure anew, or go to court.",
    Verdict.TOO_SMALL: "Under ten homes there is no presumption, whatever the share: get the "
    "agreement of each tenant, or go to court.",
    Verdict.NOBODY: "No tenancy ran on the reference date: there is nobody to ask.",
}

On = Annotated[str, typer.Option("--on", help="The day.", show_default="today")]


def put(app: typer.Typer) -> None:
    """Add these verbs to `hecht consent`."""
    app.command("status")(status)
    app.command("notice")(notice)
    app.command("court")(court)
    app.command("change")(change)
    app.command("terms")(terms)
    app.command("advice")(advice)


def status(
    folder: FolderOf,
    page: Annotated[
        Path | None, typer.Option("--page", help="Also write this page, for everybody to see.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Of the page: nl or en.")] = "nl",
    staff: Annotated[
        Path | None,
        typer.Option("--staff", help="Also write this CSV with names, for counsellors only."),
    ] = None,
    on: On = "",
    as_json: Json = False,
) -> None:
    """Tell how far it is, per building unit, without names and small groups.

    Exit code 1 when it is closed and a unit does not reach the share.

    Example:

        hecht consent status finches --page progress.html --staff counsellors.csv
    """
    from hecht.consent import clocks, count, progress
    from hecht.exchange.beside import write_beside
    from hecht.exchange.consent_folder import differences, read_book, read_tenancies
    from hecht.exchange.consent_out import counsellors_list
    from hecht.report.consent import progress_page

    book = read_book(folder)
    counted = count(book)
    shown = progress(counted)
    typer.echo(_json(book, counted, shown) if as_json else _lines(book, counted, shown))
    if page is not None:
        write_beside(page, progress_page(book, counted, shown, language).encode())
    if staff is not None:
        days = clocks(book, day_of(on, "--on") if on else now("").date())
        listed = counsellors_list(book, read_tenancies(folder), days)
        write_beside(staff, listed.encode(), private=True)  # it tells who said what
    for one in differences(folder, book):
        typer.echo(f"Note: {one}", err=True)
    raise typer.Exit(NO if counted.closed and not counted.good else 0)


def notice(
    folder: FolderOf,
    by: By,
    tenancy: Annotated[
        list[str] | None,
        typer.Option("--tenancy", help="To whom; again for more.", show_default="all to whom due"),
    ] = None,
    on: On = "",
    at: As = "",
    as_json: Json = False,
) -> None:
    """Keep that the landlord's written notice went out; eight weeks run from that day.

    Without --tenancy: to everybody who did not agree or is touched by a change, and has no notice.

    Example:

        hecht consent notice finches --on 2026-04-20 --by "A. Jansen"
    """
    from hecht.consent import ClockState, Draft, clocks
    from hecht.exchange.consent_folder import append

    moment = now(at)
    day = day_of(on, "--on") if on else moment.date()

    def drafts(book: Book) -> list[Draft]:
        due = [c.tenancy for c in clocks(book, day) if c.state is ClockState.NO_NOTICE]
        to = tenancy or due
        return [Draft("notice", {"tenancy": t, "on": str(day)}, moment, by) for t in to]

    added = append(folder, drafts)
    receipt(added, as_json)
    if not added.entries and not as_json:
        typer.echo("Nobody is due a notice: nothing was kept.")


def court(
    folder: FolderOf,
    tenancy: Annotated[str, typer.Argument(help="The tenancy, as in tenancies.csv.")],
    by: By,
    on: On = "",
    at: As = "",
    as_json: Json = False,
) -> None:
    """Keep that a tenant went to court.

    Example:

        hecht consent court finches T07 --on 2026-05-30 --by "A. Jansen"
    """
    from hecht.consent import Draft
    from hecht.exchange.consent_folder import append

    moment = now(at)
    facts = {"tenancy": tenancy, "on": on or str(moment.date())}
    receipt(append(folder, lambda book: [Draft("court", facts, moment, by)]), as_json)


def change(
    folder: FolderOf,
    homes: Annotated[str, typer.Option("--homes", help="The homes it touches, with commas.")],
    what: Annotated[
        str,
        typer.Option("--what", help="What changes; this keeps it.", show_default=False),
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who enters this; with --what.")] = "",
    on: On = "",
    at: As = "",
    as_json: Json = False,
) -> None:
    """Tell what a change of the plan asks for; with --what also keep it. Exit code 1: a new vote.

    Under 30% of the homes of a unit, all changes together: those homes get a new notice and term.

    Example:

        hecht consent change finches --homes W03,W04 --what "other floor plan" --by "A. Jansen"
    """
    from hecht.consent import ConsentError, Draft, Impact, impacts
    from hecht.exchange.consent_folder import append, read_book

    touched = [home.strip() for home in homes.split(",") if home.strip()]
    moment = now(at)
    if what:
        if not by.strip():
            raise ConsentError("nobody is named as the one who enters this; give a name (--by)")
        facts: dict[str, Any] = {"what": what, "homes": touched, "on": on or str(moment.date())}
        book = append(folder, lambda book: [Draft("change", facts, moment, by)]).book
        found = impacts(book)
    else:
        found = impacts(read_book(folder), frozenset(touched))
    said = {
        Impact.NOTHING: "not touched",
        Impact.OWN_TERM: "under 30%: a new notice and eight weeks for the tenants of these homes",
        Impact.NEW_VOTE: "30% or more: a new vote",
    }
    if as_json:
        rows = [
            {"unit": o.unit, "touched": o.touched, "homes": o.homes, "impact": o.impact.value}
            for o in found
        ]
        typer.echo(json.dumps({"kept": bool(what), "units": rows}))
    else:
        for one in found:
            typer.echo(f"{one.unit}: {one.touched} of {one.homes} homes; {said[one.impact]}")
    raise typer.Exit(NO if any(one.impact is Impact.NEW_VOTE for one in found) else 0)


def terms(
    folder: FolderOf,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write a calendar file (.ics) here.")
    ] = None,
    asked: Annotated[
        str, typer.Option("--advice-asked", help="The day on which advice was asked.")
    ] = "",
    received: Annotated[
        str, typer.Option("--advice-received", help="The day on which the advice came in.")
    ] = "",
    language: Annotated[
        Language, typer.Option("--language", help="Language of the terms.")
    ] = Language.DUTCH,
    on: On = "",
    as_json: Json = False,
) -> None:
    """Tell the terms: answers, the eight weeks of each tenancy, the advice of the Overlegwet.

    For staff: tenancies by their id. `hecht terms` puts them beside all other terms of a plan.

    Example:

        hecht consent terms finches --advice-asked 2026-01-10 --out terms.ics
    """
    from hecht.consent import clocks
    from hecht.exchange.beside import write_beside
    from hecht.exchange.calendar_texts import CalendarTexts
    from hecht.exchange.consent_calendar import terms_of
    from hecht.exchange.consent_folder import read_book
    from hecht.exchange.ics import calendar_text

    book = read_book(folder)
    day = day_of(on, "--on") if on else now("").date()
    running = clocks(book, day)
    found = terms_of(
        book,
        running,
        day_of(asked, "--advice-asked") if asked else None,
        day_of(received, "--advice-received") if received else None,
        language=language.value,
    )
    if as_json:
        states = [
            {
                "tenancy": one.tenancy,
                "unit": one.unit,
                "why": one.why,
                "notice": str(one.notice) if one.notice else None,
                "last_day": str(one.last_day) if one.last_day else None,
                "state": one.state.value,
            }
            for one in running
        ]
        days = [{"day": str(one.day), "what": one.what} for one in found]
        typer.echo(json.dumps({"on": str(day), "terms": days, "clocks": states}, indent=2))
    else:
        words = CalendarTexts(language.value)
        for one in found:
            typer.echo(f"{one.day}  {one.what}{words('over') if one.day < day else ''}")
        for clock in running:
            if clock.last_day is None or clock.state.value == "new_vote":
                said = words("no_term", tenancy=clock.tenancy, state=words(clock.state.value))
                typer.echo(f"{'':10}  {said}")
    if out is not None:
        write_beside(out, calendar_text(book.name, found, day, language=language.value).encode())


def advice(
    ballots: Annotated[
        Path, typer.Argument(help="CSV: ballot, approve (A;B), ranking (B>A).", exists=True)
    ],
    scenarios: Annotated[str, typer.Option("--scenarios", help="All of them, with commas.")],
    as_json: Json = False,
) -> None:
    """Count advice on scenarios: what people approve of and prefer. It is no consent.

    Example:

        hecht consent advice ballots.csv --scenarios A,B,C
    """
    from hecht.consent import advice as count_advice
    from hecht.exchange.consent_answers import read_ballots

    names = list(dict.fromkeys(name.strip() for name in scenarios.split(",") if name.strip()))
    found = count_advice(names, read_ballots(ballots))
    if as_json:
        above = [{"above": a, "below": b, "ballots": n} for (a, b), n in found.above.items()]
        record = {
            "ballots": found.ballots,
            "approvals": dict(found.approvals),
            "pairs": above,
            "preferred": found.preferred,
        }
        typer.echo(json.dumps(record, ensure_ascii=False))
        return
    typer.echo(f"{found.ballots} ballots; advice, no consent by article 7:220 BW")
    for name in names:
        typer.echo(f"{name}: approved by {found.approvals[name]}")
    for (a, b), n in found.above.items():
        if names.index(a) < names.index(b):
            typer.echo(f"{a} above {b}: {n}; {b} above {a}: {found.above[b, a]}")
    preferred = found.preferred or "none: no scenario is preferred to each other one"
    typer.echo(f"preferred to each other one: {preferred}")


def _lines(book: Book, counted: Count, shown: Progress) -> str:
    lines = [f"{book.name}, tenancies on {book.reference_date}, answers up to {book.closes}"]
    for one in shown.units:
        if one.tenancies is None:
            few = f"fewer than {shown.threshold} tenancies"
            lines.append(f"{one.unit}: not shown ({few})")
            continue
        yes = "" if one.yes is None else f"{one.yes} yes, "
        reached = "reached" if one.enough else "not reached"
        lines.append(f"{one.unit}: {yes}{one.needed} of {one.tenancies} needed: {reached}")
        if one.verdict is not None and one.verdict is not Verdict.OPEN:
            lines.append(f"    {FOLLOWS[one.verdict]}")
    if shown.total is not None:
        lines.append(f"together: {shown.total[0]} of {shown.total[1]} say yes")
    lines.append("closed" if counted.closed else "open")
    return "\n".join(lines)


def _json(book: Book, counted: Count, shown: Progress) -> str:
    units = [
        {
            "unit": one.unit,
            "tenancies": one.tenancies,
            "yes_needed": one.needed,
            "yes": one.yes,
            "enough": one.enough,
            "verdict": None if one.verdict is None else one.verdict.value,
        }
        for one in shown.units
    ]
    return json.dumps(
        {
            "name": book.name,
            "reference_date": str(book.reference_date),
            "closed": counted.closed,
            "together": None if shown.total is None else list(shown.total),
            "threshold": shown.threshold,
            "units": units,
        },
        indent=2,
        ensure_ascii=False,
    )
