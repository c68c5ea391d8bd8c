"""From the best of some plans on: a month more or less for one block at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hecht.neighbourhood import Neighbourhood
from hecht.planning.delays.network import Network
from hecht.planning.delays.runs import Runs
from hecht.planning.plan import Plan

TRIALS = 6
"""How many plans are tried after the first ones."""


@dataclass(frozen=True)
class Judged:
    """What a plan is worth on the futures, and the waiting behind each block (`waits`)."""

    value: float
    waits: Mapping[str, float]


@dataclass(frozen=True)
class _Lengths:
    """Durations to plan with, in months by block, and how they are named."""

    name: str
    base: Neighbourhood
    months: Mapping[str, int]

    def neighbourhood(self) -> Neighbourhood:
        blocks = tuple(replace(b, duration=self.months[b.id]) for b in self.base.blocks)
        return replace(self.base, blocks=blocks)

    def changed(self, block: str, by: int) -> _Lengths:
        months = {**self.months, block: self.months[block] + by}
        started = {b.id: b.duration for b in self.base.blocks}
        steps = [f"{b} {months[b] - started[b]:+d}" for b in started if months[b] != started[b]]
        name = self.name.split(",")[0]
        return replace(self, name=", ".join([name, *steps]), months=months)


def waits(net: Network, runs: Runs) -> dict[str, float]:
    """Return by block the household-months that people wait for homes there, on average.

    The months by which its works finish later than they were planned to, over all futures, times
    the households whose final home lies in it.
    """
    arriving: dict[str, int] = dict.fromkeys(net.blocks, 0)
    homes = net.neighbourhood.home_of
    for stay in net.course.stays:
        block = homes[stay.home].block
        if stay.end >= net.course.horizon and block in arriving:
            arriving[block] += 1
    planned = net.events.base[net.start_event] + net.events.planned
    late = np.maximum(runs.finish - planned[None, :], 0).mean(axis=0)
    return {name: float(late[b]) * arriving[name] for b, name in enumerate(net.blocks)}


def search(
    asked: Sequence[tuple[str, Neighbourhood]],
    made: Sequence[tuple[str, Plan | str]],
    attempt: Callable[[str, Neighbourhood], Plan | None],
    judge: Callable[[list[Plan]], list[Judged]],
) -> None:
    """Try other durations block by block, from those of the best plan so far.

    `asked` are the durations that were planned with, `made` what came of each, `attempt` plans
    with others and keeps the plan, `judge` holds plans against the same futures. The block with
    most waiting gets a month more, then that with least a month less (never below what its works
    take), in turn; what is better is gone on from. At most TRIALS plans are made.
    """
    found = [
        (name, longer, plan)
        for (name, longer), (_, plan) in zip(asked, made, strict=True)
        if isinstance(plan, Plan)
    ]
    judged = judge([plan for _, _, plan in found])
    at = max(range(len(found)), key=lambda i: (judged[i].value, -i))
    name, longer, best = found[at]
    here = judged[at]
    lengths = _Lengths(name, longer, {b.id: b.duration for b in longer.blocks})
    least = {b.id: b.duration for b in asked[0][1].blocks}
    tried = {tuple(b.duration for b in one.blocks) for _, one in asked}
    for _ in range(TRIALS):
        step = _next(lengths, here.waits, least, tried)
        if step is None:
            return
        tried.add(tuple(step.months.values()))
        plan = attempt(step.name, step.neighbourhood())
        if plan is None:
            continue
        before, after = judge([best, plan])
        if after.value > before.value:
            best, here, lengths = plan, after, step


def _next(
    lengths: _Lengths,
    waiting: Mapping[str, float],
    least: Mapping[str, int],
    tried: set[tuple[int, ...]],
) -> _Lengths | None:
    """Return the first step that was not tried: more where most wait, less where fewest do."""
    most = sorted(waiting, key=lambda block: (-waiting[block], block))
    steps: list[_Lengths] = []
    for long, short in zip(most, reversed(most), strict=True):
        if waiting[long] > 0:
            steps.append(lengths.changed(long, 1))
        if lengths.months[short] > least[short]:
            steps.append(lengths.changed(short, -1))
    return next((one for one in steps if tuple(one.months.values()) not in tried), None)
