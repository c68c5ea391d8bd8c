"""What has happened and what was told before a plan is made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hecht.neighbourhood import Stay


@dataclass(frozen=True)
class Told:
    """What a household has been told: its last home (None: it leaves) and when it moves.

    `out` is the month in which it leaves its home, `arrive` that in which it is in its last one.
    """

    home: str | None
    out: int
    arrive: int


@dataclass(frozen=True)
class Past:
    """The frozen part of a plan that is made anew in month `date`, and what households were told.

    `starts`: the month in which works began, for each block whose works began before `date`.
    `settled`: for each household that is in its last home by then, that home and the month in
    which it came there (a household that never moves is not listed). `gone`: the month in which
    those who left before `date` did. `away`: the temporary stays so far of each household that has
    had any; the first begins when it left its home, and the last is where it is now unless it is
    settled. `longest`: the most months in temporary homes for households to whom the policy's
    limit can no longer apply. `told` is what was told to households that still have a move to make.
    `points_told` (points) are taken off for each household that is told another home, and again
    for each that is told other months. A move that was told may keep its month; any other move
    is made in month `date` plus the notice of the policy, or later.
    """

    date: int
    starts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    settled: Mapping[str, tuple[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    gone: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    away: Mapping[str, tuple[Stay, ...]] = field(default_factory=lambda: MappingProxyType({}))
    longest: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[str, Told] = field(default_factory=lambda: MappingProxyType({}))
    points_told: float = 0.0
