"""What was proven of one problem as a beginning for another that is much like it.

The two have the same households and ties; pairs may be gone, and values and tables may differ.
Messages are carried over by tie end and location class, prices by cell. Any messages and prices
prove a bound, so nothing can go wrong but that the beginning is a poor one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.planning.placement.certificate import Certificate, reaches
from hecht.planning.placement.problem import IntArray, PlacementProblem


@dataclass(frozen=True)
class Beginning:
    """Messages in the order of a problem's tie ends and reaches, and a price per cell.

    `scale` is how many units make a point.
    """

    scale: int
    message: IntArray
    price: IntArray


def carried_over(
    before: PlacementProblem, certificate: Certificate, after: PlacementProblem
) -> Beginning:
    """Return a problem's certificate as a beginning for another.

    Raises:
        ValueError: the two have other ties or another number of cells.
    """
    if not np.array_equal(before.ties, after.ties) or before.cells != after.cells:
        raise ValueError("only a problem with the same ties and cells can begin where this ended")
    old, new = _places(before), _places(after)
    at = np.minimum(np.searchsorted(old, new), max(0, len(old) - 1))
    known = old[at] == new if len(old) else np.zeros(len(new), np.bool_)
    message = np.where(known, certificate.message[at], 0) if len(old) else np.zeros(len(new))
    return Beginning(certificate.scale, message.astype(np.int64), certificate.price)


def _places(problem: PlacementProblem) -> IntArray:
    """Return a number for each message: of its tie end and location class; increasing."""
    start, classes_of, _, _ = reaches(problem)
    ends = problem.ties.ravel()
    rows = np.diff(start)[ends]
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(rows)))
    end = np.repeat(np.arange(len(ends)), rows)
    reach = np.repeat(start[ends], rows) + np.arange(int(first[-1])) - first[end]
    places: IntArray = end * problem.closeness.shape[1] + classes_of[reach]
    return places
