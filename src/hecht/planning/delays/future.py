"""One future as a course: what would really happen, to be measured and checked like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from hecht.neighbourhood import Course, Neighbourhood, Stay, StayKind
from hecht.planning.delays.network import FINAL, LEFT, START, TEMPORARY, Network
from hecht.planning.delays.runs import Runs

_KINDS = {START: StayKind.START, TEMPORARY: StayKind.TEMPORARY, FINAL: StayKind.FINAL}


@dataclass(frozen=True)
class Future:
    """How things go in one future.

    `neighbourhood` is the plan's, with the works as long as they really take and a horizon at
    which all has ended; `course` is what happens in it.
    """

    number: int
    neighbourhood: Neighbourhood
    course: Course


def future(network: Network, runs: Runs, k: int, horizon: int) -> Future:
    """Return future k of these runs as a course up to a horizon at which all has ended."""
    n, e = network.neighbourhood, network.events
    month, hop, hop_month = runs.month[k], runs.hop[k if runs.units else 0], runs.hop_month
    waits = hop_month[k if runs.units else 0]
    stays: list[Stay] = []
    for h, household in enumerate(n.households):
        own: list[Stay] = []
        home, since, kind = household.home, 0, START
        for move in range(int(e.move_from[h]), int(e.move_from[h + 1])):
            came = left = int(month[e.move_event[move]])
            if runs.units and hop[move] >= 0:
                left = int(waits[move])
            _add(own, Stay(household.id, home, since, left, _KINDS[kind]))
            if left < came:
                spare = n.homes[int(network.units.home[hop[move]])].id
                _add(own, Stay(household.id, spare, left, came, StayKind.TEMPORARY))
            target = int(e.move_target[move])
            home, since, kind = n.homes[target].id, came, int(e.move_kind[move])
        if kind != LEFT:
            _add(own, Stay(household.id, home, since, horizon, _KINDS[kind]))
        stays += own
    starts = {name: int(runs.begin[k, b]) for b, name in enumerate(network.blocks)}
    lasting = {
        name: int(runs.finish[k, b] - runs.begin[k, b]) for b, name in enumerate(network.blocks)
    }
    course = Course(horizon, MappingProxyType(starts), tuple(stays), network.course.reasons)
    real = replace(
        n,
        project=replace(n.project, horizon=horizon),
        blocks=tuple(replace(b, duration=lasting.get(b.id, b.duration)) for b in n.blocks),
    )
    return Future(k, real, course)


def _add(own: list[Stay], stay: Stay) -> None:
    """Add a stay; one of no months is none, and one that goes on in the same way is the same."""
    if stay.start >= stay.end:
        return
    if own and own[-1].home == stay.home and own[-1].kind is stay.kind:
        own[-1] = replace(own[-1], end=stay.end)
        return
    own.append(stay)


def end_of(network: Network, runs: Runs) -> int:
    """Return the first horizon at which all has ended in every future, at least the plan's."""
    return max(
        network.course.horizon,
        int(runs.finish.max(initial=0)),
        1 + int(np.max(runs.month, initial=0)),
    )
