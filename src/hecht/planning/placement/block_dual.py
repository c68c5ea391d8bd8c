"""The stronger dual: every block's residents chosen exactly, households priced.

Relaxed is only that a household lives in one block and that its ties agree with that. The dual is

    sum over households of  price
  + sum over ties of  max over classes a, b of  S * weight * closeness - messages - bonus if a = b
  + sum over blocks of  max over residents of  S * values + messages - prices, + bonuses of the
    ties of which both live there.

Deflected subgradient steps bring it down. The blocks' maxima are estimated by annealing on the
way; now and then they are proven by branch and bound, and only what is proven is reported.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit

from hecht.planning.placement.arrays import Arrays
from hecht.planning.placement.block_proof import BlockProof, Claim
from hecht.planning.placement.block_search import search_block
from hecht.planning.placement.blocks import Block, lay_out_blocks
from hecht.planning.placement.problem import IntArray
from hecht.planning.placement.random_numbers import log_table, stream, temperatures

FAR = 1 << 62
FRESH = 0.15
PATIENCE = 40
SHORTEN = 2 / 3
POOL = 40
LEVELS = 24
PROPOSALS, PER_PAIR = 6_000, 7
"""Most proposals in one annealing of a block, and how many for each of its pairs."""
SLACK = 400
"""A block is proven well enough within this part of its share of the gap."""


@njit(cache=True, nogil=True)
def shared_tie_maxima(
    a: Arrays, scale: int, row: Any, message: Any, twin: Any, bonus_of: Any, bonus: Any,
    argument: Any,
) -> Any:  # fmt: skip
    """Return the sum of the ties' maxima where a shared class is worth its bonus less."""
    reach_start, reach_place, end_household = a.reach_start, a.reach_place, a.end_household
    table, classes, tie_base, tie_weight = a.table, a.classes, a.tie_base, a.tie_weight
    total = np.int64(0)
    for e in range(len(tie_weight)):
        i, j = reach_start[end_household[2 * e]], reach_start[end_household[2 * e + 1]]
        mine, theirs, stop = row[2 * e], row[2 * e + 1], row[2 * e + 2]
        weight = scale * tie_weight[e]
        most = np.int64(-FAR)
        for q in range(theirs - mine):
            view = tie_base[e] + reach_place[i + q] * classes
            for r in range(stop - theirs):
                points = weight * table[view + reach_place[j + r]]
                points -= message[mine + q] + message[theirs + r]
                if r == twin[mine + q]:
                    points -= bonus[bonus_of[mine + q]]
                if points > most:
                    most = points
                    argument[2 * e] = q
                    argument[2 * e + 1] = r
        total += most
    return total


