"""From ATT(g, t) to one figure: simple, dynamic, group and calendar, as weighed sums.

Definitions and weights of Callaway and Sant'Anna (2021), section 3: cohorts weigh by their
number of units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects.cells import Cells

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A weighed sum of cells, and how it moves when a unit more is in a cohort.

    `weights` is (cells,). `shift` is (cohorts + 1,): the part of the influence of a unit of a
    cohort that comes from the weights, which are estimated too.
    """

    weights: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Aggregates:
    """The four figures, and the steps they are made of: by event time, cohort and time."""

    overall: dict[str, Weighed]
    by_event_time: dict[int, Weighed]
    by_group: dict[int, Weighed]
    by_time: dict[int, Weighed]


def aggregates(cells: Cells, sizes: Floats, att: Floats) -> Aggregates:
    """Return every aggregation; `sizes` (cohorts + 1,) are numbers of units, `att` (cells,)."""
    share = sizes / sizes.sum()
    event, after = cells.event_time, cells.after
    by_event = {int(one): _by_size(cells, event == one, share, att) for one in np.unique(event)}
    by_time = {
        int(cells.times[one]): _by_size(cells, after & (cells.time == one), share, att)
        for one in np.unique(cells.time[after])
    }
    groups = {
        int(one): _mean_of_cells(cells, after & (cells.cohort == one))
        for one in np.unique(cells.cohort[after])
    }
    return Aggregates(
        overall={
            "simple": _by_size(cells, after, share, att),
            "dynamic": _mean([one for years, one in by_event.items() if years >= 0]),
            "group": _groups(groups, share, att),
            "calendar": _mean(list(by_time.values())),
        },
        by_event_time=by_event,
        by_group={int(cells.cohorts[at]): one for at, one in groups.items()},
        by_time=by_time,
    )


def _by_size(cells: Cells, inside: NDArray[np.bool_], share: Floats, att: Floats) -> Weighed:
    """Weigh cells by the share of their cohort; a unit more shifts the weight to its cohort."""
    raw = np.where(inside, share[cells.cohort], 0.0)
    total = raw.sum()
    weights = raw / total
    apart = np.where(inside, att - weights @ att, 0.0)
    shift = np.bincount(cells.cohort, weights=apart, minlength=len(share)) / total
    return Weighed(weights, shift)


def _mean_of_cells(cells: Cells, inside: NDArray[np.bool_]) -> Weighed:
    return Weighed(inside / inside.sum(), np.zeros(len(cells.cohorts) + 1))


def _groups(groups: dict[int, Weighed], share: Floats, att: Floats) -> Weighed:
    """Weigh the means of the cohorts by their size."""
    total = sum(share[at] for at in groups)
    weights = sum((share[at] * one.weights for at, one in groups.items()), np.zeros(len(att)))
    weights = weights / total
    shift = np.zeros(len(share))
    for at, one in groups.items():
        shift[at] = (one.weights @ att - weights @ att) / total
    return Weighed(weights, shift)


def _mean(parts: Sequence[Weighed]) -> Weighed:
    return Weighed(
        np.mean([one.weights for one in parts], axis=0),
        np.mean([one.shift for one in parts], axis=0),
    )
