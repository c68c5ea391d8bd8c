"""Shares of small groups are hidden so that nobody can compute them (C7)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.outcomes import Audience, Breakdown, Share, protect
from hecht.outcomes.disclosure import Counts, protect_counts

shares = st.integers(1, 40).flatmap(
    lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole))
)
breakdowns = st.lists(shares | st.just(Share(0, 0)), max_size=8).map(
    lambda some: {f"cell {number}": share for number, share in enumerate(some)}
)


def left_over(shown: Breakdown) -> Share:
    """Return the sum of the hidden cells, as any reader can work it out from the total."""
    assert shown.total is not None
    visible = [share for share in shown.cells.values() if share is not None]
    return Share(
        shown.total.part - sum(share.part for share in visible),
        shown.total.whole - sum(share.whole for share in visible),
    )


@given(breakdowns, st.sampled_from([2, 5, 10]))
def test_no_small_group_is_shown(cells: dict[str, Share], threshold: int) -> None:
    """Every cell that is shown is empty or as large as the threshold, and is shown as it is."""
    shown = protect(cells, threshold)
    assert list(shown.cells) == list(cells)
    for name, share in shown.cells.items():
        assert share is None or share == cells[name]
        assert share is None or share.whole == 0 or share.whole >= threshold


@given(breakdowns, st.sampled_from([2, 5, 10]))
def test_no_hidden_value_can_be_derived_from_the_total(
    cells: dict[str, Share], threshold: int
) -> None:
    """With all that is shown, a hidden cell can have had at least two sizes and two parts.

    That holds even for a reader who knows the sizes of all groups. The one exception is a total
    of none or all, which itself says so of everyone.
    """
    shown = protect(cells, threshold)
    if not shown.hidden or shown.total is None:
        return
    rest = left_over(shown)
    assert rest.whole >= threshold
    for name in shown.hidden:
        others = len(shown.hidden) - 1
        assert others >= 1 or shown.total.part in (0, shown.total.whole)
        largest = rest.whole - others
        if 0 < shown.total.part < shown.total.whole:
            assert largest >= 2
            size = cells[name].whole
            least, most = max(0, rest.part - (rest.whole - size)), min(size, rest.part)
            assert least < most


@pytest.mark.parametrize(("threshold", "cells", "largest"), [(2, 3, 4), (3, 3, 5), (3, 4, 3)])
def test_no_hidden_part_can_be_derived_by_who_knows_the_method(
    threshold: int, cells: int, largest: int
) -> None:
    """Of all breakdowns that look the same when protected, a hidden cell has two shares or more.

    All breakdowns of so many cells up to so many households are gone through. Patterns that
    a larger cell than was gone through could also have given are left out.
    """
    single = [Share(part, whole) for whole in range(largest + 1) for part in range(whole + 1)]
    alike: dict[tuple[object, ...], list[tuple[Share, ...]]] = {}
    for combination in product(single, repeat=cells):
        shown = protect({str(i): share for i, share in enumerate(combination)}, threshold)
        alike.setdefault((shown.total, *shown.cells.values()), []).append(combination)
    hidden = 0
    for (total, *pattern), origins in alike.items():
        count = pattern.count(None)
        if isinstance(total, Share):
            rest = total.whole - sum(s.whole for s in pattern if isinstance(s, Share))
            if total.part in (0, total.whole) or rest > largest + count - 1:
                continue
        for place, share in enumerate(pattern):
            if share is None:
                hidden += 1
                assert len({origin[place].part for origin in origins}) > 1
                assert len({origin[place].share for origin in origins}) > 1
    assert hidden > 100


def test_a_small_whole_is_hidden_altogether() -> None:
    """A street of nine households shows nothing to the public."""
    shown = protect({"a": Share(3, 4), "b": Share(5, 5), "c": Share(0, 0)}, 10)
    assert shown.total is None
    assert shown.hidden == ("a", "b", "c")


def test_two_small_groups_that_are_together_a_small_group_take_a_third() -> None:
    """2 and 3 households are together 5, so the next smallest goes with them."""
    cells = {"a": Share(1, 2), "b": Share(1, 3), "c": Share(7, 20), "d": Share(8, 15)}
    assert protect(cells, 10).hidden == ("a", "b", "d")


def test_hidden_groups_that_all_returned_take_another() -> None:
    """Two small groups of which all returned would be given away by their sum."""
    cells = {"a": Share(6, 6), "b": Share(7, 7), "c": Share(20, 20), "d": Share(8, 30)}
    assert protect(cells, 10).hidden == ("a", "b", "c", "d")


def test_large_groups_are_shown_as_they_are() -> None:
    """Nothing is hidden when no group is small."""
    cells = {"a": Share(10, 10), "b": Share(0, 12), "empty": Share(0, 0)}
    shown = protect(cells, 10)
    assert shown.hidden == ()
    assert shown.total == Share(10, 22)


def test_inside_the_organisation_the_threshold_is_five() -> None:
    """The public and the committee see groups from 10 households on, staff from 5."""
    assert Audience.PUBLIC.threshold == Audience.COMMITTEE.threshold == 10
    assert Audience.INTERNAL.threshold == 5
    cells = {"a": Share(3, 6), "b": Share(8, 12)}
    assert protect(cells, Audience.INTERNAL.threshold).hidden == ()
    assert protect(cells, Audience.PUBLIC.threshold).hidden == ("a", "b")


def test_cells_of_one_household_each_hide_the_total() -> None:
    """Ten cells and a total of ten would say that each is one household."""
    shown = protect({str(number): Share(number % 2, 1) for number in range(10)}, 10)
    assert shown.total is None
    assert len(shown.hidden) == 10


def test_impossible_cells_and_thresholds_are_refused() -> None:
    """A part above its whole and a threshold of one are errors."""
    with pytest.raises(ValueError, match="cell a: 3 of 2"):
        protect({"a": Share(3, 2)}, 10)
    with pytest.raises(ValueError, match="protects nobody"):
        protect({}, 1)


def worlds(shown: Counts, threshold: int) -> list[tuple[int, ...]]:
    """Return every set of hidden numbers that a reader must hold possible.

    A reader knows the total, the shown cells, and that a hidden number is at least 1.
    """
    assert shown.total is not None
    hidden = sum(1 for count in shown.cells.values() if count is None)
    rest = shown.total - sum(count for count in shown.cells.values() if count is not None)
    return [some for some in product(range(1, rest + 1), repeat=hidden) if sum(some) == rest]


small_counts = st.lists(st.integers(0, 9), max_size=4).map(
    lambda some: {f"cell {number}": count for number, count in enumerate(some)}
)


@given(small_counts, st.sampled_from([2, 3, 5]))
def test_a_hidden_number_cannot_be_told_from_the_others(
    cells: dict[str, int], threshold: int
) -> None:
    """What is shown is true and no small group; each hidden number could be another one too."""
    shown = protect_counts(cells, threshold)
    assert list(shown.cells) == list(cells)
    for name, count in shown.cells.items():
        assert count is None or count == cells[name]
        assert count is None or count == 0 or count >= threshold
    if shown.total is None:
        assert set(shown.cells.values()) <= {None}
        return
    assert shown.total == sum(cells.values())
    assert shown.total == 0 or shown.total >= threshold
    possible = worlds(shown, threshold)
    hidden = [name for name, count in shown.cells.items() if count is None]
    assert tuple(cells[name] for name in hidden) in possible
    for place in range(len(hidden)):
        assert len({world[place] for world in possible}) >= 2


def test_counts_by_hand() -> None:
    """Three small cells hide each other; one small cell takes the smallest other with it."""
    assert protect_counts({"a": 3, "b": 4, "c": 20}, 5).cells == {"a": None, "b": None, "c": 20}
    assert protect_counts({"a": 3, "b": 8, "c": 20}, 5).cells == {"a": None, "b": None, "c": 20}
    assert protect_counts({"a": 3, "b": 0}, 5).total is None
    assert protect_counts({"a": 7, "b": 0}, 5).cells == {"a": 7, "b": 0}
    with pytest.raises(ValueError, match="protects nobody"):
        protect_counts({"a": 7}, 1)
    with pytest.raises(ValueError, match="cannot be"):
        protect_counts({"a": -1}, 5)
