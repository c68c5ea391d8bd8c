"""Groups of households that asked to be placed together: placed as one, or refused with a reason.

Light on purpose: what searches is in `place`, which loads the compiled search.
"""

from hecht.outcomes.groups import Whole, whole
from hecht.planning.groups.fate import GroupFate, Refusal, RefusalKind, fates_of

__all__ = ["GroupFate", "Refusal", "RefusalKind", "Whole", "fates_of", "whole"]
