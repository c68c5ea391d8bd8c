"""Who would rather have whose home, and could they: counts for the public, ids for staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hecht.outcomes.disclosure import Audience, Breakdown, protect
from hecht.outcomes.returning import Share

if TYPE_CHECKING:
    from hecht.neighbourhood import Course, Household, Neighbourhood


@dataclass(frozen=True, slots=True)
class Envious:
    """One household that would rather have another's home.

    By its own points: its ties, wishes, months and moves, everybody else staying where they are.
    `wanted` counts the homes of others it would rather have; `suits` those of them that suit it;
    `in_time` those it could also come to within the rules of time; `could` those for which the
    two could exchange homes and no rule would be broken; `both` the exchanges by which the other
    would not lose. `whose` is the household of the best exchange within the rules ("" if there is
    none) and `gain` what it would bring this household, in thousandths of a point.
    """

    household: str
    wanted: int
    suits: int
    in_time: int
    could: int
    both: int
    whose: str
    gain: int


@dataclass(frozen=True)
class Envy:
    """The envy in a plan.

    `of`: the households that the plan gave a home. `households`: those of them that would rather
    have another's, in the neighbourhood's order. `by_size` of a household, see `protected`.
    """

    of: int
    households: tuple[Envious, ...]
    by_size: dict[str, Share]

    @property
    def wanting(self) -> int:
        """Return how many households would rather have another's home that suits them."""
        return sum(one.suits > 0 for one in self.households)

    @property
    def could(self) -> int:
        """Return how many of them could exchange with the other within the rules."""
        return sum(one.could > 0 for one in self.households)

    @property
    def both(self) -> int:
        """Return how many could exchange with somebody who would not lose by it."""
        return sum(one.both > 0 for one in self.households)

    def protected(self, audience: Audience) -> Breakdown:
        """Return, by size of household, how many could exchange for a home they would rather have.

        What must be hidden from this audience is (C7).
        """
        return protect(self.by_size, audience.threshold)


SIZES = {1: "1", 2: "2", 3: "3-4", 5: "5+"}
"""Sizes of household that are counted together, by the least size in them."""


def envy_of(neighbourhood: Neighbourhood, course: Course) -> Envy:
    """Return the envy in a course of this neighbourhood.

    Homes are compared with the calendar as it is and moves made when they are needed; which
    temporary home somebody gets is left out. Takes a time that grows with the square of the
    number of households.
    """
    import numpy as np

    from hecht.planning.attempt import new_scratch
    from hecht.planning.envy.kernel import compare_homes
    from hecht.planning.instance import compile_instance
    from hecht.planning.resume import state_of

    instance = compile_instance(neighbourhood)
    a, s = instance.arrays, state_of(instance, course)
    table = np.zeros((len(a.people), 7), dtype=np.int64)
    compare_homes(a, s, new_scratch(a), table)
    people = neighbourhood.households
    placed = [h for h in a.active.tolist() if s.home[h] >= 0]
    envious = []
    for h in placed:
        wanted, suits, in_time, could, both, whose, gain = (int(v) for v in table[h])
        if wanted:
            name = people[whose].id if whose >= 0 else ""
            envious.append(Envious(people[h].id, wanted, suits, in_time, could, both, name, gain))
    by_size = {
        name: Share(
            sum(bool(table[h, 3]) for h in placed if _size(people[h]) == least),
            sum(_size(people[h]) == least for h in placed),
        )
        for least, name in SIZES.items()
    }
    return Envy(len(placed), tuple(envious), by_size)


def _size(household: Household) -> int:
    return max(least for least in SIZES if least <= max(1, household.size))
