"""The transport solver against scipy, warm and cold."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from hecht.planning.placement import NoPlacement
from hecht.planning.placement.transport import Transport


def by_scipy(suits: np.ndarray, value: np.ndarray, capacity: np.ndarray) -> int | None:
    """Return the most points by an independent dense solver, or None when there is no placement."""
    points = np.full(suits.shape, -(10**6))
    points[suits] = value
    homes = np.repeat(np.arange(len(capacity)), capacity)
    if len(homes) < len(suits):
        return None
    rows, columns = linear_sum_assignment(points[:, homes], maximize=True)
    best = int(points[:, homes][rows, columns].sum())
    return best if best > -(10**5) else None


@pytest.mark.parametrize("block", range(4))
def test_equals_scipy_after_every_change_of_values(block: int) -> None:
    """Warm solves are optimal, within capacity, and their prices prove it."""
    rng = np.random.default_rng(block)
    for _ in range(250):
        n, m = int(rng.integers(1, 9)), int(rng.integers(1, 7))
        capacity = rng.integers(1, 4, m)
        suits = rng.random((n, m)) < 0.6
        suits[np.arange(n), rng.integers(0, m, n)] = True
        start = np.concatenate(([0], np.cumsum(suits.sum(axis=1))))
        cell = np.nonzero(suits)[1]
        value = rng.integers(-20, 20, len(cell))
        if capacity.sum() < n:
            with pytest.raises(NoPlacement):
                Transport(start, cell, capacity)
            continue
        transport = Transport(start, cell, capacity)
        for _ in range(4):
            best = by_scipy(suits, value, capacity)
            if best is None:
                with pytest.raises(NoPlacement, match="fewer homes"):
                    transport.solve(value)
                break
            assert transport.solve(value) == best
            assert (np.bincount(cell[transport.pair], minlength=m) <= capacity).all()
            price = transport.price
            assert (price >= 0).all()
            dual = np.maximum.reduceat(value - price[cell], start[:-1]).sum()
            assert dual + (np.minimum(capacity, n) * price).sum() == best
            value = value + rng.integers(-4, 5, len(value))
