"""Where the search begins: the designs people would think of, and the best of each single goal."""

from __future__ import annotations

from collections.abc import Iterator

from hecht.design.exact import Exact
from hecht.design.goals import Goals
from hecht.design.space import Combination, Space
from hecht.neighbourhood.design import Design


def first_combinations(
    design: Design, space: Space, exact: Exact, goals: Goals
) -> list[Combination]:
    """Return combinations to begin with, each once, all keeping to the additive limits.

    They are the design as planned, the folder's own scenarios, each option wherever it can be
    chosen, and what is exactly the best for each goal that adds up over blocks.
    """
    result: list[Combination] = []
    for wish in _wishes(design, space, exact, goals):
        found = exact.repaired(wish)
        if found is not None and found not in result:
            result.append(found)
    return result


def _wishes(design: Design, space: Space, exact: Exact, goals: Goals) -> Iterator[Combination]:
    planned = space.nearest({})
    yield planned
    for scenario in design.scenarios:
        yield space.nearest(scenario.choice)
    for goal in goals.goals:
        found = exact.best_for(goal)
        if found is not None:
            yield found
    for kind in space.kinds:
        yield tuple(
            group.options.index(kind) if kind in group.options else place
            for group, place in zip(space.groups, planned, strict=True)
        )
