"""What a plan itself reaches of the figures that bounds are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hecht.neighbourhood import Course, Neighbourhood, Stage

if TYPE_CHECKING:
    from hecht.planning.plan import Plan


def own_figures(plan: Plan) -> dict[str, int | float | None]:
    """Return a plan's figures by name: its outcomes, its score and `temporary_homes`."""
    return {
        **plan.outcomes().as_dict(),
        "score": plan.score,
        "temporary_homes": temporary_homes_used(plan.neighbourhood, plan.course),
    }


def temporary_homes_used(neighbourhood: Neighbourhood, course: Course) -> int:
    """Return the most bought-in temporary homes that are lived in during one month."""
    change: dict[int, int] = {}
    for stay in course.stays:
        if neighbourhood.home_of[stay.home].stage is Stage.TEMPORARY:
            change[stay.start] = change.get(stay.start, 0) + 1
            change[stay.end] = change.get(stay.end, 0) - 1
    used = most = 0
    for month in sorted(change):
        used += change[month]
        most = max(most, used)
    return most
