"""Bounds that a plan claims, held against the plan itself: no plan goes beyond a true one.

A bound speaks of plans that keep to the hard rules and to three conventions (see docs/bounds.md):
who wishes to go elsewhere goes when it said, whose home is left alone stays unless it wished for
another place, and a final home is final. The conventions are written out anew here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hecht.neighbourhood import (
    Course,
    Household,
    Neighbourhood,
    PromiseStatus,
    ReturnWish,
    Stage,
    StayKind,
    WishKind,
    Works,
)
from hecht.planning.check.facts import Facts


class Claim(Protocol):
    """A bound as a plan claims it: no plan has more ("at most") or less ("at least") than it."""

    @property
    def figure(self) -> str:
        """The name of the figure."""
        ...

    @property
    def value(self) -> int:
        """The bound."""
        ...

    @property
    def sense(self) -> Any:
        """ "at most" or "at least"."""
        ...

    @property
    def returning(self) -> int | None:
        """With how many returning it holds."""
        ...

    @property
    def undecided(self) -> int | None:
        """With how many of the undecided inside it holds."""
        ...


@dataclass(frozen=True, slots=True)
class FalseBound:
    """A claimed bound, by its place in the plan's list, that this very plan goes beyond."""

    place: int
    text: str


def false_bounds(
    neighbourhood: Neighbourhood,
    course: Course,
    claims: Iterable[Claim],
    counted: Mapping[str, Any],
) -> list[FalseBound]:
    """Return the claimed bounds that the plan itself refutes, with the figure that does so.

    `counted` are the course's figures by name, from `hecht.planning.recount`. The course must be
    sound (no violation). A bound on a figure that is not known here, or that
    asks for more households to return than do, is false as well: it cannot be about this plan.
    Where the course leaves the conventions, bounds do not speak of it and none is refuted.
    """
    listed = list(claims)
    if not listed:
        return []
    facts = Facts(neighbourhood, course)
    if any(_unconventional(facts, one) for one in neighbourhood.households):
        return []
    figures = _figures(facts, counted)
    return [
        FalseBound(place, text)
        for place, claim in enumerate(listed)
        for text in _refuted(claim, figures)
    ]


def _refuted(claim: Claim, figures: dict[str, Any]) -> Iterator[str]:
    own = figures.get(claim.figure)
    if claim.figure not in figures:
        yield "this figure is not known"
        return
    for name in ("returning", "undecided"):
        asked = getattr(claim, name)
        if asked is not None and figures[name] < asked:
            yield f"{asked} {name} are asked for, and {figures[name]} end inside"
            return
    at_most = str(claim.sense) == "at most"
    if own is not None and (own > claim.value if at_most else own < claim.value):
        yield f"{own} in this plan"


def _figures(facts: Facts, recounted: Mapping[str, Any]) -> dict[str, Any]:
    counted = dict(recounted)
    affected = [one for one in facts.neighbourhood.households if _affected(facts, one)]

    def inside(wish: ReturnWish) -> int:
        return sum(one.wish is wish and facts.ends_inside(one.id) for one in affected)

    counted["returning"] = inside(ReturnWish.RETURN)
    counted["undecided"] = inside(ReturnWish.UNDECIDED)
    counted["temporary_homes"] = _most_at_once(facts)
    return counted


def _most_at_once(facts: Facts) -> int:
    """Return the most bought-in temporary homes that are lived in during one month."""
    lived = [0] * (facts.horizon + 1)
    for stays in facts.stays.values():
        for stay in stays:
            if facts.homes[stay.home].stage is Stage.TEMPORARY:
                for month in range(max(0, stay.start), min(stay.end, facts.horizon)):
                    lived[month] += 1
    return max(lived)


def _affected(facts: Facts, household: Household) -> bool:
    block = facts.blocks.get(facts.homes[household.home].block or "")
    return block is not None and block.works in (Works.REBUILD, Works.RENOVATE_EMPTY)


def _unconventional(facts: Facts, household: Household) -> bool:
    """Return whether a household does what the conventions of the bounds leave out."""
    stays = facts.stays[household.id]
    affected = _affected(facts, household)
    n = facts.neighbourhood
    promised = any(
        one.household == household.id and one.status is PromiseStatus.ACCEPTED for one in n.promises
    )
    if any(stay.kind is StayKind.FINAL and stay.end < facts.horizon for stay in stays):
        return True
    if promised:
        return False
    if household.wish is ReturnWish.ELSEWHERE:
        named = household.leaves
        month = facts.horizon if named is None else min(facts.horizon, max(1, named))
        if affected:
            month = min(month, facts.starts.get(facts.homes[household.home].block or "", month))
        if affected or month < facts.horizon:
            return len(stays) != 1 or stays[0].end != month
    if affected:
        return False
    wished = any(
        one.household == household.id and one.kind is not WishKind.HOUSEHOLD for one in n.wishes
    )
    if not wished:
        return len(stays) != 1 or stays[0].end < facts.horizon
    return not facts.ends_inside(household.id) and household.wish is not ReturnWish.ELSEWHERE
