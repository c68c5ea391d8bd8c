"""A real network put on a map: read, trimmed, and placed so that ties are short."""

from __future__ import annotations

import gzip
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.exchange.ties_network import Network, NetworkError, network_of, place, read_network
from hecht.exchange.ties_network import tie_length as length


def network(graph: nx.Graph) -> Network:
    return network_of({(f"m{a:03d}", f"m{b:03d}"): 1.0 for a, b in graph.edges})


def grid(columns: int, rows: int, step: float = 12.0) -> np.ndarray:
    xs, ys = np.meshgrid(np.arange(columns) * step, np.arange(rows) * step)
    return np.column_stack([xs.ravel(), ys.ravel()])


def test_a_network_is_read_with_weights(tmp_path: Path) -> None:
    """A pair that is named twice, in either order, is one tie of the larger weight."""
    text = "household_i;household_j;weight\na;b;2\nb;a;3,5\nc;b;\n"
    path = tmp_path / "ties.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    found = read_network(path)
    assert found.members == ("a", "b", "c")
    assert found.pairs.tolist() == [[0, 1], [1, 2]]
    assert found.weights.tolist() == [3.5, 1.0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "needs the columns household_i and household_j; it has a, b"),
        ("household_i,household_j\na,a\n", "row 2: a tie needs two households"),
        ("household_i,household_j,weight\na,b,0\n", "row 2: weight '0' is not a number above 0"),
        ("household_i,household_j\n", "holds no tie"),
    ],
)
def test_a_network_that_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    """The message names the file, the row and what is wanted."""
    path = tmp_path / "ties.csv"
    path.write_text(text)
    with pytest.raises(NetworkError, match=message):
        read_network(path)


@given(n=st.integers(2, 40), seed=st.integers(0, 99), more=st.integers(0, 10))
@settings(max_examples=25, deadline=None)
def test_everyone_has_a_place_of_its_own(n: int, seed: int, more: int) -> None:
    """Members get different points, also where there are more points than members."""
    graph = nx.gnm_random_graph(n, 2 * n, seed=seed)
    graph.add_edge(0, 1)
    part = network(graph)
    points = np.random.default_rng(seed).random((len(part.members) + more, 2)) * 300
    at = place(part, points, seed)
    assert len(set(at.tolist())) == len(part.members)
    assert at.min() >= 0
    assert at.max() < len(points)


def test_ties_are_far_shorter_than_by_chance() -> None:
    """On a map of 20 by 20 homes, ties of a clustered network get less than half as long."""
    part = network(nx.connected_watts_strogatz_graph(400, 6, 0.1, seed=2))
    points = grid(20, 20, 20.0)
    random = np.random.default_rng(1)
    chance = np.mean([length(part, points, random.permutation(400)) for _ in range(10)])
    assert length(part, points, place(part, points, 1)) < 0.5 * chance


def test_more_tries_make_shorter_ties() -> None:
    """No tries give the rough layout; annealing improves it."""
    part = network(nx.connected_watts_strogatz_graph(200, 6, 0.1, seed=2))
    points = grid(20, 10, 20.0)
    tried = [length(part, points, place(part, points, 1, sweeps)) for sweeps in (0, 30, 400)]
    assert tried[0] > tried[1] > tried[2]


def test_a_map_that_fits_the_network_is_nearly_found() -> None:
    """A lattice put on its own lattice: ties end within twice their least length."""
    graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(10, 10))
    part = network(graph)
    at = place(part, grid(10, 10, 10.0), 1, 600)
    assert length(part, grid(10, 10, 10.0), at) <= 20.0


def test_the_same_seed_gives_the_same_places() -> None:
    """And another seed others."""
    part = network(nx.gnm_random_graph(60, 150, seed=1))
    points = grid(10, 6)
    assert (place(part, points, 1) == place(part, points, 1)).all()
    assert (place(part, points, 1) != place(part, points, 2)).any()


def test_the_least_tied_leave_when_there_are_too_many() -> None:
    """A star with a tail, cut to four, keeps its middle."""
    graph = nx.Graph([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4), (4, 5), (5, 6)])
    part = network(graph).largest(4)
    assert part.members == ("m000", "m001", "m002", "m003")
    assert len(part.pairs) == 6
    assert network(graph).largest(100).members == network(graph).members


def test_too_few_points_are_refused() -> None:
    """Ten members cannot live at nine points."""
    part = network(nx.path_graph(10))
    with pytest.raises(ValueError, match="10 members cannot live at 9 points"):
        place(part, grid(9, 1), 1)
