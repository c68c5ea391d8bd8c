"""What models of a whole neighbourhood are made of, as CP-SAT and HiGHS both take it.

Kept to what a general solver can hold: ties see the block of a home, households between the same
two blocks share their time in temporary homes, temporary homes are counted by size, and who need
not move stays. A tie apart costs what it does over half of the horizon; empty homes, groups,
loneliness and moving in the same month are left out of the model, never of the score. A bound of
such a model is therefore no bound on the score and is not handed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hecht.neighbourhood import Home, Household, Neighbourhood, ReturnWish, Stage, WishKind, Works
from hecht.neighbourhood.distance import closeness_permille, near
from hecht.neighbourhood.suits import lasting_rent, rooms_needed, suits
from hecht.planning.arrays import CHOICE_FROM, CHOICE_UNTIL, DEADLINE, EXPLICIT, PROMISED
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask
from hecht.planning.first_plan import calendar_problem
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.peers.courses import everyone_back, must_move
from hecht.planning.peers.run import NotApplicable

_BOTH_WAYS = (Works.REBUILD, Works.BUILD, Works.RENOVATE_EMPTY)


@dataclass(frozen=True)
class Choice:
    """Household h may end in home f, in a cell, which is worth so many points."""

    h: int
    f: int
    cell: str
    points: float


@dataclass(frozen=True)
class TieTerm:
    """A tie: the households, the points per pair of cells, and whether a side stays where it is."""

    a: int
    b: int
    points: Mapping[tuple[str, str], float]
    a_stays: bool
    b_stays: bool


@dataclass(frozen=True)
class Waiting:
    """The households that would wait for a cell when their old block is emptied."""

    old: str
    cell: str
    people: tuple[int, ...]


class WholeTerms:
    """The parts of a model of a whole neighbourhood; see the module."""

    def __init__(self, neighbourhood: Neighbourhood) -> None:
        """Compile the instance and find who must move."""
        self.n = neighbourhood
        self.instance: Instance = compile_instance(neighbourhood)
        self.calendar: CalendarProblem = calendar_problem(self.instance)
        self.horizon = neighbourhood.project.horizon
        self.people = must_move(neighbourhood)
        self.temporary_rooms = [h.rooms for h in neighbourhood.homes if h.stage is Stage.TEMPORARY]

    @cached_property
    def choices(self) -> list[Choice]:
        """Every home that suits, per household that must move, in order."""
        n = self.n
        taken = {one.home for one in n.households if not n.is_affected(one)}
        open_homes = [f for f, home in enumerate(n.homes) if self._lasts(home, taken)]
        offers = {f: _offer(n.homes[f]) for f in open_homes}
        promised = {h: self._promised(h) for h in self.people}
        known: dict[tuple[Any, Any], bool] = {}
        wishes = self._wishes()
        found = []
        for h in self.people:
            one = n.households[h]
            need = _need(one, n)
            for f in open_homes:
                key = need, offers[f]
                if key not in known:
                    known[key] = suits(one, n.homes[f], n.policy)
                bound = promised[h]
                if known[key] and (bound is None or f in bound):
                    points = self._inside(one) + wishes(one, n.homes[f])
                    found.append(Choice(h, f, cell_of(n.homes[f]), points))
        return found

    @cached_property
    def cells(self) -> dict[int, list[str]]:
        """The cells each household that must move can end in, sorted."""
        found: dict[int, set[str]] = {h: set() for h in self.people}
        for one in self.choices:
            found[one.h].add(one.cell)
        return {h: sorted(cells) for h, cells in found.items()}

    def first(self) -> tuple[dict[str, int], dict[int, int]] | None:
        """Return starts and homes with which a solver may begin: everyone back, as listed."""
        try:
            state, _ = everyone_back(self.instance)
        except NotApplicable:
            return None
        blocks = self.n.blocks
        starts = {blocks[b].id: int(state.starts[b]) for b in self.instance.arrays.movable}
        return starts, {h: int(state.home[h]) for h in self.people if state.home[h] >= 0}

    def must_return(self, h: int) -> bool:
        """Return whether a household that has a choice wishes to return, or was promised to."""
        promised = bool(self.instance.arrays.people[h, PROMISED])
        wishes = self.n.households[h].wish is ReturnWish.RETURN
        return (wishes or promised) and bool(self.cells[h])

    def deadlines(self) -> Iterator[tuple[int, str, int]]:
        """Give household, cell and month for each promise to be in the last home by a month."""
        scheduled = {task.id for task in self.calendar.tasks}
        for h in self.people:
            month = int(self.instance.arrays.people[h, DEADLINE])
            if month < self.horizon:
                yield from ((h, cell, month) for cell in self.cells[h] if cell in scheduled)

    def ties(self) -> Iterator[TieTerm]:
        """Give each tie of which both sides may end inside."""
        n, policy = self.n, self.n.policy
        number = {one.id: h for h, one in enumerate(n.households)}
        stays = {
            h: cell_of(n.home_of[one.home])
            for h, one in enumerate(n.households)
            if not n.is_affected(one) and one.wish is not ReturnWish.ELSEWHERE
        }
        table = _CellTable(n)
        for tie in n.ties:
            a, b = number[tie.a], number[tie.b]
            here, there = (self.cells.get(h, [stays[h]] if h in stays else []) for h in (a, b))
            if not here or not there:
                continue
            weight = n.tie_weight(tie)
            homes = [n.home_of[n.households[h].home] for h in (a, b)]
            was_near = near(homes[0], homes[1], policy)
            apart = policy.points_separation_month * self.horizon / 2 if was_near else 0.0
            points = {}
            for s in here:
                for t in there:
                    is_near, close = table(s, t)
                    worth = policy.points_tie_closeness * close
                    points[s, t] = weight * (worth + is_near * (policy.points_tie_near + apart))
            yield TieTerm(a, b, points, a in stays, b in stays)

    def waiting(self) -> Iterator[Waiting]:
        """Give each pair of old block and cell between which somebody may have to wait."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for h in self.people:
            old = self.n.home_of[self.n.households[h].home].block or ""
            for cell in self.cells[h]:
                groups[old, cell].append(h)
        scheduled = {task.id for task in self.calendar.tasks}
        for (old, cell), people in sorted(groups.items()):
            # into a home that is free now everyone moves directly
            if cell in scheduled and self.n.block_of[cell].works in _BOTH_WAYS:
                yield Waiting(old, cell, tuple(people))

    def size(self, h: int) -> int:
        """Return the rooms a temporary home must have for a household."""
        needed = rooms_needed(self.n.households[h], self.n.policy)
        return max(1, needed - self.n.policy.temporary_rooms_slack)

    @cached_property
    def sizes(self) -> list[int]:
        """The sizes of temporary homes that are asked for, the smallest first."""
        return sorted({self.size(h) for h in self.people})

    def room(self, size: int) -> int:
        """Return how many temporary homes have at least so many rooms."""
        return sum(rooms >= size for rooms in self.temporary_rooms)

    @property
    def move_cost(self) -> float:
        """Points that moving by way of a temporary home costs a household."""
        policy = self.n.policy
        return policy.points_extra_move + policy.points_cost * policy.extra_move_cost / 1000

    @property
    def month_cost(self) -> float:
        """Points that a month in a temporary home costs."""
        policy = self.n.policy
        return (
            policy.points_temporary_month + policy.points_cost * policy.temporary_month_cost / 1000
        )

    def latest(self, task: CalendarTask) -> int:
        """Return the last month in which a block may start: people come home within the horizon."""
        end = min(task.latest_end, self.calendar.horizon)
        if task.id in self._wanted:
            end = min(end, self.horizon - 1)
        return end - task.duration

    @cached_property
    def _wanted(self) -> set[str]:
        return {one.cell for one in self.choices}

    def years(self) -> list[int]:
        """Return the calendar years of the months that are planned."""
        return sorted(set(self.calendar.year_of_month[: self.calendar.horizon]))

    def euros(self, task: CalendarTask, year: int) -> list[int]:
        """Return what a block costs in a year, by the month in which it starts.

        Rounded up, so that no year is over its budget by rounding.
        """
        years = self.calendar.year_of_month
        months = [
            sum(years[m] == year for m in range(s, min(s + task.duration, self.horizon)))
            for s in range(self.horizon)
        ]
        return [-(-task.spend * m // task.duration) for m in months]

    def _promised(self, h: int) -> set[int] | None:
        """Return the homes that an accepted promise leaves to a household; None: all."""
        a = self.instance.arrays
        if not a.people[h, EXPLICIT]:
            return None
        return set(a.choices[a.people[h, CHOICE_FROM] : a.people[h, CHOICE_UNTIL]].tolist())

    def _lasts(self, home: Home, taken: set[str]) -> bool:
        if home.stage is Stage.TEMPORARY or home.id in taken:
            return False
        works = self.n.block_of[home.block].works if home.block else Works.KEEP
        return home.stage is Stage.NEW or works is not Works.REBUILD

    def _inside(self, one: Household) -> float:
        policy = self.n.policy
        return policy.points_return if one.wish is ReturnWish.RETURN else policy.points_undecided

    def _wishes(self) -> Callable[[Household, Home], float]:
        """Return a function that tells what the dearest met wish about a home is worth."""
        asked: dict[str, list[Any]] = defaultdict(list)
        for wish in sorted(self.n.wishes, key=lambda wish: wish.rank):
            asked[wish.household].append(wish)

        def worth(one: Household, home: Home) -> float:
            facts = {
                WishKind.HOME: home.id, WishKind.BLOCK: home.block, WishKind.STREET: home.street,
                WishKind.TYPE: home.type,
            }  # fmt: skip
            for wish in asked.get(one.id, []):
                if facts.get(wish.kind) == wish.value:
                    return float(self.n.policy.points_wish / 2 ** (wish.rank - 1))
            return 0.0

        return worth


class _CellTable:
    """How near and close two blocks are: the share of pairs of homes, sampled, and their mean."""

    def __init__(self, n: Neighbourhood) -> None:
        self.n = n
        self.homes: dict[str, list[Home]] = defaultdict(list)
        for home in n.homes:
            if home.stage is not Stage.TEMPORARY:
                self.homes[cell_of(home)].append(home)
        self.known: dict[tuple[str, str], tuple[bool, float]] = {}

    def __call__(self, one: str, other: str) -> tuple[bool, float]:
        key = (one, other) if one <= other else (other, one)
        if key not in self.known:
            pairs = [(a, b) for a in self._some(key[0]) for b in self._some(key[1])]
            close = [closeness_permille(a, b, self.n.policy) / 1000 for a, b in pairs]
            together = [near(a, b, self.n.policy) for a, b in pairs]
            self.known[key] = one == other or float(np.mean(together)) >= 0.5, float(np.mean(close))
        return self.known[key]

    def _some(self, cell: str) -> list[Home]:
        homes = self.homes[cell]
        return homes[:: max(1, len(homes) // 6)]


def cell_of(home: Home) -> str:
    """Return the block of a home; one without a block is a cell of its own."""
    return home.block if home.block is not None else f"home {home.id}"


def _need(one: Household, n: Neighbourhood) -> tuple[Any, ...]:
    return (
        rooms_needed(one, n.policy), one.rooms_max, one.rent_max, one.step_free, one.accessible,
        one.floor_max,
    )  # fmt: skip


def _offer(home: Home) -> tuple[Any, ...]:
    return home.rooms, lasting_rent(home), home.step_free, home.accessible, home.floor
