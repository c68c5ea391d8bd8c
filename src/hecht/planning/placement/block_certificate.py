"""The certificate of the stronger bound, recomputed in plain numpy on exact integers.

Any household prices, any messages and any bonuses >= 0 give a valid bound (see `block_dual.py`).
A block's maximum is proven by a tree: its inner nodes fix one household inside or outside, and
each leaf bounds the residents that agree with its fixings by

    sum over cells of  capacity * price
  + sum over households of  max(0, max over homes of worth + its parts of its bonuses - price),

where the 0 falls away for a household fixed inside and the homes for one fixed outside. A part is
the leaf's share of a bonus for the first household and the rest for the second, both >= 0.
Nothing of the solver is used here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.planning.placement.problem import IntArray, NoPlacement, PlacementProblem

SAFE = 1 << 60


@dataclass(frozen=True)
class BlockTree:
    """The proof of one block's maximum. Households are numbered by their order in the block.

    Attributes:
        parent: (n,) the node above each node, -1 for the root, always an earlier node.
        household, inside: (n,) which household is fixed going to the node, and whether inside.
        leaf: (l,) the nodes without children.
        share: (l, b) per leaf the first household's part of each bonus.
        price: (l, c) per leaf a price >= 0 of each cell of the block, in the order of the cells
            of the problem.
    """

    parent: IntArray
    household: IntArray
    inside: IntArray
    leaf: IntArray
    share: IntArray
    price: IntArray


@dataclass(frozen=True)
class BlockCertificate:
    """What proves the stronger bound.

    Attributes:
        message: per tie end and reach, as in `Certificate`.
        price: (n,) a price per household, of any sign.
        bonus: per location class, then per tie that may have both households there: >= 0.
        tree: one per location class that somebody reaches, in order.
    """

    message: IntArray
    price: IntArray
    bonus: IntArray
    tree: list[BlockTree]


def block_bound(
    problem: PlacementProblem,
    scale: int,
    start: IntArray,
    classes_of: IntArray,
    usable: IntArray,
    reach: IntArray,
    row: IntArray,
    certificate: BlockCertificate,
) -> int:
    """Return the bound in units of 1/scale point.

    Args:
        problem: the problem.
        scale: units to a point.
        start, classes_of, usable, reach: the problem's reaches, from `certificate.reaches`.
        row: the expected row starts of the messages.
        certificate: what proves the bound.

    Raises:
        ValueError: the certificate does not fit the problem, or its numbers are too large.
        NoPlacement: a household has no eligible cell with a home in it.
    """
    if (np.diff(start) == 0).any():
        raise NoPlacement("a household has no eligible cell with a home in it")
    if len(certificate.message) != row[-1] or len(certificate.price) != problem.households:
        raise ValueError("the certificate's messages or prices do not fit the problem")
    _refuse_large(problem, scale, certificate)
    total = sum(certificate.price.tolist())
    shared, points = _ties(problem, scale, start, classes_of, row, certificate)
    total += points

    received = np.zeros(len(classes_of), np.int64)
    ends = problem.ties.ravel()
    widths = np.diff(row)
    position = np.arange(len(certificate.message)) - np.repeat(row[:-1], widths)
    np.add.at(received, np.repeat(start[ends], widths) + position, certificate.message)
    household = np.repeat(np.arange(problem.households), np.diff(start))
    worth = scale * problem.value[usable] + received[reach]
    worth -= certificate.price[household[reach]]
    trees = iter(certificate.tree)
    used = 0
    for c in range(problem.closeness.shape[1]):
        mine = np.nonzero(classes_of == c)[0]
        if len(mine) == 0:
            continue
        tree = next(trees, None)
        if tree is None:
            raise ValueError("the certificate has too few trees")
        local = np.full(len(classes_of), -1, np.int64)
        local[mine] = np.arange(len(mine))
        cells = np.nonzero(problem.place == c)[0]
        cell_number = np.full(problem.cells, -1, np.int64)
        cell_number[cells] = np.arange(len(cells))
        pairs = np.nonzero(local[reach] >= 0)[0]
        ties = shared.get(c, [])
        bonus = certificate.bonus[used : used + len(ties)]
        used += len(ties)
        total += _tree_bound(
            tree,
            np.minimum(problem.capacity[cells], len(mine)),
            local[reach[pairs]],
            cell_number[problem.cell[usable[pairs]]],
            worth[pairs],
            np.array([[local[p], local[q]] for p, q in ties], np.int64).reshape(-1, 2),
            bonus,
        )
    if used != len(certificate.bonus) or next(trees, None) is not None:
        raise ValueError("the certificate has bonuses or trees too many")
    return int(total)


def _ties(
    problem: PlacementProblem,
    scale: int,
    start: IntArray,
    classes_of: IntArray,
    row: IntArray,
    certificate: BlockCertificate,
) -> tuple[dict[int, list[tuple[int, int]]], int]:
    """Return the shared reaches of the ties by class, and the sum of the ties' maxima."""
    shared: dict[int, list[tuple[int, int, int, int, int]]] = {}
    left = []
    for e, (i, j) in enumerate(problem.ties):
        a = classes_of[start[i] : start[i + 1]]
        b = classes_of[start[j] : start[j + 1]]
        low, middle, high = row[2 * e : 2 * e + 3]
        points = problem.closeness[problem.tie_table[e]][np.ix_(a, b)]
        points = scale * problem.weight[e] * points - certificate.message[low:middle][:, None]
        left.append(points - certificate.message[middle:high][None, :])
        for p, q in zip(*np.nonzero(a[:, None] == b[None, :]), strict=True):
            entry = (e, int(p), int(q), int(start[i] + p), int(start[j] + q))
            shared.setdefault(int(a[p]), []).append(entry)
    used = 0
    for c in sorted(shared):
        for e, p, q, _, _ in shared[c]:
            if used >= len(certificate.bonus):
                raise ValueError("the certificate has too few bonuses")
            left[e][p, q] -= certificate.bonus[used]
            used += 1
    reaches = {c: [(x, y) for _, _, _, x, y in shared[c]] for c in shared}
    return reaches, sum(int(points.max()) for points in left)


