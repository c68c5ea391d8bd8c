"""Peers: what others would use for the same problem, to measure hecht against.

Nothing in the engine imports this package. Every peer is a function of a problem and a `Run`: it
works until the run's seconds are over and hands over each better solution as soon as it has it,
so that what it found counts even when it is ended from outside. Building a model is work too and
falls within the seconds.
"""

from hecht.planning.peers.run import NotApplicable, Run
from hecht.planning.peers.table import PEERS, peer, peers_for

__all__ = ["PEERS", "NotApplicable", "Run", "peer", "peers_for"]
