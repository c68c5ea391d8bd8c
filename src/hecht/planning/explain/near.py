""" "Next to my sister": what it would cost, or what would have to change for it to be possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from hecht.neighbourhood import (
    Household,
    Neighbourhood,
    PromiseStatus,
    ReturnWish,
    Wish,
    WishKind,
)
from hecht.neighbourhood.distance import near as is_near
from hecht.neighbourhood.suits import lasting_rent, misfits, rooms_needed, suits
from hecht.planning.arrays import LONGEST
from hecht.planning.explain.alternatives import Outcome, idle_score, told
from hecht.planning.explain.resolve import Effort, Resolver
from hecht.planning.extra_homes import with_extra_homes
from hecht.planning.instance import Instance
from hecht.planning.plan import Plan
from hecht.planning.state import State

_MOST_PAIRS = 6
"""Pairs of homes that are solved for one question, those that promise to be cheapest first."""

_MOST_HOMES = 60
"""Homes of each of the two that are looked at, for the same."""

_LONGEST = 120

NO_RANK = 40
"""The rank of a wish that is worth nothing: it only lets a household move."""

WAYS = (
    "calendar",
    "rooms",
    "rooms_most",
    "rent",
    "months",
    "promise",
    "moves",
    "returns",
    "temporary",
)
"""What may have to change, as in `WayOut.kind`."""


@dataclass(frozen=True)
class WayOut:
    """One change with which two households can live near each other, and what it then costs.

    calendar    the works move to other months
    rooms       the household takes `amount` rooms fewer than it needs by the norm
    rooms_most  the household may have more rooms than it is allowed
    rent        its rent limit is `amount` euros a month higher
    months      the policy allows `amount` more months in temporary homes
    promise     an accepted promise to the household is given up with its consent
    moves       the household moves, although nothing is done to its home
    returns     the household comes back instead of going elsewhere
    temporary   there are `amount` more temporary homes

    `household` is whom it concerns; empty where it concerns everybody.
    """

    kind: str
    household: str
    amount: int
    found: Outcome


@dataclass(frozen=True)
class Near:
    """What it would take for two households to end near each other.

    `now` tells whether the plan does that already. `homes` are the two homes of `found`, the best
    plan found that does it under the rules as they are and the calendar of the plan. `rule` is
    what stands in the way when none was found: `homes` (no two homes that suit them are near each
    other), `elsewhere` (one of the two wished to leave), or a rule of `Alternative`. `ways` are
    then changes that make it possible, the cheapest first.
    """

    household: str
    other: str
    now: bool
    homes: tuple[str, str] | None
    found: Outcome | None
    rule: str = ""
    ways: tuple[WayOut, ...] = ()


def near(
    plan: Plan,
    household: str,
    other: str,
    *,
    rounds: int = 6,
    seed: int = 1,
    stop: Callable[[], bool] = lambda: False,
) -> Near:
    """Return what it would take for two households to live near each other at the end.

    Solved again for the pairs of homes that promise to be cheapest; when no plan is found, each
    single change of `WAYS` is tried the same way, until `stop`. Raises ValueError for unknown or
    equal households, and for a plan that breaks a rule.
    """
    if household == other:
        raise ValueError("give two different households")
    effort = Effort(rounds, seed)
    resolver = Resolver(plan, effort)
    pair = _Pair(resolver, household, other)
    if pair.now():
        return Near(household, other, True, pair.homes(resolver.state), None)
    best = pair.best()
    if best is not None:
        found = told(resolver, best, {household, other})
        if found is not None:
            return Near(household, other, False, pair.homes(best), found)
    ways: list[WayOut] = []
    if pair.tried is not None and not stop():
        ways += pair.other_calendar()
    for kind, whom, amount, changed in _changes(plan.neighbourhood, household, other):
        if stop():
            break
        outcome = _answer(replace(plan, neighbourhood=changed), effort, household, other)
        if outcome is not None:
            if kind == "returns":
                # that it comes back at all is no gain of being near
                gained = round(plan.neighbourhood.policy.points_return * 1000)
                outcome = replace(outcome, cost=outcome.cost + gained)
            ways.append(WayOut(kind, whom, amount, outcome))
    ways.sort(key=lambda way: (way.found.cost, way.kind, way.household))
    return Near(household, other, False, None, None, pair.rule, tuple(_least(ways)))


def _answer(plan: Plan, effort: Effort, household: str, other: str) -> Outcome | None:
    """Return the plan with both near each other in a changed neighbourhood, if one is found."""
    try:
        resolver = Resolver(plan, effort)
    except ValueError:
        return None
    pair = _Pair(resolver, household, other)
    best = pair.best()
    return None if best is None else told(resolver, best, {household, other})


def _least(ways: list[WayOut]) -> Iterator[WayOut]:
    """Yield of each kind of change for a household the smallest amount only."""
    least: dict[tuple[str, str], int] = {}
    for way in ways:
        key = way.kind, way.household
        least[key] = min(way.amount, least.get(key, way.amount))
    for way in ways:
        if way.amount == least[way.kind, way.household]:
            yield way


class _Pair:
    """Two households that want to be near each other, in one plan."""

    def __init__(self, resolver: Resolver, one: str, other: str) -> None:
        self.resolver = resolver
        self.n: Neighbourhood = resolver.neighbourhood
        self.instance: Instance = resolver.instance
        self.h, self.j = resolver.household(one), resolver.household(other)
        self.rule = ""
        self.tried: State | None = None
        self.tried_homes: tuple[int, list[int]] = (-1, [])

    def now(self) -> bool:
        """Return whether the plan has them near each other."""
        p, q = (int(self.resolver.state.home[x]) for x in (self.h, self.j))
        return p >= 0 and q >= 0 and self._near(p, q)

    def homes(self, s: State) -> tuple[str, str]:
        """Return the names of the homes of both in a state."""
        p, q = (self.n.homes[int(s.home[x])].id for x in (self.h, self.j))
        return p, q

    def _near(self, p: int, q: int) -> bool:
        return is_near(self.n.homes[p], self.n.homes[q], self.n.policy)

    def best(self) -> State | None:
        """Return the best state found with both near each other, or None; sets what lacks."""
        resolver, best = self.resolver, None
        pairs = self._pairs()
        if not pairs:
            gone = any(
                self.n.households[x].wish is ReturnWish.ELSEWHERE and resolver.state.home[x] < 0
                for x in (self.h, self.j)
            )
            self.rule = "elsewhere" if gone else "homes"
            return None
        for p, q in pairs:
            start = resolver.placed(resolver.placed(resolver.state, self.h, p), self.j, q)
            if start.home[self.h] != p:
                continue
            beside = [f for f in self._may(self.j) if f != p and self._near(p, f)]
            found = resolver.solved({self.h: [p], self.j: beside}, start)
            if self.tried is None or resolver.rank(found) > resolver.rank(self.tried):
                self.tried, self.tried_homes = found, (p, beside)
            if resolver.is_plan(found) and (
                best is None or resolver.rank(found) > resolver.rank(best)
            ):
                best = found
        if best is None and self.tried is not None:
            self.rule = self._lacking(self.tried)
        return best

    def _lacking(self, s: State) -> str:
        for x in (self.h, self.j):
            if s.home[x] >= 0 and s.arrive[x] >= self.n.project.horizon > s.out[x]:
                return "ready"
            if s.home[x] >= 0 and s.arrive[x] - s.out[x] > self.instance.arrays.people[x, LONGEST]:
                return "months"
        return self.resolver.lacking(s)

    def other_calendar(self) -> Iterator[WayOut]:
        """Yield the plan with both near each other and other months for the works, if found."""
        assert self.tried is not None
        home, beside = self.tried_homes
        demand = {self.h: [home], self.j: beside}
        found = self.resolver.solved(demand, self.tried, calendars=True)
        if self.resolver.is_plan(found):
            names = {self.n.households[x].id for x in (self.h, self.j)}
            outcome = told(self.resolver, found, names, idle_score(self.resolver))
            if outcome is not None:
                yield WayOut("calendar", "", 0, outcome)

    def _may(self, x: int) -> list[int]:
        return self.resolver.allowed(x)

    def _pairs(self) -> list[tuple[int, int]]:
        """Return pairs of homes near each other, those that promise to be cheapest first."""
        one, other = self._prices(self.h), self._prices(self.j)
        pairs = sorted(
            (price + cost, p, q)
            for p, price in one.items()
            for q, cost in other.items()
            if p != q and self._near(p, q)
        )
        chosen: list[tuple[int, int]] = []
        seen: set[tuple[str | None, str | None]] = set()
        for fresh in (True, False):
            for _, p, q in pairs:
                blocks = self.n.homes[p].block, self.n.homes[q].block
                room = len(chosen) < _MOST_PAIRS and (p, q) not in chosen
                if room and not (fresh and blocks in seen):
                    chosen.append((p, q))
                    seen.add(blocks)
        return chosen

    def _prices(self, x: int) -> dict[int, int]:
        """Return what each home of a household would cost at most, by a first repair."""
        resolver, prices = self.resolver, {}
        may = self._may(x)
        if len(may) > _MOST_HOMES:
            # those near the other one's homes are what may serve
            theirs = self._may(self.j if x == self.h else self.h)
            may = [p for p in may if any(self._near(p, q) for q in theirs)]
        for p in may[:: max(1, len(may) // _MOST_HOMES)]:
            violation, gone, points = resolver.rank(resolver.placed(resolver.state, x, p))
            prices[p] = -points + 10_000_000 * -(violation + gone)
        return prices


# -- what may have to change -----------------------------------------------------------------


def _changes(
    n: Neighbourhood, household: str, other: str
) -> Iterator[tuple[str, str, int, Neighbourhood]]:
    """Yield single changes: kind, whom it concerns, by how much, and the neighbourhood with it."""
    for name in (household, other):
        one = n.household_of[name]
        yield from _of_needs(n, one)
        if one.wish is ReturnWish.ELSEWHERE:
            yield "returns", name, 0, _with(n, replace(one, wish=ReturnWish.RETURN, leaves=None))
        elif not n.is_affected(one):
            yield "moves", name, 0, _moving(n, one)
        for promise in n.promises:
            if promise.household == name and promise.status is PromiseStatus.ACCEPTED:
                offered = replace(promise, status=PromiseStatus.OFFERED)
                promises = tuple(offered if p is promise else p for p in n.promises)
                yield "promise", name, 0, replace(n, promises=promises)
    for months in (1, 3, 6, 12):
        most = min(_LONGEST, n.policy.temporary_months_max + months)
        policy = replace(n.policy, temporary_months_max=most)
        yield "months", "", months, replace(n, policy=policy)
    for count in (1, 3):
        yield "temporary", "", count, with_extra_homes(n, count)


def _of_needs(n: Neighbourhood, one: Household) -> Iterator[tuple[str, str, int, Neighbourhood]]:
    """Yield what a household could do with less of, or pay more for; never how it must get in."""
    least = rooms_needed(one, n.policy)
    homes = [home for home in n.homes if not suits(one, home, n.policy)]
    if least > 1 and any(home.rooms == least - 1 for home in homes):
        yield "rooms", one.id, 1, _with(n, replace(one, rooms_min=least - 1))
    if one.rooms_max is not None and any(home.rooms > one.rooms_max for home in homes):
        yield "rooms_most", one.id, 0, _with(n, replace(one, rooms_max=None))
    if one.rent_max is not None:
        rents = sorted(
            {
                -int(-(rent - one.rent_max) // 1)
                for home in homes
                if (rent := lasting_rent(home)) is not None
                and misfits(one, home, n.policy) == ["rent"]
            }
        )
        for extra in dict.fromkeys((rents[0], rents[len(rents) // 2], rents[-1]) if rents else ()):
            yield "rent", one.id, extra, _with(n, replace(one, rent_max=one.rent_max + extra))


def _with(n: Neighbourhood, household: Household) -> Neighbourhood:
    people = tuple(household if h.id == household.id else h for h in n.households)
    return replace(n, households=people)


def _moving(n: Neighbourhood, one: Household) -> Neighbourhood:
    """Return the neighbourhood in which an unaffected household may move to any block.

    It is given wishes of a rank so low that they are worth nothing.
    """
    blocks = (Wish(one.id, NO_RANK, WishKind.BLOCK, block.id) for block in n.blocks)
    return replace(n, wishes=(*n.wishes, *blocks))
