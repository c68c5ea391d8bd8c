"""Why a household goes where it goes, and what another home would cost whom.

`facts` tells what stands in the plan; `alternatives` and `near` solve again with what is asked
held fixed, so that an answer is a plan and not a guess. Those two load the engine.
"""

from __future__ import annotations

from hecht.planning.explain.facts import Explanation, explain

__all__ = ["Explanation", "explain"]
