"""A chain that looks for the best calendar: each is judged by a whole placement of its own.

First a race: many calendars get a short search each, the best quarter of them a search four times
as long, and so on until one is left. From then on the best calendar is changed a little, everybody
is placed anew from a moderate temperature, and the result is kept when it is hardly worse or
better. Rounds do the same amount of work as those of an ordinary chain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.planning.arrays import Ints
from hecht.planning.calendar_moves import by_room, by_start, vary
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.random_numbers import TABLE_SIZE, below
from hecht.planning.search import _COLD, _HOT, _LEVELS, Chain
from hecht.planning.state import State, assign_state, copy_state

_RUNNERS = 32
_STAGES = (4, 12, 36)
"""Rounds that each runner gets in each stage of the race; a third of them goes on."""

_AFTERWARDS = 12
"""Rounds for each changed calendar once the race is run."""

_WALK = 6
"""The most changes between the calendar a race starts from and that of a runner."""

_REHEAT = 0.35
"""Temperature from which everybody is placed anew, as a part of what a near tie is worth."""

_SLACK = 1.0
"""How much worse a changed calendar may be, in near ties, at the start of a cycle of changes."""

_CYCLE = 40
"""Changed calendars in a cycle, at the end of which the best is taken up again."""


@dataclass
class _Runner:
    """A calendar in the race with its placement and what that is worth."""

    state: State
    worth: int = 0


class CalendarChain(Chain):
    """A chain whose rounds serve to compare calendars; see the module."""

    def __init__(self, instance: Instance, seed: int, stream: int) -> None:
        """Prepare the chain; it races once it has begun."""
        super().__init__(instance, seed, stream)
        self.stage, self.turn = -1, 0
        self.runners: list[_Runner] = []
        self.step, self.steps = 0, 0
        self.from_heat = _HOT
        self.changed = 0

    def run_round(self) -> None:
        """Do one round of the placement that is under way, or begin the next."""
        if self.opening is not None:
            self.opening()
            self.opening = None
        if len(self.arrays.movable) < 2:
            super().run_round()
            return
        if self.step == self.steps:
            self._begin_next()
        self._anneal(self._heats(), self.effort.tries)
        self.step += 1
        if self.step == self.steps:
            self._descend()
            self._remember()
            self._judge()

    def _heats(self) -> Ints:
        levels, first = self.steps * _LEVELS, self.step * _LEVELS
        ratio = (_COLD / self.from_heat) ** (1 / max(1, levels - 1))
        heats = [round(self.unit * self.from_heat * ratio ** (first + i)) for i in range(_LEVELS)]
        return np.array(heats, dtype=np.int64)

    # -- which placement comes next ------------------------------------------------------

    def _begin_next(self) -> None:
        if self.stage < 0:
            self._line_up()
        self.step = 0
        if self.stage < len(_STAGES):
            self.steps = _STAGES[self.stage]
            self.from_heat = _HOT if self.stage == 0 else _REHEAT
            assign_state(self.state, self.runners[self.turn].state)
            return
        self.steps, self.from_heat = _AFTERWARDS, _REHEAT
        assign_state(self.kept, self.state)
        starts = self.state.starts.copy()
        for _ in range(1 + below(self.rng, 2)):
            vary(self.arrays, starts, self.rng, 5)
        self.state.starts[:] = starts
        settle(self.arrays, self.state)

    def _line_up(self) -> None:
        """Make the runners: the calendar there is, and others some changes away from it."""
        self.stage, self.turn = 0, 0
        for number in range(_RUNNERS):
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
            self.runners = []

    def _compare(self) -> None:
        """Keep a changed calendar when it is hardly worse than the one before."""
        left = 1 - (self.changed % _CYCLE) / _CYCLE
        bits = int(self.table[below(self.rng, TABLE_SIZE)])
        slack = (round(self.unit * _SLACK * left) * bits) >> 10
        if self._worth(self.state) + slack < self._worth(self.kept):
            assign_state(self.state, self.kept)
        self.changed += 1
        if self.changed % _CYCLE == 0:
            assign_state(self.state, self.best)
