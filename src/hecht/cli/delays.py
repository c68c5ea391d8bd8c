"""`hecht delays`: what becomes of a plan when works take longer than planned."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.planning.delays import Delays
    from hecht.planning.delays.buffers import Buffer
    from hecht.planning.delays.study import Spread


class Policy(StrEnum):
    """What happens when a household's next home is late and its block is to start."""

    WAIT = "wait"
    SPARE = "spare"


SHOWN = 8
"""Lines of each table on the screen; --json has all of them."""

_FIGURES = (
    ("duration_months", "months until the last works are finished"),
    ("months_temporary", "months lived in temporary homes"),
    ("longest_temporary", "longest time of one household in temporary homes"),
    ("separation_months", "months that near ties are apart"),
    ("vacant_home_months", "months that homes stand empty"),
    ("moves", "moves"),
    ("cost_temporary_homes", "euro for bought-in temporary homes"),
    ("cost_lost_rent", "euro of lost rent"),
)
_BROKEN = (
    ("over_maximum", "households longer in temporary homes than the policy allows"),
    ("over_lease_households", "households in a temporary home after its lease"),
    ("blocks_after_latest", "blocks finished after their latest month"),
    ("spare_households", "households that waited in a spare home"),
)


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    plan: Annotated[Path, typer.Argument(help="The plan folder.")],
    futures: Annotated[int, typer.Option(help="How many futures are drawn.", min=1)] = 1000,
    seed: Annotated[int, typer.Option(help="Start of the random numbers.", min=0)] = 1,
    policy: Annotated[
        Policy,
        typer.Option(
            help="When a household's next home is late: its block waits, or it waits in a spare "
            "temporary home that suits and is free."
        ),
    ] = Policy.WAIT,
    buffers: Annotated[
        bool,
        typer.Option("--buffers/--no-buffers", help="Try what buffers buy, or not."),
    ] = True,
    page: Annotated[
        Path | None, typer.Option(help="Also write a page to this file, without households.")
    ] = None,
    staff: Annotated[
        bool, typer.Option("--staff", help="Let the page name households, for staff only.")
    ] = False,
    language: Annotated[Language, typer.Option(help="Language of the page.")] = Language.DUTCH,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print all of it as JSON, households by id: for staff."),
    ] = False,
) -> None:
    """Tell what becomes of a plan when works take longer than planned.

    Draws futures by the rules under [delays] in project.toml; what is not set there is an
    assumption without a source. Tells the chance that households are home by the month they were
    told, the spread of every outcome, the blocks whose delay hurts people most, and the buffers
    (months, spare temporary homes) that help most. The same seed draws the same futures.

    Example:

        hecht delays my-neighbourhood my-plan --futures 1000 --seed 1 --page delays.html
    """
    from hecht.cli.progress import told_when_slow
    from hecht.exchange import read
    from hecht.exchange.plan_folder import read_plan
    from hecht.planning.delays import delays

    neighbourhood = read(folder)
    made = read_plan(neighbourhood, plan)
    tried: dict[str, Any] = {} if buffers else {"buffer_months": (), "spare_homes": ()}
    with told_when_slow("Playing the futures; the first time on this machine it is compiled."):
        found = delays(made, futures, seed, policy=policy.value, **tried)
    if page is not None:
        from hecht.report.delays import write_delays_page

        write_delays_page(found, page, language.value, staff=staff)
        typer.echo(f"The page is in {page}.", err=True)
    if as_json:
        sys.stdout.write(json.dumps(record(found), indent=2, ensure_ascii=False) + "\n")
        return
    show(found)


