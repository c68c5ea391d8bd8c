"""`hecht plan`: make a plan for a neighbourhood and write it down."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood
    from hecht.planning.delays.robust import Robust
    from hecht.planning.plan import Plan


class Method(StrEnum):
    """How a plan is made."""

    HECHT = "hecht"
    PRACTICE = "practice"


class Aim(StrEnum):
    """What a plan must do best in."""

    NOMINAL = "nominal"
    EXPECTED = "expected"
    P90 = "p90"


DEFAULT_SECONDS = 60.0


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the plan to.")],
    seconds: Annotated[
        float | None, typer.Option(help="Stop after this many seconds; 60 if not given.", min=0.1)
    ] = None,
    iterations: Iterations = None,
    seed: Seed = 1,
    workers: Workers = 2,
    method: Annotated[
        Method,
        typer.Option(help="hecht, or practice: homes chosen in turn by care and tenancy."),
    ] = Method.HECHT,
    aim: Annotated[
        Aim,
        typer.Option(
            "--for",
            help="nominal: as if nothing runs late; expected or p90: the plan that does best on "
            "average, or in nine of ten futures, when works run late (see hecht delays). The "
            "seconds are shared by the plans that are tried; the rounds are of each.",
        ),
    ] = Aim.NOMINAL,
    language: ReportLanguage = Language.DUTCH,
    report: Annotated[
        bool, typer.Option("--report/--no-report", help="Write the reports, or not.")
    ] = True,
    household_pages: Annotated[
        bool, typer.Option("--household-pages", help="Also write a page for each household.")
    ] = False,
    fairness: Fairness = True,
    bounds: Bounds = True,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Plan a neighbourhood: when each block is worked on, and who lives where in which month.

    The best plan found is kept when time is up, and also when you press Ctrl-C. The folder OUT
    gets the plan as tables, a map for QGIS and plan.json; the report lays it beside the plan that
    would be made in practice. report.html is for the team; committee.html is for others and tells
    nothing of single households or small groups (C7). When no plan exists, the rules that
    conflict are named and the exit code is 1.

    Example:

        hecht plan my-neighbourhood --out my-plan --seconds 60
    """
    from hecht.exchange import read
    from hecht.exchange.plan_folder import refuse_unless_replaceable, write_plan
    from hecht.planning import NoPlan

    if out.resolve() == folder.resolve():
        raise typer.BadParameter("the plan needs a folder of its own", param_hint="--out")
    if seconds is not None and iterations is not None:
        raise typer.BadParameter("give --seconds or --iterations, not both")
    if iterations is None:
        seconds = seconds or DEFAULT_SECONDS
    if aim is not Aim.NOMINAL and method is not Method.HECHT:
        raise typer.BadParameter("only the method hecht plans for late works", param_hint="--for")
    refuse_unless_replaceable(out)
    neighbourhood = read(folder)
    try:
        plan = make(
            neighbourhood, method, seconds, iterations, seed, workers, aim, fairness, bounds
        )
    except NoPlan as error:
        if not as_json:
            raise
        typer.echo(
            json.dumps({"conflicts": error.conflicts, "relaxations": error.relaxations}, indent=2)
        )
        raise typer.Exit(NO) from error
    with uninterrupted():
        write_plan(plan, out)
    practice = practice_beside(plan, seed) if method is Method.HECHT else None
    page = write_page(plan, out, practice, language) if report else None
    if household_pages:
        write_pages(plan, out, language)
    show(plan, practice, out, page, as_json=as_json)


def make(
    neighbourhood: Neighbourhood,
    method: Method,
    seconds: float | None,
    iterations: int | None,
    seed: int,
    workers: int,
    aim: Aim = Aim.NOMINAL,
    fairness: bool = True,
    bounds: bool = True,
) -> Plan:
    """Return a plan, showing progress on standard error."""
    from hecht.cli.progress import told_when_slow, watch
    from hecht.planning import make_plan
    from hecht.planning.warm import warm_up

    with told_when_slow("Compiling the search: once on this machine, about a minute."):
        warm_up()
    with watch(f"Planning {neighbourhood.project.name} ({method.value})", seconds) as progress:
        if aim is not Aim.NOMINAL:
            from hecht.planning.delays.robust import robust_plan

            found = robust_plan(
                neighbourhood,
                aim.value,
                seconds=seconds,
                iterations=iterations,
                seed=seed,
                workers=workers,
                progress=progress,
                fairness=fairness,
                bounds=bounds,
            )
            _tell_robust(found)
            return found.plan
        return make_plan(
            neighbourhood,
            seconds=seconds,
            iterations=iterations,
            seed=seed,
            workers=workers,
            method=method.value,
            progress=progress,
            fairness=fairness,
            bounds=bounds,
        )


