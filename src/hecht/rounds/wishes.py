"""What a household would choose, from the wishes that it stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hecht.neighbourhood import DeclaredBy, Home, Neighbourhood, Tie, Wish, WishKind
from hecht.neighbourhood.distance import closeness_permille, distance_dm, near
from hecht.rounds.opening import PLACE_WISHES


def met(wish: Wish, home: Home) -> bool:
    """Return whether a wish for a place (home, block, street or type) is met by a home."""
    if wish.kind is WishKind.HOME:
        return home.id == wish.value
    if wish.kind is WishKind.BLOCK:
        return home.block == wish.value
    if wish.kind is WishKind.STREET:
        return home.street == wish.value
    return wish.kind is WishKind.TYPE and home.type == wish.value


def names_tie(tie: Tie, household: str) -> bool:
    """Return whether this household itself named the tie; what others named stays with them."""
    if tie.declared_by is DeclaredBy.BOTH:
        return household in (tie.a, tie.b)
    return household == (tie.a if tie.declared_by is DeclaredBy.A else tie.b)


@dataclass(frozen=True)
class Stated:
    """The stated wishes of a neighbourhood, as orders of homes.

    A wish of rank r is worth the policy's points for it, half as much for each further rank; of a
    home's wishes the best counts, as in the plan. Homes of equal worth go by how far they are from
    the household's present home (an assumption), then by id, so that every order is strict.
    """

    neighbourhood: Neighbourhood

    @cached_property
    def _wishes(self) -> dict[str, list[Wish]]:
        result: dict[str, list[Wish]] = {}
        for wish in self.neighbourhood.wishes:
            result.setdefault(wish.household, []).append(wish)
        return result

    @cached_property
    def _ties(self) -> dict[str, list[Tie]]:
        result: dict[str, list[Tie]] = {}
        for tie in self.neighbourhood.ties:
            for one in (tie.a, tie.b):
                if names_tie(tie, one):
                    result.setdefault(one, []).append(tie)
        return result

    def of(self, household: str) -> list[Wish]:
        """Return the wishes of a household."""
        return self._wishes.get(household, [])

    def _worth(self, wish: Wish) -> int:
        return round(self.neighbourhood.policy.points_wish * 1000) >> (wish.rank - 1)

    def place_worth(self, household: str, home: Home) -> int:
        """Return what the best met wish for a place is worth, in thousandths of a point."""
        worths = [
            self._worth(wish)
            for wish in self.of(household)
            if wish.kind in PLACE_WISHES and met(wish, home)
        ]
        return max(worths, default=0)

    def order(self, household: str, homes: Iterable[str]) -> tuple[str, ...]:
        """Return homes in the order of the household's wishes for places, dearest first."""
        old = self._home(self.neighbourhood.household_of[household].home)

        def key(name: str) -> tuple[int, int, str]:
            home = self._home(name)
            return -self.place_worth(household, home), distance_dm(old, home), name

        return tuple(sorted(homes, key=key))

    def on_the_spot(
        self, household: str, homes: Iterable[str], chosen: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Return homes in the order of all wishes, knowing who has chosen which home already.

        Adds to the worth of a place the wishes for a neighbour and the points of the ties that
        the household named, as the policy counts them.
        """
        policy = self.neighbourhood.policy
        places = {name: place for place, name in enumerate(self.order(household, homes))}
        neighbours = [
            (self._worth(wish), self._home(chosen[wish.value]))
            for wish in self.of(household)
            if wish.kind is WishKind.HOUSEHOLD and wish.value in chosen
        ]
        ties = []
        for tie in self._ties.get(household, ()):
            other = tie.b if tie.a == household else tie.a
            if other in chosen:
                weight = self.neighbourhood.tie_weight(tie)
                ties.append((round(weight * 1000), self._home(chosen[other])))

        def worth(name: str) -> int:
            home = self._home(name)
            total = self.place_worth(household, home)
            total += sum(points for points, other in neighbours if near(home, other, policy))
            for weight, other in ties:
                if near(home, other, policy):
                    total += round(policy.points_tie_near * weight)
                closeness = closeness_permille(home, other, policy)
                total += round(policy.points_tie_closeness * weight) * closeness // 1000
            return total

        return tuple(sorted(places, key=lambda name: (-worth(name), places[name])))

    def _home(self, name: str) -> Home:
        return self.neighbourhood.home_of[name]
