"""Slow cooling of a whole plan: single moves and exchanges of homes, and now and then a start.

Other parts of the search look for a better calendar and place everybody for it; this one lets
homes and calendar change together while it gets colder, so that a calendar is chosen by what many
thousands of moves show it to be worth. Where a cycle ends is chance more than patience: by turns
one begins so hot that nothing is left of what it began from, and one goes on from the best plan
known, with homes and calendar free but not everything at once. Both get longer in time.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.planning.attempt import new_scratch
from hecht.planning.calendar_moves import leap, vary
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.random_numbers import TABLE_SIZE, below, new_generator, slack_table
from hecht.planning.relocate import relocate
from hecht.planning.state import OBJECTIVE, VIOLATION, State, assign_state, empty_state

_HOT, _WARM, _COLD = 8.0, 2.0, 0.05
"""Temperatures, as parts of what a near tie of weight one is worth: the first of a cycle from which
anything may come, that of one that goes on from a good plan, and the last of both.
"""

_BROKEN = 5.0
"""What a broken rule costs (a household in a month), in the same parts."""

_TRIES = 500
"""Moves between two changes of the calendar, or twice the households where that is more."""

_ROUND, _PER_HOUSEHOLD = 400_000, 1_500
"""Moves in a round, at most, and for each household there is."""

_FIRST, _A_HOUSEHOLD = 5, 7_500
"""Rounds in the first cycle, and moves in it for each household: the more of both counts."""

_STREAM = 5_000


@dataclass(frozen=True)
class Worth:
    """How states are weighed: thousandths of a point for a near tie, and for a broken rule."""

    unit: float
    penalty: int

    @classmethod
    def of(cls, instance: Instance) -> Worth:
        """Return it for a neighbourhood."""
        policy = instance.neighbourhood.policy
        unit = max(1.0, 1000 * (policy.points_tie_near or policy.points_tie_closeness))
        return cls(unit, round(_BROKEN * unit))

    def value(self, s: State) -> int:
        """Return what a state is worth."""
        return int(s.totals[OBJECTIVE]) - self.penalty * int(s.totals[VIOLATION])


class Cooling:
    """Cycles of cooling, each in rounds of about the same work; `best` is that of this cycle.

    What a round does depends on the
    instance, seed and stream, the rounds before it, and the states that cycles began from alone.
    """

    def __init__(self, instance: Instance, seed: int, stream: int) -> None:
        """Prepare the first cycle; it begins from the state `begin` is given."""
        self.arrays = instance.arrays
        self.worth = Worth.of(instance)
        self.rng = new_generator(seed, _STREAM + stream)
        self.table, self.scratch = slack_table(), new_scratch(self.arrays)
        self.state, self.kept = empty_state(self.arrays), empty_state(self.arrays)
        self.best = empty_state(self.arrays)
        self.known: int | None = None
        self.idle = True
        self.cycle, self.round, self.took = 0, 0, 0
        active = len(self.arrays.active)
        least = -(-_A_HOUSEHOLD * active // _ROUND)
        self.length, self.heat = max(_FIRST, least), _HOT
        self.tries = max(_TRIES, 2 * active)
        self.steps = max(1, min(_ROUND, _PER_HOUSEHOLD * active) // self.tries)

    def begin(self, state: State) -> None:
        """Begin a cycle from a state."""
        assign_state(self.state, state)
        self.round, self.known, self.idle = 0, None, False
        self._remember()

    def run_round(self) -> bool:
        """Do a round; return whether it was the last of the cycle."""
        total = self.length * self.steps
        for step in range(self.steps):
            share = (self.round * self.steps + step) / total
            heat = round(self.worth.unit * self.heat * (_COLD / self.heat) ** share)
            self._homes(heat)
            self._calendar(heat)
            self._remember()
        self.round += 1
        if self.round < self.length:
            return False
        self.took = self.length
        self.cycle, self.idle = self.cycle + 1, True
        # the one that goes on is as long, and the pair after it half as long again
        self.heat = _WARM if self.cycle % 2 else _HOT
        if self.cycle % 2 == 0:
            self.length += self.length // 2
        return True

    def _homes(self, heat: int) -> None:
        a, penalty = self.arrays, self.worth.penalty
        relocate(a, self.state, self.scratch, self.rng, self.table, heat, self.tries, penalty)

    def _calendar(self, heat: int) -> None:
        """Propose another calendar; take it or leave it."""
        a = self.arrays
        if len(a.movable) == 0:
            return
        starts = self.state.starts.copy()
        # one kind of change keeps room for everybody and reorders, the other goes anywhere
        aims = below(self.rng, 2) == 0
        if not (vary(a, starts, self.rng, 5) if aims else leap(a, starts, self.rng)):
            return
        if (starts == self.state.starts).all():
            return
        slack = (heat * int(self.table[below(self.rng, TABLE_SIZE)])) >> 10
        assign_state(self.kept, self.state)
        self.state.starts[:] = starts
        settle(a, self.state)
        if self.worth.value(self.state) + slack < self.worth.value(self.kept):
            assign_state(self.state, self.kept)

    def _remember(self) -> None:
        points = int(self.state.totals[OBJECTIVE])
        if not self.state.totals[VIOLATION] and (self.known is None or points > self.known):
            self.known = points
            assign_state(self.best, self.state)
