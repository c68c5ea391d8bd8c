"""Rings around treated areas: who lies in them, and what is estimated with and of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hecht.effects.area_panel import Observations, ObservationsError
from hecht.effects.options import Options
from hecht.effects.rings import by_distance, by_table, with_rings
from hecht.effects.staggered import estimate_staggered


def line(count: int = 60, spill: float = 0.0, effect: float = 1.0, seed: int = 1) -> Observations:
    """Return areas 100 m apart on a line; every tenth begins at 4, its neighbours get `spill`."""
    rng = np.random.default_rng(seed)
    began = np.where(np.arange(count) % 10 == 5, 4, 0)
    near = np.isin(np.arange(count) % 10, (4, 6))
    outcome = rng.normal(size=(count, 1)) + 0.1 * rng.normal(size=(count, 6))
    outcome[:, 3:] += effect * (began > 0)[:, None] + spill * near[:, None]
    return Observations(
        tuple(f"a{at:03}" for at in range(count)),
        np.arange(1, 7),
        outcome,
        began.astype(np.int64),
        places=np.column_stack([100.0 * np.arange(count), np.zeros(count)]),
    )


def test_rings_are_by_distance_to_the_nearest_treated() -> None:
    """At 100 m the first ring, at 200 m the second, further none; the treated in none."""
    around = by_distance(line(), [100, 250])
    assert around.ring[3:9].tolist() == [2, 1, 0, 1, 2, 0]
    assert around.start[3:9].tolist() == [4, 4, 0, 4, 4, 0]
    assert around.bounds == ((0.0, 100), (100, 250))


def test_a_ring_begins_with_the_first_measure_in_its_reach() -> None:
    """Between two treated areas the earlier start counts, if it is near enough."""
    panel = line()
    began = panel.first_treated.copy()
    began[15] = 3
    around = by_distance(replace(panel, first_treated=began), [500])
    assert around.start[10] == 3
    assert around.start[9] == 4


def test_neighbours_by_table_go_both_ways() -> None:
    """It is enough that one names the other; unknown names are passed over."""
    around = by_table(line(), {"a004": {"a005"}, "a005": {"a007"}, "zzz": {"a005"}})
    assert np.flatnonzero(around.ring).tolist() == [4, 7]
    assert around.start[7] == 4


def test_spill_over_is_found_and_taken_out() -> None:
    """Neighbours that move along bias the plain estimate; without them it is right."""
    panel = line(300, spill=-0.5)
    effect = with_rings(
        estimate_staggered(panel, Options()), panel, by_distance(panel, [100, 250]), Options()
    )
    assert effect.without_rings is not None
    plain, clean = effect.att["simple"], effect.without_rings
    assert clean.value == pytest.approx(1.0, abs=0.06)
    # two of nine comparison areas fall by a half
    assert plain.value == pytest.approx(1.0 + 0.5 * 2 / 9, abs=0.06)
    near, far = effect.rings
    assert (near.areas, far.areas) == (60, 60)
    assert near.estimate.value == pytest.approx(-0.5, abs=0.06)
    assert far.estimate.low is not None
    assert far.estimate.high is not None
    assert far.estimate.low < 0 < far.estimate.high


def test_rings_of_another_method_are_told() -> None:
    """Rings are always estimated in one way; beside another method that must be said."""
    panel = line(60)
    plain = estimate_staggered(panel, Options())
    around = by_distance(panel, [100])
    assert with_rings(plain, panel, around, Options()).warnings == plain.warnings
    mix = with_rings(replace(plain, method="synthetic-did"), panel, around, Options())
    assert any("not the method of the estimate itself" in en for _, en in mix.warnings)


def test_rings_that_leave_nobody_outside_are_told() -> None:
    """When every area lies in a ring there is nothing to compare with."""
    panel = line(20)
    effect = with_rings(
        estimate_staggered(panel, Options()), panel, by_distance(panel, [5000]), Options()
    )
    assert effect.without_rings is None
    assert effect.rings == ()
    assert any("outside the rings" in en for _, en in effect.warnings)


def test_places_and_radii_are_needed() -> None:
    """What is missing is named."""
    panel = line()
    with pytest.raises(ObservationsError, match="place"):
        by_distance(replace(panel, places=None), [100])
    with pytest.raises(ObservationsError, match="rise"):
        by_distance(panel, [200, 100])
    assert panel.places is not None
    lost = panel.places.copy()
    lost[7] = np.nan
    with pytest.raises(ObservationsError, match="'a007' has no place"):
        by_distance(replace(panel, places=lost), [100])
