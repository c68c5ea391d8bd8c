"""Figures for other borders: reckoned only where they can be, and said so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.area.crosswalk import APPORTIONED, CrosswalkError, Piece, apportion
from hecht.area.indicator import Source
from hecht.area.reading import ReadingMaker

A, B, C, D = "BU00010001", "BU00010002", "BU00010003", "BU00010004"
SOURCE = Source("kwb-2022/f/x", "CBS", "t", "f", "x", "2022")
NAN = float("nan")


def reading(**columns):
    """Return a reading of 2022 with two areas, A and B, and columns of their figures."""
    maker = ReadingMaker("kwb", "2022")
    places = [maker.area(A, 2022), maker.area(B, 2022)]
    for name, values in columns.items():
        maker.column(places, 2022, name, values, SOURCE)
    return maker.reading()


def of(result, area):
    """Return the values of an area by indicator."""
    return {one.indicator: one.value for one in result.figures() if one.area == area}


def test_counts_add_up_and_shares_are_weighed():
    """Two areas joined have the sum of residents, and the share of all of them."""
    result = apportion(
        reading(residents=[100, 300], share_65=[10, 30], urbanity=[1, 3]),
        [Piece(A, C, 1), Piece(B, C, 1)],
        "walk.csv",
    )
    assert of(result, C) == {"residents": 400, "share_65": pytest.approx(25)}
    notes = {one.note for one in result.figures() if one.area == C}
    assert notes == {f"{APPORTIONED}100% of {A}, 100% of {B} (walk.csv)"}
    assert of(result, A) == {"residents": 100, "share_65": 10, "urbanity": 1}
    assert "walk.csv: 2 figures of 1 areas" in result.remarks[0]


def test_an_area_that_only_got_another_code_keeps_every_figure():
    """Where nothing is joined or split, scores go along too."""
    result = apportion(reading(residents=[100, 5], urbanity=[2, 3]), [Piece(A, C, 1)], "w")
    assert of(result, C) == {"residents": 100, "urbanity": 2}


def test_a_share_without_its_whole_and_a_missing_figure_are_not_reckoned():
    """Nothing is made up: no weight, or an absent part, gives no figure (C6)."""
    pieces = [Piece(A, C, 1), Piece(B, C, 1)]
    assert of(apportion(reading(share_65=[10, 30]), pieces, "w"), C) == {}
    assert of(apportion(reading(residents=[10, NAN]), pieces, "w"), C) == {}


@given(st.floats(0.01, 0.99), st.integers(1, 10_000))
def test_splitting_loses_nobody(share, residents):
    """The parts of an area that is split add up to it."""
    result = apportion(
        reading(residents=[residents, 1]), [Piece(A, C, share), Piece(A, D, 1 - share)], "w"
    )
    parts = [of(result, one)["residents"] for one in (C, D)]
    assert sum(parts) == pytest.approx(residents)


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([Piece(A, C, 0.7), Piece(A, D, 0.7)], "add up to 1.4"),
        ([Piece(A, C, 0.0)], "above 0"),
        ([Piece(A, C, 60)], "at most 1"),
    ],
)
def test_shares_that_cannot_be_are_refused(pieces, said):
    """Percentages instead of shares, or more than the whole, are told."""
    with pytest.raises(CrosswalkError, match=said):
        apportion(reading(residents=[1, 1]), pieces, "walk.csv")
