"""A page for each household, to be given to that household only: where, when, who is near.

It holds the household's own name and nobody else's. Of others it tells only what the household
may know: of a tie that it named itself, the address where that household lives now and whether
the two will live near each other. A tie that only the other side named is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hecht.exchange.beside import folder_beside
from hecht.exchange.file_names import file_names
from hecht.neighbourhood import (
    DeclaredBy,
    Home,
    Household,
    MoveKind,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    Stay,
    StayKind,
    Tie,
    Wish,
    WishKind,
    Works,
)
from hecht.neighbourhood.distance import distance_dm, near
from hecht.neighbourhood.suits import lasting_rent
from hecht.outcomes.household import HouseholdOutcome, household_outcomes
from hecht.outcomes.places import Places, places
from hecht.planning.plan import Plan
from hecht.report.map import backdrop, frame, route_map
from hecht.report.page import environment
from hecht.report.reasons import reason_words
from hecht.report.words import Words

FOLDER = "households"


def write_household_pages(plan: Plan, folder: str | Path, language: str = "nl") -> list[Path]:
    """Write households/ID.html for every household of a plan and return the paths.

    The folder is written beside its target and renamed as a whole, so that no page of an earlier
    plan is left. Characters of an id that a file name cannot hold are written as %XX. Raises
    ValueError for an unknown language, or when `households` holds something else than pages.
    """
    target = Path(folder) / FOLDER
    foreign = [path.name for path in _entries(target) if path.suffix != ".html"]
    if foreign:
        raise ValueError(
            f"{target} holds {foreign[0]}, which is no household's page and would be lost; "
            "move it elsewhere"
        )
    pages = household_pages(plan, language)
    names = file_names(pages)
    with folder_beside(target) as part:
        for household, page in pages.items():
            (part / names[household]).write_text(page, encoding="utf-8", newline="\n")
    return [target / names[household] for household in pages]


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def household_pages(plan: Plan, language: str = "nl") -> dict[str, str]:
    """Return the page of each household by id, in the neighbourhood's order."""
    neighbourhood = plan.neighbourhood
    words = Words(language, neighbourhood.project.start)
    template = environment(words).get_template("household.html.j2")
    teller = _Teller(plan, words)
    outcomes = household_outcomes(neighbourhood, plan.course)
    return {
        household.id: template.render(
            project=neighbourhood.project,
            policy=neighbourhood.policy,
            **vars(teller.page(household, outcomes[household.id])),
        )
        for household in neighbourhood.households
    }


@dataclass
class Page:
    """What stands on one household's page, in words."""

    name: str
    id: str
    summary: str
    reason: str
    facts: list[tuple[str, str]]
    steps: list[tuple[str, str, str]]
    promises: list[str]
    company: list[tuple[str, str]]
    company_words: str
    wishes: list[tuple[str, str]]
    picture: str


