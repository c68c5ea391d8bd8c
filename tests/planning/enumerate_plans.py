"""The best plan of a tiny neighbourhood, found by trying all of them.

Every calendar and every combination of itineraries is tried, cut short only where even the best
imaginable rest of a plan could not beat the best one found. Within the conventions of the
planner: who goes elsewhere leaves when it said or when the works start; a household whose home
is left alone stays, unless it wished for a home, block, street or type; a household whose home
is renovated gets it back, unless it does not suit or it wished for something else; nobody leaves
a final home; and there are at most two temporary homes in a row. A leave, a move to a temporary
home and a move to a final home may be in any month. Meant for up to four households, three
blocks and some fifteen months.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from hecht.neighbourhood import (
    Course,
    Household,
    Neighbourhood,
    PromiseStatus,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
    Tie,
    WishKind,
    Works,
)
from hecht.neighbourhood.distance import closeness_permille, near
from hecht.outcomes import score
from hecht.planning.check import check
from tests.simple_planner import (
    affected,
    first_move,
    fits,
    fits_for_a_while,
    permanent_from,
    simple_course,
    usable,
)

Itinerary = tuple[Stay, ...]


@dataclass(frozen=True)
class Best:
    """The best score in thousandths of a point, a course that has it, and the courses scored."""

    score: int
    course: Course
    scored: int


def best_plan(neighbourhood: Neighbourhood) -> Best | None:
    """Return the best of all plans that break no rule; None when there is none."""
    return _Search(neighbourhood).run()


def beyond_score(
    neighbourhood: Neighbourhood, score: int, among: Iterable[dict[str, int]]
) -> Course | None:
    """Return a plan with one of these calendars that scores more than that; None: there is none.

    Any home that suits may be the final one here, for a household whose home is renovated too.
    """
    search = _Search(neighbourhood, tenancy=False)
    nothing = Course(search.horizon, {}, ())
    search.best = Best(score, nothing, 0)
    for starts in among:
        search._calendar(starts)
        if search.best.course is not nothing:
            return search.best.course
    return None


def calendars(neighbourhood: Neighbourhood) -> Iterator[dict[str, int]]:
    """Yield every calendar that keeps to rule 6, those that are finished soonest first."""
    works = [block for block in neighbourhood.blocks if block.works is not Works.KEEP]
    horizon = neighbourhood.project.horizon
    months = [range(block.earliest or 0, horizon - block.duration + 1) for block in works]
    names = [block.id for block in works]
    done = [block.duration for block in works]
    for chosen in sorted(
        product(*months),
        key=lambda chosen: max((s + d for s, d in zip(chosen, done, strict=True)), default=0),
    ):
        starts = dict(zip(names, chosen, strict=True))
        if not any(one.rule == 6 for one in check(neighbourhood, Course(horizon, starts, ()))):
            yield starts


class _Search:
    """One search through all plans of a neighbourhood."""

    def __init__(self, neighbourhood: Neighbourhood, *, tenancy: bool = True) -> None:
        self.tenancy = tenancy
        self.neighbourhood = neighbourhood
        self.horizon = neighbourhood.project.horizon
        self.best: Best | None = None
        self.scored = 0
        self.pairs: dict[tuple[int, str, str], int] = {}
        policy = neighbourhood.policy
        # Rounding down item by item can make a score a little higher than its parts in points.
        self.slack = 1000 + round(policy.points_group * 1000) * len(neighbourhood.groups)
        self.ceiling = self._ceiling()

    def run(self) -> Best | None:
        """Try every calendar, beginning with a plan that is known to be sound, if there is one."""
        course = simple_course(self.neighbourhood)
        if not check(self.neighbourhood, course):
            self.best = Best(score(self.neighbourhood, course), course, 0)
        for starts in calendars(self.neighbourhood):
            self._calendar(starts)
        return None if self.best is None else replace(self.best, scored=self.scored)

    def _ceiling(self) -> float:
        """Return what nobody's plan can exceed: every household and tie at its very best."""
        households = self.neighbourhood.households
        ends = {one.id: self._any_end(one) for one in households}
        alone = sum(max(self._earned(one, end) for end in ends[one.id]) for one in households)
        return alone * 1000 + self._together(ends) + self.slack

    def _any_end(self, household: Household) -> set[str]:
        """Return every home in which a household can end with some calendar, and a leave."""
        if household.wish is ReturnWish.ELSEWHERE:
            return {"", household.home}
        starts = {block.id: 0 for block in self.neighbourhood.blocks}
        lasting = {
            home.id
            for home in self.neighbourhood.homes
            if permanent_from(self.neighbourhood, home, starts) is not None
            and _may_end_in(self.neighbourhood, household, home.id, self.tenancy)
        }
        if not affected(self.neighbourhood, household):
            lasting.add(household.home)
        return {"", *lasting}

    def _calendar(self, starts: dict[str, int]) -> None:
        blocks = self.neighbourhood.block_of
        months = max((month + blocks[name].duration for name, month in starts.items()), default=0)
        lost = months * self.neighbourhood.policy.points_duration_month * 1000
        room = self.ceiling - lost - (-float("inf") if self.best is None else self.best.score)

        def worthwhile(stays: Itinerary) -> bool:
            return self._spent(stays, leaves=False) * 1000 < room

        options: dict[str, list[tuple[float, Itinerary]]] = {}
        for household in self.neighbourhood.households:
            mine = [
                (self._price(household, one), one)
                for one in itineraries(
                    self.neighbourhood, household, starts, worthwhile, tenancy=self.tenancy
                )
            ]
            if not mine:
                return
            options[household.id] = sorted(mine, key=lambda option: option[0])
        ends = {name: {self._end(one) for _, one in mine} for name, mine in options.items()}
        names = sorted(options, key=lambda name: len(options[name]))
        self._place(starts, names, options, ends, {}, set(), lost)

    def _end(self, stays: Itinerary) -> str:
        """Return the home in which an itinerary ends; empty when it ends with a leave."""
        return stays[-1].home if stays[-1].end == self.horizon else ""

    def _price(self, household: Household, stays: Itinerary) -> float:
        """Return what an itinerary costs by itself, less what it earns, in thousandths."""
        end = self._end(stays)
        return (self._spent(stays, leaves=not end) - self._earned(household, end)) * 1000

    def _earned(self, household: Household, end: str) -> float:
        """Return the points of returning and of the dearest wish that is met, with this end."""
        if not end:
            return 0.0
        policy, home = self.neighbourhood.policy, self.neighbourhood.home_of[end]
        returning = {
            ReturnWish.RETURN: policy.points_return,
            ReturnWish.UNDECIDED: policy.points_undecided,
            ReturnWish.ELSEWHERE: 0.0,
        }[household.wish]
        met = [
            policy.points_wish / 2 ** (wish.rank - 1)
            for wish in self.neighbourhood.wishes
            if wish.household == household.id
            and wish.kind is not WishKind.HOUSEHOLD
            and wish.value in (home.id, home.block, home.street, home.type)
        ]
        return returning + max(met, default=0.0)

    def _spent(self, stays: Itinerary, leaves: bool) -> float:
        """Return the points lost to moves after the first and to months in temporary homes."""
        policy = self.neighbourhood.policy
        extra = max(0, len(stays) - 2 + leaves)
        lost = extra * policy.points_extra_move
        euros = extra * policy.extra_move_cost
        for stay in stays:
            if stay.kind is StayKind.TEMPORARY:
                lost += (stay.end - stay.start) * policy.points_temporary_month
                if self.neighbourhood.home_of[stay.home].stage is Stage.TEMPORARY:
                    euros += (stay.end - stay.start) * policy.temporary_month_cost
        return lost + policy.points_cost * euros / 1000

    def _together(self, ends: dict[str, set[str]]) -> int:
        """Return the most that ties and wishes for each other can earn with these ends."""
        total = 0
        for number, tie in enumerate(self.neighbourhood.ties):
            total += max(
                self._tie(number, tie, one, other) for one in ends[tie.a] for other in ends[tie.b]
            )
        for wish in self.neighbourhood.wishes:
            if wish.kind is WishKind.HOUSEHOLD:
                possible = ends[wish.household] - {""} and ends[wish.value] - {""}
                each = round(self.neighbourhood.policy.points_wish * 1000) >> (wish.rank - 1)
                total += each if possible else 0
        return total

    def _tie(self, number: int, tie: Tie, one: str, other: str) -> int:
        """Return the most that a tie can earn with these two homes at the end."""
        key = (number, one, other)
        if key not in self.pairs:
            self.pairs[key] = self._tie_points(tie, one, other)
        return self.pairs[key]

    def _tie_points(self, tie: Tie, one: str, other: str) -> int:
        neighbourhood, policy = self.neighbourhood, self.neighbourhood.policy
        weight = neighbourhood.tie_weight(tie)
        points = policy.points_same_month
        if one and other:
            homes = neighbourhood.home_of[one], neighbourhood.home_of[other]
            points += policy.points_tie_near * near(*homes, policy)
            points += policy.points_tie_closeness * closeness_permille(*homes, policy) / 1000
        return round(points * weight * 1000) + 5

    def _place(
        self,
        starts: dict[str, int],
        names: list[str],
        options: dict[str, list[tuple[float, Itinerary]]],
        ends: dict[str, set[str]],
        chosen: dict[str, Itinerary],
        taken: set[tuple[str, int]],
        lost: float,
    ) -> None:
        if not names:
            self._finish(starts, chosen)
            return
        name, rest = names[0], sum(options[name][0][0] for name in names[1:])
        most: dict[str, int] = {}
        upper = self._together(ends) + self.slack
        for price, stays in options[name]:
            if self.best is not None and upper - lost - price - rest <= self.best.score:
                return
            end = self._end(stays)
            if end not in most:
                most[end] = self._together({**ends, name: {end}}) + self.slack
            if self.best is not None and most[end] - lost - price - rest <= self.best.score:
                continue
            months = {(stay.home, m) for stay in stays for m in range(stay.start, stay.end)}
            if taken.isdisjoint(months):
                self._place(
                    starts,
                    names[1:],
                    options,
                    {**ends, name: {end}},
                    {**chosen, name: stays},
                    taken | months,
                    lost + price,
                )

    def _finish(self, starts: dict[str, int], chosen: dict[str, Itinerary]) -> None:
        households = self.neighbourhood.households
        reasons = {
            one.id: "not possible"
            for one in households
            if one.wish is ReturnWish.RETURN and not self._end(chosen[one.id])
        }
        stays = tuple(stay for one in households for stay in chosen[one.id])
        course = Course(self.horizon, starts, stays, reasons)
        points = score(self.neighbourhood, course)
        self.scored += 1
        if (self.best is None or points > self.best.score) and not check(
            self.neighbourhood, course
        ):
            self.best = Best(points, course, 0)


