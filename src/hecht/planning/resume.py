"""Search on from a plan: its state, the same instance with less freedom, and a better state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from hecht.neighbourhood import Course, StayKind
from hecht.planning.arrays import (
    CHOICE_FROM,
    CHOICE_UNTIL,
    DURATION,
    EARLIEST,
    EXPLICIT,
    LATEST,
    Ints,
)
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.search import CHAINS, Chain, leader, run
from hecht.planning.state import State, empty_state


def never() -> bool:
    """Return that there is time left: work that ends by itself."""
    return False


def state_of(instance: Instance, course: Course) -> State:
    """Return the state of a course: its calendar, final homes, and all that follows from them.

    Temporary homes and moves made earlier than needed are not part of a state.
    """
    n, s = instance.neighbourhood, empty_state(instance.arrays)
    number = {block.id: b for b, block in enumerate(n.blocks)}
    homes = {home.id: f for f, home in enumerate(n.homes)}
    people = {household.id: h for h, household in enumerate(n.households)}
    for name, month in course.starts.items():
        s.starts[number[name]] = month
    for stay in course.stays:
        if stay.end == course.horizon and stay.kind is not StayKind.TEMPORARY:
            s.home[people[stay.household]] = homes[stay.home]
    settle(instance.arrays, s)
    return s


def restrict(
    instance: Instance,
    homes: Mapping[int, Sequence[int]] | None = None,
    starts: Mapping[str, int] | None = None,
) -> Instance:
    """Return the instance with less freedom; the original is left as it is.

    `homes` lists for some households (positions) the only homes (positions) they may end in.
    `starts` fixes the month in which some blocks start.
    """
    a = instance.arrays
    people, choices, blocks = a.people.copy(), [a.choices], a.blocks.copy()
    size = len(a.choices)
    for h, allowed in sorted((homes or {}).items()):
        people[h, EXPLICIT] = 1
        people[h, CHOICE_FROM], people[h, CHOICE_UNTIL] = size, size + len(allowed)
        choices.append(np.array(sorted(allowed), dtype=np.int64))
        size += len(allowed)
    for b, block in enumerate(instance.neighbourhood.blocks):
        if starts is not None and block.id in starts:
            blocks[b, EARLIEST] = starts[block.id]
            blocks[b, LATEST] = starts[block.id] + blocks[b, DURATION]
    arrays = a._replace(people=people, choices=np.concatenate(choices), blocks=blocks)
    return replace(instance, arrays=arrays)


def improve(
    instance: Instance,
    state: State,
    *,
    rounds: int,
    seed: int = 1,
    workers: int = 1,
    calendars: bool = True,
    enough: Callable[[], bool] = never,
) -> State:
    """Search on from a state for a number of rounds; return the best state found.

    It breaks no more rules than the given state and, if as many, is worth no less. With
    `calendars` False the calendar stays as it is. The given state is not changed. No round begins
    once `enough` says so.
    """
    chains = [Chain(instance, seed, stream) for stream in range(CHAINS)]
    for chain in chains:
        if not calendars:
            chain.effort = replace(chain.effort, calendars=0)
        chain.resume(state)
    run(
        chains,
        workers,
        stop=lambda done: done >= rounds or enough(),
        report=lambda done, chain: None,
    )
    return leader(chains).best


def repair(instance: Instance, state: State) -> State:
    """Return a copy of a state in which everyone whose home is no longer allowed has another.

    Each goes where the points are highest among the free homes, or leaves; then settled.
    """
    from hecht.planning.tables import place_greedily, put_out

    s = State(*(part.copy() for part in state))
    out: Ints = np.zeros(len(s.home), dtype=np.int64)
    count = put_out(instance.arrays, s, out)
    place_greedily(instance.arrays, s, out[:count])
    settle(instance.arrays, s)
    return s
