"""The stronger dual by blocks: always valid, its trees exact, stronger than the edge dual."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from hecht.planning.placement import (
    Certificate,
    NoPlacement,
    PlacementBound,
    PlacementProblem,
    certified_bound,
    place,
)
from hecht.planning.placement.block_dual import BlockDual
from hecht.planning.placement.block_proof import BlockProof, Claim
from tests.planning.placement.small import best_by_trying_all, random_problem
from tests.planning.placement.test_bound import lp_value


def strengthened(problem: PlacementProblem, score: int, steps: int) -> tuple[BlockDual, BlockProof]:
    """Return the stronger dual after some steps from the edge dual, with its whole proof."""
    edge = PlacementBound(problem, score)
    edge.run(rounds=2)
    dual = BlockDual(edge.arrays, edge.scale, edge.row, edge._best_message, edge._best_price, score)
    for _ in range(steps):
        dual.step()
    proof = dual.begin_proof()
    while proof.grow():
        pass
    return dual, proof


def certificate_of(problem: PlacementProblem, dual: BlockDual, proof: BlockProof) -> Certificate:
    """Return a certificate whose edge part proves next to nothing, so that the blocks count."""
    message = np.full(len(dual.message), -(1 << 30))
    price = np.zeros(problem.cells, np.int64)
    return Certificate(dual.scale, dual.row, message, price, proof.certificate())


def best_residents(claim: Claim) -> int:
    """Return the most a block's residents can be worth, by trying everything."""
    b = claim.block
    most = 0
    rows = [range(b.start[h], b.start[h + 1]) for h in range(len(b.household))]
    for at in itertools.product(*rows):
        if (np.bincount(b.cell[list(at)], minlength=len(b.capacity)) > b.capacity).any():
            continue
        lives = b.pair[list(at)] >= 0
        both = lives[b.first] & lives[b.second]
        most = max(most, int(claim.worth[list(at)].sum() + claim.bonus[both].sum()))
    return most


