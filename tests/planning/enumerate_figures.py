"""A plan beyond a claimed bound on a figure, looked for among all plans of a tiny neighbourhood.

Every combination of itineraries is tried, cut short only where even the best imaginable rest
would not go beyond the bound. The itineraries are those of `enumerate_plans`, and a household
whose home is renovated may get any home that suits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish, Stage, StayKind
from hecht.neighbourhood.distance import near
from hecht.planning.bounds import FigureBound, Sense
from hecht.planning.check import check
from tests.planning.enumerate_plans import Itinerary, itineraries
from tests.simple_planner import affected


@dataclass
class _Option:
    """One itinerary: what it adds to the figure (the more the further), and where it ends."""

    worth: int
    stays: Itinerary
    end: str


def beyond(
    neighbourhood: Neighbourhood, bound: FigureBound, among: Iterable[dict[str, int]]
) -> Course | None:
    """Return a plan with one of these calendars that goes beyond the bound; None: there is none."""
    for starts in among:
        found = _Hunt(neighbourhood, bound, starts).run()
        if found is not None:
            return found
    return None


class _Hunt:
    def __init__(
        self, neighbourhood: Neighbourhood, bound: FigureBound, starts: dict[str, int]
    ) -> None:
        self.n, self.bound, self.starts = neighbourhood, bound, starts
        self.horizon = neighbourhood.project.horizon
        sign = 1 if bound.sense is Sense.AT_MOST else -1
        self.goal = sign * bound.value
        self.ties = [
            (tie.a, tie.b)
            for tie in neighbourhood.ties
            if self._near(*(neighbourhood.household_of[x].home for x in (tie.a, tie.b)))
        ]
        if bound.figure != "ties_kept_count":
            self.ties = []

    def _near(self, one: str, other: str) -> bool:
        return near(self.n.home_of[one], self.n.home_of[other], self.n.policy)

    def run(self) -> Course | None:
        if self.bound.figure == "duration_months":
            done = [self.starts[b.id] + b.duration for b in self.n.blocks if b.id in self.starts]
            if max(done, default=0) >= self.bound.value:
                return None
        options: dict[str, list[_Option]] = {}
        for household in self.n.households:
            found = itineraries(self.n, household, self.starts, lambda stays: True, tenancy=False)
            mine = [self._option(stays) for stays in found]
            if not mine:
                return None
            options[household.id] = sorted(mine, key=lambda option: -option.worth)
        names = sorted(options, key=lambda name: len(options[name]))
        return self._place(names, options, {}, {}, 0)

    def _option(self, stays: Itinerary) -> _Option:
        last = stays[-1]
        end = last.home if last.end == self.horizon else ""
        household = self.n.household_of[last.household]
        moves = len(stays) - 1 + (not end)
        months = sum(s.end - s.start for s in stays if s.kind is StayKind.TEMPORARY)
        wishing = household.wish is ReturnWish.RETURN and affected(self.n, household)
        worth = {
            "moves": -moves,
            "months_temporary": -months,
            "returned_of_wishing": int(wishing and bool(end)),
        }
        return _Option(worth.get(self.bound.figure, 0), stays, end)

    def _place(
        self,
        names: list[str],
        options: dict[str, list[_Option]],
        chosen: dict[str, _Option],
        taken: dict[tuple[str, int], str],
        worth: int,
    ) -> Course | None:
        if not self._can_go_beyond(names, options, chosen, worth):
            return None
        if not names:
            return self._finish(chosen)
        name = names[0]
        for option in options[name]:
            months = [(s.home, m) for s in option.stays for m in range(s.start, s.end)]
            if any(month in taken for month in months):
                continue
            found = self._place(
                names[1:],
                options,
                {**chosen, name: option},
                {**taken, **dict.fromkeys(months, name)},
                worth + option.worth,
            )
            if found is not None:
                return found
        return None

    def _can_go_beyond(
        self,
        names: list[str],
        options: dict[str, list[_Option]],
        chosen: dict[str, _Option],
        worth: int,
    ) -> bool:
        wishing, undecided = self._away(chosen)
        if self.bound.returning is not None and wishing > self._most_away(ReturnWish.RETURN):
            return False
        if self.bound.undecided is not None and undecided > self._most_away(ReturnWish.UNDECIDED):
            return False
        figure = self.bound.figure
        if figure == "duration_months":
            return True
        if figure == "temporary_homes":
            return self._peak(chosen) < self.bound.value
        rest = sum(options[name][0].worth for name in names)
        ties = sum(
            a not in chosen
            or b not in chosen
            or bool(chosen[a].end and chosen[b].end and self._near(chosen[a].end, chosen[b].end))
            for a, b in self.ties
        )
        return worth + rest + ties > self.goal

    def _away(self, chosen: dict[str, _Option]) -> tuple[int, int]:
        gone = [
            self.n.household_of[name]
            for name, option in chosen.items()
            if not option.end and affected(self.n, self.n.household_of[name])
        ]
        return (
            sum(one.wish is ReturnWish.RETURN for one in gone),
            sum(one.wish is ReturnWish.UNDECIDED for one in gone),
        )

    def _most_away(self, wish: ReturnWish) -> int:
        asked = self.bound.returning if wish is ReturnWish.RETURN else self.bound.undecided
        there = sum(one.wish is wish and affected(self.n, one) for one in self.n.households)
        return there - (asked or 0)

    def _peak(self, chosen: dict[str, _Option]) -> int:
        lived = [0] * self.horizon
        for option in chosen.values():
            for stay in option.stays:
                if self.n.home_of[stay.home].stage is Stage.TEMPORARY:
                    for month in range(stay.start, stay.end):
                        lived[month] += 1
        return max(lived, default=0)

    def _finish(self, chosen: dict[str, _Option]) -> Course | None:
        reasons = {
            one.id: "not possible"
            for one in self.n.households
            if one.wish is ReturnWish.RETURN and not chosen[one.id].end
        }
        stays = tuple(stay for one in self.n.households for stay in chosen[one.id].stays)
        course = Course(self.horizon, self.starts, stays, reasons)
        return None if check(self.n, course) else course
