"""Placement: households to homes with ties between them; search and proven bound.

`place` searches, `PlacementBound` proves; both take a `PlacementProblem` of plain arrays.
"""

from hecht.planning.placement.bound import Bound, PlacementBound
from hecht.planning.placement.certificate import Certificate, certified_bound
from hecht.planning.placement.place import make_search, place
from hecht.planning.placement.problem import NoPlacement, PlacementProblem
from hecht.planning.placement.search import Placement, PlacementSearch

__all__ = [
    "Bound",
    "Certificate",
    "NoPlacement",
    "Placement",
    "PlacementBound",
    "PlacementProblem",
    "PlacementSearch",
    "certified_bound",
    "make_search",
    "place",
]
