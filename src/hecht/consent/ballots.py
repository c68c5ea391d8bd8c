"""Advice on scenarios: which ones people approve of, and which they would rather have.

This is advice without names, and no consent: nothing of it enters a measurement. Approval counts
who can live with a scenario; ranking compares each two of them. A scenario that more people rank
above each other one than below it is the one to talk about first; there may be none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from hecht.consent.record import ConsentError


@dataclass(frozen=True, slots=True)
class Ballot:
    """One household's advice: what it approves of, and its ranking, dearest first.

    Either may be empty. Scenarios left out of a ranking come after those in it, alike.
    """

    ballot: str
    approves: frozenset[str] = frozenset()
    ranking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What the ballots say. `above[a, b]` is how many rank a above b.

    `preferred` is ranked above each other one by more people than below it; None: there is none.
    """

    ballots: int
    approvals: Mapping[str, int]
    above: Mapping[tuple[str, str], int]
    preferred: str | None


def advice(scenarios: Sequence[str], ballots: Sequence[Ballot], least: int = 10) -> Advice:
    """Count the advice. Raises ConsentError for fewer than `least` ballots (C7), a ballot given
    twice, a scenario that is not there, or one that is ranked twice by one ballot.
    """
    if len(ballots) < least:
        raise ConsentError(
            f"there are {len(ballots)} ballots; under {least} the result would tell what people "
            "chose, so it is not shown"
        )
    for ballot, times in Counter(one.ballot for one in ballots).items():
        if times > 1:
            raise ConsentError(f"ballot {ballot} was given {times} times; keep one")
    for one in ballots:
        _check(one, set(scenarios))
    above = {
        (a, b): sum(_before(one.ranking, a, b) for one in ballots)
        for a, b in permutations(scenarios, 2)
    }
    best = [a for a in scenarios if all(above[a, b] > above[b, a] for b in scenarios if b != a)]
    approvals = {a: sum(a in one.approves for one in ballots) for a in scenarios}
    return Advice(len(ballots), approvals, above, best[0] if best else None)


def _check(one: Ballot, scenarios: set[str]) -> None:
    for name in (*sorted(one.approves), *one.ranking):
        if name not in scenarios:
            raise ConsentError(f"ballot {one.ballot} names scenario {name!r}, which is not there")
    if len(set(one.ranking)) != len(one.ranking):
        raise ConsentError(f"ballot {one.ballot} ranks a scenario twice; correct it")


def _before(ranking: tuple[str, ...], a: str, b: str) -> bool:
    return a in ranking and (b not in ranking or ranking.index(a) < ranking.index(b))
