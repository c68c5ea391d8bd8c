"""A plan made anew: the past stands, accepted promises stand, and little is told otherwise."""

from hecht.planning.replan.apply import apply
from hecht.planning.replan.differences import Change, Difference
from hecht.planning.replan.events import Event, EventError
from hecht.planning.replan.make import Replan, replan
from hecht.planning.replan.past_of import past_of
from hecht.planning.replan.promises import WayOut

__all__ = [
    "Change",
    "Difference",
    "Event",
    "EventError",
    "Replan",
    "WayOut",
    "apply",
    "past_of",
    "replan",
]
