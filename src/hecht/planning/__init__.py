"""The engine: from a neighbourhood to a calendar and an itinerary for every household."""

from hecht.planning.make import make_plan
from hecht.planning.no_plan import NoPlan
from hecht.planning.plan import Plan
from hecht.planning.progress import Progress

__all__ = ["NoPlan", "Plan", "Progress", "make_plan"]
