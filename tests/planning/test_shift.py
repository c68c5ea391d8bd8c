"""Shifting blocks in a state comes to what computing everything anew comes to."""

from __future__ import annotations

import numpy as np
import pytest

from hecht.exchange.generated import KINDS, generate
from hecht.planning.arrays import OWN_BLOCK, READY_BLOCK, VACANT_BLOCK
from hecht.planning.attempt import new_scratch
from hecht.planning.calendar_moves import leap
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.kernel import settle
from hecht.planning.own_block import everyone_back
from hecht.planning.random_numbers import new_generator, slack_table
from hecht.planning.relocate import relocate
from hecht.planning.shift import by_block, shift
from hecht.planning.state import State, copy_state
from tests.neighbourhoods import random_neighbourhood
from tests.planning.test_kernel import opened


def shifted_and_settled(instance: Instance, state: State, seed: int, times: int) -> int:
    """Shift blocks many times, each time held against settling; return how often it was done."""
    a, rng = instance.arrays, new_generator(seed, 0)
    scratch, table, on, done = new_scratch(a), slack_table(), by_block(a), 0
    for _ in range(times if len(a.movable) else 0):
        relocate(a, state, scratch, rng, table, 20_000, 50, 10_000)
        starts = state.starts.copy()
        if not leap(a, starts, rng):
            continue
        before, anew = copy_state(state), copy_state(state)
        anew.starts[:] = starts
        settle(a, anew)
        shift(a, state, scratch, on, starts)
        assert_same(state, anew)
        shift(a, state, scratch, on, before.starts)
        assert_same(state, before)
        shift(a, state, scratch, on, starts)
        done += 1
    return done


def assert_same(one: State, other: State) -> None:
    """Fail when two states differ in anything."""
    differ = [n for n in State._fields if (getattr(one, n) != getattr(other, n)).any()]
    assert differ == []


def test_small_neighbourhoods_with_works_of_every_kind() -> None:
    """Blocks rebuilt and renovated, homes that stand empty, groups, promises: all are valued."""
    done = 0
    for seed in range(80):
        found = opened(random_neighbourhood(seed, blocks=(2, 6)))
        if found is not None:
            done += shifted_and_settled(*found, seed, 20)
    assert done > 300


@pytest.mark.parametrize("kind", KINDS)
def test_larger_neighbourhoods(kind: str) -> None:
    """The same with hundreds of homes, where most of them are not touched."""
    instance = compile_instance(generate(200, kind, 3))
    state = everyone_back(instance)[0]
    assert shifted_and_settled(instance, state, 1, 60) > 5


def test_every_home_and_household_hangs_on_its_block() -> None:
    """Each home that works empty or make ready, and each household, is listed once."""
    instance = compile_instance(random_neighbourhood(7, blocks=(4, 4)))
    a, on = instance.arrays, by_block(instance.arrays)
    for b in range(len(a.blocks)):
        homes = on.homes[on.homes_ptr[b] : on.homes_ptr[b + 1]]
        people = on.people[on.people_ptr[b] : on.people_ptr[b + 1]]
        assert sorted(people) == np.nonzero(a.people[:, OWN_BLOCK] == b)[0].tolist()
        hangs = (a.homes[:, READY_BLOCK] == b) | (a.homes[:, VACANT_BLOCK] == b)
        assert sorted(homes) == np.nonzero(hangs)[0].tolist()
