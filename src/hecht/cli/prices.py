"""`hecht prices`: what each rule costs, by changing it and solving again."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.planning.plan import Plan
    from hecht.planning.prices import Price, Prices

DEFAULT_SECONDS = 120.0

_FEWEST, _MOST = 2, 64
"""Rounds of search for each change, when the time decides."""


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    plan: Annotated[Path, typer.Argument(help="The plan folder.")],
    seconds: Annotated[
        float | None,
        typer.Option(help="How long it may take, about; 120 if not given.", min=1),
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option(
            help="Search rounds for each change instead; the answer is then always the same.",
            min=1,
        ),
    ] = None,
    seeds: Annotated[
        int, typer.Option(help="How often each is solved, from other random numbers.", min=1)
    ] = 3,
    workers: Annotated[int, typer.Option(help="Processor cores to use.", min=1)] = 2,
    page: Annotated[
        Path | None, typer.Option(help="Also write a page for the committee to this file.")
    ] = None,
    language: Annotated[
        Language, typer.Option(help="Language of the sentences and the page.")
    ] = Language.DUTCH,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the prices as JSON, for a machine to read.")
    ] = False,
    next_one: Annotated[
        bool,
        typer.Option(
            "--next",
            help="Tell instead what the last returner, one more kept tie and one move fewer cost.",
        ),
    ] = False,
) -> None:
    """Tell what each rule costs: "3 more temporary homes: 11 more ties kept, 9 moves fewer".

    Each rule is changed by itself and the plan solved again, as long as the plan as it is; what
    comes of it is ranked. Rules that are looser (temporary homes, notice, months, crews, budget,
    dates, rents, promises) and some that are tighter are tried. No household is named.

    With --next it tells in euros what one more costs, at the margin and with the plan's calendar:
    never an average (docs/outcomes/marginal.md).

    Example:

        hecht prices my-neighbourhood my-plan --seconds 300 --page prices.html
    """
    from hecht.cli.progress import told_when_slow
    from hecht.exchange import read
    from hecht.exchange.plan_folder import read_plan
    from hecht.planning.prices import price_rules
    from hecht.planning.warm import warm_up
    from hecht.report.prices import price_text, write_prices
    from hecht.report.words import Words

    if seconds is not None and iterations is not None:
        raise typer.BadParameter("give --seconds or --iterations, not both")
    if next_one and page is not None:
        raise typer.BadParameter("with --next there is no page; leave out --page")
    neighbourhood = read(folder)
    made = read_plan(neighbourhood, plan)
    with told_when_slow("Compiling the search: once on this machine, about a minute."):
        warm_up()
    if next_one:
        _tell_next(made, iterations, seconds or DEFAULT_SECONDS, seeds, workers, language, as_json)
        return
    limit = None if iterations is not None else seconds or DEFAULT_SECONDS
    begin = time.monotonic()
    rounds = iterations or _affordable(made, limit or DEFAULT_SECONDS, seeds, workers)
    prices = price_rules(
        made,
        rounds=rounds,
        seeds=tuple(range(1, seeds + 1)),
        workers=workers,
        stop=lambda: limit is not None and time.monotonic() - begin >= limit,
        report=_show,
    )
    if page is not None:
        write_prices(prices, made, page, language=language.value)
    if as_json:
        typer.echo(json.dumps(_record(prices), indent=2, ensure_ascii=False))
        return
    words = Words(language.value, neighbourhood.project.start)
    typer.echo("\n".join(price_text(prices, words)))
    if page is not None:
        typer.echo(f"\n{page}")


def _tell_next(
    plan: Plan,
    iterations: int | None,
    seconds: float,
    seeds: int,
    workers: int,
    language: Language,
    as_json: bool,
) -> None:
    """Tell what one more returner, tie and move fewer cost."""
    from hecht.design.marginal import DEFINITIONS, marginal_prices, solvings

    rounds = iterations or _fitting(plan, seconds, solvings(plan) * seeds, workers)
    found = marginal_prices(
        plan,
        rounds=rounds,
        seeds=tuple(range(1, seeds + 1)),
        workers=workers,
        report=lambda done, of: _show(done, of, ""),
    )
    prices = {price.name: price for price in found.prices.values()}
    if as_json:
        record: dict[str, Any] = {
            name: {
                "euros": price.median,
                "range": [price.least, price.most],
                "count": price.count,
                "why": price.why,
            }
            for name, price in prices.items()
        }
        record |= {"kinds": found.kinds, "left_out": found.left_out}
        record |= {"rounds": found.rounds, "seeds": found.seeds}
        typer.echo(json.dumps(record, indent=2, ensure_ascii=False))
        return
    dutch = language is Language.DUTCH
    for definition in DEFINITIONS:
        price = prices[definition.name]
        label = definition.label_nl if dutch else definition.label
        if price.median is None:
            typer.echo(f"{label}: {'niet bekend' if dutch else 'not known'}: {price.why}")
        else:
            typer.echo(f"{label}: {_euros(price.median)} ({_euros(price.least)} - "
                       f"{_euros(price.most)})")  # fmt: skip


def _euros(amount: float | None) -> str:
    return f"€ {round(amount or 0.0)}"


def _fitting(plan: Plan, seconds: float, searches: int, workers: int) -> int:
    """Return how many rounds for each of so many searches fit in the time."""
    from hecht.planning.replan.standing import Standing
    from hecht.planning.resume import improve, state_of

    instance = Standing(plan).compiled()
    state = state_of(instance, plan.course)
    begin = time.monotonic()
    improve(instance, state, rounds=1, workers=workers)
    each = max(1e-3, time.monotonic() - begin)
    return max(_FEWEST, min(_MOST, int(0.9 * seconds / (searches * each))))


def _affordable(plan: Plan, seconds: float, seeds: int, workers: int) -> int:
    """Return how many rounds for each change fit in the time, from how long one takes."""
    from hecht.planning.prices import changes_for

    searches = (sum(1 for _ in changes_for(plan)) + 1) * seeds + 2
    return _fitting(plan, seconds, searches, workers)


def _show(done: int, of: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{done}/{of} {name}", end="" if done < of - 1 else "\n", file=sys.stderr)
    elif done % 5 == 0:
        print(f"{done}/{of} {name}", file=sys.stderr, flush=True)


def _record(prices: Prices) -> dict[str, Any]:
    return {
        "base": dict(prices.base),
        "spread": dict(prices.spread),
        "loosened": [_price_record(price) for price in prices.loosened],
        "tightened": [_price_record(price) for price in prices.tightened],
        "untried": list(prices.untried),
        "rounds": prices.rounds,
        "seeds": list(prices.seeds),
    }


def _price_record(price: Price) -> dict[str, Any]:
    found = price.differences
    return {
        "kind": price.change.kind,
        **dict(price.change.facts),
        "plan_found": found is not None,
        "noise": price.is_noise,
        "differences": {
            name: {"median": d.median, "range": [d.least, d.most], "noise": d.noise}
            for name, d in (found or {}).items()
        },
    }
