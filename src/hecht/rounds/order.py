"""The order of choice by the rules of a social plan: tenancy or a draw, groups as one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood import Group, Household
from hecht.rounds.round import MOST_IN_GROUP, RoundError


class By(StrEnum):
    """What orders the queue: the longest tenancy first, or a draw."""

    TENANCY = "tenancy"
    DRAW = "draw"


class GroupPlace(StrEnum):
    """Which member's place a group takes: with `last` nobody is overtaken by forming a group."""

    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class OrderRule:
    """The rules of a social plan on the order.

    `care_first`: holders of a care indication choose first, among adapted homes only (Apeldoorn,
    Vogelbuurt, 2014).
    """

    by: By = By.TENANCY
    care_first: bool = True
    group_place: GroupPlace = GroupPlace.LAST


def parties(
    households: Sequence[Household], groups: Sequence[Group]
) -> dict[str, tuple[Household, ...]]:
    """Return who chooses together: groups by their id, all others alone by theirs.

    Members of a group that take no part are left out. Raises RoundError when somebody is in two
    groups or a group is larger than six.
    """
    known = {household.id: household for household in households}
    group_of: dict[str, str] = {}
    result: dict[str, tuple[Household, ...]] = {}
    for group in groups:
        members = [known[name] for name in group.households if name in known]
        if len(members) > MOST_IN_GROUP:
            raise RoundError(
                f"group {group.id} has {len(members)} households; at most {MOST_IN_GROUP} choose "
                "as one: split it"
            )
        for member in members:
            if member.id in group_of:
                raise RoundError(
                    f"household {member.id} is in the groups {group_of[member.id]} and {group.id}; "
                    "it can choose with one"
                )
            group_of[member.id] = group.id
        if len(members) > 1:
            result[_free_name(group.id, known)] = tuple(members)
    joined = {member.id for members in result.values() for member in members}
    result.update({name: (one,) for name, one in known.items() if name not in joined})
    return result


def _free_name(group: str, known: Mapping[str, Household]) -> str:
    return group if group not in known else f"group {group}"


def _since(household: Household) -> int:
    """Return the month of the tenancy's start as a number; an unknown one comes last."""
    start = household.tenancy_start
    return 10**9 if start is None else start.year * 12 + start.number


def ordered(
    who: Mapping[str, tuple[Household, ...]], rule: OrderRule, drawn: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the parties in the order of choice.

    `drawn` is the order of a draw over all parties: it is the order itself when the rule says so,
    and decides between equal tenancies otherwise (without it, equal ones go by their id).
    """
    if drawn and sorted(drawn) != sorted(who):
        raise RoundError("the draw is not about these parties; draw again over this list")
    if rule.by is By.DRAW:
        if not drawn:
            raise RoundError("the order is to be drawn, but there is no draw; make one first")
        return tuple(drawn)
    lot = {party: place for place, party in enumerate(drawn)}
    pick = max if rule.group_place is GroupPlace.LAST else min
    return tuple(sorted(who, key=lambda p: (pick(_since(one) for one in who[p]), lot.get(p, 0), p)))
