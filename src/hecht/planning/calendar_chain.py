"""A chain that looks for the best calendar: each is judged by a whole placement of its own.

It begins with a race, in which many calendars get a short search each and the best third of them
a longer one, or with some ordinary cycles. From then on there are two kinds of work, and the one
that last gained most gets the next turn: changing the best calendar a little, placing everybody
anew, and keeping what is hardly worse or better; or a cycle of ordinary rounds. Rounds take about
as long as those of an ordinary chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.planning.arrays import Ints
from hecht.planning.calendar_moves import by_room, by_start, vary
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.random_numbers import TABLE_SIZE, below
from hecht.planning.search import ALONE, HOT, Chain
from hecht.planning.state import VIOLATION, State, assign_state, copy_state

_STEPS = 3
"""Steps in a round: with them it takes as long as that of an ordinary chain."""

_FEWEST, _MOST, _WORK = 8, 24, 4_000_000
"""Runners in a race: as many as make up so many pairs of households and homes, within limits."""

_STAGES = (2, 8)
"""Steps that each runner gets in each stage of the race; a third of them goes on."""

_AFTERWARDS = 12
"""Steps for each changed calendar once the race is run."""

_WALK = 6
"""The most changes between the calendar a race starts from and that of a runner."""

_REHEAT = 0.35
"""Temperature from which everybody is placed anew, as a part of what a near tie is worth."""

_SLACK = 3.0
"""How much worse a changed calendar may be, in near ties, at the start of a cycle of changes."""

_CYCLE = 40
"""Changed calendars in a turn, after which the best is taken up again."""

_ROUNDS = 8
"""Ordinary rounds in a turn."""


_CALENDARS, _HOMES = range(2)
"""The kinds of work after the race."""


@dataclass
class _Runner:
    """A calendar in the race with its placement and what that is worth."""

    state: State
    worth: int = 0


class CalendarChain(Chain):
    """A chain whose rounds serve to compare calendars; see the module."""

    def __init__(self, instance: Instance, seed: int, stream: int, *, races: bool) -> None:
        """Prepare the chain; it begins with a race, or with ordinary cycles."""
        super().__init__(instance, seed, stream)
        self.races = races
        self.stage, self.turn = -1, 0
        self.runners: list[_Runner] = []
        self.step, self.steps = 0, 0
        self.from_heat = HOT
        self.changed = 0
        self.gains = [1 << 60, 1 << 60]
        self.kind, self.since = _CALENDARS, 0

    def run_round(self) -> None:
        """Do one round of the placement that is under way, or begin the next."""
        self.open()
        if len(self.arrays.movable) < 2 or (self.stage < 0 and not self.races):
            super().run_round()
            if self.cycle >= ALONE and not self.races:
                self.stage, self.since = len(_STAGES), self._worth(self.best)
            return
        if self.stage >= len(_STAGES) and self.kind == _HOMES:
            super().run_round()
            if self.round == 0:
                self._next_turn()
            return
        for _ in range(_STEPS):
            if self.step == self.steps:
                self._begin_next()
            heats = self._temperatures(self.step, self.steps, self.from_heat)
            self._anneal(heats, self.effort.tries)
            self.step += 1
            if self.step == self.steps:
                self._descend()
                self._remember()
                self._judge()
                if self.kind == _HOMES:
                    return

    # -- which placement comes next ------------------------------------------------------

    def _begin_next(self) -> None:
        if self.stage < 0:
            self._line_up()
        self.step = 0
        if self.stage < len(_STAGES):
            self.steps = _STAGES[self.stage]
            self.from_heat = HOT if self.stage == 0 else _REHEAT
            assign_state(self.state, self.runners[self.turn].state)
            return
        self.steps = _AFTERWARDS
        self.from_heat = _REHEAT
        assign_state(self.kept, self.state)
        starts = self.state.starts.copy()
        for _ in range(1 + below(self.rng, 2)):
            vary(self.arrays, starts, self.rng, 5)
        self.state.starts[:] = starts
        settle(self.arrays, self.state)

    def _line_up(self) -> None:
        """Make the runners: the calendar there is, and others some changes away from it."""
        self.stage, self.turn = 0, 0
        pairs = max(1, len(self.arrays.active) * len(self.arrays.destinations))
        for number in range(max(_FEWEST, min(_MOST, _WORK // pairs))):
            state = copy_state(self.state)
            if number > 0 and not self._shuffled(state.starts):
                for _ in range(1 + below(self.rng, _WALK)):
                    vary(self.arrays, state.starts, self.rng, 5)
            settle(self.arrays, state)
            self.runners.append(_Runner(state))

    def _shuffled(self, starts: Ints) -> bool:
        """Start the blocks in another order, each as early as can be; return whether that went."""
        order = by_start(self.arrays, starts)
        size = len(order)
        # some runners keep much of the order there is, others little
        for _ in range(1 + below(self.rng, size)):
            i, j = below(self.rng, size), below(self.rng, size)
            order[i], order[j] = order[j], order[i]
        found = starts.copy()
        if not by_room(self.arrays, order, found):
            return False
        starts[:] = found
        return True

    # -- what is kept --------------------------------------------------------------------

    def _judge(self) -> None:
        if self.stage < len(_STAGES):
            self._arrive()
        else:
            self._compare()

    def _arrive(self) -> None:
        """Note what a runner came to; after the last, the best third goes on."""
        runner = self.runners[self.turn]
        assign_state(runner.state, self.state)
        runner.worth = self._worth(self.state)
        self.turn += 1
        if self.turn < len(self.runners):
            return
        self.runners.sort(key=lambda one: -one.worth)
        self.runners = self.runners[: max(1, len(self.runners) // 3)]
        self.stage, self.turn = self.stage + 1, 0
        if self.stage == len(_STAGES):
            assign_state(self.state, self.runners[0].state)
            self.runners, self.since = [], self._worth(self.best)
            self.may_learn = True

    def _compare(self) -> None:
        """Keep a changed calendar when it is hardly worse than the one before."""
        left = 1 - (self.changed % _CYCLE) / _CYCLE
        bits = int(self.table[below(self.rng, TABLE_SIZE)])
        slack = (round(self.unit * _SLACK * left) * bits) >> 10
        if self._worth(self.state) + slack < self._worth(self.kept):
            assign_state(self.state, self.kept)
        self.changed += 1
        if self.changed % _CYCLE == 0:
            self._next_turn()

    def _next_turn(self) -> None:
        """Note what the turn gained; go on from the best with the kind that gained most."""
        now = self._worth(self.best)
        self.gains[self.kind] = now - self.since
        self.since = now
        other = 1 - self.kind
        if self.gains[other] >= self.gains[self.kind]:
            self.kind = other
        # a kind that had no turn for long is tried again some day
        self.gains[1 - self.kind] += self.gains[1 - self.kind] // 4 + round(self.unit / 4)
        assign_state(self.state, self.best)
        self.round, self.length, self.heat = 0, _ROUNDS, _REHEAT
        self.may_learn = True

    def learn(self, state: State) -> None:
        """Go on from another chain's best; that is no gain of this one's."""
        super().learn(state)
        self.since = self._worth(self.best)

    def _next_cycle(self) -> None:
        """Leave it to the turns what comes after a cycle of ordinary rounds."""
        if self.stage < len(_STAGES):
            super()._next_cycle()
            return
        if self.state.totals[VIOLATION] > 0:
            self._dearer()
        self.round = 0