class _Teller:
    """Tells each household its own plan."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.neighbourhood: Neighbourhood = plan.neighbourhood
        self.course = plan.course
        self.words = words
        self.where: Places = places(plan.neighbourhood, plan.course)
        self.frame = frame(plan.neighbourhood)
        self.backdrop = backdrop(plan.neighbourhood, self.frame, words)
        self.ties: dict[str, list[Tie]] = {}
        for tie in plan.neighbourhood.ties:
            for own, side in ((tie.a, DeclaredBy.A), (tie.b, DeclaredBy.B)):
                if tie.declared_by in (side, DeclaredBy.BOTH):
                    self.ties.setdefault(own, []).append(tie)
        self.promises: dict[str, list[Promise]] = {}
        for promise in plan.neighbourhood.promises:
            self.promises.setdefault(promise.household, []).append(promise)

    def page(self, household: Household, outcome: HouseholdOutcome) -> Page:
        """Return everything that stands on the page of one household."""
        company = self._company(household)
        close = sum(is_near for _, _, is_near in company)
        return Page(
            name=household.label,
            id=household.id,
            summary=self._summary(outcome),
            reason=reason_words(outcome.reason, self.words, own=True) if outcome.reason else "",
            facts=self._facts(household, outcome),
            steps=[self._step(nth, stay, outcome.stays) for nth, stay in enumerate(outcome.stays)]
            + self._leave(outcome),
            promises=[
                self._promise(promise)
                for promise in self.promises.get(household.id, [])
                if promise.status is PromiseStatus.ACCEPTED
            ],
            company=[(address, words) for address, words, _ in company],
            company_words=self._company_words(close, len(company), outcome),
            wishes=self._wishes(outcome),
            picture=self._picture(outcome),
        )

    def _picture(self, outcome: HouseholdOutcome) -> str:
        if not outcome.moves:
            return ""
        homes = [self.neighbourhood.home_of[stay.home] for stay in outcome.stays]
        return route_map(self.backdrop, homes, self.frame, self.words)

    def address(self, home: Home | str) -> str:
        """Return a home's address, or its id when it has none."""
        found = self.neighbourhood.home_of[home] if isinstance(home, str) else home
        return found.address or found.id

    def _summary(self, outcome: HouseholdOutcome) -> str:
        _ = self.words.gettext
        if outcome.ends_inside is None:
            return _("Nothing has been planned for you yet.")
        if not outcome.ends_inside:
            return _("In this plan you leave the neighbourhood.")
        if not outcome.moves:
            return _("You stay in your home.")
        if len(outcome.moves) == 1:
            return _("You move once and stay in the neighbourhood.")
        return _(
            "You move %(n)s times and stay in the neighbourhood.",
            n=self.words.number(len(outcome.moves)),
        )

    def _facts(self, household: Household, outcome: HouseholdOutcome) -> list[tuple[str, str]]:
        _, words = self.words.gettext, self.words
        facts = []
        if outcome.moves:
            facts.append((_("Your first move"), words.month(outcome.moves[0].month)))
        else:
            facts.append((_("Your works"), self._works(household)))
        final = self.where.final.get(household.id)
        if final is not None:
            facts.append((_("Where you live in the end"), self.address(final)))
            detail = [words.ngettext("%(n)s room", "%(n)s rooms", final.rooms)]
            rent = lasting_rent(final)
            if rent is not None:
                detail.append(_("about € %(rent)s a month", rent=words.number(rent)))
            facts.append((_("That home"), words.listed(detail)))
        count = len(outcome.moves)
        facts.append((_("How often you move"), self._times(count)))
        if outcome.months_temporary:
            facts.append(
                (
                    _("In a temporary home"),
                    words.ngettext("%(n)s month", "%(n)s months", outcome.months_temporary),
                )
            )
        return facts

    def _times(self, count: int) -> str:
        if count == 0:
            return self.words.gettext("not at all")
        return self.words.ngettext("%(n)s time", "%(n)s times", count)

    def _works(self, household: Household) -> str:
        """Tell what happens to a home whose household stays in it."""
        _ = self.words.gettext
        home = self.neighbourhood.home_of[household.home]
        block = None if home.block is None else self.neighbourhood.block_of[home.block]
        if block is None or block.works is not Works.RENOVATE_OCCUPIED:
            return _("nothing is done to your home")
        start = self.course.starts.get(block.id)
        if start is None:
            return _("your home is renovated while you live there")
        return _(
            "your home is renovated while you live there, from %(start)s to %(end)s",
            start=self.words.month(start),
            end=self.words.month(max(start, start + block.duration - 1)),
        )

    def _step(self, nth: int, stay: Stay, stays: Sequence[Stay]) -> tuple[str, str, str]:
        """Return a stay as (when, where, what kind of home)."""
        _, words = self.words.gettext, self.words
        last = nth == len(stays) - 1 and stay.end >= self.where.horizon
        if nth == 0 and last:
            when = _("now and later")
        elif nth == 0:
            when = _("now, until %(end)s", end=words.month(stay.end))
        elif last:
            when = _("from %(start)s", start=words.month(stay.start))
        else:
            when = _(
                "%(start)s until %(end)s", start=words.month(stay.start), end=words.month(stay.end)
            )
        kind = {
            StayKind.START: _("your home now"),
            StayKind.TEMPORARY: _("temporary home"),
            StayKind.FINAL: _("your permanent home"),
        }[stay.kind]
        return when, self.address(stay.home), kind

    def _leave(self, outcome: HouseholdOutcome) -> list[tuple[str, str, str]]:
        _ = self.words.gettext
        return [
            (
                _("from %(start)s", start=self.words.month(move.month)),
                _("outside the neighbourhood"),
                _("a home elsewhere"),
            )
            for move in outcome.moves
            if move.kind is MoveKind.LEAVE
        ]

    def _promise(self, promise: Promise) -> str:
        _ = self.words.gettext
        if promise.kind is PromiseKind.HOME:
            home = self.neighbourhood.home_of.get(promise.value)
            return _(
                "You have been promised the home at %(home)s.",
                home=promise.value if home is None else self.address(home),
            )
        if promise.kind is PromiseKind.BLOCK:
            return _(
                "You have been promised a home in %(block)s.", block=self._block(promise.value)
            )
        if promise.kind is PromiseKind.BY:
            return _(
                "You have been promised to be in your permanent home by %(month)s at the latest.",
                month=self.words.written_month(promise.value),
            )
        return _("You have been promised that you can return.")

    def _block(self, block: str) -> str:
        found = self.neighbourhood.block_of.get(block)
        return found.name or found.id if found is not None else block

    def _company(self, household: Household) -> list[tuple[str, str, bool]]:
        """Return (address now, how near at the end, whether near) for each tie it named."""
        _ = self.words.gettext
        own = self.where.final.get(household.id)
        result = []
        for tie in self.ties.get(household.id, []):
            other = self.neighbourhood.household_of[tie.b if tie.a == household.id else tie.a]
            theirs = self.where.final.get(other.id)
            close = own is not None and theirs is not None and self._near(own, theirs)
            if own is not None and theirs is not None and close:
                metres = max(10, -(-distance_dm(own, theirs) // 100) * 10)
                told = _("near you, within %(n)s metres", n=self.words.number(metres))
            else:
                told = _("not near you")
            result.append((self.address(other.home), told, close))
        return sorted(result, key=lambda line: (not line[2], line[0]))

    def _near(self, one: Home, other: Home) -> bool:
        return near(one, other, self.neighbourhood.policy)

    def _company_words(self, close: int, named: int, outcome: HouseholdOutcome) -> str:
        if not named or not outcome.ends_inside:
            return ""
        return self.words.ngettext(
            "You named %(n)s household that you want to live near. In this plan it is: %(near)s.",
            "You named %(n)s households that you want to live near. In this plan %(near)s of them "
            "live near you.",
            named,
            near=self.words.number(close)
            if named > 1
            else self.words.gettext("near you")
            if close
            else self.words.gettext("not near you"),
        )

    def _wishes(self, outcome: HouseholdOutcome) -> list[tuple[str, str]]:
        _ = self.words.gettext
        judged = [(wish, True) for wish in outcome.wishes_met]
        judged += [(wish, False) for wish in outcome.wishes_not_met]
        judged.sort(key=lambda item: item[0].rank)
        return [(self._wish(wish), _("yes") if met else _("no")) for wish, met in judged]

    def _wish(self, wish: Wish) -> str:
        _ = self.words.gettext
        if wish.kind is WishKind.HOME and wish.value in self.neighbourhood.home_of:
            return _("the home at %(home)s", home=self.address(wish.value))
        if wish.kind is WishKind.BLOCK:
            return _("a home in %(block)s", block=self._block(wish.value))
        if wish.kind is WishKind.STREET:
            return _("a home in the %(street)s", street=wish.value)
        if wish.kind is WishKind.TYPE:
            return _("a home of the type %(type)s", type=wish.value)
        other = self.neighbourhood.household_of.get(wish.value)
        shown = wish.value if other is None else self.address(other.home)
        return _("near the household that now lives at %(home)s", home=shown)
