"""`hecht explain`: where one household goes in a plan, and why."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from hecht.cli.figures import aligned
from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood, Stay
    from hecht.outcomes.ties import TieFate
    from hecht.planning.explain import Explanation
    from hecht.planning.explain.alternatives import Alternatives, Outcome
    from hecht.planning.explain.near import Near
    from hecht.planning.plan import Plan


class Asked(NamedTuple):
    """What is asked of which household: its other homes, living near another ("": no), or both."""

    household: str
    near: str
    alternatives: bool


class Effort(NamedTuple):
    """How much is worked out: see the options."""

    rounds: int
    most: int
    calendars: bool
    seconds: float


WHAT = {"start": "the home it has", "temporary": "temporary home", "final": "permanent home"}


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    plan: Annotated[Path, typer.Argument(help="The plan folder.")],
    household: Annotated[str, typer.Argument(help="The id of the household.")],
    alternatives: Annotated[
        bool,
        typer.Option(
            "--alternatives",
            help="Tell for each other home that suits what taking it would cost, and how many.",
        ),
    ] = False,
    near: Annotated[
        str | None,
        typer.Option(help="Tell what it takes to live near the household of this id."),
    ] = None,
    most: Annotated[
        int, typer.Option(help="The most other homes to work out; the likeliest first.", min=1)
    ] = 8,
    calendars: Annotated[
        bool, typer.Option("--calendars", help="Let the works move to other months too.")
    ] = False,
    rounds: Annotated[int, typer.Option(help="Search rounds for each home or pair.", min=1)] = 6,
    seconds: Annotated[
        float, typer.Option(help="Begin nothing new after this many seconds.", min=0.1)
    ] = 60.0,
    staff: Annotated[
        bool,
        typer.Option("--staff", help="Name the other households by id; not for residents."),
    ] = False,
    language: Annotated[
        Language, typer.Option(help="Language of the answers to --alternatives and --near.")
    ] = Language.DUTCH,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the facts as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Tell where a household goes in a plan, when, and why; and what becomes of its ties.

    With --alternatives or --near the plan is solved again for each question, and the answer is
    told as at the kitchen table: of other households only how many, unless --staff is given.

    Example:

        hecht explain my-neighbourhood my-plan H017

        hecht explain my-neighbourhood my-plan H017 --alternatives --near H023
    """
    from hecht.exchange import read
    from hecht.exchange.plan_folder import read_plan
    from hecht.planning.explain import explain

    neighbourhood = read(folder)
    made = read_plan(neighbourhood, plan)
    if alternatives or near is not None:
        asked = Asked(household, near if near is not None else "", alternatives)
        effort = Effort(rounds, most, calendars, seconds)
        _answer(made, asked, effort, staff=staff, language=language, as_json=as_json)
        return
    told = explain(made, household)
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


def _answer(
    plan: Plan, asked: Asked, effort: Effort, *, staff: bool, language: Language, as_json: bool
) -> None:
    """Solve again for what is asked, and tell it."""
    from hecht.cli.progress import told_when_slow
    from hecht.planning.warm import warm_up
    from hecht.report.alternatives import alternative_lines
    from hecht.report.near_words import near_lines
    from hecht.report.words import Words

    words = Words(language.value, plan.neighbourhood.project.start)
    with told_when_slow("Compiling the search: once on this machine, about a minute."):
        warm_up()
    end = time.monotonic() + effort.seconds
    record: dict[str, Any] = {"household": asked.household}
    lines: list[str] = []

    def stop() -> bool:
        return time.monotonic() >= end

    if asked.alternatives:
        from hecht.planning.explain.alternatives import alternatives

        found = alternatives(
            plan,
            asked.household,
            rounds=effort.rounds,
            most=effort.most,
            calendars=effort.calendars,
            stop=stop,
        )
        lines += alternative_lines(found, plan.neighbourhood, words, staff=staff)
        record["alternatives"] = _alternatives_record(found, staff)
    if asked.near:
        from hecht.planning.explain.near import near

        close = near(plan, asked.household, asked.near, rounds=effort.rounds, stop=stop)
        lines += [""] if lines else []
        lines += near_lines(close, plan.neighbourhood, words, staff=staff)
        record["near"] = _near_record(close, staff)
    if as_json:
        typer.echo(json.dumps(record, indent=2, ensure_ascii=False))
        return
    typer.echo("\n".join(lines))


def _alternatives_record(found: Alternatives, staff: bool) -> dict[str, Any]:
    return {
        "current": found.current,
        "homes": [
            {
                "home": one.home,
                "alike": list(one.alike),
                "rule": one.rule or None,
                "found": _outcome_record(one.found, staff),
                "with_calendar": _outcome_record(one.with_calendar, staff),
            }
            for one in found
        ],
        "untried": found.untried,
        "unsuited": dict(found.unsuited),
        "gain": found.gain,
    }


def _near_record(found: Near, staff: bool) -> dict[str, Any]:
    ways = [way for way in found.ways if staff or way.household != found.other]
    return {
        "near_already": found.now,
        "homes": list(found.homes) if found.homes else None,
        "found": _outcome_record(found.found, staff),
        "rule": (found.rule or None) if staff or found.rule != "elsewhere" else None,
        "ways": [
            {
                "kind": way.kind,
                "household": way.household or None,
                "amount": way.amount,
                "found": _outcome_record(way.found, staff),
            }
            for way in ways
        ],
    }


def _outcome_record(found: Outcome | None, staff: bool) -> dict[str, Any] | None:
    """Return an outcome for a machine; who the others are only for staff."""
    if found is None:
        return None
    touched = [c for c in found.others if c.other_home or c.other_months or c.ties]
    record: dict[str, Any] = {
        "cost": found.cost,
        "figures": {name: list(both) for name, both in found.figures.items()},
        "other_calendar": found.other_calendar,
        "others": {
            "another_home": sum(c.other_home for c in touched),
            "other_months": sum(c.other_months for c in touched),
            "fewer_ties": sum(c.ties < 0 for c in touched),
            "more_ties": sum(c.ties > 0 for c in touched),
        },
    }
    if staff:
        record["households"] = [
            {
                "household": c.household,
                "home": [c.before.home, c.after.home],
                "out": [c.before.out, c.after.out],
                "arrive": [c.before.arrive, c.after.arrive],
                "months_temporary": [c.before.months_temporary, c.after.months_temporary],
                "ties_kept": [c.before.kept, c.after.kept],
                "points": c.points,
            }
            for c in (*found.own, *found.others)
        ]
    return record


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
