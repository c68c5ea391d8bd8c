"""What a plan made anew changes for a household, and why, in the reader's language."""

from __future__ import annotations

from hecht.neighbourhood import Home, Month, Neighbourhood, ReturnWish
from hecht.planning.replan.differences import Cause, Change, Difference
from hecht.planning.replan.events import (
    Birth,
    BudgetChanged,
    CompositionChanged,
    CrewsChanged,
    Died,
    Dissolved,
    Event,
    HomeLost,
    HorizonChanged,
    MindChanged,
    NewTemporaryHome,
    NewTie,
    PromiseMade,
    TemporaryMonthsChanged,
    WishMade,
    WorksDelayed,
    WorksDuration,
    WorksStartDelayed,
)
from hecht.planning.replan.make import Replan
from hecht.planning.replan.promises import WayOut
from hecht.report.words import Words


class ChangeWords:
    """Speaks of one plan made anew. Households are named by their id only."""

    def __init__(self, made: Replan, words: Words) -> None:
        """Keep the plan and the language."""
        self.made, self.words = made, words
        self.old: Neighbourhood = made.previous.neighbourhood
        self.new: Neighbourhood = made.plan.neighbourhood

    def change(self, kind: Change) -> str:
        """Return the name of a kind of change."""
        _ = self.words.gettext
        return {
            Change.LEAVES: _("now leaves"),
            Change.HOME: _("other home"),
            Change.RETURNS: _("now returns"),
            Change.TEMPORARY: _("other temporary home"),
            Change.MONTH: _("other months"),
            Change.NONE: _("unchanged"),
        }[kind]

    def told(self, difference: Difference, *, new: bool) -> str:
        """Return what one of the two plans has for a household: where, and when."""
        _ = self.words.gettext
        said = difference.after if new else difference.before
        if said.out is None:
            return _("stays in %(home)s", home=self._home(said.home))
        if said.home is None:
            return _("leaves in %(month)s", month=self.words.month(said.arrive or 0))
        home, arrive = self._home(said.home), self.words.month(said.arrive or 0)
        if not said.temporary:
            return _("to %(home)s in %(month)s", home=home, month=arrive)
        between = self.words.listed([self._home(name) for name in said.temporary])
        return _(
            "from %(out)s in %(between)s, to %(home)s in %(month)s",
            out=self.words.month(said.out),
            between=between,
            home=home,
            month=arrive,
        )

    def reason(self, difference: Difference) -> str:
        """Return why something changes for a household, and what it gains or loses by it."""
        if difference.cause is None:
            return ""
        parts = [self._cause(difference.cause), *self._effects(difference)]
        return " ".join(part for part in parts if part)

    def event(self, event: Event) -> str:
        """Return an event as a phrase."""
        _, ngettext = self.words.gettext, self.words.ngettext
        match event:
            case WorksDelayed() if event.months >= 0:
                return ngettext(
                    "the works on %(block)s take %(n)s month longer",
                    "the works on %(block)s take %(n)s months longer",
                    event.months,
                    block=self._block(event.name),
                )
            case WorksDelayed():
                return _("the works on %(block)s take less long", block=self._block(event.name))
            case WorksDuration():
                return _(
                    "the works on %(block)s take another time than planned",
                    block=self._block(event.name),
                )
            case WorksStartDelayed():
                return _(
                    "the works on %(block)s cannot start before %(month)s",
                    block=self._block(event.name),
                    month=self.words.month(event.earliest),
                )
            case MindChanged():
                return {
                    ReturnWish.RETURN: _(
                        "household %(id)s wishes to return after all", id=event.name
                    ),
                    ReturnWish.ELSEWHERE: _(
                        "household %(id)s wishes to live elsewhere", id=event.name
                    ),
                    ReturnWish.UNDECIDED: _("household %(id)s is in doubt again", id=event.name),
                }[event.wish]
            case WishMade():
                return _("household %(id)s has a new wish", id=event.name)
            case CompositionChanged() | Birth() | Died():
                return _("the composition or needs of household %(id)s changed", id=event.name)
            case Dissolved():
                return _("household %(id)s is no more", id=event.name)
            case NewTie():
                return _(
                    "households %(id)s and %(other)s have a new tie",
                    id=event.name,
                    other=event.other,
                )
            case HomeLost():
                return _("home %(home)s is lost", home=self._home(event.home))
            case NewTemporaryHome():
                return _("there is a new temporary home, %(home)s", home=event.home.id)
            case BudgetChanged():
                return _("the yearly budget changed")
            case CrewsChanged():
                return _("the number of crews changed")
            case PromiseMade():
                return _("household %(id)s was promised something", id=event.name)
            case TemporaryMonthsChanged():
                return _("the limit on months in temporary homes changed")
            case HorizonChanged():
                return _("the plan runs longer")
        return event.words

    def way_out(self, way: WayOut) -> str:
        """Return what cannot be kept, and what comes instead."""
        _ = self.words.gettext
        later = self.words.ngettext("%(n)s month later", "%(n)s months later", way.months)
        if way.kind == "by":
            return _(
                "Household %(id)s was promised its last home by %(said)s; it can be there in "
                "%(instead)s (%(later)s).",
                id=way.household,
                said=self.words.written_month(way.said),
                instead=self.words.written_month(way.instead),
                later=later,
            )
        if way.kind == "temporary_months":
            return self.words.ngettext(
                "Household %(id)s stays in temporary homes for %(n)s month, more than the limit "
                "of %(said)s.",
                "Household %(id)s stays in temporary homes for %(n)s months, more than the limit "
                "of %(said)s.",
                int(way.instead),
                id=way.household,
                said=way.said,
            )
        said = {
            "home": _("home %(home)s", home=self._home(way.said)),
            "block": _("a home in %(block)s", block=self._block(way.said)),
            "return": _("to return"),
        }[way.kind]
        if not way.instead:
            return _(
                "Household %(id)s was promised %(said)s; there is no home for it any more.",
                id=way.household,
                said=said,
            )
        return _(
            "Household %(id)s was promised %(said)s; instead it can have home %(home)s.",
            id=way.household,
            said=said,
            home=self._home(way.instead),
        )

    def _cause(self, cause: Cause) -> str:
        _ = self.words.gettext
        root = "" if cause.event is None else self.event(self.made.events[cause.event])
        match cause.kind:
            case "event":
                return self._sentence(_("Because %(event)s.", event=root))
            case "works" if cause.steps == 1 and root:
                return self._sentence(_("Because %(event)s.", event=root))
            case "works" if not root:
                return _(
                    "Because the works on %(block)s come at another time, by which the plan as a "
                    "whole gains.",
                    block=self._block(cause.block),
                )
            case "works":
                first = _(
                    "Because the works on %(block)s come at another time.",
                    block=self._block(cause.block),
                )
            case "home":
                first = _(
                    "Because household %(other)s gets the home that it was to have.",
                    other=cause.other,
                )
            case "freed":
                first = _(
                    "Because household %(other)s no longer takes the home that it now gets.",
                    other=cause.other,
                )
            case "temporary":
                first = _(
                    "Because household %(other)s lives in the temporary home that it was to have.",
                    other=cause.other,
                )
            case "tie":
                first = _(
                    "To stay near household %(other)s, for which something changes too.",
                    other=cause.other,
                )
            case _:
                return _("Because the plan as a whole gains by it.")
        if not root:
            return first
        began = self.words.ngettext(
            "It began because %(event)s, %(n)s step back.",
            "It began because %(event)s, %(n)s steps back.",
            max(1, cause.steps - 1),
            event=root,
        )
        return f"{first} {began}"

    def _effects(self, d: Difference) -> list[str]:
        _, ngettext = self.words.gettext, self.words.ngettext
        parts = []
        if d.months > 0:
            parts.append(
                ngettext(
                    "It arrives %(n)s month later.", "It arrives %(n)s months later.", d.months
                )
            )
        elif d.months < 0:
            parts.append(
                ngettext(
                    "It arrives %(n)s month sooner.", "It arrives %(n)s months sooner.", -d.months
                )
            )
        more = d.after.moves - d.before.moves
        if more > 0:
            parts.append(ngettext("It moves %(n)s time more.", "It moves %(n)s times more.", more))
        elif more < 0:
            parts.append(ngettext("It moves %(n)s time less.", "It moves %(n)s times less.", -more))
        if d.after.near_ties != d.before.near_ties:
            parts.append(
                _(
                    "Ties nearby at the end: %(now)s instead of %(then)s.",
                    now=self.words.number(d.after.near_ties),
                    then=self.words.number(d.before.near_ties),
                )
            )
        return parts

    @staticmethod
    def _sentence(text: str) -> str:
        return text[:1].upper() + text[1:]

    def _home(self, name: str | None) -> str:
        home: Home | None = None
        if name:
            home = self.new.home_of.get(name) or self.old.home_of.get(name)
        if home is None:
            return name or ""
        return f"{home.address} ({home.id})" if home.address else home.id

    def _block(self, name: str) -> str:
        block = self.new.block_of.get(name) or self.old.block_of.get(name)
        if block is None:
            return name
        return f"{block.name} ({block.id})" if block.name else block.id

    @property
    def date(self) -> Month:
        """The month from which the plan is made anew."""
        return self.new.project.start.plus(self.made.date)
