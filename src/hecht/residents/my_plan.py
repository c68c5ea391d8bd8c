"""The own plan of one household as facts: what a letter tells it, before a word is chosen.

Of other households it holds nothing but counts: how many of those that this household named
itself live near it now, and how many will in the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hecht.neighbourhood import (
    Course,
    DeclaredBy,
    Home,
    Household,
    Month,
    MoveKind,
    Neighbourhood,
    Promise,
    ReturnWish,
    Stay,
    StayKind,
    Tenure,
    Works,
)
from hecht.neighbourhood.suits import lasting_rent
from hecht.outcomes.household import HouseholdOutcome, household_outcomes
from hecht.outcomes.rents import Habituation, habituation
from hecht.outcomes.scene import Scene
from hecht.rules import NoAmount, landlord_notice_months, moving_allowance


class Future(StrEnum):
    """What becomes of a household in a plan; each has a letter of its own."""

    STAY = "stay"
    STAY_WORKS = "stay_works"
    MOVE = "move"
    DETOUR = "detour"
    BACK = "back"
    LEAVE = "leave"
    MUST_LEAVE = "must_leave"
    OPEN = "open"

    @property
    def stays_inside(self) -> bool:
        """Whether the household has a permanent home in the neighbourhood in the end."""
        return self not in (Future.LEAVE, Future.MUST_LEAVE, Future.OPEN)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of home in `month`; `to` is None when the household leaves the neighbourhood."""

    month: Month
    kind: MoveKind
    origin: Home
    to: Home | None


@dataclass(frozen=True, slots=True)
class RentPlan:
    """The rent in euros a month: `now`, and `later` in the final home; None where not known.

    `steps` are the months from which another rent is paid while habituation runs, with that
    rent; the last is the full rent. It is empty where nothing is taken off. `allowance` is the
    housing allowance that the landlord worked out for this household, None where it did not.
    """

    now: float | None
    later: float | None
    steps: tuple[tuple[Month, float], ...] = ()
    allowance: float | None = None


@dataclass(frozen=True, slots=True)
class People:
    """How many households this one named, how many live near it now, and how many in the end."""

    named: int
    near_now: int
    near_then: int


class Money(StrEnum):
    """What can be said of the moving allowance."""

    DUE = "due"
    NOT_KNOWN = "not_known"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MovingMoney:
    """The least moving allowance of the law for the move out of the home at the start.

    `amount` is euros, for a move in the month of `day`; it is there when `money` is DUE.
    """

    money: Money
    day: date | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """When the household had to hear of its first move.

    `months` is the term of the policy and `told_by` the first day that is too late for it;
    `short`: the letter comes on or after that day. `by_law` is the term in months in which the
    landlord must end the tenancy, None when the home stays the tenant's or its start is not known.
    """

    months: int
    told_by: date
    short: bool
    by_law: int | None = None


@dataclass(frozen=True)
class MyPlan:
    """Everything that a letter tells one household.

    `works` are those on the block of its home at the start, from `works_start` up to and
    including `works_end`; None where there are none. `final` is its permanent home in the end,
    `reason` why a household that wished to return does not, as the plan says it.
    """

    household: Household
    future: Future
    home: Home
    final: Home | None
    steps: tuple[Step, ...]
    months_temporary: int
    works: Works | None
    works_start: Month | None
    works_end: Month | None
    rent: RentPlan
    people: People
    promises: tuple[Promise, ...]
    money: MovingMoney
    notice: Notice | None
    reason: str = ""


def my_plans(
    neighbourhood: Neighbourhood,
    course: Course,
    day: date,
    allowances: Mapping[str, float] | None = None,
) -> dict[str, MyPlan]:
    """Return the own plan of every household, by id, in the neighbourhood's order.

    `day` is that of the letters; it decides whether notice is long enough. `allowances` are
    amounts of housing allowance in euros a month, by household, that the landlord worked out.
    Raises ValueError for an allowance of a household that is not there.
    """
    known = dict(allowances or {})
    for name in known:
        if name not in neighbourhood.household_of:
            raise ValueError(f"there is no household {name!r} to pay a housing allowance to")
    taken = {one.household: one for one in habituation(Scene(neighbourhood, {}, {}, course=course))}
    facts = _Facts(neighbourhood, course, day, taken, known)
    return {name: facts.of(found) for name, found in
            household_outcomes(neighbourhood, course).items()}  # fmt: skip


