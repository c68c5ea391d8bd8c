"""Indices of segregation: small cases by hand, and PySAL's `segregation` to 1e-9."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hecht.outcomes import segregation as own
from hecht.outcomes.segregation_chance import chance, profile

APART = np.array([[4, 0], [0, 4]])
EVEN = np.array([[2, 2], [3, 3]])
HALFWAY = np.array([[3, 1], [1, 3]])
SMALL = arrays(
    np.int64, st.tuples(st.integers(2, 7), st.integers(2, 4)), elements=st.integers(1, 9)
)


def test_nobody_lives_mixed() -> None:
    """When each place has one group, H and D are 1 and everybody sees their own only."""
    assert own.information_theory(APART) == pytest.approx(1)
    assert own.dissimilarity(APART) == 1
    assert own.isolation(APART) == 1


def test_everywhere_the_same_mix() -> None:
    """When each place has the mix of the whole, H and D are 0, isolation the group's share."""
    assert own.information_theory(EVEN) == pytest.approx(0)
    assert own.dissimilarity(EVEN) == 0
    assert own.group_isolation(EVEN, 0) == 0.5
    assert own.diversity(EVEN) == pytest.approx(1)


def test_halfway_by_hand() -> None:
    """Three to one and one to three: D 1/2, isolation 5/8, H 1 - E(1/4)/ln 2."""
    assert own.dissimilarity(HALFWAY) == 0.5
    assert own.isolation(HALFWAY) == own.group_isolation(HALFWAY, 0) == 10 / 16
    place = -(0.75 * log(0.75) + 0.25 * log(0.25))
    assert own.information_theory(HALFWAY) == pytest.approx(1 - place / log(2), abs=1e-15)


def test_diversity_counts_groups_that_are_absent() -> None:
    """Two groups of four, evenly: ln 2 / ln 4; one group: 0."""
    assert own.diversity(np.array([[3, 3, 0, 0]])) == pytest.approx(0.5)
    assert own.diversity(np.array([[5, 0, 0]])) == 0


def test_undefined_is_none() -> None:
    """With one group or nobody there is nothing to separate: no figure, never a zero."""
    for index in (own.information_theory, own.dissimilarity):
        assert index(np.array([[3, 0], [5, 0]])) is None
        assert index(np.zeros((2, 2))) is None
    assert own.isolation(np.zeros((2, 2))) is None
    assert own.diversity(np.zeros((2, 2))) is None
    assert own.group_isolation(np.array([[3, 0], [5, 0]]), 1) is None
    assert own.group_dissimilarity(np.array([[3, 0], [5, 0]]), 1) is None


@given(SMALL)
def test_empty_places_and_groups_change_nothing(counts: np.ndarray) -> None:
    """A place without people and a group without members are left out of account."""
    wider = np.zeros((counts.shape[0] + 1, counts.shape[1] + 1), dtype=np.int64)
    wider[:-1, 1:] = counts
    for index in (own.information_theory, own.dissimilarity, own.isolation):
        assert index(wider) == pytest.approx(index(counts), abs=1e-12)


@given(SMALL, st.integers(2, 5))
def test_indices_stay_within_bounds(counts: np.ndarray, factor: int) -> None:
    """All lie from 0 to 1 and do not change when there are so many times more people."""
    for index in (own.diversity, own.information_theory, own.dissimilarity, own.isolation):
        value = index(counts)
        assert value is not None
        assert -1e-12 <= value <= 1 + 1e-12
        assert index(counts * factor) == pytest.approx(value, abs=1e-12)


def _cases() -> list[np.ndarray]:
    random = np.random.default_rng(8)
    return [random.integers(1, 12, (rows, groups)) for rows, groups in ((2, 2), (5, 3), (30, 4))]


