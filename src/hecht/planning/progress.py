"""What a search tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hecht.neighbourhood import Course


def _none() -> Course | None:
    return None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: seconds since its start, rounds done, and the best so far.

    `score` is in thousandths of a point and never more than the true score of that plan;
    `ties_kept` is a share (None: no tie was near at the start); `returning` counts the households
    that wished to return and do. `course` gives the plan itself as it would be if the search ended
    now, its temporary homes quickly handed out; None while there is no plan.
    """

    seconds: float
    iterations: int
    score: int
    ties_kept: float | None
    returning: int
    message: str = ""
    course: Callable[[], Course | None] = field(default=_none, repr=False, compare=False)
