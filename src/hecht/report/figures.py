"""The figures of the report in plain words: this plan, the usual way, and what is possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hecht.outcomes.disclosure import Audience
from hecht.outcomes.few import of_few
from hecht.planning.bounds.figure_bound import Holds
from hecht.planning.bounds.own_figures import own_figures
from hecht.planning.plan import Plan
from hecht.report import charts
from hecht.report.words import Words

Figures = Mapping[str, int | float | None]


@dataclass(frozen=True)
class Headline:
    """One figure at the top of the page, in words."""

    title: str
    value: str
    sentence: str
    details: tuple[str, ...]
    practice: str
    bound: str


@dataclass(frozen=True)
class Row:
    """One line of an outcome's table; empty text where there is no such figure."""

    label: str
    plan: str
    practice: str
    bound: str


@dataclass(frozen=True)
class Card:
    """One outcome: what it means, its table and its chart."""

    id: str
    title: str
    explanation: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: str


@dataclass(frozen=True)
class Measure:
    """How one figure is named and compared.

    `part` names the figure and `whole` what it is part of, if anything, in the outcomes.
    `more` tells whether more is better (None: neither is, and no limit is told).
    """

    label: str
    part: str
    whole: str | None = None
    more: bool | None = None
    charted: bool = True
    unit: str = ""


class Teller:
    """Tells the figures of a plan, and of the practice plan beside it, in one language.

    To others than the team (Audience.INTERNAL) a figure that is about few households in either
    plan is told of neither.
    """

    def __init__(
        self,
        plan: Plan,
        practice: Plan | None,
        words: Words,
        audience: Audience = Audience.INTERNAL,
    ) -> None:
        self.words = words
        own = own_figures(plan)
        usual = None if practice is None else own_figures(practice)
        self.hidden: frozenset[str] = frozenset()
        if audience is not Audience.INTERNAL:
            grouped = sum(len(group.households) for group in plan.neighbourhood.groups)
            for figures in (own, usual or {}):
                self.hidden |= of_few(figures, grouped, audience.threshold)
        self.plan: Figures = self._shown(own)
        self.practice: Figures | None = None if usual is None else self._shown(usual)
        self.bounds = plan.bounds
        self.why = plan.outcomes().not_known

    def _shown(self, figures: Figures) -> Figures:
        return {name: None if name in self.hidden else one for name, one in figures.items()}

    def value(self, figures: Figures | None, measure: Measure) -> str:
        """Return a figure as "n" or "n of m"; in words when it is not known (C6) or hidden."""
        if figures is None:
            return ""
        if measure.part in self.hidden:
            return self.words.gettext("not shown: small group")
        part = figures.get(measure.part)
        if part is None:
            return self.words.gettext("no figure")
        if measure.whole is None:
            return self.words.number(part)
        whole = figures.get(measure.whole)
        if not whole:
            return self.words.gettext("none") if whole == 0 else self.words.gettext("no figure")
        return self.words.of(round(part), round(whole))

    def possible(self, measure: Measure, holds: Holds = Holds.ANY_PLAN) -> int | None:
        """Return the best whole number that is proven possible; None when nothing is known.

        For any plan, or for any plan with this calendar where `holds` says so.
        """
        if measure.more is None or measure.part in self.hidden:
            return None
        for bound in self.bounds:
            if bound.figure == measure.part and bound.holds is holds:
                whole = self.plan.get(measure.whole) if measure.whole else None
                return min(bound.value, round(whole)) if whole and measure.more else bound.value
        return None

    def bound_words(self, measure: Measure) -> str:
        """Return what is provably possible, and what that holds for; empty when it is not known."""
        said = [self._limit(measure, holds) for holds in (Holds.ANY_PLAN, Holds.THIS_CALENDAR)]
        return " ".join(sentence for sentence in said if sentence)

    def _limit(self, measure: Measure, holds: Holds) -> str:
        best, part = self.possible(measure, holds), self.plan.get(measure.part)
        if best is None or part is None or (best == 0 and part > 0):
            return ""
        _ = self.words.gettext
        calendar = holds is Holds.THIS_CALENDAR
        if best == part:
            if calendar:
                return _("With this calendar no plan can do better: that has been proven.")
            return _("No plan can do better: that has been proven.")
        shown = self.words.number(best)
        if measure.more:
            if calendar:
                return _("With this calendar no plan can reach more than %(n)s.", n=shown)
            return _("No plan can reach more than %(n)s.", n=shown)
        if calendar:
            return _("With this calendar no plan can do with fewer than %(n)s.", n=shown)
        return _("No plan can do with fewer than %(n)s.", n=shown)

    def _limits(self, measure: Measure) -> str:
        """Return the limits as numbers for a table, and what the narrower one holds for."""
        best = self.possible(measure)
        narrow = self.possible(measure, Holds.THIS_CALENDAR)
        shown = "" if not best else self.words.number(best)
        if narrow is None:
            return shown
        here = self.words.gettext("%(n)s with this calendar", n=self.words.number(narrow))
        return f"{shown}; {here}" if shown else here

    def row(self, measure: Measure) -> Row:
        """Return the table line of a figure."""
        return Row(
            measure.label,
            self.value(self.plan, measure),
            self.value(self.practice, measure),
            self._limits(measure),
        )

    def bars(self, measure: Measure) -> charts.Bars | None:
        """Return the chart line of a figure; None when it is not known."""
        plan = self.plan.get(measure.part)
        whole = self.plan.get(measure.whole) if measure.whole else None
        if plan is None or (measure.whole and not whole):
            return None
        practice = None if self.practice is None else self.practice.get(measure.part)
        return charts.Bars(
            measure.label,
            plan,
            practice,
            self.possible(measure),
            whole,
            self._short(plan, whole),
            "" if practice is None else self._short(practice, whole),
            measure.unit,
        )

    def _short(self, part: float, whole: float | None) -> str:
        if whole:
            return f"{self.words.number(part)} / {self.words.number(whole)}"
        return self.words.number(part)

    def card(
        self, name: str, title: str, explanation: tuple[str, ...], measures: list[Measure]
    ) -> Card:
        """Return an outcome with its table and chart."""
        shown = [bars for m in measures if m.charted and (bars := self.bars(m)) is not None]
        return Card(
            name,
            title,
            explanation,
            tuple(self.row(measure) for measure in measures),
            charts.bars(
                f"chart-{name}",
                self.words.gettext("Chart: %(title)s", title=title),
                self.words.gettext("The table beside it gives the same figures."),
                shown,
            )
            if shown
            else "",
        )


