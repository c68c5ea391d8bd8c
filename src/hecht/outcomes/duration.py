"""Duration: the months until the last works are finished."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Course, Neighbourhood


@dataclass(frozen=True)
class Duration:
    """`months` until the last works are finished (0 when there are none).

    `undated` names the blocks whose works have no start month; they are left out of `months`.
    """

    months: int
    undated: tuple[str, ...]


def duration(neighbourhood: Neighbourhood, course: Course) -> Duration:
    """Return how long the works last, from the project's start."""
    works = [block for block in neighbourhood.blocks if block.has_works]
    finishes = [course.starts[b.id] + b.duration for b in works if b.id in course.starts]
    undated = tuple(block.id for block in works if block.id not in course.starts)
    return Duration(max(finishes, default=0), undated)
