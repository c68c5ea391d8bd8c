"""The placement problem: what it accepts, and its evaluator."""

import numpy as np
import pytest

from hecht.planning.placement import PlacementProblem


def two_in_three(**changes: object) -> PlacementProblem:
    arrays = {
        "capacity": [1, 1, 2],
        "place": [0, 0, 1],
        "start": [0, 2, 4],
        "cell": [0, 2, 1, 2],
        "value": [5, 1, 7, 2],
        "closeness": [[3, 0], [0, 4]],
        "ties": [[0, 1]],
        "weight": [10],
    }
    return PlacementProblem(**{**arrays, **changes})  # type: ignore[arg-type]


def test_score_adds_values_and_weighted_closeness() -> None:
    """A placement scores its values plus weight times the closeness of the two places."""
    problem = two_in_three()
    assert problem.score([0, 1]) == 5 + 7 + 10 * 3
    assert problem.score([2, 2]) == 1 + 2 + 10 * 4
    assert problem.score([0, 2]) == 5 + 2


def test_score_reads_an_asymmetric_table_from_first_to_second() -> None:
    """closeness[a, b] is for the first household of a tie at a and the second at b."""
    problem = two_in_three(closeness=[[0, 1], [100, 0]])
    assert problem.score([0, 2]) == 5 + 2 + 10 * 1
    assert problem.score([2, 1]) == 1 + 7 + 10 * 100


def test_violations_name_household_and_cell() -> None:
    """A cell that does not suit and a cell that is too full are each named."""
    problem = two_in_three(capacity=[1, 1, 1])
    assert problem.violations([1, 1]) == [
        "household 0 is not eligible for cell 1",
        "cell 1 has capacity 1, 2 are placed in it",
    ]
    with pytest.raises(ValueError, match="cell 2 has capacity 1"):
        problem.score([2, 2])
    assert problem.violations([0]) == ["a placement has 2 cells, one per household"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"place": [0, 0]}, "place has 2 rows"),
        ({"place": [0, 0, 2]}, r"place must be 0\.\.1"),
        ({"cell": [0, 3, 1, 2]}, r"cell must be 0\.\.2"),
        ({"cell": [2, 0, 1, 2]}, "cells must increase"),
        ({"start": [0, 2, 3]}, "start must begin at 0"),
        ({"value": [1, 2, 3]}, "one value"),
        ({"ties": [[0, 0]]}, "itself"),
        ({"ties": [[0, 2]]}, r"ties must be 0\.\.1"),
        ({"weight": [1, 2]}, "one weight"),
        ({"capacity": [1, -1, 2]}, "negative"),
        ({"closeness": [[1, 2, 3], [4, 5, 6]]}, "square"),
        ({"value": [1 << 51, 0, 0, 0]}, "the limit is"),
    ],
)
def test_arrays_that_do_not_agree_are_refused(changes: dict[str, object], words: str) -> None:
    """Every array that does not fit the others is refused with the reason."""
    with pytest.raises(ValueError, match=words):
        two_in_three(**changes)


def test_from_pairs_sorts_rows_in_any_order() -> None:
    """Loose rows in any order give the same problem."""
    problem = PlacementProblem.from_pairs(
        2, [1, 0, 1, 0], [2, 2, 1, 0], [2, 1, 7, 5],
        capacity=[1, 1, 2], place=[0, 0, 1], closeness=[[3, 0], [0, 4]], ties=[[0, 1]],
        weight=[10],
    )  # fmt: skip
    assert problem.cell.tolist() == [0, 2, 1, 2]
    assert problem.value.tolist() == [5, 1, 7, 2]
    with pytest.raises(ValueError, match=r"household must be 0\.\.1"):
        PlacementProblem.from_pairs(
            2, [2], [0], [1], capacity=[1], place=[0], closeness=[[0]], ties=[], weight=[]
        )


def test_from_qap_scores_minus_the_cost() -> None:
    """The score of a permutation is minus its quadratic assignment cost, diagonals included."""
    rng = np.random.default_rng(3)
    flow, distance = rng.integers(0, 9, (6, 6)), rng.integers(0, 9, (6, 6))
    problem = PlacementProblem.from_qap(flow, distance)
    p = rng.permutation(6)
    assert problem.score(p) == -(flow * distance[np.ix_(p, p)]).sum()
