"""What is wrong with a neighbourhood as a whole, each with its place and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hecht.neighbourhood.problem import Problem, Unread

if TYPE_CHECKING:
    from hecht.neighbourhood.neighbourhood import Neighbourhood

__all__ = ["Problem", "Unread", "problems"]


def problems(neighbourhood: Neighbourhood, unread: Unread | None = None) -> list[Problem]:
    """Return every problem in a neighbourhood, in one go; empty when there is none.

    `unread` tells what could not be read, so that one fault is not reported as many. Whether
    there are homes for all who return is judged only when blocks, homes and households are sound.
    Never raises on a neighbourhood whose fields have their proper types.
    """
    from hecht.neighbourhood import (
        faults_people,
        faults_promises,
        faults_records,
        faults_time,
        shortage,
    )
    from hecht.neighbourhood.look import Look

    look = Look(neighbourhood, unread or Unread())
    checks = (
        *faults_records.CHECKS,
        *faults_time.CHECKS,
        *faults_people.CHECKS,
        *faults_promises.CHECKS,
    )
    found = [problem for check in checks for problem in check(look)]
    found = [one for one in found if (one.table, one.position, one.column) not in look.unread.cells]
    wrong = {problem.table for problem in found if problem.severity == "error"}
    if not wrong & {"project", "blocks", "homes", "households"}:
        found += [problem for check in shortage.CHECKS for problem in check(look)]
    return found
