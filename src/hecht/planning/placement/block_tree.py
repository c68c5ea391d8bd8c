"""Proof of a block's maximum: branch and bound over who lives there.

Relaxation in a node. Every bonus is split between its two households, share and rest, both >= 0;
whoever lives in the block then counts its own part whether the other lives there or not. What is
left is a transport problem, and subgradient steps look for the split that makes it smallest. With
a household fixed inside, its bonuses belong wholly to the others and nothing is lost on them;
with it fixed outside they vanish. The leaves of the tree with their splits and prices are the
proof.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from hecht.planning.placement.blocks import Block
from hecht.planning.placement.problem import IntArray
from hecht.planning.placement.transport import solve_with

ROOT_STEPS = 300
STEPS = 20
FRESH = 0.3
"""Share of the newest subgradient in the direction."""
TIRED = 5
"""Steps without progress after which they become shorter."""
SHORTEN = 0.5
REACH = 0.25
"""The first steps of a node, as part of Polyak's with the best residents as target."""


class Tree(NamedTuple):
    """A growing tree of nodes; node 0 is the root.

    Attributes:
        nodes: (1,) how many there are.
        parent, household, inside: (n,) the node above, and what was fixed going here: this
            household inside (1) or outside (0).
        leaf: (n,) 1 while a node has no children.
        bound: (n,) proven worth of the node's best residents.
        branch: (n,) the household to branch on.
        share: (n, b) the part of each bonus that its first household counts.
        price: (n, c) prices >= 0 of the cells.
        best: (1,) worth of the best residents found.
        best_at: (h,) those residents, a pair per household.
        pair, slot, cell_price, occupant, taken, idle: the transport solver's state.
    """

    nodes: IntArray
    parent: IntArray
    household: IntArray
    inside: IntArray
    leaf: IntArray
    bound: IntArray
    branch: IntArray
    share: IntArray
    price: IntArray
    best: IntArray
    best_at: IntArray
    pair: IntArray
    slot: IntArray
    cell_price: IntArray
    occupant: IntArray
    taken: IntArray
    idle: IntArray


def plant(b: Block, size: int, best: int, best_at: IntArray) -> Tree:
    """Return an empty tree with room for `size` nodes and the best residents known."""
    cells, n = len(b.capacity), len(b.household)
    return Tree(
        nodes=np.zeros(1, np.int64),
        parent=np.full(size, -1, np.int64),
        household=np.full(size, -1, np.int64),
        inside=np.zeros(size, np.int64),
        leaf=np.zeros(size, np.int64),
        bound=np.zeros(size, np.int64),
        branch=np.full(size, -1, np.int64),
        share=np.zeros((size, len(b.first)), np.int64),
        price=np.zeros((size, cells - 1), np.int64),
        best=np.array([best], np.int64),
        best_at=best_at.copy(),
        pair=np.full(n, -1, np.int64),
        slot=np.full(n, -1, np.int64),
        cell_price=np.zeros(cells, np.int64),
        occupant=np.full(int(b.slot_start[-1]), -1, np.int64),
        taken=np.zeros(cells, np.int64),
        idle=np.zeros(cells, np.int64),
    )


@njit(cache=True, nogil=True)
def proven(tree: Any) -> Any:
    """Return the bound the tree proves: the largest of its leaves."""
    most = np.int64(-(1 << 62))
    for node in range(tree.nodes[0]):
        if tree.leaf[node] == 1:
            most = max(most, tree.bound[node])
    return most


@njit(cache=True, nogil=True)
def grow(b: Any, worth: Any, bonus: Any, tree: Any, slack: Any, more: int) -> Any:
    """Branch on the worst leaf until the bound is within `slack` of the best, or `more` nodes.

    Returns 1 when the bound is that near, 0 when `more` nodes or the room are used up.
    """
    size, n = len(tree.parent), len(b.household)
    state = np.zeros(n, np.int64)
    far = np.int64(16)
    for k in range(len(worth)):
        far += 4 * abs(worth[k])
    for e in range(len(bonus)):
        far += 4 * bonus[e]
    if tree.nodes[0] == 0:
        for e in range(len(bonus)):
            tree.share[0, e] = bonus[e] // 2
        tree.leaf[0] = 1
        tree.nodes[0] = 1
        _bound_node(b, worth, bonus, tree, 0, state, far, slack, ROOT_STEPS, TIRED, 0.5)
    last = min(size, tree.nodes[0] + more)
    while True:
        worst = -1
        for node in range(tree.nodes[0]):
            if tree.leaf[node] == 1 and (worst < 0 or tree.bound[node] > tree.bound[worst]):
                worst = node
        if tree.bound[worst] <= tree.best[0] + slack or tree.branch[worst] < 0:
            return 1
        if tree.nodes[0] + 2 > last:
            return 0
        h = tree.branch[worst]
        tree.leaf[worst] = 0
        for side in range(2):
            node = tree.nodes[0]
            tree.nodes[0] += 1
            tree.parent[node], tree.household[node], tree.inside[node] = worst, h, side
            tree.leaf[node] = 1
            for g in range(n):
                state[g] = 0
            above = node
            while tree.household[above] >= 0:
                state[tree.household[above]] = 1 if tree.inside[above] == 1 else -1
                above = tree.parent[above]
            for e in range(len(bonus)):
                tree.share[node, e] = tree.share[worst, e]
            for q in range(b.near_start[h], b.near_start[h + 1]):
                e = b.near_bonus[q]
                # Fixed inside: the other counts the bonus. Fixed outside: nobody can.
                mine = 0 if side == 1 else bonus[e]
                tree.share[node, e] = mine if b.first[e] == h else bonus[e] - mine
            _bound_node(b, worth, bonus, tree, node, state, far, slack, STEPS, TIRED, REACH)
            if tree.bound[node] > tree.bound[worst]:
                # What proves the bound of the node above proves it here too.
                tree.bound[node] = tree.bound[worst]
                for e in range(len(bonus)):
                    tree.share[node, e] = tree.share[worst, e]
                for c in range(len(b.capacity) - 1):
                    tree.price[node, c] = tree.price[worst, c]


