"""The search: several chains, each a run of rounds of fixed size, so that results repeat.

A chain anneals in cycles of growing length. In each round households change homes at falling
temperature, then other calendars are tried, each with the households following. What a chain
does depends on the neighbourhood, the seed and the number of rounds alone; the clock only
decides how many rounds are done, and the number of workers only how many chains run at once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from hecht.planning.allotment import Allotment
from hecht.planning.anneal import anneal
from hecht.planning.arrays import OLD, Ints
from hecht.planning.attempt import new_scratch
from hecht.planning.calendar_moves import touched, vary
from hecht.planning.cooling import Cooling
from hecht.planning.first_plan import place_everybody, set_calendar
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.placement import NoPlacement
from hecht.planning.random_numbers import TABLE_SIZE, below, new_generator, slack_table
from hecht.planning.reassign import reassign
from hecht.planning.relaxed_start import Known, Prices, Relaxed
from hecht.planning.relaxed_values import give_back
from hecht.planning.state import (
    OBJECTIVE,
    SHORTAGE,
    VIOLATION,
    State,
    assign_state,
    copy_state,
    empty_state,
)

CHAINS = 2
"""Chains per search, whatever the number of workers."""

HOT, COLD = 4 / 3, 1 / 12
"""Temperatures at the start and the end of a cycle, as parts of what a near tie is worth."""

_CALENDAR_HEAT = 2
"""How many times warmer the choice between calendars is than that between homes."""

_WORST = (-(1 << 60), 0)

ALONE = 3
"""Cycles that a chain does on its own before it learns from others between two of them."""

_EXCHANGES = 8
"""Exact exchanges (see `reassign`) with which a round ends."""

LEVELS = 12
_FIRST_LENGTH, _MOST_LENGTH = 4, 128
_FIRST_PENALTY = 150_000
_MOST_PENALTY = 5_000_000


@dataclass(frozen=True)
class Effort:
    """How much one round does: tries per temperature, other calendars, tries per follower."""

    tries: int
    calendars: int
    follow: int

    @classmethod
    def of(cls, instance: Instance) -> Effort:
        """Return the effort that keeps a round to a fraction of a second."""
        active = max(1, len(instance.arrays.active))
        tries = max(500, min(12 * active, 60_000))
        calendars = max(4, min(100, 12_000 // active)) if len(instance.arrays.movable) else 0
        return cls(tries=tries, calendars=calendars, follow=8)


def tie_worth(instance: Instance) -> float:
    """Return what an ordinary tie is worth at the end, in thousandths of a point; at least 1000."""
    policy = instance.neighbourhood.policy
    return max(1000.0, 1000 * (policy.points_tie_near + policy.points_tie_closeness))


class Chain:
    """One run of the search; `best` is the best state that breaks no rule, if any was found."""

    def __init__(
        self, instance: Instance, seed: int, stream: int, relaxed: Relaxed | None = None
    ) -> None:
        """Prepare chain number `stream` of a search with this seed; `relaxed` is to gather with."""
        self.instance, self.relaxed = instance, relaxed
        self.arrays = instance.arrays
        self.rng = new_generator(seed, stream)
        self.table = slack_table()
        self.scratch = new_scratch(self.arrays)
        self.state = empty_state(self.arrays)
        self.kept = empty_state(self.arrays)
        self.best = empty_state(self.arrays)
        self.spare = empty_state(self.arrays)
        self.marks = np.zeros(len(self.arrays.people), dtype=np.int64)
        self.best_key: tuple[int, int] | None = None
        self.effort = Effort.of(instance)
        self.penalty = _FIRST_PENALTY
        self.cycle, self.round, self.length = 0, 0, _FIRST_LENGTH
        self.unit, self.heat = tie_worth(instance), HOT
        self.opening: Callable[[], None] | None = None
        self.may_learn = False
        self.focus = np.zeros(max(1, len(self.arrays.active)), dtype=np.int64)
        self.cooling: Cooling | None = None
        self.allotment = Allotment()

    def cool_first(self, moves: int, most: int) -> None:
        """Do nothing but cool for about `most` moves, in a first cycle of about `moves`.

        Two chains do so equally long: one whose rounds take longer keeps the other waiting.
        """
        assert self.cooling is not None
        self.cooling.lay_out(moves)
        self.allotment.cool_alone(self.cooling.rounds_of(most))

    def start(self, starts: dict[str, int]) -> None:
        """Begin with a calendar (by block name) and a good placement for it."""
        set_calendar(self.instance, self.state, starts)
        place_everybody(self.instance, self.state)
        self._remember()
        self.gather()
        self._descend()
        self._remember()

    def gather(self) -> None:
        """Place everybody anew from the relaxed problem of the calendar, if there is one.

        What comes out is taken if it is better than what there was.
        """
        if self.relaxed is None:
            return
        assign_state(self.spare, self.state)
        if not self.gathered():
            self.gathered(every=True)
        if self._worth(self.state) <= self._worth(self.spare):
            assign_state(self.state, self.spare)

    def gathered(self, *, every: bool = False) -> bool:
        """Place everybody from the relaxed problem; return whether the calendar allows that.

        `every`: also in homes by which a rule is broken. If it does not go, whoever loses a home
        has none.
        """
        return self.prices(every=every) is not None

    def prices(self, *, every: bool = False) -> Prices | None:
        """Do as `gathered`; return the prices of temporary homes, None if it does not go."""
        coarse = self.relaxed
        if coarse is None:
            return None
        known = self.know(coarse, every)
        price = np.zeros(self.state.balance.shape)
        try:
            self.state.home[coarse.who] = known.gathered()
            settle(self.arrays, self.state)
            if self.state.totals[SHORTAGE] > 0:
                # only now does it pay to look at what months in temporary homes take
                self.state.home[coarse.who] = known.gathered(price)
        except NoPlacement:
            return None
        finally:
            settle(self.arrays, self.state)
        return price

    def know(self, coarse: Relaxed, every: bool = False) -> Known:
        """Return the coarse problem with the calendar of the state, in which it empties homes."""
        a, state = self.arrays, self.state
        state.home[a.active] = a.people[a.active, OLD]
        state.home[coarse.who] = -1
        settle(a, state)
        give_back(a, state, coarse.who)
        return coarse.known(state.starts, state.balance.copy(), every=every)

    def begin(self, state: State) -> None:
        """Begin with a given state."""
        assign_state(self.state, state)
        self._remember()

    def offer(self, state: State) -> None:
        """Go on from a state if it is better than the best so far."""
        assign_state(self.state, state)
        self._remember()
        assign_state(self.state, self.best)

    def resume(self, state: State) -> None:
        """Begin with a good state: cooler, and with longer cycles, than a search from nothing."""
        self.length, self.heat = 2 * _FIRST_LENGTH, HOT / 4
        self.begin(state)

    def _remember(self) -> None:
        key = (-int(self.state.totals[VIOLATION]), int(self.state.totals[OBJECTIVE]))
        if self.best_key is None or key > self.best_key:
            self.best_key = key
            assign_state(self.best, self.state)

    def _temperatures(self, step: int, steps: int, heat: float) -> Ints:
        """Return the temperatures of one of `steps` steps that cool from `heat`."""
        first = step * LEVELS
        ratio = (COLD / heat) ** (1 / max(1, steps * LEVELS - 1))
        levels = [round(self.unit * heat * ratio ** (first + i)) for i in range(LEVELS)]
        return np.array(levels, dtype=np.int64)

    def advance(self) -> None:
        """Do one round of cooling or of what else the chain does; first its opening, if any."""
        self.open()
        before = self._best_worth()
        # a plan comes first: cooling is slow to find one
        if self.cooling is None or self.best.totals[VIOLATION] or not self.allotment.cools():
            self.run_round()
            self.allotment.other_round(self._best_worth() - before)
        elif self._cooled(self.cooling):
            self._take_in(self.cooling)
            self.allotment.cycle(self._best_worth() - before, self.cooling.took)

    def _best_worth(self) -> int:
        return 0 if self.best_key is None else self._worth(self.best)

    def open(self) -> None:
        """Begin with the opening, if there is one and that was not done yet."""
        if self.opening is not None:
            self.opening()
            self.opening = None

    def cool_once(self, enough: Callable[[], bool]) -> None:
        """Go through a cycle of cooling from the best state, even if that is no plan."""
        if self.cooling is None:
            return
        self.open()
        while not enough():
            if self._cooled(self.cooling):
                break
        self._take_in(self.cooling)

    def _cooled(self, cooling: Cooling) -> bool:
        """Do a round of cooling, in a new cycle if need be; return whether a cycle is done."""
        if cooling.idle:
            cooling.begin(self.best)
        return cooling.run_round()

    def _take_in(self, cooling: Cooling) -> None:
        """Make the best plan of a cycle somewhat better, and keep it if it is the best so far."""
        if cooling.known is None:
            return
        there = copy_state(self.state)
        assign_state(self.state, cooling.best)
        self._descend()
        self._remember()
        assign_state(self.state, there)

    def close(self) -> None:
        """Take in what a cycle of cooling that is still under way has found so far."""
        if self.cooling is not None and not self.cooling.idle:
            self._take_in(self.cooling)

    def run_round(self) -> None:
        """Do one round; the first begins with the opening, if there is one."""
        self.open()
        heats = self._temperatures(self.round, self.length, self.heat)
        self._anneal(heats, self.effort.tries)
        self._vary(int(heats[-1]))
        self._quench()
        self.round += 1
        if self.round == self.length:
            self._next_cycle()

    def _anneal(self, heats: Ints, tries: int, focused: int = 0) -> None:
        anneal(
            self.arrays,
            self.state,
            self.scratch,
            self.rng,
            self.table,
            heats,
            tries,
            self.penalty,
            self.focus,
            focused,
        )

    def _quench(self) -> None:
        """Note the nearest best state, and go on from the present one."""
        assign_state(self.kept, self.state)
        self._descend()
        self._remember()
        assign_state(self.state, self.kept)

    def _descend(self) -> None:
        """Make the state better as long as that is easy: single changes, then exact exchanges."""
        self._anneal(np.zeros(1, dtype=np.int64), 4 * self.effort.tries)
        for _ in range(_EXCHANGES):
            reassign(self.arrays, self.state, self.spare, self.rng, self.marks, self.penalty)

    def _vary(self, heat: int) -> None:
        """Try other calendars; the households adapt to each before it is judged."""
        follow = np.array([heat // 2, heat // 8, 0], dtype=np.int64)
        for _ in range(self.effort.calendars):
            starts = self.state.starts.copy()
            if not vary(self.arrays, starts, self.rng, 5):
                continue
            assign_state(self.kept, self.state)
            self.state.starts[:] = starts
            settle(self.arrays, self.state)
            focused = touched(self.arrays, self.state, self.kept.starts, self.focus)
            self._anneal(follow, (self.effort.follow * focused + 200) // len(follow), focused)
            slack = (_CALENDAR_HEAT * heat * int(self.table[below(self.rng, TABLE_SIZE)])) >> 10
            if self._worth(self.state) + slack < self._worth(self.kept):
                assign_state(self.state, self.kept)

    def _worth(self, state: State) -> int:
        return int(state.totals[OBJECTIVE]) - self.penalty * int(state.totals[VIOLATION])

    def _next_cycle(self) -> None:
        if self.state.totals[VIOLATION] > 0:
            self._dearer()
        assign_state(self.state, self.best)
        self.may_learn = self.cycle >= ALONE
        self.cycle, self.round = self.cycle + 1, 0
        self.length = min(_MOST_LENGTH, self.length * 2)

    def _dearer(self) -> None:
        self.penalty = min(_MOST_PENALTY, self.penalty * 2)

    def learn(self, state: State) -> None:
        """Go on from the best state of another chain, if this chain is between two things."""
        if self.may_learn:
            assign_state(self.state, state)
            self._remember()


def run(
    chains: list[Chain],
    workers: int,
    *,
    stop: Callable[[int], bool],
    report: Callable[[int, Chain], None],
) -> int:
    """Run rounds in step on all chains until `stop(rounds done)`; return the number of rounds.

    `report` hears after each round which chain holds the best state.
    """
    done = 0
    if workers <= 1:
        while not stop(done):
            for chain in chains:
                chain.advance()
            done += 1
            _share(chains)
            report(done, leader(chains))
        return done
    with ThreadPoolExecutor(max_workers=workers) as pool:
        while not stop(done):
            for future in [pool.submit(chain.advance) for chain in chains]:
                future.result()
            done += 1
            _share(chains)
            report(done, leader(chains))
    return done


def _share(chains: list[Chain]) -> None:
    """Let chains that are between two things go on from the best state of all."""
    first = leader(chains)
    for chain in chains:
        if chain is not first and (chain.best_key or _WORST) < (first.best_key or _WORST):
            chain.learn(first.best)
        chain.may_learn = False


def leader(chains: list[Chain]) -> Chain:
    """Return the chain with the best state; the first of equals."""
    return max(chains, key=lambda chain: chain.best_key or _WORST)
