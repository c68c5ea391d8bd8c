"""Which peers there are, and for which kind of problem."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from hecht.planning.peers.run import Run

KINDS = ("placement", "joint", "neighbourhood")
"""The calendar is given; a calendar and placements of like blocks; everything that is there."""


class Peer(NamedTuple):
    """A peer: one line on what it is, and the module and function for each kind of problem."""

    what: str
    functions: dict[str, str]


PEERS: dict[str, Peer] = {
    "hecht": Peer(
        "hecht, both cores for the search",
        {
            "placement": "ours:search_placement",
            "joint": "ours:search_joint",
            "neighbourhood": "ours:plan",
        },
    ),
    "hecht-proof": Peer(
        "hecht, with what is provably possible worked out within the same time",
        {"placement": "ours:prove_placement", "neighbourhood": "ours:prove_plan"},
    ),
    "practice": Peer(
        "practice: in order of listing, each takes the best that is safe for those after it",
        {
            "placement": "practice:choose",
            "joint": "practice:one_by_one",
            "neighbourhood": "practice:plan",
        },
    ),
    "cp-sat": Peer(
        "CP-SAT, whole model, ties as flows between places",
        {
            "placement": "cp_sat_placement:flows",
            "joint": "cp_sat_joint:flows",
            "neighbourhood": "cp_sat_neighbourhood:flows",
        },
    ),
    "cp-sat-products": Peer(
        "CP-SAT, whole model, ties as products of two choices",
        {
            "placement": "cp_sat_placement:products",
            "joint": "cp_sat_joint:products",
            "neighbourhood": "cp_sat_neighbourhood:products",
        },
    ),
    "highs": Peer(
        "HiGHS, whole model, ties as flows between places",
        {
            "placement": "highs_placement:flows",
            "joint": "highs_joint:flows",
            "neighbourhood": "highs_neighbourhood:flows",
        },
    ),
    "highs-products": Peer(
        "HiGHS, whole model, ties as products of two choices",
        {"placement": "highs_placement:products"},
    ),
    "faq": Peer(
        "scipy quadratic_assignment: faq and 2opt, many starts",
        {"placement": "scipy_qap:many_starts"},
    ),
    "annealing": Peer(
        "plain simulated annealing: relocate and swap, geometric cooling, two runs at a time",
        {
            "placement": "annealing:placement",
            "joint": "annealing_joint:joint",
            "neighbourhood": "annealing_neighbourhood:neighbourhood",
        },
    ),
}
"""Every peer by name; a kind that is not named is one it cannot be used for."""


def peer(name: str, kind: str) -> Callable[[Any, Run], None]:
    """Return the function of a peer for a kind of problem.

    Raises ValueError when there is no such peer, or it cannot be used for that kind.
    """
    if name not in PEERS:
        raise ValueError(f"there is no peer {name!r}; choose from {', '.join(PEERS)}")
    path = PEERS[name].functions.get(kind)
    if path is None:
        raise ValueError(f"the peer {name} cannot be used for a {kind}")
    module, function = path.split(":")
    found: Callable[[Any, Run], None] = getattr(
        import_module(f"hecht.planning.peers.{module}"), function
    )
    return found


def peers_for(kind: str) -> list[str]:
    """Return the names of the peers that can be used for a kind of problem."""
    return [name for name, one in PEERS.items() if kind in one.functions]
