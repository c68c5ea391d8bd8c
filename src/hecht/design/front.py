"""The Pareto front: which scenarios no other beats, and a few of them that lie well apart."""

from __future__ import annotations

from collections.abc import Sequence

Costs = tuple[float, ...]
"""One number per goal, lower is better."""


def dominates(one: Costs, other: Costs) -> bool:
    """Return whether `one` is nowhere worse than `other` and somewhere better."""
    return all(a <= b for a, b in zip(one, other, strict=True)) and one != other


def non_dominated(costs: Sequence[Costs]) -> list[int]:
    """Return the positions that no other dominates, in order; of equals the first."""
    result = []
    for i, one in enumerate(costs):
        beaten = any(
            dominates(other, one) or (other == one and j < i) for j, other in enumerate(costs)
        )
        if not beaten:
            result.append(i)
    return result


def well_spread(costs: Sequence[Costs], most: int) -> list[int]:
    """Return at most `most` positions that lie well apart, in order.

    Each goal is scaled to run from 0 to 1. The best of each goal is kept (the first goals first),
    then, again and again, the one whose nearest neighbour among those kept is farthest away.
    """
    if len(costs) <= most:
        return list(range(len(costs)))
    scaled = _scaled(costs)
    kept: list[int] = []
    for goal in range(len(costs[0])):
        best = min(range(len(costs)), key=lambda i: (costs[i][goal], sum(scaled[i]), i))
        if best not in kept and len(kept) < most:
            kept.append(best)
    distance = [min(_apart(scaled[i], scaled[k]) for k in kept) for i in range(len(costs))]
    while len(kept) < most:
        farthest = max(range(len(costs)), key=lambda i: (distance[i], -i))
        if farthest in kept:
            break
        kept.append(farthest)
        distance = [min(d, _apart(scaled[i], scaled[farthest])) for i, d in enumerate(distance)]
    return sorted(kept)


def _scaled(costs: Sequence[Costs]) -> list[Costs]:
    low = [min(column) for column in zip(*costs, strict=True)]
    width = [
        max(max(column) - least, 1e-300)
        for column, least in zip(zip(*costs, strict=True), low, strict=True)
    ]
    return [
        tuple((v - least) / w for v, least, w in zip(one, low, width, strict=True)) for one in costs
    ]


def _apart(one: Costs, other: Costs) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
