"""For each other home that suits a household: what taking it would cost, and whom.

Each answer is a plan, found by solving again with the household held in that home. So a cost is
never less than what the search found to be needed, and may be more than is truly needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hecht.neighbourhood import Course, Promise, PromiseKind, PromiseStatus
from hecht.neighbourhood.suits import lasting_rent, misfits
from hecht.planning.arrays import (
    DEADLINE,
    HORIZON,
    KIND,
    LEAVES_BY_CHOICE,
    LONGEST,
    READY_BLOCK,
    READY_FIXED,
    TIE_FROM,
    TIE_TO,
    TIE_UNTIL,
)
from hecht.planning.explain.changes import Change, changes, figures
from hecht.planning.explain.resolve import Effort, Resolver
from hecht.planning.kernel import is_near, settle
from hecht.planning.plan import Plan
from hecht.planning.state import State

RULES = ("promise", "by", "ready", "months", "occupant", "temporary", "place")
"""What can stand in the way of a home, as in `Alternative.rule`."""


@dataclass(frozen=True)
class Outcome:
    """A plan found on a question, beside the plan itself.

    `cost` is the score that is lost, in thousandths of a point (less than nought: the plan gains).
    `own` is what changes for the households that were asked about, `others` for everybody else,
    those that lose most first. `figures`: name -> (in the plan, in this course), where they
    differ. `other_calendar` tells whether works were moved to other months.
    """

    course: Course
    cost: int
    own: tuple[Change, ...]
    others: tuple[Change, ...]
    figures: Mapping[str, tuple[float, float]]
    other_calendar: bool = False


@dataclass(frozen=True)
class Alternative:
    """Another home for a household.

    `home` is the home that was tried; `alike` lists the homes that count as the same, itself
    included. `found` is the plan with it, under the calendar of the plan; None when none was
    found, and then `rule` is what stands in the way:

    promise    its own accepted promise is of another home or block
    by         it would be there later than it was promised
    ready      the home is not ready within the months that are planned
    months     it would be in temporary homes for longer than the policy allows
    occupant   the home has been promised to the household that gets it in the plan
    temporary  no temporary home is free in the months between
    place      the household that gets it in the plan can be housed nowhere else

    `with_calendar` is the plan when the works may move to other months too, if that was asked and
    is cheaper; its cost is beside the plan searched on as long with no demand at all.
    """

    home: str
    alike: tuple[str, ...]
    rule: str
    found: Outcome | None
    with_calendar: Outcome | None = None


@dataclass(frozen=True)
class Alternatives:
    """The other homes of one household, the cheapest first, those without a plan last.

    `untried` counts homes that suit and were left for want of time or beyond the cap, `unsuited`
    the homes that do not suit by reason (`rooms`, `rent`, `access`; a home may count under more
    than one). `gain` is what the search found to be had in this plan whatever was asked, in
    thousandths of a point: more than nought means that the plan itself can be bettered.
    """

    household: str
    current: str | None
    found: tuple[Alternative, ...]
    untried: int
    unsuited: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    gain: int = 0

    def __iter__(self) -> Iterator[Alternative]:
        """Go through the alternatives."""
        return iter(self.found)

    def __len__(self) -> int:
        """Return how many alternatives were tried."""
        return len(self.found)


def alternatives(
    plan: Plan,
    household: str,
    *,
    rounds: int = 6,
    seed: int = 1,
    most: int | None = None,
    calendars: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Alternatives:
    """Return what each other home that suits a household would cost, and whom.

    Homes that are alike (same block, street, type, size, rent and access, near the same of its
    people, wished for and promised alike, free alike) are tried once. At most `most` are tried,
    those that promise to be cheapest first; `stop` is asked before each. `rounds` of search are
    spent on each, and as many again with other calendars when `calendars` is set. The same plan,
    rounds, seed and number tried give the same answer.

    A household that nothing makes move is told what another home would cost as if it moved there
    by choice. Raises ValueError when there is no such household, when it wished to go elsewhere
    (there is no home of its to compare), or when the plan itself breaks a rule.
    """
    resolver = Resolver(plan, Effort(rounds, seed))
    h = resolver.household(household)
    past = resolver.standing.past
    if past is not None and household in (*past.settled, *past.gone):
        where = "came to its last home" if household in past.settled else "left"
        date = plan.neighbourhood.project.start.plus(past.date)
        raise ValueError(
            f"household {household} {where} before {date}, in which this plan was made anew; that "
            "cannot be otherwise any more"
        )
    if resolver.instance.arrays.people[h, KIND] == LEAVES_BY_CHOICE:
        raise ValueError(
            f"household {household} wished to go elsewhere; record another wish in households.csv "
            "to see what homes it could have"
        )
    return _Asked(resolver, h).answer(most, calendars, stop)


class _Asked:
    """One household and its other homes."""

    def __init__(self, resolver: Resolver, h: int) -> None:
        self.resolver, self.h = resolver, h
        self.n, self.instance = resolver.neighbourhood, resolver.instance
        self.household = self.n.households[h]
        self.current = int(resolver.state.home[h])
        self.idle: int | None = None

    def answer(self, most: int | None, calendars: bool, stop: Callable[[], bool]) -> Alternatives:
        unsuited: dict[str, int] = {}
        ruled: list[Alternative] = []
        tried: list[tuple[tuple[int, ...], list[int], State]] = []
        late = 0
        for cell in self._cells():
            if tried and stop():
                late += len(cell)
                continue
            rule = self._barred(cell[0])
            if rule and not (calendars and rule in ("ready", "months", "by")):
                ruled.append(Alternative(self._name(cell[0]), self._names(cell), rule, None))
                continue
            starts = [(self.resolver.placed(self.resolver.state, self.h, f), f) for f in cell[:3]]
            start, f = max(starts, key=lambda pair: (self.resolver.rank(pair[0]), -pair[1]))
            key = (*(-part for part in self.resolver.rank(start)), f)
            tried.append((key, [f, *(one for one in cell if one != f)], start))
        tried.sort(key=lambda one: one[0])
        found: list[Alternative] = []
        for _, cell, start in tried[:most]:
            if found and stop():
                break
            found.append(self._alternative(cell, start, calendars))
        untried = late + sum(len(cell) for _, cell, _ in tried[len(found) :])
        for f in self.instance.arrays.destinations.tolist():
            for reason in misfits(self.household, self.n.homes[f], self.n.policy):
                unsuited[reason] = unsuited.get(reason, 0) + 1
        found.sort(key=_cheapest)
        return Alternatives(
            household=self.household.id,
            current=self._name(self.current) if self.current >= 0 else None,
            found=(*found, *ruled),
            untried=untried,
            unsuited=MappingProxyType(dict(sorted(unsuited.items()))),
            gain=self.resolver.gain,
        )

    # -- homes ---------------------------------------------------------------------------

    def _name(self, f: int) -> str:
        return self.n.homes[f].id

    def _names(self, cell: list[int]) -> tuple[str, ...]:
        return tuple(self._name(f) for f in sorted(cell))

    def _cells(self) -> list[list[int]]:
        """Return the homes that suit, less its own in the plan, those alike together."""
        wished = {w.value for w in self.n.wishes if w.kind.value == "home"}
        wished |= {
            p.value
            for p in self.n.promises
            if p.kind is PromiseKind.HOME and p.status is PromiseStatus.ACCEPTED
        }
        cells: dict[tuple[object, ...], list[int]] = {}
        for f in self.instance.arrays.destinations.tolist():
            home = self.n.homes[f]
            if f == self.current or misfits(self.household, home, self.n.policy):
                continue
            key = (
                home.block,
                home.street,
                home.type,
                home.rooms,
                lasting_rent(home),
                home.floor,
                home.step_free,
                home.accessible,
                self._ready(f),
                bool(self.resolver.state.taken[f] < 0),
                self._company(f),
                home.id if home.id in wished or home.id == self.household.home else "",
            )
            cells.setdefault(key, []).append(f)
        return sorted(cells.values())

    def _company(self, f: int) -> tuple[int, ...]:
        """Return the households it is tied to that are near home f at the end of the plan."""
        a, s = self.instance.arrays, self.resolver.state
        rows = range(a.people[self.h, TIE_FROM], a.people[self.h, TIE_UNTIL])
        tied = sorted({int(a.ties[k, TIE_TO]) for k in rows})
        return tuple(j for j in tied if s.home[j] >= 0 and is_near(a, f, s.home[j]))

    # -- what stands in the way ----------------------------------------------------------

    def _ready(self, f: int) -> int:
        a = self.instance.arrays
        if a.homes[f, READY_BLOCK] < 0:
            return int(a.homes[f, READY_FIXED])
        block = self.n.blocks[int(a.homes[f, READY_BLOCK])]
        return int(self.resolver.course.starts[block.id]) + block.duration

    def _barred(self, f: int) -> str:
        """Return the rule that bars a home before anything is solved, or nothing."""
        a, s = self.instance.arrays, self.resolver.state
        home, accepted = self.n.homes[f], self._accepted(self.household.id)
        for promise in accepted:
            if promise.kind is PromiseKind.HOME and promise.value != home.id:
                return "promise"
            if promise.kind is PromiseKind.BLOCK and promise.value != home.block:
                return "promise"
        ready = self._ready(f)
        if ready >= a.fixed[HORIZON]:
            return "ready"
        tried = self._alone_in(f)
        if tried.arrive[self.h] - tried.out[self.h] > a.people[self.h, LONGEST]:
            return "months"
        if tried.arrive[self.h] > a.people[self.h, DEADLINE]:
            return "by"
        taker = int(s.taken[f])
        if taker >= 0 and any(
            promise.kind is PromiseKind.HOME
            for promise in self._accepted(self.n.households[taker].id)
        ):
            return "occupant"
        return ""

    def _alone_in(self, f: int) -> State:
        """Return a state with the household in home f, whoever lives there; for its months."""
        tried = State(*(part.copy() for part in self.resolver.state))
        taker = int(tried.taken[f])
        if taker >= 0:
            tried.home[taker] = -1
        tried.home[self.h] = f
        settle(self.instance.arrays, tried)
        return tried

    def _accepted(self, household: str) -> list[Promise]:
        return [
            promise
            for promise in self.n.promises
            if promise.household == household and promise.status is PromiseStatus.ACCEPTED
        ]

    # -- solving -------------------------------------------------------------------------

    def _alternative(self, cell: list[int], start: State, calendars: bool) -> Alternative:
        f, resolver = cell[0], self.resolver
        barred = self._barred(f)
        outcome, rule, best = None, barred, start
        if not barred:
            best = resolver.solved({self.h: [f]}, start)
            outcome = told(resolver, best, {self.household.id}) if resolver.is_plan(best) else None
            rule = "" if outcome is not None else resolver.lacking(best)
        freer = self._freer(f, best, outcome) if calendars else None
        return Alternative(self._name(f), self._names(cell), rule, outcome, freer)

    def _freer(self, f: int, start: State, outcome: Outcome | None) -> Outcome | None:
        """Return the plan with home f and other months for the works, if that is cheaper."""
        resolver = self.resolver
        best = resolver.solved({self.h: [f]}, start, calendars=True)
        if not resolver.is_plan(best):
            return None
        found = told(resolver, best, {self.household.id}, self._idle())
        if found is None or not found.other_calendar:
            return None
        return found if outcome is None or found.cost < outcome.cost else None

    def _idle(self) -> int:
        """Return the score of the plan after as much search with other calendars, undemanding."""
        if self.idle is None:
            self.idle = idle_score(self.resolver)
        return self.idle


def idle_score(resolver: Resolver) -> int:
    """Return the score the plan reaches with other calendars when nothing is asked of it."""
    free = resolver.solved({}, resolver.state, calendars=True)
    course = resolver.finish(free) if resolver.is_plan(free) else None
    reached = resolver.score if course is None else max(resolver.score, course[1])
    return max(reached, resolver.score)


def told(
    resolver: Resolver, s: State, asked: set[str], beside: int | None = None
) -> Outcome | None:
    """Return a state as a plan beside the plan, or None when its temporary homes do not fit."""
    finished = resolver.finish(s)
    if finished is None:
        return None
    course, points = finished
    differing = changes(resolver.neighbourhood, resolver.course, course)
    return Outcome(
        course=course,
        cost=(resolver.score if beside is None else beside) - points,
        own=tuple(c for key, c in differing.items() if key in asked),
        others=tuple(c for key, c in differing.items() if key not in asked),
        figures=MappingProxyType(figures(resolver.neighbourhood, resolver.course, course)),
        other_calendar=dict(course.starts) != dict(resolver.course.starts),
    )


def _cheapest(one: Alternative) -> tuple[bool, int, str]:
    best = one.found or one.with_calendar
    return best is None, 0 if best is None else best.cost, one.home


__all__ = ["Alternative", "Alternatives", "Outcome", "alternatives", "idle_score", "told"]
