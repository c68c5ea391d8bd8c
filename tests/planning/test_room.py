"""A calendar that leaves somebody without a roof, whoever gets which home, is refused early."""

import numpy as np
import pytest

from hecht.planning.arrays import DURATION, EARLIEST, HORIZON, OWN_BLOCK
from hecht.planning.calendar_moves import by_room, lacking, vary
from hecht.planning.engine import Engine, NoCalendar
from hecht.planning.first_plan import with_a_roof
from hecht.planning.instance import compile_instance
from hecht.planning.random_numbers import new_generator
from hecht.planning.state import SHORTAGE, VIOLATION
from hecht.planning.warm import tiny_neighbourhood
from tests.neighbourhoods import random_neighbourhood


def test_two_blocks_at_once_need_as_many_temporary_homes() -> None:
    """Two blocks of three begun together lack three places of the six; one after the other none."""
    a = compile_instance(tiny_neighbourhood()).arrays
    first = int(a.blocks[0, EARLIEST])
    months = int(a.blocks[0, DURATION])
    together = np.array([first, first], dtype=np.int64)
    apart = np.array([first, first + months], dtype=np.int64)
    assert lacking(a, together) == 3 * months
    assert lacking(a, apart) == 0


def test_blocks_are_started_as_soon_as_there_is_room() -> None:
    """In a given order, each block waits for places and no longer."""
    a = compile_instance(tiny_neighbourhood()).arrays
    starts = np.zeros(2, dtype=np.int64)
    assert by_room(a, np.array([1, 0], dtype=np.int64), starts)
    assert starts[1] == a.blocks[1, EARLIEST]
    assert starts[0] == starts[1] + a.blocks[1, DURATION]


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_has_a_calendar_that_lacks_places(seed: int) -> None:
    """What is refused is impossible: every state that keeps the rules has a roof for everybody."""
    instance = compile_instance(random_neighbourhood(seed))
    if len(instance.arrays.movable) == 0:
        pytest.skip("nothing is done to any block")
    try:
        engine = Engine(instance, 1, 1)
    except NoCalendar:
        pytest.skip("the blocks have no calendar")
    for _ in range(2):
        for chain in engine.chains:
            chain.run_round()
    for chain in engine.chains:
        best = chain.best
        if best.totals[VIOLATION] == 0 and best.totals[SHORTAGE] == 0:
            leaves = sum(
                best.home[h] < 0 and instance.arrays.people[h, OWN_BLOCK] >= 0
                for h in instance.arrays.active
            )
            if leaves <= instance.unplaceable:
                assert lacking(instance.arrays, best.starts) == 0


@pytest.mark.parametrize("seed", range(20))
def test_changes_never_make_the_want_of_places_worse(seed: int) -> None:
    """A changed calendar lacks no more places than the one before."""
    instance = compile_instance(random_neighbourhood(seed))
    a, rng = instance.arrays, new_generator(seed, 0)
    if len(a.movable) == 0:
        pytest.skip("nothing is done to any block")
    names = [block.id for block in instance.neighbourhood.blocks]
    spread = {names[b]: int(a.blocks[b, EARLIEST]) for b in a.movable}
    given = with_a_roof(instance, spread)
    starts = np.array([given.get(name, 0) for name in names], dtype=np.int64)
    if (starts + a.blocks[:, DURATION] > a.fixed[HORIZON]).any():
        pytest.skip("the blocks do not fit one by one")
    for _ in range(20):
        before = lacking(a, starts)
        if vary(a, starts, rng, 5):
            assert lacking(a, starts) <= before
