"""A line through few people: by hand, against the textbook formula, and how often it covers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.effects.hc3 import slope


def textbook(y: np.ndarray, columns: np.ndarray) -> tuple[float, float]:
    """Return the last coefficient and its HC3 error by the sandwich formula, written out."""
    bread = np.linalg.inv(columns.T @ columns)
    beta = bread @ columns.T @ y
    residual = y - columns @ beta
    leverage = np.einsum("ij,jk,ik->i", columns, bread, columns)
    meat = columns.T @ np.diag((residual / (1 - leverage)) ** 2) @ columns
    return float(beta[-1]), float(np.sqrt((bread @ meat @ bread)[-1, -1]))


def test_two_groups_by_hand() -> None:
    """Means 2 and 5; each group's residuals -1, 0, 1 with leverage 1/3 become -1.5, 0, 1.5."""
    found = slope([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1], [])
    assert found is not None
    assert found.value == pytest.approx(3)
    # each mean has the variance 2 x 1.5^2 / 3^2 = 0.5
    assert found.se == pytest.approx(1)
    # t with 4 degrees of freedom: 2.776445
    assert found.low == pytest.approx(3 - 2.776445, abs=1e-5)


@given(st.integers(0, 10_000), st.integers(10, 40), st.integers(0, 3))
def test_it_is_the_textbook_formula(seed: int, n: int, others: int) -> None:
    """Whatever is held alike, the slope and its error are those of the sandwich."""
    rng = np.random.default_rng(seed)
    rest = [rng.normal(size=n) for _ in range(others)]
    x = rng.normal(size=n)
    y = rng.normal(size=n) * (1 + x**2)
    found = slope(y.tolist(), x.tolist(), [one.tolist() for one in rest])
    assert found is not None
    value, se = textbook(y, np.column_stack([np.ones(n), *rest, x]))
    assert found.value == pytest.approx(value, abs=1e-9)
    assert found.se == pytest.approx(se, rel=1e-7)


def test_columns_that_repeat_do_no_harm() -> None:
    """A column of age classes and its complement say one thing."""
    rng = np.random.default_rng(3)
    x, one, y = rng.normal(size=30), rng.integers(0, 2, 30).astype(float), rng.normal(size=30)
    twice, once = slope(y, x, [one, 1 - one]), slope(y, x, [one])
    assert twice is not None
    assert once is not None
    assert twice.se == pytest.approx(once.se)
    assert twice.low == pytest.approx(once.low)


def test_a_row_by_itself_changes_nothing() -> None:
    """The only household of a neighbourhood is fitted by its own level, and counts for nothing."""
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=20), rng.normal(size=20)
    alone = [0.0] * 20 + [1.0]
    with_it = slope([*y, 9.0], [*x, 4.0], [alone])
    without = slope(y, x, [])
    assert with_it is not None
    assert without is not None
    assert with_it.value == pytest.approx(without.value)
    assert with_it.se == pytest.approx(without.se)
    assert with_it.high == pytest.approx(without.high)


def test_what_cannot_be_told_apart_is_not_told() -> None:
    """An exposure that all share, one that is the neighbourhood itself, and too few people."""
    y = [1.0, 2.0, 4.0, 3.0, 5.0, 6.0]
    assert slope(y, [1.0] * 6, []) is None
    assert slope(y, [0, 0, 0, 1, 1, 1], [[0, 0, 0, 1, 1, 1]]) is None
    assert slope(y[:4], [0, 1, 0, 1], []) is None
    assert slope(y[:5], [0, 1, 0, 1, 1], []) is not None


def test_the_interval_covers_as_often_as_it_says() -> None:
    """1,500 draws of 40 people whose errors grow with the exposure: 93 to 97 in 100 cover."""
    rng = np.random.default_rng(6)
    covered = 0
    for _ in range(1500):
        x = rng.normal(size=40)
        held = rng.normal(size=40)
        y = 0.7 * x + held + rng.normal(size=40) * (0.5 + np.abs(x))
        found = slope(y, x, [held])
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 0.7 <= found.high
    assert 1395 <= covered <= 1455
