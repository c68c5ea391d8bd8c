"""The engine: calendars from the scheduling model, chains of search, and the plan they lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from hecht.neighbourhood import Course, ReturnWish
from hecht.outcomes import score as score_of
from hecht.planning.arrays import OWN_BLOCK, TIE_FROM, TIE_REAL, TIE_START, TIE_UNTIL
from hecht.planning.calendar import solve_calendar
from hecht.planning.calendar_chain import CalendarChain
from hecht.planning.cooling import Cooling, laid_out
from hecht.planning.first_plan import calendar_problem, with_a_roof
from hecht.planning.gathered_chain import GatheredChain
from hecht.planning.instance import Instance
from hecht.planning.interrupts import presses
from hecht.planning.itineraries import course_of
from hecht.planning.kernel import is_near, settle
from hecht.planning.own_block import NoWayBack, everyone_back
from hecht.planning.practice import practice_state
from hecht.planning.progress import Progress
from hecht.planning.relaxed_start import relaxed
from hecht.planning.resume import improve, never
from hecht.planning.search import CHAINS, Chain, leader, run
from hecht.planning.state import OBJECTIVE, VIOLATION, State, copy_state
from hecht.planning.temporary import temporary_homes

_CALENDAR_LIMIT, _CALENDAR_LEAST = 1.0, 0.2
"""Deterministic time for the first calendar, and when there is a plan without it."""

_USUAL, _SOON = 500, 150
"""Households up to which a chain begins with what practice would do: beyond it takes too long.

