"""Empty homes: the months in which a home stands empty for the plan."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Course, Home, Neighbourhood, Stage, StayKind, Works


@dataclass(frozen=True, slots=True)
class Empty:
    """A home stands empty from month `start` up to, not including, month `end`.

    `before_works`: an old home that waits for its works; otherwise a home that is ready and
    waits for the household that takes it.
    """

    home: str
    start: int
    end: int
    before_works: bool

    @property
    def months(self) -> int:
        """Return how long it lasts, in months."""
        return self.end - self.start


@dataclass(frozen=True)
class Vacancy:
    """The empty months of all homes.

    `spells` are ordered by home (in the neighbourhood's order) and month. `undated` names the
    blocks whose works have no start month, so that their homes could not be counted.
    """

    spells: tuple[Empty, ...]
    undated: tuple[str, ...]

    @property
    def before_works(self) -> int:
        """Return the months in which old homes wait empty for their works."""
        return sum(spell.months for spell in self.spells if spell.before_works)

    @property
    def before_arrival(self) -> int:
        """Return the months in which homes that are ready wait for who takes them."""
        return sum(spell.months for spell in self.spells if not spell.before_works)

    @property
    def months(self) -> int:
        """Return the empty home-months in all."""
        return sum(spell.months for spell in self.spells)

    def by_home(self) -> dict[str, int]:
        """Return the empty months of each home that is empty at some time."""
        result: dict[str, int] = {}
        for spell in self.spells:
            result[spell.home] = result.get(spell.home, 0) + spell.months
        return result


def vacancy(neighbourhood: Neighbourhood, course: Course) -> Vacancy:
    """Return in which months homes stand empty.

    Counted are: an old home of a block that is emptied, from month 0 until its works start; and
    every permanent home that a household takes as its final home, from when it is ready, or from
    when the last one before who lived there left if that is later, until the arrival. A home
    that nobody takes is let to a newcomer at once.
    """
    lived: dict[str, list[tuple[int, int]]] = {}
    taken: dict[str, list[int]] = {}
    for stay in course.stays:
        lived.setdefault(stay.home, []).append((stay.start, stay.end))
        if stay.kind is StayKind.FINAL:
            taken.setdefault(stay.home, []).append(stay.start)
    spells: list[Empty] = []
    undated: dict[str, None] = {}
    for home in neighbourhood.homes:
        if home.stage is Stage.TEMPORARY:
            continue
        block = None if home.block is None else neighbourhood.block_of[home.block]
        if block is not None and block.id not in course.starts and _needs_date(home, block.works):
            undated[block.id] = None
            continue
        if home.stage is Stage.EXISTING and block is not None and block.works.empties:
            until = min(course.starts[block.id], course.horizon)
            gaps = _gaps(lived.get(home.id, []), 0, until)
            spells.extend(Empty(home.id, start, end, True) for start, end in gaps)
        ready = neighbourhood.ready(home, course.starts)
        if ready is None:
            continue
        for arrival in sorted(taken.get(home.id, [])):
            left = max((end for start, end in lived[home.id] if start < arrival), default=0)
            if max(ready, left) < arrival:
                spells.append(Empty(home.id, max(ready, left), arrival, False))
    return Vacancy(tuple(spells), tuple(undated))


def _needs_date(home: Home, works: Works) -> bool:
    return home.stage is Stage.NEW or works.empties


def _gaps(lived: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of [start, end) in which nobody lives in a home."""
    result = []
    at = start
    for begin, until in sorted(lived):
        if begin >= end:
            break
        if begin > at:
            result.append((at, begin))
        at = max(at, until)
    if at < end:
        result.append((at, end))
    return result
