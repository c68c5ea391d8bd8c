"""Other homes, and "next to my sister", in the words of a talk at the kitchen table.

The household is spoken to. Of others it hears only how many are touched and how; staff may also
see which (`staff`). Points are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hecht.neighbourhood import Neighbourhood
from hecht.planning.explain.alternatives import Alternative, Alternatives, Outcome
from hecht.planning.explain.changes import Change
from hecht.planning.explain.near import NO_RANK, Near, WayOut
from hecht.report.words import Words

_SMALL = 1000
"""Changes of a share of the score (thousandths) below which nobody is said to notice."""

_MOST_NAMED = 6


def alternative_lines(
    found: Alternatives, neighbourhood: Neighbourhood, words: Words, *, staff: bool = False
) -> list[str]:
    """Return the other homes of a household in plain sentences, a line each."""
    return _Teller(neighbourhood, words, staff).alternatives(found)


def near_lines(
    found: Near, neighbourhood: Neighbourhood, words: Words, *, staff: bool = False
) -> list[str]:
    """Return what living near another household takes, in plain sentences, a line each."""
    return _Teller(neighbourhood, words, staff).near(found)


class _Teller:
    """Tells of one neighbourhood in one language."""

    def __init__(self, neighbourhood: Neighbourhood, words: Words, staff: bool) -> None:
        self.n, self.words, self.staff = neighbourhood, words, staff

    # -- other homes ---------------------------------------------------------------------

    def alternatives(self, found: Alternatives) -> list[str]:
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
                lines += [f"* {self._title(one)}", *(f"  {s}" for s in self._told(best)), ""]
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
        if self.staff and found.gain >= _SMALL:
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

    # -- a plan beside the plan ----------------------------------------------------------

    def _told(self, outcome: Outcome) -> list[str]:
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

    # -- near somebody -------------------------------------------------------------------

    def near(self, found: Near) -> list[str]:
        _ = self.words.gettext
        if found.now and found.homes is not None:
            return [_("In this plan you already live near each other.")]
        if found.found is not None and found.homes is not None:
            head = _(
                "It is possible: you in %(one)s, the other household in %(other)s.",
                one=self.home(found.homes[0]),
                other=self.home(found.homes[1]),
            )
            return [head, *self._told(_own_first(found.found, found.household))]
        lines = [_("Under the rules as they are no plan was found with you near each other.")]
        lines += [self.rule(found.rule)] if found.rule in _SHOWN or self.staff else []
        if not found.ways:
            return [*lines, _("No single change that was tried makes it possible.")]
        shown = [way for way in found.ways if self.staff or way.household != found.other]
        if shown:
            head = _("It becomes possible with one of these changes, the cheapest first:")
            lines += ["", head, ""]
        for way in shown:
            lines += [f"* {self._way(way, found)}"]
            lines += [f"  {s}" for s in self._told(_own_first(way.found, found.household))]
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

    def _way(self, way: WayOut, found: Near) -> str:
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

    def home(self, name: str | None) -> str:
        """Return a home's address, or its id when it has none."""
        if name is None:
            return self.words.gettext("a home elsewhere")
        return self.n.home_of[name].address or name


_SHOWN = ("homes", "ready", "months", "temporary", "place")
"""What may stand in the way that says nothing of the other household."""


def _touched(others: Iterable[Change]) -> list[Change]:
    """Return the households that notice: another home, months or ties, or a good deal of points."""
    return [
        c
        for c in others
        if c.other_home
        or c.other_months
        or c.ties
        or c.before.months_temporary != c.after.months_temporary
        or abs(c.points) >= _SMALL
    ]


def _own_first(outcome: Outcome, household: str) -> Outcome:
    """Return an outcome in which only the one that is spoken to is `own`."""
    from dataclasses import replace

    own = tuple(c for c in outcome.own if c.household == household)
    rest = tuple(c for c in outcome.own if c.household != household)
    return replace(outcome, own=own, others=(*rest, *outcome.others))


def figure_words(name: str, change: float, words: Words) -> str:
    """Return a change of a figure as "11 more ties kept"; nothing for one that is not told."""
    n, ngettext = abs(round(change)), words.ngettext
    if not n:
        return ""
    more = {
        "returned_of_wishing": ngettext(
            "%(n)s household more returns", "%(n)s households more return", n
        ),
        "ties_kept_count": ngettext("%(n)s more tie kept", "%(n)s more ties kept", n),
        "alone": ngettext("%(n)s household more left alone", "%(n)s households more left alone", n),
        "separation_months": ngettext(
            "%(n)s month more in which near ties are apart",
            "%(n)s months more in which near ties are apart",
            n,
        ),
        "moves": ngettext("%(n)s move more", "%(n)s moves more", n),
        "months_temporary": ngettext(
            "%(n)s month more in temporary homes", "%(n)s months more in temporary homes", n
        ),
        "households_first_wish_met": ngettext(
            "%(n)s first wish more met", "%(n)s first wishes more met", n
        ),
        "groups_together": ngettext("%(n)s group more together", "%(n)s groups more together", n),
        "duration_months": ngettext(
            "the works finished %(n)s month later", "the works finished %(n)s months later", n
        ),
        "vacant_home_months": ngettext(
            "%(n)s month more in which homes stand empty",
            "%(n)s months more in which homes stand empty",
            n,
        ),
    }
    fewer = {
        "returned_of_wishing": ngettext(
            "%(n)s household fewer returns", "%(n)s households fewer return", n
        ),
        "ties_kept_count": ngettext("%(n)s tie fewer kept", "%(n)s ties fewer kept", n),
        "alone": ngettext(
            "%(n)s household fewer left alone", "%(n)s households fewer left alone", n
        ),
        "separation_months": ngettext(
            "%(n)s month less in which near ties are apart",
            "%(n)s months less in which near ties are apart",
            n,
        ),
        "moves": ngettext("%(n)s move fewer", "%(n)s moves fewer", n),
        "months_temporary": ngettext(
            "%(n)s month less in temporary homes", "%(n)s months less in temporary homes", n
        ),
        "households_first_wish_met": ngettext(
            "%(n)s first wish fewer met", "%(n)s first wishes fewer met", n
        ),
        "groups_together": ngettext("%(n)s group fewer together", "%(n)s groups fewer together", n),
        "duration_months": ngettext(
            "the works finished %(n)s month sooner", "the works finished %(n)s months sooner", n
        ),
        "vacant_home_months": ngettext(
            "%(n)s month less in which homes stand empty",
            "%(n)s months less in which homes stand empty",
            n,
        ),
    }
    return (more if change > 0 else fewer).get(name, "")
