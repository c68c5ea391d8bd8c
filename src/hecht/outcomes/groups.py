"""Groups: who asked to be placed together, and are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from hecht.neighbourhood import Group, Neighbourhood
from hecht.neighbourhood.distance import near
from hecht.outcomes.places import Places


@dataclass(frozen=True)
class Groups:
    """The number of groups, and the ids of those that end together and of those that do not."""

    groups: int
    together: tuple[str, ...]
    apart: tuple[str, ...]


def is_together(group: Group, neighbourhood: Neighbourhood, where: Places) -> bool:
    """Return whether all members end inside, each near every other."""
    homes = [where.final.get(member) for member in group.households]
    inside = [home for home in homes if home is not None]
    if len(inside) < len(homes):
        return False
    return all(near(a, b, neighbourhood.policy) for a, b in combinations(inside, 2))


def groups(neighbourhood: Neighbourhood, where: Places) -> Groups:
    """Return which groups end together."""
    together: list[str] = []
    apart: list[str] = []
    for group in neighbourhood.groups:
        (together if is_together(group, neighbourhood, where) else apart).append(group.id)
    return Groups(len(neighbourhood.groups), tuple(together), tuple(apart))