class _Facts:
    """Gathers the facts of one household after another."""

    def __init__(
        self,
        neighbourhood: Neighbourhood,
        course: Course,
        day: date,
        taken: Mapping[str, Habituation],
        allowances: Mapping[str, float],
    ) -> None:
        self.here, self.course, self.day = neighbourhood, course, day
        self.taken, self.allowances = taken, allowances
        self.start = neighbourhood.project.start
        self.named: dict[str, set[str]] = {}
        for tie in neighbourhood.ties:
            for own, other, side in ((tie.a, tie.b, DeclaredBy.A), (tie.b, tie.a, DeclaredBy.B)):
                if tie.declared_by in (side, DeclaredBy.BOTH):
                    self.named.setdefault(own, set()).add(other)
        self.promised: dict[str, list[Promise]] = {}
        for promise in neighbourhood.promises:
            self.promised.setdefault(promise.household, []).append(promise)

    def of(self, found: HouseholdOutcome) -> MyPlan:
        """Return the plan of one household."""
        here = self.here
        household = here.household_of[found.household]
        home = here.home_of[household.home]
        final = here.home_of[found.final_home] if found.final_home is not None else None
        steps = tuple(
            Step(
                self.start.plus(move.month),
                move.kind,
                here.home_of[move.origin],
                None if move.to is None else here.home_of[move.to],
            )
            for move in found.moves
        )
        works, first, last = self._works(home)
        future = self._future(household, home, final, found, works)
        return MyPlan(
            household=household,
            future=future,
            home=home,
            final=final,
            steps=steps,
            months_temporary=found.months_temporary,
            works=works,
            works_start=first,
            works_end=last,
            rent=self._rent(household, home, final),
            people=self._people(found),
            promises=tuple(self.promised.get(household.id, ())),
            money=self._money(home, found.affected, future, steps),
            notice=self._notice(household, home, future, steps),
            reason=found.reason,
        )

    def _works(self, home: Home) -> tuple[Works | None, Month | None, Month | None]:
        if home.block is None or not self.here.block_of[home.block].has_works:
            return None, None, None
        block = self.here.block_of[home.block]
        start = self.course.starts.get(block.id)
        if start is None:
            return block.works, None, None
        last = start + max(block.duration, 1) - 1
        return block.works, self.start.plus(start), self.start.plus(last)

    def _future(
        self,
        household: Household,
        home: Home,
        final: Home | None,
        found: HouseholdOutcome,
        works: Works | None,
    ) -> Future:
        if final is None:
            if not found.moves or found.moves[-1].kind is not MoveKind.LEAVE:
                return Future.OPEN
            wished = household.wish is ReturnWish.ELSEWHERE
            return Future.LEAVE if wished else Future.MUST_LEAVE
        if not found.moves:
            return Future.STAY_WORKS if works is Works.RENOVATE_OCCUPIED else Future.STAY
        if final.id == home.id:
            return Future.BACK
        return Future.DETOUR if _temporary(found.stays) else Future.MOVE

    def _rent(self, household: Household, home: Home, final: Home | None) -> RentPlan:
        allowance = self.allowances.get(household.id)
        later = None if final is None else lasting_rent(final)
        off = self.taken.get(household.id)
        if off is None or off.step is None or later is None:
            return RentPlan(home.rent, later, (), allowance)
        steps = [(self.start.plus(month), later - off.at(month)) for month in off.months[::12]]
        steps.append((self.start.plus(off.months.stop), later))
        return RentPlan(home.rent, later, tuple(steps), allowance)

    def _people(self, found: HouseholdOutcome) -> People:
        named = self.named.get(found.household, set())
        return People(
            len(named),
            len(named & set(found.near_at_start)),
            len(named & set(found.near_at_end)),
        )

    def _money(
        self, home: Home, affected: bool, future: Future, steps: tuple[Step, ...]
    ) -> MovingMoney:
        """Tell the allowance of a tenant whom the works make move (7:220 and 7:275 BW)."""
        if not affected or not steps or home.tenure is Tenure.OWNED or future is Future.OPEN:
            return MovingMoney(Money.NONE)
        day = _first_day(steps[0].month)
        found = moving_allowance(day, self.here.norms)
        if isinstance(found, NoAmount):
            return MovingMoney(Money.NOT_KNOWN, day)
        return MovingMoney(Money.DUE, day, found.amount)

    def _notice(
        self, household: Household, home: Home, future: Future, steps: tuple[Step, ...]
    ) -> Notice | None:
        if not steps or future is Future.LEAVE:
            return None
        months = self.here.policy.notice_months
        told_by = _first_day(steps[0].month.plus(-months).plus(1))
        given = steps[0].month.plus(-months)
        return Notice(months, told_by, self.day >= told_by, self._by_law(household, home, given))

    def _by_law(self, household: Household, home: Home, given: Month) -> int | None:
        if home.block is None or home.tenure is Tenure.OWNED:
            return None
        began = household.tenancy_start
        if self.here.block_of[home.block].works is not Works.REBUILD or began is None:
            return None
        return landlord_notice_months(began, given) if began <= given else None


def _temporary(stays: tuple[Stay, ...]) -> bool:
    return any(stay.kind is StayKind.TEMPORARY for stay in stays)


def _first_day(month: Month) -> date:
    return date(month.year, month.number, 1)
