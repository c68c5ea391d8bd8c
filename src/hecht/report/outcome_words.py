"""What a plan made again would change, in the words of a talk at the kitchen table.

The household is spoken to. Of others it hears only how many are touched and how; staff may also
see which (`staff`). Points are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hecht.neighbourhood import Neighbourhood
from hecht.planning.explain.alternatives import Outcome
from hecht.planning.explain.changes import Change
from hecht.planning.explain.near import NO_RANK
from hecht.report.figure_changes import figure_words
from hecht.report.words import Words

SMALL = 1000
"""Changes of a share of the score (thousandths) below which nobody is said to notice."""


class OutcomeWords:
    """Tells of one neighbourhood in one language."""

    def __init__(self, neighbourhood: Neighbourhood, words: Words, staff: bool) -> None:
        """Tell the household itself, or `staff`, who may see which others are touched."""
        self.n, self.words, self.staff = neighbourhood, words, staff

    def home(self, name: str | None) -> str:
        """Return a home's address, or its id when it has none."""
        if name is None:
            return self.words.gettext("a home elsewhere")
        return self.n.home_of[name].address or name

    def rule(self, rule: str) -> str:
        """Return in words what stands in the way."""
        _ = self.words.gettext
        return {
            "promise": _("You have been promised another home."),
            "by": _("You would be there later than you were promised."),
            "ready": _("It is not ready within the months of this plan."),
            "months": self.words.ngettext(
                "You would have to live in a temporary home for more than %(n)s month.",
                "You would have to live in a temporary home for more than %(n)s months.",
                self.n.policy.temporary_months_max,
            ),
            "occupant": _("It has been promised to somebody else."),
            "temporary": _("In the months between there is no temporary home free."),
            "place": _("Somebody else would then have no home in the neighbourhood."),
            "homes": _("No two homes that suit you both are near each other."),
            "elsewhere": _("One of you both leaves the neighbourhood, as was wished."),
        }[rule]

    def told(self, outcome: Outcome) -> list[str]:
        """Return what a plan made again changes: for oneself, for others, for the whole."""
        lines = [" ".join(self._own(change)) for change in outcome.own]
        lines = [line for line in lines if line]
        lines.append(" ".join(self._others(outcome.others)))
        whole = self._whole(outcome.figures)
        if whole:
            lines.append(whole)
        if outcome.other_calendar:
            lines.append(self.words.gettext("Works start in other months than in the plan."))
        if self.staff:
            lines += [f"  {self._named(c)}" for c in _touched(outcome.others)]
        return lines

    def _own(self, change: Change) -> list[str]:
        _, words = self.words.gettext, self.words
        old, new = change.before, change.after
        told = []
        if new.arrive is not None and new.arrive != old.arrive:
            if old.arrive is None:
                told.append(_("You live there from %(new)s.", new=words.month(new.arrive)))
            else:
                told.append(
                    _(
                        "You live there from %(new)s instead of %(old)s.",
                        new=words.month(new.arrive),
                        old=words.month(old.arrive),
                    )
                )
        if new.months_temporary != old.months_temporary:
            told.append(
                words.ngettext(
                    "You are in a temporary home for %(n)s month instead of %(old)s.",
                    "You are in a temporary home for %(n)s months instead of %(old)s.",
                    new.months_temporary,
                    old=words.number(old.months_temporary),
                )
                if new.months_temporary
                else _("You need no temporary home.")
            )
        if change.ties:
            told.append(self._of_ties(change.ties))
        if new.alone and not old.alone:
            told.append(_("You would live near nobody of those you live near now."))
        if (old.wish or NO_RANK) != (new.wish or NO_RANK):
            better = (new.wish or NO_RANK) < (old.wish or NO_RANK)
            told.append(
                _("More of what you wished comes true.")
                if better
                else _("Less of what you wished comes true.")
            )
        return told or [_("For you nothing else changes.")]

    def _of_ties(self, more: int) -> str:
        if more > 0:
            return self.words.ngettext(
                "You keep %(n)s near tie more.", "You keep %(n)s near ties more.", more
            )
        return self.words.ngettext(
            "You keep %(n)s near tie fewer.", "You keep %(n)s near ties fewer.", -more
        )

    def _others(self, others: Sequence[Change]) -> list[str]:
        """Tell how many others are touched and how; nobody is named."""
        ngettext = self.words.ngettext
        touched = _touched(others)
        if not touched:
            return [self.words.gettext("Nobody else notices.")]
        home = [c for c in touched if c.other_home]
        month = [c for c in touched if c.other_months and not c.other_home]
        longer = [c for c in touched if c.after.months_temporary > c.before.months_temporary]
        fewer = [c for c in touched if c.ties < 0]
        more = [c for c in touched if c.ties > 0]
        alone = [c for c in touched if c.after.alone and not c.before.alone]
        named = {c.household for some in (home, month, longer, fewer, more, alone) for c in some}
        rest = len(touched) - len(named)
        told = [
            (
                len(home),
                ngettext(
                    "%(n)s other household gets another home.",
                    "%(n)s other households get another home.",
                    len(home),
                ),
            ),
            (
                len(month),
                ngettext(
                    "%(n)s other household moves in another month.",
                    "%(n)s other households move in another month.",
                    len(month),
                ),
            ),
            (
                len(longer),
                ngettext(
                    "%(n)s is in a temporary home for longer.",
                    "%(n)s are in a temporary home for longer.",
                    len(longer),
                ),
            ),
            (
                len(fewer),
                ngettext("%(n)s keeps fewer near ties.", "%(n)s keep fewer near ties.", len(fewer)),
            ),
            (
                len(more),
                ngettext("%(n)s keeps more near ties.", "%(n)s keep more near ties.", len(more)),
            ),
            (
                len(alone),
                ngettext(
                    "%(n)s would live near nobody it knows.",
                    "%(n)s would live near nobody they know.",
                    len(alone),
                ),
            ),
            (
                rest,
                ngettext(
                    "%(n)s other household notices a little.",
                    "%(n)s other households notice a little.",
                    rest,
                ),
            ),
        ]
        return [text for count, text in told if count]

    def _named(self, change: Change) -> str:
        """Tell staff of one other household, by id."""
        _, words = self.words.gettext, self.words
        told = []
        if change.other_home:
            told.append(
                _(
                    "%(old)s becomes %(new)s",
                    old=self.home(change.before.home),
                    new=self.home(change.after.home),
                )
            )
        old, new = change.before.arrive, change.after.arrive
        if new is not None and old is not None and new != old:
            told.append(
                _(
                    "lives there from %(new)s instead of %(old)s",
                    new=words.month(new),
                    old=words.month(old),
                )
            )
        if change.ties:
            told.append(
                words.ngettext(
                    "%(sign)s%(n)s tie",
                    "%(sign)s%(n)s ties",
                    abs(change.ties),
                    sign="+" if change.ties > 0 else "−",
                )
            )
        if change.after.months_temporary != change.before.months_temporary:
            told.append(
                words.ngettext(
                    "%(new)s instead of %(n)s month in temporary homes",
                    "%(new)s instead of %(n)s months in temporary homes",
                    change.before.months_temporary,
                    new=words.number(change.after.months_temporary),
                )
            )
        little = _("notices a little")
        return f"{change.household}: {', '.join(told) or little}"

    def _whole(self, figures: Mapping[str, tuple[float, float]]) -> str:
        told = [figure_words(name, new - old, self.words) for name, (old, new) in figures.items()]
        told = [one for one in told if one]
        if not told:
            return ""
        return self.words.gettext(
            "For the neighbourhood as a whole: %(changes)s.", changes=self.words.listed(told)
        )


def _touched(others: Iterable[Change]) -> list[Change]:
    """Return the households that notice: another home, months or ties, or a good deal of points."""
    return [
        c
        for c in others
        if c.other_home
        or c.other_months
        or c.ties
        or c.before.months_temporary != c.after.months_temporary
        or abs(c.points) >= SMALL
    ]
