"""What follows the search of a plan: care for groups and the worst-off, and proof."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from hecht.neighbourhood import Problem
from hecht.planning.bounds.figure_bound import FigureBound
from hecht.planning.resume import never

if TYPE_CHECKING:
    from hecht.neighbourhood import Course
    from hecht.planning.care import Cared, Finish
    from hecht.planning.check import Before
    from hecht.planning.instance import Instance

PROOF_SHARE = 0.2
"""Share of the seconds for proving what is possible, after the search."""
PROOF_SECONDS = 120.0
"""More than this is never kept for it."""
CARE_SHARE = 0.1
"""Share of the seconds for groups and the worst-off, after the search."""


def proof_share(seconds: float | None) -> float:
    """Return the part of the seconds that goes to proof."""
    return 0.0 if seconds is None else min(PROOF_SHARE * seconds, PROOF_SECONDS)


def cared(
    instance: Instance,
    course: Course,
    *,
    seed: int,
    workers: int,
    groups: bool,
    fairness: bool,
    finish: Finish | None = None,
    enough: Callable[[], bool] = never,
) -> Cared:
    """Return the course after care for groups and the worst-off; as it is when interrupted.

    What was not begun when `enough` says that time is up is left out.
    """
    from hecht.planning.care import Cared, care_for
    from hecht.planning.engine import finished
    from hecht.planning.groups import fates_of

    with suppress(KeyboardInterrupt):
        return care_for(
            instance, course, seed=seed, workers=workers, groups=groups, fairness=fairness,
            finish=finish or finished, enough=enough,
        )  # fmt: skip
    return Cared(course, fates_of(instance.neighbourhood, course))


def proven(
    instance: Instance,
    course: Course,
    seconds: float | None,
    seed: int,
    before: Before | None = None,
    quick: bool = False,
    workers: int = 1,
) -> tuple[FigureBound, ...]:
    """Return what is provably possible; nothing when somebody does not wait for it.

    `before` is the plan that a plan made anew came from. Without `seconds` a fixed number of
    rounds is done; `quick` asks for the bounds that take little time only.
    """
    from hecht.planning.bounds.prove import ROUNDS, prove

    rounds = ROUNDS if seconds is None else None
    try:
        return prove(
            instance, course, seconds=seconds, rounds=rounds, seed=seed, before=before, quick=quick,
            workers=workers,
        )  # fmt: skip
    except KeyboardInterrupt:
        return ()


def summary(found: list[Problem], where: str = "the neighbourhood") -> str:
    """Return in a sentence how many errors there are, with the first five."""
    shown = "; ".join(f"{p.table} {p.key}: {p.text}" for p in found[:5])
    more = f" (and {len(found) - 5} more)" if len(found) > 5 else ""
    return f"{where} has {len(found)} errors: {shown}{more}"
