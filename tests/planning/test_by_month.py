"""Temporary homes handed out month by month, against a count of every month by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from hecht.planning.by_month import by_month


def ints(*values: int) -> np.ndarray:
    """Return whole numbers."""
    return np.array(values, dtype=np.int64)


def test_one_changes_so_that_both_have_a_home() -> None:
    """The second gives up what is the only home for the first from month 4 on."""
    # the first fits in a (months 0-4) and b (from 2 on), the second in b and c (from 3 on)
    fits = np.array([[True, True, False], [False, True, True]])
    found = by_month(ints(0, 3), ints(8, 9), ints(0, 2, 3), ints(4, 9, 9), fits)
    assert found == [[(0, 0, 4), (1, 4, 8)], [(1, 3, 4), (2, 4, 9)]]


def test_nobody_changes_without_need() -> None:
    """Who has a home for all months stays in it."""
    found = by_month(ints(0, 0), ints(9, 5), ints(0, 0), ints(9, 5), np.ones((2, 2), dtype=bool))
    assert found == [[(0, 0, 9)], [(1, 0, 5)]]


def test_a_month_without_enough_homes_has_no_way() -> None:
    """Two in one home are one too many, and so is one where none will do."""
    assert by_month(ints(0, 2), ints(3, 4), ints(0), ints(9), np.ones((2, 1), dtype=bool)) is None
    assert by_month(ints(0), ints(3), ints(0), ints(9), np.zeros((1, 1), dtype=bool)) is None
    assert by_month(ints(), ints(), ints(), ints(), np.ones((0, 0), dtype=bool)) == []


@pytest.mark.filterwarnings("error")
@given(st.data())
def test_there_is_a_way_just_if_each_month_has_one(data: st.DataObject) -> None:
    """Everybody has one free home that will do in each month, and no home has two households."""
    people, homes, months = data.draw(
        st.tuples(st.integers(1, 5), st.integers(1, 6), st.integers(2, 8))
    )
    spell = st.tuples(st.integers(0, months - 1), st.integers(1, months)).map(
        lambda pair: (pair[0], min(months, pair[0] + pair[1]))
    )
    waits = [data.draw(spell) for _ in range(people)]
    free = [data.draw(spell) for _ in range(homes)]
    fits = np.array(
        [[data.draw(st.booleans()) for _ in range(homes)] for _ in range(people)], dtype=bool
    )
    found = by_month(
        ints(*(w[0] for w in waits)), ints(*(w[1] for w in waits)),
        ints(*(f[0] for f in free)), ints(*(f[1] for f in free)), fits,
    )  # fmt: skip
    possible = True
    for month in range(months):
        who = [i for i, (a, b) in enumerate(waits) if a <= month < b]
        where = [u for u, (a, b) in enumerate(free) if a <= month < b]
        if who:
            graph = csr_matrix(fits[np.ix_(who, where)]) if where else None
            most = 0 if graph is None else (maximum_bipartite_matching(graph) >= 0).sum()
            possible &= int(most) == len(who)
    assert (found is not None) == possible
    if found is None:
        return
    lived = set()
    for i, ((out, arrive), spells) in enumerate(zip(waits, found, strict=True)):
        month = out
        for u, begin, end in spells:
            assert begin == month < end
            assert fits[i, u]
            assert free[u][0] <= begin
            assert end <= free[u][1]
            for m in range(begin, end):
                assert (u, m) not in lived
                lived.add((u, m))
            month = end
        assert month == arrive
