"""Figures of a plan or of reality: returning, ties, moves, empty homes, duration, wishes, money."""

from hecht.outcomes.disclosure import Audience, Breakdown, protect
from hecht.outcomes.household import HouseholdOutcome, household_outcome, household_outcomes
from hecht.outcomes.places import Places, places
from hecht.outcomes.returning import Share
from hecht.outcomes.score import score, score_parts
from hecht.outcomes.summary import Outcomes, measure

__all__ = [
    "Audience",
    "Breakdown",
    "HouseholdOutcome",
    "Outcomes",
    "Places",
    "Share",
    "household_outcome",
    "household_outcomes",
    "measure",
    "places",
    "protect",
    "score",
    "score_parts",
]