class BlockDual:
    """The stronger dual, begun where the edge dual ended.

    Args:
        arrays: the problem's arrays.
        scale: units to a point.
        row, message: the edge dual's best messages.
        price: per renumbered cell, its best prices.
        score: the score of the best placement known.
    """

    def __init__(
        self, arrays: Arrays, scale: int, row: IntArray, message: IntArray, price: IntArray,
        score: int,
    ) -> None:  # fmt: skip
        """Begin at the edge dual's point: no bonuses, households priced at their best worth."""
        self.arrays, self.scale, self.row, self.score = arrays, scale, row, score
        self.blocks = lay_out_blocks(arrays, row)
        self.message = message.copy()
        ends = np.repeat(arrays.end_household, np.diff(row))
        position = np.arange(len(message)) - np.repeat(row[:-1], np.diff(row))
        self._message_reach = arrays.reach_start[ends] + position
        pair_worth = self._pair_worth() - price[arrays.cell]
        self.price = np.maximum.reduceat(pair_worth, arrays.start[:-1])
        self.bonus = np.zeros(self.blocks.bonuses, np.int64)
        self._argument = np.zeros(len(arrays.end_household), np.int64)
        count = len(self.blocks.block)
        self._at = [b.start[1:] - 1 for b in self.blocks.block]
        self._pool = [np.zeros((POOL, len(b.household)), np.int64) for b in self.blocks.block]
        self._pooled = [0] * count
        self._logs = log_table()
        self._set_temperatures()
        self._executor = ThreadPoolExecutor(min(2, os.cpu_count() or 1))
        self._direction = self._zeros()
        self.steps, self.version = 0, 0
        self._now = self._estimate()
        self._best = self._now
        self._keep()
        self._gap = max(scale, (self._best - scale * score) // 3)
        self._level_from, self._stalled = FAR, 0
        self._fresh_start = True

    @property
    def estimate(self) -> int:
        """The lowest estimate so far, in units; not proven."""
        return self._best

    def _set_temperatures(self) -> None:
        a, scale = self.arrays, self.scale
        tops = np.abs(a.table).reshape(-1, a.classes * a.classes).max(axis=1)
        size = a.classes * a.classes
        ties = (a.tie_weight * tops[a.tie_base // size]).sum()
        highest = np.maximum.reduceat(a.value, a.start[:-1])
        lowest = np.minimum.reduceat(a.value, a.start[:-1])
        per_household = (2 * ties + (highest - lowest).sum()) / max(1, len(highest))
        unit = max(2, int(scale * per_household / 50))
        self._cool = temperatures(max(2, unit), max(1, unit // 20), LEVELS)
        self._warm = temperatures(max(2, 3 * unit), max(1, unit // 20), LEVELS)
        self._hot = temperatures(max(2, 8 * unit), max(1, unit // 20), 2 * LEVELS)

    def _each(self, b: Block) -> int:
        """Return the proposals per temperature for a block of this size."""
        return min(PROPOSALS, PER_PAIR * len(b.inside)) // LEVELS + 1

    def _pair_worth(self) -> IntArray:
        """Return per pair its value and its household's messages there, in units."""
        a = self.arrays
        received = np.zeros(len(a.reach_place), np.int64)
        np.add.at(received, self._message_reach, self.message)
        worth: IntArray = self.scale * a.value + received[a.pair_reach]
        return worth

    def _worths(self, b: Block, pair_worth: IntArray) -> IntArray:
        worth = pair_worth[b.pair] - self.price[b.household[b.owner]]
        worth[b.pair < 0] = 0
        return worth

    def _bonuses(self, b: Block) -> IntArray:
        return self.bonus[b.bonus : b.bonus + len(b.first)]

    def _base(self) -> int:
        """Return the part of the dual that is not the blocks', exactly."""
        ties = shared_tie_maxima(
            self.arrays, self.scale, self.row, self.message, self.blocks.twin,
            self.blocks.bonus_of, self.bonus, self._argument,
        )  # fmt: skip
        return int(self.price.sum()) + int(ties)

    def _estimate(self) -> int:
        """Return the dual with the blocks' maxima as the annealing finds them."""
        pair_worth = self._pair_worth()

        def search(q: int) -> int:
            b = self.blocks.block[q]
            best = search_block(
                b, self._worths(b, pair_worth), self._bonuses(b), self._pool[q],
                self._pooled[q], self._at[q], self._cool, self._warm, self._hot,
                self._each(b), stream(1, self.steps, q), self._logs,
            )  # fmt: skip
            self._pooled[q] = min(POOL, self._pooled[q] + 1)
            return int(best)

        return self._base() + sum(self._executor.map(search, range(len(self.blocks.block))))

    def _zeros(self) -> tuple[Any, Any, Any]:
        return np.zeros(len(self.message)), np.zeros(len(self.price)), np.zeros(len(self.bonus))

    @property
    def level(self) -> int:
        """How far below the best estimate the steps aim at present, in units."""
        return self._gap

    def _keep(self) -> None:
        self.version += 1
        self._best_point = self.message.copy(), self.price.copy(), self.bonus.copy()

    def _go_back(self) -> None:
        self.message, self.price, self.bonus = (x.copy() for x in self._best_point)

    def _subgradient(self) -> tuple[Any, Any, Any]:
        a = self.arrays
        message, price, bonus = self._zeros()
        price += 1.0
        lives = np.zeros(len(a.reach_place))
        for b, at in zip(self.blocks.block, self._at, strict=True):
            inside = at < b.start[1:] - 1
            price[b.household[inside]] -= 1.0
            lives[b.reach[inside]] = 1.0
            both = inside[b.first] & inside[b.second]
            bonus[b.bonus : b.bonus + len(b.first)] += both
        message += lives[self._message_reach]
        chosen = self.row[:-1] + self._argument
        message[chosen] -= 1.0
        first = chosen[0::2]
        shared = self.blocks.twin[first] == self._argument[1::2]
        bonus[self.blocks.bonus_of[first[shared]]] -= 1.0
        bonus[(self.bonus <= 0) & (bonus > 0)] = 0.0
        return message, price, bonus

    def step(self) -> None:
        """Go one deflected Polyak step towards a level below the best estimate."""
        self.steps += 1
        if self._fresh_start:
            self._direction, self._fresh_start = self._zeros(), False
        length = 0.0
        for d, g in zip(self._direction, self._subgradient(), strict=True):
            d *= 1.0 - FRESH
            d += FRESH * g
            length += float(d @ d)
        if length > 0:
            size = FRESH * float(self._now - (self._best - self._gap)) / length
            message, price, bonus = self._direction
            self.message = self.message - np.rint(size * message).astype(np.int64)
            self.price = self.price - np.rint(size * price).astype(np.int64)
            self.bonus = np.maximum(0, self.bonus - np.rint(size * bonus).astype(np.int64))
            self._now = self._estimate()
            if self._now < self._best:
                self._best = self._now
                self._keep()
        self._stalled += 1
        if self._now <= self._level_from - self._gap // 10:
            self._level_from, self._stalled = self._now, 0
        elif self._stalled >= PATIENCE or length <= 0:
            self._gap = max(self.scale // 8, int(self._gap * SHORTEN))
            self._level_from, self._stalled, self._fresh_start = FAR, 0, True
            self._go_back()
            self._now = self._estimate()

    def begin_proof(self) -> BlockProof:
        """Return a proof of the blocks' maxima at the best point, to be grown."""
        here = self.message, self.price, self.bonus
        self._go_back()
        base, pair_worth = self._base(), self._pair_worth()
        claims = []
        for q, b in enumerate(self.blocks.block):
            rows = self._pool[q][: self._pooled[q]]
            claims.append(Claim(b, self._worths(b, pair_worth), self._bonuses(b), rows))
        slack = max(1, (self._best - self.scale * self.score) // (SLACK * len(claims)))
        point = self.message, self.price, self.bonus
        self.message, self.price, self.bonus = here
        return BlockProof(base, point, claims, slack, self._executor, self.version)

    def learn(self, proof: BlockProof) -> None:
        """Put residents better than the annealing's in the pools and correct the estimate."""
        for q, (claim, tree) in enumerate(zip(proof.claims, proof.trees, strict=True)):
            if int(tree.best[0]) > claim.best:
                row = min(self._pooled[q], POOL - 1)
                self._pool[q][row] = tree.best_at
                self._pooled[q] = row + 1
                self._best += int(tree.best[0]) - claim.best
                claim.best = int(tree.best[0])
