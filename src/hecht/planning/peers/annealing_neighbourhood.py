"""A plain simulated annealing for a whole neighbourhood: homes by chance, now and then a start.

What a capable programmer writes in an afternoon, but for one thing in its favour: what a change
is worth, and the plain move itself, it takes from hecht, so that only the search differs. It
begins with practice (blocks as listed, everyone back to the own block), relocates and swaps
households, and moves or exchanges the starts of blocks, all by Metropolis' rule with geometric
cooling tuned to the time there is; two independent runs on two cores.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from hecht.planning.arrays import (
    DURATION,
    EARLIEST,
    LATEST,
    Arrays,
)
from hecht.planning.attempt import new_scratch
from hecht.planning.calendar_moves import calendar_holds
from hecht.planning.calendar_serial import serial_schedule
from hecht.planning.engine import is_plan
from hecht.planning.first_plan import calendar_problem, place_everybody, set_calendar
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.kernel import settle
from hecht.planning.peers.cooling import Bits, on_every_core
from hecht.planning.peers.courses import everyone_back, rows_from
from hecht.planning.peers.run import NotApplicable, Run
from hecht.planning.random_numbers import TABLE_SIZE, below, new_generator, slack_table
from hecht.planning.relocate import relocate
from hecht.planning.state import (
    OBJECTIVE,
    VIOLATION,
    State,
    assign_state,
    copy_state,
    empty_state,
)

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood

HOT, COLD = 2.0, 0.05
"""First and last temperature, as shares of what a near tie of weight one is worth."""

BROKEN = 5.0
"""What one broken rule costs while searching (a household in a month), in the same shares."""

CALENDAR = 500
"""Proposals for homes between two for the calendar; more where there are more households."""

WRITING = 0.03
"""Share of the time kept for handing out temporary homes, at the end and on the way."""


def neighbourhood(problem: Neighbourhood, run: Run) -> None:
    """Anneal until the time is over; each core its own run."""
    instance = compile_instance(problem)
    first = _first(instance, run)
    best = _Best(instance, run)
    on_every_core(run, lambda seed: _one_run(instance, first, seed, run, best))


def _first(instance: Instance, run: Run) -> State:
    """Return what practice does; where that is no plan, everyone in the best home there is."""
    try:
        state, rows = everyone_back(instance)
    except NotApplicable:
        problem = calendar_problem(instance)
        starts = serial_schedule(problem, [task.id for task in problem.tasks])
        if starts is None:
            raise NotApplicable("blocks as listed do not fit within the horizon") from None
        state = empty_state(instance.arrays)
        set_calendar(instance, state, starts)
        place_everybody(instance, state)
    else:
        run.found(rows)
    return state


class _Best:
    """The best that any of the runs handed over."""

    def __init__(self, instance: Instance, run: Run) -> None:
        self.instance, self.run = instance, run
        self.points: int | None = None
        self.lock = Lock()

    def offer(self, state: State) -> None:
        """Hand a state over if it is a plan and better than what was handed over."""
        points = int(state.totals[OBJECTIVE])
        with self.lock:
            if self.points is not None and points <= self.points:
                return
            rows = rows_from(self.instance, state)
            if rows is not None:
                self.points = points
                self.run.found(rows)


def _one_run(instance: Instance, first: State, seed: int, run: Run, best: _Best) -> None:
    a = instance.arrays
    state, mine, kept = copy_state(first), copy_state(first), copy_state(first)
    unit = max(1.0, 1000 * instance.neighbourhood.policy.points_tie_near)
    scratch, table, rng = new_scratch(a), slack_table(), new_generator(seed, 0)
    penalty, tries = round(BROKEN * unit), max(CALENDAR, 2 * len(a.active))
    reserve = max(0.3, WRITING * run.seconds)
    total, handed = max(0.001, run.left() - reserve), time.monotonic()
    known: int | None = None
    while run.left() > reserve:
        share = 1.0 - (run.left() - reserve) / total
        heat = round(unit * HOT * (COLD / HOT) ** share)
        relocate(a, state, scratch, rng, table, heat, tries, penalty)
        _calendar(a, state, kept, rng, (heat * int(table[below(rng, TABLE_SIZE)])) >> 10, penalty)
        points = int(state.totals[OBJECTIVE])
        if (known is None or points > known) and is_plan(instance, state):
            known = points
            assign_state(mine, state)
            if time.monotonic() - handed > 2 * reserve:
                best.offer(mine)
                handed = time.monotonic()
    if known is not None:
        best.offer(mine)


def _calendar(a: Arrays, state: State, kept: State, rng: Bits, slack: int, penalty: int) -> None:
    """Propose another start for a block, or an exchange of two, and take it or leave it."""
    if len(a.movable) == 0:
        return
    starts = state.starts.copy()
    b, c = (int(a.movable[below(rng, len(a.movable))]) for _ in range(2))
    kind = below(rng, 3)
    if kind == 0 and b != c:
        starts[b], starts[c] = starts[c], starts[b]
    elif kind == 1:
        room = int(a.blocks[b, LATEST] - a.blocks[b, DURATION] - a.blocks[b, EARLIEST])
        starts[b] = a.blocks[b, EARLIEST] + below(rng, max(1, room + 1))
    else:
        starts[b] += below(rng, 5) - 2
    if not calendar_holds(a, starts):
        return
    assign_state(kept, state)
    state.starts[:] = starts
    settle(a, state)
    worth, before = (
        int(s.totals[OBJECTIVE]) - penalty * int(s.totals[VIOLATION]) for s in (state, kept)
    )
    if worth + slack < before:
        assign_state(state, kept)
