"""Every headline figure of a plan with what is provably possible."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from hecht.neighbourhood import Course
from hecht.outcomes import score
from hecht.outcomes.places import places
from hecht.planning.bounds import bulk
from hecht.planning.bounds.any_calendar import ScoreRelaxation
from hecht.planning.bounds.board import GRAINS, Grain, cells_of, lay_board, tie_work
from hecht.planning.bounds.calendar_tree import CalendarTree, TreeBound
from hecht.planning.bounds.count_flow import NoFlow, lay_flow
from hecht.planning.bounds.figure_bound import FigureBound, Holds, Sense
from hecht.planning.bounds.ground import Ground, lay_ground
from hecht.planning.bounds.relocation import relocation
from hecht.planning.bounds.score_problem import score_problem
from hecht.planning.bounds.since import ground_since
from hecht.planning.bounds.tie_problem import tie_problem
from hecht.planning.bounds.windows import Windows, of_any_calendar, of_calendar
from hecht.planning.check import Before
from hecht.planning.instance import Instance
from hecht.planning.placement import Bound, NoPlacement, PlacementBound, PlacementProblem

ROUNDS = 10
"""Rounds of the dual for each bound on ties or the score, when neither limit is given."""
MOST_PAIRS = 4_000_000
"""Pairs of households and cells up to which homes are looked at in cells; beyond, by kind."""
MOST_HOMES = 6_000
"""Final homes up to which distances between all of them are laid out."""
MOST_WORK = 8_000_000
"""Pairs of places over all ties in one evaluation, when rounds are counted."""
WORK_A_SECOND = 1_000_000
"""The same for each second there is, when the clock counts."""

SPANS_A_ROUND = 2
"""Spans of calendars by which the bound for any plan branches, for each round of the dual."""
SPAN_WORK = 5 * MOST_WORK
"""Pairs of places over all ties in one evaluation of each span, when rounds are counted."""
MOST_BRANCHED = 16
"""Blocks with works up to which calendars are told apart; with more a span says too little."""

Told = Callable[[FigureBound], None]


def prove(
    instance: Instance,
    course: Course,
    *,
    seconds: float | None = None,
    rounds: int | None = None,
    seed: int = 1,
    progress: Told | None = None,
    before: Before | None = None,
    quick: bool = False,
    workers: int = 1,
) -> tuple[FigureBound, ...]:
    """Return proven bounds on the headline figures of a plan.

    A figure has a bound for any plan, and one for this calendar where that says more. With
    `rounds` the result depends on the arguments alone; with `seconds` the clock decides how far
    the bounds on ties and score are drawn in. The others are quick and always made. A bound that
    would take too much time or memory is replaced by a simpler one, never left out for that.

    `progress` is told each bound as it is found. With `before` the plan is one made anew, and
    "any plan" is any plan with the same past (see `since`). With `quick` everything is counted by
    kinds of homes, without looking at cells: two seconds for 2,000 homes. With two `workers` the
    bounds for any plan and for this calendar are drawn in beside each other, each in all the time.
    """
    prover = _Prover(instance, course, seconds, rounds, seed, progress, before, quick, workers)
    prover.run()
    return tuple(prover.found)


class _Prover:
    def __init__(
        self,
        instance: Instance,
        course: Course,
        seconds: float | None,
        rounds: int | None,
        seed: int,
        progress: Told | None,
        before: Before | None,
        quick: bool,
        workers: int,
    ) -> None:
        self.begin = time.monotonic()
        self.quick, self.workers, self.given_up = quick, workers, False
        self.seconds = seconds if rounds is None else None
        self.rounds = ROUNDS if rounds is None and seconds is None else rounds
        self.seed, self.progress = seed, progress
        self.n = instance.neighbourhood
        self.course = course
        self.ground = lay_ground(self.n) if before is None else ground_since(self.n, before)
        where = places(self.n, course)
        ids = [one.id for one in self.n.households]
        self.returning = sum(where.ends_inside(ids[h]) for h in self.ground.wishing.nonzero()[0])
        self.undecided = sum(where.ends_inside(ids[h]) for h in self.ground.undecided.nonzero()[0])
        self.score = score(self.n, course)
        self.found: list[FigureBound] = []

    def run(self) -> None:
        windows = {
            Holds.ANY_PLAN: of_any_calendar(self.ground.neighbourhood),
            Holds.THIS_CALENDAR: of_calendar(self.n, self.course.starts),
        }
        for holds, one in windows.items():
            if one is not None:
                self._counts(one, holds)
        known = {holds: one for holds, one in windows.items() if one is not None}
        if self.workers > 1 and len(known) > 1:
            self._beside_each_other(known)
        else:
            # the tighter calendar first: its bounds are what a plan can be improved by now
            for share, holds in ((0.6, Holds.THIS_CALENDAR), (1.0, Holds.ANY_PLAN)):
                if holds in known:
                    self._tell_all(self._ties_and_score(known[holds], holds, share))
        self.found = _worth_telling(self.found)

    def _beside_each_other(self, windows: Mapping[Holds, Windows]) -> None:
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(self._ties_and_score, windows[Holds.ANY_PLAN], Holds.ANY_PLAN, 1.0)
            try:
                this = Holds.THIS_CALENDAR
                self._tell_all(self._ties_and_score(windows[this], this, 1.0))
                self._tell_all(other.result())
            except KeyboardInterrupt:
                self.given_up = True
                raise

    # -- figures ---------------------------------------------------------------------------

    def _counts(self, windows: Windows, holds: Holds) -> None:
        ground = self.ground
        least = bulk.affected_moves(ground)
        if holds is Holds.ANY_PLAN:
            self._tell("duration_months", windows.duration, Sense.AT_LEAST, holds, _DURATION)
            effort = 4.0 if self.seconds is None else min(4.0, self.seconds / 4)
            effort = 0.0 if self.quick else effort
            needed = relocation(
                ground, self.returning, self.undecided, seed=self.seed, effort=effort
            )
            self._tell_if("temporary_homes", needed.homes, holds, _RELOCATION)
            months, twice = needed.months, needed.households
        else:
            months = twice = 0
        flow = None if self.quick else lay_flow(ground, windows)
        returns, how = bulk.most_returns_by_kind(ground), _FLOW
        moves, asked = least + twice, (self.returning, self.undecided)
        if flow is not None:
            try:
                returns, how = min(returns, flow.most_returns()), _ASSIGNMENT
                moves = max(moves, flow.fewest_moves(*asked))
                months = max(months, flow.fewest_months(*asked))
            except NoFlow:
                pass  # this plan does not keep to the conventions: no more returns are possible
        self._tell("returned_of_wishing", returns, Sense.AT_MOST, holds, how)
        self._tell_if("moves", moves, holds, _COUNT if flow is None else how)
        self._tell_if("months_temporary", months, holds, _RELOCATION if flow is None else how)

    def _ties_and_score(
        self, windows: Windows, holds: Holds, share: float
    ) -> tuple[FigureBound, FigureBound]:
        ties, points = bulk.most_ties(self.ground), bulk.best_score(self.ground, windows)
        how = how_score = _PARTS
        in_time = not self.quick and (self.seconds is None or self._left() > 0)
        grain = self._grain() if in_time else None
        if grain is not None:
            left = self._left() * share
            board = lay_board(self.ground, windows, grain)
            problem, always = tie_problem(board)
            branches = holds is Holds.ANY_PLAN and self._branches()
            ties = min(ties, always + self._dual(problem, None, left / (4 if branches else 2)))
            how = how_score = _DUAL
            if branches:
                found = self._branched(grain, 3 * left / 4)
                points, how_score = min(points, found.value), _told(found)
            else:
                whole = score_problem(board)
                bound = self._dual(whole.problem, self.score - whole.constant, left / 2)
                points = min(points, whole.constant + bound)
        return (
            FigureBound("ties_kept_count", ties, Sense.AT_MOST, holds, how),
            FigureBound("score", points, Sense.AT_MOST, holds, how_score),
        )

    def _dual(self, problem: PlacementProblem, score: int | None, seconds: float) -> int:
        """Return a bound on a placement problem, or a very large number when there is none."""
        if problem.households == 0:
            return 0
        try:
            dual = PlacementBound(problem, score)
        except NoPlacement:
            return 1 << 60
        return self._run(dual, seconds).value

    def _run(self, dual: PlacementBound, seconds: float) -> Bound:
        if self.rounds is not None:
            return dual.run(rounds=self.rounds, progress=self._goes_on)
        return dual.run(seconds=max(0.0, seconds), progress=self._goes_on)

    def _goes_on(self, rounds: int, bound: int) -> bool:
        return not self.given_up

    # -- calendars told apart ------------------------------------------------------------------

    def _branches(self) -> bool:
        """Return whether there are calendars to tell apart, and not too many blocks for it."""
        return 1 < sum(block.has_works for block in self.n.blocks) <= MOST_BRANCHED

    def _branched(self, grain: Grain, seconds: float) -> TreeBound:
        """Return the bound on the score of any plan; most of the time goes to the branching."""
        relaxation = ScoreRelaxation(
            self.ground, grain, self.score, lambda dual: self._run(dual, seconds / 4)
        )
        tree = CalendarTree(relaxation, relaxation.whole(), self.score)
        if self.rounds is None:
            # nobody waits for the tree once somebody gave up
            return tree.run(seconds=0.0 if self.given_up else max(0.0, 3 * seconds / 4))
        work = max(1, tie_work(self.ground, grain))
        return tree.run(spans=min(SPANS_A_ROUND * self.rounds, SPAN_WORK // work))

    # -- how much can be afforded ------------------------------------------------------------

    def _grain(self) -> Grain | None:
        """Return the finest grain that can be afforded; None when even the coarsest cannot."""
        if int(self.ground.final.sum()) > MOST_HOMES:
            return None
        most = MOST_WORK
        if self.seconds is not None:
            most = int(WORK_A_SECOND * self.seconds)
        for grain in GRAINS:
            if tie_work(self.ground, grain) <= most:
                pairs = len(self.ground.placed) * cells_of(self.ground, grain)
                return grain if pairs <= MOST_PAIRS else None
        return None

    def _left(self) -> float:
        if self.seconds is None:
            return 0.0
        return max(0.0, self.seconds - (time.monotonic() - self.begin))

    # -- telling -----------------------------------------------------------------------------

    def _tell_if(self, figure: str, value: int, holds: Holds, how: str) -> None:
        """Tell what is at least needed when so many end inside."""
        least = Sense.AT_LEAST
        bound = FigureBound(figure, value, least, holds, how, self.returning, self.undecided)
        self._found(bound)

    def _tell(self, figure: str, value: int, sense: Sense, holds: Holds, how: str) -> None:
        self._found(FigureBound(figure, value, sense, holds, how))

    def _tell_all(self, bounds: tuple[FigureBound, ...]) -> None:
        for bound in bounds:
            self._found(bound)

    def _found(self, bound: FigureBound) -> None:
        self.found.append(bound)
        if self.progress is not None:
            self.progress(bound)


ORDER = (
    "returned_of_wishing",
    "ties_kept_count",
    "moves",
    "months_temporary",
    "temporary_homes",
    "duration_months",
    "score",
)


def _worth_telling(found: list[FigureBound]) -> list[FigureBound]:
    """Return the bounds in a fixed order, without those a wider one says as well or better."""
    result = []
    for figure in ORDER:
        mine = {bound.holds: bound for bound in found if bound.figure == figure}
        any_plan, calendar = mine.get(Holds.ANY_PLAN), mine.get(Holds.THIS_CALENDAR)
        if any_plan is not None:
            result.append(any_plan)
        if calendar is not None and (any_plan is None or not calendar.allows(any_plan.value)):
            result.append(calendar)
    return result


_DURATION = "paths, crews, budget and energetic reasoning"
_RELOCATION = "the relocation problem"
_FLOW = "maximum flow by kinds of homes"
_COUNT = "households that lose their home, and the relocation problem"
_ASSIGNMENT = "optimal assignment of households to cells"
_PARTS = "every part at its best"
_DUAL = "dual of the tie and assignment polytopes, certified in whole numbers"
_BRANCHED = "{}, the largest over {} sets of calendars{}"


def _told(found: TreeBound) -> str:
    """Return how a bound was found that branches on calendars."""
    if found.spans == 1:
        return _DUAL
    return _BRANCHED.format(_DUAL, found.left, "" if found.in_time else "; its time was over")


__all__ = ["ORDER", "Ground", "prove"]
