"""Figures of few households are hidden, with those from which they follow (C7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.outcomes.few import of_few

LEAST = 10
MANY = {
    "households_wishing": 60,
    "households_affected": 80,
    "households_all": 120,
    "alone_of": 90,
    "households_with_wish": 40,
    "ties_near_start": 200,
    "ties_near_start_staying": 150,
    "households_moving": 80,
    "households_temporary": 25,
}


def test_of_many_nothing_is_hidden() -> None:
    """Where every whole is large, or none, or not known, every figure may be seen."""
    assert of_few(MANY, 12, LEAST) == frozenset()
    assert of_few(dict.fromkeys(MANY, 0), 0, LEAST) == frozenset()
    assert of_few(dict.fromkeys(MANY, None), 0, LEAST) == frozenset()


@pytest.mark.parametrize(
    ("whole", "figure"),
    [
        ("alone_of", "alone"),
        ("households_with_wish", "households_first_wish_met"),
        ("ties_near_start", "ties_kept_count"),
        ("ties_near_start_staying", "ties_kept_staying_count"),
        ("households_moving", "most_moves"),
        ("households_temporary", "longest_temporary"),
    ],
)
def test_a_figure_of_few_is_hidden(whole: str, figure: str) -> None:
    """Of nine it is hidden, of ten it is not."""
    assert figure in of_few({**MANY, whole: LEAST - 1}, 0, LEAST)
    assert figure not in of_few({**MANY, whole: LEAST}, 0, LEAST)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3))
def test_shares_of_return_give_no_small_group_away(steps: list[int]) -> None:
    """The wholes that are shown differ by nobody or by ten or more, and so does the first."""
    wholes = [sum(steps[: n + 1]) for n in range(3)]
    names = ("wishing", "affected", "all")
    figures = {f"households_{name}": n for name, n in zip(names, wholes, strict=True)}
    hidden = of_few(figures, 0, LEAST)
    shown = [
        n for name, n in zip(names, wholes, strict=True) if f"returned_of_{name}" not in hidden
    ]
    for less, more in zip([0, *shown], shown, strict=False):
        assert more - less == 0 or more - less >= LEAST
    if all(step == 0 or step >= LEAST for step in steps):
        assert len(shown) == len(names)


@given(temporary=st.integers(1, 9), direct=st.integers(0, 50), leaving=st.integers(0, 50))
def test_few_in_temporary_homes_follow_from_nothing(
    temporary: int, direct: int, leaving: int
) -> None:
    """Moves and households that move are never both shown: their difference is that number."""
    figures = {
        **MANY,
        "households_temporary": temporary,
        "moves_to_temporary": temporary,
        "moves_return": temporary,
        "moves_direct": direct,
        "moves_leave": leaving,
        "moves": direct + leaving + 2 * temporary,
        "households_moving": direct + leaving + temporary,
    }
    hidden = of_few(figures, 0, LEAST)
    assert {"moves", "extra_moves", "moves_to_temporary", "moves_return"} <= hidden
    assert {"moves_direct", "moves_leave"} <= hidden
    assert {"months_temporary", "months_bought_in", "cost_extra_moves", "cost_known"} <= hidden


def test_few_in_groups() -> None:
    """Groups are told of when ten households are in them."""
    assert "groups_together" in of_few(MANY, LEAST - 1, LEAST)
    assert "groups_together" not in of_few(MANY, LEAST, LEAST)


def test_a_threshold_that_protects_nobody_is_refused() -> None:
    """Below two every household could be told of."""
    with pytest.raises(ValueError, match="protects nobody"):
        of_few(MANY, 0, 1)