@pytest.mark.parametrize("counts", _cases(), ids=lambda counts: str(counts.shape))
def test_same_as_pysal(counts: np.ndarray) -> None:
    """Every index is that of PySAL's segregation, to 1e-9."""
    pandas = pytest.importorskip("pandas")
    multi = pytest.importorskip("segregation.multigroup", reason="needs segregation")
    single = pytest.importorskip("segregation.singlegroup", reason="needs segregation")
    groups = [f"g{n}" for n in range(counts.shape[1])]
    table = pandas.DataFrame(counts, columns=groups)
    table["all"] = counts.sum(axis=1)
    pairs = [
        (own.information_theory(counts), multi.MultiInfoTheory(table, groups)),
        (own.dissimilarity(counts), multi.MultiDissim(table, groups)),
        (own.diversity(counts), multi.MultiDiversity(table, groups, normalized=True)),
    ]
    pairs += [
        (own.group_isolation(counts, n), single.Isolation(table, g, "all"))
        for n, g in enumerate(groups)
    ]
    pairs += [
        (own.group_dissimilarity(counts, n), single.Dissim(table, g, "all"))
        for n, g in enumerate(groups)
    ]
    for mine, theirs in pairs:
        assert mine == pytest.approx(theirs.statistic, abs=1e-9)
    means = [single.Isolation(table, g, "all").statistic for g in groups]
    weights = counts.sum(axis=0) / counts.sum()
    assert own.isolation(counts) == pytest.approx(float(weights @ means), abs=1e-9)


def test_profile_same_as_pysal() -> None:
    """H by distance is that of PySAL's multi-scale profile, with equal weights within it."""
    geopandas = pytest.importorskip("geopandas")
    multi = pytest.importorskip("segregation.multigroup", reason="needs segregation")
    dynamics = pytest.importorskip("segregation.dynamics", reason="needs segregation")
    random = np.random.default_rng(5)
    places = random.uniform(0, 400, (60, 2))
    counts = random.integers(1, 8, (60, 3))
    groups = ["a", "b", "c"]
    frame = geopandas.GeoDataFrame(
        dict(zip(groups, counts.T, strict=True)),
        geometry=geopandas.points_from_xy(*places.T),
        crs="EPSG:28992",
    )
    theirs = dynamics.compute_multiscalar_profile(
        frame, multi.MultiInfoTheory, groups=groups, distances=[50, 100, 200], function="boxcar"
    )
    mine = profile(places, counts, (0, 50, 100, 200), draws=3)
    for distance, found in mine.items():
        assert found is not None
        assert found.value == pytest.approx(float(theirs.loc[distance]), abs=1e-9)


def test_chance_is_seeded() -> None:
    """The same seed gives the same figures, another seed others near them."""
    counts = np.random.default_rng(1).integers(0, 5, (20, 3))
    one, same, other = (
        chance(own.information_theory, counts, draws=200, seed=seed) for seed in (1, 1, 2)
    )
    assert one == same
    assert one is not None
    assert other is not None
    assert one.mean != other.mean
    assert one.mean == pytest.approx(other.mean, abs=0.02)


def test_chance_tells_apart_from_spread() -> None:
    """Who lives wholly apart is beyond chance; who is spread evenly is not."""
    apart = chance(own.information_theory, np.array([[9, 0], [0, 9]]), draws=199)
    even = chance(own.information_theory, np.array([[5, 5], [5, 5]]), draws=199)
    assert apart is not None
    assert even is not None
    assert apart.p == 1 / 200
    assert apart.beyond
    assert even.p == 1
    assert not even.beyond
    assert even.low <= even.mean <= even.high


def test_small_places_look_segregated_by_chance() -> None:
    """Pairs drawn at random have H = 1/2 in the mean: the reason that chance is shown beside it."""
    counts = np.tile([[1, 1]], (400, 1))
    found = chance(own.information_theory, counts, draws=50, seed=3)
    assert found is not None
    # half the pairs are alike (H of such a place 1), half are mixed (0)
    assert found.mean == pytest.approx(0.5, abs=0.02)


def test_everybody_in_one_place() -> None:
    """At a distance that takes in all places, nothing is left of segregation."""
    places = np.array([[0.0, 0.0], [10.0, 0.0]])
    (found,) = profile(places, APART, (10.0,), draws=5).values()
    assert found is not None
    assert found.value == pytest.approx(0, abs=1e-12)


def test_no_draws() -> None:
    """Chance without draws is refused."""
    with pytest.raises(ValueError, match="ask for 1 or more"):
        chance(own.isolation, APART, draws=0)
