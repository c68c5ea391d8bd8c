"""Pooling entries of the library: three or more that are of one thing, or a reason why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.effects.evidence import Entry
from hecht.effects.library import load, search
from hecht.effects.pooling import PooledEntries, Refusal, pool, standard_error


def alike(count: int) -> list[Entry]:
    """Return entries of one measure, outcome and unit, each from its own source."""
    model = next(one for one in load() if one.key == "japan-2011-group")
    effects = (0.05, 0.02, 0.08, 0.04)
    return [
        replace(
            model,
            key=f"own-{n}",
            address="",
            source=f"own file {n}",
            effect=effects[n],
            low=effects[n] - 0.04,
            high=effects[n] + 0.04,
        )
        for n in range(count)
    ]


def refused(entries: list[Entry]) -> str:
    """Return the reason of a refusal, which must be there in Dutch too."""
    found = pool(entries)
    assert isinstance(found, Refusal)
    assert found.reason_nl != found.reason
    return found.reason


def test_three_figures_of_one_thing_are_pooled() -> None:
    """The mean of 0.05, 0.02 and 0.08 with equal errors is 0.05."""
    found = pool(alike(3))
    assert isinstance(found, PooledEntries)
    assert found.pooled.count == 3
    assert found.pooled.mean.value == pytest.approx(0.05)
    assert found.measure == "group_relocation"
    assert found.errors == pytest.approx((0.04 / 1.959964,) * 3, abs=1e-6)


def test_two_figures_are_refused_and_counted() -> None:
    """What comes with hecht has two figures with an interval: not enough."""
    assert "there are 2 (entries found: 2, with a figure: 2)" in refused(alike(2))
    shipped = list(search(outcome="informal socialising and participation"))
    assert "there are 2" in refused(shipped)
    returning = list(search(outcome="households returning"))
    assert "there are 0" in refused(returning)
    assert "with a figure: 4" in refused(returning)


@pytest.mark.parametrize("name", ["outcome", "unit", "measure"])
def test_figures_of_different_things_are_refused(name: str) -> None:
    """Each of the three must be one, and the way out is named."""
    entries = alike(3)
    entries[1] = replace(entries[1], **{name: "other"})
    assert f"Choose one with --{name}." in refused(entries)


def test_figures_of_one_source_are_refused() -> None:
    """Two figures of one study share their people; the keys are named."""
    entries = alike(4)
    entries[1] = replace(entries[1], source=entries[0].source)
    assert "own-0, own-1 come from one source" in refused(entries)


def test_an_interval_that_hides_no_error_is_refused() -> None:
    """A ratio's interval is not even around it; one without width says nothing."""
    entries = alike(3)
    assert "own-2" in refused([*entries[:2], replace(entries[2], high=0.4)])
    assert "own-2" in refused([*entries[:2], replace(entries[2], low=0.08, high=0.08)])


def test_the_error_behind_a_published_interval() -> None:
    """Hikichi: 0.011 to 0.095 at 95% is an error of 0.0214; without interval there is none."""
    group = next(one for one in load() if one.key == "japan-2011-group")
    assert standard_error(group) == pytest.approx(0.084 / 3.919928, abs=1e-6)
    with pytest.raises(ValueError, match="no interval"):
        standard_error(replace(group, low=None, high=None, level=None))
