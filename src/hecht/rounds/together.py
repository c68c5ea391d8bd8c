"""Safe homes when groups are also to end near each other, every two members of them.

That everyone can be housed *and* every group near itself is a harder question than matching. At
any time one complete way to do it is at hand (the witness): pinned homes for the groups that
wait, a matching for all others. A choice is shown only when there is a witness with it, so nobody
who comes later can be left without: that is exact whatever the method. Whether *every* such
choice is shown depends on the method: with CP-SAT it is exact, as long as what is asked for one
menu stays within `MOST_PAIRS` suitable pairs in all. Beyond, only choices are shown that leave
the pinned homes alone, or for which another place for a group is found by a few tries; some may
be hidden that would have been safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.rounds.near_groups import MOST_PAIRS, Asked, exact_places, places_of_group
from hecht.rounds.round import Round, RoundError
from hecht.rounds.safety import Safety

EXACT = "matching and CP-SAT, exact"
CAREFUL = "constructive: all that is shown is safe, some safe homes may be hidden"
MOST_PLACES = 5
"""How many places of a group are tried before the question is settled exactly, or given up."""
MOST_MOVES = 16
"""For how many homes of one menu other places of groups are tried, beyond what is asked exactly."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One way in which all can be housed: pinned homes of groups, a matching for the others."""

    pins: dict[str, str]
    others: Safety


