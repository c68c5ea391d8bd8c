"""What an exploration comes to: the scenarios of the front with their plans, and what cannot be.

`hecht.exchange.scenario_folder.read_scenarios` gives the same back from a folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hecht.design.exact import Conflict
from hecht.design.goals import Goals
from hecht.neighbourhood import Neighbourhood
from hecht.outcomes.figure import Definition, Value
from hecht.planning import Plan

Values = Mapping[str, Value]

AS_PLANNED_NAME = "as planned"
"""What the scenario is called that does what the folder says, where the folder names none."""


@dataclass(frozen=True)
class Reached:
    """One figure of one scenario.

    `now` is its value today (None where it is a figure of a plan), `after` that of the scenario's
    plan, when everything is finished. `seeds` holds what each planned seed gives, known values
    only, in the order of the seeds: `spread` is how far those lie apart, and a difference between
    scenarios that is not larger than their spreads is no real difference. `why` tells why
    `after` is not known.
    """

    now: float | None
    after: float | None
    seeds: tuple[float, ...] = ()
    why: str = ""

    @property
    def least(self) -> float | None:
        """Return the lowest value of all seeds."""
        return min(self.seeds, default=None)

    @property
    def most(self) -> float | None:
        """Return the highest value of all seeds."""
        return max(self.seeds, default=None)

    @property
    def spread(self) -> float | None:
        """Return the highest less the lowest; None when fewer than two seeds know the figure."""
        return max(self.seeds) - min(self.seeds) if len(self.seeds) > 1 else None


@dataclass(frozen=True)
class FrontScenario:
    """One scenario of the front.

    `id` is s01, s02, ... in the order in which they are shown; `name` tells in words what it does
    (how many blocks get which option), or is the name of the folder's own scenario that makes the
    same choice, whose id is then `origin`. `choice` has the option of every block.
    `neighbourhood` has the works and homes of the scenario and `plan` is the best of the seeds.
    `figures` by name; `years` holds the figures at the end of each calendar year.
    """

    id: str
    name: str
    choice: Mapping[str, str]
    neighbourhood: Neighbourhood
    plan: Plan
    figures: Mapping[str, Reached]
    years: Mapping[int, Values] = field(default_factory=lambda: MappingProxyType({}))
    origin: str = ""


@dataclass(frozen=True)
class NotPlanned:
    """Combinations for which no plan was found, with what stands in the way.

    `example` is one of the `count` combinations. `proven` tells whether it is certain that those
    have no plan. `relaxations` are the smallest changes with which a plan exists.
    """

    conflicts: tuple[str, ...]
    count: int
    example: Mapping[str, str]
    proven: bool = False
    relaxations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missed:
    """A limit that no scenario with a plan kept, though nothing proves that none can.

    `best` is the value that came nearest, with all other limits kept where `others_kept`.
    """

    limit: str
    figure: str
    best: float | None
    why: str = ""


@dataclass(frozen=True)
class Scenarios:
    """The outcome of an exploration, as `hecht scenarios` writes it.

    `front` holds the scenarios of which none beats another, at most as many as asked for.
    `conflicts` are smallest sets of limits that cannot all be kept, with how far each would have
    to be loosened; `missed` limits that no plan kept; `not_planned` combinations without a plan.
    `evaluated` scenarios were planned, of `combinations` that there are; `complete` tells that
    those were all that keep to the limits which need no plan. `stopped` tells what ended it:
    "evaluations", "complete", "time" or "interrupted". `seeds` are those of the full plans.
    `definitions` define every figure. `dropped` tells of scenarios that were in the first front
    and are not in this one, why.
    """

    name: str
    synthetic: str
    goals: Goals
    front: tuple[FrontScenario, ...]
    definitions: Mapping[str, Definition]
    conflicts: tuple[Conflict, ...] = ()
    missed: tuple[Missed, ...] = ()
    not_planned: tuple[NotPlanned, ...] = ()
    dropped: tuple[str, ...] = ()
    evaluated: int = 0
    combinations: int = 0
    complete: bool = False
    stopped: str = "evaluations"
    seed: int = 1
    seeds: tuple[int, ...] = ()
    rounds: int = 0
    iterations: int = 0

    @property
    def possible(self) -> bool:
        """Whether any scenario keeps to all limits."""
        return bool(self.front)
