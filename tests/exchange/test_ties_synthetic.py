"""Made-up ties: mean degree, decay with distance, closed triangles, and the same for a seed."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.exchange.ties_synthetic import SmallWorld, small_world, small_world_pairs
from hecht.neighbourhood import DeclaredBy, TieKind


def grid(columns: int, rows: int, step: float = 12.0) -> np.ndarray:
    xs, ys = np.meshgrid(np.arange(columns) * step, np.arange(rows) * step)
    return np.column_stack([xs.ravel(), ys.ravel()])


def lengths(points: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    return np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)


@given(
    n=st.integers(0, 60),
    degree=st.floats(0, 8),
    far=st.floats(0, 0.5),
    closed=st.floats(0, 0.5),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_the_mean_degree_is_reached(
    n: int, degree: float, far: float, closed: float, seed: int
) -> None:
    """There are n * degree / 2 different pairs, lower row first, or as many as there can be."""
    points = np.random.default_rng(seed).random((n, 2)) * 200
    world = SmallWorld(degree=degree, far=far, closed=closed)
    pairs = small_world_pairs(points, world, seed)
    assert len(pairs) == min(round(n * degree / 2), n * (n - 1) // 2)
    assert len({tuple(pair) for pair in pairs.tolist()}) == len(pairs)
    assert (pairs[:, 0] < pairs[:, 1]).all() if len(pairs) else True


def test_the_chance_of_a_tie_falls_with_distance() -> None:
    """Without far and closing ties the share of tied pairs falls to about 37% over the decay."""
    points = grid(40, 40)
    world = SmallWorld(degree=4.0, decay_m=36.0, far=0.0, closed=0.0)
    tied = lengths(points, small_world_pairs(points, world, 5))
    one, other = np.triu_indices(len(points), 1)
    every = np.hypot(*(points[one] - points[other]).T)
    share = [
        ((tied >= low) & (tied < low + 12)).sum() / ((every >= low) & (every < low + 12)).sum()
        for low in (24, 60, 96)
    ]
    assert share[1] / share[0] == pytest.approx(np.exp(-1), abs=0.08)
    assert share[2] / share[1] == pytest.approx(np.exp(-1), abs=0.08)


def test_far_ties_cross_the_neighbourhood() -> None:
    """About the asked share of ties is long where the others are short."""
    points = grid(30, 30)
    world = SmallWorld(degree=4.0, decay_m=15.0, far=0.2, closed=0.0)
    tied = lengths(points, small_world_pairs(points, world, 1))
    assert (tied > 100).mean() == pytest.approx(0.2, abs=0.06)


def test_closing_triangles_makes_friends_of_friends_friends() -> None:
    """The clustering of the network is well above that of the same network without closing."""
    points = grid(20, 20)
    clustering = [
        nx.average_clustering(
            nx.Graph(small_world_pairs(points, SmallWorld(closed=closed), 3).tolist())
        )
        for closed in (0.0, 0.4)
    ]
    assert clustering[1] > 1.5 * clustering[0]


def test_the_same_seed_gives_the_same_ties_and_another_seed_others() -> None:
    """Ties depend on the seed alone."""
    points, names = grid(10, 10), [f"h{n}" for n in range(100)]
    first = small_world(names, points, SmallWorld(), 1)
    assert first == small_world(names, points, SmallWorld(), 1)
    assert first != small_world(names, points, SmallWorld(), 2)


def test_care_ties_go_to_those_who_need_care_and_live_near() -> None:
    """Every care tie has a household that would be cared for, is named by both and is close."""
    points, names = grid(20, 20), [f"h{n}" for n in range(400)]
    care_for = {name: nth % 10 == 0 for nth, name in enumerate(names)}
    world = SmallWorld(care=0.05)
    ties = small_world(names, points, world, 4, care_for)
    care = [tie for tie in ties if tie.kind is TieKind.CARE]
    assert len(care) == round(0.05 * len(ties))
    place = dict(zip(names, points, strict=True))
    for tie in care:
        assert care_for[tie.a] or care_for[tie.b]
        assert tie.declared_by is DeclaredBy.BOTH
        assert tie.weight >= 2
        assert np.hypot(*(place[tie.a] - place[tie.b])) <= 3 * world.decay_m


def test_kinds_have_the_asked_shares() -> None:
    """Family, friends and one-sided ties come in about the shares that were asked."""
    points, names = grid(20, 20), [f"h{n}" for n in range(400)]
    ties = small_world(names, points, SmallWorld(care=0.0), 4)
    kinds = [tie.kind for tie in ties]
    assert kinds.count(TieKind.FAMILY) == round(0.12 * len(ties))
    assert kinds.count(TieKind.FRIENDS) == round(0.28 * len(ties))
    one_sided = sum(tie.declared_by is not DeclaredBy.BOTH for tie in ties) / len(ties)
    assert one_sided == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize(
    "wrong", [{"degree": -1}, {"decay_m": 0}, {"far": 1.5}, {"far": 0.7, "closed": 0.7}]
)
def test_impossible_settings_are_refused(wrong: dict[str, float]) -> None:
    """A share above 1, a negative degree or a decay of nothing is an error in words."""
    with pytest.raises(ValueError, match=r"give|lower"):
        SmallWorld(**wrong)
