"""`hecht scenarios`: search the options of a neighbourhood for scenarios to choose from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli.errors import NO
from hecht.cli.options import Language
from hecht.cli.scenario_pages import WithPrices

if TYPE_CHECKING:
    from hecht.cli.scenario_pages import Pages
    from hecht.design.goals import Goals
    from hecht.design.result import FrontScenario, Scenarios
    from hecht.neighbourhood import Design
    from hecht.outcomes.figure import Definition


FEW = 60
"""Scenarios looked at in a given time below which it is said that they say little."""


def _show_figures(wanted: bool) -> None:
    """Print every figure that goals and limits may name, and end."""
    if not wanted:
        return
    from hecht.design.catalogue import catalogue

    for name, definition in catalogue().items():
        better = f", {definition.better} is better" if definition.better else ""
        typer.echo(f"{name} ({definition.unit}{better}): {definition.label}")
    raise typer.Exit


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the scenarios to.")],
    goals: Annotated[
        Path | None,
        typer.Option(help="A file with goals, limits and choices (TOML); see docs/scenarios.md."),
    ] = None,
    at_least: Annotated[
        list[str] | None,
        typer.Option(help="A limit, for example homes_added=40. May be given more than once."),
    ] = None,
    at_most: Annotated[
        list[str] | None,
        typer.Option(help="A limit, for example cost=60e6. May be given more than once."),
    ] = None,
    equal: Annotated[
        list[str] | None,
        typer.Option(help="A limit, for example return_of_wishing=1. May be given more than once."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Start of the random numbers.", min=0)] = 1,
    workers: Annotated[int, typer.Option(help="Processor cores to use.", min=1)] = 2,
    evaluations: Annotated[
        int | None,
        typer.Option(
            help="Look at so many scenarios; if not given, as many as take some ten minutes on "
            "two cores. The same number and seed give the same files.",
            min=1,
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(help="Stop after about so many seconds instead.", min=1),
    ] = None,
    front: Annotated[int, typer.Option(help="The most scenarios to keep.", min=1)] = 12,
    seeds: Annotated[
        int, typer.Option(help="With how many seeds each of those is planned.", min=1)
    ] = 3,
    iterations: Annotated[
        int | None,
        typer.Option(help="Search rounds for the plan of each of those.", min=0),
    ] = None,
    pages: Annotated[
        bool,
        typer.Option(
            "--pages/--no-pages",
            help="Write a page that compares them, and one A4 for a residents' meeting, or do not.",
        ),
    ] = True,
    language: Annotated[Language, typer.Option(help="Language of the pages.")] = Language.DUTCH,
    prices: WithPrices = False,
    figures: Annotated[
        bool,
        typer.Option(
            "--figures",
            help="List the figures that goals and limits may name, and end.",
            callback=_show_figures,
            is_eager=True,
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Search the options of each block for the scenarios worth choosing from.

    From the options in the folder it seeks combinations that keep to the limits and that no other
    beats on all goals, plans each of them, and writes them to OUT with a table of their figures.
    What cannot be is said, with the limits that make it so and how far each would have to give
    way; the exit code is then 1. Two pages in OUT lay the scenarios side by side: compare.html
    with every figure, and meeting.html, one A4 for a residents' meeting. A search that was
    stopped goes on when the same command is given again. Without goals it seeks more homes, more
    households that stay, more ties kept, lower cost and fewer moves.

    Example:

        hecht scenarios my-neighbourhood --out my-scenarios --at-least homes_added=40
    """
    from hecht.cli.progress import told_when_slow
    from hecht.cli.steps import steps
    from hecht.design.catalogue import catalogue
    from hecht.design.explore import explore
    from hecht.exchange import read_design
    from hecht.exchange.scenario_folder import refuse_unless_scenarios, write_scenarios
    from hecht.exchange.scenario_store import FILE, FileStore

    if out.resolve() == folder.resolve():
        raise typer.BadParameter("the scenarios need a folder of their own", param_hint="--out")
    if seconds is not None and evaluations is not None:
        raise typer.BadParameter("give --seconds or --evaluations, not both")
    if prices and not pages:
        raise typer.BadParameter("prices stand on the page; leave out --no-pages")
    refuse_unless_scenarios(out)
    definitions = catalogue()
    sought = wanted(goals, at_least or (), at_most or (), equal or (), definitions)
    design = read_design(folder)
    if not design.options:
        raise ValueError(
            f"{folder} has no options to choose from; add options.csv (docs/format.md)"
        )
    with told_when_slow("Compiling the search: once on this machine, about a minute."):
        from hecht.planning.warm import warm_up

        warm_up()
    with FileStore(out / FILE) as store, steps() as tell:
        if len(store):
            typer.echo(f"Going on from {len(store)} evaluations in {out / FILE}.", err=True)
        found = explore(
            design,
            sought,
            seed=seed,
            workers=workers,
            evaluations=evaluations,
            seconds=seconds,
            front=front,
            plan_seeds=seeds,
            iterations=iterations,
            store=store,
            tell=tell,
        )
    write_scenarios(found, out)
    made = add_pages(found, design, out, language, workers if prices else 0) if pages else None
    show(found, out, made, as_json=as_json)
    if not found.possible:
        raise typer.Exit(NO)


