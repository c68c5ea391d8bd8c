"""The engine: from a neighbourhood to a calendar and an itinerary for every household."""

from pathlib import Path

from hecht.planning.make import make_plan
from hecht.planning.no_plan import NoPlan
from hecht.planning.plan import Plan
from hecht.planning.progress import Progress
from hecht.planning.stale import forget_stale

__all__ = ["NoPlan", "Plan", "Progress", "make_plan"]

# before any compiled module is imported: they all lie below this package
forget_stale(Path(__file__).parent)
