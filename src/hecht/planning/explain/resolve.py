"""Solve again from a plan, with some households held in a home, and change nothing needless."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from hecht.neighbourhood import Course, StayKind
from hecht.planning.arrays import (
    BLOCK,
    CHOICE_FROM,
    CHOICE_UNTIL,
    EXPLICIT,
    HOME_CLASS,
    KIND,
    LEAVES_BY_CHOICE,
    NEAR_FROM,
    NEAR_UNTIL,
    NEED_CLASS,
    OLD,
    OWN_BLOCK,
    PROMISED,
    SETTLED,
    TIE_FROM,
    TIE_TO,
    TIE_UNTIL,
    TO_PLACE,
    X,
    Y,
)
from hecht.planning.engine import left_out
from hecht.planning.instance import Instance
from hecht.planning.itineraries import course_of
from hecht.planning.kernel import settle
from hecht.planning.plan import Plan
from hecht.planning.replan.standing import Standing
from hecht.planning.resume import improve, restrict, state_of
from hecht.planning.state import OBJECTIVE, SHORTAGE, VIOLATION, State
from hecht.planning.temporary import Parts, temporary_homes

_MOST_OPTIONS = 12
"""Free homes that are looked at for a household that has to make way."""

_MOST_DEEP = 4
"""Households that may make way one for the other before a free home is reached."""

_MOST_AROUND, _MOST_NEAR = 40, 8
"""Households, and homes near each place, that are searched around a demand."""


@dataclass(frozen=True)
class Effort:
    """How hard each question is worked on: rounds of search, and the seed they start from."""

    rounds: int = 6
    seed: int = 1


class Resolver:
    """A plan as a state of the search, to be solved again with other demands.

    `course` is the plan as the search sees it: the calendar and the final homes of the plan, the
    months that follow from them, and its temporary homes where they fit those months; `score` is
    its score, less the points for what people had been told otherwise before a plan was made anew.
    For a plan that hecht made it is the plan itself. What happened before a plan was made anew
    stands (see `hecht.planning.replan.standing`).
    """

    def __init__(self, plan: Plan, effort: Effort) -> None:
        """Read the plan; raises ValueError when it breaks a rule that the search keeps."""
        self.neighbourhood = plan.neighbourhood
        self.effort = effort
        self.standing = Standing(plan)
        self.instance = self.standing.compiled()
        self.state = state_of(self.instance, plan.course)
        self.kept = _temporary_parts(self.instance, plan.course)
        self.leavers = max(self.instance.unplaceable, len(left_out(self.instance, self.state)))
        kept = self._kept(self.instance, self.state)
        if self.state.totals[VIOLATION] or kept is None:
            raise ValueError(
                "this plan breaks a rule, so that there is nothing to compare with; "
                "`hecht check` says which"
            )
        self.course: Course = kept
        self.score = self._value(kept)
        free = self.standing.finished(self.instance, self.state, effort.seed)
        self._idle_gain = 0
        if free is not None:
            self._idle_gain = max(0, self._value(free) - self.score)
        self.gain = 0
        """Points (thousandths) that were found to be had in this plan, whatever was asked."""

    # -- names and numbers ---------------------------------------------------------------

    def household(self, name: str) -> int:
        """Return the position of a household; raises ValueError when there is none."""
        for h, household in enumerate(self.neighbourhood.households):
            if household.id == name:
                return h
        raise ValueError(
            f"there is no household {name!r} in {self.neighbourhood.project.name}; "
            "households.csv lists them by id"
        )

    def allowed(self, h: int) -> list[int]:
        """Return the homes (positions) in which a household may end, months aside."""
        a = self.instance.arrays
        if a.people[h, KIND] != TO_PLACE:
            return [int(self.state.home[h])] if self.state.home[h] >= 0 else []
        if a.people[h, EXPLICIT]:
            own = a.choices[a.people[h, CHOICE_FROM] : a.people[h, CHOICE_UNTIL]]
            return sorted(int(f) for f in own)
        suitable = a.suit[a.people[h, NEED_CLASS], a.homes[a.destinations, HOME_CLASS]]
        return sorted(int(f) for f in a.destinations[suitable])

    # -- states --------------------------------------------------------------------------

    def is_plan(self, s: State) -> bool:
        """Return whether a state keeps to the rules, and no more leave than in the plan."""
        return not s.totals[VIOLATION] and len(left_out(self.instance, s)) <= self.leavers

    def lacking(self, s: State) -> str:
        """Return what stands in the way of a state: `temporary`, `place` or `promise`."""
        if s.totals[SHORTAGE]:
            return "temporary"
        return "place" if len(left_out(self.instance, s)) > self.leavers else "promise"

    def rank(self, s: State) -> tuple[int, int, int]:
        """Return a key: the fewer rules are broken and the more points, the higher."""
        gone = max(0, len(left_out(self.instance, s)) - self.leavers)
        return -int(s.totals[VIOLATION]), -gone, int(s.totals[OBJECTIVE])

    def placed(self, state: State, h: int, f: int) -> State:
        """Return a state with household h in home f; who lived there goes where it costs least."""
        s = State(*(part.copy() for part in state))
        g, old = int(s.taken[f]), int(s.home[h])
        s.home[h] = f
        settle(self.instance.arrays, s)
        if g < 0 or g == h:
            return s
        s.home[g] = -1
        settle(self.instance.arrays, s)
        best = s
        for option in self._options(s, g, f, old):
            tried = State(*(part.copy() for part in s))
            for who, home in option:
                tried.home[who] = home
            settle(self.instance.arrays, tried)
            if self.rank(tried) > self.rank(best):
                best = tried
        return best

    def _options(
        self, s: State, g: int, near: int, old: int
    ) -> Iterable[tuple[tuple[int, int], ...]]:
        """Yield ways to house g again: a free home, or a chain of households making way."""
        may = self.allowed(g)
        free = [f for f in may if s.taken[f] < 0]
        free.sort(key=lambda f: (f != old, self._apart(f, near), f))
        for f in free[:_MOST_OPTIONS]:
            yield ((g, f),)
        chain = self._chain(s, g, near)
        if chain:
            yield chain

    def _apart(self, p: int, q: int) -> int:
        homes = self.instance.arrays.homes
        if homes[p, BLOCK] >= 0 and homes[p, BLOCK] == homes[q, BLOCK]:
            return 0
        return int((homes[p, X] - homes[q, X]) ** 2 + (homes[p, Y] - homes[q, Y]) ** 2)

    def _chain(self, s: State, g: int, barred: int) -> tuple[tuple[int, int], ...]:
        """Return the shortest chain of moves of which the last is to a free home, or nothing."""
        seen = {barred}
        rows: list[tuple[int, tuple[tuple[int, int], ...]]] = [(g, ())]
        for _ in range(_MOST_DEEP):
            following: list[tuple[int, tuple[tuple[int, int], ...]]] = []
            for who, path in rows:
                for f in self.allowed(who):
                    if f in seen:
                        continue
                    seen.add(f)
                    taker = int(s.taken[f])
                    if taker < 0:
                        # one step would be a free home, which has been looked at already
                        if path:
                            return (*path, (who, f))
                    elif self.instance.arrays.people[taker, KIND] == TO_PLACE:
                        following.append((taker, (*path, (who, f))))
            rows = following
        return ()

    def solved(
        self,
        demand: Mapping[int, Iterable[int]],
        start: State,
        *,
        calendars: bool = False,
    ) -> State:
        """Return the best state found in which each household of `demand` has one of its homes.

        `start` meets the demand. Under the calendar of the plan only what the demand touches is
        searched, and only what it calls for is changed; with `calendars` everything is.
        """
        homes = {h: sorted(set(some)) for h, some in demand.items()}
        instance = restrict(held(self.instance, homes), homes)
        if not calendars:
            around = np.array(self._around(start, homes), dtype=np.int64)
            instance = replace(instance, arrays=instance.arrays._replace(active=around))
        best = improve(
            instance,
            start,
            rounds=self.effort.rounds,
            seed=self.effort.seed,
            calendars=calendars,
        )
        return best if calendars else self._needed(start, best)

    def _around(self, start: State, demanded: Iterable[int]) -> list[int]:
        """Return whom a demand touches: those who moved, whom they know, who lives near there."""
        a = self.instance.arrays
        moved = np.nonzero(self.state.home != start.home)[0].tolist()
        found = dict.fromkeys([*demanded, *moved])
        for h in list(found):
            rows = a.ties[a.people[h, TIE_FROM] : a.people[h, TIE_UNTIL], TIE_TO]
            found.update(dict.fromkeys(rows.tolist()))
        for h in [*demanded, *moved]:
            for place in (int(start.home[h]), int(self.state.home[h])):
                if place >= 0:
                    near = a.near_homes[a.homes[place, NEAR_FROM] : a.homes[place, NEAR_UNTIL]]
                    nearest = sorted(near.tolist(), key=lambda f: (self._apart(f, place), f))
                    takers = [int(start.taken[f]) for f in nearest[:_MOST_NEAR]]
                    found.update(dict.fromkeys(g for g in takers if g >= 0))
        free = [h for h in found if a.people[h, KIND] == TO_PLACE]
        return sorted({*free[:_MOST_AROUND], *demanded})

    def _needed(self, start: State, s: State) -> State:
        """Make only those of the changes from `start` to `s` that the demand calls for.

        Changes hang together where one household takes the home of another. Changes that would
        also gain in the plan itself are no answer to the demand but a better plan for everyone;
        they are left out, and noted as `gain`.
        """
        best = start
        for part in _parts(start, s):
            there = self._with(self.state, part, s)
            if there is not None and self.is_plan(there):
                idle = int(there.totals[OBJECTIVE]) - int(self.state.totals[OBJECTIVE])
                self.gain = max(self.gain, idle)
                if idle > 0:
                    continue
            tried = self._with(best, part, s)
            if tried is not None and self.rank(tried) > self.rank(best):
                best = tried
        return best if self.is_plan(best) or not self.is_plan(s) else s

    def _with(self, state: State, part: list[int], s: State) -> State | None:
        """Return a state with the homes of `s` for some households; None if one is taken."""
        for h in part:
            taker = int(state.taken[s.home[h]]) if s.home[h] >= 0 else -1
            if taker >= 0 and taker not in part:
                return None
        result = State(*(one.copy() for one in state))
        result.home[part] = s.home[part]
        settle(self.instance.arrays, result)
        return result

    def finish(self, s: State) -> tuple[Course, int] | None:
        """Return the course of a state with its score; temporary homes stay where they can."""
        free = self.standing.finished(self.instance, s, self.effort.seed)
        kept = self._kept(self.instance, s)
        if free is None and kept is None:
            return None
        best = self._value(kept) if kept is not None else -(1 << 62)
        other = self._value(free) if free is not None else -(1 << 62)
        # homes may be shuffled for what the demand makes of it, not for what was to be had anyway
        if kept is None or (free is not None and other - self._idle_gain > best):
            assert free is not None
            return free, other
        return kept, best

    def _value(self, course: Course) -> int:
        return self.standing.value(self.neighbourhood, course)

    def _kept(self, instance: Instance, s: State) -> Course | None:
        if self.standing.before is not None:
            return self.standing.finished(instance, s, self.effort.seed)
        temporary = temporary_homes(instance, s, seed=self.effort.seed, kept=self.kept)
        return None if temporary is None else course_of(instance, s, temporary)


def held(instance: Instance, households: Iterable[int]) -> Instance:
    """Return the instance in which these households must get a home, though nothing moves them.

    Who came to its last home before a plan was made anew, or left, is beyond asking.
    """
    a = instance.arrays
    some = [h for h in households if a.people[h, KIND] not in (SETTLED, LEAVES_BY_CHOICE)]
    people = a.people.copy()
    people[some, KIND] = TO_PLACE
    people[some, PROMISED] = 1
    active = np.array(sorted({*a.active.tolist(), *some}), dtype=np.int64)
    return replace(instance, arrays=a._replace(people=people, active=active))


def affected(instance: Instance, h: int) -> bool:
    """Return whether the household (position) loses its home or must empty it."""
    return bool(instance.arrays.people[h, OWN_BLOCK] >= 0)


def old_home(instance: Instance, h: int) -> int:
    """Return the home (position) in which a household lives at the start."""
    return int(instance.arrays.people[h, OLD])


def _parts(before: State, after: State) -> list[list[int]]:
    """Return the households that have another home, those together that depend on each other."""
    changed = np.nonzero(before.home != after.home)[0].tolist()
    group = {h: h for h in changed}

    def root(h: int) -> int:
        while group[h] != h:
            h = group[h]
        return h

    for h in changed:
        for f, taken in ((after.home[h], before.taken), (before.home[h], after.taken)):
            other = int(taken[f]) if f >= 0 else -1
            if other in group:
                group[max(root(h), root(other))] = min(root(h), root(other))
    found: dict[int, list[int]] = {}
    for h in changed:
        found.setdefault(root(h), []).append(h)
    return [found[h] for h in sorted(found)]


def _temporary_parts(instance: Instance, course: Course) -> dict[int, Parts]:
    """Return the temporary stays of a course, by position."""
    n = instance.neighbourhood
    people = {household.id: h for h, household in enumerate(n.households)}
    homes = {home.id: f for f, home in enumerate(n.homes)}
    found: dict[int, Parts] = {}
    for household, stays in sorted(course.itineraries().items()):
        parts = [
            (homes[stay.home], stay.start, stay.end)
            for stay in stays
            if stay.kind is StayKind.TEMPORARY
        ]
        if parts:
            found[people[household]] = parts
    return found
