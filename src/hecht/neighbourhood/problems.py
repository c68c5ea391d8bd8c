"""What is wrong with a neighbourhood as a whole, each with its place and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hecht.neighbourhood.problem import Problem, Unread

if TYPE_CHECKING:
    from hecht.neighbourhood.neighbourhood import Neighbourhood

__all__ = ["Problem", "Unread", "problems"]


def problems(neighbourhood: Neighbourhood, unread: Unread | None = None) -> list[Problem]:
    """Return every problem in a neighbourhood, in one go; empty when there is none.

    `unread` tells what could not be read, so that one fault is not reported as many.
    """
    return []
