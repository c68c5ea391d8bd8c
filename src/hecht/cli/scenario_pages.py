"""The pages that `hecht scenarios` and `hecht compare` make of scenarios, and what they tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.options import Language

if TYPE_CHECKING:
    from hecht.design.comparison import Compared
    from hecht.design.marginal import MarginalPrices
    from hecht.design.result import Scenarios
    from hecht.neighbourhood import Design

PAGE, MEETING = "compare.html", "meeting.html"

PRICE_ROUNDS = 4
"""Rounds of search for each time that a plan is solved again for its prices."""

WithPrices = Annotated[
    bool,
    typer.Option(
        "--prices",
        help="Also tell what the last returner, one more kept tie and one move fewer cost in each "
        "scenario. That takes a while: each plan is solved again two dozen times per seed.",
    ),
]


@dataclass(frozen=True)
class Pages:
    """The pages of scenarios that were laid side by side, with the prices that stand in them."""

    compared: Sequence[Compared]
    prices: Sequence[MarginalPrices]
    comparison: Path
    meeting: Path

    def tell_prices(self) -> None:
        """Print what one more costs in each scenario, and how that was found; or nothing."""
        from hecht.report.one_more import price_lines, price_notes
        from hecht.report.words import Words

        if not self.prices:
            return
        words = Words("en", self.compared[0].plan.neighbourhood.project.start)
        typer.echo("What one more costs\n")
        for line in [*price_lines(self.prices, words), *price_notes(self.prices, words)]:
            typer.echo(line)
        typer.echo("")

    def tell_places(self) -> None:
        """Print where the pages are."""
        typer.echo(f"Comparison: {self.comparison}")
        typer.echo(f"For a residents' meeting, one A4: {self.meeting}")


def write_pages(
    compared: Sequence[Compared],
    place: Path,
    language: Language,
    goals: Sequence[str] = (),
    remarks: Sequence[str] = (),
    prices: Sequence[MarginalPrices] = (),
) -> Pages:
    """Write the comparison page and the A4 into a folder."""
    from hecht.report.comparison import write_comparison
    from hecht.report.meeting import write_meeting_page

    return Pages(
        compared,
        prices,
        write_comparison(compared, place / PAGE, language.value, goals, remarks, prices),
        write_meeting_page(compared, place / MEETING, language.value),
    )


def in_english(compared: Sequence[Compared]) -> list[Compared]:
    """Return scenarios with the titles that the command line calls them by."""
    from hecht.report.scenario_titles import titled
    from hecht.report.words import Words

    if not compared:
        return []
    return titled(compared, Words("en", compared[0].plan.neighbourhood.project.start))


def why_no_pages(count: int) -> str:
    """Return why so many scenarios cannot be laid side by side, "" when they can."""
    from hecht.report.scenario_pictures import LETTERS

    if count < 2:
        there = "one scenario is" if count else "no scenario is"
        return f"No comparison was written: {there} in the front, and it takes two."
    if count > len(LETTERS):
        return f"No comparison was written: it holds {len(LETTERS)} scenarios, not {count}."
    return ""


def of_found(
    found: Scenarios, design: Design | None, language: Language
) -> tuple[list[Compared], list[str], list[str]]:
    """Return the scenarios of an exploration, its goals, and what the page remarks on it."""
    from hecht.design.comparison import of_front
    from hecht.report.exploration import remarks
    from hecht.report.words import Words

    compared = of_front(found, design)
    words = Words(language.value, compared[0].plan.neighbourhood.project.start)
    return compared, [goal.figure for goal in found.goals.goals], remarks(found, words)


def prices_of(compared: Sequence[Compared], workers: int) -> list[MarginalPrices]:
    """Return what one more costs in each scenario, from the seeds with which it was planned."""
    from hecht.cli.steps import steps
    from hecht.design.marginal import marginal_prices

    result = []
    with steps() as tell:
        for one in compared:

            def report(done: int, of: int, name: str = one.name) -> None:
                tell(f"Pricing {name}", done, of)

            result.append(
                marginal_prices(
                    one.plan, rounds=PRICE_ROUNDS, seeds=one.seeds, workers=workers, report=report
                )
            )
    return result


def price_record(prices: MarginalPrices) -> dict[str, Any]:
    """Return the prices of a scenario, ready for JSON; hidden where too few return (C7)."""
    from hecht.design.marginal import Goal
    from hecht.outcomes.disclosure import Audience

    threshold = Audience.PUBLIC.threshold
    record: dict[str, Any] = {}
    for goal, price in prices.prices.items():
        if goal is Goal.RETURNERS and 0 < price.count < threshold:
            record[price.name] = {"euros": None, "why": f"fewer than {threshold} return"}
        elif price.median is None:
            record[price.name] = {"euros": None, "why": price.why}
        else:
            record[price.name] = {"euros": price.median, "range": [price.least, price.most]}
    return {**record, "kinds": list(prices.kinds), "left_out": list(prices.left_out)}
