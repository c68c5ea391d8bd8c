"""Many futures of one network at once: all of it, or only what a comparison needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Household, Month, PromiseKind, PromiseStatus, Stage
from hecht.planning.delays.draws import MONTH, Draws, as_planned
from hecht.planning.delays.network import TEMPORARY, Network
from hecht.planning.delays.play import SUMS, Months, new_real, play, play_all, play_sums

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """F futures. month: F by V events; begin, finish: F by B blocks with works.

    `units` is how many spare homes could be used; hop and hop_month: F by M moves, the spare home
    in which a household waits before a move and since when (one row when `units` is 0).
    """

    month: Months
    begin: Months
    finish: Months
    hop: Months
    hop_month: Months
    units: int


def run_all(network: Network, draws: Draws, units: int = 0) -> Runs:
    """Play every future and keep all of it."""
    e, count = network.events, len(draws.work)
    moves, blocks = len(e.move_event), len(e.planned)
    rows = count if units else 1
    runs = Runs(
        month=np.zeros((count, len(e.base)), dtype=np.int32),
        begin=np.zeros((count, blocks), dtype=np.int32),
        finish=np.zeros((count, blocks), dtype=np.int32),
        hop=np.full((rows, moves), -1, dtype=np.int32),
        hop_month=np.zeros((rows, moves), dtype=np.int32),
        units=units,
    )
    play_all(
        e, network.units, draws.work, draws.done, units, new_real(e, network.units), runs.month,
        runs.begin, runs.finish, runs.hop, runs.hop_month,
    )  # fmt: skip
    return runs


@dataclass(frozen=True)
class Told:
    """What households were told. arrival: the event of each household's final move; promised: the
    month by which it was told to be in its final home; household: its place. since, until: the
    events between which the planned temporary stays lie.
    """

    household: Ints
    arrival: Ints
    promised: Ints
    since: Ints
    until: Ints


def told(network: Network) -> Told:
    """Return what the plan tells: an accepted promise of a month, else the planned month."""
    n, e = network.neighbourhood, network.events
    by = promised_months(network)
    movers = [h for h in range(len(n.households)) if network.final_event[h] >= 0]
    arrival = [int(network.final_event[h]) for h in movers]
    promised = [
        by.get(n.households[h].id, int(e.base[v])) for h, v in zip(movers, arrival, strict=True)
    ]
    since, until = [], []
    for h in range(len(n.households)):
        for move in range(int(e.move_from[h]), int(e.move_from[h + 1]) - 1):
            if e.move_kind[move] == TEMPORARY:
                since.append(int(e.move_event[move]))
                until.append(int(e.move_event[move + 1]))
    return Told(*(np.array(list_, dtype=np.int64) for list_ in
                  (movers, arrival, promised, since, until)))  # fmt: skip


def promised_months(network: Network) -> dict[str, int]:
    """Return the month by which a household was promised to be home, where one was accepted."""
    n = network.neighbourhood
    result: dict[str, int] = {}
    for promise in n.promises:
        if promise.kind is PromiseKind.BY and promise.status is PromiseStatus.ACCEPTED:
            month = Month.parse(promise.value).since(n.project.start)
            result[promise.household] = min(month, result.get(promise.household, month))
    return result


def run_sums(
    network: Network,
    draws: Draws,
    aim: Told,
    *,
    chosen: Ints | None = None,
    punctual: int = -1,
    units: int = 0,
    first_extra: int = 1 << 30,
) -> Ints:
    """Play the chosen futures (None: all) and return a row of sums for each (see `play_sums`)."""
    e = network.events
    if chosen is None:
        chosen = np.arange(len(draws.work), dtype=np.int64)
    sums = np.zeros((len(chosen), SUMS), dtype=np.int64)
    play_sums(
        e, network.units, draws.work, draws.done, chosen, punctual, units, first_extra,
        aim.arrival, aim.promised, aim.since, aim.until, new_real(e, network.units), sums,
    )  # fmt: skip
    return sums


def with_buffer(network: Network, months: dict[int, int]) -> Network:
    """Return the network of the plan with so many months more for the works on some blocks.

    Everything that waits for those works is planned later, as far as it has to be.
    """
    draws = as_planned(network.neighbourhood, network.course.horizon)
    work = draws.work.copy()
    for b, more in months.items():
        work[0, b] += more * MONTH
    real = new_real(network.events, network.units)
    play(network.events, network.units, work[0], draws.done[0], -1, 0, real)
    n, units = network.neighbourhood, network.units
    end = units.end.copy()
    place = {name: b for b, name in enumerate(network.blocks)}
    for unit, u in enumerate(units.home.tolist()):
        home = n.homes[u]
        if home.stage is Stage.EXISTING and home.block is not None:
            end[unit] = real.begin[place[home.block]]
    return Network(
        neighbourhood=n,
        course=network.course,
        blocks=network.blocks,
        events=network.events._replace(base=real.month.copy()),
        start_event=network.start_event,
        final_event=network.final_event,
        units=units._replace(end=end),
    )


def households_of(network: Network, aim: Told) -> list[Household]:
    """Return the households that are told a month, in the order of `aim`."""
    return [network.neighbourhood.households[h] for h in aim.household.tolist()]