def _tell_robust(found: Robust) -> None:
    """Lay the plans that were tried side by side, on standard error."""
    from hecht.cli.figures import aligned

    def points(value: float | int | None) -> str:
        return "" if value is None else f"{value / 1000:,.1f}"

    rows = [["works planned as", "score, nothing late", "expected", "in 9 of 10", "home in time"]]
    for place, one in enumerate(found.candidates):
        name = one.planned_as + (" (chosen)" if place == found.chosen else "")
        if one.why_not:
            rows.append([f"{name}: {one.why_not}", "", "", "", ""])
            continue
        chance = "" if one.chance is None else f"{one.chance:.0%}"
        rows.append([name, points(one.nominal), points(one.expected), points(one.p90), chance])
    typer.echo(aligned(rows), err=True)
    typer.echo(
        f"The chosen plan gives up {points(found.given_up)} points when nothing runs late, and "
        f"gains {points(found.gained)} by its aim over the nominal plan.",
        err=True,
    )


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Leave Ctrl-C unheeded for the moment in which the best plan is written.

    Whoever presses it twice wants the plan that was found, not half a second less of waiting.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears Ctrl-C, and only it may change what is done on it
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def practice_beside(plan: Plan, seed: int) -> Plan | None:
    """Return the plan that practice would make; None, with a word why, when it finds none."""
    from hecht.planning import NoPlan, make_plan

    try:
        return make_plan(plan.neighbourhood, seed=seed, method=Method.PRACTICE.value)
    except NoPlan:
        typer.echo("The practice method finds no plan here; there is none to compare.", err=True)
        return None


def write_page(plan: Plan, out: Path, practice: Plan | None, language: Language) -> Path:
    """Write both reports of a plan into its folder, and return the page for the team."""
    from hecht.outcomes.disclosure import Audience
    from hecht.report import write_report

    write_report(plan, out, practice, language.value, Audience.COMMITTEE)
    return write_report(plan, out, practice, language=language.value)


def committee(page: Path) -> Path:
    """Return the report for a committee that stands beside the team's."""
    from hecht.outcomes.disclosure import Audience
    from hecht.report.page import FILES

    return page.with_name(FILES[Audience.COMMITTEE])


def write_pages(plan: Plan, out: Path, language: Language) -> None:
    """Write the page of each household into the plan folder."""
    from hecht.report import write_household_pages

    pages = write_household_pages(plan, out, language=language.value)
    if not pages:
        typer.echo("There are no households, so no pages were written for them.", err=True)
        return
    whose = "the only household" if len(pages) == 1 else f"each of {len(pages)} households"
    typer.echo(f"A page for {whose} is in {pages[0].parent}.", err=True)


def show(
    plan: Plan, practice: Plan | None, out: Path, page: Path | None, *, as_json: bool = False
) -> None:
    """Print the figures of a plan, with those of the practice plan beside them, and the places."""
    from hecht.cli.care_words import care_lines
    from hecht.cli.figures import reached, record, table

    if as_json:
        facts = {
            "plan": str(out),
            "report": str(page) if page else None,
            "committee": str(committee(page)) if page else None,
            **record(plan),
        }
        if practice is not None:
            facts["practice"] = record(practice)
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    if plan.neighbourhood.project.synthetic:
        typer.echo(f"Synthetic data. {plan.neighbourhood.project.synthetic}\n")
    plans = [("this plan", plan)]
    if practice is not None:
        plans.append(("practice", practice))
    typer.echo(table(plans))
    for line in [*reached(plan), *care_lines(plan)]:
        typer.echo(line)
    if plan.stopped == "interrupted":
        typer.echo("\nStopped early with Ctrl-C; this is the best plan found until then.")
    typer.echo(f"\nPlan:   {out}")
    if page is not None:
        typer.echo(f"Report: {page}")
        typer.echo(f"For a residents' committee, without single households: {committee(page)}")
