"""An upper bound on every placement's score, with a certificate.

The relaxation is the edge local polytope of the ties (every tie sees consistent marginals of its
two households) joined with the assignment polytope of the homes. Its dual is a sum of small
maxima over the ties and one transport problem, tied by messages. Sweeps give a bound at once;
deflected subgradient steps towards an adaptive level close nearly all of the rest to the LP value.
Where that stalls with a wide gap the stronger dual of `block_dual.py` takes over.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hecht.planning.placement.arrays import compile_arrays
from hecht.planning.placement.block_dual import BlockDual
from hecht.planning.placement.block_proof import BlockProof
from hecht.planning.placement.certificate import Certificate, certified_bound
from hecht.planning.placement.dual import (
    deflect,
    pair_worth,
    reach_worth,
    step,
    sweep,
    tie_maxima,
)
from hecht.planning.placement.problem import SCORE_LIMIT, PlacementProblem
from hecht.planning.placement.transport import Transport
from hecht.planning.placement.warm_start import Beginning

SWEEPS = 12
STEPS = 20
"""Subgradient steps in one round."""
FRESH = 0.1
"""Share of the newest subgradient in the direction, and the length of a step in Polyak's steps."""
PATIENCE = 50
"""Steps without progress after which the level is brought nearer, in the first phase."""
SHORTEN = 2 / 3
PHASE_ENDS = 1 / 12
"""A phase ends when the level is this much nearer than it began; the next is twice as patient."""

LOOK_BACK = 12
"""Rounds over which the edge dual's progress is judged, for every `LARGE` pairs or part of it."""
LARGE = 20_000
LITTLE = 1 / 80
"""The edge dual has stalled when so small a part of the gap went in those rounds."""
WIDE = 1 / 400
"""A gap is wide when it is more than this part of the score."""
MOST_PAIRS, MOST_BONUSES = 300_000, 200_000
"""The stronger dual is left out above these sizes; a round would take minutes."""
BLOCK_STEPS = 5
"""Steps of the stronger dual in one round."""
PROVE_EVERY, PROVE_GROWTH = 5, 5
"""It proves where it is after 5 rounds, then after a fifth of its rounds so far."""
NODES_PER_STEP = 4
"""Nodes of each block's tree in a proof, for every step since the last proof."""
UNPROVEN = 10
"""A proof goes on while the part not yet proven is more than so many times the steps' level."""


@dataclass(frozen=True)
class Bound:
    """A proven bound.

    Attributes:
        value: no placement scores more; recomputed from the certificate.
        certificate: the messages and prices that prove it.
        rounds: the rounds after which it was handed over.
    """

    value: int
    certificate: Certificate
    rounds: int


