"""The whole score, as a placement problem in which every part is at its best or better.

The score of any plan is at most the score of some placement here plus `constant`: what is left
out is left out in its favour. Households that stay or go count in the constant; ties and wishes
to be near are tables over places; everything else is points of a household in a cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import ReturnWish, Stage, WishKind
from hecht.neighbourhood.distance import closeness_permille, near
from hecht.planning.bounds.board import Board
from hecht.planning.bounds.ground import LOCATION, Ints, Role
from hecht.planning.bounds.links import Link, links_of
from hecht.planning.bounds.temporary_cost import TemporaryCost
from hecht.planning.bounds.tie_problem import NearFixed, pair_starts
from hecht.planning.placement import PlacementProblem

TABLE_BYTES = 96 << 20
"""Tables of points by place may take this much memory; beyond it they are made coarser."""


@dataclass(frozen=True)
class ScoreProblem:
    """A placement problem and what is added to its score: both in thousandths of a point."""

    problem: PlacementProblem
    constant: int


def mp(points: float) -> int:
    """Return points, or a weight, in whole thousandths."""
    return round(points * 1000)


def score_problem(board: Board) -> ScoreProblem:
    """Return the problem that bounds the score of every plan of the board."""
    return _Translation(board).build()


class _Translation:
    def __init__(self, board: Board) -> None:
        self.board, self.ground, self.windows = board, board.ground, board.windows
        self.n = board.ground.neighbourhood
        self.policy = self.n.policy
        self.horizon = self.n.project.horizon
        self.cost = TemporaryCost(self.ground, self.windows)
        self.links = links_of(self.ground)
        self.starts = pair_starts(board)
        self.number = {int(h): k for k, h in enumerate(board.placed)}
        self.value = np.zeros(len(board.pair_cell), dtype=np.int64)
        self.inside = board.pair_cell < board.away[0]
        self.latest = self._latest()
        self.constant = 0

    def build(self) -> ScoreProblem:
        for k, h in enumerate(self.board.placed.tolist()):
            self._household(k, h)
        self._fixed_households()
        self._fixed_links()
        self.constant += mp(self.policy.points_group) * self._groups()
        self.constant -= mp(self.policy.points_duration_month) * self.windows.duration
        self.constant -= mp(self.policy.points_vacant_month) * self._always_vacant()
        self.constant += self.cost.rounding
        ties, tables, which = self._tables()
        problem = PlacementProblem(
            capacity=self.board.capacity,
            place=self.board.place,
            start=self.starts,
            cell=self.board.pair_cell,
            value=self.value,
            closeness=tables,
            ties=ties,
            weight=np.ones(len(ties), dtype=np.int64),
            tie_table=which,
        )
        return ScoreProblem(problem, self.constant)

    # -- one household ---------------------------------------------------------------------

    def _inside_points(self, h: int) -> int:
        return {
            ReturnWish.RETURN: mp(self.policy.points_return),
            ReturnWish.UNDECIDED: mp(self.policy.points_undecided),
            ReturnWish.ELSEWHERE: 0,
        }[self.n.households[h].wish]

    def _household(self, k: int, h: int) -> None:
        row = slice(self.starts[k], self.starts[k + 1])
        cells, inside = self.board.pair_cell[row], self.inside[row]
        value = np.where(inside, self._inside_points(h) + self._wishes(h)[cells], 0)
        value += self.cost.points(h, self.board.pair_wait[row])
        value -= mp(self.policy.points_vacant_month) * self._empty_before(h, cells)
        value -= np.where(inside, self._surely_alone(h), 0)
        self.value[row] += value

    def _wishes(self, h: int) -> Ints:
        """Return per cell the points of the dearest wish about a place that it meets."""
        board = self.board
        result = np.zeros(len(board.cell_homes) + 2, dtype=np.int64)
        if not hasattr(self, "_wish_rows"):
            self._wish_rows: dict[str, list[tuple[WishKind, str, int]]] = {}
            for wish in self.n.wishes:
                if wish.kind in LOCATION:
                    row = (wish.kind, wish.value, mp(self.policy.points_wish) >> (wish.rank - 1))
                    self._wish_rows.setdefault(wish.household, []).append(row)
            self._examples = [self.n.homes[int(homes[0])] for homes in board.cell_homes]
        for kind, wanted, points in self._wish_rows.get(self.n.households[h].id, ()):
            for c, home in enumerate(self._examples):
                given = {
                    WishKind.HOME: home.id,
                    WishKind.BLOCK: home.block,
                    WishKind.STREET: home.street,
                    WishKind.TYPE: home.type,
                }[kind]
                if given == wanted:
                    result[c] = max(result[c], points)
        return result

    def _empty_before(self, h: int, cells: Ints) -> Ints:
        """Return the months that the old or the new home stands empty in any case.

        A new home is empty from when it is ready until somebody arrives for good; who moves
        straight into it leaves the old home empty for as many months as it came sooner.
        """
        if not hasattr(self, "_new"):
            example = [int(homes[0]) for homes in self.board.cell_homes]
            new = [self.n.homes[f].stage is Stage.NEW for f in example]
            last = [
                self.windows.last[self.ground.ready_block[f]]
                + self.n.blocks[self.ground.ready_block[f]].duration
                for f in example
            ]
            self._new = np.array([*new, False, False], dtype=np.bool_)
            self._new_last = np.array([*last, 0, 0], dtype=np.int64)
        own = int(self.ground.own_block[h])
        since = max(int(self.ground.first_out[h]), self.windows.first[own] if own >= 0 else 0)
        return np.where(self._new[cells], np.maximum(0, since - self._new_last[cells]), 0)

    def _surely_alone(self, h: int) -> int:
        """Return what a household loses that had a near tie and can have none if it stays."""
        mine = self.links.of[h]
        had = any(link.near_at_start for link, _ in mine)
        company = any(link.is_tie and self.ground.role[other] != Role.GOES for link, other in mine)
        return mp(self.policy.points_alone) if had and not company else 0

    # -- time ------------------------------------------------------------------------------

    def _latest(self) -> Ints:
        """Return per pair the last month in which it can pay to arrive, or to leave.

        Arriving a month later than need be costs a month in a temporary home. Where that is no
        less than all the household's ties could gain in it, it never pays.
        """
        board, horizon = self.board, self.horizon
        own = self.ground.own_block[board.placed][board.pair_household]
        most = self.policy.temporary_months_max
        last = np.array([*self.windows.last, 0], dtype=np.int64)
        latest = np.where(own >= 0, last[own] + most, horizon)
        rate = np.array([self.links.apart_rate(int(h)) for h in board.placed], dtype=np.int64)
        patient = (rate <= self.cost.late_month)[board.pair_household] & (own >= 0)
        cells = len(board.cell_homes)
        ready = np.zeros(cells + 2, dtype=np.int64)
        for c, homes in enumerate(board.cell_homes):
            f = int(homes[0])
            block = int(self.ground.ready_block[f])
            ready[c] = (
                self.windows.last[block] + self.n.blocks[block].duration
                if block >= 0
                else self.ground.ready_fixed[f]
            )
        need = np.maximum(last[own], ready[board.pair_cell])
        return np.minimum(horizon, np.where(patient, np.minimum(latest, need), latest))

    # -- those who stay or go --------------------------------------------------------------

    def _fixed_households(self) -> None:
        for h in range(len(self.n.households)):
            if self.ground.role[h] == Role.STAYS:
                self.constant += self._inside_points(h) - self._surely_alone(h)

    def _fixed_links(self) -> None:
        beside = NearFixed(self.board)
        for link in self.links.all:
            i, j = link.one, link.other
            roles = int(self.ground.role[i]), int(self.ground.role[j])
            if Role.GOES in roles:
                until = min(
                    self.ground.leaves(h, self.windows)[1]
                    for h, role in zip((i, j), roles, strict=True)
                    if role == Role.GOES
                )
                self.constant -= link.apart * (self.horizon - until)
            elif roles == (Role.STAYS, Role.STAYS):
                one, other = (self.n.homes[int(self.ground.own_home[h])] for h in (i, j))
                self.constant += link.near * near(one, other, self.policy)
                self.constant += link.close * closeness_permille(one, other, self.policy) // 1000
            elif Role.STAYS in roles:
                fixed, free = (i, j) if roles[0] == Role.STAYS else (j, i)
                self._beside_fixed(link, fixed, free, beside)

    def _beside_fixed(self, link: Link, fixed: int, free: int, beside: NearFixed) -> None:
        k = self.number[free]
        row = slice(self.starts[k], self.starts[k + 1])
        cells, home = self.board.pair_cell[row], int(self.ground.own_home[fixed])
        is_near = beside.near(home)[cells] > 0
        apart = link.apart * (self.horizon - self.latest[row])
        value = np.where(is_near, link.near, -apart)
        value += np.where(self.inside[row], link.close * beside.close(home)[cells] // 1000, 0)
        if self.links.only_company(free, link):
            lost = mp(self.policy.points_alone)
            value -= np.where(self.inside[row] & ~is_near, lost, 0)
        self.value[row] += value
        if self.links.only_company(fixed, link):
            self.value[row] -= np.where(is_near, 0, mp(self.policy.points_alone))

    def _groups(self) -> int:
        index = self.links.index
        return sum(
            all(self.ground.role[index[name]] != Role.GOES for name in group.households)
            for group in self.n.groups
        )

    def _always_vacant(self) -> int:
        """Return the months that old homes stand empty before their works in any plan.

        Homes in which nobody lives at the start, and those of households that go. Who lives in
        one of them for a while is paid for each such month in `TemporaryCost`.
        """
        occupant = {one.home: h for h, one in enumerate(self.n.households)}
        months = 0
        for home in self.n.homes:
            if home.stage is not Stage.EXISTING or home.block is None:
                continue
            if not self.n.block_of[home.block].works.empties:
                continue
            first = min(self.windows.first[self.links.block_index[home.block]], self.horizon)
            h = occupant.get(home.id)
            if h is None:
                months += first
            elif self.ground.role[h] == Role.GOES:
                named = self.n.households[h].leaves
                months += 0 if named is None else max(0, first - max(1, named))
        return months

    # -- tables ----------------------------------------------------------------------------

    def _tables(self) -> tuple[Ints, Ints, Ints]:
        """Return the ties between placed households, the tables, and which tie has which."""
        latest = np.zeros(len(self.board.placed), dtype=np.int64)
        np.maximum.at(latest, self.board.pair_household, self.latest)
        early = np.full(len(self.board.placed), self.horizon, dtype=np.int64)
        arrives = self.inside & ~self.board.pair_stays
        np.minimum.at(early, self.board.pair_household[arrives], self.board.pair_early[arrives])
        end = self._last_arrival()
        rows: list[tuple[int, int]] = []
        keys: list[tuple[int, ...]] = []
        alone = mp(self.policy.points_alone)
        for link in self.links.all:
            one, other = self.number.get(link.one), self.number.get(link.other)
            if one is None or other is None:
                continue
            apart = link.apart * int(self.horizon - max(latest[one], latest[other]))
            meet = early[one] <= end[other] and early[other] <= end[one]
            keys.append(
                (
                    link.near,
                    link.close,
                    apart,
                    link.same if meet else 0,
                    alone * self.links.only_company(link.one, link),
                    alone * self.links.only_company(link.other, link),
                )
            )
            rows.append((one, other))
        coarse = _affordable(keys, len(self.board.near))
        number = {key: t for t, key in enumerate(dict.fromkeys(coarse))}
        tables = [self._table(key) for key in number] or [np.zeros_like(self.board.close)]
        which = np.array([number[key] for key in coarse], dtype=np.int64)
        return np.array(rows, dtype=np.int64).reshape(-1, 2), np.stack(tables), which

    def _last_arrival(self) -> Ints:
        """Return per placed household the last month in which it can arrive at all."""
        own = self.ground.own_block[self.board.placed]
        last = np.array([*self.windows.last, 0], dtype=np.int64)
        most = np.where(own >= 0, last[own] + self.policy.temporary_months_max, self.horizon)
        return np.minimum(most, self.ground.by[self.board.placed])

    def _table(self, key: tuple[int, ...]) -> Ints:
        near_points, close_points, apart, same, alone_one, alone_other = key
        near_places = self.board.near
        table = np.where(near_places, near_points, -apart)
        table += close_points * self.board.close // 1000
        table[:-1, :-1] += same
        table[:-1, :] -= np.where(near_places[:-1, :], 0, alone_one)
        table[:, :-1] -= np.where(near_places[:, :-1], 0, alone_other)
        return table


def _affordable(keys: list[tuple[int, ...]], places: int) -> list[tuple[int, ...]]:
    """Return the keys, made alike in the plans' favour until their tables fit the memory."""
    most = max(1, TABLE_BYTES // (8 * places * places))
    step = 1
    result = keys
    while len(set(result)) > most:
        step *= 4
        # what is earned is rounded up, what is lost is rounded down
        result = [
            tuple(
                -(-amount // step) * step if earned else amount // step * step
                for amount, earned in zip(key, (True, True, False, True, False, False), strict=True)
            )
            for key in keys
        ]
    return result