class Together:
    """The homes that are kept, groups near each other."""

    def __init__(self, fixed: Round) -> None:
        self._homes = fixed.homes
        self._suits = {name: frozenset(homes) for name, homes in fixed.suits.items()}
        self._near = {home: frozenset(others) for home, others in fixed.near.items()}
        self._open = dict.fromkeys(fixed.homes)
        self._taken: dict[str, str] = {}
        self._careful = False
        self._menus: dict[str, tuple[list[str], bool]] = {}
        self._pairs: int | None = None
        self._purse = MOST_PAIRS
        first: dict[frozenset[str], str] = {}
        self._alike = {name: first.setdefault(homes, name) for name, homes in self._suits.items()}
        others = Safety(fixed.homes, fixed.suits, fixed.returning)
        self.without = list(others.without)
        self._waiting = {name: None for name in fixed.returning if others.keeps(name)}
        self._group_of: dict[str, tuple[str, ...]] = {}
        self._now = Witness({}, others)
        self._apart: list[tuple[str, ...]] = []
        place = {household: at for at, household in enumerate(fixed.order)}
        for group in sorted(fixed.together, key=lambda members: place[members[0]]):
            self._promise(group)

    def _promise(self, group: tuple[str, ...]) -> None:
        """Guard that a group ends near itself, if that can be with all groups before it."""
        if all(name in self._waiting for name in group):
            self._group_of.update(dict.fromkeys(group, group))
            self._changed()
            self._purse = MOST_PAIRS
            found = self._witness([group])
            if found is not None:
                self._now = found
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
        if household not in self._menus:
            self._careful, self._purse = False, MOST_PAIRS
            self._menus[household] = self._menu(household), self._careful
        menu, self._careful = self._menus[household]
        return list(menu)

    def _menu(self, household: str) -> list[str]:
        friends = self._friends(household) if household in self._now.pins else []
        near = [self._near[one] for one in friends]
        suits = self._suits[household].intersection(*near)
        sure = suits.intersection(self._without_moving_others(household))
        shown, moves = [], 0
        for home in self._open:
            if home not in suits:
                continue
            if home not in sure:
                if self._is_dear():
                    moves += 1
                if moves > MOST_MOVES:
                    self._careful = True
                    continue
                if self._witness_with(household, home) is None:
                    continue
            shown.append(home)
        return shown

    def _friends(self, household: str) -> list[str]:
        """Return the homes that the others of its group have chosen."""
        group = self._group_of.get(household, ())
        return [self._taken[name] for name in group if name in self._taken]

    def _without_moving_others(self, household: str) -> list[str]:
        """Return homes that are safe while every pin of somebody else stays where it is."""
        pins, others = self._now.pins, self._now.others
        if household not in pins:
            return others.menu(household)
        mine = pins[household]
        free = others.copy()
        free.give_back(mine)
        group = [pins[name] for name in self._group_of[household] if name in pins]
        group.remove(mine)
        return [
            home
            for home in free.safe()
            if home == mine or all(one in self._near[home] for one in group)
        ]

    def _is_dear(self) -> bool:
        """Return whether the exact method would take more suitable pairs than are left to ask.

        Singles that the same homes suit are one class.
        """
        if self._pairs is None:
            members = [name for name in self._waiting if name in self._group_of]
            singles = {self._alike[name] for name in self._waiting if name not in self._group_of}
            there = self._open.keys()
            self._pairs = sum(len(self._suits[name] & there) for name in (*members, *singles))
        return self._pairs > self._purse

    def _changed(self) -> None:
        """Forget what was worked out for the state before."""
        self._menus.clear()
        self._pairs = None

    def _groups_waiting(self) -> list[tuple[str, ...]]:
        groups = dict.fromkeys(self._group_of.values())
        return [group for group in groups if any(name in self._waiting for name in group)]

    def _witness_with(self, household: str, home: str) -> Witness | None:
        """Return a way to house all others in which this household has this home."""
        pins = self._now.pins
        touched = [
            group
            for group in self._groups_waiting()
            if household in group or any(pins.get(name) == home for name in group)
        ]
        return self._witness(touched, household, home)

    def _witness(
        self,
        touched: Sequence[tuple[str, ...]],
        household: str = "",
        home: str = "",
        back: str = "",
    ) -> Witness | None:
        """Return a way to house all, perhaps after a choice; None when none is found.

        By trying other places for the groups that are touched; if that fails, and the round is
        not too large, exactly. `back` is somebody who comes back and is to be kept for as well.
        """
        found = self._by_trying(touched, household, home, back)
        if found is not None:
            return found
        if self._is_dear():
            self._careful = True
            return None
        self._purse -= self._pairs or 0
        pins, sure = exact_places(self._asked(household, home))
        self._careful |= not sure
        if pins is None:
            return None
        free = self._freed(self._groups_waiting(), household, home, back)
        if free is None or not free.others.reserve(pins.values()):
            raise AssertionError("the exact method and the matching do not agree")
        return Witness(pins, free.others)

    def _by_trying(
        self, touched: Sequence[tuple[str, ...]], household: str, home: str, back: str
    ) -> Witness | None:
        found = self._freed(touched, household, home, back)
        for group in touched:
            if found is None:
                return None
            found = self._placed(found, group, household, home)
        return found

    def _freed(
        self, touched: Sequence[tuple[str, ...]], household: str, home: str, back: str
    ) -> Witness | None:
        """Return the witness with the touched groups off their places, and a choice made."""
        moving = {household, *(name for group in touched for name in group)}
        others = self._now.others.copy()
        for name in moving - {""}:
            if name in self._now.pins:
                others.give_back(self._now.pins[name])
            else:
                others.forget(name)
        pins = {name: pin for name, pin in self._now.pins.items() if name not in moving}
        if home and not others.reserve([home]):
            return None
        if back and not others.keep(back):
            return None
        return Witness(pins, others)

    def _placed(
        self, found: Witness, group: tuple[str, ...], household: str, home: str
    ) -> Witness | None:
        """Return the witness with a place for one group, by trying a few."""
        members = tuple(name for name in group if name in self._waiting and name != household)
        friends = [self._taken[name] for name in group if name in self._taken]
        friends += [home] if household in group else []
        asked = Asked(tuple(self._open), self._suits, self._near, (), ())
        used = {*found.pins.values(), home}
        places = places_of_group(asked, members, tuple(friends), used)
        for pins, _ in zip(places, range(MOST_PLACES), strict=False):
            others = found.others.copy()
            if others.reserve(pins.values()):
                return Witness({**found.pins, **pins}, others)
        return None

    def _asked(self, household: str, home: str) -> Asked:
        """Return the question that is left, perhaps after a choice."""
        taken = {**self._taken, household: home} if household else self._taken
        waiting = dict.fromkeys(name for name in self._waiting if name != household)
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

    def take(self, household: str, home: str) -> None:
        """Give a home to a household. Raises RoundError when that is not safe."""
        if home not in self.menu(household):
            raise RoundError(f"home {home} is not a safe home for household {household} now")
        self._purse = MOST_PAIRS
        self._now = self._after(household, home)
        self._changed()
        self._waiting.pop(household, None)
        self._taken[household] = home
        del self._open[home]

    def _after(self, household: str, home: str) -> Witness:
        """Return the witness after a choice from the menu."""
        pins = {name: pin for name, pin in self._now.pins.items() if name != household}
        if self._now.pins.get(household) == home:
            return Witness(pins, self._now.others)
        if home in self._without_moving_others(household):
            free = self._freed([], household, home, "")
        else:
            free = self._witness_with(household, home)
        if free is None:
            raise AssertionError("a safe home has no witness")
        return free

    def forget(self, household: str) -> None:
        """Keep no home any more for a household that leaves."""
        self._changed()
        self._waiting.pop(household, None)
        pin = self._now.pins.pop(household, None)
        if pin is None:
            self._now.others.forget(household)
        else:
            self._now.others.give_back(pin)
        self._taken.pop(household, None)
        self._group_of.pop(household, None)

    def give_back(self, home: str) -> None:
        """Put a chosen home on offer again; who had it waits again, if it is still in the round."""
        self._changed()
        back = {*self._open, home}
        self._open = {one: None for one in self._homes if one in back}
        for name, had in list(self._taken.items()):
            if had == home:
                del self._taken[name]
                self._waiting[name] = None
                if name in self._group_of:
                    self._now.pins[name] = home
                else:
                    self._now.others.give_back(home)
                    self._now.others.keep(name)

    def keep(self, household: str) -> bool:
        """Keep a home for a household, if that can be besides all others.

        One that had left and comes back counts alone: its group is near without it.
        """
        if household in self._waiting:
            return True
        self._changed()
        # one who leaves may make way for many in doubt, so each of them is asked less about
        self._waiting[household], self._purse = None, MOST_PAIRS // 10
        found = self._freed([], "", "", household) or self._witness(
            self._groups_waiting(), back=household
        )
        if found is None:
            del self._waiting[household]
            self._changed()
            return False
        self._now = found
        return True
