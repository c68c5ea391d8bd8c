"""What one more costs in each scenario: rows of the comparison page, and lines of text.

A price of what fewer households than the public's threshold did is not shown (C7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.design.marginal import DEFINITIONS, Cause, Goal, MarginalPrice, MarginalPrices
from hecht.outcomes.disclosure import Audience
from hecht.report.scenario_pictures import LETTERS, label
from hecht.report.words import Words


@dataclass(frozen=True)
class PriceCell:
    """The price in one scenario: the median in words, the range beneath it, or why neither."""

    text: str
    beside: str = ""
    why: str = ""


@dataclass(frozen=True)
class PriceRow:
    """What is priced, how, and its price in each scenario."""

    label: str
    about: str
    cells: tuple[PriceCell, ...]


def price_rows(
    prices: Sequence[MarginalPrices], words: Words, audience: Audience = Audience.PUBLIC
) -> list[PriceRow]:
    """Return a row for each thing that is priced; `prices` are in the order of the scenarios."""
    result = []
    for definition, goal in zip(DEFINITIONS, Goal, strict=True):
        about = definition.definition_nl if words.language == "nl" else definition.definition
        cells = tuple(_cell(one.prices.get(goal), words, audience) for one in prices)
        result.append(PriceRow(label(definition, words), about, cells))
    return result


def _cell(price: MarginalPrice | None, words: Words, audience: Audience) -> PriceCell:
    _ = words.gettext
    if price is None:
        return PriceCell(_("not known"), why=_("it was not asked for"))
    if price.goal is Goal.RETURNERS and 0 < price.count < audience.threshold:
        few = _("fewer than %(n)s households return", n=words.number(audience.threshold))
        return PriceCell(_("not shown"), why=few)
    if price.median is None:
        return PriceCell(_("not known"), why=_why(price, words))
    text = _euros(price.median, words)
    least, most = (
        _euros(price.median if v is None else v, words) for v in (price.least, price.most)
    )
    if least == most:
        return PriceCell(text)
    return PriceCell(text, _("%(least)s to %(most)s", least=least, most=most))


def _why(price: MarginalPrice, words: Words) -> str:
    """Return why a price is not known, in the reader's language."""
    _ = words.gettext
    if price.cause is None:
        return price.why
    return {
        Cause.NO_COST: _("no kind of cost is known"),
        Cause.NO_DIFFERENCE: _("solving again never gave another number of them"),
        Cause.NONE_BEYOND: _("with some seeds solving again never got further than the plan"),
        Cause.NOBODY: _("nobody returns"),
        Cause.NOT_SOLVED: _("no plan was found with one returner fewer"),
        Cause.PAST: _("the past of a plan made anew stands"),
    }[price.cause]


def _euros(amount: float, words: Words) -> str:
    return f"{'−' if round(amount) < 0 else ''}€ {words.number(abs(round(amount)))}"


def price_notes(prices: Sequence[MarginalPrices], words: Words) -> list[str]:
    """Return how the prices were found, which costs count, and which are not known where."""
    _, ngettext = words.gettext, words.ngettext
    if not prices:
        return []
    seeds = len(prices[0].seeds)
    told = [
        _(
            "Each plan was solved again with its own calendar; it is no average. Shown is the "
            "middle, with the least and the most:"
        )
        + " "
        + ngettext("%(n)s seed", "%(n)s seeds", seeds)
        + ", "
        + ngettext("%(n)s round of search each.", "%(n)s rounds of search each.", prices[0].rounds),
        _(
            "Counted are units brought in, moves after the first, lost rent and habituation to "
            "the new rent. Works and moving allowances are due in every plan."
        ),
    ]
    if any(price.median == 0 for one in prices for price in one.prices.values()):
        told.append(_("€ 0 means that the cheapest way found already reaches one more."))
    names = {
        "temporary_homes": _("units brought in"),
        "extra_moves": _("moves after the first"),
        "lost_rent": _("lost rent"),
        "habituation": _("habituation to the new rent"),
    }
    for letter, one in zip(LETTERS, prices, strict=False):
        if one.left_out:
            listed = words.listed([names.get(kind, kind) for kind in one.left_out])
            told.append(
                _("In %(letter)s this is not known and left out: %(kinds)s.",
                  letter=letter, kinds=listed)
            )  # fmt: skip
    return told


def price_lines(prices: Sequence[MarginalPrices], words: Words) -> list[str]:
    """Return the prices as lines of plain text, those of each scenario behind its letter."""
    lines = []
    for row in price_rows(prices, words):
        lines.append(f"{row.label}:")
        for letter, cell in zip(LETTERS, row.cells, strict=False):
            beside = f" ({cell.beside})" if cell.beside else ""
            why = f": {cell.why}" if cell.why else ""
            lines.append(f"  {letter}  {cell.text}{beside}{why}")
    return lines
