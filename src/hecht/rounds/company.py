"""Who has already chosen near a home: only those who permit it, and only ties one named oneself."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Neighbourhood
from hecht.neighbourhood.distance import near
from hecht.rounds.evening import Evening
from hecht.rounds.wishes import names_tie


def shown_near(
    neighbourhood: Neighbourhood, evening: Evening, household: str, home: str
) -> list[str]:
    """Return the households that chose near a home and permit that this is seen."""
    homes, policy = neighbourhood.home_of, neighbourhood.policy
    return sorted(
        other
        for other, chosen in evening.chosen.items()
        if other != household
        and other in evening.shown
        and near(homes[home], homes[chosen], policy)
    )


@dataclass(frozen=True, slots=True)
class Company:
    """What a home means for the people a household named: near, farther away, not known yet.

    `unknown` are those who have not chosen, do not permit that it is seen, or take no part.
    """

    near: int
    farther: int
    unknown: int


def company(neighbourhood: Neighbourhood, evening: Evening, household: str, home: str) -> Company:
    """Return how many of the people that this household itself named live near with a home.

    A tie that only the other side named does not count: that would tell who named whom.
    """
    named = {
        tie.b if tie.a == household else tie.a
        for tie in neighbourhood.ties
        if household in (tie.a, tie.b) and names_tie(tie, household)
    }
    seen = named & evening.shown & evening.chosen.keys()
    close = seen & set(shown_near(neighbourhood, evening, household, home))
    return Company(len(close), len(seen) - len(close), len(named) - len(seen))
