"""Ties: weighted links between two households that want to stay near each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TieKind(StrEnum):
    """What holds two households together."""

    CARE = "care"
    FAMILY = "family"
    FRIENDS = "friends"
    NEIGHBOURS = "neighbours"


class DeclaredBy(StrEnum):
    """Who named the tie: one side, or both."""

    A = "a"
    B = "b"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between households `a` and `b`; `weight` is 1 for an ordinary tie."""

    a: str
    b: str
    weight: float = 1.0
    kind: TieKind = TieKind.NEIGHBOURS
    declared_by: DeclaredBy = DeclaredBy.BOTH
