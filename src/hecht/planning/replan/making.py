"""The work of making a plan anew: the states that are found, and the courses they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from hecht.neighbourhood import Course, Neighbourhood, StayKind
from hecht.outcomes import score as score_of
from hecht.planning.afterwards import CARE_SHARE, cared, proof_share, proven
from hecht.planning.care import Cared
from hecht.planning.check import Violation, check
from hecht.planning.groups import fates_of
from hecht.planning.instance import Instance
from hecht.planning.past import Past
from hecht.planning.plan import Plan
from hecht.planning.progress import Progress
from hecht.planning.replan.adjust import restored, sound
from hecht.planning.replan.calendar import problem_of, shifted
from hecht.planning.replan.differences import Difference, broken, differences
from hecht.planning.replan.events import Event, PromiseMade
from hecht.planning.replan.giving_way import give_way
from hecht.planning.replan.promises import WayOut, gathered, lost_promises
from hecht.planning.replan.result import Replan, before_check
from hecht.planning.replan.search import around, opening, search_on
from hecht.planning.replan.standing import compile_since
from hecht.planning.replan.stays import course_after
from hecht.planning.replan.stuck import no_calendar_left, no_replan
from hecht.planning.state import OBJECTIVE, State

_MOST_PROVEN = 400
"""Households up to which a number of rounds gives every bound; beyond it those that are quick."""
_PROOF = 4.0
"""Seconds that must be left for more than the quick ones when there are more households."""


@dataclass(frozen=True)
class Wanted:
    """How long is searched, and what follows the search; see `replan`."""

    iterations: int | None
    seconds: float | None
    bounds: bool = True
    groups: bool = True
    fairness: bool = True

    @property
    def search_seconds(self) -> float | None:
        """The seconds for the search: what proof and care leave."""
        if self.seconds is None:
            return None
        care = CARE_SHARE * self.seconds if self.groups or self.fairness else 0.0
        return self.seconds - care - self.proof_seconds

    @property
    def proof_seconds(self) -> float:
        """The seconds for proof."""
        return proof_share(self.seconds) if self.bounds else 0.0


class Making:
    """One plan made anew: its neighbourhood as promises give way, and the states found."""

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
        """Keep what is asked; nothing is worked out yet."""
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

    def run(self, wanted: Wanted, clock: Callable[[], float]) -> Replan:
        """Return the plan made anew; `clock` gives the seconds since the work on it began."""
        limit = wanted.search_seconds

        def report(done: int, state: State) -> None:
            if self.progress is not None:
                best = int(state.totals[OBJECTIVE])
                self.progress(Progress(clock(), done, best, None, 0))

        self.instance = self.compiled()
        state, done = give_way(self, self._opened(), report)
        opened = self.again(state)
        state, rounds = search_on(
            self.instance, state, local=self.local(state), rounds=wanted.iterations,
            more=lambda: limit is None or clock() < limit, seed=self.seed, workers=self.workers,
            report=report,
        )  # fmt: skip
        best = self._best([state, opened])
        if best is None:
            raise no_replan(self, state)
        made = self._made(self._looked_after(best, wanted), done + rounds, wanted)
        if not wanted.bounds:
            return made
        seconds, many = None, len(self.after.households) > _MOST_PROVEN
        if wanted.seconds is not None:
            seconds = max(wanted.proof_seconds / 2, wanted.seconds - clock())
        found = proven(
            replace(self.instance, neighbourhood=self.after), made.plan.course, seconds,
            self.seed, made.before, quick=many and (seconds is None or seconds < _PROOF),
            workers=self.workers,
        )  # fmt: skip
        return replace(made, plan=replace(made.plan, bounds=found))

    # -- instances and states ------------------------------------------------------------

    def compiled(self) -> Instance:
        """Return the arrays of the neighbourhood as promises now are."""
        return compile_since(self.after, self.past, self.plan.course, self.longest)

    def _opened(self) -> State:
        """Return the repaired old plan; who waits for delayed works may wait longer."""
        starts = shifted(self.instance, self.plan.course.starts, self.seed)
        if starts is None:
            raise no_calendar_left(problem_of(self.instance), self.after)
        self.starts = starts
        if self._granted(starts):
            self.instance = self.compiled()
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

    def again(self, state: State, moved: Mapping[str, str | None] | None = None) -> State:
        """Return a state under the arrays as they are now, repaired; some in other homes first."""
        n = self.after
        homes = {
            one.id: n.homes[int(f)].id
            for one, f in zip(n.households, state.home, strict=True)
            if f >= 0
        }
        for name, home in (moved or {}).items():
            if home is None:
                homes.pop(name, None)
            else:
                homes[name] = home
        starts = {
            n.blocks[b].id: int(state.starts[b]) for b in self.instance.arrays.movable.tolist()
        }
        return opening(self.instance, self.past, homes, starts)

    def local(self, state: State) -> list[int]:
        """Return the households (positions) around what changed."""
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
        kept, self.after, refused = self.after, changed, self.refused
        instance = self.instance
        try:
            self.instance = self.compiled()
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
        found: list[tuple[int, Course]] = []
        self.refused = []
        courses = [self._finished(self.instance, state, self.seed) for state in states]
        for course in [self._old(), *courses]:
            if course is not None and self._is_sound(course):
                found.append((self.value(course), course))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _finished(self, instance: Instance, state: State, seed: int) -> Course | None:
        return course_after(instance, state, self.past, self.plan.course, seed)

    def _is_sound(self, course: Course) -> bool:
        """Return whether the check finds nothing; what it finds is kept as `refused`."""
        before = before_check(self.plan.course, self.past.date, self.events, self.longest)
        wrong = check(self.after, course, before)
        self.refused = wrong or self.refused
        return not wrong

    def _looked_after(self, course: Course, wanted: Wanted) -> Cared:
        """Return the course after care for groups and the worst-off, as of a fresh plan."""
        found = cared(
            self.instance, course, seed=self.seed, workers=self.workers, groups=wanted.groups,
            fairness=wanted.fairness, finish=self._finished,
        )  # fmt: skip
        if found.course is course or self._is_sound(found.course):
            return found
        return Cared(course, fates_of(self.after, course))

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

    def _made(self, found: Cared, rounds: int, wanted: Wanted) -> Replan:
        course = found.course
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
            seconds=wanted.seconds,
            stopped="time" if wanted.iterations is None else "iterations",
            groups=MappingProxyType(dict(found.groups)),
            fairness=found.fairness,
            before=before_check(self.plan.course, self.past.date, self.events, kept),
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
