"""A plan: a calendar and an itinerary for every household, with how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes import Outcomes, measure
from hecht.planning.bounds.figure_bound import FigureBound, Holds
from hecht.planning.check import Before
from hecht.planning.envy import Envy, envy_of
from hecht.planning.fairness import Fairness
from hecht.planning.groups import GroupFate


@dataclass(frozen=True)
class Plan:
    """What happens when, to which block and which household.

    `method` is "hecht" or "practice". `iterations` is the number of search rounds that were
    done; the same neighbourhood, seed and iterations give the same plan. `seconds` is the time
    limit that was set, None when iterations were. `stopped` tells what ended the search:
    "iterations", "time", "interrupted" or "finished". `score` is in thousandths of a point.
    `bounds` are what is proven of the headline figures, for any plan and for this calendar; it is
    empty where nothing was proven. `groups` tells for each group whether it is placed as one
    and, if not, why; `fairness` what looking after the worst-off changed and cost, None when that
    was not done. `before` is what a plan made anew was made from, None for any other: its past
    stands whatever is solved again.
    """

    neighbourhood: Neighbourhood
    course: Course
    method: str
    seed: int
    score: int
    iterations: int = 0
    seconds: float | None = None
    stopped: str = "finished"
    bounds: tuple[FigureBound, ...] = ()
    groups: Mapping[str, GroupFate] = field(default_factory=lambda: MappingProxyType({}))
    fairness: Fairness | None = None
    before: Before | None = None

    def outcomes(self) -> Outcomes:
        """Return the measured figures of this plan."""
        return measure(self.neighbourhood, self.course)

    def bound(self, figure: str, holds: Holds = Holds.ANY_PLAN) -> FigureBound | None:
        """Return what is proven of a figure, for any plan unless told otherwise; None: nothing."""
        for one in self.bounds:
            if one.figure == figure and one.holds is holds:
                return one
        return None

    def envy(self) -> Envy:
        """Return who would rather have whose home, and whether they could exchange."""
        return envy_of(self.neighbourhood, self.course)
