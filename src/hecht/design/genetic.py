"""The outer search: pymoo's NSGA-II or NSGA-III over one option per group of blocks.

Up to three goals NSGA-II spreads the population by crowding; with more goals nearly nothing
dominates anything, and NSGA-III spreads it over reference directions instead. Children mix the
options of two parents group by group; then one group gets another option here and there, or a
whole street the same one, as a designer would draw it. Each is
repaired to keep to the limits that add up (see `hecht.design.exact`), so that no plan is made for
a combination that cannot do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hecht.design.space import Combination, Space

MISSING = (
    "hecht scenarios needs the library pymoo, which is not installed; "
    "give: pip install 'hecht[design]'"
)

_FEW_GOALS = 3

_STREETS = 0.4
"""Share of the children of which a whole street is changed."""


class NoOptimiser(ValueError):
    """pymoo is not installed."""


def require_pymoo() -> None:
    """Raise NoOptimiser, telling what to install, when pymoo is absent."""
    try:
        import pymoo  # noqa: F401
    except ImportError:
        raise NoOptimiser(MISSING) from None


class Breeder:
    """Gives generations of combinations to look at, and takes what they are worth.

    `repair` turns a combination into one that keeps to the additive limits, or None. The same
    arguments and the same worths give the same generations.
    """

    def __init__(
        self,
        space: Space,
        goals: int,
        first: Sequence[Combination],
        size: int,
        seed: int,
        repair: Callable[[Sequence[int]], Combination | None],
        streets: Sequence[Sequence[int]],
    ) -> None:
        """Begin with the combinations `first`, which must be in the space and differ.

        `streets` are groups (positions) that may be given one option in one go.
        """
        require_pymoo()
        from pymoo.core.termination import NoTermination

        self.space = space
        self.repair = repair
        self.rng = np.random.default_rng(seed)
        self.counts = np.array([len(group.options) for group in space.groups], dtype=np.int64)
        self.seen: set[Combination] = set()
        self.algorithm = _algorithm(goals, np.array(first, dtype=np.int64), size, space, streets)
        self.algorithm.setup(
            _problem(goals, self.counts), seed=seed, termination=NoTermination(), verbose=False
        )
        self.infills: Any = None

    def generation(self) -> list[Combination]:
        """Return the next combinations, those looked at before among them; empty at the end."""
        self.infills = self.algorithm.ask()
        if self.infills is None or len(self.infills) == 0:
            return []
        result = []
        for child in np.asarray(self.infills.get("X"), dtype=np.int64).tolist():
            combination = self._new(child)
            self.seen.add(combination)
            result.append(combination)
        self.infills.set("X", np.array(result, dtype=np.int64))
        return result

    def told(self, costs: Sequence[Sequence[float]], breaches: Sequence[float]) -> None:
        """Take the costs (per goal, lower is better) and breaches of the last generation."""
        self.infills.set("F", np.array(costs, dtype=float))
        self.infills.set("G", np.array(breaches, dtype=float)[:, None])
        self.algorithm.tell(infills=self.infills)

    def _new(self, child: list[int]) -> Combination:
        """Return a child repaired; changed at more and more groups while it was seen before."""
        found = self.repair(child)
        for tries in range(1, 13):
            if found is not None and found not in self.seen:
                return found
            other = child.copy()
            for _ in range(tries):
                g = int(self.rng.integers(len(other)))
                other[g] = int(self.rng.integers(self.counts[g]))
            found = self.repair(other)
        return found if found is not None else tuple(child)


def _problem(goals: int, counts: npt.NDArray[np.int64]) -> Any:
    from pymoo.core.problem import Problem

    return Problem(
        n_var=len(counts),
        n_obj=goals,
        n_ieq_constr=1,
        xl=np.zeros(len(counts), dtype=np.int64),
        xu=counts - 1,
        vtype=int,
    )


def _algorithm(
    goals: int,
    first: npt.NDArray[np.int64],
    size: int,
    space: Space,
    streets: Sequence[Sequence[int]],
) -> Any:
    counts = np.array([len(group.options) for group in space.groups], dtype=np.int64)
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.algorithms.moo.nsga3 import NSGA3
    from pymoo.core.mutation import Mutation
    from pymoo.operators.crossover.ux import UniformCrossover

    class OtherOption(Mutation):  # type: ignore[misc]
        """Give groups another option here and there, or a whole street the same one."""

        def _do(self, problem: Any, X: Any, *args: Any, random_state: Any, **kwargs: Any) -> Any:
            changed = np.array(X, dtype=np.int64)
            for row in changed:
                if random_state.random() < _STREETS and space.kinds:
                    street = streets[random_state.integers(len(streets))]
                    kind = space.kinds[random_state.integers(len(space.kinds))]
                    for g in street:
                        if kind in space.groups[g].options:
                            row[g] = space.groups[g].options.index(kind)
                    continue
                hit = random_state.random(len(row)) < max(1 / len(counts), 0.02)
                step = random_state.integers(1, np.maximum(counts, 2), size=len(row))
                row[hit] = ((row + step) % counts)[hit]
            return changed

    operators = {
        "sampling": first,
        "crossover": UniformCrossover(prob=0.9),
        "mutation": OtherOption(prob=0.95),
        "eliminate_duplicates": True,
    }
    if goals <= _FEW_GOALS:
        return NSGA2(pop_size=size, **operators)
    return NSGA3(_directions(goals, size), pop_size=size, **operators)


def _directions(goals: int, size: int) -> Any:
    """Return evenly spread directions, as many as the population can serve."""
    from pymoo.util.ref_dirs import get_reference_directions

    parts, found = 1, get_reference_directions("das-dennis", goals, n_partitions=1)
    while len(found) <= size:
        best, parts = found, parts + 1
        found = get_reference_directions("das-dennis", goals, n_partitions=parts)
    return best if parts > 1 else found
