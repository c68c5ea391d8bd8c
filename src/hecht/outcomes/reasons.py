"""What kind of reason the engine gave for a household that does not return (rule 7).

A plan holds its reasons as English text. Those that the engine makes are told apart here, so that
every page and letter can say them in its own words; any other text is somebody's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

_TAKEN = re.compile(r"^(\d+) of (\d+) homes would suit, but all of them go to households ")
_NONE = re.compile(r"^none of the (\d+) homes suits: ")
_CAUSES = {
    "rooms": re.compile(r"(\d+) have the wrong number of rooms"),
    "rent": re.compile(r"(\d+) cost more than the household can pay"),
    "access": re.compile(r"(\d+) cannot be reached as the household needs"),
}
_IN_TIME = "no home that suits is free in time"


class ReasonKind(StrEnum):
    """Not given, nothing free in time, all taken, nothing suits, or somebody's own words."""

    NOT_GIVEN = "not_given"
    IN_TIME = "in_time"
    TAKEN = "taken"
    UNSUITABLE = "unsuitable"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: of `homes` homes `suiting` would suit; `causes` counts why others do not.

    The causes are "rooms", "rent" and "access"; a home may be counted under more than one.
    """

    kind: ReasonKind
    text: str
    homes: int = 0
    suiting: int = 0
    causes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def read_reason(text: str) -> Reason:
    """Return what a plan's reason says."""
    if not text:
        return Reason(ReasonKind.NOT_GIVEN, text)
    if text == _IN_TIME:
        return Reason(ReasonKind.IN_TIME, text)
    if taken := _TAKEN.match(text):
        return Reason(ReasonKind.TAKEN, text, int(taken[2]), int(taken[1]))
    if none := _NONE.match(text):
        found = {cause: pattern.search(text) for cause, pattern in _CAUSES.items()}
        causes = {cause: int(match[1]) for cause, match in found.items() if match}
        return Reason(ReasonKind.UNSUITABLE, text, int(none[1]), 0, causes)
    return Reason(ReasonKind.OWN, text)
