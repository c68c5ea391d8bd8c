"""The least-served household is looked after, and what that costs is shown.

Light on purpose: what searches is in `search`, which loads the compiled search.
"""

from hecht.planning.fairness.report import Fairness, Served, fairness_of
from hecht.planning.fairness.service import Service, services

__all__ = ["Fairness", "Served", "Service", "fairness_of", "services"]
