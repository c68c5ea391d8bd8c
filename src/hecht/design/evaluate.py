"""Look at one scenario: plan it and measure what is asked, in this process or another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hecht.design.apply import ScenarioError, neighbourhood_of, scene_of
from hecht.design.catalogue import SCENE_TOPICS
from hecht.design.physical import Physical
from hecht.design.quick import ROUNDS, quick_plan
from hecht.design.space import origin_of, scenario_for
from hecht.neighbourhood import Course, Neighbourhood
from hecht.neighbourhood.design import Design, Scenario
from hecht.outcomes import measure
from hecht.outcomes.figure import Value
from hecht.outcomes.people import people_figures
from hecht.outcomes.scene import TODAY, Scene
from hecht.outcomes.scene_figures import figures_at
from hecht.planning import NoPlan, Plan, make_plan
from hecht.planning.check import check

ITERATIONS = 10
"""Rounds of search for the plans of the scenarios that are chosen."""

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Evaluation:
    """What a quick plan of a scenario gives.

    `values` are the figures at the end; empty when there is no plan, and then `conflicts` say
    what stands in its way (`proven`: it is certain that there is none).
    """

    values: Values = field(default_factory=lambda: MappingProxyType({}))
    conflicts: tuple[str, ...] = ()
    proven: bool = False

    @property
    def planned(self) -> bool:
        """Whether a plan was found."""
        return not self.conflicts


@dataclass(frozen=True)
class FullPlan:
    """A full plan of a scenario with one seed, or the reasons why there is none.

    `now`, `years` and `after` are its figures today, at the end of each calendar year and
    afterwards.
    """

    plan: Plan | None
    now: Values = field(default_factory=lambda: MappingProxyType({}))
    years: Mapping[int, Values] = field(default_factory=lambda: MappingProxyType({}))
    after: Values = field(default_factory=lambda: MappingProxyType({}))
    conflicts: tuple[str, ...] = ()
    relaxations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evaluator:
    """Plans and measures scenarios of one design."""

    design: Design
    physical: Physical
    topics: tuple[str, ...] = ()
    horizon: int | None = None
    rounds: int = ROUNDS
    iterations: int = ITERATIONS

    def scenario(self, choice: Mapping[str, str]) -> Scenario:
        """Return the scenario of a choice; under the id of the folder's own that chooses so too.

        So it has the public space that the folder gives that scenario.
        """
        origin = origin_of(self.design, choice)
        return scenario_for(choice, origin.id if origin else "", self.horizon)

    def neighbourhood(self, choice: Mapping[str, str]) -> Neighbourhood:
        """Return the neighbourhood with the works and homes of a choice."""
        return neighbourhood_of(self.design, self.scenario(choice))

    def quick(self, choice: Mapping[str, str], seed: int) -> Evaluation:
        """Plan a choice of options in a moment and measure it at the end."""
        scenario = self.scenario(choice)
        try:
            here = neighbourhood_of(self.design, scenario)
        except (ScenarioError, ValueError) as error:
            return Evaluation(conflicts=(str(error),), proven=True)
        found = quick_plan(here, seed=seed, rounds=self.rounds)
        if found.course is None:
            return Evaluation(conflicts=found.conflicts or ("no plan",), proven=found.proven)
        scene = scene_of(self.design, scenario, found.course)
        values = {
            **figures_at(scene, scene.end, self.topics),
            **plan_figures(scene, found.course),
            **self.physical.figures(choice),
        }
        return Evaluation(MappingProxyType(values))

    def full(self, choice: Mapping[str, str], seed: int) -> FullPlan:
        """Plan a choice of options in full with one seed, check the plan and measure it."""
        try:
            here = self.neighbourhood(choice)
            plan = make_plan(here, iterations=self.iterations, seed=seed, workers=1, bounds=False)
        except NoPlan as error:
            return FullPlan(
                None, conflicts=tuple(error.conflicts), relaxations=tuple(error.relaxations)
            )
        except (ScenarioError, ValueError) as error:
            return FullPlan(None, conflicts=(str(error),))
        broken = check(here, plan.course)
        if broken:
            return FullPlan(None, conflicts=tuple(f"rule {b.rule}: {b.text}" for b in broken[:5]))
        return self.measured(choice, plan)

    def measured(self, choice: Mapping[str, str], plan: Plan) -> FullPlan:
        """Return a plan with all its figures: today, per year and afterwards."""
        scenario = self.scenario(choice)
        scene = scene_of(self.design, scenario, plan.course)
        people = plan_figures(scene, plan.course)
        after = {
            **self.physical.figures(choice),
            **figures_at(scene, scene.end, SCENE_TOPICS),
            **people,
        }
        return FullPlan(
            plan,
            now=MappingProxyType(figures_at(scene, TODAY, SCENE_TOPICS)),
            years=MappingProxyType(
                {y: figures_at(scene, m, SCENE_TOPICS) for y, m in scene.year_ends().items()}
            ),
            after=MappingProxyType(after),
        )


NOBODY = {
    "return_of_wishing": "households_wishing",
    "return_of_affected": "households_affected",
}
"""Shares that are not known when there is nobody to share over, and the count of those."""


def plan_figures(scene: Scene, course: Course) -> dict[str, Value]:
    """Return the figures of the plan itself."""
    outcomes = measure(scene.neighbourhood, course)
    measured = {
        name: Value.unknown(outcomes.not_known.get(name, "it cannot be computed"))
        if value is None
        else Value(float(value))
        for name, value in outcomes.as_dict().items()
    }
    return {**measured, **people_figures(outcomes)}


def comparable(name: str, values: Values) -> float | None:
    """Return the value of a figure to compare by; None when it is not known.

    Where nobody has to move, nobody fails to return: that counts as a share of 1, and ties that
    nobody has count as kept.
    """
    found = values.get(name)
    if found is None:
        return None
    if found.value is not None:
        return found.value
    if name in NOBODY:
        whole = values.get(NOBODY[name])
        return 1.0 if whole is not None and whole.value == 0 else None
    if name.startswith("ties_kept") and not name.endswith("count"):
        near = values.get("ties_near_start_staying" if "staying" in name else "ties_near_start")
        return 1.0 if near is not None and near.value == 0 else None
    return None