def record(found: Delays) -> dict[str, Any]:
    """Return all that was found, ready for JSON; months as year-month."""
    start = found.plan.neighbourhood.project.start
    households = []
    for one in found.households:
        facts = asdict(one)
        for name in ("planned", "promised", "p50", "p90"):
            facts[name] = str(start.plus(facts[name]))
        households.append(facts)
    return {
        "futures": found.futures,
        "seed": found.seed,
        "policy": found.policy,
        "horizon": found.horizon,
        "assumptions": assumptions(found),
        "chance": found.chance,
        "late_household_months": round(found.late_months, 6),
        "score": asdict(found.score),
        "figures": {name: asdict(spread) for name, spread in found.figures.items()},
        "broken": {name: _broken(spread) for name, spread in found.broken.items()},
        "blocks": [asdict(one) for one in found.blocks],
        "buffers": [{**asdict(one), "per_unit": one.per_unit} for one in found.buffers],
        "households": households,
    }


def _broken(spread: Spread) -> dict[str, Any]:
    return {name: value for name, value in asdict(spread).items() if name != "plan"}


def assumptions(found: Delays) -> dict[str, str]:
    """Return the rules of delay that are as hecht assumes them, with their values."""
    from dataclasses import fields

    rules = found.plan.neighbourhood.delays
    return {
        rule.name: str(getattr(rules, rule.name))
        for rule in fields(rules)
        if getattr(rules, rule.name) == rule.default
    }


def show(found: Delays) -> None:
    """Print what matters most."""
    from hecht.cli.figures import aligned

    project = found.plan.neighbourhood.project
    if project.synthetic:
        typer.echo(f"Synthetic data. {project.synthetic}\n")
    typer.echo(f"{found.futures} futures, seed {found.seed}, policy {found.policy}.")
    assumed = assumptions(found)
    if assumed:
        listed = ", ".join(f"{name} {value}" for name, value in assumed.items())
        typer.echo(f"Assumed, without a source: {listed}.")
    if found.chance is None:
        typer.echo("No household moves to a final home.")
    else:
        typer.echo(
            f"\nHome by the month they were told: {found.chance:.0%} of {len(found.households)} "
            f"households on average; {found.late_months:,.1f} household-months late."
        )
    heads = ["", "plan", "mean", "P10", "P50", "P90"]
    rows = [_row(label, found.figures[name]) for name, label in _FIGURES]
    typer.echo("\n" + aligned([heads, *rows]))
    rows = [_row(label, found.broken[name]) for name, label in _BROKEN]
    typer.echo("\n" + aligned([["what reality breaks", *heads[1:]], *rows]))
    if found.blocks:
        heads = ["block", "months late by itself", "household-months late by it", "for each month"]
        rows = [
            [one.block, f"{one.delay:.2f}", f"{one.harm:.1f}", _number(one.per_month)]
            for one in found.blocks[:SHOWN]
        ]
        typer.echo("\nBlocks whose delay hurts most\n" + aligned([heads, *rows]))
    if found.buffers:
        heads = ["buffer", "saves household-months late", "home in time", "was", "told later"]
        rows = [
            [
                words(one), f"{one.saved:.1f}", f"{one.chance:.0%}", f"{one.chance_without:.0%}",
                str(one.later),
            ]
            for one in _best(found.buffers)
        ]  # fmt: skip
        typer.echo("\nBuffers, for their size\n" + aligned([heads, *rows]))


def _best(buffers: tuple[Buffer, ...]) -> list[Buffer]:
    """Return the best buffers, and every one that is not for a single block."""
    blocks = [one for one in buffers if one.kind == "block"][:SHOWN]
    return [one for one in buffers if one.kind != "block" or one in blocks]


def words(one: Buffer) -> str:
    """Return a buffer in words."""
    months = f"{one.size} month" + ("s" if one.size > 1 else "")
    homes = f"{one.size} spare temporary home" + ("s" if one.size > 1 else "")
    return {
        "block": f"{months} more for block {one.block}",
        "all": f"{months} more for every block",
        "free": "who is late waits in homes that stand free",
        "spare": f"{homes} besides",
    }[one.kind]


def _row(label: str, spread: Spread) -> list[str]:
    return [label, *(_number(value) for value in asdict(spread).values())]


def _number(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:,.1f}"