def headlines(tell: Teller) -> list[Headline]:
    """Return the figures at the top of the page."""
    words = tell.words
    _ = words.gettext
    wishing = Measure("", "returned_of_wishing", "households_wishing", True)
    affected = Measure("", "returned_of_affected", "households_affected")
    everyone = Measure("", "returned_of_all", "households_all")
    kept = Measure("", "ties_kept_count", "ties_near_start", True)
    staying = Measure("", "ties_kept_staying_count", "ties_near_start_staying")
    alone = Measure("", "alone", None, False)
    moves = Measure("", "moves", None, False)
    temporary = Measure("", "months_temporary", None, False)
    lasting = Measure("", "duration_months", None, False)

    def headline(
        measure: Measure, title: str, sentence: str, *details: str, unit: str = ""
    ) -> Headline:
        def told(figures: Figures | None) -> str:
            value = tell.value(figures, measure)
            return f"{value} {unit}" if value and unit else value

        return Headline(
            title,
            told(tell.plan),
            sentence,
            details,
            told(tell.practice),
            tell.bound_words(measure),
        )

    figures = tell.plan
    return [
        headline(
            wishing,
            _("Return"),
            _("households that lose or empty their home and wish to return, do return"),
            _(
                "%(n)s of all households that lose or empty their home",
                n=tell.value(figures, affected),
            ),
            _("%(n)s of all households in the neighbourhood", n=tell.value(figures, everyone)),
        ),
        headline(
            kept,
            _("Ties kept"),
            _("ties between people who live near each other are kept"),
            _(
                "%(n)s when those who wished to leave are left out",
                n=tell.value(figures, staying),
            ),
        ),
        headline(
            alone,
            _("Left alone"),
            _("households live here at the end with nobody near with whom they had a tie"),
            *_when(
                figures.get("alone_of"),
                lambda n: _(
                    "of %(n)s that had someone near and live here still", n=words.number(n)
                ),
            ),
        ),
        headline(
            moves,
            _("Moves"),
            _("moves in all, those who leave included"),
            *_when(
                figures.get("households_moving"),
                lambda n: words.ngettext(
                    "by %(n)s household that moves", "by %(n)s households that move", round(n)
                ),
            ),
            *_when(
                figures.get("most_moves"),
                lambda n: words.ngettext(
                    "no household moves more than %(n)s time",
                    "no household moves more than %(n)s times",
                    round(n),
                ),
            ),
        ),
        headline(
            temporary,
            _("Temporary homes"),
            _("months in temporary homes, all households together"),
            *_when(
                figures.get("households_temporary"),
                lambda n: words.ngettext(
                    "by %(n)s household; the others move once or not at all",
                    "by %(n)s households; the others move once or not at all",
                    round(n),
                ),
            ),
            *_when(
                figures.get("longest_temporary"),
                lambda n: words.ngettext(
                    "the longest for one household is %(n)s month",
                    "the longest for one household is %(n)s months",
                    round(n),
                ),
            ),
        ),
        headline(
            lasting,
            _("Duration"),
            _("from the start until the last works are finished"),
            *_when(
                figures.get("duration_months"),
                lambda n: _(
                    "%(start)s to %(end)s",
                    start=words.month(0),
                    end=words.month(max(0, round(n) - 1)),
                ),
            ),
            unit=_("months"),
        ),
    ]


def _when(figure: float | None, sentence: Callable[[float], str]) -> tuple[str, ...]:
    """Return a sentence about a figure, or nothing when it is not known."""
    return () if figure is None else (sentence(figure),)
