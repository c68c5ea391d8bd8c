"""A small, slow planner for tests: blocks one after another, everyone out and back, no search.

It is plain on purpose. Months are looked up one by one, nothing is shared with the package's own
rules, and a course it makes obeys every hard rule except accepted promises, which it ignores.
"""

from __future__ import annotations

from fractions import Fraction

from hecht.neighbourhood import (
    Block,
    Course,
    Home,
    Household,
    Neighbourhood,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
    Works,
)

EMPTYING = (Works.REBUILD, Works.RENOVATE_EMPTY)


def first_move(neighbourhood: Neighbourhood) -> int:
    """Return the first month in which anyone may be asked to move."""
    start = neighbourhood.project.start
    told = neighbourhood.project.announced or start
    months = (told.year - start.year) * 12 + told.number - start.number
    return max(0, months + neighbourhood.policy.notice_months)


def block_of(neighbourhood: Neighbourhood, home: Home) -> Block | None:
    """Return the block in which a home lies, if any."""
    return next((block for block in neighbourhood.blocks if block.id == home.block), None)


def affected(neighbourhood: Neighbourhood, household: Household) -> bool:
    """Return whether the household's home is demolished or emptied."""
    block = block_of(neighbourhood, neighbourhood.home_of[household.home])
    return block is not None and block.works in EMPTYING


def usable(neighbourhood: Neighbourhood, home: Home, starts: dict[str, int]) -> set[int]:
    """Return the months of the horizon in which a home can be lived in."""
    horizon = neighbourhood.project.horizon
    block = block_of(neighbourhood, home)
    if home.stage is Stage.TEMPORARY:
        until = horizon if home.available_until is None else min(horizon, home.available_until)
        return set(range(max(0, home.available_from or 0), until))
    if block is None or (home.stage is Stage.EXISTING and block.works not in EMPTYING):
        return set(range(horizon))
    begin = starts[block.id]
    after = set(range(begin + block.duration, horizon))
    if home.stage is Stage.NEW:
        return after
    before = set(range(begin))
    return before if block.works is Works.REBUILD else before | after


def permanent_from(neighbourhood: Neighbourhood, home: Home, starts: dict[str, int]) -> int | None:
    """Return the month from which a home can be somebody's final home; None: never."""
    block = block_of(neighbourhood, home)
    if home.stage is Stage.TEMPORARY:
        return None
    if block is None:
        return 0
    if home.stage is Stage.EXISTING:
        if block.works is Works.REBUILD:
            return None
        if block.works is not Works.RENOVATE_EMPTY:
            return 0
    return starts[block.id] + block.duration


def _reaches(household: Household, home: Home) -> bool:
    no_stairs = home.floor == 0 or home.lift or home.accessible
    return (
        (home.accessible or not household.accessible)
        and (no_stairs or not household.step_free)
        and (household.floor_max is None or home.floor <= household.floor_max)
    )


def rooms_least(household: Household) -> int:
    """Return the least rooms: stated, or a living room and a bedroom for every two persons."""
    return 1 + (household.size + 1) // 2 if household.rooms_min is None else household.rooms_min


def fits(household: Household, home: Home) -> bool:
    """Return whether a home suits as a final home."""
    rent = home.rent_after if home.rent_after is not None else home.rent
    return (
        home.rooms >= rooms_least(household)
        and (household.rooms_max is None or home.rooms <= household.rooms_max)
        and (household.rent_max is None or rent is None or rent <= household.rent_max)
        and _reaches(household, home)
    )


def fits_for_a_while(neighbourhood: Neighbourhood, household: Household, home: Home) -> bool:
    """Return whether a home suits as a temporary home."""
    least = rooms_least(household) - neighbourhood.policy.temporary_rooms_slack
    return home.rooms >= max(1, least) and _reaches(household, home)


def spending(neighbourhood: Neighbourhood, starts: dict[str, int]) -> dict[int, Fraction]:
    """Return the euros spent in each calendar year, month by month."""
    spent: dict[int, Fraction] = {}
    for block in neighbourhood.blocks:
        if block.cost is None or block.works is Works.KEEP or block.id not in starts:
            continue
        for month in range(starts[block.id], starts[block.id] + block.duration):
            year = neighbourhood.project.start.plus(month).year
            spent[year] = spent.get(year, Fraction(0)) + Fraction(block.cost) / block.duration
    return spent


