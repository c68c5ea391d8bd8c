"""A made-up population: marginals reached within rounding, and households that fit their homes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.exchange.marginals import (
    AGES,
    DIMENSIONS,
    KINDS,
    SIZES,
    TENURES,
    Marginals,
    MarginalsError,
    completed,
    national,
    read_kwb,
)
from hecht.exchange.population import (
    Profile,
    draw_profiles,
    house,
    joint_table,
    whole_households,
)

positive = st.floats(0.05, 1)


def mixed(kind: list[float], age: list[float], tenure: list[float]) -> Marginals:
    return completed(
        {
            "kind": dict(zip(KINDS, kind, strict=True)),
            "age": dict(zip(AGES, age, strict=True)),
            "tenure": dict(zip(TENURES, tenure, strict=True)),
        },
        {},
    )


@given(
    kind=st.lists(positive, min_size=4, max_size=4),
    age=st.lists(positive, min_size=4, max_size=4),
    tenure=st.lists(positive, min_size=3, max_size=3),
    count=st.integers(0, 400),
)
@settings(max_examples=40, deadline=None)
def test_every_marginal_is_reached_within_rounding(
    kind: list[float], age: list[float], tenure: list[float], count: int
) -> None:
    """Of `count` households each category has its share, rounded up or down."""
    figures = mixed(kind, age, tenure)
    table = joint_table(figures)
    whole = whole_households(table, count)
    assert whole.sum() == count
    assert (whole >= 0).all()
    for axis, name in enumerate(DIMENSIONS):
        others = tuple(other for other in range(4) if other != axis)
        wanted = np.array(list(getattr(figures, name).values())) * count
        assert np.abs(table.sum(axis=others) * count - wanted).max() < 0.002 * count + 1e-9
        assert np.abs(whole.sum(axis=others) - table.sum(axis=others) * count).max() < 1


def test_households_that_cannot_be_do_not_occur() -> None:
    """A single is one person, a couple at least two, a family at least three."""
    least = {"single": 1, "couple": 2, "lone_parent": 2, "family": 3}
    profiles = draw_profiles(national(), 2_000, None)
    assert len(profiles) == 2_000
    for profile in profiles:
        assert profile.size >= least[profile.kind]
        assert (profile.size == 1) == (profile.kind == "single")


def test_tenants_of_associations_differ_from_all_households() -> None:
    """More live alone and more are lone parents than in the country as a whole."""
    everyone = Counter(p.kind for p in draw_profiles(national(), 1_000, None))
    tenants = Counter(p.kind for p in draw_profiles(national(), 1_000, "association"))
    assert tenants["single"] > everyone["single"] + 50
    assert tenants["lone_parent"] > 1.3 * everyone["lone_parent"]


def test_figures_that_contradict_each_other_are_told() -> None:
    """Half of the households alone and a tenth single cannot be."""
    wrong = completed(
        {
            "size": {"1": 50, "2": 30, "3": 10, "4": 8, "5+": 2},
            "kind": {"single": 10, "couple": 40, "lone_parent": 10, "family": 40},
        },
        {},
    )
    with pytest.raises(MarginalsError, match="contradict each other"):
        draw_profiles(wrong, 100, None)


def test_a_tenure_that_nobody_has_is_told() -> None:
    """A neighbourhood without association homes gives no tenants of associations."""
    figures = completed({"tenure": {"owner": 1.0}}, {})
    with pytest.raises(MarginalsError, match="no household with tenure association"):
        draw_profiles(figures, 10, "association")


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The fitting library is kept quiet."""
    draw_profiles(national(), 50, None)
    assert capsys.readouterr() == ("", "")


def test_large_households_live_large() -> None:
    """Nobody is short of rooms where there are enough, and the order of homes does not matter."""
    profiles = [Profile(size, "family", "25-44") for size in (6, 5, 4, 3)] + [
        Profile(1, "single", "25-44")
    ] * 4
    rooms = np.array([2, 2, 2, 3, 3, 4, 4, 5])
    home_of = house(profiles, rooms, np.zeros(8, dtype=int), seed=3)
    assert sorted(home_of) == list(range(8))
    for profile, home in zip(profiles, home_of, strict=True):
        assert rooms[home] >= 1 + (profile.size + 1) // 2


def test_older_people_live_low() -> None:
    """On average on a lower floor without a lift than younger ones."""
    profiles = [Profile(1, "single", age) for age in ("65+", "25-44") for _ in range(60)]
    stairs = np.tile(np.arange(4), 30)
    home_of = np.array(house(profiles, np.full(120, 3), stairs, seed=1))
    assert stairs[home_of[:60]].mean() < stairs[home_of[60:]].mean() - 0.3


@pytest.mark.shared
def test_every_neighbourhood_of_utrecht(shared_data: Path) -> None:
    """Figures of real neighbourhoods, with their gaps, always give a population of 150."""
    import csv

    path = shared_data / "cbs" / "utrecht_kwb_2023.csv"
    with path.open(encoding="utf-8-sig", newline="") as rows:
        codes = [row["gwb_code"] for row in csv.DictReader(rows)]
    assert len(codes) > 100
    for code in codes[::6]:
        figures = read_kwb(path, code)
        profiles = draw_profiles(figures, 150, None)
        alone = sum(profile.size == 1 for profile in profiles)
        assert abs(alone - 150 * figures.size[SIZES[0]]) < 1.5
