"""hecht itself, as one of the peers."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from hecht.planning.peers.course_rows import course_rows
from hecht.planning.peers.run import Run

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood
    from hecht.planning.peers.joint import JointProblem
    from hecht.planning.placement import PlacementProblem
    from hecht.planning.progress import Progress


_WRITING = 0.03
"""Share of the time kept for handing out temporary homes and making the course."""


def search_placement(problem: PlacementProblem, run: Run) -> None:
    """Search with all workers until the time is over."""
    _search(problem, run, run.workers)


def prove_placement(problem: PlacementProblem, run: Run) -> None:
    """Search on one core while the other lowers the bound."""
    from hecht.planning.placement import PlacementBound

    with ThreadPoolExecutor(1) as other:
        searching = other.submit(_search, problem, run, 1)
        while run.left() > 0.2 and not searching.done():
            time.sleep(0.05)
            if run.seconds - run.left() > min(2.0, run.seconds / 20):
                break
        # the bound aims at what the search has by then
        target = int(getattr(run, "best", 0))
        bound = PlacementBound(problem, target)
        least: int | None = None
        while run.left() > 0:
            value = bound.run(rounds=1).value
            if least is None or value < least:
                least = value
                run.bound(value)
        searching.result()


def _search(problem: PlacementProblem, run: Run, workers: int) -> None:
    from hecht.planning.placement.place import make_search

    search = make_search(problem, seed=run.seed, workers=workers, seconds=run.seconds)
    known: int | None = None

    def hand_over(rounds: int, score: int) -> bool:
        nonlocal known
        if known is None or score > known:
            known = score
            run.found(search.placement().cells)
        return run.left() > 0

    hand_over(0, search.best_score)
    search.run(seconds=max(0.0, run.left()), progress=hand_over)


def search_joint(problem: JointProblem, run: Run) -> None:
    """Solve the joint problem with the engine."""
    from hecht.planning.joint import solve_joint

    solve_joint(problem, run)


def plan(neighbourhood: Neighbourhood, run: Run) -> None:
    """Plan a neighbourhood with the engine, all time to the search."""
    _plan(neighbourhood, run, bounds=False)


def prove_plan(neighbourhood: Neighbourhood, run: Run) -> None:
    """Plan a neighbourhood with the engine, and prove what is possible of the score."""
    _plan(neighbourhood, run, bounds=True)


def _plan(neighbourhood: Neighbourhood, run: Run, bounds: bool) -> None:
    """Plan; each better plan is handed over when it is found, so that none is ever lost."""
    from hecht.planning.make import make_plan

    best: list[int] = []
    handed = [run.seconds * 2]

    def report(progress: Progress) -> None:
        if progress.message:
            return
        run.score(progress.score)
        # no more often than the time that is kept for writing allows
        soon = handed[0] - run.left() < _WRITING * run.seconds
        if soon or (best and progress.score <= best[0]):
            return
        course = progress.course()
        if course is not None:
            run.found(course_rows(neighbourhood, course))
            best[:] = [progress.score]
            handed[0] = run.left()

    made = make_plan(
        neighbourhood,
        seconds=max(0.0, run.left() - max(0.3, _WRITING * run.seconds)),
        seed=run.seed,
        workers=run.workers,
        progress=report,
        bounds=bounds,
        # points alone are compared here: looking after the worst-off may cost some
        groups=False,
        fairness=False,
    )
    run.found(course_rows(neighbourhood, made.course))
    for one in made.bounds:
        if one.figure == "score" and one.holds.value == "any plan":
            run.bound(one.value)
