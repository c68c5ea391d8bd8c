"""Groups: who asked to be placed together, who ends together, and who is placed as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from hecht.neighbourhood import Course, Group, Home, Neighbourhood, Stay, StayKind
from hecht.neighbourhood.distance import near
from hecht.outcomes.places import Places, places


@dataclass(frozen=True)
class Groups:
    """The number of groups, and the ids of those that end together and of those that do not.

    `as_one`: the ids of those that are placed as one (see `Whole`).
    """

    groups: int
    together: tuple[str, ...]
    apart: tuple[str, ...]
    as_one: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """How far a group is placed as one.

    `near_at_end`: all members end inside, each near every other. `same_months`: those who move
    all leave their old home in one month and all come to their final home in one month; members
    who stay where they are do not move, so they have no months. `same_arrival`: the latter alone.
    `near_in_between`: members who
    are in temporary homes in the same month are near each other then.
    """

    near_at_end: bool
    same_months: bool
    near_in_between: bool
    same_arrival: bool = True

    @property
    def arrives_as_one(self) -> bool:
        """Whether the group ends near each other and arrived in one month: what the score asks."""
        return self.near_at_end and self.same_arrival

    @property
    def as_one(self) -> bool:
        """Whether the group is placed as one: all three."""
        return self.near_at_end and self.same_months and self.near_in_between


def whole(neighbourhood: Neighbourhood, course: Course, group: Group) -> Whole:
    """Return how far a group is placed as one in a course."""
    return _whole(neighbourhood, places(neighbourhood, course), group)


def whole_groups(neighbourhood: Neighbourhood, course: Course) -> dict[str, Whole]:
    """Return how far each group is placed as one, by id, in the neighbourhood's order."""
    where = places(neighbourhood, course)
    return {group.id: _whole(neighbourhood, where, group) for group in neighbourhood.groups}


def _whole(neighbourhood: Neighbourhood, where: Places, group: Group) -> Whole:
    stays = [where.stays.get(member, ()) for member in group.households]
    months = {_months(own) for own in stays if len(own) > 1}
    return Whole(
        near_at_end=is_together(group, neighbourhood, where),
        same_months=len(months) <= 1,
        same_arrival=len({arrived for _, arrived in months}) <= 1,
        near_in_between=all(
            _near_while_waiting(neighbourhood, one, other) for one, other in combinations(stays, 2)
        ),
    )


def _months(own: Sequence[Stay]) -> tuple[int, int]:
    """Return the months of leaving the first home and of coming to the last."""
    return own[0].end, own[-1].start


def _near_while_waiting(
    neighbourhood: Neighbourhood, one: Sequence[Stay], other: Sequence[Stay]
) -> bool:
    """Return whether two households are near whenever both are in temporary homes."""
    home_of, policy = neighbourhood.home_of, neighbourhood.policy
    for a in one:
        for b in other:
            both_wait = a.kind is b.kind is StayKind.TEMPORARY
            at_once = max(a.start, b.start) < min(a.end, b.end)
            if both_wait and at_once and not near(home_of[a.home], home_of[b.home], policy):
                return False
    return True


def is_together(group: Group, neighbourhood: Neighbourhood, where: Places) -> bool:
    """Return whether all members end inside, each near every other."""
    homes: list[Home | None] = [where.final.get(member) for member in group.households]
    inside = [home for home in homes if home is not None]
    if len(inside) < len(homes):
        return False
    return all(near(a, b, neighbourhood.policy) for a, b in combinations(inside, 2))


def groups(neighbourhood: Neighbourhood, where: Places) -> Groups:
    """Return which groups end together, and which are placed as one."""
    together: list[str] = []
    apart: list[str] = []
    as_one: list[str] = []
    for group in neighbourhood.groups:
        (together if is_together(group, neighbourhood, where) else apart).append(group.id)
        if _whole(neighbourhood, where, group).as_one:
            as_one.append(group.id)
    return Groups(len(neighbourhood.groups), tuple(together), tuple(apart), tuple(as_one))
