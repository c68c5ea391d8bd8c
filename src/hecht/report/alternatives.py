"""Other homes for a household, in plain sentences (see `outcome_words`)."""

from __future__ import annotations

from collections.abc import Sequence

from hecht.neighbourhood import Neighbourhood
from hecht.planning.explain.alternatives import Alternative, Alternatives
from hecht.report.outcome_words import SMALL, OutcomeWords
from hecht.report.words import Words

_MOST_NAMED = 6


def alternative_lines(
    found: Alternatives, neighbourhood: Neighbourhood, words: Words, *, staff: bool = False
) -> list[str]:
    """Return the other homes of a household in plain sentences, a line each."""
    return _Teller(neighbourhood, words, staff).alternatives(found)


class _Teller(OutcomeWords):
    """Tells of other homes."""

    def alternatives(self, found: Alternatives) -> list[str]:
        """Return the homes that were tried, and those that cannot be had."""
        _, words = self.words.gettext, self.words
        head = (
            _("In this plan you get %(home)s.", home=self.home(found.current))
            if found.current is not None
            else _("In this plan you leave the neighbourhood.")
        )
        again = _("For each other home a whole plan was made again:")
        lines = [f"{head} {again}", ""]
        for one in found:
            best = one.found or one.with_calendar
            if best is not None:
                lines += [f"* {self._title(one)}", *(f"  {s}" for s in self.told(best)), ""]
        lines += self._barred([one for one in found if not (one.found or one.with_calendar)])
        if found.untried:
            lines.append(
                words.ngettext(
                    "%(n)s other home that suits you was not worked out.",
                    "%(n)s other homes that suit you were not worked out.",
                    found.untried,
                )
            )
        for reason, count in found.unsuited.items():
            lines.append(self._unsuited(reason, count))
        if not len(found) and not found.untried:
            lines.append(_("There is no other home that suits you."))
        if self.staff and found.gain >= SMALL:
            lines.append(
                _("The plan itself can be bettered: let `hecht plan` search for longer first.")
            )
        return lines

    def _title(self, one: Alternative) -> str:
        like = len(one.alike) - 1
        if not like:
            return self.home(one.home)
        more = self.words.ngettext("%(n)s home like it", "%(n)s homes like it", like)
        return self.words.gettext("%(home)s (and %(more)s)", home=self.home(one.home), more=more)

    def _barred(self, barred: Sequence[Alternative]) -> list[str]:
        by_rule: dict[str, list[str]] = {}
        for one in barred:
            by_rule.setdefault(one.rule, []).extend(one.alike)
        lines = []
        for rule, homes in by_rule.items():
            named = [self.home(home) for home in sorted(homes)]
            if len(named) > _MOST_NAMED:
                rest = len(named) - _MOST_NAMED + 1
                more = self.words.ngettext("%(n)s other", "%(n)s others", rest)
                named = [*named[: _MOST_NAMED - 1], more]
            told = self.words.gettext("Not possible: %(homes)s.", homes=self.words.listed(named))
            lines += [f"* {told}", f"  {self.rule(rule)}", ""]
        return lines

    def _unsuited(self, reason: str, n: int) -> str:
        ngettext = self.words.ngettext
        return {
            "rooms": ngettext(
                "%(n)s home has the wrong size.", "%(n)s homes have the wrong size.", n
            ),
            "rent": ngettext("%(n)s home is too dear.", "%(n)s homes are too dear.", n),
            "access": ngettext(
                "%(n)s home cannot be reached as you need.",
                "%(n)s homes cannot be reached as you need.",
                n,
            ),
        }[reason]
