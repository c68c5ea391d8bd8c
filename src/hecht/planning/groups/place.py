"""Place groups as one after the main search, and say what it costs; or refuse with a reason.

For each group that is not yet placed as one: sets of homes near each other that suit all members
and that all can go to in the same months are tried by re-solving the rest of the plan around
them. The best is kept when it costs no more than the policy gives. What is proven impossible is
not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from hecht.neighbourhood import ReturnWish
from hecht.planning.anneal import anneal
from hecht.planning.arrays import (
    OWN_BLOCK,
    TIE_FROM,
    TIE_REAL,
    TIE_START,
    TIE_TO,
    TIE_UNTIL,
    Arrays,
    Flags,
    Ints,
)
from hecht.planning.attempt import new_scratch
from hecht.planning.calendar_moves import vary
from hecht.planning.groups.fate import Refusal, RefusalKind
from hecht.planning.groups.options import leaver, moves_not, options
from hecht.planning.groups.pools import Pool, pools, reach, regions
from hecht.planning.groups.proof import homes_impossible, months_impossible
from hecht.planning.instance import Instance
from hecht.planning.kernel import is_near, may_have, settle
from hecht.planning.random_numbers import new_generator, slack_table
from hecht.planning.resume import improve, never, repair, restrict
from hecht.planning.state import OBJECTIVE, VIOLATION, State, copy_state

TRIES = 6
"""Sets of homes that are re-solved for each group with one calendar."""

CALENDARS = 300
"""Other calendars that are looked at for a group that cannot be whole with the present one."""

_LOOKS = 150_000
"""Households to place, times groups, times other calendars looked at: the most there may be."""

_FEWEST_LOOKS = 30
"""With fewer the walk over calendars leads nowhere, and is left out."""

_MOST_ANEW = 3
"""Groups for which other calendars are looked at."""

_PENALTY = 5_000_000


@dataclass(frozen=True)
class Placed:
    """The state after placing groups, with the refusals (None: placed) and what it cost.

    `prices` has the groups that were placed here: thousandths of a point that the rest of the
    plan lost by it, the group's own bonus left out; below zero when it gained.
    """

    state: State
    refusals: dict[str, Refusal | None] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)


def members_of(a: Arrays, g: int) -> Ints:
    """Return the households (positions) of group g."""
    return a.group_member[a.group_ptr[g] : a.group_ptr[g + 1]]


def is_whole(a: Arrays, s: State, g: int) -> bool:
    """Return whether group g ends near each other and its movers go in the same months.

    Temporary homes are not part of a state, so nothing is said of them.
    """
    members = members_of(a, g).tolist()
    months = {(int(s.out[h]), int(s.arrive[h])) for h in members if not moves_not(a, s, h)}
    if len(months) > 1 or any(s.home[h] < 0 for h in members):
        return False
    return all(
        bool(is_near(a, s.home[one], s.home[other]))
        for k, one in enumerate(members)
        for other in members[:k]
    )


def place_groups(
    instance: Instance,
    state: State,
    *,
    rounds: int = 4,
    seed: int = 1,
    workers: int = 1,
    enough: Callable[[], bool] = never,
) -> Placed:
    """Place the groups of a neighbourhood as one where that can be done at a fair price.

    The given state breaks no rule and is not changed. The result breaks none either, has as many
    returns, and keeps every group that was placed as one. `rounds` of search polish each group.
    Groups whose turn comes when `enough` says that time is up are not tried.
    """
    work = _Work(instance, copy_state(state), rounds, seed, workers, enough)
    work.place_all()
    sizes = np.diff(instance.arrays.group_ptr)
    hard = [g for g in range(len(sizes)) if work.refusal(g) == Refusal(RefusalKind.NOT_FOUND)]
    for g in sorted(hard, key=lambda k: (-int(sizes[k]), k))[:_MOST_ANEW]:
        if work.refusal(g) is not None and not enough():
            # another calendar may part the groups that are whole now; they are placed anew then
            other = work.anew()
            if other.place_elsewhen(g):
                other.place_all()
                if other.count() > work.count():
                    work = other
    return Placed(work.state, work.refusals, work.prices)


class _Work:
    """The state so far, and what may not be touched any more."""

    def __init__(
        self,
        instance: Instance,
        state: State,
        rounds: int,
        seed: int,
        workers: int,
        enough: Callable[[], bool],
    ) -> None:
        self.instance, self.state, self.enough = instance, state, enough
        self.rounds, self.seed, self.workers = rounds, seed, workers
        self.refusals: dict[str, Refusal | None] = {}
        self.prices: dict[str, int] = {}
        self.pinned: dict[int, list[int]] = {}
        self.whole: set[int] = set()
        self.scratch = new_scratch(instance.arrays)
        self.near = regions(instance.arrays)

    def anew(self) -> _Work:
        """Return the same work with nothing pinned."""
        other = _Work(
            self.instance,
            copy_state(self.state),
            self.rounds,
            self.seed,
            self.workers,
            self.enough,
        )
        other.prices, other.near = dict(self.prices), self.near
        return other

    def refusal(self, g: int) -> Refusal | None:
        """Return why group g is not placed."""
        return self.refusals[self.instance.neighbourhood.groups[g].id]

    def count(self) -> int:
        """Return how many households are in groups that are placed."""
        groups = self.instance.neighbourhood.groups
        return sum(len(one.households) for one in groups if self.refusals[one.id] is None)

    def place_all(self) -> None:
        """Place every group that can be placed with the calendar as it is, in their order."""
        a, groups = self.instance.arrays, self.instance.neighbourhood.groups
        for g in range(len(groups)):
            if is_whole(a, self.state, g):
                self.pin(g)
        for g, group in enumerate(groups):
            self.refusals[group.id] = self.place(g, group.id)
            if self.refusals[group.id] is not None:
                self.prices.pop(group.id, None)

    def pin(self, g: int) -> None:
        """Leave the members of a group where they are from now on."""
        a = self.instance.arrays
        active = set(a.active.tolist())
        self.whole.add(g)
        for h in members_of(a, g).tolist():
            if h in active:
                self.pinned[h] = [int(self.state.home[h])]

    def place(self, g: int, name: str) -> Refusal | None:
        """Place one group if it can be done; return why not otherwise."""
        a, members = self.instance.arrays, members_of(self.instance.arrays, g)
        if is_whole(a, self.state, g):
            return None
        gone = leaver(a, members)
        if gone >= 0:
            household = self.instance.neighbourhood.households[gone].id
            return Refusal(RefusalKind.LEAVES, household)
        if homes_impossible(a, members):
            return Refusal(RefusalKind.HOMES)
        if months_impossible(a, members):
            return Refusal(RefusalKind.MONTHS)
        if self.enough():
            return Refusal(RefusalKind.NOT_TRIED)
        found = self._best(g)
        return Refusal(RefusalKind.NOT_FOUND) if found is None else self._agreed(g, name, found)

    def place_elsewhen(self, g: int) -> bool:
        """Place one group with another calendar if that can be done; return whether it was."""
        found = self._best_elsewhen(g)
        name = self.instance.neighbourhood.groups[g].id
        return found is not None and self._agreed(g, name, found) is None

    def _agreed(self, g: int, name: str, found: State) -> Refusal | None:
        """Go on from a state in which group g is whole, unless it costs too much."""
        a, members = self.instance.arrays, members_of(self.instance.arrays, g)
        price = _base(self.state) - _base(found)
        most = round(self.instance.neighbourhood.policy.group_price_max * 1000)
        if price > most:
            ties = _ties_of_others(a, self.state, members) - _ties_of_others(a, found, members)
            moves = _moves(a, found) - _moves(a, self.state)
            return Refusal(RefusalKind.PRICE, price=price, ties=ties, moves=moves)
        self.state = found
        self.prices[name] = price
        self.pin(g)
        return None

    def _best(self, g: int) -> State | None:
        """Return the best state with this calendar in which group g is whole."""
        best: tuple[State, Pool, Ints] | None = None
        for pool, movers in self._pools(g, self.state, TRIES):
            if best is not None and self.enough():
                break
            state = self._tried(self.state, pool, movers, g)
            if state is not None and (best is None or _base(state) > _base(best[0])):
                best = state, pool, movers
        return None if best is None else self._polished(*best, g)

    def _best_elsewhen(self, g: int) -> State | None:
        """Return the best state with another calendar in which group g is whole."""
        a = self.instance.arrays
        if len(a.movable) == 0:
            return None
        best: tuple[State, Pool, Ints] | None = None
        for state in self._calendars(g):
            if self.enough():
                break
            for pool, movers in self._pools(g, state, 1):
                found = self._tried(state, pool, movers, g, everybody=True)
                if found is not None and (best is None or _base(found) > _base(best[0])):
                    best = found, pool, movers
        return None if best is None else self._polished(*best, g)

    def _calendars(self, g: int) -> Iterator[State]:
        """Yield states with other calendars, in which all of group g could go together.

        A walk over calendars in which the number of members who could move to homes near each
        other in the same months never falls: first those of group g, then those of the groups
        that are whole now. It begins anew where all of them can.
        """
        a = self.instance.arrays
        rng, barred = new_generator(self.seed, 1_000 + g), self._barred()
        groups = range(len(self.instance.neighbourhood.groups))
        others = [k for k in groups if k != g and is_whole(a, self.state, k)]
        most = len(members_of(a, g)), sum(len(members_of(a, k)) for k in others)
        here, now, found = copy_state(self.state), (0, 0), 0
        looks = min(CALENDARS, _LOOKS // max(1, len(a.active) * len(groups)))
        for number in range(looks if looks >= _FEWEST_LOOKS else 0):
            state = copy_state(here)
            for _ in range(1 + number % 3):
                vary(a, state.starts, rng, 5)
            could = self._reach(g, state, barred), 0
            if could[0] == most[0]:
                could = could[0], sum(self._reach(k, state, barred) for k in others)
            if could < now:
                continue
            now, here = could, state
            last = number >= looks * (found + 1) // TRIES
            if could[0] == most[0] and (could == most or last):
                settle(a, state)
                yield state
                here, now, found = copy_state(self.state), (0, 0), found + 1

    def _reach(self, g: int, state: State, barred: Flags) -> int:
        """Return how many of a group could be near each other at the end, moving together."""
        a = self.instance.arrays
        members = members_of(a, g)
        o = options(a, state, members, stay=True)
        here = len(members) - len(o.movers)
        return here + (reach(a, state, o, barred, self.near) if len(o.movers) else 0)

    def _barred(self) -> Flags:
        """Return the homes that nobody may be asked to leave for a group."""
        barred: Flags = np.zeros(len(self.instance.arrays.homes), dtype=np.bool_)
        for homes in self.pinned.values():
            barred[homes] = True
        return barred

    def _pools(self, g: int, state: State, most: int) -> list[tuple[Pool, Ints]]:
        """Return sets of homes for group g: first with those who need not move staying."""
        a = self.instance.arrays
        found: list[tuple[Pool, Ints]] = []
        for stay in (True, False):
            o = options(a, state, members_of(a, g), stay)
            found += [
                (pool, o.movers) for pool in pools(a, state, o, self._barred(), self.near, most)
            ]
            if not (a.people[o.movers, OWN_BLOCK] < 0).any() and not len(o.fixed):
                break  # nobody can choose to stay, so the second look is the same as the first
        return sorted(found, key=lambda one: -one[0].worth)[:most]

    def _tight(self, pool: Pool, movers: Ints) -> Instance:
        own = {int(h): list(homes) for h, homes in zip(movers, pool.homes, strict=True)}
        return restrict(self.instance, {**self.pinned, **own})

    def _tried(
        self, before: State, pool: Pool, movers: Ints, g: int, everybody: bool = False
    ) -> State | None:
        """Return the state with the group in these homes and the others re-solved around it."""
        tight = self._tight(pool, movers)
        state = copy_state(before)
        touched = _seat(tight.arrays, state, movers, pool.first)
        state = repair(tight, state)
        focus = _around(tight.arrays, touched)
        if everybody:
            focus = tight.arrays.active
        self._ease(tight, state, focus, 2_000 + g)
        return state if self._sound(state, g) else None

    def _polished(self, state: State, pool: Pool, movers: Ints, g: int) -> State:
        tight = self._tight(pool, movers)
        better = improve(
            tight,
            state,
            rounds=self.rounds,
            seed=self.seed + g,
            workers=self.workers,
            calendars=False,
            enough=self.enough,
        )
        if self._sound(better, g) and _base(better) > _base(state):
            return better
        return state

    def _ease(self, tight: Instance, state: State, focus: Ints, stream: int) -> None:
        """Let the households in `focus`, and others now and then, find their places again."""
        policy = tight.neighbourhood.policy
        unit = max(1000.0, 1000 * (policy.points_tie_near + policy.points_tie_closeness))
        heats = np.array([round(unit * part) for part in (0.5, 0.25, 0.12, 0.06, 0.0, 0.0)])
        anneal(
            tight.arrays,
            state,
            self.scratch,
            new_generator(self.seed, stream),
            slack_table(),
            heats.astype(np.int64),
            40 * len(focus) + 1_000,
            _PENALTY,
            np.ascontiguousarray(focus, dtype=np.int64),
            len(focus),
        )

    def _sound(self, state: State, g: int) -> bool:
        """Return whether a state keeps to the rules, to the returns and to the groups so far."""
        a = self.instance.arrays
        if state.totals[VIOLATION] or not is_whole(a, state, g):
            return False
        if _returns(self.instance, state) < _returns(self.instance, self.state):
            return False
        return all(is_whole(a, state, k) for k in sorted(self.whole))


def _seat(a: Arrays, s: State, movers: Ints, homes: Sequence[int]) -> list[int]:
    """Put the movers in their homes; who lived there goes where a mover was, or nowhere yet.

    Returns everybody who was touched. Nothing else in the state is computed anew.
    """
    left = [int(s.home[h]) for h in movers if s.home[h] >= 0 and int(s.home[h]) not in homes]
    out = [int(s.taken[f]) for f in homes if s.taken[f] >= 0 and s.taken[f] not in movers]
    for h, f in zip(movers, homes, strict=True):
        s.home[h] = f
    for g in out:
        s.home[g] = -1
        place = next((f for f in left if may_have(a, g, f)), -1)
        if place >= 0:
            left.remove(place)
            s.home[g] = place
    return [*movers.tolist(), *out]


def _around(a: Arrays, households: Sequence[int]) -> Ints:
    """Return these households and those they have ties with, as far as they can be placed."""
    found = set(households)
    for h in households:
        found.update(a.ties[a.people[h, TIE_FROM] : a.people[h, TIE_UNTIL], TIE_TO].tolist())
    return np.array(sorted(found & set(a.active.tolist())), dtype=np.int64)


def _base(s: State) -> int:
    """Return the points of a state without those for groups."""
    return int(s.totals[OBJECTIVE]) - int(s.group_near.sum())


def _returns(instance: Instance, s: State) -> int:
    people, a = instance.neighbourhood.households, instance.arrays
    return sum(people[h].wish is ReturnWish.RETURN and s.home[h] >= 0 for h in a.active.tolist())


def _ties_of_others(a: Arrays, s: State, members: Ints) -> int:
    """Count the kept ties of which neither side is in the group."""
    rows = np.nonzero((a.ties[:, TIE_START] > 0) & (a.ties[:, TIE_REAL] > 0))[0]
    one = np.repeat(np.arange(len(a.people)), a.people[:, TIE_UNTIL] - a.people[:, TIE_FROM])
    strange = ~np.isin(one[rows], members) & ~np.isin(a.ties[rows, TIE_TO], members)
    return int((s.link_near[rows] > 0)[strange].sum()) // 2


def _moves(a: Arrays, s: State) -> int:
    """Count the moves: one for who goes straight or leaves, two by way of a temporary home."""
    stays = (s.home == a.people[:, 0]) & (a.people[:, OWN_BLOCK] < 0)
    waits = (s.home >= 0) & (s.arrive > s.out)
    return int((~stays).sum() + waits.sum())
