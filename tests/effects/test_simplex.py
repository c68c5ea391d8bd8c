"""Weights that add up to one and come nearest a target."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from hecht.effects.simplex import nearest_mix


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("rows", "count"), [(6, 4), (5, 5), (12, 3)])
def test_no_other_mix_is_nearer(seed: int, rows: int, count: int) -> None:
    """A general search under the same bounds finds no nearer mix."""
    rng = np.random.default_rng(seed)
    columns, target = 100.0 + rng.normal(size=(rows, count)), 100.0 + rng.normal(size=rows)
    weights = nearest_mix(columns, target)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0)
    found = minimize(
        lambda w: float(((columns @ w - target) ** 2).sum()),
        np.full(count, 1.0 / count),
        bounds=[(0.0, 1.0)] * count,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1.0},
        method="SLSQP",
        options={"ftol": 1e-14},
    )
    assert ((columns @ weights - target) ** 2).sum() <= found.fun + 1e-7


@pytest.mark.parametrize("seed", range(5))
def test_a_known_mix_is_found(seed: int) -> None:
    """A target that is a mix of fewer columns than rows has that mix alone."""
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(9, 6))
    mix = rng.dirichlet(np.ones(6)) * np.array([1, 1, 0, 1, 0, 1])
    mix /= mix.sum()
    np.testing.assert_allclose(nearest_mix(columns, columns @ mix), mix, atol=1e-8)


def test_a_column_equal_to_the_target_has_all_the_weight() -> None:
    """Where one column is the target there is nothing to mix."""
    columns = np.array([[1.0, 2.0, 3.0], [1.0, 5.0, 3.0]])
    assert nearest_mix(columns, np.array([2.0, 5.0])).tolist() == [0.0, 1.0, 0.0]
