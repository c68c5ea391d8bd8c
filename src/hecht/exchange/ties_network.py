"""Puts a real network of ties on homes, so that tied households tend to live close.

A network found elsewhere has no addresses here. Each of its members is given a household such
that ties are short: first a rough layout from the network's own shape (the eigenvectors of its
Laplacian, matched to the map), then exchanges of two places that simulated annealing accepts.
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

FAR_M = 300.0
"""From this distance on a tie is as long as it gets: further apart makes no difference."""


SWEEPS = 15
"""Tries for each household: few, on purpose. Ties come out far shorter than by chance, and not
as short as they could be; nobody lives in the best of all layouts."""


class NetworkError(ValueError):
    """A network that cannot be read; the message says where and what to do."""


@dataclass(frozen=True)
class Network:
    """Ties between `members`: `pairs` (m, 2) are their row numbers, `weights` (m) above 0."""

    members: tuple[str, ...]
    pairs: NDArray[np.int64]
    weights: NDArray[np.float64]

    def largest(self, count: int) -> Network:
        """Return the part with at most `count` members; the least tied leave, one at a time."""
        friends: list[set[int]] = [set() for _ in self.members]
        for a, b in self.pairs.tolist():
            friends[a].add(b)
            friends[b].add(a)
        left = set(range(len(self.members)))
        while len(left) > count:
            loner = min(left, key=lambda member: (len(friends[member]), -member))
            left.remove(loner)
            for other in friends[loner]:
                friends[other].discard(loner)
        order = sorted(left)
        row_of = {member: row for row, member in enumerate(order)}
        kept = [n for n, (a, b) in enumerate(self.pairs.tolist()) if a in left and b in left]
        pairs = [[row_of[a], row_of[b]] for a, b in self.pairs[kept].tolist()]
        return Network(
            tuple(self.members[member] for member in order),
            np.array(pairs, dtype=np.int64).reshape(-1, 2),
            self.weights[kept],
        )


def read_network(path: str | Path) -> Network:
    """Read a CSV (plain or .gz) with the columns household_i, household_j and perhaps weight.

    A pair that is named twice, in either order, is one tie of the larger weight. Raises
    NetworkError for a missing column, a weight that is no number above 0, or no tie at all.
    """
    file = Path(path)
    if not file.exists():
        raise NetworkError(f"{file} does not exist; give a CSV with household_i and household_j")
    opener = gzip.open if file.suffix.lower() == ".gz" else open
    with opener(file, "rb") as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="").read()
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in header else ",")
    if not {"household_i", "household_j"} <= set(rows.fieldnames or ()):
        raise NetworkError(
            f"{file.name} needs the columns household_i and household_j; it has "
            f"{', '.join(rows.fieldnames or ()) or 'none'}"
        )
    edges: dict[tuple[str, str], float] = {}
    for row in rows:
        one, other = (row["household_i"] or "").strip(), (row["household_j"] or "").strip()
        if one == other or not one or not other:
            raise NetworkError(f"{file.name}, row {rows.line_num}: a tie needs two households")
        weight = _weight(file, rows.line_num, row.get("weight"))
        pair = (min(one, other), max(one, other))
        edges[pair] = max(weight, edges.get(pair, 0.0))
    if not edges:
        raise NetworkError(f"{file.name} holds no tie")
    return network_of(edges)


def _weight(file: Path, row: int, text: str | None) -> float:
    if text is None or not text.strip():
        return 1.0
    try:
        weight = float(text.replace(",", "."))
    except ValueError:
        weight = 0.0
    if not 0 < weight < 1e6:
        raise NetworkError(f"{file.name}, row {row}: weight {text!r} is not a number above 0")
    return weight


def network_of(edges: dict[tuple[str, str], float]) -> Network:
    """Return the network of weighted pairs; members and ties are put in order of their names."""
    members = tuple(sorted({member for pair in edges for member in pair}))
    row_of = {member: row for row, member in enumerate(members)}
    ties = sorted((*sorted((row_of[a], row_of[b])), w) for (a, b), w in edges.items())
    return Network(
        members,
        np.array([tie[:2] for tie in ties], dtype=np.int64).reshape(-1, 2),
        np.array([tie[2] for tie in ties], dtype=np.float64),
    )


def place(network: Network, points: Points, seed: int, sweeps: int = SWEEPS) -> NDArray[np.int64]:
    """Return for each member the row of the point (n, 2) where it lives; n is at least as many.

    Least is sought of the sum over ties of weight times distance, counted up to FAR_M. More
    `sweeps` (tries for each point) place better; 0 gives the rough layout. The same seed gives
    the same places.
    """
    count = len(points)
    if count < len(network.members):
        raise ValueError(f"{len(network.members)} members cannot live at {count} points")
    at = _rough_places(network, points)
    if count < 2 or len(network.pairs) == 0 or sweeps == 0:
        return at[: len(network.members)]
    first, friends, weights = _neighbour_lists(network, count)
    from hecht.exchange.ties_annealing import anneal

    xy = np.ascontiguousarray(points, dtype=np.float64)
    anneal(at, xy, first, friends, weights, FAR_M, sweeps * count, seed)
    return at[: len(network.members)]


def tie_length(network: Network, points: Points, at: NDArray[np.int64]) -> float:
    """Return what `place` makes small, divided by the sum of the weights: metres a tie."""
    gap = np.hypot(*(points[at[network.pairs[:, 0]]] - points[at[network.pairs[:, 1]]]).T)
    return float((network.weights * np.minimum(gap, FAR_M)).sum() / network.weights.sum())


def _neighbour_lists(
    network: Network, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return ties as lists: those of member i are at first[i] .. first[i + 1] - 1."""
    ends = np.concatenate([network.pairs, network.pairs[:, ::-1]])
    weights = np.concatenate([network.weights, network.weights])
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    first = np.zeros(count + 1, dtype=np.int64)
    np.add.at(first, ends[:, 0] + 1, 1)
    return np.cumsum(first), np.ascontiguousarray(ends[order, 1]), weights[order]


