"""Slow cooling of a whole plan: single moves and exchanges of homes, and now and then a start.

Other parts of the search look for a better calendar and place everybody for it; this one lets
homes and calendar change together while it gets colder, so that a calendar is chosen by what many
thousands of moves show it to be worth. Where a cycle ends is chance more than patience: by turns
one begins so hot that nothing is left of what it began from, and one goes on from the best plan
known, with homes and calendar free but not everything at once. Both get longer in time, and one
that finds nothing better twice in a row leaves its turns to the other.

In a large neighbourhood short cycles end far above what a long one finds. If the seconds of the
search are known, the first cycle is laid out for them at a fixed speed, never by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.planning.arrays import Arrays, Ints
from hecht.planning.attempt import Scratch, new_scratch
from hecht.planning.calendar_moves import Generator, differs, leap, vary
from hecht.planning.compiled import compiled, lean
from hecht.planning.instance import Instance
from hecht.planning.random_numbers import TABLE_SIZE, below, new_generator, slack_table
from hecht.planning.relocate import relocate
from hecht.planning.shift import ByBlock, by_block, shift
from hecht.planning.state import OBJECTIVE, VIOLATION, State, assign_state, empty_state

_HOT, _WARM, _COLD = 8.0, 2.0, 0.05
"""Temperatures, as parts of what a near tie of weight one is worth: the first of a cycle from which
anything may come, that of one that goes on from a good plan, and the last of both.
"""

_BROKEN = 5.0
"""What a broken rule costs (a household in a month), in the same parts."""

_TRIES = 2_000
"""Moves between two calendars that aim, or twice the households where that is more."""

_BETWEEN, _GROWS = 20, 1.2
"""Moves between two that go anywhere: the households to this power, divided by the first, or 10.

