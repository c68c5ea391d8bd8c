"""What stands out in a profile, and how a rank is told."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from hecht.area.indicator import Theme
from hecht.area.line import Line
from hecht.area.profile import Profile

FAR, SOME = 0.10, 0.25


class Rank(StrEnum):
    """Where a figure lies among others, by the share of them that is lower."""

    LOWEST = "lowest"
    """In the lowest tenth."""
    LOW = "low"
    """In the lowest quarter."""
    MIDDLE = "middle"
    HIGH = "high"
    HIGHEST = "highest"


def rank(share: float) -> Rank:
    """Return the rank of a figure with this share (0 to 1) of others below it."""
    if share <= FAR:
        return Rank.LOWEST
    if share <= SOME:
        return Rank.LOW
    if share < 1 - SOME:
        return Rank.MIDDLE
    return Rank.HIGH if share < 1 - FAR else Rank.HIGHEST


def beside(line: Line) -> Rank | None:
    """Return where a figure lies beside those of comparable areas; None without any.

    HIGH and LOW mean that at least three quarters of them lie on the other side, HIGHEST and
    LOWEST that all do.
    """
    found = line.peers
    if found is None:
        return None
    for count, all_of, most in (
        (found.lower, Rank.HIGHEST, Rank.HIGH),
        (found.higher, Rank.LOWEST, Rank.LOW),
    ):
        if count == found.known:
            return all_of
        if count >= (1 - SOME) * found.known:
            return most
    return Rank.MIDDLE


class Side(StrEnum):
    """For which figures one asks what stands out."""

    LESS = "less favourable"
    MORE = "more favourable"
    NEITHER = "neither"
    """Of these figures neither side is better in itself."""


def stands_out(
    profile: Profile,
    side: Side,
    *,
    most: int = 4,
    per_theme: int = 2,
    of: Collection[str] = (),
) -> tuple[Line, ...]:
    """Return the figures that stand out most, the utmost first, those of areas around included.

    Only those in the outer quarter of favour, or in the highest or lowest tenth where neither
    side is better; at most two of a theme, so that one theme with many figures does not fill the
    list. `of` are the indicators that may be among them (none: all).
    """
    found: list[tuple[float, str, Line]] = []
    for line in profile.lines:
        if of and line.indicator.code not in of:
            continue
        out = _out(line, side)
        if out is not None:
            found.append((-out, line.indicator.code, line))
    counts: dict[Theme, int] = {}
    chosen: list[Line] = []
    for _, _, line in sorted(found, key=lambda one: one[:2]):
        theme = line.indicator.theme
        if counts.get(theme, 0) < per_theme and len(chosen) < most:
            counts[theme] = counts.get(theme, 0) + 1
            chosen.append(line)
    return tuple(chosen)


def _out(line: Line, side: Side) -> float | None:
    """Return how far out a figure lies on a side (0.5 to 1); None where it does not stand out."""
    if line.among is None:
        return None
    share = line.favour
    if side is Side.NEITHER:
        if share is not None:
            return None
        out = max(line.among.percentile, 1 - line.among.percentile)
        return out if out >= 1 - FAR else None
    if share is None:
        return None
    out = share if side is Side.MORE else 1 - share
    return out if out >= 1 - SOME else None
