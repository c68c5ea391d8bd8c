"""From a calendar and a final home for each household to a course, for peers that stop there.

The months of moving follow from both; temporary homes are handed out by the same procedure as
the engine's, so that a peer is not judged by how it hands them out.
"""

from __future__ import annotations

from collections.abc import Mapping

from hecht.planning import own_block
from hecht.planning.engine import finished
from hecht.planning.instance import Instance
from hecht.planning.own_block import must_move, state_of
from hecht.planning.peers.course_rows import course_rows
from hecht.planning.peers.run import Ints, NotApplicable
from hecht.planning.state import State


def rows_from(instance: Instance, state: State) -> Ints | None:
    """Return the row of the course of a state, or None when temporary homes do not suffice."""
    course = finished(instance, state, seed=0, by_ties=False)
    return None if course is None else course_rows(instance.neighbourhood, course)


def rows_of(instance: Instance, starts: Mapping[str, int], homes: Mapping[int, int]) -> Ints | None:
    """Return the row of a calendar and homes (see `state_of`), or None as `rows_from` does."""
    return rows_from(instance, state_of(instance, starts, homes))


def everyone_back(instance: Instance) -> tuple[State, Ints]:
    """Return the plan in which everyone returns to the own block, and the row of its course.

    Raises NotApplicable when there is none (see `own_block.everyone_back`).
    """
    try:
        state, course = own_block.everyone_back(instance)
    except own_block.NoWayBack as error:
        raise NotApplicable(str(error)) from None
    return state, course_rows(instance.neighbourhood, course)


__all__ = ["everyone_back", "must_move", "rows_from", "rows_of", "state_of"]