The second where there is another plan to begin with.
"""

_MANY = 5_000
"""Households beyond which temporary homes are handed out for the best end alone."""

_HANDING_OUT, _MOST_HANDING_OUT = 0.001, 0.25
"""Seconds for each household that handing out temporary homes takes; the most, as a part of all."""

_SPARE, _SPARE_ROUNDS = 3, 12
"""Temporary homes, at most, left unused when they cannot be shared out; rounds for each."""

Clock = Callable[[], float]


class NoCalendar(Exception):
    """The blocks have no calendar within crews, budget, precedence and dates; `proven` or not."""

    def __init__(self, proven: bool) -> None:
        """Keep whether the scheduling model proved it."""
        self.proven = proven
        super().__init__("no calendar")


class Engine:
    """Searches plans for one neighbourhood; `rounds` counts what was done.

    Raises NoCalendar when the blocks cannot be scheduled.
    """

    def __init__(
        self,
        instance: Instance,
        seed: int,
        workers: int,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Prepare the chains; if a plan can be made without a search the second begins with it.

        The first begins with what the scheduling model gives. `sure` is the best state known for
        which there are temporary homes.
        """
        self.instance = instance
        self.seed = seed
        self.workers = workers
        self.progress = progress
        self.rounds = 0
        self.chains = chains_of(instance, seed)
        self.sure: State | None = None
        first, second = self.chains
        back = self._everyone_back()
        if back is None:
            starts = self._first_calendar(_CALENDAR_LIMIT)
            first.start(starts)
            second.opening = partial(self._open_as_usual, second, starts)
            return
        # there is a plan: what takes time can wait for the rounds
        second.begin(back)
        self.note(second)
        first.opening = partial(self._open, first, back)
        if len(instance.arrays.active) <= _SOON:
            second.opening = partial(self._see_what_is_usual, second)

    def _everyone_back(self) -> State | None:
        """Return the plan in which everyone returns to the own block, if it is of use."""
        if is_exact(self.instance):
            return None
        try:
            return everyone_back(self.instance)[0]
        except NoWayBack:
            return None

    def _open_as_usual(self, chain: Chain, starts: dict[str, int]) -> None:
        """Begin a chain with what practice would do, so that no plan is worse than that."""
        few = len(self.instance.arrays.active) <= _USUAL
        usual = practice_state(self.instance) if few else None
        if usual is None:
            chain.start(starts)
        else:
            chain.begin(usual)

    def _see_what_is_usual(self, chain: Chain) -> None:
        """Go on from what practice would do if that is better than what a chain begins with."""
        usual = practice_state(self.instance)
        if usual is not None:
            chain.offer(usual)

    def _open(self, chain: Chain, usual: State) -> None:
        """Begin a chain with the calendar of the scheduling model, or with a plan there is."""
        try:
            chain.start(self._first_calendar(_CALENDAR_LEAST))
        except NoCalendar:
            chain.begin(usual)

    def _first_calendar(self, limit: float) -> dict[str, int]:
        problem = calendar_problem(self.instance)
        if not problem.tasks:
            return {}
        result = solve_calendar(problem, seed=self.seed, deterministic_limit=limit)
        if result.starts is None:
            raise NoCalendar(result.status == "infeasible")
        return with_a_roof(self.instance, dict(result.starts))

    def note(self, chain: Chain) -> None:
        """Keep the best state of a chain if it is a plan for which there are temporary homes."""
        state, sure = chain.best, self.sure
        if sure is not None and state.totals[OBJECTIVE] <= sure.totals[OBJECTIVE]:
            return
        if is_plan(self.instance, state) and _quickly(self.instance, state) is not None:
            self.sure = copy_state(state)

    def known(self) -> Course | None:
        """Return the course of the best plan so far, its temporary homes quickly handed out."""
        return None if self.sure is None else _quickly(self.instance, self.sure)

    def lay_out(self, seconds: float) -> None:
        """Lay the search out for its seconds, where that pays; for before it begins."""
        households = len(self.instance.arrays.active)
        moves = [laid_out(households, seconds, number) for number in range(len(self.chains))]
        most = max(each or 0 for each in moves)
        for chain, each in zip(self.chains, moves, strict=True):
            if each is not None and chain.cooling is not None:
                chain.cool_first(each, most)

    def search(self, clock: Clock, seconds: float | None, iterations: int | None) -> str:
        """Search until time is up or the rounds are done; return what ended it.

        `clock` gives the seconds that have passed since the work on this plan began. At least
        one round is done, so that a short time still gives a plan. The answer is "time",
        "iterations" or "interrupted".
        """
        ended, took = clock(), 0.0

        def enough(done: int) -> bool:
            if iterations is not None:
                return done >= iterations
            # in a large neighbourhood another round would end long after the time
            return done > 0 and clock() + took >= (seconds or 0.0)

        def report(done: int, chain: Chain) -> None:
            nonlocal ended, took
            self.rounds = done
            now = clock()
            took, ended = now - ended, now
            self.note(chain)
            if self.progress is not None:
                self.progress(self._progress(chain, clock()))

        try:
            with presses() as pressed:
                if self.progress is not None:
                    self.progress(self._progress(leader(self.chains), clock()))
                run(
                    self.chains,
                    self.workers,
                    stop=lambda done: enough(done) or (done > 0 and pressed()),
                    report=report,
                )
                for chain in self.chains:
                    chain.close()
                    self.note(chain)
                if pressed():
                    return "interrupted"
        except KeyboardInterrupt:
            return "interrupted"
        return "time" if iterations is None else "iterations"

    def _progress(self, chain: Chain, seconds: float) -> Progress:
        best = chain.best
        wishing = [
            i
            for i in self.instance.arrays.active
            if self.instance.neighbourhood.households[i].wish is ReturnWish.RETURN
        ]
        return Progress(
            seconds=seconds,
            iterations=self.rounds,
            score=int(best.totals[0]),
            ties_kept=ties_kept(self.instance, best),
            returning=sum(1 for i in wishing if best.home[i] >= 0),
            message="" if best.totals[VIOLATION] == 0 else "no plan yet that keeps to every rule",
            course=self.known,
        )

    def best(self) -> State:
        """Return the best state of all chains; it may still break a rule."""
        return leader(self.chains).best

    def course(self, enough: Callable[[], bool] = never) -> Course | None:
        """Return the best course that keeps to the rules, or None when none was found.

        `enough` tells when there is no more time for what may make a good state a course.
        """
        found: list[tuple[int, Course]] = []
        ends = self._ends()
        many = len(self.instance.arrays.active) > _MANY
        if many:
            ends.sort(key=lambda state: -int(state.totals[OBJECTIVE]))
        for state in ends:
            course = finished(self.instance, state, self.seed)
            if course is None and state is self.sure:
                course = _quickly(self.instance, state)
            if course is None:
                continue
            if many:
                return course
            found.append((score_of(self.instance.neighbourhood, course), course))
        if not found:
            return self._with_homes_to_spare(enough)
        return max(found, key=lambda pair: pair[0])[1]

    def _ends(self) -> list[State]:
        """Return the states that may be the best as courses: of each chain, and the surest."""
        states = [chain.best for chain in self.chains if chain.best_key is not None]
        found: list[State] = [] if self.sure is None else [self.sure]
        for state in states:
            same = any(
                (state.home == one.home).all() and (state.starts == one.starts).all()
                for one in found
            )
            if not same and is_plan(self.instance, state):
                found.append(state)
        return found

    def _with_homes_to_spare(self, enough: Callable[[], bool]) -> Course | None:
        """Return a course found with fewer temporary homes than there are, or None.

        The search counts temporary homes by month; now and then as many as it counts on cannot be
        shared out so that everybody is somewhere in each month.
        """
        best, a = self.best(), self.instance.arrays
        if not is_plan(self.instance, best):
            return None
        for fewer in range(1, _SPARE + 1):
            tight = replace(self.instance, arrays=a._replace(temp_supply=a.temp_supply - fewer))
            state = copy_state(best)
            settle(tight.arrays, state)
            state = improve(tight, state, rounds=_SPARE_ROUNDS, seed=self.seed, enough=enough)
            if is_plan(tight, state):
                course = finished(self.instance, state, self.seed)
                if course is not None:
                    return course
            if enough():
                return None
        return None


