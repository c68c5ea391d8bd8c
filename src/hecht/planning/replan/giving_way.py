"""Which promises give way when not all can be kept: the fewest, and those that hurt least.

First every promise in trouble is loosened until a sound state is found. Then what that state keeps
all the same stands again, and what is still loose is tried one by one, the most painful first:
kept after all, or kept while another's promise gives way instead, as long as the whole hurts less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hecht.neighbourhood import Month, Neighbourhood, Promise, PromiseKind, PromiseStatus
from hecht.planning.arrays import DURATION, KIND, LONGEST, READY_BLOCK, READY_FIXED, TO_PLACE, Ints
from hecht.planning.instance import Instance
from hecht.planning.kernel import may_have
from hecht.planning.replan.promises import WayOut, gave, weakened, weaker
from hecht.planning.replan.search import lacks_homes, search_on, troubles
from hecht.planning.state import OBJECTIVE, State

if TYPE_CHECKING:
    from hecht.planning.replan.making import Making

_MOST_STEPS = 5
"""How often promises may give way one step before there is taken to be no plan."""

_MOST_TRIES = 24
"""Ways of keeping a promise that are solved for."""

_MOST_RIVALS = 4
"""Households that are asked to give way for one promise."""

LEAVES = 10_000
"""What it hurts that somebody who was promised to stay must leave; the others are beside it."""
OTHER_BLOCK = 300
"""What a home in another block than was promised hurts."""
OTHER_HOME = 100
"""What another home in the block that was promised hurts."""
LATE_MONTH = 20
"""What a month later than was promised hurts."""
LONGER_MONTH = 10
"""What a month in temporary homes beyond the limit hurts."""

Report = Callable[[int, State], None]


def give_way(making: Making, state: State, report: Report) -> tuple[State, int]:
    """Return a state that breaks no rule, if one is found, and the rounds of search it took.

    The neighbourhood, `longest` and `steps` of `making` become those that go with it.
    """
    firm = _Firm(making.after, dict(making.longest), len(making.steps))
    state, done = _loosened(making, state, report)
    loose = len(making.steps) > firm.steps
    if loose and not troubles(making.instance, state) and not lacks_homes(state):
        state, more = _Fewest(making, firm, state).run()
        done += more
    return state, done


def _loosened(making: Making, state: State, report: Report) -> tuple[State, int]:
    """Loosen every promise in trouble, step by step, until a state breaks no rule."""
    done = 0

    def search(local: list[int], rounds: int) -> State:
        nonlocal done
        found, more = search_on(
            making.instance, state, local=local, rounds=rounds, more=lambda: True,
            seed=making.seed, workers=making.workers, report=report,
        )  # fmt: skip
        done += more
        return found

    for _ in range(_MOST_STEPS):
        if not troubles(making.instance, state) and not lacks_homes(state):
            break
        state = search(making.local(state), 2)
        if lacks_homes(state):
            state = search([], 4)
        found = troubles(making.instance, state)
        if not found or any(t.kind == "horizon" for t in found):
            break
        making.after, given = weakened(making.after, found, making.longest)
        making.steps += given
        making.instance = making.compiled()
        state = making.again(state)
    return state, done


# -- the fewest, and those that hurt least ----------------------------------------------------


@dataclass(frozen=True)
class _Firm:
    """What stood before any promise gave way: the promises, and who might be away for longer."""

    neighbourhood: Neighbourhood
    longest: dict[str, int]
    steps: int


@dataclass(frozen=True)
class _Loose:
    """What is loose at one moment: promises by position, and months by household."""

    promises: dict[int, Promise]
    longest: dict[str, int]

    def without(self, unit: int | str) -> _Loose:
        """Return the same with one of them firm again."""
        return _Loose(
            {i: p for i, p in self.promises.items() if i != unit},
            {h: m for h, m in self.longest.items() if h != unit},
        )

    def units(self) -> list[int | str]:
        """Return all that is loose: positions of promises, and households."""
        return [*self.promises, *self.longest]


@dataclass(frozen=True)
class _Found:
    """A state that breaks no rule of its neighbourhood, what is loose in it, and how it hurts."""

    state: State
    loose: _Loose
    pain: int

    @property
    def key(self) -> tuple[int, int]:
        """What is compared: the least pain, then the most points."""
        return self.pain, -int(self.state.totals[OBJECTIVE])


class _Fewest:
    """The search for the least painful set."""

    def __init__(self, making: Making, firm: _Firm, state: State) -> None:
        self.making, self.firm, self.done = making, firm, 0
        self.tries = _MOST_TRIES
        now = making.after.promises
        promises = {
            i: now[i]
            for i, was in enumerate(firm.neighbourhood.promises)
            if was.status is PromiseStatus.ACCEPTED and now[i] != was
        }
        longest = {h: m for h, m in making.longest.items() if m != firm.longest.get(h)}
        self.now = _Loose(promises, longest)
        """What is loose in the arrays of the making as they are."""
        self.best = self._found(state, self.now)

    def run(self) -> tuple[State, int]:
        """Return the state with the least painful set found, and the rounds of search."""
        settled: set[int | str] = set()
        while self.tries > 0:
            left = [unit for unit in self.best.loose.units() if unit not in settled]
            if not left:
                break
            unit = max(left, key=lambda one: (self._pain(self.best.state, one), str(one)))
            settled.add(unit)
            for trial, moved in self._ways(unit) if self._may_be_kept(unit) else ():
                if self.tries == 0:
                    break
                found = self._tried(trial, moved)
                if found is not None and found.key < self.best.key:
                    self.best = found
                    break
        return self._taken(self.best), self.done

    # -- one way ---------------------------------------------------------------------------

    def _may_be_kept(self, unit: int | str) -> bool:
        """Return whether some home is ready soon enough, whoever has it, by this calendar.

        A promise of a place may always be kept, as far as months go.
        """
        n, a = self.making.after, self.making.instance.arrays
        state, ready = self.best.state, _ready(self.making.instance, self.best.state)
        number = {one.id: h for h, one in enumerate(n.households)}
        if isinstance(unit, str):
            h = number[unit]
            most = self.firm.longest.get(unit, n.policy.temporary_months_max)
            last = int(state.out[h]) + most
        else:
            promise = self.firm.neighbourhood.promises[unit]
            if promise.kind is not PromiseKind.BY:
                return True
            h = number[promise.household]
            last = Month.parse(promise.value).since(n.project.start)
        return any(ready[f] <= last and may_have(a, h, f) for f in a.destinations.tolist())

    def _ways(self, unit: int | str) -> Iterator[tuple[_Loose, dict[str, str | None]]]:
        """Yield what may be loose instead, and who is moved where to begin with."""
        loose = self.best.loose.without(unit)
        yield loose, {}
        if isinstance(unit, str):
            return
        name = self.firm.neighbourhood.promises[unit].household
        for home, rival, i in self._rivals(unit):
            less = self.firm.neighbourhood.promises[i]
            while less.status is PromiseStatus.ACCEPTED:
                step = weaker(self.firm.neighbourhood, less)
                less = step or replace(less, status=PromiseStatus.OFFERED)
                given = _Loose({**loose.promises, i: less}, loose.longest)
                yield given, {rival: None, name: home}

    def _rivals(self, unit: int) -> list[tuple[str, str, int]]:
        """Return homes that would keep a promise, who has them, and the promise that holds those.

        Those whose giving way hurts least come first.
        """
        making, state = self.making, self.best.state
        self._set(self.best.loose.without(unit))
        n, a = making.after, making.instance.arrays
        number = {one.id: h for h, one in enumerate(n.households)}
        h = number[self.firm.neighbourhood.promises[unit].household]
        held: dict[str, list[int]] = {}
        for i, promise in enumerate(n.promises):
            if promise.status is PromiseStatus.ACCEPTED and promise.kind is not PromiseKind.BY:
                held.setdefault(promise.household, []).append(i)
        found = []
        for f in a.destinations.tolist():
            g = int(state.taken[f])
            if g < 0 or g == h or a.people[g, KIND] != TO_PLACE or not may_have(a, h, f):
                continue
            for i in held.get(n.households[g].id, []):
                kind = n.promises[i].kind
                order = (PromiseKind.HOME, PromiseKind.BLOCK, PromiseKind.RETURN).index(kind)
                found.append((order, f, n.homes[f].id, n.households[g].id, i))
        return [(home, rival, i) for _, _, home, rival, i in sorted(found)[:_MOST_RIVALS]]

    def _tried(self, loose: _Loose, moved: dict[str, str | None]) -> _Found | None:
        """Return the state that is found with so much loose, None when it breaks a rule."""
        making, before = self.making, self.best.state
        self.tries -= 1
        self._set(loose)
        state = making.again(before, moved)
        state, rounds = search_on(
            making.instance, state, local=making.local(state), rounds=2, more=lambda: True,
            seed=making.seed, workers=making.workers, report=lambda done, state: None,
        )  # fmt: skip
        self.done += rounds
        if troubles(making.instance, state) or lacks_homes(state):
            return None
        return self._found(state, loose)

    def _found(self, state: State, loose: _Loose) -> _Found:
        """Return a state with only that loose which it does not keep anyway."""
        kept = [unit for unit in loose.units() if self._pain(state, unit) == 0]
        for unit in kept:
            loose = loose.without(unit)
        return _Found(state, loose, sum(self._pain(state, unit) for unit in loose.units()))

    # -- what it hurts -----------------------------------------------------------------------

    def _pain(self, state: State, unit: int | str) -> int:
        """Return what it hurts that one promise, or the limit on months, is kept no better."""
        n = self.making.after
        number = {one.id: h for h, one in enumerate(n.households)}
        if isinstance(unit, str):
            h = number[unit]
            before = self.firm.longest.get(unit, n.policy.temporary_months_max)
            over = int(state.arrive[h] - state.out[h]) - before
            return LONGER_MONTH * max(0, over) if state.home[h] >= 0 else 0
        promise = self.firm.neighbourhood.promises[unit]
        h = number[promise.household]
        if state.home[h] < 0:
            return LEAVES
        home = n.homes[int(state.home[h])]
        if promise.kind is PromiseKind.BY:
            month = Month.parse(promise.value).since(n.project.start)
            return LATE_MONTH * max(0, int(state.arrive[h]) - month)
        if promise.kind is PromiseKind.BLOCK:
            return OTHER_BLOCK * (home.block != promise.value)
        if promise.kind is PromiseKind.HOME and home.id != promise.value:
            promised = n.home_of.get(promise.value)
            same = promised is not None and promised.block == home.block is not None
            return OTHER_HOME if same else OTHER_BLOCK
        return 0

    # -- the making --------------------------------------------------------------------------

    def _set(self, loose: _Loose) -> None:
        """Give the making the neighbourhood in which so much is loose."""
        if loose == self.now:
            return
        making, firm, self.now = self.making, self.firm, loose
        promises = tuple(
            loose.promises.get(i, was) for i, was in enumerate(firm.neighbourhood.promises)
        )
        making.after = replace(firm.neighbourhood, promises=promises)
        making.longest.clear()
        making.longest.update({**firm.longest, **loose.longest})
        making.instance = making.compiled()

    def _taken(self, found: _Found) -> State:
        """Let the making go on from what was found, and name what gives way in it."""
        making, n = self.making, self.firm.neighbourhood
        self._set(found.loose)
        number = {one.id: h for h, one in enumerate(n.households)}
        steps: list[WayOut] = []
        for i, now in sorted(found.loose.promises.items()):
            accepted = now.status is PromiseStatus.ACCEPTED
            steps.append(gave(n.promises[i], now.value if accepted else ""))
        for name in sorted(found.loose.longest, key=lambda one: number[one]):
            most = int(making.instance.arrays.people[number[name], LONGEST])
            limit = n.policy.temporary_months_max
            steps.append(WayOut(name, "temporary_months", str(limit), str(most), most - limit))
        making.steps[self.firm.steps :] = steps
        return making.again(found.state)


def _ready(instance: Instance, state: State) -> Ints:
    """Return the month in which each home can be moved into, by the calendar of a state."""
    a = instance.arrays
    block = a.homes[:, READY_BLOCK]
    finished = state.starts[block] + a.blocks[block, DURATION]
    return np.asarray(np.where(block >= 0, finished, a.homes[:, READY_FIXED]), dtype=np.int64)
