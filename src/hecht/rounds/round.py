"""A round: who chooses in which turn, among which homes; plain data, without files or screens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

FORMAT = "hecht-round/1"
MOST_IN_GROUP = 6
"""The most households that choose as one (Singapore's joint selection since 2008: up to six)."""


class RoundError(ValueError):
    """A round, or a step in it, that cannot be; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One place in the queue: a household, or a group of up to six that chooses together.

    `code` is the number by which a party is called in public; it names nobody. With
    `adapted_only` the turn is one of the first part, for adapted homes only; a party that takes
    nothing there keeps its place in the second part.
    """

    code: str
    households: tuple[str, ...]
    adapted_only: bool = False


@dataclass(frozen=True)
class Round:
    """Everything that is fixed before the first choice.

    `turns` are in order. `homes` are those on offer, `adapted` those of them that are adapted,
    `suits` maps each household to the homes on offer that suit it. `returning` are the
    households for which a home is kept, in the order in which they are looked after when there
    are not enough homes. `together` holds groups that asked to be near each other, `near` the
    homes that are near each home; both are empty unless the round keeps groups near. `stays` maps
    each household to the temporary homes that suit it, in which it can stay for good. `why` says
    in words how the order came about.
    """

    name: str
    turns: tuple[Turn, ...]
    homes: tuple[str, ...]
    adapted: frozenset[str]
    suits: Mapping[str, tuple[str, ...]]
    returning: tuple[str, ...]
    together: tuple[tuple[str, ...], ...]
    near: Mapping[str, tuple[str, ...]]
    why: str = ""
    stays: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known, seen = set(self.homes), set()
        if len(known) != len(self.homes):
            raise RoundError("a home is on offer twice; list each home once")
        for turn in self.turns:
            if not 1 <= len(turn.households) <= MOST_IN_GROUP:
                raise RoundError(
                    f"turn {turn.code} has {len(turn.households)} households; a group has two to "
                    f"{MOST_IN_GROUP}"
                )
            for household in turn.households:
                if household not in self.suits:
                    raise RoundError(f"household {household} has a turn but no list of homes")
                if not turn.adapted_only:
                    if household in seen:
                        raise RoundError(f"household {household} has two turns; give it one")
                    seen.add(household)
        for household, homes in self.suits.items():
            if not known.issuperset(homes):
                raise RoundError(f"household {household} suits a home that is not on offer")

        for household in (*self.returning, *(name for group in self.together for name in group)):
            if household not in seen:
                raise RoundError(f"household {household} is looked after but has no turn")

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The households in the order of the second part, a group's one after another."""
        return tuple(h for turn in self.turns if not turn.adapted_only for h in turn.households)

    @cached_property
    def code_of(self) -> dict[str, str]:
        """The public code of each household's turn."""
        return {h: turn.code for turn in self.turns for h in turn.households}

    def as_dict(self) -> dict[str, Any]:
        """Return the round as plain values, ready for JSON."""
        return {
            "format": FORMAT,
            "name": self.name,
            "why": self.why,
            "turns": [
                {
                    "code": turn.code,
                    "households": list(turn.households),
                    "adapted_only": turn.adapted_only,
                }
                for turn in self.turns
            ],
            "homes": list(self.homes),
            "adapted": sorted(self.adapted),
            "suits": {household: list(self.suits[household]) for household in sorted(self.suits)},
            "stays": {household: list(self.stays[household]) for household in sorted(self.stays)},
            "returning": list(self.returning),
            "together": [list(group) for group in self.together],
            "near": {home: list(self.near[home]) for home in sorted(self.near)},
        }

    def content(self) -> bytes:
        """Return the bytes of a round's file; its digest is what the evening's log starts from."""
        return (json.dumps(self.as_dict(), indent=1, ensure_ascii=False) + "\n").encode()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the round's file, in hexadecimal."""
        return hashlib.sha256(self.content()).hexdigest()


def round_from(record: Mapping[str, Any]) -> Round:
    """Return the round of a file's values. Raises RoundError when they are not a round's."""
    if record.get("format") != FORMAT:
        raise RoundError(
            f"this is not a round of format {FORMAT} but {record.get('format')!r}; make it with "
            "`hecht round open`"
        )
    try:
        return Round(
            name=str(record["name"]),
            why=str(record["why"]),
            turns=tuple(
                Turn(str(one["code"]), tuple(one["households"]), bool(one["adapted_only"]))
                for one in record["turns"]
            ),
            homes=tuple(record["homes"]),
            adapted=frozenset(record["adapted"]),
            suits={household: tuple(homes) for household, homes in record["suits"].items()},
            stays={household: tuple(homes) for household, homes in record["stays"].items()},
            returning=tuple(record["returning"]),
            together=tuple(tuple(group) for group in record["together"]),
            near={home: tuple(others) for home, others in record["near"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise RoundError(f"the round's file lacks or misspells {error}; make it anew") from None
