"""The front: nothing in it is beaten, and few stand for many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hecht.design.front import dominates, non_dominated, well_spread

COSTS = st.lists(st.tuples(*[st.integers(0, 6).map(float)] * 3), min_size=1, max_size=30)


@given(COSTS)
def test_the_front_is_what_nothing_beats(costs: list[tuple[float, ...]]) -> None:
    """No member is dominated, every other one is dominated by a member or equal to one."""
    kept = non_dominated(costs)
    assert kept
    for i in kept:
        assert not any(dominates(other, costs[i]) for other in costs)
    for j, one in enumerate(costs):
        if j not in kept:
            assert any(dominates(costs[i], one) or costs[i] == one for i in kept)
    assert len({costs[i] for i in kept}) == len(kept)


@given(COSTS, st.integers(1, 8))
def test_well_spread_keeps_the_best_of_each_goal(costs: list[tuple[float, ...]], most: int) -> None:
    """At most so many are kept, and with room for them the best of every goal is among them."""
    kept = well_spread(costs, most)
    assert len(kept) == len(set(kept)) <= most
    if most >= 3:
        for goal in range(3):
            assert min(costs[i][goal] for i in kept) == min(one[goal] for one in costs)


def test_spread_prefers_what_lies_apart() -> None:
    """Of a cluster and two lone points, the lone points are kept."""
    costs = [(0.0, 10.0), (0.1, 9.9), (0.2, 9.8), (5.0, 5.0), (10.0, 0.0)]
    assert well_spread(costs, 3) == [0, 3, 4]