def wanted(
    path: Path | None,
    at_least: Sequence[str],
    at_most: Sequence[str],
    equal: Sequence[str],
    definitions: Mapping[str, Definition],
) -> Goals:
    """Return the goals of a file, or the usual ones, with the limits of the command line."""
    from hecht.design.goals import Goals, Sense, limit_of, usual_goals
    from hecht.exchange.goals_file import read_goals

    goals = Goals(usual_goals(definitions)) if path is None else read_goals(path, definitions)
    limits = [
        limit_of(text, sense, definitions)
        for sense, texts in (
            (Sense.AT_LEAST, at_least),
            (Sense.AT_MOST, at_most),
            (Sense.EQUAL, equal),
        )
        for text in texts
    ]
    return replace(goals, limits=goals.limits + tuple(limits))


def show(found: Scenarios, out: Path, made: Pages | None = None, *, as_json: bool) -> None:
    """Print the front as a table, or what is impossible and why, and where the pages are."""
    if as_json:
        from hecht.cli.scenario_pages import price_record
        from hecht.exchange.scenario_folder import read_record

        record = read_record(out)
        for one, title in zip(record["front"], titles(found), strict=True):
            one["title"] = title
        for one, prices in zip(record["front"], made.prices if made else (), strict=False):
            one["prices"] = price_record(prices)
        typer.echo(json.dumps(record, indent=2, ensure_ascii=False))
        return
    if found.synthetic:
        typer.echo(f"Synthetic data. {found.synthetic}\n")
    for line in [*_impossible(found), *_front(found), *_how(found)]:
        typer.echo(line)
    typer.echo("")
    if made:
        made.tell_prices()
    typer.echo(f"Scenarios: {out}")
    if made:
        made.tell_places()


def add_pages(
    found: Scenarios, design: Design, out: Path, language: Language, pricing: int
) -> Pages | None:
    """Write the pages into the folder; say why not where the front has nothing to compare.

    With `pricing` workers, unless there are none, it is found what one more costs.
    """
    from hecht.cli import scenario_pages

    why_not = scenario_pages.why_no_pages(len(found.front))
    if why_not:
        typer.echo(why_not, err=True)
        return None
    compared, goals, remarks = scenario_pages.of_found(found, design, language)
    prices = scenario_pages.prices_of(compared, pricing) if pricing else []
    return scenario_pages.write_pages(compared, out, language, goals, remarks, prices)


def _front(found: Scenarios) -> list[str]:
    from hecht.cli.figures import aligned

    if not found.front:
        return ["No scenario was found that keeps to all limits."]
    labels = [found.definitions[goal.figure].label for goal in found.goals.goals]
    rows = [["scenario", *labels]]
    rows += [
        [f"{one.id} {title}", *(_cell(found, one, g.figure) for g in found.goals.goals)]
        for one, title in zip(found.front, titles(found), strict=True)
    ]
    return [aligned(rows), *(f"Left out: {text}." for text in found.dropped)]


def titles(found: Scenarios) -> list[str]:
    """Return what each scenario of the front is called for people, in English."""
    from hecht.cli.scenario_pages import in_english
    from hecht.design.comparison import of_front

    return [one.name for one in in_english(of_front(found))]


def _cell(found: Scenarios, one: FrontScenario, figure: str) -> str:
    """Return a figure, with how far it lies either way over the seeds."""
    from hecht.design.goals import LABEL_FIGURES, label_at

    reached = one.figures[figure]
    if reached.after is None:
        return "not known"
    if figure in LABEL_FIGURES:
        return label_at(reached.after)
    share = found.definitions[figure].share
    after, spread = reached.after * (100 if share else 1), (reached.spread or 0.0)
    spread *= 100 if share else 1
    places = 1 if share or not float(after).is_integer() else 0
    unit = "%" if share else ""
    return f"{after:,.{places}f}{unit}" + (f" ±{spread / 2:,.{places}f}" if spread else "")


def _impossible(found: Scenarios) -> list[str]:
    lines = []
    for conflict in found.conflicts:
        sure = "cannot all be kept" if conflict.proven else "seem not to go together"
        one = len(conflict.parts) == 1
        lines.append("This cannot be kept:" if one else f"These {sure}:")
        texts = [part.text for part in conflict.parts]
        if one:
            texts = [text.replace("with the others of these, ", "") for text in texts]
        lines += [f"  - {text}" for text in texts]
    for missed in found.missed:
        near = "" if missed.best is None else f"; the nearest was {missed.best:,.6g}"
        why = f": not known, {missed.why}" if missed.why else ""
        lines.append(f"No plan that was found keeps to {missed.limit}{near}{why}.")
    for group in found.not_planned:
        sure = "have no plan" if group.proven else "were not planned"
        lines.append(f"{group.count} of {found.evaluated} combinations {sure}:")
        lines += [f"  - {text}" for text in group.conflicts]
        lines += [f"    a plan exists with: {text}" for text in group.relaxations]
    return lines


def _how(found: Scenarios) -> list[str]:
    ended = {
        "complete": "all that keep to the limits were looked at",
        "evaluations": "as many as were asked for",
        "nothing new": "nothing new was found any more",
        "time": "time was up, so another run may give another front",
        "impossible": "none, because the limits cannot be kept",
    }
    lines = [
        f"\n{found.evaluated:,} of {many(found.combinations)} combinations were planned "
        f"({ended.get(found.stopped, found.stopped)})."
    ]
    if found.stopped == "time" and found.evaluated < min(FEW, found.combinations):
        lines.append(
            "So few say little about what is possible. Give the same command again with more "
            "seconds, or without --seconds, to go on from these."
        )
    return lines


def many(count: int) -> str:
    """Return a number of combinations that can be read, however many there are."""
    if count < 10**9:
        return f"{count:,}"
    return "about " + f"{count:.0e}".replace("e+", " x 10^")
