"""A proof of all blocks' maxima at one point of the stronger dual, grown round by round."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np

from hecht.planning.placement.block_certificate import BlockCertificate, BlockTree
from hecht.planning.placement.block_search import residents_worth
from hecht.planning.placement.block_tree import Tree, grow, plant, proven
from hecht.planning.placement.blocks import Block
from hecht.planning.placement.problem import IntArray

NODES = 40
"""Nodes a tree grows by at a time."""
AT_ONCE = 4
"""Trees that grow in one round: those whose bounds are furthest above the best residents."""
NOTHING = 1 << 62
TREE, MOST_NODES = 12_000, 150_000
"""Most nodes of a tree, and of all trees together."""


class Claim:
    """What a block's maximum is asked for, and the best residents known.

    Attributes:
        block: the block.
        worth: (p,) points of its pairs, in units.
        bonus: (b,) points of its bonuses.
        best, best_at: the worth of the best residents known, and those.
    """

    def __init__(self, block: Block, worth: IntArray, bonus: IntArray, known: IntArray) -> None:
        """Pick the best of the `known` residents, (k, h) pairs per household."""
        self.block, self.worth, self.bonus = block, worth, bonus.copy()
        values = [int(residents_worth(block, worth, bonus, at)) for at in known]
        top = int(np.argmax(values))
        self.best, self.best_at = values[top], known[top].copy()


class BlockProof:
    """Trees over the blocks; the bound holds at any moment after the first `grow`.

    Args:
        base: the part of the dual that is not the blocks', in units.
        point: the messages, household prices and bonuses.
        claims: one per block.
        slack: how near the best residents, in units, a block's bound has to come.
        executor: where trees grow side by side; they do not depend on each other.
        version: which of the dual's best points it is.
    """

    def __init__(
        self,
        base: int,
        point: tuple[IntArray, IntArray, IntArray],
        claims: list[Claim],
        slack: int,
        executor: Executor,
        version: int,
    ) -> None:
        """Make room for the trees; nothing is proven yet."""
        self.base, self.claims, self._slack, self._executor = base, claims, slack, executor
        self.version = version
        self._room = min(TREE, MOST_NODES // len(claims))
        self._point = tuple(x.copy() for x in point)
        self.trees: list[Tree] = []
        self._done: list[bool] = []
        self.nodes = 0

    def grow(self) -> bool:
        """Grow every root, or the trees that need it most; False when nothing is left to do."""
        if not self.trees:
            self.trees = [plant(c.block, NODES, c.best, c.best_at) for c in self.claims]
            self._done = list(self._executor.map(self._extend, range(len(self.claims))))
            return not all(self._done)
        behind = [
            (int(tree.best[0]) - int(proven(tree)), q)
            for q, tree in enumerate(self.trees)
            if not self._done[q]
        ]
        chosen = [q for _, q in sorted(behind)[:AT_ONCE]]
        for q in chosen:
            self.trees[q] = _with_room(self.trees[q], NODES)
        for q, ended in zip(chosen, self._executor.map(self._extend, chosen), strict=True):
            self._done[q] = ended
        return not all(self._done)

    @property
    def bound(self) -> int:
        """The bound proven so far, in units; nothing before the roots have grown."""
        if not self.trees:
            return NOTHING
        return self.base + sum(int(proven(tree)) for tree in self.trees)

    def certificate(self) -> BlockCertificate:
        """Return what proves `bound`."""
        message, price, bonus = self._point
        return BlockCertificate(message, price, bonus, [_leaves(tree) for tree in self.trees])

    def _extend(self, q: int) -> bool:
        claim, tree = self.claims[q], self.trees[q]
        before = int(tree.nodes[0])
        nodes = NODES if before else 0
        ended = bool(grow(claim.block, claim.worth, claim.bonus, tree, self._slack, nodes))
        self.nodes += int(tree.nodes[0]) - before
        return ended or int(tree.nodes[0]) >= self._room


def _with_room(tree: Tree, nodes: int) -> Tree:
    """Return the tree with room for `nodes` more nodes."""
    need = int(tree.nodes[0]) + nodes
    if len(tree.parent) >= need:
        return tree
    size = max(need, min(2 * len(tree.parent), TREE + nodes))

    def wider(x: IntArray) -> IntArray:
        more = np.zeros((size - len(x), *x.shape[1:]), np.int64)
        return np.concatenate((x, more))

    return tree._replace(
        parent=wider(tree.parent),
        household=wider(tree.household),
        inside=wider(tree.inside),
        leaf=wider(tree.leaf),
        bound=wider(tree.bound),
        branch=wider(tree.branch),
        share=wider(tree.share),
        price=wider(tree.price),
    )


def _leaves(tree: Tree) -> BlockTree:
    """Return the tree with the splits and prices of its leaves only."""
    count = int(tree.nodes[0])
    leaf = np.nonzero(tree.leaf[:count] == 1)[0]
    return BlockTree(
        parent=tree.parent[:count].copy(),
        household=tree.household[:count].copy(),
        inside=tree.inside[:count].copy(),
        leaf=leaf,
        share=tree.share[leaf].copy(),
        price=tree.price[leaf].copy(),
    )
