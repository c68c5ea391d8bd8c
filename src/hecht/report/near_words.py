"""What it takes to live "next to my sister", in plain sentences (see `outcome_words`)."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import Neighbourhood
from hecht.planning.explain.alternatives import Outcome
from hecht.planning.explain.near import Near, WayOut
from hecht.report.outcome_words import OutcomeWords
from hecht.report.words import Words

_SHOWN = ("homes", "ready", "months", "temporary", "place")
"""What may stand in the way that says nothing of the other household."""


def near_lines(
    found: Near, neighbourhood: Neighbourhood, words: Words, *, staff: bool = False
) -> list[str]:
    """Return what living near another household takes, in plain sentences, a line each."""
    return NearWords(neighbourhood, words, staff).near(found)


class NearWords(OutcomeWords):
    """Tells of living near another household."""

    def near(self, found: Near) -> list[str]:
        """Return whether they can be near each other, and what it would take."""
        _ = self.words.gettext
        if found.now and found.homes is not None:
            return [_("In this plan you already live near each other.")]
        if found.found is not None and found.homes is not None:
            head = _(
                "It is possible: you in %(one)s, the other household in %(other)s.",
                one=self.home(found.homes[0]),
                other=self.home(found.homes[1]),
            )
            return [head, *self.told(_own_first(found.found, found.household))]
        lines = [_("Under the rules as they are no plan was found with you near each other.")]
        lines += [self.rule(found.rule)] if found.rule in _SHOWN or self.staff else []
        if not found.ways:
            return [*lines, _("No single change that was tried makes it possible.")]
        shown = [way for way in found.ways if self.staff or way.household != found.other]
        if shown:
            head = _("It becomes possible with one of these changes, the cheapest first:")
            lines += ["", head, ""]
        for way in shown:
            lines += [f"* {self.way(way, found)}"]
            lines += [f"  {s}" for s in self.told(_own_first(way.found, found.household))]
            lines.append("")
        if len(shown) < len(found.ways):
            # the needs and promises of another household are its own affair
            lines.append(
                _(
                    "Something in what the other household needs or wished could make it "
                    "possible; only that household can tell you more."
                )
            )
        return lines

    def way(self, way: WayOut, found: Near) -> str:
        """Return a change that would make it possible, as a phrase."""
        _, words, number = self.words.gettext, self.words, self.words.number(way.amount)
        if way.household == found.other:
            who = way.household
            return {
                "rooms": _("%(who)s takes a home with a room fewer", who=who),
                "rooms_most": _("%(who)s may have a bigger home", who=who),
                "rent": _("the rent limit of %(who)s is € %(n)s higher", who=who, n=number),
                "promise": _("%(who)s gives up a promise that it accepted", who=who),
                "moves": _("%(who)s moves, although nothing is done to its home", who=who),
                "returns": _("%(who)s comes back instead of going elsewhere", who=who),
            }[way.kind]
        return {
            "calendar": _("works start in other months"),
            "rooms": _("you take a home with a room fewer"),
            "rooms_most": _("you may have a bigger home"),
            "rent": _("your rent limit is € %(n)s a month higher", n=number),
            "promise": _("you give up a promise that you accepted"),
            "moves": _("you move, although nothing is done to your home"),
            "returns": _("you come back instead of going elsewhere"),
            "months": words.ngettext(
                "%(n)s month more in temporary homes is allowed",
                "%(n)s months more in temporary homes are allowed",
                way.amount,
            ),
            "temporary": words.ngettext(
                "there is %(n)s temporary home more",
                "there are %(n)s temporary homes more",
                way.amount,
            ),
        }[way.kind]


def _own_first(outcome: Outcome, household: str) -> Outcome:
    """Return an outcome in which only the one that is spoken to is `own`."""
    own = tuple(c for c in outcome.own if c.household == household)
    rest = tuple(c for c in outcome.own if c.household != household)
    return replace(outcome, own=own, others=(*rest, *outcome.others))
