"""From a neighbourhood to the tables of the compiled search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hecht.neighbourhood import (
    Home,
    Household,
    Neighbourhood,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    WishKind,
    Works,
)
from hecht.neighbourhood.distance import decimetres
from hecht.neighbourhood.months import Month
from hecht.neighbourhood.suits import lasting_rent, rooms_needed, suits, suits_temporarily
from hecht.planning.arrays import (
    LEAVES_BY_CHOICE,
    NO_LIMIT,
    SETTLED,
    STAYS,
    TO_PLACE,
    Arrays,
    Flags,
    Ints,
    table,
)
from hecht.planning.instance_past import PastColumns, past_columns
from hecht.planning.past import Past
from hecht.planning.room import with_room
from hecht.planning.temporary_classes import TemporaryClasses, temporary_classes, window
from hecht.planning.unplaceable import unplaceable

_LOCATION = (WishKind.HOME, WishKind.BLOCK, WishKind.STREET, WishKind.TYPE)


@dataclass(frozen=True)
class Instance:
    """A neighbourhood and its arrays; positions in the arrays are positions in its tuples."""

    neighbourhood: Neighbourhood
    arrays: Arrays
    temporary: TemporaryClasses
    unplaceable: int


def mp(points: float) -> int:
    """Return points as whole thousandths."""
    return round(points * 1000)


def compile_instance(neighbourhood: Neighbourhood, past: Past | None = None) -> Instance:
    """Return the arrays of a neighbourhood that has no errors, from a `past` on if there is one."""
    instance = _Builder(neighbourhood, past, mobile=True).build()
    if instance.unplaceable == 0:
        return instance
    # while somebody must go for want of a home, nobody moves by wish and leaves one empty
    return _Builder(neighbourhood, past, mobile=False).build()


def _csr(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    ptr = _starts(rows)
    flat = np.fromiter((v for row in rows for v in row), dtype=np.int64, count=int(ptr[-1]))
    return ptr, flat


def _starts(rows: Sequence[Sequence[object]]) -> Ints:
    ptr = np.zeros(len(rows) + 1, dtype=np.int64)
    ptr[1:] = np.cumsum([len(row) for row in rows], dtype=np.int64)
    return ptr


def _bounds(*pointers: Ints) -> list[Ints]:
    """Return for each CSR pointer the first positions and the ends."""
    return [part for p in pointers for part in (p[:-1], p[1:])]


class _Names:
    """Numbers for names; the empty name gets -1."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def __call__(self, name: str | None) -> int:
        if not name:
            return -1
        return self._number.setdefault(name, len(self._number))


