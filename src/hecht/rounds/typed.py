"""What somebody at the keyboard of an evening types, and what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.rounds.chain import Kind
from hecht.rounds.evening import Evening
from hecht.rounds.round import RoundError


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry to be written. `show`: the household permits others to see what it chose."""

    kind: Kind
    said: Mapping[str, str | int]
    show: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """Go on by stated wishes for so many entries; None: to the end."""

    most: int | None


@dataclass(frozen=True, slots=True)
class Help:
    """Tell what can be typed."""


def understood(evening: Evening, line: str) -> Asked | Wishes | Help:
    """Return what a line asks for.

    `[HOUSEHOLD] HOME [show]` chooses; the household may be left out when one alone waits in the
    turn. `pass [HOUSEHOLD]`, `absent`, `all`, `withdraw HOUSEHOLD REASON`, `rejoin HOUSEHOLD`,
    `stay HOUSEHOLD HOME REASON`, `undo NUMBER REASON`, `hide HOUSEHOLD` do as they say. Raises
    RoundError, which tells how it should be typed, for anything else.
    """
    first, *rest = line.split() or ["help"]
    if first in ("help", "?"):
        return Help()
    if first in ("absent", "all"):
        return Wishes(1 if first == "absent" else None)
    if first == "pass":
        name = rest[0] if rest else _only(evening, "pass HOUSEHOLD")
        return Asked(Kind.PASS, {"household": name, "by": "themselves"})
    if first in ("rejoin", "hide"):
        (name,) = _parts(rest, 1, f"{first} HOUSEHOLD")
        return Asked(Kind(first), {"household": name})
    if first == "withdraw":
        name, why = _parts(rest, 2, "withdraw HOUSEHOLD REASON")
        return Asked(Kind.WITHDRAW, {"household": name, "reason": why})
    if first == "stay":
        name, home, why = _parts(rest, 3, "stay HOUSEHOLD HOME REASON")
        return Asked(Kind.STAY, {"household": name, "home": home, "reason": why})
    if first == "undo":
        number, why = _parts(rest, 2, "undo NUMBER REASON")
        if not number.isdigit():
            raise RoundError(f"{number} is no number of an entry; type: undo NUMBER REASON")
        return Asked(Kind.UNDO, {"of": int(number), "reason": why})
    return _choice(evening, [first, *rest])


def _choice(evening: Evening, parts: list[str]) -> Asked:
    show = len(parts) > 1 and parts[-1] == "show"
    named = parts[:-1] if show else parts
    how = "type: HOUSEHOLD HOME, with show behind it if they permit that; or help"
    if len(named) == 1:
        named = [_only(evening, "HOUSEHOLD HOME"), *named]
    if len(named) != 2:
        raise RoundError(f"{' '.join(parts)!r} is not understood; {how}")
    name, home = named
    return Asked(Kind.CHOOSE, {"household": name, "home": home, "by": "themselves"}, show)


def _only(evening: Evening, how: str) -> str:
    """Return the household that waits in the turn, if it is one alone."""
    turn = evening.turn()
    waiting = [] if turn is None else [one for one in turn.households if evening.waiting(one)]
    if len(waiting) != 1:
        raise RoundError(f"this turn is of {', '.join(waiting) or 'nobody'}; type: {how}")
    return waiting[0]


def _parts(rest: list[str], number: int, how: str) -> list[str]:
    """Return so many parts, the last of which may hold spaces."""
    parts = " ".join(rest).split(maxsplit=number - 1)
    if len(parts) != number:
        raise RoundError(f"something is missing; type: {how}")
    return parts
