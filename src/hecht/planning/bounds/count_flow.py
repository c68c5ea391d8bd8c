"""Returns, moves and months in temporary homes, as flows of households to homes of a kind.

Households that lose their home in the same block and need the same are one source; homes that are
ready together and alike to everybody are one sink. Without ties that loses nothing, so the
optimum of the flow (exact, in whole numbers) is the optimum over households and homes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import PromiseKind, PromiseStatus
from hecht.planning.bounds.ground import Ground, Ints, Role
from hecht.planning.bounds.reach import Reach
from hecht.planning.bounds.windows import Windows

MOST_ARCS = 3_000_000


class NoFlow(ValueError):
    """Not everybody can have a place within the numbers that may go."""


@dataclass(frozen=True)
class CountFlow:
    """Arcs from groups of households to groups of homes; the last two sinks are no homes.

    `supply` and `capacity` count households and homes; the sinks `away` are for affected
    households that wished to return, and for others that may go. Per arc: its `source` and
    `sink`, the least months to `wait`, whether the household `stays` where it is, and whether the
    source is `affected` and `wishing`.
    """

    ground: Ground
    supply: Ints
    capacity: Ints
    source: Ints
    sink: Ints
    wait: Ints
    stays: Ints
    affected: Ints
    wishing: Ints

    @property
    def away(self) -> tuple[int, int]:
        """The sinks of the wishing that go, and of the others that go."""
        return len(self.capacity) - 2, len(self.capacity) - 1

    def most_returns(self) -> int:
        """Return how many affected households that wished to return can at most end inside."""
        inside = self.sink < self.away[0]
        return -self._cheapest(-(inside & (self.wishing > 0)).astype(np.int64), self.capacity)

    def fewest_moves(self, returning: int, undecided: int) -> int:
        """Return how many moves are at least made when so many of the affected end inside.

        Whoever is affected moves once, and twice where its new home is ready only after its old
        one is gone. Temporary homes are taken to be ample.
        """
        moves = np.where(self.affected > 0, 1 + (self.wait > 0), self.stays == 0)
        goes = int((self.ground.role == Role.GOES).sum())
        return goes + self._cheapest(moves.astype(np.int64), self._limited(returning, undecided))

    def fewest_months(self, returning: int, undecided: int) -> int:
        """Return the months in temporary homes at least, when so many end inside."""
        return self._cheapest(self.wait, self._limited(returning, undecided))

    def _limited(self, returning: int, undecided: int) -> Ints:
        ground, capacity = self.ground, self.capacity.copy()
        others = int((ground.may_go & ~ground.wishing & ~ground.undecided).sum())
        capacity[self.away[0]] = max(0, int(ground.wishing.sum()) - returning)
        capacity[self.away[1]] = max(0, int(ground.undecided.sum()) - undecided) + others
        return capacity

    def _cheapest(self, cost: Ints, capacity: Ints) -> int:
        """Return the least cost of giving everybody a place; raises NoFlow when that cannot be."""
        from ortools.graph.python import min_cost_flow

        people = int(self.supply.sum())
        if people == 0:
            return 0
        groups, sinks = len(self.supply), len(capacity)
        graph = min_cost_flow.SimpleMinCostFlow()
        room = np.minimum(self.supply[self.source], capacity[self.sink])
        graph.add_arcs_with_capacity_and_unit_cost(self.source, groups + self.sink, room, cost)
        every, end = np.arange(sinks), groups + sinks
        graph.add_arcs_with_capacity_and_unit_cost(
            groups + every, np.full(sinks, end), capacity, np.zeros(sinks, dtype=np.int64)
        )
        graph.set_nodes_supplies(np.append(np.arange(groups), end), np.append(self.supply, -people))
        if graph.solve() != graph.OPTIMAL:
            raise NoFlow("not everybody can have a place within the numbers that may go")
        return int(graph.optimal_cost())


def lay_flow(ground: Ground, windows: Windows) -> CountFlow | None:
    """Return the flow of a neighbourhood; None when it would be too large."""
    homes, example = _homes(ground)
    groups, people = _households(ground)
    if len(groups) * len(example) > MOST_ARCS:
        return None
    reach = Reach(ground, windows, example)
    of_home = {int(f): k for k, members in enumerate(homes) for f in members}
    sinks = len(homes)
    parts: list[tuple[Ints, ...]] = []
    for k, h in enumerate(groups):
        found, wait, _ = reach.of(h)
        stays = np.zeros(len(found), dtype=np.int64)
        own = of_home.get(int(ground.own_home[h]))
        if own is not None and reach.may_stay(h):
            kept = found != own
            found, wait = np.append(found[kept], own), np.append(wait[kept], 0)
            stays = np.append(stays[kept], 1)
        if ground.may_go[h]:
            found = np.append(found, sinks if ground.wishing[h] else sinks + 1)
            wait, stays = np.append(wait, 0), np.append(stays, 0)
        affected, wishing = int(ground.own_block[h] >= 0), int(ground.wishing[h])
        full = [np.full(len(found), v, dtype=np.int64) for v in (k, affected, wishing)]
        parts.append((full[0], found, wait, stays, full[1], full[2]))
    joined = [
        np.concatenate([part[i] for part in parts]).astype(np.int64)
        if parts
        else np.zeros(0, dtype=np.int64)
        for i in range(6)
    ]
    supply = np.array(people, dtype=np.int64)
    total = max(1, int(supply.sum()))
    capacity = np.array([*(len(members) for members in homes), total, total], dtype=np.int64)
    return CountFlow(ground, supply, capacity, *joined)


def _homes(ground: Ground) -> tuple[list[list[int]], Ints]:
    """Return groups of final homes that are alike to everybody, and one of each."""
    n = ground.neighbourhood
    alone = {
        promise.value
        for promise in n.promises
        if promise.kind is PromiseKind.HOME and promise.status is PromiseStatus.ACCEPTED
    }
    alone |= {n.households[h].home for h in ground.placed if ground.own_block[h] < 0}
    groups: dict[tuple[object, ...], list[int]] = {}
    for f in np.nonzero(ground.final)[0].tolist():
        home = n.homes[f]
        key = (
            int(ground.kind[f]),
            int(ground.ready_block[f]),
            int(ground.ready_fixed[f]),
            home.block if ground.promised else "",
            home.id if home.id in alone else "",
        )
        groups.setdefault(key, []).append(f)
    homes = list(groups.values())
    return homes, np.array([members[0] for members in homes], dtype=np.int64)


def _households(ground: Ground) -> tuple[list[int], list[int]]:
    """Return one household of each group that is alike in all that counts, and its size."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for h in ground.placed:
        single = h in ground.promised or ground.own_block[h] < 0
        key = (
            int(ground.need[h]),
            int(ground.own_block[h]),
            bool(ground.wishing[h]),
            bool(ground.may_go[h]),
            int(ground.first_out[h]),
            int(ground.by[h]),
            h if single else -1,
        )
        groups.setdefault(key, []).append(h)
    return [members[0] for members in groups.values()], [len(m) for m in groups.values()]
