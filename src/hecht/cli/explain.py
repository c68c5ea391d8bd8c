"""`hecht explain`: where one household goes in a plan, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.figures import aligned

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood, Stay
    from hecht.outcomes.ties import TieFate
    from hecht.planning.explain import Explanation

WHAT = {"start": "the home it has", "temporary": "temporary home", "final": "permanent home"}


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    plan: Annotated[Path, typer.Argument(help="The plan folder.")],
    household: Annotated[str, typer.Argument(help="The id of the household.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the facts as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Tell where a household goes in a plan, when, and why; and what becomes of its ties.

    Example:

        hecht explain my-neighbourhood my-plan H017
    """
    from hecht.exchange import read
    from hecht.exchange.plan_folder import read_plan
    from hecht.planning.explain import explain

    neighbourhood = read(folder)
    told = explain(read_plan(neighbourhood, plan), household)
    if as_json:
        typer.echo(json.dumps(_record(told, neighbourhood), indent=2, ensure_ascii=False))
        return
    own = told.household
    typer.echo(f"Household {own.id}: {own.size} person(s), wish: {own.wish.value}\n")
    for stay in told.stays:
        typer.echo(_stay_line(stay, neighbourhood))
    typer.echo("")
    for sentence in told.why:
        typer.echo(sentence)
    if told.ties:
        typer.echo("")
        heads = ["tie with", "kind", "near now", "near at the end", "months apart"]
        typer.echo(aligned([heads, *(_tie_row(fate, own.id) for fate in told.ties)]))


def _stay_line(stay: Stay, neighbourhood: Neighbourhood) -> str:
    start = neighbourhood.project.start
    home = neighbourhood.home_of[stay.home]
    until = "" if stay.end >= neighbourhood.project.horizon else f"until {start.plus(stay.end)}"
    named = f"{home.id} ({home.address})" if home.address else home.id
    return f"from {start.plus(stay.start)} {until:<13}  {WHAT[stay.kind.value]:<15}  {named}"


def _other(fate: TieFate, household: str) -> str:
    return fate.tie.b if fate.tie.a == household else fate.tie.a


def _tie_row(fate: TieFate, household: str) -> list[str]:
    end = "yes" if fate.near_at_end else "no" if fate.both_inside else "no (left)"
    near = "yes" if fate.near_at_start else "no"
    return [_other(fate, household), fate.tie.kind.value, near, end, str(fate.months_apart)]


def _record(told: Explanation, neighbourhood: Neighbourhood) -> dict[str, Any]:
    start = neighbourhood.project.start
    return {
        "household": told.household.id,
        "wish": told.household.wish.value,
        "ends_inside": told.ends_inside,
        "stays": [
            {
                "home": stay.home,
                "kind": stay.kind.value,
                "start": str(start.plus(stay.start)),
                "end": str(start.plus(stay.end)),
            }
            for stay in told.stays
        ],
        "moves": [
            {"month": str(start.plus(move.month)), "kind": move.kind.value, "to": move.to}
            for move in told.moves
        ],
        "ties": [
            {
                "with": _other(fate, told.household.id),
                "kind": fate.tie.kind.value,
                "near_at_start": fate.near_at_start,
                "near_at_end": fate.near_at_end,
                "months_apart": fate.months_apart,
            }
            for fate in told.ties
        ],
        "wishes": [
            {"rank": wish.rank, "kind": wish.kind.value, "value": wish.value, "met": met}
            for wish, met in told.wishes
        ],
        "why": list(told.why),
    }
