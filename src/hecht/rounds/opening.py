"""From a neighbourhood to a round: who takes part, which homes are on offer, in which order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hecht.neighbourhood import (
    Home,
    Household,
    Neighbourhood,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    WishKind,
    Works,
)
from hecht.neighbourhood.distance import near
from hecht.neighbourhood.suits import suits
from hecht.rounds.draw import lot_codes
from hecht.rounds.order import By, OrderRule, ordered, parties
from hecht.rounds.round import Round, RoundError, Turn

PLACE_WISHES = (WishKind.HOME, WishKind.BLOCK, WishKind.STREET, WishKind.TYPE)


@dataclass(frozen=True, slots=True)
class Offer:
    """Who takes part in a round, which homes are on offer, and who holds which of them now."""

    households: tuple[Household, ...]
    homes: tuple[Home, ...]
    tenants: dict[str, str]


def offer(neighbourhood: Neighbourhood, *, tenants: bool = False) -> Offer:
    """Return who takes part and the homes on offer.

    Those who lose their home and do not wish to go elsewhere take part; the new homes are on
    offer, and the old ones that stay and stand empty. With `tenants`, those whose home stays
    (kept, renovated, or emptied for renovation) take part too when they stated a wish for another
    home, and their own homes are on offer with them. Accepted promises of a home stand: neither
    the household nor the home is in the round.
    """
    promised = _promised(neighbourhood)
    household_at = {household.home: household for household in neighbourhood.households}
    wishing = {wish.household for wish in neighbourhood.wishes if wish.kind in PLACE_WISHES}
    taking: list[Household] = []
    own: dict[str, str] = {}
    for household in neighbourhood.households:
        if household.wish is ReturnWish.ELSEWHERE or household.id in promised:
            continue
        stays = _stays(neighbourhood, neighbourhood.home_of[household.home])
        if not stays:
            taking.append(household)
        elif tenants and household.id in wishing:
            taking.append(household)
            own[household.id] = household.home
    homes = [
        home
        for home in neighbourhood.homes
        if home.id not in promised.values()
        and (
            home.stage is Stage.NEW
            or (home.id in own.values())
            or (_stays(neighbourhood, home) and home.id not in household_at)
        )
    ]
    return Offer(tuple(taking), tuple(homes), own)


def _stays(neighbourhood: Neighbourhood, home: Home) -> bool:
    """Return whether an existing home is still there in the end."""
    if home.stage is not Stage.EXISTING:
        return False
    return home.block is None or neighbourhood.block_of[home.block].works is not Works.REBUILD


def _promised(neighbourhood: Neighbourhood) -> dict[str, str]:
    return {
        promise.household: promise.value
        for promise in neighbourhood.promises
        if promise.kind is PromiseKind.HOME and promise.status is PromiseStatus.ACCEPTED
    }


def suitable(neighbourhood: Neighbourhood, it: Offer) -> dict[str, tuple[str, ...]]:
    """Return the homes on offer that suit each household; an accepted promise of a block binds."""
    blocks = {
        promise.household: promise.value
        for promise in neighbourhood.promises
        if promise.kind is PromiseKind.BLOCK and promise.status is PromiseStatus.ACCEPTED
    }
    return {
        household.id: tuple(
            home.id
            for home in it.homes
            if suits(household, home, neighbourhood.policy)
            and blocks.get(household.id, home.block) == home.block
        )
        for household in it.households
    }


def open_round(
    neighbourhood: Neighbourhood,
    rule: OrderRule | None = None,
    *,
    drawn: Sequence[str] = (),
    salt: str = "",
    tenants: bool = False,
    keep_groups_near: bool = False,
) -> Round:
    """Return the round of a neighbourhood by the rules of its social plan.

    `drawn` are the parties in the order of a draw; `salt` is a secret from which the public codes
    come. Raises RoundError when the round cannot be held.
    """
    rule = rule or OrderRule()
    it = offer(neighbourhood, tenants=tenants)
    if not it.households or not it.homes:
        raise RoundError("nobody takes part in this round, or no home is on offer")
    who = parties(it.households, neighbourhood.groups)
    codes = lot_codes(list(who), salt)
    order = ordered(who, rule, drawn)
    fits = suitable(neighbourhood, it)
    adapted = frozenset(home.id for home in it.homes if home.accessible)
    turns = [
        *(_care_turns(order, who, codes, fits, adapted) if rule.care_first else ()),
        *(Turn(codes[party], tuple(one.id for one in who[party])) for party in order),
    ]
    line = [one for party in order for one in who[party]]
    groups = tuple(tuple(one.id for one in members) for members in who.values() if len(members) > 1)
    return Round(
        name=neighbourhood.project.name,
        turns=tuple(turns),
        homes=tuple(home.id for home in it.homes),
        adapted=adapted,
        suits=fits,
        returning=tuple(
            [one.id for one in line if one.wish is ReturnWish.RETURN]
            + [one.id for one in line if one.wish is not ReturnWish.RETURN]
        ),
        together=groups if keep_groups_near else (),
        near=_near(neighbourhood, it.homes) if keep_groups_near else {},
        why=_words(rule),
        stays=_stays_in(neighbourhood, it.households),
    )


def _stays_in(
    neighbourhood: Neighbourhood, households: Sequence[Household]
) -> dict[str, tuple[str, ...]]:
    """Return the temporary homes that suit each household, as homes for good."""
    temporary = [home for home in neighbourhood.homes if home.stage is Stage.TEMPORARY]
    return {
        one.id: tuple(home.id for home in temporary if suits(one, home, neighbourhood.policy))
        for one in households
        if temporary
    }


def _care_turns(
    order: Sequence[str],
    who: dict[str, tuple[Household, ...]],
    codes: dict[str, str],
    fits: dict[str, tuple[str, ...]],
    adapted: Collection[str],
) -> list[Turn]:
    """Return the first part: those with a care indication whom some adapted home suits.

    Of a group only they choose here; the others wait for the group's place.
    """
    turns = []
    for party in order:
        care = tuple(
            one.id for one in who[party] if one.care and not set(fits[one.id]).isdisjoint(adapted)
        )
        if care:
            turns.append(Turn(codes[party], care, adapted_only=True))
    return turns


def _near(neighbourhood: Neighbourhood, homes: Sequence[Home]) -> dict[str, tuple[str, ...]]:
    return {
        one.id: tuple(
            other.id
            for other in homes
            if other is not one and near(one, other, neighbourhood.policy)
        )
        for one in homes
    }


def _words(rule: OrderRule) -> str:
    by = "longest tenancy first" if rule.by is By.TENANCY else "by a draw"
    first = "care indication first for adapted homes, then " if rule.care_first else ""
    return f"{first}{by}; a group takes the place of its {rule.group_place.value} member"
