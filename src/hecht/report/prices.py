"""What each rule costs, for the committee: plain sentences, a table, and a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hecht.exchange.beside import write_beside
from hecht.planning.plan import Plan
from hecht.planning.prices import FIGURES, Price, Prices
from hecht.planning.rule_changes import RuleChange
from hecht.report.figure_changes import figure_words
from hecht.report.page import environment
from hecht.report.words import Words


@dataclass(frozen=True)
class Line:
    """One change of a rule: `title` names it, `effect` tells what it gives or takes.

    `cells` holds for each figure of the table the median difference, with the range over the
    seeds where it is no noise; `state` is "clear", "noise" or "none" (no plan was found).
    """

    title: str
    effect: str
    cells: tuple[str, ...]
    state: str

    @property
    def sentence(self) -> str:
        """Return the whole as "three more temporary homes: 11 more ties kept"."""
        return f"{self.title}: {self.effect}"


def price_lines(prices: tuple[Price, ...], words: Words) -> list[Line]:
    """Return each price in words, in the order given."""
    return [_line(price, words) for price in prices]


def price_text(prices: Prices, words: Words) -> list[str]:
    """Return all prices as lines of plain text."""
    _ = words.gettext
    lines = [_("What a looser rule would give, the most first:"), ""]
    lines += _items(price_lines(prices.loosened, words), words)
    if prices.tightened:
        lines += ["", _("What a tighter rule would cost, the most first:"), ""]
        lines += _items(price_lines(prices.tightened, words), words)
    return [*lines, "", *effort_lines(prices, words)]


def _items(lines: list[Line], words: Words) -> list[str]:
    told = [f"* {line.sentence}" for line in lines if line.state != "noise"]
    quiet = [line.title for line in lines if line.state == "noise"]
    if quiet:
        head = words.gettext("Within what the search does by chance:")
        told.append(f"* {head} {words.listed(quiet)}")
    return told


def effort_lines(prices: Prices, words: Words) -> list[str]:
    """Return how the prices were found and what they are worth."""
    _ = words.gettext
    lines = [
        _(
            "Each change was solved again from the same plan: %(rounds)s rounds, %(seeds)s times "
            "with other random numbers, just as the plan itself. Told is the middle one of the "
            "differences; what the search does by chance as well is not told.",
            rounds=words.number(prices.rounds),
            seeds=words.number(len(prices.seeds)),
        )
    ]
    if prices.untried:
        lines.append(
            words.ngettext(
                "%(n)s change was not tried for want of time.",
                "%(n)s changes were not tried for want of time.",
                len(prices.untried),
            )
        )
    return lines


def write_prices(prices: Prices, plan: Plan, path: str | Path, language: str = "nl") -> Path:
    """Write the prices as one page and return its path; it names no household.

    Raises ValueError for an unknown language.
    """
    return write_beside(Path(path), prices_page(prices, plan, language).encode())


def prices_page(prices: Prices, plan: Plan, language: str = "nl") -> str:
    """Return the page. See `write_prices`."""
    project = plan.neighbourhood.project
    words = Words(language, project.start)
    return (
        environment(words)
        .get_template("prices.html.j2")
        .render(
            project=project,
            loosened=price_lines(prices.loosened, words),
            tightened=price_lines(prices.tightened, words),
            names=figure_names(words),
            base=[
                words.number(prices.base[name]) if name in prices.base else "–" for name in FIGURES
            ],
            effort=effort_lines(prices, words),
        )
    )


def figure_names(words: Words) -> list[str]:
    """Return the heads of the table, in the order of FIGURES."""
    _ = words.gettext
    names = {
        "returned_of_wishing": _("return"),
        "ties_kept_count": _("ties kept"),
        "alone": _("left alone"),
        "separation_months": _("months apart"),
        "moves": _("moves"),
        "months_temporary": _("months in temporary homes"),
        "duration_months": _("months of works"),
        "vacant_home_months": _("months that homes stand empty"),
        "households_first_wish_met": _("first wishes met"),
        "groups_together": _("groups together"),
    }
    return [names[name] for name in FIGURES]


def _line(price: Price, words: Words) -> Line:
    _ = words.gettext
    title = rule_words(price.change, words)
    if price.differences is None:
        told = _("no plan was found")
        return Line(title, told, tuple("–" for _name in FIGURES), "none")
    cells, told_parts = [], []
    for name in FIGURES:
        one = price.differences.get(name)
        if one is None:
            cells.append("–")
        elif one.noise or not round(one.median):
            cells.append("≈ 0")
        else:
            cells.append(_signed(one.median, words) + _range(one.least, one.most, words))
            told_parts.append(figure_words(name, one.median, words))
    told_parts = [part for part in told_parts if part]
    if told_parts and not price.is_noise:
        return Line(title, words.listed(told_parts), tuple(cells), "clear")
    if price.is_noise:
        return Line(
            title, _("nothing that the search does not do by chance"), tuple(cells), "noise"
        )
    better = price.points > 0
    told = (
        _("a better plan by the weights of the policy, in no single figure clearly")
        if better
        else _("a worse plan by the weights of the policy, in no single figure clearly")
    )
    return Line(title, told, tuple(cells), "clear")


def _signed(value: float, words: Words) -> str:
    sign = "+" if value > 0 else "−"
    return f"{sign}{words.number(abs(round(value)))}"


def _range(least: float, most: float, words: Words) -> str:
    if round(least) == round(most):
        return ""
    return f" ({_signed(least, words)} … {_signed(most, words)})"


def rule_words(change: RuleChange, words: Words) -> str:
    """Return the change of a rule in words."""
    _, ngettext, facts = words.gettext, words.ngettext, change.facts
    n = abs(int(next((facts[k] for k in _AMOUNTS if k in facts), 0)))
    more = change.loosens
    match change.kind:
        case "temporary" if more:
            return ngettext("%(n)s more temporary home", "%(n)s more temporary homes", n)
        case "temporary":
            return ngettext("%(n)s temporary home fewer", "%(n)s temporary homes fewer", n)
        case "temporary_rooms" | "temporary_accessible":
            rooms = words.ngettext("%(n)s room", "%(n)s rooms", int(facts["rooms"]))
            if change.kind == "temporary_rooms":
                return ngettext(
                    "%(n)s more temporary home of %(rooms)s",
                    "%(n)s more temporary homes of %(rooms)s",
                    n,
                    rooms=rooms,
                )
            return ngettext(
                "%(n)s more accessible temporary home of %(rooms)s",
                "%(n)s more accessible temporary homes of %(rooms)s",
                n,
                rooms=rooms,
            )
        case "notice" if more:
            return ngettext("notice %(n)s month shorter", "notice %(n)s months shorter", n)
        case "notice":
            return ngettext("notice %(n)s month longer", "notice %(n)s months longer", n)
        case "months" if more:
            return ngettext(
                "%(n)s month more in temporary homes allowed",
                "%(n)s months more in temporary homes allowed",
                n,
            )
        case "months":
            return ngettext(
                "%(n)s month less in temporary homes allowed",
                "%(n)s months less in temporary homes allowed",
                n,
            )
        case "slack":
            return ngettext(
                "temporary homes with %(n)s room fewer allowed",
                "temporary homes with %(n)s rooms fewer allowed",
                n,
            )
        case "crews" if more:
            return ngettext("%(n)s crew more", "%(n)s crews more", n)
        case "crews":
            return ngettext("%(n)s crew fewer", "%(n)s crews fewer", n)
        case "budget" if more:
            return _("%(n)s%% more budget a year", n=words.number(n))
        case "budget":
            return _("%(n)s%% less budget a year", n=words.number(n))
        case "horizon":
            return ngettext(
                "%(n)s month more for the whole plan", "%(n)s months more for the whole plan", n
            )
        case "after":
            return _("no fixed order of blocks")
        case "latest":
            return _("no block with a latest date")
        case "earliest":
            return _("no block with an earliest date")
        case "rent":
            return _("rent limits € %(n)s higher", n=words.number(n))
        case _:
            kinds = {
                "return": _("accepted promises to return no longer binding"),
                "home": _("accepted promises of a home no longer binding"),
                "block": _("accepted promises of a block no longer binding"),
                "by": _("accepted promises of a month no longer binding"),
            }
            return f"{kinds[str(facts['of'])]} ({words.number(n)})"


_AMOUNTS = ("count", "months", "rooms", "crews", "percent", "euros")
