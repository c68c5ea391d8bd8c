"""The independent validator: every hard rule of a plan, recomputed from its bare facts.

It stands apart from the planner. It reads the plain fields of a neighbourhood and a course and
derives everything else itself: when a home exists, whether it suits, who is where. A mistake in
code that the planner and its measuring tools share is therefore found here.
"""

from __future__ import annotations

from hecht.neighbourhood import Course, Neighbourhood
from hecht.planning.check.alternatives import unforced_leaves
from hecht.planning.check.before import Before, since
from hecht.planning.check.facts import Facts
from hecht.planning.check.form import malformed
from hecht.planning.check.promises import broken_promises
from hecht.planning.check.stays import broken_stays
from hecht.planning.check.violation import Violation
from hecht.planning.check.works import broken_works

__all__ = ["Before", "Violation", "check"]


def check(
    neighbourhood: Neighbourhood, course: Course, before: Before | None = None
) -> list[Violation]:
    """Return every hard rule that a plan breaks, in one go; an empty list for a sound plan.

    Rules 1 to 8 are those of the design; rule 0 is a plan that is not well formed (an unknown
    home, a stay of no months, an itinerary that does not begin at home). The result is ordered by
    rule, month, household, home and block. The neighbourhood itself is taken to be sound: what is
    wrong with it is told by `hecht.neighbourhood.problems`. Never raises on a wrong plan.

    With `before`, the plan is one made anew: nothing before its date may differ from what was
    (rule 9), what then broke a rule is past, and notice of moves that were not told runs from it.
    """
    facts = Facts(neighbourhood, course)
    found = [
        *malformed(facts),
        *broken_stays(facts),
        *broken_works(facts),
        *unforced_leaves(facts),
        *broken_promises(facts),
    ]
    if before is not None:
        found = list(since(facts, before, found))
    return sorted(found, key=Violation.order)
