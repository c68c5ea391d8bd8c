"""A plan as a network: what has to wait for what, when works run late.

Each start of works and each move of a household is an event with its planned month. An event never
comes before that month (people were told it) and never before those it has to wait for:

- a move waits until the home is ready, until whoever has it before has left, and for the
  household's own move before it;
- works wait for the blocks that come first, for the crews they get from, and until everybody who
  lives in the block has left;
- who goes to a temporary home, or leaves, in the month in which the works on its block start, goes
  when they really start: nobody is sent out of a home that is not yet needed.

Homes and crews pass from hand to hand in the planned order. So the network has no circles, a later
event never makes another one earlier, and the months of a future are the longest paths through it
(an early-start policy: Igelmund and Radermacher 1983, Networks 13).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Course, Home, Neighbourhood, Stage, Stay, StayKind
from hecht.planning.delays.units import Units, spare_units

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

START, TEMPORARY, FINAL, LEFT = 0, 1, 2, 3
KINDS = {StayKind.START: START, StayKind.TEMPORARY: TEMPORARY, StayKind.FINAL: FINAL}


class Events(NamedTuple):
    """The network in arrays; V events, B blocks with works (by their place in `Network.blocks`).

    base: V, the planned month. order: the events, those that others wait for first. block: V, the
    block whose works an event starts, -1 for a move. ahead_from: V + 1, into ahead: an event (0 and
    up) whose month is waited for, or -1 - b for the month in which block b is finished.
    gate_from: B + 1, into gate (the event in which a household can leave the block) and gate_move
    (that move). planned: B, months. cost: B, euros (0: none). budget: euros a year, -1: no limit.
    first_month: 0 for January. move_from: N + 1, a household's moves in order; move_event,
    move_target (a home; -1: leaves), move_kind: M.
    """

    base: Ints
    order: Ints
    block: Ints
    ahead_from: Ints
    ahead: Ints
    gate_from: Ints
    gate: Ints
    gate_move: Ints
    planned: Ints
    cost: Reals
    budget: float
    first_month: int
    move_from: Ints
    move_event: Ints
    move_target: Ints
    move_kind: Ints
    move_household: Ints


@dataclass(frozen=True)
class Network:
    """A course with its network.

    `blocks` are those with works, in the neighbourhood's order. `start_event` is the event of each
    of them. `final_event` is the event of each household's arrival in its final home, -1 if it
    has none. `units` are the homes that can be spare temporary ones, for the policy "spare".
    """

    neighbourhood: Neighbourhood
    course: Course
    blocks: tuple[str, ...]
    events: Events
    start_event: Ints
    final_event: Ints
    units: Units

    def crews_from(self) -> dict[str, set[str]]:
        """Return from which blocks each block's works wait, crews and precedence together."""
        e, result = self.events, {}
        for b, name in enumerate(self.blocks):
            v = int(self.start_event[b])
            ahead = e.ahead[e.ahead_from[v] : e.ahead_from[v + 1]].tolist()
            result[name] = {self.blocks[-1 - u] for u in ahead if u < 0}
        return result


def network(neighbourhood: Neighbourhood, course: Course) -> Network:
    """Return the network of a course.

    Raises ValueError when the course does not hold even if nothing runs late, or misses a block.
    """
    return _Weaver(neighbourhood, course).network()


