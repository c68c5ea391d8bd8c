"""Regression to the mean: what areas chosen for standing badly do by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hecht.area.regression import Regression, regression


def measured(
    reliability: float, n: int = 4000, shift: float = 0.0, seed: int = 3
) -> tuple[NDArray[np.str_], NDArray[np.float64], NDArray[np.float64]]:
    """Return areas with a lasting stand, measured twice with this reliability (sd 10)."""
    random = np.random.default_rng(seed)
    lasting = random.normal(50, 10 * reliability**0.5, n)
    noise = 10 * (1 - reliability) ** 0.5
    codes = np.array([f"BU{number:08d}" for number in range(n)])
    before = lasting + random.normal(0, noise, n)
    after = lasting + random.normal(0, noise, n) + shift
    return codes, before, after


@pytest.mark.parametrize("reliability", [0.3, 0.6, 0.85])
def test_the_expected_part_is_one_minus_the_reliability(reliability: float) -> None:
    """In simulated panels an area at y moves by (1 - reliability) * (mean - y) by itself."""
    codes, before, after = measured(reliability, shift=4.0)
    place = int(np.argsort(before)[len(before) // 50])
    found = regression(codes, before, after, codes[place], (2014, 2016))
    assert found is not None
    out = before[place] - 50
    truth = (1 - reliability) * -out
    assert found.low <= truth <= found.high
    assert found.expected == pytest.approx(truth, abs=0.05 * abs(out))
    assert found.correlation == pytest.approx(reliability, abs=0.05)
    assert found.below
    assert found.common == pytest.approx(4.0, abs=0.6)
    assert found.change == pytest.approx(after[place] - before[place])


def test_the_whole_tail_moves_as_is_said() -> None:
    """The mean change of the lowest tenth beside all areas is the mean of what is expected."""
    codes, before, after = measured(0.6, n=1500, seed=8)
    lowest = np.argsort(before)[:150]
    told = [regression(codes, before, after, codes[one], (1, 2)) for one in lowest]
    expected = [one.expected for one in told if isinstance(one, Regression)]
    assert len(expected) == len(lowest)
    change = float((after - before)[lowest].mean() - (after - before).mean())
    assert np.mean(expected) == pytest.approx(change, abs=0.7)


def test_it_is_not_named_where_it_does_not_bite() -> None:
    """Not in the middle, not with few areas, and not where measurements repeat themselves."""
    codes, before, after = measured(0.5)
    middle = int(np.argsort(before)[len(before) // 2])
    assert regression(codes, before, after, codes[middle], (1, 2)) is None
    lowest = int(np.argmin(before[:20]))
    assert regression(codes[:20], before[:20], after[:20], codes[lowest], (1, 2)) is None
    assert regression(codes, before, before + 3, codes[int(np.argmin(before))], (1, 2)) is None
    assert regression(codes, before, after, "BU99999999", (1, 2)) is None


def test_areas_that_drift_apart_show_no_regression() -> None:
    """Where the low fall and the high rise, nothing comes back by itself."""
    codes, before, _ = measured(1.0)
    after = before + 0.5 * (before - 50)
    assert regression(codes, before, after, codes[int(np.argmin(before))], (1, 2)) is None
