"""A broad programme for an area: physical and social measures, and the goals they serve."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from hecht.area.codes import level_of, within
from hecht.area.indicator import Theme
from hecht.area.panel import Level
from hecht.neighbourhood import Home, Month, Neighbourhood


class Nature(StrEnum):
    """Whether a measure changes stones or helps people."""

    PHYSICAL = "physical"
    SOCIAL = "social"


class Status(StrEnum):
    """How far a measure has come."""

    IDEA = "idea"
    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"

    @property
    def counts(self) -> bool:
        """Whether people can reckon with it: an idea is not there yet, a stopped one no more."""
        return self not in (Status.IDEA, Status.STOPPED)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a programme.

    `kind` is the fixed word by which the library of evidence knows such measures. `aim` says in
    words what it is for, `goal` is the id of a goal of the programme, `indicator` the code of the
    figure by which the measure is judged. `also` are further themes that it touches. `owner` is
    the organisation that answers for it; `contact` a person, and `note` what colleagues wrote:
    both are shown to staff only. `place` holds blocks, streets or codes of areas; none: the whole
    area. It runs from `first` up to and including `last` (None: not known, or no end). `cost` is
    in euros of `price_year`, spread evenly over its months; `money` says who pays. `evidence` are
    keys of the library.
    """

    id: str
    name: str
    theme: Theme
    nature: Nature
    kind: str = ""
    aim: str = ""
    goal: str = ""
    indicator: str = ""
    also: tuple[Theme, ...] = ()
    owner: str = ""
    contact: str = ""
    partners: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    first: Month | None = None
    last: Month | None = None
    cost: float | None = None
    price_year: int | None = None
    money: str = ""
    status: Status = Status.PLANNED
    evidence: tuple[str, ...] = ()
    note: str = ""

    def runs(self, month: Month) -> bool:
        """Return whether it runs in a month and can be reckoned with."""
        if not self.status.counts or self.first is None or month < self.first:
            return False
        return self.last is None or month <= self.last

    def covers(self, names: Collection[str], area: str = "") -> bool:
        """Return whether a home lies where the measure is.

        `names` are those by which the home's place is known (`names_of`), `area` the code of the
        area in which it lies: a measure for a larger area covers it. Where that is not known, a
        measure for an area covers nothing.
        """
        return not self.place or any(_lies_in(names, place, area) for place in self.place)

    def cost_by_year(self) -> Mapping[int, float] | None:
        """Return its cost a calendar year, in euros of its price year; None where not known."""
        if self.cost is None or self.first is None or self.last is None:
            return None
        months = [self.first.plus(n) for n in range(self.last.since(self.first) + 1)]
        years = [month.year for month in months]
        return {y: self.cost * years.count(y) / len(years) for y in sorted(set(years))}


def _lies_in(names: Collection[str], place: str, area: str) -> bool:
    return place.casefold() in names or (bool(area) and is_area(place) and within(area, place))


def names_of(home: Home, neighbourhood: Neighbourhood) -> frozenset[str]:
    """Return the names by which the place of a home is known: its street and its block's."""
    names = {home.street}
    if home.block is not None:
        names |= {home.block, neighbourhood.block_of[home.block].name}
    return frozenset(name.casefold() for name in names if name)


def is_area(place: str) -> bool:
    """Return whether the name of a place is the code of an area."""
    return level_of(place) is not Level.OTHER


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: `indicator` at `target` in `year`, as `source` has laid down.

    `target` and `year` are None where nobody has said how much, or by when.
    """

    id: str
    name: str
    theme: Theme
    indicator: str = ""
    target: float | None = None
    year: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Programme:
    """The measures of an area with their goals, in the order of their files.

    `area` is the code of the area, "" where it has none. `synthetic` says what is made up.
    """

    name: str
    measures: tuple[Measure, ...]
    goals: tuple[Goal, ...] = ()
    area: str = ""
    organisation: str = ""
    synthetic: str = ""

    @cached_property
    def goal_of(self) -> dict[str, Goal]:
        """Goals by id."""
        return {goal.id: goal for goal in self.goals}

    @property
    def months(self) -> tuple[Month, Month] | None:
        """The first and last month that any measure names; None when none does."""
        named = [m for one in self.measures for m in (one.first, one.last) if m is not None]
        return (min(named), max(named)) if named else None

    def on(self, theme: Theme) -> Iterator[Measure]:
        """Yield the measures for which this is the main theme."""
        return (measure for measure in self.measures if measure.theme is theme)

    def unknown_places(self, neighbourhood: Neighbourhood) -> Iterator[tuple[Measure, str]]:
        """Yield each place of a measure in which no home of the neighbourhood can be placed."""
        names = frozenset().union(*(names_of(home, neighbourhood) for home in neighbourhood.homes))
        for measure in self.measures:
            for place in measure.place:
                if not _lies_in(names, place, self.area):
                    yield measure, place