def _tree_bound(
    tree: BlockTree,
    capacity: IntArray,
    owner: IntArray,
    cell: IntArray,
    worth: IntArray,
    ends: IntArray,
    bonus: IntArray,
) -> int:
    """Return the largest bound of the tree's leaves, after checking that they leave nothing out.

    Args:
        tree: the tree.
        capacity: homes per cell of the block.
        owner, cell, worth: the block's pairs, sorted by household.
        ends: (b, 2) the two households of each bonus.
        bonus: (b,) their points.
    """
    _refuse_incomplete(tree)
    shape = len(tree.leaf)
    if tree.share.shape != (shape, len(bonus)) or tree.price.shape != (shape, len(capacity)):
        raise ValueError("a tree's splits or prices do not fit its block")
    if (tree.share < 0).any() or (tree.share > bonus).any() or (tree.price < 0).any():
        raise ValueError("a split must lie between 0 and its bonus, a price must be >= 0")
    count = int(owner.max()) + 1
    first = np.searchsorted(owner, np.arange(count))
    fixed = {-1: np.zeros(count, np.int64)}
    most: int | None = None
    leaf_row = {int(node): q for q, node in enumerate(tree.leaf)}
    for node, above in enumerate(tree.parent.tolist()):
        state = fixed[above].copy()
        if above >= 0:
            state[tree.household[node]] = 1 if tree.inside[node] else -1
        fixed[node] = state
        if node not in leaf_row:
            continue
        share, price = tree.share[leaf_row[node]], tree.price[leaf_row[node]]
        part = np.zeros(count, np.int64)
        np.add.at(part, ends[:, 0], share)
        np.add.at(part, ends[:, 1], bonus - share)
        inside = np.maximum.reduceat(worth + part[owner] - price[cell], first)
        inside = np.where(state < 0, 0, np.where(state > 0, inside, np.maximum(inside, 0)))
        bound = sum((capacity * price).tolist()) + sum(inside.tolist())
        most = bound if most is None else max(most, bound)
    if most is None:
        raise ValueError("a tree without leaves")
    return most


def _refuse_incomplete(tree: BlockTree) -> None:
    """Refuse a tree whose leaves do not cover every choice of residents."""
    children: dict[int, list[tuple[int, int]]] = {}
    for node, above in enumerate(tree.parent.tolist()):
        if not -1 <= above < node or (above < 0) != (node == 0):
            raise ValueError("a tree's nodes must follow the node above them, from one root")
        if above >= 0:
            branch = (int(tree.household[node]), int(bool(tree.inside[node])))
            children.setdefault(above, []).append(branch)
    leaves = set(tree.leaf.tolist())
    for node in range(len(tree.parent)):
        branches = sorted(children.get(node, []))
        whole = len(branches) == 2 and branches[0][0] == branches[1][0]
        if node in leaves:
            if branches:
                raise ValueError("a leaf with nodes below it")
        elif not whole or [side for _, side in branches] != [0, 1]:
            raise ValueError("a node that leaves a choice of residents out")


def _refuse_large(problem: PlacementProblem, scale: int, certificate: BlockCertificate) -> None:
    """Refuse numbers whose sums could leave int64."""
    degree = int(np.bincount(problem.ties.ravel(), minlength=1).max(initial=0)) + 1
    tallest = int(np.abs(certificate.message).max(initial=0))
    dearest = int(np.abs(certificate.price).max(initial=0))
    highest = int(certificate.bonus.max(initial=0))
    points = int(np.abs(problem.closeness).max(initial=0))
    heaviest = int(np.abs(problem.weight).max(initial=0))
    worth = int(np.abs(problem.value).max(initial=0))
    most = max((int(t.price.max(initial=0)) for t in certificate.tree), default=0)
    if (certificate.bonus < 0).any():
        raise ValueError("a bonus must be >= 0")
    if (
        scale * heaviest * points + 2 * tallest + highest >= SAFE
        or scale * worth + degree * (tallest + highest) + dearest + most >= SAFE
        or most * max(1, problem.households) >= SAFE
    ):
        raise ValueError("the certificate's numbers are too large to add up in 64 bits")
