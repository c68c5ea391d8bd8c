"""Make a plan anew: what has happened stands, promises stand, and little is told otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hecht.neighbourhood import Course, Neighbourhood, StayKind, problems
from hecht.outcomes import score as score_of
from hecht.planning.check import Before, Violation, check
from hecht.planning.past import Past
from hecht.planning.plan import Plan
from hecht.planning.progress import Progress
from hecht.planning.replan.adjust import restored, sound, with_vacated
from hecht.planning.replan.apply import apply
from hecht.planning.replan.differences import Change, Difference, broken, differences
from hecht.planning.replan.events import Event, HomeLost, PromiseMade
from hecht.planning.replan.past_of import past_of, refuse_impossible, with_facts
from hecht.planning.replan.promises import WayOut, gathered, lost_promises, weakened

if TYPE_CHECKING:
    from hecht.planning.instance import Instance
    from hecht.planning.state import State

DEFAULT_SECONDS = 20.0
_OF_THE_CALENDAR = (
    "latest-too-early",
    "horizon-too-short",
    "too-many-crews",
    "too-few-crews",
    "budget-too-small",
)
"""Errors that the past may excuse; where it does not, the calendar tells so with ways out."""

_MOST_STEPS = 5
"""How often promises may give way one step before there is taken to be no plan."""


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


def replan(
    plan: Plan,
    date: int,
    events: Sequence[Event],
    *,
    seconds: float | None = DEFAULT_SECONDS,
    iterations: int | None = None,
    seed: int = 1,
    workers: int = 2,
    progress: Callable[[Progress], None] | None = None,
) -> Replan:
    """Return a plan from month `date` on, after what happened; everything before it stands.

    Searched is for `seconds`, or exactly `iterations` rounds, around what changed first. What
    households were told changes only where that gains more than the policy's
    `points_broken_announcement`, or where it must. The result is never worse, by the score less
    those points, than the old plan repaired. Promises that cannot be kept give way as little as
    can be; `ways_out` names them.

    Raises EventError for an event that cannot be, ValueError for a date outside the plan or a
    neighbourhood with errors, and NoPlan when there is no plan even so.
    """
    _examine(plan, date, seconds, iterations, workers)
    from hecht.planning.warm import warm_up

    if iterations is None:
        warm_up()
    begin = time.monotonic()
    refuse_impossible(plan, date, events)
    after = apply(plan.neighbourhood, events, date)
    past = past_of(plan, date, after)
    after = with_facts(after, past)
    _refuse_errors(after)
    made = Making(plan, after, past, tuple(events), seed, workers, progress)
    limit = None if iterations is not None else seconds
    return made.run(iterations, limit, lambda: time.monotonic() - begin)


def _examine(
    plan: Plan, date: int, seconds: float | None, iterations: int | None, workers: int
) -> None:
    project = plan.neighbourhood.project
    told = (project.announced or project.start).since(project.start)
    if not 0 <= date < project.horizon:
        raise ValueError(
            f"{project.start.plus(date)} lies outside the plan, which runs from {project.start} "
            f"to {project.start.plus(project.horizon - 1)}; choose a month in it"
        )
    if date < told:
        raise ValueError(
            f"{project.start.plus(date)} lies before {project.announced}, in which households "
            "hear the plan; nothing has been told yet, so make a plan, not a plan anew"
        )
    if iterations is None and (seconds is None or seconds < 0):
        raise ValueError(f"seconds is {seconds}; give a number of seconds, or iterations")
    if iterations is not None and iterations < 0:
        raise ValueError(f"iterations is {iterations}; give 0 or more")
    if workers < 1:
        raise ValueError(f"workers is {workers}; give at least 1")


def _refuse_errors(after: Neighbourhood) -> None:
    """Raise ValueError for errors; promises are judged later, with what has happened."""
    found = [p for p in problems(after) if p.severity == "error" and p.table != "promises"]
    found = [p for p in found if p.rule not in _OF_THE_CALENDAR]
    if found:
        shown = "; ".join(f"{p.table} {p.key}: {p.text}" for p in found[:5])
        raise ValueError(f"after these events the neighbourhood has {len(found)} errors: {shown}")


class Making:
    """One replan: its neighbourhood as promises give way, and the states found."""

    def __init__(
        self,
        plan: Plan,
        after: Neighbourhood,
        past: Past,
        events: tuple[Event, ...],
        seed: int,
        workers: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.plan, self.after, self.past, self.events = plan, after, past, events
        self.seed, self.workers, self.progress = seed, workers, progress
        self.original = after
        self.longest: dict[str, int] = {}
        self.steps: list[WayOut] = []
        self.refused: list[Violation] = []
        self.homes = {
            stay.household: stay.home
            for stay in plan.course.stays
            if stay.end >= plan.course.horizon and stay.kind is not StayKind.TEMPORARY
        }

    def run(
        self, iterations: int | None, limit: float | None, clock: Callable[[], float]
    ) -> Replan:
        """Return the plan made anew; `clock` gives the seconds since the work on it began."""
        from hecht.planning.replan.search import lacks_homes, search_on, troubles
        from hecht.planning.state import OBJECTIVE

        def more() -> bool:
            return limit is None or clock() < limit

        def report(done: int, state: State) -> None:
            if self.progress is not None:
                best = int(state.totals[OBJECTIVE])
                self.progress(Progress(clock(), done, best, None, 0))

        self.instance = self._compiled()
        state = self._opened()
        done = 0
        for _ in range(_MOST_STEPS):
            if not troubles(self.instance, state) and not lacks_homes(state):
                break
            local = self._local(state)
            state, rounds = search_on(
                self.instance, state, local=local, rounds=2, more=lambda: True,
                seed=self.seed, workers=self.workers, report=report,
            )  # fmt: skip
            done += rounds
            found = troubles(self.instance, state)
            if not found and not lacks_homes(state):
                break
            if lacks_homes(state):
                state, rounds = search_on(
                    self.instance, state, local=[], rounds=4, more=lambda: True,
                    seed=self.seed, workers=self.workers, report=report,
                )  # fmt: skip
                done += rounds
                found = troubles(self.instance, state)
            if not found or any(t.kind == "horizon" for t in found):
                break
            self.after, given = weakened(self.after, found, self.longest)
            self.steps += given
            self.instance = self._compiled()
            state = self._again(state)
        opened = self._again(state)
        state, rounds = search_on(
            self.instance, state, local=self._local(state), rounds=iterations, more=more,
            seed=self.seed, workers=self.workers, report=report,
        )  # fmt: skip
        best = self._best([state, opened])
        if best is None:
            from hecht.planning.replan.stuck import no_replan

            raise no_replan(self, state)
        return self._replan(best, done + rounds, limit, iterations)

    # -- instances and states ------------------------------------------------------------

    def _compiled(self) -> Instance:
        from hecht.planning.arrays import LONGEST
        from hecht.planning.instance import compile_instance
        from hecht.planning.replan.calendar import with_past_works

        instance = with_past_works(compile_instance(self.after, self.past), self.past)
        notice = self.after.policy.notice_months
        instance = with_vacated(instance, self.past, self.plan.course, notice)
        people = instance.arrays.people.copy()
        for h, household in enumerate(self.after.households):
            if household.id in self.longest:
                people[h, LONGEST] = self.longest[household.id]
        return replace(instance, arrays=instance.arrays._replace(people=people))

    def _opened(self) -> State:
        """Return the repaired old plan; who waits for delayed works may wait longer."""
        from hecht.planning.replan.calendar import problem_of, shifted
        from hecht.planning.replan.search import opening
        from hecht.planning.replan.stuck import no_calendar_left

        starts = shifted(self.instance, self.plan.course.starts, self.seed)
        if starts is None:
            raise no_calendar_left(problem_of(self.instance), self.after)
        self.starts = starts
        if self._granted(starts):
            self.instance = self._compiled()
        return opening(self.instance, self.past, self.homes, starts)

    def _granted(self, starts: dict[str, int]) -> bool:
        """Let those who are away wait for the home they were told, if only works delay it."""
        most, date = self.after.policy.temporary_months_max, self.past.date
        for name, stays in self.past.away.items():
            told = self.past.told.get(name)
            if told is None or told.home is None or name in self.past.settled:
                continue
            home = self.after.home_of.get(told.home)
            if home is None:
                continue
            ready = self.after.ready(home, starts)
            if ready is None or ready >= self.after.project.horizon:
                continue
            months = max(ready, min(told.arrive, date + self.after.policy.notice_months))
            months -= stays[0].start
            if months > max(most, told.arrive - stays[0].start):
                self.longest[name] = months
                self.steps.append(
                    WayOut(name, "temporary_months", str(most), str(months), months - most)
                )
        return bool(self.longest)

    def _again(self, state: State) -> State:
        from hecht.planning.replan.search import opening

        n = self.after
        homes = {
            one.id: n.homes[int(f)].id
            for one, f in zip(n.households, state.home, strict=True)
            if f >= 0
        }
        starts = {
            n.blocks[b].id: int(state.starts[b]) for b in self.instance.arrays.movable.tolist()
        }
        return opening(self.instance, self.past, homes, starts)

    def _local(self, state: State) -> list[int]:
        from hecht.planning.replan.search import around

        n = self.after
        number = {home.id: f for f, home in enumerate(n.homes)}
        old = state._replace(
            home=np.array([number.get(self.homes.get(h.id, ""), -1) for h in n.households]),
            starts=np.array([self.plan.course.starts.get(b.id, 0) for b in n.blocks]),
            arrive=np.array(
                [
                    self.past.told[h.id].arrive if h.id in self.past.told else a
                    for h, a in zip(n.households, state.arrive, strict=True)
                ]
            ),
        )
        names = [event.household for event in self.events if event.household]
        names += [event.other for event in self.events if hasattr(event, "other")]
        return around(self.instance, old, state, names)

    # -- courses -------------------------------------------------------------------------

    def works_with(self, changed: Neighbourhood, rounds: int) -> bool:
        """Return whether a sound course is found with another neighbourhood, in a few rounds."""
        from hecht.planning.replan.calendar import shifted
        from hecht.planning.replan.search import opening, search_on

        kept, self.after, refused = self.after, changed, self.refused
        instance = self.instance
        try:
            self.instance = self._compiled()
            starts = shifted(self.instance, self.plan.course.starts, self.seed)
            if starts is None:
                return False
            state = opening(self.instance, self.past, self.homes, starts)
            state, _ = search_on(
                self.instance, state, local=[], rounds=rounds, more=lambda: True,
                seed=self.seed, workers=self.workers, report=lambda done, state: None,
            )  # fmt: skip
            return self._best([state]) is not None
        finally:
            self.after, self.instance, self.refused = kept, instance, refused

    def _best(self, states: list[State]) -> Course | None:
        """Return the best sound course: of the states, or the old one as it was."""
        from hecht.planning.replan.stays import course_after

        found: list[tuple[int, Course]] = []
        self.refused = []
        courses = [
            course_after(self.instance, state, self.past, self.plan.course, self.seed)
            for state in states
        ]
        for course in [self._old(), *courses]:
            if course is None:
                continue
            before = before_check(self.plan.course, self.past.date, self.events, self.longest)
            wrong = check(self.after, course, before)
            if wrong:
                self.refused = wrong
                continue
            found.append((self.value(course), course))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def value(self, course: Course) -> int:
        """Return what courses are chosen by: the score, less the points for what was told."""
        told = self._differences(course)
        price = round(self.past.points_told * 1000)
        return score_of(self.after, course) - price * broken(told)

    def _differences(
        self, course: Course, lost: frozenset[str] = frozenset()
    ) -> tuple[Difference, ...]:
        return differences(
            (self.plan.neighbourhood, self.plan.course),
            (self.after, course),
            self.past.date,
            self.events,
            lost,
            frozenset(b for b, m in self.starts.items() if m != self.plan.course.starts.get(b)),
        )

    def _old(self) -> Course | None:
        """Return the old course, if it still says everything about this neighbourhood."""
        n, old = self.after, self.plan.course
        minds = [(h.id, h.wish, h.leaves) for h in n.households]
        then = [(h.id, h.wish, h.leaves) for h in self.plan.neighbourhood.households]
        if n.project.horizon != old.horizon or minds != then:
            return None
        homes, blocks = n.home_of, {b.id for b in n.blocks if b.has_works}
        if any(stay.home not in homes for stay in old.stays) or blocks != set(old.starts):
            return None
        return old

    def _replan(
        self, course: Course, rounds: int, limit: float | None, iterations: int | None
    ) -> Replan:
        made = [e.promise for e in self.events if isinstance(e, PromiseMade)]
        lost = lost_promises(self.plan.neighbourhood, self.original, made)
        ways = gathered(lost, self.steps, course, self.after)
        self.after = sound(restored(self.original, self.after, course))
        kept = {w.household: int(w.instead) for w in ways if w.kind == "temporary_months"}
        told = self._differences(course, frozenset(w.household for w in ways))
        plan = Plan(
            neighbourhood=self.after,
            course=course,
            method="replan",
            seed=self.seed,
            score=score_of(self.after, course),
            iterations=rounds,
            seconds=limit,
            stopped="time" if iterations is None else "iterations",
        )
        return Replan(
            plan=plan,
            previous=self.plan,
            date=self.past.date,
            events=self.events,
            past=self.past,
            differences=told,
            ways_out=ways,
            broken_announcements=broken(told),
            longest=kept,
        )
