"""Which blocks' delay hurts people most, and which buffer buys most: by playing it again.

Every question is answered on the same futures (common random numbers), with one thing changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from hecht.planning.delays.draws import Draws
from hecht.planning.delays.network import Network, network
from hecht.planning.delays.play import (
    LAST_FINISH,
    LATE,
    LATE_HOUSEHOLDS,
    SPARE_MONTHS,
    TEMPORARY_MONTHS,
)
from hecht.planning.delays.runs import Runs, Told, run_sums, told, with_buffer
from hecht.planning.delays.units import with_spare

Ints = npt.NDArray[np.int64]
Asked = TypeVar("Asked")
Found = TypeVar("Found")

WORKERS = 2
"""Threads that play futures; the result does not depend on it."""


@dataclass(frozen=True)
class Harm:
    """What the delay of one block does, averaged over the futures.

    `delay`: the months that its works take longer than planned, none below 0. `late_chance`: the
    share of futures in which they do. `finish_late`: the months that they are finished after the
    planned month, other blocks' delay included. `harm`: the household-months of lateness that
    would not be there if its works took no longer than planned; `per_month`: that for each month
    of its own delay (None: it never runs late).
    """

    block: str
    delay: float
    late_chance: float
    finish_late: float
    harm: float
    per_month: float | None


@dataclass(frozen=True)
class Buffer:
    """What one buffer buys, averaged over the futures.

    `kind` is "block" (`size` months more are planned for the works on `block`), "all" (for the
    works on every block), "free" (who is late waits in homes that the plan leaves free: the policy
    "spare" instead of "wait") or "spare" (so many spare temporary homes besides, with that policy).
    `units`: the block-months or homes that the buffer is. `saved`: the household-months of lateness
    that it takes away, each household held to what it is then told. `chance`: the share of
    households home in time with it, `chance_without` without. `later`: the months by which all
    households together are told to come later; `longer`: by which the last works end later in a
    future; `temporary`: further months in temporary homes; `used`: the months in which the spare
    homes are lived in. `breaks`: accepted promises of a month that it would break by plan.
    """

    kind: str
    block: str | None
    size: int
    units: int
    saved: float
    chance: float
    chance_without: float
    later: int
    longer: float
    temporary: float
    used: float
    breaks: int

    @property
    def per_unit(self) -> float:
        """The household-months of lateness saved for each block-month, or each spare home."""
        return self.saved / self.units

    def order(self) -> tuple[float, str, str, int]:
        """Return the key by which buffers are listed: what buys most for its size goes first."""
        return -round(self.per_unit, 9), self.kind, self.block or "", self.size


class Tried:
    """A network with its futures, to be played again with one thing changed."""

    def __init__(self, net: Network, draws: Draws, aim: Told, units: int) -> None:
        self.net, self.draws, self.aim, self.units = net, draws, aim, units
        self.sums = run_sums(net, draws, aim, units=units)

    def share_in_time(self, sums: Ints) -> float:
        """Return the share of households that is home in time, averaged over the futures."""
        if not len(self.aim.arrival):
            return 1.0
        return 1.0 - float(sums[:, LATE_HOUSEHOLDS].mean()) / len(self.aim.arrival)


def harms(tried: Tried, runs: Runs) -> tuple[Harm, ...]:
    """Return what the delay of each block does, the most harmful first.

    A future in which a block is not late itself is not played again: nothing would change.
    """
    net, planned = tried.net, tried.net.events.planned
    count = len(tried.draws.work)

    def harm(b: int) -> Harm:
        own = np.maximum(runs.finish[:, b].astype(np.int64) - runs.begin[:, b] - planned[b], 0)
        end = net.course.starts[net.blocks[b]] + int(planned[b])
        chosen = np.nonzero(own)[0].astype(np.int64)
        saved = 0.0
        if len(chosen):
            sums = run_sums(
                net, tried.draws, tried.aim, chosen=chosen, punctual=b, units=tried.units
            )
            saved = float((tried.sums[chosen, LATE] - sums[:, LATE]).sum()) / count
        delay = float(own.mean())
        return Harm(
            block=net.blocks[b],
            delay=delay,
            late_chance=len(chosen) / count,
            finish_late=float(np.maximum(runs.finish[:, b] - end, 0).mean()),
            harm=saved,
            per_month=saved / delay if delay > 0 else None,
        )

    found = _each(harm, range(len(net.blocks)))
    return tuple(sorted(found, key=lambda one: (-round(one.per_month or 0.0, 9), one.block)))


def time_buffers(tried: Tried, months: Sequence[int], blocks: Iterable[Harm]) -> list[Buffer]:
    """Return what more planned months buy, for each block whose delay does harm, and for all."""
    net = tried.net
    place = {name: b for b, name in enumerate(net.blocks)}
    harmful = [place[one.block] for one in blocks if one.harm > 0]

    def buffer(asked: tuple[int | None, int]) -> Buffer:
        b, size = asked
        more = dict.fromkeys(range(len(net.blocks)), size) if b is None else {b: size}
        changed = with_buffer(net, more)
        aim = told(changed)
        sums = run_sums(changed, tried.draws, aim, units=tried.units)
        planned = changed.events.base[aim.arrival]
        held = aim.promised != planned
        return _buffer(
            tried,
            sums,
            kind="all" if b is None else "block",
            block=None if b is None else net.blocks[b],
            size=size,
            later=int((planned - net.events.base[aim.arrival]).sum()),
            breaks=int((held & (planned > aim.promised)).sum()),
        )

    asked: list[tuple[int | None, int]] = [(b, size) for b in harmful for size in months]
    if len(net.blocks) > 1 and harmful:
        asked += [(None, size) for size in months]
    return _each(buffer, asked)


def spare_buffers(tried: Tried, homes: Sequence[int]) -> list[Buffer]:
    """Return what homes that stand free buy, and what further spare temporary homes buy.

    The latter are compared with the policy "spare" without them, so that only the homes differ.
    """
    net = tried.net
    own = net.units.home.tolist()
    bigger = network(with_spare(net.neighbourhood, max(homes)), net.course)
    aim = told(bigger)
    # the spare homes are the last of the neighbourhood, and so the last of the units
    without, found = tried, []
    if tried.units == 0 and own:
        without = Tried(net, tried.draws, tried.aim, len(own))
        found.append(
            _buffer(tried, without.sums, kind="free", block=None, size=1, later=0, breaks=0)
        )

    def buffer(size: int) -> Buffer:
        sums = run_sums(bigger, tried.draws, aim, units=len(own) + size, first_extra=len(own))
        return _buffer(without, sums, kind="spare", block=None, size=size, later=0, breaks=0)

    return found + _each(buffer, homes)


def _buffer(
    tried: Tried, sums: Ints, *, kind: str, block: str | None, size: int, later: int, breaks: int
) -> Buffer:
    change = sums.mean(axis=0) - tried.sums.mean(axis=0)
    return Buffer(
        kind=kind,
        block=block,
        size=size,
        units=size * (len(tried.net.blocks) if kind == "all" else 1),
        saved=0.0 - float(change[LATE]),
        chance=tried.share_in_time(sums),
        chance_without=tried.share_in_time(tried.sums),
        later=later,
        longer=float(change[LAST_FINISH]),
        temporary=float(change[TEMPORARY_MONTHS]),
        used=float(sums[:, SPARE_MONTHS].mean()),
        breaks=breaks,
    )


def _each(what: Callable[[Asked], Found], asked: Iterable[Asked]) -> list[Found]:
    """Answer every question, on two threads; in the order of the questions."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(what, asked))
