"""A plan made anew, with what it changes and what could not be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hecht.neighbourhood import Course
from hecht.planning.check import Before
from hecht.planning.past import Past
from hecht.planning.plan import Plan
from hecht.planning.replan.differences import Change, Difference
from hecht.planning.replan.events import Event, HomeLost
from hecht.planning.replan.promises import WayOut


@dataclass(frozen=True)
class Replan:
    """A plan made anew in month `date`, and what it changes.

    `plan.neighbourhood` is the neighbourhood after the events, with promises that could not be
    kept as they now are. `differences` has a row a household, the most serious first.
    `ways_out` are what could not be kept, with what comes instead. `broken_announcements` counts
    what households were told and is no longer so. `longest` are the households that exceed the
    limit on months in temporary homes, with how many months they may.
    """

    plan: Plan
    previous: Plan
    date: int
    events: tuple[Event, ...]
    past: Past
    differences: tuple[Difference, ...]
    ways_out: tuple[WayOut, ...] = ()
    broken_announcements: int = 0
    longest: dict[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The households for which something changes: those to write to."""
        return tuple(d for d in self.differences if d.change is not Change.NONE)

    @property
    def before(self) -> Before:
        """What the independent check needs to know of the old plan."""
        return before_check(self.previous.course, self.date, self.events, self.longest)


def before_check(
    course: Course, date: int, events: Iterable[Event], longest: dict[str, int]
) -> Before:
    """Return the old plan as the independent check sees it."""
    lost = frozenset(event.home for event in events if isinstance(event, HomeLost))
    return Before(date, course, dict(longest), lost)