def handing_out(instance: Instance, seconds: float) -> float:
    """Return the seconds, of those there are, to keep for temporary homes after the search."""
    return min(_MOST_HANDING_OUT * seconds, _HANDING_OUT * len(instance.arrays.active))


def chains_of(instance: Instance, seed: int) -> list[Chain]:
    """Return the chains of a search, not begun; the second looks further for calendars."""
    coarse = relaxed(instance)
    chains: list[Chain]
    if coarse is None:
        chains = [CalendarChain(instance, seed, c, races=c > 0) for c in range(CHAINS)]
    else:
        chains = [GatheredChain(instance, seed, c, coarse, races=c > 0) for c in range(CHAINS)]
        if is_exact(instance):
            return chains
    for number, chain in enumerate(chains):
        chain.cooling = Cooling(instance, seed, number)
    return chains


def is_exact(instance: Instance) -> bool:
    """Return whether ties see nothing but blocks: what is gathered and bred is the plan itself.

    Nothing else comes near that; it gets all the time there is.
    """
    return len(instance.arrays.place_close) > 0


def is_plan(instance: Instance, state: State) -> bool:
    """Return whether a state keeps to the rules and nobody leaves who could return."""
    return not state.totals[VIOLATION] and len(left_out(instance, state)) <= instance.unplaceable


def left_out(instance: Instance, state: State) -> list[int]:
    """Return the households (positions) that wish to return, lose their home, and leave."""
    people = instance.neighbourhood.households
    return [
        int(h)
        for h in instance.arrays.active
        if people[h].wish is ReturnWish.RETURN
        and instance.arrays.people[h, OWN_BLOCK] >= 0
        and state.home[h] < 0
    ]


def finished(instance: Instance, state: State, seed: int, by_ties: bool = True) -> Course | None:
    """Return the course of a state with its temporary homes, or None when they do not fit."""
    temporary = temporary_homes(instance, state, seed=seed, by_ties=by_ties)
    return None if temporary is None else course_of(instance, state, temporary)


def _quickly(instance: Instance, state: State) -> Course | None:
    return finished(instance, state, seed=0, by_ties=False)


def ties_kept(instance: Instance, state: State) -> float | None:
    """Return the share of ties near at the start that are near at the end (C2)."""
    a = instance.arrays
    kept = total = 0
    for h in range(len(a.people)):
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            if not (a.ties[k, TIE_START] and a.ties[k, TIE_REAL]):
                continue
            total += 1
            j = a.ties[k, 0]
            if state.home[h] >= 0 and state.home[j] >= 0:
                kept += bool(is_near(a, state.home[h], state.home[j]))
    return kept / total if total else None


def practice_course(instance: Instance) -> Course | None:
    """Return the course of the practice method, or None when it breaks a rule."""
    state = practice_state(instance)
    if state is None or not is_plan(instance, state):
        return None
    return finished(instance, state, seed=0, by_ties=False)


__all__ = ["Engine", "NoCalendar", "finished", "is_plan", "left_out", "practice_course"]
