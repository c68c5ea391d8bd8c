"""Comparable areas: the nearest on the criteria that were asked, and why."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.area.indicator import Kind, Theme
from hecht.area.peers import Choice, Criterion, NoPeers, alike_in, peers
from hecht.area.within import NoArea
from tests.area.panels import MemoryPanel, figures, indicator, panel, town

NAMES = ("density", "rented", "income")


def random_panel(seed: int = 1, count: int = 30, years: tuple[int, ...] = (2023,)) -> MemoryPanel:
    """Return neighbourhoods of two municipalities with three random indicators."""
    random = np.random.default_rng(seed)
    codes = [*town(count), *town(count, "0518", "25")]
    parts = [
        figures(name, year, dict(zip(codes, random.normal(50, 10, len(codes)), strict=True)))
        for name in NAMES
        for year in years
    ]
    size = figures("residents", years[-1], {code: 1000.0 * (1 + k % 7)
                                            for k, code in enumerate(codes)})  # fmt: skip
    made = [indicator(name, decimals=3) for name in NAMES]
    return panel([*made, indicator("residents", Theme.PEOPLE, Kind.COUNT)], *parts, size)


def choice(*names: str, count: int = 5, **more: object) -> Choice:
    """Return a choice of plain criteria."""
    return Choice(tuple(Criterion(name) for name in names or NAMES), count, **more)  # type: ignore[arg-type]


def test_the_nearest_are_found_by_brute_force() -> None:
    """Distance is the root mean square of robust differences, checked against plain Python."""
    store = random_panel()
    here = "BU03440307"
    found = peers(store, here, choice())
    columns = [dict(zip(*store.across(name, 2023, found.area.level), strict=True))
               for name in NAMES]  # fmt: skip
    spread = []
    for column in columns:
        values = sorted(column.values())
        middle = (values[29] + values[30]) / 2
        off = sorted(abs(value - middle) for value in values)
        spread.append(1.4826 * (off[29] + off[30]) / 2)
    far = {
        code: (sum(((column[code] - column[here]) / wide) ** 2
                   for column, wide in zip(columns, spread, strict=True)) / 3) ** 0.5
        for code in columns[0] if code != here
    }  # fmt: skip
    nearest = sorted(far, key=lambda code: far[code])[:5]
    assert [one.area.code for one in found.found] == nearest
    assert [one.distance for one in found.found] == pytest.approx([far[c] for c in nearest])
    first = found.found[0]
    assert first.figures == pytest.approx([column[nearest[0]] for column in columns])
    assert first.apart[0] == pytest.approx((columns[0][nearest[0]] - columns[0][here]) / spread[0])
    assert found.candidates == 59
    assert found.without == 0


@given(st.floats(0.01, 100), st.floats(-1000, 1000))
def test_units_do_not_matter(factor: float, shift: float) -> None:
    """The same areas are near when an indicator is told in other units."""
    store = random_panel(4, 12)
    told = [
        type(one)(one.area, one.year, one.indicator,
                  one.value * factor + shift if one.indicator == "income" else one.value,
                  one.absent, one.source)
        for one in store.figures if one.value is not None
    ]  # fmt: skip
    before = peers(store, "BU03440303", choice())
    after = peers(MemoryPanel(store.known, told), "BU03440303", choice())
    assert [p.area.code for p in after.found] == [p.area.code for p in before.found]


def test_a_heavy_criterion_pulls() -> None:
    """With nearly all weight on one criterion, areas are nearest in that one."""
    store = random_panel(2)
    heavy = Choice((Criterion("density", 1e6), Criterion("rented"), Criterion("income")), 1)
    found = peers(store, "BU03440300", heavy)
    codes, values = store.across("density", 2023, found.area.level)
    away = np.abs(values - values[codes == "BU03440300"])
    assert found.found[0].area.code == codes[np.argsort(away)[1]]


def test_ties_go_to_the_lower_code() -> None:
    """Areas that are alike come in the order of their codes, every time."""
    codes = town(12)
    values = {code: float(k == 0) for k, code in enumerate(codes)}
    store = panel([indicator("a")], figures("a", 2023, values))
    found = peers(store, codes[0], Choice((Criterion("a"),), 4, least=1))
    assert [one.area.code for one in found.found] == codes[1:5]


def test_what_could_not_be_used_is_told() -> None:
    """Unknown, absent, seldom known and constant indicators are named with the reason."""
    codes = town(20)
    store = random_panel()
    others = {code: float(place) for place, code in enumerate(codes[1:])}
    some = [
        *store.figures,
        *figures("alike", 2023, dict.fromkeys(codes, 5.0)),
        *figures("seldom", 2023, {codes[0]: 1.0, codes[1]: 2.0, codes[2]: 4.0}),
        *figures("not_mine", 2023, others),
    ]
    wide = MemoryPanel(
        {**store.known, **{n: indicator(n) for n in ("alike", "seldom", "not_mine")}}, some
    )
    asked = choice(*NAMES, "alike", "seldom", "not_mine", "nothing")
    found = peers(wide, codes[0], asked)
    assert {one.indicator: why for one, why in found.unavailable} == {
        "alike": "few figures", "seldom": "few figures", "not_mine": "no own figure",
        "nothing": "unknown",
    }  # fmt: skip
    narrow = MemoryPanel(wide.known, [one for one in some if one.area in set(codes)])
    assert {c.indicator: w for c, w in peers(narrow, codes[0], asked).unavailable}[
        "alike"
    ] == "all alike"  # fmt: skip
    assert [one.criterion.indicator for one in found.used] == list(NAMES)


def test_figures_of_one_municipality_in_a_panel_of_the_country_are_enough() -> None:
    """Where only some areas have the criteria, the nearest of those are found; others counted."""
    elsewhere = town(60, "0599", "01")
    far = figures("outcome", 2016, dict.fromkeys(elsewhere, 1.0))
    small = random_panel()
    wide = MemoryPanel({**small.known, "outcome": indicator("outcome")}, [*small.figures, *far])
    found, alone = (peers(one, "BU03440300", choice()) for one in (wide, small))
    assert [(one.area.code, one.distance) for one in found.found] == [
        (one.area.code, one.distance) for one in alone.found
    ]
    assert (found.candidates, found.without) == (alone.candidates, alone.without + 60)


@pytest.mark.parametrize(("older", "year"), [(2022, 2022), (2020, 2020), (2019, None)])
def test_a_newer_edition_of_a_few_areas_does_not_narrow_the_choice(
    older: int, year: int | None
) -> None:
    """An edition of at most three years before serves, where few areas have the newest one."""
    codes = town(40)
    both = [
        *[one for name in NAMES for one in figures(
            name, older, {code: float((7 * k + len(name)) % 11) for k, code in enumerate(codes)}
        )],
        *[one for name in NAMES for one in figures(
            name, 2023, {code: float((5 * k + len(name)) % 13) for k, code in enumerate(codes[:9])}
        )],
    ]  # fmt: skip
    store = panel([indicator(name) for name in NAMES], *[[one] for one in both])
    found = peers(store, codes[0], choice())
    assert {one.years for one in found.used} == {(year or 2023,)}
    assert found.candidates == (39 if year else 8)


def test_too_few_criteria_are_refused() -> None:
    """Below the least number of criteria nobody is called comparable."""
    with pytest.raises(NoPeers, match="on 1 criteria, and at least 3") as caught:
        peers(random_panel(), "BU03440300", choice("density", "x", "y"))
    assert [one.indicator for one, _ in caught.value.unavailable] == ["x", "y"]
    with pytest.raises(NoArea, match="holds no area"):
        peers(random_panel(), "BU99999999", choice())
    with pytest.raises(ValueError, match="weight"):
        Criterion("density", 0.0)


def test_the_same_municipality_and_other_sizes_can_be_left_out() -> None:
    """`elsewhere` keeps areas of other municipalities, `size_factor` those of like size."""
    store = random_panel()
    away = peers(store, "BU03440300", choice(elsewhere=True, count=60))
    assert {one.area.code[2:6] for one in away.found} == {"0518"}
    assert away.same_place == 29
    sized = peers(store, "BU03440300", choice(size_factor=2.0, count=60))
    codes, sizes = store.across("residents", 2023, sized.area.level)
    size = dict(zip(codes, sizes, strict=True))
    assert all(500 <= size[one.area.code] <= 2000 for one in sized.found)
    assert sized.other_size == sum(not 500 <= s <= 2000 for s in sizes)


def test_areas_are_matched_on_level_and_past_trend() -> None:
    """With the past of an outcome as criteria, areas that fell alike are nearest."""
    codes = town(21)
    before = {code: 50.0 + k % 3 for k, code in enumerate(codes)}
    after = {code: 40.0 + k % 2 for k, code in enumerate(codes)}
    before[codes[0]], after[codes[0]] = 50.0, 60.0
    before[codes[13]], after[codes[13]] = 49.0, 59.0
    store = panel([indicator("score")], figures("score", 2012, before),
                  figures("score", 2016, after))  # fmt: skip
    found = peers(store, codes[0], Choice(alike_in("score", 2016), 1, least=2))
    assert found.found[0].area.code == codes[13]
    assert [one.years for one in found.used] == [(2016,), (2012, 2016)]
    assert found.used[1].own == pytest.approx(2.5)
    level_only = Choice((*alike_in("score", 2012),), 1, least=1)
    assert {c.change: w for c, w in peers(store, codes[0], level_only).unavailable} == {
        True: "one year"
    }
