"""Who has already chosen near a home: only those who permit it, and only ties one named oneself."""

from __future__ import annotations

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


def named_near(neighbourhood: Neighbourhood, evening: Evening, household: str, home: str) -> int:
    """Return how many of those near (and seen) this household itself named as its people.

    A tie that only the other side named does not count: that would tell who named whom.
    """
    seen = set(shown_near(neighbourhood, evening, household, home))
    named = {
        tie.b if tie.a == household else tie.a
        for tie in neighbourhood.ties
        if household in (tie.a, tie.b) and names_tie(tie, household)
    }
    return len(seen & named)