class PlacementBound:
    """A bound that falls round by round and can stop between any two.

    Args:
        problem: the placement problem.
        score: the score of the best placement known, if any; it only guides the step length.
        begin: messages and prices to begin at; they take the place of the sweeps.

    Raises:
        NoPlacement: nobody can place everyone.
    """

    def __init__(
        self,
        problem: PlacementProblem,
        score: int | None = None,
        begin: Beginning | None = None,
    ) -> None:
        """Lay the dual out; the first round does the sweeps."""
        self.problem = problem
        self.arrays = a = compile_arrays(problem)
        self.transport = Transport(a.start, a.cell, a.capacity)
        self.scale = 1024
        while self.scale > 1 and problem.largest_score * self.scale >= 64 * SCORE_LIMIT:
            self.scale //= 2
        widths = np.diff(a.reach_start)[a.end_household]
        self.row = np.concatenate((np.zeros(1, np.int64), np.cumsum(widths)))
        self.message = np.zeros(int(self.row[-1]), np.int64)
        self._worth = np.zeros(len(a.cell), np.int64)
        self._argument = np.zeros(len(a.end_household), np.int64)
        self._direction = np.zeros(len(self.message))
        if begin is not None:
            self.message[:] = begin.message * self.scale // begin.scale
            self.transport.price[:] = (begin.price * self.scale // begin.scale)[a.original]
        self._best = self._evaluate()
        self.score = self._score_of_pairs() if score is None else score
        self.rounds = 0
        self._keep()
        self._gap = 0
        self._phase_gap = 0
        self._patience = PATIENCE
        self._stalled = 0
        self._restart = True
        self._history: list[int] = []
        self._blocks: BlockDual | None = None
        self._proof_due = 0
        self._block_rounds = 0
        self._proved_at = 0
        self._growing: BlockProof | None = None
        self._last: BlockProof | None = None
        self._nodes_before = 0
        self._proof: BlockProof | None = None
        self._swept = begin is not None
        if self._swept:
            self._aim()

    def run(
        self,
        *,
        rounds: int | None = None,
        seconds: float | None = None,
        progress: Callable[[int, int], bool] | None = None,
    ) -> Bound:
        """Run rounds until one of the limits; return the best bound so far.

        Args:
            rounds: how many rounds to add.
            seconds: wall-clock seconds after which no further round begins.
            progress: called after each round with (rounds, bound); False stops the run.
        """
        if rounds is None and seconds is None:
            raise ValueError("give rounds, seconds or both")
        end = None if seconds is None else time.monotonic() + seconds
        last = None if rounds is None else self.rounds + rounds
        while self.value > self.score or self.rounds == 0:
            if last is not None and self.rounds >= last:
                break
            if end is not None and time.monotonic() >= end:
                break
            self._round()
            self.rounds += 1
            if progress is not None and progress(self.rounds, self.value) is False:
                break
        return self.bound()

    @property
    def value(self) -> int:
        """The best bound so far, as the kernels see it."""
        best = self._best if self._proof is None else min(self._best, self._proof.bound)
        return best // self.scale

    def bound(self) -> Bound:
        """Return the best bound so far, recomputed from its certificate."""
        price = np.empty(self.problem.cells, np.int64)
        price[self.arrays.original] = self._best_price
        blocks = None if self._proof is None else self._proof.certificate()
        certificate = Certificate(self.scale, self.row, self._best_message.copy(), price, blocks)
        return Bound(certified_bound(self.problem, certificate), certificate, self.rounds)

    def _round(self) -> None:
        """Do the sweeps, or steps of the edge dual, or of the stronger one when that stalled."""
        if not self._swept:
            self._sweeps()
        elif self._blocks is None:
            for _ in range(STEPS):
                self._step()
            self._history.append(self._best)
            if self._strengthens():
                self._blocks = BlockDual(
                    self.arrays, self.scale, self.row, self._best_message, self._best_price,
                    self.score,
                )  # fmt: skip
                self._proof_due = PROVE_EVERY
        elif self._growing is not None:
            self._grow(self._blocks, self._growing)
        else:
            for _ in range(BLOCK_STEPS):
                self._blocks.step()
            self._block_rounds += 1
            if self._block_rounds >= self._proof_due:
                if self._last is None or self._last.version != self._blocks.version:
                    self._last = self._blocks.begin_proof()
                self._growing, self._nodes_before = self._last, self._last.nodes

    def _grow(self, blocks: BlockDual, proof: BlockProof) -> None:
        """Grow the proof of the stronger dual's best point, and keep it when it is the best.

        It ends when it has had its nodes and what is not yet proven is no longer large beside
        what the steps can still bring; at a point that stays the best it is taken up again.
        """
        more = proof.grow()
        if self._proof is None or proof.bound < self._proof.bound:
            self._proof = proof
        since = self._block_rounds - self._proved_at
        due = NODES_PER_STEP * BLOCK_STEPS * since * len(proof.trees)
        near = proof.bound - blocks.estimate <= UNPROVEN * blocks.level
        if not more or (near and proof.nodes - self._nodes_before >= due):
            blocks.learn(proof)
            self._growing, self._proved_at = None, self._block_rounds
            wait = max(PROVE_EVERY, self._block_rounds // PROVE_GROWTH)
            self._proof_due = self._block_rounds + wait

    def _strengthens(self) -> bool:
        """Whether the edge dual has stalled with a wide gap, and the blocks are worth a try."""
        gap = self._best - self.scale * self.score
        # A round of the stronger dual costs far more there, so the edge dual gets longer.
        look = LOOK_BACK * max(1, len(self.arrays.cell) // LARGE)
        if len(self._history) <= look or gap <= WIDE * abs(self.scale * self.score):
            return False
        if self._history[-1 - look] - self._best > LITTLE * gap:
            return False
        a = self.arrays
        shared = len(a.cell) > len(a.reach_place) or int(a.capacity.max(initial=0)) > 1
        small = len(a.cell) <= MOST_PAIRS and len(self.message) <= 2 * MOST_BONUSES
        exact = self.problem.largest_score * self.scale < 1 << 50
        return shared and small and exact and len(self.message) > 0

    def _score_of_pairs(self) -> int:
        return self.problem.score(self.arrays.original[self.arrays.cell[self.transport.pair]])

    def _evaluate(self) -> int:
        """Return the bound of the messages, in units; prices and maxima are left behind."""
        a = self.arrays
        pair_worth(a, self.scale, self.row, self.message, self._worth)
        ties = int(tie_maxima(a, self.scale, self.row, self.message, self._argument))
        return self.transport.solve(self._worth) + ties

    def _keep(self) -> None:
        self._best_message = self.message.copy()
        self._best_price = self.transport.price.copy()

    def _take_if_better(self, bound: int) -> bool:
        if bound >= self._best:
            return False
        self._best = bound
        self._keep()
        return True

    def _sweeps(self) -> None:
        worth = np.zeros(len(self.arrays.reach_place), np.int64)
        for _ in range(SWEEPS):
            reach_worth(self.arrays, self.scale, self.transport.price, worth)
            sweep(self.arrays, self.scale, self.row, self.message, worth, False)
            sweep(self.arrays, self.scale, self.row, self.message, worth, True)
            self._take_if_better(self._evaluate())
        self._swept = True
        self.message[:] = self._best_message
        self._aim()

    def _aim(self) -> None:
        """Begin the steps at the messages there are: a quarter of the gap is the first aim."""
        self._now = self._evaluate()
        self._phase_gap = max(self.scale, (self._best - self.scale * self.score) // 4)
        self._gap = self._phase_gap
        self._level_from = self._best

    def _step(self) -> None:
        """Go one deflected Polyak step towards a level below the best bound.

        The level comes down with the best bound. When `patience` steps bring no fifth of the
        distance, it is brought nearer and the walk begins again at the best point; a phase in
        which it has come very near is followed by one with twice the patience.
        """
        a = self.arrays
        chosen = a.pair_reach[self.transport.pair] - a.reach_start[:-1]
        fresh = 1.0 if self._restart else FRESH
        self._restart = False
        length = deflect(self.row, self._argument, chosen, a.end_household, self._direction, fresh)
        if length > 0:
            size = FRESH * float(self._now - (self._best - self._gap)) / length
            step(self.message, self._direction, size)
            self._now = self._evaluate()
            self._take_if_better(self._now)
        self._stalled += 1
        if self._best <= self._level_from - self._gap // 5:
            self._level_from, self._stalled = self._best, 0
        elif self._stalled >= self._patience or length <= 0:
            self._come_nearer()

    def _come_nearer(self) -> None:
        """Shorten the distance to the level, or begin the next phase; go back to the best."""
        self._gap = int(self._gap * SHORTEN) + 1
        if self._gap < self._phase_gap * PHASE_ENDS:
            self._patience *= 2
            self._phase_gap = max(self.scale, self._phase_gap // 2)
            self._gap = self._phase_gap
        self._level_from, self._stalled, self._restart = self._best, 0, True
        self.message[:] = self._best_message
        self._now = self._evaluate()
