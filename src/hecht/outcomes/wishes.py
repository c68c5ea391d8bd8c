"""Wishes: which of them are met by where people end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.neighbourhood import Home, Neighbourhood, Wish, WishKind
from hecht.neighbourhood.distance import near
from hecht.outcomes.places import Places


@dataclass(frozen=True)
class Wishes:
    """How many wishes are met.

    `wishes` and `met` count wishes; `of_kind` gives (met, all) for each kind. `households`
    counts those that stated any wish, `households_met` those of which one is met, and
    `first_met` those whose dearest wish (lowest rank) is met.
    """

    wishes: int
    met: int
    of_kind: dict[WishKind, tuple[int, int]]
    households: int
    households_met: int
    first_met: int


def is_met(wish: Wish, final: Mapping[str, Home], neighbourhood: Neighbourhood) -> bool:
    """Return whether a wish is met, given the permanent homes of those that end inside.

    A wish of a household that does not end inside is not met. A wish for a household is met
    when that one ends inside too and the two homes are near.
    """
    home = final.get(wish.household)
    if home is None:
        return False
    match wish.kind:
        case WishKind.HOME:
            return home.id == wish.value
        case WishKind.BLOCK:
            return home.block == wish.value
        case WishKind.STREET:
            return home.street == wish.value
        case WishKind.TYPE:
            return home.type == wish.value
        case WishKind.HOUSEHOLD:
            other = final.get(wish.value)
            return other is not None and near(home, other, neighbourhood.policy)


def wishes(neighbourhood: Neighbourhood, where: Places) -> Wishes:
    """Count the wishes that are met."""
    met = [is_met(wish, where.final, neighbourhood) for wish in neighbourhood.wishes]
    counted = list(zip(neighbourhood.wishes, met, strict=True))
    of_kind = {
        kind: (
            sum(good for wish, good in counted if wish.kind is kind),
            sum(wish.kind is kind for wish, _ in counted),
        )
        for kind in WishKind
    }
    dearest: dict[str, int] = {}
    for wish in neighbourhood.wishes:
        dearest[wish.household] = min(wish.rank, dearest.get(wish.household, wish.rank))
    return Wishes(
        wishes=len(counted),
        met=sum(met),
        of_kind=of_kind,
        households=len(dearest),
        households_met=len({wish.household for wish, good in counted if good}),
        first_met=len(
            {w.household for w, good in counted if good and w.rank == dearest[w.household]}
        ),
    )