def _rough_places(network: Network, points: Points) -> NDArray[np.int64]:
    """Lay the network out by its Laplacian and match the layout to the points, both scaled.

    Returns a permutation of all points; those after the members stay empty.
    """
    from scipy.optimize import linear_sum_assignment

    count, members = len(points), len(network.members)
    layout = np.full((count, 2), np.nan)
    layout[:members] = _spectral(network)
    cost = np.zeros((count, count))
    ranks = [_spread(layout[:members, axis]) for axis in range(2)]
    places = [_spread(values) for values in _main_axes(points).T]
    for axis in range(2):
        cost[:members] += (ranks[axis][:, None] - places[axis][None, :]) ** 2
    _, column = linear_sum_assignment(cost)
    return np.asarray(column, dtype=np.int64)


def _spread(values: Points) -> Points:
    """Return the ranks of values, from 0 to 1; ties in the order of rows."""
    ranks = np.empty(len(values))
    ranks[np.argsort(np.round(values, 9), kind="stable")] = np.arange(len(values))
    return ranks / max(1, len(values) - 1)


def _main_axes(points: Points) -> Points:
    """Turn points so that the longest extent comes first."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(centred.T) if len(points) > 1 else np.eye(2))
    axes = axes[:, ::-1]
    turned: Points = centred @ (
        axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1, 1)
    )
    return turned


def _spectral(network: Network) -> Points:
    """Return two coordinates of each member: the smoothest two vectors of the Laplacian.

    Parts of the network that hang together are laid out one after another along the first.
    """
    count = len(network.members)
    adjacency = np.zeros((count, count))
    one, other = network.pairs.T
    adjacency[one, other] = adjacency[other, one] = network.weights
    from scipy.sparse.csgraph import connected_components

    parts, label = connected_components(adjacency, directed=False)
    layout = np.zeros((count, 2))
    order = np.argsort([-(label == part).sum() for part in range(parts)], kind="stable")
    offset = 0.0
    for part in order.tolist():
        rows = np.flatnonzero(label == part)
        inside = adjacency[np.ix_(rows, rows)]
        degree = inside.sum(axis=1)
        if len(rows) > 2:
            scale = 1 / np.sqrt(degree)
            normal = np.eye(len(rows)) - scale[:, None] * inside * scale[None, :]
            vectors = np.linalg.eigh(normal)[1][:, 1:3] * scale[:, None]
            vectors *= np.where(vectors[np.abs(vectors).argmax(axis=0), [0, 1]] < 0, -1, 1)
            layout[rows] = np.column_stack([_spread(vectors[:, axis]) for axis in range(2)])
        share = len(rows) / count
        layout[rows, 0] = offset + layout[rows, 0] * share
        offset += share
    return layout