def itineraries(
    neighbourhood: Neighbourhood,
    household: Household,
    starts: dict[str, int],
    worthwhile: Callable[[Itinerary], bool],
    *,
    tenancy: bool = True,
) -> list[Itinerary]:
    """Return every itinerary that one household can have by itself, given a calendar.

    Beginnings that are not `worthwhile` are not continued. Without `tenancy` a household whose
    home is renovated may get any home that suits.
    """
    horizon = neighbourhood.project.horizon
    stands = usable(neighbourhood, neighbourhood.home_of[household.home], starts)
    limit = next((month for month in range(horizon) if month not in stands), horizon)
    moved = affected(neighbourhood, household)

    def at_home(end: int) -> Stay:
        return Stay(household.id, household.home, 0, end, StayKind.START)

    if household.wish is ReturnWish.ELSEWHERE:
        end = limit if household.leaves is None else min(limit, household.leaves)
        return [(at_home(end),)] if end > 0 else []
    finals = [
        (home.id, ready)
        for home in neighbourhood.homes
        if (ready := permanent_from(neighbourhood, home, starts)) is not None
        and _may_end_in(neighbourhood, household, home.id, tenancy)
    ]
    between = [
        (home.id, usable(neighbourhood, home, starts))
        for home in neighbourhood.homes
        if home.stage is not Stage.NEW and fits_for_a_while(neighbourhood, household, home)
    ]
    result: list[Itinerary] = []
    if not moved:
        result.append((at_home(horizon),))
        if not _wished(neighbourhood, household):
            return result
    for out in range(max(1, first_move(neighbourhood)), min(limit, horizon - 1) + 1):
        before = (at_home(out),)
        if moved:
            result.append(before)
        result.extend(_onward(neighbourhood, finals, between, before, 2, worthwhile))
    return result


