"""Made-up ties: many with those next door, fewer with distance, a few across the neighbourhood.

The generator follows three findings about neighbour networks: the chance of a tie falls about
exponentially with the distance between front doors (Festinger, Schachter and Back 1950; Butts
and Acton 2011), friends of friends are often friends (triadic closure), and a small share of
ties goes across the whole area (Watts and Strogatz 1998, "small world").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hecht.neighbourhood import DeclaredBy, Tie, TieKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Pairs = NDArray[np.int64]

REACH = 10.0
"""Pairs further apart than this many times the decay distance are left to the far ties."""


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """How ties are made up.

    `degree` is the mean number of ties of a household. `decay_m` is the distance in metres over
    which the chance of a tie falls to 37%. Of all ties a share `far` links any two households
    and a share `closed` closes a triangle; the rest are drawn by distance alone. `one_sided` is
    the share of ties that only one side names. `family`, `friends` and `care` are the shares of
    those kinds; the others are neighbours.
    """

    degree: float = 3.6
    decay_m: float = 35.0
    far: float = 0.08
    closed: float = 0.25
    one_sided: float = 0.25
    family: float = 0.12
    friends: float = 0.28
    care: float = 0.03

    def __post_init__(self) -> None:
        """Raise ValueError when a share or a distance cannot be."""
        if not (self.degree >= 0 and self.decay_m > 0):
            raise ValueError(
                f"a mean degree of {self.degree:g} and a decay of {self.decay_m:g} m cannot be; "
                "give a degree of 0 or more and a decay above 0 m"
            )
        shares = ("far", "closed", "one_sided", "family", "friends", "care")
        for name in shares:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"the share {name} is {getattr(self, name):g}; give 0 to 1")
        if self.far + self.closed > 1 or self.family + self.friends + self.care > 1:
            raise ValueError("shares of ties add up to more than 1; lower one of them")


def small_world_pairs(points: Points, world: SmallWorld, seed: int) -> Pairs:
    """Draw which households are tied.

    `points` is (n, 2), metres. Returns (m, 2) row numbers with the lower one first, in order,
    m = round(n * degree / 2) or all pairs if there are fewer. The same seed gives the same pairs.
    """
    n = len(points)
    wanted = min(round(n * world.degree / 2), n * (n - 1) // 2)
    if wanted == 0:
        return np.empty((0, 2), dtype=np.int64)
    random = np.random.Generator(np.random.PCG64(seed))
    n_far = round(wanted * world.far)
    n_closed = min(round(wanted * world.closed), wanted - n_far)
    chosen = _local_pairs(points, world.decay_m, wanted - n_far - n_closed, random)
    _close_triangles(points, world.decay_m, n_closed, chosen, random)
    _far_pairs(n, wanted - len(chosen), chosen, random)
    return np.array(sorted(chosen), dtype=np.int64)


def small_world(
    households: Sequence[str],
    points: Points,
    world: SmallWorld,
    seed: int,
    care_for: Mapping[str, bool] | None = None,
) -> tuple[Tie, ...]:
    """Make up ties between `households`, which live at `points` (n, 2) in metres.

    `care_for` marks the households that would be cared for; care ties always have one of them
    (None: anyone). Family and friends may live far apart, neighbours are the near ones. Weights
    are 1 (ordinary), 2 (close) or 3 (very close: care always at least 2).
    """
    pairs = small_world_pairs(points, world, seed)
    return dress(households, points, pairs, world, seed, care_for)


def dress(
    households: Sequence[str],
    points: Points,
    pairs: Pairs,
    world: SmallWorld,
    seed: int,
    care_for: Mapping[str, bool] | None = None,
) -> tuple[Tie, ...]:
    """Give pairs of rows a kind, a weight and who named them; see `small_world`."""
    if len(pairs) == 0:
        return ()
    random = np.random.Generator(np.random.PCG64([seed, 1]))
    kinds = _kinds(households, points, pairs, world, random, care_for)
    closeness = random.random(len(pairs))
    named = random.random(len(pairs))
    ties = []
    for (a, b), kind, close, name in zip(pairs.tolist(), kinds, closeness, named, strict=True):
        weight = 3.0 if close < 0.08 else 2.0 if close < 0.30 or kind is TieKind.CARE else 1.0
        by = DeclaredBy.BOTH
        if name < world.one_sided and kind is not TieKind.CARE:
            by = DeclaredBy.A if name < world.one_sided / 2 else DeclaredBy.B
        ties.append(Tie(households[a], households[b], weight, kind, by))
    return tuple(ties)


def _local_pairs(
    points: Points, decay_m: float, wanted: int, random: np.random.Generator
) -> set[tuple[int, int]]:
    """Draw `wanted` pairs without putting back, each with weight exp(-distance / decay)."""
    from scipy.spatial import cKDTree

    pairs = cKDTree(points).query_pairs(REACH * decay_m, output_type="ndarray").astype(np.int64)
    if len(pairs) == 0:
        return set()
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    distance = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    # Exponential waiting times with the weight as rate: the first to ring are the sample.
    waiting = np.log(-np.log1p(-random.random(len(pairs)))) + distance / decay_m
    first = np.argsort(waiting, kind="stable")[:wanted]
    return {(int(a), int(b)) for a, b in pairs[first]}


def _close_triangles(
    points: Points,
    decay_m: float,
    wanted: int,
    chosen: set[tuple[int, int]],
    random: np.random.Generator,
) -> None:
    """Tie friends of friends, one at a time, the nearer the likelier."""
    friends: list[list[int]] = [[] for _ in range(len(points))]
    for a, b in sorted(chosen):
        friends[a].append(b)
        friends[b].append(a)
    added = 0
    for _ in range(60 * wanted):
        if added == wanted:
            return
        middle = friends[int(random.random() * len(points))]
        a, b, luck = random.random(3)
        if len(middle) < 2:
            continue
        pair = sorted((middle[int(a * len(middle))], middle[int(b * len(middle))]))
        one, other = pair
        gap = float(np.hypot(*(points[one] - points[other])))
        if one == other or (one, other) in chosen or luck > np.exp(-gap / (2 * decay_m)):
            continue
        chosen.add((one, other))
        friends[one].append(other)
        friends[other].append(one)
        added += 1


def _far_pairs(
    n: int, wanted: int, chosen: set[tuple[int, int]], random: np.random.Generator
) -> None:
    """Add `wanted` ties between any two households, all pairs being as likely."""
    before = len(chosen)
    while len(chosen) < before + wanted:
        a, b = (random.random(2) * n).astype(np.int64).tolist()
        if a != b:
            chosen.add((min(a, b), max(a, b)))


def _kinds(
    households: Sequence[str],
    points: Points,
    pairs: Pairs,
    world: SmallWorld,
    random: np.random.Generator,
    care_for: Mapping[str, bool] | None,
) -> list[TieKind]:
    """Share out the kinds: neighbours to the nearest, family and friends rather to the far."""
    distance = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    count = len(pairs)
    kinds = [TieKind.NEIGHBOURS] * count
    far_first = np.argsort(-(distance / world.decay_m + 3 * random.random(count)), kind="stable")
    n_family, n_friends = round(world.family * count), round(world.friends * count)
    lots = random.random(count)
    elsewhere = far_first[: n_family + n_friends]
    for rank, index in enumerate(elsewhere[np.argsort(lots[elsewhere], kind="stable")]):
        kinds[int(index)] = TieKind.FAMILY if rank < n_family else TieKind.FRIENDS
    left = round(world.care * count)
    for index in np.argsort(lots, kind="stable").tolist():
        if left == 0:
            break
        a, b = pairs[index]
        cared = care_for is None or any(care_for.get(households[i], False) for i in (a, b))
        if cared and distance[index] <= 3 * world.decay_m:
            kinds[index] = TieKind.CARE
            left -= 1
    return kinds
