"""A plan: a calendar and an itinerary for every household, with how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes import Outcomes, measure


@dataclass(frozen=True)
class Plan:
    """What happens when, to which block and which household.

    `method` is "hecht" or "practice". `iterations` is the number of search rounds that were
    done; the same neighbourhood, seed and iterations give the same plan. `seconds` is the time
    limit that was set, None when iterations were. `stopped` tells what ended the search:
    "iterations", "time", "interrupted" or "finished". `score` is in thousandths of a point.
    `bounds` maps the name of a figure to the best value any plan could reach (None: not known).
    """

    neighbourhood: Neighbourhood
    course: Course
    method: str
    seed: int
    score: int
    iterations: int = 0
    seconds: float | None = None
    stopped: str = "finished"
    bounds: Mapping[str, float | None] = field(
        default_factory=lambda: MappingProxyType({"score": None})
    )

    def outcomes(self) -> Outcomes:
        """Return the measured figures of this plan."""
        return measure(self.neighbourhood, self.course)
