"""What the page for a residents' meeting tells of a scenario, counted; nothing in words yet.

The page is public: what is about fewer than ten households, or ties, is not known to it (C7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hecht.design.catalogue import catalogue
from hecht.design.comparison import Compared, Difference, difference
from hecht.neighbourhood import Neighbourhood, ReturnWish, Stage, Tenure, Works
from hecht.neighbourhood.public_space import SpaceKind
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import Value
from hecht.outcomes.places import Places, places
from hecht.outcomes.ties import measure_ties, tie_fates
from hecht.planning.plan import Plan

LEAST = Audience.PUBLIC.threshold
"""The fewest households, or ties, of whom anything is told."""

STAYING = "live_here_wishing"

PLACES = {
    SpaceKind.PLAYGROUND: "playground_within_200",
    SpaceKind.MEETING_PLACE: "meeting_place_within_200",
}
"""Places of which the page tells whether more or fewer homes are near one, and by which figure."""

NOTICED = 0.05
"""The least share of the homes for which a place must come nearer, or go, to be told."""


@dataclass(frozen=True, slots=True)
class OfTen:
    """`part` of `whole`, to be told as so many of ten."""

    part: int
    whole: int

    @property
    def hidden(self) -> bool:
        """Return whether the group is too small to be told of (C7), or there is none."""
        return self.whole < LEAST

    @property
    def tenths(self) -> int:
        """Return the nearest whole number of ten, halves up."""
        return (20 * self.part + self.whole) // (2 * self.whole)

    @property
    def almost(self) -> bool:
        """Return whether it is told as ten or none of ten but is a little less or more."""
        return (self.tenths == 10 and self.part < self.whole) or (self.tenths == 0 < self.part)


@dataclass(frozen=True, slots=True)
class Moving:
    """Who must move of those who do not wish to leave, and who of them more than once.

    `most` is the most moves of one household.
    """

    must: OfTen
    more: OfTen
    most: int


@dataclass(frozen=True, slots=True)
class WorksTime:
    """The first month of works and the month in which the last are finished."""

    first: int
    finish: int


@dataclass(frozen=True, slots=True)
class HomesChange:
    """The homes that stand today and afterwards, and those of the latter that are new."""

    today: int
    after: int
    new: int


@dataclass(frozen=True, slots=True)
class RentRise:
    """Whose rent rises, and by how much on average, in euros a month (None: too few to tell)."""

    risen: OfTen
    mean: float | None


@dataclass(frozen=True, slots=True)
class GreenChange:
    """Green in m2 for each home, today and afterwards; places that are near more or fewer homes."""

    today: float | None
    after: float | None
    nearer: tuple[SpaceKind, ...]
    farther: tuple[SpaceKind, ...]


def staying(plan: Plan) -> OfTen:
    """Count who lives here in the end, of those who wish to stay or to return."""
    here, where = plan.neighbourhood, _places(plan)
    wishing = [h for h in here.households if h.wish is ReturnWish.RETURN]
    return OfTen(sum(where.ends_inside(household) for household in wishing), len(wishing))


def moving(plan: Plan) -> Moving:
    """Count who must move since the home is demolished or emptied, and who more than once."""
    here, where = plan.neighbourhood, _places(plan)
    asked = [h for h in here.households if h.wish is not ReturnWish.ELSEWHERE]
    moves = [len(where.moves.get(h.id, ())) for h in asked if here.is_affected(h)]
    return Moving(
        OfTen(sum(count > 0 for count in moves), len(asked)),
        OfTen(sum(count > 1 for count in moves), len(asked)),
        max(moves, default=0),
    )


def ties(plan: Plan) -> OfTen:
    """Count the ties that are near today and afterwards, among those who do not wish to leave."""
    here, where = plan.neighbourhood, _places(plan)
    found = measure_ties(here, where, tie_fates(here, where))
    return OfTen(found.kept_staying, found.near_at_start_staying)


def _places(plan: Plan) -> Places:
    return places(plan.neighbourhood, plan.course)


def works_time(plan: Plan) -> WorksTime | None:
    """Return when the works are; None when there are none."""
    starts = plan.course.starts
    found = [
        (starts[block.id], starts[block.id] + block.duration)
        for block in plan.neighbourhood.blocks
        if block.has_works and block.id in starts
    ]
    if not found:
        return None
    return WorksTime(min(first for first, _ in found), max(finish for _, finish in found))


def homes_change(here: Neighbourhood) -> HomesChange:
    """Count the permanent homes."""
    today = [home for home in here.homes if home.stage is Stage.EXISTING]
    gone = sum(
        home.block is not None and here.block_of[home.block].works is Works.REBUILD
        for home in today
    )
    new = sum(home.stage is Stage.NEW for home in here.homes)
    return HomesChange(len(today), len(today) - gone + new, new)


def rent_rise(one: Compared) -> RentRise | None:
    """Return whose rent rises; None when the rents are not known, or of too few households."""
    risen, whole = one.value("rents_risen").value, _paying(one.plan)
    if risen is None or whole < LEAST:
        return None
    step = one.value("mean_rent_step").value
    return RentRise(OfTen(round(risen), whole), step if risen >= LEAST else None)


def _paying(plan: Plan) -> int:
    """Count the households that pay rent in a permanent home inside in the end."""
    return sum(home.tenure is not Tenure.OWNED for home in _places(plan).final.values())


def green_change(one: Compared) -> GreenChange:
    """Return what becomes of the green and of the places to play and meet."""
    nearer: list[SpaceKind] = []
    farther: list[SpaceKind] = []
    for kind, name in PLACES.items():
        today, after = _today(one, name), one.value(name).value
        if today is not None and after is not None and abs(after - today) >= NOTICED:
            (nearer if after > today else farther).append(kind)
    return GreenChange(
        _today(one, "green_per_home"),
        one.value("green_per_home").value,
        tuple(nearer),
        tuple(farther),
    )


def _today(one: Compared, figure: str) -> float | None:
    found = one.outcomes.today.get(figure)
    return None if found is None else found.value


def for_residents(one: Compared) -> Compared:
    """Return a scenario of which the figures of small groups are not known (C7).

    Who lives here on is counted where it was not: it differs between seeds as who returns does,
    since who need not move stays.
    """
    small: list[str] = []
    people = staying(one.plan)
    if one.value(STAYING).value is None:
        one = _with_staying(one, people)
    if people.hidden:
        small += [STAYING]
    if moving(one.plan).must.hidden:
        small += ["households_affected", "moves", "months_temporary"]
    if ties(one.plan).hidden:
        small += ["ties_kept_staying", "ties_kept_staying_count", "alone"]
    if _paying(one.plan) < LEAST:
        small += ["rents_risen", "mean_rent", "mean_rent_step"]
    hidden = Value.unknown(f"hidden: it is about fewer than {LEAST} households or ties")
    after = {**one.outcomes.after, **dict.fromkeys(small, hidden)}
    return replace(one, outcomes=replace(one.outcomes, after=after))


def _with_staying(one: Compared, people: OfTen) -> Compared:
    after = {**one.outcomes.after, STAYING: Value(float(people.part))}
    spread = dict(one.spread)
    returned = one.value("returned_of_wishing").value
    if returned is not None and "returned_of_wishing" in spread:
        low, high = (people.part - returned + end for end in spread["returned_of_wishing"])
        spread[STAYING] = low, high
    return replace(one, outcomes=replace(one.outcomes, after=after), spread=spread)


def differs(name: str, first: Compared, other: Compared) -> Difference | None:
    """Return how a figure differs; None when it is not known."""
    return difference(catalogue()[name], first, other)


def whole_of(figure: str, first: Compared, other: Compared) -> float:
    """Return beside what a difference in a figure is large or small; more than 0.

    For figures of households and moves the households, for ties the ties near today, for months
    in temporary homes a year of each household, for homes those of today, for months of works the
    months planned; else the larger value.
    """
    here = first.plan.neighbourhood
    households = float(len(here.households))
    whole = {
        "live_here_wishing": households,
        "households_affected": households,
        "alone": households,
        "moves": households,
        "months_temporary": 12 * households,
        "ties_kept_staying_count": float(ties(first.plan).whole),
        "homes_added": float(homes_change(here).today),
        "duration_months": float(here.project.horizon),
    }.get(figure)
    if whole is None:
        whole = max(abs(one.value(figure).value or 0.0) for one in (first, other))
    return whole or 1.0


def most_different(compared: Sequence[Compared], names: Sequence[str], most: int) -> list[int]:
    """Return which scenarios (by number, in order) to show: the first, and those unlike it.

    Each further one is the one that differs most from the nearest of those already taken. How
    much two differ is the sum over the figures of the real differences, each beside the range
    of its figure over all scenarios.
    """
    ranges = {name: _range(name, compared) for name in names}
    taken = [0]
    while len(taken) < min(most, len(compared)):
        rest = [number for number in range(len(compared)) if number not in taken]
        taken.append(
            max(
                rest,
                key=lambda number: (
                    min(_apart(compared[number], compared[t], ranges) for t in taken),
                    -number,
                ),
            )
        )
    return sorted(taken)


def _range(name: str, compared: Sequence[Compared]) -> float:
    known = [value for one in compared if (value := one.value(name).value) is not None]
    return max(known, default=0.0) - min(known, default=0.0)


def _apart(one: Compared, other: Compared, ranges: Mapping[str, float]) -> float:
    total = 0.0
    for name, size in ranges.items():
        found = differs(name, one, other)
        if found is not None and found.real and size > 0:
            total += abs(found.amount) / size
    return total
