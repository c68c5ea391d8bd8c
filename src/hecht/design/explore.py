"""Explore scenarios: search the combinations of options, keep a front, plan it in full."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from hecht.design.catalogue import catalogue, topics_for
from hecht.design.evaluate import Evaluator
from hecht.design.evaluations import Memory, Store
from hecht.design.exact import Exact
from hecht.design.goals import Goals, GoalsError
from hecht.design.physical import physical_of
from hecht.design.pool import open_pool
from hecht.design.quick import ROUNDS
from hecht.design.result import Scenarios
from hecht.design.search import ENDLESS, Effort, Search, Tell
from hecht.design.settle import settled
from hecht.design.space import space_of
from hecht.design.starts import first_combinations
from hecht.neighbourhood.design import Design

FRONT = 12
PLAN_SEEDS = 3

_BUDGET, _FULL = 1000.0, 11.5
"""CPU seconds for an exploration (two cores for ten minutes, less what they wait for each other),
and for one full plan."""

_SEARCH_SHARE = 0.5
"""Share of the seconds for the search; the rest is for full plans."""


def usual_effort(design: Design) -> Effort:
    """Return an effort that takes some ten minutes on two idle cores.

    It follows from the size of the neighbourhood alone, so that results repeat on any machine.
    """
    people = len(design.neighbourhood.households)
    homes = len(design.neighbourhood.homes)
    size = people * homes
    # measured in CPU seconds: a quick plan; what a full plan takes anyway, and for each round
    # (looking after groups and the worst-off can take longer than the search itself)
    quick, anyway, each = 0.4 + 0.9e-6 * size, 5.0 + 3e-6 * size, 0.13 + 0.6e-6 * size
    iterations = int(min(20, max(6, (_FULL - anyway) / each)))
    left = _BUDGET - FRONT * PLAN_SEEDS * (anyway + iterations * each)
    evaluations = int(min(1000, max(60, left / quick)))
    return Effort(evaluations, _population(evaluations), ROUNDS, iterations)


def _population(evaluations: int) -> int:
    return max(12, min(40, evaluations // 8))


def explore(
    design: Design,
    goals: Goals,
    *,
    seed: int = 1,
    workers: int = 2,
    evaluations: int | None = None,
    seconds: float | None = None,
    front: int = FRONT,
    plan_seeds: int = PLAN_SEEDS,
    rounds: int | None = None,
    iterations: int | None = None,
    store: Store | None = None,
    tell: Tell = lambda what, done, of: None,
) -> Scenarios:
    """Return the scenarios of which none beats another by the goals, planned in full.

    `evaluations` scenarios are looked at (as many as take about ten minutes, if not given), or
    what can be done in `seconds`. The same design, goals, seed and number of evaluations give the
    same result, whatever the number of `workers` (processes) and also after a stop: `store` keeps
    what was looked at. At most `front` scenarios are planned in full, each with `plan_seeds`
    seeds, after which those that another beats are left out. `rounds` and `iterations` are the
    rounds of search for quick and full plans.

    Raises GoalsError for goals that cannot be used, NoOptimiser without pymoo.
    """
    if not goals.goals:
        raise GoalsError("goals: there is no goal; name at least one figure")
    usual = usual_effort(design)
    effort = Effort(
        evaluations if evaluations is not None else (ENDLESS if seconds else usual.evaluations),
        usual.population if evaluations is None else _population(evaluations),
        usual.rounds if rounds is None else rounds,
        usual.iterations if iterations is None else iterations,
    )
    tell("Adding up the options", 0, 0)
    physical = physical_of(design)
    space = space_of(design, goals.choices, physical.refused)
    months = goals.choices.horizon or longest_horizon(design)
    evaluator = Evaluator(
        design, physical, topics_for(goals.figures), months, effort.rounds, effort.iterations
    )
    exact = Exact(space, physical, goals, design.neighbourhood, months)
    conflicts = exact.conflicts()
    ground = Scenarios(
        name=design.neighbourhood.project.name,
        synthetic=design.neighbourhood.project.synthetic,
        goals=goals,
        front=(),
        definitions=catalogue(),
        conflicts=conflicts,
        combinations=space.size,
        stopped="impossible" if conflicts else "evaluations",
        seed=seed,
        seeds=tuple(range(seed, seed + plan_seeds)),
        rounds=effort.rounds,
        iterations=effort.iterations,
    )
    if conflicts:
        return ground
    stop, late = _deadline(seconds, _SEARCH_SHARE), _deadline(seconds, 1.0)
    keeping = Memory() if store is None else store
    with open_pool(evaluator, workers) as pool:
        search = Search(pool, keeping, goals, space, exact, seed, tell)
        stopped = search.run(effort, first_combinations(design, space, exact, goals), stop)
        found = replace(ground, stopped=stopped, evaluated=len(search.looked))
        return settled(search, design, found, front, late)


def longest_horizon(design: Design) -> int:
    """Return the most months that the project or one of its scenarios is planned for.

    All scenarios are measured over the same months, or they could not be laid side by side.
    """
    own = [scenario.horizon or 0 for scenario in design.scenarios]
    return max(design.neighbourhood.project.horizon, *own, 0)


def _deadline(seconds: float | None, share: float) -> Callable[[], bool]:
    if seconds is None:
        return lambda: False
    end = time.monotonic() + share * seconds
    return lambda: time.monotonic() >= end
