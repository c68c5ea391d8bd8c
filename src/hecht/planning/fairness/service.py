"""How a plan serves each household: its own ties, its moves, its months away, in one number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.neighbourhood import Course, Household, Neighbourhood, ReturnWish, StayKind
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates


@dataclass(frozen=True, slots=True)
class Service:
    """What a plan does for one household.

    `ties_kept`: the share, by weight, of its near ties that are near at the end; ties with
    somebody who wished to go elsewhere are left out; None when it had none. `extra_moves`: moves
    after the first. `months_away`: months in temporary homes. `inside`: it ends in the
    neighbourhood. `dissatisfaction`: all of this in thousandths of a point, see `services`.
    """

    ties_kept: float | None
    extra_moves: int
    months_away: int
    inside: bool
    dissatisfaction: int


def services(neighbourhood: Neighbourhood, course: Course) -> dict[str, Service]:
    """Return how a course serves each household, by id, in the neighbourhood's order.

    The dissatisfaction is, with p for a policy weight in whole thousandths and w for the weight
    of a tie in whole thousandths: p(fairness_all_ties) times the w of the lost ties, divided by
    the w of all its near ties, rounded down; plus p(points_extra_move) for each extra move; plus
    p(points_temporary_month) for each month away. One that does not end inside has
    p(points_return) if it wished to return and p(points_undecided) if it was undecided; one that
    went elsewhere as it wished has 0.
    """
    where = places(neighbourhood, course)
    policy = neighbourhood.policy
    wish = {household.id: household.wish for household in neighbourhood.households}
    had: dict[str, int] = {}
    kept: dict[str, int] = {}
    for fate in tie_fates(neighbourhood, where):
        ends = fate.tie.a, fate.tie.b
        if not fate.near_at_start or any(wish[one] is ReturnWish.ELSEWHERE for one in ends):
            continue
        weight = _milli(fate.weight)
        for one in ends:
            had[one] = had.get(one, 0) + weight
            kept[one] = kept.get(one, 0) + (weight if fate.near_at_end else 0)
    result = {}
    for household in neighbourhood.households:
        key = household.id
        extra = max(0, len(where.moves.get(key, ())) - 1)
        away = sum(
            stay.end - stay.start
            for stay in where.stays.get(key, ())
            if stay.kind is StayKind.TEMPORARY
        )
        inside = where.ends_inside(key)
        total, near = had.get(key, 0), kept.get(key, 0)
        points = away_points(neighbourhood, household)
        if inside:
            lost = _milli(policy.fairness_all_ties) * (total - near) // total if total else 0
            points = lost + _milli(policy.points_extra_move) * extra
            points += _milli(policy.points_temporary_month) * away
        share = near / total if total else None
        result[key] = Service(share, extra, away, inside, points)
    return result


def away_points(neighbourhood: Neighbourhood, household: Household) -> int:
    """Return the dissatisfaction of a household that does not end in the neighbourhood."""
    policy = neighbourhood.policy
    return {
        ReturnWish.RETURN: _milli(policy.points_return),
        ReturnWish.UNDECIDED: _milli(policy.points_undecided),
        ReturnWish.ELSEWHERE: 0,
    }[household.wish]


def worst_first(served: Mapping[str, Service]) -> list[int]:
    """Return the dissatisfactions, the greatest first: what leximin compares."""
    return sorted((one.dissatisfaction for one in served.values()), reverse=True)


def _milli(points: float) -> int:
    return round(points * 1000)