def _onward(
    neighbourhood: Neighbourhood,
    finals: list[tuple[str, int]],
    between: list[tuple[str, set[int]]],
    before: Itinerary,
    temporary: int,
    worthwhile: Callable[[Itinerary], bool],
) -> Iterator[Itinerary]:
    """Yield what can follow: a final home at once, or a temporary home and then onward."""
    horizon, last = neighbourhood.project.horizon, before[-1]
    for home, ready in finals:
        if ready <= last.end and home != last.home:
            yield (*before, Stay(last.household, home, last.end, horizon, StayKind.FINAL))
    if not temporary:
        return
    lived = sum(stay.end - stay.start for stay in before if stay.kind is StayKind.TEMPORARY)
    most = neighbourhood.policy.temporary_months_max - lived
    for home, months in between:
        end = last.end
        while home != last.home and end < horizon - 1 and end in months and end - last.end < most:
            end += 1
            stay = Stay(last.household, home, last.end, end, StayKind.TEMPORARY)
            if not worthwhile((*before, stay)):
                break
            yield from _onward(
                neighbourhood, finals, between, (*before, stay), temporary - 1, worthwhile
            )


def _wished(neighbourhood: Neighbourhood, household: Household) -> bool:
    """Return whether the household wished, or was promised, another place than its own."""
    wished = any(
        wish.household == household.id and wish.kind is not WishKind.HOUSEHOLD
        for wish in neighbourhood.wishes
    )
    return wished or any(
        promise.household == household.id and promise.status is PromiseStatus.ACCEPTED
        for promise in neighbourhood.promises
    )


def _may_end_in(
    neighbourhood: Neighbourhood, household: Household, name: str, tenancy: bool
) -> bool:
    if not fits(household, neighbourhood.home_of[name]):
        return False
    if not tenancy:
        return True
    own = neighbourhood.home_of[household.home]
    block = neighbourhood.block_of.get(own.block or "")
    tied = (
        block is not None
        and block.works is Works.RENOVATE_EMPTY
        and fits(household, own)
        and not _wished(neighbourhood, household)
    )
    return name == own.id or not tied
