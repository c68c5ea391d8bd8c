"""The annealing moves: what they carry along is what a recount gives."""

import numpy as np
import pytest

from hecht.planning.placement import NoPlacement, PlacementSearch
from hecht.planning.placement.moves import new_state
from tests.planning.placement.small import random_problem
from tests.planning.placement.test_search import medium


@pytest.mark.parametrize("largest", [4, 12])
def test_score_and_pulls_carried_along_equal_a_recount(largest: int) -> None:
    """After many moves the score, the pull of ties, places and slots are those of a new state."""
    seen = 0
    for seed in range(60):
        try:
            search = PlacementSearch(
                random_problem(seed, largest=largest), seed=seed, moves_per_round=1_000
            )
        except NoPlacement:
            continue
        search.run(rounds=3)
        assert search.best_score == search.placement().score
        state = search.chains[0].state
        again = new_state(search.arrays, state.at[:, 0].copy())
        assert state.score[0] == again.score[0]
        assert state.pull.tolist() == again.pull.tolist()
        assert state.at[:, :2].tolist() == again.at[:, :2].tolist()
        assert not state.mover.any()
        for household, slot in enumerate(state.at[:, 2]):
            assert state.occupant[slot] == household
        assert (state.occupant >= 0).sum() == len(state.at)
        seen += 1
    assert seen > 20


def test_children_take_after_their_parents() -> None:
    """A child of one placement with itself is that placement."""
    search = PlacementSearch(medium(), moves_per_round=200)
    while not search.short.full():
        search.run(rounds=10)
    parent = search.short.members[0][1]
    child = search.chains[0]._child(parent, parent)
    cells = search.arrays.cell
    assert np.array_equal(cells[child], cells[parent])
