"""The score of a course in whole thousandths of a point: what the policy weighs, added up.

Points are for choosing between plans; people are shown outcomes. All arithmetic is on whole
numbers, with divisions rounded down item by item, so that every part that computes a score
comes to the same number. docs/conventions.md gives the formula with a worked example.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish, Wish, WishKind
from hecht.neighbourhood.distance import closeness_permille
from hecht.outcomes.duration import duration
from hecht.outcomes.groups import whole_groups
from hecht.outcomes.moves import moves
from hecht.outcomes.places import Places, places
from hecht.outcomes.ties import TieFate, left_alone, tie_fates
from hecht.outcomes.vacancy import vacancy
from hecht.outcomes.wishes import is_met


def score(neighbourhood: Neighbourhood, course: Course) -> int:
    """Return the score of a course in thousandths of a point."""
    return sum(score_parts(neighbourhood, course).values())


def score_parts(neighbourhood: Neighbourhood, course: Course) -> dict[str, int]:
    """Return what each aim adds to or takes from the score, in thousandths of a point.

    The parts are named after the policy's weights: `points_return` gives `return`, and so on.
    """
    where = places(neighbourhood, course)
    fates = tie_fates(neighbourhood, where)
    policy = neighbourhood.policy
    moved = moves(neighbourhood, where)
    euros = round(
        moved.extra * policy.extra_move_cost + moved.months_bought_in * policy.temporary_month_cost
    )
    return {
        "return": _milli(policy.points_return) * _inside(neighbourhood, where, ReturnWish.RETURN),
        "undecided": _milli(policy.points_undecided)
        * _inside(neighbourhood, where, ReturnWish.UNDECIDED),
        "tie_near": _tie_near(neighbourhood, fates),
        "tie_closeness": _tie_closeness(neighbourhood, where, fates),
        "separation_month": -_separation(neighbourhood, fates),
        "alone": -_milli(policy.points_alone) * len(left_alone(neighbourhood, where, fates)),
        "extra_move": -_milli(policy.points_extra_move) * moved.extra,
        "temporary_month": -_milli(policy.points_temporary_month) * moved.months_temporary,
        "same_month": _same_month(neighbourhood, where, fates),
        "wish": _wish(neighbourhood, where),
        "group": _milli(policy.points_group) * _arriving_as_one(neighbourhood, course),
        "vacant_month": -_milli(policy.points_vacant_month) * vacancy(neighbourhood, course).months,
        "duration_month": -_milli(policy.points_duration_month)
        * duration(neighbourhood, course).months,
        "cost": -(_milli(policy.points_cost) * euros // 1000),
    }


def _milli(points: float) -> int:
    """Return points or a weight in whole thousandths."""
    return round(points * 1000)


def _inside(neighbourhood: Neighbourhood, where: Places, wish: ReturnWish) -> int:
    return sum(h.wish is wish and where.ends_inside(h) for h in neighbourhood.households)


def _tie_near(neighbourhood: Neighbourhood, fates: Iterable[TieFate]) -> int:
    points = _milli(neighbourhood.policy.points_tie_near)
    return sum(points * _milli(fate.weight) // 1000 for fate in fates if fate.near_at_end)


def _tie_closeness(neighbourhood: Neighbourhood, where: Places, fates: Iterable[TieFate]) -> int:
    points = _milli(neighbourhood.policy.points_tie_closeness)
    total = 0
    for fate in fates:
        if fate.both_inside:
            one, other = where.final[fate.tie.a], where.final[fate.tie.b]
            closeness = closeness_permille(one, other, neighbourhood.policy)
            total += points * _milli(fate.weight) // 1000 * closeness // 1000
    return total


def _separation(neighbourhood: Neighbourhood, fates: Iterable[TieFate]) -> int:
    points = _milli(neighbourhood.policy.points_separation_month)
    return sum(
        points * _milli(fate.weight) // 1000 * fate.months_apart
        for fate in fates
        if fate.near_at_start
    )


def _same_month(neighbourhood: Neighbourhood, where: Places, fates: Iterable[TieFate]) -> int:
    points = _milli(neighbourhood.policy.points_same_month)
    total = 0
    for fate in fates:
        arrival = where.arrival.get(fate.tie.a)
        if fate.near_at_start and arrival is not None and arrival == where.arrival.get(fate.tie.b):
            total += points * _milli(fate.weight) // 1000
    return total


def _arriving_as_one(neighbourhood: Neighbourhood, course: Course) -> int:
    return sum(one.arrives_as_one for one in whole_groups(neighbourhood, course).values())


def _wish(neighbourhood: Neighbourhood, where: Places) -> int:
    """Add up the dearest met wish about the home, and every met wish to be near a household."""
    points = _milli(neighbourhood.policy.points_wish)
    about_home: dict[str, int] = {}
    about_people: list[int] = []
    for wish in _met(neighbourhood.wishes, neighbourhood, where):
        if wish.kind is WishKind.HOUSEHOLD:
            about_people.append(wish.rank)
        else:
            about_home[wish.household] = min(wish.rank, about_home.get(wish.household, wish.rank))
    return sum(points >> (rank - 1) for rank in chain(about_home.values(), about_people))


def _met(wishes: Sequence[Wish], neighbourhood: Neighbourhood, where: Places) -> Iterable[Wish]:
    return (wish for wish in wishes if is_met(wish, where.final, neighbourhood))
