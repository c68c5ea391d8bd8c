"""What of a plan stands when it is solved again: nothing, or the past it was made anew from.

A plan that was made anew (`Plan.before`) is solved again from the month in which that was done:
what had happened by then cannot be otherwise any more, and what people had been told by then
counts. Any other plan is solved again from month 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes import score as score_of
from hecht.planning.arrays import LONGEST
from hecht.planning.calendar_problem import CalendarProblem
from hecht.planning.engine import finished
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.past import Past
from hecht.planning.plan import Plan
from hecht.planning.replan.adjust import with_vacated
from hecht.planning.replan.apply import LOST
from hecht.planning.replan.calendar import problem_of, with_past_works
from hecht.planning.replan.past_of import past_of_course, told_by
from hecht.planning.replan.stays import course_after
from hecht.planning.resume import restrict
from hecht.planning.state import State


def compile_since(
    neighbourhood: Neighbourhood, past: Past, course: Course, longest: Mapping[str, int]
) -> Instance:
    """Return the arrays of a neighbourhood from a past on; `course` is the plan that stood then.

    `longest` is the most months in temporary homes for those to whom it was granted.
    """
    instance = with_past_works(compile_instance(neighbourhood, past), past)
    instance = with_vacated(instance, past, course, neighbourhood.policy.notice_months)
    people = instance.arrays.people.copy()
    for h, household in enumerate(neighbourhood.households):
        if household.id in longest:
            people[h, LONGEST] = max(int(people[h, LONGEST]), longest[household.id])
    return replace(instance, arrays=instance.arrays._replace(people=people))


class Standing:
    """How a plan's neighbourhood, or one with other rules, is compiled and solved again."""

    def __init__(self, plan: Plan) -> None:
        """Keep the plan; nothing is worked out yet."""
        self.plan, self.before = plan, plan.before

    @property
    def date(self) -> int:
        """The month from which things can be otherwise."""
        return 0 if self.before is None else self.before.date

    @cached_property
    def past(self) -> Past | None:
        """What had happened and been told when the plan was made anew; None when it was not."""
        return self._past(self.plan.neighbourhood)

    def _past(self, n: Neighbourhood) -> Past | None:
        if self.before is None:
            return None
        return past_of_course(self.before.course, self.before.date, n)

    def compiled(self, neighbourhood: Neighbourhood | None = None) -> Instance:
        """Return the arrays of the plan's neighbourhood, or of one that was made from it."""
        n = neighbourhood or self.plan.neighbourhood
        past = self._past(n)
        if self.before is None or past is None:
            return compile_instance(n)
        instance = compile_since(n, past, self.before.course, self.before.longest)
        # a home is lost in its month, although no rule for works could hold it to that
        lost = {
            block: month
            for block, month in self.plan.course.starts.items()
            if block.startswith(LOST) and block not in past.starts
        }
        return restrict(instance, starts=lost) if lost else instance

    def calendar(self, instance: Instance) -> CalendarProblem:
        """Return the scheduling problem of the works that are left."""
        return problem_of(instance)

    def finished(self, instance: Instance, state: State, seed: int) -> Course | None:
        """Return the course of a state, or None when temporary homes do not suffice.

        From a past on, who was told a temporary home by the plan keeps it where it is free.
        """
        if self.before is None:
            return finished(instance, state, seed)
        n, course = instance.neighbourhood, self.plan.course
        return course_after(
            instance, state, past_of_course(course, self.before.date, n), course, seed
        )

    def value(self, neighbourhood: Neighbourhood, course: Course) -> int:
        """Return the score of a course, less the points for what people had been told otherwise."""
        past = self.past
        points = score_of(neighbourhood, course)
        if past is None or not past.points_told:
            return points
        return points - round(past.points_told * 1000) * told_otherwise(past, course)


def told_otherwise(past: Past, course: Course) -> int:
    """Return how many announcements a course changes: one for a home, one for the months."""
    count = 0
    for name, stays in course.itineraries().items():
        told = past.told.get(name)
        if told is None:
            continue
        now = told_by(stays, course.horizon)
        if now is None:
            count += 2
        else:
            count += (told.home != now.home) + ((told.out, told.arrive) != (now.out, now.arrive))
    return count
