"""Search from the repaired old plan on: around what changed first, then everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from hecht.planning.arrays import (
    AWAY,
    CHOICE_FROM,
    DEADLINE,
    HORIZON,
    KIND,
    LONGEST,
    OLD,
    OWN_BLOCK,
    PROMISED,
    READY_BLOCK,
    SETTLED,
    STAYS,
    TIE_FROM,
    TIE_TO,
    TIE_UNTIL,
    TO_PLACE,
)
from hecht.planning.first_plan import set_calendar
from hecht.planning.instance import Instance
from hecht.planning.kernel import may_have
from hecht.planning.past import Past
from hecht.planning.replan.promises import Trouble
from hecht.planning.resume import repair
from hecht.planning.search import CHAINS, Chain, leader, run
from hecht.planning.state import OBJECTIVE, SHORTAGE, VIOLATION, State, empty_state

LOCAL_ROUNDS = 4
"""Rounds around what changed, before the search goes wider."""


def opening(instance: Instance, past: Past, homes: dict[str, str], starts: dict[str, int]) -> State:
    """Return the old plan's state with what can no longer be repaired greedily.

    `homes` tells in which home each household was to end, `starts` the new calendar.
    """
    a, n = instance.arrays, instance.neighbourhood
    number = {home.id: f for f, home in enumerate(n.homes)}
    s = empty_state(a)
    set_calendar(instance, s, starts)
    taken: set[int] = set()
    for kind in (SETTLED, STAYS, TO_PLACE):
        for h in np.nonzero(a.people[:, KIND] == kind)[0].tolist():
            if kind == SETTLED:
                f = int(a.choices[a.people[h, CHOICE_FROM]])
            elif kind == STAYS:
                f = int(a.people[h, OLD])
            else:
                f = number.get(homes.get(n.households[h].id, ""), -1)
                if f in taken or (f >= 0 and not _allowed(instance, h, f)):
                    f = -1
            s.home[h] = f
            taken.add(f)
    # who stays in a home to which nothing is done need not find another
    for h in a.active.tolist():
        own = int(a.people[h, OLD])
        if s.home[h] < 0 and a.people[h, OWN_BLOCK] < 0 and own not in taken:
            s.home[h] = own
            taken.add(own)
    return repair(instance, s)


def _allowed(instance: Instance, h: int, f: int) -> bool:
    return bool(may_have(instance.arrays, h, f))


def around(instance: Instance, old: State, new: State, names: Iterable[str]) -> list[int]:
    """Return the households that a change touches (positions): itself, and those tied to them.

    Touched are the households of `names`, those whose home or months differ between two states,
    and those whose home, old or last, lies in a block whose works moved.
    """
    a, n = instance.arrays, instance.neighbourhood
    wanted = set(names)
    core = {h for h, one in enumerate(n.households) if one.id in wanted}
    core |= set(np.nonzero((old.home != new.home) | (old.arrive != new.arrive))[0].tolist())
    moved = {b for b in a.movable.tolist() if old.starts[b] != new.starts[b]}
    for h in a.active.tolist():
        f = int(new.home[h])
        if int(a.people[h, OWN_BLOCK]) in moved or (
            f >= 0 and int(a.homes[f, READY_BLOCK]) in moved
        ):
            core.add(h)
    wide = set(core)
    for h in core:
        wide |= set(a.ties[a.people[h, TIE_FROM] : a.people[h, TIE_UNTIL], TIE_TO].tolist())
    return sorted(wide & set(a.active.tolist()))


def search_on(
    instance: Instance,
    state: State,
    *,
    local: list[int],
    rounds: int | None,
    more: Callable[[], bool],
    seed: int,
    workers: int,
    report: Callable[[int, State], None],
) -> tuple[State, int]:
    """Return the best state found from a state on, and how many rounds it took.

    `rounds` rounds are done in all, or as many as there is time for (`more`, asked between
    rounds); the first few only move the `local` households and leave the calendar alone.
    """
    near = min(LOCAL_ROUNDS, rounds) if rounds is not None else LOCAL_ROUNDS
    if not local:
        near = 0
    done = 0
    if near:
        few = instance.arrays._replace(active=np.array(local, dtype=np.int64))
        state, done = _run(
            replace(instance, arrays=few), state, False, near, more, seed, workers, report, 0
        )
    if rounds is None or rounds > done:
        left = None if rounds is None else rounds - done
        state, wide = _run(instance, state, True, left, more, seed, workers, report, done)
        done += wide
    return state, done


def _run(
    instance: Instance,
    state: State,
    calendars: bool,
    rounds: int | None,
    more: Callable[[], bool],
    seed: int,
    workers: int,
    report: Callable[[int, State], None],
    before: int,
) -> tuple[State, int]:
    if len(instance.arrays.active) == 0:
        return state, 0
    chains = [Chain(instance, seed, stream) for stream in range(CHAINS)]
    for chain in chains:
        if not calendars:
            chain.effort = replace(chain.effort, calendars=0)
        chain.resume(state)

    def stop(done: int) -> bool:
        if rounds is not None:
            return done >= rounds
        return not more()

    done = run(
        chains,
        workers,
        stop=stop,
        report=lambda done, chain: report(before + done, chain.best),
    )
    return leader(chains).best, done


def troubles(instance: Instance, s: State) -> list[Trouble]:
    """Return the households with which a state breaks a rule, in the order of the neighbourhood."""
    a, n = instance.arrays, instance.neighbourhood
    found = []
    for h in np.nonzero(s.broken > 0)[0].tolist():
        name, row = n.households[h].id, a.people[h]
        if s.home[h] < 0:
            if row[PROMISED]:
                found.append(Trouble(name, "promise"))
            continue
        out, arrive = int(s.out[h]), int(s.arrive[h])
        if arrive > row[DEADLINE]:
            found.append(Trouble(name, "late", arrive - int(row[DEADLINE])))
        if arrive - out > row[LONGEST] and arrive > out:
            found.append(Trouble(name, "longer", arrive - out - int(row[LONGEST])))
        if arrive > a.fixed[HORIZON] - 1:
            found.append(Trouble(name, "horizon", arrive - int(a.fixed[HORIZON]) + 1))
    return found


def worth(s: State) -> tuple[int, int]:
    """Return what states are compared by: fewest broken rules, then most points."""
    return -int(s.totals[VIOLATION]), int(s.totals[OBJECTIVE])


def lacks_homes(s: State) -> bool:
    """Return whether a state needs more temporary homes than there are."""
    return int(s.totals[SHORTAGE]) > 0


def stuck(instance: Instance, s: State) -> list[int]:
    """Return who is away and gets no last home although it wishes to stay (positions)."""
    a = instance.arrays
    gone = (s.home < 0) & (a.people[:, AWAY] >= 0) & (a.people[:, KIND] == TO_PLACE)
    return [int(h) for h in np.nonzero(gone)[0]]
