"""What one more costs, on the comparison page: amounts, ranges, reasons, small groups hidden."""

from __future__ import annotations

import re
from types import MappingProxyType

import pytest

from hecht.design.marginal import Cause, Goal, MarginalPrice, MarginalPrices
from hecht.neighbourhood import Month
from hecht.outcomes.disclosure import Audience
from hecht.report.comparison import comparison_page
from hecht.report.one_more import price_lines, price_notes, price_rows
from hecht.report.words import Words
from tests.design.test_comparison import small_comparison

NL, EN = Words("nl", Month(2027, 1)), Words("en", Month(2027, 1))


def priced(*prices: MarginalPrice, left_out: tuple[str, ...] = ()) -> MarginalPrices:
    """The prices of a scenario, from three seeds."""
    by_goal = MappingProxyType({price.goal: price for price in prices})
    return MarginalPrices(by_goal, (), ("extra_moves",), left_out, 4, (1, 2, 3))


RETURNER = MarginalPrice(Goal.RETURNERS, 80, 5200.0, 4800.0, 6100.0)
TIE = MarginalPrice(Goal.TIES, 30, 2500.0, 2500.0, 2500.0)
NO_MOVE = MarginalPrice(Goal.MOVES, 12, None, why="in English", cause=Cause.NONE_BEYOND)
ONE = priced(RETURNER, TIE, NO_MOVE)


def test_a_price_comes_with_its_least_and_most() -> None:
    """The median stands first; a range that is no range is left out."""
    returner, tie, move = price_rows([ONE], EN)
    assert (returner.cells[0].text, returner.cells[0].beside) == ("€ 5,200", "€ 4,800 to € 6,100")
    assert (tie.cells[0].text, tie.cells[0].beside) == ("€ 2,500", "")
    assert move.cells[0].text == "not known"
    dutch = price_rows([ONE], NL)[0]
    assert dutch.label == "Wat de laatste terugkeerder kost"
    assert dutch.cells[0].beside == "€ 4.800 tot € 6.100"


def test_a_saving_has_its_sign_before_the_amount() -> None:
    """A returner whose going saves nothing has a price below 0."""
    less = MarginalPrice(Goal.RETURNERS, 80, -120.0, -200.4, -0.2)
    cell = price_rows([priced(less)], EN)[0].cells[0]
    assert (cell.text, cell.beside) == ("−€ 120", "−€ 200 to € 0")


@pytest.mark.parametrize("cause", list(Cause))
def test_every_reason_is_told_in_the_language_of_the_reader(cause: Cause) -> None:
    """Each cause of not knowing has words in both languages, and they differ."""
    price = MarginalPrice(Goal.MOVES, 12, None, why="as the software says it", cause=cause)
    dutch, english = (price_rows([priced(price)], words)[2].cells[0] for words in (NL, EN))
    assert dutch.text == "niet bekend"
    assert dutch.why
    assert english.why
    assert dutch.why != english.why
    assert price.why not in (dutch.why, english.why)


@pytest.mark.parametrize(("count", "shown"), [(9, False), (10, True), (0, True)])
def test_the_price_of_few_returners_is_not_shown_to_the_public(count: int, shown: bool) -> None:
    """Below the threshold it would tell of a few people what they cost (C7)."""
    price = MarginalPrice(Goal.RETURNERS, count, 5200.0, 5200.0, 5200.0)
    cell = price_rows([priced(price)], EN)[0].cells[0]
    assert (cell.text == "€ 5,200") is shown
    assert ("fewer than 10 households return" in cell.why) is not shown
    inside = price_rows([priced(price)], EN, Audience.INTERNAL)[0].cells[0]
    assert inside.text == "€ 5,200"


def test_what_is_left_out_and_what_nought_means_is_told() -> None:
    """Per scenario the costs that are not known, the effort, and what € 0 is."""
    free = priced(MarginalPrice(Goal.MOVES, 12, 0.0, 0.0, 0.0), left_out=("lost_rent",))
    notes = " ".join(price_notes([ONE, free], EN))
    assert "In B this is not known and left out: lost rent." in notes
    assert "3 seeds, 4 rounds of search each." in notes
    assert "€ 0 means" in notes
    assert "€ 0" not in " ".join(price_notes([ONE], EN))
    assert price_notes([], EN) == []


def test_lines_of_text_have_every_scenario() -> None:
    """Each price has a line for each scenario, with its range or its reason."""
    lines = price_lines([ONE, priced(TIE)], EN)
    assert lines[:3] == [
        "What the last returner costs:",
        "  A  € 5,200 (€ 4,800 to € 6,100)",
        "  B  not known: it was not asked for",
    ]
    assert lines[-2].startswith("  A  not known: with some seeds")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_has_the_prices_under_their_letters(language: str) -> None:
    """A section with a column for each scenario, the reason with the letter it belongs to."""
    move = MarginalPrice(Goal.MOVES, 9, 300.0, 300.0, 300.0)
    other = priced(RETURNER, MarginalPrice(Goal.TIES, 3, None, cause=Cause.NOBODY), move)
    page = comparison_page(small_comparison(), language, prices=[ONE, other])
    section = page[page.index('aria-labelledby="h-prices"') : page.index('id="h-table"')]
    visible = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", section))
    words = Words(language, Month(2027, 1))
    labels = [row.label for row in price_rows([ONE, other], words)]
    assert f"{labels[2]}, A: {price_rows([ONE], words)[2].cells[0].why}" in visible
    assert f"{labels[1]}, B: {words.gettext('nobody returns')}" in visible
    assert f"{labels[0]}, " not in visible
    assert "h-prices" not in comparison_page(small_comparison(), language)


def test_prices_are_of_every_scenario_or_of_none() -> None:
    """A column without its prices would stand under another letter."""
    with pytest.raises(ValueError, match="prices of every scenario"):
        comparison_page(small_comparison(), prices=[ONE])
