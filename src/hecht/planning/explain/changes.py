"""What differs between two courses of one neighbourhood, for each household and as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.neighbourhood import (
    Course,
    Household,
    Neighbourhood,
    ReturnWish,
    Stage,
    StayKind,
    WishKind,
)
from hecht.neighbourhood.distance import closeness_permille
from hecht.outcomes import measure
from hecht.outcomes.household import HouseholdOutcome, household_outcomes
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates

FIGURES = (
    "returned_of_wishing",
    "ties_kept_count",
    "separation_months",
    "alone",
    "moves",
    "months_temporary",
    "households_first_wish_met",
    "groups_together",
    "duration_months",
    "vacant_home_months",
)
"""The figures of which differences are told."""


@dataclass(frozen=True)
class Side:
    """What a course means for one household, as far as it is compared.

    `home` is its last home inside (None: it leaves), `out` the month of its first move and
    `arrive` that in which it is in its last home (None: it does not move). `temporary` names its
    temporary homes in order. `kept` counts the ties that are near at the start and at the end,
    `apart` the months in which those near at the start are not. `wish` is the best rank among its
    wishes that are met. `points` is its share of the score (`shares`).
    """

    home: str | None
    out: int | None
    arrive: int | None
    temporary: tuple[str, ...]
    months_temporary: int
    kept: int
    apart: int
    alone: bool
    wish: int | None
    points: int


@dataclass(frozen=True)
class Change:
    """One household for which a course differs from the plan; `points` is what it gains."""

    household: str
    before: Side
    after: Side

    @property
    def points(self) -> int:
        """Return by how much its share of the score grows, in thousandths of a point."""
        return self.after.points - self.before.points

    @property
    def other_home(self) -> bool:
        """Return whether it ends in another home, or leaves instead."""
        return self.before.home != self.after.home

    @property
    def other_months(self) -> bool:
        """Return whether it moves in other months."""
        return (self.before.out, self.before.arrive) != (self.after.out, self.after.arrive)

    @property
    def ties(self) -> int:
        """Return how many near ties it keeps more (or less than nought: fewer)."""
        return self.after.kept - self.before.kept


def changes(neighbourhood: Neighbourhood, before: Course, after: Course) -> dict[str, Change]:
    """Return every household for which the second course differs from the first, by id.

    Those that lose most come first.
    """
    old, new = sides(neighbourhood, before), sides(neighbourhood, after)
    found = [Change(key, old[key], new[key]) for key in old if old[key] != new[key]]
    found.sort(key=lambda change: (change.points, change.household))
    return {change.household: change for change in found}


def figures(
    neighbourhood: Neighbourhood, before: Course, after: Course
) -> dict[str, tuple[float, float]]:
    """Return the figures that differ: name -> (in the first course, in the second)."""
    old, new = (measure(neighbourhood, one).as_dict() for one in (before, after))
    result = {}
    for name in FIGURES:
        one, other = old[name], new[name]
        if one is not None and other is not None and one != other:
            result[name] = (one, other)
    return result


def sides(neighbourhood: Neighbourhood, course: Course) -> dict[str, Side]:
    """Return what a course means for every household, by id."""
    outcomes = household_outcomes(neighbourhood, course)
    points = shares(neighbourhood, course, outcomes)
    return {key: _side(one, points[key]) for key, one in outcomes.items()}


def _side(one: HouseholdOutcome, points: int) -> Side:
    return Side(
        home=one.final_home,
        out=one.moves[0].month if one.moves else None,
        arrive=one.arrival,
        temporary=tuple(stay.home for stay in one.stays if stay.kind is StayKind.TEMPORARY),
        months_temporary=one.months_temporary,
        kept=sum(tie.near_at_start and tie.near_at_end for tie in one.company),
        apart=sum(tie.months_apart for tie in one.company if tie.near_at_start),
        alone=one.alone,
        wish=min((wish.rank for wish in one.wishes_met), default=None),
        points=points,
    )


def shares(
    neighbourhood: Neighbourhood,
    course: Course,
    outcomes: Mapping[str, HouseholdOutcome] | None = None,
) -> dict[str, int]:
    """Return each household's own share of the score, in thousandths of a point.

    What a tie gives or takes is halved between its two sides. Left out is what belongs to no
    single household: groups, empty homes and the duration of the works.
    """
    outcomes = outcomes or household_outcomes(neighbourhood, course)
    result = {
        household.id: _alone(neighbourhood, household, outcomes[household.id])
        for household in neighbourhood.households
    }
    where = places(neighbourhood, course)
    policy = neighbourhood.policy
    for fate in tie_fates(neighbourhood, where):
        points, weight = 0.0, fate.weight
        if fate.near_at_end:
            points += policy.points_tie_near
        if fate.both_inside:
            one, other = where.final[fate.tie.a], where.final[fate.tie.b]
            points += policy.points_tie_closeness * closeness_permille(one, other, policy) / 1000
        if fate.near_at_start:
            points -= policy.points_separation_month * fate.months_apart
            arrival = where.arrival.get(fate.tie.a)
            if arrival is not None and arrival == where.arrival.get(fate.tie.b):
                points += policy.points_same_month
        for side in (fate.tie.a, fate.tie.b):
            result[side] += round(points * weight * 500)
    return result


def _alone(neighbourhood: Neighbourhood, household: Household, one: HouseholdOutcome) -> int:
    policy = neighbourhood.policy
    extra = max(0, len(one.moves) - 1)
    bought_in = sum(
        stay.end - stay.start
        for stay in one.stays
        if stay.kind is StayKind.TEMPORARY
        and neighbourhood.home_of[stay.home].stage is Stage.TEMPORARY
    )
    euros = extra * policy.extra_move_cost + bought_in * policy.temporary_month_cost
    points = -policy.points_extra_move * extra - policy.points_cost * euros / 1000
    points -= policy.points_temporary_month * one.months_temporary + policy.points_alone * one.alone
    if one.ends_inside:
        inside = {
            ReturnWish.RETURN: policy.points_return,
            ReturnWish.UNDECIDED: policy.points_undecided,
        }
        points += inside.get(household.wish, 0.0)
        homely = [w.rank for w in one.wishes_met if w.kind is not WishKind.HOUSEHOLD]
        ranks = [w.rank for w in one.wishes_met if w.kind is WishKind.HOUSEHOLD]
        points += sum(policy.points_wish / 2 ** (rank - 1) for rank in ranks)
        if homely:
            points += policy.points_wish / 2 ** (min(homely) - 1)
    return round(points * 1000)