@njit(cache=True, nogil=True)
def _bound_node(
    b: Any, worth: Any, bonus: Any, tree: Any, node: int, state: Any, far: Any, slack: Any,
    steps: int, tired: int, first_reach: float,
) -> None:  # fmt: skip
    """Look for the split with the smallest transport; keep it with its prices and bound."""
    n, cells = len(b.household), len(b.capacity)
    filler = b.slot_start[cells] - n
    value = np.empty(len(worth), np.int64)
    memory = np.empty((6, cells), np.int64)
    part = np.empty(n, np.int64)
    share = np.empty(len(bonus), np.int64)
    direction = np.zeros(len(bonus))
    often = np.zeros(n)
    lives = np.zeros(n, np.int64)
    for e in range(len(bonus)):
        share[e] = tree.share[node, e]
    lowest = np.int64(1 << 62)
    marked = lowest
    stalled, weight, reach = 0, 0.0, first_reach
    for _ in range(steps):
        for h in range(n):
            part[h] = 0
        for e in range(len(bonus)):
            part[b.first[e]] += share[e]
            part[b.second[e]] += bonus[e] - share[e]
        for h in range(n):
            out = b.start[h + 1] - 1
            for k in range(b.start[h], out):
                value[k] = worth[k] + part[h] - (far if state[h] < 0 else 0)
            value[out] = worth[out] - (far if state[h] > 0 else 0)
        solve_with(
            b.start, b.cell, value, b.owner, b.capacity, filler, tree.cell_price, tree.pair,
            b.slot_start, tree.occupant, tree.slot, tree.taken, tree.idle,
            memory[0], memory[1], memory[2], memory[3], memory[4], memory[5],
        )  # fmt: skip
        now = np.int64(0)
        for c in range(cells - 1):
            now += b.capacity[c] * tree.cell_price[c]
        for h in range(n):
            out = b.start[h + 1] - 1
            most = np.int64(-(1 << 61)) if state[h] > 0 else worth[out]
            if state[h] >= 0:
                for k in range(b.start[h], out):
                    most = max(most, worth[k] + part[h] - tree.cell_price[b.cell[k]])
            now += most
        for h in range(n):
            lives[h] = 1 if tree.pair[h] < b.start[h + 1] - 1 else 0
            often[h] = 0.9 * often[h] + 0.1 * lives[h]
        weight = 0.9 * weight + 0.1
        if now < lowest:
            lowest = now
            tree.bound[node] = now
            for e in range(len(bonus)):
                tree.share[node, e] = share[e]
            for c in range(cells - 1):
                tree.price[node, c] = tree.cell_price[c]
        true = np.int64(0)
        for h in range(n):
            true += worth[tree.pair[h]]
        for e in range(len(bonus)):
            if lives[b.first[e]] == 1 and lives[b.second[e]] == 1:
                true += bonus[e]
        if true > tree.best[0]:
            tree.best[0] = true
            for h in range(n):
                tree.best_at[h] = tree.pair[h]
        if lowest <= tree.best[0] + slack:
            break
        if now < marked - (lowest - tree.best[0]) // 50:
            marked, stalled = lowest, 0
        else:
            stalled += 1
        if stalled >= tired:
            # Too far: go back to the best split, with shorter steps.
            stalled = 0
            reach *= SHORTEN
            for e in range(len(bonus)):
                share[e] = tree.share[node, e]
                direction[e] = 0.0
            continue
        length = 0.0
        for e in range(len(bonus)):
            i, j = b.first[e], b.second[e]
            fresh = float(lives[i] - lives[j])
            direction[e] = (1.0 - FRESH) * direction[e] + FRESH * fresh
            if state[i] != 0 or state[j] != 0:
                direction[e] = 0.0
            length += direction[e] * direction[e]
        if length <= 1e-9:
            break
        size = reach * FRESH * float(now - tree.best[0]) / length
        for e in range(len(bonus)):
            moved = share[e] - np.int64(np.rint(size * direction[e]))
            share[e] = min(bonus[e], max(0, moved))
    tree.branch[node] = -1
    most_torn = -1.0
    for h in range(n):
        if state[h] != 0:
            continue
        torn, mean = 0.0, often[h] / weight
        for q in range(b.near_start[h], b.near_start[h + 1]):
            gap = abs(mean - often[b.near_other[q]] / weight)
            torn += gap * bonus[b.near_bonus[q]]
        torn *= 0.05 + min(mean, 1.0 - mean)
        if torn > most_torn:
            most_torn = torn
            tree.branch[node] = h
