"""Safe choice: whoever chooses leaves a home for everyone who still can have one."""

from __future__ import annotations

import random

import numpy as np
import pytest

from hecht.planning.matching import SafeChoice


def most_served(lists: dict[int, list[int]]) -> int:
    """Return the size of a largest matching, by trying every household in turn (Kuhn)."""
    holder: dict[int, int] = {}

    def place(household: int, seen: set[int]) -> bool:
        for f in lists[household]:
            if f not in seen:
                seen.add(f)
                if f not in holder or place(holder[f], seen):
                    holder[f] = household
                    return True
        return False

    return sum(place(household, set()) for household in lists)


@pytest.mark.parametrize("seed", range(200))
def test_serial_choice_serves_as_many_as_can_be_served(seed: int) -> None:
    """However dear a home is to the first in line, as many are served as can be."""
    rng = random.Random(seed)
    homes = rng.randint(1, 8)
    lists = {h: rng.sample(range(homes), rng.randint(0, homes)) for h in range(rng.randint(1, 8))}
    never = {h: np.zeros(homes, dtype=np.bool_) for h in lists}
    choice = SafeChoice(lists, never)
    order = list(lists)
    rng.shuffle(order)
    taken = {h: choice.take(h) for h in order}
    served = [f for f in taken.values() if f is not None]
    assert len(served) == len(set(served)) == most_served(lists)
    assert all(f in lists[h] for h, f in taken.items() if f is not None)


def test_the_first_takes_the_dearest_home_that_leaves_one_for_the_second() -> None:
    """A home that only the other can use is not taken, though it is dearer."""
    never = np.zeros(2, dtype=np.bool_)
    choice = SafeChoice({0: [1, 0], 1: [1]}, {0: never, 1: never})
    assert choice.take(0) == 0
    assert choice.take(1) == 1


def test_a_home_that_is_ready_too_late_is_used_only_when_there_is_no_other_way() -> None:
    """A late home goes to the one household that has nothing else."""
    late = {0: np.array([False, True]), 1: np.array([False, True])}
    choice = SafeChoice({0: [1, 0], 1: [1, 0]}, late)
    assert sorted([choice.take(0), choice.take(1)]) == [0, 1]
