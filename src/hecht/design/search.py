"""The search itself: combinations are looked at, judged by goals and limits, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import numpy as np

from hecht.design.evaluate import Evaluation, FullPlan, Values, comparable
from hecht.design.evaluations import Keys, Store
from hecht.design.exact import Exact
from hecht.design.front import Costs, non_dominated, well_spread
from hecht.design.genetic import Breeder, require_pymoo
from hecht.design.goals import Goals
from hecht.design.pool import Job, Pool
from hecht.design.result import Missed, NotPlanned
from hecht.design.space import Combination, Space, streets_of

_NO_PLAN, _NOT_KNOWN = 1000.0, 500.0
"""Breaches of combinations without a plan, and of those of which a figure is not known."""

ENDLESS = 10**6
"""Looks in a search that time ends."""

_IDLE = 8
"""Generations in a row without anything new, after which there is nothing left to find."""

T = TypeVar("T", Evaluation, FullPlan)

Tell = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much (0: not known)."""


@dataclass(frozen=True)
class Effort:
    """How much is done: scenarios looked at, and rounds of search for quick and full plans."""

    evaluations: int
    population: int
    rounds: int
    iterations: int


@dataclass(frozen=True)
class Looked:
    """A combination that was looked at.

    `costs` has a number per goal, lower is better, None when one is not known or there is no
    plan. `breach` is by how much the limits are broken, as shares of their values.
    """

    combination: Combination
    evaluation: Evaluation
    costs: Costs | None
    breach: float


