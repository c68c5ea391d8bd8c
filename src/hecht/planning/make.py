"""Make a plan: from a neighbourhood to the best plan found, or the reasons why there is none."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import MappingProxyType

from hecht.neighbourhood import Neighbourhood, problems
from hecht.outcomes import score as score_of
from hecht.planning.afterwards import CARE_SHARE, cared, proof_share, proven, summary
from hecht.planning.bounds.figure_bound import FigureBound
from hecht.planning.no_plan import NoPlan
from hecht.planning.plan import Plan
from hecht.planning.progress import Progress

METHODS = ("hecht", "practice")

DEFAULT_SECONDS = 60.0

WHY_SHARE, WHY_SECONDS = 0.2, 5.0
"""Share of the seconds, and at least so many, after them for the smallest changes that give a plan.

Only when none was found.
"""


def make_plan(
    neighbourhood: Neighbourhood,
    *,
    seconds: float | None = DEFAULT_SECONDS,
    iterations: int | None = None,
    seed: int = 1,
    workers: int = 2,
    method: str = "hecht",
    progress: Callable[[Progress], None] | None = None,
    bounds: bool = True,
    groups: bool = True,
    fairness: bool = True,
    ways_out: bool = True,
) -> Plan:
    """Return the best plan found within `seconds`, or after exactly `iterations` rounds.

    With `iterations` the result depends on the neighbourhood, the seed and that number alone,
    and `seconds` is not used. `workers` is the number of threads; it changes the speed, never
    the result of a given number of rounds. A KeyboardInterrupt ends the search and returns the
    best plan so far. `method` is "hecht" or "practice" (see `hecht.planning.practice`).

    Nothing is begun once the seconds are over; what is under way is finished, which takes a fifth
    of them more at most where the search has the machine to itself. When no plan was found it goes
    on for `WHY_SHARE` of them or `WHY_SECONDS`, to see what would give one. Without `ways_out` the
    refusal says what the best attempt breaks, and no smallest changes are looked for.

    With `bounds` it is also worked out what is provably possible (see `hecht.planning.bounds`),
    after the search, in a fifth of the seconds or a fixed number of rounds.

    With `groups` the best plan found is changed so that groups are placed as one where that can
    be done at the policy's price, and with `fairness` so that the households served least are
    served better within the policy's margin (see `hecht.planning.care`). Both cost points.

    Raises NoPlan when no plan keeps to the hard rules, ValueError for options that make no sense
    or a neighbourhood with errors.
    """
    _examine(neighbourhood, seconds, iterations, workers, method)
    from hecht.planning.engine import Engine, NoCalendar, handing_out, practice_course
    from hecht.planning.insist import insist
    from hecht.planning.instance import compile_instance
    from hecht.planning.relaxations import conflicts_of, no_calendar, no_placement
    from hecht.planning.warm import warm_up

    if iterations is None and method == "hecht":
        warm_up()  # compiling is not searching, so it comes off no one's seconds
    begin = time.monotonic()
    instance = compile_instance(neighbourhood)
    if method == "practice":
        course = practice_course(instance)
        if course is None:
            raise NoPlan(
                [
                    "the order in which blocks are listed and households choose leads to no plan "
                    "that keeps to every rule; the method hecht may find one"
                ]
            )
        return Plan(neighbourhood, course, method, seed, score_of(neighbourhood, course))
    try:
        engine = Engine(instance, seed, workers, progress)
    except NoCalendar as error:
        raise no_calendar(instance) from error
    limit = None if iterations is not None else seconds
    share = proof_share(limit) if bounds else 0.0
    care = CARE_SHARE * (limit or 0.0) if groups or fairness else 0.0
    search = None if limit is None else limit - share - care - handing_out(instance, limit)
    if search is not None:
        engine.lay_out(search)
    stopped = engine.search(lambda: time.monotonic() - begin, search, iterations)

    def enough() -> bool:
        return limit is not None and time.monotonic() - begin >= limit - share

    try:
        course = engine.course(enough)
    except KeyboardInterrupt:
        # pressed twice: the plan that was found is still worth the second it takes
        course = engine.course(enough)
    waits = stopped != "interrupted"
    if course is None:
        until = begin + (limit or 0.0) + max(WHY_SECONDS, WHY_SHARE * (limit or 0.0))

        def late() -> bool:
            return limit is not None and time.monotonic() >= until

        course = insist(engine, late) if waits else None
        if course is None:
            if not ways_out:
                raise NoPlan(conflicts_of(instance, engine.best()))
            raise no_placement(instance, engine.best(), seed, workers, late)
    after = cared(
        instance, course, seed=seed, workers=workers, groups=groups and waits,
        fairness=fairness and waits, enough=enough,
    )  # fmt: skip
    course = after.course
    found: tuple[FigureBound, ...] = ()
    if bounds and waits:
        left = None if limit is None else max(share / 2, begin + limit - time.monotonic())
        found = proven(instance, course, left, seed, workers=workers)
    return Plan(
        neighbourhood=neighbourhood,
        course=course,
        method=method,
        seed=seed,
        score=score_of(neighbourhood, course),
        iterations=engine.rounds,
        seconds=limit,
        stopped=stopped,
        bounds=found,
        groups=MappingProxyType(dict(after.groups)),
        fairness=after.fairness,
    )


def _examine(
    neighbourhood: Neighbourhood,
    seconds: float | None,
    iterations: int | None,
    workers: int,
    method: str,
) -> None:
    if method not in METHODS:
        raise ValueError(f"method is {method!r}; choose one of {', '.join(METHODS)}")
    if iterations is None and (seconds is None or seconds < 0):
        raise ValueError(f"seconds is {seconds}; give a number of seconds, or iterations")
    if iterations is not None and iterations < 0:
        raise ValueError(f"iterations is {iterations}; give 0 or more")
    if workers < 1:
        raise ValueError(f"workers is {workers}; give at least 1")
    found = [p for p in problems(neighbourhood) if p.severity == "error"]
    if found:
        raise ValueError(summary(found))
