"""What a plan made anew changes for each household, and through whom or what that came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood import Course, Home, Neighbourhood, Stay, StayKind
from hecht.neighbourhood.distance import near
from hecht.outcomes.places import Places, places
from hecht.outcomes.ties import tie_fates
from hecht.planning.replan.events import Event, HomeLost, NewTemporaryHome, NewTie


class Change(StrEnum):
    """What changes for a household, the most serious first."""

    LEAVES = "leaves"
    HOME = "home"
    RETURNS = "returns"
    TEMPORARY = "temporary"
    MONTH = "month"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Told:
    """What one plan has for a household.

    `home` is its last home (None: it leaves), `out` the month in which it leaves the home it has
    at the start (None: it never moves), `arrive` that in which it comes to its last home or, if
    it leaves, goes. `temporary` are its temporary homes in order.
    """

    home: str | None
    out: int | None
    arrive: int | None
    temporary: tuple[str, ...]
    near_ties: int
    moves: int
    months_temporary: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something changes for a household.

    `kind` is "event" (it happened to the household or its home), "works" (the works on `block`
    come at another time), "home" or "temporary" (household `other` gets the home it had been
    told), "freed" (it gets the home that `other` had been told), "tie" (it follows household
    `other`) or "better" (the whole plan gains by it).
    `event` is the position of the event at the root, None when there is none; `steps` counts
    the changes from the event to this one, 1 for a direct one.
    """

    kind: str
    event: int | None = None
    block: str = ""
    other: str = ""
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes for one household; `lost_promise`: an accepted promise to it gives way."""

    household: str
    change: Change
    before: Told
    after: Told
    cause: Cause | None = None
    lost_promise: bool = False

    @property
    def months(self) -> int:
        """How many months later it comes to its last home; negative when sooner."""
        if self.before.home is None or self.after.home is None:
            return 0
        return (self.after.arrive or 0) - (self.before.arrive or 0)

    def order(self) -> tuple[int, int, int, str]:
        """Return the key by which differences are listed: the most serious first."""
        rank = list(Change).index(self.change)
        weight = max(abs(self.months), abs((self.after.out or 0) - (self.before.out or 0)))
        return 0 if self.lost_promise else 1, rank, -weight, self.household


def differences(
    before: tuple[Neighbourhood, Course],
    after: tuple[Neighbourhood, Course],
    date: int,
    events: Sequence[Event],
    lost: frozenset[str] = frozenset(),
    forced: frozenset[str] = frozenset(),
) -> tuple[Difference, ...]:
    """Return the difference for each household, the most serious first, each with its cause.

    `before` and `after` are the neighbourhood and the course then and now; `lost` the households
    to whom an accepted promise gives way, `forced` the blocks whose works could not keep their
    month.
    """
    then, now = _told(*before, date), _told(*after, date)
    found = {
        name: Difference(
            name, _change(then[name], now[name]), then[name], now[name], None, name in lost
        )
        for name in now
        if name in then
    }
    causes = _Causes(before, after, date, events, found, forced).all()
    result = [
        Difference(d.household, d.change, d.before, d.after, causes.get(name), d.lost_promise)
        for name, d in found.items()
    ]
    return tuple(sorted(result, key=Difference.order))


def broken(found: Sequence[Difference]) -> int:
    """Return how many announcements change: one for another home, one for other months."""
    return sum(
        (d.before.home != d.after.home)
        + ((d.before.out, d.before.arrive) != (d.after.out, d.after.arrive))
        for d in found
        if d.before.out is not None
    )


def _told(n: Neighbourhood, course: Course, date: int) -> dict[str, Told]:
    known = n.home_of
    sound = Course(course.horizon, course.starts, tuple(s for s in course.stays if s.home in known))
    where = places(n, sound)
    ties = dict.fromkeys((h.id for h in n.households), 0)
    for fate in tie_fates(n, where):
        if fate.near_at_end:
            for end in (fate.tie.a, fate.tie.b):
                ties[end] += 1
    return {
        name: _one(list(stays), course.horizon, len(where.moves.get(name, ())), ties.get(name, 0))
        for name, stays in where.stays.items()
    }


def _one(stays: list[Stay], horizon: int, moves: int, near_ties: int) -> Told:
    last = stays[-1]
    inside = last.end >= horizon and last.kind is not StayKind.TEMPORARY
    temporary = [stay for stay in stays if stay.kind is StayKind.TEMPORARY]
    if len(stays) > 1:
        out: int | None = stays[1].start
    else:
        out = None if inside else last.end
    arrive = None if out is None else (last.start if inside else last.end)
    return Told(
        home=last.home if inside else None,
        out=out,
        arrive=arrive,
        temporary=tuple(stay.home for stay in temporary),
        near_ties=near_ties,
        moves=moves,
        months_temporary=sum(stay.end - stay.start for stay in temporary),
    )


def _change(then: Told, now: Told) -> Change:
    if then.home is not None and now.home is None:
        return Change.LEAVES
    if then.home is None and now.home is not None:
        return Change.RETURNS
    if then.home != now.home:
        return Change.HOME
    if then.temporary != now.temporary:
        return Change.TEMPORARY
    if (then.out, then.arrive) != (now.out, now.arrive):
        return Change.MONTH
    return Change.NONE


class _Causes:
    """Follows changes from the events on: through works, homes that change hands, and ties."""

    def __init__(
        self,
        before: tuple[Neighbourhood, Course],
        after: tuple[Neighbourhood, Course],
        date: int,
        events: Sequence[Event],
        found: Mapping[str, Difference],
        forced: frozenset[str],
    ) -> None:
        self.old, self.was = before
        self.new, self.now = after
        self.date, self.events, self.found, self.forced = date, events, found, forced
        self.changed = [name for name, d in found.items() if d.change is not Change.NONE]
        self.blocks = self._moved_blocks()
        self.final: Places = places(self.new, self.now)

    def all(self) -> dict[str, Cause]:
        """Return the cause of each change, nearest to an event first.

        Works that come at another time explain other months before they explain another home.
        """
        causes: dict[str, Cause] = {}
        holders, tied = self._holders(), self._tied()
        for direct in (self._by_event, self._by_works_in_time, self._by_works):
            for name in self.changed:
                cause = direct(name) if name not in causes else None
                if cause is not None:
                    causes[name] = cause
            if direct != self._by_event:
                self._spread(causes, holders, tied)
        for name in self.changed:
            causes.setdefault(name, Cause("better"))
        return causes

    def _spread(
        self,
        causes: dict[str, Cause],
        holders: Mapping[str, list[Stay]],
        tied: Mapping[str, list[str]],
    ) -> None:
        """Add the causes of those whose change follows from that of others, step by step."""
        fresh = dict(causes)
        while fresh:
            fresh = {}
            for name in self.changed:
                cause = None if name in causes else self._through(name, causes, holders, tied)
                if cause is not None:
                    fresh[name] = cause
            causes.update(fresh)

    def _moved_blocks(self) -> dict[str, tuple[int | None, int]]:
        """Return the blocks whose works come at another time: the event behind it, and steps."""
        moved = {}
        for block in self.new.blocks:
            was, now = self.was.starts.get(block.id), self.now.starts.get(block.id)
            if was is None or now is None:
                continue
            length = self.old.block_of[block.id].duration
            if was != now or length != block.duration:
                moved[block.id] = (was + length, now + block.duration)
        own = {e.block: i for i, e in reversed(list(enumerate(self.events))) if e.block}
        about_all = next(
            (
                i
                for i, e in enumerate(self.events)
                if type(e).__name__ in ("BudgetChanged", "CrewsChanged")
            ),
            None,
        )
        late = next((own[b] for b in moved if b in own), about_all)
        return {
            name: (own[name], 1)
            if name in own
            else (late, 2)
            if late is not None and name in self.forced
            else (None, 1)
            for name in moved
        }

    def _by_event(self, name: str) -> Cause | None:
        d = self.found[name]
        for i, event in enumerate(self.events):
            if name == event.household or (isinstance(event, NewTie) and event.other == name):
                return Cause("event", i)
            if isinstance(event, HomeLost) and event.home in self._homes_of(d):
                return Cause("event", i)
            if isinstance(event, NewTemporaryHome) and event.home.id in d.after.temporary:
                return Cause("event", i)
        return None

    def _by_works_in_time(self, name: str) -> Cause | None:
        """Return that works moved, when the household's months did too."""
        d = self.found[name]
        if (d.before.out, d.before.arrive) == (d.after.out, d.after.arrive):
            return None
        return self._by_works(name)

    def _by_works(self, name: str) -> Cause | None:
        for block in self._blocks_of(self.found[name]):
            if block in self.blocks:
                event_at, steps = self.blocks[block]
                return Cause("works", event_at, block=block, steps=steps)
        return None

    def _homes_of(self, d: Difference) -> set[str]:
        homes = {self.old.household_of[d.household].home, *d.before.temporary}
        return homes | ({d.before.home} if d.before.home else set())

    def _blocks_of(self, d: Difference) -> list[str]:
        """Return the blocks of a household's homes: the last ones, then its own."""
        names = [d.before.home, d.after.home, self.old.household_of[d.household].home]
        blocks = []
        for name in names:
            home = self.old.home_of.get(name) if name else None
            if home is not None and home.block is not None:
                blocks.append(home.block)
        return blocks

    def _holders(self) -> dict[str, list[Stay]]:
        """Return who lives where from the date on in the new plan, among those who change."""
        changed = set(self.changed)
        holders: dict[str, list[Stay]] = {}
        for stay in self.now.stays:
            if stay.household in changed and stay.end > self.date:
                holders.setdefault(stay.home, []).append(stay)
        return holders

    def _tied(self) -> dict[str, list[str]]:
        tied: dict[str, list[str]] = {}
        for tie in self.new.ties:
            tied.setdefault(tie.a, []).append(tie.b)
            tied.setdefault(tie.b, []).append(tie.a)
        return tied

    def _through(
        self,
        name: str,
        causes: Mapping[str, Cause],
        holders: Mapping[str, list[Stay]],
        tied: Mapping[str, list[str]],
    ) -> Cause | None:
        d = self.found[name]
        if d.before.home and d.before.home != d.after.home:
            for stay in holders.get(d.before.home, []):
                if stay.household in causes and stay.household != name:
                    return self._next("home", stay.household, causes)
        for home in d.before.temporary:
            if home not in d.after.temporary:
                for stay in holders.get(home, []):
                    if stay.household in causes and stay.household != name:
                        return self._next("temporary", stay.household, causes)
        # the home it now gets was that of another, who has one elsewhere
        if d.after.home and d.before.home != d.after.home:
            for other in causes:
                if self.found[other].before.home == d.after.home and other != name:
                    return self._next("freed", other, causes)
        here: Home | None = self.final.final.get(name)
        for other in tied.get(name, []):
            there = self.final.final.get(other)
            if other in causes and here and there and near(here, there, self.new.policy):
                return self._next("tie", other, causes)
        return None

    def _next(self, kind: str, other: str, causes: Mapping[str, Cause]) -> Cause:
        root = causes[other]
        return Cause(kind, root.event, root.block, other, root.steps + 1)