class Search:
    """Looks at combinations and remembers what came of each; see `explore`."""

    def __init__(
        self,
        pool: Pool,
        store: Store,
        goals: Goals,
        space: Space,
        exact: Exact,
        seed: int,
        tell: Tell,
    ) -> None:
        """Prepare; nothing is looked at yet."""
        self.pool = pool
        self.store = store
        self.goals = goals
        self.space = space
        self.exact = exact
        self.seed = seed
        self.tell = tell
        self.keys = Keys(pool.evaluator)
        self.looked: dict[Combination, Looked] = {}
        self.stopping: Callable[[], bool] = lambda: False

    # -- the search ------------------------------------------------------------------------

    def run(self, effort: Effort, first: Sequence[Combination], stop: Callable[[], bool]) -> str:
        """Look at combinations until done; return what ended it."""
        self.stopping = stop
        if self.space.size <= effort.evaluations:
            every = product(*(range(len(group.options)) for group in self.space.groups))
            self.look([one for one in every if self.exact.keeps(one)], effort.evaluations)
            return "time" if stop() else "complete"
        require_pymoo()
        breeder = self._breeder(effort, first)
        idle = 0
        while len(self.looked) < effort.evaluations and idle < _IDLE:
            children = breeder.generation()
            before = len(self.looked)
            self.look(children, effort.evaluations)
            if stop():
                return "time"
            if not children or any(child not in self.looked for child in children):
                break
            idle = idle + 1 if len(self.looked) == before else 0
            breeder.told(*self._worths(children))
        return "evaluations" if idle < _IDLE else "nothing new"

    def _breeder(self, effort: Effort, first: Sequence[Combination]) -> Breeder:
        rng = np.random.default_rng(self.seed)
        start = list(first)[: effort.population]
        for _ in range(50 * effort.population):
            if len(start) >= effort.population:
                break
            drawn = [int(rng.integers(len(group.options))) for group in self.space.groups]
            found = self.exact.repaired(drawn)
            if found is not None and found not in start:
                start.append(found)
        return Breeder(
            self.space,
            len(self.goals.goals),
            start,
            effort.population,
            self.seed,
            self.exact.repaired,
            streets_of(self.pool.evaluator.design, self.space),
        )

    def _worths(self, children: Sequence[Combination]) -> tuple[list[Costs], list[float]]:
        """Return what children are worth; where that is not known, the worst there is."""
        known = [one.costs for one in self.looked.values() if one.costs is not None]
        worst: Costs = (
            tuple(max(column) for column in zip(*known, strict=True))
            if known
            else (0.0,) * len(self.goals.goals)
        )
        found = [self.looked[child] for child in children]
        return [one.costs or worst for one in found], [one.breach for one in found]

    # -- looking ---------------------------------------------------------------------------

    def look(self, combinations: Sequence[Combination], most: int) -> None:
        """Look at combinations that are new, until so many were looked at or it has to stop."""
        new = [c for c in dict.fromkeys(combinations) if c not in self.looked]
        new = new[: max(0, most - len(self.looked))]
        jobs = [Job(self.space.choice(combination), self.seed) for combination in new]
        for combination, found in zip(new, self._evaluations(jobs), strict=False):
            self.looked[combination] = self._judged(combination, found)
            of = min(most, self.space.size)
            self.tell("Looking at scenarios", len(self.looked), 0 if of == ENDLESS else of)
            if self.stopping():
                return

    def _evaluations(self, jobs: Sequence[Job]) -> Iterator[Evaluation]:
        """Yield the evaluation of each job, kept before or made now."""
        return self._results(
            jobs,
            Evaluation,
            lambda key, job: self.store.evaluation(key),
            self.store.keep_evaluation,
        )

    def plans(self, jobs: Sequence[Job]) -> Iterator[FullPlan]:
        """Yield the full plan of each job, kept before or made now."""
        return self._results(
            jobs,
            FullPlan,
            lambda key, job: self.store.full(key, self.pool.evaluator, job),
            self.store.keep_full,
        )

    def _results(
        self,
        jobs: Sequence[Job],
        kind: type[T],
        look_up: Callable[[str, Job], T | None],
        keep: Callable[[str, Job, T], None],
    ) -> Iterator[T]:
        """Yield the result of each job in order: as it was kept, else made now and kept."""
        keys = [self.keys.key(job) for job in jobs]
        kept = [look_up(key, job) for key, job in zip(keys, jobs, strict=True)]
        made = self.pool.results(
            [job for job, found in zip(jobs, kept, strict=True) if found is None]
        )
        for job, key, known in zip(jobs, keys, kept, strict=True):
            if known is not None:
                yield known
                continue
            found = next(made)
            assert isinstance(found, kind)
            keep(key, job, found)
            yield found

    def _judged(self, combination: Combination, found: Evaluation) -> Looked:
        if not found.planned:
            return Looked(combination, found, None, _NO_PLAN + len(found.conflicts))
        costs = costs_of(self.goals, found.values)
        breach = breach_of(self.goals, found.values)
        if costs is None:
            breach += _NOT_KNOWN
        return Looked(combination, found, costs, breach)

    def front(self) -> list[Looked]:
        """Return what keeps to all limits and nothing beats, in the order of looking."""
        fit = [one for one in self.looked.values() if one.costs is not None and one.breach == 0]
        costs = [one.costs for one in fit if one.costs is not None]
        return [fit[i] for i in non_dominated(costs)]

    def spread_out(self, found: Sequence[Looked], most: int) -> list[Looked]:
        """Return at most so many that lie well apart."""
        costs = [one.costs for one in found if one.costs is not None]
        return [found[i] for i in well_spread(costs, most)]

    # -- what did not go -------------------------------------------------------------------

    def missed(self) -> tuple[Missed, ...]:
        """Return the limits and goals for which no scenario with a plan does, with the nearest."""
        planned = [one for one in self.looked.values() if one.evaluation.planned]
        if not planned:
            return ()
        result = []
        for goal in self.goals.goals:
            values = [comparable(goal.figure, one.evaluation.values) for one in planned]
            if all(value is None for value in values):
                result.append(
                    Missed(f"goal {goal.figure}", goal.figure, None, _why(goal.figure, planned))
                )
        for limit in self.goals.limits:
            found = [
                (limit.breach(value), value)
                for one in planned
                if (value := comparable(limit.figure, one.evaluation.values)) is not None
            ]
            if not found:
                why = _why(limit.figure, planned)
                result.append(Missed(str(limit), limit.figure, None, why))
            elif min(found)[0] > 0:
                result.append(Missed(str(limit), limit.figure, min(found)[1]))
        return tuple(result)

    def not_planned(self) -> tuple[NotPlanned, ...]:
        """Return the combinations without a plan, those with the same causes together."""
        groups: dict[tuple[str, ...], list[Looked]] = {}
        for one in self.looked.values():
            if not one.evaluation.planned:
                causes = tuple(_cause(text) for text in one.evaluation.conflicts)
                groups.setdefault(causes, []).append(one)
        result = [
            NotPlanned(
                group[0].evaluation.conflicts,
                len(group),
                self.space.choice(group[0].combination),
                group[0].evaluation.proven,
            )
            for group in groups.values()
        ]
        return tuple(sorted(result, key=lambda one: -one.count))


def costs_of(goals: Goals, values: Values) -> Costs | None:
    """Return a number per goal, lower is better; None when one is not known."""
    found = []
    for goal in goals.goals:
        value = comparable(goal.figure, values)
        if value is None:
            return None
        found.append(round(goal.cost(value), 9))
    return tuple(found)


def breach_of(goals: Goals, values: Values) -> float:
    """Return by how much limits are broken, each as a share of its value, added up."""
    total = 0.0
    for limit in goals.limits:
        value = comparable(limit.figure, values)
        if value is None:
            total += _NOT_KNOWN
        else:
            total += limit.breach(value) / max(1.0, abs(limit.value))
    return total


def _why(figure: str, planned: Sequence[Looked]) -> str:
    value = planned[0].evaluation.values.get(figure)
    return value.why if value is not None else "it is not measured here"


def _cause(text: str) -> str:
    """Return what a conflict is about, without its numbers and names."""
    return text.split(":")[0] if text.startswith("rule") else text
