"""A chain that judges calendars by gathering everybody anew, and breeds placements for the best.

It takes turns between three kinds of work, and the one that last gained most gets the next turn:

- changing the calendar: each change is judged by a placement of its own from the relaxed problem
  (see `relaxed_start`), and kept when that is hardly worse;
- breeding: a population of placements for one calendar, annealed and crossed on the coarse problem
  (see `placement.search`), at the prices of temporary homes that gathering came to;
- ordinary rounds of moving homes in the plan itself, where ties see the homes and not the blocks.

A calendar is judged in a fraction of the time in which breeding finds what can be had with it, so
the calendars that look best are bred one after another.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.planning.arrays import OLD, Arrays, Ints
from hecht.planning.calendar_moves import Generator, by_room, by_start, vary
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.placement.search import PlacementSearch
from hecht.planning.random_numbers import TABLE_SIZE, below
from hecht.planning.relaxed_start import Relaxed
from hecht.planning.search import Chain
from hecht.planning.state import VIOLATION, State, assign_state, copy_state, empty_state

_JUDGED = 3
"""Calendars judged in a round."""

_TURN, _LEAST, _WORK = 36, 9, 4_000_000
"""Calendars in a turn: as many as make up so many pairs of households and homes, within limits."""

_SLACK = 1.5
"""How much worse a changed calendar may be, in near ties, at the start of a turn of changes."""

_ROUNDS = 8
"""Rounds in a turn of the other kinds."""

_BRED = 20
"""Rounds of the placement search in a round of this chain."""

_REHEAT = 0.35
"""Temperature from which homes are moved in a turn, as a part of what a near tie is worth."""

_MOST = 8
"""Calendars kept that may be bred, and that are."""

_NOTHING = -(1 << 60)

_MEMORY = 2
"""How much what a kind of work gained before counts beside what it gained last."""

_FIRST = 1 << 20

_CALENDARS, _BREEDING, _HOMES = range(3)


@dataclass
class _Litter:
    """A calendar whose placements are bred: a state with it, and what came of it."""

    state: State
    search: PlacementSearch
    judged: int
    worth: int
    seen: int


class GatheredChain(Chain):
    """A chain that gathers everybody for each calendar; see the module."""

    def __init__(
        self, instance: Instance, seed: int, stream: int, coarse: Relaxed, *, races: bool
    ) -> None:
        """Prepare the chain; one that races begins with calendars in quite another order."""
        super().__init__(instance, seed, stream, coarse)
        self.seed, self.stream = seed, stream
        pairs = max(1, len(coarse.who) * len(self.arrays.destinations))
        self.turn = max(_LEAST, min(_TURN, _WORK // pairs))
        self.fresh = 2 * self.turn // 3 if races else 0
        self.walk, self.base = empty_state(self.arrays), empty_state(self.arrays)
        self.walk_worth = self.base_worth = _NOTHING
        self.judged: set[tuple[int, ...]] = set()
        self.promising: list[tuple[int, State]] = []
        self.litters: list[_Litter] = []
        self.litter: _Litter | None = None
        kinds = [_CALENDARS, _BREEDING, _HOMES] if races else [_BREEDING, _HOMES, _CALENDARS]
        self.kinds = [k for k in kinds if k != _CALENDARS or len(self.arrays.movable) > 1]
        self.gains, self.waited = [0] * 3, [0] * 3
        for place, kind in enumerate(self.kinds):
            # everything has its turn once
            self.waited[kind] = _FIRST << (2 * (len(self.kinds) - place))
        self.kind, self.done, self.bred, self.since = -1, 0, 0, 0

    def run_round(self) -> None:
        """Do one round of the work that has its turn."""
        self.open()
        if self.kind < 0:
            self.since = self._worth(self.best)
            self._begin_turn(self._useful()[0])
        if self.kind == _HOMES:
            super().run_round()
            self.done += 1
        elif self.kind == _BREEDING:
            self._breed()
            self.done += 1
        else:
            for _ in range(_JUDGED):
                self._judge_another()
                self.done += 1
        if self.done >= (self.turn if self.kind == _CALENDARS else _ROUNDS):
            self._end_turn()

    # -- turns ---------------------------------------------------------------------------

    def _useful(self) -> list[int]:
        """Return the kinds of turns that may help now."""
        if self.best.totals[VIOLATION] == 0:
            return self.kinds
        # breeding hardly sees what a plan lacks: it makes one better, it does not find one
        return [kind for kind in self.kinds if kind != _BREEDING]

    def _begin_turn(self, kind: int) -> None:
        self.kind, self.done = kind, 0
        if kind == _CALENDARS:
            self._take_up_the_best()
        elif kind == _BREEDING:
            self.litter = self._next_litter()
            self.bred += 1
        else:
            assign_state(self.state, self.best)
            self.round, self.length, self.heat = 0, _ROUNDS, _REHEAT

    def _end_turn(self) -> None:
        """Note what the turn gained; the kind that gained most gets the next."""
        now = self._worth(self.best)
        last = self.kind
        self.gains[last] = (_MEMORY * self.gains[last] + now - self.since) // (_MEMORY + 1)
        self.since, self.waited[last] = now, 0
        if self.best.totals[VIOLATION] > 0:
            self._dearer()
        kinds = self._useful()
        for kind in kinds:
            self.waited[kind] += 1
        waiting = round(self.unit / 16)
        kind = max(kinds, key=lambda one: self.gains[one] + waiting * self.waited[one])
        self._begin_turn(kind)
        self.may_learn = True

    def learn(self, state: State) -> None:
        """Take over another chain's best; that is no gain of this one's."""
        super().learn(state)
        self.since = self._worth(self.best)

    def _next_cycle(self) -> None:
        """Leave it to the turns what comes after a cycle of ordinary rounds."""
        self.round = 0

    # -- changing the calendar -------------------------------------------------------------

    def _take_up_the_best(self) -> None:
        """Go on from the best calendar by its own placement, or from the best plan's if new."""
        if self._key(self.best.starts) not in self.judged:
            worth = self._judge(self.best.starts)
            if worth is not None and worth > self.base_worth:
                self._keep_as_base(worth)
        if self.base_worth > _NOTHING:
            assign_state(self.walk, self.base)
            self.walk_worth = self.base_worth
        else:
            assign_state(self.walk, self.best)

    def _keep_as_base(self, worth: int) -> None:
        assign_state(self.base, self.state)
        self.base_worth = worth

    def _key(self, starts: Ints) -> tuple[int, ...]:
        return tuple(starts[self.arrays.movable].tolist())

    def _judge_another(self) -> None:
        starts = self.walk.starts.copy()
        if self.fresh > 0:
            self.fresh -= 1
            shuffle(self.arrays, starts, self.rng)
        else:
            for _ in range(1 + below(self.rng, 2)):
                vary(self.arrays, starts, self.rng, 5)
        if self._key(starts) in self.judged:
            return
        worth = self._judge(starts)
        if worth is None:
            return
        if worth > self.base_worth:
            self._keep_as_base(worth)
        bits = int(self.table[below(self.rng, TABLE_SIZE)])
        left = 1 - self.done / self.turn
        if worth + ((round(self.unit * _SLACK * left) * bits) >> 10) >= self.walk_worth:
            assign_state(self.walk, self.state)
            self.walk_worth = worth

    def _judge(self, starts: Ints) -> int | None:
        """Return what a calendar is worth once all are gathered for it, None if they cannot be."""
        self.judged.add(self._key(starts))
        self.state.starts[:] = starts
        if not self.gathered():
            return None
        self._descend()
        self._remember()
        worth = self._worth(self.state)
        if len(self.promising) < _MOST or worth > self.promising[-1][0]:
            self.promising.append((worth, copy_state(self.state)))
            self.promising.sort(key=lambda one: -one[0])
            del self.promising[_MOST:]
        return worth

    # -- breeding ----------------------------------------------------------------------------

    def _next_litter(self) -> _Litter | None:
        """Return what to breed: by turns the best so far, and a calendar that might get beyond."""
        first = max(self.litters, key=lambda one: one.worth, default=None)
        if not any((one.state.starts == self.best.starts).all() for one in self.litters):
            return self._new_litter(self._worth(self.best), self.best)
        if first is not None and (self.bred % 2 == 0 or not self.promising):
            return first
        rise = max((one.worth - one.judged for one in self.litters), default=0)
        while self.promising:
            worth, state = self.promising.pop(0)
            if any((one.state.starts == state.starts).all() for one in self.litters):
                continue
            if first is None or worth + rise > first.worth:
                return self._new_litter(worth, state)
            self.promising.insert(0, (worth, state))
            break
        return first

    def _new_litter(self, worth: int, state: State) -> _Litter | None:
        coarse = self.relaxed
        assert coarse is not None
        homes = state.home[coarse.who].copy()
        assign_state(self.state, state)
        price = self.prices()
        if price is None:
            return None
        known = self.know(coarse)
        number = len(self.litters) + 1
        search = known.search(price, homes, self.seed, self.stream + 2 * self.bred)
        litter = _Litter(copy_state(state), search, worth, worth, search.best_score)
        self.litters.append(litter)
        if number > _MOST:
            worst = min(self.litters[:-1], key=lambda one: one.worth)
            self.litters = [one for one in self.litters if one is not worst]
        return litter

    def _breed(self) -> None:
        """Do a round of breeding; see what the best of it is worth as a plan."""
        litter, coarse = self.litter, self.relaxed
        if litter is None or coarse is None:
            return
        litter.search.run(rounds=_BRED)
        if litter.search.best_score <= litter.seen:
            return
        litter.seen = litter.search.best_score
        assign_state(self.state, litter.state)
        # whoever need not move is at home, as breeding took it: elsewhere two would share a home
        active = self.arrays.active
        self.state.home[active] = self.arrays.people[active, OLD]
        self.state.home[coarse.who] = coarse.homes[litter.search.placement().cells]
        settle(self.arrays, self.state)
        self._descend()
        self._remember()
        if self._worth(self.state) > litter.worth:
            litter.worth = self._worth(self.state)
            assign_state(litter.state, self.state)


def shuffle(a: Arrays, starts: Ints, rng: Generator) -> bool:
    """Start the blocks in another order, each as early as can be; return whether that went."""
    order = by_start(a, starts)
    size = len(order)
    # some keep much of the order there is, others little
    for _ in range(1 + below(rng, size)):
        i, j = below(rng, size), below(rng, size)
        order[i], order[j] = order[j], order[i]
    found = starts.copy()
    if not by_room(a, order, found):
        return False
    starts[:] = found
    return True
