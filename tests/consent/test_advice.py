"""Advice on scenarios: approval and ranking, apart from consent."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.consent import Ballot, ConsentError, advice

NAMES = ("A", "B", "C", "D")
RANKINGS = st.permutations(NAMES).flatmap(
    lambda names: st.integers(0, 4).map(lambda n: tuple(names[:n]))
)


def test_the_one_that_beats_each_other_one_is_preferred() -> None:
    """B is nobody's worst and beats A and C, though A is dearest to most."""
    rankings = [("A", "B", "C")] * 5 + [("B", "C", "A")] * 3 + [("C", "B", "A")] * 4
    ballots = [Ballot(str(i), frozenset("B"), r) for i, r in enumerate(rankings)]
    found = advice("ABC", ballots)
    assert found.preferred == "B"
    assert found.approvals == {"A": 0, "B": 12, "C": 0}
    assert (found.above["B", "A"], found.above["A", "B"]) == (7, 5)


def test_a_circle_has_no_preferred_one() -> None:
    """A over B over C over A: hecht says that there is none."""
    rankings = [("A", "B", "C"), ("B", "C", "A"), ("C", "A", "B")] * 4
    assert (
        advice("ABC", [Ballot(str(i), ranking=r) for i, r in enumerate(rankings)]).preferred is None
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(RANKINGS, min_size=10, max_size=25))
def test_pairs_are_those_of_brute_force(rankings: list[tuple[str, ...]]) -> None:
    """Places written out: whoever is left out shares the last place."""
    found = advice(NAMES, [Ballot(str(i), ranking=r) for i, r in enumerate(rankings)])
    places = [{n: r.index(n) if n in r else len(NAMES) for n in NAMES} for r in rankings]
    for a, b in permutations(NAMES, 2):
        assert found.above[a, b] == sum(place[a] < place[b] for place in places)
    beats = [
        a for a in NAMES if all(found.above[a, b] > found.above[b, a] for b in NAMES if b != a)
    ]
    assert [found.preferred] == (beats or [None])


@pytest.mark.parametrize(
    ("ballots", "told"),
    [
        ([Ballot("1")] * 9, "9 ballots"),
        ([Ballot("1")] * 10, "given 10 times"),
        ([Ballot(str(i), frozenset("Q")) for i in range(10)], "'Q'"),
        ([Ballot(str(i), ranking=("A", "A")) for i in range(10)], "twice"),
    ],
)
def test_ballots_that_are_not_right_are_named(ballots: list[Ballot], told: str) -> None:
    """Too few to hide in, given twice, or naming what is not there."""
    with pytest.raises(ConsentError, match=told):
        advice("AB", ballots)
