"""`hecht replan`: make a plan anew from a month on, after what happened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.errors import NO
from hecht.cli.options import (
    Bounds,
    Fairness,
    Iterations,
    Language,
    ReportLanguage,
    Seed,
    Workers,
)
from hecht.cli.plan import committee, uninterrupted, write_page

if TYPE_CHECKING:
    from hecht.neighbourhood import Month, Neighbourhood
    from hecht.planning.plan import Plan
    from hecht.planning.replan import Event, Replan

DEFAULT_SECONDS = 20.0
_MOST_ROWS = 40


def run(
    plan: Annotated[Path, typer.Argument(help="The plan folder that stands now.")],
    neighbourhood: Annotated[
        Path | None,
        typer.Argument(
            help="The neighbourhood it was made for; left out: the one in the plan folder, when "
            "that plan was made anew itself."
        ),
    ] = None,
    on: Annotated[
        str, typer.Option("--on", help="The month from which plans may change, as 2027-05.")
    ] = ...,  # type: ignore[assignment]
    out: Annotated[Path, typer.Option("--out", help="The folder to write the new plan to.")] = ...,  # type: ignore[assignment]
    events: Annotated[
        Path | None, typer.Option("--events", help="The table of what happened (CSV).")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Stop after this many seconds; 20 if not given.", min=0.1)
    ] = None,
    iterations: Iterations = None,
    seed: Seed = 1,
    workers: Workers = 2,
    language: ReportLanguage = Language.DUTCH,
    report: Annotated[
        bool, typer.Option("--report/--no-report", help="Write the pages, or not.")
    ] = True,
    fairness: Fairness = True,
    bounds: Bounds = True,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what changes as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Make a plan anew from a month on, after delays, changed minds, deaths, births and the like.

    What happened before that month stands. Accepted promises are kept, and what households were
    told changes only where that gains more than the policy's points_broken_announcement, or must.
    The folder OUT gets the new plan, the neighbourhood as it is after the events, and
    changes.csv: whom to write to, and why. The exit code is 1 when a promise or the limit on
    months in temporary homes cannot be kept (they are named, with what comes instead), or when
    there is no plan at all.

    Example:

        hecht replan my-plan my-neighbourhood --on 2027-05 --events events.csv --out new-plan

        hecht check new-plan/neighbourhood new-plan
    """
    from hecht.exchange import read
    from hecht.exchange.events_file import read_events
    from hecht.exchange.plan_folder import read_plan, refuse_unless_replaceable
    from hecht.exchange.replan_folder import NEIGHBOURHOOD, write_replan
    from hecht.planning import NoPlan
    from hecht.report.changes import changes_csv

    if seconds is not None and iterations is not None:
        raise typer.BadParameter("give --seconds or --iterations, not both")
    if out.resolve() in (plan.resolve(), (neighbourhood or plan).resolve()):
        raise typer.BadParameter("the new plan needs a folder of its own", param_hint="--out")
    inside = plan / NEIGHBOURHOOD
    if neighbourhood is None and not inside.is_dir():
        raise typer.BadParameter(
            f"{plan} does not hold its neighbourhood; name the folder it was made for",
            param_hint="NEIGHBOURHOOD",
        )
    if iterations is None:
        seconds = seconds or DEFAULT_SECONDS
    refuse_unless_replaceable(out)
    here = read(neighbourhood or inside)
    old = read_plan(here, plan)
    date = _month(on).since(here.project.start)
    happened = read_events(events, here) if events is not None else []
    try:
        made = _replan(
            here, old, date, happened, seconds, iterations, seed, workers, fairness, bounds
        )
    except NoPlan as error:
        if not as_json:
            raise
        typer.echo(
            json.dumps({"conflicts": error.conflicts, "relaxations": error.relaxations}, indent=2)
        )
        raise typer.Exit(NO) from error
    beside = {"changes.csv": changes_csv(made)}
    if events is not None:
        beside["events.csv"] = events.read_bytes()
    with uninterrupted():
        write_replan(made, out, plan.name, beside)
    pages = _pages(made, out, language) if report else []
    if as_json:
        facts = {"plan": str(out), **_record(made)}
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        _show(made, out, pages)
    raise typer.Exit(NO if made.ways_out else 0)


