"""Safe homes when groups are also to end near each other, every two members of them.

That everyone can be housed *and* every group near itself is a harder question than matching. At
any time one complete way to do it is at hand (the witness): pinned homes for the groups that
wait, a matching for all others. A choice is shown only when there is a witness with it, so nobody
who comes later can be left without: that is exact whatever the method. Whether *every* such
choice is shown depends on the method: with CP-SAT, on rounds up to `MOST_PAIRS` suitable pairs,
it is exact; beyond, only choices that leave the pinned homes alone or for which another place for
one group is found by trying are shown, so some may be hidden that would have been safe.
"""

from __future__ import annotations

from collections.abc import Mapping

from hecht.rounds.near_groups import MOST_PAIRS, Asked, exact_places, pairs_of, place_of_group
from hecht.rounds.round import Round, RoundError
from hecht.rounds.safety import Safety

EXACT = "matching and CP-SAT, exact"
CAREFUL = "constructive: all that is shown is safe, some safe homes may be hidden"


class Together:
    """The homes that are kept, groups near each other."""

    def __init__(self, fixed: Round) -> None:
        self._homes = fixed.homes
        self._suits = {name: frozenset(homes) for name, homes in fixed.suits.items()}
        self._near = {home: frozenset(others) for home, others in fixed.near.items()}
        self._open = dict.fromkeys(fixed.homes)
        self._taken: dict[str, str] = {}
        self._careful = False
        plain = Safety(fixed.homes, fixed.suits, fixed.returning)
        self.without = list(plain.without)
        self._waiting = {name: None for name in fixed.returning if plain.keeps(name)}
        self._group_of: dict[str, tuple[str, ...]] = {}
        self._pins: dict[str, str] = {}
        self._apart: list[tuple[str, ...]] = []
        place = {household: at for at, household in enumerate(fixed.order)}
        for group in sorted(fixed.together, key=lambda members: place[members[0]]):
            self._promise(group)

    def _promise(self, group: tuple[str, ...]) -> None:
        """Guard that a group ends near itself, if that can be with all groups before it."""
        if all(name in self._waiting for name in group):
            self._group_of.update(dict.fromkeys(group, group))
            pins = self._witness(self._asked(), [group])
            if pins is not None:
                self._pins = pins
                return
            for name in group:
                del self._group_of[name]
        self._apart.append(group)

    @property
    def apart(self) -> list[tuple[str, ...]]:
        """The groups that cannot all be near: only a home for each member is guarded."""
        return list(self._apart)

    @property
    def method(self) -> str:
        """How the last menu was worked out."""
        return CAREFUL if self._careful else EXACT

    def keeps(self, household: str) -> bool:
        """Return whether a home is kept for this household."""
        return household in self._waiting

    def menu(self, household: str) -> list[str]:
        """Return the homes that suit a household and are safe, in the order of the offer."""
        self._careful = False
        wanted = [home for home in self._open if home in self._suits[household]]
        if household in self._pins:
            friends = self._friends(household)
            wanted = [home for home in wanted if all(one in self._near[home] for one in friends)]
        sure = set(self._without_moving_pins(household))
        return [
            home for home in wanted if home in sure or self._pins_after(household, home) is not None
        ]

    def _friends(self, household: str) -> list[str]:
        """Return the homes that the others of its group have chosen."""
        group = self._group_of.get(household, ())
        return [self._taken[name] for name in group if name in self._taken]

    def _without_moving_pins(self, household: str) -> list[str]:
        if household in self._pins:
            return [self._pins[household]]
        pinned = set(self._pins.values())
        singles = dict.fromkeys(self._asked().singles)
        homes = [home for home in self._open if home not in pinned]
        suits = {name: self._suits[name] & set(homes) for name in {**singles, household: None}}
        return Safety(homes, suits, list(singles)).menu(household)

    def _pins_after(self, household: str, home: str) -> dict[str, str] | None:
        """Return the pinned homes of a witness in which this household has this home."""
        asked = self._asked(household, home)
        touched = [
            group
            for group in self._groups_waiting()
            if household in group or any(self._pins.get(name) == home for name in group)
        ]
        return self._witness(asked, touched)

    def _asked(self, household: str = "", home: str = "") -> Asked:
        """Return the question that is left, perhaps after a choice."""
        taken = {**self._taken, household: home} if household else self._taken
        waiting = [name for name in self._waiting if name != household]
        return Asked(
            homes=tuple(one for one in self._open if one != home),
            suits=self._suits,
            near=self._near,
            singles=tuple(name for name in waiting if name not in self._group_of),
            groups=tuple(
                (
                    tuple(name for name in group if name in waiting),
                    tuple(taken[name] for name in group if name in taken),
                )
                for group in self._groups_waiting()
                if any(name in waiting for name in group)
            ),
        )

    def _groups_waiting(self) -> list[tuple[str, ...]]:
        groups = dict.fromkeys(self._group_of.values())
        return [group for group in groups if any(name in self._waiting for name in group)]

    def _witness(self, asked: Asked, touched: list[tuple[str, ...]]) -> dict[str, str] | None:
        """Return pinned homes with which everybody can be housed; None when none are found."""
        pins = self._by_trying(asked, touched)
        if pins is not None:
            return pins
        if pairs_of(asked) > MOST_PAIRS:
            self._careful = True
            return None
        pins, sure = exact_places(asked)
        self._careful |= not sure
        return pins

    def _by_trying(self, asked: Asked, touched: list[tuple[str, ...]]) -> dict[str, str] | None:
        moving = {name for group in touched for name in group}
        pins = {name: home for name, home in self._pins.items() if name not in moving}
        for members, friends in asked.groups:
            if moving.isdisjoint(members):
                continue
            found = place_of_group(asked, members, friends, set(pins.values()))
            if found is None:
                return None
            pins.update(found)
        names = {name for members, _ in asked.groups for name in members}
        pins = {name: home for name, home in pins.items() if name in names}
        left = [home for home in asked.homes if home not in set(pins.values())]
        suits = {name: self._suits[name].intersection(left) for name in asked.singles}
        return pins if not Safety(left, suits, asked.singles).without else None

    def take(self, household: str, home: str) -> None:
        """Give a home to a household. Raises RoundError when that is not safe."""
        if home not in self.menu(household):
            raise RoundError(f"home {home} is not a safe home for household {household} now")
        if household in self._pins:
            moves = self._pins[household] != home
        else:
            moves = home not in self._without_moving_pins(household)
        if moves:
            pins = self._pins_after(household, home)
            if pins is None:
                raise AssertionError("a safe home has no witness")
            self._pins = pins
        self._pins.pop(household, None)
        self._waiting.pop(household, None)
        self._taken[household] = home
        del self._open[home]

    def forget(self, household: str) -> None:
        """Keep no home any more for a household that leaves."""
        self._waiting.pop(household, None)
        self._pins.pop(household, None)
        self._taken.pop(household, None)
        self._group_of.pop(household, None)

    def give_back(self, home: str) -> None:
        """Put a chosen home on offer again; who had it waits again, if it is still in the round."""
        back: Mapping[str, None] = {**self._open, home: None}
        self._open = {one: None for one in self._homes if one in back}
        for name, had in list(self._taken.items()):
            if had == home:
                del self._taken[name]
                self._waiting[name] = None
                if name in self._group_of:
                    self._pins[name] = home

    def keep(self, household: str) -> bool:
        """Keep a home for a household, if that can be besides all others.

        One that had left and comes back counts alone: its group is near without it.
        """
        if household in self._waiting:
            return True
        self._waiting[household] = None
        pins = self._witness(self._asked(), self._groups_waiting())
        if pins is None:
            del self._waiting[household]
            return False
        self._pins = pins
        return True