class _Builder:
    def __init__(self, neighbourhood: Neighbourhood, past: Past | None, *, mobile: bool) -> None:
        self.n = neighbourhood
        self.past: Past | None = past
        self.mobile = mobile
        self.policy = neighbourhood.policy
        self.home_index = {home.id: i for i, home in enumerate(neighbourhood.homes)}
        self.block_index = {block.id: i for i, block in enumerate(neighbourhood.blocks)}
        self.household_index = {h.id: i for i, h in enumerate(neighbourhood.households)}
        self.horizon = neighbourhood.project.horizon
        # everybody is still at home in month 0
        self.first = min(max(1, neighbourhood.first_move), self.horizon)
        self.streets, self.types = _Names(), _Names()
        self.occupant = {h.home: h for h in neighbourhood.households}
        self.near2 = decimetres(self.policy.near_m) ** 2
        accepted = [p for p in neighbourhood.promises if p.status is PromiseStatus.ACCEPTED]
        self.promises: dict[str, list[Any]] = {}
        for promise in accepted:
            self.promises.setdefault(promise.household, []).append(promise)

    # -- homes ---------------------------------------------------------------------------

    def _ready(self, home: Home) -> tuple[int, int]:
        """Return (block whose finish makes it ready or -1, fixed month or -1 if no destination)."""
        block = None if home.block is None else self.n.block_of[home.block]
        if home.stage is Stage.TEMPORARY:
            return -1, -1
        if home.stage is Stage.NEW:
            return self.block_index[str(home.block)], -1
        if block is not None and block.works is Works.REBUILD:
            return -1, -1
        if block is not None and block.works is Works.RENOVATE_EMPTY:
            return self.block_index[block.id], -1
        occupant = self.occupant.get(home.id)
        if occupant is None:
            return -1, 0
        if occupant.wish is ReturnWish.ELSEWHERE and occupant.leaves is not None:
            return -1, min(max(occupant.leaves, 1), self.horizon)
        return -1, -1

    def _vacant_block(self, home: Home) -> int:
        """Return the block whose works end the vacancy of a home that nobody lives in, else -1."""
        if home.stage is not Stage.EXISTING or home.block is None or home.id in self.occupant:
            return -1
        works = self.n.block_of[home.block].works
        return self.block_index[home.block] if works.empties else -1

    def _homes(self) -> dict[str, Any]:
        homes = self.n.homes
        ready = [self._ready(home) for home in homes]
        block = [-1 if h.block is None else self.block_index[h.block] for h in homes]
        classes: dict[tuple[Any, ...], int] = {}
        home_class = []
        for home in homes:
            key = (home.rooms, lasting_rent(home), home.floor, home.step_free, home.accessible)
            home_class.append(classes.setdefault(key, len(classes)))
        self.class_example: dict[int, Home] = {}
        for home, number in zip(homes, home_class, strict=True):
            self.class_example.setdefault(number, home)
        settled = self.past.settled.values() if self.past else ()
        gone = {self.home_index[home] for home, _ in settled}
        self.destinations = [
            i for i, (b, m) in enumerate(ready) if (b >= 0 or m >= 0) and i not in gone
        ]
        self.home_class = np.array(home_class, dtype=np.int64)
        self.x = np.array([decimetres(h.x) for h in homes], dtype=np.int64)
        self.y = np.array([decimetres(h.y) for h in homes], dtype=np.int64)
        self.block = np.array(block, dtype=np.int64)
        self.ready = ready
        near_ptr, near_homes = self._near_lists()
        return {
            "homes": table(
                self.x,
                self.y,
                self.block,
                [self.streets(h.street) for h in homes],
                [self.types(h.type) for h in homes],
                [b for b, _ in ready],
                [m for _, m in ready],
                [self._vacant_block(h) for h in homes],
                self.home_class,
                near_ptr[:-1],
                near_ptr[1:],
                np.zeros(len(homes), dtype=np.int64),
                [_serves(home, *when) for home, when in zip(homes, ready, strict=True)],
            ),
            "destinations": np.array(self.destinations, dtype=np.int64),
            "near_homes": near_homes,
        }

    def _near_lists(self, most: int = 64) -> tuple[Ints, Ints]:
        """Return for each home up to `most` destinations near it: where to look for a place."""
        from scipy.spatial import cKDTree

        rows: list[list[int]] = [[] for _ in self.n.homes]
        if not self.destinations:
            return _csr(rows)
        places = np.array(self.destinations, dtype=np.int64)
        tree = cKDTree(np.column_stack([self.x[places], self.y[places]]))
        points = np.column_stack([self.x, self.y])
        count = min(most, len(places))
        distance, found = tree.query(points, k=count)
        distance, found = distance.reshape(len(rows), -1), found.reshape(len(rows), -1)
        limit = float(np.sqrt(self.near2))
        for i in range(len(rows)):
            keep = distance[i] <= limit
            # at least a few, so that every tie can be drawn closer
            keep[:4] = True
            rows[i] = sorted(int(places[k]) for k in found[i][keep])
        return _csr(rows)

    # -- households ----------------------------------------------------------------------

    def _kind(self, household: Household) -> int:
        if self.past is not None and household.id in self.past.settled:
            return SETTLED
        if self.past is not None and household.id in self.past.gone:
            return LEAVES_BY_CHOICE
        affected = self.n.is_affected(household)
        if household.wish is ReturnWish.ELSEWHERE:
            return LEAVES_BY_CHOICE if affected or household.leaves is not None else STAYS
        if affected or household.id in self.promises:
            return TO_PLACE
        return TO_PLACE if self.mobile and self._location_wishes(household) else STAYS

    def _location_wishes(self, household: Household) -> list[Any]:
        return [w for w in self.wishes.get(household.id, []) if w.kind in _LOCATION]

    def _choices(self, household: Household, kind: int) -> list[int] | None:
        """Return the only homes the household may get, or None for every home that suits."""
        if kind == SETTLED and self.past is not None:
            return [self.home_index[self.past.settled[household.id][0]]]
        if kind != TO_PLACE:
            return []
        bound = self._promised(household)
        own = self.home_index[household.home]
        if bound is not None:
            if not self.n.is_affected(household) and self._meets(household, own):
                bound = sorted({*bound, own})
            return bound
        if self.n.is_affected(household):
            return None
        wished = [
            i
            for i in self.destinations
            if self._wished(household, self.n.homes[i])
            and suits(household, self.n.homes[i], self.policy)
        ]
        return sorted({own, *wished})

    def _keeps_tenancy(self, household: Household) -> bool:
        """Return whether the own home is renovated and still suits: then it comes first."""
        home = self.n.home_of[household.home]
        works = None if home.block is None else self.n.block_of[home.block].works
        return works is Works.RENOVATE_EMPTY and suits(household, home, self.policy)

    def _wished(self, household: Household, home: Home) -> bool:
        values = {
            WishKind.HOME: home.id,
            WishKind.BLOCK: home.block,
            WishKind.STREET: home.street,
            WishKind.TYPE: home.type,
        }
        return any(values[w.kind] == w.value for w in self._location_wishes(household))

    def _meets(self, household: Household, home: int) -> bool:
        place = self.n.homes[home]
        for promise in self.promises.get(household.id, []):
            if promise.kind is PromiseKind.HOME and place.id != promise.value:
                return False
            if promise.kind is PromiseKind.BLOCK and place.block != promise.value:
                return False
        return True

    def _promised(self, household: Household) -> list[int] | None:
        kinds = {p.kind for p in self.promises.get(household.id, [])}
        if not kinds & {PromiseKind.HOME, PromiseKind.BLOCK}:
            return None
        return [
            i
            for i in self.destinations
            if self._meets(household, i) and suits(household, self.n.homes[i], self.policy)
        ]

    def _deadline(self, household: Household) -> int:
        months = [
            Month.parse(p.value).since(self.n.project.start)
            for p in self.promises.get(household.id, [])
            if p.kind is PromiseKind.BY
        ]
        return min(months, default=self.horizon)

    def _households(self) -> dict[str, Any]:
        people = self.n.households
        self.wishes: dict[str, list[Any]] = {}
        for wish in self.n.wishes:
            self.wishes.setdefault(wish.household, []).append(wish)
        kind = [self._kind(h) for h in people]
        choices = [self._choices(h, k) for h, k in zip(people, kind, strict=True)]
        choice_ptr, choice = _csr([c or [] for c in choices])
        inside = {
            ReturnWish.RETURN: mp(self.policy.points_return),
            ReturnWish.UNDECIDED: mp(self.policy.points_undecided),
            ReturnWish.ELSEWHERE: 0,
        }
        own_block = [
            self.block_index[str(self.n.home_of[h.home].block)] if self.n.is_affected(h) else -1
            for h in people
        ]
        need_class, suit = self._suit()
        self.since: PastColumns = past_columns(self.n, self.past, self.first, self.home_index)
        self.kind, self.choices = kind, choices
        self.people_columns = [
            [self.home_index[h.home] for h in people],
            own_block,
            need_class,
            kind,
            [inside[h.wish] for h in people],
            self.since.leaves,
            [self._deadline(h) for h in people],
            [
                h.id in self.promises and k in (STAYS, TO_PLACE)
                for h, k in zip(people, kind, strict=True)
            ],
            [c is not None for c in choices],
        ]
        self.choice_ptr = choice_ptr
        return {
            "suit": suit,
            "choices": choice,
            "active": np.array([i for i, k in enumerate(kind) if k == TO_PLACE], dtype=np.int64),
            "wishes": self._wish_table(),
        }

    def _suit(self) -> tuple[Ints, Flags]:
        """Return each household's class of needs, and which class suits which class of homes."""
        classes: dict[tuple[Any, ...], int] = {}
        examples: list[Household] = []
        numbers = []
        for h in self.n.households:
            key = (
                rooms_needed(h, self.policy),
                h.rooms_max,
                h.rent_max,
                h.step_free,
                h.accessible,
                h.floor_max,
            )
            if key not in classes:
                classes[key] = len(classes)
                examples.append(h)
            numbers.append(classes[key])
        suit = np.zeros((max(1, len(examples)), len(self.class_example)), dtype=np.bool_)
        for row, household in enumerate(examples):
            for column, home in self.class_example.items():
                suit[row, column] = suits(household, home, self.policy)
        self.need_class = np.array(numbers, dtype=np.int64)
        return self.need_class, suit

    def _wish_table(self) -> Ints:
        number = {kind: i for i, kind in enumerate(_LOCATION)}
        rows: list[list[tuple[int, int, int]]] = []
        worth = mp(self.policy.points_wish)
        for household in self.n.households:
            found = sorted(self._location_wishes(household), key=lambda w: w.rank)
            rows.append(
                [(number[w.kind], self._wish_value(w), worth >> (w.rank - 1)) for w in found]
            )
        self.wish_ptr = _starts(rows)
        return np.array([one for row in rows for one in row], dtype=np.int64).reshape(-1, 3)

    def _wish_value(self, wish: Any) -> int:
        if wish.kind is WishKind.HOME:
            return self.home_index.get(wish.value, -2)
        if wish.kind is WishKind.BLOCK:
            return self.block_index.get(wish.value, -2)
        # an unknown street or type gets a number of its own that no home has
        return self.streets(wish.value) if wish.kind is WishKind.STREET else self.types(wish.value)

    # -- ties and groups -----------------------------------------------------------------

    def _start_near(self, i: int, j: int) -> bool:
        a = self.home_index[self.n.households[i].home]
        b = self.home_index[self.n.households[j].home]
        if self.block[a] >= 0 and self.block[a] == self.block[b]:
            return True
        dx, dy = int(self.x[a] - self.x[b]), int(self.y[a] - self.y[b])
        return dx * dx + dy * dy <= self.near2

    def _links(self) -> dict[tuple[int, int], list[int]]:
        """Return per pair: near, close, apart, same-month points, start-near, real tie."""
        p = self.policy
        links: dict[tuple[int, int], list[int]] = {}
        for tie in self.n.ties:
            i, j = self.household_index[tie.a], self.household_index[tie.b]
            weight = mp(self.n.tie_weight(tie))
            start = self._start_near(i, j)
            links[min(i, j), max(i, j)] = [
                mp(p.points_tie_near) * weight // 1000,
                mp(p.points_tie_closeness) * weight // 1000,
                mp(p.points_separation_month) * weight // 1000 if start else 0,
                mp(p.points_same_month) * weight // 1000 if start else 0,
                int(start),
                1,
            ]
        for wish in self.n.wishes:
            if wish.kind is WishKind.HOUSEHOLD:
                i, j = self.household_index[wish.household], self.household_index[wish.value]
                link = links.setdefault((min(i, j), max(i, j)), [0, 0, 0, 0, 0, 0])
                link[0] += mp(p.points_wish) >> (wish.rank - 1)
        return links

    def _ties(self) -> dict[str, Any]:
        links = self._links()
        rows: list[list[tuple[int, list[int]]]] = [[] for _ in self.n.households]
        for (i, j), link in sorted(links.items()):
            rows[i].append((j, link))
            rows[j].append((i, link))
        self.tie_ptr = _starts(rows)
        flat = [[j, *link] for row in rows for j, link in row]
        ends = [(i, j) for i, row in enumerate(rows) for j, _ in row]
        number = {pair: k for k, pair in enumerate(ends)}
        for k, (i, j) in enumerate(ends):
            flat[k].append(number[j, i])
        self.had_near = [any(link[4] and link[5] for _, link in row) for row in rows]
        group = np.full(len(rows), -1, dtype=np.int64)
        members = []
        for g, one in enumerate(self.n.groups):
            numbers = [self.household_index[h] for h in one.households]
            members.append(numbers)
            group[numbers] = g
        self.group = group
        group_ptr, group_member = _csr(members)
        return {
            "ties": np.array(flat, dtype=np.int64).reshape(-1, 8),
            "group_ptr": group_ptr,
            "group_member": group_member,
        }

    # -- blocks --------------------------------------------------------------------------

    def _blocks(self) -> dict[str, Any]:
        blocks = self.n.blocks
        earliest, latest = self._windows()
        pred_ptr, pred = _csr([[self.block_index[a] for a in b.after] for b in blocks])
        start_month = self.n.project.start
        year = [start_month.plus(m).year - start_month.year for m in range(self.horizon + 1)]
        budget = self.n.capacity.budget_per_year
        works = [i for i, b in enumerate(blocks) if b.has_works]
        self.capacity = self.n.capacity.crews
        self.budget = NO_LIMIT if budget is None else int(budget)
        return {
            "blocks": table(
                [b.duration if b.has_works else 0 for b in blocks],
                [b.crews if b.has_works else 0 for b in blocks],
                earliest,
                latest,
                [_whole_euros(b.cost) for b in blocks],
                pred_ptr[:-1],
                pred_ptr[1:],
            ),
            "pred": pred,
            "movable": np.array(works, dtype=np.int64),
            "year": np.array(year, dtype=np.int64),
        }

    def _windows(self) -> tuple[list[int], list[int]]:
        """Return the earliest start and the latest end of each block."""
        at_home: dict[str, int] = {}
        for h, month, away in zip(
            self.n.households, self.since.from_out, self.since.away, strict=True
        ):
            block = self.n.home_of[h.home].block
            # who has left already does not hold up the works
            if block is not None and away < 0 and h.id not in self.since.moved:
                at_home[block] = max(month, at_home.get(block, 0))
        earliest, latest = [], []
        for b in self.n.blocks:
            begun = self.past.starts.get(b.id) if self.past else None
            if begun is not None:
                earliest.append(begun)
                latest.append(begun + b.duration)
                continue
            start = max(b.earliest or 0, self.past.date if self.past else 0)
            if b.works.empties:
                start = max(start, at_home.get(b.id, 0))
            earliest.append(start)
            latest.append(self.horizon if b.latest is None else min(b.latest, self.horizon))
        return earliest, latest

    # -- all -----------------------------------------------------------------------------

    def build(self) -> Instance:
        policy = self.policy
        parts: dict[str, Any] = {}
        parts.update(self._homes())
        parts.update(self._households())
        parts.update(self._ties())
        parts.update(self._blocks())
        classes = temporary_classes(self.n, self.kind, self.ready, suits_temporarily)
        cost = mp(policy.points_cost)
        fixed = [
            self.horizon,
            self.first,
            policy.temporary_months_max,
            self.near2,
            decimetres(policy.far_m),
            self.capacity,
            self.budget,
            mp(policy.points_temporary_month) + cost * round(policy.temporary_month_cost) // 1000,
            mp(policy.points_extra_move) + cost * round(policy.extra_move_cost) // 1000,
            mp(policy.points_vacant_month),
            mp(policy.points_duration_month),
            mp(policy.points_alone),
            mp(policy.points_group),
            mp(self.past.points_told) if self.past else 0,
            self.past.date if self.past else 0,
        ]
        people = table(
            *self.people_columns,
            self.had_near,
            self.group,
            classes.of_household,
            *_bounds(self.choice_ptr, self.wish_ptr, self.tie_ptr),
            [self._keeps_tenancy(h) for h in self.n.households],
            *self.since.columns(),
        )
        arrays = Arrays(
            fixed=np.array(fixed, dtype=np.int64),
            people=people,
            temp_below=classes.below,
            temp_member=classes.member,
            temp_supply=self._supply(classes),
            closeness=_closeness(decimetres(policy.far_m)),
            bonus=np.zeros((0, 0), dtype=np.int64),
            place_close=np.zeros((0, 0), dtype=np.int64),
            room=np.zeros(self.horizon + 1, dtype=np.int64),
            **parts,
        )
        leavers = unplaceable(arrays, self.n)
        bought_in = [
            window(home, self.horizon) for home in self.n.homes if home.stage is Stage.TEMPORARY
        ]
        windows = np.array(bought_in, dtype=np.int64).reshape(-1, 2)
        return Instance(self.n, with_room(arrays, self.n, leavers, windows), classes, leavers)

    def _supply(self, classes: TemporaryClasses) -> Ints:
        """Return the free temporary homes per set and month; the past is nobody's concern."""
        supply = classes.supply.copy()
        if self.past is not None:
            supply[:, : self.past.date] += len(self.n.households)
        return supply


def _closeness(far: int) -> Ints:
    """Return the closeness in thousandths at each whole decimetre below `far`."""
    distance = np.arange(far, dtype=np.int64)
    return np.asarray(1000 - distance * 1000 // far, dtype=np.int64)


def _serves(home: Home, block: int, month: int) -> bool:
    """Return whether a home, ready with a block or in a month (-1: not), may be temporary then."""
    return (block >= 0 or month >= 0) and home.stage is not Stage.NEW


def _whole_euros(cost: float | None) -> int:
    """Return a cost in whole euros, rounded up so that no budget is overspent by rounding."""
    return 0 if cost is None else -int(-cost // 1)
