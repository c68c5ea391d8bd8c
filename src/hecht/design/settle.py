"""The end of an exploration: full plans of a few scenarios, and the front of those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hecht.design.evaluate import FullPlan
from hecht.design.front import non_dominated
from hecht.design.pool import Job
from hecht.design.result import AS_PLANNED_NAME, FrontScenario, NotPlanned, Reached, Scenarios
from hecht.design.search import Looked, Search, breach_of, costs_of
from hecht.design.space import origin_of
from hecht.neighbourhood.design import AS_PLANNED, Design

_MOST_GROUPS = 6
"""Causes for want of a plan that are told, the most frequent ones."""

Plans = list[FullPlan]
"""The full plans of one scenario, one for each seed."""


def settled(
    search: Search,
    design: Design,
    ground: Scenarios,
    most: int,
    late: Callable[[], bool],
) -> Scenarios:
    """Return the exploration with its front planned in full.

    Of the front at most `most` well-spread scenarios are planned. Those that break a limit or
    are beaten after that are left out, with a word why; while none is left, the next are tried.
    When it gets `late`, further seeds are left; the first is planned of each scenario.
    """
    rest, dropped = search.front(), list[str]()
    ready: list[tuple[Looked, Plans, FullPlan]] = []
    tried = 0
    while rest and not ready and tried < 3:
        chosen = search.spread_out(rest, most)
        rest = [one for one in rest if one not in chosen]
        tried += 1
        for one, plans in zip(chosen, _planned(search, chosen, ground.seeds, late), strict=True):
            best = _best(search, plans)
            if best is None:
                dropped.append(_why_dropped(search, design, one, plans))
            else:
                ready.append((one, plans, best))
    costs = [costs_of(search.goals, best.after) or () for _, _, best in ready]
    kept = non_dominated(costs)
    for i, (one, _, _) in enumerate(ready):
        if i not in kept:
            name = _name(design, search.space.choice(one.combination))[0]
            dropped.append(f"{name}: once planned in full, another scenario beats it")
    order = sorted(kept, key=lambda i: (costs[i], i))
    front = tuple(
        _scenario(search, design, number, *ready[i]) for number, i in enumerate(order, start=1)
    )
    ended_late = ground.stopped != "time" and late()
    return replace(
        ground,
        front=front,
        stopped="time" if ended_late else ground.stopped,
        complete=ground.stopped == "complete" and not ended_late,
        dropped=tuple(dropped),
        missed=() if front else search.missed(),
        not_planned=_not_planned(search, not front),
    )


def _planned(
    search: Search, chosen: Sequence[Looked], seeds: Sequence[int], late: Callable[[], bool]
) -> list[Plans]:
    """Return the full plans of each scenario: all with the first seed, then with the next."""
    result: list[Plans] = [[] for _ in chosen]
    choices = [search.space.choice(one.combination) for one in chosen]
    done, of = 0, len(seeds) * len(chosen)
    for seed in seeds:
        jobs = [Job(choice, seed, full=True) for choice in choices]
        for plans, found in zip(result, search.plans(jobs), strict=True):
            plans.append(found)
            done += 1
            search.tell("Planning the front in full", done, of)
        if late():
            break
    return result


def _best(search: Search, plans: Plans) -> FullPlan | None:
    """Return the plan with the most points of those that keep to all limits, or None."""
    fit = [
        one
        for one in plans
        if one.plan is not None
        and breach_of(search.goals, one.after) == 0
        and costs_of(search.goals, one.after) is not None
    ]
    return max(fit, key=lambda one: one.plan.score if one.plan else 0, default=None)


def _why_dropped(search: Search, design: Design, one: Looked, plans: Plans) -> str:
    name = _name(design, search.space.choice(one.combination))[0]
    conflicts = next((found.conflicts for found in plans if found.plan is None), ())
    if conflicts:
        return f"{name}: no full plan was found ({conflicts[0]})"
    broken = [
        str(limit)
        for limit in search.goals.limits
        if all(breach_of(replace(search.goals, limits=(limit,)), found.after) for found in plans)
    ]
    return f"{name}: its full plans do not keep to {', '.join(broken) or 'all limits at once'}"


def _scenario(
    search: Search, design: Design, number: int, one: Looked, plans: Plans, best: FullPlan
) -> FrontScenario:
    choice = search.space.choice(one.combination)
    name, origin = _name(design, choice)
    assert best.plan is not None
    figures = {figure: _reached(figure, plans, best) for figure in best.after}
    return FrontScenario(
        id=f"s{number:02d}",
        name=name,
        choice=choice,
        neighbourhood=search.pool.evaluator.neighbourhood(choice),
        plan=best.plan,
        figures=figures,
        years=best.years,
        origin=origin,
    )


def _reached(figure: str, plans: Plans, best: FullPlan) -> Reached:
    found = [plan.after[figure].value for plan in plans if plan.plan is not None]
    now = best.now.get(figure)
    return Reached(
        now=now.value if now is not None else None,
        after=best.after[figure].value,
        seeds=tuple(value for value in found if value is not None),
        why=best.after[figure].why,
    )


def _name(design: Design, choice: Mapping[str, str]) -> tuple[str, str]:
    """Return a scenario's name, and the id of the folder's scenario that makes the same choice."""
    origin = origin_of(design, choice)
    if origin is not None:
        return origin.name or origin.id, origin.id
    if all(option == AS_PLANNED for option in choice.values()):
        return AS_PLANNED_NAME, AS_PLANNED
    counts = Counter(choice.values())
    order = sorted(counts, key=lambda option: (-counts[option], option))
    return ", ".join(f"{option} {counts[option]}×" for option in order), ""


def _not_planned(search: Search, fully: bool) -> tuple[NotPlanned, ...]:
    """Return the causes for want of a plan; the first in full where there is no front at all."""
    found = list(search.not_planned()[:_MOST_GROUPS])
    if fully and found:
        full = next(iter(search.plans([Job(found[0].example, search.seed, full=True)])))
        if full.plan is None:
            found[0] = replace(found[0], conflicts=full.conflicts, relaxations=full.relaxations)
    return tuple(found)
