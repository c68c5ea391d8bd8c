"""From the arrays of the search to stays with names and months: a course."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hecht.neighbourhood import Course, Household, ReturnWish, Stay, StayKind
from hecht.neighbourhood.suits import misfits
from hecht.planning.arrays import HORIZON, OLD, OWN_BLOCK
from hecht.planning.instance import Instance
from hecht.planning.state import State
from hecht.planning.temporary import Parts


def course_of(instance: Instance, s: State, temporary: Mapping[int, Parts]) -> Course:
    """Return the course that a state and its temporary homes describe."""
    n, a = instance.neighbourhood, instance.arrays
    stays: list[Stay] = []
    reasons: dict[str, str] = {}
    for h, household in enumerate(n.households):
        stays.extend(_stays(instance, s, h, temporary.get(h, [])))
        if s.home[h] < 0 and household.wish is ReturnWish.RETURN:
            reasons[household.id] = _reason(instance, household)
    starts = {n.blocks[b].id: int(s.starts[b]) for b in a.movable}
    return Course(
        int(a.fixed[HORIZON]), MappingProxyType(starts), tuple(stays), MappingProxyType(reasons)
    )


def _stays(instance: Instance, s: State, h: int, temporary: Parts) -> list[Stay]:
    n, a = instance.neighbourhood, instance.arrays
    household, horizon = n.households[h], int(a.fixed[HORIZON])
    name, old = household.id, household.home
    f, out, arrive = int(s.home[h]), int(s.out[h]), int(s.arrive[h])
    if f == a.people[h, OLD] and a.people[h, OWN_BLOCK] < 0:
        return [Stay(name, old, 0, horizon, StayKind.START)]
    stays = [Stay(name, old, 0, out, StayKind.START)]
    stays += [Stay(name, n.homes[u].id, m, e, StayKind.TEMPORARY) for u, m, e in temporary]
    if f >= 0:
        stays.append(Stay(name, n.homes[f].id, arrive, horizon, StayKind.FINAL))
    return stays


def _reason(instance: Instance, household: Household) -> str:
    """Return why a household that wishes to return does not, in words."""
    n, a = instance.neighbourhood, instance.arrays
    causes = {"rooms": 0, "rent": 0, "access": 0}
    fitting = 0
    for f in a.destinations.tolist():
        wrong = misfits(household, n.homes[f], n.policy)
        fitting += not wrong
        for cause in wrong:
            causes[cause] += 1
    total = len(a.destinations)
    if fitting:
        return (
            f"{fitting} of {total} homes would suit, but all of them go to households that "
            "have no other home that suits"
        )
    words = {
        "rooms": "have the wrong number of rooms",
        "rent": "cost more than the household can pay",
        "access": "cannot be reached as the household needs",
    }
    parts = [f"{causes[c]} {words[c]}" for c in words if causes[c]]
    return f"none of the {total} homes suits: " + ", ".join(parts)