def one_after_another(neighbourhood: Neighbourhood) -> dict[str, int]:
    """Return a calendar in which each block's works start when those of the one before are done.

    Obeys notice, precedence, earliest dates and the yearly budget; latest dates and the horizon
    are not looked at. A block in which somebody lives never starts in month 0, because an
    itinerary begins with at least a month in the own home.
    """
    waiting = [block for block in neighbourhood.blocks if block.works is not Works.KEEP]
    lived_in = {neighbourhood.home_of[one.home].block for one in neighbourhood.households}
    budget = neighbourhood.capacity.budget_per_year
    starts: dict[str, int] = {}
    clock = 0
    while waiting:
        ready = [block for block in waiting if all(one in starts for one in block.after)]
        if not ready:
            raise ValueError("the blocks wait for each other in a circle")
        block = ready[0]
        month = max(clock, block.earliest or 0)
        if block.works in EMPTYING and block.id in lived_in:
            month = max(month, first_move(neighbourhood), 1)
        while budget is not None and any(
            spent > Fraction(budget)
            for spent in spending(neighbourhood, starts | {block.id: month}).values()
        ):
            month += 1
            if month > clock + 1200:
                raise ValueError(f"block {block.id} alone costs more than the yearly budget")
        starts[block.id] = month
        clock = month + block.duration
        waiting.remove(block)
    return {block.id: starts[block.id] for block in neighbourhood.blocks if block.id in starts}


class Diary:
    """Who lives where in which month."""

    def __init__(self, neighbourhood: Neighbourhood, starts: dict[str, int]) -> None:
        self.neighbourhood = neighbourhood
        self.starts = starts
        self.horizon = neighbourhood.project.horizon
        self.taken: dict[tuple[str, int], str] = {}
        self.stays: list[Stay] = []
        self.usable = {home.id: usable(neighbourhood, home, starts) for home in neighbourhood.homes}

    def add(self, household: str, home: str, start: int, end: int, kind: StayKind) -> None:
        """Write down a stay."""
        self.stays.append(Stay(household, home, start, end, kind))
        for month in range(start, end):
            self.taken[home, month] = household

    def free(self, home: str, start: int, end: int) -> bool:
        """Return whether a home can be lived in and nobody does, in all these months."""
        return all(
            month in self.usable[home] and (home, month) not in self.taken
            for month in range(start, end)
        )

    def free_from(self, home: Home) -> int | None:
        """Return the first month from which a home is free for good; None: there is none."""
        ready = permanent_from(self.neighbourhood, home, self.starts)
        if ready is None:
            return None
        month = max(ready, first_move(self.neighbourhood))
        while month < self.horizon:
            if self.free(home.id, month, self.horizon):
                return month
            month += 1
        return None


def _way_back(diary: Diary, household: Household, out: int) -> tuple[Home, int, Home | None] | None:
    """Return the earliest final home, its month, and the temporary home until then, if any."""
    neighbourhood = diary.neighbourhood
    goals = []
    for place, home in enumerate(neighbourhood.homes):
        month = diary.free_from(home)
        if month is not None and fits(household, home):
            goals.append((max(month, out), home.id != household.home, place, home))
    for month, _, _, home in sorted(goals, key=lambda goal: goal[:3]):
        if month >= diary.horizon:
            continue
        if month == out:
            return home, month, None
        if month - out > neighbourhood.policy.temporary_months_max:
            continue
        for between in neighbourhood.homes:
            if (
                between.stage is not Stage.NEW
                and fits_for_a_while(neighbourhood, household, between)
                and diary.free(between.id, out, month)
            ):
                return home, month, between
    return None


def simple_course(neighbourhood: Neighbourhood) -> Course:
    """Return a course that obeys every hard rule but accepted promises (see the module)."""
    starts = one_after_another(neighbourhood)
    diary = Diary(neighbourhood, starts)
    horizon = neighbourhood.project.horizon
    out: dict[str, int] = {}
    for one in neighbourhood.households:
        end = horizon
        if affected(neighbourhood, one):
            end = starts[neighbourhood.home_of[one.home].block or ""]
        if one.wish is ReturnWish.ELSEWHERE and one.leaves is not None:
            end = min(end, one.leaves)
        out[one.id] = end
        diary.add(one.id, one.home, 0, end, StayKind.START)
    reasons: dict[str, str] = {}
    for one in sorted(neighbourhood.households, key=lambda one: out[one.id]):
        if out[one.id] == horizon or one.wish is ReturnWish.ELSEWHERE:
            continue
        way = _way_back(diary, one, out[one.id])
        if way is None:
            if one.wish is ReturnWish.RETURN:
                reasons[one.id] = "no home that suits is free in time"
            continue
        home, month, between = way
        if between is not None:
            diary.add(one.id, between.id, out[one.id], month, StayKind.TEMPORARY)
        diary.add(one.id, home.id, month, horizon, StayKind.FINAL)
    order = {one.id: place for place, one in enumerate(neighbourhood.households)}
    stays = sorted(diary.stays, key=lambda stay: (order[stay.household], stay.start))
    return Course(horizon, starts, tuple(stays), reasons)
