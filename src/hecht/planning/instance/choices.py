"""Who is placed, and which homes a household may get: by need, by wish and by promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hecht.neighbourhood import (
    Home,
    Household,
    Neighbourhood,
    ReturnWish,
    Wish,
    WishKind,
    Works,
)
from hecht.neighbourhood.suits import suits
from hecht.planning.arrays import LEAVES_BY_CHOICE, SETTLED, STAYS, TO_PLACE
from hecht.planning.instance.positions import Positions
from hecht.planning.instance.promises import Promises
from hecht.planning.past import Past

PLACES = (WishKind.HOME, WishKind.BLOCK, WishKind.STREET, WishKind.TYPE)
"""The wishes that a home meets, whoever lives near."""


class Choices:
    """What each household is to the search, and the homes it may get.

    `destinations`: positions of the homes that anybody may get. Without `mobile` nobody whose home
    stays as it is moves by wish.
    """

    def __init__(
        self,
        neighbourhood: Neighbourhood,
        at: Positions,
        past: Past | None,
        promises: Promises,
        destinations: Sequence[int],
        *,
        mobile: bool,
    ) -> None:
        """Sort wishes by household."""
        self._n = neighbourhood
        self._at = at
        self._past = past
        self._destinations = destinations
        self._mobile = mobile
        self._wishes: dict[str, list[Wish]] = {}
        for wish in neighbourhood.wishes:
            if wish.kind in PLACES:
                self._wishes.setdefault(wish.household, []).append(wish)
        self._promises = promises

    def kind(self, household: Household) -> int:
        """Return whether a household stays, leaves, is to be placed or has settled (`arrays`)."""
        past = self._past
        if past is not None and household.id in past.settled:
            return SETTLED
        if past is not None and household.id in past.gone:
            return LEAVES_BY_CHOICE
        affected = self._n.is_affected(household)
        if household.wish is ReturnWish.ELSEWHERE:
            return LEAVES_BY_CHOICE if affected or household.leaves is not None else STAYS
        if affected or self._promises.has(household):
            return TO_PLACE
        return TO_PLACE if self._mobile and self.wished_places(household) else STAYS

    def homes(self, household: Household) -> list[int] | None:
        """Return the only homes the household may get, or None for every home that suits."""
        kind = self.kind(household)
        if kind == SETTLED and self._past is not None:
            return [self._at.home[self._past.settled[household.id][0]]]
        if kind != TO_PLACE:
            return []
        promised = self._promised(household)
        if self._n.is_affected(household):
            return promised
        own = self._at.home[household.home]
        if promised is not None and not self._promises.meets(household, self._n.homes[own]):
            return promised
        if not self._mobile:
            return [own]
        further = self._suiting(household, self._wished) if promised is None else promised
        return sorted({own, *further})

    def keeps_tenancy(self, household: Household) -> bool:
        """Return whether the own home is renovated and still suits: then it comes first."""
        home = self._n.home_of[household.home]
        works = None if home.block is None else self._n.block_of[home.block].works
        return works is Works.RENOVATE_EMPTY and suits(household, home, self._n.policy)

    def wished_places(self, household: Household) -> list[Wish]:
        """Return the wishes for a home, block, street or type, as they were written down."""
        return self._wishes.get(household.id, [])

    def _promised(self, household: Household) -> list[int] | None:
        """Return the homes that keep what was promised, or None where no place was promised."""
        if not self._promises.place(household):
            return None
        return self._suiting(household, self._promises.meets)

    def _suiting(self, household: Household, asked: Callable[[Household, Home], bool]) -> list[int]:
        n = self._n
        return [
            i
            for i in self._destinations
            if asked(household, n.homes[i]) and suits(household, n.homes[i], n.policy)
        ]

    def _wished(self, household: Household, home: Home) -> bool:
        values = {
            WishKind.HOME: home.id,
            WishKind.BLOCK: home.block,
            WishKind.STREET: home.street,
            WishKind.TYPE: home.type,
        }
        return any(values[wish.kind] == wish.value for wish in self.wished_places(household))