The more households, the more a block that shifts touches, and the longer they take to settle.
"""

_ROUND, _PER_HOUSEHOLD = 400_000, 1_500
"""Moves in a round, at most, and for each household there is."""

_FIRST, _A_HOUSEHOLD = 10, 7_500
"""Rounds in the first cycle, and moves in it for each household: the more of both counts."""

_LONGER = 2
"""How many times as long each pair of cycles is as the one before."""

_ENOUGH = 2
"""Cycles of a kind in a row without a better plan, after which the other kind goes on alone."""

_STREAM = 5_000

_LARGE = 500
"""Households from which on a cycle is laid out for the time of the search."""

_SPEED, _CACHED = 1_250_000, 4_000
"""Moves of a chain in a second on an ordinary machine; households beyond which it is slower."""

_ASIDE = 0.003
"""Seconds for each household that go to what comes before cooling and after it."""

_PARTS = (0.41, 0.82)
"""Parts of the time for the first cycle of each chain: one is done on a slow machine too."""


def laid_out(households: int, seconds: float, number: int) -> int | None:
    """Return the moves of the first cycle of chain `number`; None for a small neighbourhood.

    `households`: those to place. `seconds`: of the search.
    """
    if households < _LARGE:
        return None
    left = max(seconds / 3, seconds - _ASIDE * households)
    speed = _SPEED * min(1.0, _CACHED / households)
    return int(_PARTS[number % len(_PARTS)] * left * speed)


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


class Turns:
    """How hot each cycle begins, by what the ones before it found; `heat` is that of the next."""

    def __init__(self) -> None:
        """Begin with a hot cycle."""
        self.heat = _HOT
        self.done = 0
        self.misses = {_HOT: 0, _WARM: 0}

    def end(self, better: bool) -> bool:
        """Note whether a cycle found a better plan; return whether the next one is longer."""
        this, other = (_HOT, _WARM) if self.heat == _HOT else (_WARM, _HOT)
        self.misses[this] = 0 if better else self.misses[this] + 1
        self.done += 1
        again = self.misses[other] >= _ENOUGH > self.misses[this]
        self.heat = this if again else other
        longer = again or self.done == len(self.misses)
        if longer:
            self.done = 0
        return longer


class Cooling:
    """Cycles of cooling, each in rounds of about the same work; `best` is that of this cycle.

    What a round does depends on the instance, seed and stream, what it is laid out for, the rounds
    before it, and the states that cycles began from alone.
    """

    def __init__(self, instance: Instance, seed: int, stream: int) -> None:
        """Prepare the first cycle; it begins from the state `begin` is given."""
        self.arrays = instance.arrays
        self.worth = Worth.of(instance)
        self.rng = new_generator(seed, _STREAM + stream)
        self.table, self.scratch = slack_table(), new_scratch(self.arrays)
        self.state, self.best = empty_state(self.arrays), empty_state(self.arrays)
        self.on = by_block(self.arrays)
        self.starts, self.shifted = self.state.starts.copy(), self.state.starts.copy()
        self.found = np.zeros(2, dtype=np.int64)
        self.idle = True
        self.round, self.took = 0, 0
        self.before: int | None = None
        self.turns = Turns()
        active = len(self.arrays.active)
        self.tries = max(_TRIES, 2 * active)
        self.between = max(10, round(active**_GROWS / _BETWEEN))
        self.steps = max(1, min(_ROUND, _PER_HOUSEHOLD * active) // self.tries)
        self.length = max(_FIRST, -(-_A_HOUSEHOLD * active // _ROUND))

    def lay_out(self, moves: int) -> None:
        """Make the next cycle one of about so many moves."""
        self.length = self.rounds_of(moves)

    def rounds_of(self, moves: int) -> int:
        """Return how many rounds about so many moves take."""
        return max(1, moves // (self.steps * self.tries))

    def begin(self, state: State) -> None:
        """Begin a cycle from a state."""
        assign_state(self.state, state)
        self.round, self.idle = 0, False
        self.found[:] = 0
        remember(self.state, self.best, self.found)
        self.before = self.known

    @property
    def known(self) -> int | None:
        """The points of the best plan of this cycle; None when it had none."""
        return int(self.found[1]) if self.found[0] else None

    def run_round(self) -> bool:
        """Do a round; return whether it was the last of the cycle."""
        total, heat = self.length * self.steps, self.turns.heat
        first = self.round * self.steps
        shares = [(first + step) / total for step in range(self.steps)]
        heats = np.array(
            [round(self.worth.unit * heat * (_COLD / heat) ** x) for x in shares],
            dtype=np.int64,
        )
        cool(
            self.arrays, self.state, self.on, self.starts, self.shifted, self.best,
            self.found, self.scratch, self.rng, self.table, heats, self.tries, self.between,
            self.worth.penalty,
        )  # fmt: skip
        self.round += 1
        if self.round < self.length:
            return False
        self.took, self.idle = self.length, True
        known = self.known
        if self.turns.end(known is not None and (self.before is None or known > self.before)):
            self.length *= _LONGER
        return True


@compiled
def cool(
    a: Arrays,
    s: State,
    on: ByBlock,
    starts: Ints,
    before: Ints,
    best: State,
    found: Ints,
    w: Scratch,
    rng: Generator,
    table: Ints,
    heats: Ints,
    tries: int,
    between: int,
    penalty: int,
) -> None:
    """Move homes `tries` times at each of `heats`, and every `between` of them propose a calendar.

    All in one kernel, so that two of them run beside each other. `best` holds the best state
    without broken rules, `found` whether there is one and its points; `starts` and `before` (B)
    are to work in.
    """
    for heat in heats:
        for last in range(tries // between - 1, -1, -1):
            relocate(a, s, w, rng, table, heat, between, penalty)
            if len(a.movable) > 0:
                _calendar(a, s, w, on, starts, before, rng, table, heat, penalty, last == 0)
        remember(s, best, found)


@compiled
def _calendar(
    a: Arrays,
    s: State,
    w: Scratch,
    on: ByBlock,
    starts: Ints,
    before: Ints,
    rng: Generator,
    table: Ints,
    heat: int,
    penalty: int,
    aims: bool,
) -> None:
    """Propose another calendar; take it or leave it.

    One that `aims` keeps room for everybody and reorders, which takes long; others go anywhere.
    """
    for b in range(len(starts)):
        starts[b] = before[b] = s.starts[b]
    moved = vary(a, starts, rng, 5) if aims else leap(a, starts, rng)
    if not moved or not differs(a, starts, before):
        return
    slack = (heat * table[below(rng, TABLE_SIZE)]) >> 10
    worth = s.totals[OBJECTIVE] - penalty * s.totals[VIOLATION]
    shift(a, s, w, on, starts)
    if s.totals[OBJECTIVE] - penalty * s.totals[VIOLATION] + slack < worth:
        shift(a, s, w, on, before)


@lean
def remember(s: State, best: State, found: Ints) -> None:
    """Keep a state without broken rules that is better than the best so far."""
    points = s.totals[OBJECTIVE]
    if s.totals[VIOLATION] == 0 and (found[0] == 0 or points > found[1]):
        found[0], found[1] = 1, points
        assign_state(best, s)
