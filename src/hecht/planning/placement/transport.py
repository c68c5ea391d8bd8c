"""The transport problem: households to cells with capacities, most points, with prices.

Successive shortest paths on exact integers with a warm start (the search of Jonker & Volgenant
1987): prices are kept from the last solve, and only households whose home is no longer their
best at those prices are placed again. That makes hundreds of solves a second possible while the
dual changes the values a little each time. Homes that stay free are held by a filler, worth
nothing, so that every cell is full and prices may move either way.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from hecht.planning.compiled import inner, lean
from hecht.planning.placement.problem import IntArray, NoPlacement

FAR = 1 << 62


class TransportTables(NamedTuple):
    """A transport problem and its solution as the kernel sees them, with its working memory."""

    start: IntArray
    cell: IntArray
    owner: IntArray
    capacity: IntArray
    filler: int
    price: IntArray
    pair: IntArray
    slot_start: IntArray
    occupant: IntArray
    slot: IntArray
    taken: IntArray
    idle: IntArray
    distance: IntArray
    through: IntArray
    came_from: IntArray
    heap: IntArray
    position: IntArray
    settled: IntArray


class Transport:
    """A transport problem whose values change between solves.

    Args:
        start, cell: the eligible pairs; household h owns start[h]:start[h + 1].
        capacity: (m,) homes per cell, >= 1 for every cell that occurs in a pair.

    Raises:
        NoPlacement: there are fewer homes than households.
    """

    def __init__(self, start: IntArray, cell: IntArray, capacity: IntArray) -> None:
        """Prepare the arrays; nobody is placed yet."""
        self.start, self.cell = start, cell
        n, m = len(start) - 1, len(capacity)
        self.capacity = np.minimum(capacity, n)
        self.filler = int(self.capacity.sum()) - n
        if self.filler < 0:
            raise NoPlacement(f"{n} households have {n + self.filler} homes")
        self.owner = np.repeat(np.arange(n), np.diff(start))
        self.price = np.zeros(m, np.int64)
        self.pair = np.full(n, -1, np.int64)
        self.slot_start = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.capacity)))
        self.occupant = np.full(int(self.slot_start[-1]), -1, np.int64)
        self.slot = np.full(n, -1, np.int64)
        self.taken = np.zeros(m, np.int64)
        self.idle = np.zeros(m, np.int64)
        self._memory = tuple(np.empty(m, np.int64) for _ in range(6))

    def solve(self, value: IntArray) -> int:
        """Place everybody; return the most points any placement has under these values.

        Afterwards `pair` is an optimal placement and `price` an optimal price per cell, >= 0,
        zero where homes stay free.

        Raises:
            NoPlacement: the eligible pairs leave some household without a home.
        """
        stuck = solve_transport(self.tables(), value)
        if stuck >= 0:
            raise NoPlacement(
                f"household {stuck} and those it competes with have fewer homes than they need"
            )
        return int(value[self.pair].sum())

    def tables(self) -> TransportTables:
        """Return the problem as the kernel takes it; what it changes is changed here too."""
        return TransportTables(
            self.start, self.cell, self.owner, self.capacity, self.filler,
            self.price, self.pair, self.slot_start, self.occupant, self.slot,
            self.taken, self.idle, *self._memory,
        )  # fmt: skip

    def forget(self) -> None:
        """Begin anew, as for values of quite another kind."""
        self.price[:], self.pair[:], self.idle[:] = 0, -1, 0


@inner
def _lower(heap: Any, position: Any, distance: Any, size: int, c: int) -> int:
    """Add cell c to the heap or move it up after its distance fell; return the heap size."""
    at = position[c]
    if at < 0:
        at = size
        size += 1
    while at > 0:
        up = (at - 1) >> 1
        other = heap[up]
        if distance[other] <= distance[c]:
            break
        heap[at] = other
        position[other] = at
        at = up
    heap[at] = c
    position[c] = at
    return size


@inner
def _take(heap: Any, position: Any, distance: Any, size: int) -> Any:
    """Remove the nearest cell from the heap of `size`; return it."""
    top = heap[0]
    last = heap[size - 1]
    size -= 1
    at = 0
    while True:
        low = 2 * at + 1
        if low >= size:
            break
        if low + 1 < size and distance[heap[low + 1]] < distance[heap[low]]:
            low += 1
        if distance[last] <= distance[heap[low]]:
            break
        heap[at] = heap[low]
        position[heap[at]] = at
        at = low
    if size > 0:
        heap[at] = last
        position[last] = at
    position[top] = -2
    return top


@inner
def _best_worth(start: Any, cell: Any, value: Any, price: Any, h: int) -> int:
    """Return the most points household h can have at these prices."""
    best = -FAR
    for k in range(start[h], start[h + 1]):
        best = max(best, value[k] - price[cell[k]])
    return best


@inner
def _release(
    start: Any, cell: Any, value: Any, price: Any, pair: Any,
    slot_start: Any, occupant: Any, slot: Any, taken: Any, idle: Any,
) -> None:  # fmt: skip
    """Free every household and filler whose cell is no longer best at the prices."""
    lowest = FAR
    for c in range(len(price)):
        lowest = min(lowest, price[c])
    for c in range(len(price)):
        taken[c] = 0
        if price[c] > lowest:
            idle[c] = 0
    for h in range(len(start) - 1):
        k = pair[h]
        if k < 0:
            continue
        c = cell[k]
        if value[k] - price[c] < _best_worth(start, cell, value, price, h):
            pair[h] = -1
        else:
            slot[h] = slot_start[c] + taken[c]
            occupant[slot[h]] = h
            taken[c] += 1


@inner
def _shift(
    target: int, amount: int, cell: Any, owner: Any, through: Any, came_from: Any,
    pair: Any, slot_start: Any, occupant: Any, slot: Any, taken: Any, idle: Any,
) -> None:  # fmt: skip
    """Move everyone one step along the path that ends at `target`."""
    c = target
    while c >= 0:
        k, before = through[c], came_from[c]
        if k < 0:
            idle[c] += amount
            if before >= 0:
                idle[before] -= 1
        else:
            h = owner[k]
            if before >= 0:
                taken[before] -= 1
                last = occupant[slot_start[before] + taken[before]]
                occupant[slot[h]] = last
                slot[last] = slot[h]
            pair[h] = k
            slot[h] = slot_start[c] + taken[c]
            occupant[slot[h]] = h
            taken[c] += 1
        c = before


@lean
def solve_with(
    start: Any, cell: Any, value: Any, owner: Any, capacity: Any, filler: int,
    price: Any, pair: Any, slot_start: Any, occupant: Any, slot: Any, taken: Any, idle: Any,
    distance: Any, through: Any, came_from: Any, heap: Any, position: Any, settled: Any,
) -> int:  # fmt: skip
    """Do `solve_transport` on loose arrays."""
    n, m = len(start) - 1, len(capacity)
    _release(start, cell, value, price, pair, slot_start, occupant, slot, taken, idle)
    for turn in range(n + 1):
        left = 1
        if turn < n and pair[turn] >= 0:
            continue
        if turn == n:
            left = filler
            for c in range(m):
                left -= idle[c]
        while left > 0:
            for c in range(m):
                distance[c] = FAR
                position[c] = -1
            size = 0
            count = 0
            target = -1
            filler_reached = turn == n
            if turn < n:
                best = _best_worth(start, cell, value, price, turn)
                for k in range(start[turn], start[turn + 1]):
                    c = cell[k]
                    distance[c] = best - value[k] + price[c]
                    through[c] = k
                    came_from[c] = -1
                    size = _lower(heap, position, distance, size, c)
            else:
                lowest = FAR
                for c in range(m):
                    lowest = min(lowest, price[c])
                for c in range(m):
                    if capacity[c] > 0:
                        distance[c] = price[c] - lowest
                        through[c] = -1
                        came_from[c] = -1
                        size = _lower(heap, position, distance, size, c)
            while size > 0:
                c = _take(heap, position, distance, size)
                size -= 1
                key = distance[c]
                if taken[c] + idle[c] < capacity[c]:
                    target = c
                    break
                settled[count] = c
                count += 1
                for q in range(taken[c]):
                    h = occupant[slot_start[c] + q]
                    worth = key + value[pair[h]] - price[c]
                    for k in range(start[h], start[h + 1]):
                        d = cell[k]
                        along = worth - value[k] + price[d]
                        if along < distance[d]:
                            distance[d] = along
                            through[d] = k
                            came_from[d] = c
                            size = _lower(heap, position, distance, size, d)
                if idle[c] > 0 and not filler_reached:
                    filler_reached = True
                    for d in range(m):
                        along = key + price[d] - price[c]
                        if capacity[d] > 0 and along < distance[d]:
                            distance[d] = along
                            through[d] = -1
                            came_from[d] = c
                            size = _lower(heap, position, distance, size, d)
            if target < 0:
                return turn
            for q in range(count):
                price[settled[q]] += distance[target] - distance[settled[q]]
            amount = 1
            if turn == n and came_from[target] < 0:
                amount = min(left, capacity[target] - taken[target] - idle[target])
            _shift(
                target, amount, cell, owner, through, came_from,
                pair, slot_start, occupant, slot, taken, idle,
            )  # fmt: skip
            left -= amount
    lowest = FAR
    for c in range(m):
        if capacity[c] > 0:
            lowest = min(lowest, price[c])
    for c in range(m):
        price[c] = max(0, price[c] - lowest)
    return -1


@lean
def solve_transport(t: TransportTables, value: IntArray) -> int:
    """Place everyone and the filler; return -1, or a household that cannot be placed."""
    return int(
        solve_with(
            t.start, t.cell, value, t.owner, t.capacity, t.filler, t.price, t.pair, t.slot_start,
            t.occupant, t.slot, t.taken, t.idle, t.distance, t.through, t.came_from, t.heap,
            t.position, t.settled,
        )
    )  # fmt: skip