def _month(text: str) -> Month:
    from hecht.neighbourhood import Month

    try:
        return Month.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--on") from error


def _replan(
    here: Neighbourhood,
    old: Plan,
    date: int,
    events: list[Event],
    seconds: float | None,
    iterations: int | None,
    seed: int,
    workers: int,
    fairness: bool,
    bounds: bool,
) -> Replan:
    """Return the plan made anew, showing progress on standard error."""
    from hecht.cli.progress import told_when_slow, watch
    from hecht.planning.replan import replan
    from hecht.planning.warm import warm_up

    with told_when_slow("Compiling the search: once on this machine, about a minute."):
        warm_up()
    with watch(f"Planning {here.project.name} anew", seconds) as progress:
        return replan(
            old,
            date,
            events,
            seconds=seconds,
            iterations=iterations,
            seed=seed,
            workers=workers,
            progress=progress,
            fairness=fairness,
            bounds=bounds,
        )


def _pages(made: Replan, out: Path, language: Language) -> list[Path]:
    from hecht.report.changes import write_changes

    changes = write_changes(made, out, language.value)
    page = write_page(made.plan, out, None, language)
    return [changes, page, committee(page)]


def _record(made: Replan) -> dict[str, Any]:
    """Return a plan made anew as JSON-ready facts."""
    from dataclasses import asdict

    from hecht.cli.figures import record
    from hecht.report.changes_words import ChangeWords
    from hecht.report.words import Words

    start = made.plan.neighbourhood.project.start
    say = ChangeWords(made, Words("en", start))
    return {
        "date": str(start.plus(made.date)),
        "events": [event.words for event in made.events],
        "broken_announcements": made.broken_announcements,
        "not_kept": [{**asdict(way), "text": say.way_out(way)} for way in made.ways_out],
        "changes": [
            {
                "household": d.household,
                "change": d.change.value,
                "before": say.told(d, new=False),
                "after": say.told(d, new=True),
                "months_later": d.months,
                "promise_broken": d.lost_promise,
                "reason": say.reason(d),
            }
            for d in made.changed
        ],
        "new": record(made.plan),
        "old": record(made.previous),
    }


def _show(made: Replan, out: Path, pages: list[Path]) -> None:
    """Print what changes, the most serious first, and the figures of both plans."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from hecht.cli.figures import table
    from hecht.report.changes_words import ChangeWords
    from hecht.report.words import Words

    say = ChangeWords(made, Words("en", made.plan.neighbourhood.project.start))
    for way in made.ways_out:
        typer.echo(f"Not kept: {say.way_out(way)}")
    if made.changed:
        console = Console(highlight=False)
        if not console.is_terminal:
            console = Console(highlight=False, width=150)
        rows = Table(box=SIMPLE_HEAD, pad_edge=False)
        for head, ratio in (("household", 1), ("change", 1), ("was", 2), ("now", 2), ("why", 4)):
            rows.add_column(head, overflow="fold", ratio=ratio)
        for d in made.changed[:_MOST_ROWS]:
            told = (say.told(d, new=False), say.told(d, new=True))
            cells = (d.household, say.change(d.change), *told, say.reason(d))
            rows.add_row(*(Text(cell) for cell in cells))
        console.print(rows)
    left = len(made.changed) - _MOST_ROWS
    if left > 0:
        typer.echo(f"… and {left} more; changes.csv lists them all.")
    same = len(made.differences) - len(made.changed)
    typer.echo(
        f"{len(made.changed)} households to write to, {same} for whom nothing changes; "
        f"{made.broken_announcements} announcements no longer hold.\n"
    )
    typer.echo(table([("before", made.previous), ("anew", made.plan)]))
    typer.echo(f"\nPlan:    {out}")
    for page in pages:
        typer.echo(f"Page:    {page}")