class _Weaver:
    """Gathers events and what they wait for, then packs them."""

    def __init__(self, neighbourhood: Neighbourhood, course: Course) -> None:
        self.n, self.course = neighbourhood, course
        self.blocks = [block for block in neighbourhood.blocks if block.has_works]
        self.index = {block.id: b for b, block in enumerate(self.blocks)}
        missing = [block.id for block in self.blocks if block.id not in course.starts]
        if missing:
            raise ValueError(
                f"the plan does not say when the works on {', '.join(missing[:5])} start"
            )
        self.base: list[int] = []
        self.ahead: list[list[int]] = []
        self.label: list[str] = []
        self.start_event = [
            self._event(course.starts[block.id], f"the works on block {block.id}")
            for block in self.blocks
        ]
        self.gates: list[list[tuple[int, int]]] = [[] for _ in self.blocks]
        self.moves: list[tuple[int, int, int, int]] = []  # event, target, kind, household
        self.move_from = [0]
        self.final = np.full(len(neighbourhood.households), -1, dtype=np.int64)
        self.place = {home.id: u for u, home in enumerate(neighbourhood.homes)}
        self.uses: dict[str, list[tuple[int, int, int, int, int, str]]] = {}
        self.can_enter: dict[int, int] = {}  # a move: the event in which its home is free

    def _event(self, month: int, label: str) -> int:
        self.base.append(month)
        self.ahead.append([])
        self.label.append(label)
        return len(self.base) - 1

    def network(self) -> Network:
        itineraries = self.course.itineraries()
        for h, household in enumerate(self.n.households):
            self._household(h, itineraries.get(household.id, []))
            self.move_from.append(len(self.moves))
        self._homes()
        self._works()
        self._holds()
        same = self._rings()
        return self._pack(same)

    def _emptied(self, home: Home) -> int:
        """Return the block whose works end the use of an old home, -1 if none do."""
        if home.stage is not Stage.EXISTING or home.block is None:
            return -1
        b = self.index.get(home.block, -1)
        return b if b >= 0 and self.blocks[b].works.empties else -1

    def _household(self, h: int, stays: list[Stay]) -> None:
        n, household = self.n, self.n.households[h]
        if not stays:
            raise ValueError(f"the plan does not say where household {household.id} lives")
        came = -1
        for number, stay in enumerate(stays):
            home = n.home_of[stay.home]
            last = number + 1 == len(stays)
            to = None if last else stays[number + 1]
            went = -1
            if to is not None or stay.end < self.course.horizon:
                went = self._move(h, stay, to, came, first=number == 0)
            self.uses.setdefault(home.id, []).append(
                (stay.start, stay.end, came, went, h, household.id)
            )
            came = went

    def _move(self, h: int, stay: Stay, to: Stay | None, came: int, *, first: bool) -> int:
        """Add the move out of a stay, and return its event."""
        n, name = self.n, self.n.households[h].id
        b = self._emptied(n.home_of[stay.home])
        start = -1 if b < 0 else self.course.starts[self.blocks[b].id]
        before_works = b >= 0 and stay.start < start
        tied = first and before_works and stay.end == start
        tied = tied and (
            to.kind is StayKind.TEMPORARY if to is not None else n.households[h].leaves != start
        )
        move = self._event(stay.end, f"the move of household {name} out of {stay.home}")
        number = len(self.moves)
        self.moves.append(
            (
                move,
                -1 if to is None else self.place[to.home],
                LEFT if to is None else KINDS[to.kind],
                h,
            )
        )
        if came >= 0:
            self.ahead[move].append(came)
        can = move
        if tied and to is not None:
            can = self._event(stay.end, f"a temporary home for household {name}")
            self.ahead[move] += [can, self.start_event[b]]
            self.gates[b].append((can, number))
        elif tied:
            self.ahead[move].append(self.start_event[b])
        elif before_works:
            self.gates[b].append((move, number))
        if to is not None:
            self._wait_for_home(can, to)
            if to.kind is StayKind.FINAL:
                self.final[h] = move
        self.can_enter[move] = can
        return move

    def _wait_for_home(self, event: int, to: Stay) -> None:
        """Let an event wait until a home is ready, when that depends on works."""
        home = self.n.home_of[to.home]
        if home.block is None or home.stage is Stage.TEMPORARY:
            return
        b = self.index.get(home.block, -1)
        if b < 0:
            return
        after = to.start >= self.course.starts[home.block] + self.blocks[b].duration
        if home.stage is Stage.NEW or (self.blocks[b].works.empties and after):
            self.ahead[event].append(-1 - b)

    def _homes(self) -> None:
        """Pass each home from hand to hand in the planned order."""
        for home, uses in self.uses.items():
            uses.sort(key=lambda use: use[:2])
            for before, after in pairwise(uses):
                if before[4] == after[4] and before[3] == after[2]:
                    continue  # its own next stay, in the same home
                if before[3] < 0 or after[2] < 0 or before[1] > after[0]:
                    raise ValueError(
                        f"households {before[5]} and {after[5]} are both in home {home} in month "
                        f"{after[0]} of the plan; `hecht check` tells what is wrong with it"
                    )
                self.ahead[self.can_enter[after[2]]].append(before[3])

    def _works(self) -> None:
        """Let works wait for the blocks that come first and for their crews."""
        for b, block in enumerate(self.blocks):
            for first in block.after:
                if first in self.index:
                    self.ahead[self.start_event[b]].append(-1 - self.index[first])
        for b, givers in enumerate(self._crews()):
            self.ahead[self.start_event[b]] += [-1 - g for g in givers]

    def _crews(self) -> list[list[int]]:
        """Return from which blocks each block gets its crews.

        Blocks take crews in the order of their starts: first from a block they wait for anyhow,
        then those that have been idle longest, which leaves most room for delay.
        """
        capacity = max(self.n.capacity.crews, 0)
        pool: list[tuple[int, int]] = [(0, -1)] * capacity
        starts = [self.course.starts[block.id] for block in self.blocks]
        result: list[list[int]] = [[] for _ in self.blocks]
        for b in sorted(range(len(self.blocks)), key=lambda b: (starts[b], b)):
            block = self.blocks[b]
            first = {self.index[a] for a in block.after if a in self.index}
            free = [crew for crew in pool if crew[0] <= starts[b]]
            if len(free) < block.crews:
                raise ValueError(
                    f"there are not enough crews for block {block.id} in month {starts[b]} of the "
                    "plan; `hecht check` tells what is wrong with it"
                )
            free.sort(key=lambda crew: (crew[1] not in first, crew))
            for crew in free[: block.crews]:
                pool.remove(crew)
                pool.append((starts[b] + block.duration, b))
                if crew[1] >= 0 and crew[1] not in result[b]:
                    result[b].append(crew[1])
        return result

    def _rings(self) -> list[int]:
        """Return for each event the one it takes place with: households that exchange homes.

        Where moves wait for each other in a ring they are made in one month, the last of theirs.
        """
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        rows, columns = [], []
        for v, ahead in enumerate(self.ahead):
            for u in ahead:
                rows.append(u if u >= 0 else self.start_event[-1 - u])
                columns.append(v)
        for b, gates in enumerate(self.gates):
            for gate, _ in gates:
                rows.append(gate)
                columns.append(self.start_event[b])
        count = len(self.base)
        graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count))
        total, label = connected_components(graph, directed=True, connection="strong")
        same = list(range(count))
        if total == count:
            return same
        first: dict[int, int] = {}
        for v in range(count):
            same[v] = first.setdefault(int(label[v]), v)
        starts = set(self.start_event)
        for v in range(count):
            if same[v] != v and (v in starts or same[v] in starts):
                raise ValueError(
                    f"{self.label[v]} and {self.label[same[v]]} wait for each other in the plan; "
                    "`hecht check` tells what is wrong with it"
                )
        return same

    def _holds(self) -> None:
        """Refuse a plan in which something comes before what it has to wait for."""
        for v, ahead in enumerate(self.ahead):
            for u in ahead:
                if u >= 0:
                    ready, what = self.base[u], self.label[u]
                else:
                    block = self.blocks[-1 - u]
                    ready = self.course.starts[block.id] + block.duration
                    what = f"the end of the works on block {block.id}"
                if ready > self.base[v]:
                    self._refuse(v, what, ready)
        for b, gates in enumerate(self.gates):
            v = self.start_event[b]
            for gate, _ in gates:
                if self.base[gate] > self.base[v]:
                    self._refuse(v, self.label[gate], self.base[gate])

    def _refuse(self, v: int, what: str, ready: int) -> None:
        raise ValueError(
            f"{self.label[v]} is planned in month {self.base[v]}, before {what} (month {ready}); "
            "`hecht check` tells what is wrong with this plan"
        )

    def _pack(self, same: list[int]) -> Network:
        count = len(self.base)
        ahead: list[list[int]] = [[] for _ in range(count)]
        for v in range(count):
            for u in self.ahead[v]:
                target = same[u] if u >= 0 else u
                if target != same[v] and target not in ahead[same[v]]:
                    ahead[same[v]].append(target)
        gates = [[(same[gate], move) for gate, move in own] for own in self.gates]
        project, capacity = self.n.project, self.n.capacity
        block = np.full(count, -1, dtype=np.int64)
        block[self.start_event] = range(len(self.blocks))
        move_event = np.array([same[move[0]] for move in self.moves], dtype=np.int64)
        ahead_from, flat = _packed(ahead)
        gate_from, gate = _packed([[v for v, _ in own] for own in gates])
        events = Events(
            base=np.array(self.base, dtype=np.int64),
            order=self._order(same, ahead, gates),
            block=block,
            ahead_from=ahead_from,
            ahead=flat,
            gate_from=gate_from,
            gate=gate,
            gate_move=np.array([move for own in gates for _, move in own], dtype=np.int64),
            planned=np.array([block.duration for block in self.blocks], dtype=np.int64),
            cost=np.array([block.cost or 0.0 for block in self.blocks], dtype=np.float64),
            budget=-1.0 if capacity.budget_per_year is None else float(capacity.budget_per_year),
            first_month=project.start.number - 1,
            move_from=np.array(self.move_from, dtype=np.int64),
            move_event=move_event,
            move_target=np.array([move[1] for move in self.moves], dtype=np.int64),
            move_kind=np.array([move[2] for move in self.moves], dtype=np.int64),
            move_household=np.array([move[3] for move in self.moves], dtype=np.int64),
        )
        final = np.array([same[v] if v >= 0 else -1 for v in self.final], dtype=np.int64)
        return Network(
            neighbourhood=self.n,
            course=self.course,
            blocks=tuple(block.id for block in self.blocks),
            events=events,
            start_event=np.array(self.start_event, dtype=np.int64),
            final_event=final,
            units=self._units(same),
        )

    def _order(
        self, same: list[int], ahead: list[list[int]], gates: list[list[tuple[int, int]]]
    ) -> Ints:
        """Return the events so that each comes after those it waits for, by planned month."""
        waiting = [0] * len(same)
        then: list[list[int]] = [[] for _ in same]
        for v, own in enumerate(ahead):
            for u in own:
                then[u if u >= 0 else self.start_event[-1 - u]].append(v)
                waiting[v] += 1
        for b, leaving in enumerate(gates):
            for gate, _ in leaving:
                then[gate].append(self.start_event[b])
                waiting[self.start_event[b]] += 1
        queue = [(self.base[v], v) for v in range(len(same)) if same[v] == v and not waiting[v]]
        heapq.heapify(queue)
        order: list[int] = []
        while queue:
            _, v = heapq.heappop(queue)
            order.append(v)
            for w in then[v]:
                waiting[w] -= 1
                if not waiting[w]:
                    heapq.heappush(queue, (self.base[w], w))
        return np.array(order, dtype=np.int64)

    def _units(self, same: list[int]) -> Units:
        uses = {
            home: [
                (same[came] if came >= 0 else -1, same[went] if went >= 0 else -1, left)
                for _, left, came, went, _, _ in own
            ]
            for home, own in self.uses.items()
        }
        return spare_units(self.n, self.course.starts, uses)


def _packed(lists: Iterable[list[int]]) -> tuple[Ints, Ints]:
    """Return lists as one array with where each begins."""
    begin, flat = [0], []
    for own in lists:
        flat += own
        begin.append(len(flat))
    return np.array(begin, dtype=np.int64), np.array(flat, dtype=np.int64)
