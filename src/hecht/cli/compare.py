"""`hecht compare`: plans of one neighbourhood, or scenarios of a design, side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.options import Language
from hecht.cli.scenario_pages import WithPrices

if TYPE_CHECKING:
    from hecht.design.comparison import Compared
    from hecht.design.marginal import MarginalPrices


def run(
    folder: Annotated[
        Path,
        typer.Argument(
            help="The neighbourhood folder or Excel workbook, or what `hecht scenarios` wrote."
        ),
    ],
    plans: Annotated[
        list[Path] | None, typer.Argument(help="Two or more plan folders.", show_default=False)
    ] = None,
    scenarios: Annotated[
        str,
        typer.Option(
            help="Scenarios of scenarios.csv to plan and compare, separated by commas; if neither "
            "these nor plans are given, all of them."
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            help="The folder for the pages; if not given, that of the exploration, or one beside "
            "the neighbourhood with -compare behind its name."
        ),
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the pages.")] = Language.DUTCH,
    seeds: Annotated[
        int, typer.Option(help="With how many seeds each scenario is planned.", min=1)
    ] = 3,
    iterations: Annotated[
        int, typer.Option(help="Search rounds for each of those plans.", min=0)
    ] = 10,
    workers: Annotated[int, typer.Option(help="Processor cores to use.", min=1)] = 2,
    prices: WithPrices = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Lay plans of one neighbourhood, or scenarios of a design, side by side.

    With plan folders every figure is measured anew from their tables, and differences are with
    the first plan. With scenarios each is planned with several seeds, so that a difference can be
    told from chance; a page compares them, and one A4 is for a residents' meeting.

    Example:

        hecht compare my-neighbourhood my-plan other-plan
        hecht compare my-neighbourhood --scenarios planned,dense
        hecht compare my-scenarios
    """
    if plans:
        if prices:
            raise typer.BadParameter("prices are of scenarios; of a plan, `hecht prices --next`")
        _compare_plans(folder, plans, as_json=as_json)
        return
    from hecht.cli.scenario_pages import prices_of
    from hecht.exchange.scenario_folder import JSON

    if (folder / JSON).is_file():
        compared, goals, remarks = _read(folder, language)
        place = out or folder
    else:
        numbers = range(1, seeds + 1)
        compared = _plan(folder, scenarios, numbers, iterations, workers)
        goals, remarks = [], []
        place = out or folder.parent / f"{folder.stem}-compare"
    priced = prices_of(compared, workers) if prices else []
    _show(compared, place, language, goals, remarks, priced, as_json=as_json)


def _compare_plans(folder: Path, plans: Sequence[Path], *, as_json: bool) -> None:
    from hecht.cli.figures import record, table
    from hecht.exchange import read
    from hecht.exchange.plan_folder import read_plan

    if len(plans) < 2:
        raise typer.BadParameter("give two or more plan folders", param_hint="PLANS")
    neighbourhood = read(folder)
    compared = [(str(place), read_plan(neighbourhood, place)) for place in plans]
    if as_json:
        facts = [{"plan": name, **record(plan)} for name, plan in compared]
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    if neighbourhood.project.synthetic:
        typer.echo(f"Synthetic data. {neighbourhood.project.synthetic}\n")
    typer.echo(table(compared, differences=True))


def _read(folder: Path, language: Language) -> tuple[list[Compared], list[str], list[str]]:
    """Return the scenarios of an exploration, its goals, and what the page remarks on it."""
    from hecht.cli.scenario_pages import of_found, why_no_pages
    from hecht.exchange.scenario_folder import read_scenarios

    found = read_scenarios(folder)
    if len(found.front) < 2:
        raise ValueError(
            f"{folder} holds {len(found.front)} scenario(s); there is nothing to compare. Loosen "
            "the limits or give blocks more options"
        )
    if why_not := why_no_pages(len(found.front)):
        raise ValueError(f"{folder}: {why_not} Search again with a smaller --front")
    return of_found(found, None, language)


def _plan(
    folder: Path, wanted: str, seeds: Sequence[int], iterations: int, workers: int
) -> list[Compared]:
    """Plan scenarios that the folder names, each as long as the longest of them."""
    from hecht.cli.progress import told_when_slow
    from hecht.cli.steps import steps
    from hecht.design.comparison import plan_scenario
    from hecht.exchange import read_design

    design = read_design(folder)
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    unknown = [name for name in names if name not in design.scenario_of]
    if unknown or not design.scenarios:
        there = ", ".join(design.scenario_of) or "none"
        raise ValueError(
            f"{folder} has no scenario {unknown[0] if unknown else 'to compare'}; those in "
            f"scenarios.csv are: {there}"
        )
    chosen = [design.scenario_of[name] for name in names or design.scenario_of]
    if len(chosen) < 2:
        raise typer.BadParameter("name two scenarios or more", param_hint="--scenarios")
    usual = design.neighbourhood.project.horizon
    horizon = max(scenario.horizon or usual for scenario in chosen)
    with told_when_slow("Compiling the search: once on this machine, about a minute."):
        from hecht.planning.warm import warm_up

        warm_up()
    result = []
    with steps() as tell:
        for scenario in chosen:
            done = [0]

            def told(seed: int, name: str = scenario.name or scenario.id, done: Any = done) -> None:
                done[0] += 1
                tell(f"Planning {name}", done[0], len(seeds))

            tell(f"Planning {scenario.name or scenario.id}", 0, len(seeds))
            result.append(
                plan_scenario(
                    design,
                    replace(scenario, horizon=horizon),
                    seeds=seeds,
                    iterations=iterations,
                    workers=workers,
                    told=told,
                )
            )
    return result


def _show(
    compared: Sequence[Compared],
    place: Path,
    language: Language,
    goals: Sequence[str],
    remarks: Sequence[str],
    prices: Sequence[MarginalPrices],
    *,
    as_json: bool,
) -> None:
    from hecht.cli.scenario_pages import in_english, price_record, write_pages
    from hecht.report.comparison import sentences
    from hecht.report.scenario_pictures import LETTERS
    from hecht.report.words import Words

    made = write_pages(compared, place, language, goals, remarks, prices)
    if as_json:
        records = [record_of(one) for one in in_english(compared)]
        for record, found in zip(records, prices, strict=False):
            record["prices"] = price_record(found)
        typer.echo(json.dumps(records, indent=2, ensure_ascii=False))
        return
    project = compared[0].plan.neighbourhood.project
    if project.synthetic:
        typer.echo(f"Synthetic data. {project.synthetic}\n")
    for letter, one in zip(LETTERS, in_english(compared), strict=False):
        typer.echo(f"{letter}  {one.name}" + (f" ({one.folder})" if one.folder else ""))
    typer.echo("")
    for sentence in sentences(compared, Words("en", project.start), goals):
        typer.echo(f"* {sentence}")
    typer.echo("")
    made.tell_prices()
    made.tell_places()


def record_of(one: Compared) -> dict[str, Any]:
    """Return a scenario with its figures, today and afterwards, ready for JSON."""
    figures = {}
    for name, value in one.outcomes.after.items():
        today = one.outcomes.today.get(name)
        figures[name] = {
            "today": None if today is None else today.value,
            "after": value.value,
            **({"not_known": value.why} if value.value is None else {}),
            **({"seeds": list(one.spread[name])} if name in one.spread else {}),
        }
    return {"scenario": one.scenario.id, "name": one.name, "figures": figures}