def communities(seed: int, count: int = 3, size: int = 7) -> PlacementProblem:
    """Make communities with many ties inside, as many blocks, and homes that suit only some."""
    rng = np.random.default_rng(seed)
    n = count * size
    suits = rng.random((n, n)) < 0.45
    suits[np.arange(n), rng.permutation(n)] = True
    who, where = np.nonzero(suits)
    ties = [
        (i, j)
        for i in range(n)
        for j in range(i)
        if rng.random() < (0.5 if i // size == j // size else 0.04)
    ]
    closeness = np.full((count, count), 2) + 8 * np.eye(count, dtype=int)
    return PlacementProblem.from_pairs(
        n,
        who,
        where,
        rng.integers(0, 40, len(who)),
        capacity=np.ones(n),
        place=np.arange(n) // size,
        closeness=closeness,
        ties=ties,
        weight=rng.integers(2, 6, len(ties)),
    )


def test_never_below_the_optimum_and_recomputed_alike() -> None:
    """On 250 random problems of every kind the proof holds, and plain numpy finds the same."""
    checked = with_bonus = 0
    for seed in range(250):
        problem = random_problem(seed, largest=5)
        best = best_by_trying_all(problem)
        if best is None:
            with pytest.raises(NoPlacement):
                PlacementBound(problem)
            continue
        dual, proof = strengthened(problem, best - seed % 3, steps=6 + seed % 30)
        certified = certified_bound(problem, certificate_of(problem, dual, proof))
        assert certified >= best, seed
        assert certified <= proof.bound // dual.scale, seed
        checked += 1
        with_bonus += bool(dual.bonus.any())
    assert checked > 150
    assert with_bonus > 20


def test_a_tree_proves_the_best_residents_exactly() -> None:
    """A block's tree ends within its slack of the true maximum, never below it."""
    rng = np.random.default_rng(3)
    branched = 0
    for seed in range(120):
        problem = random_problem(500 + seed, largest=5)
        if best_by_trying_all(problem) is None:
            continue
        dual, proof = strengthened(problem, -1_000, steps=0)
        claims = []
        for claim in proof.claims:
            b = claim.block
            worth = np.where(b.pair < 0, 0, rng.integers(-9_000, 5_000, len(b.pair)))
            bonus = rng.integers(0, 9_000, len(b.first))
            nobody = (b.start[1:] - 1)[None, :]
            claims.append(Claim(b, worth, bonus, nobody))
        again = BlockProof(0, proof._point, claims, 1, dual._executor, 0)
        while again.grow():
            pass
        truth = [best_residents(claim) for claim in claims]
        assert sum(truth) <= again.bound <= sum(truth) + len(claims), seed
        branched += again.nodes > len(claims)
    assert branched > 10


def test_begins_no_worse_than_the_edge_dual() -> None:
    """Without a step the blocks prove what the edge dual proves, but for their slack."""
    for seed in range(60):
        problem = random_problem(2_000 + seed, largest=6)
        best = best_by_trying_all(problem)
        if best is None:
            continue
        edge = PlacementBound(problem, best)
        edge.run(rounds=2)
        _, proof = strengthened(problem, best, steps=0)
        room = (edge._best - edge.scale * best) // 100 + len(proof.claims)
        assert proof.bound <= edge._best + room, seed


def test_stronger_than_the_edge_relaxation() -> None:
    """Where communities do not fit their blocks the bound falls below the exact LP value."""
    for seed in range(2):
        problem = communities(seed)
        best = place(problem, rounds=5).score
        exact = lp_value(problem)
        values: list[int] = []
        bound = PlacementBound(problem, best)
        found = bound.run(rounds=110, progress=lambda _, value, v=values: v.append(value) or True)
        assert best <= found.value
        assert found.value < exact - 0.1 * (exact - best), seed
        assert found.value == certified_bound(problem, found.certificate)
        assert values == sorted(values, reverse=True)
    halves = PlacementBound(problem, best)
    halves.run(rounds=60)
    assert halves.run(rounds=50).value == found.value


def test_spoiled_proof_is_refused_or_proves_less() -> None:
    """Noise in what may be free never proves too much; what must hold is checked."""
    problem = communities(1)
    best = place(problem, rounds=5).score
    dual, proof = strengthened(problem, best, steps=60)
    good = certificate_of(problem, dual, proof)
    assert good.blocks is not None
    truth = certified_bound(problem, good)
    rng = np.random.default_rng(1)
    for _ in range(10):
        noise = rng.integers(-5_000, 5_000, len(good.blocks.message))
        bent = replace(
            good.blocks,
            message=good.blocks.message + noise,
            price=good.blocks.price + rng.integers(-5_000, 5_000, problem.households),
        )
        assert certified_bound(problem, replace(good, blocks=bent)) > truth - 1

    tree = max(good.blocks.tree, key=lambda tree: len(tree.leaf))
    assert len(tree.leaf) > 2
    q = next(q for q, t in enumerate(good.blocks.tree) if t is tree)

    def refused(message: str, **changes: object) -> None:
        trees = list(good.blocks.tree)
        trees[q] = replace(tree, **changes)
        with pytest.raises(ValueError, match=message):
            certified_bound(problem, replace(good, blocks=replace(good.blocks, tree=trees)))

    refused("leaves a choice", leaf=tree.leaf[1:], share=tree.share[1:], price=tree.price[1:])
    refused("leaves a choice", inside=np.ones_like(tree.inside))
    refused("follow the node", parent=tree.parent[::-1].copy())
    refused("between 0 and its bonus", share=tree.share - 1)
    refused("between 0 and its bonus", price=tree.price - 10**7)
    refused("do not fit", share=tree.share[:, 1:])
    short = replace(good.blocks, bonus=good.blocks.bonus[:-1])
    tall = replace(good.blocks, price=good.blocks.price + (1 << 61))
    with pytest.raises(ValueError, match="too few bonuses"):
        certified_bound(problem, replace(good, blocks=short))
    with pytest.raises(ValueError, match="too large"):
        certified_bound(problem, replace(good, blocks=tall))
