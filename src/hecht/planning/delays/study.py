"""What late works do to a plan: chances, spreads, the blocks that hurt most, what buffers buy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hecht.planning.delays.buffers import Buffer, Harm, Tried, harms, time_buffers
from hecht.planning.delays.buffers import spare_buffers as _spare
from hecht.planning.delays.draws import draw_futures
from hecht.planning.delays.figures import figures
from hecht.planning.delays.future import Future, end_of
from hecht.planning.delays.future import future as _future
from hecht.planning.delays.network import Network, network
from hecht.planning.delays.runs import Runs, Told, households_of, run_all, told
from hecht.planning.plan import Plan

POLICIES = ("wait", "spare")

Number = float | int | None


@dataclass(frozen=True)
class Spread:
    """One figure over all futures; None where it is not known in every future.

    `plan`: with no delay. `p10`, `p50`, `p90`: the least value that at least that share of the
    futures does not exceed. `mean`: the average.
    """

    plan: Number
    mean: Number
    p10: Number
    p50: Number
    p90: Number


@dataclass(frozen=True)
class HouseholdChance:
    """One household that moves to a final home.

    `promised`: the month by which it was told to be there, from the start: an accepted promise of
    a month, else the planned one (`planned`). `chance`: the share of futures in which it is there
    by then. `p50`, `p90`: the month by which it is there in half, and nine tenths, of the futures.
    `late`: how many months late on average, futures in which it is on time included.
    """

    household: str
    home: str
    block: str | None
    planned: int
    promised: int
    chance: float
    p50: int
    p90: int
    late: float


@dataclass(frozen=True)
class Delays:
    """A plan in many futures. `horizon` is the first at which all has ended in each of them.

    `figures` has every outcome, and `score` in thousandths of a point. `broken` has the counts of
    what reality breaks: households over the months in temporary homes, households and months
    beyond the lease of a bought-in home, blocks after their latest month; and with the policy
    "spare" the households and months in spare homes. `households` are in the neighbourhood's
    order, `blocks` and `buffers` the most harmful and the most useful first. `within`: the share of
    those households that is home no more than 0, 1, 2 and more months late, averaged over the
    futures, until it is all of them.
    """

    plan: Plan
    futures: int
    seed: int
    policy: str
    horizon: int
    figures: Mapping[str, Spread]
    score: Spread
    broken: Mapping[str, Spread]
    households: tuple[HouseholdChance, ...]
    blocks: tuple[Harm, ...]
    buffers: tuple[Buffer, ...]
    within: tuple[float, ...]
    _network: Network
    _runs: Runs

    @cached_property
    def chance(self) -> float | None:
        """The share of households that is home by its month, averaged over the futures."""
        if not self.households:
            return None
        return sum(one.chance for one in self.households) / len(self.households)

    @property
    def late_months(self) -> float:
        """The household-months that people are home late, averaged over the futures."""
        return sum(one.late for one in self.households)

    def future(self, number: int) -> Future:
        """Return one future as a course, with the works as long as they really take in it.

        Raises ValueError when there is no such future.
        """
        if not 0 <= number < self.futures:
            raise ValueError(f"there is no future {number}; they are 0 to {self.futures - 1}")
        return _future(self._network, self._runs, number, self.horizon)


def delays(
    plan: Plan,
    futures: int = 1000,
    seed: int = 1,
    *,
    policy: str = "wait",
    buffer_months: tuple[int, ...] = (1, 2, 3),
    spare_homes: tuple[int, ...] = (1, 2, 5, 10),
    progress: Callable[[str], None] | None = None,
) -> Delays:
    """Return what happens to a plan in so many futures.

    When a household's next home is late, its block waits until it can leave (`policy` "wait"), or
    it waits in a spare temporary home that suits, where one is free for the whole time ("spare").
    `buffer_months` and `spare_homes` are the buffers that are tried; none: nothing is tried. The
    result depends on the plan, the rules of delay of its neighbourhood, and the arguments alone.

    Raises ValueError for arguments that make no sense or a plan that does not hold.
    """
    _examine(futures, policy, buffer_months, spare_homes)
    say = progress or (lambda text: None)
    net = network(plan.neighbourhood, plan.course)
    draws = draw_futures(net.neighbourhood, futures, seed, drawn_months(plan.course.horizon))
    units = len(net.units.home) if policy == "spare" else 0
    say("playing the futures")
    runs = run_all(net, draws, units)
    horizon = end_of(net, runs)
    found = figures(net, runs, horizon)
    aim = told(net)
    say("playing them with each block on time")
    tried = Tried(net, draws, aim, units)
    blocks = harms(tried, runs)
    buffers: list[Buffer] = []
    if buffer_months:
        say("playing them with buffers in time")
        buffers += time_buffers(tried, buffer_months, blocks)
    if spare_homes:
        say("playing them with spare homes")
        buffers += _spare(tried, spare_homes)
    return Delays(
        plan=plan,
        futures=futures,
        seed=seed,
        policy=policy,
        horizon=horizon,
        figures=MappingProxyType(
            {name: _spread(found.plan[name], values) for name, values in found.outcomes.items()}
        ),
        score=_spread(found.plan_score, found.score),
        broken=MappingProxyType(
            {name: _spread(None, values) for name, values in found.broken.items()}
        ),
        households=_households(net, runs, aim),
        blocks=blocks,
        buffers=tuple(sorted(buffers, key=Buffer.order)),
        within=_within(runs, aim),
        _network=net,
        _runs=runs,
    )


def drawn_months(horizon: int) -> int:
    """Return for how many months winters are drawn; after them nothing disturbs the works."""
    return 2 * horizon + 120


def _examine(
    futures: int, policy: str, buffer_months: tuple[int, ...], spare_homes: tuple[int, ...]
) -> None:
    if futures < 1:
        raise ValueError(f"futures is {futures}; give 1 or more")
    if policy not in POLICIES:
        raise ValueError(f"policy is {policy!r}; choose one of {', '.join(POLICIES)}")
    for name, tried in (("buffer_months", buffer_months), ("spare_homes", spare_homes)):
        if any(size < 1 for size in tried):
            raise ValueError(f"{name} holds {min(tried)}; every buffer is 1 or more")


def _spread(plan: Number, values: npt.NDArray[np.float64] | npt.NDArray[np.int64]) -> Spread:
    if np.isnan(values).any():
        return Spread(plan, None, None, None, None)
    mean = float(values.mean())
    low, middle, high = (number(values, share) for share in (0.1, 0.5, 0.9))
    return Spread(plan, round(mean, 6), low, middle, high)


def number(values: npt.NDArray[np.float64] | npt.NDArray[np.int64], share: float) -> Number:
    """Return the least value that at least this share of them does not exceed."""
    found = float(np.quantile(values, share, method="inverted_cdf"))
    return int(found) if found.is_integer() else round(found, 6)


def _within(runs: Runs, aim: Told) -> tuple[float, ...]:
    """Return the share of households home within 0, 1, 2 and more months of what they were told."""
    if not len(aim.arrival):
        return ()
    late = np.maximum(runs.month[:, aim.arrival] - aim.promised[None, :], 0)
    counts = np.bincount(late.ravel().astype(np.int64))
    return tuple(float(share) for share in np.cumsum(counts) / late.size)


def _households(net: Network, runs: Runs, aim: Told) -> tuple[HouseholdChance, ...]:
    """Return the chances of all households that are told a month."""
    if not len(aim.arrival):
        return ()
    months = runs.month[:, aim.arrival].astype(np.int64)
    late = np.maximum(months - aim.promised[None, :], 0)
    middle, high = (
        np.quantile(months, share, axis=0, method="inverted_cdf") for share in (0.5, 0.9)
    )
    n, e = net.neighbourhood, net.events
    last = {h: int(e.move_from[h + 1]) - 1 for h in aim.household.tolist()}
    result = []
    for j, household in enumerate(households_of(net, aim)):
        home = n.homes[int(e.move_target[last[int(aim.household[j])]])]
        result.append(
            HouseholdChance(
                household=household.id,
                home=home.id,
                block=home.block,
                planned=int(e.base[aim.arrival[j]]),
                promised=int(aim.promised[j]),
                chance=float((late[:, j] == 0).mean()),
                p50=int(middle[j]),
                p90=int(high[j]),
                late=float(late[:, j].mean()),
            )
        )
    return tuple(result)
