"""Rule 7: who wishes to return leaves only if that is unavoidable, and then the plan says why.

A leave is avoidable when, with everybody else's itinerary as it is, a home that suits stands
empty from some month on and the household could have gone there: directly, or through a
temporary home that is empty for the whole gap.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hecht.neighbourhood import Home, Household, ReturnWish, Stage, StayKind
from hecht.planning.check.facts import Facts
from hecht.planning.check.fitting import rooms_least
from hecht.planning.check.violation import Violation

NEVER = 1 << 30


def unforced_leaves(facts: Facts) -> Iterator[Violation]:
    """Yield each household that wished to return and leaves without reason or need."""
    gone = [
        one
        for one in facts.neighbourhood.households
        if one.wish is ReturnWish.RETURN and facts.stays[one.id] and not facts.ends_inside(one.id)
    ]
    if not gone:
        return
    chances = _Chances(facts)
    for household in gone:
        month = facts.stays[household.id][-1].end
        if not facts.course.reasons.get(household.id, "").strip():
            text = f"household {household.id} wished to return, does not, and no reason is given"
            yield Violation(7, text, household.id, household.home, month=month)
        way = chances.of(household)
        if way:
            text = f"household {household.id} wished to return and could have: {way}"
            yield Violation(7, text, household.id, household.home, month=month)


class _Chances:
    """Where homes stand empty; arrays have one element for each home, in the order of the file."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.homes: tuple[Home, ...] = facts.neighbourhood.homes
        homes = self.homes
        self.place = {home.id: index for index, home in enumerate(homes)}
        self.rooms = np.array([home.rooms for home in homes])
        self.floor = np.array([home.floor for home in homes])
        self.adapted = np.array([home.accessible for home in homes], dtype=bool)
        self.stairs = np.array(
            [home.floor != 0 and not home.lift and not home.accessible for home in homes],
            dtype=bool,
        )
        # An unknown rent excludes nobody.
        self.rent = np.array([_rent(home) for home in homes], dtype=float)
        self.is_new = np.array([home.stage is Stage.NEW for home in homes], dtype=bool)
        # A leaver's own stays need no exception: none of them ends after it left.
        self.free_for_good = np.array([_free_for_good(facts, home) for home in homes])
        self.shut = self._shut_before()

    def _shut_before(self) -> NDArray[np.int32]:
        """Return for each home and month how many earlier months it was taken or unusable."""
        horizon = self.facts.horizon
        shut = np.ones((len(self.homes), horizon), dtype=bool)
        for index, home in enumerate(self.homes):
            for begin, end in self.facts.usable(home):
                shut[index, begin:end] = False
            for stay in self.facts.stays_in.get(home.id, ()):
                shut[index, max(0, stay.start) : max(0, stay.end)] = True
        result = np.zeros((len(self.homes), horizon + 1), dtype=np.int32)
        np.cumsum(shut, axis=1, out=result[:, 1:])
        return result

    def of(self, household: Household) -> str:
        """Return in words how a household that leaves could have stayed; empty: it could not."""
        facts = self.facts
        leave = self._could_stay_until(household)
        if leave >= facts.horizon and facts.stays[household.id][-1].kind is StayKind.START:
            return f"its own home {household.home} stays empty after it"
        arrive = np.maximum(self.free_for_good, facts.first_move)
        arrive[~self._suits(household) | (arrive >= facts.horizon)] = NEVER
        if not arrive.size:
            return ""
        best = int(arrive.argmin())
        if arrive[best] <= leave:
            home = self.homes[best].id
            return f"home {home} suits and is empty from {facts.when(int(arrive[best]))} on"
        return self._through_temporary(household, leave, best, int(arrive[best]))

    def _through_temporary(self, household: Household, leave: int, goal: int, arrive: int) -> str:
        facts = self.facts
        if arrive == NEVER or leave < facts.first_move:
            return ""
        lived = sum(
            stay.end - stay.start
            for stay in facts.stays[household.id]
            if stay.kind is StayKind.TEMPORARY
        )
        if lived + arrive - leave > facts.policy.temporary_months_max:
            return ""
        # The soonest goal leaves the shortest gap: if no home bridges that, none bridges another.
        empty = (self.shut[:, arrive] == self.shut[:, leave]) & ~self.is_new
        bridges = np.flatnonzero(empty & self._suits_for_a_while(household))
        if not bridges.size:
            return ""
        return (
            f"temporary home {self.homes[int(bridges[0])].id} is empty from {facts.when(leave)} "
            f"until home {self.homes[goal].id}, which suits, is empty from {facts.when(arrive)} on"
        )

    def _could_stay_until(self, household: Household) -> int:
        """Return when it had to go: later than it went, if its own home stood empty after it."""
        last = self.facts.stays[household.id][-1]
        month = min(last.end, self.facts.horizon)
        if last.kind is not StayKind.START:
            return month
        taken = self.shut[self.place[last.home]]
        while month < self.facts.horizon and taken[month + 1] == taken[month]:
            month += 1
        return month

    def _within_reach(self, household: Household) -> NDArray[np.bool_]:
        reach = np.ones(len(self.homes), dtype=bool)
        if household.accessible:
            reach &= self.adapted
        if household.step_free:
            reach &= ~self.stairs
        if household.floor_max is not None:
            reach &= self.floor <= household.floor_max
        return reach

    def _suits(self, household: Household) -> NDArray[np.bool_]:
        suits = self._within_reach(household) & (self.rooms >= rooms_least(household))
        if household.rooms_max is not None:
            suits &= self.rooms <= household.rooms_max
        if household.rent_max is not None:
            suits &= self.rent <= household.rent_max
        return suits

    def _suits_for_a_while(self, household: Household) -> NDArray[np.bool_]:
        least = max(1, rooms_least(household) - self.facts.policy.temporary_rooms_slack)
        return self._within_reach(household) & (self.rooms >= least)


def _rent(home: Home) -> float:
    rent = home.rent_after if home.rent_after is not None else home.rent
    return -1.0 if rent is None else rent


def _free_for_good(facts: Facts, home: Home) -> int:
    """Return from which month on a home is a final home in which nobody lives any more."""
    lasting = facts.lasting(home)
    if lasting is None:
        return NEVER
    return max(lasting[0], *(stay.end for stay in facts.stays_in.get(home.id, ())), 0)
