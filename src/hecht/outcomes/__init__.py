"""Figures of a plan or of reality: returning, ties, moves, empty homes, duration, wishes, money."""

from hecht.outcomes.score import score, score_parts
from hecht.outcomes.summary import Outcomes, measure

__all__ = ["Outcomes", "measure", "score", "score_parts"]
