"""The relocation problem: the fewest temporary homes with which the blocks can be done at all.

Block i takes `lost[i]` homes away when its works start (those that must be made up for: count
households that leave for good as homes not lost) and gives `gained[i]` back when they are
finished. `vacant` homes stand empty at the start. Temporary homes must fill what is lacking in
the worst month (Kaplan 1986). For one crew and one kind of home this is a two-machine flow shop,
and Johnson's rule gives the best order (Lin and Kononov 2006). Working on several blocks at once
never needs fewer homes, so that number is a lower bound for any calendar of any number of crews.

Homes that finish in month t can be moved into by households whose works start in month t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hecht.planning.calendar_bounds import makespan_bound, time_windows
from hecht.planning.calendar_model import CalendarModel
from hecht.planning.calendar_problem import CalendarProblem
from hecht.planning.fewest_temporary_bound import relaxation_bound
from hecht.planning.fewest_temporary_search import (
    examine_classes,
    examine_lengths,
    johnson_order,
    needed_by_calendar,
    thrifty_calendar,
)

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = [
    "FewestTemporary",
    "fewest_by_duration",
    "fewest_nested",
    "fewest_one_crew",
    "fewest_per_class",
    "fewest_temporary",
    "johnson_order",
    "needed_by_calendar",
    "needed_in_order",
    "short_in_the_end",
    "thrifty_calendar",
]


@dataclass(frozen=True, slots=True)
class FewestTemporary:
    """The fewest temporary homes, in all and per kind of home.

    `number` is reached by the calendar `starts` (None: no calendar was found); `lower_bound` is
    proven for every calendar. `per_class` splits `number` over the kinds of home.
    """

    number: int | None
    lower_bound: int
    per_class: tuple[int, ...] | None
    starts: dict[str, int] | None
    status: Literal["optimal", "feasible", "infeasible", "unknown"]


def needed_in_order(
    lost: Sequence[int], gained: Sequence[int], order: Sequence[int], vacant: int = 0
) -> int:
    """Return the temporary homes needed when the blocks are done one at a time in this order."""
    need = used = 0
    for i in order:
        used += lost[i]
        need = max(need, used)
        used -= gained[i]
    return max(0, need - vacant)


def fewest_one_crew(lost: Sequence[int], gained: Sequence[int], vacant: int = 0) -> int:
    """Return the fewest temporary homes for one crew and one kind of home; exact.

    Free order, no dates: with dates, precedence or more crews it is a lower bound.
    """
    return needed_in_order(lost, gained, johnson_order(lost, gained), vacant)


def fewest_per_class(
    lost: Sequence[Sequence[int]], gained: Sequence[Sequence[int]], vacant: Sequence[int]
) -> tuple[int, ...]:
    """Return a lower bound on the temporary homes of each kind, whatever the calendar.

    `lost[i][c]` and `gained[i][c]` count homes of kind c in block i; a household stays within its
    kind. Each kind has the order that suits it best, so the sum is a bound on the total as well.
    """
    examine_classes(lost, gained, vacant)
    return tuple(
        fewest_one_crew([row[c] for row in lost], [row[c] for row in gained], vacant[c])
        for c in range(len(vacant))
    )


def fewest_nested(
    lost: Sequence[Sequence[int]], gained: Sequence[Sequence[int]], vacant: Sequence[int]
) -> int:
    """Return a lower bound on all temporary homes when a household may also get a larger home.

    The kinds are ordered from small to large. Households of kind c and larger can only use homes
    of kind c and larger; the bound is the largest need of those suffixes.
    """
    examine_classes(lost, gained, vacant)
    return max(
        (
            fewest_one_crew([sum(row[c:]) for row in lost], [sum(row[c:]) for row in gained], rest)
            for c, rest in enumerate(sum(vacant[c:]) for c in range(len(vacant)))
        ),
        default=0,
    )


def short_in_the_end(lost: Sequence[int], gained: Sequence[int], vacant: int = 0) -> int:
    """Return how many households have no permanent home when everything is finished."""
    examine_lengths(len(lost), gained)
    return max(0, sum(lost) - sum(gained) - vacant)


def fewest_temporary(
    problem: CalendarProblem,
    lost: Sequence[Sequence[int]],
    gained: Sequence[Sequence[int]],
    vacant: Sequence[int],
    *,
    seed: int = 1,
    deterministic_limit: float = 10.0,
) -> FewestTemporary:
    """Find the calendar that needs the fewest temporary homes within crews, budget and dates.

    Rows of `lost` and `gained` follow `problem.tasks`, columns are kinds of home. Exact when the
    status is "optimal"; otherwise `number` is the best found and `lower_bound` is proven. Raises
    ValueError when the tables do not fit each other.
    """
    examine_classes(lost, gained, vacant, len(problem.tasks))
    bound = sum(fewest_per_class(lost, gained, vacant))
    months = makespan_bound(problem)
    windows = time_windows(problem)
    if months is None or windows is None:
        return FewestTemporary(None, bound, None, None, "infeasible")
    start = thrifty_calendar(problem, lost, gained, vacant, seed=seed)
    if start is None or sum(needed_by_calendar(problem, start, lost, gained, vacant)) > bound:
        bound = max(bound, relaxation_bound(problem, windows, lost, gained, vacant))
    if start is not None:
        per_class = needed_by_calendar(problem, start, lost, gained, vacant)
        if sum(per_class) == bound:
            return FewestTemporary(bound, bound, per_class, start, "optimal")
    model = _RelocationModel(CalendarModel(problem, windows, months), lost, gained, vacant)
    model.minimise(bound)
    return model.solve(start, bound, seed, deterministic_limit)


def fewest_by_duration(
    problem: CalendarProblem,
    lost: Sequence[Sequence[int]],
    gained: Sequence[Sequence[int]],
    vacant: Sequence[int],
    *,
    months: Sequence[int],
    seed: int = 1,
    deterministic_limit: float = 5.0,
) -> dict[int, FewestTemporary]:
    """Return the fewest temporary homes when all works must be finished within each of `months`.

    The trade between time and homes: more months never need more homes.
    """
    result = {}
    for horizon in sorted(set(months)):
        shorter = CalendarProblem(
            problem.tasks,
            problem.capacity,
            min(horizon, problem.horizon),
            problem.budget_per_year,
            problem.year_of_month,
        )
        result[horizon] = fewest_temporary(
            shorter, lost, gained, vacant, seed=seed, deterministic_limit=deterministic_limit
        )
    return result


class _RelocationModel:
    """A calendar model with, per kind of home, the homes in use as a cumulative resource.

    Homes in use in month t: `lost` while the works last, lost - gained afterwards. Where a block
    gives more than it takes, its surplus is booked as in use until it is finished and added to
    the capacity, because demands may not be negative.
    """

    def __init__(
        self,
        calendar: CalendarModel,
        lost: Sequence[Sequence[int]],
        gained: Sequence[Sequence[int]],
        vacant: Sequence[int],
    ) -> None:
        self.calendar = calendar
        self.tables = (lost, gained, vacant)
        self.temporary = [
            self._kind([row[c] for row in lost], [row[c] for row in gained], empty)
            for c, empty in enumerate(vacant)
        ]

    def minimise(self, bound: int) -> None:
        """Minimise the temporary homes, which cannot be fewer than `bound`."""
        model = self.calendar.model
        model.add(sum(self.temporary) >= bound)
        model.minimize(sum(self.temporary))

    def solve(
        self, start: dict[str, int] | None, bound: int, seed: int, deterministic_limit: float
    ) -> FewestTemporary:
        """Solve from a calendar (or None) and return what was found and proven."""
        from ortools.sat.python import cp_model

        problem = self.calendar.problem
        if start is not None:
            self.calendar.hint(start)
            for variable, number in zip(self.temporary, self._count(start), strict=True):
                self.calendar.model.add_hint(variable, number)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        spent = 0.0
        while True:
            solver.parameters.max_deterministic_time = max(0.0, deterministic_limit - spent)
            status = solver.solve(self.calendar.model)
            if status == cp_model.INFEASIBLE:
                return FewestTemporary(None, bound, None, None, "infeasible")
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                if start is None:
                    return FewestTemporary(None, bound, None, None, "unknown")
                best = start
                break
            best = {
                task.id: solver.value(self.calendar.start[i])
                for i, task in enumerate(problem.tasks)
            }
            if not self.calendar.forbid_overspending(best):
                break
            spent += solver.response_proto.deterministic_time
        if start is not None and sum(self._count(start)) < sum(self._count(best)):
            best = start
        bound = max(bound, round(solver.best_objective_bound))
        per_class = self._count(best)
        number = sum(per_class)
        status_name: Literal["optimal", "feasible"] = "optimal" if number <= bound else "feasible"
        return FewestTemporary(number, min(bound, number), per_class, best, status_name)

    def _count(self, starts: dict[str, int]) -> tuple[int, ...]:
        return needed_by_calendar(self.calendar.problem, starts, *self.tables)

    def _kind(self, lost: Sequence[int], gained: Sequence[int], vacant: int) -> cp_model.IntVar:
        model, problem = self.calendar.model, self.calendar.problem
        temporary = model.new_int_var(0, max(0, sum(lost) - vacant), "temporary")
        surplus = sum(max(0, gain - loss) for loss, gain in zip(lost, gained, strict=True))
        intervals, demands = [], []
        for i, task in enumerate(problem.tasks):
            end = self.calendar.start[i] + task.duration
            loss, gain = lost[i], gained[i]
            if loss:
                intervals.append(self.calendar.interval[i])
                demands.append(loss)
            if gain > loss:
                intervals.append(model.new_interval_var(0, end, end, ""))
                demands.append(gain - loss)
            elif loss > gain:
                rest = problem.horizon + 1 - end
                intervals.append(model.new_interval_var(end, rest, problem.horizon + 1, ""))
                demands.append(loss - gain)
        if intervals:
            model.add_cumulative(intervals, demands, temporary + vacant + surplus)
        return temporary
