"""Scenarios side by side: each planned with several seeds, and which differences are real.

A search that draws numbers gives a slightly different plan with each seed. A difference between
two scenarios is real when every seed of the one lies on the same side of every seed of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hecht.design.apply import neighbourhood_of, scene_of
from hecht.design.catalogue import catalogue
from hecht.design.evaluate import plan_figures
from hecht.design.result import AS_PLANNED_NAME, FrontScenario, Scenarios
from hecht.neighbourhood import Design, Scenario
from hecht.outcomes.figure import Definition, Value
from hecht.outcomes.scene import Scene
from hecht.outcomes.scene_figures import SceneOutcomes, figures_at, measure_scene
from hecht.planning import make_plan
from hecht.planning.plan import Plan

SEEDS = (1, 2, 3)
"""The seeds with which each scenario is planned, unless told otherwise."""


@dataclass(frozen=True)
class Compared:
    """One scenario as it is laid beside others.

    `plan` is the best by score of those of `seeds`; `outcomes` and `scene` are of that plan
    (`scene` is None where the options are not at hand). `title` is what a page calls the scenario
    (`report.scenario_titles`), `folder` where `hecht scenarios` wrote it.
    `spread` holds for each figure that is known with every seed its least and most, afterwards.
    """

    scenario: Scenario
    plan: Plan
    outcomes: SceneOutcomes
    spread: Mapping[str, tuple[float, float]]
    seeds: tuple[int, ...]
    scene: Scene | None = None
    title: str = ""
    folder: str = ""

    @property
    def name(self) -> str:
        """What the scenario is called."""
        return self.title or self.scenario.name or self.scenario.id

    def value(self, figure: str) -> Value:
        """Return a figure afterwards; not known when there is no such figure."""
        return self.outcomes.after.get(figure, Value.unknown(f"{figure} was not measured"))


@dataclass(frozen=True, slots=True)
class Difference:
    """How a figure differs between two scenarios, other less first.

    `real`: the difference is larger than what chance in the search does. `better` tells which of
    the two is better, "first" or "other"; "" when neither is, or when the difference is not real.
    """

    figure: str
    amount: float
    real: bool
    better: str


def plan_scenario(
    design: Design,
    scenario: Scenario,
    *,
    seeds: Sequence[int] = SEEDS,
    seconds: float | None = None,
    iterations: int | None = 4,
    workers: int = 2,
    told: Callable[[int], None] | None = None,
) -> Compared:
    """Plan a scenario once with each seed, and measure what comes of it.

    `seconds` and `iterations` are for each plan. `told` is called with each seed that is done.
    Raises NoPlan when there is no plan, ScenarioError when the scenario cannot be made, and
    ValueError without a seed.
    """
    if not seeds:
        raise ValueError("give at least one seed")
    here = neighbourhood_of(design, scenario)
    plans = []
    for seed in seeds:
        plans.append(
            make_plan(
                here,
                seconds=seconds,
                iterations=iterations,
                seed=seed,
                workers=workers,
                bounds=False,
            )
        )
        if told is not None:
            told(seed)
    return compared(design, scenario, plans)


def compared(design: Design, scenario: Scenario, plans: Sequence[Plan]) -> Compared:
    """Return a scenario with the plans that were made of it, the best by score foremost."""
    best = max(plans, key=lambda plan: (plan.score, -plan.seed))
    scene = scene_of(design, scenario, best.course)
    outcomes = measure_scene(scene)
    outcomes = replace(outcomes, after={**plan_figures(scene, best.course), **outcomes.after})
    measured = [
        outcomes.after if plan is best else _afterwards(design, scenario, plan) for plan in plans
    ]
    seeds = tuple(plan.seed for plan in plans)
    return Compared(scenario, best, outcomes, _spread(measured), seeds, scene)


def of_front(found: Scenarios, design: Design | None = None) -> list[Compared]:
    """Return the scenarios of an exploration, ready to be laid side by side.

    With the `design` that was explored, pictures can be drawn for which the options are needed.
    """
    return [_of_front(one, found.seeds, design) for one in found.front]


def _of_front(one: FrontScenario, seeds: tuple[int, ...], design: Design | None) -> Compared:
    today = {n: Value(f.now) for n, f in one.figures.items() if f.now is not None}
    after = {n: Value(f.after, f.why) for n, f in one.figures.items()}
    spread = {
        n: (f.least, f.most)
        for n, f in one.figures.items()
        if f.least is not None and f.most is not None and len(f.seeds) == len(seeds)
    }
    # a name that was made of the options' ids is for machines; the pages make one for people
    own = one.origin and one.name != one.origin and one.name != AS_PLANNED_NAME
    named = Scenario(one.id, one.name if own else "", one.choice)
    scene = None
    if design is not None:
        horizon = one.neighbourhood.project.horizon
        chosen = replace(named, id=one.origin or one.id, horizon=horizon)
        scene = scene_of(design, chosen, one.plan.course)
    outcomes = SceneOutcomes(today, one.years, after)
    return Compared(named, one.plan, outcomes, spread, seeds, scene, folder=one.id)


def _afterwards(design: Design, scenario: Scenario, plan: Plan) -> Mapping[str, Value]:
    scene = scene_of(design, scenario, plan.course)
    return {**plan_figures(scene, plan.course), **figures_at(scene, scene.end)}


def _spread(measured: Sequence[Mapping[str, Value]]) -> dict[str, tuple[float, float]]:
    """Return the least and most of each figure that is known in every measurement."""
    result = {}
    for name in measured[0]:
        values = [values[name].value for values in measured]
        known = [value for value in values if value is not None]
        if len(known) == len(values):
            result[name] = min(known), max(known)
    return result


def difference(definition: Definition, first: Compared, other: Compared) -> Difference | None:
    """Return how a figure differs between two scenarios; None when it is not known in both."""
    one, two = first.value(definition.name).value, other.value(definition.name).value
    if one is None or two is None:
        return None
    low, high = first.spread.get(definition.name, (one, one))
    least, most = other.spread.get(definition.name, (two, two))
    real = two != one and (least > high or most < low)
    better = ""
    if real and definition.better:
        better = "other" if (two > one) == (definition.better == "more") else "first"
    return Difference(definition.name, two - one, real, better)


def differences(first: Compared, other: Compared) -> list[Difference]:
    """Return how every figure that is known in both differs, in the order of their topics."""
    found = (difference(definition, first, other) for definition in catalogue().values())
    return [one for one in found if one is not None]


def differing(compared: Sequence[Compared], figures: Iterable[str] | None = None) -> list[str]:
    """Return the figures that are known everywhere and really differ between some two scenarios."""
    names = catalogue() if figures is None else figures
    result = []
    for name in names:
        definition = catalogue()[name]
        pairs = [
            difference(definition, one, other)
            for number, one in enumerate(compared)
            for other in compared[number + 1 :]
        ]
        if pairs and all(pair is not None for pair in pairs) and any(p and p.real for p in pairs):
            result.append(name)
    return result
