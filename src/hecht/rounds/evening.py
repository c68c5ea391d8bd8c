"""The evening: where a round stands, and what each entry of its log does to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hecht.rounds.chain import Entry, Kind, check_seals, entry_after
from hecht.rounds.guard import guard_of
from hecht.rounds.round import Round, RoundError, Turn


@dataclass
class Evening:
    """Where a round stands after the entries of its log.

    `chosen` maps households to their homes, `away` those who left the round to why (withdrawn,
    or staying in a temporary home), `shown` holds who permits others to see what they chose.
    Change it with `add` only.
    """

    round: Round
    entries: list[Entry] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    away: dict[str, str] = field(default_factory=dict)
    staying: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    closed: bool = False

    def __post_init__(self) -> None:
        self.guard = guard_of(self.round)
        self._queue = list(range(len(self.round.turns)))
        self._skipped: set[int] = set()
        self._undone: set[int] = set()
        self._passed: dict[int, int] = {}
        earlier, self.entries = self.entries, []
        check_seals(earlier)
        for entry in earlier:
            self._apply(entry)

    # what can be asked

    def waiting(self, household: str) -> bool:
        """Return whether a household has not chosen and has not left."""
        return household not in self.chosen and household not in self.away

    def turn(self) -> Turn | None:
        """Return whose turn it is; None when everybody has had theirs."""
        place = self._place_in_turn()
        return None if place is None else self.round.turns[place]

    def _place_in_turn(self) -> int | None:
        for place in self._queue:
            turn = self.round.turns[place]
            if place not in self._skipped and any(map(self.waiting, turn.households)):
                return place
        return None

    def coming(self) -> list[Turn]:
        """Return the turns still to come, in order, the present one first."""
        return [
            self.round.turns[place]
            for place in self._queue
            if place not in self._skipped
            and any(map(self.waiting, self.round.turns[place].households))
        ]

    def menu(self, household: str) -> list[str]:
        """Return the homes that a household may choose in its turn: suitable and safe."""
        turn = self.turn()
        if turn is None or household not in turn.households or not self.waiting(household):
            raise RoundError(self._not_in_turn(household))
        safe = self.guard.menu(household)
        if turn.adapted_only:
            return [home for home in safe if home in self.round.adapted]
        return safe

    def in_doubt(self) -> list[str]:
        """Return who still waits, wants to return, and has no home kept: there are too few."""
        return [
            household
            for household in self.round.returning
            if self.waiting(household) and not self.guard.keeps(household)
        ]

    # what can be done

    def draft(self, kind: Kind, **said: str | int) -> Entry:
        """Return the next entry, sealed but not yet added, after checking that it can be.

        Write it to disk first, then `add` it, then show it.
        """
        last = self.entries[-1] if self.entries else None
        entry = entry_after(last, kind, **said)
        self._refuse(entry)
        return entry

    def add(self, entry: Entry) -> None:
        """Add an entry. Raises RoundError, and changes nothing, when it cannot be."""
        last = self.entries[-1] if self.entries else None
        number, seal = (0, "") if last is None else (last.number + 1, last.seal)
        if entry.number != number or entry.before != seal or entry.seal != entry.right_seal():
            raise RoundError("this entry does not follow the last one; read the log again")
        self._apply(entry)

    def _refuse(self, entry: Entry) -> None:
        """Raise RoundError when an entry cannot follow."""
        if entry.kind is Kind.OPEN:
            if self.entries:
                raise RoundError("the round is open already")
            if entry.home != self.round.digest:
                raise RoundError("this log belongs to another round, or the round was changed")
            return
        if not self.entries:
            raise RoundError("a log begins with the opening of its round")
        if self.closed and entry.kind is not Kind.HIDE and not self._reopens(entry):
            raise RoundError("the round is closed; undo the closing first")
        if entry.kind is Kind.CLOSE:
            if self.turn() is not None:
                raise RoundError("the round cannot be closed: somebody still has a turn")
            return
        if entry.kind is Kind.UNDO:
            self._refuse_undo(entry)
            return
        if entry.household not in self.round.code_of:
            raise RoundError(f"household {entry.household!r} takes no part in this round")
        self._refuse_household(entry)

    def _reopens(self, entry: Entry) -> bool:
        in_log = 0 < entry.of < len(self.entries)
        return entry.kind is Kind.UNDO and in_log and self.entries[entry.of].kind is Kind.CLOSE

    def _refuse_household(self, entry: Entry) -> None:
        household = entry.household
        if entry.kind is Kind.CHOOSE:
            if entry.home not in self.menu(household):
                raise RoundError(self._why_not(household, entry.home))
        elif entry.kind is Kind.PASS:
            turn = self.turn()
            if turn is None or household not in turn.households:
                raise RoundError(self._not_in_turn(household))
        elif entry.kind in (Kind.WITHDRAW, Kind.STAY):
            if household in self.away:
                raise RoundError(f"household {household} has left the round already")
            if not entry.reason:
                raise RoundError("say why: it stands in the log")
            if entry.kind is Kind.STAY:
                self._refuse_stay(household, entry.home)
        elif entry.kind is Kind.REJOIN and household not in self.away:
            raise RoundError(f"household {household} has not left the round")

    def _why_not(self, household: str, home: str) -> str:
        """Return why a household may not choose a home now, and what it can do."""
        turn = self.turn()
        if home not in self.round.homes:
            return f"{home!r} is not a home of this round; choose one of the list"
        if home in self.chosen.values():
            return f"home {home} has been chosen already; choose another"
        if home not in self.round.suits[household]:
            return (
                f"home {home} does not suit household {household} by its needs; choose one of the "
                "list"
            )
        if turn is not None and turn.adapted_only and home not in self.round.adapted:
            return (
                f"home {home} is not adapted, and this part is for adapted homes only; choose one "
                "of those, or pass and keep the place in the second part"
            )
        return (
            f"home {home} is not safe: somebody after household {household} who wants to return "
            "would have no home left, or a group could no longer be near itself; choose one of "
            "the list"
        )

    def _not_in_turn(self, household: str) -> str:
        turn = self.turn()
        if turn is None:
            return "everybody has had a turn; undo an entry to change something"
        return (
            f"it is not household {household}'s turn but that of {turn.code} "
            f"({', '.join(turn.households)})"
        )

    def _refuse_stay(self, household: str, home: str) -> None:
        """Raise RoundError when a household cannot stay for good in a home."""
        homes = self.round.stays.get(household, ())
        if home not in homes:
            listed = ", ".join(homes) or "none of this neighbourhood's"
            raise RoundError(
                f"{home!r} is not a temporary home that suits household {household}; those are: "
                f"{listed}"
            )
        if home in self.staying.values():
            raise RoundError(f"another household stays in {home} already; name another home")

    def _refuse_undo(self, entry: Entry) -> None:
        if not entry.reason:
            raise RoundError("an undo needs a reason: it stands in the log")
        if not 1 <= entry.of < len(self.entries):
            raise RoundError(
                f"there is no entry {entry.of} to undo; the last is {len(self.entries) - 1}"
            )
        if entry.of in self._undone:
            raise RoundError(f"entry {entry.of} has been undone already")
        old = self.entries[entry.of]
        if old.kind not in (Kind.CHOOSE, Kind.PASS, Kind.WITHDRAW, Kind.STAY, Kind.CLOSE):
            raise RoundError(f"an entry of the kind {old.kind.value} cannot be undone")
        later = [
            one
            for one in self.entries[entry.of + 1 :]
            if one.number not in self._undone
            and one.household == old.household
            and one.kind in (Kind.CHOOSE, Kind.PASS, Kind.WITHDRAW, Kind.STAY, Kind.REJOIN)
        ]
        if old.kind is Kind.CHOOSE and self.chosen.get(old.household) != old.home and not later:
            raise RoundError(f"household {old.household} has not that home any more")
        if later and old.kind is not Kind.CLOSE:
            raise RoundError(
                f"household {old.household} did something after entry {entry.of}; undo entry "
                f"{later[-1].number} first"
            )

    def _apply(self, entry: Entry) -> None:
        self._refuse(entry)
        household = entry.household
        if entry.kind is Kind.CHOOSE:
            self.guard.take(household, entry.home)
            self.chosen[household] = entry.home
        elif entry.kind is Kind.PASS:
            self._pass(entry)
        elif entry.kind in (Kind.WITHDRAW, Kind.STAY):
            self._leave(entry)
        elif entry.kind is Kind.REJOIN:
            self._lose_past_places(household)
            self._come_back(household)
        elif entry.kind is Kind.SHOW:
            self.shown.add(household)
        elif entry.kind is Kind.HIDE:
            self.shown.discard(household)
        elif entry.kind is Kind.UNDO:
            self._undo(self.entries[entry.of])
        elif entry.kind is Kind.CLOSE:
            self.closed = True
        self.entries.append(entry)

    def _pass(self, entry: Entry) -> None:
        place = self._place_in_turn()
        assert place is not None
        self._passed[entry.number] = place
        if self.round.turns[place].adapted_only:
            self._skipped.add(place)
        else:
            self._queue.remove(place)
            self._queue.append(place)

    def _leave(self, entry: Entry) -> None:
        home = self.chosen.pop(entry.household, None)
        if home is not None:
            self.guard.give_back(home)
        self.guard.forget(entry.household)
        self.away[entry.household] = entry.reason
        if entry.kind is Kind.STAY:
            self.staying[entry.household] = entry.home
        self._look_after()

    def _come_back(self, household: str) -> None:
        """Let a household wait again; a home is kept for it if there is one besides all others'."""
        del self.away[household]
        self.staying.pop(household, None)
        self.guard.keep(household)

    def _lose_past_places(self, household: str) -> None:
        """Put a household that changed its mind last, if its own place is past; else it keeps it.

        Nobody who waits is overtaken by somebody who had left.
        """
        now = self._place_in_turn()
        if now is None:
            return
        past = self._queue[: self._queue.index(now)]
        for place in past:
            turn = self.round.turns[place]
            if household not in turn.households:
                continue
            if turn.adapted_only:
                self._skipped.add(place)
            else:
                self._queue.remove(place)
                self._queue.append(place)

    def _undo(self, old: Entry) -> None:
        self._undone.add(old.number)
        if old.kind is Kind.CHOOSE:
            self.guard.give_back(self.chosen.pop(old.household))
            self.guard.keep(old.household)
            self._look_after()
        elif old.kind is Kind.PASS:
            self._call_next(self._passed[old.number])
        elif old.kind in (Kind.WITHDRAW, Kind.STAY):
            self._come_back(old.household)
        elif old.kind is Kind.CLOSE:
            self.closed = False

    def _call_next(self, place: int) -> None:
        """Take back a pass: the turn was the first in line then, so it is the first in line now."""
        if self.round.turns[place].adapted_only:
            self._skipped.discard(place)
        else:
            self._queue.remove(place)
            self._queue.insert(0, place)

    def _look_after(self) -> None:
        """Keep a home for those who had none kept, now that a home came free."""
        for household in self.in_doubt():
            self.guard.keep(household)


def replay(fixed: Round, entries: Iterable[Entry]) -> Evening:
    """Return the evening as its log tells it. Raises RoundError where the log cannot be true."""
    return Evening(fixed, list(entries))
